"""The maatregelenoverzicht: its data, its PDF, its table, and the choice for it alone."""

from __future__ import annotations

import copy
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

import verapdf
from weerbaar_docs._resources import read_resource
from weerbaar_docs.bijlagen.pdf_inhoud import read_inhoud
from weerbaar_docs.canonical import canonical_bytes, read_json
from weerbaar_docs.errors import ConsentError
from weerbaar_docs.kostenverdeling import som
from weerbaar_docs.maatregelenoverzicht import maatregelenoverzicht
from weerbaar_docs.maatregelentabel import maatregelentabel
from weerbaar_docs.model import rapportinhoud
from weerbaar_docs.pades import Zegelvertrouwen, seal_pdf
from weerbaar_docs.redaction import Keuze, check_stukken, hoofdstuk, prepare
from weerbaar_docs.sjablonen import lint
from weerbaar_docs.sjabloonvoorbeelden import voorbeelden
from weerbaar_docs.stamping_pdf import attached_gegevens
from weerbaar_docs.voorbeelddata import SOORTEN, maak
from weerbaar_docs.werkgeverdocumenten import render_maatregelenoverzicht
from weerbaar_docs.werkgeversversie import werkgeversversie

GOLDEN = Path(__file__).parents[1] / "golden" / "werkgever" / "maatregelenoverzicht.txt"
DAG = date(2026, 5, 18)
cases = st.tuples(st.sampled_from(sorted(SOORTEN)), st.integers(min_value=0, max_value=40))


def versie(soort: str = "gemeente", zaad: int = 0) -> dict[str, Any]:
    dossier = maak(soort, zaad, fase="vastgesteld")
    return werkgeversversie(
        rapportinhoud(dossier),
        dossier["bva_besluiten"][-1],
        vaststelling_sha256="0" * 64,
        datum=DAG.isoformat(),
    )


def overzicht(**maatregel: Any) -> dict[str, Any]:
    """Give an overview whose first maatregel has these fields."""
    made = copy.deepcopy(maatregelenoverzicht(versie()))
    made["maatregelen"][0] |= maatregel
    return made


def rows(table: bytes, sheet: int = 0) -> list[tuple[Any, ...]]:
    return list(load_workbook(io.BytesIO(table)).worksheets[sheet].iter_rows(values_only=True))


def made(data: dict[str, Any]) -> Any:
    return render_maatregelenoverzicht(data, datum=DAG, titel="Overzicht WD-00000000")


# --- its data -----------------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(cases)
def test_it_says_nothing_that_the_version_does_not_say_and_nothing_of_why(case: tuple[str, int]) -> None:
    whole = versie(*case)
    data = maatregelenoverzicht(whole)
    for maatregel, own in zip(data["maatregelen"], whole["maatregelen"], strict=True):
        assert set(own) - set(maatregel) == {"motivering", "oordeel"}
        assert maatregel == {name: own[name] for name in maatregel}
    assert set(whole) - set(data) == {"beoordeling", "niveau", "bevindingen", "voorvertoning"}
    assert set(data) - set(whole) == {"per_betaler"}
    assert data["kosten_raming"] == whole["kosten_raming"]
    for name, total in data["kosten_raming"].items():
        assert som(line[name] for line in data["per_betaler"]) == total
    assert sum(line["aantal_maatregelen"] for line in data["per_betaler"]) == len(data["maatregelen"])


@settings(max_examples=20, deadline=None)
@given(cases)
def test_it_can_be_made_again_of_its_own_data(case: tuple[str, int]) -> None:
    data = maatregelenoverzicht(versie(*case))
    assert maatregelenoverzicht(data) == data
    assert maatregelenoverzicht(json.loads(canonical_bytes(data))) == data


def test_a_new_field_stays_hidden() -> None:
    def grow(value: Any) -> Any:
        if isinstance(value, dict):
            return {**{key: grow(item) for key, item in value.items()}, "geheim_veld": "CANARY"}
        return [grow(item) for item in value] if isinstance(value, list) else value

    assert "CANARY" not in json.dumps(maatregelenoverzicht(grow(versie())))


# --- its PDF ------------------------------------------------------------------------------------------------------


def test_its_text_is_the_one_that_was_weighed() -> None:
    pages = read_inhoud(made(maatregelenoverzicht(versie())).pdf).paginas
    lines = [line.strip() for page in pages for line in page.splitlines() if line.strip()]
    assert "\n".join(lines) + "\n" == GOLDEN.read_text(encoding="utf-8")


def test_its_template_has_no_fault() -> None:
    uitslag = lint(read_resource("templates", "maatregelenoverzicht.docx"), "maatregelenoverzicht")
    assert not uitslag.gebreken


def test_it_carries_what_it_prints_under_its_own_name() -> None:
    data = maatregelenoverzicht(versie())
    carried = attached_gegevens(made(data).pdf)
    assert carried is not None
    assert read_json(carried) == {"maatregelenoverzicht": data}


@pytest.mark.lang
def test_it_conforms_for_every_organisation_with_and_without_measures() -> None:
    documents = [made(v.context["maatregelenoverzicht"]) for v in voorbeelden("maatregelenoverzicht")]
    for verdict in verapdf.check([document.pdf for document in documents]):
        assert verdict.failed == {"3a": {}, "ua1": {}}
        assert verdict.passed


# --- its table ----------------------------------------------------------------------------------------------------


def test_the_table_says_what_the_overview_says_with_numbers_as_numbers() -> None:
    data = maatregelenoverzicht(versie())
    head, *lines, last = rows(maatregelentabel(data))
    assert len(lines) == len(data["maatregelen"])
    for line, maatregel in zip(lines, data["maatregelen"], strict=True):
        cells = dict(zip(head, line, strict=True))
        assert (cells["Nummer"], cells["Maatregel"]) == (maatregel["nummer"], maatregel["titel"])
        assert cells["Omschrijving"] == maatregel["omschrijving"]
        assert cells["Binnen weken"] == maatregel["uitvoeren_binnen_weken"]
        assert Decimal(str(cells["Eenmalig incl. btw"])) == Decimal(maatregel["kosten"]["eenmalig_incl_btw"])
        assert cells["Btw in procenten"] == maatregel["kosten"]["btw_percentage"]
    total = dict(zip(head, last, strict=True))
    assert total["Nummer"] == "Totaal"
    assert Decimal(str(total["Per jaar incl. btw"])) == Decimal(data["kosten_raming"]["jaarlijks_incl_btw"])
    payers = rows(maatregelentabel(data), 1)[1:]
    assert [line[1] for line in payers] == [line["aantal_maatregelen"] for line in data["per_betaler"]]
    assert ("Kenmerk", data["kenmerk"]) in rows(maatregelentabel(data), 2)


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", "'", '=HYPERLINK("http://x")', "_x003D_"])
def test_no_text_becomes_a_formula(begin: str) -> None:
    table = maatregelentabel(overzicht(titel=f"{begin}1+1"))
    cell = load_workbook(io.BytesIO(table)).worksheets[0]["C2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert unescape(cell.value) == f"{begin}1+1"
    with zipfile.ZipFile(io.BytesIO(table)) as archive:
        assert not any(b"<f" in archive.read(name) for name in archive.namelist() if "worksheets" in name)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(), min_size=1, max_size=40))
def test_any_text_gives_a_table_that_another_program_reads(tekst: str) -> None:
    cell = load_workbook(io.BytesIO(maatregelentabel(overzicht(titel=tekst)))).worksheets[0]["C2"]
    assert cell.data_type == "s"
    assert unescape(cell.value) == re.sub("[\ud800-\udfff\ufffe\uffff]", "\ufffd", tekst)


def test_every_sheet_has_a_head_that_stays_and_comes_again_on_each_page() -> None:
    workbook = load_workbook(io.BytesIO(maatregelentabel(overzicht())))
    assert workbook.sheetnames == ["Maatregelen", "Kosten per betaler", "Over dit overzicht"]
    for sheet in workbook:
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
        assert all(sheet.column_dimensions[letter].width >= 10 for letter in "AB")
        assert sheet["A1"].font.bold


def test_the_table_says_nothing_of_who_made_it_when_or_with_what() -> None:
    table = maatregelentabel(overzicht())
    assert table == maatregelentabel(overzicht())
    with zipfile.ZipFile(io.BytesIO(table)) as archive:
        assert not [name for name in archive.namelist() if "docProps" in name]
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}


# --- the choice for it ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("omvang", "first"),
    [
        ("volledig_rapport", ("rapport.pdf",)),
        ("werkgeversversie", ("werkgeversversie.pdf",)),
        ("alleen_maatregelenoverzicht", ()),
    ],
)
def test_each_choice_gives_the_overview_and_no_more_than_was_chosen(keten: Any, omvang: Any, first: Any) -> None:
    o = keten.o
    stukken = prepare(keten.vastgesteld, Keuze(route="via_ccv", omvang=omvang), zegel=o.ccv_zegel, now=o.nu)
    names = [stuk.bestandsnaam for stuk in stukken.stukken]
    own = ("maatregelenoverzicht.pdf", "maatregelenoverzicht.xlsx", "maatregelen.json")
    assert names == [*first, *own]
    assert hoofdstuk(names)[0] == names[0]
    check_stukken(stukken, ccv_zegels=Zegelvertrouwen(certificaten=(o.ccv_certificaat,)), now=o.nu)
    data = read_json(stukken.stukken[-1].inhoud)
    assert ("bevindingen" in data) == (omvang == "werkgeversversie")
    assert stukken.stukken[-2].inhoud == maatregelentabel(maatregelenoverzicht(data))


@pytest.mark.parametrize("soort", ["maatregelenoverzicht", "maatregelenoverzicht_tabel", "maatregelen_data"])
def test_each_file_of_the_overview_is_held_against_the_report(keten: Any, soort: str) -> None:
    o = keten.o
    keuze = Keuze(route="via_ccv", omvang="alleen_maatregelenoverzicht")
    stukken = prepare(keten.vastgesteld, keuze, zegel=o.ccv_zegel, now=o.nu)
    other = maatregelenoverzicht(read_json(stukken.stukken[-1].inhoud))
    other["maatregelen"][0]["titel"] = "Iets anders (fictief)"
    forged = {
        "maatregelenoverzicht": lambda: seal_pdf(made(other).pdf, o.ccv_zegel, reden="x", now=o.nu).pdf,
        "maatregelenoverzicht_tabel": lambda: maatregelentabel(other),
        "maatregelen_data": lambda: canonical_bytes(other),
    }[soort]()
    changed = tuple(replace(s, inhoud=forged) if s.documentsoort == soort else s for s in stukken.stukken)
    with pytest.raises(ConsentError, match="R-TOES-5"):
        check_stukken(
            replace(stukken, stukken=changed),
            ccv_zegels=Zegelvertrouwen(certificaten=(o.ccv_certificaat,)),
            now=o.nu,
        )
