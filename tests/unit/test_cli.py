# SPDX-License-Identifier: EUPL-1.2
"""All commands: the same options, the same exit codes, data on stdout, nothing personal."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import click
import pytest

from weerbaar_docs._resources import read_resource
from weerbaar_docs.cli import root, run
from weerbaar_docs.cli.uitleg import HANDLEIDINGEN
from weerbaar_docs.errors import WeerbaarDocsError
from weerbaar_docs.logs.velden import CODES
from weerbaar_docs.validation import schema_faults


def walk(command, path=()):
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from walk(command.get_command(context, name), (*path, name))
    else:
        yield path, command


COMMANDS = dict(walk(root))


@pytest.fixture
def sample(tmp_path):
    path = tmp_path / "dossier.json"
    path.write_bytes(read_resource("voorbeelden", "gemeente_burgemeester.invoer.json"))
    return path


def test_there_are_commands():
    assert ("valideer",) in COMMANDS
    assert ("rapport", "maak") in COMMANDS


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_the_options_of_its_kind(path):
    command = COMMANDS[path]
    options = {option for param in command.params for option in param.opts}
    assert {"--json", "--toon-persoonsgegevens"} <= options
    assert ("--proef" in options) == command.writes
    assert ("--peildatum" in options) == command.dated
    assert command.help
    assert all(param.help for param in command.params if isinstance(param, click.Option))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(path, capsys):
    assert run([*path, "--help"]) == 0
    assert "weerbaar-docs" in capsys.readouterr().out


def test_exit_codes_are_unique_per_kind_and_in_the_table():
    assert {kind.exit_code for kind in WeerbaarDocsError.__subclasses__()} <= {2, 3, 4, 5, 6, 7, 8}


def test_valideer_json_has_the_published_form(sample, capsys):
    broken = sample.with_name("kapot.json")
    broken.write_text("{")
    assert run(["valideer", str(sample), str(broken), "--json"]) == 3
    value = json.loads(capsys.readouterr().out)
    assert [b["geldig"] for b in value["bestanden"]] == [True, False]
    for item in value["bestanden"]:
        assert set(item) == {"bestand", "geldig", "meldingen"}
        for melding in item["meldingen"]:
            assert set(melding) == {"code", "ernst", "pad", "melding", "oplossing"}
            assert melding["ernst"] in ("fout", "waarschuwing")


def test_valideer_shows_a_few_warnings_of_a_kind_and_json_shows_all(tmp_path, capsys):
    path = tmp_path / "dossier.json"
    path.write_bytes(read_resource("voorbeelden", "gemeente_burgemeester.json"))
    assert run(["valideer", str(path)]) == 0
    told = capsys.readouterr().out
    assert told.count("waarschuwing R-RED-2 /") == 5
    assert "waarschuwing R-RED-2: nog" in told
    assert run(["valideer", str(path), "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["bestanden"]
    assert len([m for m in found["meldingen"] if m["code"] == "R-RED-2"]) > 20


def test_valideer_reads_standard_input(sample):
    command = [sys.executable, "-m", "weerbaar_docs.cli", "valideer", "-"]
    with sample.open("rb") as handle:
        assert subprocess.run(command, stdin=handle, capture_output=True, check=False).returncode == 0


def test_treffers_are_masked_unless_asked_for(tmp_path, capsys):
    path = tmp_path / "dossier.json"
    path.write_bytes(read_resource("voorbeelden", "gemeente_burgemeester.json"))
    assert run(["rapport", "treffers", str(path)]) == 0
    told = capsys.readouterr().out
    assert "oprijlaan" not in told
    assert "tekst voor de werkgever; weggelaten uit" in told
    assert "/adviesrapport" not in told
    assert run(["rapport", "treffers", str(path), "--toon-persoonsgegevens"]) == 0
    assert "oprijlaan" in capsys.readouterr().out


def test_treffers_are_shown_just_when_one_may_never_come_back(tmp_path, capsys):
    gegevens = json.loads(read_resource("voorbeelden", "gemeente_burgemeester.invoer.json"))
    straat = gegevens["woonplek"]["adres"]["straatnaam"]
    gegevens["adviesrapport"]["beoordeling_voor_werkgever"] += f" Zie {straat}."
    path = tmp_path / "dossier.json"
    path.write_text(json.dumps(gegevens))
    assert run(["rapport", "treffers", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["treffers"]
    assert ("adres", "fout") in {(t["soort"], t["ernst"]) for t in found}


def test_uitleg_says_what_whence_and_what_next(capsys):
    assert run(["uitleg", "r-pkvw-4"]) == 0
    told = capsys.readouterr().out
    assert all(word in told for word in ("R-PKVW-4", "Wat:", "Bron:", "Wat nu:", "lid 5 onder b"))
    assert run(["uitleg", "R-PKV-4"]) == 2
    assert "R-PKVW-4" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("code", "guide"),
    [
        ("OPDRACHT-INHOUD", "uitvoering.md"),
        ("UITVOERING-DAG", "uitvoering.md"),
        ("DOCUMENT-MOMENT", "brieven.md"),
        ("VANGNET-INHOUD", "brieven.md"),
        ("BRIEF-ONTVANGER", "brieven.md"),
        ("VEILIGHEIDSPAKKET-VERSIE", "veiligheidspakket.md"),
        ("schema", "docs/how-to"),
    ],
)
def test_uitleg_of_a_melding_says_that_it_is_no_rule_and_where_to_read_on(code, guide, capsys):
    assert run(["uitleg", code]) == 0
    told = capsys.readouterr().out
    assert "geen regel" in told
    assert guide in told
    assert run(["uitleg", code, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["soort"] == "melding"


@pytest.mark.parametrize("code", ["R-ONZIN-9", "ONZIN-1", "iets anders", ""])
def test_uitleg_of_what_no_melding_has_is_refused(code, capsys):
    assert run(["uitleg", code]) == 2
    assert "REGEL-ONBEKEND" in capsys.readouterr().err


def test_every_guide_of_a_melding_is_there_and_every_word_is_one_of_ours():
    assert set(HANDLEIDINGEN) <= CODES
    assert all((Path(__file__).parents[2] / guide).is_file() for guide in HANDLEIDINGEN.values())


def test_regels_json_holds_every_rule(capsys):
    assert run(["regels", "--json"]) == 0
    rules = json.loads(capsys.readouterr().out)["regels"]
    assert len(rules) == 72
    assert all(rule[key] for rule in rules for key in ("id", "ernst", "moment", "titel", "uitleg", "bron", "herstel"))


def test_valideer_lists_all_faults_at_once_and_quotes_nothing(sample, capsys):
    data = json.loads(sample.read_bytes())
    data["bestuurder"]["aanspreekvorm"] = "Geheimnaam"
    data["woonplek"]["adres"]["postcode"] = "Geheimstraat 1"
    del data["aanmelding"]["aangemeld_door"]
    sample.write_text(json.dumps(data))
    assert run(["valideer", str(sample)]) == 3
    out = capsys.readouterr().out
    assert "Geheim" not in out
    for place in ("/bestuurder/aanspreekvorm", "/woonplek/adres/postcode", "/aanmelding"):
        assert place in out


def test_valideer_warnings_only_is_ok(sample, capsys):
    assert run(["valideer", str(sample)]) == 0
    assert "in orde" in capsys.readouterr().out


def test_rapport_maak_writes_private_files_and_their_digests(sample, tmp_path, capsys):
    uit = tmp_path / "uit"
    assert run(["rapport", "maak", str(sample), "--uit", str(uit), "--leesbaar-op-schijf", "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert value["merking"] == "CONCEPT"
    assert len(list(uit.iterdir())) == 3
    assert all(p.stat().st_mode & 0o777 == 0o600 for p in uit.iterdir())
    again = run(["rapport", "maak", str(sample), "--uit", str(uit), "--leesbaar-op-schijf"])
    assert again == 2
    assert not [p for p in uit.iterdir() if p.name.startswith(".")]


def test_rapport_maak_for_the_werkgever_is_a_preview(sample, tmp_path, capsys):
    uit = tmp_path / "uit"
    command = ["rapport", "maak", str(sample), "--uit", str(uit), "--leesbaar-op-schijf"]
    assert run([*command, "--versie", "werkgever", "--formaat", "pdf"]) == 0
    out = capsys.readouterr().out
    assert "VOORVERTONING" in out
    assert "Hoogh" not in out
    assert {p.suffix for p in uit.iterdir()} == {".pdf", ".json"}
    assert run([*command, "--toon-persoonsgegevens", "--proef"]) == 0
    assert "Hoogh" in capsys.readouterr().out


def test_rapport_maak_asks_for_the_plain_text_flag_and_proef_writes_nothing(sample, tmp_path, capsys):
    uit = tmp_path / "uit"
    assert run(["rapport", "maak", str(sample), "--uit", str(uit)]) == 2
    assert "--leesbaar-op-schijf" in capsys.readouterr().err
    assert run(["rapport", "maak", str(sample), "--uit", str(uit), "--leesbaar-op-schijf", "--proef"]) == 0
    assert not uit.exists()


def test_a_folder_name_that_cannot_be_is_one_clear_error(sample, tmp_path, capsys):
    for name in ("x" * 300, "x" * 300 + "/y"):
        folder = str(tmp_path / name)
        assert run(["rapport", "maak", str(sample), "--uit", folder, "--leesbaar-op-schijf"]) == 2
        assert "ENAMETOOLONG" in capsys.readouterr().err
        assert run(["demo", "--uit", folder]) == 2
        assert "MAP-NIET-LEEG" in capsys.readouterr().err


def test_rapport_maak_on_a_full_disk_leaves_nothing_and_can_be_done_again(sample, tmp_path, capsys):
    command = ["rapport", "maak", str(sample), "--uit", str(tmp_path / "uit"), "--leesbaar-op-schijf"]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, hard))  # the Word file fits, the PDF does not
    try:
        assert run(command) == 2
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "BESTAND-SCHRIJVEN" in capsys.readouterr().err
    assert list((tmp_path / "uit").iterdir()) == []
    assert run(command) == 0
    assert len(list((tmp_path / "uit").iterdir())) == 3


def test_a_missing_file_is_one_clear_error(tmp_path, capsys):
    assert run(["rapport", "maak", str(tmp_path / "weg.json"), "--uit", str(tmp_path), "--leesbaar-op-schijf"]) == 3
    assert "Wat nu:" in capsys.readouterr().err


def test_errors_as_json(capsys):
    assert run(["valideer", "--json"]) == 2
    assert json.loads(capsys.readouterr().err)["fout"][0]["code"] == "GEBRUIK"


def test_config_shows_where_values_come_from(tmp_path, capsys, monkeypatch):
    file = tmp_path / "c.toml"
    file.write_text('[toestemming]\ndagen = 14\n[zaaksystemen.gm1]\nplugin = "map"\nmap = "/x"\n')
    monkeypatch.setenv("WEERBAAR_HUISSTIJL_KLEUR", "112233")
    assert run(["config", "toon", "--herkomst", "--json", "--config", str(file)]) == 0
    value = json.loads(capsys.readouterr().out)
    assert value["instellingen"]["toestemming.dagen"] == {"waarde": 14, "herkomst": str(file)}
    assert value["instellingen"]["huisstijl.kleur"]["herkomst"] == "WEERBAAR_HUISSTIJL_KLEUR"
    assert value["instellingen"]["huisstijl.afdeling"]["herkomst"] == "standaard"
    assert value["zaaksystemen"] == ["gm1"]


def test_config_names_every_unknown_key_with_a_suggestion(tmp_path, capsys, monkeypatch):
    file = tmp_path / "c.toml"
    file.write_text("[toestemming]\ndagn = 14\ndagen = 400\n")
    monkeypatch.setenv("WEERBAAR_HUISSTIJL_KLEUUR", "1")
    assert run(["config", "toon", "--config", str(file)]) == 2
    err = capsys.readouterr().err
    assert "toestemming.dagen?" in err
    assert "WEERBAAR_HUISSTIJL_KLEUR?" in err
    assert "/toestemming/dagen" in err


def test_plugin_lijst_finds_the_map_plugin(capsys):
    assert run(["plugin", "lijst", "--json"]) == 0
    assert {"naam": "map", "distributie": "weerbaar-docs-map"} in json.loads(capsys.readouterr().out)["connectors"]


def test_the_command_is_installed():
    done = subprocess.run(
        [sys.executable, "-m", "weerbaar_docs.cli", "--version"], capture_output=True, text=True, check=True
    )
    assert "weerbaar-docs" in done.stdout


@pytest.mark.parametrize(
    "arguments", [["organisatie", "toon", "\udcff"], ["\udcff"], ["valideer", "a\udcff.json", "--json"]]
)
def test_a_word_that_is_no_text_is_refused_and_not_repeated(arguments, capsys):
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert "geen tekst" in captured.err
    assert not captured.out


# --- rapport vergelijk -----------------------------------------------------------------------------------------------


@pytest.fixture
def twee(sample, tmp_path):
    """The sample and a version of it in which somebody moved house."""
    gegevens = json.loads(sample.read_bytes())
    gegevens["woonplek"]["adres"]["straatnaam"] = "Kanariedreef"
    nieuw = tmp_path / "nieuw.json"
    nieuw.write_text(json.dumps(gegevens))
    return [str(sample), str(nieuw)]


def test_rapport_vergelijk_says_what_changed_and_masks_it(twee, capsys):
    assert run(["rapport", "vergelijk", *twee]) == 0
    out = capsys.readouterr().out
    assert "Adres, Straatnaam: [verborgen]" in out
    assert "Kanariedreef" not in out
    assert run(["rapport", "vergelijk", *twee, "--toon-persoonsgegevens"]) == 0
    assert "-> Kanariedreef" in capsys.readouterr().out


def test_rapport_vergelijk_gives_json_that_keeps_its_schema(twee, capsys):
    assert run(["rapport", "vergelijk", *twee, "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert schema_faults("vergelijking", value) == []
    assert [(change["pad"], change["nieuw"]) for change in value["gegevens"]] == [
        ("/woonplek/adres/straatnaam", "[verborgen]")
    ]


def test_rapport_vergelijk_writes_a_private_document_only_when_told_that_it_is_readable(twee, tmp_path, capsys):
    uit = tmp_path / "uit" / "blad.pdf"
    command = ["rapport", "vergelijk", *twee, "--uit", str(uit)]
    assert run(command) == 2
    assert "--leesbaar-op-schijf" in capsys.readouterr().err
    assert run([*command, "--leesbaar-op-schijf", "--proef"]) == 0
    assert not uit.exists()
    assert run([*command, "--leesbaar-op-schijf"]) == 0
    assert uit.read_bytes().startswith(b"%PDF")
    assert uit.stat().st_mode & 0o777 == 0o600
    assert run([*command, "--leesbaar-op-schijf"]) == 2
    assert run(["rapport", "vergelijk", *twee, "--uit", "blad.txt", "--leesbaar-op-schijf"]) == 2


def test_rapport_vergelijk_tells_the_faults_of_both_sides_at_once(tmp_path, capsys):
    (tmp_path / "kapot.pdf").write_bytes(b"%PDF-1.7")
    assert run(["rapport", "vergelijk", str(tmp_path / "weg.json"), str(tmp_path / "kapot.pdf")]) == 3
    err = capsys.readouterr().err
    assert "BESTAND-LEZEN (/oud)" in err
    assert "BIJLAGE-PDF-KAPOT (/nieuw/inhoud)" in err


LEAVE = """
import atexit, ctypes, resource
from weerbaar_docs.cli import main
atexit.register(lambda: print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), *resource.getrlimit(resource.RLIMIT_CORE)))
main(["uitleg", "R-PKVW-4"])
"""


def test_a_command_that_crashes_leaves_no_core_and_shows_its_memory_to_nobody():
    done = subprocess.run([sys.executable, "-c", LEAVE], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 0 0"
