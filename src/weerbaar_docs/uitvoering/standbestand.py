# SPDX-License-Identifier: EUPL-1.2
"""The file in which the werkgever keeps the stand: beside maatregelen.json, changed by one at a time.

(1) there is no file until something is noted; (2) the old file stays until the new one is whole on the disk; (3) two people who
note something at once both get it in: the second reads what the first wrote.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from typing import TYPE_CHECKING, Any

from weerbaar_docs._files import write_atomic
from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.errors import UsageError
from weerbaar_docs.uitvoering.stand import new_stand, read_stand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path


def stand_in(file: Path, overzicht: Mapping[str, Any]) -> dict[str, Any]:
    """Give the stand that is kept in a file, or the first one when there is no file yet; raises as `read_stand` does."""
    try:
        return read_stand(file.read_bytes(), overzicht)
    except FileNotFoundError:
        return new_stand(overzicht)
    except OSError:
        raise UsageError.because(
            "BESTAND-LEZEN", "de stand van de uitvoering is niet te lezen", "Controleer pad en rechten.", pad=str(file)
        ) from None


def change_in(
    file: Path,
    overzicht: Mapping[str, Any],
    change: Callable[[dict[str, Any]], dict[str, Any]],
    *,
    proef: bool = False,
) -> dict[str, Any]:
    """Give the stand after a change, written unless `proef`; what `change` raises leaves the file as it was."""
    with _alone(file):
        after = change(stand_in(file, overzicht))
        if not proef:
            write_atomic(file, canonical_bytes(after), overwrite=True)
    return after


@contextlib.contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Hold the folder of a file against another change; the lock goes with the process, also when it is killed."""
    try:
        folder = os.open(file.parent, os.O_RDONLY)
    except OSError:
        raise UsageError.because(
            "BESTAND-LEZEN", "de map van de stand is er niet", "Controleer het pad.", pad=str(file.parent)
        ) from None
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
