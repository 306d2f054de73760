# SPDX-License-Identifier: EUPL-1.2
"""An indiening that was judged -> Voorstel: the besluit as it would be taken now, and what it changes in the report."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from weerbaar_docs.dossiers.bewaren import noted
from weerbaar_docs.model import Verklaring
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.toetsing.beoordelen import make_besluit
from weerbaar_docs.toetsing.besluiten import preview
from weerbaar_docs.toetsing.bij_bva.stand import look_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.audit.regel import Handeling
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
    stand = look_at(toetsing, kenmerk, handeling=handeling)
    with noted(toetsing.opslag, "besloten", kenmerk):
        return proposal(toetsing, stand)


def proposal(toetsing: Toetsing, stand: Zaakstand) -> Voorstel:
    """Give the same of an indiening that was read; what was read along is proposed as it was read."""
    if stand.staat.meelezing is not None:
        besluit = stand.staat.meelezing["bva_besluit"]
    else:
        today = nederlandse_dag(toetsing.opslag.now())
        besluit = make_besluit(stand.ingediend, stand.staat.beoordeling, besloten_op=today)
    return Voorstel(stand=stand, bva_besluit=besluit, verschillen=preview(stand.ingediend, besluit))


def kept_reading(stand: Zaakstand) -> Verklaring | None:
    """Give the statement of the toetser who read along; None when nobody did."""
    kept = stand.staat.meelezing
    if kept is None:
        return None
    return Verklaring(
        verklaring=base64.b64decode(kept["verklaring"]), handtekening=base64.b64decode(kept["handtekening"])
    )
