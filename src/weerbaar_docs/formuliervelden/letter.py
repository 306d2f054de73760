# SPDX-License-Identifier: EUPL-1.2
"""A TrueType font -> the part of it that a form needs: the letters of WinAnsi, with their numbers and widths.

(1) a viewer that writes what somebody typed takes the font of the form: were it not embedded, the filled file would no
longer be PDF/A; (2) glyphs keep their numbers, so that composed letters need no change; what is left out is empty.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

EERSTE: Final = 32
_CODES: Final = {
    code: ord(text)
    for code in range(EERSTE, 256)
    if (text := bytes([code]).decode("cp1252", errors="ignore")).isprintable() and text
}
_GEHEEL: Final = (b"cvt ", b"fpgm", b"prep")
_WOORDEN, _SCHAAL, _XY, _TWEE_BIJ_TWEE, _MEER = 0x0001, 0x0008, 0x0040, 0x0080, 0x0020
_LANG: Final = 50  # where `head` says how long the offsets of glyphs are


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A font to embed; measures in thousandths of its size, `breedtes` per code from EERSTE to 255."""

    bestand: bytes = field(repr=False)
    breedtes: tuple[int, ...]
    kader: tuple[int, int, int, int]
    stijging: int
    daling: int


def part_of(font: bytes) -> Letter:
    """Give the letters of WinAnsi of a TrueType font; ValueError when it is none or lacks a letter."""
    try:
        return _part(font)
    except (struct.error, KeyError, IndexError, StopIteration) as error:
        raise ValueError("not a font") from error


def _part(font: bytes) -> Letter:
    tables = _tables(font)
    numbers = _numbers(tables[b"cmap"])
    codes = {code: numbers[point] for code, point in _CODES.items()}
    glyphs = _glyphs(tables, set(codes.values()) | {0})
    last = max(glyphs)
    units: int = struct.unpack_from(">H", tables[b"head"], 18)[0]
    metrics = [_metric(tables, number) for number in range(last + 1)]

    def milli(value: int) -> int:
        return round(value * 1000 / units)

    left, low, right, high = struct.unpack_from(">4h", tables[b"head"], 36)
    up, down = struct.unpack_from(">hh", tables[b"hhea"], 4)
    return Letter(
        bestand=_written(tables, glyphs, metrics, {_CODES[code]: number for code, number in codes.items()}),
        breedtes=tuple(milli(metrics[codes.get(code, 0)][0]) for code in range(EERSTE, 256)),
        kader=(milli(left), milli(low), milli(right), milli(high)),
        stijging=milli(up),
        daling=milli(down),
    )


def _tables(font: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4sLLL", font, 12 + 16 * index) for index in range(count))
    return {name: font[start : start + length] for name, _sum, start, length in entries}


def _numbers(cmap: bytes) -> dict[int, int]:
    """Read which glyph a code point has, from the table for Windows (format 4)."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    records = [struct.unpack_from(">HHL", cmap, 4 + 8 * index) for index in range(count)]
    base = next(at for platform, encoding, at in records if (platform, encoding) == (3, 1))
    (double,) = struct.unpack_from(">H", cmap, base + 6)
    found: dict[int, int] = {}
    for index in range(0, double, 2):
        end, start, delta, offset = (
            struct.unpack_from(">H", cmap, base + 14 + index + shift)[0]
            for shift in (0, double + 2, 2 * double + 2, 3 * double + 2)
        )
        at = base + 16 + 3 * double + index
        for point in range(start, min(end, 0xFFFE) + 1):
            number = point if offset == 0 else struct.unpack_from(">H", cmap, at + offset + 2 * (point - start))[0]
            found[point] = (number + delta) % 65536 if number else 0
    return found


def _glyphs(tables: Mapping[bytes, bytes], wanted: set[int]) -> dict[int, bytes]:
    """Give the outlines of glyphs, with those that they are composed of."""
    long = struct.unpack_from(">h", tables[b"head"], _LANG)[0]
    found: dict[int, bytes] = {}
    todo = sorted(wanted)
    while todo:
        number = todo.pop()
        if number not in found:
            begin, end = struct.unpack_from(">LL" if long else ">HH", tables[b"loca"], number * (4 if long else 2))
            found[number] = tables[b"glyf"][begin * (1 if long else 2) : end * (1 if long else 2)]
            todo += _components(found[number])
    return found


def _components(glyph: bytes) -> Iterator[int]:
    if len(glyph) < 10 or struct.unpack_from(">h", glyph)[0] >= 0:  # noqa: PLR2004 - a glyph's own header
        return
    at, flags = 10, _MEER
    while flags & _MEER:
        flags, number = struct.unpack_from(">HH", glyph, at)
        yield number
        at += 4 + (4 if flags & _WOORDEN else 2)
        at += 2 if flags & _SCHAAL else 4 if flags & _XY else 8 if flags & _TWEE_BIJ_TWEE else 0


def _metric(tables: Mapping[bytes, bytes], number: int) -> tuple[int, int]:
    """Give the width of a glyph and where it begins."""
    (full,) = struct.unpack_from(">H", tables[b"hhea"], 34)
    if number < full:
        width, side = struct.unpack_from(">Hh", tables[b"hmtx"], 4 * number)
        return width, side
    (width,) = struct.unpack_from(">H", tables[b"hmtx"], 4 * (full - 1))
    (side,) = struct.unpack_from(">h", tables[b"hmtx"], 4 * full + 2 * (number - full))
    return width, side


def _written(
    tables: Mapping[bytes, bytes],
    glyphs: Mapping[int, bytes],
    metrics: list[tuple[int, int]],
    numbers: Mapping[int, int],
) -> bytes:
    outlines, places = bytearray(), []
    for number in range(len(metrics)):
        places.append(len(outlines))
        outlines += glyphs.get(number, b"")
        outlines += bytes(-len(outlines) % 4)
    places.append(len(outlines))
    head, hhea, maxp = (bytearray(tables[name]) for name in (b"head", b"hhea", b"maxp"))
    struct.pack_into(">L", head, 8, 0)
    struct.pack_into(">h", head, _LANG, 1)
    struct.pack_into(">H", hhea, 34, len(metrics))
    struct.pack_into(">H", maxp, 4, len(metrics))
    made = {name: tables[name] for name in _GEHEEL if name in tables} | {
        b"cmap": _cmap(numbers),
        b"glyf": bytes(outlines),
        b"head": bytes(head),
        b"hhea": bytes(hhea),
        b"hmtx": b"".join(struct.pack(">Hh", *metric) for metric in metrics),
        b"loca": struct.pack(f">{len(places)}L", *places),
        b"maxp": bytes(maxp),
    }
    return _file(made)


def _cmap(numbers: Mapping[int, int]) -> bytes:
    """Write the one table that PDF asks for: Windows, Unicode, format 4, a segment for each letter."""
    points = [*sorted(numbers), 0xFFFF]
    deltas = [(numbers.get(point, 0) - point) % 65536 for point in points]
    double = 2 * len(points)
    power = 1 << (len(points).bit_length() - 1)
    listed = struct.pack(f">{len(points)}H", *points)
    body = struct.pack(">HHHH", double, 2 * power, power.bit_length() - 1, double - 2 * power)
    body += listed + b"\0\0" + listed + struct.pack(f">{len(points)}H", *deltas) + bytes(double)
    return struct.pack(">HHHHL", 0, 1, 3, 1, 12) + struct.pack(">HHH", 4, len(body) + 6, 0) + body


def _file(tables: Mapping[bytes, bytes]) -> bytes:
    power = 1 << (len(tables).bit_length() - 1)
    out = struct.pack(">LHHHH", 0x00010000, len(tables), 16 * power, power.bit_length() - 1, 16 * (len(tables) - power))
    at, bodies = 12 + 16 * len(tables), b""
    for name in sorted(tables):
        padded = tables[name] + bytes(-len(tables[name]) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}L", padded)) % 2**32
        out += struct.pack(">4sLLL", name, total, at + len(bodies), len(tables[name]))
        bodies += padded
    return out + bodies
