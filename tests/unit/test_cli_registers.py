# SPDX-License-Identifier: EUPL-1.2
"""The commands of the store and its registers: set up, changed and shown by whoever holds a key."""

from __future__ import annotations

import json
import os
import re
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import weerbaar_docs
from storebouw import Klok, join, medewerker
from weerbaar_docs._resources import read_resource
from weerbaar_docs.cli import run
from weerbaar_docs.config import load_config
from weerbaar_docs.registers.inrichting import set_up
from weerbaar_docs.registers.medewerkers import change_medewerker
from weerbaar_docs.store import new_holder_key
from weerbaar_docs.werkplek import configured_blobs, configured_engine, own_key

AFDRUK = medewerker("MW-0001")["vingerafdruk"]
NIEUW = new_holder_key("MW-0002").publiek.hex()
INIT = ["opslag", "init", "--id", "MW-0001", "--vingerafdruk", AFDRUK, "--rol", "beheerder", "--rol", "secretariaat"]
TOON = "--toon-persoonsgegevens"
VOEG_TOE = ["medewerker", "voeg-toe", "MW-0002", "--rol", "adviseur", "--vingerafdruk", "B" * 40, "--publiek", NIEUW]


@pytest.fixture
def thuis(tmp_path, monkeypatch):
    """Give a home of its own, with example files in it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    for name in ("organisatieregister", "contactpunt"):
        example = json.loads(read_resource("schemas", f"{name}.schema.json"))["examples"][0]
        (tmp_path / f"{name}.json").write_text(json.dumps(example))
        if name == "organisatieregister":
            (tmp_path / "organisatie.json").write_text(json.dumps(example["organisaties"][0]))
    return tmp_path


@pytest.fixture
def ingericht(thuis, capsys):
    """Give a home with a store in it."""
    assert run(INIT) == 0
    capsys.readouterr()
    return thuis


def shown(capsys, arguments, code=0):
    assert run([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def refused(capsys, arguments, code):
    assert run(arguments) == code
    captured = capsys.readouterr()
    assert not captured.out
    assert "Wat nu:" in captured.err
    assert "Traceback" not in captured.err
    return captured.err


def test_the_set_up_makes_a_private_store_and_a_private_key(thuis, capsys):
    assert shown(capsys, INIT)["register"].startswith("REG-")
    data = thuis / ".local" / "share" / "weerbaar-docs"
    key = thuis / ".config" / "weerbaar-docs" / "houdersleutel.json"
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert {stat.S_IMODE(p.stat().st_mode) for p in (key, *data.iterdir()) if p.is_file()} == {0o600}


def test_a_trial_of_the_set_up_makes_nothing(thuis, capsys):
    assert shown(capsys, [*INIT, "--proef"])["proef"] is True
    assert not (thuis / ".local").exists()
    assert not (thuis / ".config").exists()


@pytest.mark.parametrize("trial", [[], ["--proef"]])
@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (["--vingerafdruk", "ABC"], 5),
        (["--vingerafdruk", AFDRUK[-16:]], 5),
        (["--id", "J. Voorbeeld"], 3),
        (["--rol", "directeur"], 3),
    ],
)
def test_a_refused_set_up_leaves_nothing(thuis, capsys, wrong, code, trial):
    refused(capsys, [*INIT, *wrong, *trial], code)
    assert not [
        path for path in thuis.rglob("*") if path.suffix in {".sqlite", ".sqlite-wal"} or "sleutel" in path.name
    ]
    assert run(INIT) == 0


def test_who_is_no_beheerder_sets_nothing_up(thuis, capsys):
    only = ["opslag", "init", "--id", "MW-0001", "--vingerafdruk", AFDRUK, "--rol", "adviseur"]
    assert "MEDEWERKER-EERSTE" in refused(capsys, only, 3)
    assert not (thuis / ".config").exists()


def test_a_trial_of_a_second_set_up_is_refused_as_well(ingericht, capsys, monkeypatch):
    assert "OPSLAG-INGERICHT" in refused(capsys, [*INIT, "--proef"], 2)
    monkeypatch.setenv("WEERBAAR_OPSLAG_HOUDERSLEUTEL", f"file:{ingericht}/ander.json")
    refused(capsys, INIT, 2)
    assert not (ingericht / "ander.json").exists()


@pytest.mark.parametrize("pasted", ["0x{}", "{}\u00a0", "  {} "])
def test_a_fingerprint_is_taken_as_people_paste_it(thuis, capsys, pasted):
    grouped = " ".join(AFDRUK[i : i + 4] for i in range(0, 40, 4)).replace(" ", "  ", 1)
    init = [pasted.format(grouped.lower()) if part == AFDRUK else part for part in INIT]
    assert run(init) == 0
    add = [pasted.format("b" * 40) if part == "B" * 40 else part for part in VOEG_TOE]
    capsys.readouterr()
    assert shown(capsys, add)["medewerker"]["vingerafdruk"] == "B" * 40
    change = ["medewerker", "wijzig", "MW-0002", "--vingerafdruk", pasted.format("cccc " * 10)]
    assert shown(capsys, change)["medewerker"]["vingerafdruk"] == "C" * 40
    assert shown(capsys, ["medewerker", "lijst"])["medewerkers"][0]["vingerafdruk"] == AFDRUK


def test_who_checks_the_log_may_paste_fingerprints_too(thuis, capsys):
    (thuis / "sleutel.pgp").write_bytes(b"")
    verify = [
        "logboek",
        "verifieer",
        "--export",
        str(thuis / "contactpunt.json"),
        "--sleutel",
        str(thuis / "sleutel.pgp"),
    ]
    told = refused(capsys, [*verify, "--vingerafdruk", AFDRUK[-16:]], 5)
    assert "kort sleutelnummer" in told
    run([*verify, "--vingerafdruk", f"0x{AFDRUK.lower()}"])
    assert "SLEUTEL-VINGERAFDRUK" not in capsys.readouterr().err


def test_a_second_set_up_is_refused_and_the_key_stays(ingericht, capsys):
    key = ingericht / ".config" / "weerbaar-docs" / "houdersleutel.json"
    before = key.read_bytes()
    assert "OPSLAG-INGERICHT" in refused(capsys, INIT, 2)
    assert key.read_bytes() == before
    assert "OPSLAG-HOUDER" in refused(capsys, ["medewerker", "maak-sleutel", "MW-0002"], 2)


@pytest.mark.parametrize("ding", ["medewerker", "organisatie", "contact"])
def test_before_the_set_up_a_command_says_what_to_do(thuis, capsys, ding):
    assert "opslag init" in refused(capsys, [ding, "lijst"], 2)
    assert run(["medewerker", "maak-sleutel", "MW-0001"]) == 0
    capsys.readouterr()
    assert "opslag init" in refused(capsys, [ding, "lijst"], 2)


def test_a_medewerker_comes_and_goes(ingericht, capsys):
    assert shown(capsys, [*VOEG_TOE, "--proef"])["proef"] is True
    assert [m["id"] for m in shown(capsys, ["medewerker", "lijst"])["medewerkers"]] == ["MW-0001"]
    assert shown(capsys, VOEG_TOE)["medewerker"]["rollen"] == ["adviseur"]
    changed = shown(capsys, ["medewerker", "wijzig", "MW-0002", "--rol", "toetser", "--tot", "2030-01-01"])
    assert (changed["medewerker"]["rollen"], changed["medewerker"]["tot"]) == (["toetser"], "2030-01-01")
    assert run(["medewerker", "lijst"]) == 0
    assert "MW-0002" in capsys.readouterr().out


def test_what_a_besluit_prints_of_a_toetser_is_shown_on_request_only_and_that_is_a_line(ingericht, capsys):
    toetser = [*VOEG_TOE[:2], "MW-0003", "--rol", "toetser", "--vingerafdruk", "C" * 40, "--elders"]
    assert "dependentRequired" not in refused(capsys, [*toetser, "--naam", "T. Oetser (fictief)"], 3)
    assert run([*toetser, "--naam", "T. Oetser (fictief)", "--functie", "toetser"]) == 0
    assert run(["medewerker", "lijst"]) == 0
    hidden = capsys.readouterr().out
    assert "in een besluit: [verborgen]" in hidden
    assert "Oetser" not in hidden + json.dumps(shown(capsys, ["medewerker", "lijst"]))
    [found] = [m for m in shown(capsys, ["medewerker", "lijst", TOON])["medewerkers"] if m["id"] == "MW-0003"]
    assert (found["naam"], found["functie"]) == ("T. Oetser (fictief)", "toetser")
    lines = shown(capsys, ["logboek", "toon"])["regels"]
    assert [r["handeling"] for r in lines].count("persoonsgegevens_getoond") == 1
    assert run(["medewerker", "wijzig", "MW-0003", "--functie", "hoofd toetsing"]) == 0
    capsys.readouterr()
    [changed] = [m for m in shown(capsys, ["medewerker", "lijst", TOON])["medewerkers"] if m["id"] == "MW-0003"]
    assert (changed["naam"], changed["functie"]) == ("T. Oetser (fictief)", "hoofd toetsing")


def test_a_last_day_before_the_first_is_refused_in_plain_words(ingericht, capsys):
    told = refused(capsys, ["medewerker", "wijzig", "MW-0001", "--tot", "2020-01-01"], 3)
    assert "MEDEWERKER-TOT" in told
    assert "Herstel" not in told
    refused(capsys, ["medewerker", "wijzig", "MW-0001", "--tot", "morgen"], 2)


def test_no_advice_names_a_function_of_the_program_or_an_option_that_may_not_be_there(ingericht, capsys):
    (ingericht / "er-al").touch()
    told = refused(capsys, ["logboek", "exporteer", str(ingericht / "er-al")], 2)
    assert "als deze opdracht dat kent" in told
    source = Path(weerbaar_docs.__file__).parent
    text = "".join(
        p.read_text(encoding="utf-8") for folder in ("store", "registers") for p in (source / folder).glob("*.py")
    )
    assert not re.findall(r'[a-z.]+ \((?:migrate|seal)\)\."', text)


def test_a_wrong_medewerker_is_refused(ingericht, capsys):
    assert "in het verleden" in refused(capsys, [*VOEG_TOE, "--peildatum", "2001-01-01"], 2)
    refused(capsys, [*VOEG_TOE[:-1], "zz"], 2)
    refused(capsys, [*VOEG_TOE[:-1], "aa"], 5)
    refused(capsys, ["medewerker", "wijzig", "MW-0001"], 2)
    refused(capsys, ["medewerker", "wijzig", "MW-0009", "--rol", "adviseur"], 4)
    refused(capsys, ["medewerker", "voeg-toe", "J. Voorbeeld", *VOEG_TOE[3:]], 3)


def test_somebody_else_opens_nothing(ingericht, capsys, monkeypatch):
    monkeypatch.setenv("WEERBAAR_OPSLAG_HOUDERSLEUTEL", f"file:{ingericht}/ander.json")
    assert shown(capsys, ["medewerker", "maak-sleutel", "MW-0001"])["publiek"]
    assert "OPSLAG-ZEGEL" in refused(capsys, ["medewerker", "lijst"], 5)


@pytest.mark.parametrize("place", ["file:/nergens", "env:NERGENS", "file:"])
def test_a_key_that_is_not_there_is_one_clear_line(ingericht, capsys, monkeypatch, place):
    monkeypatch.setenv("WEERBAAR_OPSLAG_HOUDERSLEUTEL", place)
    refused(capsys, ["medewerker", "lijst"], 2)


def test_a_key_that_others_can_read_is_refused(ingericht, capsys):
    (ingericht / ".config" / "weerbaar-docs" / "houdersleutel.json").chmod(0o644)
    assert "GEHEIM" in refused(capsys, ["medewerker", "lijst"], 2)


def test_the_key_may_come_from_the_environment(ingericht, capsys, monkeypatch):
    key = (ingericht / ".config" / "weerbaar-docs" / "houdersleutel.json").read_text()
    monkeypatch.setenv("MIJN_SLEUTEL", key)
    monkeypatch.setenv("WEERBAAR_OPSLAG_HOUDERSLEUTEL", "env:MIJN_SLEUTEL")
    assert len(shown(capsys, ["medewerker", "lijst"])["medewerkers"]) == 1


def test_werkgevers_are_taken_in_and_shown_without_persons(ingericht, capsys):
    register = str(ingericht / "organisatieregister.json")
    assert shown(capsys, ["organisatie", "importeer", register, "--proef"])["nieuw"] == 2
    assert shown(capsys, ["organisatie", "lijst"])["organisaties"] == []
    assert shown(capsys, ["organisatie", "importeer", register])["nieuw"] == 2
    assert shown(capsys, ["organisatie", "leg-vast", str(ingericht / "organisatie.json")])["uitkomst"] == "vervangen"
    oin = shown(capsys, ["organisatie", "lijst"])["organisaties"][0]["oin"]
    contact = json.loads((ingericht / "organisatie.json").read_text())["contactpersoon"]
    assert run(["organisatie", "toon", oin]) == 0
    out = capsys.readouterr().out
    assert contact["naam"] not in out
    assert contact["email"] not in out
    assert shown(capsys, ["organisatie", "toon", oin, "--toon-persoonsgegevens"])["contactpersoon"] == contact
    refused(capsys, ["organisatie", "toon", "1"], 3)


def test_contactpunten_are_kept_and_checked(ingericht, capsys):
    punt = str(ingericht / "contactpunt.json")
    assert shown(capsys, ["contact", "leg-vast", "steun", punt])["contactpunt"] == "steun"
    stale = shown(capsys, ["contact", "controleer", "--peildatum", "2040-01-01"], 8)
    assert stale["contactpunten"][0]["meldingen"][0]["code"] == "R-CONT-1"
    assert shown(capsys, ["contact", "controleer", "steun", "--bron", "gebeld", "--proef"])["proef"]
    assert shown(capsys, ["contact", "controleer", "steun", "--bron", "gebeld"])["contactpunt"] == "steun"
    assert shown(capsys, ["contact", "controleer"])["contactpunten"][0]["meldingen"] == []
    assert len(shown(capsys, ["contact", "lijst"])["contactpunten"]) == 1
    told = [line["handeling"] for line in shown(capsys, ["logboek", "toon"])["regels"]]
    assert (told.count("contact_gewijzigd"), told.count("contact_gecontroleerd")) == (1, 1)
    refused(capsys, ["contact", "controleer", "steun"], 2)
    refused(capsys, ["contact", "leg-vast", "Een Naam", punt], 3)


@pytest.mark.parametrize("how", [[], ["--json"]])
def test_the_number_to_call_back_on_is_shown_only_on_request_and_that_is_a_line(ingericht, capsys, how):
    punt = json.loads((ingericht / "contactpunt.json").read_text())
    assert run(["contact", "leg-vast", "steun", str(ingericht / "contactpunt.json")]) == 0
    capsys.readouterr()
    masked = run_out(capsys, ["contact", "toon", "steun", *how])
    assert punt["doel"] in masked
    assert not [name for name in ("naam", "telefoon", "email", "bron") if punt[name] in masked]
    shown_whole = run_out(capsys, ["contact", "toon", "steun", "--toon-persoonsgegevens", *how])
    assert all(punt[name] in shown_whole for name in ("naam", "telefoon", "email"))
    acts = [line["handeling"] for line in shown(capsys, ["logboek", "toon"])["regels"]]
    assert acts[-2:] == ["bevraagd", "persoonsgegevens_getoond"]
    refused(capsys, ["contact", "toon", "nergens"], 3)


def test_migrating_says_from_where_to_where(ingericht, capsys):
    found = shown(capsys, ["opslag", "migreer"])
    assert found["van"] == found["naar"]
    assert shown(capsys, ["opslag", "migreer", "--proef"])["proef"] is True


def test_who_has_left_is_sent_away_even_before_his_keys_are_taken(thuis, capsys, monkeypatch):
    config = load_config(None, os.environ)
    engine = configured_engine(config, os.environ)
    eergisteren = datetime.now(UTC) - timedelta(days=2)
    sleutel = own_key(config, os.environ, "MW-0001")
    blobs = configured_blobs(config, engine)
    opslag = set_up(engine, blobs, sleutel, medewerker("MW-0001", "beheerder"), clock=Klok(eergisteren))
    other = join(opslag, "MW-0002", "adviseur")
    (thuis / "ander.json").touch(mode=0o600)
    (thuis / "ander.json").write_bytes(other.sleutel.as_bytes())
    with opslag.act("medewerker_gewijzigd", object="MW-0002") as act:
        change_medewerker(act, "MW-0002", {"tot": (eergisteren + timedelta(days=1)).date().isoformat()})
    engine.dispose()
    assert "MW-0002" in run_out(capsys, ["dossier", "status"])
    monkeypatch.setenv("WEERBAAR_OPSLAG_HOUDERSLEUTEL", f"file:{thuis}/ander.json")
    assert "niet op deze datum medewerker" in refused(capsys, ["organisatie", "lijst"], 4)


def test_only_a_beheerder_makes_a_back_up(thuis, capsys, monkeypatch):
    assert run(INIT) == 0
    monkeypatch.setenv("WEERBAAR_OPSLAG_HOUDERSLEUTEL", f"file:{thuis}/ander.json")
    capsys.readouterr()
    publiek = shown(capsys, ["medewerker", "maak-sleutel", "MW-0002"])["publiek"]
    monkeypatch.delenv("WEERBAAR_OPSLAG_HOUDERSLEUTEL")
    assert run([*VOEG_TOE[:-1], publiek]) == 0
    assert run(["opslag", "back-up", str(thuis / "goed")]) == 0
    monkeypatch.setenv("WEERBAAR_OPSLAG_HOUDERSLEUTEL", f"file:{thuis}/ander.json")
    capsys.readouterr()
    assert "rol beheerder" in refused(capsys, ["opslag", "back-up", str(thuis / "fout")], 4)
    assert (thuis / "goed").is_dir()
    assert not (thuis / "fout").exists()


def run_out(capsys, arguments):
    assert run(arguments) == 0
    return capsys.readouterr().out
