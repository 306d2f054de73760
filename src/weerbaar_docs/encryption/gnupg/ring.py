# SPDX-License-Identifier: EUPL-1.2
"""The ring of GnuPG: pinned keys in -> signatures, sealed messages and opened ones, each judged afterwards.

The rules are those of `achterkant`. What gpg says is believed only where its return code, its status lines and the bytes that
it made agree; nothing is compressed, because then the size of a message would tell of its contents.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Self

from weerbaar_docs._files import checked_file
from weerbaar_docs.encryption.achterkant import GROOTSTE_BERICHT, check_password, full_fingerprint
from weerbaar_docs.encryption.fouten import (
    bad_signature,
    cannot_encrypt,
    cannot_open,
    cannot_sign,
    no_secret,
    refusal,
    secret_in_public,
    wrong_recipients,
)
from weerbaar_docs.encryption.framing import can_hold, recipients_of
from weerbaar_docs.encryption.gnupg.judging import is_decrypted, signature_time, signer_of
from weerbaar_docs.encryption.gnupg.sessie import Sessie
from weerbaar_docs.encryption.gnupg.status import succeeded, values
from weerbaar_docs.encryption.signature_packet import require_one_packet
from weerbaar_docs.encryption.vastgelegd import Vastgelegd
from weerbaar_docs.errors import EncryptionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from weerbaar_docs.encryption.achterkant import Recorder
    from weerbaar_docs.encryption.sleutelstaat import Sleutelstaat
    from weerbaar_docs.keys import Sleutelsoort

_SEAL: Final = (
    *("--compress-algo", "none", "--set-filename", "", "--cipher-algo", "AES256", "--digest-algo", "SHA512"),
    *("--trust-model", "always", "--no-encrypt-to", "--sign", "--encrypt"),
)
_OPEN: Final = ("--trust-model", "always", "--max-output", str(GROOTSTE_BERICHT), "--decrypt")


class Sleutelring:
    """A GnuPG home with exactly the pinned keys, for one worker; closing it ends the agent and removes the home."""

    def __init__(
        self,
        *,
        recorder: Recorder | None = None,
        wachtwoord: str | None = None,
        binary: str | None = None,
        basis: Path | None = None,
        timeout: float = 60.0,
    ) -> None:
        """Make an empty ring; `wachtwoord` opens the secret keys in it, `basis` is the folder for the home."""
        password = check_password(wachtwoord)
        self._sessie = Sessie(wachtwoord=password, binary=binary, basis=basis, timeout=timeout)
        self.home = self._sessie.home
        self._known: dict[str, Sleutelstaat] = {}
        self._vast = Vastgelegd(self._known.__getitem__, recorder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """End the agent and remove the home; may be called twice."""
        self._sessie.close()

    def import_public(self, data: bytes, *, vingerafdruk: str, soort: Sleutelsoort | None = None) -> None:
        """Take in exactly one public certificate whose primary fingerprint is the pin.

        With a `soort` this ring encrypts to it for the purposes of that kind only (keys.DOELEN).
        """
        state = self._sessie.read_certificate(data, full_fingerprint(vingerafdruk))
        if state.geheim:
            raise secret_in_public()
        self._add(self._sessie.take_in(data, state), soort=soort)

    def import_secret(self, data: bytes, *, vingerafdruk: str | None = None) -> str:
        """Take in exactly one secret key and give its fingerprint."""
        pin = None if vingerafdruk is None else full_fingerprint(vingerafdruk)
        state = self._sessie.read_certificate(data, pin)
        if not state.geheim:
            raise no_secret()
        self._add(self._sessie.take_in(data, state), geheim=True)
        return state.vingerafdruk

    def export_public(self, vingerafdruk: str) -> bytes:
        """Give the public certificate as binary OpenPGP."""
        return self._sessie.give_out("--export", self._pinned(vingerafdruk))

    def export_secret(self, vingerafdruk: str) -> bytes:
        """Give the secret key as binary OpenPGP."""
        return self._sessie.give_out("--export-secret-keys", self._signer(vingerafdruk))

    def generate(self, user_id: str, *, expires: date | None = None) -> str:
        """Make an ed25519 key with a cv25519 subkey, without a password, and give its fingerprint."""
        fingerprint = self._sessie.generate(user_id, expires.isoformat() if expires else "never")
        self._add(self._sessie.list_key(fingerprint), geheim=True)
        return fingerprint

    def inspect(self, vingerafdruk: str) -> Sleutelstaat:
        """Give the state of a key in this ring as it is now."""
        return self._sessie.list_key(self._pinned(vingerafdruk))

    def inspect_certificate(self, data: bytes) -> Sleutelstaat:
        """Give the state of exactly one certificate without taking it into the ring."""
        return self._sessie.read_certificate(data, None)

    def sign_detached(self, data: bytes, *, signer: str) -> bytes:
        """Give a binary detached signature by exactly this signer."""
        fingerprint = self._signer(signer)
        args = ["--detach-sign", "--local-user", fingerprint, "--digest-algo", "SHA512"]
        result = self._sessie.run(args, data, password=self._sessie.password)
        if not succeeded(result) or not self._signed_by(result, fingerprint) or not result.data:
            raise cannot_sign(self._sessie.list_key(fingerprint))
        return bytes(result.data)

    def verify_detached(
        self, data: bytes, signature: bytes, *, signer: str, not_before: datetime, now: datetime
    ) -> datetime:
        """Give the time of the one good signature by the signer's pinned key."""
        fingerprint = self._pinned(signer)
        require_one_packet(signature)
        with tempfile.NamedTemporaryFile(dir=self.home) as file:
            file.write(signature)
            file.flush()
            result = self._sessie.run(["--verify", file.name, "-"], data)
        return signature_time(result, fingerprint, not_before, now)

    def sign_and_encrypt(self, data: bytes, *, signer: str, recipients: Sequence[str], doel: str) -> bytes:
        """Give a signed binary message for exactly these recipients; `doel` is what the recorder is told."""
        sender = self._signer(signer)
        wanted = self.require_recipients(recipients, doel=doel)
        result = self._sessie.run(_seal(sender, wanted), data, password=self._sessie.password)
        message = bytes(result.data)
        self._check_sealed(result, io.BytesIO(message), len(data), sender, wanted)
        return message

    def sign_and_encrypt_stream(
        self, source: BinaryIO, target: Path, *, signer: str, recipients: Sequence[str], doel: str
    ) -> None:
        """Do the same from a file to a new file, in flat memory; `target` is there after every check, or not at all."""
        sender = self._signer(signer)
        wanted = self.require_recipients(recipients, doel=doel)
        with checked_file(target) as made:
            result = self._sessie.run_stream(_seal(sender, wanted), source, made)
            self._check_sealed(result, made, result.given, sender, wanted)

    def require_recipients(self, recipients: Sequence[str], *, doel: str) -> list[str]:
        """Give the pinned keys to encrypt to for this purpose, and tell the recorder; raises EncryptionError."""
        self._sessie.require_open()
        return self._vast.recipients(recipients, doel=doel)

    def require_made_for(self, message: bytes, recipients: Sequence[str]) -> None:
        """Raise EncryptionError unless a message is encrypted to exactly these pinned keys."""
        self._check_recipients(io.BytesIO(message), [self._vast.recipient(r) for r in recipients])

    def read_signed(self, message: bytes, *, signers: Iterable[str], now: datetime) -> tuple[bytes, str]:
        """Give the content of a signed message that is not encrypted (any more), and which of these keys signed it."""
        result = self._sessie.run([*_OPEN], message)
        signer = signer_of(result)
        if signer is None or signer not in signers:
            raise bad_signature("het bericht is niet ondertekend door iemand die dit mag versturen")
        if len(values(result, "PLAINTEXT")) != 1:
            raise bad_signature("het bericht is niet precies één ondertekend stuk")
        signature_time(result, signer, self._known[self._pinned(signer)].aangemaakt, now)
        return bytes(result.data), signer

    def decrypt_and_verify(
        self, data: bytes, *, signer: str, now: datetime, not_before: datetime | None = None
    ) -> bytes:
        """Give the content of an encrypted message that holds one good signature by the signer."""
        fingerprint = self._pinned(signer)
        result = self._sessie.run([*_OPEN], data, password=self._sessie.password)
        self._check_opened(result, fingerprint, not_before, now)
        return bytes(result.data)

    def decrypt_and_verify_stream(
        self, source: BinaryIO, target: Path, *, signer: str, now: datetime, not_before: datetime | None = None
    ) -> None:
        """Do the same from a file to a new file, in flat memory; `target` is there after every check, or not at all."""
        fingerprint = self._pinned(signer)
        with checked_file(target) as made:
            result = self._sessie.run_stream([*_OPEN], source, made)
            self._check_opened(result, fingerprint, not_before, now)

    def _add(self, state: Sleutelstaat, *, geheim: bool = False, soort: Sleutelsoort | None = None) -> None:
        self._known[state.vingerafdruk] = state
        self._vast.add(state.vingerafdruk, geheim=geheim, soort=soort)

    def _pinned(self, vingerafdruk: str) -> str:
        self._sessie.require_open()
        return self._vast.pinned(vingerafdruk)

    def _signer(self, vingerafdruk: str) -> str:
        self._sessie.require_open()
        return self._vast.signer(vingerafdruk)

    def _signed_by(self, result: Any, signer: str) -> bool:
        made = values(result, "SIG_CREATED")
        return len(made) == 1 and made[0][-1] in self._known[signer].alle_vingerafdrukken

    def _check_sealed(self, result: Any, message: BinaryIO, size: int, sender: str, wanted: Sequence[str]) -> None:
        made = succeeded(result) and len(values(result, "END_ENCRYPTION")) == 1
        if not made or not can_hold(message, size):
            raise self._cannot_encrypt([*wanted, sender])
        if not self._signed_by(result, sender):
            raise cannot_sign(self._sessie.list_key(sender))
        self._check_recipients(message, wanted)

    def _check_recipients(self, message: BinaryIO, wanted: Sequence[str]) -> None:
        owner = {key[-16:]: pin for pin in wanted for key in self._known[pin].versleutelsubsleutels}
        found = [owner.get(key[-16:]) for key in recipients_of(message)]
        if len(found) != len(wanted) or set(found) != set(wanted):
            raise wrong_recipients()

    def _check_opened(self, result: Any, signer: str, not_before: datetime | None, now: datetime) -> None:
        if not is_decrypted(result):
            raise cannot_open()
        signature_time(result, signer, not_before or self._known[signer].aangemaakt, now)

    def _cannot_encrypt(self, keys: Iterable[str]) -> EncryptionError:
        """Find out why: gpg names no reason for a key that lapsed meanwhile."""
        with contextlib.suppress(EncryptionError):  # a home that cannot be read tells no reason
            reasons = (refusal(self._sessie.list_key(fingerprint)) for fingerprint in keys)
            return next((reason for reason in reasons if reason), cannot_encrypt("GnuPG"))
        return cannot_encrypt("GnuPG")


def _seal(sender: str, recipients: Sequence[str]) -> list[str]:
    whom = [word for fingerprint in recipients for word in ("--recipient", fingerprint)]
    return ["--local-user", sender, *whom, *_SEAL]
