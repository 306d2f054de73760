# SPDX-License-Identifier: EUPL-1.2
"""The SQL of a migration, from the file beside it: one per database, parts divided by a line `-- ;;`, of which the first is its licence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import inspect

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SEPARATOR: Final = "\n-- ;;\n"
_FUNCTION = re.compile(r"CREATE (?:OR REPLACE )?FUNCTION (\w+)\(")
_TRIGGER = re.compile(r"CREATE TRIGGER (?:IF NOT EXISTS )?(\w+)")
_TABLE = re.compile(r"CREATE TABLE (\w+)")


def statements(name: str, dialect: str) -> list[str]:
    """Give the statements of a migration for a database."""
    path = Path(__file__).parent / "versions" / f"{name}.{dialect}.sql"
    return path.read_text(encoding="utf-8").strip().split(_SEPARATOR)[1:]


def drop(connection: Connection, name: str) -> None:
    """Drop the tables and triggers, and in PostgreSQL their functions, that a migration made."""
    made = statements(name, connection.dialect.name)
    there = set(inspect(connection).get_table_names())
    for statement in reversed(made):
        table = _TABLE.match(statement)
        if table and table.group(1) in there:
            connection.exec_driver_sql(f"DROP TABLE {table.group(1)}")
    for statement in made:
        function = _FUNCTION.match(statement)
        trigger = _TRIGGER.match(statement)
        if function:
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {function.group(1)}() CASCADE")
        elif trigger and connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger.group(1)}")
