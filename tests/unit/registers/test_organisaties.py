# SPDX-License-Identifier: EUPL-1.2
"""The werkgevers and the contactpunten: sealed, checked whole, and kept by who may."""

from __future__ import annotations

import copy
import json
from datetime import date

import pytest
from sqlalchemy import text

from storebouw import join, new_opslag
from weerbaar_docs._resources import read_resource
from weerbaar_docs.errors import ConsentError, StoreError, ValidationError, VerificationError
from weerbaar_docs.registers.contactpunten import (
    check_contactpunt,
    contactpunt,
    contactpunten,
    judge_contactpunt,
    put_contactpunt,
)
from weerbaar_docs.registers.organisaties import import_organisaties, organisatie, organisaties, put_organisatie
from weerbaar_docs.store import FolderBlobs, open_engine, writing


def example(name):
    return json.loads(read_resource("schemas", f"{name}.schema.json"))["examples"][0]


REGISTER = example("organisatieregister")
LOKET = example("contactpunt")
OIN = REGISTER["organisaties"][0]["oin"]


def imported(opslag, register=REGISTER):
    with opslag.act("organisatie_gewijzigd", object="register") as act:
        return import_organisaties(act, register)


def listed(opslag):
    with opslag.act("bevraagd", object="register") as act:
        return organisaties(act.connection, act.register_key())


def put(opslag, kenmerk="steunpunt", gegevens=LOKET, **options):
    with opslag.act("contact_gecontroleerd", object=opslag.object("contactpunt", kenmerk)) as act:
        put_contactpunt(act, kenmerk, gegevens, **options)


def points(opslag):
    with opslag.act("bevraagd", object="register") as act:
        return contactpunten(act.connection, act.register_key())


def test_a_register_comes_in_whole_and_once(opslag):
    assert imported(opslag) == (2, 0)
    assert imported(opslag) == (0, 0)
    assert listed(opslag) == sorted(REGISTER["organisaties"], key=lambda o: o["oin"])
    changed = copy.deepcopy(REGISTER)
    changed["organisaties"][0]["naam"] = "gemeente Anders (fictief)"
    assert imported(opslag, changed) == (0, 1)


def test_what_a_later_register_leaves_out_stays(opslag):
    imported(opslag)
    assert imported(opslag, {**REGISTER, "organisaties": REGISTER["organisaties"][:1]}) == (0, 0)
    assert len(listed(opslag)) == 2


def test_a_register_with_one_fault_changes_nothing(opslag):
    bad = copy.deepcopy(REGISTER)
    bad["organisaties"][1]["oin"] = "kort"
    with pytest.raises(ValidationError):
        imported(opslag, bad)
    twice = {**REGISTER, "organisaties": [REGISTER["organisaties"][0]] * 2}
    with pytest.raises(ValidationError, match="R-ORG-2"):
        imported(opslag, twice)
    assert listed(opslag) == []


def test_one_organisatie_is_added_or_replaced(opslag):
    item = {**REGISTER["organisaties"][0], "naam": "gemeente Eerst (fictief)"}
    for expected in (True, False):
        with opslag.act("organisatie_gewijzigd", object="register") as act:
            assert put_organisatie(act, item) is expected
    with opslag.act("bevraagd", object="register") as act:
        assert organisatie(act.connection, act.register_key(), OIN)["naam"] == "gemeente Eerst (fictief)"
        with pytest.raises(ValidationError, match="ORGANISATIE-ONBEKEND"):
            organisatie(act.connection, act.register_key(), "0" * 20)


def test_an_adviseur_does_not_change_the_registers(opslag):
    adviseur = join(opslag, "MW-0002", "adviseur")
    with pytest.raises(ConsentError, match="MEDEWERKER-ROL"):
        imported(adviseur)
    with pytest.raises(ConsentError, match="MEDEWERKER-ROL"):
        put(adviseur)
    assert listed(adviseur) == []


def test_the_content_of_a_register_is_in_no_byte_of_the_database(sqlite_url, tmp_path, klok):
    engine = open_engine(sqlite_url)
    opslag = new_opslag(engine, FolderBlobs(tmp_path / "stukken"), klok)
    imported(opslag)
    put(opslag)
    found = b"".join(path.read_bytes() for path in (tmp_path / "opslag").iterdir())
    assert opslag.register not in found.decode("latin-1")
    for canary in (REGISTER["organisaties"][0]["naam"], LOKET["telefoon"], LOKET["naam"]):
        assert canary.encode() not in found
    engine.dispose()


SWAP = "UPDATE {0} SET gegevens = (SELECT gegevens FROM {0} WHERE {1} = '{2}'), sha256 = (SELECT sha256 FROM {0} WHERE {1} = '{2}')"


@pytest.mark.parametrize(
    ("statement", "look"),
    [
        ("UPDATE organisatie SET type = 'provincie'", listed),
        (SWAP.format("organisatie", "oin", OIN), listed),
        ("UPDATE contactpunt SET organisatie = NULL", points),
        ("UPDATE contactpunt SET vervalt_op = '2030-01-01'", points),
        (SWAP.format("contactpunt", "id", "een"), points),
    ],
)
def test_rows_do_not_change_places_or_say_something_else(opslag, statement, look):
    imported(opslag)
    put(opslag, "een")
    put(opslag, "twee", {**LOKET, "naam": "Ander steunpunt (fictief)"}, oin=OIN)
    with writing(opslag.engine) as connection:
        connection.execute(text(statement))
    with pytest.raises((StoreError, VerificationError), match=r"OPSLAG-ONGELIJK|REGISTER-STAND"):
        look(opslag)


def test_a_contactpunt_of_an_unknown_organisatie_or_with_a_bad_id_is_refused(opslag):
    with pytest.raises(ValidationError, match="ORGANISATIE-ONBEKEND"):
        put(opslag, oin=OIN)
    for kenmerk in ("", "Jan Jansen", "-a", "a" * 41, "é"):
        with pytest.raises(ValidationError, match="CONTACT-ID"):
            put(opslag, kenmerk)
    assert points(opslag) == []


def test_a_check_gives_the_contactpunt_the_day_of_today(opslag):
    imported(opslag)
    put(opslag, oin=OIN)
    with opslag.act("contact_gecontroleerd", object="register") as act:
        check_contactpunt(act, "steunpunt", bron="gebeld")
        found = contactpunt(act.connection, act.register_key(), "steunpunt")
        with pytest.raises(ValidationError, match="CONTACT-ONBEKEND"):
            contactpunt(act.connection, act.register_key(), "ander")
    assert found["contactpunt"]["geverifieerd_op"] == "2026-05-04"
    assert found["contactpunt"]["bron"] == "gebeld"
    assert found["organisatie"] == OIN


def test_a_contactpunt_goes_stale():
    assert not judge_contactpunt(LOKET, date.fromisoformat(LOKET["geverifieerd_op"]))
    assert judge_contactpunt(LOKET, date(2031, 1, 1))[0].code == "R-CONT-1"
