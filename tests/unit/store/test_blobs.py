# SPDX-License-Identifier: EUPL-1.2
"""Sealed bytes are there whole under their own name, or not at all."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from storebouw import DOSSIER_ID, NU
from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import StoreError
from weerbaar_docs.store import DatabaseBlobs, FolderBlobs, reading, referenced, seal, writing
from weerbaar_docs.store.crypto import new_data_key
from weerbaar_docs.store.tables import BLOB

SLEUTEL = new_data_key(DOSSIER_ID)


def sealed(text=b"stuk"):
    return seal(text, SLEUTEL, soort="bijlage").inhoud


@pytest.fixture(params=["map", "sqlite", "postgresql"])
def blobs(request, tmp_path):
    if request.param == "map":
        return FolderBlobs(tmp_path / "stukken")
    return DatabaseBlobs(request.getfixturevalue(f"{request.param}_winkel").engine, clock=lambda: NU)


def test_what_is_put_comes_back_under_the_digest_of_its_ciphertext(blobs):
    for size in (0, 1, 70_000):
        data = sealed(b"x" * size)
        name = blobs.put(data)
        assert name == sha256(data) == blobs.put(data)
        assert blobs.get(name) == data


def test_nothing_but_sealed_bytes_is_taken(blobs, tmp_path):
    for data in (b"", b"leesbaar", b"%PDF-2.0", b"WDV1 kort"):
        with pytest.raises(StoreError, match="OPSLAG-OPEN"):
            blobs.put(data)
    assert not list(tmp_path.rglob("stukken/*"))


@pytest.mark.parametrize("naam", ["0" * 64, "", "../opslag.db", "/etc/passwd", "A" * 64, "0" * 64 + "\n"])
def test_a_name_that_is_not_there_is_refused(blobs, naam):
    with pytest.raises(StoreError, match="OPSLAG-WEG"):
        blobs.get(naam)


def test_orphans_go_by_age_and_what_is_referred_to_stays(winkel):
    winkel.fill()
    orphan = winkel.blobs.put(sealed())
    later = NU + timedelta(days=3650)
    with reading(winkel.engine) as connection:
        keep = referenced(connection)
    assert winkel.blobs.collect(keep, before=NU - timedelta(days=3650)) == 0
    assert winkel.blobs.collect(keep, before=later) == 1
    with pytest.raises(StoreError, match="OPSLAG-WEG"):
        winkel.blobs.get(orphan)
    assert all(winkel.blobs.get(name) for name in keep)


def test_orphans_in_the_database_go_by_age(winkel):
    moments = iter([NU, NU + timedelta(days=2), NU])
    blobs = DatabaseBlobs(winkel.engine, clock=lambda: next(moments))
    old, young, kept = (blobs.put(sealed(text)) for text in (b"oud", b"jong", b"bewaard"))
    assert blobs.collect({kept}, before=NU + timedelta(days=1)) == 1
    assert {row["sha256"] for row in winkel.rows(BLOB)} == {young, kept}
    assert old not in {young, kept}


def test_putting_again_keeps_an_old_orphan_from_being_collected(tmp_path):
    folder = FolderBlobs(tmp_path / "stukken")
    data = sealed()
    name = folder.put(data)
    path = tmp_path / "stukken" / name[:2] / name
    os.utime(path, (0, 0))
    folder.put(data)
    assert folder.collect(set(), before=NU - timedelta(days=3650)) == 0


def test_unfinished_files_of_dead_processes_are_collected(tmp_path):
    folder = FolderBlobs(tmp_path / "stukken")
    name = folder.put(sealed())
    left = tmp_path / "stukken" / name[:2] / ".nieuw-0123"
    left.write_bytes(b"half")
    assert folder.collect({name}, before=NU + timedelta(days=3650)) == 1
    assert not left.exists()
    assert folder.get(name)


def test_damage_is_found(winkel, tmp_path):
    folder = FolderBlobs(tmp_path / "stukken")
    name = folder.put(sealed())
    path = tmp_path / "stukken" / name[:2] / name
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    with pytest.raises(StoreError, match="OPSLAG-STUK"):
        folder.get(name)
    database = DatabaseBlobs(winkel.engine, clock=lambda: NU)
    name = database.put(sealed())
    with writing(winkel.engine) as connection:
        connection.execute(BLOB.update(), {"inhoud": sealed(b"iets anders")})
    with pytest.raises(StoreError, match="OPSLAG-STUK"):
        database.get(name)


def test_files_and_folders_are_private(tmp_path):
    name = FolderBlobs(tmp_path / "stukken").put(sealed())
    shard = tmp_path / "stukken" / name[:2]
    assert [p.stat().st_mode & 0o777 for p in (tmp_path / "stukken", shard, shard / name)] == [0o700, 0o700, 0o600]


def test_a_full_disk_leaves_no_blob_and_no_rest(little_disk):
    folder = FolderBlobs(little_disk / "stukken")
    name = folder.put(sealed(b"klein"))
    with pytest.raises(StoreError, match=r"OPSLAG-SCHIJF.*(ENOSPC|EFBIG)"):
        folder.put(sealed(b"x" * 8_000_000))
    assert [path.name for path in (little_disk / "stukken").rglob("*") if path.is_file()] == [name]
    assert folder.get(name)
