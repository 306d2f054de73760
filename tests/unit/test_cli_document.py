# SPDX-License-Identifier: EUPL-1.2
"""`document lijst|maak`: from a file and from the store, refused with the reason, and logged when it comes on a disk."""

from __future__ import annotations

import json
import stat

import pytest

from storebouw import audit_lines, medewerker
from weerbaar_docs._resources import read_resource
from weerbaar_docs.adressering import naam
from weerbaar_docs.cli import run
from weerbaar_docs.config import load_config
from weerbaar_docs.documenten import documentsoorten
from weerbaar_docs.voorbeelddata import maak
from weerbaar_docs.werkplek import open_configured

NAAM = "brief_afspraak_bestuurder"
DAG = ("--peildatum", "2026-03-25")
INIT = [
    "opslag", "init", "--id", "MW-0001", "--vingerafdruk", medewerker("MW-0001")["vingerafdruk"],
    *(part for rol in ("beheerder", "secretariaat", "adviseur") for part in ("--rol", rol)),
]  # fmt: skip


@pytest.fixture
def dossier(tmp_path):
    """Give the file of a dossier whose afspraken come still."""
    file = tmp_path / "dossier.json"
    file.write_text(json.dumps(maak("gemeente", 0, "gepland")))
    return str(file)


def told(capsys, *arguments, code=0):
    assert run([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def make(dossier, folder, *more, naam=NAAM):
    return ["document", "maak", naam, dossier, "--uit", str(folder), "--leesbaar-op-schijf", *DAG, *more]


def test_the_list_says_what_there_is_and_of_a_dossier_what_can_be_made_now(dossier, capsys):
    found = told(capsys, "document", "lijst")["documenten"]
    assert [row["naam"] for row in found] == [soort.naam for soort in documentsoorten()]
    assert all(set(row) == {"naam", "titel", "lezer"} for row in found)
    others = told(capsys, "document", "lijst")["elders"]
    assert {"nummer": 4, "titel": "Toetsingsblad", "lezer": "BVA", "opdracht": "bva blad"} in others
    now = {row["naam"]: row for row in told(capsys, "document", "lijst", dossier, *DAG)["documenten"]}
    assert now[NAAM] | {"kan": True, "reden": None} == now[NAAM]
    assert (now["brief_vaststelling"]["kan"], "nog niet vastgesteld" in now["brief_vaststelling"]["reden"]) == (
        False,
        True,
    )
    assert run(["document", "lijst", dossier, *DAG]) == 0
    out = capsys.readouterr().out
    assert out.count("kan nu") == 3  # both letters, and the sheet that goes with them
    assert "kan niet: er is geen toestemming ingetrokken" in out
    assert "kan niet: van een eigen formulier" in out
    assert "zie `bva blad`" in out


def test_the_vangnetaanvraag_is_made_of_its_form_and_only_when_the_vangnet_is_on(tmp_path, capsys, monkeypatch):
    form = tmp_path / "aanvraag.json"
    form.write_bytes(
        json.dumps(json.loads(read_resource("schemas", "vangnetaanvraag.schema.json"))["examples"][0]).encode()
    )
    words = ["document", "maak", "vangnetaanvraag", str(form), "--uit", str(tmp_path / "uit"), "--leesbaar-op-schijf"]
    assert run(words) == 3
    assert "VANGNET-UIT" in capsys.readouterr().err
    monkeypatch.setenv("WEERBAAR_VANGNET_AAN", "ja")
    assert len(told(capsys, *words)["bestanden"]) == 2
    form.write_bytes(form.read_bytes().replace(b'"gemeente"', b'"provincie"'))
    assert run([*words, "--overschrijf"]) == 3
    assert "R-VANG-3" in capsys.readouterr().err


def test_a_document_comes_in_the_folder_under_its_kenmerk_and_for_its_owner_alone(dossier, tmp_path, capsys):
    made = told(capsys, *make(dossier, tmp_path / "uit"))
    names = [f"{made['kenmerk']}-{naam}.{kind}" for naam in (NAAM, "informatieblad") for kind in ("docx", "pdf")]
    assert sorted(path.name for path in (tmp_path / "uit").iterdir()) == names == [f["naam"] for f in made["bestanden"]]
    for name in names:
        assert stat.S_IMODE((tmp_path / "uit" / name).stat().st_mode) == 0o600
    assert run(make(dossier, tmp_path / "uit")) == 2
    assert "BESTAND-BESTAAT" in capsys.readouterr().err
    told(capsys, *make(dossier, tmp_path / "uit", "--overschrijf", "--formaat", "pdf"))


@pytest.mark.parametrize(
    ("change", "code", "why"),
    [
        (lambda a: [*a, "--proef"], 0, ""),
        (lambda a: [w for w in a if w != "--leesbaar-op-schijf"], 2, "LEESBAAR"),
        (lambda a: [*a, "--formaat", "odt"], 2, "FORMAAT"),
        (lambda a: ["document", "maak", "brief", *a[3:]], 2, "DOCUMENT-NAAM"),
        (lambda a: ["document", "maak", "brief_intrekking_werkgever", *a[3:]], 3, "DOCUMENT-MOMENT"),
        (lambda a: [*a[:-1], "2030-01-01"], 3, "DOCUMENT-MOMENT"),
        (lambda a: [*a[:-1], "2020-01-01"], 3, "DOCUMENT-MOMENT"),
    ],
)
def test_what_is_refused_or_tried_leaves_no_file(dossier, tmp_path, capsys, change, code, why):
    assert run(change(make(dossier, tmp_path / "uit"))) == code
    assert why in capsys.readouterr().err
    assert not (tmp_path / "uit").exists()


def test_a_dossier_that_does_not_hold_is_refused_with_all_its_faults(tmp_path, capsys):
    gegevens = maak("gemeente", 0, "gepland")
    gegevens["aanmelding"]["contact_uiterlijk_op"] = "2020-01-01"
    gegevens["organisatie"]["rsin"] = "123456789"
    (tmp_path / "fout.json").write_text(json.dumps(gegevens))
    assert run(make(str(tmp_path / "fout.json"), tmp_path / "uit")) == 3
    shown = capsys.readouterr().err
    assert "R-TERM-1" in shown
    assert "R-ORG-1" in shown
    assert naam(gegevens["bestuurder"]) not in shown


def test_a_dossier_of_the_store_is_read_and_what_came_on_a_disk_stands_in_the_log(
    tmp_path, dossier, monkeypatch, capsys
):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    gegevens = maak("gemeente", 0, "gepland")
    (tmp_path / "org.json").write_text(json.dumps(gegevens["organisatie"]))
    for arguments in (INIT, ["organisatie", "leg-vast", str(tmp_path / "org.json")], ["dossier", "importeer", dossier]):
        assert run(arguments) == 0
    capsys.readouterr()
    nummer = gegevens["dossiernummer"]
    opslag = open_configured(load_config(None, {}), {})
    before = len(audit_lines(opslag))
    assert told(capsys, "document", "lijst", nummer, *DAG)["documenten"][0]["kan"] is True
    told(capsys, *make(nummer, tmp_path / "proef", "--proef"))
    told(capsys, *make(f"{nummer}@1", tmp_path / "uit"))
    acts = [line[1] for line in audit_lines(opslag)[before:] if line[1] != "bevraagd"]
    opslag.engine.dispose()
    looked, wrote = "persoonsgegevens_getoond", "leesbaar_opgeslagen"
    assert acts == ["dossier_gelezen", looked, looked, wrote]
    assert run(make("WB-2026-999999", tmp_path / "uit")) == 3
