# SPDX-License-Identifier: EUPL-1.2
"""The engine gives PDF/A-3a + PDF/UA-1 with all text in order, the same bytes every time."""

from __future__ import annotations

import io
import json
import re
import struct
import zlib
from datetime import date
from functools import cache

import pytest
import typst
from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from pypdf import PdfReader

import verapdf
from geheugen import Zetter
from pdftext import assert_text_in_order, body_text, squeeze
from weerbaar_docs._resources import read_resource
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.model import Adviesrapport, rapport_digest, rapportinhoud
from weerbaar_docs.rendering import fonts, render, render_rapport, typst_engine

DATUM = date(2026, 11, 22)
TITEL = "Bericht WD-01234567"
NASTY = '#read("/etc/passwd") ] #panic("x") $x$ *a* _b_ @b <c> \\u{41} // `x` #import "x" \'a\' -- ...  ~ = kop'


def arial(document):
    for element in (document.styles.element, document.element):
        for font in element.iter(qn("w:rFonts")):
            for key in list(font.attrib):
                del font.attrib[key]
            font.set(qn("w:ascii"), "Arial")
            font.set(qn("w:hAnsi"), "Arial")
    return document


def saved(document):
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


@cache
def full_document(*, merged=False):
    document = arial(Document())
    document.add_heading("Adviesrapport", 0)
    document.add_heading("Inleiding", 1)
    document.add_paragraph(NASTY)
    document.add_paragraph().add_run("vet en rood").bold = True
    for index in range(3):
        document.add_paragraph(f"Punt {index} " + "met veel tekst " * 12, style="List Bullet")
        document.add_paragraph(f"Dieper {index}", style="List Bullet 2")
    for index in range(3):
        document.add_paragraph(f"Stap {index}", style="List Number")
    document.add_heading("Maatregelen", 2)
    table = document.add_table(60, 3, style="Table Grid")
    for y, row in enumerate(table.rows):
        for x, cell in enumerate(row.cells):
            cell.text = f"cel {y}.{x}"
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    if merged:
        table.cell(3, 0).merge(table.cell(4, 1))
    layout = document.add_table(1, 2)
    layout.cell(0, 0).text = "Linkerkolom"
    layout.cell(0, 1).text = "Rechterkolom"
    document.add_paragraph("Naam:\tJan\tX").paragraph_format.tab_stops.add_tab_stop(Pt(100))
    document.add_page_break()
    document.add_heading("Slot", 2)
    document.add_paragraph("Einde. " + "Een lange alinea loopt door over de regel. " * 150)
    footer = document.sections[0].footer.paragraphs[0]
    for instruction in ("PAGE", "NUMPAGES"):
        footer.add_run("Pagina " if instruction == "PAGE" else " van ")
        footer._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" {instruction} "/>'))
    document.sections[0].header.paragraphs[0].text = "KOPTEKST"
    return saved(document)


def pdf_of(docx, **kwargs):
    return typst_engine.to_pdf(docx, titel=TITEL, datum=DATUM, **kwargs)


def structure(pdf):
    """The tags of the document in order."""
    found = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for kid in node:
                walk(kid)
        elif isinstance(node, dict) and "/S" in node:
            found.append(str(node["/S"]).lstrip("/"))
            if "/K" in node:
                walk(node["/K"])

    walk(PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


@pytest.mark.lang
def test_verapdf_fails_a_known_bad_pdf_and_names_the_rules():
    bad, good = verapdf.check([typst.compile(b"Hallo"), pdf_of(full_document())])
    assert not bad.passed
    assert bad.failed["3a"]
    assert "7.1-9" in bad.failed["ua1"]
    assert good.passed


@pytest.mark.lang
def test_verapdf_passes_documents_empty_full_and_with_attachment():
    empty = pdf_of(saved(arial(Document())))
    full = pdf_of(full_document(), gegevens=b'{"a": "\xc3\xa9"}')
    merged = pdf_of(full_document(merged=True))
    for verdict in verapdf.check([empty, full, merged]):
        assert verdict.passed
        assert verdict.failed == {"3a": {}, "ua1": {}}
        assert min(verdict.checks.values()) > 30


def test_all_text_is_in_the_pdf_in_order():
    docx = full_document()
    assert_text_in_order(docx, pdf_of(docx))


def test_nasty_text_comes_out_verbatim():
    assert squeeze(NASTY) in body_text(pdf_of(full_document()))


def test_the_same_document_gives_the_same_bytes_and_another_date_does_not():
    docx = full_document()
    assert pdf_of(docx, gegevens=b"{}") == pdf_of(docx, gegevens=b"{}")
    other = typst_engine.to_pdf(docx, titel=TITEL, datum=date(2026, 11, 23))
    assert other != pdf_of(docx)


def test_metadata_are_neutral_and_the_language_is_dutch():
    reader = PdfReader(io.BytesIO(pdf_of(full_document())))
    assert reader.metadata.title == TITEL
    assert reader.metadata.author is None
    assert reader.metadata.creation_date.date() == DATUM
    assert reader.trailer["/Root"]["/Lang"] == "nl-NL"


def test_headings_are_bookmarks_and_tags():
    pdf = pdf_of(full_document())
    tags = structure(pdf)
    assert [tag for tag in tags if re.fullmatch(r"H\d", tag)] == ["H1", "H2", "H3", "H3"]
    outline = PdfReader(io.BytesIO(pdf)).outline
    assert outline[0].title == "Adviesrapport"
    assert outline[1][0].title == "Inleiding"


def test_tables_and_lists_are_tagged_and_layout_tables_are_not():
    tags = structure(pdf_of(full_document()))
    assert tags.count("Table") == 1
    assert tags.count("TH") == 3
    assert tags.count("TR") == 60
    assert tags.count("LI") == 9


def test_page_numbers_and_headers_stand_on_every_page():
    pages = PdfReader(io.BytesIO(pdf_of(full_document()))).pages
    texts = [page.extract_text() for page in pages]
    assert len(texts) > 2
    for index, text in enumerate(texts, start=1):
        assert "KOPTEKST" in text
        assert squeeze(f"Pagina {index} van {len(texts)}") in squeeze(text)


def test_a_header_row_is_repeated():
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(pdf_of(full_document()))).pages]
    with_cells = [text for text in texts if "cel 5" in text or "cel 59" in text]
    assert len(with_cells) > 1
    assert all("cel 0.0" in text for text in with_cells)


def test_gegevens_are_attached_byte_for_byte():
    data = '{"naam":"Súd #1"}'.encode()
    reader = PdfReader(io.BytesIO(pdf_of(full_document(), gegevens=data)))
    assert reader.attachments == {"gegevens.json": [data]}
    assert reader.trailer["/Root"]["/AF"][0].get_object()["/AFRelationship"] == "/Data"


@pytest.mark.parametrize("data", [b"\xff", b"geen json"])
def test_gegevens_that_are_not_json_are_refused(data):
    with pytest.raises(RenderingError, match="PDF-BIJLAGE"):
        pdf_of(full_document(), gegevens=data)


def test_only_the_bundled_font_is_embedded():
    reader = PdfReader(io.BytesIO(pdf_of(full_document())))
    names = {
        str(font.get_object()["/BaseFont"]) for page in reader.pages for font in page["/Resources"]["/Font"].values()
    }
    assert names
    assert all("Arimo" in name for name in names)


def test_herkomst_facts_are_stable():
    assert typst_engine.ENGINE == "typst"
    assert re.fullmatch(r"\d+\.\d+\.\d+", typst_engine.engine_versie())
    assert re.fullmatch(r"[0-9a-f]{64}", fonts.fonts_sha256())
    assert fonts.is_supported(" Liberation Sans")
    assert not fonts.is_supported("Calibri")
    assert ord("é") in fonts.codepoints()
    assert ord("漢") not in fonts.codepoints()


def test_a_compile_error_does_not_quote_the_document(monkeypatch):
    monkeypatch.setattr(typst_engine, "walk", lambda _docx, **_options: {"sections": [], "endnotes": [], "geheim": 1})
    with pytest.raises(RenderingError, match="PDF-TYPST") as caught:
        pdf_of(b"")
    assert "geheim" not in str(caught.value)


def png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\x15\x42\x73" * 4) * 4
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def rich_document():
    """Everything that the full document does not have."""
    document = arial(Document())
    document.add_heading("Kop", 1)
    paragraph = document.add_paragraph("H")
    paragraph.add_run("2").font.subscript = True
    paragraph.add_run("O m")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run(" onderstreept").font.underline = True
    paragraph.add_run(" kapitalen").font.all_caps = True
    link = document.part.relate_to("https://voorbeeld.example/a", RT.HYPERLINK, is_external=True)
    run = "<w:r><w:t>koppeling</w:t></w:r>"
    paragraph._p.append(parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{link}">{run}</w:hyperlink>'))
    for alignment in WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY:
        document.add_paragraph("Uitgelijnde tekst die over meer dan een regel loopt. " * 4).alignment = alignment
    hanging = document.add_paragraph(
        "Datum\tHangend ingesprongen tekst die over meer dan een regel loopt. " + "x " * 60
    )
    hanging.paragraph_format.left_indent, hanging.paragraph_format.first_line_indent = Pt(80), Pt(-80)
    document.add_paragraph("links\tmidden\trechts").paragraph_format.tab_stops.add_tab_stop(
        Pt(200), WD_TAB_ALIGNMENT.CENTER
    )
    document.paragraphs[-1].paragraph_format.tab_stops.add_tab_stop(Pt(430), WD_TAB_ALIGNMENT.RIGHT)
    exact = document.add_paragraph("Vaste regelhoogte. " * 20)
    exact.paragraph_format.line_spacing = Pt(20)
    picture = document.add_paragraph("Logo ")
    picture.add_run().add_picture(io.BytesIO(png()), width=Pt(30))
    next(picture._p.iter(qn("wp:docPr"))).set("descr", "Een blauw vlak")
    table = document.add_table(2, 2, style="Table Grid")
    table.rows[0].height = Pt(60)
    for y in range(2):
        for x in range(2):
            table.cell(y, x).text = f"vak {y}.{x}"
    table.cell(0, 0).vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    table.cell(0, 1).vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
    return saved(document)


@pytest.mark.lang
def test_rich_text_pictures_links_and_tabs_pass_verapdf_and_come_in_order():
    docx = rich_document()
    pdf = pdf_of(docx)
    (verdict,) = verapdf.check([pdf])
    assert verdict.failed == {"3a": {}, "ua1": {}}
    text = body_text(pdf)
    for wanted in ("H2Om2onderstreeptKAPITALENkoppeling", "DatumHangend", "linksmiddenrechts", "vak1.1"):
        assert wanted in text
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    assert page["/Annots"][0].get_object()["/A"]["/URI"] == "https://voorbeeld.example/a"
    assert "Figure" in structure(pdf)


def shipped_documents():
    """The shipped templates, filled with the shipped example."""
    dossier = json.loads(read_resource("voorbeelden", "gemeente_burgemeester.json"))
    rapport = Adviesrapport(inhoud=rapportinhoud(dossier), rapport_sha256=rapport_digest(dossier))
    besluit = (dossier.get("bva_besluiten") or [None])[0]
    brief = {**dossier["werkgeversbrief"], "adresregels": ["Gemeente Súd-Ooster", "Postbus 1", "1234 AB Stad"]}
    context = {"brief": brief}
    yield render_rapport(rapport, None, datum=DATUM)
    yield render_rapport(rapport, besluit, datum=DATUM)
    yield render("brief_werkgever_gemeente", context, datum=DATUM, titel=TITEL)
    contact = {
        "organisatie": dossier["organisatie"],
        "contactpunt": {
            "naam": "het secretariaat",
            "telefoon": "+31880000000",
            "email": None,
            "openingstijden": None,
        },
        "adresregels": brief["adresregels"],
        "aanhef": "Geachte gemeentesecretaris,",
        "kenmerk": "WD-0001",
        "datum": DATUM.isoformat(),
    }
    yield render("brief_contactgegevens", contact, datum=DATUM, titel=TITEL)


def test_the_concept_has_a_watermark_and_the_definitive_report_has_not():
    concept, definitief, *_ = shipped_documents()
    assert all("CONCEPT" in page.extract_text() for page in PdfReader(io.BytesIO(concept.pdf)).pages)
    assert not any("CONCEPT" in page.extract_text() for page in PdfReader(io.BytesIO(definitief.pdf)).pages)


def letter(text, *, times):
    document = arial(Document())
    for number in range(times):
        document.add_paragraph(f"{number} {text}")
    return saved(document)


@pytest.mark.lang
def test_typst_keeps_nothing_of_a_document_that_is_done():
    word = "Kwezelvoort"
    first, second = (letter(f"Alinea over {name} op een gewone dag.", times=300) for name in (word, "iets anders"))
    with Zetter() as zetter:
        zetter.to_pdf(first)
        zetter.to_pdf(second)
        # Python does not wipe what it frees, so some stays until it is used again; a cache would hold every paragraph.
        assert zetter.holds(word) < 300
        assert zetter.setter_holds(word) < 10
        start = zetter.resident()
        for _ in range(12):
            zetter.to_pdf(first)
        assert zetter.resident() < start + 32
