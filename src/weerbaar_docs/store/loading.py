# SPDX-License-Identifier: EUPL-1.2
"""Loading states as they were: no trigger judges a row that it did not see change, but every constraint does.

All of it happens inside the caller's transaction: if that is rolled back, the triggers were never away.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from weerbaar_docs.store.backup_parts import damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection


@contextlib.contextmanager
def without_triggers(connection: Connection) -> Iterator[None]:
    """Take the triggers of all tables away and put back the same ones."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
        found = connection.execute(text(query)).all()
        for row in found:
            connection.exec_driver_sql(f"DROP TRIGGER {_quoted(connection, row.name)}")
        yield
        for row in found:
            connection.exec_driver_sql(row.sql)
        return
    tables = [_quoted(connection, name) for name in sorted(inspect(connection).get_table_names())]
    for table in tables:
        connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in tables:
        connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@contextlib.contextmanager
def foreign_keys_later(connection: Connection) -> Iterator[None]:
    """Let rows come in any order; `require_foreign_keys` looks when all are there."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        yield
        return
    keys = _foreign_keys(connection)
    for table, name in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} ALTER CONSTRAINT {name} DEFERRABLE INITIALLY DEFERRED")
    yield
    for table, name in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} ALTER CONSTRAINT {name} NOT DEFERRABLE")


def require_foreign_keys(connection: Connection) -> None:
    """Raise VerificationError when a row refers to one that is not there (PostgreSQL: the StoreError of its refusal)."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
        return
    wrong = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if wrong is not None:
        raise damaged("een rij verwijst naar een die er niet is", pad=f"/{wrong[0]}")


def _foreign_keys(connection: Connection) -> list[tuple[str, str]]:
    found = inspect(connection)
    return [
        (_quoted(connection, table), _quoted(connection, str(key["name"])))
        for table in sorted(found.get_table_names())
        for key in found.get_foreign_keys(table)
    ]


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote_identifier(name)
