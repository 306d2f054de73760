# SPDX-License-Identifier: EUPL-1.2
"""What every OpenPGP back end does: a ring of pinned keys that signs, checks, seals and opens. GnuPG and Sequoia are two.

(1) a key is named by its full fingerprint only, and only keys that were imported against their pin take part;
(2) a certificate is exactly one certificate, without secret material, and a secret key exactly one secret key;
(3) a signature is exactly one signature, by the pinned primary key, at a plausible time;
(4) a ciphertext is for exactly the asked recipients, signed by the asked signer, or it does not exist;
(5) every encryption is told to the recorder, with its purpose, before it is made;
(6) what a back end cannot do it refuses by name: it never does less in silence.

    with open_ring("sequoia") as ring:
        ring.import_public(certificaat, vingerafdruk=pin, soort="werkgever")
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, BinaryIO, Final, Literal, Protocol, Self

from weerbaar_docs.encryption.fouten import encryption_error, wrong_time

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from weerbaar_docs.encryption.sleutelstaat import Sleutelstaat
    from weerbaar_docs.keys import Sleutelsoort

    Recorder = Callable[[str, Sequence[str]], None]

Achterkantnaam = Literal["gnupg", "sequoia"]
STANDAARD: Final[Achterkantnaam] = "gnupg"
SPELING: Final = timedelta(minutes=5)
GROOTSTE_BERICHT: Final = 512 * 1024 * 1024
_FINGERPRINT: Final = re.compile(r"[0-9A-F]{40}|[0-9A-F]{64}")


class Achterkant(Protocol):
    """A ring of pinned keys for one worker; closing it leaves nothing behind. Every method raises EncryptionError."""

    def __enter__(self) -> Self:
        """Give the ring itself."""

    def __exit__(self, *error: object) -> None:
        """Close the ring."""

    def close(self) -> None:
        """Let go of every key; may be called twice."""

    def import_public(self, data: bytes, *, vingerafdruk: str, soort: Sleutelsoort | None = None) -> None:
        """Take in exactly one public certificate whose primary fingerprint is the pin.

        With a `soort` this ring encrypts to it for the purposes of that kind only (keys.DOELEN).
        """

    def import_secret(self, data: bytes, *, vingerafdruk: str | None = None) -> str:
        """Take in exactly one secret key and give its fingerprint."""

    def export_public(self, vingerafdruk: str) -> bytes:
        """Give the public certificate as binary OpenPGP."""

    def export_secret(self, vingerafdruk: str) -> bytes:
        """Give the secret key as binary OpenPGP."""

    def generate(self, user_id: str, *, expires: date | None = None) -> str:
        """Make a key of Curve25519 to sign with and to encrypt to, without a password, and give its fingerprint."""

    def inspect(self, vingerafdruk: str) -> Sleutelstaat:
        """Give the state of a key in this ring as it is now."""

    def inspect_certificate(self, data: bytes) -> Sleutelstaat:
        """Give the state of exactly one certificate without taking it into the ring."""

    def sign_detached(self, data: bytes, *, signer: str) -> bytes:
        """Give a binary detached signature by exactly this signer."""

    def verify_detached(
        self, data: bytes, signature: bytes, *, signer: str, not_before: datetime, now: datetime
    ) -> datetime:
        """Give the time of the one good signature by the signer's pinned key."""

    def sign_and_encrypt(self, data: bytes, *, signer: str, recipients: Sequence[str], doel: str) -> bytes:
        """Give a signed binary message for exactly these recipients; `doel` is what the recorder is told."""

    def sign_and_encrypt_stream(
        self, source: BinaryIO, target: Path, *, signer: str, recipients: Sequence[str], doel: str
    ) -> None:
        """Do the same from a file to a new file, in flat memory; `target` is there after every check, or not at all.

        Raises UsageError when `target` exists or cannot be written.
        """

    def decrypt_and_verify(
        self, data: bytes, *, signer: str, now: datetime, not_before: datetime | None = None
    ) -> bytes:
        """Give the content of an encrypted message that holds one good signature by the signer."""

    def decrypt_and_verify_stream(
        self, source: BinaryIO, target: Path, *, signer: str, now: datetime, not_before: datetime | None = None
    ) -> None:
        """Do the same from a file to a new file (readable text on a disk), as `sign_and_encrypt_stream` does."""


def open_ring(
    achterkant: Achterkantnaam = STANDAARD, *, recorder: Recorder | None = None, wachtwoord: str | None = None
) -> Achterkant:
    """Make an empty ring of this back end; `wachtwoord` opens the secret keys in it, `recorder` is told every recipient.

    Raises EncryptionError when the back end is not there: another one never takes its place.
    """
    if achterkant == "sequoia":
        from weerbaar_docs.encryption.sequoia import Sequoiaring  # noqa: PLC0415 - an extra, which few have

        return Sequoiaring(recorder=recorder, wachtwoord=wachtwoord)
    if achterkant == "gnupg":
        from weerbaar_docs.encryption.gnupg import Sleutelring  # noqa: PLC0415 - who uses the other need not have it

        return Sleutelring(recorder=recorder, wachtwoord=wachtwoord)
    raise encryption_error(
        "SLEUTEL-ACHTERKANT",
        "deze achterkant voor OpenPGP bestaat niet",
        "Kies gnupg of sequoia.",
    )


def full_fingerprint(vingerafdruk: str) -> str:
    """Give a fingerprint back when it is a whole one in capitals; raises EncryptionError."""
    if not _FINGERPRINT.fullmatch(vingerafdruk):
        raise encryption_error(
            "SLEUTEL-VINGERAFDRUK",
            "een sleutel is niet aangeduid met een volledige vingerafdruk",
            "Geef de hele vingerafdruk: 40 (of 64) hexadecimale tekens, hoofdletters, zonder spaties.",
        )
    return vingerafdruk


def check_moment(made: datetime, not_before: datetime, now: datetime) -> datetime:
    """Give the time of a signature back when it lies within the period, five minutes either way; raises EncryptionError."""
    if not not_before - SPELING <= made <= now + SPELING:
        raise wrong_time()
    return made


def check_password(wachtwoord: str | None) -> str | None:
    """Give a password of one line back, None for an empty one: that is no password; raises EncryptionError."""
    if wachtwoord is not None and re.search(r"[\r\n\x00]", wachtwoord):
        raise encryption_error(
            "SLEUTEL-WACHTWOORD",
            "het wachtwoord van de sleutel bevat een regeleinde of nulteken",
            "Geef het wachtwoord als één regel.",
        )
    return wachtwoord or None
