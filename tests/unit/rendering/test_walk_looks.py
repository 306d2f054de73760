# SPDX-License-Identifier: EUPL-1.2
"""Fills, lines at the sides, tab stops with dots, small capitals, long words and frames side by side come out as in Word."""

from __future__ import annotations

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from docxbouw import docx, kop, p, para, r, sectie, tekstvak, veld
from pdftext import squeeze
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering import typst_engine
from weerbaar_docs.rendering.walk import longwords, walk
from weerbaar_docs.rendering.walk.numbering import Level, Numbering

TAB = "<w:r><w:tab/></w:r>"
FILL = '<w:shd w:val="clear" w:color="auto" w:fill="E8EDF4"/>'
SIDES = "".join(f'<w:{side} w:val="single" w:sz="8" w:space="4"/>' for side in ("top", "left", "bottom", "right"))
LEVEL = (
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:suff w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
)


def blocks(*body, **more):
    (section,) = walk(docx("".join(body) + sectie(), **more))["sections"]
    return section["blocks"]


def page(*body, **more):
    pdf = typst_engine.to_pdf(docx("".join(body) + sectie(), **more), titel="Bericht WD-0", datum=date(2026, 11, 22))
    return PdfReader(io.BytesIO(pdf)).pages[0]


def places(found):
    """The text of a page with its place in points from the left and the top."""
    seen, height = [], float(found.mediabox.height)

    def visit(text, cm, tm, _font, _size):
        if text.strip():
            seen.append((text.strip(), tm[4] * cm[0] + cm[4], height - (tm[5] * cm[3] + cm[5])))

    found.extract_text(visitor_text=visit)
    return seen


def test_a_paragraph_with_a_fill_keeps_its_colour_and_white_is_no_fill():
    shaded, white, plain = blocks(p("a", ppr=FILL), p("b", ppr=FILL.replace("E8EDF4", "FFFFFF")), p("c"))
    assert shaded["shade"] == "#E8EDF4"
    assert "shade" not in white
    assert "shade" not in plain


def test_two_paragraphs_in_the_same_box_share_it_and_their_gap_lies_inside():
    first, second, other = blocks(*(p(text, ppr=f"<w:pBdr>{SIDES}</w:pBdr>") for text in "ab"), p("c"))
    assert set(first["bdr"]) == {"top", "left", "right"}
    assert set(second["bdr"]) == {"bottom", "left", "right"}
    assert (second["gap"], second["inner"]) == (0, 6)
    assert other["gap"] == 6


@pytest.mark.parametrize(("leader", "sign"), [("dot", "."), ("underscore", "_"), ("hyphen", "-"), ("middleDot", "·")])
def test_what_stands_before_a_tab_stop_is_repeated_up_to_it(leader, sign):
    stop = f'<w:tabs><w:tab w:val="right" w:leader="{leader}" w:pos="8000"/></w:tabs>'
    text = squeeze(page(para(r("Slot"), TAB, r("120"), ppr=stop)).extract_text())
    assert text.startswith("Slot" + sign * 20)
    assert text.endswith(sign + "120")


def test_numbers_stand_with_their_decimal_sign_below_each_other():
    stop = '<w:tabs><w:tab w:val="decimal" w:pos="4000"/></w:tabs>'
    rows = [para(r("x"), TAB, r(text), ppr=stop) for text in ("1,25", "1000,5")]
    (_, first, _), (_, second, _) = (found for found in places(page(*rows)) if "," in found[0])
    digit = 0.556 * 10  # the width of a figure of Arial
    assert first - second == pytest.approx(3 * digit, abs=0.5)


def test_small_capitals_are_smaller_capitals_and_figures_keep_their_size():
    (block,) = blocks(p("Ab 1", rpr="<w:smallCaps/>"))
    sizes = [(item, 10) if isinstance(item, str) else (item["s"], item["r"]["sz"]) for item in block["k"]]
    assert sizes == [("A", 10), ("B", 8), (" 1", 10)]


@pytest.mark.parametrize("rpr", ['<w:highlight w:val="yellow"/>', FILL.replace("E8EDF4", "FFFF00")])
def test_a_marker_or_fill_behind_text_keeps_its_colour(rpr):
    (block,) = blocks(para(r("gewoon "), r("geel", rpr)))
    assert block["k"][1]["r"]["hl"].upper() == "#FFFF00"
    assert "hl" not in block["r"]


@pytest.mark.parametrize("text", ["W" * 400, "w" * 400, "1" * 400])
def test_a_word_longer_than_its_line_breaks_and_stays_between_the_margins(text):
    found = page(p(f"kort {text} einde"))
    assert squeeze(found.extract_text()) == f"kort{text}einde"
    assert len({round(y) for _text, _x, y in places(found)}) > 3


def test_a_word_longer_than_its_text_box_or_cell_breaks_there():
    cells = "".join(f"<w:tc><w:tcPr/>{p(text)}</w:tc>" for text in ("W" * 40, "rechts"))
    table = f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="1500"/><w:gridCol w:w="1500"/></w:tblGrid><w:tr>{cells}</w:tr></w:tbl>'
    box = para(tekstvak(p("M" * 60), x=100, y=200, w=30, h=40), r("tekst"))
    found = places(page(table + box))
    assert len({round(y) for text, _x, y in found if "W" in text}) > 2
    assert len({round(y) for text, _x, y in found if "M" in text}) > 2


@given(st.text(alphabet="Ww.-/1 ", max_size=300), st.integers(20, 500))
def test_marking_long_words_changes_no_text(text, width):
    found = {"t": "p", "k": [text], "r": {"sz": 10}, "left": 0, "right": 0}
    longwords.mark_long_words([found], width, hyphenate=False)
    (item,) = found["k"]
    assert (item if isinstance(item, str) else item["s"]) == text


def test_two_text_boxes_at_one_paragraph_stand_side_by_side():
    boxes = [
        tekstvak(p(text), x=x, y=0, w=60, h=20, relative="column", wrap="wrapTopAndBottom")
        for text, x in (("LINKS", 0), ("RECHTS", 80))
    ]
    body = para(*(each.replace('V relativeFrom="column"', 'V relativeFrom="paragraph"') for each in boxes), r("onder"))
    found = {text: (x, y) for text, x, y in places(page(body))}
    assert found["LINKS"][1] == pytest.approx(found["RECHTS"][1], abs=0.1)
    assert found["RECHTS"][0] - found["LINKS"][0] == pytest.approx(80 / 25.4 * 72, abs=0.5)
    assert found["onder"][1] > found["LINKS"][1] + 20 / 25.4 * 72 - 10


def numbering(kind, suffix="tab", text="%1."):
    level = LEVEL.format(kind, suffix, text)
    abstract = f'<w:abstractNum w:abstractNumId="7">{level}</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>'
    return {
        "word/numbering.xml": f'<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{abstract}</w:numbering>'
    }


def test_a_list_level_that_labels_nothing_leaves_the_paragraph_as_it_is():
    (block,) = blocks(
        p("Kop", ppr='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'),
        parts=numbering("none", "nothing", ""),
    )
    assert block["t"] == "p"
    assert "item" not in block


@pytest.mark.parametrize(
    ("kind", "labels"), [("upperRoman", ["I.", "II."]), ("lowerRoman", ["i.", "ii."]), ("upperLetter", ["A.", "B."])]
)
def test_lists_count_with_letters_and_roman_figures(kind, labels):
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'
    (found,) = blocks(p("a", ppr=item), p("b", ppr=item), parts=numbering(kind))
    assert [each["p"]["item"]["label"] for each in found["items"]] == labels


@pytest.mark.parametrize(
    ("number", "roman"), [(4, "iv"), (9, "ix"), (14, "xiv"), (40, "xl"), (1994, "mcmxciv"), (3999, "mmmcmxcix")]
)
def test_roman_figures_are_written_as_the_romans_did(number, roman):
    level = Level(kind="lowerRoman", text="%1", start=number, paragraph={}, run={})
    numbers = Numbering(None, None)
    numbers._levels[("1", 0)] = level
    assert numbers._shown("1", 0, [number]) == roman


def test_contents_without_a_style_of_their_own_are_indented_by_level():
    titles = "".join(
        f'<w:style w:type="paragraph" w:styleId="T{n}"><w:name w:val="heading {n}"/></w:style>' for n in (3, 4)
    )
    body = para(veld('TOC \\o "1-4"')) + "".join(
        p(f"Kop {n}", ppr=f'<w:pStyle w:val="{"Kop" if n < 3 else "T"}{n}"/>') for n in (1, 2, 3, 4)
    )
    contents = blocks(body, styles=titles)[0]
    assert [entry["left"] for entry in contents["entries"].values()] == [0, 15, 22, 33]


@pytest.mark.parametrize(("suffix", "away"), [("nothing", 7.8), ("space", 11.7), ("tab", 36)])
def test_the_number_of_a_heading_never_stands_on_its_text(suffix, away):
    item = '<w:pStyle w:val="Kop1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'
    (_, number, _), (_, text, _) = places(page(p("Inleiding", ppr=item), parts=numbering("decimal", suffix, "%1")))
    assert text - number == pytest.approx(away, abs=0.1)


def test_the_number_of_a_list_item_never_stands_on_its_text():
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr><w:ind w:left="200" w:hanging="200"/>'
    found = places(page(*(p("tekst", ppr=item) for _ in range(8)), parts=numbering("upperRoman")))
    at = {text: x for text, x, _y in found}
    assert at["tekst"] > at["VIII."] + 18


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2007"])
def test_words_that_no_line_may_part_stay_on_the_page(space):
    words = [f"w{n:02}" for n in range(60)]
    joined = page(p(space.join(words)))
    parts = page(para(*(r(word + space, "<w:b/>" if n % 2 else "") for n, word in enumerate(words))))
    for found in (joined, parts):
        assert squeeze(found.extract_text()) == "".join(words)
        assert len({round(y) for _text, _x, y in places(found)}) > 1


def lines_of(pdf):
    """How many lines of 'regel' stand on a page, below its top and above its bottom."""
    shown = 0
    for found in PdfReader(io.BytesIO(pdf)).pages:
        height = float(found.mediabox.height)
        shown += sum("regel" in text and 0 < y < height for text, _x, y in places(found))
    return shown


def broken(count):
    return "<w:r><w:br/></w:r>".join(r(f"regel {n}") for n in range(count))


KEPT_ROW = (
    '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="3000"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>'
    "<w:tc><w:tcPr/>CEL</w:tc></w:tr></w:tbl>"
)


@pytest.mark.parametrize(
    "body",
    [
        para(broken(120), ppr="<w:keepLines/>"),
        KEPT_ROW.replace("CEL", para(broken(120))) + p("einde"),
    ],
    ids=["keepLines", "cantSplit"],
)
def test_what_is_kept_together_and_taller_than_a_page_goes_on_to_the_next(body):
    pdf = typst_engine.to_pdf(docx(body + sectie()), titel="Bericht WD-0", datum=date(2026, 11, 22))
    assert lines_of(pdf) == 120


@pytest.mark.lang
def test_a_row_with_one_very_long_word_goes_on_to_the_next_page():
    body = KEPT_ROW.replace("CEL", p("m" * 10_000)) + p("einde")
    pdf = typst_engine.to_pdf(docx(body + sectie()), titel="Bericht WD-0", datum=date(2026, 11, 22))
    pages = PdfReader(io.BytesIO(pdf)).pages
    shown = [text for found in pages for text, _x, y in places(found) if 0 < y < float(found.mediabox.height)]
    assert sum(text.count("m") for text in shown) == 10_000


def test_what_fits_a_page_is_still_kept_together():
    (kept,) = blocks(para(broken(20), ppr="<w:keepLines/>"))
    assert kept["keep"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (p("x" * 20_001), "een woord van meer dan 20000 tekens"),
        (kop("kop") * 3_001, "meer dan 3000 koppen"),
    ],
)
def test_what_takes_minutes_to_set_is_refused(body, reason):
    with pytest.raises(RenderingError, match=f"DOCX-GROOT.*{reason}"):
        blocks(body)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (p("weg", ppr='<w:ind w:left="-3000"/>'), "een alinea"),
        (p("weg", ppr='<w:ind w:left="6000" w:right="6000"/>'), "een alinea"),
        (KEPT_ROW.replace("3000", "30000").replace("CEL", p("weg")) + p("einde"), "een tabel"),
        (p("weg", ppr='<w:framePr w:w="2000" w:hAnchor="page" w:vAnchor="page" w:x="30000" w:y="300"/>') + p("x"), "iets wat zweeft"),
        (p("weg", ppr='<w:framePr w:w="2000" w:hAnchor="page" w:vAnchor="page" w:x="300" w:y="30000"/>') + p("x"), "iets wat zweeft"),
    ],
)  # fmt: skip
def test_what_would_stand_off_the_page_is_refused_by_name(body, what):
    with pytest.raises(RenderingError, match=f"{what}.* komt buiten de pagina"):
        blocks(body)


LINES = "".join(p(f"regel {n}") for n in range(120))
HIGH_BOX = tekstvak(LINES, x=20, y=30, w=60, h=20)


@pytest.mark.parametrize(
    "body",
    [
        para(HIGH_BOX) + p("x"),
        para(HIGH_BOX.replace("wrapNone", "wrapTopAndBottom").replace('"page"', '"column"', 1).replace(
            'V relativeFrom="page"', 'V relativeFrom="paragraph"')) + p("x"),
        LINES.replace("<w:pPr>", '<w:pPr><w:framePr w:w="2000" w:hAnchor="page" w:vAnchor="page" w:x="300" w:y="300"/>') + p("x"),
        LINES.replace("<w:pPr>", '<w:pPr><w:framePr w:w="2000" w:hAnchor="text" w:vAnchor="text" w:x="300" w:y="300"/>') + p("x"),
        para(HIGH_BOX.replace("<wp:anchor", "<wp:inline").replace("</wp:anchor", "</wp:inline")) + p("x"),
    ],
    ids=["over the text", "in the text", "frame on the page", "frame in the text", "inline"],
)  # fmt: skip
def test_a_box_with_more_text_than_its_page_has_room_for_is_refused(body):
    with pytest.raises(RenderingError, match="PDF-PAGINA"):
        page(body)


def test_a_box_that_just_fits_its_page_is_set():
    few = "".join(p(f"regel {n}") for n in range(30))
    assert "regel 29" in page(para(HIGH_BOX.replace(LINES, few)) + p("x")).extract_text()
