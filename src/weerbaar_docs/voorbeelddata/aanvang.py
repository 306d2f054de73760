# SPDX-License-Identifier: EUPL-1.2
"""The first steps of a sample dossier: aanmelding, planning, both gesprekken and the PKVW."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from weerbaar_docs.termijnen import Kalender, contact_uiterlijk_op, werkdagen_later
from weerbaar_docs.voorbeelddata import namen, teksten
from weerbaar_docs.voorbeelddata.kans import kans, one_in
from weerbaar_docs.voorbeelddata.persoon import make_aanleiding
from weerbaar_docs.voorbeelddata.tijdlijn import Tijdlijn, moment

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

DOMEINEN = ("werk", "wonen", "informatie", "verplaatsen")
_ONDERDELEN = (
    "inkijk_en_zichtlijnen",
    "hang_en_sluitwerk",
    "verlichting",
    "brandveiligheid",
    "brievenbus",
    "naambord",
    "elektronische_beveiliging",
    "netwerk_en_apparaten",
    "online_vindbaarheid",
    "reisbewegingen",
)
_GRONDEN_ALTIJD = ("bouwtechnisch_onmogelijk", "tijdelijke_woonruimte", "acute_dreiging", "anders")
_FEB = 2


def make_aanmelding(soort: str, zaad: int, tijd: Tijdlijn, *, contact: bool) -> dict[str, Any]:
    """Give the aanmelding; with `contact` the secretariaat has called."""
    r = kans("aanmelding", soort, zaad)
    door = r.choice(("bestuurder", "werkgever"))
    aanleiding = make_aanleiding(soort, zaad)
    return {
        "aangemeld_op": tijd.aangemeld_op,
        "aangemeld_door": door,
        "kanaal": r.choice(("website_ccv", "telefoon", "e_mail")),
        "aanleiding": aanleiding,
        "spoed": aanleiding == "incident",
        "contact_uiterlijk_op": contact_uiterlijk_op(tijd.aangemeld_op, Kalender()).isoformat(),
        "contact_gelegd_op": tijd.contact.isoformat() if contact else None,
        "instemming_bestuurder_met_aanmelding": r.choice((True, True, False)) if door == "werkgever" else None,
    }


def make_planning(soort: str, zaad: int, tijd: Tijdlijn, *, toelichting: bool) -> dict[str, Any]:
    """Give the afspraken: the werkgever first; with `toelichting` also one about the report."""
    r = kans("planning", soort, zaad)
    bevestigd = r.choice((None, tijd.contact.isoformat()))
    afspraken: list[dict[str, Any]] = [
        {
            "soort": "gesprek_werkgever",
            "begin": moment(tijd.gesprek_werkgever, 10),
            "duur_minuten": 60,
            "vorm": "digitaal",
            "bevestigd_per_e_mail_op": bevestigd,
        },
        {
            "soort": "gesprek_bestuurder",
            "begin": moment(tijd.gesprek_bestuurder, 19, 30),
            "duur_minuten": 150,
            "vorm": "thuis",
            "gelijktijdig_pkvw_onderzoek": one_in(r, 2),
            "bevestigd_per_e_mail_op": bevestigd,
        },
    ]
    if toelichting:
        vorm = r.choice(("digitaal", "thuis", "op_locatie", "telefonisch"))
        begin = moment(werkdagen_later(tijd.besluit, 4, Kalender()), 15)
        afspraken.append({"soort": "toelichting_op_rapport", "begin": begin, "duur_minuten": 45, "vorm": vorm})
    return {"afspraken": afspraken}


def make_gesprek_werkgever(soort: str, zaad: int, tijd: Tijdlijn) -> dict[str, Any]:
    """Give the digital gesprek about local risks and what the organisation does already."""
    r = kans("gesprek_werkgever", soort, zaad)
    return {
        "gehouden_op": tijd.gesprek_werkgever.isoformat(),
        "vorm": "digitaal",
        "deelnemers": [
            {"rol": {"waterschap": "secretaris_directeur"}.get(soort, f"{soort}secretaris")},
            {"rol": "adviseur_openbare_orde_en_veiligheid"},
            {"rol": "ccv_veiligheidsadviseur"},
        ],
        "lokale_risicos": r.sample(teksten.RISICOS[soort], r.randrange(1, 4)),
        "weerbaarheidsaanpak": {
            "agressieprotocol": not one_in(r, 4),
            "meldpunt_incidenten": not one_in(r, 3),
            "oefeningen_per_jaar": r.randrange(3),
            "laatste_evaluatie": None,
            "toelichting": r.choice(teksten.TOELICHTING_AANPAK),
        },
        "werkplek": {
            "locatie_type": teksten.WOORDEN[soort]["gebouw"],
            "bijzonderheden": "Spreekkamer op de bestuursgang heeft geen tweede uitgang; balie < 2 m van de ingang.",
        },
    }


def make_gesprek_bestuurder(soort: str, zaad: int, tijd: Tijdlijn) -> dict[str, Any]:
    """Give the gesprek at home, with the woningscan."""
    r = kans("gesprek_bestuurder", soort, zaad)
    return {
        "gehouden_op": tijd.gesprek_bestuurder.isoformat(),
        "locatie": "thuis",
        "woningscan_uitgevoerd": True,
        "zelfscan_ingevuld": one_in(r, 2),
        "besproken_domeinen": r.sample(DOMEINEN, len(DOMEINEN)),
        "gezinsleden_aanwezig": one_in(r, 2),
        "onderdelen": {onderdeel: not one_in(r, 10) for onderdeel in _ONDERDELEN},
    }


def make_pkvw(soort: str, zaad: int, tijd: Tijdlijn, woonplek: Mapping[str, Any]) -> dict[str, Any]:
    """Give the stand of the certificate as the adviseur found it; valid ones stay valid beyond the besluit."""
    r = kans("pkvw", soort, zaad)
    status = r.choice(("geldig", "geldig", "in_aanvraag", "niet_aanwezig", "verlopen", "uitzondering"))
    begin = _afgifte(r, tijd, status)
    return {
        "status": status,
        "certificaatnummer": None if begin is None else f"PKVW-{begin.year}-{r.randrange(10_000):04d}F",
        "certificaatsoort": r.choice(("beveiligde_woning", "veilig_complex", "nieuwbouw", "onbekend")),
        "afgegeven_op": None if begin is None else begin.isoformat(),
        "geldig_tot": None if begin is None else _ten_years(begin).isoformat(),
        "pkvw_bedrijf": r.choice(namen.PKVW_BEDRIJVEN),
        "uitzondering": _uitzondering(r, tijd, woonplek) if status == "uitzondering" else None,
        "tekorten": []
        if status == "geldig"
        else [
            {"omschrijving": wat, "raming_incl_btw": bedrag}
            for wat, bedrag in r.sample(teksten.PKVW_TEKORTEN, r.randrange(1, 4))
        ],
    }


def _afgifte(r: random.Random, tijd: Tijdlijn, status: str) -> date | None:
    if status == "verlopen":
        return tijd.aangemeld - timedelta(days=r.randrange(3700, 5000))
    if status != "geldig":
        return None
    if one_in(r, 4):
        # A certificate of 29 February ends on 1 March ten years later (R-PKVW-2).
        return date(tijd.aangemeld.year // 4 * 4 - 4, _FEB, 29)
    return tijd.gesprek_bestuurder - timedelta(days=r.choice((0, r.randrange(1, 2500))))


def _ten_years(begin: date) -> date:
    if (begin.month, begin.day) == (_FEB, 29):
        return date(begin.year + 10, 3, 1)
    return begin.replace(year=begin.year + 10)


def _uitzondering(r: random.Random, tijd: Tijdlijn, woonplek: Mapping[str, Any]) -> dict[str, Any]:
    gronden = list(_GRONDEN_ALTIJD)
    if woonplek["eigendom"] == "huur":
        gronden.append("huur_medewerking_geweigerd")
    if woonplek["woningtype"] == "appartement":
        gronden.append("gemeenschappelijke_delen")
    if woonplek["vve"]:
        gronden.append("vve_medewerking_geweigerd")
    if woonplek["monument"] != "geen":
        gronden.append("monument_vergunning")
    # What follows from this home comes first; the grounds that fit any home only fill up.
    gekozen = gronden[len(_GRONDEN_ALTIJD) :][-1:] + r.sample(_GRONDEN_ALTIJD, 1)
    return {
        "motivering": " ".join(teksten.UITZONDERING[grond] for grond in gekozen),
        "gronden": gekozen,
        "compenserende_maatregelen_gevraagd": one_in(r, 2),
        "voorgesteld_op": tijd.gesprek_bestuurder.isoformat(),
    }
