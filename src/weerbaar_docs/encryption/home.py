# SPDX-License-Identifier: EUPL-1.2
"""A short private folder that is gone when its process ends, GnuPG's agent included.

A process that is killed cannot clean up, so every new folder first clears away what dead processes of the same user
left behind: a folder is alive as long as its process holds the lock on the file in it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import socket
import subprocess
import tempfile
import time
import weakref
from pathlib import Path
from typing import Self

from weerbaar_docs.errors import EncryptionError

BINARIES = "/usr/bin:/bin:/usr/local/bin:/opt/homebrew/bin"
LANGSTE_THUIS = 80
_PREFIX = "wd-"
_ALIVE = ".in-gebruik"


class Thuis:
    """A folder of mode 0700 for this process; `close` (or losing the object) ends the agent in it and removes it."""

    def __init__(self, basis: Path | None = None) -> None:
        """Make the folder in `basis`, or where sockets can live: XDG_RUNTIME_DIR, else /tmp."""
        self.path, lock = _make(basis)
        self.close = weakref.finalize(self, _destroy, self.path, os.getpid(), lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _make(basis: Path | None) -> tuple[Path, int]:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    bases = [basis] if basis else [Path(runtime), Path("/tmp")] if runtime.startswith("/") else [Path("/tmp")]  # noqa: S108
    for base in bases:
        if len(str(base)) + len("/wd-12345678") > LANGSTE_THUIS:
            continue
        with contextlib.suppress(OSError):
            _sweep(base)
            path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))
            return path, _occupy(path)
    raise EncryptionError.because(
        "SLEUTEL-THUIS",
        "er is geen bruikbare map voor de sleutelring",
        f"Zorg voor een beschrijfbare map met een pad korter dan {LANGSTE_THUIS - 12} tekens, zoals /tmp.",
    )


def _occupy(path: Path) -> int:
    # The name comes after the lock, so that a sweep never sees an unlocked file of a living process.
    lock = os.open(path / ".nieuw", os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    (path / ".nieuw").rename(path / _ALIVE)
    return lock


def _sweep(base: Path) -> None:
    for path in base.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if path.is_symlink() or path.stat().st_uid != os.getuid():
                continue
            lock = os.open(path / _ALIVE, os.O_RDWR | os.O_NOFOLLOW)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(lock)
            else:
                _destroy(path, os.getpid(), lock)


def _destroy(path: Path, owner: int, lock: int) -> None:
    """End the agent of a home and remove the home; a forked child leaves its parent's home alone."""
    if os.getpid() != owner:
        return
    gpgconf = shutil.which("gpgconf", path=BINARIES)
    if gpgconf is not None:
        for act in (["--kill", "all"], ["--remove-socketdir"]):
            with contextlib.suppress(OSError, subprocess.SubprocessError):
                subprocess.run(
                    [gpgconf, "--homedir", str(path), *act],
                    check=False,
                    capture_output=True,
                    timeout=20,
                    env={"PATH": BINARIES, "LC_ALL": "C.UTF-8"},
                )
    end = time.monotonic() + 2
    while _agent_answers(path) and time.monotonic() < end:
        time.sleep(0.005)
    while path.exists() and time.monotonic() < end:
        shutil.rmtree(path, ignore_errors=True)
    os.close(lock)


def _agent_answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(str(path / "S.gpg-agent"))
        except OSError:
            return False
    return True
