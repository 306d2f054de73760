# SPDX-License-Identifier: EUPL-1.2
"""What the work of a dossier is told in: the Zaak that is looked at, the Werk that is found, and an organisation's own days.

Texts name parts by their numbers (M-01) and rules by their ids, never a person, a place or a free text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.rules.regel import dag, datum

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.status import Status
    from weerbaar_docs.termijnen import Kalender

CONTACT: Final = "contact_leggen"
# In this order when the day is the same.
SOORTEN: Final = (
    CONTACT,
    "gesprekken_plannen",
    "afspraak_bevestigen",
    "gesprek_houden",
    "rapport_opstellen",
    "rapport_indienen",
    "besluit_afwachten",
    "nieuwe_versie_maken",
    "aan_bestuurder_geven",
    "toestemming_afwachten",
    "toestemming_loopt_af",
    "verzenden",
    "ontvangst_nabellen",
    "sleutel_aan_bestuurder",
    "sleutel_aan_werkgever",
    "sleutel_verloopt",
    "sleutel_vergelijken",
    "pkvw",
    "uitvoering_starten",
    "uitvoering_volgen",
    "uitvoering_afronden",
    "bruikleen_terugnemen",
    "dossier_onleesbaar",
    "sleutelbeheerder_nieuw",
    "toegang_wegnemen",
    "contactpunt_controleren",
    "checkpoint_maken",
)
STREEF: Final = "streefdag van uw organisatie; geen wettelijke termijn"
STATUS: Final = "volgt uit de status"
UITVOERING: Final = ("ontvangst_bevestigd", "door_bestuurder_zelf_verstrekt", "in_uitvoering")


@dataclass(frozen=True, slots=True, kw_only=True)
class Streefdagen:
    """Days that an organisation sets for itself; None means no day. None of them is a legal term.

    The first counts working days, the others calendar days; `waarschuwing_*` say how long before an end it is shown.
    """

    gesprekken_plannen: int | None = None
    rapport: int | None = None
    toetsing: int | None = None
    verstrekken: int | None = None
    ontvangst: int | None = None
    waarschuwing_toestemming: int = 14
    waarschuwing_certificaat: int = 60
    binnenkort: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Zaak:
    """What the functions here look at: one dossier, its status and the day."""

    gegevens: Mapping[str, Any] = field(repr=False)
    status: Status
    vandaag: date
    kalender: Kalender
    streef: Streefdagen
    toestemming_geldig_tot: date | None = None

    def streefdag(self, start: str | None, dagen: int | None) -> date | None:
        """Give the day so many days after another one, if both are known."""
        return None if start is None or dagen is None else datum(dag_of(start)) + timedelta(days=dagen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Werk:
    """One thing to do in a dossier."""

    soort: str
    wat: str
    wie: str
    uiterlijk_op: date | None = None
    grond: str = STATUS
    blokkades: tuple[str, ...] = ()


def dag_of(text: str) -> str:
    """Give the day of a date or a moment."""
    return dag(text) if "T" in text else text
