# SPDX-License-Identifier: EUPL-1.2
"""A home of its own for a command: whatever it leaves behind is in there.

(1) a command runs in a process of its own that has the sandbox as its home, temporary folder and working directory;
(2) these are forked from one process that has loaded the program, so that none waits for that and each begins afresh;
(3) a command may be killed after a while, with all that it started; then its exit code is that of the signal.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import click

import weerbaar_docs
from weerbaar_docs.cli import root

LIMIT = 60
WRITTEN = (
    "MAP",
    "BACK-UP",
    "NIEUW",
    "EXPORT",
    "BLAD.pdf",
    "SLEUTELBLAD.docx",
    "WISSEL-1",
    "WISSEL-2",
    "BESLUIT-1",
    "BESLUIT-2",
)
BY_KILL = -signal.SIGKILL
_STARTER = """
import atexit, gc, json, os, pkgutil, select, signal, sys
import weerbaar_docs
for found in pkgutil.walk_packages(weerbaar_docs.__path__, "weerbaar_docs."):
    if not found.name.endswith("__main__"):
        __import__(found.name)
from weerbaar_docs.cli import main
from weerbaar_docs.config import load_config
load_config(None, {})  # what is read but once
gc.collect(), gc.freeze()
tell = os.dup(1)
for line in sys.stdin:
    job = json.loads(line)
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        os.environ.clear(), os.environ.update(job["omgeving"])
        os.chdir(job["map"])
        file = os.open(job["uit"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0), os.dup2(file, 1), os.dup2(file, 2), os.close(tell)
        try:
            main(job["opdracht"])
        except SystemExit as end:
            atexit._run_exitfuncs()  # as at the end of Python, which takes a second to forget what was loaded
            sys.stdout.flush(), sys.stderr.flush(), os._exit(end.code)
    try:
        os.setpgid(child, child)
    except PermissionError:
        pass  # it was first, and is at work
    if job["na"] is not None:
        ended = os.pidfd_open(child)
        if not select.select([ended], [], [], job["na"])[0]:
            os.killpg(child, signal.SIGKILL)
        os.close(ended)
    os.write(tell, b"%d\\n" % os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


class Starter:
    """The process that commands are forked from; use it in a `with`."""

    def __enter__(self):
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", _STARTER],
            env={
                **_of_this_machine(),
                "HOME": "/nonexistent",
                "PYTHONPATH": str(Path(weerbaar_docs.__file__).parents[1]),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(LIMIT)

    def run(self, arguments, *, environment, folder, out, after=None):
        """Run a command, killed after so many seconds; give its exit code, negative for the signal that ended it."""
        job = {"opdracht": arguments, "omgeving": environment, "map": str(folder), "uit": str(out), "na": after}
        self._process.stdin.write(json.dumps(job).encode() + b"\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@dataclass(frozen=True)
class Sandbox:
    """A home, a temporary folder and a log; `invoer` is what the user has, `leesbaar` the readable files he asked for.

    `extra` goes into the environment; `words` in capitals stand for something in a call, as do WRITTEN for files that commands write.
    """

    path: Path
    starter: Starter
    extra: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    run: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="wdz-", dir="/tmp")))  # short, for sockets

    @property
    def invoer(self):
        return self.path / "invoer"

    @property
    def leesbaar(self):
        return self.path / "leesbaar"

    @property
    def tijdelijk(self):
        return self.path / "tmp"

    @property
    def said(self):
        """Where stands what the last command said."""
        return self.path / "uit"

    @property
    def environment(self):
        own = {"HOME": "home", "TMPDIR": "tmp"}
        return {
            **_of_this_machine(),
            **{name: str(self.path / folder) for name, folder in own.items()},
            "XDG_RUNTIME_DIR": str(self.run),
            "WEERBAAR_LOGS_BESTAND": str(self.path / "logs.jsonl"),
            **self.extra,
        }

    def prepare(self, files):
        for folder in ("home", "tmp", "invoer"):
            (self.path / folder).mkdir(parents=True, mode=0o700)
        for name, data in files.items():
            (self.invoer / name).write_bytes(data)

    def left(self, finder):
        """Search all that is here but what the user has and asked for, and what the command said."""
        found = finder.in_folder(self.path, except_for=(self.invoer, self.leesbaar, self.said))
        return found + finder.in_folder(self.run)

    def call(self, arguments, after=None):
        """Run a command, as `Starter.run` does; what it says is in `said`."""
        return self.starter.run(
            self.filled(arguments),
            environment=self.environment,
            folder=self.path / "home",
            out=self.said,
            after=after,
        )

    def start(self, arguments):
        """Run a command as the shell does: Python, the program and all, in a process that is not forked from ours."""
        with self.said.open("wb") as out:
            return subprocess.run(
                [sys.executable, "-m", "weerbaar_docs.cli", *self.filled(arguments)],
                env={**self.environment, "PYTHONPATH": str(Path(weerbaar_docs.__file__).parents[1])},
                cwd=self.path / "home",
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                check=False,
                timeout=LIMIT,
            ).returncode

    def filled(self, arguments):
        """Put paths in the place of words in capitals: files of the user, LEESBAAR (and a PDF in it), MAP and what `words` says."""
        names = {"LEESBAAR": self.leesbaar, "LEESBAAR.pdf": self.leesbaar / "blad.pdf"}
        names |= {name: self.path / name.lower() for name in WRITTEN}
        names |= {path.stem.upper(): path for path in self.invoer.iterdir()} | self.words
        return [str(names.get(part, part)) for part in arguments]


def _of_this_machine():
    return {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}


def walk(command=root, path=()):
    """Give the path of every command."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from walk(command.get_command(context, name), (*path, name))
    else:
        yield path


def command_at(path):
    """Give the command of a path."""
    command = root
    for name in path:
        command = command.get_command(click.Context(command), name)
    return command


def writes(path):
    """Say whether a command says that it writes."""
    return command_at(path).writes
