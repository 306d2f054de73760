# SPDX-License-Identifier: EUPL-1.2
"""The statusmachine of a dossier as ONE table of strings (see docs/reference/statussen.md), from which also database triggers can be made.

Who acts is a role of the medewerkersregister, or bestuurder, werkgever or systeem; a status of None is before the
aanmelding. Two rows for one status and act exclude each other by their voorwaarden.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from weerbaar_docs.status.stand import MEDEWERKERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from weerbaar_docs.status.stand import Status, Wie


@dataclass(frozen=True, slots=True, kw_only=True)
class Handeling:
    """An act: the facts that it needs (fields of Gebeurtenis), and whether it is one of the gate."""

    naam: str
    feiten: tuple[str, ...] = ()
    poort: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Overgang:
    """One row: in this status these may do this act, if every voorwaarde holds; it leads there, with these gevolgen."""

    status: Status | None
    handeling: str
    wie: tuple[Wie, ...]
    voorwaarden: tuple[str, ...] = ()
    naar: Status
    gevolgen: tuple[str, ...] = ()


_VASTSTELLING = ("versie", "vaststelling_sha256")
_RAPPORT = ("versie", "rapport_sha256", "door")

HANDELINGEN: Final[Mapping[str, Handeling]] = {
    h.naam: h
    for h in (
        Handeling(naam="aanmelden"),
        Handeling(naam="contact_leggen"),
        Handeling(naam="afspraak_plannen"),
        Handeling(naam="gesprek_werkgever_houden"),
        Handeling(naam="gesprek_bestuurder_houden"),
        Handeling(naam="rapport_opstellen", feiten=("rapport_sha256",)),
        Handeling(naam="indienen", feiten=_RAPPORT),
        Handeling(naam="terugsturen", feiten=_RAPPORT),
        Handeling(naam="vaststellen", feiten=(*_RAPPORT, "vaststelling_sha256")),
        Handeling(naam="verstrekken_aan_bestuurder", feiten=_VASTSTELLING),
        Handeling(
            naam="toestemming_verlenen",
            feiten=(*_VASTSTELLING, "route", "geldig_van", "geldig_tot", "moment", "bewijs"),
            poort=True,
        ),
        Handeling(naam="weigeren"),
        Handeling(naam="intrekken"),
        Handeling(naam="verlopen", feiten=("moment",)),
        Handeling(naam="heroverwegen"),
        Handeling(naam="verzenden", feiten=(*_VASTSTELLING, "route", "moment"), poort=True),
        Handeling(naam="ontvangst_bevestigen"),
        Handeling(naam="levering_ondanks_intrekking_melden"),
        Handeling(naam="uitvoeren", feiten=("opdracht",)),
        Handeling(naam="afronden", feiten=("open_maatregelen",)),
        Handeling(naam="nieuwe_versie", feiten=("rapport_sha256",)),
        Handeling(naam="sleutel_werkgever_vervangen", feiten=("sleutel_vingerafdruk",)),
        Handeling(naam="aanmelding_intrekken"),
        Handeling(naam="verhuizen"),
        Handeling(naam="einde_ambt"),
        Handeling(naam="vernietigen", feiten=("grond",)),
    )
}

VOORBEREIDING: Final[tuple[Status, ...]] = (
    "aangemeld",
    "contact_gelegd",
    "gepland",
    "gesprek_werkgever",
    "gesprek_bestuurder",
)
RAPPORT: Final[tuple[Status, ...]] = ("concept", "ter_toetsing", "teruggestuurd")
KEUZE: Final[tuple[Status, ...]] = ("vastgesteld", "bij_bestuurder")
ZONDER_TOESTEMMING: Final[tuple[Status, ...]] = (
    "toestemming_geweigerd",
    "toestemming_ingetrokken",
    "toestemming_verlopen",
)
VERSTREKT: Final[tuple[Status, ...]] = (
    "verzonden",
    "ontvangst_bevestigd",
    "door_bestuurder_zelf_verstrekt",
    "in_uitvoering",
)
# With a new primary key the werkgever cannot open what he did not confirm; what he confirmed stays as it is.
NIET_ONTVANGEN: Final[tuple[Status, ...]] = ("toestemming_verleend", "verzonden")
ONTVANGEN: Final[tuple[Status, ...]] = ("ontvangst_bevestigd", "in_uitvoering", "afgerond")
INTREKBAAR: Final[tuple[Status, ...]] = ("toestemming_verleend", *VERSTREKT, "afgerond")
NA_VASTSTELLING: Final[tuple[Status, ...]] = (*KEUZE, "toestemming_verleend", *VERSTREKT, *ZONDER_TOESTEMMING)
# Everything that has not ended; afgerond can still be followed by a withdrawal, a move or the end of the ambt.
LOPEND: Final[tuple[Status, ...]] = (*VOORBEREIDING, *RAPPORT, *NA_VASTSTELLING)
TOT_EN_MET_AFGEROND: Final[tuple[Status, ...]] = (*LOPEND, "afgerond")
EIND: Final[tuple[Status, ...]] = ("aanmelding_ingetrokken", "verhuisd", "einde_ambt", "vernietigd")
VERNIETIGBAAR: Final[tuple[Status, ...]] = (
    "afgerond",
    *ZONDER_TOESTEMMING,
    *(status for status in EIND if status != "vernietigd"),
)

_STOP: Final = ("toestemming_vervalt", "leveringen_stoppen")
_NIEUW: Final = ("nieuwe_versie_vastleggen", "vaststelling_vervalt", *_STOP)


def _row(
    status: Status | None,
    handeling: str,
    wie: Wie | tuple[Wie, ...],
    naar: Status,
    *,
    als: tuple[str, ...] = (),
    dan: tuple[str, ...] = (),
) -> Overgang:
    roles = wie if isinstance(wie, tuple) else (wie,)
    return Overgang(status=status, handeling=handeling, wie=roles, voorwaarden=als, naar=naar, gevolgen=dan)


def _rapport() -> Iterator[Overgang]:
    yield _row(None, "aanmelden", ("bestuurder", "werkgever"), "aangemeld")
    yield _row("aangemeld", "contact_leggen", "secretariaat", "contact_gelegd")
    planbaar: tuple[Status, ...] = ("contact_gelegd", "gepland")
    for status in planbaar:
        yield _row(status, "afspraak_plannen", "secretariaat", "gepland", dan=("bevestigingsbrief",))
    yield _row("gepland", "gesprek_werkgever_houden", "adviseur", "gesprek_werkgever")
    yield _row("gesprek_werkgever", "gesprek_bestuurder_houden", "adviseur", "gesprek_bestuurder")
    opstelbaar: tuple[Status, ...] = ("gesprek_bestuurder", "concept")
    for status in opstelbaar:
        yield _row(status, "rapport_opstellen", "adviseur", "concept", dan=("rapport_vastleggen",))
    yield _row("concept", "indienen", "adviseur", "ter_toetsing", als=("dit_rapport",), dan=("indiening_vastleggen",))
    toets = ("dit_rapport", "vier_ogen")
    yield _row("ter_toetsing", "terugsturen", "toetser", "teruggestuurd", als=toets)
    yield _row("teruggestuurd", "nieuwe_versie", "adviseur", "concept", dan=_NIEUW)
    yield _row("ter_toetsing", "vaststellen", "toetser", "vastgesteld", als=toets, dan=("vaststelling_vastleggen",))


def _toestemming() -> Iterator[Overgang]:
    yield _row(
        "vastgesteld",
        "verstrekken_aan_bestuurder",
        "secretariaat",
        "bij_bestuurder",
        als=("het_vastgestelde",),
        dan=("toestemmingsformulier",),
    )
    geldig = ("het_vastgestelde", "sleutel_bij_route", "bewijs_ondertekend", "hoogstens_90_dagen")
    yield _row(
        "bij_bestuurder",
        "toestemming_verlenen",
        "bestuurder",
        "toestemming_verleend",
        als=("route_naar_werkgever", *geldig),
        dan=("toestemming_vastleggen",),
    )
    yield _row(
        "bij_bestuurder",
        "toestemming_verlenen",
        "bestuurder",
        "door_bestuurder_zelf_verstrekt",
        als=("route_via_bestuurder", *geldig),
        dan=("toestemming_vastleggen", "verstrekking_vastleggen"),
    )
    yield _row("bij_bestuurder", "weigeren", "bestuurder", "toestemming_geweigerd")
    yield _row(
        "toestemming_verleend", "verlopen", "systeem", "toestemming_verlopen", als=("geldigheid_voorbij",), dan=_STOP
    )
    for status in ZONDER_TOESTEMMING:
        yield _row(status, "heroverwegen", "bestuurder", "bij_bestuurder", dan=("toestemming_vragen",))


def _uitvoering() -> Iterator[Overgang]:
    yield _row(
        "toestemming_verleend",
        "verzenden",
        ("secretariaat", "systeem"),
        "verzonden",
        als=("volgens_toestemming", "sleutel_van_toestemming", "nog_geldig"),
        dan=("verstrekking_vastleggen",),
    )
    yield _row("verzonden", "ontvangst_bevestigen", ("werkgever", "systeem"), "ontvangst_bevestigd")
    uitgevoerd: tuple[Status, ...] = ("ontvangst_bevestigd", "door_bestuurder_zelf_verstrekt", "in_uitvoering")
    for status in uitgevoerd:
        wie: tuple[Wie, ...] = ("bestuurder", "werkgever")
        yield _row(status, "uitvoeren", wie, "in_uitvoering", als=("pkvw_op_opdrachtdatum",))
    for status in uitgevoerd:
        yield _row(status, "afronden", "secretariaat", "afgerond", als=("niets_meer_open",))


def _intrekking() -> Iterator[Overgang]:
    naar: Status = "toestemming_ingetrokken"
    wie: tuple[Wie, ...] = ("bestuurder", *MEDEWERKERS)
    brief = (*_STOP, "intrekkingsbrief")
    yield _row("toestemming_verleend", "intrekken", wie, naar, als=("nog_niet_verstrekt",), dan=brief)
    for status in INTREKBAAR:
        yield _row(status, "intrekken", wie, naar, als=("al_verstrekt",), dan=(*brief, "vernietigingsverzoek"))
    ondanks = ("verstrekking_vastleggen", "vernietigingsverzoek")
    yield _row(naar, "levering_ondanks_intrekking_melden", "systeem", naar, dan=ondanks)


def _sleutel() -> Iterator[Overgang]:
    handeling = "sleutel_werkgever_vervangen"
    wie: Wie = "sleutelbeheerder"
    for status in TOT_EN_MET_AFGEROND:
        yield _row(status, handeling, wie, status, als=("geen_nieuwe_hoofdsleutel",))
    for status in NIET_ONTVANGEN:
        opnieuw = (*_STOP, "toestemming_vragen")
        yield _row(status, handeling, wie, "bij_bestuurder", als=("nieuwe_hoofdsleutel",), dan=opnieuw)
    for status in ONTVANGEN:
        yield _row(status, handeling, wie, status, als=("nieuwe_hoofdsleutel",), dan=_STOP)


def _zijpaden() -> Iterator[Overgang]:
    for status in NA_VASTSTELLING:
        yield _row(status, "nieuwe_versie", "adviseur", "concept", dan=_NIEUW)
    for status in (*VOORBEREIDING, *RAPPORT, *KEUZE):
        wie: tuple[Wie, ...] = ("bestuurder", "secretariaat")
        yield _row(status, "aanmelding_intrekken", wie, "aanmelding_ingetrokken", als=("nog_niet_verstrekt",))
    for status in TOT_EN_MET_AFGEROND:
        wie = ("bestuurder", "secretariaat")
        nieuw = (*_STOP, "leveringen_vervallen", "nieuw_dossier")
        yield _row(status, "verhuizen", wie, "verhuisd", dan=nieuw)
    for status in TOT_EN_MET_AFGEROND:
        wie = ("bestuurder", "werkgever", "secretariaat", "systeem")
        yield _row(status, "einde_ambt", wie, "einde_ambt", dan=(*_STOP, "tbs_terugnemen"))
    for status in VERNIETIGBAAR:
        weg = ("gegevens_vernietigen", "vernietigingsverklaring")
        yield _row(status, "vernietigen", "beheerder", "vernietigd", als=("grond_voor_vernietiging",), dan=weg)


OVERGANGEN: Final[tuple[Overgang, ...]] = (
    *_rapport(),
    *_toestemming(),
    *_uitvoering(),
    *_intrekking(),
    *_sleutel(),
    *_zijpaden(),
)
