# SPDX-License-Identifier: EUPL-1.2
"""A letter to many: the whole list is right before one is made, each is made once, and what broke off goes on where it was."""

from __future__ import annotations

import copy
import csv
import hashlib
import io
import json
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
import tracemalloc
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from pypdf import PdfReader

from weerbaar_docs import neutrale_brief
from weerbaar_docs import serie as serie_package
from weerbaar_docs._resources import read_resource
from weerbaar_docs.bijlagen.pdf_inhoud import read_inhoud
from weerbaar_docs.cli import brief as opdracht
from weerbaar_docs.cli import run
from weerbaar_docs.config import load_config
from weerbaar_docs.errors import RenderingError, UsageError, ValidationError
from weerbaar_docs.keys import Sleutel
from weerbaar_docs.neutrale_brief import NEUTRAAL, document_of, write_neutral_letter
from weerbaar_docs.rendering.huisstijl import HUISSTIJL
from weerbaar_docs.rules.brief import woorden_van_ander_type
from weerbaar_docs.serie import Serie, prepare_serie, read_ontvangers, run_serie, voorbereiden
from weerbaar_docs.serie import ontvangers as reading
from weerbaar_docs.serie.drukwerk import write_bundels
from weerbaar_docs.serie.journaal import NAAM, begun_on, open_journaal
from weerbaar_docs.serie.serie import PER_PARTIJ, templates_of
from weerbaar_docs.sjablonen import contract
from weerbaar_docs.voorbeelddata import SOORTEN, maak

DAG = date(2026, 6, 1)
PUNT = json.loads(read_resource("schemas", "contactpunt.schema.json"))["examples"][0]


def organisatie(number: int) -> dict[str, Any]:
    """Give a fictional organisatie, of each kind in turn."""
    made = copy.deepcopy(maak(SOORTEN[number % 3], 0, "aangemeld")["organisatie"])
    for name in ("openpgp", "rsin", "tooi_uri", "kvk_nummer"):
        made.pop(name, None)
    return made | {"oin": f"00000001{900000000 + number:09}000", "naam": f"{made['naam']} {number}"}


def organisaties(count: int) -> list[dict[str, Any]]:
    return [organisatie(n) for n in range(count)]


def serie(count: int = 5, **changed: Any) -> Serie:
    found = organisaties(count)
    soort = changed.pop("soort", "brief_regeling")
    return Serie(
        **{
            "soort": soort,
            "ontvangers": found,
            "contactpunt": PUNT,
            "datum": DAG,
            "sjablonen": templates_of(soort, found, HUISSTIJL),
            "huisstijl_sha256": HUISSTIJL.gegevens_sha256,
            **changed,
        }
    )


def letters(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("WD-*")}


def refusals(data: bytes, vorm: str, bekend: dict[str, Any] | None = None) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        read_ontvangers(data, vorm, op=DAG, bekend=bekend or {})
    return [(m.code, m.pad) for m in caught.value.meldingen]


# --- the recipients -----------------------------------------------------------------------------------------------

HEAD = ["oin", "naam", "type", "functie", "email", "postbusnummer", "postcode", "woonplaats"]


def row(number: int, **changed: str) -> list[str]:
    own = {
        "oin": f"00000001{900000000 + number:09}000",
        "naam": f"Gemeente Voorbeeld {number} (fictief)",
        "type": "gemeente",
        "functie": "gemeentesecretaris",
        "email": "secretaris@voorbeeld.example",
        "postbusnummer": "12",
        "postcode": "1234 ab",
        "woonplaats": "Voorbeeldstad",
        **changed,
    }
    return [own[name] for name in HEAD]


def as_csv(rows: list[list[str]], delimiter: str = ";") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return ("\ufeff" + text.getvalue()).encode()


def as_xlsx(rows: list[list[Any]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for line in rows:
        book.active.append(line)
    book.save(out)
    return out.getvalue()


def test_the_three_forms_give_the_same_organisaties() -> None:
    rows = [HEAD, row(1), row(2)]
    numbers = [HEAD, *([*line[:5], 12, *line[6:]] for line in rows[1:])]
    found = read_ontvangers(as_csv(rows), "csv", op=DAG, bekend={})
    assert found[0]["postadres"] == {
        "soort": "postbus",
        "postbusnummer": 12,
        "postcode": "1234AB",
        "woonplaats": "Voorbeeldstad",
    }
    assert read_ontvangers(as_csv(rows, ","), "csv", op=DAG, bekend={}) == found
    assert read_ontvangers(as_xlsx(numbers), "xlsx", op=DAG, bekend={}) == found
    for data in (found, {"organisaties": found}):
        assert read_ontvangers(json.dumps(data).encode(), "json", op=DAG, bekend={}) == found


def test_an_oin_alone_is_filled_in_from_the_register() -> None:
    known = organisatie(0)
    found = read_ontvangers(f"oin\n{known['oin']}\n".encode(), "csv", op=DAG, bekend={known["oin"]: known})
    assert found == [known]
    assert refusals(f"oin\n{known['oin']}\n".encode(), "csv")


def test_every_fault_of_every_row_comes_at_once_with_its_row() -> None:
    rows = [HEAD, row(1), row(1), row(3, type="dorp"), row(4, postcode="12"), row(5, email="geen adres")]
    places = [pad for _, pad in refusals(as_csv(rows), "csv")]
    assert {pad.split("/")[2] for pad in places} == {"2", "3", "4", "5", "6"}
    assert {"/regel/2/oin", "/regel/3/oin"} <= set(places)


def test_a_fault_names_the_column_as_the_file_has_it() -> None:
    rows = [
        HEAD,
        row(1, email="geen adres"),
        row(2, postcode="12"),
        row(3, functie="dijkgraaf"),
        row(4, postbusnummer="x"),
    ]
    places = {pad for _, pad in refusals(as_csv(rows), "csv")}
    assert places == {"/regel/2/email", "/regel/3/postcode", "/regel/4/functie", "/regel/5/postbusnummer"}
    for name in HEAD[1:]:
        with pytest.raises(ValidationError) as caught:
            read_ontvangers(as_csv([HEAD, row(1, **{name: ""})]), "csv", op=DAG, bekend={})
        wanted = "huisnummer" if name == "postbusnummer" else name  # without a postbus it is an address in a street
        assert wanted in str(caught.value)
        assert "contactpersoon" not in str(caught.value)
    only = f"oin\n{organisatie(0)['oin']}\n".encode()
    assert refusals(only, "csv") == [("BRIEF-ONTVANGER", "/regel/2/oin")]
    known = organisatie(0) | {"contactpersoon": {"functie": "gemeentesecretaris", "email": "geen adres"}}
    [(_, pad)] = refusals(only, "csv", {known["oin"]: known})  # of the register, where it has this place
    assert pad == "/regel/2/contactpersoon/email"


def test_a_row_can_say_that_it_is_practice() -> None:
    rows = [[*HEAD, "fictief"], [*row(1), "ja"], [*row(2), "Nee"], [*row(3), ""]]
    found = read_ontvangers(as_csv(rows), "csv", op=DAG, bekend={})
    assert [o.get("fictief") for o in found] == [True, False, None]
    rows[1:3] = [[*row(1), True], [*row(2), False]]
    assert read_ontvangers(as_xlsx(rows), "xlsx", op=DAG, bekend={}) == found
    rows[1][-1] = "misschien"
    assert refusals(as_csv(rows), "csv")[0] == ("BRIEF-ONTVANGER", "/regel/2/fictief")


def test_an_organisatie_that_has_ended_gets_no_letter() -> None:
    ended = organisatie(0) | {"geldig_van": "2000-01-01", "geldig_tot": "2026-05-31"}
    assert refusals(json.dumps([ended]).encode(), "json") == [("BRIEF-ONTVANGER", "/organisaties/0/geldig_tot")]
    register = {"organisaties": [ended, organisatie(1)]}  # where those that ended stay
    assert read_ontvangers(json.dumps(register).encode(), "json", op=DAG, bekend={}) == [organisatie(1)]


@pytest.mark.parametrize(
    ("data", "vorm"),
    [
        (b"", "csv"),
        (b"oin\n", "csv"),
        (b"naam\nX\n", "csv"),
        (b"oin;oin\n1;2\n", "csv"),
        (b"oin;geheim\n1;2\n", "csv"),
        ("oin;naam\n1;é\n".encode("latin-1"), "csv"),
        (b'oin\n"1', "csv"),
        (b"PK\x03\x04", "xlsx"),
        (b"", "xlsx"),
        (b"[]", "json"),
        (b"{}", "json"),
        (b'"x"', "json"),
        (b"x", "docx"),
        (b'[["a"]]', "json"),
        (b'[{"oin": ["x"]}]', "json"),
        (b'[{"oin": {"a": 1}}]', "json"),
        (b"oin;postbusnummer\n1;" + b"9" * 5000, "csv"),
        (b"oin;naam\n1;Gemeente A;en meer", "csv"),
        (b"oin;\n1;zonder kop", "csv"),
    ],
)
def test_a_file_that_is_no_list_is_refused(data: bytes, vorm: str) -> None:
    assert refusals(data, vorm)


def test_a_spreadsheet_that_unpacks_to_far_more_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)
    monkeypatch.setattr(reading, "_GROOTSTE_TABEL", 1_000_000)
    assert refusals(out.getvalue(), "xlsx") == [("BRIEF-ONTVANGERS", "")]


def sheet(rows: bytes) -> bytes:
    """Give a spreadsheet that says it fills every cell there is."""
    out, made = io.BytesIO(), zipfile.ZipFile(io.BytesIO(as_xlsx([HEAD])))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in made.namelist():
            data = made.read(name)
            if name == "xl/worksheets/sheet1.xml":
                begin, _, rest = data.partition(b"<sheetData>")
                begin = begin.replace(b'ref="A1:H1"', b'ref="A1:XFD1048576"')
                data = begin + b"<sheetData>" + rest.partition(b"</sheetData>")[0] + rows + b"</sheetData></worksheet>"
            archive.writestr(name, data)
    return out.getvalue()


def test_what_a_spreadsheet_says_of_its_size_is_not_believed() -> None:
    last = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>00000001900000001000</t></is></c></row>'
    tracemalloc.start()
    assert {pad.split("/")[2] for _, pad in refusals(sheet(last), "xlsx")} == {"1048576"}
    assert refusals(sheet(b"<row r='2'>" + b"<c/>" * 1_100_000 + b"</row>"), "xlsx") == [("BRIEF-ONTVANGERS", "")]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 100_000_000


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"naam": "Provincie Voorbeeld"}, "/type"),
        ({"naam": "Gemeente\nVoorbeeld"}, "/naam"),
        ({"geldig_van": "2026-06-02"}, "/geldig_van"),
    ],
)
def test_a_recipient_that_cannot_be_right_is_named(changed: dict[str, str], place: str) -> None:
    data = json.dumps([organisatie(0) | changed]).encode()
    assert refusals(data, "json") == [("BRIEF-ONTVANGER", f"/organisaties/0{place}")]


# --- the letters --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", sorted(NEUTRAAL))
def test_a_neutral_letter_sees_an_organisatie_and_a_contactpunt_alone(document: str) -> None:
    assert set(contract(document).namen()) == {
        *("organisatie", "contactpunt", "huisstijl"),
        *("adresregels", "aanhef", "kenmerk", "datum"),
    }


@pytest.mark.parametrize("number", range(3))
def test_a_letter_has_the_words_of_its_kind_and_no_other(number: int) -> None:
    own = organisatie(number)
    brief = write_neutral_letter("brief_regeling", own, PUNT, datum=DAG)
    text = "\n".join(read_inhoud(brief.pdf).paginas)
    assert not woorden_van_ander_type(text, own)
    artikel = {"gemeente": "3.9", "provincie": "2.9", "waterschap": "4.9"}[own["type"]]
    assert f"Artikel {artikel}, derde lid" in text
    assert "nagekeken op 2 februari 2026" in text
    assert "amtsdragers" not in text


@pytest.mark.parametrize(
    "changed",
    [
        {"geverifieerd_op": "2025-05-31"},
        {"geverifieerd_op": "2026-06-02"},
        {"vervalt_op": "2026-05-31"},
        {"email": "politiekeamtsdragers@voorbeeld.nl"},
    ],
)
def test_a_contactpunt_that_was_not_checked_blocks_the_letter(changed: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="R-CONT-1"):
        write_neutral_letter("brief_regeling", organisatie(0), PUNT | changed, datum=DAG)


@pytest.mark.parametrize(
    "soort", ["brief_vaststelling", "adviesrapport", "brief_werkgever", "brief_regeling_gemeente", "x"]
)
def test_no_other_letter_is_neutral(soort: str) -> None:
    with pytest.raises(UsageError, match="BRIEF-SOORT"):
        document_of(soort, "gemeente")


def test_two_letters_of_another_soort_have_another_kenmerk_and_file() -> None:
    made = [write_neutral_letter(s, organisatie(0), PUNT, datum=DAG) for s in neutrale_brief.SOORTEN]
    assert len({brief.kenmerk for brief in made}) == len(made)
    plans = [serie(1, soort=s) for s in neutrale_brief.SOORTEN]
    assert [*plans[0].namen().values()] != [*plans[1].namen().values()]
    for plan, brief in zip(plans, made, strict=True):
        assert [*plan.namen().values()] == [f"{brief.kenmerk}.pdf"]


# --- the series ---------------------------------------------------------------------------------------------------


def test_everyone_gets_one_letter_and_the_report_says_which(tmp_path: Path) -> None:
    plan, told = serie(30), []
    done = run_serie(plan, tmp_path / "uit", processen=2, meld=lambda *at: told.append(at))
    assert (done.gemaakt, done.waren_er, done.uitval) == (30, 0, ())
    assert told[0] == (0, 30)
    assert told[-1] == (30, 30)
    report = list(csv.DictReader(io.StringIO((tmp_path / "uit" / "verslag.csv").read_text("utf-8-sig")), delimiter=";"))
    assert [line["oin"].removeprefix("'") for line in report] == [o["oin"] for o in plan.ontvangers]
    assert {line["bestand"] for line in report} == set(letters(tmp_path / "uit"))
    one = plan.ontvangers[4]
    pdf = letters(tmp_path / "uit")[report[4]["bestand"]]
    assert one["naam"] in " ".join("\n".join(read_inhoud(pdf).paginas).split())
    assert pdf == write_neutral_letter("brief_regeling", one, PUNT, datum=DAG).pdf


def test_the_same_series_gives_the_same_bytes_with_any_number_of_processes(tmp_path: Path) -> None:
    for name, processen in (("een", 1), ("twee", 2)):
        run_serie(serie(14), tmp_path / name, processen=processen)
    assert letters(tmp_path / "een") == letters(tmp_path / "twee")


def test_what_is_not_there_or_was_changed_is_made_again_and_nothing_else(tmp_path: Path) -> None:
    uit = tmp_path / "uit"
    run_serie(serie(), uit, processen=1)
    whole = letters(uit)
    first, second, *_ = sorted(whole)
    (uit / first).unlink()
    (uit / second).write_bytes(b"half")
    with (uit / NAAM).open("ab") as journal:
        journal.write(b'{"oin":"half')
    done = run_serie(serie(), uit, hervat=True, processen=1)
    assert (done.gemaakt, done.waren_er) == (2, 3)
    assert letters(uit) == whole
    assert run_serie(serie(), uit, hervat=True, processen=1).gemaakt == 0


@pytest.mark.parametrize(
    "other",
    [
        {"datum": date(2026, 6, 2)},
        {"soort": "brief_contactgegevens"},
        {"count": 4},
        {"huisstijl_sha256": "0" * 64},
    ],
)
def test_another_series_does_not_go_on_in_this_folder(other: dict[str, Any], tmp_path: Path) -> None:
    run_serie(serie(), tmp_path / "uit", processen=1)
    before = letters(tmp_path / "uit")
    with pytest.raises(UsageError, match="BRIEF-HERVAT"):
        run_serie(serie(**other), tmp_path / "uit", hervat=True, processen=1)
    with pytest.raises(UsageError, match="BRIEF-MAP"):
        run_serie(serie(**other), tmp_path / "uit", processen=1)
    with pytest.raises(UsageError, match="BRIEF-HERVAT"):
        run_serie(serie(), tmp_path / "niets", hervat=True, processen=1)
    assert letters(tmp_path / "uit") == before


def noted(uit: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (uit / NAAM).read_bytes().splitlines()[1:]]


def note(uit: Path, regels: list[Any]) -> None:
    first = (uit / NAAM).read_bytes().splitlines()[0]
    (uit / NAAM).write_bytes(b"\n".join([first, *(json.dumps(r).encode() for r in regels), b""]))


def elsewhere(regels: list[dict[str, Any]], tmp_path: Path) -> list[Any]:
    data = b"%PDF of somebody else"
    (tmp_path / "elders.pdf").write_bytes(data)
    return [*regels[1:], regels[0] | {"bestand": "../elders.pdf", "sha256": hashlib.sha256(data).hexdigest()}]


def swapped(regels: list[dict[str, Any]], _tmp: Path) -> list[Any]:
    one, two, *rest = regels
    return [one | {"oin": two["oin"]}, two | {"oin": one["oin"]}, *rest]


def foreign(regels: list[dict[str, Any]], _tmp: Path) -> list[Any]:
    return [*regels, regels[0] | {"oin": "00000001900000099000"}]


def of_other_types(regels: list[dict[str, Any]], _tmp: Path) -> list[Any]:
    return [*regels, regels[0] | {"bestand": 5}, regels[0] | {"oin": [1]}, regels[0] | {"bestand": "\0"}, [1], 7]


@pytest.mark.parametrize(("change", "again"), [(elsewhere, 1), (swapped, 2), (foreign, 0), (of_other_types, 0)])
def test_a_note_counts_only_for_the_letter_of_its_recipient(change: Any, again: int, tmp_path: Path) -> None:
    uit = tmp_path / "uit"
    run_serie(serie(3), uit, processen=1)
    whole = letters(uit)
    note(uit, change(noted(uit), tmp_path))
    done = run_serie(serie(3), uit, hervat=True, processen=1)
    assert (done.gemaakt, done.waren_er) == (again, 3 - again)
    assert letters(uit) == whole
    assert set(done.bestanden) == set(whole)


def test_a_link_or_a_pipe_in_the_folder_is_no_letter_and_no_journal(tmp_path: Path) -> None:
    uit = tmp_path / "uit"
    run_serie(serie(3), uit, processen=1)
    whole = letters(uit)
    first, second, _ = sorted(whole)
    for name in (first, second):
        (uit / name).unlink()
    (tmp_path / "elders.pdf").write_bytes(whole[first])
    (uit / first).symlink_to(tmp_path / "elders.pdf")
    os.mkfifo(uit / second)
    with pytest.raises(UsageError, match="BESTAND-BESTAAT"):
        run_serie(serie(3), uit, hervat=True, processen=1)
    (uit / NAAM).rename(tmp_path / "journaal")
    (uit / NAAM).symlink_to(tmp_path / "journaal")
    with pytest.raises(UsageError, match="BESTAND-SCHRIJVEN"):
        run_serie(serie(3), uit, hervat=True, processen=1)


def test_a_series_that_stopped_in_its_first_line_begins_anew_and_half_files_go(tmp_path: Path) -> None:
    uit = tmp_path / "uit"
    run_serie(serie(3), uit, processen=1)
    whole = letters(uit)
    (uit / NAAM).write_bytes((uit / NAAM).read_bytes()[:40])
    (uit / ".nieuw-0123456789abcdef").write_bytes(b"half")
    assert run_serie(serie(3), uit, hervat=True, processen=1).gemaakt == 3
    assert letters(uit) == whole
    assert not list(uit.glob(".nieuw-*"))


@pytest.mark.parametrize(
    "first",
    [
        *(b"\n", b"{}\n", b"[1]\n", b"7\n", b'{"datum":5}\n', b'{"datum":"gisteren"}\n', b'{"datum":"2026-06-31"}\n'),
        *(b"\xff\n", b"[" * 9000 + b"\n", b"x" * 20_000),
    ],
)
def test_a_first_line_that_names_no_day_is_a_clear_error(first: bytes, tmp_path: Path) -> None:
    (tmp_path / NAAM).write_bytes(first)
    with pytest.raises(UsageError, match="van welke dag"):
        begun_on(tmp_path)


def test_the_day_of_a_series_is_read_from_a_file_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="geen serie"):
        begun_on(tmp_path / "niets")
    (tmp_path / NAAM).write_bytes(b'{"brief":"brief_regeling","datum":"2026-06-01"')
    assert begun_on(tmp_path) is None  # a first line that was never whole: nothing was made
    (tmp_path / "elders").write_bytes(b'{"datum":"2026-06-01"}\n')
    (tmp_path / NAAM).unlink()
    (tmp_path / NAAM).symlink_to(tmp_path / "elders")
    with pytest.raises(UsageError, match="geen serie"):
        begun_on(tmp_path)
    (tmp_path / NAAM).unlink()
    os.mkfifo(tmp_path / NAAM)
    with pytest.raises(UsageError, match="geen serie"):
        begun_on(tmp_path)


def test_two_processes_do_not_work_in_one_folder(tmp_path: Path) -> None:
    uit = tmp_path / "uit"
    plan = serie(2)
    with open_journaal(uit, plan.kop(), plan.namen(), hervat=False):
        for hervat in (True, False):
            with pytest.raises(UsageError, match="BRIEF-"):
                run_serie(plan, uit, hervat=hervat, processen=1)
    assert run_serie(plan, uit, hervat=True, processen=1).gemaakt == 2


@pytest.mark.parametrize("place", ["bestand", "bestand/x", "x" * 300])
def test_a_folder_that_cannot_be_is_a_clear_error(place: str, tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("")
    with pytest.raises(UsageError, match=r"BESTAND-SCHRIJVEN|BRIEF-MAP"):
        run_serie(serie(1), tmp_path / place, processen=1)


def test_a_process_that_is_killed_is_told_with_how_to_go_on(tmp_path: Path) -> None:
    uit = tmp_path / "uit"
    told: list[int] = []

    def kill(klaar: int, _totaal: int) -> None:
        told.append(klaar)
        for child in multiprocessing.active_children():
            child.kill()

    with pytest.raises(RenderingError, match="BRIEF-PROCES"):
        run_serie(serie(PER_PARTIJ * 8), uit, processen=1, meld=lambda *at: kill(*at) if at[0] else None)
    done = run_serie(serie(PER_PARTIJ * 8), uit, hervat=True, processen=2)
    assert done.waren_er == told[0] > 0


def test_one_letter_that_fails_is_told_and_the_others_are_made(tmp_path: Path) -> None:
    plan = serie()
    bad = plan.ontvangers[2]
    bad["naam"] = "W" * 200
    done = run_serie(plan, tmp_path / "uit", processen=1)
    assert done.gemaakt == 4
    [(oin, code, reden)] = done.uitval
    assert (oin, code) == (bad["oin"], "PDF-PAGINA")
    assert bad["naam"] not in reden
    assert run_serie(plan, tmp_path / "uit", hervat=True, processen=1).uitval == done.uitval


def test_a_template_that_is_another_one_by_now_makes_nothing(tmp_path: Path) -> None:
    plan = serie(sjablonen={f"brief_regeling_{soort}": "0" * 64 for soort in SOORTEN})
    done = run_serie(plan, tmp_path / "uit", processen=1)
    assert {code for _, code, _ in done.uitval} == {"SJABLOON-KEURING"}


def test_a_bundle_has_every_letter_in_order_on_the_front_of_a_sheet(tmp_path: Path) -> None:
    run_serie(serie(4), tmp_path / "uit", processen=1)
    files = sorted((tmp_path / "uit").glob("WD-*.pdf"))
    [bundel] = write_bundels(files, tmp_path / "uit")
    pages = PdfReader(bundel).pages
    at = 0
    for file in files:
        own = PdfReader(file).pages
        assert pages[at].extract_text() == own[0].extract_text()
        at += len(own) + len(own) % 2
    assert len(pages) == at


# --- what it needs ------------------------------------------------------------------------------------------------


def prepared(tmp_path: Path, **changed: Any) -> Serie:
    given = {
        "soort": "brief_regeling",
        "contactpunt": json.dumps(PUNT).encode(),
        "peildatum": DAG,
        "vandaag": DAG,
        "config": load_config(None, {"HOME": str(tmp_path)}),
        "opslag": None,
        **changed,
    }
    return prepare_serie(json.dumps(organisaties(5)).encode(), "json", **given)


def test_a_series_is_prepared_without_a_command(tmp_path: Path) -> None:
    assert prepared(tmp_path).kop() == serie().kop()


@pytest.mark.parametrize(
    ("changed", "code"), [({"contactpunt": "steunpunt"}, "BRIEF-CONTACTPUNT"), ({"home": Path()}, "BRIEF-SLEUTELS")]
)
def test_without_a_store_there_is_no_register_and_no_key(changed: dict[str, Any], code: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=code):
        prepared(tmp_path, **changed)


def test_a_series_that_goes_on_is_of_the_day_on_which_it_began(tmp_path: Path) -> None:
    later = {"peildatum": None, "vandaag": DAG + timedelta(days=1)}
    uit = tmp_path / "uit"
    with open_journaal(uit, serie().kop(), serie().namen(), hervat=False):
        pass
    assert prepared(tmp_path, **later, hervat=uit).kop() == serie().kop()
    assert prepared(tmp_path, **later).datum == later["vandaag"]
    assert prepared(tmp_path, **later | {"peildatum": DAG}, hervat=tmp_path / "niets").datum == DAG


def test_a_key_that_ended_since_the_day_of_the_letters_seals_nothing() -> None:
    key = Sleutel(
        vingerafdruk="A" * 40,
        houder="00000001900000001000",
        soort="werkgever",
        certificaat=b"",
        geverifieerd_op=DAG,
        geverifieerd_wijze="teruggebeld",
        geldig_tot=DAG,
    )
    assert voorbereiden._unusable(key, (DAG, DAG)) is None
    assert "verlopen" in str(voorbereiden._unusable(key, (DAG, DAG + timedelta(days=1))))
    assert "nog niet" in str(voorbereiden._unusable(key, (DAG - timedelta(days=1), DAG)))


def test_the_docs_have_the_columns_and_the_size_of_a_lot() -> None:
    docs = Path(__file__).parents[2] / "docs"
    told = (docs / "how-to" / "brieven.md").read_text("utf-8")
    assert [name for name in reading.KOLOMMEN if f"`{name}`" not in told] == []
    [decided] = docs.glob("adr/0021-*.md")
    assert f"lots of {PER_PARTIJ} recipients" in decided.read_text("utf-8")


def test_each_module_that_the_package_names_is_there() -> None:
    folder = Path(serie_package.__file__).parent
    named = re.findall(r"`(\w+)`", re.sub(r"`serie\.jsonl`", "", str(serie_package.__doc__)))
    assert named
    assert all((folder / f"{name}.py").is_file() for name in named)


# --- the command --------------------------------------------------------------------------------------------------


@pytest.fixture
def plaats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "thuis"))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    (tmp_path / "punt.json").write_text(json.dumps(PUNT))
    (tmp_path / "ontvangers.json").write_text(json.dumps(organisaties(40)))
    return tmp_path


def words(plaats: Path, *more: str) -> list[str]:
    return [
        *("brief", "serie", str(plaats / "ontvangers.json"), "--sjabloon", "brief_regeling"),
        *("--contactpunt", str(plaats / "punt.json"), "--uit", str(plaats / "uit"), "--peildatum", "2026-06-01", *more),
    ]


def test_the_command_counts_per_kind_and_tells_how_far_it_is(plaats: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words(plaats, "--proef")) == 0
    assert not (plaats / "uit").exists()
    assert run(words(plaats, "--bundel", "--json")) == 0
    out = capsys.readouterr()
    told = json.loads(out.out[out.out.index("{") :])
    assert (told["gemaakt"], told["per_type"]) == (40, {"gemeente": 14, "provincie": 13, "waterschap": 13})
    assert "40 van 40" in out.err
    assert (plaats / "uit" / "bundel-001.pdf").exists()
    assert run(words(plaats)) == 2
    assert run(words(plaats, "--hervat")) == 0


def test_the_help_names_every_neutral_letter(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["brief", "serie", "--help"]) == 0
    told = capsys.readouterr().out
    assert all(soort in told for soort in neutrale_brief.SOORTEN)
    source = Path(opdracht.__file__).read_text("utf-8")
    assert not any(soort in source for soort in neutrale_brief.SOORTEN)


def test_practice_from_a_table_is_said_on_the_terminal(plaats: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (plaats / "ontvangers.csv").write_bytes(as_csv([[*HEAD, "fictief"], [*row(1), "ja"], [*row(2), "ja"]]))
    given = [word.replace("ontvangers.json", "ontvangers.csv") for word in words(plaats)]
    assert run([*given, "--proef"]) == 0
    assert "2 ontvangers zijn als fictief gemerkt" in capsys.readouterr().err


def test_the_same_command_with_hervat_goes_on_another_day(plaats: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (plaats / "ontvangers.json").write_text(json.dumps(organisaties(3)))
    assert run(words(plaats)) == 0
    made = letters(plaats / "uit")
    (plaats / "uit" / min(made)).unlink()
    without_day = words(plaats)[: words(plaats).index("--peildatum")]
    assert run([*without_day, "--hervat"]) == 0
    assert letters(plaats / "uit") == made
    assert "2026-06-01" in capsys.readouterr().err
    (plaats / "uit" / NAAM).write_bytes(b"van een ander\n")
    assert run([*without_day, "--hervat"]) == 2
    assert letters(plaats / "uit") == made


def test_a_name_of_a_contactpunt_without_a_store_is_no_file(plaats: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = words(plaats).index("--contactpunt") + 1
    given = [*words(plaats)[:at], "steunpunt", *words(plaats)[at + 1 :]]
    assert run(given) == 2
    said = capsys.readouterr().err
    assert "zonder opslag is er geen register" in said
    assert ".json" in said


def test_one_fault_in_the_list_makes_nothing_of_it(plaats: Path) -> None:
    (plaats / "ontvangers.json").write_text(json.dumps([*organisaties(3), organisatie(1)]))
    assert run(words(plaats)) == 3
    (plaats / "punt.json").write_text(json.dumps(PUNT | {"geverifieerd_op": "2020-01-01"}))
    (plaats / "ontvangers.json").write_text(json.dumps(organisaties(3)))
    assert run(words(plaats)) == 3
    assert run(words(plaats, "--versleutel")) == 3
    assert run(words(plaats, "--versleutel", "--bundel")) == 2
    assert not (plaats / "uit").exists()


@pytest.mark.lang
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_what_is_killed_goes_on_where_it_was_and_leaves_no_process(how: signal.Signals, plaats: Path) -> None:
    (plaats / "ontvangers.json").write_text(json.dumps(organisaties(120)))
    command = [sys.executable, "-m", "weerbaar_docs.cli", *words(plaats, "--processen", "2")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    child = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while child.poll() is None and len(letters(plaats / "uit")) < 12:
        time.sleep(0.05)
    child.send_signal(how)
    said = child.communicate(timeout=60)[1]
    assert child.returncode in (-how, 130)
    assert how is signal.SIGKILL or "--hervat" in said
    before = letters(plaats / "uit")
    assert 12 <= len(before) < 120
    assert all(data.endswith(b"%%EOF\n") or data.rstrip().endswith(b"%%EOF") for data in before.values())
    end = time.monotonic() + 20
    while _group(child.pid) and time.monotonic() < end:
        time.sleep(0.1)
    assert _group(child.pid) == []
    assert run(words(plaats, "--hervat", "--processen", "2")) == 0
    after = letters(plaats / "uit")
    assert len(after) == 120
    assert before.items() <= after.items()


def _group(leader: int) -> list[int]:
    """Give who is left of the process group that a command began."""
    found = subprocess.run(["ps", "-o", "pid=", "-g", str(leader)], capture_output=True, text=True, check=False)
    return [int(pid) for pid in found.stdout.split()]
