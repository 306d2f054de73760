# SPDX-License-Identifier: EUPL-1.2
"""kill -9 inside every write of the registers: the change is there with its line, or neither is."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager, suppress

import pytest

from failpoints import killed_at, moments, spread
from storebouw import NU, SLEUTEL, Klok, audit_lines, join, medewerker, new_opslag
from weerbaar_docs._resources import read_resource
from weerbaar_docs.errors import StoreError
from weerbaar_docs.registers.contactpunten import put_contactpunt
from weerbaar_docs.registers.controle import check_opslag
from weerbaar_docs.registers.inrichting import set_up
from weerbaar_docs.registers.medewerkers import change_medewerker
from weerbaar_docs.registers.organisaties import import_organisaties
from weerbaar_docs.store import FolderBlobs, open_engine, open_opslag, reading
from weerbaar_docs.store.check import check_store
from weerbaar_docs.store.tables import METADATA

PUNTEN = {"sqlite": 12, "postgresql": 4}  # a copy of a PostgreSQL database takes its time
CANARIE = "Kanariegeel"


def example(name):
    return json.loads(read_resource("schemas", f"{name}.schema.json"))["examples"][0]


def change_role(opslag):
    with opslag.act("medewerker_gewijzigd", object="MW-0002") as act:
        change_medewerker(act, "MW-0002", {"rollen": ["toetser"]})


def leave(opslag):
    with opslag.act("medewerker_gewijzigd", object="MW-0002") as act:
        change_medewerker(act, "MW-0002", {"tot": "2026-05-03"})


def take_in(opslag):
    register = example("organisatieregister")
    register["organisaties"][0]["contactpersoon"]["naam"] = f"J. {CANARIE}"
    with opslag.act("organisatie_gewijzigd", object="register") as act:
        import_organisaties(act, register)


def put_contact(opslag):
    with opslag.act("contact_gecontroleerd", object=opslag.object("contactpunt", "steun")) as act:
        put_contactpunt(act, "steun", example("contactpunt"))


WRITES = {
    "a medewerker comes": lambda opslag: join(opslag, "MW-0003", "toetser"),
    "a medewerker changes": change_role,
    "a medewerker leaves": leave,
    "werkgevers are taken in": take_in,
    "a contactpunt is kept": put_contact,
}


@pytest.fixture
def kopieer(url, tmp_path, request):
    """Give a way to have a store with two medewerkers again and again."""
    place = tmp_path / "opslag"
    engine = open_engine(url)
    join(new_opslag(engine, FolderBlobs(place / "stukken"), Klok()), "MW-0002", "adviseur")
    engine.dispose()
    numbers = iter(range(10_000))

    def again():
        if url.startswith("sqlite"):
            made = shutil.copytree(place, tmp_path / f"kopie-{next(numbers)}")
            return f"sqlite:///{made / 'opslag.db'}"
        cluster = request.getfixturevalue("cluster")
        fresh = cluster.new()
        name, source = (address.split("/")[3].split("?")[0] for address in (fresh, url))
        cluster.admin(f"DROP DATABASE {name}", f"CREATE DATABASE {name} TEMPLATE {source}")
        return fresh

    return again


@contextmanager
def opened(url, tmp_path):
    engine = open_engine(url)
    try:
        blobs = FolderBlobs(tmp_path / "opslag" / "stukken")
        yield open_opslag(engine, blobs, SLEUTEL, rol="opdrachtregel", clock=Klok())
    finally:
        engine.dispose()


def state(opslag):
    """Give how many rows each table has, the roles, and every line of the log."""
    with reading(opslag.engine) as connection:
        counts = [len(connection.execute(table.select()).all()) for table in METADATA.sorted_tables]
        roles = sorted(map(tuple, connection.execute(METADATA.tables["medewerker_rol"].select())))
    return counts, roles, audit_lines(opslag)


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.lang
def test_a_killed_act_is_there_with_its_line_or_not_at_all(kopieer, name, tmp_path):
    write = WRITES[name]

    def act(url):
        with opened(url, tmp_path) as opslag:
            write(opslag)

    whole = kopieer()
    with opened(whole, tmp_path) as opslag:
        before = state(opslag)
        write(opslag)
        after = state(opslag)
    assert before != after
    first = kopieer()
    total = moments(act, first)
    for moment in spread(total, PUNTEN[first.split(":")[0].split("+")[0]]):
        url = kopieer()
        assert killed_at(moment, act, url), moment
        with opened(url, tmp_path) as opslag:
            found = state(opslag)
            assert found in (before, after), f"moment {moment} of {total}"
            wrong = [
                p for p in (*check_store(opslag.engine, opslag.blobs), *check_opslag(opslag)) if p.uitslag == "fout"
            ]
            assert wrong == []
            if found == before:
                write(opslag)
    assert_no_canary(tmp_path)


@pytest.mark.lang
def test_a_killed_set_up_can_be_done_again(tmp_path):
    def act(url):
        engine = open_engine(url)
        blobs = FolderBlobs(tmp_path / "stukken")
        opslag = set_up(engine, blobs, SLEUTEL, medewerker("MW-0001", "beheerder"), clock=Klok(NU))
        engine.dispose()
        return opslag

    numbers = iter(range(100))

    def fresh():
        return f"sqlite:///{tmp_path / str(next(numbers)) / 'opslag.db'}"

    first = fresh()
    total = moments(act, first)
    for moment in spread(total, 20):
        url = fresh()
        assert killed_at(moment, act, url)
        with suppress(StoreError):  # it was set up already
            act(url)
        with opened(url, tmp_path) as opslag:
            assert audit_lines(opslag) == [("MW-0001", "opslag_ingericht", "register", "gelukt")]


def assert_no_canary(folder):
    for path in folder.rglob("*"):
        if path.is_file():
            assert CANARIE.encode() not in path.read_bytes()
