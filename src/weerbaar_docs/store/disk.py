# SPDX-License-Identifier: EUPL-1.2
"""What the store asks of a disk: private files, names that last, and errors that say what the disk said."""

from __future__ import annotations

import contextlib
import errno
import os
from typing import TYPE_CHECKING

from weerbaar_docs.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextlib.contextmanager
def disk() -> Iterator[None]:
    """Turn what a disk refuses into a StoreError with the name of the reason and no path."""
    try:
        yield
    except OSError as error:
        reason = errno.errorcode.get(error.errno or 0, "onbekend")
        raise StoreError.because(
            "OPSLAG-SCHIJF", f"de schijf van de stukken doet dit niet ({reason})", "Controleer ruimte en rechten."
        ) from None


def create(path: Path) -> int:
    """Make a new private file and give its descriptor."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
