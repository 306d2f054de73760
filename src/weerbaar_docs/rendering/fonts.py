# SPDX-License-Identifier: EUPL-1.2
"""The fonts that a PDF may use: Arimo, which has the metrics of Arial; never a font of the machine."""

from __future__ import annotations

import hashlib
import struct
from functools import cache
from pathlib import Path

import fontpkg_arimo

FAMILY = "Arimo"
METRIC_COMPATIBLE = frozenset({"arimo", "arial", "helvetica", "liberation sans"})
# hhea of Arimo, in em: what Word takes as the height of one line of Arial.
ASCENT, DESCENT, LINE_GAP = 0.905, 0.212, 0.033
_BY_DELTA, _SEGMENTED = 4, 12  # the two cmap formats that matter
LINE_HEIGHT = ASCENT + DESCENT + LINE_GAP


def font_folder() -> Path:
    """Give the folder with the font files of the fontpkg-arimo package."""
    return Path(fontpkg_arimo.ROOT) / "files"


@cache
def fonts_sha256() -> str:
    """Give one SHA-256 over the names and bytes of all font files."""
    total = hashlib.sha256()
    for path in sorted(font_folder().glob("*.ttf")):
        total.update(f"{path.name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def is_supported(name: str) -> bool:
    """Say whether a font name of a template may be set in Arimo without moving a line."""
    return name.strip().lower() in METRIC_COMPATIBLE


@cache
def codepoints() -> frozenset[int]:
    """Give the code points that every font file has a glyph for."""
    sets = [_cmap(path.read_bytes()) for path in sorted(font_folder().glob("*.ttf"))]
    return frozenset.intersection(*sets)


def _cmap(data: bytes) -> frozenset[int]:
    """Read the Unicode cmap (format 4 or 12) of an sfnt file."""
    (count,) = struct.unpack_from(">H", data, 4)
    tables = {data[at : at + 4]: struct.unpack_from(">L", data, at + 8)[0] for at in range(12, 12 + 16 * count, 16)}
    base = tables[b"cmap"]
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
