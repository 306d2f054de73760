# SPDX-License-Identifier: EUPL-1.2
"""The bytes of a TrueType or OpenType font -> its family, face, line metrics and code points."""

from __future__ import annotations

import struct
from dataclasses import dataclass

_BY_DELTA, _SEGMENTED = 4, 12  # the two cmap formats that matter
_FAMILY_NAMES = (16, 1)  # the typographic family, else the family
_BOLD = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One font file: `metrics` are ascent, descent and line gap in em; a variable font has every weight."""

    family: str
    bold: bool
    italic: bool
    variable: bool
    metrics: tuple[float, float, float]
    codepoints: frozenset[int]


def read_face(data: bytes) -> Face:
    """Read one font file; ValueError when it is not a font."""
    try:
        tables = tables_of(data)
        (units,) = struct.unpack_from(">H", data, tables[b"head"] + 18)
        ascent, descent, gap = struct.unpack_from(">hhh", data, tables[b"hhea"] + 4)
        (weight,) = struct.unpack_from(">H", data, tables[b"OS/2"] + 4)
        (selection,) = struct.unpack_from(">H", data, tables[b"OS/2"] + 62)
        return Face(
            family=_family(data, tables[b"name"]),
            bold=weight >= _BOLD,
            italic=bool(selection & 1),
            variable=b"fvar" in tables,
            metrics=(ascent / units, -descent / units, gap / units),
            codepoints=_cmap(data, tables[b"cmap"]),
        )
    except (struct.error, KeyError, UnicodeDecodeError, ZeroDivisionError, StopIteration) as error:
        raise ValueError("not a font") from error


def tables_of(data: bytes) -> dict[bytes, int]:
    """Give where each table of a font begins."""
    (count,) = struct.unpack_from(">H", data, 4)
    return {data[at : at + 4]: struct.unpack_from(">L", data, at + 8)[0] for at in range(12, 12 + 16 * count, 16)}


def _family(data: bytes, base: int) -> str:
    count, strings = struct.unpack_from(">HH", data, base + 2)
    found: dict[int, str] = {}
    for at in range(base + 6, base + 6 + 12 * count, 12):
        platform, _encoding, _language, name, length, offset = struct.unpack_from(">6H", data, at)
        raw = data[base + strings + offset : base + strings + offset + length]
        if name in _FAMILY_NAMES and (platform == 3 or name not in found):  # noqa: PLR2004 - Windows' own names
            found[name] = raw.decode("utf-16-be" if platform in {0, 3} else "mac-roman")
    return next(found[name] for name in _FAMILY_NAMES if name in found)


def _cmap(data: bytes, base: int) -> frozenset[int]:
    """Read the Unicode cmap (format 4 or 12)."""
    (records,) = struct.unpack_from(">H", data, base + 2)
    found: set[int] = set()
    for at in range(base + 4, base + 4 + 8 * records, 8):
        platform, encoding, offset = struct.unpack_from(">HHL", data, at)
        if (platform, encoding) in {(0, 3), (0, 4), (3, 1), (3, 10)}:
            found |= _subtable(data, base + offset)
    return frozenset(found)


def _subtable(data: bytes, at: int) -> set[int]:
    (version,) = struct.unpack_from(">H", data, at)
    if version == _SEGMENTED:
        (groups,) = struct.unpack_from(">L", data, at + 12)
        ranges = [struct.unpack_from(">LLL", data, at + 16 + 12 * index)[:2] for index in range(groups)]
        return {code for start, end in ranges for code in range(start, end + 1)}
    if version != _BY_DELTA:
        return set()
    (double,) = struct.unpack_from(">H", data, at + 6)
    ends = struct.unpack_from(f">{double // 2}H", data, at + 14)
    starts = struct.unpack_from(f">{double // 2}H", data, at + 16 + double)
    return {code for start, end in zip(starts, ends, strict=True) for code in range(start, end + 1)} - {0xFFFF}
