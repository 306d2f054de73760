# SPDX-License-Identifier: EUPL-1.2
"""A process that is killed leaves all of a change or nothing, and no plain text anywhere."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time

import pytest

from storebouw import NU, TOT_CONCEPT, Winkel, sha
from weerbaar_docs.errors import StoreError
from weerbaar_docs.store import (
    DatabaseBlobs,
    add_holder,
    new_holder_key,
    open_sealed,
    reading,
    referenced,
    writing,
)
from weerbaar_docs.store.tables import DOSSIER, DOSSIER_VERSIE

CANARIE = b"Kanariestraat 17 te Voorbeeldstad"

CHILD = """
import os, signal, sys
from pathlib import Path
from storebouw import Winkel
from weerbaar_docs.store import FolderBlobs, open_engine
from weerbaar_docs.store import blobs as module
url, folder, seam = sys.argv[1:]

def die(*_): os.kill(os.getpid(), signal.SIGKILL)

class Dying(Path().__class__):
    def replace(self, target):
        if seam == "before_rename": die()
        super().replace(target)
        if seam == "after_rename": die()

real = module._write
def write(path, data):
    if seam == "half_blob":
        path.write_bytes(data[: len(data) // 2]); die()
    real(path, data)
module._write = write

engine = open_engine(url)
winkel = Winkel(engine=engine, blobs=FolderBlobs(Dying(folder)), url=url)
if seam in ("before_row", "before_commit"):
    from sqlalchemy import event
    def killer(conn, cursor, statement, *_):
        if statement.startswith("INSERT INTO dossier_versie" if seam == "before_row" else "UPDATE dossier"): die()
    event.listen(engine, "before_cursor_execute" if seam == "before_row" else "after_cursor_execute", killer)
if seam == "at_commit":
    from sqlalchemy import event
    event.listen(engine, "commit", lambda c: c.get_execution_options().get("weerbaar_docs_reader") or die())
number = winkel.rows(__import__("weerbaar_docs.store.tables", fromlist=["DOSSIER"]).DOSSIER)[0]["versie"]
while True:
    number += 1
    winkel.version(number, b"%d Kanariestraat 17 te Voorbeeldstad " % number * 400)
    print(number, flush=True)
"""


def child(winkel, folder, seam):
    env = {"PYTHONPATH": ":".join(sys.path)}
    command = [sys.executable, "-c", CHILD, winkel.url, str(folder), seam]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)


def check_whole(winkel):
    """Check that every version is there up to the dossier's own, each with its blob that opens."""
    (dossier,) = winkel.rows(DOSSIER)
    versions = winkel.rows(DOSSIER_VERSIE)
    assert sorted(row["nummer"] for row in versions) == list(range(1, dossier["versie"] + 1))
    key = winkel.key()
    for row in versions:
        inhoud = open_sealed(winkel.blobs.get(row["blob_sha256"]), key, soort="dossier", sha256=row["sha256"])
        assert inhoud.startswith(b"%d " % row["nummer"])
    return dossier["versie"]


@pytest.mark.lang
def test_kill_in_the_middle_leaves_what_was_promised_and_no_half_state(winkel, tmp_path):
    winkel.begin()
    rng = random.Random(4)
    for _ in range(4):
        running = child(winkel, tmp_path / "opslag" / "stukken", "")
        promised = int(running.stdout.readline())
        time.sleep(rng.random() * 0.2)
        running.send_signal(signal.SIGKILL)
        told = running.communicate()[0].split()
        promised = int(told[-1]) if told else promised
        assert check_whole(winkel) >= promised
    assert_no_canary(tmp_path)


@pytest.mark.parametrize(
    "seam", ["half_blob", "before_rename", "after_rename", "before_row", "before_commit", "at_commit"]
)
def test_kill_at_each_seam_leaves_at_most_an_orphan(winkel, tmp_path, seam):
    winkel.begin()
    winkel.version(1, b"1 eerste")
    running = child(winkel, tmp_path / "opslag" / "stukken", seam)
    assert running.communicate(timeout=60)[0] == ""
    assert running.returncode == -signal.SIGKILL
    assert check_whole(winkel) == 1
    with reading(winkel.engine) as connection:
        keep = referenced(connection)
    assert winkel.blobs.collect(keep, before=NU.replace(year=2999)) == 1
    winkel.version(2, b"2 tweede")
    assert check_whole(winkel) == 2
    assert_no_canary(tmp_path)


def assert_no_canary(folder):
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    for path in files:
        try:
            data = path.read_bytes()
        except FileNotFoundError:  # a running server renames and removes files of its own
            continue
        assert CANARIE not in data
        assert CANARIE[:13] not in data
        assert CANARIE.decode().encode("utf-16-le") not in data


def test_a_planted_text_is_in_no_byte_of_sqlite_its_log_or_the_blobs(sqlite_winkel, tmp_path):
    plant(sqlite_winkel)
    names = {path.name for path in (tmp_path / "opslag").iterdir()}
    assert "opslag.db-wal" in names
    assert (tmp_path / "opslag" / "opslag.db-wal").stat().st_size > 0
    assert_no_canary(tmp_path)


@pytest.mark.lang
def test_a_planted_text_is_in_no_byte_of_the_whole_postgresql_cluster(postgresql_winkel, cluster, tmp_path):
    plant(postgresql_winkel)
    cluster.admin("CHECKPOINT")
    assert_no_canary(tmp_path)
    assert_no_canary(cluster.folder)


def plant(winkel):
    """Put the text everywhere that content goes: version, besluit, toestemming, blobs in the database, an error."""
    winkel.begin()
    for status in TOT_CONCEPT:
        winkel.status(status)
    winkel.version(1, CANARIE * 100, rapport=sha("rapport"))
    winkel.besluit(CANARIE)
    winkel.toestemming(CANARIE)
    winkel.levering()
    database = Winkel(engine=winkel.engine, blobs=DatabaseBlobs(winkel.engine, clock=lambda: NU), url=winkel.url)
    database.version(2, CANARIE * 100)
    with writing(winkel.engine) as connection:
        add_holder(connection, winkel.key(), "MW-0002", publiek=new_holder_key("MW-0002").publiek, now=NU)
    with pytest.raises(StoreError):
        winkel.status("verzonden")


def test_a_restart_of_postgresql_in_the_middle_costs_nothing_that_was_promised(postgresql_winkel, cluster):
    postgresql_winkel.begin()
    postgresql_winkel.version(1, b"1 eerste")
    cluster.stop()
    with pytest.raises(StoreError, match="OPSLAG-STORING"):
        postgresql_winkel.rows(DOSSIER)
    cluster.start()
    postgresql_winkel.version(2, b"2 tweede")
    assert check_whole(postgresql_winkel) == 2
