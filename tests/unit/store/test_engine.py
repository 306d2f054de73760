# SPDX-License-Identifier: EUPL-1.2
"""A database that keeps its promises, or none."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from storebouw import MOMENT
from weerbaar_docs.errors import ConfigError, StoreError
from weerbaar_docs.store import migrate, open_engine, reading, writing
from weerbaar_docs.store.engine import filesystem
from weerbaar_docs.store.tables import DOSSIER, NONCE


@pytest.mark.parametrize(
    "url",
    [
        "",
        "opslag.db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///opslag.db?mode=memory",
        "sqlite://gastheer/opslag.db",
        "sqlite+aiosqlite:///opslag.db",
        "postgresql://wd:canariegeheim@gastheer/opslag",
        "postgresql+psycopg2://wd:canariegeheim@gastheer/opslag",
        "mysql://wd:canariegeheim@gastheer/opslag",
        "postgresql+psycopg://wd:canariegeheim@gastheer:poort/opslag",
    ],
)
def test_other_addresses_are_refused_and_never_quoted(url):
    with pytest.raises(ConfigError, match="OPSLAG-ADRES") as caught:
        open_engine(url)
    assert "canariegeheim" not in str(caught.value)
    assert caught.value.exit_code == 2


def test_the_files_are_private_and_the_settings_durable(sqlite_winkel, tmp_path):
    sqlite_winkel.begin()
    folder = tmp_path / "opslag"
    assert folder.stat().st_mode & 0o777 == 0o700
    names = {path.name for path in folder.glob("opslag.db*")}
    assert {"opslag.db", "opslag.db-wal"} <= names
    assert all((folder / name).stat().st_mode & 0o777 == 0o600 for name in names)
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "secure_delete": 1,
        "busy_timeout": 30000,
        "temp_store": 2,
    }
    with reading(sqlite_winkel.engine) as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}
    assert found == wanted


def test_postgresql_waits_for_the_disk_at_commit(postgresql_winkel):
    with writing(postgresql_winkel.engine) as connection:
        assert connection.execute(text("SHOW synchronous_commit")).scalar_one() == "on"


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o755, 0o600), (0o700, 0o640), (0o770, 0o600)])
def test_a_file_or_folder_that_others_can_reach_is_refused(tmp_path, folder_mode, file_mode):
    folder = tmp_path / "open"
    folder.mkdir()
    (folder / "opslag.db").touch()
    (folder / "opslag.db").chmod(file_mode)
    folder.chmod(folder_mode)
    with pytest.raises(ConfigError, match="anderen kunnen"):
        open_engine(f"sqlite:///{folder / 'opslag.db'}")


def test_a_link_is_no_store(tmp_path):
    (tmp_path / "elders").mkdir(mode=0o700)
    (tmp_path / "map").mkdir(mode=0o700)
    (tmp_path / "map" / "opslag.db").symlink_to(tmp_path / "elders" / "opslag.db")
    with pytest.raises(ConfigError, match="niet te maken of te openen"):
        open_engine(f"sqlite:///{tmp_path / 'map' / 'opslag.db'}")


_VISIT = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); print(c.execute('SELECT count(*) FROM nonce').fetchone()[0]); c.close()"


def _seen_by_another_process(path):
    seen = subprocess.run([sys.executable, "-c", _VISIT, path], check=True, capture_output=True, text=True)
    return int(seen.stdout)


def test_a_commit_is_kept_when_the_process_opens_its_store_twice_and_another_process_leaves(sqlite_winkel, tmp_path):
    path = tmp_path / "opslag" / "opslag.db"
    sqlite_winkel.begin()
    second = open_engine(f"sqlite:///{path}")
    assert _seen_by_another_process(path) == 0
    with writing(sqlite_winkel.engine) as writer:
        writer.execute(NONCE.insert(), {"nonce": "n", "toestemming": "t", "gebruikt_op": MOMENT})
    assert _seen_by_another_process(path) == 1
    second.dispose()


@pytest.mark.parametrize("what", ["folder", "pipe"])
def test_only_a_file_is_a_store(tmp_path, what):
    path = tmp_path / "opslag.db"
    tmp_path.chmod(0o700)
    path.mkdir(mode=0o700) if what == "folder" else os.mkfifo(path, 0o600)
    with pytest.raises(ConfigError, match="niet te maken of te openen"):
        open_engine(f"sqlite:///{path}")


MOUNTS = """22 1 0:20 / / rw - ext4 /dev/sda1 rw
23 22 0:21 / /mnt rw - tmpfs tmpfs rw
24 23 0:22 / /mnt/deel\\040van\\040kantoor rw shared:1 - nfs4 server:/deel rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/opslag.db", "ext4"), ("/mnt/x", "tmpfs"), ("/mnt/deel van kantoor/x/y", "nfs4"), ("/mnt/deel", "tmpfs")],
)
def test_the_kind_of_disk_is_that_of_the_longest_mount(path, kind):
    assert filesystem(Path(path), MOUNTS) == kind
    assert filesystem(Path(path), "") == ""


def test_a_reader_is_not_held_up_by_a_writer_and_sees_one_moment(winkel):
    winkel.begin()
    with writing(winkel.engine) as writer:
        writer.execute(NONCE.insert(), {"nonce": "n", "toestemming": "t", "gebruikt_op": MOMENT})
        assert winkel.rows(NONCE) == []
        with reading(winkel.engine) as reader:
            assert reader.execute(NONCE.select()).all() == []
            writer.execute(NONCE.insert(), {"nonce": "m", "toestemming": "t", "gebruikt_op": MOMENT})
            writer.commit()
            assert reader.execute(NONCE.select()).all() == []
    assert len(winkel.rows(NONCE)) == 2


def test_an_error_leaves_nothing_of_the_transaction(winkel):
    def fail():
        with writing(winkel.engine) as connection:
            connection.execute(NONCE.insert(), {"nonce": "n", "toestemming": "t", "gebruikt_op": MOMENT})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert winkel.rows(NONCE) == []


def test_a_store_without_tables_says_so(url):
    engine = open_engine(url)
    with pytest.raises(StoreError, match="OPSLAG-LEEG"), reading(engine) as connection:
        connection.execute(DOSSIER.select())
    engine.dispose()


def test_two_writers_wait_for_each_other(winkel):
    winkel.begin()
    failed = []

    def write(number):
        try:
            for i in range(15):
                winkel.insert(NONCE, nonce=f"{number}-{i}", toestemming="t", gebruikt_op=MOMENT)
        except StoreError as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert len(winkel.rows(NONCE)) == 60


def test_a_full_disk_is_named_and_leaves_the_database_whole(little_disk):
    engine = open_engine(f"sqlite:///{little_disk / 'opslag' / 'opslag.db'}")
    migrate(engine)
    written = []

    def fill():
        for number in range(100_000):
            with writing(engine) as connection:
                row = {"nonce": f"{number}-" + "x" * 20_000, "toestemming": "t", "gebruikt_op": MOMENT}
                connection.execute(NONCE.insert(), row)
            written.append(number)

    with pytest.raises(StoreError, match=r"OPSLAG-(VOL|STORING)"):
        fill()
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM nonce")).scalar_one() == len(written) > 0
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    engine.dispose()


def test_importing_the_store_starts_nothing():
    code = (
        "import sys, threading, logging, signal\n"
        "before = signal.getsignal(signal.SIGTERM)\n"
        "import weerbaar_docs.store\n"
        "assert threading.active_count() == 1 and not logging.getLogger().handlers\n"
        "assert signal.getsignal(signal.SIGTERM) is before and 'psycopg' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
