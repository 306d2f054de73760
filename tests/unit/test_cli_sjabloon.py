# SPDX-License-Identifier: EUPL-1.2
"""The commands for templates: look, show, try, begin and register."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from sjabloonbouw import build, p, put, table
from storebouw import medewerker
from weerbaar_docs._resources import read_resource
from weerbaar_docs.cli import run
from weerbaar_docs.sjablonen import documenten, lint
from weerbaar_docs.validation import check_part

AFDRUK = medewerker("MW-0001")["vingerafdruk"]
FOUT = build(p("{{ weg }}") + table(("a", "b"), ("{{ ook_weg }}", "c")))


@pytest.fixture
def thuis(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    (tmp_path / "adviesrapport.docx").write_bytes(FOUT)
    (tmp_path / "sleutelblad.docx").write_bytes(read_resource("templates", "sleutelblad.docx"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shown(capsys, arguments, code=0):
    assert run(arguments) == code
    return capsys.readouterr().out


def test_a_template_with_faults_gives_code_3_and_fits_in_80_columns(thuis, capsys):
    out = shown(capsys, ["sjabloon", "lint", "adviesrapport.docx"], 3)
    assert "tekst, alinea 1\n  fout SJABLOON-VELD: het veld weg staat niet in het contract" in out
    assert "tekst, tabel 1 rij 2 cel 1, alinea 4\n" in out
    assert max(len(line) for line in out.splitlines()) <= 80


def test_only_warnings_give_code_0(thuis, capsys):
    (thuis / "sleutelblad.docx").write_bytes(build(p("{{ sleutelblad.datum }}"), document="sleutelblad"))
    assert "0 fouten, 1 waarschuwing" in shown(capsys, ["sjabloon", "lint", "sleutelblad.docx"])


@pytest.mark.parametrize("how", [["--formaat", "json"], ["--json"]])
def test_json_is_as_its_schema_says(thuis, capsys, how):
    value = json.loads(shown(capsys, ["sjabloon", "lint", "adviesrapport.docx", "sleutelblad.docx", *how], 3))
    check_part("sjabloonlint", value)
    first, second = value["sjablonen"]
    assert (first["fouten"], second["fouten"]) == (2, 0)
    assert first["gebreken"][1]["plaats"] == {
        "deel": "tekst",
        "alinea": 4,
        "cellen": [{"tabel": 1, "rij": 2, "cel": 1}],
    }


# What the official schema of SARIF 2.1.0 requires of the objects that we write, and of their values.
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"enum": ["2.1.0"]},
        "$schema": {"type": "string", "format": "uri"},
        "runs": {"type": "array", "minItems": 0, "items": {
            "type": "object",
            "required": ["tool"],
            "properties": {
                "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                "tool": {"type": "object", "required": ["driver"], "properties": {"driver": {
                    "type": "object", "required": ["name"], "properties": {
                        "name": {"type": "string"},
                        "version": {"type": "string"},
                        "rules": {"type": "array", "uniqueItems": True, "items": {
                            "type": "object", "required": ["id"], "additionalProperties": False, "properties": {
                                "id": {"type": "string"},
                                "shortDescription": {"$ref": "#/$defs/text"},
                                "help": {"$ref": "#/$defs/text"},
                                "defaultConfiguration": {"type": "object", "properties": {"level": {"$ref": "#/$defs/level"}}},
                            },
                        }},
                    },
                    "additionalProperties": False,
                }}},
                "results": {"type": "array", "items": {
                    "type": "object", "required": ["message"], "additionalProperties": False, "properties": {
                        "ruleId": {"type": "string"},
                        "ruleIndex": {"type": "integer", "minimum": -1},
                        "level": {"$ref": "#/$defs/level"},
                        "message": {"$ref": "#/$defs/text"},
                        "locations": {"type": "array", "items": {"type": "object", "additionalProperties": False, "properties": {
                            "physicalLocation": {"type": "object", "required": ["artifactLocation"], "properties": {
                                "artifactLocation": {"type": "object", "properties": {"uri": {"type": "string", "pattern": "^[^ ]+$"}}}}},
                            "logicalLocations": {"type": "array", "items": {"type": "object", "properties": {
                                "fullyQualifiedName": {"type": "string"}, "kind": {"type": "string"}}}},
                        }}},
                    },
                }},
            },
            "additionalProperties": False,
        }},
    },
    "additionalProperties": False,
    "$defs": {
        "text": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}},
        "level": {"enum": ["none", "note", "warning", "error"]},
    },
}  # fmt: skip


def test_sarif_is_as_its_standard_says(thuis, capsys):
    (thuis / "een map").mkdir()
    (thuis / "een map" / "adviesrapport.docx").write_bytes(FOUT)
    value = json.loads(shown(capsys, ["sjabloon", "lint", "een map/adviesrapport.docx", "--formaat", "sarif"], 3))
    Draft202012Validator(SARIF).validate(value)
    run_ = value["runs"][0]
    rules = run_["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run_["results"])
    assert (
        run_["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        == "een%20map/adviesrapport.docx"
    )


def test_what_only_shows_with_data_is_found_too(thuis, capsys):
    (thuis / "sleutelblad.docx").write_bytes(build(p("{{ sleutelblad.vingerafdruk }}"), document="sleutelblad"))
    assert "voorbeeld leeg\n  fout SJABLOON-VULLEN" in shown(capsys, ["sjabloon", "lint", "sleutelblad.docx"], 3)


def test_a_name_that_tells_no_document_needs_the_option(thuis, capsys):
    (thuis / "mijn.docx").write_bytes(FOUT)
    assert run(["sjabloon", "lint", "mijn.docx"]) == 2
    assert "--document" in capsys.readouterr().err
    assert run(["sjabloon", "lint", "mijn.docx", "--document", "adviesrapport"]) == 3


def test_the_contract_names_fields_kinds_and_places(thuis, capsys):
    out = shown(capsys, ["sjabloon", "contract", "sleutelblad.docx"])
    assert "huisstijl.afdeling  (tekst)\n    kop 1, alinea 2\n" in out
    every = shown(capsys, ["sjabloon", "contract", "sleutelblad.docx", "--alles"])
    assert "huisstijl.kleur  (tekst)\n    niet gebruikt" in every
    value = json.loads(shown(capsys, ["sjabloon", "contract", "sleutelblad.docx", "--json"]))
    assert value["document"] == "sleutelblad"


def test_samples_are_written_all_or_none(thuis, capsys):
    command = ["sjabloon", "voorbeeld", "sleutelblad.docx", "--uit", "uit", "--alleen", "waterschap"]
    assert json.loads(shown(capsys, [*command, "--proef", "--json"]))["proef"] is True
    assert not (thuis / "uit").exists()
    assert run(command) == 0
    names = sorted(path.name for path in (thuis / "uit").iterdir())
    assert names == [f"sleutelblad-waterschap-{zaad}.{kind}" for zaad in (0, 1) for kind in ("docx", "pdf")]
    assert run(command) != 0
    assert run([*command, "--overschrijf"]) == 0


@pytest.mark.parametrize("document", documenten())
def test_a_new_template_passes_the_lint(thuis, capsys, document):
    assert run(["sjabloon", "nieuw", document, "--uit", "nieuw.docx"]) == 0
    assert not lint((thuis / "nieuw.docx").read_bytes(), document).fouten
    assert run(["sjabloon", "nieuw", document, "--uit", "nieuw.docx"]) != 0


def test_a_template_is_registered_and_listed(thuis, capsys):
    assert run(["opslag", "init", "--id", "MW-0001", "--vingerafdruk", AFDRUK]) == 0
    capsys.readouterr()
    command = ["sjabloon", "registreer", "sleutelblad.docx", "--json"]
    assert json.loads(shown(capsys, [*command, "--proef"]))["versie"] == 1
    assert "Er zijn geen eigen sjablonen" in shown(capsys, ["sjabloon", "lijst"])
    made = json.loads(shown(capsys, [*command, "--huisstijl", "00000001999900018000"]))
    assert (made["versie"], made["motor"], made["lint_versie"]) == (1, "typst", "1.0")
    assert "00000001999900018000  sleutelblad" in shown(capsys, ["sjabloon", "lijst"])
    assert run(["sjabloon", "registreer", "adviesrapport.docx"]) == 3
    assert "SJABLOON-VELD" in capsys.readouterr().err


def test_registering_says_what_a_template_cannot_be_set_for(thuis, capsys, monkeypatch):
    monkeypatch.setenv("PATH", str(thuis))  # no LibreOffice there
    assert run(["opslag", "init", "--id", "MW-0001", "--vingerafdruk", AFDRUK]) == 0
    ruby = put("<w:sectPr>", "<w:p><w:r><w:ruby/></w:r></w:p>")
    (thuis / "sleutelblad.docx").write_bytes(build(document="sleutelblad", change={"word/document.xml": ruby}))
    capsys.readouterr()
    assert run(["sjabloon", "registreer", "sleutelblad.docx"]) == 3
    assert "ruby" in capsys.readouterr().err
