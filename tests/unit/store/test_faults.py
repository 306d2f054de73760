# SPDX-License-Identifier: EUPL-1.2
"""Servers that die, disks that are full or read-only, crowds at one database: nothing half, and the next write works."""

from __future__ import annotations

import os
import pwd
import resource
import shutil
import tempfile
import threading
from pathlib import Path

import pytest
from sqlalchemy import event, inspect, text

from failpoints import fork
from storebouw import MOMENT, NU, Winkel, audit_lines, join, new_opslag
from weerbaar_docs.audit.chain import verify
from weerbaar_docs.audit.sql import SqlAuditlog
from weerbaar_docs.errors import ConfigError, StoreError
from weerbaar_docs.store import FolderBlobs, migrate, open_engine, reading, seal, writing
from weerbaar_docs.store import engine as engine_module
from weerbaar_docs.store.backup import back_up
from weerbaar_docs.store.restore import restore
from weerbaar_docs.store.tables import DOSSIER, DOSSIER_VERSIE, NONCE


def in_child(act):
    """Do something in a process of its own; give what it returns as a text."""
    reading_end, writing_end = os.pipe()
    child = fork()
    if child == 0:
        told = "het kind viel om"
        try:
            told = str(act())
        except StoreError as error:
            told = error.meldingen[0].code
        finally:
            os.write(writing_end, told.encode())
            os._exit(0)
    os.close(writing_end)
    with os.fdopen(reading_end) as handle:
        told = handle.read()
    os.waitpid(child, 0)
    return told


def opened(winkel):
    return Winkel(engine=open_engine(winkel.url), blobs=winkel.blobs, url=winkel.url)


def nonces(winkel, who, number):
    winkel.insert(NONCE, nonce=f"{who}-{number}", toestemming="t", gebruikt_op=MOMENT)


# --- the server dies -------------------------------------------------------------------------------------------------


def test_postgresql_dies_in_the_middle_of_writes_and_nothing_is_half(postgresql_winkel, cluster):
    winkel = postgresql_winkel
    winkel.begin()
    promised, refused, stop = [], [], threading.Event()

    def write():
        while not stop.is_set():
            try:
                number = winkel.rows(DOSSIER)[0]["versie"] + 1
                winkel.version(number, b"%d" % number)
                promised.append(number)
            except StoreError as error:
                refused.append(error)
                stop.wait(0.05)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(3):
            start = len(promised)
            while len(promised) < start + 5:
                stop.wait(0.01)
            cluster.stop()
            cluster.start()
    finally:
        start = len(promised)
        while len(promised) < start + 3 and writer.is_alive():
            stop.wait(0.01)
        stop.set()
        writer.join()
    assert refused
    assert all(error.meldingen[0].code == "OPSLAG-STORING" for error in refused)
    versions = sorted(row["nummer"] for row in winkel.rows(DOSSIER_VERSIE))
    assert versions == list(range(1, winkel.rows(DOSSIER)[0]["versie"] + 1))
    assert set(promised) <= set(versions)


def test_a_log_survives_a_server_that_dies_between_its_lines(postgresql_winkel, cluster, klok):
    opslag = new_opslag(open_engine(cluster.new()), postgresql_winkel.blobs, klok)
    cluster.stop()
    with pytest.raises(StoreError, match="OPSLAG-STORING"), opslag.act("bevraagd", object="register"):
        pass
    cluster.start()
    with opslag.act("bevraagd", object="register"):
        pass
    assert [line[1] for line in audit_lines(opslag)] == ["opslag_ingericht", "bevraagd"]
    opslag.engine.dispose()


# --- a crowd ---------------------------------------------------------------------------------------------------------


def test_a_crowd_of_processes_all_get_their_turn(winkel):
    """Twelve at once, each with its own connection; every write comes through, and the log has one chain."""
    crowd, each = 12, 8
    children = []
    for who in range(crowd):
        child = fork()
        if child == 0:
            code = 1
            try:
                mine = opened(winkel)
                for number in range(each):
                    with writing(mine.engine) as connection:
                        row = {"nonce": f"{who}-{number}", "toestemming": "t", "gebruikt_op": MOMENT}
                        connection.execute(NONCE.insert(), row)
                        SqlAuditlog(connection).append(
                            moment=NU,
                            wie="systeem",
                            handeling="bevraagd",
                            object="register",
                            uitkomst="gelukt",
                            herkomst="beheer@M-00000000",
                        )
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * crowd
    assert len(winkel.rows(NONCE)) == crowd * each
    with reading(winkel.engine) as connection:
        found = verify(SqlAuditlog(connection).read())
    assert found.gaaf
    assert found.aantal == crowd * each


def test_who_waits_too_long_is_told_and_may_try_again(winkel, monkeypatch):
    monkeypatch.setattr(engine_module, "WACHTTIJD", 200)
    mine = opened(winkel)
    winkel.begin()
    with writing(winkel.engine) as connection:
        connection.execute(DOSSIER.update(), {"gewijzigd_op": "2026-05-05T09:00:00Z"})
        with pytest.raises(StoreError, match="OPSLAG-BEZET"), writing(mine.engine) as other:
            other.execute(DOSSIER.update(), {"gewijzigd_op": "2026-05-06T09:00:00Z"})
    with writing(mine.engine) as other:
        other.execute(DOSSIER.update(), {"gewijzigd_op": "2026-05-06T09:00:00Z"})
    assert winkel.rows(DOSSIER)[0]["gewijzigd_op"] == "2026-05-06T09:00:00Z"
    mine.engine.dispose()


# --- no room, for anybody and without any right ----------------------------------------------------------------------


def test_a_database_that_may_not_grow_says_so_and_is_whole(sqlite_winkel):
    mine = opened(sqlite_winkel)
    (pages,) = [row["page_count"] for row in pragma(mine, "page_count")]
    event.listen(mine.engine, "begin", lambda c: c.exec_driver_sql(f"PRAGMA max_page_count={pages + 3}"))
    mine.engine.dispose()

    def fill():
        for number in range(1000):
            mine.insert(NONCE, nonce="x" * 2000 + str(number), toestemming="t", gebruikt_op=MOMENT)

    with pytest.raises(StoreError, match="OPSLAG-VOL"):
        fill()
    mine.engine.dispose()
    before = len(sqlite_winkel.rows(NONCE))
    assert [row["integrity_check"] for row in pragma(sqlite_winkel, "integrity_check")] == ["ok"]
    nonces(sqlite_winkel, "later", 1)
    assert len(sqlite_winkel.rows(NONCE)) == before + 1


def pragma(winkel, name):
    with reading(winkel.engine) as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").mappings().all()


def limited(size, act):
    """Do something in a process whose files may not pass a size."""

    def inside():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        return act()

    return in_child(inside)


def test_a_blob_past_the_limit_leaves_nothing(sqlite_winkel, tmp_path):
    sqlite_winkel.begin()
    big = seal(os.urandom(300_000), sqlite_winkel.key(), soort="bijlage").inhoud
    folder = tmp_path / "elders"
    assert limited(100_000, lambda: FolderBlobs(folder).put(big)) == "OPSLAG-SCHIJF"
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert FolderBlobs(folder).get(FolderBlobs(folder).put(big)) == big


def test_a_transaction_past_the_limit_leaves_nothing(sqlite_winkel):
    def fill():
        mine = opened(sqlite_winkel)
        with writing(mine.engine) as connection:
            rows = [{"nonce": f"{n}" + "x" * 2000, "toestemming": "t", "gebruikt_op": MOMENT} for n in range(500)]
            connection.execute(NONCE.insert(), rows)
        return "geschreven"

    size = Path(str(sqlite_winkel.engine.url.database)).stat().st_size
    assert limited(size + 4096 * 8, fill) in ("OPSLAG-VOL", "OPSLAG-STORING")
    assert sqlite_winkel.rows(NONCE) == []
    assert fill() == "geschreven"


def test_a_back_up_past_the_limit_leaves_nothing_and_the_store_alone(sqlite_winkel, tmp_path):
    sqlite_winkel.fill()
    sqlite_winkel.version(2, os.urandom(300_000))

    def copy():
        mine = opened(sqlite_winkel)
        back_up(mine.engine, mine.blobs, tmp_path / "uit" / "kopie", now=NU)
        return "gemaakt"

    assert limited(100_000, copy) == "OPSLAG-SCHIJF"
    assert list((tmp_path / "uit").iterdir()) == []
    assert copy() == "gemaakt"


@pytest.mark.parametrize("size", [20_000, 120_000, 400_000])
def test_a_restore_past_the_limit_leaves_the_target_empty(sqlite_winkel, tmp_path, size):
    sqlite_winkel.fill()
    sqlite_winkel.version(2, os.urandom(300_000))
    for number in range(300):
        nonces(sqlite_winkel, "x" * 2000, number)
    back_up(sqlite_winkel.engine, sqlite_winkel.blobs, tmp_path / "kopie", now=NU)
    url = f"sqlite:///{tmp_path / 'terug' / 'opslag.db'}"
    blobs = FolderBlobs(tmp_path / "terug" / "stukken")

    def put_back():
        restore(open_engine(url), blobs, tmp_path / "kopie")
        return "terug"

    assert limited(size, put_back).startswith("OPSLAG-")
    engine = open_engine(url)
    with reading(engine) as connection:
        assert inspect(connection).get_table_names() == []
    engine.dispose()
    assert put_back() == "terug"


# --- read only -------------------------------------------------------------------------------------------------------


def test_a_role_that_may_only_read_is_told_so_and_reads(postgresql_winkel, cluster):
    winkel = postgresql_winkel
    winkel.fill()
    role = winkel.url.split("/")[3].split("?")[0] + "_lezer"
    cluster.admin(f"CREATE ROLE {role} LOGIN")
    with writing(winkel.engine) as connection:
        connection.exec_driver_sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}")
    url = winkel.url.replace("wd@", f"{role}@")
    reader = Winkel(engine=open_engine(url), blobs=winkel.blobs, url=url)
    with pytest.raises(StoreError, match="OPSLAG-LEZEN"):
        reader.version(2, b"meer")
    assert len(reader.rows(DOSSIER_VERSIE)) == 1
    reader.engine.dispose()
    winkel.version(2, b"meer")


@pytest.fixture
def modest_folder():
    """Give a folder of somebody who is not root, whom no file mode stops."""
    folder = Path(tempfile.mkdtemp(prefix="wd-"))
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)
    yield folder
    shutil.rmtree(folder)


def as_nobody(act):
    def inside():
        if os.geteuid() == 0:
            os.setgroups([])
            os.setuid(pwd.getpwnam("nobody").pw_uid)
        return act()

    return in_child(inside)


def test_a_read_only_sqlite_refuses_and_loses_nothing(modest_folder):
    place = modest_folder / "opslag"
    file = place / "opslag.db"

    def make():
        winkel = made()
        nonces(winkel, "een", 1)
        winkel.engine.dispose()
        return "gemaakt"

    def made():
        engine = open_engine(f"sqlite:///{file}")
        migrate(engine)
        return Winkel(engine=engine, blobs=FolderBlobs(modest_folder / "stukken"), url=str(engine.url))

    def write_after_it_became_read_only():
        winkel = made()
        winkel.engine.dispose()
        file.chmod(0o400)
        place.chmod(0o500)
        nonces(winkel, "twee", 2)

    def open_it():
        try:
            open_engine(f"sqlite:///{file}")
        except ConfigError as error:
            return error.meldingen[0].code

    def write_again():
        file.chmod(0o600)
        place.chmod(0o700)
        winkel = made()
        nonces(winkel, "drie", 3)
        return sorted(row["nonce"] for row in winkel.rows(NONCE))

    assert as_nobody(make) == "gemaakt"
    assert as_nobody(write_after_it_became_read_only) in ("OPSLAG-LEZEN", "OPSLAG-STORING")
    assert as_nobody(open_it) == "OPSLAG-ADRES"
    assert as_nobody(write_again) == "['drie-3', 'een-1']"


def test_an_act_that_cannot_be_written_is_no_act(opslag, monkeypatch):
    """Also the line about the refusal cannot be written then; the first reason is what is told."""
    if opslag.engine.dialect.name == "sqlite":
        event.listen(opslag.engine, "begin", lambda c: c.exec_driver_sql("PRAGMA query_only=1"))
    else:
        event.listen(opslag.engine, "begin", lambda c: c.exec_driver_sql("SET TRANSACTION READ ONLY"))
    before = audit_lines(opslag)
    with pytest.raises(StoreError, match="OPSLAG-LEZEN"):
        join(opslag, "MW-0002", "adviseur")
    assert audit_lines(opslag) == before
    with reading(opslag.engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM medewerker")).scalar_one() == 1
