# SPDX-License-Identifier: EUPL-1.2
"""The words of the statusmachine: statuses, who acts, what a dossier stands at and what happens to it (no I/O)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from weerbaar_docs.keys import Rol

if TYPE_CHECKING:
    from datetime import datetime

Status = Literal[
    "aangemeld",
    "contact_gelegd",
    "gepland",
    "gesprek_werkgever",
    "gesprek_bestuurder",
    "concept",
    "ter_toetsing",
    "teruggestuurd",
    "vastgesteld",
    "bij_bestuurder",
    "toestemming_verleend",
    "verzonden",
    "ontvangst_bevestigd",
    "in_uitvoering",
    "afgerond",
    "door_bestuurder_zelf_verstrekt",
    "toestemming_geweigerd",
    "toestemming_ingetrokken",
    "toestemming_verlopen",
    "aanmelding_ingetrokken",
    "verhuisd",
    "einde_ambt",
    "vernietigd",
]
Wie = Literal[Rol, "bestuurder", "werkgever", "systeem"]

STATUSSEN: tuple[Status, ...] = get_args(Status)
MEDEWERKERS: tuple[Wie, ...] = get_args(Rol)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vaststelling:
    """What the BVA established: a version of the report, by the digest over rapportinhoud and besluit."""

    versie: int
    vaststelling_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Toestemming:
    """What the bestuurder allows: this vaststelling, this route, this primary key of the werkgever, this period."""

    versie: int
    vaststelling_sha256: str
    route: str
    sleutel_vingerafdruk: str | None
    geldig_van: datetime
    geldig_tot: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where a dossier stands: its status and what the gate depends on; `Stand()` is before the aanmelding.

    `opsteller` is the pseudonymous id of who handed in this version; `verstrekt` says that the werkgever has ever been
    given an advice, by whichever route: it does not become untrue.
    """

    status: Status | None = None
    versie: int = 0
    rapport_sha256: str | None = None
    opsteller: str | None = None
    vaststelling: Vaststelling | None = None
    toestemming: Toestemming | None = None
    verstrekt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gebeurtenis:
    """One act and its facts, named as in the schemas; which facts an act needs stands in HANDELINGEN.

    `door` is a pseudonymous person, `opdracht` what `soort_opdracht` says of the maatregel that is ordered and
    `pkvw_geldig` whether the PKVW, or the exception that the BVA accepted, holds on the day of that order.
    """

    handeling: str
    wie: str
    versie: int | None = None
    rapport_sha256: str | None = None
    vaststelling_sha256: str | None = None
    door: str | None = None
    route: str | None = None
    sleutel_vingerafdruk: str | None = None
    geldig_van: datetime | None = None
    geldig_tot: datetime | None = None
    moment: datetime | None = None
    bewijs: str | None = None
    opdracht: str | None = None
    pkvw_geldig: bool = False
    open_maatregelen: int | None = None
    grond: str | None = None
