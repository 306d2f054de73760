# SPDX-License-Identifier: EUPL-1.2
"""A short private folder that is gone when its process ends, GnuPG's agent included.

A process that is killed cannot clean up. A watcher of a few lines of shell outlives it and does; and lest that is killed too,
every new folder first clears away what dead processes of the same user left behind, wherever such folders can be. Rules:
(1) a folder lives as long as its process holds the lock on the file in it, or that file names a process that lives:
    a process that becomes a daemon closes its files, and its locks go with them;
(2) the file with the lock goes last, so that a removal that was cut off is taken up by the next process;
(3) a folder without that file was made by a process that died in its first moments or its last: it goes when it is
    ours, private, untouched for ten minutes, and holds nothing but at most the unfinished file;
(4) anything else is not ours: a link, a folder of another user, a folder with other contents;
(5) the watcher judges as (1) does: it waits until nobody holds its pipe, which goes the way of the lock, and the process is gone; a
    number that was given to another process makes it wait longer, never shorter;
(6) nothing here waits for long: an agent that does not listen is killed, and what takes long is left to the next.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
import weakref
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, Self

from weerbaar_docs.errors import EncryptionError

BINARIES = "/usr/bin:/bin:/usr/local/bin:/opt/homebrew/bin"
LANGSTE_THUIS = 80
_PREFIX = "wd-"
_MADE_HERE = re.compile(r"wd-[a-z0-9_]{8}")  # as tempfile.mkdtemp names
_ALIVE = ".in-gebruik"
_UNFINISHED = ".nieuw"
_STALE = 600
_PRIVATE = 0o700
# Together the longest that one agent that does not listen can hold up a start: about five seconds.
_SWEEPING, _ASKING, _LEAVING, _CLEARING = 1.0, 3.0, 0.5, 0.5
# A line says that all was closed; the end of the pipe without one, that its writers died or became a daemon.
_WATCHING = """read -r _ && exit
while kill -0 "$2"; do sleep 0.2; done
gpgconf --homedir "$1" --kill all
rm -rf -- "$1"
"""


class Wachter(NamedTuple):
    """The program that outlives this process, and the pipe by which it knows; `opened` is how the pipe was known at first."""

    program: subprocess.Popen[bytes]
    pipe: int
    opened: os.stat_result


class Thuis:
    """A folder of mode 0700 for this process; `close` (or losing the object) ends the agent in it and removes it."""

    def __init__(self, basis: Path | None = None) -> None:
        """Make the folder in `basis`, or where sockets can live: XDG_RUNTIME_DIR, else /tmp."""
        self.path, lock = _make(basis)
        self.close = weakref.finalize(self, _leave, self.path, os.getpid(), lock, _watch(self.path))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _make(basis: Path | None) -> tuple[Path, int]:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    bases = [basis] if basis else [Path(runtime), Path("/tmp")] if runtime.startswith("/") else [Path("/tmp")]  # noqa: S108
    # A process without XDG_RUNTIME_DIR (cron, sudo) also clears what one with it left, and the reverse.
    _sweep([*bases, Path(f"/run/user/{os.getuid()}")])
    for base in bases:
        if len(str(base)) + len("/wd-12345678") > LANGSTE_THUIS:
            continue
        with contextlib.suppress(OSError):
            path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))
            return path, _occupy(path)
    raise EncryptionError.because(
        "SLEUTEL-THUIS",
        "er is geen bruikbare map voor de sleutelring",
        f"Zorg voor een beschrijfbare map met een pad korter dan {LANGSTE_THUIS - 12} tekens, zoals /tmp.",
    )


def _occupy(path: Path) -> int:
    # The name comes after the lock, so that a sweep never sees an unlocked file of a living process.
    lock = os.open(path / _UNFINISHED, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    os.write(lock, b"%d %s\n" % (os.getpid(), _started(os.getpid())))
    (path / _UNFINISHED).rename(path / _ALIVE)
    return lock


def _watch(path: Path) -> Wachter | None:
    """Start the watcher of a home, in a session of its own, or it would die with a killed group."""
    reader, writer = os.pipe()
    with contextlib.suppress(OSError):  # no shell, or no process to spare: the next home clears this one
        program = subprocess.Popen(
            ["/bin/sh", "-c", _WATCHING, "sh", str(path), str(os.getpid())],
            stdin=reader,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"PATH": BINARIES, "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        os.close(reader)
        return Wachter(program, writer, os.fstat(writer))
    os.close(reader)
    os.close(writer)
    return None


def _dismiss(watcher: Wachter) -> None:
    """Tell the watcher that all was closed, unless the number of its pipe was closed and given to another file by now."""
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        if os.path.samestat(os.fstat(watcher.pipe), watcher.opened):
            os.write(watcher.pipe, b"\n")
            os.close(watcher.pipe)
            watcher.program.wait(_LEAVING)


def _leave(path: Path, owner: int, lock: int, watcher: Wachter | None) -> None:
    """Remove the home of this process; a forked child leaves its parent's home alone."""
    if os.getpid() != owner:
        return
    # The number may have been closed and given to another file by now.
    held = _is_open_as(lock, path / _ALIVE)
    _destroy(path)
    if held:
        os.close(lock)
    if watcher is not None:
        _dismiss(watcher)


# --- what dead processes left -----------------------------------------------------------------


def _sweep(bases: list[Path]) -> None:
    end = time.monotonic() + _SWEEPING
    for base in dict.fromkeys(bases):
        with contextlib.suppress(OSError):
            for path in base.glob(f"{_PREFIX}*"):
                if time.monotonic() > end:
                    return
                with contextlib.suppress(OSError):
                    _clear_if_dead(path)


def _clear_if_dead(path: Path) -> None:
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        return
    names = {entry.name for entry in path.iterdir()}
    if _ALIVE in names:
        _clear_if_free(path, _ALIVE)
    elif _is_stale(path, found, names):
        if _UNFINISHED in names:
            _clear_if_free(path, _UNFINISHED)
        else:
            path.rmdir()


def _is_stale(path: Path, found: os.stat_result, names: set[str]) -> bool:
    """Judge a folder without the file that says whose it is (rule 3)."""
    return (
        names <= {_UNFINISHED}
        and bool(_MADE_HERE.fullmatch(path.name))
        and stat.S_IMODE(found.st_mode) == _PRIVATE
        and time.time() - found.st_mtime > _STALE
    )


def _clear_if_free(path: Path, name: str) -> None:
    lock = os.open(path / name, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        found = os.fstat(lock)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.getuid():
            return
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Another sweep may have removed the folder between the opening and the lock.
        if _is_open_as(lock, path / name) and not _lives(os.read(lock, 100)):
            _destroy(path, last=name)
    finally:
        os.close(lock)


def _is_open_as(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except OSError:
        return False


def _lives(owner: bytes) -> bool:
    """Say whether the process that a lock file names lives; an empty file names none."""
    number, _, started = owner.strip().partition(b" ")
    if not number.isdigit():
        return False
    if started:
        return _started(int(number)) == started
    try:
        os.kill(int(number), 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True


def _started(pid: int) -> bytes:
    """Give when a living process began, in ticks of this boot; empty for a dead one, and where there is no /proc."""
    try:
        # The second field is a name in parentheses, in which anything can stand.
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return b""
    return b"" if fields[0] == b"Z" else fields[19]


# --- the end of a home ------------------------------------------------------------------------


def _destroy(path: Path, last: str = _ALIVE) -> None:
    """End the agent of a home and remove the home, all within a few seconds."""
    if (path / "S.gpg-agent").is_socket():
        _end_agent(path)
    end = time.monotonic() + _CLEARING
    while not _cleared(path, last) and time.monotonic() < end:
        time.sleep(0.02)  # an agent on its way out may still write


def _end_agent(path: Path) -> None:
    _gpgconf(path, "--kill", "all")
    end = time.monotonic() + _LEAVING
    while _agent_answers(path) and time.monotonic() < end:
        time.sleep(0.005)
    if _agent_answers(path):
        for pid in _agents(path):
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
    _gpgconf(path, "--remove-socketdir")


def _gpgconf(path: Path, *act: str) -> None:
    program = shutil.which("gpgconf", path=BINARIES)
    if program is None:
        return
    # No pipes: a child of gpgconf that waits for a frozen agent would hold them open.
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        subprocess.run(
            [program, "--homedir", str(path), *act],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_ASKING,
            env={"PATH": BINARIES, "LC_ALL": "C.UTF-8"},
        )


def _agent_answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(0.1)
        try:
            line.connect(str(path / "S.gpg-agent"))
        except (BlockingIOError, TimeoutError):
            return True  # there, but too many wait in line already
        except OSError:
            return False
    return True


def _agents(path: Path) -> list[int]:
    """Give the agents of this very home; who listens on the socket is no help, for that is the agent's parent."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (entry / "cmdline").read_bytes().split(b"\0")
            ours = entry.stat().st_uid == os.getuid() and Path(os.fsdecode(words[0])).name == "gpg-agent"
            if ours and (b"--homedir", os.fsencode(path)) in pairwise(words):
                found.append(int(entry.name))
    return found


def _cleared(path: Path, last: str) -> bool:
    """Remove all but the last file, then that, then the folder; say whether it is gone."""
    try:
        for entry in list(path.iterdir()):
            if entry.name == last:
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                entry.unlink()
        if list(path.iterdir()) == [path / last]:
            (path / last).unlink()
        path.rmdir()
    except FileNotFoundError:
        return not path.exists()
    except OSError:
        return False
    return True
