# SPDX-License-Identifier: EUPL-1.2
"""The facts of dossiers on a day -> what must happen, what blocks and why, in one fixed order.

(1) contact within three working days comes first (R-TERM-1): it is the only term that the process itself has;
(2) every other day is one that was recorded (an afspraak, the end of a toestemming or of the ambt) or a streefdag that
    the organisation set for itself; `grond` says which, and nothing is called legal that is not;
(3) what blocks names the rule and the parts by their numbers; no text holds a name, an address or a free text;
(4) the status is the store's when it is given, else the one that the data show.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from weerbaar_docs.dossiers.taken import work
from weerbaar_docs.dossiers.zaak import CONTACT, SOORTEN, Streefdagen, Werk, Zaak
from weerbaar_docs.rules.contact import MAANDEN
from weerbaar_docs.status import derive
from weerbaar_docs.termijnen import Kalender, maanden_later

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from weerbaar_docs.status import Status

__all__ = ["Contactpuntfeiten", "Dossierfeiten", "Signaal", "Streefdagen", "Taak", "worklist"]

Ernst = Literal["te_laat", "vandaag", "binnenkort", "later", "zonder_dag"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signaal:
    """Something that only others know: a notice, a key that expires; its texts hold nothing personal."""

    soort: str
    wat: str
    wie: str = "secretariaat"
    uiterlijk_op: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossierfeiten:
    """One dossier: its pseudonym and number, its content, and what only the store knows."""

    dossier: str
    dossiernummer: str
    gegevens: Mapping[str, Any] = field(repr=False)
    status: Status | None = None
    toestemming_geldig_tot: date | None = None
    signalen: tuple[Signaal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contactpuntfeiten:
    """When a contactpunt was last checked, by a kenmerk that says nothing."""

    kenmerk: str
    geverifieerd_op: date
    vervalt_op: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taak:
    """One thing to do: by whom, by which day and on what ground, and what keeps it from being done.

    `dagen` is how many days are left, negative when it is late; a taak about a contactpunt has its kenmerk as `dossier`.
    """

    dossier: str
    dossiernummer: str
    status: str
    soort: str
    uiterlijk_op: date | None
    dagen: int | None
    ernst: Ernst
    wat: str
    wie: str
    grond: str
    blokkades: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        day = None if self.uiterlijk_op is None else self.uiterlijk_op.isoformat()
        found = {name: getattr(self, name) for name in self.__slots__}
        return {**found, "uiterlijk_op": day, "blokkades": list(self.blokkades)}


def worklist(
    dossiers: Iterable[Dossierfeiten],
    *,
    vandaag: date,
    kalender: Kalender | None = None,
    streefdagen: Streefdagen | None = None,
    contactpunten: Iterable[Contactpuntfeiten] = (),
    signalen: Iterable[tuple[str, Signaal]] = (),
) -> list[Taak]:
    """Give all that must happen: first contact within three working days, then by day, soort and dossier.

    `signalen` are of no dossier that can be opened here, each with its kenmerk: a pseudonym, a number, or the OIN of a
    werkgever.
    """
    streef = streefdagen or Streefdagen()
    found = [
        taak
        for feiten in dossiers
        for taak in _of_dossier(feiten, vandaag=vandaag, kalender=kalender or Kalender(), streef=streef)
    ]
    found += [taak for punt in contactpunten for taak in _of_contact(punt, vandaag=vandaag, streef=streef)]
    found += [_taak(kenmerk, "", "", _werk(signaal), vandaag, streef) for kenmerk, signaal in signalen]
    return sorted(found, key=_order)


def _order(taak: Taak) -> tuple[bool, date, int, str, str, str]:
    rang = SOORTEN.index(taak.soort) if taak.soort in SOORTEN else len(SOORTEN)
    return (
        taak.soort != CONTACT,
        taak.uiterlijk_op or date.max,
        rang,
        taak.dossiernummer,
        taak.dossier,
        taak.wat,
    )


def _of_dossier(feiten: Dossierfeiten, *, vandaag: date, kalender: Kalender, streef: Streefdagen) -> Iterator[Taak]:
    status = feiten.status or derive(feiten.gegevens, vandaag=vandaag)
    zaak = Zaak(
        gegevens=feiten.gegevens,
        status=status,
        vandaag=vandaag,
        kalender=kalender,
        streef=streef,
        toestemming_geldig_tot=feiten.toestemming_geldig_tot,
    )
    for werk in work(zaak):
        yield _taak(feiten.dossier, feiten.dossiernummer, status, werk, vandaag, streef)
    for signaal in feiten.signalen:
        yield _taak(feiten.dossier, feiten.dossiernummer, status, _werk(signaal), vandaag, streef)


def _werk(signaal: Signaal) -> Werk:
    return Werk(
        soort=signaal.soort,
        wat=signaal.wat,
        wie=signaal.wie,
        uiterlijk_op=signaal.uiterlijk_op,
        grond="volgt uit de registers of het logboek",
    )


def _of_contact(punt: Contactpuntfeiten, *, vandaag: date, streef: Streefdagen) -> Iterator[Taak]:
    day = maanden_later(punt.geverifieerd_op, MAANDEN)
    if punt.vervalt_op is not None:
        day = min(day, punt.vervalt_op)
    if day - vandaag <= timedelta(days=streef.binnenkort):
        werk = Werk(
            soort="contactpunt_controleren",
            wat="Controleer dit contactpunt en leg de datum vast.",
            wie="secretariaat",
            uiterlijk_op=day,
            grond="R-CONT-1: elk contactpunt is hoogstens twaalf maanden geleden gecontroleerd",
        )
        yield _taak(punt.kenmerk, "", "", werk, vandaag, streef)


def _taak(dossier: str, nummer: str, status: str, werk: Werk, vandaag: date, streef: Streefdagen) -> Taak:
    dagen = None if werk.uiterlijk_op is None else (werk.uiterlijk_op - vandaag).days
    return Taak(
        dossier=dossier,
        dossiernummer=nummer,
        status=status,
        soort=werk.soort,
        uiterlijk_op=werk.uiterlijk_op,
        dagen=dagen,
        ernst=_severity(dagen, streef),
        wat=werk.wat,
        wie=werk.wie,
        grond=werk.grond,
        blokkades=werk.blokkades,
    )


def _severity(dagen: int | None, streef: Streefdagen) -> Ernst:
    if dagen is None:
        return "zonder_dag"
    if dagen < 0:
        return "te_laat"
    if dagen == 0:
        return "vandaag"
    return "binnenkort" if dagen <= streef.binnenkort else "later"
