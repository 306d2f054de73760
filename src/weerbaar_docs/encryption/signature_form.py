# SPDX-License-Identifier: EUPL-1.2
"""A detached OpenPGP signature -> its one canonical form: so that another byte is another signature, and a broken one.

Much in a signature is covered by nothing: how its length is written, the subpackets outside the hash, the two octets of
the hash, the bit counts of its numbers. GnuPG takes each of them as it comes, so a file could be changed and still hold.
By RFC 9580, 5.2: (1) one packet of version 4 over binary data, in the old header with the shortest length; (2) outside the
hash only the short id of the key that the hashed part names in full; (3) the two octets are those of the hash; (4) every
number has its own bit count, and the last ends the file.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from weerbaar_docs.encryption.framing import SIGNATURE, only_packet
from weerbaar_docs.errors import VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterator

_VERSION, _BINARY = 4, 0
_FIXED: Final = 6  # version, kind, algorithm, hash, and the length of what is hashed
_ISSUER_FINGERPRINT: Final = 33
_FINGERPRINT: Final = 22  # kind of subpacket, version of key, 20 octets
_HASHES: Final = {8: "sha256", 9: "sha384", 10: "sha512", 12: "sha3_256", 14: "sha3_512"}
_LONGEST: Final = 0xFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Vorm:
    """What stands in a signature: the part under the hash, its issuer, the two octets of the hash, and the numbers."""

    gehasht: bytes = field(repr=False)
    uitgever: str
    begin: bytes
    getallen: bytes = field(repr=False)


def canonical_signature(signature: bytes) -> bytes:
    """Write a binary signature in its canonical form; raises VerificationError for what has none."""
    vorm = read_form(signature)
    unhashed = b"\x09\x10" + bytes.fromhex(vorm.uitgever)[-8:]
    body = vorm.gehasht + len(unhashed).to_bytes(2) + unhashed + vorm.begin + vorm.getallen
    if len(body) > _LONGEST:
        raise _no_form()
    size = 1 if len(body) <= 0xFF else 2  # noqa: PLR2004 - RFC 9580, 4.2.2: the length in one octet, or in two
    return bytes([0x88 | (size - 1)]) + len(body).to_bytes(size) + body


def check_form(signature: bytes, data: bytes) -> str:
    """Give the fingerprint of the key that a canonical signature over these data names; raises VerificationError.

    Whether that key made it is for the ring to say: this is only about bytes that no signature covers.
    """
    vorm = read_form(signature)
    if canonical_signature(signature) != signature:
        raise _no_form()
    name = _HASHES.get(vorm.gehasht[3], "")
    if not name or digest_of(name, vorm.gehasht, data)[:2] != vorm.begin:
        raise _no_form()
    return vorm.uitgever


def read_form(signature: bytes) -> Vorm:
    """Read the one packet of a signature; raises VerificationError."""
    packet = only_packet(signature, tag=SIGNATURE)
    if packet is None:
        raise _no_form()
    body = signature[packet.start :]
    hashed_end = _FIXED + int.from_bytes(body[4:_FIXED])
    begin = hashed_end + 2 + int.from_bytes(body[hashed_end : hashed_end + 2])
    if body[:2] != bytes([_VERSION, _BINARY]) or not _are_numbers(body[begin + 2 :]):
        raise _no_form()
    return Vorm(
        gehasht=body[:hashed_end],
        uitgever=_issuer(body[_FIXED:hashed_end]),
        begin=body[begin : begin + 2],
        getallen=body[begin + 2 :],
    )


def _are_numbers(data: bytes) -> bool:
    """Say whether these are whole numbers, each with exactly its own bit count (RFC 9580, 3.2)."""
    place = 0
    while place < len(data):
        bits = int.from_bytes(data[place : place + 2])
        end = place + 2 + (bits + 7) // 8
        if bits == 0 or int.from_bytes(data[place + 2 : end]).bit_length() != bits:
            return False
        place = end
    return bool(data)


def subpackets(area: bytes) -> Iterator[bytes]:
    """Give each subpacket, its kind in the first octet (RFC 9580, 5.2.3.7); raises ValueError for an area that is not whole."""
    place = 0
    while place < len(area):
        first = area[place]
        if first < 192:  # noqa: PLR2004 - the length of a subpacket
            size, place = first, place + 1
        elif first < 255:  # noqa: PLR2004
            size, place = (first - 192 << 8) + int.from_bytes(area[place + 1 : place + 2]) + 192, place + 2
        else:
            size, place = int.from_bytes(area[place + 1 : place + 5]), place + 5
        subpacket = area[place : place + size]
        if not subpacket or len(subpacket) < size:
            raise ValueError("a subpacket is empty or cut off")
        yield subpacket
        place += size


def digest_of(name: str, hashed: bytes, data: bytes) -> bytes:
    """Hash as a signature of version 4 does (RFC 9580, 5.2.4)."""
    made = hashlib.new(name, data, usedforsecurity=False)
    made.update(hashed + b"\x04\xff" + len(hashed).to_bytes(4))
    return made.digest()


def _issuer(hashed: bytes) -> str:
    """Give the fingerprint that the hashed subpackets name; exactly one (RFC 9580, 5.2.3.35)."""
    try:
        found = [s for s in subpackets(hashed) if s[0] & 0x7F == _ISSUER_FINGERPRINT]
    except ValueError:
        raise _no_form() from None
    if len(found) != 1 or len(found[0]) != _FINGERPRINT or found[0][1] != _VERSION:
        raise _no_form()
    return found[0][2:].hex().upper()


def _no_form() -> VerificationError:
    return VerificationError.because(
        "HANDTEKENING-VORM",
        "de handtekening heeft niet de ene vorm die weerbaar-docs schrijft",
        "Gebruik het pakket niet en vraag de afzender om het origineel.",
    )
