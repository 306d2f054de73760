# SPDX-License-Identifier: EUPL-1.2
"""Read a file or folder that a person named; unreadable or too large is one clear error."""

from __future__ import annotations

import errno
import sys
from typing import TYPE_CHECKING

from weerbaar_docs._files import read_regular
from weerbaar_docs.canonical import MAX_BYTES
from weerbaar_docs.errors import UsageError, ValidationError, WeerbaarDocsError

if TYPE_CHECKING:
    from pathlib import Path

_MAX_BESTANDEN = 1000
_MB = 1_000_000
_GEEN_BESTAND = "het bestand is er niet, of is geen gewoon bestand"
_REDENEN = {
    errno.ELOOP: "dit is een verwijzing (symlink) en geen bestand",
    errno.ENOENT: _GEEN_BESTAND,
    errno.ENOTDIR: _GEEN_BESTAND,
    errno.EINVAL: _GEEN_BESTAND,
    errno.ENXIO: _GEEN_BESTAND,
}


def read_file(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Give the bytes of a regular file (or of standard input, for `-`), at most one byte more than the limit (that of a dossier); raises ValidationError."""
    if str(path) == "-":
        if sys.stdin is None:
            raise _unreadable("de standaardinvoer is gesloten")
        return sys.stdin.buffer.read(limit + 1)
    try:
        return read_regular(path, limit)
    except OSError as error:
        raise _unreadable(_REDENEN.get(error.errno or 0, "het bestand is niet te lezen")) from None
    except ValueError:  # a name with a NUL
        raise _unreadable(_GEEN_BESTAND) from None


def read_whole(path: Path, limit: int) -> bytes:
    """Give the bytes of a regular file of at most so many; raises ValidationError."""
    data = read_file(path, limit)
    if len(data) > limit:
        raise ValidationError.because(
            "BESTAND-GROOT", f"het bestand is groter dan {limit // _MB} MB", "Kies het juiste bestand."
        )
    return data


def read_folder(folder: Path, limit: int) -> dict[str, bytes]:
    """Give every file of a folder by its name in it, of at most so many bytes together; raises UsageError or ValidationError.

    Links are refused, for they show another file than is sent.
    """
    if not folder.is_dir():
        raise UsageError.because("MAP", "deze map is er niet", "Geef de map met de uitgepakte stukken of de sleutels.")
    found = sorted(path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    if len(found) > _MAX_BESTANDEN:
        raise ValidationError.because("MAP", "in deze map staan te veel bestanden", "Kies de map van één pakket.")
    left = limit
    parts: dict[str, bytes] = {}
    for path in found:
        parts[path.relative_to(folder).as_posix()] = data = read_file(path, left)
        left -= len(data)
        if left < 0:
            raise ValidationError.because("MAP", "de bestanden zijn samen te groot", "Kies de map van één pakket.")
    return parts


def _unreadable(reason: str) -> WeerbaarDocsError:
    return ValidationError.because("BESTAND-LEZEN", reason, "Controleer het pad en de rechten.")
