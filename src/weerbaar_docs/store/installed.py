# SPDX-License-Identifier: EUPL-1.2
"""What stands in the database, against what this package makes: which table or trigger is gone, changed or foreign.

(1) SQLite keeps the text of every statement: it is compared with that of a fresh database of the same version;
(2) PostgreSQL keeps what it made of it: of each trigger its table, moment and function, of each function its text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import create_engine, text

from weerbaar_docs.store.schema import migrate_in, shipped
from weerbaar_docs.store.tables import METADATA
from weerbaar_docs.store.version import version_in

if TYPE_CHECKING:
    from sqlalchemy import Connection

_OURS: Final = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"
_FUNCTION = re.compile(r"CREATE (?:OR REPLACE )?FUNCTION (\w+)\(\).*?\$\$(.*)\$\$", re.DOTALL)
_TRIGGER = re.compile(
    r"CREATE (?:OR REPLACE )?TRIGGER (\w+) BEFORE ([A-Z ]+?) ON (\w+)\s+FOR EACH (ROW|STATEMENT)\s+EXECUTE FUNCTION (\w+)\(\)"
)
_PATH: Final = "search_path={}, pg_temp"
_BITS: Final = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}
_BEFORE_ROW: Final = {"ROW": 3, "STATEMENT": 2}
_TRIGGERS = text(
    "SELECT t.tgname, c.relname, t.tgtype, p.proname, t.tgenabled::text AS enabled, "
    "CASE WHEN t.tgqual IS NULL AND t.tgattr = '' THEN 'altijd' ELSE 'soms' END AS moment FROM pg_trigger t "
    "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid "
    "WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
)
_FUNCTIONS = text(
    "SELECT proname, prosrc, prosecdef, coalesce(array_to_string(proconfig, ';'), '') AS config, current_schema() AS here "
    "FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND prorettype = 'trigger'::regtype"
)
_CONSTRAINTS = text(
    "SELECT k.conname, k.convalidated FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid "
    "WHERE c.relnamespace = current_schema()::regnamespace"
)


def differences(connection: Connection) -> list[str]:
    """Name every table, trigger or function that is not as this package makes it for the version of the database."""
    version = version_in(connection)
    if version is None:
        return ["alles ontbreekt"]
    if connection.dialect.name == "sqlite":
        return _compare(_sqlite_made(version), _sqlite_found(connection))
    return _compare(_postgresql_made(), _postgresql_found(connection))


def unsound(connection: Connection) -> list[str]:
    """Name what the database itself finds wrong with its rows, or which of its constraints do not stand."""
    if connection.dialect.name == "sqlite":
        words = connection.exec_driver_sql("PRAGMA integrity_check(10)").scalars().all()
        wrong = [] if words == ["ok"] else [f"{len(words)} fouten in het bestand"]
        tables = {row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
        return wrong + [f"{table} verwijst naar niets" for table in sorted(tables)]
    prepare = connection.dialect.identifier_preparer.format_constraint
    wanted = {prepare(made) for table in METADATA.sorted_tables for made in table.constraints}
    found = {row.conname: row.convalidated for row in connection.execute(_CONSTRAINTS)}
    gone = [f"{name} ontbreekt" for name in sorted(str(name) for name in wanted if name) if name not in found]
    return gone + [f"{name} geldt niet" for name, valid in sorted(found.items()) if not valid]


def _compare(made: dict[str, str], found: dict[str, str]) -> list[str]:
    gone = [f"{name} ontbreekt" for name in sorted(made.keys() - found.keys())]
    foreign = [f"{name} is vreemd" for name in sorted(found.keys() - made.keys())]
    changed = [f"{name} is gewijzigd" for name in sorted(made.keys() & found.keys()) if made[name] != found[name]]
    return gone + changed + foreign


def _sqlite_made(version: str) -> dict[str, str]:
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            migrate_in(connection, to=version)
            return _sqlite_found(connection)
    finally:
        engine.dispose()


def _sqlite_found(connection: Connection) -> dict[str, str]:
    return {row.name: " ".join(f"{row.type} {row.sql}".split()) for row in connection.execute(text(_OURS))}


def _postgresql_made() -> dict[str, str]:
    made = {}
    for statement in shipped("postgresql"):
        function, trigger = _FUNCTION.match(statement), _TRIGGER.match(statement)
        if function:
            path = _PATH.format("@schema@") if "SET search_path" in statement else ""
            made[f"functie {function[1]}"] = " ".join(f"False {path} {function[2].replace('%%', '%')}".split())
        if trigger:
            kind = _BEFORE_ROW[trigger[4]] + sum(_BITS[act] for act in trigger[2].split(" OR "))
            made[f"trigger {trigger[1]}"] = f"{trigger[3]} {kind} {trigger[5]} O altijd"
    return made


def _postgresql_found(connection: Connection) -> dict[str, str]:
    triggers = {
        f"trigger {row.tgname}": f"{row.relname} {row.tgtype} {row.proname} {row.enabled} {row.moment}"
        for row in connection.execute(_TRIGGERS)
    }
    functions = {
        f"functie {row.proname}": " ".join(f"{row.prosecdef} {_here(row)} {row.prosrc}".split())
        for row in connection.execute(_FUNCTIONS)
    }
    return {**triggers, **functions}


def _here(row: Any) -> str:
    """Give a function's settings, with the schema that the store is in called as the statements call it."""
    quoted = (row.here, f'"{row.here}"')
    return _PATH.format("@schema@") if row.config in map(_PATH.format, quoted) else str(row.config)
