# SPDX-License-Identifier: EUPL-1.2
"""A database address -> an Engine for whoever may only look: it makes no file, changes no setting, takes no lock.

An SQLite file may be a copy, on a medium that cannot be written. Use it with `reading`.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import create_engine, event
from sqlalchemy.pool import NullPool

from weerbaar_docs.errors import ConfigError
from weerbaar_docs.store.engine import WACHTTIJD, open_engine

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_SQLITE = "sqlite:///"


def open_readonly(url: str) -> Engine:
    """Give an Engine that cannot write; raises ConfigError for another address or a missing file."""
    if not url.startswith(_SQLITE):
        return open_engine(url)
    path = Path(url.removeprefix(_SQLITE)).absolute()
    if not path.is_file():
        raise ConfigError.because("OPSLAG-ADRES", "het bestand van de opslag is er niet", "Controleer het pad.")

    def connect() -> sqlite3.Connection:
        # Whoever uses the database keeps a log beside it; without one, no file has to be made to read it.
        alone = "" if path.with_name(f"{path.name}-wal").exists() else "&immutable=1"
        address = f"file:{quote(str(path))}?mode=ro{alone}"
        return sqlite3.connect(address, uri=True, timeout=WACHTTIJD / 1000, isolation_level=None)

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA query_only=1")


def _on_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
