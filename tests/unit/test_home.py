# SPDX-License-Identifier: EUPL-1.2
"""Homes of dead processes go, wherever and however those died; nothing else goes."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from achterkantbouw import Geweigerd
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.encryption.home import LANGSTE_THUIS, Thuis

START = (
    "import os, sys, time, pathlib; from weerbaar_docs.encryption.home import Thuis; base = pathlib.Path(sys.argv[1])\n"
)
LONG_AGO = time.time() - 3600


@pytest.fixture
def base():
    path = Path(tempfile.mkdtemp(prefix="wdt", dir="/tmp"))
    yield path
    shutil.rmtree(path)


@pytest.fixture
def child():
    """Start Python code in a process of its own; give it and the first line that it printed."""
    started = []

    def start(code, *arguments, **environment):
        process = subprocess.Popen(
            [sys.executable, "-c", START + code, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
        )
        started.append(process)
        return process, process.stdout.readline().strip()

    yield start
    for process in started:
        process.kill()
        process.communicate()


def agents(home):
    """Give the agents at work in a home, frozen ones too (a zombie has no command line)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_text(errors="replace").split("\0")
        except OSError:
            continue
        if words[0].endswith("gpg-agent") and str(home) in words:
            found.append(int(entry.name))
    return found


def dead_home(base, name="wd-aaaaaaaa", **files):
    """Make what a process leaves that was killed."""
    path = base / name
    path.mkdir(mode=0o700)
    (path / ".in-gebruik").touch()
    for file in files:
        (path / file).touch()
    return path


def age(path):
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


@pytest.mark.lang
def test_a_frozen_agent_of_a_dead_process_holds_up_a_start_for_seconds_only(base, child):
    code = (
        "from weerbaar_docs.encryption.gnupg import Sleutelring\n"
        "ring = Sleutelring(basis=base); ring.generate('Fictief'); print(ring.home, flush=True); sys.stdin.read()"
    )
    process, home = child(code, base)
    (agent,) = agents(home)
    os.kill(agent, signal.SIGSTOP)
    process.kill()
    process.wait()
    _, took = child("begin = time.monotonic(); Thuis(base).close(); print(time.monotonic() - begin, flush=True)", base)
    assert float(took) < 6
    assert not Path(home).exists()
    assert agents(home) == []


def test_a_frozen_agent_of_this_process_is_ended_too(base):
    with Sleutelring(basis=base) as ring:
        ring.generate("Fictief")
        home = ring.home
        (agent,) = agents(home)
        os.kill(agent, signal.SIGSTOP)
        begin = time.monotonic()
    assert time.monotonic() - begin < 6
    assert not home.exists()
    assert agents(home) == []


@pytest.mark.lang
def test_a_removal_that_was_cut_off_anywhere_is_taken_up_again(base, child):
    code = (
        "def die_at(step):\n"
        "    (base / str(step)).mkdir(); home = Thuis(base / str(step)); left = [step]\n"
        "    keys = home.path / 'private-keys-v1.d'; keys.mkdir(); (keys / 'a.key').touch(); (keys / 'b.key').touch()\n"
        "    (home.path / 'aa').touch(); (home.path / 'zz').touch()\n"
        "    def count(event, _):\n"
        "        if event in ('os.remove', 'os.rmdir'):\n"
        "            left[0] -= 1\n"
        "            left[0] == -1 and os.kill(os.getpid(), 9)\n"
        "    sys.addaudithook(count); home.close(); os._exit(0)\n"
        "for step in range(9):\n"
        "    pid = os.fork()\n"
        "    pid == 0 and die_at(step)\n"
        "    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), end=' ')\n"
        "print(flush=True)"
    )
    assert child(code, base)[1].split() == ["-9"] * 7 + ["0"] * 2
    for folder in base.iterdir():
        for left in folder.iterdir():
            if not (left / ".in-gebruik").exists():
                assert list(left.iterdir()) == []
                age(left)
        Thuis(folder).close()
        assert list(folder.iterdir()) == []


@pytest.mark.parametrize("unfinished", [(), (".nieuw",)])
def test_a_folder_of_a_process_that_died_while_making_it_goes_after_ten_minutes(base, unfinished):
    path = base / "wd-abcd_123"
    path.mkdir(mode=0o700)
    for name in unfinished:
        (path / name).touch()
    Thuis(base).close()
    assert path.exists()
    age(path)
    Thuis(base).close()
    assert not path.exists()


def test_a_living_process_that_closed_its_files_keeps_its_home(base, child):
    code = (
        "home = Thuis(base); (home.path / 'x').touch(); os.closerange(3, 256)\n"
        "print(home.path, flush=True); sys.stdin.read(1); home.close(); print('klaar', flush=True)"
    )
    process, home = child(code, base)
    Thuis(base).close()
    assert (Path(home) / "x").exists()
    process.stdin.write("x")
    process.stdin.flush()
    assert process.stdout.readline() == "klaar\n"
    assert not Path(home).exists()


def test_a_living_process_with_any_name_keeps_its_home(base, child):
    code = (
        "pathlib.Path('/proc/self/comm').write_bytes(b'\\xff) Z 1 ('); home = Thuis(base); os.closerange(3, 256)\n"
        "print(home.path, flush=True); sys.stdin.read(1)"
    )
    process, home = child(code, base)
    assert b"\xff) Z" in Path(f"/proc/{process.pid}/stat").read_bytes()
    Thuis(base).close()
    assert list(base.iterdir()) == [Path(home)]


def test_closing_a_home_closes_no_file_that_got_the_number_of_the_lock(base, child):
    code = (
        "home = Thuis(base); os.closerange(3, 256); own = base / 'eigen'\n"
        "mine = [os.open(own, os.O_RDWR | os.O_CREAT) for _ in range(20)]\n"
        "home.close(); [os.fstat(number) for number in mine]; own.read_bytes() or print('heel', flush=True)"
    )
    assert child(code, base)[1] == "heel"


def started(pid):
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]


def test_a_home_holds_a_file_that_names_its_process_and_is_locked(base):
    with Thuis(base) as home:
        assert [path.name for path in home.path.iterdir()] == [".in-gebruik"]
        file = home.path / ".in-gebruik"
        assert file.read_text() == f"{os.getpid()} {started(os.getpid())}\n"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        with file.open() as other, pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_home_lies_where_a_socket_of_the_agent_can_be(base, monkeypatch):
    for length, fits in ((68, True), (69, False)):
        folder = base / ("x" * (length - len(str(base)) - 1))
        folder.mkdir()
        assert len(str(folder)) == length
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
        with Thuis() as home:
            assert home.path.parent == (folder if fits else Path("/tmp"))
        if fits:
            with Thuis(folder) as home:
                assert len(str(home.path)) == LANGSTE_THUIS
        else:
            with Geweigerd("SLEUTEL-THUIS"):
                Thuis(folder)
    with Geweigerd("SLEUTEL-THUIS"):
        Thuis(base / "weg")


def test_without_a_runtime_folder_a_home_lies_in_tmp(base, monkeypatch):
    monkeypatch.chdir(base)
    (base / "relatief").mkdir()
    for value in ("", "relatief", str(base / "weg")):
        monkeypatch.setenv("XDG_RUNTIME_DIR", value)
        with Thuis() as home:
            assert home.path.parent == Path("/tmp")
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    with Thuis() as home:
        assert home.path.parent == Path("/tmp")
    assert [path.name for path in base.iterdir()] == ["relatief"]


def watchers(home, number):
    """Give the watchers of a home, as soon as there are so many."""
    end = time.monotonic() + 5
    while len(found := watching(home)) != number and time.monotonic() < end:
        time.sleep(0.01)
    assert len(found) == number
    return found


def watching(home):
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (entry / "cmdline").read_bytes().split(b"\0")
            if words[0] == b"/bin/sh" and os.fsencode(home) in words:
                found.append(entry)
    return found


def test_the_watcher_of_a_home_has_nothing_of_its_process_but_the_pipe(base, monkeypatch):
    monkeypatch.setenv("WEERBAAR_PROEF", "KANARIE")
    with Thuis(base) as home:
        (entry,) = watchers(home.path, 1)
        assert (entry / "cmdline").read_bytes().split(b"\0")[3:-1] == [
            b"sh",
            os.fsencode(home.path),
            b"%d" % os.getpid(),
        ]
        assert set((entry / "environ").read_bytes().rstrip(b"\0").split(b"\0")) == {
            b"PATH=/usr/bin:/bin:/usr/local/bin:/opt/homebrew/bin",
            b"LC_ALL=C.UTF-8",
        }
        assert os.getsid(int(entry.name)) == int(entry.name)
        assert (entry / "cwd").readlink() == Path("/")
        files = [(entry / "fd" / str(number)).readlink() for number in range(3)]
        assert files[0].name.startswith("pipe:")
        assert files[1:] == [Path("/dev/null")] * 2
        assert len(list((entry / "fd").iterdir())) == 3
    watchers(home.path, 0)


def open_files():
    return {path.name for path in Path("/proc/self/fd").iterdir()}


def test_a_home_that_is_closed_leaves_no_file_open_and_so_does_clearing_another(base):
    before = open_files()
    for _ in range(3):
        dead_home(base)
        home = Thuis(base)
        assert list(base.iterdir()) == [home.path]
        home.close()
        home.close()
    assert open_files() <= before


def test_a_home_for_which_no_watcher_can_start_is_one_all_the_same(base, monkeypatch):
    def fails(*_given, **_named):
        raise OSError("geen proces over")

    before = open_files()
    with monkeypatch.context() as patched:
        patched.setattr(subprocess, "Popen", fails)
        home = Thuis(base)
    assert len(open_files() - before) == 1  # the lock
    assert (home.path / ".in-gebruik").exists()
    home.close()
    assert not home.path.exists()
    assert open_files() <= before


def test_a_forked_child_leaves_the_home_of_its_parent_alone(base):
    with Thuis(base) as home:
        pid = os.fork()
        if pid == 0:
            home.close()
            os._exit(0)
        os.waitpid(pid, 0)
        assert (home.path / ".in-gebruik").exists()
        watchers(home.path, 1)


@pytest.mark.parametrize(
    ("owner", "stays"),
    [
        (f"{os.getpid()} {started(os.getpid())}\n", True),
        (f"{os.getpid()}\n", True),
        (f"{os.getpid()}", True),
        ("999999999\n", False),
        ("9" * 30, False),
        (f"\u0661{os.getpid()}", False),
        (f"-{os.getpid()}", False),
    ],
    ids=[
        "with its start",
        "by number",
        "without an end",
        "nobody",
        "no number of a process",
        "other digits",
        "a group",
    ],
)
def test_a_lock_file_that_names_a_living_process_protects_without_the_lock(base, owner, stays):
    path = dead_home(base)
    (path / ".in-gebruik").write_text(owner)
    Thuis(base).close()
    assert path.exists() is stays


@pytest.mark.parametrize(
    "owner", ["", "999999999 1\n", f"{os.getpid()} 1\n", "onzin"], ids=["empty", "nobody", "reused pid", "words"]
)
def test_a_lock_file_that_names_no_living_process_protects_nothing(base, owner):
    path = dead_home(base)
    (path / ".in-gebruik").write_text(owner)
    Thuis(base).close()
    assert not path.exists()


def test_a_process_of_somebody_else_lives(base, monkeypatch):
    path = dead_home(base)
    (path / ".in-gebruik").write_text("1\n")

    def refused(_pid, _signal):
        raise PermissionError

    with monkeypatch.context() as patched:
        patched.setattr(os, "kill", refused)
        Thuis(base).close()
    assert path.exists()


def test_a_dead_process_that_nobody_waited_for_is_dead(base, child):
    process, home = child("home = Thuis(base); print(home.path, flush=True); os.kill(os.getpid(), 9)", base)
    end = time.monotonic() + 5
    while Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
        assert time.monotonic() < end
        time.sleep(0.01)
    Thuis(base).close()
    assert not Path(home).exists()


@pytest.mark.parametrize("name", [".in-gebruik", ".nieuw"])
def test_a_lock_that_is_held_protects_whomever_the_file_names(base, name):
    path = base / "wd-abcd_123"
    path.mkdir(mode=0o700)
    with (path / name).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        age(path)
        Thuis(base).close()
        assert path.exists()
    age(path)
    Thuis(base).close()
    assert not path.exists()


def test_what_takes_long_to_clear_is_left_to_the_next(base, monkeypatch):
    path = dead_home(base)
    with monkeypatch.context() as patched:
        patched.setattr("weerbaar_docs.encryption.home._SWEEPING", -1.0)
        Thuis(base).close()
        assert path.exists()
    Thuis(base).close()
    assert not path.exists()


def test_dead_homes_go_from_the_runtime_folder_and_from_tmp(base, child):
    runtime = dead_home(base)
    temporary = dead_home(Path("/tmp"), name=Path(tempfile.mktemp(prefix="wd-", dir="/tmp")).name)
    assert child("Thuis().close(); print(1, flush=True)", base, XDG_RUNTIME_DIR=str(base))[1] == "1"
    assert not runtime.exists()
    assert not temporary.exists()


def test_dead_homes_without_an_agent_start_no_program_but_the_watcher(base, child):
    for number in range(60):
        dead_home(base, f"wd-{number:08}")
    code = (
        "seen = []; sys.addaudithook(lambda event, _: seen.append(event) if event == 'subprocess.Popen' else None)\n"
        "Thuis(base).close(); print(seen, list(base.iterdir()), flush=True)"
    )
    assert child(code, base)[1] == "['subprocess.Popen'] []"


def test_nothing_goes_that_is_not_a_dead_home_of_this_user(base):
    target = dead_home(base, "elders", belangrijk=1)
    (base / "wd-linklink").symlink_to(target)
    (base / "wd-kapotte1").symlink_to(base / "weg")
    (base / "wd-bestand1").touch()
    full = base / "wd-project1"
    full.mkdir(mode=0o700)
    (full / "werk").touch()
    half = base / "wd-project2"
    half.mkdir(mode=0o700)
    (half / ".nieuw").touch()
    (half / "werk").touch()
    open_to_all = base / "wd-leegleeg"
    open_to_all.mkdir(mode=0o755)
    other_name = base / "wd-mijn-map"
    other_name.mkdir(mode=0o700)
    fifo = base / "wd-pijppijp"
    fifo.mkdir()
    os.mkfifo(fifo / ".in-gebruik")
    linked = base / "wd-slotlink"
    linked.mkdir()
    (linked / ".in-gebruik").symlink_to(target / "belangrijk")
    for path in (full, half, open_to_all, other_name, fifo, linked):
        age(path)
    before = sorted(base.rglob("*"))
    Thuis(base).close()
    assert sorted(base.rglob("*")) == before


@pytest.mark.skipif(os.getuid() != 0, reason="only root can make a folder of another user")
def test_the_home_of_another_user_stays(base):
    path = dead_home(base)
    os.chown(path, 65534, 65534)
    half = dead_home(base, "wd-bbbbbbbb")
    os.chown(half / ".in-gebruik", 65534, 65534)
    Thuis(base).close()
    assert path.exists()
    assert half.exists()


def test_a_removal_follows_no_link_out_of_the_home(base):
    outside = base / "buiten"
    outside.mkdir()
    (outside / "belangrijk").touch()
    path = dead_home(base)
    (path / "map").symlink_to(outside)
    (path / "los").symlink_to(outside / "belangrijk")
    Thuis(base).close()
    assert not path.exists()
    assert (outside / "belangrijk").exists()


def gone(path, seconds=5):
    """Wait until a home is gone; say whether it is."""
    end = time.monotonic() + seconds
    while path.exists() and time.monotonic() < end:
        time.sleep(0.05)
    return not path.exists()


def test_the_home_of_a_killed_process_goes_by_itself_and_its_agent_too(base, child):
    code = (
        "from weerbaar_docs.encryption.gnupg import Sleutelring\n"
        "os.setsid(); ring = Sleutelring(basis=base); ring.generate('Fictief'); print(ring.home, flush=True); time.sleep(60)"
    )
    process, home = child(code, base)
    assert agents(home)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert gone(Path(home))
    end = time.monotonic() + 5
    while agents(home) and time.monotonic() < end:
        time.sleep(0.05)
    assert agents(home) == []


def test_a_process_that_closes_its_files_keeps_its_home_as_long_as_it_lives(base, child):
    process, home = child(
        "home = Thuis(base); os.closerange(3, 256); print(home.path, flush=True); time.sleep(60)", base
    )
    time.sleep(1)
    assert Path(home).is_dir()
    process.kill()
    process.wait()
    assert gone(Path(home))


def test_a_forked_child_keeps_the_home_of_a_killed_parent_until_it_ends(base, child):
    code = "home = Thuis(base); child = os.fork() or (time.sleep(2), os._exit(0)); print(home.path, flush=True); time.sleep(60)"
    process, home = child(code, base)
    process.kill()
    process.wait()
    time.sleep(1)
    assert Path(home).is_dir()
    assert gone(Path(home))
