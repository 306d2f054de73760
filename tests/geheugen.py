# SPDX-License-Identifier: EUPL-1.2
"""A process of its own that makes PDFs, and a look from outside at what stays in its memory and that of its child."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

_MB = 2**20


class Zetter:
    """The typst engine in a child process: it knows of a document what it is given and nothing else."""

    def __enter__(self) -> Self:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen([sys.executable, __file__], stdin=pipe, stdout=pipe)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def to_pdf(self, docx: bytes) -> int:
        """Make a PDF and give its size."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(len(docx).to_bytes(8, "big") + docx)
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def resident(self) -> float:
        """Give the memory in use, in MiB."""
        pages = [Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1] for pid in self._pids()]
        return sum(map(int, pages)) * os.sysconf("SC_PAGE_SIZE") / _MB

    def holds(self, text: str) -> int:
        """Count how often a text stands in writable memory, as UTF-8 or as Python keeps it; also where it was freed."""
        return sum(_holds(pid, text) for pid in self._pids())

    def setter_holds(self, text: str) -> int:
        """Count the same in its child alone, where Typst works."""
        return sum(_holds(pid, text) for pid in self._pids()[1:])

    def _pids(self) -> list[int]:
        found = [self._process.pid]
        for task in Path(f"/proc/{self._process.pid}/task").iterdir():
            found += map(int, (task / "children").read_text(encoding="ascii").split())
        return found


def _holds(pid: int, text: str) -> int:
    found = 0
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text(encoding="ascii").splitlines():
            span, rights, *_ = line.split()
            if not rights.startswith("rw"):
                continue
            start, end = (int(at, 16) for at in span.split("-"))
            memory.seek(start)
            try:
                data = memory.read(end - start)
            except OSError:  # of the kernel's own pages
                continue
            found += data.count(text.encode()) + data.count(text.encode("utf-16-le"))
    return found


def main() -> None:
    """Read documents from stdin until it closes; answer each with the size of its PDF."""
    from weerbaar_docs.rendering import typst_engine  # noqa: PLC0415 - for the child only

    while head := sys.stdin.buffer.read(8):
        docx = sys.stdin.buffer.read(int.from_bytes(head, "big"))
        pdf = typst_engine.to_pdf(docx, titel="Bericht", datum=date(2026, 11, 22), gegevens=b"{}")
        del docx
        sys.stdout.write(f"{len(pdf)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
