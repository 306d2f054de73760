# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs voorbeeld`: a dossier on stdout or in a file that the other commands accept."""

from __future__ import annotations

import json

import pytest

from weerbaar_docs.cli import run
from weerbaar_docs.voorbeelddata import maak


@pytest.mark.parametrize("extra", [[], ["--json"], ["--proef"]])
def test_stdout_is_the_dossier_and_nothing_else(extra, capsys):
    assert run(["voorbeeld", "--soort", "waterschap", "--zaad", "7", "--fase", "concept", *extra]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out) == maak("waterschap", 7, "concept")
    assert captured.err == ""


def test_the_defaults_are_those_of_the_library(capsys):
    assert run(["voorbeeld"]) == 0
    assert json.loads(capsys.readouterr().out) == maak()


def test_a_file_is_private_valid_and_not_overwritten_unless_asked(tmp_path, capsys):
    path = tmp_path / "dossier.json"
    command = ["voorbeeld", "--soort", "provincie", "--fase", "verzonden", "--uit", str(path)]
    assert run([*command, "--zaad", "3", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["dossiernummer"] == json.loads(path.read_bytes())["dossiernummer"]
    assert told["proef"] is False
    assert path.stat().st_mode & 0o777 == 0o600
    assert run(["valideer", str(path)]) == 0
    assert run([*command, "--zaad", "4"]) == 2
    assert json.loads(path.read_bytes()) == maak("provincie", 3, "verzonden")
    assert run([*command, "--zaad", "4", "--overschrijf"]) == 0
    assert json.loads(path.read_bytes()) == maak("provincie", 4, "verzonden")


def test_proef_tells_and_writes_nothing(tmp_path, capsys):
    path = tmp_path / "map" / "dossier.json"
    assert run(["voorbeeld", "--uit", str(path), "--proef"]) == 0
    assert f"zou schrijven: {path}" in capsys.readouterr().out
    assert not path.parent.exists()


def test_the_number_may_be_negative(capsys):
    assert run(["voorbeeld", "--zaad", "-5", "--fase", "aangemeld"]) == 0
    assert json.loads(capsys.readouterr().out) == maak(zaad=-5, fase="aangemeld")


@pytest.mark.parametrize("wrong", [["--soort", "ministerie"], ["--fase", "klaar"], ["--zaad", "een"]])
def test_a_wrong_choice_is_a_usage_error_that_says_what_is_possible(wrong, capsys):
    assert run(["voorbeeld", *wrong]) == 2
    err = capsys.readouterr().err
    assert "Wat nu:" in err
    if wrong[0] != "--zaad":
        assert "gemeente" in err or "concept" in err
