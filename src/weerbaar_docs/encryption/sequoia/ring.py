# SPDX-License-Identifier: EUPL-1.2
"""The ring of Sequoia: pinned keys in the memory of this process -> signatures, sealed messages and opened ones.

The rules are those of `achterkant`; before Sequoia does a thing, `kaart` has judged the certificate at this moment. Of the
signature in an encrypted message Sequoia does not tell the time: it refuses one of before its key, or of more than half an
hour ahead. Who asks for a narrower period is refused, and so is who asks about the past.
"""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, BinaryIO, Final, Self

from weerbaar_docs._files import checked_file
from weerbaar_docs.encryption.achterkant import (
    GROOTSTE_BERICHT,
    SPELING,
    check_moment,
    check_password,
    full_fingerprint,
)
from weerbaar_docs.encryption.fouten import (
    bad_signature,
    cannot_encrypt,
    cannot_open,
    cannot_sign,
    no_secret,
    not_made,
    secret_in_public,
    unreadable,
    wrong_pin,
    wrong_recipients,
)
from weerbaar_docs.encryption.framing import can_hold, recipients_of
from weerbaar_docs.encryption.sequoia import deur
from weerbaar_docs.encryption.sequoia.bestanden import cannot, descriptor, path_of
from weerbaar_docs.encryption.sequoia.judging import check_detached, check_opened, require_live
from weerbaar_docs.encryption.sequoia.kaart import read_kaart
from weerbaar_docs.encryption.sequoia.sleutelbos import Sleutelbos
from weerbaar_docs.encryption.signature_packet import require_one_packet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from weerbaar_docs.encryption.achterkant import Recorder
    from weerbaar_docs.encryption.sequoia.sleutelbos import Ontvanger
    from weerbaar_docs.encryption.sleutelstaat import Sleutelstaat
    from weerbaar_docs.errors import EncryptionError
    from weerbaar_docs.keys import Sleutelsoort

_LARGEST_FLAT: Final = 8 << 20  # of 200 MB it held 175 in memory; encrypting does not
_MIDDAY: Final = time(12, tzinfo=UTC)


class Sequoiaring:
    """Exactly the pinned keys, in memory; closing it lets go of them."""

    def __init__(
        self,
        *,
        recorder: Recorder | None = None,
        wachtwoord: str | None = None,
        klok: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Make an empty ring; `wachtwoord` opens the secret keys in it, `klok` says at which moment keys are judged."""
        self._klok = klok
        self._bos = Sleutelbos(password=check_password(wachtwoord), klok=klok, recorder=recorder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of every key; may be called twice."""
        self._bos.close()

    def import_public(self, data: bytes, *, vingerafdruk: str, soort: Sleutelsoort | None = None) -> None:
        """Take in exactly one public certificate whose primary fingerprint is the pin.

        With a `soort` this ring encrypts to it for the purposes of that kind only (keys.DOELEN).
        """
        pin, kaart = full_fingerprint(vingerafdruk), read_kaart(data)
        if kaart.vingerafdruk != pin:
            raise wrong_pin()
        if kaart.geheim is not None:
            raise secret_in_public()
        self._bos.add(kaart, soort=soort)

    def import_secret(self, data: bytes, *, vingerafdruk: str | None = None) -> str:
        """Take in exactly one secret key and give its fingerprint."""
        pin, kaart = None if vingerafdruk is None else full_fingerprint(vingerafdruk), read_kaart(data)
        if pin is not None and kaart.vingerafdruk != pin:
            raise wrong_pin()
        if kaart.geheim is None:
            raise no_secret()
        return self._bos.add(kaart)

    def export_public(self, vingerafdruk: str) -> bytes:
        """Give the public certificate as binary OpenPGP."""
        return _written(self._bos.kaart(vingerafdruk).certificaat)

    def export_secret(self, vingerafdruk: str) -> bytes:
        """Give the secret key as binary OpenPGP, under the password that it had."""
        return _written(self._bos.geheim(vingerafdruk).secret())

    def generate(self, user_id: str, *, expires: date | None = None) -> str:
        """Make a primary key with subkeys of Curve25519 to sign with and to encrypt to, and give its fingerprint."""
        until = None if expires is None else datetime.combine(expires, _MIDDAY) - self._klok()
        try:
            made = deur.written(deur.generate(user_id, None if until is None else int(until.total_seconds())))
        except deur.Geweigerd:
            raise not_made("Sequoia heeft geen sleutel gemaakt") from None
        return self.import_secret(made)

    def inspect(self, vingerafdruk: str) -> Sleutelstaat:
        """Give the state of a key in this ring as it is now, as others see it."""
        return self._bos.kaart(vingerafdruk).public().staat(self._klok())

    def inspect_certificate(self, data: bytes) -> Sleutelstaat:
        """Give the state of exactly one certificate without taking it into the ring."""
        self._bos.require_open()
        return read_kaart(data).staat(self._klok())

    def sign_detached(self, data: bytes, *, signer: str) -> bytes:
        """Give a binary detached signature by exactly this signer, held to what any other signature is held to."""
        try:
            made = deur.sign(data, self._bos.ondertekenaar(signer))
        except deur.Geweigerd:
            raise cannot_sign(self.inspect(signer)) from None
        began = self.inspect(signer).aangemaakt
        self.verify_detached(data, made, signer=signer, not_before=began, now=self._klok())
        return made

    def verify_detached(
        self, data: bytes, signature: bytes, *, signer: str, not_before: datetime, now: datetime
    ) -> datetime:
        """Give the time of the one good signature by the signer's pinned key."""
        kaart = self._bos.kaart(signer)
        require_one_packet(signature)
        state = kaart.staat(self._klok())
        require_live(state)
        try:
            found = deur.read_detached(signature, data, by=kaart.certificaat)
        except deur.Geweigerd:
            raise bad_signature("er staat geen geldige handtekening") from None
        return check_moment(check_detached(found, state, now), not_before, now)

    def sign_and_encrypt(self, data: bytes, *, signer: str, recipients: Sequence[str], doel: str) -> bytes:
        """Give a signed binary message for exactly these recipients; `doel` is what the recorder is told."""
        self._bos.geheim(signer)
        to = self._bos.ontvangers(recipients, doel=doel)
        by = self._bos.ondertekenaar(signer)
        try:
            message = deur.seal(data, by=by, to=[r.certificaat for r in to])
        except deur.Geweigerd:
            raise cannot_encrypt("Sequoia") from None
        _check_sealed(io.BytesIO(message), len(data), to)
        return message

    def sign_and_encrypt_stream(
        self, source: BinaryIO, target: Path, *, signer: str, recipients: Sequence[str], doel: str
    ) -> None:
        """Do the same from a file on a disk to a new file; `target` is there after every check, or not at all."""
        self._bos.geheim(signer)
        path, to = path_of(source), self._bos.ontvangers(recipients, doel=doel)
        by = self._bos.ondertekenaar(signer)
        with checked_file(target) as made:
            try:
                deur.seal_file(path, descriptor(made), by=by, to=[r.certificaat for r in to])
            except deur.Geweigerd:
                raise cannot_encrypt("Sequoia") from None
            _check_sealed(made, os.fstat(source.fileno()).st_size, to)

    def decrypt_and_verify(
        self, data: bytes, *, signer: str, now: datetime, not_before: datetime | None = None
    ) -> bytes:
        """Give the content of an encrypted message that holds one good signature by the signer."""
        state = self._sender(signer, now, not_before)
        if len(data) > GROOTSTE_BERICHT:
            raise cannot_open("het bericht is te groot")
        key = self._bos.ontcijferaar(io.BytesIO(data))
        try:
            found = deur.open_message(data, key=key, by=self._bos.kaart(signer).certificaat)
        except deur.Geweigerd as error:
            raise _not_opened(error) from None
        check_opened(found, state)
        return found.inhoud

    def decrypt_and_verify_stream(
        self, source: BinaryIO, target: Path, *, signer: str, now: datetime, not_before: datetime | None = None
    ) -> None:
        """Do the same from a file on a disk, of at most 8 MB, to a new file; it is there after every check, or not at all."""
        state, path = self._sender(signer, now, not_before), path_of(source)
        if os.fstat(source.fileno()).st_size > _LARGEST_FLAT:
            raise cannot("opent een bestand van meer dan 8 MB niet zonder dat het hele geheugen meegroeit")
        key = self._bos.ontcijferaar(source)
        with checked_file(target) as made:
            try:
                found = deur.open_file(path, descriptor(made), key=key, by=self._bos.kaart(signer).certificaat)
            except deur.Geweigerd as error:
                raise _not_opened(error) from None
            check_opened(found, state)

    def _sender(self, signer: str, now: datetime, not_before: datetime | None) -> Sleutelstaat:
        """Give the state of who should have signed a message, where Sequoia can judge that at all."""
        state = self._bos.staat(signer)
        if not_before is not None or now < self._klok() - SPELING:
            raise cannot("kan van een versleuteld bericht niet zeggen wanneer het is ondertekend")
        require_live(state)
        return state


def _check_sealed(message: BinaryIO, size: int, to: Sequence[Ontvanger]) -> None:
    if not can_hold(message, size):
        raise cannot_encrypt("Sequoia")
    found = recipients_of(message)
    if len(found) != len(to) or not all(any(r.vingerafdruk.endswith(i) for i in found) for r in to):
        raise wrong_recipients()


def _written(key: deur.Certificaat | deur.GeheimeSleutel) -> bytes:
    try:
        return deur.written(key)
    except deur.Geweigerd:
        raise unreadable("Sequoia kan deze sleutel niet schrijven") from None


def _not_opened(error: deur.Geweigerd) -> EncryptionError:
    return bad_signature("er staat geen geldige handtekening") if error.handtekening else cannot_open()
