# SPDX-License-Identifier: EUPL-1.2
"""What all figures share: a sheet in the colour and width that a template chose, bars of one scale, and a legend."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from weerbaar_docs.rendering.figuren.letters import width
from weerbaar_docs.rendering.figuren.tekening import BREEDTE_MM, LETTER, MM, Figuur, Tekening, Vlak, Woorden, readable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from weerbaar_docs.rendering.figuren.tekening import Vulling

BREEDTE: Final = BREEDTE_MM * MM
KLEUR: Final = "154273"  # of our own templates
KOP: Final = 340  # the size of the letters of a heading
AFSTAND: Final = 120  # between a bar and its number
GEHEUGEN: Final = (
    32  # figures of numbers that are kept: the same report is filled for its concept, its check and its letter
)
_COLOUR: Final = re.compile(r"[0-9A-Fa-f]{6}")
_NARROWEST_MM, _WIDEST_MM = 100, 277  # a landscape page with small margins
_SAMPLE: Final = 320


def figuur(
    vormen: Iterable[Vlak | Woorden], alt: str, *, hoogte: int, kleur: str, breedte: int, bewaard: bool = True
) -> Figuur:
    """Make a figure; raises ValueError for a colour or width that is none."""
    if not _COLOUR.fullmatch(kleur) or not _NARROWEST_MM <= breedte <= _WIDEST_MM:
        raise ValueError("colour or width")
    tekening = Tekening(breedte=BREEDTE, hoogte=hoogte, kleur=readable(kleur), vormen=tuple(vormen))
    return Figuur(tekening=tekening, alt=alt, breedte_mm=breedte, bewaard=bewaard)


def length(amount: Decimal | int, most: Decimal | int, room: int) -> int:
    """Give the length of a bar when the longest fills the room."""
    return int(Decimal(amount) * room / Decimal(most)) if most else 0


def bar(x: int, y: int, breedte: int, hoogte: int, vulling: Vulling) -> list[Vlak]:
    """Give a bar; what has no length is none."""
    return [Vlak(x, y, breedte, hoogte, vulling)] if breedte else []


def rule(y: int) -> Vlak:
    """Give a pale line over the whole width."""
    return Vlak(0, y, BREEDTE, 15, "lijn")


def legend(x: int, y: int, *soorten: tuple[Vulling, str]) -> list[Vlak | Woorden]:
    """Give samples of bars with what they mean, on one line."""
    found: list[Vlak | Woorden] = []
    for vulling, tekst in soorten:
        found += [Vlak(x, y - 220, _SAMPLE, 220, vulling), Woorden(x + _SAMPLE + 100, y, tekst)]
        x += _SAMPLE + 100 + width(tekst, LETTER) + 400
    return found
