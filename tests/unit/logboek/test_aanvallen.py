# SPDX-License-Identifier: EUPL-1.2
"""Whatever somebody does to the log is hindered or found, or it is written down that it is neither.

One test per row of the table in docs/explanation/logboek.md; a test below holds the two to each other.
"""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from auditbouw import VELDEN, engine_at, install, stored
from logboekbouw import REGISTER, UIT, Houder, Regel, attack, kop, rechained, rewrite
from weerbaar_docs.audit.checkpoint import Checkpoint, require_current
from weerbaar_docs.audit.sql import AUDITREGEL, SqlAuditlog, guard_faults
from weerbaar_docs.errors import StoreError, VerificationError
from weerbaar_docs.logboek.verifieren import verify_log
from weerbaar_docs.store.engine import translated

TABLE = Path(__file__).parents[3] / "docs" / "explanation" / "logboek.md"
COLUMNS = ", ".join(c.name for c in AUDITREGEL.columns)
IN_SQLITE, IN_POSTGRESQL = (pytest.mark.parametrize("url", [kind], indirect=True) for kind in ("sqlite", "postgresql"))
BEGIN = datetime.now(UTC) - timedelta(hours=1)


@pytest.fixture
def log(engine: Engine) -> Engine:
    """A log of twelve lines, the last minutes of today."""
    with engine.begin() as connection:
        install(connection)
        for number in range(12):
            fields = {**VELDEN, "object": f"D-{number:032x}", "moment": BEGIN + timedelta(seconds=number)}
            SqlAuditlog(connection).append(**fields)
    return engine


def found(log: Engine, houder: Houder, *files: tuple[str, bytes], ernst: str = "fout") -> list[tuple[str, str]]:
    """What an officer finds in an export, with checkpoints and the public key."""
    onderzoek = verify_log(stored(log), files, sleutels=[houder.openbaar], now=datetime.now(UTC), register=REGISTER)
    return [(m.code, m.pad) for m in onderzoek.meldingen if m.ernst == ernst]


def alone(log: Engine, houder: Houder) -> list[tuple[str, str]]:
    """What the lines say by themselves."""
    return [item for item in found(log, houder) if item[0] != "AUDIT-ONGEDEKT"]


def refused(log: Engine, *statements: str) -> None:
    before = stored(log)
    for statement in statements:
        with pytest.raises(DBAPIError, match="auditregel"), log.begin() as connection:
            connection.execute(text(statement))
    assert stored(log) == before


def guarded(log: Engine) -> list[str]:
    with log.connect() as connection:
        return [m.pad for m in guard_faults(connection)]


def test_an_honest_log_gives_no_finding(log, houder):
    assert found(log, houder, houder.checkpoint(kop(stored(log)))) == []
    assert guarded(log) == []


# --- with the rights of the application: hindered ------------------------------------------------------------------


def test_update_by_the_application(log):
    refused(log, "UPDATE auditregel SET wie = 'systeem' WHERE volgnummer = 4", "UPDATE auditregel SET volgnummer = 99")


def test_delete_by_the_application(log):
    refused(log, "DELETE FROM auditregel WHERE volgnummer = 12", "DELETE FROM auditregel")


@IN_SQLITE
def test_insert_or_replace(log):
    for prefix in ("INSERT OR REPLACE", "REPLACE"):
        refused(log, f"{prefix} INTO auditregel ({COLUMNS}) SELECT {COLUMNS} FROM auditregel WHERE volgnummer = 4")


def test_upsert(log):
    copy = f"INSERT INTO auditregel ({COLUMNS}) SELECT {COLUMNS} FROM auditregel WHERE volgnummer = 4"
    refused(log, f"{copy} ON CONFLICT (volgnummer) DO UPDATE SET wie = 'systeem'")
    refused(log, f"{copy} ON CONFLICT (sha256) DO UPDATE SET wie = 'systeem'")


@IN_POSTGRESQL
def test_truncate(log):
    refused(log, "TRUNCATE auditregel", "TRUNCATE auditregel CASCADE")


def test_insert_out_of_turn(log):
    values = ", ".join("99" if c == "volgnummer" else c for c in COLUMNS.split(", "))
    refused(log, f"INSERT INTO auditregel ({COLUMNS}) SELECT {values} FROM auditregel WHERE volgnummer = 12")


@IN_POSTGRESQL
def test_drop_by_a_writer_that_is_not_the_owner(log):
    with log.begin() as connection:
        connection.execute(text("DO $$ BEGIN CREATE ROLE schrijver; EXCEPTION WHEN duplicate_object THEN NULL; END $$"))
        connection.execute(text("GRANT SELECT, INSERT ON auditregel TO schrijver"))
    for statement in (*UIT["postgresql"], "ALTER TABLE auditregel DISABLE TRIGGER ALL", "DROP TABLE auditregel"):
        with log.connect() as connection:
            connection.execute(text("SET LOCAL ROLE schrijver"))
            with pytest.raises(DBAPIError, match="auditregel"):
                connection.execute(text(statement))


def test_false_lines_by_the_application_itself(log, houder):
    """Not found, and it cannot be: whoever may write lines may write lines that are not true."""
    with log.begin() as connection:
        fields = {**VELDEN, "wie": "MW-0666", "handeling": "toestemming_vastgelegd", "moment": datetime.now(UTC)}
        SqlAuditlog(connection).append(**fields)
    assert found(log, houder, houder.checkpoint(kop(stored(log)))) == []


# --- by the owner of the tables or the file: found -------------------------------------------------------------------


def test_triggers_dropped(log, houder):
    with log.begin() as connection:
        for statement in UIT[log.dialect.name]:
            connection.execute(text(statement))
    assert guarded(log) == ["/" + drop.split()[2] for drop in UIT[log.dialect.name]]
    assert found(log, houder, houder.checkpoint(kop(stored(log)))) == []


@IN_POSTGRESQL
def test_triggers_disabled(log, houder):
    with log.begin() as connection:
        connection.execute(text("ALTER TABLE auditregel DISABLE TRIGGER ALL"))
        connection.execute(text("DELETE FROM auditregel WHERE volgnummer = 4"))
    assert guarded(log) == ["/auditregel_rij", "/auditregel_tabel"]
    assert alone(log, houder) == [("AUDIT-VERWIJDERD", "/4")]


@IN_POSTGRESQL
def test_triggers_emptied(log, houder):
    with log.begin() as connection:
        body = "BEGIN IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END"
        connection.execute(
            text(f"CREATE OR REPLACE FUNCTION auditregel_bewaak() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
        )
        connection.execute(text("DELETE FROM auditregel WHERE volgnummer = 4"))
    assert guarded(log) == ["/auditregel_rij", "/auditregel_tabel"]
    assert alone(log, houder) == [("AUDIT-VERWIJDERD", "/4")]


@IN_POSTGRESQL
def test_triggers_passed_by_as_a_replica(log, houder):
    with log.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("UPDATE auditregel SET wie = 'systeem' WHERE volgnummer = 4"))
    assert guarded(log) == []
    assert alone(log, houder) == [("AUDIT-GEWIJZIGD", "/4")]


@IN_SQLITE
def test_writable_schema(log, houder):
    raw = log.raw_connection()
    raw.execute("PRAGMA writable_schema=ON")
    raw.execute("DELETE FROM sqlite_master WHERE name = 'auditregel_verwijderen'")
    raw.close()
    log.dispose()
    with log.begin() as connection:
        connection.execute(text("DELETE FROM auditregel WHERE volgnummer = 4"))
    assert guarded(log) == ["/auditregel_verwijderen"]
    assert alone(log, houder) == [("AUDIT-VERWIJDERD", "/4")]


def test_tail_cut_off(log, houder):
    checkpoint = houder.checkpoint(kop(stored(log)))
    attack(log, "DELETE FROM auditregel WHERE volgnummer > 9")
    assert guarded(log) == []
    assert alone(log, houder) == []
    assert found(log, houder, checkpoint) == [("AUDIT-AFGEKAPT", "/10")]


def test_line_changed(log, houder):
    attack(log, "UPDATE auditregel SET wie = 'systeem' WHERE volgnummer = 4")
    assert alone(log, houder) == [("AUDIT-GEWIJZIGD", "/4")]


def test_line_changed_with_a_digest_that_fits(log, houder):
    def change(lines: list[Regel]) -> list[Regel]:
        return [*lines[:3], rechained(lines[:4], 3, wie="systeem")[3], *lines[4:]]

    rewrite(log, change)
    assert alone(log, houder) == [("AUDIT-GEWIJZIGD", "/4")]


def test_lines_swapped(log, houder):
    attack(
        log,
        "UPDATE auditregel SET volgnummer = 1004 WHERE volgnummer = 4",
        "UPDATE auditregel SET volgnummer = 4 WHERE volgnummer = 7",
        "UPDATE auditregel SET volgnummer = 7 WHERE volgnummer = 1004",
    )
    assert alone(log, houder) == [("AUDIT-GEWIJZIGD", "/4"), ("AUDIT-GEWIJZIGD", "/7")]
    lines = stored(log)
    assert sorted(json.loads(line)["volgnummer"] for line in lines) == list(range(1, 13))


def test_line_removed(log, houder):
    attack(log, "DELETE FROM auditregel WHERE volgnummer = 4")
    assert alone(log, houder) == [("AUDIT-VERWIJDERD", "/4")]


def test_line_removed_and_the_rest_renumbered(log, houder):
    checkpoint = houder.checkpoint(kop(stored(log)))
    rewrite(log, lambda lines: rechained([{**r, "volgnummer": n} for n, r in enumerate(lines[:3] + lines[4:], 1)], 3))
    assert alone(log, houder) == []
    assert found(log, houder, checkpoint) == [("AUDIT-AFGEKAPT", "/12")]


def test_line_inserted(log, houder):
    def change(lines: list[Regel]) -> list[Regel]:
        forged = rechained([*lines[:4], {**lines[4], "wie": "systeem"}], 4)[4]
        return [*lines[:4], forged, *({**line, "volgnummer": line["volgnummer"] + 1} for line in lines[4:])]

    rewrite(log, change)
    assert alone(log, houder) == [("AUDIT-GEWIJZIGD", f"/{number}") for number in range(6, 14)]


def test_line_duplicated_in_a_table_without_constraints(log, houder):
    with log.begin() as connection:
        for statement in (
            "ALTER TABLE auditregel RENAME TO auditregel_oud",
            f"CREATE TABLE auditregel AS SELECT {COLUMNS} FROM auditregel_oud",
            f"INSERT INTO auditregel ({COLUMNS}) SELECT {COLUMNS} FROM auditregel_oud WHERE volgnummer = 4",
        ):
            connection.execute(text(statement))
    assert guarded(log) != []
    assert alone(log, houder) == [("AUDIT-DUBBEL", "/5")]


def test_column_dropped(log):
    with log.begin() as connection:
        for statement in (*UIT[log.dialect.name], "ALTER TABLE auditregel DROP COLUMN herkomst"):
            connection.execute(text(statement))
    with pytest.raises(StoreError), translated():
        stored(log)


def test_whole_log_rewritten(log, houder):
    checkpoint = houder.checkpoint(kop(stored(log)))
    rewrite(log, lambda lines: rechained(lines, 0, wie="MW-0666"))
    assert alone(log, houder) == []
    assert found(log, houder, checkpoint) == [("AUDIT-HERSCHREVEN", "/12")]


def test_table_emptied(log, houder):
    checkpoint = houder.checkpoint(kop(stored(log)))
    attack(log, "DELETE FROM auditregel")
    assert found(log, houder, checkpoint) == [("AUDIT-AFGEKAPT", "/1")]


def test_database_put_back_from_a_copy(log, houder, url, tmp_path):
    older = stored(log)
    restored = copied(log, url, tmp_path)
    with log.begin() as connection:
        SqlAuditlog(connection).append(**{**VELDEN, "moment": datetime.now(UTC)})
    head = kop(stored(log))
    checkpoint = houder.checkpoint(head)
    engine = engine_at(restored)
    assert stored(engine) == older
    assert found(engine, houder, checkpoint) == [("AUDIT-AFGEKAPT", "/13")]
    known = Checkpoint(register=REGISTER, volgnummer=head.volgnummer, sha256=head.sha256, moment=datetime.now(UTC))
    with engine.begin() as connection:
        with pytest.raises(VerificationError, match="AUDIT-TERUGGEZET"):
            require_current(SqlAuditlog(connection), known)
        SqlAuditlog(connection).append(**{**VELDEN, "wie": "systeem", "moment": datetime.now(UTC)})
        with pytest.raises(VerificationError, match="AUDIT-TERUGGEZET"):
            require_current(SqlAuditlog(connection), known)
    assert found(engine, houder, checkpoint) == [("AUDIT-HERSCHREVEN", "/13")]
    engine.dispose()


def copied(log: Engine, url: str, tmp_path: Path) -> str:
    """Give the address of a copy of the database as it is now."""
    log.dispose()
    if log.dialect.name == "sqlite":
        shutil.copyfile(tmp_path / "logboek.db", tmp_path / "kopie.db")
        return f"sqlite:///{tmp_path / 'kopie.db'}"
    name = url.partition("@/")[2].partition("?")[0]
    admin = engine_at(url.replace(name, "postgres"))
    with admin.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}_kopie TEMPLATE {name}"))
    admin.dispose()
    return url.replace(name, f"{name}_kopie")


def test_clock_set_back(log, houder):
    with log.begin() as connection:
        SqlAuditlog(connection).append(**{**VELDEN, "moment": BEGIN - timedelta(days=30)})
    checkpoint = houder.checkpoint(kop(stored(log)))
    assert found(log, houder, checkpoint) == []
    assert found(log, houder, checkpoint, ernst="waarschuwing") == [("AUDIT-KLOK", "/13")]


# --- what is done to the checkpoints ---------------------------------------------------------------------------------


def test_every_checkpoint_removed(log, houder):
    assert found(log, houder) == [("AUDIT-ONGEDEKT", "")]


def test_one_checkpoint_removed(log, houder):
    files = []
    for _ in range(2):
        files.append(houder.checkpoint(kop(stored(log))))
        with log.begin() as connection:
            fields = {**VELDEN, "moment": datetime.now(UTC), "handeling": "checkpoint", "object": "logboek"}
            SqlAuditlog(connection).append(**fields)
    assert found(log, houder, *files, ernst="waarschuwing") == []
    assert found(log, houder, files[0], ernst="waarschuwing") == [("AUDIT-CHECKPOINT-WEG", "/14")]
    assert found(log, houder, files[1], ernst="waarschuwing") == [("AUDIT-CHECKPOINT-WEG", "/13")]


def test_checkpoint_by_another_key(log, houder):
    name, data = houder.checkpoint(kop(stored(log)), by=houder.ander)
    assert found(log, houder, (name, data)) == [("SLEUTEL-HANDTEKENING", name), ("AUDIT-ONGEDEKT", "")]


def test_checkpoint_changed(log, houder):
    name, data = houder.checkpoint(kop(stored(log)))
    changed = data.replace(b'"volgnummer":12', b'"volgnummer":11').replace(b'"aantal":12', b'"aantal":11')
    assert found(log, houder, (name, changed)) == [("SLEUTEL-HANDTEKENING", name), ("AUDIT-ONGEDEKT", "")]


def test_checkpoint_of_another_log(log, houder):
    name, data = houder.checkpoint(kop(stored(log)), register="REG-" + "1" * 32)
    assert found(log, houder, (name, data), ernst="waarschuwing") == [("AUDIT-REGISTER", name)]
    assert found(log, houder, (name, data)) == [("AUDIT-ONGEDEKT", "")]


def test_checkpoint_of_a_day_that_is_still_to_come(log, houder):
    name, data = houder.checkpoint(kop(stored(log)), now=datetime.now(UTC) + timedelta(days=2))
    assert found(log, houder, (name, data)) == [("AUDIT-TOEKOMST", name), ("AUDIT-ONGEDEKT", "")]


def test_log_rewritten_with_a_stolen_key(log, houder):
    """Found as long as one older checkpoint is somewhere that the thief could not reach; not without."""
    true = houder.checkpoint(kop(stored(log)))
    rewrite(log, lambda lines: rechained(lines, 0, wie="MW-0666"))
    forged = houder.checkpoint(kop(stored(log)))
    assert found(log, houder, forged) == []
    assert [code for code, _ in found(log, houder, true, forged)] == ["AUDIT-HERSCHREVEN", "AUDIT-TERUGGEZET"]


# --- the table of the documentation ----------------------------------------------------------------------------------


def test_every_row_of_the_table_names_a_test_and_every_test_has_a_row():
    rows = re.findall(r"^\|.*`(test_[a-z_]+)` \|$", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    tests = {name for name, value in globals().items() if name.startswith("test_") and callable(value)}
    expected = tests - {
        "test_every_row_of_the_table_names_a_test_and_every_test_has_a_row",
        "test_an_honest_log_gives_no_finding",
    }
    assert len(rows) == len(set(rows))
    assert set(rows) == expected
