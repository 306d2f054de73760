# SPDX-License-Identifier: EUPL-1.2
"""rapportinhoud + bva_besluit + exclusions -> the data of the werkgever's version (document 3), by a white list (R-RED-1, R-RED-3).

Structured fields, titles and the texts written for the werkgever, and nothing else; only established measures, in
their established wording; a new field of the dossier stays hidden until it is named here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from weerbaar_docs.kostenverdeling import (
    leest_werkgever,
    pkvw_geldig,
    pkvw_voorwaarde,
    som,
    uitzondering_akkoord,
    verdeel,
)
from weerbaar_docs.model import thaw

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# What the bestuurder may leave out.
Onderdeel = Literal[
    "incidenten",
    "gezinssituatie",
    "bevindingen_werk",
    "bevindingen_wonen",
    "bevindingen_informatie",
    "bevindingen_verplaatsen",
    "dreigingsanalyse",
]
VASTGESTELD = ("vastgesteld", "gewijzigd_vastgesteld")
_MAATREGEL = ("nummer", "domein", "titel", "urgentie", "grondslag", "verstrekkingsvorm")
_KOSTEN = ("eenmalig_excl_btw", "btw_percentage", "eenmalig_incl_btw", "jaarlijks_incl_btw")
_TOTALEN = ("eenmalig_excl_btw", "eenmalig_incl_btw", "jaarlijks_incl_btw")


def werkgeversversie(
    inhoud: Mapping[str, Any],
    bva_besluit: Mapping[str, Any] | None,
    *,
    uitgesloten_onderdelen: Sequence[str] = (),
    vaststelling_sha256: str = "",
    datum: str,
    voorvertoning: bool = False,
) -> dict[str, Any]:
    """Give all that the werkgever's version may contain, as the data of its template.

    Without a besluit it is a preview in which every measure counts as established.
    """
    rapport = inhoud["adviesrapport"]
    kosten = verdeel(inhoud, bva_besluit)
    payers = {line["maatregel"]: line["betaler"] for line in kosten["per_maatregel"]}
    maatregelen = [
        _maatregel(m, payers[m["nummer"]], oordeel, wacht=pkvw_voorwaarde(m, bva_besluit))
        for m in rapport["maatregelen"]
        if (oordeel := _oordeel(m, bva_besluit)) is not None and leest_werkgever(m)
    ]
    zonder_analyse = "dreigingsanalyse" in uitgesloten_onderdelen
    return {
        "kenmerk": rapport["rapportnummer"],
        "versie": rapport["versie"],
        "datum": datum,
        "organisatie": {"type": inhoud["organisatie"]["type"], "naam": inhoud["organisatie"]["naam"]},
        "ambt": inhoud["bestuurder"]["ambt"],
        "beoordeling": None if zonder_analyse else rapport["beoordeling_voor_werkgever"],
        "niveau": None if zonder_analyse else rapport["dreigingsanalyse"]["niveau"],
        "bevindingen": _bevindingen(rapport["bevindingen"], uitgesloten_onderdelen),
        "maatregelen": maatregelen,
        "kosten_raming": _totalen(maatregelen),
        "voorwaarden": _voorwaarden(inhoud, bva_besluit),
        "besluit": None
        if bva_besluit is None
        else {"besluitnummer": bva_besluit["besluitnummer"], "besloten_op": bva_besluit["besloten_op"]},
        "vaststelling_sha256": vaststelling_sha256,
        "vertrouwelijkheidaanduiding": rapport["vertrouwelijkheidaanduiding"],
        "voorvertoning": voorvertoning,
    }


def _oordeel(maatregel: Mapping[str, Any], bva_besluit: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if bva_besluit is None:
        return {"oordeel": "vastgesteld"}
    for line in bva_besluit["per_maatregel"]:
        if line["nummer"] == maatregel["nummer"]:
            return thaw(line) if line["oordeel"] in VASTGESTELD else None
    return None


def _voorwaarden(inhoud: Mapping[str, Any], bva_besluit: Mapping[str, Any] | None) -> dict[str, str | None]:
    """Give what decides when a maatregel may be ordered and when it comes back; no certificate's number, no motivering."""
    pkvw = inhoud.get("pkvw")
    day = inhoud["adviesrapport"]["opgesteld_op"] if bva_besluit is None else bva_besluit["besloten_op"]
    valid = pkvw_geldig(pkvw, day)
    accepted = bva_besluit is not None and uitzondering_akkoord(pkvw, bva_besluit)
    return {
        "pkvw": "geldig" if valid else "uitzondering" if accepted else "niet_aanwezig",
        "pkvw_geldig_tot": pkvw["geldig_tot"] if valid and pkvw is not None else None,
        "einde_ambt_op": inhoud["bestuurder"]["einde_ambt_op"],
    }


def _maatregel(
    maatregel: Mapping[str, Any], betaler: str, oordeel: Mapping[str, Any], *, wacht: bool
) -> dict[str, Any]:
    tekst = maatregel.get("tekst_voor_werkgever", {})
    gewijzigd = oordeel["oordeel"] == "gewijzigd_vastgesteld"
    return {
        **{key: maatregel[key] for key in _MAATREGEL},
        "omschrijving": oordeel["gewijzigde_omschrijving"] if gewijzigd else tekst.get("omschrijving", ""),
        "motivering": tekst.get("motivering"),
        "uitvoerder": maatregel["uitvoerder"]["rol"],
        "norm": maatregel.get("norm"),
        "uitvoeren_binnen_weken": maatregel.get("uitvoeren_binnen_weken"),
        "betaler": betaler,
        "pkvw_voorwaarde": wacht,
        "oordeel": oordeel["oordeel"],
        "kosten": {key: maatregel["kosten"][key] for key in _KOSTEN},
    }


def _bevindingen(bevindingen: Sequence[Mapping[str, Any]], uitgesloten: Sequence[str]) -> list[dict[str, str]]:
    """R-RED-1: a text for the werkgever, or the text itself in domein werk; only where visible."""
    shown = []
    for b in bevindingen:
        if "werkgever" not in b["zichtbaar_voor"] or b["soort"] in ("incident", "persoonsomstandigheid"):
            continue
        if f"bevindingen_{b['domein']}" in uitgesloten:
            continue
        tekst = b.get("tekst_voor_werkgever") or (b["tekst"] if b["domein"] == "werk" else None)
        if tekst is not None:
            shown.append({"id": b["id"], "domein": b["domein"], "tekst": tekst})
    return shown


def _totalen(maatregelen: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    return {key: som(m["kosten"][key] for m in maatregelen) for key in _TOTALEN}
