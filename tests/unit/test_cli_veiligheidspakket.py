# SPDX-License-Identifier: EUPL-1.2
"""`veiligheidspakket maak`: with a list of contactpunten or with those of the register, and nothing of a person in a name."""

from __future__ import annotations

import json
import re
import stat

import pytest

from pakketbouw import PUNTEN, TITELS, bookmarks, data_of, gegevens, make, pages
from storebouw import audit_lines, medewerker
from weerbaar_docs.cli import run
from weerbaar_docs.config import load_config
from weerbaar_docs.voorbeelddata import maak
from weerbaar_docs.werkplek import open_configured

INIT = [
    "opslag", "init", "--id", "MW-0001", "--vingerafdruk", medewerker("MW-0001")["vingerafdruk"],
    *(part for rol in ("beheerder", "secretariaat") for part in ("--rol", rol)),
]  # fmt: skip


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Give a folder that is somebody's home, with the data of a pack and its contactpunten."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    (tmp_path / "pakket.json").write_text(json.dumps(gegevens()))
    (tmp_path / "punten.json").write_text(json.dumps(PUNTEN))
    return tmp_path


def call(here, *more, punten=True):
    own = ["--contactpunten", str(here / "punten.json")] if punten else []
    return [
        "veiligheidspakket", "maak", str(here / "pakket.json"), *own, "--uit", str(here / "uit"), "--leesbaar-op-schijf",
        "--peildatum", "2026-05-18", *more,
    ]  # fmt: skip


def told(capsys, arguments, code=0):
    assert run([*arguments, "--json"]) == code
    said = capsys.readouterr()
    return json.loads(said.out if code == 0 else said.err)


def test_a_pack_comes_in_the_folder_under_its_kenmerk_and_for_its_owner_alone(here, capsys):
    made = told(capsys, call(here))
    names = [f"{made['kenmerk']}-veiligheidspakket.{kind}" for kind in ("docx", "pdf")]
    assert re.fullmatch(r"WD-[0-9a-f]{16}-veiligheidspakket\.pdf", names[1])
    assert sorted(path.name for path in (here / "uit").iterdir()) == names == [f["naam"] for f in made["bestanden"]]
    assert all(stat.S_IMODE((here / "uit" / name).stat().st_mode) == 0o600 for name in names)
    same = make(gegevens())
    assert (here / "uit" / names[1]).read_bytes() == same.document.pdf
    assert (here / "uit" / names[0]).read_bytes() == same.document.docx
    assert (made["te_verifieren"], made["zonder"], made["contactpunten_niet_passend"]) == ([], [], [])
    assert run(call(here)) == 2
    assert "BESTAND-BESTAAT" in capsys.readouterr().err
    told(capsys, call(here, "--overschrijf", "--formaat", "pdf"))


def test_what_is_not_verified_or_not_there_is_said(here, capsys):
    given = gegevens(op=None)
    given["onderdelen"] = given["onderdelen"][:2]
    (here / "pakket.json").write_text(json.dumps(given))
    assert run(call(here, "--formaat", "pdf")) == 0
    said = capsys.readouterr().out
    assert "nog te verifiëren, en zo gedrukt: ondersteuningsteam, woningscan_veiligheidsgesprek" in said
    assert "niet in dit pakket: zelfscan, training," in said
    assert "Hoogh" not in said


@pytest.mark.parametrize(
    ("change", "code", "why"),
    [
        (lambda a: [*a, "--proef"], 0, ""),
        (lambda a: [w for w in a if w != "--leesbaar-op-schijf"], 2, "LEESBAAR"),
        (lambda a: [*a, "--formaat", "odt"], 2, "FORMAAT"),
        (lambda a: [*a, "--peildatum", "2028-01-01"], 3, "R-CONT-1"),
        (lambda a: [*a, "--contactpunten", a[2]], 3, "VEILIGHEIDSPAKKET-LIJST"),
        (lambda a: [*a, "--contactpunten", "/nergens/punten.json"], 3, "BESTAND-LEZEN"),
    ],
)
def test_what_is_refused_or_tried_leaves_no_file(here, capsys, change, code, why):
    assert run(change(call(here))) == code
    assert why in capsys.readouterr().err
    assert not (here / "uit").exists()


def test_all_faults_come_at_once_without_a_value(here, capsys):
    given = gegevens(organisatie="provincie Geheimland")
    given["onderdelen"][0]["versie"] = "1.0"
    (here / "pakket.json").write_text(json.dumps(given))
    (here / "punten.json").write_text(json.dumps([{**PUNTEN[0], "naam": "Geheimpunt", "vervalt_op": "2020-01-01"}]))
    found = told(capsys, call(here), code=3)
    assert {m["code"] for m in found["fout"]} == {"R-CONT-1", "VEILIGHEIDSPAKKET-AMBT", "VEILIGHEIDSPAKKET-VERSIE"}
    assert "Geheim" not in json.dumps(found)
    assert all(m["oplossing"] for m in found["fout"])


def test_without_contactpunten_and_without_a_store_it_says_what_to_do(here, capsys):
    found = told(capsys, call(here, punten=False), code=3)
    assert [(m["code"], m["pad"]) for m in found["fout"]] == [("VEILIGHEIDSPAKKET-STEUNPUNT", "/contactpunten")]
    assert "contact leg-vast" in found["fout"][0]["oplossing"]


def test_the_contactpunten_of_the_register_are_those_of_no_werkgever_that_fit_the_reader(here, capsys):
    werkgever = maak("gemeente", 0, "aangemeld")["organisatie"]
    files = {
        "org": werkgever,
        "loket": PUNTEN[0],
        "ander": {**PUNTEN[1], "naam": "Loket voor waterschappen"},
        "balie": {**PUNTEN[1], "naam": "Balie van een werkgever"},
    }
    for name, data in files.items():
        (here / f"{name}.json").write_text(json.dumps(data))
    for arguments in (
        INIT,
        ["organisatie", "leg-vast", str(here / "org.json")],
        ["contact", "leg-vast", "loket", str(here / "loket.json")],
        ["contact", "leg-vast", "ander", str(here / "ander.json")],
        ["contact", "leg-vast", "balie", str(here / "balie.json"), "--organisatie", werkgever["oin"]],
    ):
        assert run(arguments) == 0
    capsys.readouterr()
    opslag = open_configured(load_config(None, {}), {})
    before = len(audit_lines(opslag))
    made = told(capsys, call(here, punten=False))
    acts = [line[1] for line in audit_lines(opslag)[before:]]
    opslag.engine.dispose()
    assert acts.count("persoonsgegevens_getoond") == 1
    assert made["contactpunten_niet_passend"] == ["ander"]
    pdf = (here / "uit" / made["bestanden"][1]["naam"]).read_bytes()
    punten = data_of(pdf)["delen"]["pakket_steunpunten"]["contactpunten"]
    assert [punt["naam"] for punt in punten] == [PUNTEN[0]["naam"]]
    assert [title for title, _ in bookmarks(pdf) if title in TITELS] == TITELS
    assert run(call(here, "--peildatum", "2028-01-01", punten=False)) == 3
    assert "R-CONT-1" in capsys.readouterr().err


@pytest.mark.lang
def test_an_organisation_registers_its_own_template_of_one_part_and_touches_no_other(here, capsys):
    own = here / "pakket_training.docx"
    assert run(INIT) == 0
    assert run(["sjabloon", "nieuw", "pakket_training", "--uit", str(own)]) == 0
    capsys.readouterr()
    before = told(capsys, call(here, "--formaat", "pdf"))
    assert run(["sjabloon", "registreer", str(own)]) == 0
    given = gegevens()
    (index,) = (n for n, each in enumerate(given["onderdelen"]) if each["code"] == "training")
    given["onderdelen"][index]["versie"] = "3"
    (here / "pakket.json").write_text(json.dumps(given))
    capsys.readouterr()
    after = told(capsys, call(here, "--formaat", "pdf"))
    shown = [pages((here / "uit" / made["bestanden"][0]["naam"]).read_bytes()) for made in (before, after)]
    bare = [[re.sub("WD-[0-9a-f]{16}", "", page) for page in each] for each in shown]
    changed = [one for one, two in zip(*bare, strict=True) if one != two]
    assert [page.count("4. De training") for page in changed] == [1, 1]  # the list of versions, and the part
    assert "Schrijf hier uw tekst." in " ".join(bare[1])
    assert "versie 3" in " ".join(bare[1])
