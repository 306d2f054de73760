# SPDX-License-Identifier: EUPL-1.2
"""One warm LibreOffice in a child process (worker.py): DOCX in, PDF out, or it is killed.

1. Every exchange has a deadline; a worker that is late, crashes or says nonsense is killed with all that it started.
2. Nothing that the worker prints is read but its messages: its words may quote a document.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from weerbaar_docs.rendering.libreoffice.installation import isolation, work_folder
from weerbaar_docs.rendering.pipes import MAX_PDF, Pipes, WorkerFailedError

if TYPE_CHECKING:
    from weerbaar_docs.rendering.libreoffice.installation import Installation

_PARTING_SECONDS = 2
_SCRIPT = Path(__file__).with_name("worker.py")


class DocumentRefusedError(Exception):
    """LibreOffice itself cannot open or print the document; its text is a word of the worker, never of the document."""


class Worker:
    """A running worker; `convert` until it raises WorkerFailedError, then `kill`."""

    def __init__(self, installation: Installation, *, memory: int, start_seconds: float) -> None:
        self.documents = 0
        self._sockets: list[str] = []
        prefix = isolation()
        self._folder = None if prefix else tempfile.mkdtemp(prefix="weerbaar-", dir=work_folder())
        settings = {
            "program": str(installation.program),
            "fonts": [str(installation.fonts)],
            "isolated": bool(prefix),
            "folder": self._folder or "/tmp",  # noqa: S108
            "memory_bytes": memory,
            "disk_bytes": MAX_PDF * 2,
        }
        command = [*prefix, installation.python, "-I", "-B", str(_SCRIPT), json.dumps(settings)]
        pipe, null = subprocess.PIPE, subprocess.DEVNULL
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=null, start_new_session=True, env={})
        self._pipes = Pipes(self._process)
        try:
            self._ready(start_seconds)
        except WorkerFailedError:
            self.kill()
            raise

    @property
    def pid(self) -> int:
        """The process that stands for the worker; killing it kills LibreOffice too."""
        return self._process.pid

    def memory(self) -> int:
        """Give the resident bytes of the worker and all that it started, as far as they can be seen."""
        return sum(_resident(pid) for pid in _descendants(self.pid))

    def convert(self, docx: bytes, *, seconds: float) -> bytes:
        """Give the raw PDF; raises WorkerFailedError or DocumentRefusedError."""
        until = time.monotonic() + seconds
        self.documents += 1
        self._pipes.send(b"D", docx, until)
        kind, body = self._pipes.receive(until)
        if kind == b"P":
            return body
        if kind == b"F":
            raise DocumentRefusedError(body.decode("ascii", "replace")[:80])
        raise WorkerFailedError(late=False)

    def kill(self) -> None:
        """End the worker, LibreOffice and their folder."""
        # The child first: its parent then sees to it, and no dead process is left to a first process that may not.
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            for pid in _descendants(self.pid)[1:2]:
                os.kill(pid, signal.SIGKILL)
            self._process.wait(_PARTING_SECONDS)
        with contextlib.suppress(OSError):
            os.killpg(self.pid, signal.SIGKILL)
        self._pipes.close()
        self._process.wait()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            for path in self._sockets:
                Path(path).unlink(missing_ok=True)

    def close_pipes(self) -> None:
        """Let go of a worker that belongs to the process we were forked from."""
        self._pipes.let_go()

    def _ready(self, seconds: float) -> None:
        kind, body = self._pipes.receive(time.monotonic() + seconds)
        if kind != b"R":
            raise WorkerFailedError(late=False)
        self._sockets = json.loads(body)


def _descendants(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        with contextlib.suppress(OSError, ValueError):
            for path in Path(f"/proc/{parent}/task").iterdir():
                found += [int(word) for word in (path / "children").read_text(encoding="ascii").split()]
    return found


def _resident(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
