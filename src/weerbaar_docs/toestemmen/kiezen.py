# SPDX-License-Identifier: EUPL-1.2
"""What the bestuurder chose in a talk -> a record of it: the first round, without any legal effect.

(1) it can be done again and again; the last one counts, for a question that is made afterwards;
(2) after a refusal, a withdrawal or a lapse a new choice brings the dossier back to the bestuurder (heroverwegen); that a
    toestemming lapsed unused is recorded then;
(3) for a werkgever without a key via_ccv is recorded all the same: the question refuses, and names the ways that there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.dossiers.bewaren import noted
from weerbaar_docs.dossiers.lezen import read
from weerbaar_docs.dossiers.stukken import hold, insert, require_status, step
from weerbaar_docs.errors import ConsentError
from weerbaar_docs.model import utc_text
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.store.leveringen import void_toestemmingen
from weerbaar_docs.store.tables import TOESTEMMING
from weerbaar_docs.toestemmen.stand import look_at_choice
from weerbaar_docs.toestemmen.stukken import new_record

if TYPE_CHECKING:
    from weerbaar_docs.dossiers.lezen import Dossierstand
    from weerbaar_docs.redaction import Keuze
    from weerbaar_docs.status import Status
    from weerbaar_docs.store import Opslag

TERUG: Final[tuple[Status, ...]] = ("toestemming_geweigerd", "toestemming_ingetrokken", "toestemming_verlopen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gekozen:
    """A choice that was recorded."""

    dossier: str
    dossiernummer: str
    status: Status
    keuze: Keuze

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        return {
            "dossier": self.dossier,
            "dossiernummer": self.dossiernummer,
            "status": self.status,
            **choice_json(self.keuze),
        }


def record_choice(opslag: Opslag, kenmerk: str, keuze: Keuze, *, proef: bool = False) -> Gekozen:
    """Record route, omvang and exclusions; raises ValidationError or ConsentError."""
    stand = read(opslag, kenmerk)
    with noted(opslag, "keuze_vastgelegd", stand.dossier):
        steps = _steps(opslag, stand)
        if keuze.omvang == "volledig_rapport" and keuze.uitgesloten_onderdelen:
            raise ConsentError.because(
                "KEUZE", "van het volledige rapport kan niets weg", "Kies omvang werkgeversversie om iets weg te laten."
            )
    rows = [] if proef else [new_record(opslag, stand, "keuze", opslag.now(), keuze=choice_json(keuze))]
    with opslag.act("keuze_vastgelegd", object=stand.dossier, proef=proef) as act:
        hold(act, stand)
        require_role(act, "secretariaat", "adviseur")
        if steps[:1] == ("toestemming_verlopen",):
            void_toestemmingen(act, TOESTEMMING.c.dossier == stand.dossier)
        insert(act, rows)
        for status in steps:
            step(act, stand, status)
    return Gekozen(dossier=stand.dossier, dossiernummer=stand.dossiernummer, status="bij_bestuurder", keuze=keuze)


def _steps(opslag: Opslag, stand: Dossierstand) -> tuple[Status, ...]:
    """Give the statuses that bring a dossier back to the bestuurder; raises ValidationError when it is elsewhere."""
    if stand.status == "toestemming_verleend":
        given = [t for t in look_at_choice(opslag, stand).toestemmingen if t.ingetrokken_op is None]
        if all(t.inhoud["verklaring"]["geldig_tot"] < utc_text(opslag.now()) for t in given):
            return ("toestemming_verlopen", "bij_bestuurder")  # lapsed, or void with a key: nothing stands any more
    require_status(stand, "een keuze vastleggen", "bij_bestuurder", *TERUG)
    return ("bij_bestuurder",) if stand.status in TERUG else ()


def choice_json(keuze: Keuze) -> dict[str, Any]:
    """Give a choice as a record and `--json` have it."""
    return {
        "route": keuze.route,
        "omvang": keuze.omvang,
        "uitgesloten_onderdelen": list(keuze.uitgesloten_onderdelen),
    }
