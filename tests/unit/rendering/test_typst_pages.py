# SPDX-License-Identifier: EUPL-1.2
"""What letterheads and long reports are made of comes out at its place, counted right, and conforms."""

from __future__ import annotations

import io
import itertools
from datetime import date
from functools import cache

import pytest
from pypdf import PdfReader

import verapdf
from docxbouw import docx, header, kader, kop, p, para, r, sectie, tekstvak, veld, vml_vak
from pdftext import squeeze
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering import typst_engine
from weerbaar_docs.rendering.walk import examine, paragraph_texts, walk

LOREM = "Deze alinea is lang genoeg om over meer dan een regel te lopen, zodat te zien is waar zij begint. " * 3
REFERENCE = '<w:rPr><w:rStyle w:val="Voetnootmarkering"/></w:rPr>'


def pdf_of(data):
    return typst_engine.to_pdf(data, titel="Bericht WD-00000000", datum=date(2026, 11, 22))


def reader(data):
    return PdfReader(io.BytesIO(pdf_of(data)))


def texts(data):
    return [squeeze(page.extract_text()) for page in reader(data).pages]


def places(page):
    """The text of a page with the place where it starts: millimetres from the left and the top."""
    found, height = [], float(page.mediabox.height)

    def visit(text, cm, tm, _font, _size):
        if text.strip():
            x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((text.strip(), x / 72 * 25.4, (height - y) / 72 * 25.4))

    page.extract_text(visitor_text=visit)
    return found


def place(page, text):
    return next((x, y) for found, x, y in places(page) if text in found)


@cache
def letter():
    """A letterhead: an address window in a frame, a reference column in a text box, a logo in the first header."""
    first = para(tekstvak(p("LOGO"), x=120, y=10, w=60, h=15)) + para(
        f"<w:r>{vml_vak(p('postadres'), x=20, y=14, w=40, h=10)}</w:r>"
    )
    body = (
        kader("Gemeente Voorbeeld", x=25, y=50, w=85, h=25)
        + kader("Postbus 1", x=25, y=50, w=85, h=25)
        + para(tekstvak(p("Ons kenmerk") + p("WD-0001"), x=170, y=90, w=35, h=30), r("Geachte secretaris,"))
        + "".join(p(LOREM) for _ in range(30))
        + sectie('<w:headerReference w:type="first" r:id="h1"/><w:titlePg/>')
    )
    return docx(body, parts={"word/header1.xml": header(first)}, rels={"h1": "header1.xml"})


def test_frames_and_text_boxes_stand_where_the_letterhead_puts_them():
    page, *following = reader(letter()).pages
    for text, wanted in {
        "Gemeente": (25, 53),
        "Ons kenmerk": (170, 93),
        "LOGO": (120, 13),
        "postadres": (20, 17),
    }.items():
        x, y = place(page, text)
        assert abs(x - wanted[0]) < 1, text
        assert abs(y - wanted[1]) < 2, text
    assert all("LOGO" not in page.extract_text() for page in following)


def test_text_that_would_run_into_a_frame_goes_below_it():
    page = reader(letter()).pages[0]
    inside = [text for text, x, y in places(page) if 52 < y < 75 and 25 <= x < 110]
    assert all("Gemeente" in text or "Postbus" in text for text in inside)
    assert min(y for text, _x, y in places(page) if y > 75 and "Ons" not in text) < 85


def test_a_choice_and_its_fallback_come_out_once():
    assert "".join(texts(letter())).count("Onskenmerk") == 1


def test_a_vml_text_box_alone_comes_out_as_well():
    (text,) = texts(docx(para(f"<w:r>{vml_vak(p('oud vak'), x=30, y=60, w=50, h=20)}</w:r>", r("tekst")) + sectie()))
    assert "oudvak" in text


def test_a_floating_table_of_the_page_stands_at_its_place():
    cells = "".join(f"<w:tc><w:tcPr/>{p(text)}</w:tc>" for text in ("Kenmerk", "WD-9"))
    at = '<w:tblpPr w:vertAnchor="page" w:horzAnchor="page" w:tblpX="8000" w:tblpY="3000"/>'
    table = f'<w:tbl><w:tblPr>{at}</w:tblPr><w:tblGrid><w:gridCol w:w="1500"/><w:gridCol w:w="1500"/></w:tblGrid><w:tr>{cells}</w:tr></w:tbl>'
    page = reader(docx(table + p("tekst") + sectie())).pages[0]
    assert abs(place(page, "Kenmerk")[0] - (8000 / 1440 * 25.4 + 1.9)) < 1
    assert abs(place(page, "Kenmerk")[1] - (3000 / 1440 * 25.4 + 3)) < 2


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (kader("x", x=1, y=1, w=10).replace('w:wrap="around"', 'w:dropCap="drop"'), "w:dropCap"),
        (para(tekstvak(para(tekstvak(p("x"), x=1, y=1, w=9, h=9)), x=1, y=1, w=9, h=9)), "tekstvak in een tekstvak"),
        (para(tekstvak(p("x"), x=1, y=1, w=9, h=9).replace("<a:xfrm>", '<a:xfrm rot="5400000">')), "gedraaid"),
        (para(tekstvak(p("x"), x=1, y=1, w=9, h=9).replace('prst="rect"', 'prst="ellipse"')), "wps:wsp"),
        (para(tekstvak(p("x"), x=1, y=1, w=9, h=9, relative="insideMargin")), "een plaats ten opzichte van"),
        (para("<w:r><w:pict><v:oval/></w:pict></w:r>"), "w:pict"),
        (para(veld("DATE \\@ dd-MM-yyyy")), "veld DATE"),
        (para(veld("DOCPROPERTY Onbekend")), "veld DOCPROPERTY"),
        (para(veld("STYLEREF Kop")), "veld STYLEREF"),
        (para(veld("TOC \\c Figuur")), "inhoudsopgave van iets anders"),
        (para(veld("PAGEREF weg")), "bladwijzer die er niet is"),
        (para('<w:hyperlink w:anchor="weg">' + r("x") + "</w:hyperlink>"), "bladwijzer die er niet is"),
        (para('<w:r><w:footnoteReference w:id="9"/></w:r>'), "w:footnoteReference"),
        (para(ppr=sectie()) + sectie('<w:type w:val="continuous"/><w:titlePg/>'), "doorlopende sectie"),
    ],
)  # fmt: skip
def test_what_cannot_be_placed_or_counted_is_refused_by_name(body, what):
    with pytest.raises(RenderingError, match="DOCX-") as caught:
        walk(docx(body))
    assert what in str(caught.value)


@cache
def report():
    """A report: contents, a roman section and an arabic one, running headings, notes, links, nested lists."""
    refs = "".join(
        f'<w:{kind}Reference w:type="{which}" r:id="{target}"/>'
        for kind, which, target in (("header", "default", "h"), ("header", "even", "e"), ("footer", "default", "f"), ("footer", "even", "f"))
    )  # fmt: skip
    parts = {
        "word/header1.xml": header(para(r("Hoofdstuk: "), veld('STYLEREF "Kop 1"'))),
        "word/header2.xml": header(p("EVEN")),
        "word/footer1.xml": header(
            para(r("blz "), veld("PAGE"), r(" van "), veld("NUMPAGES"), r(" deel "), veld("SECTIONPAGES"), r(" "), veld("DOCPROPERTY Kenmerk"))
        ),
        "docProps/custom.xml": '<Properties xmlns="x"><property name="Kenmerk"><v>WD-77</v></property></Properties>',
    }  # fmt: skip
    toc = (
        para(
            *veld('TOC \\o "1-2" \\h \\z \\u', "").partition('<w:r><w:fldChar w:fldCharType="end"/>')[:1],
            r("Oude regel"),
        )
        + p("Nog een oude regel")
        + para('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    )
    notes = [f'<w:r>{REFERENCE}<w:footnoteReference w:id="{number}"/></w:r>' for number in (7, 2)]
    end = f'<w:r>{REFERENCE}<w:endnoteReference w:id="3"/></w:r>'
    items = "".join(
        p(f"punt {n}", ppr=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')
        for n, level in enumerate((0, 1, 1, 0, 1))
    )
    body = (
        toc
        + kop("Inleiding")
        + para('<w:bookmarkStart w:id="1" w:name="geheim"/>', r("Met noten"), *notes, end, r(" en "))
        + para('<w:hyperlink w:anchor="geheim">' + r("verwijzing") + "</w:hyperlink>", r(" naar blz "), veld("PAGEREF geheim \\h"))
        + kop("Diepte", 2)
        + items
        + p(LOREM * 20)
        + para(ppr=sectie(refs + '<w:pgNumType w:fmt="lowerRoman"/>'))
        + kop("Tweede deel")
        + p(LOREM * 20)
        + sectie('<w:pgNumType w:start="1"/>')
    )  # fmt: skip
    mark = "<w:r><w:footnoteRef/></w:r>"
    footnotes = f'<w:footnote w:id="2">{para(mark, r(" Noot twee."))}</w:footnote><w:footnote w:id="7">{para(mark, r(" Noot zeven."))}{p("Vervolg.")}</w:footnote>'
    endnotes = f'<w:endnote w:id="3">{para("<w:r><w:endnoteRef/></w:r>", r(" De eindnoot."))}</w:endnote>'
    return docx(
        body, parts=parts, rels={"h": "header1.xml", "e": "header2.xml", "f": "footer1.xml"}, footnotes=footnotes,
        endnotes=endnotes, settings="<w:evenAndOddHeaders/><w:autoHyphenation/>",
    )  # fmt: skip


def test_sections_have_their_own_page_numbers_and_running_headings():
    first, second, third, fourth = texts(report())
    assert "Hoofdstuk:Inleiding" in first
    assert "blziivan4deel2WD" in second
    assert "EVEN" in second
    assert "Hoofdstuk:Tweededeel" in third
    assert "blz1van4deel2" in third
    assert "blz2van4deel2" in fourth


def test_the_table_of_contents_is_counted_anew():
    first = texts(report())[0]
    assert "Ouderegel" not in first
    assert "oude regel" not in " ".join(paragraph_texts(walk(report())))
    for entry in ("Inleiding", "Diepte", "Tweededeel"):
        assert entry in first
    assert first.index("Tweededeel") < first.index("Metnoten")


def test_notes_follow_their_ids_and_the_endnote_comes_last():
    first, *_, last = texts(report())
    assert first.index("1Nootzeven.") < first.index("2Noottwee.")
    assert "Vervolg." in first
    assert last.index("iDeeindnoot.") > 0  # Word numbers endnotes with small Roman figures


def test_a_link_to_a_bookmark_works_and_its_name_stays_inside():
    found = reader(report())
    assert "naarblzi" in texts(report())[0]
    assert b"geheim" not in pdf_of(report())
    assert [entry.title for entry in found.outline if not isinstance(entry, list)] == ["Inleiding", "Tweede deel"]


@pytest.mark.lang
def test_letter_and_report_pass_verapdf():
    for verdict in verapdf.check([pdf_of(letter()), pdf_of(report())]):
        assert verdict.failed == {"3a": {}, "ua1": {}}


def test_gaps_between_nested_list_items_are_all_the_same():
    found = [y for text, _x, y in places(reader(report()).pages[0]) if "punt" in text]
    steps = {round(after - before, 1) for before, after in itertools.pairwise(found)}
    assert len(steps) == 1


def test_long_words_are_hyphenated_only_when_the_document_asks_for_it():
    word = "beveiligingsmaatregelenverantwoordelijkheidsverdeling " * 12
    with_, without = (
        "".join(page.extract_text() for page in reader(docx(p(word) + sectie(), settings=asked)).pages)
        for asked in ("<w:autoHyphenation/>", "")
    )
    assert "\u00ad\n" in with_
    assert "\u00ad\n" not in without


def test_examine_warns_where_text_would_run_beside_a_float():
    found = examine(docx(kader("x", x=30, y=40, w=30) + p(LOREM) + sectie()))
    assert [melding.ernst for melding in found] == ["waarschuwing"]
    assert found[0].code == "DOCX-ANDERS"
