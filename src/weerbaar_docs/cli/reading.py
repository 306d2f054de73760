# SPDX-License-Identifier: EUPL-1.2
"""Read a file that a person named; unreadable is one clear error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from weerbaar_docs.canonical import MAX_BYTES
from weerbaar_docs.errors import ValidationError, WeerbaarDocsError

if TYPE_CHECKING:
    from pathlib import Path


def read_file(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Give the bytes of a regular file (or of standard input, for `-`), at most one byte more than the limit (that of a dossier); raises ValidationError."""
    if str(path) == "-":
        if sys.stdin is None:
            raise _unreadable("de standaardinvoer is gesloten")
        return sys.stdin.buffer.read(limit + 1)
    try:
        if path.is_symlink():
            raise _unreadable("dit is een verwijzing (symlink) en geen bestand")
        if path.is_file():
            with path.open("rb") as handle:
                return handle.read(limit + 1)
        reason = "het bestand is er niet, of is geen gewoon bestand"
    except OSError:
        reason = "het bestand is niet te lezen"
    raise _unreadable(reason)


def _unreadable(reason: str) -> WeerbaarDocsError:
    return ValidationError.because("BESTAND-LEZEN", reason, "Controleer het pad en de rechten.")
