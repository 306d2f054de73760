# SPDX-License-Identifier: EUPL-1.2
"""Files that belong together are all there or none is, also when the disk is full."""

from __future__ import annotations

import os
import resource
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest

from failpoints import killed_at, moments
from weerbaar_docs._files import refuse_existing, write_atomic, write_folder, write_together
from weerbaar_docs.errors import UsageError


@contextmanager
def little_room(size):
    """Let no file grow past a size, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_files_together_are_written_private_and_leave_nothing_else(tmp_path):
    files = {tmp_path / "a" / "een": b"1", tmp_path / "b" / "twee": b"2"}
    write_together(files)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == files
    assert all(p.stat().st_mode & 0o777 == 0o600 for p in files)
    assert all(p.parent.stat().st_mode & 0o777 == 0o700 for p in files)


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_full_disk_leaves_none_of_the_new_files(tmp_path, overwrite):
    old = {tmp_path / "klein": b"oud"} if overwrite else {}
    for path, data in old.items():
        path.write_bytes(data)
    with little_room(1000), pytest.raises(UsageError, match="EFBIG"):
        write_together({tmp_path / "klein": b"x", tmp_path / "groot": b"x" * 5000}, overwrite=overwrite)
    assert {p: p.read_bytes() for p in tmp_path.iterdir()} == old


def test_a_name_that_is_taken_meanwhile_leaves_none_of_the_new_files(tmp_path):
    (tmp_path / "twee").write_bytes(b"oud")
    with pytest.raises(UsageError, match="BESTAND-BESTAAT"):
        write_together({tmp_path / "een": b"1", tmp_path / "twee": b"2", tmp_path / "drie": b"3"})
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"twee": b"oud"}


def test_overwriting_replaces_every_file(tmp_path):
    files = {tmp_path / "een": b"1", tmp_path / "twee": b"2"}
    write_together(dict.fromkeys(files, b"oud"))
    write_together(files, overwrite=True)
    assert {p: p.read_bytes() for p in tmp_path.iterdir()} == files


def test_one_file_is_whole_or_not_there(tmp_path):
    with little_room(1000), pytest.raises(UsageError, match="BESTAND-SCHRIJVEN"):
        write_atomic(tmp_path / "x", b"x" * 5000)
    write_atomic(tmp_path / "x", b"x" * 5000)
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


def test_a_name_that_cannot_be_is_a_clear_refusal(tmp_path):
    for path in (tmp_path / ("x" * 300), tmp_path / ("x" * 300) / "y"):
        with pytest.raises(UsageError, match="ENAMETOOLONG"):
            refuse_existing([path])
        with pytest.raises(UsageError, match="ENAMETOOLONG"):
            write_atomic(path, b"x")


def test_a_file_without_a_name_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(UsageError, match=r"^BESTAND-NAAM "):
        write_together({tmp_path / "x": b"x", Path("/"): b"x"})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["fifo", "symlink", "symlink that leads nowhere", "folder"])
@pytest.mark.parametrize("overwrite", [False, True])
def test_what_is_no_regular_file_is_never_replaced(tmp_path, kind, overwrite):
    target, other, aside = tmp_path / "doel", tmp_path / "ander", tmp_path / "naast"
    if kind == "fifo":
        os.mkfifo(target)
    elif kind == "folder":
        target.mkdir()
    else:
        target.symlink_to(other)
    if kind == "symlink":
        other.write_bytes(b"oud")
    before = {path.name: path.lstat().st_ino for path in tmp_path.iterdir()}
    code = "BESTAND-MAP" if kind == "folder" and overwrite else "BESTAND-"
    with pytest.raises(UsageError, match=code):
        refuse_existing([aside, target], overwrite=overwrite)
    with pytest.raises(UsageError, match=code):
        write_together({aside: b"1", target: b"nieuw"}, overwrite=overwrite)
    assert {path.name: path.lstat().st_ino for path in tmp_path.iterdir()} == before
    assert kind != "symlink" or other.read_bytes() == b"oud"


def test_a_folder_is_there_with_all_its_files_or_not_at_all(tmp_path):
    folder, files = tmp_path / "nieuw" / "map", {"a": b"1", "b/c": b"2"}
    write_folder(folder, files)
    assert {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    } == files
    assert {path.name for path in folder.parent.iterdir()} == {"map"}
    assert folder.stat().st_mode & 0o777 == 0o700
    with pytest.raises(UsageError, match="BESTAND-MAP"):
        write_folder(folder, files)
    with pytest.raises(UsageError, match="BESTAND-"):
        write_folder(tmp_path / "half", {"a": b"1", "a/b": b"2"})
    assert {path.name for path in tmp_path.iterdir()} == {"nieuw"}
    (tmp_path / ".ander.nieuw").mkdir()
    with pytest.raises(UsageError, match="BESTAND-AFGEBROKEN"):
        write_folder(tmp_path / "ander", files)


def test_a_killed_run_leaves_the_whole_folder_or_says_what_to_remove(tmp_path):
    files = {"a": b"1", "b/c": b"2"}
    total = moments(write_folder, tmp_path / "geteld", files)
    whole = refusals = 0
    for moment in range(total):
        folder = tmp_path / str(moment)
        assert killed_at(moment, write_folder, folder, files)
        if folder.exists():
            assert {path.name for path in folder.rglob("*")} == {"a", "b", "c"}
            whole += 1
        elif (left := tmp_path / f".{moment}.nieuw").exists():
            with pytest.raises(UsageError, match="BESTAND-AFGEBROKEN"):
                write_folder(folder, files)
            refusals += 1
            shutil.rmtree(left)
            write_folder(folder, files)
    assert 0 < whole < total
    assert refusals > 0
