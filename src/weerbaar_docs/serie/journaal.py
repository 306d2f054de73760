# SPDX-License-Identifier: EUPL-1.2
"""What is made of a series, in `serie.jsonl` of its folder: a first line that says which series it is, and a line per letter.

(1) a letter is noted when it is on the disk; a line that a crash left half is taken for not written;
(2) a series goes on only where it is the same one: recipients, letter, day, contactpunt, templates, huisstijl and sealing;
(3) a line counts only for a recipient of the series, under the name that his letter has: nothing else in the folder is looked at;
(4) a letter that was noted and is gone, or is not what was noted, is made again; (5) one process at a time works in a folder;
(6) a series that goes on may take its day from the first line, which then has to be that of the same series all the same (2).
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import stat
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs._files import read_regular, sweep_unfinished, sync_folder, unwritable
from weerbaar_docs.canonical import canonical_bytes, read_json, sha256
from weerbaar_docs.errors import UsageError, ValidationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

NAAM: Final = "serie.jsonl"
GROOTSTE_BRIEF: Final = 50_000_000
_GROOTSTE_KOP: Final = 10_000
_WRITE: Final = os.O_RDWR | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK


@dataclass(frozen=True, slots=True, kw_only=True)
class Regel:
    """A letter that is on the disk: for whom (OIN), under which name, and the digest of its bytes."""

    oin: str
    bestand: str
    sha256: str

    def as_bytes(self) -> bytes:
        """Give its line."""
        return canonical_bytes({"oin": self.oin, "bestand": self.bestand, "sha256": self.sha256}) + b"\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Journaal:
    """The notes of the series in a folder, and the letters that were there when it went on, by OIN."""

    descriptor: int
    er_al: Mapping[str, Regel]

    def note(self, regels: Iterable[Regel]) -> None:
        """Note letters whose bytes and names are on the disk; raises UsageError when it cannot."""
        with _told():
            _append(self.descriptor, b"".join(regel.as_bytes() for regel in regels))


@contextlib.contextmanager
def open_journaal(
    folder: Path, kop: Mapping[str, Any], namen: Mapping[str, str], *, hervat: bool
) -> Iterator[Journaal]:
    """Begin a series in a new folder, or go on with it (`hervat`); `namen` is what the letter of each OIN is called.

    Raises UsageError when the folder holds something else, or another process works in it.
    """
    with _told():
        if not hervat:
            _make(folder)
        descriptor = _opened(folder, new=not hervat)
    try:
        with _told():
            first = canonical_bytes(kop) + b"\n"
            noted = _lines(descriptor, first, folder) if hervat else None
            if noted is None:  # a disk that was full at the very first line left half of it
                os.ftruncate(descriptor, 0)
                _append(descriptor, first)
                sync_folder(folder)
            sweep_unfinished(folder)
        there = {r.oin: r for r in noted or () if namen.get(r.oin) == r.bestand and _is_there(folder, r)}
        yield Journaal(descriptor=descriptor, er_al=there)
    finally:
        os.close(descriptor)


def begun_on(folder: Path) -> date | None:
    """Give the day of the series in a folder, None when not even its first line is whole; raises UsageError without a series."""
    try:
        head, whole, _ = read_regular(folder / NAAM, _GROOTSTE_KOP).partition(b"\n")
    except FileNotFoundError:
        raise _none_here("Begin zonder --hervat.", folder) from None
    except (OSError, ValueError):  # a link, a pipe, a file that is not ours to read, a name with a NUL
        raise _none_here("Begin in een nieuwe map.", folder) from None
    if not whole and len(head) <= _GROOTSTE_KOP:
        return None
    try:
        return date.fromisoformat(read_json(head, _GROOTSTE_KOP)["datum"])
    except (ValidationError, ValueError, TypeError, KeyError):
        raise _refused(
            "de eerste regel van serie.jsonl zegt niet van welke dag deze serie is",
            "Geef de dag van de serie met --peildatum, of begin in een nieuwe map.",
            folder,
        ) from None


def _make(folder: Path) -> None:
    if os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError.because(
            "BRIEF-MAP",
            "in deze map staat al iets, of het is geen map",
            "Kies een nieuwe map, of geef --hervat als het dezelfde serie is.",
            pad=str(folder),
        )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _opened(folder: Path, *, new: bool) -> int:
    """Open the file, for this process alone."""
    try:
        descriptor = os.open(folder / NAAM, _WRITE | (os.O_CREAT | os.O_EXCL if new else 0), 0o600)
    except FileNotFoundError:
        raise _none_here("Begin zonder --hervat.", folder) from None
    except FileExistsError:
        raise _busy(folder) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        regular = stat.S_ISREG(os.fstat(descriptor).st_mode)
    except BlockingIOError:
        os.close(descriptor)
        raise _busy(folder) from None
    if not regular:
        os.close(descriptor)
        raise _none_here("Begin in een nieuwe map.", folder)
    return descriptor


def _lines(descriptor: int, first: bytes, folder: Path) -> list[Regel] | None:
    """Give what was noted; None when not even the first line is whole. Raises UsageError for another series."""
    size = os.fstat(descriptor).st_size
    head, *rest = os.pread(descriptor, size, 0).split(b"\n")
    if not rest and first.startswith(head):
        return None
    if head + b"\n" != first:
        raise _refused(
            "in deze map staat een andere serie",
            "Geef dezelfde ontvangers, brief, peildatum, contactpunt en huisstijl als eerst, of begin in een nieuwe map.",
            folder,
        )
    if rest and rest[-1]:
        _append(descriptor, b"\n")  # or the next line would go on where the half one stopped
    return [regel for line in rest[:-1] if (regel := _read(line)) is not None]


def _read(line: bytes) -> Regel | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or set(found) != set(Regel.__slots__):
        return None
    return Regel(**found) if all(isinstance(value, str) for value in found.values()) else None


def _is_there(folder: Path, regel: Regel) -> bool:
    """Say whether a letter is on the disk; its name is one that this program gave, and a link is no letter."""
    try:
        return sha256(read_regular(folder / regel.bestand, GROOTSTE_BRIEF)) == regel.sha256
    except OSError:
        return False


def _append(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
    os.fsync(descriptor)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise unwritable(error) from None


def _none_here(oplossing: str, folder: Path) -> UsageError:
    return _refused("in deze map staat geen serie", oplossing, folder)


def _busy(folder: Path) -> UsageError:
    return _refused("een ander proces werkt aan deze serie", "Wacht tot het klaar is, of kies een andere map.", folder)


def _refused(melding: str, oplossing: str, folder: Path) -> UsageError:
    return UsageError.because("BRIEF-HERVAT", melding, oplossing, pad=str(folder))
