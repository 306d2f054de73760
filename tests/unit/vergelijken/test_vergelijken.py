# SPDX-License-Identifier: EUPL-1.2
"""What people see of a comparison: named as they know it, masked unless asked for, and the same in a document."""

from __future__ import annotations

import copy
import io
import json
import time
import zipfile
from datetime import date
from functools import cache

import pytest
from lxml import etree
from pypdf import PdfReader

import verapdf
from canaries import canary_dossier
from pdftext import assert_text_in_order, body_text, squeeze
from weerbaar_docs.bijlagen.pdf_inhoud import read_inhoud
from weerbaar_docs.canonical import canonical_bytes, digest
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.model import Adviesrapport, rapportinhoud
from weerbaar_docs.rendering import docx, render_rapport
from weerbaar_docs.rendering.gedrukt import printed
from weerbaar_docs.rendering.huisstijl import HUISSTIJL
from weerbaar_docs.rules.brief import reveals
from weerbaar_docs.validation import schema_faults
from weerbaar_docs.vergelijken import Vergelijking, from_dossier, read_kant, vergelijk
from weerbaar_docs.vergelijken.benoemen import benoem
from weerbaar_docs.vergelijken.document import render_vergelijking, vergelijking_gegevens
from weerbaar_docs.vergelijken.gegevens import Wijziging, pas_toe
from weerbaar_docs.vergelijken.tonen import regels
from weerbaar_docs.voorbeelddata import maak

DATUM = date(2026, 5, 18)
MASKER = "[verborgen]"


@cache
def oud():
    return maak("gemeente", 0, "concept")


def nieuw():
    """A version in which somebody moved house, a maatregel changed, one went, and the rest stands in another order."""
    made = copy.deepcopy(oud())
    made["woonplek"]["adres"]["straatnaam"] = "Kanariedreef"
    items = made["adviesrapport"]["maatregelen"]
    items[2]["omschrijving"] += " Kanarie erbij."
    items[3]["urgentie"] = "laag" if items[3]["urgentie"] != "laag" else "hoog"
    del items[-1]
    items.reverse()
    return made


def weg():
    """The number of the maatregel that went."""
    [nummer] = {m["nummer"] for m in oud()["adviesrapport"]["maatregelen"]} - {
        m["nummer"] for m in nieuw()["adviesrapport"]["maatregelen"]
    }
    return nummer


@cache
def found() -> Vergelijking:
    return vergelijk(from_dossier(oud()), from_dossier(nieuw()), datum=DATUM)


def lines(masker=None, breedte=80):
    return list(regels(found(), masker=masker, breedte=breedte))


@cache
def document():
    return render_vergelijking(found(), datum=DATUM)


def pdf_of(dossier):
    inhoud = rapportinhoud(dossier)
    return render_rapport(Adviesrapport(inhoud=inhoud, rapport_sha256=digest(inhoud)), None, datum=DATUM).pdf


# --- data and text -----------------------------------------------------------------------------


def test_changes_of_dossiers_are_all_that_changed():
    assert pas_toe(oud(), found().gegevens) == nieuw()
    assert [w.pointer for w in found().gegevens] == [
        "/woonplek/adres/straatnaam",
        "/adviesrapport/maatregelen/nummer=M-03/omschrijving",
        "/adviesrapport/maatregelen/nummer=M-04/urgentie",
        f"/adviesrapport/maatregelen/nummer={weg()}",
        "/adviesrapport/maatregelen",
    ]


def test_of_a_dossier_and_a_report_the_report_is_compared():
    kant = read_kant(pdf_of(oud()))
    changed = {**nieuw(), "aanmelding": {**oud()["aanmelding"], "spoed": not oud()["aanmelding"]["spoed"]}}
    compared = vergelijk(kant, from_dossier(changed), datum=DATUM)
    assert {w.pad[0] for w in compared.gegevens} == {"rapportinhoud"}
    velden = HUISSTIJL.sjabloon("adviesrapport").velden
    assert pas_toe(kant.rapport, compared.gegevens) == printed(from_dossier(changed).rapport, velden)
    assert vergelijk(kant, from_dossier(oud()), datum=DATUM).tekst == ()


def test_two_pdfs_say_which_pages_differ():
    paginas = vergelijk(read_kant(pdf_of(oud())), read_kant(pdf_of(nieuw())), datum=DATUM).paginas
    assert paginas is not None
    assert 0 < len(paginas.verschillen) <= max(paginas.oud, paginas.nieuw)
    assert found().paginas is None


def test_a_besluit_that_came_is_told_as_part_of_the_report():
    kanten = (from_dossier(maak("gemeente", 0, fase)) for fase in ("concept", "vastgesteld"))
    changes = vergelijk(*kanten, datum=DATUM).benoemd()
    assert any(change.hoofdstuk.startswith("BVA-besluiten") or "esluit" in change.hoofdstuk for change in changes)


def test_a_dossier_without_report_can_be_compared_with_a_dossier_only():
    begin = from_dossier(maak("gemeente", 0, "aangemeld"))
    assert vergelijk(begin, from_dossier(oud()), datum=DATUM).tekst is None
    with pytest.raises(ValidationError) as caught:
        vergelijk(read_kant(canonical_bytes(from_dossier(oud()).rapport)), begin, datum=DATUM)
    assert [(m.code, m.pad) for m in caught.value.meldingen] == [("RAPPORT-ONTBREEKT", "/nieuw")]


def test_the_order_in_which_data_were_written_is_no_difference():
    turned = json.loads(json.dumps(oud(), sort_keys=True))
    same = vergelijk(from_dossier(oud()), from_dossier(turned), datum=DATUM)
    assert (same.gegevens, same.tekst) == ((), ())


def test_two_reports_of_25_maatregelen_take_less_than_a_second():
    sides = []
    for change in ("", " Nog een zin."):
        made = copy.deepcopy(oud())
        first = made["adviesrapport"]["maatregelen"][0]
        numbers = range(1, 26)
        made["adviesrapport"]["maatregelen"] = [
            {**first, "nummer": f"M-{n:02}", "omschrijving": f"{n} {first['omschrijving']}{change}"} for n in numbers
        ]
        sides.append(json.dumps(made).encode())
    found()  # the template is read but once
    begin = time.process_time()
    compared = vergelijk(*(read_kant(side) for side in sides), datum=DATUM)
    assert len(list(regels(compared, masker=None))) > 50
    assert time.process_time() - begin < 1
    assert len(compared.gegevens) == 25


@pytest.mark.parametrize(("old", "new"), [(None, ""), (True, "ja"), ("nihil", "Geen kosten"), (None, [])])
def test_values_that_read_the_same_are_told_apart(old, new):
    change = benoem(Wijziging(soort="gewijzigd", pad=("adviesrapport", "versie"), oud=old, nieuw=new), masker=None)
    assert [stuk.soort for stuk in change.stukken] == ["weg", "nieuw"]
    assert len({stuk.tekst for stuk in change.stukken}) == 2


# --- lines and JSON ----------------------------------------------------------------------------


def test_lines_say_what_was_and_what_is_under_the_maatregel_that_it_is_about():
    text = "\n".join(lines())
    assert "anders: Adres, Straatnaam: " in text
    assert "-> Kanariedreef" in text
    assert f"Maatregel M-03: {oud()['adviesrapport']['maatregelen'][2]['titel']}" in text
    assert "[nieuw: Kanarie erbij.]" in text
    assert "andere volgorde: Maatregelen, Volgorde: M-01, M-02" in text


@pytest.mark.parametrize("breedte", [60, 80, 100])
def test_no_line_is_wider_than_asked_for(breedte):
    assert max(map(len, [*lines(None, breedte), *lines(MASKER, breedte)])) <= breedte


def test_masked_lines_say_how_much_changed_and_none_of_it():
    text = "\n".join(lines(MASKER))
    assert "Kanarie" not in text
    assert oud()["adviesrapport"]["maatregelen"][2]["titel"] not in text
    assert f"anders: Omschrijving: {MASKER} (2 woorden nieuw)" in text
    assert "--toon-persoonsgegevens" in text


def test_no_canary_is_in_what_is_masked():
    kanarie = canary_dossier()
    one, other = from_dossier(kanarie.gegevens), from_dossier(maak("provincie", 1, "vastgesteld"))
    for compared in (vergelijk(one, other, datum=DATUM), vergelijk(other, one, datum=DATUM)):
        said = [*regels(compared, masker=MASKER), json.dumps(compared.as_json(MASKER), ensure_ascii=False)]
        assert kanarie.finder().in_bytes("\n".join(said).encode(), "x") == []


def test_a_house_number_is_masked_too():
    change = Wijziging(soort="gewijzigd", pad=("woonplek", "adres", "huisnummer"), oud=12, nieuw=14)
    assert (benoem(change, masker=MASKER).oud, benoem(change, masker=MASKER).nieuw) == (MASKER, MASKER)
    assert benoem(change, masker=None).nieuw == 14


def test_no_text_is_in_what_a_comparison_says_of_itself():
    assert "Kanarie" not in repr((found(), found().benoemd()))
    assert oud()["adviesrapport"]["maatregelen"][2]["titel"] not in repr(found().benoemd())


def test_equal_versions_are_said_to_be_equal():
    same = vergelijk(from_dossier(oud()), from_dossier(oud()), datum=DATUM)
    text = "\n".join(regels(same, masker=MASKER))
    assert "De gegevens zijn gelijk." in text
    assert "De tekst van het rapport is gelijk." in text
    assert "--toon" not in text


def test_json_keeps_its_schema():
    kanten = [from_dossier(maak("waterschap", 0, fase)) for fase in ("concept", "in_uitvoering")]
    same = vergelijk(kanten[0], kanten[0], datum=DATUM)
    for compared, masker in ((found(), None), (vergelijk(*kanten, datum=DATUM), MASKER), (same, None)):
        assert schema_faults("vergelijking", compared.as_json(masker)) == []


def test_every_change_of_every_sample_has_a_dutch_name():
    kanten = [from_dossier(maak("provincie", zaad, "in_uitvoering")) for zaad in (3, 4)]
    for change in vergelijk(*kanten, datum=DATUM).benoemd():
        assert change.hoofdstuk.strip()
        assert change.label.strip()
        assert "_" not in change.label
        assert [stuk.tekst for stuk in change.stukken if stuk.soort != "gelijk"]


# --- the document ------------------------------------------------------------------------------


@pytest.mark.lang
def test_the_document_passes_verapdf():
    (verdict,) = verapdf.check([document().pdf])
    assert verdict.failed == {"3a": {}, "ua1": {}}
    assert verdict.passed


def test_the_document_keeps_its_text_in_order():
    assert_text_in_order(document().docx, document().pdf)


def test_what_changed_is_marked_and_said_in_words():
    text = body_text(document().pdf)
    straat = oud()["woonplek"]["adres"]["straatnaam"]
    assert squeeze(f"[weg: {straat}] [nieuw: Kanariedreef]") in text
    xml = [p for p in docx.alineas(document().docx) if "Kanariedreef" in p.tekst]
    assert xml
    assert squeeze("[nieuw: Kanarie erbij.]") in text


def test_what_went_is_struck_out_and_what_came_is_underlined():
    struck, underlined = (marked(f"w:{name}") for name in ("strike", "u"))
    assert oud()["woonplek"]["adres"]["straatnaam"] in struck
    assert "Kanariedreef" in underlined
    assert "Kanariedreef" not in struck


def marked(name):
    """The texts of the runs with this property."""
    with zipfile.ZipFile(io.BytesIO(document().docx)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    spaces = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    return "\n".join(
        "".join(run.itertext())
        for run in root.iterfind(".//w:r[w:rPr]", spaces)
        if run.find(f"w:rPr/{name}", spaces) is not None
    )


def test_title_is_neutral_and_the_printed_data_go_with_it():
    title = PdfReader(io.BytesIO(document().pdf)).metadata.title
    assert title.startswith("Bericht WD-")
    assert not reveals(title, nieuw())
    attached = read_inhoud(document().pdf).gegevens
    assert attached == canonical_bytes(vergelijking_gegevens(found(), datum=DATUM))


def test_the_same_comparison_gives_the_same_bytes():
    again = render_vergelijking(found(), datum=DATUM)
    assert (again.docx, again.pdf) == (document().docx, document().pdf)


def test_a_comparison_without_any_difference_is_a_document_too():
    same = vergelijk(from_dossier(oud()), from_dossier(oud()), datum=DATUM)
    assert squeeze("In de gegevens is niets veranderd.") in body_text(render_vergelijking(same, datum=DATUM).pdf)
