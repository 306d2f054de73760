# SPDX-License-Identifier: EUPL-1.2
"""What LibreOffice may not open is refused beforehand: by name and place, all faults at once, without quoting."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

import corpusbouw
import writerbouw
from docxbouw import header, kader, p, para, sectie, tekstvak
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.libreoffice.admission import FIELDS, admit

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def codes(docx):
    with pytest.raises(RenderingError) as caught:
        admit(docx)
    return [(melding.code, melding.pad) for melding in caught.value.meldingen]


def related(kind, target, *, external=True):
    document = writerbouw.plain()
    document.add_paragraph("Tekst")
    document.part.rels.get_or_add_ext_rel(kind, target) if external else None
    return writerbouw.saved(document)


def test_a_full_report_is_let_through():
    admit(writerbouw.full())


@pytest.mark.parametrize(
    ("kind", "target", "code"),
    [
        (RT.IMAGE, "http://voorbeeld.nl/pixel.png", "DOCX-EXTERN"),
        (RT.IMAGE, "file:///etc/hostname", "DOCX-EXTERN"),
        (RT.HYPERLINK, "file:///etc/hostname", "DOCX-EXTERN"),
        (RT.HYPERLINK, "javascript:alert(1)", "DOCX-EXTERN"),
        (f"{OFFICE}/attachedTemplate", "http://voorbeeld.nl/x.dotm", "DOCX-INGESLOTEN"),
        (f"{OFFICE}/oleObject", "file:///x.bin", "DOCX-INGESLOTEN"),
        (f"{OFFICE}/aFChunk", "x.html", "DOCX-INGESLOTEN"),
        (f"{OFFICE}/subDocument", "x.docx", "DOCX-INGESLOTEN"),
        ("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin", "DOCX-INGESLOTEN"),
    ],
)
def test_what_lies_outside_the_file_or_runs_is_refused(kind, target, code):
    assert codes(related(kind, target)) == [(code, "word/_rels/document.xml.rels")]


@pytest.mark.parametrize("target", ["https://voorbeeld.nl/a", "http://voorbeeld.nl", "mailto:post@voorbeeld.nl"])
def test_links_for_the_reader_are_let_through(target):
    admit(related(RT.HYPERLINK, target))


@pytest.mark.parametrize("field", ["DATE", "time", "FILENAME", "INCLUDETEXT", "INCLUDEPICTURE", "DDEAUTO", "USERNAME"])
def test_fields_that_differ_from_day_to_day_or_fetch_something_are_refused(field):
    document = writerbouw.plain()
    writerbouw.add_field(document.add_paragraph(), f'{field} "x"')
    assert codes(writerbouw.saved(document)) == [("DOCX-VELDCODE", "word/document.xml")]


@pytest.mark.parametrize("field", ["SECTION", "SECTIONPAGES", "SEQ Tabel", "STYLEREF Kop"])
def test_fields_of_which_libreoffice_prints_an_old_result_are_refused(field):
    document = writerbouw.plain()
    writerbouw.add_field(document.add_paragraph(), field)
    assert codes(writerbouw.saved(document)) == [("DOCX-VELDCODE", "word/document.xml")]


def test_a_text_box_or_frame_of_the_page_in_a_header_is_refused_as_it_would_move():
    letterhead = {"h": "header1.xml"}
    reference = sectie('<w:headerReference w:type="default" r:id="h"/>')
    for content in (para(tekstvak(p("Logo"), x=120, y=10, w=60, h=15)), kader("Logo", x=120, y=10, w=60)):
        docx = corpusbouw.document(
            p("Tekst.") + reference, parts={"word/header1.xml": header(content)}, rels=letterhead
        )
        assert codes(docx) == [("DOCX-PLAATS", "word/header1.xml")]
    aligned = kader("1", x=0, y=1, w=10, anchor="text")
    admit(corpusbouw.document(p("Tekst.") + reference, parts={"word/header1.xml": header(aligned)}, rels=letterhead))


def test_a_character_that_turns_the_text_round_is_refused():
    assert codes(corpusbouw.document(p("bericht \u202e om") + sectie())) == [("DOCX-TEKEN", "word/document.xml")]


def test_a_field_that_is_spread_over_runs_or_stands_in_a_header_is_seen():
    document = writerbouw.plain()
    paragraph = document.sections[0].header.paragraphs[0]
    for text in ("INCLUDE", "TEXT x"):
        kind = '<w:fldChar w:fldCharType="begin"/>' if text == "INCLUDE" else ""
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{kind}<w:instrText>{text}</w:instrText></w:r>"))
    assert codes(writerbouw.saved(document)) == [("DOCX-VELDCODE", "word/header1.xml")]


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_fields_of_the_list_are_let_through(field):
    document = writerbouw.plain()
    document.add_paragraph()._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" {field} x "/>'))
    admit(writerbouw.saved(document))


def test_a_picture_without_alternative_text_is_refused_and_decoration_is_not():
    document = writerbouw.plain()
    paragraph = document.add_paragraph()
    writerbouw.add_picture(paragraph, "")
    assert codes(writerbouw.saved(document)) == [("DOCX-ALT", "word/document.xml")]
    properties = next(paragraph._p.iter("{*}docPr"))
    mark = '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    properties.append(parse_xml(f'<a:extLst {nsdecls("a")}><a:ext uri="x">{mark}</a:ext></a:extLst>'))
    admit(writerbouw.saved(document))


def test_a_font_without_a_metric_twin_is_refused_by_name_where_it_is_used():
    document = writerbouw.plain()
    run = document.add_paragraph().add_run("x")
    run.font.name = "Comic Sans MS"
    with pytest.raises(RenderingError, match=r"DOCX-LETTERTYPE.*Comic Sans MS"):
        admit(writerbouw.saved(document))


def test_a_theme_font_is_looked_up():
    document = writerbouw.plain()
    run = document.add_paragraph().add_run("x")
    run._r.get_or_add_rPr().append(parse_xml(f'<w:rFonts {nsdecls("w")} w:asciiTheme="minorHAnsi"/>'))
    assert codes(writerbouw.saved(document)) == [("DOCX-LETTERTYPE", "word/document.xml")]


def test_all_faults_come_at_once():
    document = writerbouw.plain()
    writerbouw.add_field(document.add_paragraph(), "DATE")
    writerbouw.add_picture(document.add_paragraph(), "")
    document.add_paragraph().add_run("x").font.name = "Papyrus"
    document.part.rels.get_or_add_ext_rel(RT.IMAGE, "http://voorbeeld.nl/x.png")
    found = {code for code, _place in codes(writerbouw.saved(document))}
    assert found == {"DOCX-VELDCODE", "DOCX-ALT", "DOCX-LETTERTYPE", "DOCX-EXTERN"}


def test_files_that_are_no_word_file_or_a_bomb_are_refused():
    good = writerbouw.full(chapters=1)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 60_000_000)
    entities = writerbouw.replaced(
        good, "word/document.xml", b"<w:document", b"<!DOCTYPE w [<!ENTITY a 'b'>]><w:document"
    )
    broken = writerbouw.replaced(good, "word/document.xml", b"</w:body>", b"")
    assert codes(b"") == codes(good[:1000]) == [("DOCX-BESTAND", "")]
    assert codes(entities) == codes(broken) == [("DOCX-XML", "word/document.xml")]
    assert codes(bomb.getvalue()) == [("DOCX-GROOT", "")]


def test_no_error_quotes_the_document():
    document = writerbouw.plain()
    writerbouw.add_field(document.add_paragraph(), "Geheim-Kanarie x")
    document.add_paragraph().add_run("x").font.name = "Kanarie: <geheim>"
    document.part.rels.get_or_add_ext_rel(RT.IMAGE, "http://kanarie.voorbeeld.nl/x.png")
    with pytest.raises(RenderingError) as caught:
        admit(writerbouw.saved(document))
    assert "kanarie" not in str(caught.value).lower()
