# SPDX-License-Identifier: EUPL-1.2
"""An indiening -> the toetsingsblad (document 4): what is judged and how, on paper, for the BVA's own file.

(1) it says what `bva toon` says, readable, and nothing of a werkgever's opinion or of a toestemming: there is none yet;
(2) what is not judged yet stays open, so that it can be filled in by hand; (3) its title is neutral and it carries no data.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.rendering import Document, neutral_kenmerk, render, title_of
from weerbaar_docs.toetsing.besluit_tonen import TOELICHTING
from weerbaar_docs.toetsing.tonen import as_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from weerbaar_docs.rendering.huisstijl import Huisstijl
    from weerbaar_docs.toetsing.bij_bva import Toetsing, Zaakstand

_SJABLOON: Final = "toetsingsblad"
_AKKOORD: Final = {True: "akkoord", False: "geen_akkoord", None: None}


def blad_gegevens(stand: Zaakstand, *, datum: date) -> dict[str, Any]:
    """Give all that the template sees, but for the huisstijl."""
    value = as_json(stand, None)
    known = ("rapportnummer", "rapport_versie", "rapport_sha256", "concept_sha256", "opsteller", "toetser")
    return {
        "toetsingsblad": {
            "kenmerk": neutral_kenmerk([stand.indiening, value["rapport_sha256"], datum.isoformat()]),
            "datum": datum.isoformat(),
            "vertrouwelijkheidaanduiding": stand.ingediend.rapport.inhoud["adviesrapport"][
                "vertrouwelijkheidaanduiding"
            ],
            **{name: value[name] for name in known},
            "criteria": [_judged(item, naam=item["criterium"]) for item in value["criteria"]],
            "maatregelen": [_judged(item, naam=item["nummer"], titel=item["titel"]) for item in value["maatregelen"]],
            "pkvw_uitzondering": value["pkvw_uitzondering"],
            "pkvw_akkoord": _AKKOORD[value["pkvw_uitzondering_akkoord"]],
            "vorige_versie": stand.ingediend.toetsingsblad["vorige_versie"],
            "vorige_ontvangen": bool(value["vorige_ontvangen"]),
            "verschillen": _differences(value["verschil_met_vorige"]),
            "treffers": [{"soort": t["soort"], "plaats": t["pad"]} for t in stand.ingediend.toetsingsblad["treffers"]],
            "uitkomst": value["uitkomst"],
            "besluitnummer": value["besluitnummer"],
            "meelezer": value["meelezer"],
            "ontbreekt": [item["wat"] for item in value["ontbreekt"]],
        }
    }


def give_blad(
    toetsing: Toetsing,
    stand: Zaakstand,
    *,
    datum: date,
    huisstijl: Huisstijl,
    vorm: str,
    write: Callable[[bytes], None],
    proef: bool = False,
) -> Document:
    """Render the blad and write it as `docx` or `pdf`; the logboek says so before it is there, and `proef` writes nothing."""
    gegevens = blad_gegevens(stand, datum=datum)
    kenmerk = gegevens["toetsingsblad"]["kenmerk"]
    bare = replace(huisstijl, zonder_gegevens=huisstijl.zonder_gegevens | {_SJABLOON})
    document = render(_SJABLOON, gegevens, huisstijl=bare, datum=datum, titel=title_of(kenmerk))
    with toetsing.opslag.act("leesbaar_opgeslagen", object=stand.indiening, proef=proef):
        pass
    if not proef:
        write(getattr(document, vorm))
    return document


def _judged(item: Mapping[str, Any], *, naam: str, titel: str = "") -> dict[str, Any]:
    told = [{"wat": TOELICHTING[name], "tekst": text} for name, text in item["toelichting"].items() if text]
    return {"naam": naam, "titel": titel, "oordeel": item["oordeel"], "toelichting": told}


def _differences(verschil: Mapping[str, Any] | None) -> list[dict[str, str]]:
    if verschil is None:
        return []
    return [{"soort": str(item["soort"]), "onderdeel": str(item["onderdeel"])} for item in verschil["gegevens"]]
