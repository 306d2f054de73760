# SPDX-License-Identifier: EUPL-1.2
"""Where an officer reads the lines from: an export (one line of JSON each), or the database itself, for reading only.

What stands there comes out as it is, for verify to judge; a line past every measure comes out cut off.
"""

from __future__ import annotations

import contextlib
import stat
import sys
from typing import TYPE_CHECKING, Final

from weerbaar_docs.audit.sql import SqlAuditlog, guard_faults
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.logboek.map import read_file_of, read_folder
from weerbaar_docs.store.engine import reading
from weerbaar_docs.store.lezing import open_readonly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from weerbaar_docs.errors import Melding

LANGSTE_REGEL: Final = 4096


def export_lines(path: Path) -> Iterator[bytes]:
    """Give the lines of an export file (`-`: standard input); raises ValidationError when it cannot be read."""
    if str(path) == "-":
        yield from _lines(sys.stdin.buffer)
        return
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _unreadable("dit is geen gewoon bestand")
        handle = path.open("rb")
    except OSError:
        raise _unreadable("het bestand is er niet of is niet te lezen") from None
    with handle:
        yield from _lines(handle)


@contextlib.contextmanager
def store_lines(url: str) -> Iterator[tuple[Iterator[bytes], Callable[[], list[Melding]]]]:
    """Give the lines of the log in a database as they stand at one moment, and what names faults of its triggers.

    Nothing can be written. Raises ConfigError or StoreError.
    """
    engine = open_readonly(url)
    try:
        with reading(engine) as connection, contextlib.closing(SqlAuditlog(connection).read()) as lines:
            yield lines, lambda: guard_faults(connection)
    finally:
        engine.dispose()


def checkpoint_files(places: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """Give the files of checkpoints in folders, and files themselves; raises DeliveryError for what cannot be read."""
    for place in places:
        if place.is_dir():
            yield from read_folder(place)
        else:
            yield place.name, read_file_of(place.parent, place.name)


def _lines(handle: BinaryIO) -> Iterator[bytes]:
    while line := handle.readline(LANGSTE_REGEL):
        yield line
        while len(line) == LANGSTE_REGEL and not line.endswith(b"\n"):
            line = handle.readline(LANGSTE_REGEL)  # the rest of a line that can be none


def _unreadable(reason: str) -> ValidationError:
    return ValidationError.because("BESTAND-LEZEN", reason, "Controleer het pad en de rechten.")
