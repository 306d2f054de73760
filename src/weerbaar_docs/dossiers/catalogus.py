# SPDX-License-Identifier: EUPL-1.2
"""A code of the catalogue + what the adviseur adds -> the fields of a maatregel.

(1) the catalogue is data (schema `maatregelencatalogus`); the shipped one has invented prices and says so (`fictief`);
(2) a field that the adviseur gives comes over that of the catalogue, inside kosten, uitvoerder and texts too;
(3) only what is valid on the day can be chosen; the code itself does not go into the dossier.
"""

from __future__ import annotations

import difflib
import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs._resources import read_resource
from weerbaar_docs.errors import Melding, ValidationError
from weerbaar_docs.kostenverdeling import leest_werkgever
from weerbaar_docs.validation import check_part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_ALLEEN_CATALOGUS: Final = ("code", "versie", "geldig_van", "geldig_tot")
_BESTAND: Final = "maatregelencatalogus.json"


@cache
def shipped_catalogue() -> Mapping[str, Any]:
    """Give the catalogue that comes with the library: titles and texts to start from, prices invented."""
    catalogus: Mapping[str, Any] = json.loads(read_resource("voorbeelden", _BESTAND))
    check_part("maatregelencatalogus", catalogus)
    return catalogus


def from_catalogue(deel: Mapping[str, Any], catalogus: Mapping[str, Any], *, vandaag: date) -> dict[str, Any]:
    """Give a maatregel from `deel`, which names a `code` and has what the adviseur adds or changes.

    Raises ValidationError for a code that is not there, or not valid on this day.
    """
    standaard = _find(deel["code"], catalogus, vandaag)
    maatregel = {name: value for name, value in standaard.items() if name not in _ALLEEN_CATALOGUS}
    for name, value in deel.items():
        if name != "code":
            both = isinstance(value, dict) and isinstance(maatregel.get(name), dict)
            maatregel[name] = {**maatregel[name], **value} if both else value
    if "tekst_voor_werkgever" not in deel and _only_for_bestuurder(maatregel):
        del maatregel["tekst_voor_werkgever"]
    return maatregel


def invented_price(deel: Mapping[str, Any], catalogus: Mapping[str, Any], nummer: str) -> Melding | None:
    """Say that a maatregel still has an invented price: the catalogue is fictional and `deel` gave no amount."""
    kosten = deel.get("kosten")
    given = isinstance(kosten, dict) and "eenmalig_excl_btw" in kosten
    if given or not catalogus.get("fictief") or _free(deel["code"], catalogus):
        return None
    return Melding(
        code="CATALOGUS-PRIJS",
        ernst="waarschuwing",
        pad="/adviesrapport/maatregelen",
        melding=f"de kosten van {nummer} zijn een verzonnen voorbeeldprijs uit de catalogus",
        oplossing="Vervang ze door een raming of een offerte.",
    )


def _only_for_bestuurder(maatregel: Mapping[str, Any]) -> bool:
    try:
        return not leest_werkgever(maatregel)
    except (KeyError, TypeError, ArithmeticError):
        return False  # the schema says what is wrong with it


def _free(code: str, catalogus: Mapping[str, Any]) -> bool:
    return any(m["code"] == code and m["kosten"]["basis"] == "nihil" for m in catalogus["maatregelen"])


def _find(code: Any, catalogus: Mapping[str, Any], vandaag: date) -> Mapping[str, Any]:
    found = [m for m in catalogus["maatregelen"] if m["code"] == code]
    if not found:
        codes = [m["code"] for m in catalogus["maatregelen"]]
        near = difflib.get_close_matches(str(code), codes, n=3, cutoff=0.7)
        raise ValidationError.because(
            "CATALOGUS-CODE",
            "deze code staat niet in de maatregelencatalogus",
            f"Bedoelt u {' of '.join(near)}?" if near else "Kies een code uit de catalogus, of laat code weg.",
            pad="/code",
        )
    valid = [m for m in found if m["geldig_van"] <= vandaag.isoformat() <= (m["geldig_tot"] or "9999-12-31")]
    if not valid:
        raise ValidationError.because(
            "CATALOGUS-GELDIG",
            "deze standaardmaatregel geldt niet op deze dag",
            "Kies een andere code, of schrijf de maatregel zelf uit.",
            pad="/code",
        )
    return max(valid, key=lambda m: str(m["geldig_van"]))
