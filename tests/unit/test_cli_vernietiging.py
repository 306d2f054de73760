# SPDX-License-Identifier: EUPL-1.2
"""The command that destroys: nothing by default, and exactly the list that was seen."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from pypdf import PdfReader

from storebouw import HOUDER, SLEUTEL, medewerker
from vernietigbouw import AFGEROND, INGETROKKEN, LOPEND, fill
from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.cli import run
from weerbaar_docs.registers.inrichting import set_up
from weerbaar_docs.store import FolderBlobs, open_engine
from weerbaar_docs.store.tables import DOSSIER
from weerbaar_docs.validation import check_part

TERMIJN = '{ duur = "P1Y", vanaf = "laatste_wijziging", grondslag = "Besluit 1 (fictief)" }'


@pytest.fixture
def winkel(tmp_path, monkeypatch, sqlite_url):
    """Give the store of the user of this computer, with dossiers whose term ended yesterday."""
    key = tmp_path / "sleutel.json"
    key.write_bytes(SLEUTEL.as_bytes())
    key.chmod(0o600)
    config = tmp_path / "c.toml"
    config.write_text(f"[bewaartermijnen]\ndossier_afgerond = {TERMIJN}\n")
    monkeypatch.setenv("WEERBAAR_CONFIG", str(config))
    monkeypatch.setenv("WEERBAAR_OPSLAG_ADRES", sqlite_url)
    monkeypatch.setenv("WEERBAAR_OPSLAG_HOUDERSLEUTEL", f"file:{key}")
    engine = open_engine(sqlite_url)
    blobs = FolderBlobs(tmp_path / "opslag" / "opslag.stukken")
    past = datetime.now(UTC) - timedelta(days=400)
    opslag = set_up(engine, blobs, SLEUTEL, medewerker(HOUDER, "beheerder", van="2020-01-01"), clock=lambda: past)
    yield fill(opslag, sqlite_url, moment=past)
    engine.dispose()


def shown(capsys, arguments, code=0):
    assert run([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def statuses(winkel):
    return {row["id"]: row["status"] for row in winkel.rows(DOSSIER)}


def test_the_list_changes_nothing_and_warns_of_kinds_without_a_term(winkel, capsys):
    found = shown(capsys, ["vernietiging", "lijst"])
    assert [r["object"] for r in found["regels"]] == [AFGEROND]
    assert "/bewaartermijnen/dossier_verhuisd" in {m["pad"] for m in found["meldingen"]}
    assert "vernietigd" not in statuses(winkel).values()
    assert run(["vernietiging", "lijst"]) == 0
    out = capsys.readouterr().out
    assert found["controlegetal"] in out
    assert "grondslag van de organisatie: Besluit 1 (fictief)" in out


def test_only_who_names_the_check_number_of_the_list_destroys_it(winkel, capsys):
    assert run(["vernietiging", "voer-uit"]) == 2
    assert run(["vernietiging", "voer-uit", "--controlegetal", "AAAAA-AAAAA-AAAAA-AAAAA"]) == 4
    assert "VERNIETIGING-LIJST" in capsys.readouterr().err
    assert "vernietigd" not in statuses(winkel).values()
    seen = shown(capsys, ["vernietiging", "lijst"])["controlegetal"]
    trial = shown(capsys, ["vernietiging", "voer-uit", "--controlegetal", seen, "--proef"])
    assert trial["proef"] is True
    assert "vernietigd" not in statuses(winkel).values()
    done = shown(capsys, ["vernietiging", "voer-uit", "--controlegetal", seen])
    assert (done["geweigerd"], done["nog_op_te_ruimen"]) == ([], [])
    assert statuses(winkel) == {AFGEROND: "vernietigd", INGETROKKEN: "aanmelding_ingetrokken", LOPEND: "aangemeld"}
    (verklaring,) = done["verklaringen"]
    check_part("vernietigingsverklaring", verklaring)
    assert canonical_bytes(verklaring)
    assert run(["vernietiging", "lijst"]) == 0
    assert "niets te vernietigen" in capsys.readouterr().out


def test_what_was_destroyed_is_shown_again(winkel, capsys):
    assert shown(capsys, ["vernietiging", "toon"]) == {"verklaringen": []}
    seen = shown(capsys, ["vernietiging", "lijst"])["controlegetal"]
    done = shown(capsys, ["vernietiging", "voer-uit", "--controlegetal", seen])
    for question in ([], ["--dossier", AFGEROND]):
        assert shown(capsys, ["vernietiging", "toon", *question])["verklaringen"] == done["verklaringen"]
    assert shown(capsys, ["vernietiging", "toon", "--dossier", LOPEND])["verklaringen"] == []
    assert run(["vernietiging", "toon"]) == 0
    out = capsys.readouterr().out
    assert f"{AFGEROND}  vernietigd op" in out
    assert "door MW-0001 (1 sleutels)" in out


def test_the_sheet_of_what_was_destroyed_says_what_when_and_what_not(winkel, capsys, tmp_path):
    sheet = tmp_path / "blad.pdf"
    arguments = ["vernietiging", "verklaring", AFGEROND, "--uit", str(sheet)]
    assert run(arguments) == 3
    assert "VERNIETIGING-GEEN" in capsys.readouterr().err
    number = shown(capsys, ["vernietiging", "lijst"])["controlegetal"]
    shown(capsys, ["vernietiging", "voer-uit", "--controlegetal", number])
    assert shown(capsys, [*arguments, "--proef"])["proef"] is True
    assert not sheet.exists()
    assert shown(capsys, arguments)["bestand"] == str(sheet)
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(sheet).pages).split())
    [verklaring] = shown(capsys, ["vernietiging", "toon"])["verklaringen"]
    for told in (AFGEROND, verklaring["register"], verklaring["door"], "grondslag van de organisatie"):
        assert told in text
    assert all(line.split()[0] in text for line in verklaring["niet_beloofd"])
    assert run(arguments) == run([*arguments[:-1], str(tmp_path / "blad.txt")]) == 2


def test_it_says_what_is_not_promised(winkel, capsys):
    seen = shown(capsys, ["vernietiging", "lijst"])["controlegetal"]
    assert run(["vernietiging", "voer-uit", "--controlegetal", seen]) == 0
    out = capsys.readouterr().out
    assert all(word in out for word in ("niet is beloofd", "Back-ups", "WAL-archieven", "SSD"))


def test_a_date_that_has_to_come_destroys_nothing(winkel, capsys):
    dated = ["--peildatum", "2100-01-01"]
    with winkel.engine.begin() as connection:
        later = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        connection.execute(DOSSIER.update().where(DOSSIER.c.id == AFGEROND), {"gewijzigd_op": later})
    seen = shown(capsys, ["vernietiging", "lijst", *dated])
    assert len(seen["regels"]) == 1
    done = shown(capsys, ["vernietiging", "voer-uit", *dated, "--controlegetal", seen["controlegetal"]], 7)
    assert done["geweigerd"][0]["meldingen"][0]["code"] == "VERNIETIGING-TE-VROEG"
    assert statuses(winkel)[AFGEROND] == "afgerond"


def test_a_withdrawal_is_for_one_dossier(winkel, capsys):
    ground = ["--grond", "intrekking"]
    assert run(["vernietiging", "lijst", *ground]) == 2
    assert run(["vernietiging", "lijst", *ground, "--dossier", LOPEND]) == 3
    capsys.readouterr()
    one = [*ground, "--dossier", INGETROKKEN]
    seen = shown(capsys, ["vernietiging", "lijst", *one])["controlegetal"]
    done = shown(capsys, ["vernietiging", "voer-uit", *one, "--controlegetal", seen])
    assert [v["grond"] for v in done["verklaringen"]] == ["intrekking"]
    assert statuses(winkel)[INGETROKKEN] == "vernietigd"
