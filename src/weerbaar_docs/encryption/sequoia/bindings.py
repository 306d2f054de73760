# SPDX-License-Identifier: EUPL-1.2
"""The packets of a certificate -> what its primary key itself says of its parts, each signature verified here.

(1) only a signature of version 4 by the primary key, over exactly this part; (2) what binds has a digest that nobody can
forge, what revokes may have any; (3) whatever cannot be read or verified says nothing. By RFC 9580, 5.2.3 and 5.2.4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from weerbaar_docs.encryption.packets import KEY_TAGS, PRIMARY_TAGS, keys
from weerbaar_docs.encryption.sequoia.public_keys import is_made_by
from weerbaar_docs.encryption.signature_form import digest_of, subpackets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from weerbaar_docs.encryption.packets import Pakket, Sleutelpakket

_SIGNATURE, _USER_ID, _USER_ATTRIBUTE = 2, 13, 17
_VERSION: Final = 4
_FIXED: Final = 6  # version, kind, algorithm, hash, and the length of what is hashed
_HASHES: Final = {
    1: "md5",
    2: "sha1",
    8: "sha256",
    9: "sha384",
    10: "sha512",
    11: "sha224",
    12: "sha3_256",
    14: "sha3_512",
}
_STRONG: Final = frozenset({8, 9, 10, 12, 14})
_NAMES: Final = frozenset({0x10, 0x11, 0x12, 0x13})
_DIRECT, _SUBKEY, _REVOKED_KEY, _REVOKED_SUBKEY, _REVOKED_NAME = 0x1F, 0x18, 0x20, 0x28, 0x30
_MADE, _EXPIRES, _KEY_EXPIRES, _FLAGS = 2, 3, 9, 27
_TIME: Final = 4  # octets of a moment or a duration
_ABILITIES: Final = ((0x01, "c"), (0x02, "s"), (0x0C, "e"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """What one good signature says of a key: since when, until when, for how long the key is, and for what (None: nothing)."""

    gezet: datetime
    verloopt: datetime | None
    sleutelduur: timedelta | None
    mogelijkheden: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deel:
    """One key of a certificate with what binds and revokes it; `pakketten` are those that belong to it."""

    sleutel: Sleutelpakket
    bindingen: tuple[Binding, ...]
    ingetrokken: bool
    pakketten: tuple[Pakket, ...]


def read_parts(packets: Sequence[Pakket]) -> tuple[Deel, ...]:
    """Give the primary key, to which the names belong too, and the subkeys of a public certificate."""
    groups = list(_groups(packets))
    primary = groups[0][0].inhoud
    return tuple(_part(group, primary) for group in groups)


def _groups(packets: Sequence[Pakket]) -> Iterator[tuple[Pakket, ...]]:
    """Give the packets from each key to the next."""
    start = 0
    for place, packet in enumerate(packets):
        if packet.tag in KEY_TAGS and place > start:
            yield tuple(packets[start:place])
            start = place
    yield tuple(packets[start:])


def _part(group: tuple[Pakket, ...], primary: bytes) -> Deel:
    own, over_key = group[0], _key_material(primary)
    is_primary = own.tag in PRIMARY_TAGS
    over = over_key if is_primary else over_key + _key_material(own.inhoud)
    bindings: list[Binding] = []
    revoked = False
    names: list[tuple[list[Binding], bool]] = []
    for packet in group[1:]:
        if packet.tag == _USER_ID and is_primary:
            over = over_key + b"\xb4" + len(packet.inhoud).to_bytes(4) + packet.inhoud
            names.append(([], False))
        elif packet.tag == _USER_ATTRIBUTE:
            over = b""  # of a picture: its signatures say nothing here
        elif packet.tag == _SIGNATURE and over and (kind := _kind(packet.inhoud, over, primary)) is not None:
            made = _binding(packet.inhoud)
            if names and kind == _REVOKED_NAME:
                names[-1] = names[-1][0], True
            elif names and kind in _NAMES:
                names[-1][0].extend(made)
            elif kind in {_REVOKED_KEY, _REVOKED_SUBKEY}:
                revoked = revoked or (kind == _REVOKED_KEY) == is_primary
            elif kind == (_DIRECT if is_primary else _SUBKEY):
                bindings.extend(made)
    bindings += [b for found, gone in names if not gone for b in found]
    return Deel(sleutel=keys((own,))[0], bindingen=tuple(bindings), ingetrokken=revoked, pakketten=group)


def _key_material(body: bytes) -> bytes:
    return b"\x99" + len(body).to_bytes(2) + body


def _kind(body: bytes, over: bytes, primary: bytes) -> int | None:
    """Give the kind of a signature by the primary key over these data; None for every other."""
    end = _FIXED + int.from_bytes(body[4:_FIXED])
    begin = end + 2 + int.from_bytes(body[end : end + 2])
    name = _HASHES.get(body[3]) if len(body) > _FIXED and body[0] == _VERSION else None
    if name is None:
        return None
    digest = digest_of(name, body[:end], over)
    return body[1] if is_made_by(primary, body[2], digest, name, body[begin + 2 :]) else None


def _binding(body: bytes) -> Iterator[Binding]:
    try:
        hashed = {s[0] & 0x7F: s[1:] for s in subpackets(body[_FIXED : _FIXED + int.from_bytes(body[4:_FIXED])])}
    except ValueError:
        return  # GnuPG and Sequoia take nothing of it either
    times = [hashed.get(kind, bytes(_TIME)) for kind in (_MADE, _EXPIRES, _KEY_EXPIRES)]
    if body[3] not in _STRONG or _MADE not in hashed or any(len(t) != _TIME for t in times):
        return
    at, expires, lasts = map(int.from_bytes, times)
    made = datetime.fromtimestamp(at, UTC)
    flags = hashed.get(_FLAGS)
    yield Binding(
        gezet=made,
        verloopt=made + timedelta(seconds=expires) if expires else None,
        sleutelduur=timedelta(seconds=lasts) if lasts else None,
        mogelijkheden=None if flags is None else "".join(a for bit, a in _ABILITIES if int.from_bytes(flags[:1]) & bit),
    )
