# SPDX-License-Identifier: EUPL-1.2
"""What goes wrong around a back end: a full disk, a killed process, half an answer, a wrong clock, many at once."""

from __future__ import annotations

import contextlib
import io
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest

from achterkantbouw import RINGEN, Geweigerd, nu, people
from weerbaar_docs import open_ring
from weerbaar_docs.encryption.achterkant import Achterkantnaam
from weerbaar_docs.encryption.framing import recipients_of
from weerbaar_docs.encryption.sequoia import deur

DATA = os.urandom(300_000)
NAMEN = get_args(Achterkantnaam)

# Seals one file again and again until it is killed; says when it begins.
SEAL_FOREVER = """
import sys
from pathlib import Path
from achterkantbouw import people

mensen, folder, number = people(sys.argv[1]), Path(sys.argv[2]), 0
print("begin", flush=True)
while True:
    with (folder / "bron").open("rb") as source:
        mensen.ring.sign_and_encrypt_stream(
            source, folder / f"doel-{number}", signer=mensen.afzender, recipients=[mensen.ontvanger], doel="test"
        )
    number += 1
"""


@contextlib.contextmanager
def full_disk(room):
    """Let no file grow past this size, in this process and in those that it starts."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def stream(mensen, source, target, **changed):
    given = {"signer": mensen.afzender, "recipients": [mensen.ontvanger], "doel": "test"} | changed
    mensen.ring.sign_and_encrypt_stream(source, target, **given)


@pytest.mark.parametrize("naam", NAMEN)
@pytest.mark.parametrize("room", [0, 1, 100_000, 299_999, 300_100])
def test_a_full_disk_leaves_no_message(naam, room, tmp_path):
    (tmp_path / "bron").write_bytes(DATA)
    mensen = people(naam)
    with mensen.ring, (tmp_path / "bron").open("rb") as source:
        with Geweigerd("SLEUTEL-VERSLEUTELEN"), full_disk(room):
            stream(mensen, source, tmp_path / "doel")
        assert [p.name for p in tmp_path.iterdir()] == ["bron"]
        source.seek(0)
        stream(mensen, source, tmp_path / "doel")
        assert mensen.open((tmp_path / "doel").read_bytes()) == DATA


@pytest.mark.parametrize("naam", NAMEN)
def test_a_full_disk_leaves_no_opened_message(naam, tmp_path):
    mensen = people(naam)
    with mensen.ring:
        (tmp_path / "bericht").write_bytes(mensen.seal(DATA))
        with (tmp_path / "bericht").open("rb") as source, Geweigerd("SLEUTEL-ONTCIJFEREN"), full_disk(100_000):
            mensen.ring.decrypt_and_verify_stream(source, tmp_path / "terug", signer=mensen.afzender, now=nu())
    assert [p.name for p in tmp_path.iterdir()] == ["bericht"]


@pytest.mark.parametrize("naam", NAMEN)
def test_a_key_that_found_no_room_takes_no_part(naam):
    with open_ring(naam) as maker, open_ring(naam) as ring:
        key = maker.generate("Fictief")
        certificate = maker.export_public(key)
        if naam == "gnupg":
            with Geweigerd("SLEUTEL-CERTIFICAAT"), full_disk(0):
                ring.import_public(certificate, vingerafdruk=key)
            with Geweigerd("SLEUTEL-ONBEKEND"):
                ring.inspect(key)
        else:  # that ring is in memory
            with full_disk(0):
                ring.import_public(certificate, vingerafdruk=key)
        ring.import_public(certificate, vingerafdruk=key)
        assert ring.inspect(key).kan_versleutelen


def test_a_gpg_that_is_killed_halfway_leaves_no_message(tmp_path):
    mensen = people("gnupg")

    class Killing(io.BytesIO):
        def read(self, size=-1):
            if self.tell() >= 2 << 20:
                for pid in _sealing(mensen.ring.home):
                    os.kill(pid, signal.SIGKILL)
            return super().read(min(size, 1 << 20) if size else size)

    with mensen.ring:
        with Geweigerd("SLEUTEL-VERSLEUTELEN"):
            stream(mensen, Killing(DATA * 20), tmp_path / "doel")
        assert list(tmp_path.iterdir()) == []
        assert mensen.open(mensen.seal(b"x")) == b"x"


def _sealing(home):
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (entry / "cmdline").read_bytes().split(b"\0")
            if os.fsencode(home) in words and b"--encrypt" in words:
                yield int(entry.name)


@pytest.mark.lang
@pytest.mark.parametrize("naam", NAMEN)
def test_a_process_that_is_killed_leaves_only_whole_messages(naam, tmp_path):
    with (tmp_path / "bron").open("wb") as file:
        for _ in range(20):
            file.write(os.urandom(1_000_000))
    for delay in (0.01, 0.05, 0.12, 0.2):
        process = subprocess.Popen(
            [sys.executable, "-c", SEAL_FOREVER, naam, str(tmp_path)],
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        with process:
            assert process.stdout.readline() == b"begin\n"
            time.sleep(delay)
            process.kill()
        for file in tmp_path.glob("*"):
            if file.name != "bron":
                assert file.name.startswith("doel-")
                with file.open("rb") as message:
                    assert len(recipients_of(message)) == 1
                file.unlink()
        assert [p.name for p in tmp_path.iterdir()] == ["bron"]


def shim(tmp_path, line):
    """Put something between the ring and gpg, for encryption only."""
    file = tmp_path / "gpg"
    file.write_text(f'#!/bin/sh\ncase "$*" in *--encrypt*) {line};; esac\nexec /usr/bin/gpg "$@"\n')
    file.chmod(0o755)
    return str(file)


@pytest.mark.parametrize(
    "line",
    [
        '/usr/bin/gpg "$@" | (head -c 200000; cat >/dev/null); exit 0',
        '/usr/bin/gpg "$@" | tail -c +2; exit 0',
        '/usr/bin/gpg "$@"; echo extra; exit 0',
        '/usr/bin/gpg "$@"; exit 2',
        '/usr/bin/gpg "$@" >/dev/null; exit 0',
        '/usr/bin/gpg "$@" 2>/dev/null; exit 0',
        'head -c 1000 | /usr/bin/gpg "$@"; exit 0',
    ],
)
def test_half_an_answer_of_gpg_is_no_message(line, tmp_path):
    mensen = people("gnupg", binary=shim(tmp_path, line))
    (tmp_path / "bron").write_bytes(DATA)
    with mensen.ring, (tmp_path / "bron").open("rb") as source:
        with Geweigerd("SLEUTEL-VERSLEUTELEN", "SLEUTEL-ONTVANGERS", "SLEUTEL-ONDERTEKENAAR"):
            mensen.seal(DATA)
        with Geweigerd("SLEUTEL-VERSLEUTELEN", "SLEUTEL-ONTVANGERS", "SLEUTEL-ONDERTEKENAAR"):
            stream(mensen, source, tmp_path / "doel")
    assert not (tmp_path / "doel").exists()


def test_half_an_answer_of_sequoia_is_no_message(monkeypatch, tmp_path):
    mensen = people("sequoia")
    (tmp_path / "bron").write_bytes(DATA)
    real, real_file = deur.pysequoia.encrypt, deur.pysequoia.encrypt_file
    stranger = deur.public_part(deur.generate("Fictief vreemde", None))

    def cut_file(source, target, **given):
        real_file(source, target, **given)
        os.truncate(target, 200_000)

    answers = [
        lambda **given: real(**given)[:-1],
        lambda **given: real(**given)[1:],
        lambda **given: real(**given) + b"x",
        lambda **given: real(**given | {"recipients": [*given["recipients"], stranger]}),
        lambda **given: real(**given | {"recipients": [stranger]}),
        lambda **given: real(**given | {"bytes": given["bytes"][:-5000]}),
        lambda **_given: b"",
    ]
    with mensen.ring:
        for answer in answers:
            monkeypatch.setattr(deur.pysequoia, "encrypt", answer)
            with Geweigerd("SLEUTEL-ONTVANGERS", "SLEUTEL-VERSLEUTELEN"):
                mensen.seal(DATA)
        monkeypatch.setattr(deur.pysequoia, "encrypt_file", cut_file)
        with (tmp_path / "bron").open("rb") as source, Geweigerd("SLEUTEL-VERSLEUTELEN"):
            stream(mensen, source, tmp_path / "doel")
    assert not (tmp_path / "doel").exists()


def test_a_panic_in_rust_is_an_error_of_ours_and_an_interrupt_is_not(monkeypatch):
    mensen = people("sequoia")
    panic = type("PanicException", (BaseException,), {"__module__": "pyo3_runtime"})

    def thrower(error):
        def act(**_given):
            raise error

        return act

    with mensen.ring:
        monkeypatch.setattr(deur.pysequoia, "encrypt", thrower(panic("thread '<unnamed>' panicked at /tmp/x.rs")))
        with Geweigerd("SLEUTEL-VERSLEUTELEN"):
            mensen.seal(b"x")
        monkeypatch.setattr(deur.pysequoia, "encrypt", thrower(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            mensen.seal(b"x")


@pytest.mark.parametrize("naam", NAMEN)
def test_eight_first_imports_at_once_lose_no_key(naam):
    with open_ring(naam) as maker:
        keys = {key: maker.export_public(key) for key in (maker.generate(f"Fictief {n}") for n in range(8))}
    gate = threading.Barrier(8)

    def take(ring, key):
        gate.wait()
        ring.import_public(keys[key], vingerafdruk=key)

    for _ in range(3):
        with open_ring(naam) as ring, ThreadPoolExecutor(8) as pool:
            for done in [pool.submit(take, ring, key) for key in keys]:
                done.result(60)
            assert all(ring.inspect(key).kan_versleutelen for key in keys)


@pytest.mark.parametrize("naam", NAMEN)
def test_eight_threads_share_a_ring(naam):
    mensen = people(naam)
    with mensen.ring, ThreadPoolExecutor(8) as pool:
        messages = list(pool.map(lambda n: mensen.seal(bytes([n]) * 1000), range(8)))
        assert list(pool.map(mensen.open, messages)) == [bytes([n]) * 1000 for n in range(8)]


@pytest.mark.parametrize("naam", NAMEN)
def test_a_home_path_of_a_hundred_characters_is_no_hindrance(naam, monkeypatch, tmp_path):
    far = tmp_path / ("x" * 100)
    far.mkdir()
    for name in ("HOME", "TMPDIR", "XDG_RUNTIME_DIR", "GNUPGHOME"):
        monkeypatch.setenv(name, str(far))
    mensen = people(naam)
    with mensen.ring:
        assert mensen.open(mensen.seal(DATA)) == DATA
    assert list(far.iterdir()) == []


def with_clock(naam, offset, tmp_path):
    """Make a ring whose clock is off."""
    if naam == "sequoia":
        return RINGEN[naam](klok=lambda: nu() + offset)
    moment = int((nu() + offset).timestamp())
    file = tmp_path / f"gpg{offset.days}"
    file.write_text(f'#!/bin/sh\nexec /usr/bin/gpg --faked-system-time {moment} "$@"\n')
    file.chmod(0o755)
    return RINGEN[naam](binary=str(file))


@pytest.mark.parametrize("naam", NAMEN)
def test_a_clock_that_is_a_day_slow_makes_nothing_with_a_key_of_today(naam, tmp_path):
    mensen = people(naam)
    with mensen.ring, with_clock(naam, timedelta(days=-1), tmp_path) as slow:
        secret, public = mensen.ring.export_secret(mensen.afzender), mensen.ring.export_public(mensen.ontvanger)
        with Geweigerd():
            slow.import_secret(secret)
            slow.sign_detached(b"x", signer=mensen.afzender)
        with Geweigerd():
            slow.import_public(public, vingerafdruk=mensen.ontvanger)
            slow.sign_and_encrypt(b"x", signer=mensen.afzender, recipients=[mensen.ontvanger], doel="test")


@pytest.mark.parametrize("naam", NAMEN)
def test_a_clock_that_is_a_day_fast_finds_a_key_of_today_expired(naam, tmp_path):
    mensen = people(naam)
    with mensen.ring, with_clock(naam, timedelta(days=2), tmp_path) as fast:
        short = mensen.ring.generate("Fictief kort", expires=(nu() + timedelta(days=1)).date())
        assert mensen.seal(b"x", recipients=[short])
        fast.import_secret(mensen.ring.export_secret(mensen.afzender))
        fast.import_public(mensen.ring.export_public(short), vingerafdruk=short)
        with Geweigerd("SLEUTEL-VERLOPEN"):
            fast.sign_and_encrypt(b"x", signer=mensen.afzender, recipients=[short], doel="test")


def test_what_a_fast_clock_signed_is_refused_by_a_right_one(tmp_path):
    mensen = people("gnupg")
    with mensen.ring, with_clock("gnupg", timedelta(days=1), tmp_path) as fast:
        fast.import_secret(mensen.ring.export_secret(mensen.afzender))
        signature = fast.sign_detached(b"x", signer=mensen.afzender)
        with Geweigerd("SLEUTEL-ONDERTEKENTIJD"):
            mensen.verify(b"x", signature)
