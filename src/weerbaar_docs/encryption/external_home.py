# SPDX-License-Identifier: EUPL-1.2
"""A signature by a key in somebody's own GnuPG home: their agent, their card, their pinentry; we never see the key.

The home is used as it is and stays as it is. What comes back is only bytes: whoever uses them checks them against the
pinned certificate (gnupg_door), as if they had come by mail.
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
    from pathlib import Path

WACHTTIJD: Final = 300  # somebody looks for a card and types a PIN
_FINGERPRINT: Final = re.compile(r"[0-9A-F]{40}|[0-9A-F]{64}")
# What a pinentry needs to find the person.
_ENVIRONMENT: Final = ("HOME", "TERM", "GPG_TTY", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR")
_OPTIONS: Final = (
    *("--batch", "--no-tty", "--no-armor", "--no-auto-key-retrieve", "--disable-dirmngr"),
    *("--digest-algo", "SHA512", "--output", "-", "--detach-sign"),
)


def sign_in_home(data: bytes, *, home: Path, signer: str, timeout: float = WACHTTIJD) -> bytes:
    """Give a binary detached signature by this fingerprint's key in this home; raises EncryptionError."""
    program = shutil.which("gpg", path=BINARIES)
    if not _FINGERPRINT.fullmatch(signer) or program is None or not home.is_dir():
        raise _failed("de GnuPG-map, het programma gpg of de vingerafdruk ontbreekt")
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    command = [program, "--homedir", str(home.absolute()), "--local-user", signer, *_OPTIONS]
    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            check=False,
            timeout=timeout,
            env={**environment, "PATH": BINARIES, "LC_ALL": "C.UTF-8"},
        )
    except (OSError, subprocess.TimeoutExpired):
        done = None
    if done is None:
        raise _failed("GnuPG gaf niet op tijd antwoord")
    if done.returncode != 0 or not done.stdout:
        raise _failed("GnuPG heeft niet ondertekend")
    return done.stdout


def _failed(melding: str) -> EncryptionError:
    return EncryptionError.because(
        "SLEUTEL-THUIS-ELDERS",
        melding,
        "Controleer de map, de sleutel en de invoer van de pincode; of onderteken zelf en geef de handtekening.",
    )
