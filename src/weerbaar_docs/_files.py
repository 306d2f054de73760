# SPDX-License-Identifier: EUPL-1.2
"""Write a file whole or not at all: temporary file, fsync, rename, mode 0600."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from typing import TYPE_CHECKING

from weerbaar_docs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def write_atomic(path: Path, data: bytes, *, overwrite: bool = False) -> None:
    """Write bytes to path so that a reader sees the old file, the whole new one, or none.

    Raises UsageError when the file exists and `overwrite` is false. The folder is made when absent (0700).
    """
    name = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".nieuw-")
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        if overwrite:
            os.replace(name, path)  # noqa: PTH105 - the temporary name is a string from mkstemp
        else:
            os.link(name, path)
            os.unlink(name)  # noqa: PTH108
        _sync_folder(path.parent)
    except FileExistsError:
        _remove(name)
        raise UsageError.because(
            "BESTAND-BESTAAT", "het uitvoerbestand bestaat al", "Kies een andere map of geef --overschrijf."
        ) from None
    except OSError as error:
        _remove(name)
        reason = errno.errorcode.get(error.errno or 0, "onbekend")
    except BaseException:
        _remove(name)
        raise
    else:
        return
    raise UsageError.because(
        "BESTAND-SCHRIJVEN", f"het uitvoerbestand is niet te schrijven ({reason})", "Controleer pad, rechten en ruimte."
    )


def refuse_existing(paths: Iterable[Path]) -> None:
    """Raise UsageError when one of the files is there already, before the first is written."""
    if any(path.exists() for path in paths):
        raise UsageError.because(
            "BESTAND-BESTAAT", "een uitvoerbestand bestaat al", "Kies een andere map of geef --overschrijf."
        )


def _remove(name: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(name)  # noqa: PTH108


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
