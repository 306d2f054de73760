# SPDX-License-Identifier: EUPL-1.2
"""Who can write in the database, with the triggers away and without any key, cannot put a register back as it was."""

from __future__ import annotations

import json
import threading

import pytest
from sqlalchemy import delete

from storebouw import HOUDER, audit_lines, join
from weerbaar_docs._resources import read_resource
from weerbaar_docs.errors import ConsentError, EncryptionError, VerificationError, WeerbaarDocsError
from weerbaar_docs.registers.contactpunten import put_contactpunt
from weerbaar_docs.registers.inrichting import migrate_opslag
from weerbaar_docs.registers.medewerkers import change_medewerker, medewerkers
from weerbaar_docs.registers.organisaties import put_organisatie
from weerbaar_docs.store import migrate, new_holder_key, open_engine, reading, schema_version, tables, writing
from weerbaar_docs.store.loading import without_triggers
from weerbaar_docs.store.registerstand import keep_stand
from weerbaar_docs.store.tables import (
    CONTACTPUNT,
    DATASLEUTEL,
    MEDEWERKER,
    MEDEWERKER_ROL,
    ORGANISATIE,
    REGISTERSTAND,
)


def example(name):
    return json.loads(read_resource("schemas", f"{name}.schema.json"))["examples"][0]


WERKGEVER = example("organisatieregister")["organisaties"][0]
PUNT = example("contactpunt")


def change(opslag, **changes):
    with opslag.act("medewerker_gewijzigd", object="MW-0002") as act:
        change_medewerker(act, "MW-0002", changes)


def put_werkgever(opslag, **changed):
    with opslag.act("organisatie_gewijzigd", object="register") as act:
        put_organisatie(act, {**WERKGEVER, **changed})


def put_punt(opslag, **changed):
    with opslag.act("contact_gewijzigd", object=opslag.object("contactpunt", "steun")) as act:
        put_contactpunt(act, "steun", {**PUNT, **changed})


def rows(opslag, *tables):
    with reading(opslag.engine) as connection:
        return {table: [dict(row) for row in connection.execute(table.select()).mappings()] for table in tables}


def put_back(opslag, kept):
    """Do what an attacker does who owns the file or the tables: rows as they were, and nobody who judges it."""
    with writing(opslag.engine) as connection, without_triggers(connection):
        for table in reversed(kept):
            connection.execute(delete(table))
        for table, old in kept.items():
            if old:
                connection.execute(table.insert(), old)


def work(opslag):
    with opslag.act("bevraagd", object="register") as act:
        return medewerkers(act.connection, act.register_key())


MEDEWERKERS = (MEDEWERKER, MEDEWERKER_ROL)
OLDER = {
    "a role that was taken away": (MEDEWERKERS, lambda o: change(o, rollen=["adviseur"])),
    "a day of leaving that was set": (MEDEWERKERS, lambda o: change(o, tot="2026-12-31")),
    "the own access of who has left": ((DATASLEUTEL,), lambda o: change(o, tot="2026-01-02")),
    "a medewerker who was taken in": (
        (tables.HOUDER, *MEDEWERKERS, DATASLEUTEL),
        lambda o: join(o, "MW-0003", "toetser"),
    ),
    "the telephone of a werkgever": ((ORGANISATIE,), lambda o: put_werkgever(o, naam="Gemeente Elders (fictief)")),
    "a contactpunt": ((CONTACTPUNT,), lambda o: put_punt(o, telefoon="+31880000099")),
}


@pytest.fixture
def gevuld(opslag):
    join(opslag, "MW-0002", "adviseur", "sleutelbeheerder")
    put_werkgever(opslag)
    put_punt(opslag)
    return opslag


@pytest.mark.parametrize("what", OLDER)
@pytest.mark.parametrize("with_stand", [False, True])
def test_older_rows_stop_every_act(gevuld, what, with_stand):
    of, act = OLDER[what]
    kept = rows(gevuld, *of, *([REGISTERSTAND] if with_stand else []))
    act(gevuld)
    work(gevuld)
    put_back(gevuld, kept)
    with pytest.raises(VerificationError, match="REGISTER-STAND") as caught:
        work(gevuld)
    assert "zet een back-up" in caught.value.diagnostics()[0]
    with pytest.raises(VerificationError, match="REGISTER-STAND"):
        put_punt(gevuld)
    assert audit_lines(gevuld)[-1][3] == "geweigerd:CONTROLE"


@pytest.mark.parametrize("table", [MEDEWERKER_ROL, ORGANISATIE, CONTACTPUNT, REGISTERSTAND])
def test_rows_that_were_taken_out_stop_every_act(gevuld, table):
    put_back(gevuld, {table: []})
    with pytest.raises(VerificationError, match="REGISTER-STAND"):
        work(gevuld)


def test_without_the_secret_nobody_makes_a_stand_that_fits(gevuld):
    kept = rows(gevuld, *MEDEWERKERS)
    change(gevuld, rollen=["adviseur"])
    put_back(gevuld, kept)
    with writing(gevuld.engine) as connection, without_triggers(connection):
        keep_stand(connection, b"geraden" * 5)
    with pytest.raises(VerificationError, match="REGISTER-STAND"):
        work(gevuld)


def test_an_act_that_was_refused_or_tried_leaves_the_stand(gevuld):
    before = rows(gevuld, REGISTERSTAND)
    with gevuld.act("medewerker_gewijzigd", object="MW-0002", proef=True) as act:
        change_medewerker(act, "MW-0002", {"rollen": ["toetser"]})
    with pytest.raises(ConsentError):
        change(join_adviseur(gevuld), rollen=["toetser"])
    after = rows(gevuld, REGISTERSTAND)
    numbers = [found[REGISTERSTAND][0]["volgnummer"] for found in (before, after)]
    assert numbers[1] == numbers[0] + 1  # only the new adviseur: neither what was tried nor what was refused
    work(gevuld)


def join_adviseur(opslag):
    return join(opslag, "MW-0004", "adviseur")


def test_who_works_while_a_register_changes_is_not_accused(gevuld, url):
    stop, found = threading.Event(), []

    def read():
        engine = open_engine(url)
        while not stop.is_set():
            try:
                work(type(gevuld)(**{**{n: getattr(gevuld, n) for n in gevuld.__dataclass_fields__}, "engine": engine}))
            except WeerbaarDocsError as error:
                found.append(error)
        engine.dispose()

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(12):
        put_punt(gevuld, telefoon=f"+318800000{number:02}")
    stop.set()
    for reader in readers:
        reader.join()
    assert found == []


def test_a_store_without_a_stand_gets_it_from_a_beheerder_who_migrates(gevuld):
    own = gevuld.sleutel
    beside = join(gevuld, "MW-0005", "adviseur")
    migrate(gevuld.engine, to="0005")
    with pytest.raises(ConsentError, match="MEDEWERKER-ROL"):
        migrate_opslag(gevuld.engine, gevuld.blobs, lambda: beside.sleutel, clock=gevuld.clock)
    assert schema_version(gevuld.engine) == "0005"
    assert migrate_opslag(gevuld.engine, gevuld.blobs, lambda: own, clock=gevuld.clock)[0] == "0005"
    assert audit_lines(gevuld)[-1] == (HOUDER, "opslag_gemigreerd", "opslag", "gelukt")
    work(gevuld)
    assert migrate_opslag(gevuld.engine, gevuld.blobs, pytest.fail)[0] == schema_version(gevuld.engine)


def test_a_key_that_is_no_holders_migrates_nothing(gevuld):
    migrate(gevuld.engine, to="0005")
    with pytest.raises(EncryptionError):
        migrate_opslag(gevuld.engine, gevuld.blobs, lambda: new_holder_key("MW-0008"))
    assert schema_version(gevuld.engine) == "0005"
