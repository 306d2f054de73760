# SPDX-License-Identifier: EUPL-1.2
"""The bytes of a certificate -> its state at a moment, by our own policy; and the one key of it that Sequoia may see.

(1) one certificate of version 4, whole; what Sequoia cannot read either is no certificate;
(2) revoked is revoked, whatever the reason and whatever was signed later; Sequoia's word is heard too;
(3) a key counts from when it was made until its newest binding says, or Sequoia says it sooner;
(4) of the keys that can do what is asked now, the newest is used, as GnuPG does, and Sequoia gets a certificate with no other.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from weerbaar_docs.encryption.achterkant import SPELING
from weerbaar_docs.encryption.fouten import unreadable
from weerbaar_docs.encryption.packets import KEY_TAGS, PRIMARY_TAGS, SECRET_TAGS, keys, read_packets, write_packets
from weerbaar_docs.encryption.sequoia import deur
from weerbaar_docs.encryption.sequoia.bindings import read_parts
from weerbaar_docs.encryption.sleutelstaat import Deelsleutel, Sleutelstaat

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from weerbaar_docs.encryption.packets import Pakket
    from weerbaar_docs.encryption.sequoia.bindings import Binding, Deel

_VIER: Final = 4
_USER_ATTRIBUTE: Final = 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Kaart:
    """A certificate as it was read once; `staat` judges it at a moment. `geheimen` are the keys in the secret key, in order."""

    delen: tuple[Deel, ...]
    ingetrokken: bool
    verloopt: datetime | None
    certificaat: deur.Certificaat = field(repr=False)
    geheim: deur.GeheimeSleutel | None = field(repr=False)
    geheimen: tuple[str, ...] = ()

    @property
    def vingerafdruk(self) -> str:
        """Give the fingerprint of the primary key."""
        return self.delen[0].sleutel.vingerafdruk

    def staat(self, now: datetime) -> Sleutelstaat:
        """Give the state at this moment."""
        primary = self._key(self.delen[0], now, self.verloopt, revoked=self.ingetrokken)
        subkeys = tuple(self._key(d, now, None, revoked=False, primary=primary.geldigheid) for d in self.delen[1:])
        return Sleutelstaat(primair=primary, subsleutels=subkeys, geheim=self.geheim is not None)

    def public(self) -> Kaart:
        """Give it without the secret key, as others see it."""
        return replace(self, geheim=None)

    def secret(self) -> deur.GeheimeSleutel:
        """Give the secret key; only who knows that it is there may ask."""
        assert self.geheim is not None
        return self.geheim

    def with_copy(self, other: Kaart) -> Kaart:
        """Give what two copies of one certificate say together, with the secret key of either."""
        secret = self.geheim or other.geheim
        whole = deur.merged(self.certificaat, other.certificaat)
        return _kaart(whole, read_packets(deur.written(whole)), secret)

    def chosen(self, ability: str, now: datetime) -> Deelsleutel | None:
        """Give the newest usable key that can encrypt (e) or sign (s): a subkey before the primary key."""
        primary, *subkeys = [
            k
            if ability in k.mogelijkheden and k.bruikbaar and (ability != "s" or k.vingerafdruk in self.geheimen)
            else None
            for k in self.staat(now).delen
        ]
        return max(filter(None, subkeys), key=lambda k: k.aangemaakt, default=primary)

    def public_with(self, key: Deelsleutel) -> deur.Certificaat:
        """Give the certificate with the primary key and this one only."""
        keys = [d.sleutel.vingerafdruk for d in self.delen]
        return deur.read_public(_only(key, keys, [p for d in self.delen for p in d.pakketten]))

    def secret_with(self, key: Deelsleutel) -> deur.GeheimeSleutel:
        """Give the secret key with the primary key and this one only."""
        return deur.read_secret(_only(key, self.geheimen, read_packets(deur.written(self.secret()))))

    def _key(
        self, part: Deel, now: datetime, sooner: datetime | None, *, revoked: bool, primary: str = "-"
    ) -> Deelsleutel:
        newest = _newest(part, now)
        lasts = None if newest is None or newest.sleutelduur is None else part.sleutel.aangemaakt + newest.sleutelduur
        ends = min((m for m in (lasts, sooner) if m is not None), default=None)
        if revoked or part.ingetrokken:
            validity = "r"
        elif newest is None or part.sleutel.aangemaakt > now + SPELING:
            validity = "i"
        else:
            validity = "e" if ends is not None and ends <= now else primary
        return Deelsleutel(
            vingerafdruk=part.sleutel.vingerafdruk,
            algoritme=part.sleutel.algoritme,
            lengte=part.sleutel.bits,
            aangemaakt=part.sleutel.aangemaakt,
            verloopt=ends,
            geldigheid="r" if primary == "r" else validity,
            mogelijkheden=_abilities(part, newest),
        )


def read_kaart(data: bytes) -> Kaart:
    """Read exactly one certificate or secret key, armored or not; raises EncryptionError."""
    packets = read_packets(data)
    try:
        found = keys(packets)
    except (ValueError, IndexError):
        found = ()
    if not found:
        raise unreadable("het bestand is geen leesbare OpenPGP-sleutel")
    if sum(p.tag in PRIMARY_TAGS for p in packets) != 1:
        raise unreadable("het bestand bevat meer dan één sleutel")
    if any(k.versie != _VIER for k in found):
        raise unreadable("de sleutel heeft een versie die hier niet wordt aangenomen (alleen versie 4)")
    whole = write_packets(packets)
    try:
        if not any(p.tag in SECRET_TAGS for p in packets):
            return _kaart(deur.read_public(whole), packets, None)
        secret = deur.read_secret(whole)
        public = deur.public_part(secret)
        return _kaart(public, read_packets(deur.written(public)), secret)
    except deur.Geweigerd:
        raise unreadable(
            "Sequoia kan deze sleutel niet lezen, of vindt een algoritme of kromme ervan onbekend of te zwak"
        ) from None


def _kaart(certificate: deur.Certificaat, packets: tuple[Pakket, ...], secret: deur.GeheimeSleutel | None) -> Kaart:
    revoked, expires = deur.judged(certificate)
    parts = read_parts(packets)
    if parts[0].sleutel.vingerafdruk != deur.fingerprint(certificate):
        raise unreadable("het bestand is niet op één manier te lezen")
    return Kaart(
        delen=parts,
        ingetrokken=revoked,
        verloopt=expires,
        certificaat=certificate,
        geheim=secret,
        geheimen=() if secret is None else deur.key_packets(deur.written(secret)),
    )


def _only(key: Deelsleutel, keys: Sequence[str], packets: Sequence[Pakket]) -> bytes:
    """Keep the primary key with its names, and this key, of packets in which the keys stand in this order."""
    if key.vingerafdruk not in keys:
        raise deur.Geweigerd
    number, picture, kept = -1, False, []
    for packet in packets:
        number += packet.tag in KEY_TAGS
        picture = packet.tag == _USER_ATTRIBUTE or (picture and packet.tag == 2)  # noqa: PLR2004 - its signatures
        if number in {0, keys.index(key.vingerafdruk)} and not picture:
            kept.append(packet)
    return write_packets(tuple(kept))


def _newest(part: Deel, now: datetime) -> Binding | None:
    counts = [b for b in part.bindingen if b.gezet <= now + SPELING and (b.verloopt is None or b.verloopt > now)]
    return max(counts, key=lambda b: b.gezet, default=None)


def _abilities(part: Deel, newest: Binding | None) -> str:
    """Give what a key was meant for; a key that is bound no more keeps what it was, so that the reason can be told."""
    known = newest or max(part.bindingen, key=lambda b: b.gezet, default=None)
    if known is not None and known.mogelijkheden is not None:
        return known.mogelijkheden
    told = [b for b in part.bindingen if b.mogelijkheden is not None]
    return max(told, key=lambda b: b.gezet).mogelijkheden or "" if told else ""
