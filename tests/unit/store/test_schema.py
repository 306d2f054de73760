# SPDX-License-Identifier: EUPL-1.2
"""An empty or older database becomes this version's, up and down, with what is in it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from sqlalchemy import inspect, text

from storebouw import DOSSIER_ID
from weerbaar_docs.audit.sql import ddl as audit_ddl
from weerbaar_docs.errors import StoreError
from weerbaar_docs.status import OVERGANGEN, STATUSSEN
from weerbaar_docs.store import migrate, open_engine, reading, schema_version, writing
from weerbaar_docs.store.schema import _scripts, ddl, execute
from weerbaar_docs.store.tables import DOSSIER, LEVERING, METADATA, OVERGANG, STATUS, TOESTEMMING
from weerbaar_docs.store.version import newest_version, versions

HEAD = "0009"


def described(engine):
    """Give all that the database itself says of its tables and triggers."""
    if engine.dialect.name == "sqlite":
        query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"
    else:
        query = (
            "SELECT 'c', conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid <> 0 AND conrelid::regclass::text <> 'alembic_version' "
            "UNION SELECT 't', tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal "
            "UNION SELECT 'f', proname, pg_get_functiondef(oid) FROM pg_proc WHERE proname LIKE 'wd\\_%' OR proname LIKE 'auditregel%' "
            "UNION SELECT 'k', table_name || ' ' || column_name, data_type || is_nullable || coalesce(column_default, '') "
            "FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'"
        )
    with engine.connect() as connection:
        return {tuple(" ".join(str(part).split()) for part in row) for row in connection.execute(text(query))}


def test_an_empty_database_has_no_version_and_gets_the_newest(url):
    engine = open_engine(url)
    assert schema_version(engine) is None
    assert migrate(engine) == migrate(engine) == schema_version(engine) == HEAD
    engine.dispose()


def test_the_migrations_make_exactly_the_tables_of_this_version(winkel, tmp_path, request):
    if winkel.engine.dialect.name == "sqlite":
        other = open_engine(f"sqlite:///{tmp_path / 'tweede' / 'opslag.db'}")
    else:
        other = open_engine(request.getfixturevalue("cluster").new())
    with writing(other) as connection:
        execute(connection, [*ddl(other.dialect.name), *audit_ddl(other.dialect.name)])
    assert described(winkel.engine) == described(other)
    assert len(described(other)) > 40
    other.dispose()


def test_a_filled_database_goes_down_and_up_and_keeps_what_is_in_it(winkel):
    winkel.fill()
    before = {table.name: winkel.rows(table) for table in METADATA.sorted_tables}
    assert migrate(winkel.engine, to="0001") == "0001"
    assert not inspect(winkel.engine).has_table(LEVERING.name)
    assert winkel.rows(TOESTEMMING) == before["toestemming"]
    assert migrate(winkel.engine) == HEAD
    assert {table.name: winkel.rows(table) for table in METADATA.sorted_tables} == before
    winkel.levering()


def test_no_step_back_loses_a_levering_or_a_dossier(winkel):
    winkel.fill()
    winkel.levering()
    with pytest.raises(StoreError, match="OPSLAG-GEVULD"):
        migrate(winkel.engine, to="0001")
    assert schema_version(winkel.engine) == HEAD
    assert len(winkel.rows(LEVERING)) == 1


def test_a_dossier_keeps_the_first_tables_standing(winkel):
    winkel.begin()
    with pytest.raises(StoreError, match="OPSLAG-GEVULD"):
        migrate(winkel.engine, to="base")
    assert schema_version(winkel.engine) == HEAD  # the second migration's step back was undone with it
    assert [row["id"] for row in winkel.rows(DOSSIER)] == [DOSSIER_ID]


def test_an_empty_store_goes_all_the_way_back(winkel):
    assert migrate(winkel.engine, to="base") is None
    assert set(inspect(winkel.engine).get_table_names()) <= {"alembic_version"}
    assert migrate(winkel.engine) == HEAD


def test_a_database_of_a_newer_version_is_refused(winkel):
    with writing(winkel.engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="OPSLAG-NIEUWER"):
        migrate(winkel.engine)


def test_an_unknown_version_is_refused(winkel):
    with pytest.raises(StoreError, match="OPSLAG-MIGRATIE"):
        migrate(winkel.engine, to="0042")


def test_the_statuses_are_those_of_the_domain(winkel):
    steps = {(o.status, o.naar) for o in OVERGANGEN if o.status is not None}
    assert {(row["van"], row["naar"]) for row in winkel.rows(OVERGANG)} == steps
    assert {row["naam"] for row in winkel.rows(STATUS)} == set(STATUSSEN)
    assert {row["naam"] for row in winkel.rows(STATUS) if row["begin"]} == {"aangemeld"}


def test_migrating_brings_back_a_table_of_statuses_that_was_tampered_with(winkel):
    with writing(winkel.engine) as connection:
        if winkel.engine.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER wd_overgang_vast_insert")
        else:
            connection.exec_driver_sql("ALTER TABLE overgang DISABLE TRIGGER wd_overgang_vast_insert")
        connection.exec_driver_sql("INSERT INTO overgang VALUES ('aangemeld', 'verzonden')")
    migrate(winkel.engine)
    assert {"van": "aangemeld", "naar": "verzonden"} not in winkel.rows(OVERGANG)
    with pytest.raises(StoreError, match="OPSLAG-VAST"):
        winkel.insert(OVERGANG, van="aangemeld", naar="verzonden")


def test_every_sqlite_table_is_strict_and_without_rowid(sqlite_winkel):
    with reading(sqlite_winkel.engine) as connection:
        rows = connection.exec_driver_sql("PRAGMA table_list").mappings().all()
    ours = [row for row in rows if row["name"] in METADATA.tables]
    assert len(ours) == len(METADATA.tables)
    assert all(row["strict"] and row["wr"] for row in ours)


def test_the_newest_version_is_that_of_alembic():
    assert list(versions()) == [script.revision for script in _scripts().walk_revisions()]
    assert newest_version() == versions()[0] == HEAD


def test_opening_a_store_loads_neither_what_migrates_nor_what_signs():
    code = "import sys, weerbaar_docs.werkplek, weerbaar_docs.dossiers.lezen; print({'alembic', 'pyhanko', 'gnupg'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
