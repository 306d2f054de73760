# SPDX-License-Identifier: EUPL-1.2
"""Which schema version a database has, and this package: what every opening asks, without loading what migrates.

Also the lock by which nobody migrates under an act.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import inspect, text

from weerbaar_docs.store.engine import reading

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

MIGRATIE: Final = "weerbaar-docs-migrate"  # the name of the lock that a migration holds
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


def hold_version(connection: Connection) -> str:
    """Give the schema version of a store that was opened, and let nobody migrate it until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock_shared(hashtextextended(:name, 0))"), {"name": MIGRATIE})
    found: str = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    return found


@cache
def versions() -> tuple[str, ...]:
    """Give the schema versions that this package knows, newest first."""
    return tuple(sorted((path.name[1:5] for path in _VERSIONS.glob("v[0-9]*.py")), reverse=True))


def newest_version() -> str:
    """Give the schema version of this package."""
    return versions()[0]
