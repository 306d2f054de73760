# SPDX-License-Identifier: EUPL-1.2
"""OpenPGP certificates packet by packet (RFC 9580, 5.2 and 5.5), signed by a key of Ed25519: what no program would write."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric import ed25519, x25519

from weerbaar_docs.encryption.packets import Pakket

GEMAAKT = datetime(2026, 1, 1, tzinfo=UTC)
DIGEST_IDS = {1: "md5", 2: "sha1", 8: "sha256", 9: "sha384", 10: "sha512", 11: "sha224", 12: "sha3_256", 14: "sha3_512"}
NAAM, BEELD = b"FICTIEF Kanarievogel", b"\x01" * 20
ED25519, X25519 = bytes.fromhex("2b06010401da470f01"), bytes.fromhex("2b060104019755010501")


def number(value):
    """Write a whole number behind its bit count."""
    return value.bit_length().to_bytes(2) + value.to_bytes((value.bit_length() + 7) // 8)


def seconds(moment):
    return int(moment.timestamp()).to_bytes(4)


def subpacket(kind, content):
    return bytes([1 + len(content), kind]) + content


def made_at(moment):
    return subpacket(2, seconds(moment))


def expires_after(duration):
    return subpacket(3, int(duration.total_seconds()).to_bytes(4))


def key_lasts(duration):
    return subpacket(9, int(duration.total_seconds()).to_bytes(4))


def flags(value):
    return subpacket(27, bytes([value]))


@dataclass(kw_only=True)
class Sleutelmaker:
    """A primary key that signs, and its subkeys; nothing of it is kept."""

    op: datetime = GEMAAKT
    _key: ed25519.Ed25519PrivateKey = field(default_factory=ed25519.Ed25519PrivateKey.generate)

    def primary(self):
        point = b"\x40" + self._key.public_key().public_bytes_raw()
        return Pakket(
            6, b"\x04" + seconds(self.op) + b"\x16" + bytes([len(ED25519)]) + ED25519 + number(int.from_bytes(point))
        )

    def subkey(self, op=None, *, signs=False):
        oid, private = (ED25519, ed25519.Ed25519PrivateKey) if signs else (X25519, x25519.X25519PrivateKey)
        point = b"\x40" + private.generate().public_key().public_bytes_raw()
        kdf = b"" if signs else b"\x03\x01\x0a\x09"
        return Pakket(
            14,
            b"\x04"
            + seconds(op or self.op)
            + (b"\x16" if signs else b"\x12")
            + bytes([len(oid)])
            + oid
            + number(int.from_bytes(point))
            + kdf,
        )

    def name(self, text=NAAM):
        return Pakket(13, text)

    def sign(self, kind, over, *said, digest=10, version=4, unhashed=b"", by=None):
        """Sign as this key (or as `by`) over these packets; `said` are the hashed subpackets."""
        hashed = b"".join(said) or made_at(self.op)
        head = bytes([version, kind, 22, digest]) + len(hashed).to_bytes(2) + hashed
        covered = b"".join(_covered(p) for p in over) + head + bytes([version, 0xFF]) + len(head).to_bytes(4)
        name = DIGEST_IDS.get(digest, "sha512")
        value = hashlib.new(name, covered, usedforsecurity=False).digest()
        made = (by or self)._key.sign(value)
        numbers = number(int.from_bytes(made[:32])) + number(int.from_bytes(made[32:]))
        return Pakket(2, head + len(unhashed).to_bytes(2) + unhashed + value[:2] + numbers)


def _covered(packet):
    if packet.tag in {6, 14}:
        return b"\x99" + len(packet.inhoud).to_bytes(2) + packet.inhoud
    return (b"\xb4" if packet.tag == 13 else b"\xd1") + len(packet.inhoud).to_bytes(4) + packet.inhoud
