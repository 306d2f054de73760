# SPDX-License-Identifier: EUPL-1.2
"""What the commands of a toetser say and refuse before they open any store."""

from __future__ import annotations

import json

import pytest

from weerbaar_docs._resources import read_resource
from weerbaar_docs.cli import run
from weerbaar_docs.encryption.package import MAX_BYTES, MAX_PAKKET, padded_size
from weerbaar_docs.rules.besluit import CRITERIA

INDIENING = "O-" + "0" * 32


def help_of(capsys, *words):
    assert run([*words, "--help"]) == 0
    return " ".join(capsys.readouterr().out.split())


def refusal(capsys, *words):
    assert run([*words, "--json"]) == 2
    [fout] = json.loads(capsys.readouterr().err)["fout"]
    return fout


def test_the_help_of_beoordeel_names_every_criterium_and_every_oordeel(capsys):
    told = help_of(capsys, "bva", "beoordeel")
    assert [name for name in CRITERIA if name not in told] == []
    schema = json.loads(read_resource("schemas", "beoordeling.schema.json"))["properties"]
    for part in ("toetsing", "per_maatregel", "treffers"):
        for oordeel in schema[part]["items"]["properties"]["oordeel"]["enum"]:
            assert oordeel in told
    for uitkomst in schema["uitkomst"]["enum"]:
        assert uitkomst in told


@pytest.mark.parametrize("oordeel", ["niet_vastgesteld", "gewijzigd_vastgesteld"])
def test_an_oordeel_that_needs_a_reason_is_asked_for_in_a_file(capsys, oordeel):
    found = refusal(capsys, "bva", "beoordeel", INDIENING, "--maatregel", f"M-01={oordeel}")
    assert oordeel in found["melding"]
    assert "--bestand" in found["oplossing"]


@pytest.mark.parametrize(
    ("option", "name", "oordelen"),
    [
        ("--criterium", "kosten_onderbouwd", ("voldoet", "voldoet_niet")),
        ("--maatregel", "M-01", ("vastgesteld", "vastgesteld")),
        ("--treffer", "0123456789abcdef", ("bevestigd", "afgewezen")),
    ],
)
def test_two_oordelen_on_the_same_thing_are_refused_by_name(capsys, option, name, oordelen):
    given = [word for oordeel in oordelen for word in (option, f"{name}={oordeel}")]
    assert name in refusal(capsys, "bva", "beoordeel", INDIENING, *given)["melding"]


@pytest.mark.parametrize(
    ("words", "whose"),
    [
        (("bva", "ontvang"), "de sleutel van de BVA"),
        (("rapport", "neem-besluit-in"), "de sleutel van CCV levering"),
        *((("bva", name), "uw eigen sleutel") for name in ("lees-mee", "besluit", "verhoog")),
        (("rapport", "dien-in"), "uw eigen sleutel"),
    ],
)
def test_the_help_says_whose_key_is_in_the_gnupg_home(capsys, words, whose):
    told = help_of(capsys, *words)
    assert f"De GnuPG-map met {whose}." in told
    assert "GNUPG-HOME" not in told


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("bva", "besluit", INDIENING), "--voor"),
        (("bva", "besluit", INDIENING), "--akkoord-met-verschillen"),
        (("rapport", "dien-in", "WB-2026-000001"), "--voor"),
    ],
)
def test_an_option_that_a_file_made_once_more_has_no_use_for_is_refused(capsys, tmp_path, words, option):
    found = refusal(capsys, *words, "--uit", str(tmp_path / "x"), "--opnieuw", option, "MW-9002")
    assert option in found["melding"]
    assert option in found["oplossing"]
    assert list(tmp_path.iterdir()) == []


def test_a_concept_is_written_readable_only_by_who_says_so(capsys, tmp_path):
    found = refusal(capsys, "bva", "toon", INDIENING, "--concept", str(tmp_path / "x.pdf"))
    assert found["code"] == "LEESBAAR-OP-SCHIJF"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", ["--leesbaar-op-schijf", "--overschrijf"])
def test_what_belongs_to_a_concept_is_refused_without_one(capsys, option):
    assert "--concept" in refusal(capsys, "bva", "toon", INDIENING, option)["melding"]


def test_a_concept_does_not_go_to_standard_output(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = refusal(capsys, "bva", "toon", INDIENING, "--concept", "-", "--leesbaar-op-schijf")
    assert found["code"] == "BESTAND-NAAM"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["pakket open", "verifieer"])
def test_the_largest_package_there_can_be_is_read(capsys, tmp_path, command):
    assert padded_size(MAX_BYTES + 1_000_000) + 1_000_000 < MAX_PAKKET
    pakket, vertrouw = tmp_path / "pakket", tmp_path / "vertrouw"
    vertrouw.mkdir()
    words = (*command.split(), str(pakket), "--vertrouw", str(vertrouw))
    words += ("--uit", str(tmp_path / "uit")) if command == "pakket open" else ()
    for size, refused in ((MAX_PAKKET, False), (MAX_PAKKET + 1, True)):
        with pakket.open("wb") as file:
            file.truncate(size)
        run([*words, "--json"])
        assert ("BESTAND-GROOT" in capsys.readouterr().err) == refused
