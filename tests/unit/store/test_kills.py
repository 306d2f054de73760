# SPDX-License-Identifier: EUPL-1.2
"""kill -9 inside every write of the store: what is found afterwards is the state before or the state after, and it works."""

from __future__ import annotations

import shutil
from contextlib import contextmanager

import pytest
from sqlalchemy import inspect

from auditbouw import VELDEN
from failpoints import killed_at, moments, spread
from storebouw import DOSSIER_ID, NU, Winkel, sha
from weerbaar_docs.audit.chain import verify
from weerbaar_docs.audit.sql import SqlAuditlog
from weerbaar_docs.errors import StoreError
from weerbaar_docs.store import (
    DatabaseBlobs,
    FolderBlobs,
    StoreNonceRegister,
    migrate,
    open_engine,
    reading,
    seal,
    writing,
)
from weerbaar_docs.store.backup import back_up
from weerbaar_docs.store.backup_keys import forget
from weerbaar_docs.store.restore import examine_back_up, restore
from weerbaar_docs.store.tables import DATASLEUTEL, METADATA

PUNTEN = {"sqlite": 10, "postgresql": 4}  # a copy of a PostgreSQL database takes its time
CANARIE = b"Kanariestraat 17 te Voorbeeldstad"


@pytest.fixture(params=["sqlite", "postgresql"])
def kopieer(request, tmp_path):
    """Give a way to have a filled store again and again."""
    first = tmp_path / "eerste"
    if request.param == "postgresql":
        cluster = request.getfixturevalue("cluster")
        url = cluster.new()
    else:
        cluster, url = None, f"sqlite:///{first / 'opslag.db'}"
    engine = open_engine(url)
    migrate(engine)
    begin = Winkel(engine=engine, blobs=FolderBlobs(first / "stukken"), url=url)
    begin.fill()
    begin.blobs.put(begin.key() and sealed(begin, b"los"))
    engine.dispose()
    numbers = iter(range(10_000))

    def again():
        place = tmp_path / f"kopie-{next(numbers)}"
        if cluster is None:
            shutil.copytree(first, place)
            return f"sqlite:///{place / 'opslag.db'}", place
        place.mkdir(mode=0o700)
        shutil.copytree(first / "stukken", place / "stukken")
        made = cluster.new()
        name, source = (address.split("/")[3].split("?")[0] for address in (made, url))
        cluster.admin(f"DROP DATABASE {name}", f"CREATE DATABASE {name} TEMPLATE {source}")
        return made, place

    return again


@contextmanager
def opened(url, place):
    engine = open_engine(url)
    try:
        yield Winkel(engine=engine, blobs=FolderBlobs(place / "stukken"), url=url)
    finally:
        engine.dispose()


def kind(copy):
    return copy[0].split(":")[0].split("+")[0]


def sealed(winkel, text):
    return seal(text, winkel.key(), soort="bijlage").inhoud


def state(winkel):
    """Give what a reader sees of every table, as far as it does not depend on chance."""
    with reading(winkel.engine) as connection:
        names = set(inspect(connection).get_table_names())
        return {
            table.name: sorted(
                repr([value for value in row if not isinstance(value, bytes) and len(str(value)) != 64])
                for row in connection.exec_driver_sql(
                    f"SELECT * FROM {table.name}"
                )  # an older version has other columns
            )
            for table in METADATA.sorted_tables
            if table.name in names
        }


WRITES = {
    "a version": lambda w: w.version(2, CANARIE * 100),
    "a dossier with its key": lambda w: w.begin("D-" + "b" * 32),
    "a besluit": lambda w: w.besluit(id="B-2", versie=1, vaststelling_sha256=sha("tweede")),
    "a levering": lambda w: w.levering(),
    "a status": lambda w: w.status("contact_gelegd"),
    "a nonce": lambda w: StoreNonceRegister(w.engine, clock=lambda: NU).use("1" * 32, "TST-2026-0001"),
    "a withdrawal": lambda w: StoreNonceRegister(w.engine, clock=lambda: NU).withdraw("TST-2026-0001"),
    "a blob in the database": lambda w: DatabaseBlobs(w.engine, clock=lambda: NU).put(sealed(w, CANARIE)),
    "shredding": lambda w: w.destroy_key(),
    "migrating again": lambda w: migrate(w.engine),
    "migrating back": lambda w: migrate(w.engine, to="0001"),
}


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.lang
def test_a_killed_write_is_there_or_not(kopieer, name):
    write = WRITES[name]

    def act(url, place):
        with opened(url, place) as winkel:
            write(winkel)

    with opened(*kopieer()) as winkel:
        before = state(winkel)
        write(winkel)
        after = state(winkel)
    first = kopieer()
    total = moments(act, *first)
    for moment in spread(total, PUNTEN[kind(first)]):
        url, place = kopieer()
        assert killed_at(moment, act, url, place), moment
        with opened(url, place) as winkel:
            found = state(winkel)
            assert found in (before, after), f"moment {moment} of {total}"
            if found == before:
                write(winkel)
                assert state(winkel) == after
        assert_no_canary(place)


def test_a_killed_line_of_the_log_is_there_or_not(kopieer):
    def act(url, place):
        with opened(url, place) as winkel, writing(winkel.engine) as connection:
            for number in range(3):
                SqlAuditlog(connection).append(**{**VELDEN, "object": f"D-{number:032x}"})

    first = kopieer()
    total = moments(act, *first)
    for moment in spread(total, PUNTEN[kind(first)]):
        url, place = kopieer()
        assert killed_at(moment, act, url, place)
        with opened(url, place) as winkel, writing(winkel.engine) as connection:
            found = verify(SqlAuditlog(connection).read())
            assert found.gaaf
            assert found.aantal in (0, 3)
            SqlAuditlog(connection).append(**VELDEN)


@pytest.mark.lang
def test_a_killed_back_up_has_no_name_and_the_next_one_sweeps_it(kopieer):
    def act(url, place):
        with opened(url, place) as winkel:
            back_up(winkel.engine, winkel.blobs, place / "uit" / "kopie", now=NU)

    first = kopieer()
    total = moments(act, *first)
    for moment in spread(total, 2 * PUNTEN[kind(first)]):
        url, place = kopieer()
        assert killed_at(moment, act, url, place)
        if (place / "uit" / "kopie").exists():
            examine_back_up(place / "uit" / "kopie")
            shutil.rmtree(place / "uit" / "kopie")
        act(url, place)
        assert [path.name for path in (place / "uit").iterdir()] == ["kopie"]
        examine_back_up(place / "uit" / "kopie")


@pytest.mark.lang
def test_a_killed_restore_leaves_the_target_empty_or_whole(kopieer, cluster, tmp_path):
    url, place = kopieer()
    with opened(url, place) as winkel:
        back_up(winkel.engine, winkel.blobs, place / "kopie", now=NU)
        whole = state(winkel)
    numbers = iter(range(10_000))

    def fresh():
        target = tmp_path / f"terug-{next(numbers)}"
        return (f"sqlite:///{target / 'opslag.db'}" if url.startswith("sqlite") else cluster.new()), target

    def act(url, target):
        with opened(url, target) as winkel:
            restore(winkel.engine, winkel.blobs, place / "kopie")

    first = fresh()
    total = moments(act, *first)
    for moment in spread(total, 2 * PUNTEN[kind(first)]):
        address, target = fresh()
        assert killed_at(moment, act, address, target)
        with opened(address, target) as winkel:
            if not state(winkel):
                restore(winkel.engine, winkel.blobs, place / "kopie")
            assert state(winkel) == whole
            with pytest.raises(StoreError, match="OPSLAG-OVERGANG"):
                winkel.status("gepland")


def test_a_killed_forgetting_leaves_the_old_keys_or_the_new_ones(sqlite_winkel, tmp_path):
    place = tmp_path
    sqlite_winkel.fill()
    back_up(sqlite_winkel.engine, sqlite_winkel.blobs, place / "kopie", now=NU)
    assert len(sqlite_winkel.rows(DATASLEUTEL)) == 1
    numbers = iter(range(1000))

    def fresh():
        return shutil.copytree(place / "kopie", place / f"kopie-{next(numbers)}")

    first = fresh()
    total = moments(forget, first, {DOSSIER_ID})
    for moment in range(total):
        folder = fresh()
        assert killed_at(moment, forget, folder, {DOSSIER_ID})
        assert examine_back_up(folder).sleutels in (0, 1)
        assert forget(folder, {DOSSIER_ID}) in (0, 1)
        assert examine_back_up(folder).sleutels == 0
        assert {path.name for path in folder.iterdir()} == {path.name for path in (place / "kopie").iterdir()}


def assert_no_canary(folder):
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert CANARIE not in data
            assert CANARIE[:13] not in data
