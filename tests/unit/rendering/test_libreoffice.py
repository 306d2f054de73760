# SPDX-License-Identifier: EUPL-1.2
"""The second engine keeps the contract of the first: PDF/A-3a + PDF/UA-1, all text, the same bytes every time."""

from __future__ import annotations

import io
import json
import re
from datetime import date

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdf import PdfReader

import verapdf
import writerbouw
from motorcontract import MotorContract
from pdftext import assert_every_paragraph, body_text, docx_paragraphs, squeeze
from weerbaar_docs._resources import read_resource
from weerbaar_docs.dossiers.inzage import copy_for_bestuurder
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering import libreoffice, render, typst_engine
from weerbaar_docs.rendering.libreoffice import installation
from weerbaar_docs.rendering.libreoffice.engine import LibreofficeEngine
from weerbaar_docs.sleutelblad import render_sleutelblad
from weerbaar_docs.stamping_pdf import attached_gegevens
from weerbaar_docs.vergelijken import from_dossier, vergelijk
from weerbaar_docs.vergelijken.document import render_vergelijking
from weerbaar_docs.werkgeverdocumenten import render_werkgeversversie
from weerbaar_docs.werkgeversversie import werkgeversversie

DATUM = date(2026, 11, 22)
TITEL = "Bericht WD-01234567"
STEMPEL = ["VASTGESTELD", "Besluit BVA-2026-0001", "22-11-2026, versie 1", "SHA-256 0123456789abcdef"]
NONE = {"3a": {}, "ua1": {}}


class TestLibreoffice(MotorContract):
    @pytest.fixture
    def motor(self):
        return LibreofficeEngine()


@pytest.fixture(scope="module")
def pool():
    with libreoffice.Pool(libreoffice.find_installation(), size=1) as made:
        yield made


@pytest.fixture(scope="module")
def full():
    return writerbouw.full()


@pytest.fixture(scope="module")
def full_pdf(pool, full):
    return pdf_of(full, pool, gegevens=b'{"a": "\xc3\xa9"}')


def pdf_of(docx, pool, **changed):
    return libreoffice.to_pdf(docx, pool=pool, **{"titel": TITEL, "datum": DATUM, **changed})


@pytest.fixture(scope="module")
def shipped(keten):
    """A filled document of each template that we ship."""
    definitief, dossier = keten.definitief, json.loads(read_resource("voorbeelden", "gemeente_burgemeester.json"))
    versie = werkgeversversie(definitief.rapport.inhoud, definitief.bva_besluit, datum=DATUM.isoformat())
    concept = {name: value for name, value in dossier.items() if name != "bva_besluiten"}
    verhuisd = {**concept, "woonplek": {**dossier["woonplek"], "woningtype": "woonboot", "vve": True}}
    contact = {
        "organisatie": dossier["organisatie"],
        "contactpunt": {"naam": "het secretariaat", "telefoon": None, "email": None, "openingstijden": None},
        "adresregels": ["Gemeente Súd-Ooster", "Postbus 1", "1234 AB Stad"],
        "aanhef": "Geachte gemeentesecretaris,",
        "kenmerk": "WD-0001",
        "datum": DATUM.isoformat(),
    }
    return {
        "concept": keten.concept.document,
        "definitief": definitief.document,
        "brief": keten.brief.document,
        "werkgever": render_werkgeversversie(versie, datum=DATUM, titel=TITEL),
        "contact": render("brief_contactgegevens", contact, datum=DATUM, titel=TITEL),
        "inzage": copy_for_bestuurder(dossier, pseudoniem="p", now=keten.o.nu).document,
        "sleutelblad": render_sleutelblad(datum=DATUM),
        "vergelijking": render_vergelijking(
            vergelijk(from_dossier(concept), from_dossier(verhuisd), datum=DATUM), datum=DATUM
        ),
    }


@pytest.fixture(scope="module")
def shipped_pdfs(shipped, pool):
    return {name: pdf_of(document.docx, pool, gegevens=b"{}") for name, document in shipped.items()}


@pytest.mark.lang
def test_every_shipped_template_keeps_its_text_in_order(shipped, shipped_pdfs):
    for name, document in shipped.items():
        if name != "inzage":
            assert_every_paragraph(document.docx, shipped_pdfs[name])  # of a letter the address floats
    # Writer breaks a row over pages and repeats the row of headings inside it.
    text = body_text(shipped_pdfs["inzage"]).replace("GegevenWaterstaat", "")
    paragraphs = [p for p in docx_paragraphs(shipped["inzage"].docx) if p not in {"Gegeven", "Waterstaat"}]
    places = [text.find(paragraph) for paragraph in paragraphs]
    assert min(places) >= 0


@pytest.mark.lang
def test_a_report_with_contents_footnotes_borders_and_links_passes_verapdf(full_pdf):
    (verdict,) = verapdf.check([full_pdf])
    assert verdict.failed == NONE
    assert min(verdict.checks.values()) > 1000


def test_the_table_of_contents_is_brought_up_to_date(full, full_pdf):
    first = PdfReader(io.BytesIO(full_pdf)).pages[0].extract_text()
    assert "Nog niet bijgewerkt" in str(writerbouw.texts(full))
    assert "Nog niet bijgewerkt" not in first
    for number in range(1, 7):
        assert re.search(rf"Hoofdstuk {number}\.*{number + 1}\b", first)


@pytest.mark.lang
def test_the_same_document_gives_the_same_bytes_in_other_workers_and_another_date_does_not(full, full_pdf, shipped):
    for _ in range(3):
        with libreoffice.Pool(libreoffice.find_installation(), size=1) as other:
            letter = pdf_of(shipped["brief"].docx, other)
            assert pdf_of(full, other, gegevens=b'{"a": "\xc3\xa9"}') == full_pdf
            assert pdf_of(shipped["brief"].docx, other) == letter
            assert pdf_of(shipped["brief"].docx, other, datum=date(2026, 11, 23)) != letter


def test_metadata_are_neutral_and_the_language_is_dutch(full_pdf):
    reader = PdfReader(io.BytesIO(full_pdf))
    assert reader.metadata.title == TITEL
    assert reader.metadata.author is None
    assert reader.metadata.creation_date.date() == DATUM
    assert reader.trailer["/Root"]["/Lang"] == "nl-NL"
    assert b"python-docx" not in full_pdf


def test_headings_are_bookmarks(full_pdf):
    titles = [entry.title for entry in PdfReader(io.BytesIO(full_pdf)).outline if not isinstance(entry, list)]
    assert titles == [f"Hoofdstuk {number}" for number in range(1, 7)]


def test_gegevens_are_attached_byte_for_byte(full_pdf):
    assert attached_gegevens(full_pdf) == b'{"a": "\xc3\xa9"}'
    assert PdfReader(io.BytesIO(full_pdf)).trailer["/Root"]["/AF"][0].get_object()["/AFRelationship"] == "/Data"


@pytest.mark.parametrize("data", [b"\xff", b"geen json"])
def test_gegevens_that_are_not_json_are_refused(data, pool):
    with pytest.raises(RenderingError, match="PDF-BIJLAGE"):
        pdf_of(b"", pool, gegevens=data)


def test_only_the_fonts_of_the_engine_are_embedded(full_pdf):
    fonts = [
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(io.BytesIO(full_pdf)).pages
        for font in page["/Resources"]["/Font"].values()
    ]
    assert fonts
    assert all(re.fullmatch(r"/[A-Z]{6}\+Arimo(-Bold|-Italic|-BoldItalic)?", font) for font in fonts)


def test_each_footnote_has_an_identifier_and_a_way_back(full_pdf):
    notes = [element for element in elements(full_pdf) if element["/S"] == "/Note"]
    assert len({bytes(note["/ID"].original_bytes) for note in notes}) == len(notes) == 6
    for note in notes:
        link = note["/K"][0].get_object()
        assert link["/S"] == "/Link"
        assert link["/K"][0]["/Obj"].get_object()["/Subtype"] == "/Link"


@pytest.mark.lang
def test_footnotes_that_run_on_to_the_next_page_keep_their_way_back(pool):
    document, notes = writerbouw.plain(), []
    for number in range(9):
        paragraph = document.add_paragraph("Een zin. " * 60)
        writerbouw.add_note(paragraph, notes, f"Noot {number} " + "met tekst " * (40 if number < 6 else 300))
    pdf = pdf_of(writerbouw.with_notes(writerbouw.saved(document), notes), pool)
    assert len(PdfReader(io.BytesIO(pdf)).pages) > 3
    found = [element for element in elements(pdf) if element["/S"] == "/Note"]
    links = [note for note in found if note["/K"][0].get_object()["/S"] == "/Link"]
    assert len(links) == 9
    (verdict,) = verapdf.check([pdf])
    assert verdict.failed == NONE


def frame(document):
    """The address window of a letter."""
    place = f'<w:framePr {nsdecls("w")} w:w="4000" w:wrap="around" w:vAnchor="page" w:hAnchor="page" w:x="1400" w:y="2600"/>'
    document.add_paragraph("Adresvenster")._p.get_or_add_pPr().append(parse_xml(place))


def floating_table(document):
    """The column with references of a letter."""
    table = writerbouw.add_table(document, rows=3)
    place = f'<w:tblpPr {nsdecls("w")} w:vertAnchor="page" w:horzAnchor="page" w:tblpX="6000" w:tblpY="3000"/>'
    table._tbl.tblPr.append(parse_xml(place))


def columns(document):
    document.sections[0]._sectPr.append(parse_xml(f'<w:cols {nsdecls("w")} w:num="2" w:space="400"/>'))
    document.add_paragraph("Tekst in kolommen. " * 200)


def text_box(document):
    """A box as older letterheads have it."""
    space = 'xmlns:v="urn:schemas-microsoft-com:vml"'
    style = "position:absolute;margin-left:200pt;margin-top:10pt;width:120pt;height:40pt"
    box = "<v:textbox><w:txbxContent><w:p><w:r><w:t>Tekst in een vak</w:t></w:r></w:p></w:txbxContent></v:textbox>"
    shape = f'<w:pict><v:shape id="a" type="#t" style="{style}">{box}</v:shape></w:pict>'
    document.add_paragraph("Vak ")._p.append(parse_xml(f"<w:r {nsdecls('w')} {space}>{shape}</w:r>"))


def letterhead(document):
    """A logo without alternative text in the header is decoration."""
    writerbouw.add_picture(document.sections[0].header.paragraphs[0], "")


def nested_table(document):
    writerbouw.add_table(document, rows=2).cell(1, 1).add_table(2, 2).cell(0, 0).text = "binnen"


@pytest.mark.lang
def test_what_the_first_engine_does_not_do_is_conforming_here(pool):
    made = {}
    for build in (frame, floating_table, columns, text_box, letterhead, nested_table):
        document = writerbouw.plain()
        document.add_heading("Kop", 1)
        build(document)
        document.add_paragraph("Slot.")
        made[build.__name__] = pdf_of(writerbouw.saved(document), pool)
    for name, verdict in zip(made, verapdf.check(list(made.values())), strict=True):
        assert verdict.failed == NONE, name
    texts = {name: squeeze(PdfReader(io.BytesIO(pdf)).pages[0].extract_text()) for name, pdf in made.items()}
    assert "Adresvenster" in texts["frame"]
    assert "Tekstineenvak" in texts["text_box"]
    assert [e for e in elements(made["letterhead"]) if e["/S"] == "/Figure"] == []


def test_links_and_pictures_are_there_for_everyone(full_pdf):
    reader = PdfReader(io.BytesIO(full_pdf))
    actions = [ref.get_object().get("/A", {}) for page in reader.pages for ref in page.get("/Annots", [])]
    assert [action["/URI"] for action in actions if "/URI" in action] == ["https://voorbeeld.nl/a"]
    assert [e["/Alt"] for e in elements(full_pdf) if e["/S"] == "/Figure"] == ["Een blauw vlak"]


def test_the_watermark_of_a_concept_is_no_content(shipped_pdfs):
    found = [element for element in elements(shipped_pdfs["concept"]) if element["/S"] in {"/Figure", "/Div"}]
    assert [str(element.get("/Alt", ""))[:13] for element in found] == [
        "Staafdiagram "
    ]  # the figure of the domeinen alone


def test_a_link_that_libreoffice_would_drop_is_an_error(pool):
    document = writerbouw.plain()
    writerbouw.add_link(document.add_paragraph("Zie "), "https://voorbeeld.nl/a", style="")
    with pytest.raises(RenderingError, match="PDF-KOPPELING"):
        pdf_of(writerbouw.saved(document), pool)


def test_times_and_courier_are_set_in_fonts_of_the_same_metrics(pool):
    document = writerbouw.plain()
    for font in ("Times New Roman", "Courier New"):
        run = document.add_paragraph().add_run(f"In {font}")
        run._r.get_or_add_rPr().append(parse_xml(f'<w:rFonts {nsdecls("w")} w:ascii="{font}" w:hAnsi="{font}"/>'))
    pdf = pdf_of(writerbouw.saved(document), pool)
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    names = {str(font.get_object()["/BaseFont"])[8:] for font in page["/Resources"]["/Font"].values()}
    assert names == {"Tinos", "Cousine"}
    assert squeeze("In Courier New") in squeeze(page.extract_text())


def test_herkomst_facts_are_stable_and_differ_from_those_of_typst():
    assert libreoffice.ENGINE == "libreoffice"
    assert re.match(r"\d+\.\d+ \(", libreoffice.engine_versie())
    assert re.fullmatch(r"[0-9a-f]{64}", libreoffice.fonts_sha256())
    assert libreoffice.ENGINE != typst_engine.ENGINE


def test_a_machine_without_libreoffice_is_told_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RenderingError, match="PDF-LIBREOFFICE") as caught:
        libreoffice.find_installation()
    assert installation.PACKAGES in caught.value.diagnostics()[0]


def test_half_an_installation_is_named(monkeypatch, tmp_path):
    (tmp_path / "soffice").write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RenderingError, match=r"soffice\.bin ontbreekt"):
        libreoffice.find_installation()


def elements(pdf):
    """The elements of the structure tree in order."""
    found = []

    def look(node):
        node = node.get_object()
        if isinstance(node, list):
            for kid in node:
                look(kid)
        elif isinstance(node, dict) and "/S" in node:
            found.append(node)
            if "/K" in node:
                look(node["/K"])

    look(PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found
