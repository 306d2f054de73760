# SPDX-License-Identifier: EUPL-1.2
"""`uitvoering`: a werkgever's way with maatregelen.json, from what waits to what the CCV hears."""

from __future__ import annotations

import json
import stat

import pytest

from weerbaar_docs._resources import read_resource
from weerbaar_docs.cli import run

DAG = ("--peildatum", "2026-06-01")


def example(name, number=0):
    return json.loads(read_resource("schemas", f"{name}.schema.json"))["examples"][number]


@pytest.fixture
def maatregelen(tmp_path):
    file = tmp_path / "maatregelen.json"
    file.write_text(json.dumps(example("maatregelen")))
    (tmp_path / "gunning.json").write_text(json.dumps(example("uitvoeringsopdracht", 1)))
    return file


def told(capsys, *arguments, code=0):
    assert run(["uitvoering", *map(str, arguments), "--json"]) == code
    out = capsys.readouterr()
    return json.loads(out.out or out.err)


def test_the_whole_way_of_a_maatregel(maatregelen, tmp_path, capsys):
    gunning, uit = tmp_path / "gunning.json", tmp_path / "uit"
    args = (maatregelen, "M-03", gunning, "--uit", uit, "--leesbaar-op-schijf", *DAG)
    assert len(told(capsys, "opdracht", *args)["bestanden"]) == 2
    row = told(capsys, "toon", maatregelen, *DAG)["maatregelen"][0]
    assert (row["status"], row["uiterlijk_op"], row["titel"]) == ("opgedragen", "2026-07-13", "[verborgen]")
    told(
        capsys,
        "werk-bij",
        maatregelen,
        "M-03",
        "--status",
        "uitgevoerd",
        "--gereed-op",
        "2026-06-30",
        "--factuur",
        "1210.00",
    )
    told(capsys, "overzicht", maatregelen, "--uit", uit, "--leesbaar-op-schijf", "--formaat", "pdf")
    assert told(capsys, "terugmeld", maatregelen, "--uit", uit, "--leesbaar-op-schijf", code=4)
    told(capsys, "akkoord", maatregelen, "--op", "2026-06-02")
    told(capsys, "terugmeld", maatregelen, "--uit", uit, "--leesbaar-op-schijf", "--peildatum", "2026-07-01")
    told(capsys, "tabel", maatregelen, "--uit", uit, "--leesbaar-op-schijf")
    assert {path.suffix for path in uit.iterdir()} == {".docx", ".pdf", ".json", ".csv", ".xlsx"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in [*uit.iterdir(), tmp_path / "uitvoering.json"]} == {0o600}
    assert run(["uitvoering", "toon", str(maatregelen), "--toon-persoonsgegevens"]) == 0
    assert (
        "Stalen achterdeur (fictief)   opgedragen 2026-06-01   uiterlijk 2026-07-13   klaar 2026-06-30"
        in capsys.readouterr().out
    )


def test_a_maatregel_that_waits_is_not_ordered_and_says_what_to_do(maatregelen, tmp_path, capsys):
    args = (maatregelen, "M-03", tmp_path / "gunning.json", "--uit", tmp_path / "uit", "--leesbaar-op-schijf")
    late = json.loads((tmp_path / "gunning.json").read_text()) | {"gereed_uiterlijk_op": "2032-01-01"}
    (tmp_path / "gunning.json").write_text(json.dumps(late))
    fault = told(capsys, "opdracht", *args, "--peildatum", "2031-04-01", code=3)
    assert "R-PKVW-3" in json.dumps(fault)
    assert not (tmp_path / "uit").exists()
    assert not (tmp_path / "uitvoering.json").exists()
    told(capsys, "keurmerk", maatregelen, "--geldig-tot", "2041-03-01", "--gezien-op", "2031-03-20")
    told(capsys, "einde-ambt", maatregelen, "2033-01-01")
    told(capsys, "opdracht", *args, "--peildatum", "2031-04-01")


def test_a_dry_run_writes_nothing(maatregelen, tmp_path, capsys):
    before = sorted(tmp_path.iterdir())
    args = ("--uit", tmp_path / "uit", "--leesbaar-op-schijf", "--proef")
    told(capsys, "opdracht", maatregelen, "M-03", tmp_path / "gunning.json", *args, *DAG)
    told(capsys, "overzicht", maatregelen, *args)
    told(capsys, "tabel", maatregelen, *args)
    told(capsys, "einde-ambt", maatregelen, "2027-01-01", "--proef")
    assert sorted(tmp_path.iterdir()) == before


def test_a_letter_that_cannot_be_written_orders_nothing(maatregelen, tmp_path, capsys):
    uit = tmp_path / "uit"
    args = (maatregelen, "M-03", tmp_path / "gunning.json", "--uit", uit, "--leesbaar-op-schijf", *DAG)
    uit.write_text("geen map")
    assert told(capsys, "opdracht", *args, code=2)
    assert not (tmp_path / "uitvoering.json").exists()


@pytest.mark.parametrize("bad", [b"", b"{", b"[]", b"{}", b'{"maatregelen": 1}', b"\xff"])
def test_bad_maatregelen_are_refused_without_a_traceback(bad, maatregelen, capsys):
    maatregelen.write_bytes(bad)
    for command in (("toon", maatregelen), ("werk-bij", maatregelen, "M-03", "--status", "uitgevoerd")):
        assert told(capsys, *command, code=3)


@pytest.mark.parametrize("bad", [b"", b"[]", b'{"pkvw": null}'])
def test_a_stand_that_is_not_whole_is_kept_and_refused(bad, maatregelen, tmp_path, capsys):
    (tmp_path / "uitvoering.json").write_bytes(bad)
    told(capsys, "werk-bij", maatregelen, "M-03", "--status", "uitgesteld", code=3)
    assert (tmp_path / "uitvoering.json").read_bytes() == bad


def test_a_stand_that_is_a_symlink_orders_nothing(maatregelen, tmp_path, capsys):
    (tmp_path / "uitvoering.json").symlink_to(tmp_path / "elders.json")
    args = (maatregelen, "M-03", tmp_path / "gunning.json", "--uit", tmp_path / "uit", "--leesbaar-op-schijf", *DAG)
    assert told(capsys, "opdracht", *args, code=2)["fout"][0]["code"] == "BESTAND-LEZEN"
    assert not (tmp_path / "uit").exists()


def test_what_is_noted_is_masked_unless_it_is_asked_for(maatregelen, capsys):
    args = ("werk-bij", maatregelen, "M-03", "--leverancier", "zqnaam", "--opmerking", "zqtekst")
    row = told(capsys, *args)["uitvoering"][0]
    assert (row["leverancier"], row["opmerking"]) == ("[verborgen]", "[verborgen]")
    assert "zq" not in json.dumps(told(capsys, "einde-ambt", maatregelen, "2029-01-01"))
    row = told(capsys, *args, "--toon-persoonsgegevens")["uitvoering"][0]
    assert (row["leverancier"], row["opmerking"]) == ("zqnaam", "zqtekst")


def test_a_title_stays_on_its_line(maatregelen, capsys):
    data = json.loads(maatregelen.read_text())
    data["maatregelen"][0]["titel"] = "Deur\r\nM-99  uitgevoerd\n\r"
    maatregelen.write_text(json.dumps(data))
    assert run(["uitvoering", "toon", str(maatregelen), "--toon-persoonsgegevens"]) == 0
    assert capsys.readouterr().out == "M-03   niet gestart    Deur M-99 uitgevoerd\n"
    row = told(capsys, "toon", maatregelen, "--toon-persoonsgegevens")["maatregelen"][0]
    assert row["titel"] == data["maatregelen"][0]["titel"]


@pytest.mark.parametrize(
    ("command", "opties"),
    [
        (("akkoord",), {"--op": "2999-01-01"}),
        (("terugmeld", "--uit", "uit", "--leesbaar-op-schijf"), {"--peildatum": "2999-01-01"}),
        (
            ("werk-bij", "M-03", "--status", "uitgevoerd", "--opgedragen-op", "2026-06-01"),
            {"--gereed-op": "2999-01-01", "--teruggenomen-op": "2999-01-02"},
        ),
    ],
)
def test_what_happened_did_not_happen_on_a_day_to_come(command, opties, maatregelen, tmp_path, capsys):
    name, *rest = command
    fault = told(capsys, name, maatregelen, *rest, *(word for optie in opties.items() for word in optie), code=2)
    assert [(m["code"], m["pad"]) for m in fault["fout"]] == [("DATUM-TOEKOMST", optie) for optie in opties]
    assert not (tmp_path / "uitvoering.json").exists()
