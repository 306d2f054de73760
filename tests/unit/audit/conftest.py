# SPDX-License-Identifier: EUPL-1.2
"""A database to attack: SQLite and a throw-away PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auditbouw import engine_at
from postgresql import Cluster


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """An SQLite file that is not there yet; `engine_at` makes no folder for it."""
    return f"sqlite:///{tmp_path / 'logboek.db'}"


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
