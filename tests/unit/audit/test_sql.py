# SPDX-License-Identifier: EUPL-1.2
"""The database refuses whatever is not adding; who gets round that is found; nothing is lost or forked by kills."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

import weerbaar_docs
from auditbouw import VELDEN, engine_at, fill, install, lines, regels, stored
from weerbaar_docs.audit.chain import verify
from weerbaar_docs.audit.regel import BEGIN
from weerbaar_docs.audit.sql import AUDITREGEL, SqlAuditlog
from weerbaar_docs.errors import ValidationError, VerificationError

SCRIPT = Path(__file__).parents[2] / "auditbouw.py"
SOURCE = Path(weerbaar_docs.__file__).parents[1]
COLUMNS = [column.name for column in AUDITREGEL.columns]
DROP = {
    "sqlite": [f"DROP TRIGGER auditregel_{name}" for name in ("toevoegen", "wijzigen", "verwijderen")],
    "postgresql": ["ALTER TABLE auditregel DISABLE TRIGGER ALL"],
}


def start(url: str, aantal: int, *, hang: bool = False) -> subprocess.Popen[str]:
    command = [sys.executable, str(SCRIPT), url, str(aantal), "hang" if hang else "-"]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command,
        env={"PYTHONPATH": os.pathsep.join(p for p in (str(SOURCE), *sys.path) if p)},
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> tuple[str, str]:
    return process.communicate(timeout=120)


def refused(engine: Engine, statement: Any, *values: Any) -> None:
    before = stored(engine)
    with pytest.raises(DBAPIError, match="auditregel"), engine.begin() as connection:
        connection.execute(text(statement) if isinstance(statement, str) else statement, *values)
    assert stored(engine) == before


def test_lines_come_back_as_they_were_written(engine: Engine) -> None:
    with engine.begin() as connection:
        install(connection)
        install(connection)
        log = SqlAuditlog(connection)
        assert log.head() == BEGIN
        written = [log.append(**{**VELDEN, "object": f"D-{n:032x}"}) for n in range(5)]
        assert log.head() == written[-1].kop
    whole = stored(engine)
    assert whole == [regel.as_bytes() for regel in written]
    with engine.connect() as connection:
        assert list(SqlAuditlog(connection).read(4)) == whole[3:]
    assert verify(stored(engine)).gaaf


def test_a_line_goes_with_the_transaction_of_the_caller(engine: Engine) -> None:
    fill(engine, 2)
    with engine.connect() as connection, connection.begin() as transaction:
        SqlAuditlog(connection).append(**VELDEN)
        transaction.rollback()
    assert len(stored(engine)) == 2
    fill(engine, 1)
    assert verify(stored(engine)).aantal == 3
    assert verify(stored(engine)).gaaf


def test_a_field_without_its_form_is_refused_before_the_database_sees_it(engine: Engine) -> None:
    fill(engine, 1)
    with engine.begin() as connection, pytest.raises(ValidationError, match="AUDIT-VORM"):
        SqlAuditlog(connection).append(**{**VELDEN, "wie": "J. Voorbeeld"})
    assert len(stored(engine)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE auditregel SET wie = 'systeem' WHERE volgnummer = 2",
        "UPDATE auditregel SET volgnummer = 9 WHERE volgnummer = 3",
        "DELETE FROM auditregel WHERE volgnummer = 3",
        "DELETE FROM auditregel",
    ],
)
def test_changing_and_removing_are_refused(engine: Engine, statement: str) -> None:
    fill(engine, 3)
    refused(engine, statement)


@pytest.mark.parametrize("prefix", ["INSERT OR REPLACE", "INSERT OR IGNORE", "REPLACE", "INSERT OR FAIL", "INSERT"])
@pytest.mark.parametrize("recursive", ["OFF", "ON"])
def test_sqlite_refuses_to_replace_a_line(tmp_path: Path, prefix: str, recursive: str) -> None:
    engine = engine_at(f"sqlite:///{tmp_path / 'logboek.db'}")
    fill(engine, 3)
    taken = json_of(stored(engine)[1])
    columns = ", ".join(COLUMNS)
    places = ", ".join(f":{name}" for name in COLUMNS)
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql(f"PRAGMA recursive_triggers={recursive}")
        connection.exec_driver_sql("BEGIN")
    forged = (
        {**taken, "wie": "systeem"},  # another line with its number and its digest
        {**taken, "volgnummer": 4},  # its digest under a new number
        {**taken, "sha256": "f" * 64},  # another digest under its number
        {**taken, "volgnummer": 5, "sha256": "f" * 64},  # a gap
        {**taken, "volgnummer": 4, "sha256": "f" * 64},  # the next number on another line than the last
        {**taken, "volgnummer": None, "sha256": "f" * 64},  # a number that the database may choose
    )
    for values in forged:
        refused(engine, f"{prefix} INTO auditregel ({columns}) VALUES ({places})", values)
    engine.dispose()


def json_of(line: bytes) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(line)
    del value["soort"]
    return value


def test_upserts_are_refused(engine: Engine) -> None:
    fill(engine, 3)
    columns = ", ".join(COLUMNS)
    places = ", ".join(f":{name}" for name in COLUMNS)
    values = json_of(stored(engine)[1])
    insert = f"INSERT INTO auditregel ({columns}) VALUES ({places})"
    refused(engine, f"{insert} ON CONFLICT (volgnummer) DO UPDATE SET wie = 'systeem'", values)
    refused(engine, f"{insert} ON CONFLICT (sha256) DO UPDATE SET wie = 'systeem'", values)


def test_truncate_is_refused(postgresql_engine: Engine) -> None:
    fill(postgresql_engine, 3)
    refused(postgresql_engine, "TRUNCATE auditregel")
    refused(postgresql_engine, "TRUNCATE auditregel CASCADE")


def test_the_table_is_strict_on_sqlite(tmp_path: Path) -> None:
    engine = engine_at(f"sqlite:///{tmp_path / 'logboek.db'}")
    fill(engine, 1)
    with engine.connect() as connection:
        [sql] = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'auditregel'")).scalars()
    assert sql.rstrip().endswith("STRICT")
    assert {c["name"] for c in inspect(engine).get_columns("auditregel")} == set(COLUMNS)
    engine.dispose()


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE auditregel SET wie = 'systeem' WHERE volgnummer = 4", ("AUDIT-GEWIJZIGD", "/4")),
        ("UPDATE auditregel SET wie = 'J. Voorbeeld' WHERE volgnummer = 4", ("AUDIT-VORM", "/4")),
        ("DELETE FROM auditregel WHERE volgnummer = 4", ("AUDIT-VERWIJDERD", "/4")),
        ("UPDATE auditregel SET volgnummer = 100000000000000000 WHERE volgnummer = 7", ("AUDIT-VORM", "/7")),
    ],
)
def test_who_drops_the_triggers_edits_and_makes_them_again_is_found(
    engine: Engine, statement: str, expected: tuple[str, str]
) -> None:
    fill(engine, 7)
    with engine.begin() as connection:
        for drop in DROP[engine.dialect.name]:
            connection.execute(text(drop))
        assert connection.execute(text(statement)).rowcount == 1
        if engine.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE auditregel ENABLE TRIGGER ALL"))
        install(connection)
    refused(engine, "DELETE FROM auditregel")
    [melding] = verify(stored(engine)).meldingen
    assert (melding.code, melding.pad) == expected


def test_a_writer_that_was_overtaken_is_refused_and_the_chain_is_whole(engine: Engine) -> None:
    fill(engine, 2)
    with engine.begin() as connection:
        log = SqlAuditlog(connection)
        old = log.head()
        log.append(**VELDEN)
        log.head = lambda: old  # type: ignore[method-assign]
        with pytest.raises(VerificationError, match="AUDIT-VOLGORDE"):
            log.append(**VELDEN)
        connection.rollback()
    assert stored(engine)
    assert verify(stored(engine)).gaaf


def test_a_kill_between_append_and_commit_leaves_the_chain_whole(url: str, engine: Engine) -> None:
    fill(engine, 2)
    for already in (2, 5, 8):
        process = start(url, 4, hang=True)
        assert process.stdout is not None
        told = process.stdout.readline()
        process.kill()
        assert told == "hangt\n", ended(process)[1]
        ended(process)
        wait_for(engine, already + 3)
        assert verify(stored(engine)).gaaf
    fill(engine, 1)
    assert verify(stored(engine)).aantal == 12
    assert verify(stored(engine)).gaaf


@pytest.mark.parametrize("delay", [0.0, *(pytest.param(later, marks=pytest.mark.lang) for later in (0.05, 0.2))])
def test_a_kill_at_any_moment_leaves_the_chain_whole(url: str, engine: Engine, delay: float) -> None:
    fill(engine, 1)
    process = start(url, 100_000)
    until = time.monotonic() + 60
    while len(stored(engine)) < 3 and time.monotonic() < until and process.poll() is None:
        time.sleep(0.02)
    time.sleep(delay)
    process.kill()
    ended(process)
    fill(engine, 1)
    assert verify(stored(engine)).aantal >= 4
    assert verify(stored(engine)).gaaf


@pytest.mark.lang
def test_eight_processes_make_one_unbroken_chain(url: str, engine: Engine) -> None:
    fill(engine, 0)
    processes = [start(url, 50) for _ in range(8)]
    assert [(ended(p)[1], p.returncode) for p in processes] == [("", 0)] * 8
    bevindingen = verify(stored(engine))
    assert bevindingen.aantal == 400
    assert bevindingen.gaaf


def wait_for(engine: Engine, aantal: int) -> None:
    """A killed client's transaction ends when the database notices; the next writer waits for it, a reader does not."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE auditregel IN EXCLUSIVE MODE"))
        assert len(list(SqlAuditlog(connection).read())) == aantal


def test_a_chain_of_the_library_fits_the_table(engine: Engine) -> None:
    with engine.begin() as connection:
        install(connection)
        for regel in regels(3):
            connection.execute(AUDITREGEL.insert().values({k: v for k, v in regel.as_json().items() if k != "soort"}))
    assert stored(engine) == lines(3)


def test_a_writer_that_does_not_own_the_table_can_add_and_nothing_else(postgresql_engine: Engine) -> None:
    engine = postgresql_engine
    fill(engine, 2)
    with engine.begin() as connection:
        connection.execute(text("DO $$ BEGIN CREATE ROLE schrijver; EXCEPTION WHEN duplicate_object THEN NULL; END $$"))
        connection.execute(text("GRANT SELECT, INSERT ON auditregel TO schrijver"))
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL ROLE schrijver"))
        SqlAuditlog(connection).append(**VELDEN)
    for statement in ("ALTER TABLE auditregel DISABLE TRIGGER ALL", "DROP TABLE auditregel", "DELETE FROM auditregel"):
        with engine.connect() as connection:
            connection.execute(text("SET LOCAL ROLE schrijver"))
            with pytest.raises(DBAPIError, match="auditregel"):
                connection.execute(text(statement))
    assert verify(stored(engine)).aantal == 3
    assert verify(stored(engine)).gaaf


def test_importing_the_log_starts_nothing() -> None:
    code = (
        "import sys, threading, logging, signal\n"
        "opened = []\n"
        "sys.addaudithook(lambda name, _: opened.append(name) if name.startswith('socket.') else None)\n"
        "before = [signal.getsignal(n) for n in signal.valid_signals()]\n"
        "import weerbaar_docs.audit.sql\n"
        "assert threading.active_count() == 1 and not logging.getLogger().handlers and not opened\n"
        "assert before == [signal.getsignal(n) for n in signal.valid_signals()]\n"
        "assert not {'weerbaar_docs.rendering', 'weerbaar_docs.encryption', 'jsonschema'} & set(sys.modules)\n"
    )
    environment = {"PYTHONPATH": os.pathsep.join(p for p in (str(SOURCE), *sys.path) if p)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
