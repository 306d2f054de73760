# SPDX-License-Identifier: EUPL-1.2
"""Every sealed thing of a dossier opens and says what its row says, also after a back-up came back elsewhere."""

from __future__ import annotations

import pytest

from dossierbouw import imported
from storebouw import NU, audit_lines, join
from weerbaar_docs.dossiers.controle import check_course, check_dossiers
from weerbaar_docs.dossiers.lezen import history, read
from weerbaar_docs.registers.controle import check_opslag
from weerbaar_docs.store import DatabaseBlobs, open_engine, open_opslag, writing
from weerbaar_docs.store.backup import back_up
from weerbaar_docs.store.check import check_store
from weerbaar_docs.store.loading import without_triggers
from weerbaar_docs.store.restore import restore

UIT = {
    "sqlite": ["DROP TRIGGER wd_dossier_versie_blijvend_update"],
    "postgresql": ["ALTER TABLE dossier_versie DISABLE TRIGGER USER"],
}


def tamper(opslag, statement):
    with writing(opslag.engine) as connection:
        for each in (*UIT[opslag.engine.dialect.name], statement):
            connection.exec_driver_sql(each)


def test_what_opens_is_counted_and_the_looking_is_a_line(opslag):
    imported(opslag)
    found = check_dossiers(opslag)
    assert (found.uitslag, found.melding) == ("ok", "alle 1 verzegelde stukken van uw dossiers gaan open")
    assert audit_lines(opslag)[-1][1:3] == ("bevraagd", "opslag")


def test_who_holds_no_dossier_finds_nothing_wrong(opslag):
    imported(opslag)
    found = check_dossiers(join(opslag, "MW-0002", "adviseur"))
    assert (found.uitslag, "alle 0" in found.melding) == ("ok", True)


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE dossier_versie SET rapport_sha256 = '{'a' * 64}'",
        f"UPDATE dossier_versie SET blob_sha256 = '{'a' * 64}'",
        f"UPDATE dossier_versie SET sha256 = '{'a' * 64}'",
        "UPDATE dossier_versie SET nummer = 7 WHERE nummer = 1",
    ],
)
def test_a_row_that_says_something_else_is_named_by_its_dossier(opslag, statement):
    kept, _ = imported(opslag)
    tamper(opslag, statement)
    found = check_dossiers(opslag)
    assert found.uitslag == "fout"
    assert kept.dossier in found.melding


@pytest.mark.parametrize(
    "statements",
    [
        ["UPDATE dossier SET versie = 0", "DELETE FROM dossier_versie"],
        ["UPDATE dossier SET versie = 2"],
        ["UPDATE dossier SET status = 'vernietigd'"],
        [f"DELETE FROM {table}" for table in ("datasleutel", "bijlage", "dossier_versie", "dossier")],
    ],
)
def test_a_dossier_that_is_not_as_far_as_the_log_says_is_named(opslag, statements):
    kept, _ = imported(opslag)
    assert check_course(opslag).uitslag == "ok"
    with writing(opslag.engine) as connection, without_triggers(connection):
        for statement in statements:
            connection.exec_driver_sql(statement)
    found = check_course(opslag)
    assert (found.uitslag, kept.dossier in found.melding) == ("fout", True)


def test_a_destroyed_dossier_is_as_far_as_the_log_says(opslag):
    kept, _ = imported(opslag)
    with opslag.act("vernietigd", object=kept.dossier) as act, without_triggers(act.connection):
        act.connection.exec_driver_sql("UPDATE dossier SET status = 'vernietigd'")
    assert check_course(opslag).uitslag == "ok"


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_a_real_dossier_comes_back_in_either_database(opslag, target, tmp_path, request, klok):
    kept, gegevens = imported(opslag)
    back_up(opslag.engine, opslag.blobs, tmp_path / "kopie", now=NU)
    url = f"sqlite:///{tmp_path / 'terug' / 'opslag.db'}"
    if target == "postgresql":
        url = request.getfixturevalue("cluster").new()
    engine = open_engine(url)
    blobs = DatabaseBlobs(engine, clock=klok)
    restore(engine, blobs, tmp_path / "kopie")
    back = open_opslag(engine, blobs, opslag.sleutel, rol="opdrachtregel", clock=klok)
    assert read(back, kept.dossiernummer).gegevens == read(opslag, kept.dossiernummer).gegevens
    assert history(back, kept.dossiernummer) == history(opslag, kept.dossiernummer)
    points = (*check_store(engine, blobs), *check_opslag(back), check_dossiers(back), check_course(back))
    assert [punt for punt in points if punt.uitslag == "fout"] == []
    assert gegevens["bestuurder"]
    engine.dispose()
