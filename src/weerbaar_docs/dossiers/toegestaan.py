# SPDX-License-Identifier: EUPL-1.2
"""dossier before and after + its status -> the acts that this is, or a refusal: read from the table of the status.

(1) what is allowed follows from `possible_acts` of the status that the store gives, else of those that the data allow;
(2) replacing what was already recorded is a correction, and no act, as long as the report does not change by it;
(3) a report that was handed in or decided on changes in a new version only, and only when that is asked for;
(4) what costs nothing may start early (R-NUL-1); after the end of the ambt only the return of a bruikleen is recorded;
(5) another home is another advice, so another dossier (R-VERH-1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.errors import ValidationError
from weerbaar_docs.kostenverdeling import kosteloos
from weerbaar_docs.model import rapport_digest
from weerbaar_docs.rules.regel import besluiten, maatregelen
from weerbaar_docs.status import EIND, Stand, could_be, derive, mag_kosteloos_starten, possible_acts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from weerbaar_docs.status import Status

_UITVOERING: Final = ("uitvoering", "terugmelding")
_GESPREK: Final = {
    "gesprek_werkgever": "gesprek_werkgever_houden",
    "gesprek_bestuurder": "gesprek_bestuurder_houden",
}
_ADRES: Final = ("postcode", "huisnummer", "huisletter", "huisnummertoevoeging")


def acts_of(
    soort: str,
    oud: Mapping[str, Any],
    nieuw: Mapping[str, Any],
    *,
    vandaag: date,
    status: Status | None,
    nieuwe_versie: bool,
) -> tuple[str, ...]:
    """Give the acts of the table (none for a correction) that lead from the old dossier to the new one.

    Raises ValidationError when the status does not allow it.
    """
    afgeleid = derive(oud, vandaag=vandaag)
    statussen = could_be(afgeleid) if status is None else frozenset({status})
    if statussen <= frozenset(EIND):
        _check_ended(soort, oud, nieuw, statussen)
        return ()
    _check_same_home(oud, nieuw)
    kan = {act for s in statussen for act in possible_acts(Stand(status=s))}
    now = status or afgeleid
    if soort == "einde_ambt" and nieuw["ambt_beeindigd_op"] <= vandaag.isoformat() and "einde_ambt" in kan:
        return ("einde_ambt",)
    return _report_acts(oud, nieuw, kan, now, nieuwe_versie=nieuwe_versie) or _other_acts(soort, oud, nieuw, kan, now)


def _report_acts(
    oud: Mapping[str, Any], nieuw: Mapping[str, Any], kan: set[str], now: Status, *, nieuwe_versie: bool
) -> tuple[str, ...]:
    had, has = "adviesrapport" in oud, "adviesrapport" in nieuw
    if nieuwe_versie:
        if not had:
            raise ValidationError.because(
                "RAPPORT-ONTBREEKT", "er is nog geen adviesrapport om een nieuwe versie van te maken", "Leg het vast."
            )
        if "nieuwe_versie" not in kan and "rapport_opstellen" in kan and any(besluiten(oud)):
            return ("rapport_opstellen",)  # decided elsewhere, before it was taken in here
        _require("nieuwe_versie", kan, now)
        return ("nieuwe_versie",)
    if not has or (had and rapport_digest(oud) == rapport_digest(nieuw)):
        return ()
    if any(besluiten(oud)) or ("rapport_opstellen" not in kan and "nieuwe_versie" in kan):
        raise ValidationError.because(
            "DOSSIER-VERSIE",
            f"dit verandert de inhoud van een rapport met de status {now}",
            "Begin uitdrukkelijk een nieuwe versie van het rapport (--nieuwe-versie); vaststelling en toestemming vervallen dan.",
            pad="/adviesrapport/versie",
        )
    _require("rapport_opstellen", kan, now)
    return ("rapport_opstellen",)


def _other_acts(
    soort: str, oud: Mapping[str, Any], nieuw: Mapping[str, Any], kan: set[str], now: Status
) -> tuple[str, ...]:
    if soort == "aanmelding":
        first = not oud["aanmelding"].get("contact_gelegd_op") and nieuw["aanmelding"].get("contact_gelegd_op")
        return ("contact_leggen",) if first and "contact_leggen" in kan else ()
    if soort in _GESPREK and soort not in oud:
        _require(_GESPREK[soort], kan, now)
        return (_GESPREK[soort],)
    if soort == "afspraak":
        return _appointment_acts(oud, nieuw, kan, now)
    if soort in _UITVOERING:
        return _execution_acts(oud, nieuw, kan, now)
    return ()


def _appointment_acts(oud: Mapping[str, Any], nieuw: Mapping[str, Any], kan: set[str], now: Status) -> tuple[str, ...]:
    voor, na = ([*g.get("planning", {}).get("afspraken", ())] for g in (oud, nieuw))
    soorten = {a["soort"] for a in (*voor, *na) if (a in voor) != (a in na)}
    if "toelichting_op_rapport" in soorten and "adviesrapport" not in oud:
        raise _refused("een toelichting op het rapport plannen", now, kan)
    talks = {s for s in soorten if s in _GESPREK}
    if not talks:
        return ()
    if "afspraak_plannen" in kan:
        return ("afspraak_plannen",)
    if any(s in oud for s in talks):
        raise _refused("een gesprek plannen dat al is gehouden", now, kan)
    if not voor:
        _require("afspraak_plannen", kan, now)
    return ()  # a talk that is moved before it was held


def _execution_acts(oud: Mapping[str, Any], nieuw: Mapping[str, Any], kan: set[str], now: Status) -> tuple[str, ...]:
    voor = {r["maatregel"]: r for r in oud.get("uitvoering", ())}
    changed = [r for r in nieuw.get("uitvoering", ()) if voor.get(r["maatregel"]) != r]
    free = {m["nummer"] for _, m in maatregelen(nieuw) if kosteloos(m)}
    early = mag_kosteloos_starten(now)
    for regel in changed:
        nummer = regel["maatregel"]
        if "uitvoeren" not in kan and not (early and nummer in free) and nummer not in voor:
            _require("uitvoeren", kan, now)
    begun = derive(nieuw) in ("in_uitvoering", "afgerond") and derive(oud) not in ("in_uitvoering", "afgerond")
    return ("uitvoeren",) if begun and "uitvoeren" in kan else ()


def _check_ended(soort: str, oud: Mapping[str, Any], nieuw: Mapping[str, Any], statussen: frozenset[Status]) -> None:
    now = min(statussen)
    if soort in _UITVOERING and "einde_ambt" in statussen:
        voor, na = ([_without_return(r) for r in g.get("uitvoering", ())] for g in (oud, nieuw))
        if voor == na:
            return
    if soort == "einde_ambt" and "einde_ambt" in statussen:
        return
    raise _refused("iets vastleggen", now, set())


def _without_return(regel: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in regel.items() if name != "terugname"}


def _check_same_home(oud: Mapping[str, Any], nieuw: Mapping[str, Any]) -> None:
    if "gesprek_bestuurder" not in oud:
        return
    voor, na = (g["woonplek"]["adres"] for g in (oud, nieuw))
    if any(voor.get(veld) != na.get(veld) for veld in _ADRES):
        raise ValidationError.because(
            "R-VERH-1",
            "het adres is een ander dan waar de woningscan is gedaan",
            "Meld de verhuizing en begin een nieuw dossier dat dit dossier noemt (voorgaand_dossier).",
            pad="/woonplek/adres",
        )


def _require(act: str, kan: set[str], now: Status) -> None:
    if act not in kan:
        raise _refused(act, now, kan)


def _refused(what: str, now: Status, kan: set[str]) -> ValidationError:
    return ValidationError.because(
        "STATUS-OVERGANG",
        f"{what} kan niet bij de status {now}",
        f"Mogelijk is nu: {', '.join(sorted(kan)) or 'niets meer'}.",
        pad="/status",
    )
