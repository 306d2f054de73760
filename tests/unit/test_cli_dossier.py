# SPDX-License-Identifier: EUPL-1.2
"""The commands on dossiers: from an aanmelding to an export, masked, refused in one clear line, and logged."""

from __future__ import annotations

import io
import json
import stat
from typing import Any

import pytest
from PIL import Image

from dossierbouw import request_of, sample
from storebouw import audit_lines, medewerker
from weerbaar_docs.adressering import naam
from weerbaar_docs.cli import run
from weerbaar_docs.config import load_config
from weerbaar_docs.store import new_holder_key
from weerbaar_docs.voorbeelddata import string_leaves
from weerbaar_docs.werkplek import open_configured

NUMMER = "WB-2026-000777"
INIT = [
    "opslag", "init", "--id", "MW-0001", "--vingerafdruk", medewerker("MW-0001")["vingerafdruk"],
    *(part for rol in ("beheerder", "secretariaat", "adviseur") for part in ("--rol", rol)),
]  # fmt: skip


class Balie:
    """A home with a store in it, and files to record from."""

    def __init__(self, folder, capsys):
        self.folder, self.capsys = folder, capsys
        self.gegevens = sample("concept")

    def file(self, name: str, value: Any) -> str:
        path = self.folder / name
        path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
        return str(path)

    def tell(self, *arguments: str, code: int = 0) -> dict[str, Any]:
        assert run([*arguments, "--json"]) == code
        value: dict[str, Any] = json.loads(self.capsys.readouterr().out)
        return value

    def say(self, *arguments: str) -> str:
        assert run([*arguments]) == 0
        captured = self.capsys.readouterr()
        return str(captured.out)

    def refused(self, *arguments: str, code: int) -> str:
        assert run([*arguments]) == code
        captured = self.capsys.readouterr()
        assert not captured.out
        assert "Wat nu:" in captured.err
        return str(captured.err)

    def part(self, soort: str, deel: Any, *more: str) -> dict[str, Any]:
        return self.tell("dossier", "leg-vast", NUMMER, soort, self.file("deel.json", deel), *more)

    def lines(self) -> list[tuple[str, str]]:
        opslag = open_configured(load_config(None, {}), {})
        found = [(line[1], line[3]) for line in audit_lines(opslag)]
        opslag.engine.dispose()
        return found


@pytest.fixture
def balie(tmp_path, monkeypatch, capsys):
    """Give a home in which the store was set up and a werkgever is known."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    made = Balie(tmp_path, capsys)
    assert run(INIT) == 0
    assert run(["organisatie", "leg-vast", made.file("org.json", made.gegevens["organisatie"])]) == 0
    capsys.readouterr()
    return made


@pytest.fixture
def begonnen(balie):
    """Give the same with one dossier that has just begun."""
    aanvraag = request_of(balie.gegevens, balie.gegevens["organisatie"]["oin"])
    balie.tell("dossier", "nieuw", balie.file("nieuw.json", aanvraag), "--nummer", NUMMER)
    return balie


@pytest.fixture
def overgenomen(balie):
    """Give the same with a whole dossier that was taken in."""
    gegevens = {**balie.gegevens, "dossiernummer": NUMMER}
    balie.tell("dossier", "importeer", balie.file("heel.json", gegevens))
    return balie


def test_a_dossier_begins_grows_and_says_what_must_happen(begonnen):
    (taak,) = begonnen.tell("dossier", "status", NUMMER)["taken"]
    assert (taak["soort"], taak["dossiernummer"]) == ("contact_leggen", NUMMER)
    done = begonnen.part("aanmelding", begonnen.gegevens["aanmelding"], "--versie", "1")
    assert (done["versie"], done["status"], done["handelingen"]) == (2, "contact_gelegd", ["contact_leggen"])
    whole = begonnen.tell("dossier", "status")["taken"]
    assert ("logboek", "checkpoint_maken") in {(t["dossier"], t["soort"]) for t in whole}
    assert (NUMMER, "gesprekken_plannen") in {(t["dossiernummer"], t["soort"]) for t in whole}


def test_a_part_may_come_from_standard_input(begonnen, monkeypatch):
    class Stdin:
        buffer = io.BytesIO(json.dumps(begonnen.gegevens["aanmelding"]).encode())

    monkeypatch.setattr("sys.stdin", Stdin)
    assert begonnen.tell("dossier", "leg-vast", NUMMER, "aanmelding", "-")["status"] == "contact_gelegd"


def test_who_was_first_stays_first(begonnen):
    begonnen.part("aanmelding", begonnen.gegevens["aanmelding"])
    path = begonnen.file("deel.json", begonnen.gegevens["bestuurder"])
    told = begonnen.refused("dossier", "leg-vast", NUMMER, "bestuurder", path, "--versie", "1", code=3)
    assert "DOSSIER-INGEHAALD" in told


def test_a_trial_changes_nothing(begonnen):
    path = begonnen.file("deel.json", begonnen.gegevens["aanmelding"])
    tried = begonnen.tell("dossier", "leg-vast", NUMMER, "aanmelding", path, "--proef")
    assert (tried["status"], tried["proef"]) == ("contact_gelegd", True)
    assert begonnen.tell("dossier", "toon", NUMMER)["laatste"] == 1


def test_a_measure_of_the_catalogue_and_a_bijlage_are_recorded_and_removed(overgenomen):
    bevinding = next(b for b in overgenomen.gegevens["adviesrapport"]["bevindingen"] if b["domein"] == "wonen")
    added = overgenomen.part("maatregel", {"code": "SM-WON-01", "bevindingen": [bevinding["id"]]})
    assert "CATALOGUS-PRIJS" in {m["code"] for m in added["meldingen"]}
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "navy").save(out, "PNG")
    deel = {"soort": "foto", "doelgroep": ["bva"], "alternatieve_tekst": "Een vlak.", "hoort_bij": added["onderdeel"]}
    photo = overgenomen.file("huis van de burgemeester.png", out.getvalue())
    bijlage = overgenomen.part("bijlage", deel, "--inhoud", photo)
    shown = overgenomen.tell("dossier", "toon", NUMMER, "--toon-persoonsgegevens")["gegevens"]["adviesrapport"]
    assert [b["bestandsnaam"] for b in shown["bijlagen"] if b["id"] == bijlage["onderdeel"]] == [
        f"{bijlage['onderdeel']}.jpg"
    ]
    told = overgenomen.refused("dossier", "leg-vast", NUMMER, "maatregel", "--verwijder", added["onderdeel"], code=3)
    assert "DOSSIER-VERWIJZING" in told
    overgenomen.tell("dossier", "leg-vast", NUMMER, "bijlage", "--verwijder", bijlage["onderdeel"])
    gone = overgenomen.tell("dossier", "leg-vast", NUMMER, "maatregel", "--verwijder", added["onderdeel"])
    assert gone["versie"] == 5


def test_nothing_personal_is_shown_unless_asked_for_and_asking_is_a_line(overgenomen):
    gegevens = overgenomen.gegevens
    free = [t for _, t in string_leaves(gegevens) if " " in t and len(t) > 12] + [
        naam(gegevens["bestuurder"]),
        gegevens["bestuurder"]["achternaam"],
        gegevens["woonplek"]["adres"]["straatnaam"],
        gegevens["woonplek"]["adres"]["postcode"],
        gegevens["organisatie"]["naam"],
    ]
    for arguments in (["lijst"], ["status"], ["toon", NUMMER, "--geschiedenis"], ["toegang", NUMMER]):
        for extra in ([], ["--json"]):
            seen = overgenomen.say("dossier", *arguments, *extra)
            assert not [text for text in free if text in seen], arguments
    assert ("persoonsgegevens_getoond", "gelukt") not in overgenomen.lines()
    shown = overgenomen.say("dossier", "toon", NUMMER, "--toon-persoonsgegevens")
    assert naam(gegevens["bestuurder"]) in shown
    assert ("persoonsgegevens_getoond", "gelukt") in overgenomen.lines()


def test_house_numbers_are_masked_too(overgenomen):
    adres = overgenomen.tell("dossier", "toon", NUMMER)["gegevens"]["woonplek"]["adres"]
    assert set(adres.values()) <= {"[verborgen]", None}


@pytest.mark.parametrize("doe", ["exporteer", "inzage"])
def test_readable_files_are_written_only_on_purpose_and_with_a_line(overgenomen, doe):
    uit = overgenomen.folder / "uit"
    assert "LEESBAAR-OP-SCHIJF" in overgenomen.refused("dossier", doe, NUMMER, "--uit", str(uit), code=2)
    assert not uit.exists()
    tried = overgenomen.tell("dossier", doe, NUMMER, "--uit", str(uit), "--leesbaar-op-schijf", "--proef")
    assert tried["proef"]
    assert not uit.exists()
    assert overgenomen.lines()[-1] == ("dossier_gelezen", "gelukt")
    assert "leesbaar_opgeslagen" not in {line[0] for line in overgenomen.lines()}
    written = overgenomen.tell("dossier", doe, NUMMER, "--uit", str(uit), "--leesbaar-op-schijf")
    assert {p.name for p in uit.iterdir()} == {b["naam"] for b in written["bestanden"]}
    assert {stat.S_IMODE(p.stat().st_mode) for p in uit.iterdir()} == {0o600}
    assert not [p.name for p in uit.iterdir() if NUMMER in p.name]
    told = [line[0] for line in overgenomen.lines()]
    assert told[-2:] == ["leesbaar_opgeslagen", "geexporteerd" if doe == "exporteer" else "inzage_gegeven"]
    again = overgenomen.refused("dossier", doe, NUMMER, "--uit", str(uit), "--leesbaar-op-schijf", code=2)
    assert "BESTAND-BESTAAT" in again
    assert overgenomen.lines()[-1] == ("dossier_gelezen", "gelukt")  # nothing was given this time


def test_what_the_organisation_set_is_in_the_archive_metadata_and_the_copy(overgenomen, monkeypatch):
    monkeypatch.setenv("WEERBAAR_ARCHIEF_BEWAARTERMIJN_DUUR", "P10Y")
    monkeypatch.setenv("WEERBAAR_INZAGE_GRONDSLAG", "een taak van algemeen belang")
    uit = overgenomen.folder / "uit"
    for doe in ("exporteer", "inzage"):
        overgenomen.tell("dossier", doe, NUMMER, "--uit", str(uit), "--leesbaar-op-schijf")
    texts = [p.read_bytes() for p in uit.iterdir() if p.suffix in (".xml", ".json")]
    assert any(b"<termijnLooptijd>P10Y</termijnLooptijd>" in text for text in texts)
    assert any(b"een taak van algemeen belang" in text for text in texts)


def test_a_streefdag_of_the_organisation_is_on_the_list(overgenomen, monkeypatch):
    monkeypatch.setenv("WEERBAAR_WERKVOORRAAD_RAPPORT", "21")
    taken = overgenomen.tell("dossier", "status", "--peildatum", "2029-01-01")["taken"]
    taak = next(t for t in taken if t["soort"] == "rapport_indienen")
    assert taak["ernst"] == "te_laat"
    assert "geen wettelijke termijn" in taak["grond"]


def test_the_list_fits_a_terminal_of_eighty_columns(overgenomen, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    told = overgenomen.say("dossier", "status", "--peildatum", "2026-06-10")
    assert told.startswith("Werkvoorraad op 10 juni 2026: 1 dossier")
    assert max(len(line) for line in told.splitlines()) <= 80
    assert max(len(line) for line in overgenomen.say("dossier", "lijst").splitlines()) <= 80


def test_access_is_shown_given_and_taken(overgenomen):
    publiek = new_holder_key("MW-0002").publiek.hex()
    afdruk = ["--vingerafdruk", "B" * 40, "--publiek", publiek]
    overgenomen.tell("medewerker", "voeg-toe", "MW-0002", "--rol", "adviseur", *afdruk)
    assert overgenomen.tell("dossier", "toegang", NUMMER)["toegang"] == ["MW-0001"]
    assert overgenomen.tell("dossier", "toegang", NUMMER, "--geef", "MW-0002")["toegang"] == ["MW-0001", "MW-0002"]
    assert overgenomen.tell("dossier", "toegang", NUMMER, "--neem", "MW-0002")["toegang"] == ["MW-0001"]
    overgenomen.refused("dossier", "toegang", NUMMER, "--neem", "MW-0001", code=3)
    overgenomen.refused("dossier", "toegang", NUMMER, "--geef", "MW-0001", "--neem", "MW-0002", code=2)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["toon", "WB-2026-000001"], 3),
        (["toon", "J. Voorbeeld"], 3),
        (["toon", NUMMER, "--versie", "9"], 3),
        (["leg-vast", NUMMER, "bevinding"], 2),
        (["leg-vast", NUMMER, "iets", "org.json"], 3),
        (["leg-vast", NUMMER, "bevinding", "er-is-niets.json"], 3),
        (["status", "WB-2026-000001"], 3),
        (["importeer", "org.json"], 3),
        (["nieuw", "org.json"], 3),
    ],
)
def test_a_wrong_question_is_one_clear_refusal(overgenomen, monkeypatch, arguments, code):
    monkeypatch.chdir(overgenomen.folder)
    overgenomen.refused("dossier", *arguments, code=code)


def test_a_json_list_is_no_dossier(balie):
    path = balie.file("lijst.json", [1, 2])
    balie.refused("dossier", "importeer", path, code=3)
    balie.refused("dossier", "nieuw", path, code=3)


def test_the_catalogue_shows_codes_to_choose_from_within_eighty_columns(balie):
    lines = balie.say("dossier", "catalogus").splitlines()
    assert lines[0].startswith("SM-WRK-01")
    assert "verzonnen" in lines[-1]
    assert max(map(len, lines)) <= 85


def test_an_empty_store_says_how_to_begin(balie):
    assert "dossier nieuw" in balie.say("dossier", "lijst")


def test_without_dossiers_the_first_checkpoint_is_all_there_is_to_do(balie):
    (taak,) = balie.tell("dossier", "status")["taken"]
    assert (taak["dossier"], taak["soort"]) == ("logboek", "checkpoint_maken")
    assert "checkpoint" in balie.say("dossier", "status")


def test_versions_of_a_dossier_are_compared_and_the_reading_is_logged(overgenomen):
    stand = overgenomen.tell("dossier", "toon", NUMMER)
    changed = {**overgenomen.gegevens["bestuurder"], "achternaam": "Kanarie"}
    overgenomen.part("bestuurder", changed)
    eerst = f"{NUMMER}@{stand['versie']}"
    found = overgenomen.tell("rapport", "vergelijk", eerst, stand["dossier"])
    assert [(c["pad"], c["nieuw"]) for c in found["gegevens"]] == [("/bestuurder/achternaam", "[verborgen]")]
    # Both versions, and the register for the template with which the text is made.
    assert overgenomen.lines()[-3:] == [*[("dossier_gelezen", "gelukt")] * 2, ("bevraagd", "gelukt")]
    uit = ["--uit", str(overgenomen.folder / "v.pdf"), "--leesbaar-op-schijf"]
    overgenomen.say("rapport", "vergelijk", eerst, NUMMER, *uit)
    told = [line[0] for line in overgenomen.lines()]
    assert told[-4:] == [*["persoonsgegevens_getoond"] * 2, "bevraagd", "leesbaar_opgeslagen"]
    overgenomen.refused("rapport", "vergelijk", eerst, NUMMER, *uit, code=2)
    told = [line[0] for line in overgenomen.lines()]
    assert told[-2:] == ["persoonsgegevens_getoond", "bevraagd"]  # nothing was written this time
    assert "(/nieuw)" in overgenomen.refused("rapport", "vergelijk", eerst, f"{NUMMER}@99", code=3)
