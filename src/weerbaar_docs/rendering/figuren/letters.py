# SPDX-License-Identifier: EUPL-1.2
"""Words -> the outlines of their letters in the standard font, so that a figure looks the same in every program.

Text in an SVG would be set in another font by each program that shows it; outlines cannot be. Only what figures need of
a TrueType font is read: outlines (the upright, regular face), widths and the table of code points.
"""

from __future__ import annotations

import struct
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from weerbaar_docs.rendering.fonts import standard_font
from weerbaar_docs.rendering.sfnt import tables_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ON, LONG_X, LONG_Y, REPEAT = 1, 2, 4, 8  # of a point
SAME_X, SAME_Y = 16, 32
WORDS, SCALE, MORE, TWO_SCALES, FOUR_SCALES = 1, 8, 32, 64, 128  # of a part of a letter
_SEGMENTED: Final = 4  # the cmap of the letters that figures write
_F2DOT14: Final = 1 << 14
_COARSE: Final = 4  # 2048 units in an em are more than a letter of three millimetres needs, and take bytes
_DOTS: Final = "…"

Punt = tuple[int, int]
Bocht = tuple[Punt | None, Punt]  # a line to a point, or a quadratic curve by way of another


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in units of `units_per_em`: how far the next one stands, and its outlines as a start and what follows it."""

    breedte: int
    omtrekken: tuple[tuple[Punt, tuple[Bocht, ...]], ...]


def letters(tekst: str) -> Iterator[tuple[int, Letter]]:
    """Give each letter of a text, with its distance from the start; a letter that the font lacks is an empty box."""
    at = 0
    for char in unicodedata.normalize("NFC", " ".join(tekst.split())):
        letter = _letter(char)
        yield at, letter
        at += letter.breedte


def width(tekst: str, grootte: int) -> int:
    """Give how wide a text is at a size, rounded up."""
    units = sum(letter.breedte for _, letter in letters(tekst))
    return -(-units * grootte // units_per_em())


def shortened(tekst: str, grootte: int, room: int) -> str:
    """Give a text on one line, with its end left out when it does not fit."""
    line = " ".join(tekst.split())
    if width(line, grootte) <= room:
        return line
    while line and width(line.rstrip() + _DOTS, grootte) > room:
        line = line[:-1]
    return line.rstrip() + _DOTS


def wrapped(tekst: str, grootte: int, room: int) -> tuple[str, ...]:
    """Give a text on one line, or on two of which the last may be shortened."""
    words, first = tekst.split(), ""
    for number, word in enumerate(words):
        longer = f"{first} {word}".strip()
        if first and width(longer, grootte) > room:
            return first, shortened(" ".join(words[number:]), grootte, room)
        first = longer
    return (shortened(first, grootte, room),)


def units_per_em() -> int:
    """Give the units of the outlines in one em."""
    return _font().units // _COARSE


@dataclass(frozen=True, slots=True)
class _Font:
    data: bytes
    tables: dict[bytes, int]
    units: int
    long: bool
    widths: int


@lru_cache(maxsize=1)
def _font() -> _Font:
    data = standard_font()
    tables = tables_of(data)
    (units,) = struct.unpack_from(">H", data, tables[b"head"] + 18)
    (long,) = struct.unpack_from(">h", data, tables[b"head"] + 50)
    (widths,) = struct.unpack_from(">H", data, tables[b"hhea"] + 34)
    return _Font(data, tables, units, bool(long), widths)


@lru_cache(maxsize=512)
def _letter(char: str) -> Letter:
    font, glyph = _font(), _glyph_of(ord(char))
    at = font.tables[b"hmtx"] + 4 * min(glyph, font.widths - 1)
    (breedte,) = struct.unpack_from(">H", font.data, at)
    return Letter(breedte // _COARSE, tuple(_curves(_coarse(points)) for points in _outlines(font, glyph)))


def _coarse(points: list[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    return [((x + _COARSE // 2) // _COARSE, (y + _COARSE // 2) // _COARSE, on) for x, y, on in points]


def _glyph_of(code: int) -> int:
    font = _font()
    base = font.tables[b"cmap"]
    (records,) = struct.unpack_from(">H", font.data, base + 2)
    for at in range(base + 4, base + 4 + 8 * records, 8):
        platform, encoding, offset = struct.unpack_from(">HHL", font.data, at)
        if (platform, encoding) in {(0, 3), (3, 1)}:
            return _in_segments(font.data, base + offset, code)
    return 0


def _in_segments(data: bytes, at: int, code: int) -> int:
    (version,), (double,) = struct.unpack_from(">H", data, at), struct.unpack_from(">H", data, at + 6)
    count = double // 2 if version == _SEGMENTED else 0
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    for index, end in enumerate(ends):
        if code > end:
            continue
        place = at + 16 + double + 2 * index
        (start,), (delta,) = struct.unpack_from(">H", data, place), struct.unpack_from(">H", data, place + double)
        (offset,) = struct.unpack_from(">H", data, place + 2 * double)
        if code < start:
            return 0
        if not offset:
            return int(code + delta) & 0xFFFF
        (glyph,) = struct.unpack_from(">H", data, place + 2 * double + offset + 2 * (code - start))
        return int(glyph + delta) & 0xFFFF if glyph else 0
    return 0


def _outlines(font: _Font, glyph: int) -> list[list[tuple[int, int, bool]]]:
    """Give the outlines of a glyph as points, each with whether it lies on the outline."""
    loca, step = font.tables[b"loca"], 4 if font.long else 2
    begin, end = struct.unpack_from(">LL" if font.long else ">HH", font.data, loca + step * glyph)
    if begin == end:
        return []
    at = font.tables[b"glyf"] + begin * (1 if font.long else 2)
    (count,) = struct.unpack_from(">h", font.data, at)
    return _simple(font.data, at + 10, count) if count >= 0 else _composed(font, at + 10)


def _simple(data: bytes, at: int, count: int) -> list[list[tuple[int, int, bool]]]:
    ends = struct.unpack_from(f">{count}H", data, at)
    (instructions,) = struct.unpack_from(">H", data, at + 2 * count)
    at += 2 * count + 2 + instructions
    flags: list[int] = []
    while len(flags) <= ends[-1]:
        again = data[at + 1] if data[at] & REPEAT else 0
        flags += [data[at]] * (again + 1)
        at += 2 if data[at] & REPEAT else 1
    xs, at = _coordinates(data, at, flags, LONG_X, SAME_X)
    ys, at = _coordinates(data, at, flags, LONG_Y, SAME_Y)
    points = [(x, y, bool(flag & ON)) for x, y, flag in zip(xs, ys, flags, strict=True)]
    return [points[begin : end + 1] for begin, end in zip((0, *(end + 1 for end in ends)), ends, strict=False)]


def _coordinates(data: bytes, at: int, flags: list[int], short: int, same: int) -> tuple[list[int], int]:
    found, value = [], 0
    for flag in flags:
        if flag & short:
            value += data[at] if flag & same else -data[at]
            at += 1
        elif not flag & same:
            value += struct.unpack_from(">h", data, at)[0]
            at += 2
        found.append(value)
    return found, at


def _composed(font: _Font, at: int) -> list[list[tuple[int, int, bool]]]:
    """Give a letter made of others, such as a letter with an accent."""
    found, more = [], True
    while more:
        flags, glyph = struct.unpack_from(">HH", font.data, at)
        right, up = struct.unpack_from(">hh" if flags & WORDS else ">bb", font.data, at + 4)
        at += 8 if flags & WORDS else 6
        scales = 1 if flags & SCALE else 2 if flags & TWO_SCALES else 4 if flags & FOUR_SCALES else 0
        given = [value / _F2DOT14 for value in struct.unpack_from(f">{scales}h", font.data, at)]
        at += 2 * scales
        a, b, c, d = {0: [1.0, 0, 0, 1.0], 1: [*given, 0, 0, *given], 2: [*given[:1], 0, 0, *given[1:]], 4: given}[
            scales
        ]
        found += [
            [(round(a * x + c * y) + right, round(b * x + d * y) + up, on) for x, y, on in outline]
            for outline in _outlines(font, glyph)
        ]
        more = bool(flags & MORE)
    return found


def _curves(points: list[tuple[int, int, bool]]) -> tuple[Punt, tuple[Bocht, ...]]:
    """Give an outline as a start and its lines and curves; between two points off it lies one that is not written."""
    first = next((index for index, point in enumerate(points) if point[2]), None)
    if first is None:
        start = _between(points[-1], points[0])
        turned = points
    else:
        start = points[first][:2]
        turned = points[first + 1 :] + points[:first]
    found: list[Bocht] = []
    control: Punt | None = None
    for x, y, on in turned:
        if control is not None and not on:
            found.append((control, _between((*control, False), (x, y, False))))
        if on:
            found.append((control, (x, y)))
        control = None if on else (x, y)
    return start, (*found, (control, start))


def _between(one: tuple[int, int, bool], other: tuple[int, int, bool]) -> Punt:
    return (one[0] + other[0]) // 2, (one[1] + other[1]) // 2
