# SPDX-License-Identifier: EUPL-1.2
"""The file in which the werkgever keeps the stand: beside maatregelen.json, changed by one at a time.

(1) there is no file until something is noted; (2) the old file stays until the new one is whole on the disk; (3) two people who
note something at once both get it in: the second reads what the first wrote; (4) there is no letter of an order that the stand
does not know of, also when the program is killed: the stand gets its name first, and giving the same order again gives the letter.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs._files import read_regular, refuse_existing, write_together
from weerbaar_docs.canonical import MAX_BYTES, canonical_bytes
from weerbaar_docs.errors import UsageError
from weerbaar_docs.uitvoering.stand import new_stand, read_stand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    Stand = dict[str, Any]

_GEDULD: Final = 10.0  # seconds; making a letter takes less
_POGING: Final = 0.05


def stand_in(file: Path, overzicht: Mapping[str, Any]) -> Stand:
    """Give the stand that is kept in a file, or the first one when there is no file yet; raises as `read_stand` does."""
    try:
        data = read_regular(file, MAX_BYTES)
    except FileNotFoundError:
        return new_stand(overzicht)
    except OSError:
        raise UsageError.because(
            "BESTAND-LEZEN",
            "de stand van de uitvoering is niet te lezen, of is geen gewoon bestand",
            "Controleer pad en rechten; een symlink, pijp of apparaat kan het niet zijn.",
            pad=str(file),
        ) from None
    return read_stand(data, overzicht)


def change_in(
    file: Path, overzicht: Mapping[str, Any], change: Callable[[Stand], Stand], *, proef: bool = False
) -> Stand:
    """Give the stand after a change, written unless `proef`; what `change` raises leaves the file as it was."""
    with _alone(file):
        after = change(stand_in(file, overzicht))
        if not proef:
            write_together({file: canonical_bytes(after)}, overwrite=True)
    return after


def order_in(
    file: Path,
    overzicht: Mapping[str, Any],
    order: Callable[[Stand], tuple[Mapping[Path, bytes], Stand]],
    *,
    overwrite: bool = False,
    proef: bool = False,
) -> list[Path]:
    """Write the files of an order and the stand after it; give the paths of the files.

    What is there already with these very bytes is left by a run that did not end. Raises UsageError for another file, unless
    `overwrite`, and what `order` raises; then nothing is written.
    """
    with _alone(file):
        files, after = order(stand_in(file, overzicht))
        new = {path: data for path, data in files.items() if not _holds(path, data)}
        refuse_existing(new, overwrite=overwrite)
        if not proef:
            write_together({file: canonical_bytes(after), **new}, overwrite=True)
    return list(files)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return read_regular(path, len(data)) == data
    except OSError:
        return False


@contextlib.contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Hold the folder of a file against another change; the lock goes with the process, also when it is killed."""
    try:
        folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        raise UsageError.because(
            "BESTAND-LEZEN", "de map van de stand is er niet", "Controleer het pad.", pad=str(file.parent)
        ) from None
    try:
        _hold(folder, file)
        yield
    finally:
        os.close(folder)


def _hold(folder: int, file: Path) -> None:
    until = time.monotonic() + _GEDULD
    while True:
        with contextlib.suppress(BlockingIOError):
            return fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if time.monotonic() > until:
            raise UsageError.because(
                "STAND-BEZET",
                "een ander programma is al die tijd met deze stand bezig",
                "Wacht tot dat klaar is, en geef de opdracht opnieuw.",
                pad=str(file),
            )
        time.sleep(_POGING)
