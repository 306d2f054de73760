# SPDX-License-Identifier: EUPL-1.2
"""The keys of one ring of Sequoia, judged at each use -> what Sequoia is handed: one key of a certificate, opened or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from weerbaar_docs.encryption.fouten import cannot_encrypt, cannot_open, cannot_sign, is_closed, unreadable
from weerbaar_docs.encryption.framing import recipients_of
from weerbaar_docs.encryption.sequoia import deur
from weerbaar_docs.encryption.vastgelegd import Vastgelegd

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from weerbaar_docs.encryption.achterkant import Recorder
    from weerbaar_docs.encryption.sequoia.kaart import Kaart
    from weerbaar_docs.encryption.sleutelstaat import Sleutelstaat
    from weerbaar_docs.keys import Sleutelsoort


class Ontvanger(NamedTuple):
    """The one key to encrypt to, and a certificate with no other that can."""

    vingerafdruk: str
    certificaat: deur.Certificaat


class Sleutelbos:
    """The certificates and secret keys that were taken in."""

    def __init__(self, *, password: str | None, klok: Callable[[], datetime], recorder: Recorder | None) -> None:
        """Begin without keys."""
        self._password = password
        self._klok = klok
        self._kaarten: dict[str, Kaart] = {}
        self._signers: dict[tuple[str, str], deur.Ondertekenaar] = {}
        self._vast = Vastgelegd(self.staat, recorder)
        self._closed = False

    def close(self) -> None:
        """Let go of every key."""
        self._kaarten.clear()
        self._signers.clear()
        self._closed = True

    def require_open(self) -> None:
        """Raise EncryptionError when the keys are gone."""
        if self._closed:
            raise is_closed()

    def add(self, kaart: Kaart, *, soort: Sleutelsoort | None = None) -> str:
        """Take in a certificate; what was known of it stays, so that an older copy undoes no revocation."""
        self.require_open()
        known = self._kaarten.get(kaart.vingerafdruk)
        try:
            whole = kaart if known is None else known.with_copy(kaart)
        except deur.Geweigerd:
            raise unreadable("het bestand is niet samen te voegen met dezelfde sleutel van eerder") from None
        self._kaarten[kaart.vingerafdruk] = whole
        self._vast.add(kaart.vingerafdruk, geheim=whole.geheim is not None, soort=soort)
        return kaart.vingerafdruk

    def kaart(self, vingerafdruk: str) -> Kaart:
        """Give a certificate by its pin."""
        self.require_open()
        return self._kaarten[self._vast.pinned(vingerafdruk)]

    def geheim(self, vingerafdruk: str) -> Kaart:
        """Give a certificate whose secret key is here."""
        self.require_open()
        return self._kaarten[self._vast.signer(vingerafdruk)]

    def staat(self, vingerafdruk: str) -> Sleutelstaat:
        """Give the state of a certificate now."""
        return self.kaart(vingerafdruk).staat(self._klok())

    def ondertekenaar(self, vingerafdruk: str) -> deur.Ondertekenaar:
        """Give what signs for a key now, opened once: a password costs a tenth of a second."""
        kaart = self.geheim(vingerafdruk)
        key = kaart.chosen("s", self._klok())
        if key is None:
            raise cannot_sign(self.staat(vingerafdruk))
        place = vingerafdruk, key.vingerafdruk
        if place not in self._signers:
            try:
                self._signers[place] = deur.signer(kaart.secret_with(key), self._password)
            except deur.Geweigerd:
                raise cannot_sign(self.staat(vingerafdruk)) from None
        return self._signers[place]

    def ontvangers(self, vingerafdrukken: Sequence[str], *, doel: str) -> list[Ontvanger]:
        """Give what to encrypt to for this purpose now; the recorder is told."""
        found = []
        for fingerprint in self._vast.recipients(vingerafdrukken, doel=doel):
            kaart = self._kaarten[fingerprint]
            key = kaart.chosen("e", self._klok())
            if key is None:
                raise cannot_encrypt("Sequoia")
            try:
                found.append(Ontvanger(key.vingerafdruk, kaart.public_with(key)))
            except deur.Geweigerd:
                raise cannot_encrypt("Sequoia") from None
        return found

    def ontcijferaar(self, message: BinaryIO) -> deur.Ontcijferaar:
        """Give the key of this ring that a whole encrypted message is for, also when it has lapsed meanwhile."""
        wanted = recipients_of(message)
        owned = [
            (kaart, part)
            for kaart in self._kaarten.values()
            if kaart.geheim is not None
            for part in kaart.staat(self._klok()).delen
            if part.vingerafdruk.endswith(wanted)
        ]
        if not owned:
            raise cannot_open()
        kaart, part = owned[0]
        try:
            return deur.decryptor(kaart.secret_with(part), self._password)
        except deur.Geweigerd:
            raise cannot_open() from None
