# SPDX-License-Identifier: EUPL-1.2
"""What a figure is made of: bars, rules and words on a sheet, in whole hundredths of a millimetre from its top left.

Whole numbers alone, so that the same data give the same bytes everywhere; `svg` and `png` draw the same sheet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

Vulling = Literal["vol", "streep", "leeg", "lijn"]

MM: Final = 100
RAND: Final = 30  # the outline of a bar that is not solid
STREEP: Final = 120  # from stripe to stripe
BREEDTE_MM: Final = 165  # of the text of our own templates
LETTER: Final = 300  # the size of the letters: 8.5 point
_WHITE: Final = 255
_CONTRAST: Final = 4.5  # WCAG 2.2, 1.4.3: text on white


@dataclass(frozen=True, slots=True)
class Vlak:
    """A rectangle: solid, striped with an outline, an outline alone, or a pale rule that says nothing."""

    x: int
    y: int
    breedte: int
    hoogte: int
    vulling: Vulling = "vol"


@dataclass(frozen=True, slots=True)
class Woorden:
    """Words on a base line; those of a dossier (`eigen`) are not kept in memory after they are drawn."""

    x: int
    y: int
    tekst: str = field(repr=False)
    grootte: int = LETTER
    eigen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tekening:
    """A sheet with what is on it; `kleur` is six hexadecimal digits."""

    breedte: int
    hoogte: int
    kleur: str
    vormen: tuple[Vlak | Woorden, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figuur:
    """A sheet with the sentences that say the same; `breedte_mm` is how wide it is in the document.

    Of the same numbers it is the same object (`blad.GEHEUGEN`), so that what was drawn of it is found without a look
    inside. A figure with words of a dossier is not `bewaard`: nothing keeps them in memory.
    """

    tekening: Tekening
    alt: str = field(repr=False)
    breedte_mm: int = BREEDTE_MM
    bewaard: bool = True

    @property
    def hoogte_mm(self) -> float:
        """How high the figure is in the document."""
        return self.breedte_mm * self.tekening.hoogte / self.tekening.breedte


@dataclass(frozen=True, slots=True)
class Figuren:
    """What a figure filter gives: figures below each other, each a paragraph."""

    figuren: tuple[Figuur, ...]


def readable(kleur: str) -> str:
    """Give a colour, made darker until words in it can be read on white."""
    parts = [int(kleur[at : at + 2], 16) for at in (0, 2, 4)]
    while _contrast(parts) < _CONTRAST:
        parts = [part * 9 // 10 for part in parts]
    return "".join(f"{part:02x}" for part in parts)


def _contrast(parts: list[int]) -> float:
    red, green, blue = (_linear(part / _WHITE) for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
