# SPDX-License-Identifier: EUPL-1.2
"""An indiening that was judged -> Voorstel: the besluit as it would be taken now, and what it changes in the report.

Who decides is printed: a substitute too, and not whom he acts for.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from weerbaar_docs.dossiers.bewaren import noted
from weerbaar_docs.errors import ConsentError
from weerbaar_docs.model import Verklaring
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.toetsing.beoordelen import make_besluit, printed_toetser
from weerbaar_docs.toetsing.besluiten import preview
from weerbaar_docs.toetsing.bij_bva.stand import look

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.audit.regel import Handeling
    from weerbaar_docs.keys import Medewerker
    from weerbaar_docs.toetsing.bij_bva.stand import Toetsing, Zaakstand
    from weerbaar_docs.toetsing.verschillen import Verschillen


@dataclass(frozen=True, slots=True, kw_only=True)
class Voorstel:
    """The besluit as it would be taken now, and what it changes in the report."""

    stand: Zaakstand
    bva_besluit: Mapping[str, Any] = field(repr=False)
    verschillen: Verschillen


def propose(toetsing: Toetsing, kenmerk: str, *, handeling: Handeling = "dossier_gelezen") -> Voorstel:
    """Give the besluit as it would be now, with all that it changes; raises ValidationError with what is missing."""
    opslag = toetsing.opslag
    stand, vertrouwen = look(toetsing, kenmerk, handeling)
    with noted(opslag, "besloten", kenmerk):
        return proposal(toetsing, stand, vertrouwen.medewerkers.require(opslag.wie, "toetser", vertrouwen.op))


def proposal(toetsing: Toetsing, stand: Zaakstand, toetser: Medewerker) -> Voorstel:
    """Give the same of an indiening that was read, when this toetser decides; raises as `besluit_now`."""
    besluit = besluit_now(toetsing, stand, toetser)
    return Voorstel(stand=stand, bva_besluit=besluit, verschillen=preview(stand.ingediend, besluit))


def besluit_now(toetsing: Toetsing, stand: Zaakstand, toetser: Medewerker) -> Mapping[str, Any]:
    """Give the besluit of this toetser; what was read along stays as it was read.

    Raises ConsentError when he cannot be printed, or when the besluit of another was read along.
    """
    if stand.staat.meelezing is not None:
        besluit: dict[str, Any] = stand.staat.meelezing["bva_besluit"]
        _require_own(stand, besluit, toetser)
        return besluit
    today = nederlandse_dag(toetsing.opslag.now())
    return make_besluit(stand.ingediend, stand.staat.beoordeling, toetser=toetser, besloten_op=today)


def kept_reading(stand: Zaakstand) -> Verklaring | None:
    """Give the statement of the toetser who read along; None when nobody did."""
    kept = stand.staat.meelezing
    if kept is None:
        return None
    return Verklaring(
        verklaring=base64.b64decode(kept["verklaring"]), handtekening=base64.b64decode(kept["handtekening"])
    )


def _require_own(stand: Zaakstand, besluit: Mapping[str, Any], toetser: Medewerker) -> None:
    if stand.staat.beslisser not in {None, toetser.id} or besluit["toetser"] != printed_toetser(toetser):
        raise ConsentError.because(
            "MEELEZING",
            "het besluit dat is meegelezen staat op naam van een andere toetser",
            "Leg zelf een oordeel vast (bva beoordeel, als vervanger met --voor) en laat het besluit opnieuw meelezen.",
        )
