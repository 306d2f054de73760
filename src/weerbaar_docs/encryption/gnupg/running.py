# SPDX-License-Identifier: EUPL-1.2
"""Arguments and input -> what gpg answered: the only door to python-gnupg, whose own reading of the answers is switched off.

(1) options and environment of our own; (2) a clock that kills a gpg that does not answer; (3) the status bytes are kept as
they came; (4) python-gnupg's log, which holds key data and plaintext, is shut.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import subprocess
import threading
import time
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import gnupg

from weerbaar_docs.encryption.gnupg.status import status_lines
from weerbaar_docs.encryption.home import BINARIES
from weerbaar_docs.logs import milliseconds, tell
from weerbaar_docs.logs.velden import STAPPEN

if TYPE_CHECKING:
    import logging
    from collections.abc import Iterable
    from pathlib import Path

_OPTIONS: Final = (
    "--no-options",
    "--no-auto-key-retrieve",
    "--disable-dirmngr",
    "--no-auto-check-trustdb",
    "--pinentry-mode=loopback",
    "--logger-file=/dev/null",
)
_PIECE: Final = 1 << 20


class GPG(gnupg.GPG):  # type: ignore[misc]
    """python-gnupg as a runner of gpg."""

    def __init__(self, binary: str, home: Path, timeout: float, extra: tuple[str, ...] = ()) -> None:
        """Look whether gpg is there; raises OSError or ValueError when it is not."""
        self._timeout = timeout
        self._watch: dict[int, tuple[threading.Timer, float]] = {}
        gnupg.logger.addFilter(_no_log)
        env = {"PATH": BINARIES, "LC_ALL": "C.UTF-8"}
        super().__init__(binary, str(home), options=[*_OPTIONS, *extra], env=env, encoding="utf-8")

    def _open_subprocess(self, args: list[str], passphrase: bool = False) -> Any:  # noqa: FBT001, FBT002
        process = super()._open_subprocess(args, passphrase)
        timer = self._timer(process)
        self._watch[process.pid] = timer, time.monotonic()
        return process

    def _collect_output(self, process: Any, result: Any, writer: Any = None, stdin: Any = None) -> Any:
        result.statuses = []
        try:
            code = super()._collect_output(process, result, writer, stdin)
        finally:
            timer, start = self._watch.pop(process.pid)
            result.timed_out = timer.finished.is_set()
            timer.cancel()
            _tell(process.args, start)
        return code

    def _read_response(self, stream: Any, result: Any) -> None:
        raw: bytes = stream.stream.read()
        result.stderr = ""
        result.statuses = status_lines(raw)

    def _handle_io(
        self,
        args: list[str],
        fileobj_or_path: Any,
        result: Any,
        passphrase: str | None = None,
        binary: bool = False,  # noqa: FBT001, FBT002
    ) -> Any:
        result.statuses, result.timed_out, result.data = [], False, b""
        with contextlib.suppress(BrokenPipeError):
            super()._handle_io(args, fileobj_or_path, result, passphrase or None, binary)
        return result

    def run(self, args: list[str], data: bytes = b"", passphrase: str | None = None) -> Any:
        """Run gpg once with bytes on its standard input."""
        result = self.result_map["verify"](self)
        return self._handle_io(args, io.BytesIO(data), result, passphrase, binary=True)

    def run_stream(self, args: list[str], source: BinaryIO, target: BinaryIO, passphrase: str | None = None) -> Any:
        """Run gpg once from one open file to another, which gpg itself writes; `given` is how much there was to read."""
        start, status = time.monotonic(), bytearray()
        command: list[str] = self.make_args(args, passphrase is not None)
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=target,
            stderr=subprocess.PIPE,
            env=self.env,
        )
        assert process.stdin is not None
        assert process.stderr is not None
        reader = threading.Thread(target=_drain, args=(process.stderr, status))
        timer = self._timer(process)
        reader.start()
        try:
            given, whole = _feed(source, process.stdin, b"" if passphrase is None else f"{passphrase}\n".encode())
        except BaseException:
            process.kill()  # what gpg was given is no whole file: it may not end as if it were
            raise
        finally:
            result = self.result_map["verify"](self)
            code = process.wait()
            result.timed_out = timer.finished.is_set()
            timer.cancel()
            reader.join()
            process.stderr.close()
        _tell(command, start)
        result.statuses, result.data = status_lines(bytes(status)), b""
        result.returncode, result.given = code or int(not whole), given
        return result

    def _timer(self, process: Any) -> threading.Timer:
        timer = threading.Timer(self._timeout, process.kill)
        timer.daemon = True
        timer.start()
        return timer


def _no_log(_record: logging.LogRecord) -> bool:
    return False


def _drain(stream: Any, into: bytearray) -> None:
    into += stream.read()


def _feed(source: BinaryIO, stdin: Any, first: bytes) -> tuple[int, bool]:
    """Write all of a file to gpg; give its size, and whether gpg read on. What the file itself raises is not hidden here."""
    given = -len(first)
    try:
        for piece in itertools.chain([first], iter(lambda: source.read(_PIECE), b"")):
            given += len(piece)
            try:
                stdin.write(piece)
            except BrokenPipeError:
                return given, False
    finally:
        with contextlib.suppress(BrokenPipeError):
            stdin.close()
    return given, True


def _tell(args: Iterable[Any], start: float) -> None:
    stap = next((STAPPEN[option] for option in args if option in STAPPEN), None)
    tell("gpg", ms=milliseconds(start), **({"stap": stap} if stap else {}))
