# SPDX-License-Identifier: EUPL-1.2
"""What a key in somebody's own GnuPG home does: their agent, their card, their pinentry; we never see the key.

The home is used as it is and stays as it is: a folder that is no GnuPG home is refused, for gpg would make it one. What comes back is only bytes: whoever uses them checks them against the
pinned certificate (the ring), as if they had come by mail.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

from weerbaar_docs.encryption.home import BINARIES
from weerbaar_docs.errors import EncryptionError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WACHTTIJD: Final = 300  # somebody looks for a card and types a PIN
_MAKES_A_HOME: Final = ("pubring.kbx", "pubring.gpg", "private-keys-v1.d")  # of a key on a card, the last has a stub
_FINGERPRINT: Final = re.compile(r"[0-9A-F]{40}|[0-9A-F]{64}")
# What a pinentry needs to find the person.
_ENVIRONMENT: Final = ("HOME", "TERM", "GPG_TTY", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR")
_OPTIONS: Final = ("--batch", "--no-tty", "--no-armor", "--no-auto-key-retrieve", "--disable-dirmngr")


def sign_in_home(data: bytes, *, home: Path, signer: str, timeout: float = WACHTTIJD) -> bytes:
    """Give a binary detached signature by this fingerprint's key in this home; raises EncryptionError."""
    return run_in_home(data, ["--detach-sign"], home=home, signer=signer, timeout=timeout)


def require_key_in_home(home: Path, signer: str) -> None:
    """Raise EncryptionError unless this home, or a card that it knows, has the secret part of this fingerprint's key."""
    if not _FINGERPRINT.fullmatch(signer) or not run_in_home(
        b"", ["--with-colons", "--list-secret-keys", signer], home=home
    ):
        raise _refused("in de GnuPG-map staat de geheime sleutel van deze medewerker niet")


def run_in_home(
    data: bytes, act: Sequence[str], *, home: Path, signer: str | None = None, timeout: float = WACHTTIJD
) -> bytes:
    """Give what GnuPG makes of data in this home; nothing when it failed. Raises EncryptionError when it cannot begin, or a signature fails."""
    program = shutil.which("gpg", path=BINARIES)
    if (signer is not None and not _FINGERPRINT.fullmatch(signer)) or program is None or not home.is_dir():
        raise _refused("de GnuPG-map, het programma gpg of de vingerafdruk ontbreekt")
    if not any((home / name).exists() for name in _MAKES_A_HOME):
        raise _refused("de map die als GnuPG-map is genoemd, is dat niet: er staan geen sleutels van GnuPG in")
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    who = [] if signer is None else ["--local-user", signer]
    command = [program, "--homedir", str(home.absolute()), *who, *_OPTIONS, "--digest-algo", "SHA512", "--output", "-"]
    try:
        done = subprocess.run(
            [*command, *act],
            input=data,
            capture_output=True,
            check=False,
            timeout=timeout,
            env={**environment, "PATH": BINARIES, "LC_ALL": "C.UTF-8"},
        )
    except (OSError, subprocess.TimeoutExpired):
        done = None
    if done is None:
        raise _refused("GnuPG gaf niet op tijd antwoord")
    if signer is not None and (done.returncode != 0 or not done.stdout):
        raise _refused("GnuPG heeft niet ondertekend")
    return done.stdout if done.returncode == 0 else b""


def _refused(melding: str) -> EncryptionError:
    return EncryptionError.because(
        "SLEUTEL-THUIS-ELDERS",
        melding,
        "Controleer de map (--gnupg-home), de sleutel en de invoer van de pincode. Alleen als u ondertekent: waar dat kan,"
        " kunt u ook zelf ondertekenen en de handtekening geven.",
    )
