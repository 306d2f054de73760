# SPDX-License-Identifier: EUPL-1.2
"""A database to attack: SQLite and a throw-away PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auditbouw import engine_at
from postgresql import Cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A server for this session."""
    made = Cluster()
    yield made
    made.stop()
    shutil.rmtree(made.folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new, empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'logboek.db'}"
    made: str = request.getfixturevalue("cluster").new()
    return made


@pytest.fixture
def engine(url: str) -> Iterator[Any]:
    """An engine on that database, closed afterwards."""
    made = engine_at(url)
    yield made
    made.dispose()


@pytest.fixture
def postgresql_engine(cluster: Cluster) -> Iterator[Any]:
    """An engine on a new database of PostgreSQL."""
    made = engine_at(cluster.new())
    yield made
    made.dispose()
