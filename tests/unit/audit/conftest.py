# SPDX-License-Identifier: EUPL-1.2
"""A database to attack: SQLite always, and a throw-away PostgreSQL where its programs are on the machine."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from auditbouw import engine_at

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: give it another user then."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            return {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": []}
        except KeyError:
            continue
    return {}


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a cluster that listens on a socket in its own folder only."""
    pytest.importorskip("psycopg")
    if not PROGRAMS:
        pytest.skip("there is no PostgreSQL on this machine")
    programs, who = PROGRAMS[-1].parent, unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if "user" in who:
            shutil.chown(folder, who["user"], who["group"])

        def run(*command: object) -> None:
            environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
            subprocess.run(
                list(map(str, command)), check=True, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, **who,
            )  # fmt: skip

        run(programs / "initdb", "-D", folder / "data", "-U", "toets", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        run(programs / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start")
        try:
            yield f"postgresql+psycopg://toets@/{{}}?host={folder}"
        finally:
            run(programs / "pg_ctl", "-D", folder / "data", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new, empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'logboek.db'}"
    cluster: str = request.getfixturevalue("postgresql")
    name = f"t{uuid.uuid4().hex}"
    admin = create_engine(cluster.format("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return cluster.format(name)


@pytest.fixture
def engine(url: str) -> Iterator[Any]:
    """An engine on that database, closed afterwards."""
    made = engine_at(url)
    yield made
    made.dispose()
