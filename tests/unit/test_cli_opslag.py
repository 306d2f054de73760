# SPDX-License-Identifier: EUPL-1.2
"""The commands that check a store, copy it and put it back: what they print, leave behind and refuse."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import get_args

import pytest

from storebouw import medewerker
from weerbaar_docs._resources import read_resource
from weerbaar_docs.audit.herstelbesluit import Herstelreden
from weerbaar_docs.cli import run
from weerbaar_docs.cli.app import root
from weerbaar_docs.cli.opslag import _REDENEN
from weerbaar_docs.config import load_config
from weerbaar_docs.store import migrate, open_engine, seal
from weerbaar_docs.store.crypto import new_data_key
from weerbaar_docs.werkplek import configured_blobs, configured_engine

PUBLIEK = ["--publiek", "09" + "00" * 31]  # the base point of X25519: anybody's
AFDRUK = medewerker("MW-0001")["vingerafdruk"]
INIT = [
    "opslag",
    "init",
    "--id",
    "MW-0001",
    "--vingerafdruk",
    AFDRUK,
    "--rol",
    "beheerder",
    "--rol",
    "sleutelbeheerder",
]


@pytest.fixture
def thuis(tmp_path, monkeypatch, capsys):
    """Give a home with a store in it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert run(INIT) == 0
    capsys.readouterr()
    return tmp_path


@pytest.fixture
def elders(thuis, monkeypatch):
    """Give a way to use another database, that is empty."""

    def go(name="elders"):
        monkeypatch.setenv("WEERBAAR_OPSLAG_ADRES", f"sqlite:///{thuis / name / 'opslag.db'}")
        return thuis / name / "opslag.db"

    return go


def shown(capsys, *arguments, code=0):
    assert run([*arguments, "--json"]) == code
    captured = capsys.readouterr()
    return json.loads(captured.out or captured.err)


def database(thuis):
    return thuis / ".local" / "share" / "weerbaar-docs" / "opslag.sqlite"


def handelingen(path):
    with sqlite3.connect(path) as connection:
        return [row[0] for row in connection.execute("SELECT handeling FROM auditregel ORDER BY volgnummer")]


def change(path, statement):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


def test_a_register_that_was_tampered_with_is_a_fault_and_hides_no_other_point(thuis, capsys):
    change(database(thuis), "UPDATE registerstand SET volgnummer = volgnummer + 1")
    found = {punt["naam"]: punt for punt in shown(capsys, "opslag", "controleer", code=8)["punten"]}
    assert found["registers"]["uitslag"] == "fout"
    assert "zet een back-up" in found["registers"]["oplossing"]
    assert {"dossiers", "verloop", "checkpoint"} <= set(found)
    assert found["verloop"]["uitslag"] == "ok"


def test_a_role_that_somebody_put_in_is_a_fault_also_when_the_store_does_not_open(thuis, capsys):
    change(database(thuis), "INSERT INTO medewerker_rol VALUES ('MW-0001', 'toetser')")
    found = {punt["naam"]: punt for punt in shown(capsys, "opslag", "controleer", code=8)["punten"]}
    assert found["openen"]["uitslag"] == "fout"


def test_a_store_is_checked_point_by_point(thuis, capsys):
    found = shown(capsys, "opslag", "controleer")["punten"]
    assert {punt["uitslag"] for punt in found} == {"ok", "let op"}
    assert [punt["naam"] for punt in found if punt["uitslag"] == "let op"] == ["kopie", "checkpoint"]
    assert run(["opslag", "controleer"]) == 0
    assert "Wat nu: Stel [logboek] in" in capsys.readouterr().out


def test_a_folder_of_checkpoints_that_is_away_is_a_point_of_its_own(thuis, capsys, monkeypatch):
    (thuis / "logboek.asc").write_bytes(b"")
    settings = {"MAP": thuis / "schijf", "SLEUTEL": "A" * 40, "SLEUTELBESTAND": thuis / "logboek.asc"}
    for name, value in settings.items():
        monkeypatch.setenv(f"WEERBAAR_LOGBOEK_{name}", str(value))
    found = {punt["naam"]: punt for punt in shown(capsys, "opslag", "controleer")["punten"]}
    assert found["checkpointmap"]["uitslag"] == "let op"
    assert "de map met checkpoints is er nu niet" in found["checkpointmap"]["melding"]
    assert "kopie" not in found
    (thuis / "schijf").mkdir()
    found = {punt["naam"]: punt for punt in shown(capsys, "opslag", "controleer")["punten"]}
    assert "checkpointmap" not in found
    assert found["kopie"]["uitslag"] == "let op"


def test_a_dropped_trigger_is_named_with_exit_code_8(thuis, capsys):
    with sqlite3.connect(database(thuis)) as connection:
        connection.execute("DROP TRIGGER wd_dossier_overgang_update")
    found = shown(capsys, "opslag", "controleer", code=8)["punten"]
    (bad,) = [punt for punt in found if punt["uitslag"] == "fout"]
    assert "wd_dossier_overgang_update ontbreekt" in bad["melding"]
    assert bad["oplossing"]


def test_whoever_cannot_open_the_store_sees_what_there_is_to_see(thuis, capsys, monkeypatch):
    monkeypatch.setenv("WEERBAAR_OPSLAG_HOUDERSLEUTEL", f"file:{thuis}/niets.json")
    found = shown(capsys, "opslag", "controleer")["punten"]
    assert {"naam": "openen", "uitslag": "let op"}.items() <= found[-1].items()
    assert {punt["naam"] for punt in found} >= {"database", "bewaking", "logboek"}


def test_an_empty_database_is_checked_too(thuis, capsys, elders):
    elders()
    assert {p["uitslag"] for p in shown(capsys, "opslag", "controleer", code=8)["punten"]} >= {"fout"}


def test_a_back_up_is_made_and_put_back(thuis, capsys, elders):
    folder = thuis / "buiten" / "back-up"
    assert shown(capsys, "opslag", "back-up", str(folder), "--proef")["proef"] is True
    assert not folder.parent.exists()
    made = shown(capsys, "opslag", "back-up", str(folder))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert made["logboek"]["volgnummer"] == 1
    assert handelingen(database(thuis)) == ["opslag_ingericht", "back_up_gemaakt"]
    assert shown(capsys, "opslag", "back-up", str(folder), code=2)["fout"][0]["code"] == "BESTAND-BESTAAT"

    target = elders()
    assert shown(capsys, "opslag", "herstel", str(folder), "--proef")["stukken"] == 0
    assert not target.exists()
    told = shown(capsys, "opslag", "herstel", str(folder))
    assert (told["dicht"], told["logboek"]) == (None, made["logboek"])
    assert handelingen(target) == ["opslag_ingericht", "teruggezet"]
    assert len(shown(capsys, "medewerker", "lijst")["medewerkers"]) == 1
    assert shown(capsys, "opslag", "herstel", str(folder), code=2)["fout"][0]["code"] == "OPSLAG-NIET-LEEG"


def test_a_damaged_back_up_is_refused_with_exit_code_8(thuis, capsys, elders):
    folder = thuis / "back-up"
    shown(capsys, "opslag", "back-up", str(folder))
    (folder / "tabel-medewerker.jsonl").write_bytes(b"")
    target = elders()
    for more in (["--proef"], []):
        found = shown(capsys, "opslag", "herstel", str(folder), *more, code=8)
        assert found["fout"][0]["code"] == "OPSLAG-BACKUP"
        assert found["fout"][0]["oplossing"]
    assert not target.exists() or not sqlite3.connect(target).execute("SELECT * FROM sqlite_master").fetchall()
    assert shown(capsys, "opslag", "herstel", str(thuis / "nergens"), code=8)


def test_a_restored_store_that_the_own_key_does_not_open_says_so(thuis, capsys, elders, monkeypatch):
    folder = thuis / "back-up"
    shown(capsys, "opslag", "back-up", str(folder))
    elders()
    monkeypatch.setenv("WEERBAAR_OPSLAG_HOUDERSLEUTEL", f"file:{thuis}/ander.json")
    shown(capsys, "medewerker", "maak-sleutel", "MW-0001")
    assert shown(capsys, "opslag", "herstel", str(folder))["dicht"]["code"] == "OPSLAG-ZEGEL"


def test_a_store_of_an_older_version_is_backed_up_before_it_migrates(thuis, capsys, monkeypatch):
    monkeypatch.setenv("WEERBAAR_OPSLAG_ADRES", f"sqlite:///{thuis / 'oud' / 'opslag.db'}")
    engine = open_engine(f"sqlite:///{thuis / 'oud' / 'opslag.db'}")
    migrate(engine, to="0003")
    engine.dispose()
    assert shown(capsys, "opslag", "back-up", str(thuis / "back-up"))["schema"] == "0003"


def test_where_nothing_was_put_back_there_is_nothing_to_decide(thuis, capsys):
    file = thuis / "besluit.json"
    found = shown(capsys, "opslag", "verklaar-herstel", str(file), "--reden", "oefening", code=2)
    assert found["fout"][0]["code"] == "OPSLAG-OPEN-AL"
    assert not file.exists()
    assert shown(capsys, "opslag", "verklaar-herstel", str(file), "--reden", "zomaar", code=2)
    file.write_bytes(b"{}")
    given = ["--van", str(file), str(file), str(file)]
    assert shown(capsys, "opslag", "besluit-herstel", *given, *given, code=2)
    assert shown(capsys, "opslag", "besluit-herstel", code=2)


@pytest.mark.parametrize("place", ["map", "database"])
def test_what_no_row_refers_to_is_cleared_when_it_is_a_day_old(thuis, capsys, monkeypatch, place):
    if place == "database":
        monkeypatch.setenv("WEERBAAR_OPSLAG_STUKKEN", "database")
    config = load_config(None, os.environ)
    engine = configured_engine(config, os.environ)
    blobs = configured_blobs(config, engine)
    key = new_data_key("register")
    old, young = (blobs.put(seal(data, key, soort="dossier").inhoud) for data in (b"oud", b"jong"))
    if place == "database":
        with sqlite3.connect(database(thuis)) as connection:
            connection.execute("UPDATE blob SET gemaakt_op = '2026-01-01T00:00:00Z' WHERE sha256 = ?", (old,))
    else:
        os.utime(next(thuis.rglob(old)), (0, 0))
    advice = [p["oplossing"] for p in shown(capsys, "opslag", "controleer")["punten"] if p["naam"] == "wezen"]
    assert "opslag ruim-op" in advice[0]
    assert shown(capsys, "opslag", "ruim-op", "--proef")["stukken"] == 1
    assert set(blobs.names()) == {old, young}
    assert shown(capsys, "opslag", "ruim-op")["stukken"] == 1
    assert set(blobs.names()) == {young}
    engine.dispose()
    assert handelingen(database(thuis))[-1] == "opgeruimd"
    assert handelingen(database(thuis)).count("opgeruimd") == 1


def test_only_a_beheerder_clears(thuis, capsys):
    shown(capsys, "medewerker", "voeg-toe", "MW-0002", "--rol", "beheerder", "--vingerafdruk", "B" * 40, *PUBLIEK)
    shown(capsys, "medewerker", "wijzig", "MW-0001", "--rol", "secretariaat")
    assert shown(capsys, "opslag", "ruim-op", code=4)["fout"][0]["code"] == "MEDEWERKER-ROL"


def test_the_reasons_are_those_of_the_statement():
    schema = json.loads(read_resource("schemas", "herstelbesluit_verklaring.schema.json"))
    assert list(_REDENEN) == list(get_args(Herstelreden)) == schema["properties"]["reden"]["enum"]


def test_the_page_about_back_ups_names_commands_and_options_that_exist():
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "back-up.md").read_text(encoding="utf-8")
    lines = [line.split() for line in page.splitlines() if line.startswith("weerbaar-docs ")]
    assert len(lines) == 8
    for _, group, name, *given in lines:
        command = root.get_command(None, group).get_command(None, name)
        known = {option for param in command.params for option in param.opts}
        assert {word for word in given if word.startswith("--")} <= known
        if (group, name) == ("logboek", "checkpoint"):  # without a way to sign it is refused
            assert {"--gnupg-home", "--maak-verklaring", "--verklaring"} & set(given)
