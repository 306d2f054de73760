# SPDX-License-Identifier: EUPL-1.2
"""A log in either database, the holder of the logboek key, and an officer with public material only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auditbouw import engine_at
from logboekbouw import Houder
from weerbaar_docs.encryption.gnupg import Sleutelring


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


@pytest.fixture(scope="session")
def houder() -> Iterator[Houder]:
    """Whoever holds the logboek key, and a key that is not it."""
    with Sleutelring() as ring:
        yield Houder(ring=ring, sleutel=ring.generate("Logboek (fictief)"), ander=ring.generate("Iemand (fictief)"))
