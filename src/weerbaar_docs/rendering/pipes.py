# SPDX-License-Identifier: EUPL-1.2
"""Messages to and from a child process over its pipes, each with a deadline: the child may be late, gone or say nonsense.

A message is one byte (kind), eight bytes (length, big endian) and that many bytes.
"""

from __future__ import annotations

import contextlib
import os
import select
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

MAX_PDF = 256 * 2**20
_HEAD = 9
_CHUNK = 1 << 16


class WorkerFailedError(Exception):
    """The worker is gone or was killed; `late` when it took too long. Another worker may do better."""

    def __init__(self, *, late: bool) -> None:
        self.late = late
        super().__init__("late" if late else "gone")


class Pipes:
    """Both pipes of a child; a deadline is a value of time.monotonic()."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._streams = (process.stdin, process.stdout)
        self._in, self._out = process.stdin.fileno(), process.stdout.fileno()
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)

    def send(self, kind: bytes, body: bytes, until: float) -> None:
        """Send a message; raises WorkerFailedError."""
        view = memoryview(kind + len(body).to_bytes(8, "big") + body)
        while view:
            _wait(self._in, select.POLLOUT, until)
            try:
                view = view[os.write(self._in, view[:_CHUNK]) :]
            except BlockingIOError:
                continue
            except OSError:
                break
        else:
            return
        raise WorkerFailedError(late=False)

    def receive(self, until: float) -> tuple[bytes, bytes]:
        """Give the kind and the body of the next message, of MAX_PDF bytes at most; raises WorkerFailedError."""
        head = self._read(_HEAD, until)
        size = int.from_bytes(head[1:], "big")
        if size > MAX_PDF:
            raise WorkerFailedError(late=False)
        return head[:1], self._read(size, until)

    def close(self) -> None:
        """Close both, also when the child is gone."""
        for stream in self._streams:
            with contextlib.suppress(OSError):
                stream.close()

    def let_go(self) -> None:
        """Let go of the pipes in a process that was forked from the one that holds the child."""
        os.close(self._in)
        os.close(self._out)

    def _read(self, size: int, until: float) -> bytes:
        found = bytearray()
        while len(found) < size:
            _wait(self._out, select.POLLIN, until)
            try:
                piece = os.read(self._out, min(_CHUNK, size - len(found)))
            except BlockingIOError:
                continue
            if not piece:
                raise WorkerFailedError(late=False)
            found += piece
        return bytes(found)


def _wait(channel: int, event: int, until: float) -> None:
    poll = select.poll()
    poll.register(channel, event)
    left = until - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise WorkerFailedError(late=True)
