# SPDX-License-Identifier: EUPL-1.2
"""Bytes -> whether they are framed as one encrypted OpenPGP message; no key is needed to tell.

By RFC 9580, 4.2 and 10.3: one or more session keys for a public key (tag 1), then exactly one packet of encrypted and
integrity protected data (tag 18, or GnuPG's tag 20) that ends where the bytes end. Plaintext that begins with the
right byte falls through on the lengths. A message on a disk is walked from length to length, and never read whole.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from typing import BinaryIO

SIGNATURE: Final = 2
_SESSION_KEY = 1
_WITH_ID = 3
_WITH_FINGERPRINT = b"\x15\x04"  # 21 octets: of a key of version 4
_VERSIONS = {_SESSION_KEY: {3, 6}, 18: {1, 2}, 20: {1}}
_OLD_SIZES = {0: 1, 1: 2, 2: 4}


class Pakket(NamedTuple):
    """One packet: its tag, its first byte, where its contents begin and end, and whether they are in one piece."""

    tag: int
    version: int
    start: int
    end: int
    whole: bool


def is_encrypted_message(data: bytes) -> bool:
    """Say whether the bytes are one OpenPGP message that is encrypted to at least one public key."""
    place = 0
    while (packet := packet_at(data, place)) is not None:
        if packet.version not in _VERSIONS.get(packet.tag, set()):
            return False
        if packet.tag != _SESSION_KEY:
            return bool(place) and packet.end == len(data)
        if not packet.whole:
            return False
        place = packet.end
    return False


def recipients_of(message: BinaryIO) -> tuple[str, ...]:
    """Give for which keys one whole encrypted message is, by fingerprint or its last 16 characters; empty for all else."""
    size = message.seek(0, os.SEEK_END)
    place, found = 0, list[str]()
    while (packet := _packet_in(message, place)) is not None:
        message.seek(packet.start)
        if packet.end > size or packet.version not in _VERSIONS.get(packet.tag, set()):
            break
        if packet.tag != _SESSION_KEY:
            return tuple(found) if packet.end == size else ()
        whom = _recipient(message.read(24)) if packet.whole else ""
        if not whom:
            break
        found.append(whom)
        place = packet.end
    return ()


def can_hold(message: BinaryIO, size: int) -> bool:
    """Say whether so many bytes can be in a message: nothing is compressed, so a shorter one lost some of them."""
    return message.seek(0, os.SEEK_END) > size


def _recipient(body: bytes) -> str:
    """Give whom a session key is for (RFC 9580, 5.1): an id, or the whole fingerprint; empty for all else."""
    if body[0] == _WITH_ID:
        return body[1:9].hex().upper()
    return body[3:23].hex().upper() if body[1:3] == _WITH_FINGERPRINT else ""


def _packet_in(message: BinaryIO, place: int) -> Pakket | None:
    """Read the head of a packet and its lengths, wherever its contents end."""
    message.seek(place)
    head = message.read(5)
    if not head or not head[0] & 0x80:  # bit 7 is always set (4.2)
        return None
    found = _lengths(message, head, place)
    if found is None:
        return None
    tag, start, end, whole = found
    message.seek(start)
    first = message.read(1)
    return Pakket(tag, first[0], start, end, whole) if first and start < end else None


def _lengths(message: BinaryIO, head: bytes, place: int) -> tuple[int, int, int, bool] | None:
    if not head[0] & 0x40:
        size = _OLD_SIZES.get(head[0] & 0x03)
        if size is None:
            return None
        start = place + 1 + size
        return head[0] >> 2 & 0x0F, start, start + int.from_bytes(head[1 : 1 + size]), True
    start, end, whole = 0, place + 1, True
    while (length := _length_at(message, end)) is not None:
        size, after, partial = length
        start = start or end + after
        end += after + size
        if not partial:
            return head[0] & 0x3F, start, end, whole
        whole = False
    return None


def _length_at(message: BinaryIO, place: int) -> tuple[int, int, bool] | None:
    message.seek(place)
    return _new_length(message.read(5), 0)


def packet_at(data: bytes, place: int) -> Pakket | None:
    """Read one packet; None when no whole packet with contents stands here."""
    head = data[place : place + 1]
    if not head or not head[0] & 0x80:  # bit 7 is always set (4.2)
        return None
    if head[0] & 0x40:
        return _new_packet(data, place + 1, tag=head[0] & 0x3F)
    size = _OLD_SIZES.get(head[0] & 0x03)
    if size is None:
        return None
    start = place + 1 + size
    return _made(data, tag=head[0] >> 2 & 0x0F, start=start, end=start + int.from_bytes(data[place + 1 : start]))


def only_packet(data: bytes, *, tag: int) -> Pakket | None:
    """Give the one packet that these bytes are, of this tag and in one piece; None for all else."""
    packet = packet_at(data, 0)
    if packet is None or packet.tag != tag or not packet.whole or packet.end != len(data):
        return None
    return packet


def _new_packet(data: bytes, place: int, tag: int) -> Pakket | None:
    first, whole = 0, True
    while (length := _new_length(data, place)) is not None:
        size, place, partial = length
        first = first or place
        place += size
        if not partial:
            return _made(data, tag=tag, start=first, end=place, whole=whole)
        whole = False
    return None


def _made(data: bytes, *, tag: int, start: int, end: int, whole: bool = True) -> Pakket | None:
    return Pakket(tag, data[start], start, end, whole) if start < end <= len(data) else None


def _new_length(data: bytes, place: int) -> tuple[int, int, bool] | None:
    """Give a length, where its contents begin, and whether more follows (RFC 9580, 4.2.1)."""
    octets = data[place : place + 5]
    if not octets:
        return None
    first = octets[0]
    if first < 192:  # noqa: PLR2004
        return first, place + 1, False
    if first < 224 and len(octets) > 1:  # noqa: PLR2004
        return (first - 192 << 8) + octets[1] + 192, place + 2, False
    if 224 <= first < 255:  # noqa: PLR2004
        return 1 << (first & 0x1F), place + 1, True
    return (int.from_bytes(octets[1:]), place + 5, False) if len(octets) == 5 else None  # noqa: PLR2004
