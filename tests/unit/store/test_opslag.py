# SPDX-License-Identifier: EUPL-1.2
"""A store is opened by somebody, and whatever he does or tries is one transaction with one line."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import text

from storebouw import HOUDER, NU, SLEUTEL, audit_lines, join, medewerker, new_opslag
from weerbaar_docs.errors import ConsentError, EncryptionError, StoreError, ValidationError
from weerbaar_docs.model import utc_text
from weerbaar_docs.registers.inrichting import set_up
from weerbaar_docs.registers.organisaties import organisaties
from weerbaar_docs.store import (
    REGISTER,
    DatabaseBlobs,
    Houdersleutel,
    add_holder,
    data_key,
    migrate,
    new_holder_key,
    open_engine,
    open_opslag,
    reading,
    remove_holder,
    writing,
)
from weerbaar_docs.store.loading import without_triggers
from weerbaar_docs.store.tables import GEHEIM, INTREKKING

OBJECT = "D-" + "e" * 32


def kept(opslag):
    with reading(opslag.engine) as connection:
        return connection.execute(INTREKKING.select()).mappings().all()


def withdraw(act, nummer="T-1"):
    act.connection.execute(INTREKKING.insert(), {"toestemming": nummer, "ingetrokken_op": utc_text(act.now)})


def refuse(opslag, error):
    with opslag.act("ingetrokken", object=OBJECT) as act:
        withdraw(act)
        raise error


def test_the_set_up_is_the_first_line(opslag):
    assert audit_lines(opslag) == [(HOUDER, "opslag_ingericht", "register", "gelukt")]


def test_an_act_and_its_line_are_kept_together(opslag):
    with opslag.act("ingetrokken", object=OBJECT) as act:
        withdraw(act)
    assert len(kept(opslag)) == 1
    assert audit_lines(opslag)[1:] == [(HOUDER, "ingetrokken", OBJECT, "gelukt")]


@pytest.mark.parametrize(
    ("error", "uitkomst"),
    [
        (ConsentError.because("R-TOES-6", "m", "o"), "geweigerd:R-TOES-6"),
        (ValidationError.because("X", "m", "o"), "geweigerd:GEGEVENS"),
        (EncryptionError.because("X", "m", "o"), "mislukt:SLEUTEL"),
        (EncryptionError.because("OPSLAG-DATASLEUTEL", "m", "o"), "geweigerd:SLEUTEL"),
        (RuntimeError("een naam"), "mislukt:ONBEKEND"),
    ],
)
def test_a_refusal_leaves_its_line_alone(opslag, error, uitkomst):
    with pytest.raises(type(error)):
        refuse(opslag, error)
    assert not kept(opslag)
    assert audit_lines(opslag)[1:] == [(HOUDER, "ingetrokken", OBJECT, uitkomst)]


def test_what_the_database_refuses_is_noted_too(opslag):
    with opslag.act("ingetrokken", object=OBJECT) as act:
        withdraw(act)
    with pytest.raises(StoreError, match="OPSLAG-"), opslag.act("ingetrokken", object=OBJECT) as act:
        withdraw(act)
    assert audit_lines(opslag)[2:] == [(HOUDER, "ingetrokken", OBJECT, "mislukt:OPSLAG")]


def test_an_interrupted_act_leaves_nothing(opslag):
    with pytest.raises(KeyboardInterrupt):
        refuse(opslag, KeyboardInterrupt())
    assert not kept(opslag)
    assert len(audit_lines(opslag)) == 1


def test_a_trial_is_taken_back_and_says_what_would_be_refused(opslag):
    with opslag.act("ingetrokken", object=OBJECT, proef=True) as act:
        withdraw(act)
    assert not kept(opslag)
    assert len(audit_lines(opslag)) == 1
    with pytest.raises(ConsentError), opslag.act("ingetrokken", object=OBJECT, proef=True):
        raise ConsentError.because("R-TOES-6", "m", "o")


def test_an_object_that_is_a_name_is_refused_and_nothing_done(opslag):
    with pytest.raises(ValidationError, match="AUDIT-VORM"), opslag.act("ingetrokken", object="J. Voorbeeld") as act:
        withdraw(act)
    assert not kept(opslag)
    assert len(audit_lines(opslag)) == 1


def test_looking_cannot_write(opslag):
    with pytest.raises(StoreError, match="OPSLAG-LEZEN"), opslag.look() as connection:
        connection.execute(INTREKKING.insert(), {"toestemming": "T-1", "ingetrokken_op": "x"})


def test_the_own_key_opens_the_store_again_and_gives_the_same_names(opslag, klok):
    again = open_opslag(opslag.engine, opslag.blobs, SLEUTEL, rol="beheer", clock=klok)
    assert again.pseudonym("WB-2026-000001") == opslag.pseudonym("WB-2026-000001")
    assert again.register == opslag.register
    assert again.herkomst.startswith("beheer@M-")
    assert opslag.geheim.hex() not in repr(again)


@pytest.mark.parametrize(
    "sleutel", [new_holder_key("MW-0009"), Houdersleutel(houder=HOUDER, prive=new_holder_key(HOUDER).prive)]
)
def test_no_other_key_opens_it(opslag, sleutel):
    with pytest.raises(EncryptionError, match="OPSLAG-"):
        open_opslag(opslag.engine, opslag.blobs, sleutel, rol="beheer")


def test_a_key_that_somebody_else_wrapped_to_is_not_taken_for_the_medewerkers(opslag):
    own = new_holder_key(HOUDER)
    with writing(opslag.engine) as connection, without_triggers(connection):
        key = data_key(connection, REGISTER, sleutel=SLEUTEL)
        remove_holder(connection, REGISTER, HOUDER)
        add_holder(connection, key, HOUDER, publiek=own.publiek, now=NU)
    with pytest.raises(EncryptionError, match="OPSLAG-HOUDER-ANDER"):
        open_opslag(opslag.engine, opslag.blobs, own, rol="opdrachtregel")


def test_two_stores_name_the_same_dossier_differently(opslag, tmp_path, klok):
    other = open_engine(f"sqlite:///{tmp_path / 'tweede' / 'opslag.db'}")
    second = new_opslag(other, opslag.blobs, klok)
    assert second.pseudonym("WB-2026-000001") != opslag.pseudonym("WB-2026-000001")
    assert second.register != opslag.register
    other.dispose()


def test_a_store_is_set_up_once(opslag):
    with pytest.raises(StoreError, match="OPSLAG-INGERICHT"):
        set_up(opslag.engine, opslag.blobs, SLEUTEL, medewerker(HOUDER, "beheerder"))
    assert len(audit_lines(opslag)) == 1


@pytest.mark.parametrize("eerste", [medewerker("MW-0002", "beheerder"), medewerker(HOUDER, "adviseur")])
def test_who_sets_up_is_a_beheerder_with_his_own_key(url, tmp_path, eerste):
    engine = open_engine(url)
    with pytest.raises(ValidationError, match="MEDEWERKER-EERSTE"):
        set_up(engine, DatabaseBlobs(engine, clock=lambda: NU), SLEUTEL, eerste)
    engine.dispose()


def test_an_empty_or_older_store_does_not_open(url):
    engine = open_engine(url)
    blobs = DatabaseBlobs(engine, clock=lambda: NU)
    with pytest.raises(StoreError, match="OPSLAG-LEEG"):
        open_opslag(engine, blobs, SLEUTEL, rol="beheer")
    migrate(engine, to="0001")
    with pytest.raises(StoreError, match="OPSLAG-VERSIE-OUD"):
        open_opslag(engine, blobs, SLEUTEL, rol="beheer")
    engine.dispose()


def test_a_clock_that_was_set_back_is_refused(opslag, klok):
    klok.nu = NU + dt.timedelta(hours=1)
    with opslag.act("bevraagd", object="opslag"):
        pass
    klok.nu = NU + dt.timedelta(minutes=56)
    with opslag.act("bevraagd", object="opslag"):
        pass
    klok.nu = NU + dt.timedelta(minutes=50)
    with pytest.raises(StoreError, match="OPSLAG-KLOK"), opslag.act("ingetrokken", object=OBJECT) as act:
        withdraw(act)
    assert not kept(opslag)


def test_without_a_clock_of_its_own_the_store_has_that_of_the_database(opslag):
    own = open_opslag(opslag.engine, opslag.blobs, SLEUTEL, rol="beheer")
    assert abs(own.now() - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=10)


def test_the_secrets_of_a_store_stay_as_they_are(opslag):
    for statement in ("UPDATE geheim SET sha256 = sha256", "DELETE FROM geheim"):
        with pytest.raises(StoreError, match="OPSLAG-BLIJVEND"), opslag.act("bevraagd", object="opslag") as act:
            act.connection.execute(text(statement))
    with opslag.look() as connection:
        assert len(connection.execute(GEHEIM.select()).all()) == 1


def test_whoever_joined_reads_the_registers_and_acts_under_his_own_number(opslag):
    second = join(opslag, "MW-0002", "adviseur")
    with second.act("bevraagd", object="register") as act:
        assert organisaties(act.connection, act.register_key()) == []
    assert audit_lines(opslag)[-1] == ("MW-0002", "bevraagd", "register", "gelukt")
