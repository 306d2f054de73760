# SPDX-License-Identifier: EUPL-1.2
"""Somebody's own GnuPG home -> signed and sealed messages, and messages for its keys opened; we never see a secret key.

(1) to whom may be encrypted, and for which purpose, is what the ring of pinned certificates says; the home is used as it is
    and takes in nothing: recipients are given to GnuPG as a file;
(2) opening takes the encryption away in that home; who signed what is inside is judged by the ring, never by the home;
(3) what came out is checked as if it had come by mail: recipients of what was made, the signer of what was opened.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from weerbaar_docs.encryption.achterkant import GROOTSTE_BERICHT
from weerbaar_docs.encryption.external_home import require_key_in_home, run_in_home, sign_in_home
from weerbaar_docs.encryption.framing import is_encrypted_message
from weerbaar_docs.errors import EncryptionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from weerbaar_docs.encryption.gnupg import Sleutelring

_SEAL: Final = (
    *("--trust-model", "always", "--compress-algo", "none", "--set-filename", "", "--cipher-algo", "AES256"),
    *("--no-encrypt-to", "--sign", "--encrypt"),
)
_OPEN: Final = ("--max-output", str(GROOTSTE_BERICHT), "--unwrap", "--decrypt")


@dataclass(frozen=True, slots=True, kw_only=True)
class EigenThuis:
    """A GnuPG home of the person at this computer, with the ring that says whom to trust."""

    home: Path
    ring: Sleutelring

    def require_key(self, signer: str) -> None:
        """Raise EncryptionError unless the home has the secret part of this key; nothing is signed, and no pin is asked."""
        require_key_in_home(self.home, signer)

    def sign_detached(self, data: bytes, *, signer: str) -> bytes:
        """Give a binary detached signature by this key of the home; raises EncryptionError."""
        return sign_in_home(data, home=self.home, signer=signer)

    def sign_and_encrypt(self, data: bytes, *, signer: str, recipients: Sequence[str], doel: str) -> bytes:
        """Give a message signed in the home, for exactly these pinned keys; raises EncryptionError."""
        wanted = self.ring.require_recipients(recipients, doel=doel)
        with ExitStack() as stack:
            files: list[str] = []
            for fingerprint in wanted:
                file = stack.enter_context(tempfile.NamedTemporaryFile(dir=self.ring.home, prefix="pin-"))
                file.write(self.ring.export_public(fingerprint))
                file.flush()
                files += ["--recipient-file", file.name]
            made = run_in_home(data, [*files, *_SEAL], home=self.home, signer=signer)
        self.ring.require_made_for(made, wanted)
        return made

    def open_message(self, data: bytes, *, signers: Iterable[str], now: datetime) -> tuple[bytes, str]:
        """Give the content of a message for a key of the home, and which of these pinned keys signed it.

        Raises EncryptionError when it is for another, was changed, is signed by somebody else, or the key could not be used.
        """
        signed = run_in_home(data, [*_OPEN], home=self.home) if is_encrypted_message(data) else b""
        if not signed:
            raise EncryptionError.because(
                "SLEUTEL-ONTCIJFEREN",
                "het bestand is niet te ontcijferen: voor een andere ontvanger, onderweg veranderd, of de sleutel deed het niet",
                "Controleer de GnuPG-map, de pincode, de kaart en gpg-agent; vraag het bestand daarna zo nodig opnieuw.",
            )
        return self.ring.read_signed(signed, signers=signers, now=now)
