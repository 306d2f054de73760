# SPDX-License-Identifier: EUPL-1.2
"""A GnuPG home with gpg in it, and what one does there to certificates: look, take in, list, make and give out."""

from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from weerbaar_docs.encryption.achterkant import full_fingerprint
from weerbaar_docs.encryption.fouten import encryption_error, is_closed, not_made, unreadable, wrong_pin
from weerbaar_docs.encryption.gnupg.running import GPG
from weerbaar_docs.encryption.gnupg.status import read_colons, values
from weerbaar_docs.encryption.home import BINARIES, Thuis

if TYPE_CHECKING:
    from pathlib import Path

    from weerbaar_docs.encryption.sleutelstaat import Sleutelstaat
    from weerbaar_docs.errors import EncryptionError

_AGENT: Final = b"default-cache-ttl 0\nmax-cache-ttl 0\ndisable-scdaemon\n"


class Sessie:
    """gpg in a home that is gone when this closes."""

    def __init__(
        self,
        *,
        wachtwoord: str | None,
        binary: str | None,
        basis: Path | None,
        timeout: float,
        extra: tuple[str, ...] = (),
    ) -> None:
        """Make the home and look whether gpg starts."""
        program = binary or _find("gpg")
        self.password = wachtwoord
        self._lock = threading.RLock()
        self._thuis = Thuis(basis)
        self.home = self._thuis.path
        try:
            (self.home / "gpg-agent.conf").write_bytes(_AGENT)
            self._gpg = GPG(program, self.home, timeout, extra)
        except (OSError, ValueError):
            self.close()
            raise _missing() from None

    def close(self) -> None:
        """End the agent and remove the home; may be called twice."""
        self._thuis.close()

    def run(self, args: list[str], data: bytes = b"", *, password: str | None = None) -> Any:
        """Run gpg once; raises EncryptionError when the home is closed or gpg does not answer in time."""
        self.require_open()
        return _in_time(self._gpg.run(args, data, password))

    def run_stream(self, args: list[str], source: BinaryIO, target: BinaryIO) -> Any:
        """Run gpg once from a file to a file, with the password of this home."""
        self.require_open()
        return _in_time(self._gpg.run_stream(args, source, target, self.password))

    def require_open(self) -> None:
        """Raise EncryptionError when the home was closed."""
        if not self._thuis.close.alive:
            raise is_closed()

    def read_certificate(self, data: bytes, pin: str | None) -> Sleutelstaat:
        """Give the state of exactly one certificate, taking nothing in."""
        result = self.run(["--import-options", "show-only", "--import"], data)
        states = read_colons(result.data)
        if result.returncode != 0 or not states:
            version = ", of van een versie die GnuPG hier niet kent" if pin and len(pin) != len("0" * 40) else ""
            raise unreadable(f"het bestand is geen leesbare OpenPGP-sleutel{version}")
        if len(states) != 1:
            raise unreadable("het bestand bevat meer dan één sleutel")
        if pin is not None and states[0].vingerafdruk != pin:
            raise wrong_pin()
        return states[0]

    def take_in(self, data: bytes, state: Sleutelstaat) -> Sleutelstaat:
        """Take in the certificate that has this state, and give its state in the home."""
        with self._lock:  # of two first imports at once into one home, one loses its key or cannot read it back
            return self._taken_in(data, state)

    def _taken_in(self, data: bytes, state: Sleutelstaat) -> Sleutelstaat:
        result = self.run(["--import-options", "no-import-clean", "--import"], data)
        taken = {fields[1] for fields in values(result, "IMPORT_OK") if len(fields) > 1}
        secrets = sum(int(n) for fields in values(result, "IMPORT_RES") for n in fields[9:12])
        if result.returncode != 0 or taken != {state.vingerafdruk} or bool(secrets) != state.geheim:
            raise unreadable("GnuPG heeft de sleutel niet opgenomen")
        return self.list_key(state.vingerafdruk)

    def list_key(self, fingerprint: str) -> Sleutelstaat:
        """Give the state of a key in the home as it is now."""
        result = self.run(["--list-keys", fingerprint])
        states = read_colons(result.data)
        if result.returncode != 0 or len(states) != 1 or states[0].vingerafdruk != fingerprint:
            raise unreadable("de sleutel is niet terug te lezen uit de sleutelring")
        return states[0]

    def give_out(self, command: str, fingerprint: str) -> bytes:
        """Give a key as binary OpenPGP."""
        result = self.run([command, fingerprint], password=self.password)
        if result.returncode != 0 or not result.data:
            raise unreadable("GnuPG heeft de sleutel niet geëxporteerd")
        return bytes(result.data)

    def generate(self, user_id: str, until: str) -> str:
        """Make an ed25519 key with a cv25519 subkey, without a password."""
        unprotected = ["--passphrase", ""]
        with self._lock:
            result = self.run([*unprotected, "--yes", "--quick-gen-key", "--", user_id, "ed25519", "sign", until])
            made = values(result, "KEY_CREATED")
            if result.returncode != 0 or len(made) != 1:
                raise not_made("GnuPG heeft geen sleutel gemaakt")
            fingerprint = full_fingerprint(made[0][1])
            added = self.run([*unprotected, "--quick-add-key", "--", fingerprint, "cv25519", "encr", until])
        if added.returncode != 0:
            raise not_made("GnuPG heeft geen sleutel gemaakt")
        return fingerprint


def _in_time(result: Any) -> Any:
    if result.timed_out:
        raise encryption_error(
            "SLEUTEL-TIJD",
            "GnuPG gaf niet op tijd antwoord",
            "Probeer het opnieuw; controleer de machine als het vaker gebeurt (gpg --version).",
        )
    return result


def _missing() -> EncryptionError:
    return encryption_error(
        "SLEUTEL-GPG", "GnuPG is niet gevonden of start niet", "Installeer GnuPG (Debian en Ubuntu: apt install gnupg)."
    )


def _find(program: str) -> str:
    found = shutil.which(program, path=BINARIES)
    if found is None:
        raise _missing()
    return found
