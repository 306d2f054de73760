# SPDX-License-Identifier: EUPL-1.2
"""Chains to damage, and a database to keep one in: what the tests of the audit log share."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from sqlalchemy import Connection, Engine, create_engine, event

from weerbaar_docs.audit.chain import append
from weerbaar_docs.audit.regel import BEGIN, Auditregel, Handeling, Kop
from weerbaar_docs.audit.sql import METADATA, SqlAuditlog, ddl

START = datetime(2026, 5, 22, 18, 14, 5, tzinfo=UTC)
VELDEN: dict[str, Any] = {
    "moment": START,
    "wie": "MW-0001",
    "handeling": "dossier_gelezen",
    "object": "D-" + "0" * 32,
    "uitkomst": "gelukt",
    "herkomst": "opdrachtregel@M-00000000",
}


def regels(aantal: int, *, na: Kop = BEGIN, **changed: Any) -> list[Auditregel]:
    """A valid chain in which no two lines are alike."""
    found: list[Auditregel] = []
    for number in range(aantal):
        fields = {**VELDEN, "handeling": get_args(Handeling)[number % 21], "object": f"D-{number:032x}", **changed}
        fields["moment"] = START + timedelta(seconds=number)
        found.append(append(found[-1].kop if found else na, **fields))
    return found


def lines(aantal: int, **changed: Any) -> list[bytes]:
    return [regel.as_bytes() for regel in regels(aantal, **changed)]


def engine_at(url: str) -> Engine:
    """An engine whose transactions begin as writers' should."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _connect(connection: Any, _record: Any) -> None:
            connection.isolation_level = None
            for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL"):
                connection.execute(f"PRAGMA {pragma}")

        @event.listens_for(engine, "begin")
        def _begin(connection: Any) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def install(connection: Connection) -> None:
    """Make the table and its triggers where they are not there yet."""
    METADATA.create_all(connection)
    for statement in ddl(connection.dialect.name)[1:]:
        connection.exec_driver_sql(statement)


def stored(engine: Engine) -> list[bytes]:
    with engine.connect() as connection:
        return list(SqlAuditlog(connection).read())


def fill(engine: Engine, aantal: int) -> None:
    with engine.begin() as connection:
        install(connection)
        log = SqlAuditlog(connection)
        for number in range(aantal):
            log.append(**{**VELDEN, "object": f"D-{number:032x}"})


def work(url: str, aantal: int, *, hang: bool) -> None:
    """What a process of its own does: a line per transaction; with `hang` it stops before the last commit."""
    engine = engine_at(url)
    for number in range(aantal):
        with engine.begin() as connection:
            SqlAuditlog(connection).append(**{**VELDEN, "object": f"D-{number:032x}"})
            if hang and number == aantal - 1:
                sys.stdout.write("hangt\n")
                sys.stdout.flush()
                sys.stdin.read()
    engine.dispose()


if __name__ == "__main__":
    work(sys.argv[1], int(sys.argv[2]), hang=sys.argv[3] == "hang")
