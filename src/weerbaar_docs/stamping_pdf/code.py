# SPDX-License-Identifier: EUPL-1.2
"""The text of a QR code -> the operators that draw it, as filled squares in one path.

(1) a module is at least 0.33 mm, which an office printer and a phone can manage, and four modules around it stay white;
(2) the strongest error correction that fits, then the fewest modules;
(3) the mask is always the same one, so that a later version of the library draws the same code.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from typing import Any, Final

import segno
from segno import consts

from weerbaar_docs.errors import StampingError
from weerbaar_docs.stamping_pdf.vak import MM

MODULE_MM: Final = 0.33
STIL: Final = 4
_MASKER: Final = 0
_CORRECTIE: Final = "HQML"
_ALFANUMERIEK: Final = re.compile(r"[0-9A-Z $%*+\-./:]+")


def draw_code(code: bytes, zijde_mm: float, *, links_mm: float) -> bytes:
    """Give the operators that draw a code with its white edge in a square of this side, `links_mm` from the left.

    Raises StampingError when the text is too long for the square.
    """
    rows = _rows(code, zijde_mm)
    count = len(rows) + 2 * STIL
    unit = zijde_mm * MM / count
    squares = [
        f"{start + STIL} {count - STIL - 1 - y} {end - start} 1 re"
        for y, row in enumerate(rows)
        for start, end in _runs(row)
    ]
    place = f"q\n{unit:.5f} 0 0 {unit:.5f} {links_mm * MM:.3f} 0 cm\n1 g\n0 0 {count} {count} re f\n0 g\n"
    return (place + "\n".join(squares) + "\nf\nQ\n").encode()


def _rows(code: bytes, zijde_mm: float) -> tuple[bytes, ...]:
    words = _words(code)
    largest = (int(zijde_mm / MODULE_MM) - 2 * STIL - 17) // 4
    found = _smallest(tuple((len(word.encode()), mode) for word, mode in words), min(largest, 40))
    if found is None:
        raise StampingError.because(
            "STEMPEL-CODE",
            "de tekst van de QR-code past niet in het stempel",
            "Gebruik een korter besluitnummer; hoofdletters en cijfers nemen de minste ruimte in.",
        )
    error, version = found
    return tuple(bytes(row) for row in _made(words, error, version).matrix)


@lru_cache(maxsize=64)
def _smallest(lengths: tuple[tuple[int, int], ...], largest: int) -> tuple[str, int] | None:
    """Give error correction and version for words of these lengths: the content has no say in what fits."""
    words = [("A" * length, mode) for length, mode in lengths]
    for error in _CORRECTIE:
        for version in range(1, largest + 1):
            with suppress(segno.DataOverflowError):
                _made(words, error, version)
                return error, version
    return None


def _made(words: list[tuple[str, int]], error: str, version: int) -> Any:
    segments: Any = [(word, mode, "utf-8") for word, mode in words]
    return segno.make_qr(segments, error=error, version=version, mask=_MASKER, boost_error=False)


def _words(code: bytes) -> list[tuple[str, int]]:
    """Cut the text into words, each in the mode that takes the fewest modules: one odd word must not cost the others."""
    words: list[tuple[str, int]] = []
    for word in re.findall(r"[^ ]+ ?| ", code.decode("utf-8")):
        mode = consts.MODE_ALPHANUMERIC if _ALFANUMERIEK.fullmatch(word) else consts.MODE_BYTE
        if words and words[-1][1] == mode:
            words[-1] = (words[-1][0] + word, mode)
        else:
            words.append((word, mode))
    return words


def _runs(row: bytes) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(rb"\x01+", row)]
