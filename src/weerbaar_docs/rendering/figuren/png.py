# SPDX-License-Identifier: EUPL-1.2
"""Tekening -> PNG, for a Word that does not show SVG: the same bars and outlines, in sixteen shades of one colour.

A row is text, one hexadecimal digit for each dot, so that Python packs two dots in a byte by itself: filling a report
takes a few milliseconds, and a picture may not take more.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from math import ceil, floor
from typing import TYPE_CHECKING, Final

from weerbaar_docs.rendering.figuren.letters import Letter, letters, units_per_em, width
from weerbaar_docs.rendering.figuren.tekening import MM, RAND, STREEP, Vlak

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weerbaar_docs.rendering.figuren.tekening import Tekening, Woorden

DOTS: Final = 8  # in a millimetre: 203 to the inch
_DIGITS: Final = b"0123456789abcdef"
_FULL: Final = 15
_PALE: Final = b"4"
_LEVEL: Final = 3
_LINES: Final = 4  # looked at in each row of dots
_PIECES: Final = 4  # straight ones for each curve
_PERIOD: Final = STREEP * DOTS // MM
_STRIPE: Final = b"fff"

Rij = tuple[int, bytes]


def as_png(tekening: Tekening) -> bytes:
    """Draw a sheet."""
    across, down = (-(-side * DOTS // MM) for side in (tekening.breedte, tekening.hoogte))
    across += across % 2
    rows = [bytearray(b"0" * across) for _ in range(down)]
    for vorm in tekening.vormen:
        if isinstance(vorm, Vlak):
            _bar(rows, vorm)
        else:
            _words(rows, vorm)
    head = struct.pack(">IIBBBBB", across, down, 4, 3, 0, 0, 0)
    dots = b"".join(b"\0" + bytes.fromhex(row.decode("ascii")) for row in rows)
    per_metre = struct.pack(">IIB", DOTS * 1000, DOTS * 1000, 1)
    parts = ((b"IHDR", head), (b"pHYs", per_metre), (b"PLTE", _palette(tekening.kleur)))
    data = zlib.compress(dots, _LEVEL)
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in (*parts, (b"IDAT", data), (b"IEND", b"")))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _palette(kleur: str) -> bytes:
    parts = [int(kleur[at : at + 2], 16) for at in (0, 2, 4)]
    return bytes(255 - (255 - part) * shade // _FULL for shade in range(_FULL + 1) for part in parts)


def _bar(rows: list[bytearray], vlak: Vlak) -> None:
    left, right = _dot(vlak.x), max(_dot(vlak.x + vlak.breedte), _dot(vlak.x) + 1)
    top, bottom = _dot(vlak.y), max(_dot(vlak.y + vlak.hoogte), _dot(vlak.y) + 1)
    edge = _dot(RAND)
    solid = vlak.vulling == "vol" or min(vlak.breedte, vlak.hoogte) <= 2 * RAND
    full = (_PALE if vlak.vulling == "lijn" else b"f") * (right - left)
    for row in range(top, min(bottom, len(rows))):
        if solid or vlak.vulling == "lijn" or row < top + edge or row >= bottom - edge:
            rows[row][left:right] = full
        else:
            inside = right - left - 2 * edge
            rows[row][left:right] = b"f" * edge + _between(vlak, left + edge + row, inside) + b"f" * edge


def _between(vlak: Vlak, phase: int, dots: int) -> bytes:
    if vlak.vulling == "leeg":
        return b"0" * dots
    pattern = (_STRIPE + b"0" * (_PERIOD - len(_STRIPE))) * (dots // _PERIOD + 2)
    start = phase % _PERIOD
    return pattern[start : start + dots]


def _dot(place: int) -> int:
    return (place * DOTS + MM // 2) // MM


def _words(rows: list[bytearray], woorden: Woorden) -> None:
    left, base = woorden.x * DOTS // MM, _dot(woorden.y)
    drawn = _line if woorden.eigen else _kept_line
    for row, dots in drawn(woorden.tekst, woorden.grootte):
        line = rows[base + row]
        seen = dots[: len(line) - left]  # what would not fit would make the line longer than the picture
        line[left : left + len(seen)] = seen


@lru_cache(maxsize=256)
def _kept_line(tekst: str, grootte: int) -> tuple[Rij, ...]:
    return _line(tekst, grootte)


def _line(tekst: str, grootte: int) -> tuple[Rij, ...]:
    """Give the rows of dots of words: how far below the base line, and what stands there."""
    per_unit = grootte * DOTS / MM / units_per_em()
    across = -(-width(tekst, grootte) * DOTS // MM) + grootte * DOTS // MM
    found: dict[int, bytearray] = {}
    for at, letter in letters(tekst):
        for row, left, dots in _dotted(letter, grootte):
            begin = max(0, round(at * per_unit) + left)
            line = found.setdefault(row, bytearray(b"0" * across))
            line[begin : begin + len(dots)] = dots
    return tuple((row, bytes(line).rstrip(b"0")) for row, line in sorted(found.items()))


@lru_cache(maxsize=1024)
def _dotted(letter: Letter, grootte: int) -> tuple[tuple[int, int, bytes], ...]:
    """Give the rows of dots of a letter: how far below the base line, where it begins there, and what stands there."""
    scale = grootte * DOTS / MM / units_per_em()
    crossings: dict[int, list[tuple[float, int]]] = {}
    for start, bends in letter.omtrekken:
        for x, y, to_x, to_y in _edges(start, bends, scale):
            low, high, turn = (y, to_y, 1) if y < to_y else (to_y, y, -1)
            for line in range(ceil(low * _LINES - 0.5), ceil(high * _LINES - 0.5)):
                height = (line + 0.5) / _LINES
                crossings.setdefault(line, []).append((x + (height - y) / (to_y - y) * (to_x - x), turn))
    if not crossings:
        return ()
    xs = [x for found in crossings.values() for x, _ in found]
    left, across = floor(min(xs)), floor(max(xs)) + 1 - floor(min(xs))
    rows = range(min(crossings) // _LINES, max(crossings) // _LINES + 1)
    return tuple((row, left, _row(crossings, row, left, across)) for row in rows)


def _edges(
    start: tuple[int, int], bends: tuple[tuple[tuple[int, int] | None, tuple[int, int]], ...], scale: float
) -> Iterator[tuple[float, float, float, float]]:
    x, y = start
    for control, (to_x, to_y) in bends:
        here = x, y
        for piece in range(1, _PIECES + 1) if control is not None else (_PIECES,):
            t = piece / _PIECES
            mid = control or (0, 0)
            there = tuple(
                (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c
                for a, b, c in zip((x, y), mid, (to_x, to_y), strict=True)
            )
            yield here[0] * scale, -here[1] * scale, there[0] * scale, -there[1] * scale
            here = (there[0], there[1])  # type: ignore[assignment]
        x, y = to_x, to_y


def _row(crossings: dict[int, list[tuple[float, int]]], row: int, left: int, across: int) -> bytes:
    """Give one row of dots, by how much of each dot lies within the outlines."""
    cover = [0.0] * across
    for line in range(row * _LINES, (row + 1) * _LINES):
        winding, begin = 0, 0.0
        for x, turn in sorted(crossings.get(line, ())):
            if winding:
                _add(cover, begin - left, x - left)
            winding, begin = winding + turn, x
    return bytes(_DIGITS[min(_FULL, round(part * _FULL / _LINES))] for part in cover)


def _add(cover: list[float], begin: float, end: float) -> None:
    for dot in range(int(begin), min(int(end) + 1, len(cover))):
        cover[dot] += max(0.0, min(end, dot + 1) - max(begin, dot))
