# SPDX-License-Identifier: EUPL-1.2
"""Files of any size through both back ends: the target is there whole and checked, or not at all, and memory stays flat."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import get_args

import pytest

from achterkantbouw import VROEG, Geweigerd, nu, people
from weerbaar_docs.encryption.achterkant import Achterkantnaam
from weerbaar_docs.encryption.framing import recipients_of
from weerbaar_docs.errors import UsageError

DATA = os.urandom(300_000)
GROEI = 60  # MiB that a file of 200 MB may add

# Seals one file in a process of its own, and opens it where that is flat too; prints the growth of its memory in kB.
LOOP = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from achterkantbouw import people

naam, folder = sys.argv[1], Path(sys.argv[2])
mensen = people(naam)
with mensen.ring as ring:
    mensen.open(mensen.seal(b"warm"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with (folder / "bron").open("rb") as source:
        ring.sign_and_encrypt_stream(
            source, folder / "bericht", signer=mensen.afzender, recipients=[mensen.ontvanger], doel="test"
        )
    if naam == "gnupg":
        with (folder / "bericht").open("rb") as source:
            ring.decrypt_and_verify_stream(source, folder / "terug", signer=mensen.afzender, now=datetime.now(UTC))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
    if naam == "sequoia":
        (folder / "terug").write_bytes(mensen.open((folder / "bericht").read_bytes()))
"""


@pytest.fixture(scope="module", params=get_args(Achterkantnaam))
def mensen(request):
    made = people(request.param)
    with made.ring:
        yield made


@pytest.fixture
def bron(tmp_path):
    (tmp_path / "bron").write_bytes(DATA)
    return tmp_path / "bron"


def seal(mensen, bron, doel, **changed):
    given = {"signer": mensen.afzender, "recipients": [mensen.ontvanger], "doel": "test"} | changed
    with bron.open("rb") as source:
        mensen.ring.sign_and_encrypt_stream(source, doel, **given)


def unseal(mensen, bericht, doel, **changed):
    with bericht.open("rb") as source:
        given = {"signer": mensen.afzender, "now": nu()} | changed
        mensen.ring.decrypt_and_verify_stream(source, doel, **given)


def names(folder):
    return sorted(p.name for p in folder.iterdir())


def test_a_file_comes_back_as_it_was_and_is_private(mensen, bron, tmp_path):
    seal(mensen, bron, tmp_path / "nieuw" / "bericht")
    bericht = tmp_path / "nieuw" / "bericht"
    assert mensen.open(bericht.read_bytes()) == DATA
    unseal(mensen, bericht, tmp_path / "terug")
    assert (tmp_path / "terug").read_bytes() == DATA
    for file in (bericht, tmp_path / "terug"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert names(tmp_path) == ["bron", "nieuw", "terug"]
    assert names(tmp_path / "nieuw") == ["bericht"]


def test_a_message_that_was_made_in_memory_opens_as_a_file(mensen, tmp_path):
    (tmp_path / "bericht").write_bytes(mensen.seal(DATA))
    unseal(mensen, tmp_path / "bericht", tmp_path / "terug")
    assert (tmp_path / "terug").read_bytes() == DATA


def test_what_is_there_already_is_never_replaced(mensen, bron, tmp_path):
    (tmp_path / "doel").write_bytes(b"van iemand anders")
    (tmp_path / "nergens").symlink_to(tmp_path / "weg")
    for taken in ("doel", "nergens"):
        with pytest.raises(UsageError, match="BESTAND-BESTAAT"):
            seal(mensen, bron, tmp_path / taken)
    assert (tmp_path / "doel").read_bytes() == b"van iemand anders"
    assert names(tmp_path) == ["bron", "doel", "nergens"]


def test_a_file_that_appears_meanwhile_is_not_replaced_either(mensen, bron, tmp_path):
    class Meanwhile(io.FileIO):
        def tell(self):
            (tmp_path / "doel").write_bytes(b"van iemand anders")
            return super().tell()

        def read(self, size=-1):
            (tmp_path / "doel").write_bytes(b"van iemand anders")
            return super().read(size)

    given = {"signer": mensen.afzender, "recipients": [mensen.ontvanger], "doel": "test"}
    with Meanwhile(bron) as source, pytest.raises(UsageError, match="BESTAND-BESTAAT"):
        mensen.ring.sign_and_encrypt_stream(source, tmp_path / "doel", **given)
    assert (tmp_path / "doel").read_bytes() == b"van iemand anders"
    assert names(tmp_path) == ["bron", "doel"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda m: m[:-1],
        lambda m: m[: len(m) // 2],
        lambda m: m + m,
        lambda _m: b"",
        lambda m: m[:-9] + b"12345678" + m[-1:],
    ],
)
def test_a_damaged_message_leaves_no_file(mensen, bron, tmp_path, damage):
    seal(mensen, bron, tmp_path / "bericht")
    (tmp_path / "slecht").write_bytes(damage((tmp_path / "bericht").read_bytes()))
    with Geweigerd("SLEUTEL-ONTCIJFEREN", "SLEUTEL-HANDTEKENING"):
        unseal(mensen, tmp_path / "slecht", tmp_path / "terug")
    assert names(tmp_path) == ["bericht", "bron", "slecht"]


def test_a_message_of_somebody_else_leaves_no_file(mensen, bron, tmp_path):
    seal(mensen, bron, tmp_path / "bericht", signer=mensen.ontvanger)
    with Geweigerd("SLEUTEL-HANDTEKENING"):
        unseal(mensen, tmp_path / "bericht", tmp_path / "terug")
    assert not (tmp_path / "terug").exists()


def test_a_recipient_that_is_refused_leaves_no_file(mensen, bron, tmp_path):
    with Geweigerd("SLEUTEL-ONBEKEND"):
        seal(mensen, bron, tmp_path / "bericht", recipients=["A" * 40])
    assert names(tmp_path) == ["bron"]


def test_a_source_that_is_no_file_is_read_by_gnupg_and_refused_by_sequoia(mensen, tmp_path):
    given = {"signer": mensen.afzender, "recipients": [mensen.ontvanger], "doel": "test"}
    reader, writer = os.pipe()
    feeder = threading.Thread(target=lambda: _feed(writer))
    feeder.start()
    with os.fdopen(reader, "rb") as pipe:
        for number, source in enumerate((pipe, io.BytesIO(DATA))):
            doel = tmp_path / str(number)
            if mensen.naam == "gnupg":
                mensen.ring.sign_and_encrypt_stream(source, doel, **given)
                assert mensen.open(doel.read_bytes()) == DATA
            else:
                with Geweigerd("SLEUTEL-ACHTERKANT"):
                    mensen.ring.sign_and_encrypt_stream(source, doel, **given)
                assert not doel.exists()
    feeder.join()


def _feed(writer):
    try:
        with os.fdopen(writer, "wb") as file:
            file.write(DATA)
    except BrokenPipeError:  # nobody reads it
        pass


def test_a_file_that_was_read_half_is_sealed_from_there_or_refused(mensen, bron, tmp_path):
    given = {"signer": mensen.afzender, "recipients": [mensen.ontvanger], "doel": "test"}
    with bron.open("rb") as source:
        source.seek(100)
        if mensen.naam == "gnupg":
            mensen.ring.sign_and_encrypt_stream(source, tmp_path / "doel", **given)
            assert mensen.open((tmp_path / "doel").read_bytes()) == DATA[100:]
        else:
            with Geweigerd("SLEUTEL-ACHTERKANT"):
                mensen.ring.sign_and_encrypt_stream(source, tmp_path / "doel", **given)


@pytest.mark.parametrize("error", [OSError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt])
def test_a_source_that_fails_halfway_leaves_no_file(tmp_path, error):
    class Broken(io.RawIOBase):
        calls = 0

        def read(self, _size=-1):
            self.calls += 1
            if self.calls > 3:
                raise error("schijf stuk")
            return b"x" * 100_000

    mensen = people("gnupg")
    given = {"signer": mensen.afzender, "recipients": [mensen.ontvanger], "doel": "test"}
    with mensen.ring, pytest.raises(error, match="schijf stuk"):
        mensen.ring.sign_and_encrypt_stream(Broken(), tmp_path / "doel", **given)
    assert names(tmp_path) == []


def test_sequoia_says_what_it_cannot_tell_of_a_file_either(bron, tmp_path):
    mensen = people("sequoia")
    with mensen.ring:
        seal(mensen, bron, tmp_path / "bericht")
        with Geweigerd("SLEUTEL-ACHTERKANT"):
            unseal(mensen, tmp_path / "bericht", tmp_path / "terug", not_before=VROEG)
    assert not (tmp_path / "terug").exists()


def test_sequoia_opens_no_large_file_as_if_that_were_flat(tmp_path):
    mensen = people("sequoia")
    with mensen.ring:
        (tmp_path / "bron").write_bytes(bytes(9 << 20))
        seal(mensen, tmp_path / "bron", tmp_path / "bericht")
        with Geweigerd("SLEUTEL-ACHTERKANT"):
            unseal(mensen, tmp_path / "bericht", tmp_path / "terug")
    assert not (tmp_path / "terug").exists()


@pytest.mark.lang
@pytest.mark.parametrize("naam", get_args(Achterkantnaam))
def test_two_hundred_megabytes_add_less_than_sixty_to_the_memory(naam, tmp_path):
    with (tmp_path / "bron").open("wb") as file:
        for _ in range(200):
            file.write(os.urandom(1_000_000))
    done = subprocess.run(
        [sys.executable, "-c", LOOP, naam, str(tmp_path)],
        check=True,
        capture_output=True,
        timeout=120,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert int(done.stdout) / 1024 < GROEI
    with (tmp_path / "bericht").open("rb") as message:
        assert len(recipients_of(message)) == 1
    assert _same(tmp_path / "bron", tmp_path / "terug")


def _same(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as first, other.open("rb") as second:
        return all(first.read(1 << 20) == second.read(1 << 20) for _ in range(201))
