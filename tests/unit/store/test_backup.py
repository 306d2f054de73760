# SPDX-License-Identifier: EUPL-1.2
"""A back-up is the store as it was at one moment, and comes back the same in either database, or not at all."""

from __future__ import annotations

import os
import shutil
import stat
import threading
import tracemalloc

import pytest
from sqlalchemy import inspect

from auditbouw import VELDEN
from storebouw import DOSSIER_ID, MOMENT, NU, Winkel
from weerbaar_docs.audit.sql import SqlAuditlog
from weerbaar_docs.canonical import canonical_bytes, read_json, sha256
from weerbaar_docs.errors import EncryptionError, StoreError, UsageError, VerificationError
from weerbaar_docs.store import (
    DatabaseBlobs,
    FolderBlobs,
    migrate,
    open_engine,
    open_sealed,
    reading,
    referenced,
    schema_version,
    writing,
)
from weerbaar_docs.store.backup import back_up
from weerbaar_docs.store.backup_keys import forget, write_keys
from weerbaar_docs.store.backup_parts import decode
from weerbaar_docs.store.restore import examine_back_up, restore
from weerbaar_docs.store.tables import BLOB, DATASLEUTEL, DOSSIER, DOSSIER_VERSIE, METADATA, NONCE

CANARIE = b"Kanariestraat 17 te Voorbeeldstad"


def fill(winkel, regels=5):
    """A dossier with everything, and an audit log."""
    winkel.fill()
    winkel.levering(blob_sha256=winkel.version(2, CANARIE * 50))
    with writing(winkel.engine) as connection:
        for number in range(regels):
            SqlAuditlog(connection).append(**{**VELDEN, "object": f"D-{number:032x}"})


def content(winkel):
    return {
        table.name: sorted((sorted(row.items()) for row in winkel.rows(table)), key=repr)
        for table in METADATA.sorted_tables
        if table is not BLOB
    }


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request, tmp_path):
    """Give an empty store of either kind."""
    if request.param == "postgresql":
        url = request.getfixturevalue("cluster").new()
    else:
        url = f"sqlite:///{tmp_path / 'terug' / 'opslag.db'}"
    engine = open_engine(url)
    yield Winkel(engine=engine, blobs=FolderBlobs(tmp_path / "terug" / "stukken"), url=url)
    engine.dispose()


@pytest.fixture
def sqlite_target(tmp_path):
    """Give an empty SQLite store."""
    engine = open_engine(f"sqlite:///{tmp_path / 'terug' / 'opslag.db'}")
    yield Winkel(engine=engine, blobs=FolderBlobs(tmp_path / "terug" / "stukken"), url=str(engine.url))
    engine.dispose()


@pytest.fixture(scope="module")
def bewaard(tmp_path_factory):
    """Give a whole back-up, and another one of the same store: to copy and damage."""
    place = tmp_path_factory.mktemp("bewaard")
    engine = open_engine(f"sqlite:///{place / 'opslag' / 'opslag.db'}")
    migrate(engine)
    winkel = Winkel(engine=engine, blobs=FolderBlobs(place / "opslag" / "stukken"), url=str(engine.url))
    fill(winkel)
    back_up(engine, winkel.blobs, place / "kopie", now=NU)
    winkel.insert(NONCE, nonce="later", toestemming="TST-2026-0002", gebruikt_op=MOMENT)
    back_up(engine, winkel.blobs, place / "later", now=NU.replace(hour=12))
    engine.dispose()
    return place


@pytest.fixture
def kopie(bewaard, tmp_path):
    return shutil.copytree(bewaard / "kopie", tmp_path / "kopie")


def assert_empty(winkel):
    with reading(winkel.engine) as connection:
        assert inspect(connection).get_table_names() == []


def test_what_comes_back_is_what_was_there(winkel, target, tmp_path):
    fill(winkel)
    made = back_up(winkel.engine, winkel.blobs, tmp_path / "kopie", now=NU)
    assert made.manifest.kop.volgnummer == 5
    assert (made.stukken, made.sleutels) == (2, 1)
    assert restore(target.engine, target.blobs, tmp_path / "kopie") == made == examine_back_up(tmp_path / "kopie")
    assert content(target) == content(winkel)
    assert schema_version(target.engine) == schema_version(winkel.engine)
    key = target.key()
    for row in target.rows(DOSSIER_VERSIE):
        open_sealed(target.blobs.get(row["blob_sha256"]), key, soort="dossier", sha256=row["sha256"])
    with reading(target.engine) as connection:
        assert SqlAuditlog(connection).head() == made.manifest.kop


def test_a_back_up_is_the_same_bytes_whichever_database_it_comes_from(winkel, target, tmp_path):
    fill(winkel)
    back_up(winkel.engine, winkel.blobs, tmp_path / "een", now=NU)
    restore(target.engine, target.blobs, tmp_path / "een")
    back_up(target.engine, target.blobs, tmp_path / "twee", now=NU)
    assert files(tmp_path / "een") == files(tmp_path / "twee")


def test_the_restored_database_refuses_what_the_old_one_refused(winkel, target, tmp_path):
    fill(winkel)
    back_up(winkel.engine, winkel.blobs, tmp_path / "kopie", now=NU)
    restore(target.engine, target.blobs, tmp_path / "kopie")
    with pytest.raises(StoreError, match="OPSLAG-OVERGANG"):
        target.status("gepland")
    with pytest.raises(StoreError, match="OPSLAG-BLIJVEND"), writing(target.engine) as connection:
        connection.execute(DOSSIER_VERSIE.delete())
    with pytest.raises(StoreError, match="OPSLAG-VERBAND"):
        target.levering(id="L-2", toestemming="TST-2026-9999")
    target.status("contact_gelegd")
    with writing(target.engine) as connection:
        SqlAuditlog(connection).append(**VELDEN)


def test_a_back_up_of_an_older_version_comes_back_as_it_was_and_is_migrated_then(winkel, target, tmp_path):
    winkel.fill()
    before = content(winkel)
    head = schema_version(winkel.engine)
    migrate(winkel.engine, to="0001")
    assert back_up(winkel.engine, winkel.blobs, tmp_path / "kopie", now=NU).manifest.schema == "0001"
    restore(target.engine, target.blobs, tmp_path / "kopie")
    assert schema_version(target.engine) == "0001"
    assert migrate(target.engine) == head
    assert content(target) == before
    target.levering()


def test_blobs_in_a_database_come_back_in_a_folder_and_the_other_way_round(winkel, target, tmp_path):
    inside = Winkel(engine=winkel.engine, blobs=DatabaseBlobs(winkel.engine, clock=lambda: NU), url=winkel.url)
    fill(inside)
    made = back_up(winkel.engine, inside.blobs, tmp_path / "kopie", now=NU)
    restore(target.engine, target.blobs, tmp_path / "kopie")
    with reading(target.engine) as connection:
        names = referenced(connection)
    assert {target.blobs.get(name) for name in names} == {inside.blobs.get(name) for name in names}
    assert target.rows(BLOB) == []
    back_up(target.engine, target.blobs, tmp_path / "terug-kopie", now=NU)
    other = open_engine(f"sqlite:///{tmp_path / 'derde' / 'opslag.db'}")
    kept = DatabaseBlobs(other, clock=lambda: NU)
    assert restore(other, kept, tmp_path / "terug-kopie").stukken == made.stukken
    assert {kept.get(name) for name in names} == {inside.blobs.get(name) for name in names}
    other.dispose()


@pytest.mark.lang
def test_a_back_up_is_one_moment_while_writers_go_on(winkel, target, tmp_path):
    """Each transaction makes a dossier with its key and version: a back-up has all of it or nothing."""
    stop = threading.Event()
    failed = []

    def write():
        number = 0
        while not stop.is_set():
            number += 1
            dossier = f"D-{number:032x}"
            try:
                winkel.begin(dossier)
                winkel.version(1, b"inhoud", dossier)
            except Exception as error:  # noqa: BLE001 - told below
                failed.append(error)
                return

    winkel.begin()
    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [back_up(winkel.engine, winkel.blobs, tmp_path / f"kopie-{n}", now=NU) for n in range(5)]
    finally:
        stop.set()
        writer.join()
    assert not failed
    assert made[-1].sleutels > made[0].sleutels
    restore(target.engine, target.blobs, tmp_path / "kopie-4")
    dossiers = {row["id"]: row["versie"] for row in target.rows(DOSSIER)}
    assert {row["bereik"] for row in target.rows(DATASLEUTEL)} == set(dossiers)
    versions = {(row["dossier"], row["nummer"]) for row in target.rows(DOSSIER_VERSIE)}
    assert versions == {(dossier, versie) for dossier, versie in dossiers.items() if versie}


def test_a_back_up_is_private_and_has_no_plain_text_in_it(winkel, tmp_path):
    fill(winkel)
    os.umask(os.umask(0))
    back_up(winkel.engine, winkel.blobs, tmp_path / "kopie", now=NU)
    for path in [tmp_path / "kopie", *(tmp_path / "kopie").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    everything = b"".join(files(tmp_path / "kopie").values())
    for form in (CANARIE, CANARIE[:13], CANARIE.decode().encode("utf-16-le")):
        assert form not in everything


def test_nothing_is_overwritten(kopie, sqlite_winkel):
    before = files(kopie)
    with pytest.raises(UsageError, match="BESTAND-BESTAAT"):
        back_up(sqlite_winkel.engine, sqlite_winkel.blobs, kopie, now=NU)
    assert files(kopie) == before


def test_a_store_without_tables_has_no_back_up(url, tmp_path):
    engine = open_engine(url)
    with pytest.raises(StoreError, match="OPSLAG-LEEG"):
        back_up(engine, FolderBlobs(tmp_path / "stukken"), tmp_path / "kopie", now=NU)
    assert not (tmp_path / "kopie").exists()
    engine.dispose()


def test_a_blob_that_is_gone_makes_no_back_up(sqlite_winkel, tmp_path):
    fill(sqlite_winkel)
    (row, *_) = sqlite_winkel.rows(DOSSIER_VERSIE)
    name = row["blob_sha256"]
    (tmp_path / "opslag" / "stukken" / name[:2] / name).unlink()
    with pytest.raises(StoreError, match="OPSLAG-WEG"):
        back_up(sqlite_winkel.engine, sqlite_winkel.blobs, tmp_path / "uit" / "kopie", now=NU)
    assert list((tmp_path / "uit").iterdir()) == []


def test_a_full_disk_leaves_no_back_up(sqlite_winkel, little_disk):
    sqlite_winkel.begin()
    for number in range(1, 7):
        sqlite_winkel.version(number, os.urandom(900_000))
    with pytest.raises(StoreError, match="OPSLAG-SCHIJF"):
        back_up(sqlite_winkel.engine, sqlite_winkel.blobs, little_disk / "kopie", now=NU)
    assert list(little_disk.iterdir()) == []


@pytest.mark.lang
def test_memory_does_not_grow_with_the_store(winkel, tmp_path):
    def most(rows, folder):
        with writing(winkel.engine) as connection:
            for start in range(0, rows, 1000):
                made = [
                    {"nonce": f"{folder}-{n}", "toestemming": "x" * 400, "gebruikt_op": MOMENT}
                    for n in range(start, start + 1000)
                ]
                connection.execute(NONCE.insert(), made)
        tracemalloc.start()
        back_up(winkel.engine, winkel.blobs, tmp_path / folder, now=NU)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    most(1000, "warm")
    small = most(1000, "klein")
    assert most(40_000, "groot") < small + 8_000_000  # the rows themselves are some 20 MB; a batch of them is 0.5


def test_only_an_empty_database_is_filled(winkel, kopie):
    winkel.begin()
    before = content(winkel)
    with pytest.raises(StoreError, match="OPSLAG-NIET-LEEG"):
        restore(winkel.engine, winkel.blobs, kopie)
    assert content(winkel) == before


# --- a destroyed dossier in an old back-up ---------------------------------------------------------------------------


def test_forgetting_a_scope_replaces_one_small_file_and_nothing_opens_any_more(kopie, sqlite_target):
    before = files(kopie)
    wrap = bytes(before["sleutels.jsonl"].splitlines()[2])
    assert forget(kopie, {DOSSIER_ID}) == 1
    assert forget(kopie, {DOSSIER_ID}) == 0
    after = files(kopie)
    assert {name for name in before if before[name] != after.get(name)} == {"sleutels.jsonl"}
    assert set(after) == set(before)
    assert wrap not in b"".join(after.values())
    restore(sqlite_target.engine, sqlite_target.blobs, kopie)
    with pytest.raises(EncryptionError, match="OPSLAG-DATASLEUTEL"):
        sqlite_target.key()


def test_forgetting_another_scope_changes_nothing(kopie):
    before = files(kopie)
    assert forget(kopie, {"D-" + "f" * 32}) == 0
    assert files(kopie) == before


def test_the_forgotten_bytes_are_overwritten_where_they_were(kopie):
    handle = (kopie / "sleutels.jsonl").open("rb")  # the file that had the name
    wrap = handle.read().splitlines()[2]
    forget(kopie, {DOSSIER_ID})
    handle.seek(0)
    assert wrap not in handle.read()
    handle.close()


# --- damage ----------------------------------------------------------------------------------------------------------


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def blob_of(folder):
    return min(path for path in (folder / "stukken").rglob("*") if path.is_file())


PARTS = [
    "manifest.json", "sleutels.jsonl", "stukken.txt", "tabel-dossier.jsonl", "tabel-besluit.jsonl",
    "tabel-auditregel.jsonl", "tabel-status.jsonl", "tabel-sjabloon.jsonl", "blob",
]  # fmt: skip


def part(folder, name):
    return blob_of(folder) if name == "blob" else folder / name


def refused(folder, winkel):
    with pytest.raises((VerificationError, StoreError), match="OPSLAG-") as caught:
        restore(winkel.engine, winkel.blobs, folder)
    assert_empty(winkel)
    assert CANARIE.decode() not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "gone", "longer", "link", "folder", "other"])
def test_any_damage_is_refused_and_leaves_nothing(kopie, bewaard, sqlite_target, name, damage, tmp_path):
    path = part(kopie, name)
    data = path.read_bytes()
    if damage == "flip":
        flip(path)
    elif damage == "cut":
        path.write_bytes(data[: len(data) - 7])
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "longer":
        path.write_bytes(data + b"\n")
    elif damage == "other":
        other = part(bewaard / "later", name)
        if other.read_bytes() == data:
            other = kopie / "tabel-nonce.jsonl"
        path.write_bytes(other.read_bytes())
    else:
        path.rename(tmp_path / "elders")
        if damage == "link":
            path.symlink_to(tmp_path / "elders")
        elif damage == "folder":
            path.mkdir()
    refused(kopie, sqlite_target)
    assert not (tmp_path / "terug" / "stukken").exists()


def test_every_byte_of_the_small_files_counts(kopie):
    for name in ("manifest.json", "sleutels.jsonl"):
        data = (kopie / name).read_bytes()
        for place in range(0, len(data), 37):
            changed = bytearray(data)
            changed[place] ^= 1
            (kopie / name).write_bytes(bytes(changed))
            with pytest.raises((VerificationError, StoreError)):
                examine_back_up(kopie)
        (kopie / name).write_bytes(data)
    examine_back_up(kopie)


@pytest.mark.parametrize("place", ["extra.txt", ".verborgen", "stukken/ff/" + "f" * 64, "stukken/los", "map/"])
def test_a_file_too_many_is_refused(kopie, sqlite_target, place):
    if place.endswith("/"):
        (kopie / place).mkdir()
    else:
        (kopie / place).parent.mkdir(exist_ok=True)
        (kopie / place).write_bytes(b"x")
    refused(kopie, sqlite_target)


def test_two_parts_that_changed_places_are_refused(kopie, sqlite_target):
    one, other = kopie / "tabel-besluit.jsonl", kopie / "tabel-toestemming.jsonl"
    both = one.read_bytes(), other.read_bytes()
    other.write_bytes(both[0])
    one.write_bytes(both[1])
    refused(kopie, sqlite_target)


def test_two_blobs_that_changed_places_are_refused(kopie, sqlite_target):
    one, other = sorted(path for path in (kopie / "stukken").rglob("*") if path.is_file())
    both = one.read_bytes(), other.read_bytes()
    other.write_bytes(both[0])
    one.write_bytes(both[1])
    refused(kopie, sqlite_target)


def remake(folder, change=lambda value: None):
    """Let a forger write a manifest that fits the files, and keys that fit the manifest."""
    value = read_json((folder / "manifest.json").read_bytes())
    for deel in value["delen"]:
        if (folder / deel["naam"]).is_file():
            data = (folder / deel["naam"]).read_bytes()
            lines = data.count(b"\n") - (deel["naam"] != "stukken.txt")
            deel.update(bytes=len(data), sha256=sha256(data), aantal=lines)
    change(value)
    made = canonical_bytes(value)
    (folder / "manifest.json").write_bytes(made)
    rows = [decode(line) for line in (folder / "sleutels.jsonl").read_bytes().splitlines()[2:-1]]
    (folder / "sleutels.jsonl").unlink()
    write_keys(folder / "sleutels.jsonl", rows, manifest_sha256=sha256(made))


def edit(old, new, name):
    def change(folder):
        data = (folder / name).read_bytes()
        assert old in data
        (folder / name).write_bytes(data.replace(old, new))
        remake(folder)

    return change


def manifest_with(**changed):
    def change(folder):
        remake(folder, lambda value: value.update(changed))

    return change


def first_part(**changed):
    def change(folder):
        remake(folder, lambda value: value["delen"][0].update(changed))

    return change


def big_line(folder):
    with (folder / "tabel-nonce.jsonl").open("ab") as handle:
        handle.truncate(2**30)  # a gigabyte without a line end, that takes no room on the disk
    remake_size(folder)


def remake_size(folder):
    def change(value):
        for deel in value["delen"]:
            if deel["naam"] == "tabel-nonce.jsonl":
                deel["bytes"] = 2**30

    value = read_json((folder / "manifest.json").read_bytes())
    change(value)
    (folder / "manifest.json").write_bytes(canonical_bytes(value))
    rows = [decode(line) for line in (folder / "sleutels.jsonl").read_bytes().splitlines()[2:-1]]
    (folder / "sleutels.jsonl").unlink()
    write_keys(folder / "sleutels.jsonl", rows, manifest_sha256=sha256(canonical_bytes(value)))


def deep(folder):
    (folder / "tabel-nonce.jsonl").write_bytes(b"[" * 100_000 + b"\n")
    remake(folder)


def fewer_tables(folder):
    (folder / "tabel-nonce.jsonl").unlink()
    remake(folder, lambda value: value.update(delen=[d for d in value["delen"] if d["naam"] != "tabel-nonce.jsonl"]))


FORGERIES = {
    "a row that refers to nothing": edit(b'"TST-2026-0001"', b'"TST-2026-0009"', "tabel-levering.jsonl"),
    "a check of the table": edit(b'"vastgesteld"', b'"misschien"', "tabel-besluit.jsonl"),
    "a status that is none": edit(b'"aangemeld"', b'"bedacht"', "tabel-dossier.jsonl"),
    "open bytes in a sealed column": edit(b'{"b64":"V0RWM', b'{"b64":"QUFBQ', "tabel-besluit.jsonl"),
    "a number where text belongs": edit(b'"vastgesteld"', b"7", "tabel-besluit.jsonl"),
    "a decimal": edit(b",1,", b",1.5,", "tabel-besluit.jsonl"),
    "a row too short": edit(b'"vastgesteld",', b"", "tabel-besluit.jsonl"),
    "a column of another name": edit(b'"uitkomst"', b'"uitslag"', "tabel-besluit.jsonl"),
    "a column twice": edit(b'"uitkomst"', b'"dossier"', "tabel-besluit.jsonl"),
    "a line of the log changed": edit(b'"MW-0001"', b'"MW-0002"', "tabel-auditregel.jsonl"),
    "another head": manifest_with(kop={"volgnummer": 4, "sha256": "0" * 64}),
    "a version of later": manifest_with(schema="9999"),
    "a version that is none": manifest_with(schema="kop"),
    "another kind": manifest_with(soort="back-up/v2"),
    "a field more": manifest_with(extra=1),
    "a name that climbs": first_part(naam="../tabel-dossier.jsonl"),
    "an absolute name": first_part(naam="/etc/passwd"),
    "a name of a table that is none": first_part(naam="tabel-zzz.jsonl"),
    "a size below nothing": first_part(bytes=-1),
    "a size that is text": first_part(bytes="1"),
    "a part that is missing": fewer_tables,
    "a gigabyte on one line": big_line,
    "a hundred thousand brackets": deep,
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forger_who_mends_the_digests_gets_no_impossible_store(kopie, sqlite_target, forgery):
    FORGERIES[forgery](kopie)
    with pytest.raises((VerificationError, StoreError)):
        restore(sqlite_target.engine, sqlite_target.blobs, kopie)
    assert_empty(sqlite_target)


@pytest.mark.parametrize(
    "forgery", ["a row that refers to nothing", "a check of the table", "a line of the log changed"]
)
def test_postgresql_refuses_the_impossible_as_well(kopie, cluster, forgery, tmp_path):
    engine = open_engine(cluster.new())
    FORGERIES[forgery](kopie)
    with pytest.raises((VerificationError, StoreError)):
        restore(engine, FolderBlobs(tmp_path / "terug" / "stukken"), kopie)
    with reading(engine) as connection:
        assert inspect(connection).get_table_names() == []
    engine.dispose()
