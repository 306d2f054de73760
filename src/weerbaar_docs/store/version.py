# SPDX-License-Identifier: EUPL-1.2
"""Which schema version a database has, and this package: what every opening asks, without loading what migrates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import inspect, text

from weerbaar_docs.store.engine import reading

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_VERSIONS: Final = Path(__file__).parent / "migrations" / "versions"


def schema_version(engine: Engine) -> str | None:
    """Give the schema version of the database; None when it is empty."""
    with reading(engine) as connection:
        return version_in(connection)


def version_in(connection: Connection) -> str | None:
    """Give the schema version as this transaction sees it."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def versions() -> list[str]:
    """Give the schema versions that this package knows, newest first."""
    return sorted((path.name[1:5] for path in _VERSIONS.glob("v[0-9]*.py")), reverse=True)


def newest_version() -> str:
    """Give the schema version of this package."""
    return versions()[0]
