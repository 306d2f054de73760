# SPDX-License-Identifier: EUPL-1.2
"""A log in either database, the holder of the logboek key, and an officer with public material only."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auditbouw import engine_at
from logboekbouw import Houder
from postgresql import Cluster
from weerbaar_docs.encryption.gnupg_door import Sleutelring


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


@pytest.fixture(scope="session")
def houder() -> Iterator[Houder]:
    """Whoever holds the logboek key, and a key that is not it."""
    with Sleutelring() as ring:
        yield Houder(ring=ring, sleutel=ring.generate("Logboek (fictief)"), ander=ring.generate("Iemand (fictief)"))
