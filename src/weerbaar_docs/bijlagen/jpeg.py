# SPDX-License-Identifier: EUPL-1.2
"""JPEG bytes -> the same picture without what rides along: the segments of the file, walked one by one.

(1) kept are the segments that the decoder needs, JFIF (without its thumbnail) and Adobe's colour flag; (2) what comes
after the end of the picture goes (a second frame, a hidden archive); (3) a picture in more scans than any camera writes
is refused, since each scan costs a pass over all its pixels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_SCANS: Final = 64

_SOI, _EOI, _SOS, _APP0, _APP14 = 0xD8, 0xD9, 0xDA, 0xE0, 0xEE
_DECODING: Final = {*range(0xC0, 0xD0), _SOS, 0xDB, 0xDC, 0xDD} - {0xC8}
_ALONE: Final = {0x00, 0xFF, *range(0xD0, 0xD8)}
_JFIF: Final = b"JFIF\x00"
_ADOBE: Final = b"Adobe"


def strip_metadata(data: bytes) -> bytes:
    """Give the JPEG with its pixels untouched and its metadata, comments, thumbnails and trailing bytes gone.

    Raises ValueError if the segments do not follow one another from start to end.
    """
    kept = [b"\xff\xd8"]
    for marker, payload, entropy in segments(data):
        clean = _clean(marker, payload)
        if clean is not None:
            kept += [bytes((0xFF, marker)), (len(clean) + 2).to_bytes(2, "big"), clean, entropy]
    return b"".join([*kept, b"\xff\xd9"])


def segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Walk the segments between start and end: marker, payload and the coded data that follow a scan's header."""
    if not data.startswith(b"\xff\xd8"):
        raise ValueError("no start of image")
    place, scans = 2, 0
    while True:
        marker, place = _marker(data, place)
        if marker == _EOI:
            return
        length = int.from_bytes(data[place : place + 2], "big")
        end = place + length
        if length < 2 or end > len(data) or marker in _ALONE:  # noqa: PLR2004
            raise ValueError("segment out of bounds")
        coded_end = _coded(data, end) if marker == _SOS else end
        scans += marker == _SOS
        if scans > MAX_SCANS:
            raise ValueError("too many scans")
        yield marker, data[place + 2 : end], data[end:coded_end]
        place = coded_end


def _marker(data: bytes, place: int) -> tuple[int, int]:
    """Read a marker, over any fill bytes."""
    if data[place : place + 1] != b"\xff":
        raise ValueError("no marker")
    while data[place : place + 1] == b"\xff":
        place += 1
    if place >= len(data):
        raise ValueError("no end of image")
    return data[place], place + 1


def _coded(data: bytes, place: int) -> int:
    """Find where coded data end: the first marker that is neither a stuffed byte nor a restart."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            raise ValueError("no end of image")
        if data[place + 1] not in _ALONE:
            return place
        place += 1 if data[place + 1] == 0xFF else 2  # noqa: PLR2004


def _clean(marker: int, payload: bytes) -> bytes | None:
    if marker == _APP0 and payload.startswith(_JFIF):
        return payload[:12].ljust(12, b"\x00") + b"\x00\x00"
    if marker == _APP14 and payload.startswith(_ADOBE):
        return payload[:12] if len(payload) >= 12 else None  # noqa: PLR2004
    return payload if marker in _DECODING else None
