# SPDX-License-Identifier: EUPL-1.2
"""One warm Typst in a child process (worker.py): the inputs of one of our Typst files -> PDF, or the child is killed.

1. It starts with the first document, and anew after a failure or after so many documents.
2. A document that takes too long, or more memory than it may have, ends in a RenderingError and an ended child.
3. It knows nothing of this process: no environment but its own, no open files but its pipes.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.pipes import Pipes, WorkerFailedError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_OFF_PAGE = "buiten de pagina"  # what document.typ asserts
_ENVIRONMENT = {"MALLOC_PERTURB_": "165"}  # glibc then overwrites what is freed: it is a person's dossier
_SCRIPT = Path(__file__).with_name("worker.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds for a document, bytes of memory for the child, and how many documents one child makes."""

    seconds: float = 120
    memory_bytes: int = 2 * 2**30
    documents: int = 1000


class Setter:
    """The child, which any number of threads may ask: it makes one document at a time."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._child: _Child | None = None
        self._lock = threading.Lock()

    def to_pdf(self, inputs: Mapping[str, str], fonts: Sequence[str], *, bron: str = "document") -> bytes:
        """Give the PDF of one of our Typst files (`document`, `stempel`), with these font folders; raises RenderingError."""
        message = {"fonts": list(fonts), "bron": bron, "inputs": dict(inputs)}
        asked = json.dumps(message, ensure_ascii=False).encode()
        with self._lock:
            kind, body = self._answer(asked)
        if kind == b"P":
            return body
        raise _refused(body.decode("ascii", "replace"))

    def close(self) -> None:
        """End the child; the next document starts another."""
        with self._lock:
            self._end()

    def disown(self) -> None:
        """Forget the child in a forked process: it belongs to its parent, whose other threads are not here."""
        self._lock = threading.Lock()
        if self._child is not None:
            self._child.pipes.let_go()
        self._child = None

    def _answer(self, asked: bytes) -> tuple[bytes, bytes]:
        """Ask once; a child that had been killed between two documents is replaced."""
        late = False
        for _ in range(2):
            try:
                return self._ask(asked)
            except WorkerFailedError as error:
                self._end()
                late = error.late
                if late:
                    break
        raise _failed(late=late)

    def _ask(self, asked: bytes) -> tuple[bytes, bytes]:
        until = time.monotonic() + self.limits.seconds
        self._child = self._child or _Child(self.limits)
        self._child.pipes.send(b"D", asked, until)
        answer = self._child.pipes.receive(until)
        self._child.documents += 1
        if self._child.documents >= self.limits.documents:
            self._end()
        return answer

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
        self._child = None


class _Child:
    def __init__(self, limits: Limits) -> None:
        self.documents = 0
        spec = find_spec("typst")
        assert spec is not None
        assert spec.origin is not None
        settings = {"typst": str(Path(spec.origin).parents[1]), "memory_bytes": limits.memory_bytes}
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-B", str(_SCRIPT), json.dumps(settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=_ENVIRONMENT,
        )
        self.pipes = Pipes(self._process)

    def kill(self) -> None:
        self._process.kill()
        self.pipes.close()
        self._process.wait()


def _refused(reason: str) -> RenderingError:
    if reason.endswith(_OFF_PAGE):
        return RenderingError.because(
            "PDF-PAGINA",
            "een tekstvak, kader, kop- of voettekst is hoger dan er ruimte is: er zou tekst wegvallen",
            "Kort de tekst in, zet het vak hoger, of zet de tekst buiten het vak.",
        )
    return RenderingError.because(
        "PDF-TYPST",
        f"de PDF kon niet worden gemaakt ({reason or 'geen uitvoer'})",
        "Meld dit met het sjabloon erbij; de PDF zou niet aan PDF/A-3a en PDF/UA-1 voldoen.",
    )


def _failed(*, late: bool) -> RenderingError:
    what = "duurt te lang" if late else "is afgebroken, misschien omdat het te veel geheugen vroeg"
    return RenderingError.because(
        "PDF-WERKER",
        f"het maken van de PDF {what}",
        "Maak het sjabloon eenvoudiger, of splits een heel groot document.",
    )
