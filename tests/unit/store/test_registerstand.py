# SPDX-License-Identifier: EUPL-1.2
"""Who can write in the database, with the triggers away and without any key, cannot put a register back as it was."""

from __future__ import annotations

import json
import threading

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import DBAPIError

from storebouw import DOSSIER_ID, HOUDER, MOMENT, NU, SLEUTEL, audit_lines, during, join, pausing
from weerbaar_docs._resources import read_resource
from weerbaar_docs.audit.sql import AUDITREGEL, SqlAuditlog
from weerbaar_docs.errors import ConsentError, EncryptionError, StoreError, VerificationError, WeerbaarDocsError
from weerbaar_docs.logs import listening
from weerbaar_docs.model import utc_moment
from weerbaar_docs.registers.contactpunten import check_contactpunt, contactpunt, put_contactpunt
from weerbaar_docs.registers.herstel import recorded
from weerbaar_docs.registers.inrichting import migrate_opslag
from weerbaar_docs.registers.medewerkers import change_medewerker, medewerkers
from weerbaar_docs.registers.organisaties import organisatie, put_organisatie, set_openpgp
from weerbaar_docs.store import (
    migrate,
    new_holder_key,
    open_engine,
    open_opslag,
    reading,
    schema_version,
    tables,
    writing,
)
from weerbaar_docs.store.backup import back_up
from weerbaar_docs.store.crypto import MERK
from weerbaar_docs.store.loading import without_triggers
from weerbaar_docs.store.registerstand import keep_stand
from weerbaar_docs.store.restore import restore
from weerbaar_docs.store.tables import (
    CONTACTPUNT,
    DATASLEUTEL,
    MEDEWERKER,
    MEDEWERKER_ROL,
    ORGANISATIE,
    REGISTERSTAND,
)
from weerbaar_docs.vernietiging.verklaring import keep_verklaring, verklaringen


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


class Told:
    """A logger that remembers which events were told."""

    def __init__(self):
        self.events = []

    def info(self, event, **_fields):
        self.events.append(event)


def born_before_the_stand(opslag):
    """Make it the store that an older program made: of version 0005, and with its own first line in the log."""
    migrate(opslag.engine, to="0005")
    with writing(opslag.engine) as connection, without_triggers(connection):
        lines = [json.loads(line) for line in SqlAuditlog(connection).read()]
        connection.execute(delete(AUDITREGEL))
        log = SqlAuditlog(connection)
        for line in lines:
            object_ = "opslag" if line["handeling"] == "opslag_ingericht" else line["object"]
            given = {name: line[name] for name in ("wie", "handeling", "uitkomst", "herkomst")}
            log.append(**given, object=object_, moment=utc_moment(line["moment"]))


def test_a_store_without_a_stand_gets_it_from_a_beheerder_who_migrates(gevuld):
    own = gevuld.sleutel
    beside = join(gevuld, "MW-0005", "adviseur")
    born_before_the_stand(gevuld)
    with pytest.raises(ConsentError, match="MEDEWERKER-ROL"):
        migrate_opslag(gevuld.engine, gevuld.blobs, lambda: beside.sleutel, clock=gevuld.clock)
    assert schema_version(gevuld.engine) == "0005"
    told = Told()
    with listening(told):
        assert migrate_opslag(gevuld.engine, gevuld.blobs, lambda: own, clock=gevuld.clock)[0] == "0005"
    assert told.events == ["opslag_gemigreerd"]
    assert audit_lines(gevuld)[-1] == (HOUDER, "opslag_gemigreerd", "register", "gelukt")
    work(gevuld)
    assert migrate_opslag(gevuld.engine, gevuld.blobs, pytest.fail)[0] == schema_version(gevuld.engine)


def test_a_key_that_is_no_holders_migrates_nothing(gevuld):
    born_before_the_stand(gevuld)
    with pytest.raises(EncryptionError):
        migrate_opslag(gevuld.engine, gevuld.blobs, lambda: new_holder_key("MW-0008"))
    assert schema_version(gevuld.engine) == "0005"


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", [MEDEWERKER_ROL, DATASLEUTEL])
def test_nobody_puts_a_row_back_while_an_act_on_the_registers_goes_on(gevuld, url, table):
    before = rows(gevuld, table)[table]
    change(gevuld, rollen=["adviseur"], tot="2026-01-02")
    after = rows(gevuld, table)[table]
    gone = [row for row in before if row not in after]
    attacker, refused = open_engine(url), []

    def put_back_now():
        with attacker.connect() as connection:
            connection.exec_driver_sql("SET lock_timeout = '300ms'")
            try:
                connection.execute(table.insert(), gone)
                connection.commit()
            except DBAPIError as error:
                refused.append(str(error.orig))

    with pausing(gevuld, url, "INSERT INTO auditregel", put_back_now) as paused:
        put_punt(paused, telefoon="+31880000099")
    attacker.dispose()
    assert gone
    assert "lock timeout" in refused[0]
    work(gevuld)
    assert rows(gevuld, table)[table] == after


def test_who_reads_while_roles_change_sees_them_before_or_after(gevuld, url):
    during(gevuld, url, "SELECT medewerker.id", work, lambda: change(gevuld, rollen=["toetser"]))
    assert work(gevuld).of("MW-0002").rollen == {"toetser"}


def test_a_new_number_is_not_lost_to_a_check_of_the_old_one(gevuld, url):
    def check(opslag):
        with opslag.act("contact_gecontroleerd", object=opslag.object("contactpunt", "steun")) as act:
            check_contactpunt(act, "steun", bron="website")

    during(gevuld, url, "UPDATE contactpunt", check, lambda: put_punt(gevuld, telefoon="+31880000099"))
    with gevuld.act("bevraagd", object="register") as act:
        assert contactpunt(act.connection, act.register_key(), "steun")["contactpunt"]["telefoon"] == "+31880000099"


def test_a_change_of_an_organisatie_is_not_lost_to_a_change_of_its_key(gevuld, url):
    def set_key(opslag):
        with opslag.act("sleutel_gewijzigd", object="register") as act:
            set_openpgp(act, WERKGEVER["oin"], None)

    during(gevuld, url, "UPDATE organisatie", set_key, lambda: put_werkgever(gevuld, naam="Gemeente Elders (fictief)"))
    with gevuld.act("bevraagd", object="register") as act:
        assert organisatie(act.connection, act.register_key(), WERKGEVER["oin"])["naam"] == "Gemeente Elders (fictief)"


@pytest.mark.parametrize("soort", ["sqlite", "postgresql"])
def test_a_back_up_of_before_the_stand_is_put_back_and_migrated(gevuld, tmp_path, request, soort):
    born_before_the_stand(gevuld)
    back_up(gevuld.engine, gevuld.blobs, tmp_path / "kopie", now=NU)
    url = f"sqlite:///{tmp_path / 'terug' / 'opslag.db'}"
    engine = open_engine(url if soort == "sqlite" else request.getfixturevalue("cluster").new())
    restore(engine, gevuld.blobs, tmp_path / "kopie")
    assert schema_version(engine) == "0005"
    with pytest.raises(StoreError, match="OPSLAG-VERSIE-OUD"):
        open_opslag(engine, gevuld.blobs, SLEUTEL, rol="opdrachtregel")
    migrate_opslag(engine, gevuld.blobs, lambda: SLEUTEL, clock=gevuld.clock)
    work(open_opslag(engine, gevuld.blobs, SLEUTEL, rol="opdrachtregel", clock=gevuld.clock))
    engine.dispose()


def test_a_store_that_had_a_stand_gets_no_first_one_again(gevuld):
    kept = rows(gevuld, *MEDEWERKERS)
    change(gevuld, rollen=["adviseur"])
    migrate(gevuld.engine, to="0005")  # what the owner of the file can do by hand
    put_back(gevuld, kept)
    with pytest.raises(VerificationError, match="REGISTER-STAND"):
        migrate_opslag(gevuld.engine, gevuld.blobs, lambda: SLEUTEL, clock=gevuld.clock)
    assert schema_version(gevuld.engine) == "0005"


def test_a_store_that_was_migrated_under_a_program_is_left_alone_by_it(gevuld):
    with writing(gevuld.engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="OPSLAG-NIEUWER"):
        work(gevuld)


@pytest.mark.parametrize("handeling", ["logboek_gelezen", "checkpoint", "back_up_gemaakt"])
def test_evidence_is_secured_when_the_registers_are_not_in_order(gevuld, handeling):
    put_back(gevuld, {CONTACTPUNT: []})
    with gevuld.act(handeling, object="logboek"):
        pass
    assert audit_lines(gevuld)[-1][1] == handeling


def test_a_forged_verklaring_or_decision_hinders_nobody(gevuld):
    row = {"sha256": "a" * 64, "gegevens": MERK + bytes(40)}
    dossier = {"id": DOSSIER_ID, "status": "aangemeld", "gewijzigd_op": MOMENT}
    with writing(gevuld.engine) as connection:
        connection.execute(tables.DOSSIER.insert(), dossier)
        connection.execute(
            tables.VERNIETIGINGSVERKLARING.insert(), {**row, "dossier": DOSSIER_ID, "gemaakt_op": MOMENT}
        )
        besluit = {**row, "besluit": "b" * 64, "medewerker": HOUDER, "vastgelegd_op": MOMENT}
        connection.execute(tables.HERSTELBESLUIT.insert(), besluit)
    assert verklaringen(gevuld) == []
    with gevuld.act("vernietigd", object=DOSSIER_ID) as act:
        keep_verklaring(act, {"dossier": DOSSIER_ID, "vernietigd_op": MOMENT})
        assert recorded(act.connection, act.register_key()) == []
    assert [v["dossier"] for v in verklaringen(gevuld)] == [DOSSIER_ID]
