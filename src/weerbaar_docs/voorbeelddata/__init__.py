# SPDX-License-Identifier: EUPL-1.2
"""(soort, zaad, fase) -> a dossier that is fictional, valid and always the same.

- all that follows from other data is computed by the library itself: amounts, digests, kostenverdeling;
- the same soort and zaad are the same case in every fase; a fase says how far it has come;
- nothing depends on today, on the process or on other calls.

    dossier = maak("waterschap", 7, fase="vastgesteld")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.errors import UsageError
from weerbaar_docs.model import ORGANISATIETYPEN
from weerbaar_docs.voorbeelddata.aanvang import (
    make_aanmelding,
    make_gesprek_bestuurder,
    make_gesprek_werkgever,
    make_pkvw,
    make_planning,
)
from weerbaar_docs.voorbeelddata.kans import kans, one_in
from weerbaar_docs.voorbeelddata.organisatie import make_organisatie
from weerbaar_docs.voorbeelddata.persoon import make_bestuurder, make_woonplek
from weerbaar_docs.voorbeelddata.rapport import make_rapport
from weerbaar_docs.voorbeelddata.tijdlijn import JAAR_OUD, Tijdlijn, make_tijdlijn
from weerbaar_docs.voorbeelddata.vervolg import (
    ROUTES,
    make_besluit,
    make_brief,
    make_kostenverdeling,
    make_toestemmingen,
    make_uitvoering,
    make_vergoeding_2021,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FASEN", "SOORTEN", "maak", "string_leaves"]

SOORTEN = ORGANISATIETYPEN
# How far each status has come: the last step of the dossier's way that is there.
_STAPPEN = (
    "aanmelding",
    "contact",
    "planning",
    "gesprek_werkgever",
    "gesprek_bestuurder",
    "adviesrapport",
    "besluit",
    "toestemming",
    "werkgeversbrief",
    "uitvoering",
)
_STAP = {
    "aangemeld": "aanmelding",
    "aanmelding_ingetrokken": "contact",
    "contact_gelegd": "contact",
    "gepland": "planning",
    "gesprek_werkgever": "gesprek_werkgever",
    "gesprek_bestuurder": "gesprek_bestuurder",
    "concept": "adviesrapport",
    "ter_toetsing": "adviesrapport",
    "teruggestuurd": "adviesrapport",
    "vastgesteld": "besluit",
    "bij_bestuurder": "besluit",
    "verhuisd": "besluit",
    "toestemming_verleend": "toestemming",
    "toestemming_geweigerd": "toestemming",
    "toestemming_ingetrokken": "toestemming",
    "toestemming_verlopen": "toestemming",
    "door_bestuurder_zelf_verstrekt": "toestemming",
    "verzonden": "werkgeversbrief",
    "ontvangst_bevestigd": "werkgeversbrief",
    "in_uitvoering": "uitvoering",
    "afgerond": "uitvoering",
    "einde_ambt": "uitvoering",
}
FASEN = tuple(_STAP)
_TOESTEMMING = {
    "toestemming_geweigerd": "geweigerd",
    "toestemming_ingetrokken": "ingetrokken",
    "toestemming_verlopen": "verlopen",
}
_EIGEN_ROUTE = ("via_bestuurder",)
_ROUTES = {
    "toestemming_verleend": ("via_ccv", "op_papier"),
    "verzonden": ("via_ccv", "op_papier"),
    "ontvangst_bevestigd": ("via_ccv", "op_papier"),
    "door_bestuurder_zelf_verstrekt": _EIGEN_ROUTE,
}
_OUD = 8
_NUMMERS = 300_000


def maak(soort: str = "gemeente", zaad: int = 0, fase: str = "in_uitvoering") -> dict[str, Any]:
    """Give a dossier as plain JSON; `fase` is a status (FASEN).

    One in eight of fase `afgerond` follows the regeling of 2021. Raises UsageError for another soort or fase.
    """
    _check(soort, fase)
    if fase == "afgerond" and zaad % _OUD == _OUD - 1:
        return _oud_dossier(soort, zaad)
    herzien = one_in(kans("herzien", soort, zaad), 4)
    tijd = make_tijdlijn(soort, zaad, herzien=herzien)
    dossier = _begin(soort, zaad, fase, tijd)
    if _reached(fase, "planning"):
        dossier["planning"] = make_planning(soort, zaad, tijd, toelichting=_reached(fase, "toestemming"))
    if _reached(fase, "gesprek_werkgever"):
        dossier["gesprek_werkgever"] = make_gesprek_werkgever(soort, zaad, tijd)
    if _reached(fase, "gesprek_bestuurder"):
        dossier["gesprek_bestuurder"] = make_gesprek_bestuurder(soort, zaad, tijd)
        dossier["pkvw"] = make_pkvw(soort, zaad, tijd, dossier["woonplek"])
    if _reached(fase, "adviesrapport"):
        _report(dossier, zaad, fase, tijd, herzien=herzien)
    if _reached(fase, "toestemming"):
        _consent(dossier, zaad, fase, tijd)
    _carry_out(dossier, zaad, fase, tijd)
    return dossier


def string_leaves(value: Any, pad: str = "") -> Iterator[tuple[str, str]]:
    """Give the JSON Pointer and the text of every string in a JSON value, in order."""
    if isinstance(value, str):
        yield pad, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from string_leaves(item, f"{pad}/{key}")
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from string_leaves(item, f"{pad}/{i}")


def _reached(fase: str, stap: str) -> bool:
    return _STAPPEN.index(_STAP[fase]) >= _STAPPEN.index(stap)


def _check(soort: str, fase: str) -> None:
    if soort not in SOORTEN:
        raise UsageError.because(
            "VOORBEELD-SOORT", "deze soort organisatie is er niet", f"Kies uit {', '.join(SOORTEN)}."
        )
    if fase not in FASEN:
        raise UsageError.because("VOORBEELD-FASE", "deze fase is er niet", f"Kies uit {', '.join(FASEN)}.")


def _begin(soort: str, zaad: int, fase: str, tijd: Tijdlijn) -> dict[str, Any]:
    organisatie = make_organisatie(soort, zaad, tijd)
    bestuurder = make_bestuurder(soort, zaad, tijd, vertrekt=fase == "einde_ambt")
    nummer = 100_000 + SOORTEN.index(soort) * _NUMMERS + zaad % _NUMMERS
    return {
        "schema_versie": "1.0",
        "fictief": True,
        "dossiernummer": f"WB-{tijd.aangemeld.year}-{nummer:06d}",
        "regeling": "beveiligingsmaatregelen_2024",
        "status": fase,
        "organisatie": organisatie,
        "bestuurder": bestuurder,
        "woonplek": make_woonplek(soort, zaad, organisatie, bestuurder["ambt"], tijd),
        "aanmelding": make_aanmelding(soort, zaad, tijd, contact=fase != "aangemeld"),
    }


def _report(dossier: dict[str, Any], zaad: int, fase: str, tijd: Tijdlijn, *, herzien: bool) -> None:
    """Add the report and the besluiten; a revised case keeps the besluit that sent version 1 back."""
    soort, vastgesteld = dossier["organisatie"]["type"], _reached(fase, "besluit")
    woning, geldig = dossier["woonplek"], dossier["pkvw"]["status"] == "geldig"
    dossier["adviesrapport"] = make_rapport(soort, zaad, tijd, woonplek=woning, pkvw_geldig=geldig, versie=1)
    besluiten = []
    if fase == "teruggestuurd" or (herzien and vastgesteld):
        besluiten.append(make_besluit(soort, zaad, tijd, dossier, terug=True))
    if vastgesteld:
        if herzien:
            dossier["adviesrapport"] = make_rapport(soort, zaad, tijd, woonplek=woning, pkvw_geldig=geldig, versie=2)
        besluiten.append(make_besluit(soort, zaad, tijd, dossier, terug=False))
    if besluiten:
        dossier["bva_besluiten"] = besluiten
    if fase != "concept":
        dossier["kostenverdeling"] = make_kostenverdeling(dossier)


def _consent(dossier: dict[str, Any], zaad: int, fase: str, tijd: Tijdlijn) -> None:
    soort, status = dossier["organisatie"]["type"], _TOESTEMMING.get(fase, "verleend")
    routes = _ROUTES.get(fase, ROUTES)
    dossier["toestemmingen"] = make_toestemmingen(soort, zaad, tijd, dossier, status=status, routes=routes)
    if _reached(fase, "werkgeversbrief") and dossier["toestemmingen"][-1]["route"] != "via_bestuurder":
        dossier["werkgeversbrief"] = make_brief(zaad, tijd, dossier)


def _carry_out(dossier: dict[str, Any], zaad: int, fase: str, tijd: Tijdlijn) -> None:
    """Add the uitvoering; what is free starts as soon as the bestuurder has the report (R-NUL-1)."""
    if fase == "bij_bestuurder" or "toestemmingen" in dossier:
        klaar, gratis = fase in ("afgerond", "einde_ambt"), not _reached(fase, "uitvoering")
        dossier["uitvoering"] = make_uitvoering(zaad, tijd, dossier, klaar=klaar, gratis=gratis)


def _oud_dossier(soort: str, zaad: int) -> dict[str, Any]:
    """Give a closed dossier of the regeling of 2021: a valid certificate and a vergoeding, no besluit of the BVA."""
    tijd = make_tijdlijn(soort, zaad, jaar=JAAR_OUD)
    dossier = _begin(soort, zaad, "afgerond", tijd)
    del dossier["status"]  # the statuses are those of the process of 2024
    postcode = dossier["woonplek"]["adres"]["postcode"]
    return {
        **dossier,
        "regeling": "preventieve_basismaatregelen_2021",
        "vergoeding_2021": make_vergoeding_2021(soort, zaad, tijd, postcode),
    }
