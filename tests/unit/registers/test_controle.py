# SPDX-License-Identifier: EUPL-1.2
"""What only a holder can look at is looked at, and what was changed behind the program's back is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storebouw import DOSSIER_ID, MOMENT, SLEUTEL, audit_lines, join
from weerbaar_docs.audit.checkpoint import Checkpoint
from weerbaar_docs.audit.sql import SqlAuditlog
from weerbaar_docs.registers.controle import check_opslag
from weerbaar_docs.store import create_data_key, writing
from weerbaar_docs.store.loading import without_triggers
from weerbaar_docs.store.tables import DATASLEUTEL, DOSSIER


def points(opslag):
    return {punt.naam: punt for punt in check_opslag(opslag)}


def dossier(opslag, houder=SLEUTEL, dossier=DOSSIER_ID):
    with writing(opslag.engine) as connection:
        connection.execute(DOSSIER.insert(), {"id": dossier, "status": "aangemeld", "gewijzigd_op": MOMENT})
        create_data_key(connection, dossier, houders={houder.houder: houder.publiek}, now=opslag.now())


def checkpoint(opslag, **changed):
    with opslag.look() as connection:
        kop = SqlAuditlog(connection).head()
    fields = {"volgnummer": kop.volgnummer, "sha256": kop.sha256, "moment": opslag.now(), **changed}
    return replace(opslag, laatste=Checkpoint(register=opslag.register, **fields))


def test_a_whole_store_is_ok_and_looking_leaves_a_line(opslag):
    join(opslag, "MW-0002", "adviseur")
    dossier(opslag)
    found = points(checkpoint(opslag))
    assert {punt.uitslag for punt in found.values()} == {"ok"}
    assert "1 van de 1" in found["sleutels"].melding
    assert audit_lines(opslag)[-1][1:3] == ("bevraagd", "register")


def test_a_dossier_of_another_is_counted_and_is_no_fault(opslag):
    other = join(opslag, "MW-0002", "adviseur")
    dossier(opslag, houder=other.sleutel)
    assert "0 van de 1" in points(opslag)["sleutels"].melding
    assert points(opslag)["sleutels"].uitslag == "ok"


def test_without_a_checkpoint_that_is_told(opslag):
    assert points(opslag)["kopie"].uitslag == "let op"


def test_a_shut_store_is_told_and_its_registers_stay_unseen(opslag):
    before = audit_lines(opslag)
    found = points(checkpoint(opslag, volgnummer=99))
    assert (found["kopie"].uitslag, found["registers"].uitslag) == ("fout", "let op")
    assert audit_lines(opslag) == before


def test_a_wrap_that_does_not_open_is_named(opslag):
    dossier(opslag)
    dossier(opslag, dossier="D-" + "b" * 32)
    with writing(opslag.engine) as connection, without_triggers(connection):
        wraps = {row.bereik: row.omhulling for row in connection.execute(DATASLEUTEL.select())}
        swap = DATASLEUTEL.update().where(DATASLEUTEL.c.bereik == DOSSIER_ID)
        connection.execute(swap, {"omhulling": wraps["D-" + "b" * 32]})
    found = points(opslag)["sleutels"]
    assert found.uitslag == "fout"
    assert DOSSIER_ID in found.melding


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO medewerker_rol VALUES ('MW-0002', 'beheerder')",
        "UPDATE medewerker SET van = '2020-01-01' WHERE id = 'MW-0002'",
        "UPDATE houder SET sha256 = (SELECT sha256 FROM houder WHERE id = 'MW-0001') WHERE id = 'MW-0002'",
    ],
)
def test_what_was_changed_in_the_database_itself_is_told(opslag, statement):
    join(opslag, "MW-0002", "adviseur")
    with writing(opslag.engine) as connection:
        connection.exec_driver_sql(statement)
    assert points(opslag)["registers"].uitslag == "fout"
