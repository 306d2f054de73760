# SPDX-License-Identifier: EUPL-1.2
"""A supervised pool of warm workers: any number of threads may ask, at most `size` documents are done at once.

1. A worker starts when it is needed, and stops after so many documents or above so much memory (Limits).
2. When a worker fails (crash, time-out) it is killed and the document gets one more try, in a fresh worker.
3. A document that LibreOffice itself refuses is not tried again.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.libreoffice.process import DocumentRefusedError, Worker
from weerbaar_docs.rendering.pipes import WorkerFailedError

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from weerbaar_docs.rendering.libreoffice.installation import Installation

_MB = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When a worker is stopped: seconds per document and to start, documents per worker, and memory.

    Above `recycle_bytes` (resident) it is replaced after its document; at `memory_bytes` (data) it cannot get more.
    """

    seconds: float = 60
    start_seconds: float = 60
    documents: int = 100
    recycle_bytes: int = 600 * _MB
    memory_bytes: int = 1500 * _MB


class Pool:
    """Workers that come and go; close it, or use it as a context, so that none is left behind."""

    def __init__(self, installation: Installation, *, size: int = 0, limits: Limits | None = None) -> None:
        self.installation, self.limits = installation, limits or Limits()
        self._places = threading.BoundedSemaphore(size or max(1, min(4, os.cpu_count() or 1)))
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def convert(self, docx: bytes) -> bytes:
        """Give LibreOffice's PDF of a DOCX; raises RenderingError."""
        with self._places:
            try:
                return self._try(docx)
            except WorkerFailedError:
                pass
            try:
                return self._try(docx)
            except WorkerFailedError as error:
                late = error.late
        raise _failed(late=late)

    def workers(self) -> list[Worker]:
        """Give the workers that are alive, busy or not."""
        with self._lock:
            return [*self._idle, *self._busy]

    def close(self) -> None:
        """End all workers; documents that are under way fail."""
        with self._lock:
            self._closed = True
            ended = [*self._idle, *self._busy]
            self._idle.clear()
        for worker in ended:
            worker.kill()

    def disown(self) -> None:
        """Forget the workers in a forked child: they belong to its parent."""
        for worker in [*self._idle, *self._busy]:
            worker.close_pipes()
        self._idle, self._busy = [], set()

    def _try(self, docx: bytes) -> bytes:
        worker = self._take()
        fit = False
        try:
            pdf = worker.convert(docx, seconds=self.limits.seconds)
            fit = True
        except DocumentRefusedError:
            refused = True
            fit = True
        else:
            refused = False
        finally:
            self._give_back(worker, fit=fit)
        if refused:
            raise _refused()
        return pdf

    def _take(self) -> Worker:
        with self._lock:
            if self._closed:
                raise _failed(late=False)
            worker = self._idle.pop() if self._idle else None
            if worker is not None:
                self._busy.add(worker)
                return worker
        limits = self.limits
        worker = Worker(self.installation, memory=limits.memory_bytes, start_seconds=limits.start_seconds)
        with self._lock:
            self._busy.add(worker)
        return worker

    def _give_back(self, worker: Worker, *, fit: bool) -> None:
        spent = worker.documents >= self.limits.documents or worker.memory() > self.limits.recycle_bytes
        with self._lock:
            self._busy.discard(worker)
            keep = fit and not spent and not self._closed
            if keep:
                self._idle.append(worker)
        if not keep:
            worker.kill()


def _failed(*, late: bool) -> RenderingError:
    what = "duurt te lang" if late else "is mislukt"
    return RenderingError.because(
        "PDF-WERKER",
        f"het maken van de PDF met LibreOffice {what}, ook bij een tweede poging",
        "Controleer of het document in Word of LibreOffice opent; splits een heel groot document.",
    )


def _refused() -> RenderingError:
    return RenderingError.because(
        "PDF-GEWEIGERD",
        "LibreOffice kan het document niet openen of niet als PDF opslaan",
        "Open het document in Word, sla het opnieuw op als .docx en probeer het nog eens.",
    )
