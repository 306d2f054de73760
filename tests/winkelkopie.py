# SPDX-License-Identifier: EUPL-1.2
"""Stores that are made once per session and copied for each test: making the tables takes longer than most tests do."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from postgresql import Cluster
from storebouw import Klok, new_opslag
from weerbaar_docs.store import FolderBlobs, migrate, open_engine

MAKERS: dict[str, Callable[[Engine, Path], object]] = {
    "winkel": lambda engine, _folder: migrate(engine),
    "opslag": lambda engine, folder: new_opslag(engine, FolderBlobs(folder), Klok()),
}


@dataclass
class Winkelkopieen:
    """Gives copies of a store with tables only (`winkel`), or one that MW-0001 has set up (`opslag`)."""

    folder: Path
    cluster: Callable[[], Cluster]
    _made: dict[tuple[str, str], str] = field(default_factory=dict)

    def sqlite(self, name: str, path: Path) -> str:
        """Give the address of a copy at this path."""
        source = self._original(name, "sqlite", lambda: f"sqlite:///{self.folder / name / 'opslag.db'}")
        path.parent.mkdir(mode=0o700, exist_ok=True)
        shutil.copyfile(source.removeprefix("sqlite:///"), path)
        path.chmod(0o600)
        return f"sqlite:///{path}"

    def postgresql(self, name: str) -> str:
        """Give the address of a copy in the cluster of this session."""
        cluster = self.cluster()
        return cluster.new(template=self._original(name, "postgresql", cluster.new))

    def _original(self, name: str, kind: str, new: Callable[[], str]) -> str:
        if (name, kind) not in self._made:
            url = new()
            engine = open_engine(url)
            MAKERS[name](engine, self.folder / "stukken")
            engine.dispose()
            if kind == "sqlite":
                with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.close()
            self._made[name, kind] = url
        return self._made[name, kind]
