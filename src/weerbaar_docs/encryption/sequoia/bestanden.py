# SPDX-License-Identifier: EUPL-1.2
"""An open file -> the path by which Sequoia, which takes no open files, reads or writes that very file."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, BinaryIO

from weerbaar_docs.encryption.fouten import encryption_error

if TYPE_CHECKING:
    from weerbaar_docs.errors import EncryptionError


def descriptor(file: BinaryIO) -> str:
    """Give the path under which this process has a file open."""
    return f"/dev/fd/{file.fileno()}"


def path_of(source: BinaryIO) -> str:
    """Give the path by which Sequoia reads an open file; it can read no pipe and no bytes in memory."""
    try:
        if stat.S_ISREG(os.fstat(source.fileno()).st_mode) and source.tell() == 0:
            return descriptor(source)
    except OSError:  # also of a file object without a file
        pass
    raise cannot("leest een groot bestand alleen van een schijf, en vanaf het begin")


def cannot(what: str) -> EncryptionError:
    """Say what Sequoia cannot do."""
    return encryption_error(
        "SLEUTEL-ACHTERKANT", f"de achterkant sequoia {what}", "Gebruik hiervoor de achterkant gnupg."
    )
