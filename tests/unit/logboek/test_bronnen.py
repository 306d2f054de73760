# SPDX-License-Identifier: EUPL-1.2
"""An officer reads exports and databases as they are, changes neither, and is not held up by what is no log."""

from __future__ import annotations

import io
import os
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from auditbouw import START, VELDEN, engine_at, fill, lines, stored
from weerbaar_docs.audit.sql import SqlAuditlog, guard_faults
from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.encryption.external_home import sign_in_home
from weerbaar_docs.errors import ConfigError, DeliveryError, EncryptionError, StoreError, ValidationError
from weerbaar_docs.logboek.beurt import checkpoint_due
from weerbaar_docs.logboek.bronnen import LANGSTE_REGEL, checkpoint_files, export_lines, store_lines
from weerbaar_docs.store import migrate, open_engine, reading
from weerbaar_docs.store.lezing import open_readonly
from weerbaar_docs.store.log_queries import Zoekvraag, find_lines, read_stand


def test_an_export_is_read_line_by_line(tmp_path, monkeypatch):
    file = tmp_path / "logboek.jsonl"
    file.write_bytes(b"\n".join(lines(5)) + b"\n")
    assert [line.rstrip(b"\n") for line in export_lines(file)] == lines(5)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(file.read_bytes())))
    assert [line.rstrip(b"\n") for line in export_lines(Path("-"))] == lines(5)


def test_a_line_past_every_measure_is_one_line(tmp_path):
    file = tmp_path / "logboek.jsonl"
    file.write_bytes(lines(1)[0] + b"\n" + b"x" * (3 * LANGSTE_REGEL) + b"\n" + b"y" * LANGSTE_REGEL + b"\n" + b"z")
    assert [len(line) for line in export_lines(file)] == [len(lines(1)[0]) + 1, LANGSTE_REGEL, LANGSTE_REGEL, 1]


def test_only_a_regular_file_is_an_export(tmp_path):
    os.mkfifo(tmp_path / "pijp")
    for path in (tmp_path, tmp_path / "pijp", tmp_path / "weg"):
        with pytest.raises(ValidationError, match="BESTAND-LEZEN"):
            list(export_lines(path))


def test_a_database_is_read_without_changing_anything(engine, url, tmp_path):
    fill(engine, 5)
    expected = stored(engine)
    engine.dispose()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with store_lines(url) as (found, guard):
        assert list(found) == expected
        assert guard() == []
    readonly = open_readonly(url)
    with pytest.raises(StoreError, match="OPSLAG-LEZEN"), reading(readonly) as connection:
        connection.execute(text("CREATE TABLE x (y INTEGER)"))
    readonly.dispose()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_copy_on_a_medium_that_cannot_be_written_is_read(tmp_path):
    folder = tmp_path / "medium"
    folder.mkdir()
    address = f"sqlite:///{folder / 'logboek # 1?.db'}"
    path = folder / "logboek # 1?.db"
    other = engine_at(f"sqlite:///{tmp_path / 'bron.db'}")
    fill(other, 4)
    other.dispose()
    path.write_bytes((tmp_path / "bron.db").read_bytes())
    path.chmod(0o400)
    folder.chmod(0o500)
    with store_lines(address) as (found, _):
        assert len(list(found)) == 4
    folder.chmod(0o700)


def test_a_database_in_use_is_read_as_it_is_now(tmp_path):
    address = f"sqlite:///{tmp_path / 'logboek.db'}"
    engine = engine_at(address)
    fill(engine, 4)
    with engine.connect() as busy:
        busy.execute(text("SELECT 1"))
        with store_lines(address) as (found, _):
            assert len(list(found)) == 4
    engine.dispose()


def test_what_is_no_database_is_refused(tmp_path):
    (tmp_path / "tekst").write_text("dit is geen database, maar een tekst die lang genoeg is")
    with pytest.raises(ConfigError, match="OPSLAG-ADRES"):
        open_readonly(f"sqlite:///{tmp_path / 'weg'}")
    with pytest.raises(StoreError), store_lines(f"sqlite:///{tmp_path / 'tekst'}") as (found, _):
        list(found)
    assert not (tmp_path / "weg").exists()


def test_the_triggers_of_a_real_store_are_the_expected_ones(url, tmp_path):
    address = url if url.startswith("postgresql") else f"sqlite:///{tmp_path / 'opslag' / 'opslag.db'}"
    engine = open_engine(address)
    migrate(engine)
    with engine.connect() as connection:
        assert guard_faults(connection) == []
    engine.dispose()


def test_checkpoints_come_from_folders_and_files(tmp_path):
    (tmp_path / "map").mkdir()
    for number in (2, 1):
        (tmp_path / "map" / f"checkpoint-{number}.txt").write_bytes(b"%d" % number)
    (tmp_path / "map" / ".DS_Store").write_bytes(b"x")
    (tmp_path / "los.txt").write_bytes(b"3")
    found = list(checkpoint_files([tmp_path / "map", tmp_path / "los.txt"]))
    assert found == [("checkpoint-1.txt", b"1"), ("checkpoint-2.txt", b"2"), ("los.txt", b"3")]
    with pytest.raises(DeliveryError):
        list(checkpoint_files([tmp_path / "weg"]))


def test_signing_in_a_home_of_somebody_else(houder, tmp_path):
    made = sign_in_home(b"bericht", home=houder.ring.home, signer=houder.sleutel)
    now = datetime.now(UTC)
    assert houder.ring.verify_detached(b"bericht", made, signer=houder.sleutel, not_before=now, now=now)
    for home, signer in (
        (tmp_path / "weg", houder.sleutel),
        (houder.ring.home, "logboek"),
        (houder.ring.home, "F" * 40),
    ):
        with pytest.raises(EncryptionError, match="SLEUTEL-THUIS-ELDERS"):
            sign_in_home(b"bericht", home=home, signer=signer)


def test_what_came_after_the_last_checkpoint_is_counted_and_lines_are_found(engine):
    def stand() -> tuple[bool, int, int]:
        with engine.connect() as connection:
            found = read_stand(connection)
            return found.laatste is not None, found.regels_sinds, found.leveringen_sinds

    def add(handeling: str, uitkomst: str = "gelukt") -> None:
        with engine.begin() as connection:
            SqlAuditlog(connection).append(**{**VELDEN, "handeling": handeling, "uitkomst": uitkomst})

    fill(engine, 3)
    assert stand() == (False, 3, 0)
    add("checkpoint", "mislukt:BEZORGING")
    assert stand() == (False, 4, 0)
    add("checkpoint")
    assert stand() == (True, 0, 0)
    add("bezorgd")
    add("bezorgd", "mislukt:BEZORGING")
    assert stand() == (True, 2, 1)
    last = stored(engine)[-1:]
    with engine.connect() as connection:
        found = find_lines(connection, Zoekvraag(handeling="bezorgd", laatste=1))
        assert [canonical_bytes(line) for line in found] == last
        assert len(find_lines(connection, Zoekvraag(vanaf=START, tot=START))) == 0
        assert len(find_lines(connection, Zoekvraag(vanaf=START, tot=START + timedelta(seconds=1), wie="MW-0001"))) == 7


VANDAAG = date(2026, 5, 22)


@pytest.mark.parametrize(
    ("laatste", "regels", "leveringen", "expected"),
    [
        (None, 0, 0, None),
        (None, 1, 0, "nog geen"),
        (datetime(2026, 5, 22, 6, tzinfo=UTC), 10, 0, None),
        (datetime(2026, 5, 22, 6, tzinfo=UTC), 10, 1, "een levering"),
        (datetime(2026, 5, 22, 6, tzinfo=UTC), 10, 3, "3 leveringen"),
        (datetime(2026, 5, 21, 6, tzinfo=UTC), 0, 0, None),
        (datetime(2026, 5, 21, 6, tzinfo=UTC), 1, 0, "van gisteren"),
        (datetime(2026, 5, 21, 22, 30, tzinfo=UTC), 1, 0, None),  # half past midnight in the Netherlands
        (datetime(2026, 5, 12, 6, tzinfo=UTC), 1, 0, "10 dagen"),
    ],
)
def test_a_checkpoint_is_due_every_day_and_after_every_delivery(laatste, regels, leveringen, expected):
    reason = checkpoint_due(laatste, regels, VANDAAG, leveringen_sinds=leveringen)
    assert (reason is None) if expected is None else expected in (reason or "")
