# SPDX-License-Identifier: EUPL-1.2
"""Bytes of a key file, armored or not -> its OpenPGP packets, without GnuPG and without a single check of a signature.

GnuPG skips what it does not understand and reads on; here the file is whole or it is nothing, so that what was judged
is what was sent. By RFC 9580: armor in section 6, packets in 4, key packets in 5.5, curves in 9.2.
"""

from __future__ import annotations

import base64
import codecs
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from weerbaar_docs.encryption.framing import packet_at

SECRET_TAGS = frozenset({5, 7})
KEY_TAGS = frozenset({5, 6, 7, 14})
PRIMARY_TAGS = frozenset({5, 6})
_SECRET, _USER_ID = 5, 13
# signatures, keys, names, pictures of a name, trust, marker and padding: all that a certificate is made of
_ALLOWED = KEY_TAGS | {2, 10, 12, 13, 17, 21}
_VIER = 4
_ARMOR = re.compile(
    rb"-----BEGIN PGP (?:PUBLIC|PRIVATE) KEY BLOCK-----(.*?)-----END PGP (?:PUBLIC|PRIVATE) KEY BLOCK-----", re.DOTALL
)
_HEADER = re.compile(rb"[A-Za-z]+: ")
_ALGORITHMS = {
    1: "RSA",
    2: "RSA",
    3: "RSA",
    16: "ElGamal",
    17: "DSA",
    18: "ECDH",
    19: "ECDSA",
    22: "EdDSA",
}
_CURVES = {
    "2b06010401da470f01": ("ed25519", 255),
    "2b060104019755010501": ("cv25519", 255),
    "2b6571": ("ed448", 448),
    "2b656f": ("x448", 448),
    "2a8648ce3d030101": ("nistp192", 192),
    "2b81040021": ("nistp224", 224),
    "2a8648ce3d030107": ("nistp256", 256),
    "2b81040022": ("nistp384", 384),
    "2b81040023": ("nistp521", 521),
    "2b2403030208010107": ("brainpoolP256r1", 256),
    "2b240303020801010b": ("brainpoolP384r1", 384),
    "2b240303020801010d": ("brainpoolP512r1", 512),
    "2b8104000a": ("secp256k1", 256),
}


class Pakket(NamedTuple):
    """One packet: its tag and its contents."""

    tag: int
    inhoud: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sleutelpakket:
    """What a key packet says of itself; `vingerafdruk` is empty when it is not of version 4."""

    tag: int
    versie: int
    aangemaakt: datetime
    algoritme: str
    bits: int
    kromme: str
    vingerafdruk: str


def read_packets(data: bytes) -> tuple[Pakket, ...]:
    """Give the packets of a key file; empty when it is not a key file from its first byte to its last."""
    binary = _binary(data)
    found: list[Pakket] = []
    place = 0
    while place < len(binary):
        packet = packet_at(binary, place)
        if packet is None or not packet.whole or packet.tag not in _ALLOWED:
            return ()
        found.append(Pakket(packet.tag, binary[packet.start : packet.end]))
        place = packet.end
    return tuple(found) if found and found[0].tag in PRIMARY_TAGS else ()


def write_packets(packets: tuple[Pakket, ...]) -> bytes:
    """Give the packets as bytes, each with a length of five octets."""
    return b"".join(bytes([0xC0 | p.tag, 0xFF]) + len(p.inhoud).to_bytes(4) + p.inhoud for p in packets)


def keys(packets: tuple[Pakket, ...]) -> tuple[Sleutelpakket, ...]:
    """Give what the key packets say, the primary key first; raises ValueError for one that is cut off."""
    return tuple(_key(p) for p in packets if p.tag in KEY_TAGS)


def names_are_clean(packets: tuple[Pakket, ...]) -> bool:
    """Say whether every user id is UTF-8 without control characters or separators of lines."""
    return all(_is_clean(p.inhoud) for p in packets if p.tag == _USER_ID)


def _is_clean(name: bytes) -> bool:
    try:
        return name.decode().isprintable()
    except UnicodeDecodeError:
        return False


def _binary(data: bytes) -> bytes:
    """Take the armor off; Windows PowerShell writes what it redirects in UTF-16."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    blocks = _ARMOR.findall(data)
    if not blocks:
        return data
    return b"".join(_unarmored(block) for block in blocks)


def _unarmored(block: bytes) -> bytes:
    lines = [line.strip() for line in block.split(b"\n")]
    body = [line for line in lines if not line.startswith(b"=") and not _HEADER.match(line)]
    try:
        return base64.b64decode(b"".join(body), validate=True)
    except ValueError:
        return b"\x00"  # no packet begins so


def _key(packet: Pakket) -> Sleutelpakket:
    body = packet.inhoud
    if len(body) < len("vdateann"):
        raise ValueError("a key packet is cut off")
    version, number = body[0], body[5]
    bits, curve = _strength(number, body[6:]) if version == _VIER else (0, "")
    return Sleutelpakket(
        tag=packet.tag,
        versie=version,
        aangemaakt=datetime.fromtimestamp(int.from_bytes(body[1:5]), UTC),
        algoritme=_ALGORITHMS.get(number, f"algoritme {number}"),
        bits=bits,
        kromme=curve,
        vingerafdruk=_fingerprint(body) if version == _VIER and packet.tag not in SECRET_TAGS else "",
    )


def _strength(number: int, rest: bytes) -> tuple[int, str]:
    """Give the bits, and the curve where there is one: a curve's OID or a first number comes first (5.5.5)."""
    if _ALGORITHMS.get(number) in {"ECDH", "ECDSA", "EdDSA"}:
        curve, bits = _CURVES.get(rest[1 : 1 + rest[0]].hex(), ("onbekend", 0))
        return bits, curve
    return (int.from_bytes(rest[:2]), "") if number in _ALGORITHMS else (0, "")


def _fingerprint(body: bytes) -> str:
    """Give the fingerprint of version 4 (5.5.4.2): a name for a key, which is all that SHA-1 is used for here."""
    return hashlib.sha1(b"\x99" + len(body).to_bytes(2) + body, usedforsecurity=False).hexdigest().upper()
