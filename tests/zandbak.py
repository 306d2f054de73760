# SPDX-License-Identifier: EUPL-1.2
"""A home of its own for a command: whatever it leaves behind is in there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import click

import weerbaar_docs
from weerbaar_docs.cli import root

LIMIT = 60
_RUNNER = """
import json, os, sys
jobs, out = json.load(sys.stdin), os.dup(1)
from weerbaar_docs.cli import run
codes = []
for path, arguments in jobs:
    file = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    os.dup2(file, 1), os.dup2(file, 2)
    codes.append(run(arguments))
    sys.stdout.flush(), sys.stderr.flush()
os.write(out, json.dumps(codes).encode())
"""


@dataclass(frozen=True)
class Sandbox:
    """A home, a temporary folder and a log; `invoer` is what the user has, `leesbaar` the readable files he asked for.

    `extra` goes into the environment; `words` in capitals stand for something in a call.
    """

    path: Path
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
    def environment(self):
        own = {"HOME": "home", "TMPDIR": "tmp"}
        return {
            **{name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ},
            "PYTHONPATH": str(Path(weerbaar_docs.__file__).parents[1]),
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
        """Search all that is here but what the user has and asked for."""
        found = finder.in_folder(self.path, except_for=(self.invoer, self.leesbaar))
        return found + finder.in_folder(self.run)

    def start(self, arguments, number):
        with (self.path / f"uit-{number}").open("wb") as out:
            return subprocess.Popen(
                [sys.executable, "-m", "weerbaar_docs.cli", *self.filled(arguments)],
                env=self.environment,
                cwd=self.path / "home",
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def run_all(self, calls, number=0):
        """Run commands one after another in one process, each with a file of its own for what it says; give exit codes."""
        jobs = [(str(self.path / f"uit-{number}-{i}"), self.filled(arguments)) for i, arguments in enumerate(calls)]
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", _RUNNER],
            env=self.environment,
            cwd=self.path / "home",
            input=json.dumps(jobs).encode(),
            stdout=subprocess.PIPE,
            check=True,
            timeout=LIMIT,
        )
        return json.loads(done.stdout)

    def filled(self, arguments):
        """Put paths in the place of words in capitals: files of the user, LEESBAAR and MAP."""
        names = {"LEESBAAR": self.leesbaar, "MAP": self.path / "map"}
        names |= {name: self.path / name.lower() for name in ("NIEUW", "EXPORT", "BLAD.pdf")}
        names |= {path.stem.upper(): path for path in self.invoer.iterdir()} | self.words
        return [str(names.get(part, part)) for part in arguments]


def walk(command=root, path=()):
    """Give the path of every command."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from walk(command.get_command(context, name), (*path, name))
    else:
        yield path


def writes(path):
    """Say whether a command says that it writes."""
    command = root
    for name in path:
        command = command.get_command(click.Context(command), name)
    return command.writes
