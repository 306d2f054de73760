# SPDX-License-Identifier: EUPL-1.2
"""Rules on what a dossier should not hold at all: numbers and dates that identify a person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from weerbaar_docs.rules.regel import Bevinden, Regel, elfproef

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Fields with a form of their own; what stands in them is not free text.
_VASTE_VORM = frozenset(
    {
        "oin", "rsin", "kvk_nummer", "telefoon", "postbusnummer", "antwoordnummer", "bag_nummeraanduiding_id",
        "vingerafdruk", "sleutel_vingerafdruk", "sha256", "rapport_sha256", "vaststelling_sha256", "eind_sha256",
        "formulier_sha256", "tooi_uri", "openpgp", "dossiernummer", "voorgaand_dossier",
    }
)  # fmt: skip
_CIJFER = re.compile(r"\d")
_NEGEN = re.compile(r"(?<![\w.,-])\d(?:[ .]?\d){8}(?![\w-]|[.,]\d)")
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?!\w)")
# RDW, sidecodes 1 to 14, written with hyphens as on the plate.
_KENTEKEN = re.compile(
    r"(?<![\w-])(?:[A-Z]{2}-\d{2}-\d{2}|\d{2}-\d{2}-[A-Z]{2}|\d{2}-[A-Z]{2}-\d{2}|[A-Z]{2}-\d{2}-[A-Z]{2}|"
    r"[A-Z]{2}-[A-Z]{2}-\d{2}|\d{2}-[A-Z]{2}-[A-Z]{2}|\d{2}-[A-Z]{3}-\d|\d-[A-Z]{3}-\d{2}|[A-Z]{2}-\d{3}-[A-Z]|"
    r"[A-Z]-\d{3}-[A-Z]{2}|[A-Z]{3}-\d{2}-[A-Z]|[A-Z]-\d{2}-[A-Z]{3}|\d-[A-Z]{2}-\d{3}|\d{3}-[A-Z]{2}-\d)(?![\w-])"
)
_DATUM = r"(?:\d{1,2}[-/. ]\d{1,2}[-/. ](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2} [a-z]{3,9}\.? \d{4})"
_GEBOREN = re.compile(
    rf"\b(?:geboren|geboortedatum|geb\.?|gebd)\b\W{{0,3}}(?:op |is |: )?\W{{0,2}}{_DATUM}", re.IGNORECASE
)


def soorten(tekst: str) -> list[str]:
    """Name what a free text seems to hold: BSN, IBAN, kenteken, geboortedatum."""
    found = {
        "een BSN": any(elfproef(re.sub(r"\D", "", n)) for n in _NEGEN.findall(tekst)),
        "een IBAN": any(_iban(n) for n in _IBAN.findall(tekst)),
        "een kenteken": _KENTEKEN.search(tekst) is not None,
        "een geboortedatum": _GEBOREN.search(tekst) is not None,
    }
    return [soort for soort, seen in found.items() if seen]


def _iban(text: str) -> bool:
    plain = text.replace(" ", "")
    # A longer match may have eaten a following word, so every length that an IBAN can have is tried.
    return any(_mod97(plain[:n]) for n in range(15, min(len(plain), 34) + 1))


def _mod97(iban: str) -> bool:
    return int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 == 1


def _avg_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, tekst in _met_cijfers(gegevens, ()):
        for soort in soorten(tekst):
            yield Bevinden(
                pad="".join(f"/{part}" for part in pad),
                melding=f"deze tekst lijkt {soort} te bevatten",
                oplossing="Haal het gegeven weg; voor het advies is het niet nodig.",
            )


def _met_cijfers(value: Any, pad: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Give place and text of every string with a digit that is not of a fixed form."""
    if isinstance(value, str):
        if _CIJFER.search(value):
            yield pad, value
        return
    items = value.items() if hasattr(value, "items") else enumerate(value) if isinstance(value, list | tuple) else ()
    for key, item in items:
        if item and not isinstance(item, int) and key not in _VASTE_VORM:
            yield from _met_cijfers(item, (*pad, key))


REGELS: tuple[Regel, ...] = (
    Regel(
        id="R-AVG-1",
        ernst="waarschuwing",
        moment="invoer",
        titel="Geen BSN, IBAN, kenteken of geboortedatum",
        uitleg="In vrije tekst staat geen BSN, IBAN, kenteken of geboortedatum: voor het advies zijn die niet nodig.",
        bron="AVG, art. 5 lid 1 onder c; Uitvoeringswet AVG, art. 46",
        herstel="Haal het gegeven weg uit de tekst.",
        vind=_avg_1,
    ),
)
