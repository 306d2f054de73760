# SPDX-License-Identifier: EUPL-1.2
"""A reference in the configuration -> the secret itself: `file:/path` (0600, the user's own) or `env:NAME`.

A secret never stands in the configuration, on a command line or in an error.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from weerbaar_docs.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

_LARGEST: Final = 100_000


def read_secret(verwijzing: str, environment: Mapping[str, str]) -> bytes:
    """Give the bytes of a secret; raises ConfigError when it is not there or others can read its file."""
    soort, _, rest = verwijzing.partition(":")
    if soort == "file" and rest:
        return _read(secret_path(verwijzing))
    if soort == "env" and rest:
        found = environment.get(rest)
        if found is None:
            raise _refused("de omgevingsvariabele van dit geheim is er niet", "Zet haar, of gebruik file:.")
        return found.encode()
    raise _refused("de verwijzing naar een geheim begint niet met file: of env:", "Verbeter de configuratie.")


def secret_path(verwijzing: str) -> Path:
    """Give the path of a `file:` reference (a ~ is the user's home); raises ConfigError for another kind."""
    soort, _, rest = verwijzing.partition(":")
    if soort == "file" and rest:
        return home_path(rest)
    raise _refused("dit geheim staat niet in een bestand", "Gebruik file: met een volledig pad.")


def home_path(text: str) -> Path:
    """Give a path of the configuration, a ~ as the user's home; raises ConfigError when there is no such user."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        pass
    raise _refused("dit pad noemt de map van een gebruiker die er niet is", "Gebruik een volledig pad.")


def _read(path: Path) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        raise _refused(
            "het bestand van dit geheim is er niet of is niet te lezen", "Controleer pad en rechten."
        ) from None
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode) or found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        os.close(descriptor)
        raise _refused("dit is geen gewoon bestand, of anderen kunnen erbij", "Zet het op 0600.")
    with os.fdopen(descriptor, "rb") as handle:
        return handle.read(_LARGEST)


def _refused(melding: str, oplossing: str) -> ConfigError:
    return ConfigError.because("GEHEIM", melding, oplossing)
