# SPDX-License-Identifier: EUPL-1.2
"""What is made of a series, in `serie.jsonl` of its folder: a first line that says which series it is, and a line per letter.

(1) a letter is noted when it is on the disk; a line that a crash left half is taken for not written;
(2) a series goes on only where it is the same one: recipients, letter, day, contactpunt, templates and sealing;
(3) a letter that was noted and is gone, or is not what was noted, is made again.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs._files import sync_folder
from weerbaar_docs.canonical import canonical_bytes, sha256
from weerbaar_docs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

NAAM: Final = "serie.jsonl"


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
    """The notes of the series in a folder."""

    folder: Path

    @property
    def file(self) -> Path:
        """Give where the notes are."""
        return self.folder / NAAM

    def start(self, kop: Mapping[str, Any]) -> None:
        """Begin a new series; raises UsageError when there is one in this folder already, or anything else."""
        if self.folder.exists() and any(self.folder.iterdir()):
            raise UsageError.because(
                "BRIEF-MAP",
                "in deze map staat al iets",
                "Kies een nieuwe map, of geef --hervat als het dezelfde serie is.",
                pad=str(self.folder),
            )
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._append(canonical_bytes(kop) + b"\n")
        sync_folder(self.folder)

    def go_on(self, kop: Mapping[str, Any]) -> dict[str, Regel]:
        """Give the letters that are there already, by OIN; raises UsageError when this folder holds another series, or none."""
        try:
            first, *rest = self.file.read_bytes().split(b"\n")
        except OSError:
            raise UsageError.because(
                "BRIEF-HERVAT", "in deze map staat geen serie", "Begin zonder --hervat.", pad=str(self.folder)
            ) from None
        if first + b"\n" != canonical_bytes(kop) + b"\n":
            raise UsageError.because(
                "BRIEF-HERVAT",
                "in deze map staat een andere serie",
                "Geef dezelfde ontvangers, brief, peildatum en contactpunt als eerst, of begin in een nieuwe map.",
                pad=str(self.folder),
            )
        self._end_line(rest)
        noted = [Regel(**json.loads(line)) for line in rest[:-1] if _is_whole(line)]
        return {regel.oin: regel for regel in noted if self._is_there(regel)}

    def note(self, regels: Iterable[Regel]) -> None:
        """Note letters whose bytes and names are on the disk."""
        self._append(b"".join(regel.as_bytes() for regel in regels))

    def _append(self, data: bytes) -> None:
        with self.file.open("ab") as handle:
            os.chmod(self.file, 0o600)  # noqa: PTH101 - of a file that is open
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())

    def _end_line(self, rest: list[bytes]) -> None:
        if rest and rest[-1]:
            self._append(b"\n")

    def _is_there(self, regel: Regel) -> bool:
        try:
            return sha256((self.folder / regel.bestand).read_bytes()) == regel.sha256
        except OSError:
            return False


def _is_whole(line: bytes) -> bool:
    try:
        found = json.loads(line)
    except ValueError:
        return False
    return isinstance(found, dict) and set(found) == {"oin", "bestand", "sha256"}
