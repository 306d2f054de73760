# SPDX-License-Identifier: EUPL-1.2
"""The walk reads the subset and refuses everything else by name and place."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docxbouw import MAIN
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering import unpacking
from weerbaar_docs.rendering.walk import blocks as blocks_module
from weerbaar_docs.rendering.walk import examine, paragraph_texts, walk
from weerbaar_docs.rendering.walk import refusals as refusals_module

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:sz w:val="20"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Standaard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Kop1"><w:name w:val="heading 1"/><w:basedOn w:val="Standaard"/>
<w:pPr><w:keepNext/><w:spacing w:before="240"/></w:pPr><w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Kop2"><w:name w:val="heading 2"/><w:basedOn w:val="Kop1"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Kop3"><w:name w:val="heading 3"/><w:basedOn w:val="Kop1"/></w:style>
<w:style w:type="paragraph" w:styleId="Dicht"><w:name w:val="Dicht"/><w:pPr><w:contextualSpacing/></w:pPr></w:style>
<w:style w:type="character" w:styleId="Nadruk"><w:name w:val="Nadruk"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Fout"><w:name w:val="Fout"/><w:pPr><w:bidi/></w:pPr></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/><w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr>
<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
"""


def docx(body, *, rels="", header="", settings="", styles=""):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in MAIN.items():
            archive.writestr(name, part)
        archive.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/styles.xml", f"<w:styles {NAMES}>{STYLES}{styles}</w:styles>")
        archive.writestr("word/numbering.xml", f"<w:numbering {NAMES}>{NUMBERING}</w:numbering>")
        archive.writestr("word/settings.xml", f"<w:settings {NAMES}>{settings}</w:settings>")
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rels}'
            '<Relationship Id="rH" Type="header" Target="header1.xml"/></Relationships>',
        )
        archive.writestr("word/header1.xml", f"<w:hdr {NAMES}>{header}</w:hdr>")
    return target.getvalue()


HEADER = '<w:sectPr><w:headerReference w:type="default" r:id="rH"/></w:sectPr>'


def p(text="", ppr="", rpr=""):
    return f'<w:p><w:pPr>{ppr}</w:pPr><w:r><w:rPr>{rpr}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def refusals(body, **kwargs):
    with pytest.raises(RenderingError) as caught:
        walk(docx(body, **kwargs))
    return caught.value.meldingen


def blocks(body, **kwargs):
    (section,) = walk(docx(body, **kwargs))["sections"]
    return section["blocks"]


def tc(content="<w:p/>", tcpr=""):
    return f"<w:tc><w:tcPr>{tcpr}</w:tcPr>{content}</w:tc>"


def tbl(rows, tblpr="", columns=2):
    grid = '<w:gridCol w:w="2000"/>' * columns
    return f"<w:tbl><w:tblPr>{tblpr}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


BORDERS = (
    "<w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders>"
)
ROW = f"<w:tr>{tc(p('a'))}{tc(p('b'))}</w:tr>"

INLINE = {
    "w:ins": '<w:ins w:id="1"><w:r><w:t>x</w:t></w:r></w:ins>',
    "w:del": '<w:del w:id="1"><w:r><w:delText>x</w:delText></w:r></w:del>',
    "w:dataBinding": "<w:sdt><w:sdtPr><w:dataBinding/></w:sdtPr><w:sdtContent/></w:sdt>",
    "w:smartTag": "<w:smartTag/>",
    "m:oMath": "<m:oMath/>",
    "w:object": "<w:r><w:object/></w:r>",
    "w:pict": "<w:r><w:pict/></w:r>",
    "w:footnoteReference": '<w:r><w:footnoteReference w:id="1"/></w:r>',
    "w:commentReference": '<w:r><w:commentReference w:id="1"/></w:r>',
    "w:sym": '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>',
    "w:ruby": "<w:r><w:ruby/></w:r>",
    "w:ptab": "<w:r><w:ptab/></w:r>",
    "w:drawing": "<w:r><w:drawing><wp:anchor/></w:drawing></w:r>",
    "mc:AlternateContent": "<w:r><mc:AlternateContent/></w:r>",
}
PARAGRAPH = ["framePr", "bidi", "pPrChange", "textDirection"]
RUN = ["dstrike", "vanish", "emboss", "bdr", "position", "effect", "w", "em"]


@pytest.mark.parametrize(("name", "xml"), INLINE.items())
def test_an_inline_outside_the_subset_is_refused_by_name_and_place(name, xml):
    (melding,) = refusals(f"{p('goed')}<w:p>{xml}</w:p>")
    assert melding.code == "DOCX-NIET-ONDERSTEUND"
    assert melding.melding == f"element {name} wordt niet ondersteund"
    assert melding.pad == "word/document.xml alinea 2"


@pytest.mark.parametrize("name", PARAGRAPH)
def test_a_paragraph_property_outside_the_subset_is_refused(name):
    assert f"w:{name}" in refusals(p("x", ppr=f"<w:{name}/>"))[0].melding


@pytest.mark.parametrize("name", RUN)
def test_a_run_property_outside_the_subset_is_refused(name):
    assert f"w:{name}" in refusals(p("x", rpr=f"<w:{name}/>"))[0].melding


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p("x", ppr='<w:ind w:leftChars="2"/>'), "attribuut w:leftChars van w:ind"),
        (p("x", ppr='<w:spacing w:beforeAutospacing="1"/>'), "attribuut w:beforeAutospacing van w:spacing"),
        (p("x", ppr='<w:jc w:val="distribute"/>'), "de waarde van w:val in w:jc"),
        (p("x", ppr='<w:spacing w:before="12pt"/>'), "de waarde van w:before in w:spacing"),
        (p("x", ppr='<w:tabs><w:tab w:val="bar" w:pos="1"/></w:tabs>'), "de waarde van w:val in w:tab"),
        (p("x", ppr='<w:tabs><w:tab w:val="left" w:leader="x" w:pos="1"/></w:tabs>'), "w:leader in w:tab"),
        (p("x", ppr='<w:pBdr><w:top w:val="double" w:sz="4"/></w:pBdr>'), "de waarde van w:val in w:top"),
        (p("x", ppr='<w:pBdr><w:between w:val="single" w:sz="4"/></w:pBdr>'), "element w:between"),
        (p("x", ppr='<w:shd w:val="pct20" w:fill="FF0000"/>'), "de waarde van w:val in w:shd"),
        (p("x", rpr='<w:highlight w:val="paars"/>'), "de waarde van w:val in w:highlight"),
        (
            p("x", ppr="<w:sectPr/>") + '<w:sectPr><w:type w:val="continuous"/><w:cols w:num="2"/></w:sectPr>',
            "kolommen",
        ),
        ('<w:sectPr><w:footnotePr><w:numFmt w:val="chicago"/></w:footnotePr></w:sectPr>', "w:val in w:numFmt"),
        ('<w:sectPr><w:footnotePr><w:numFmt w:val="upperRoman"/></w:footnotePr></w:sectPr>', "anders zijn genummerd"),
        ('<w:sectPr><w:endnotePr><w:numRestart w:val="eachSect"/></w:endnotePr></w:sectPr>', "w:val in w:numRestart"),
        (p("x", ppr='<w:numPr><w:numId w:val="99"/></w:numPr>'), "lijst die niet in het bestand staat"),
        (p("x", ppr='<w:pStyle w:val="Fout"/>'), "element w:bidi"),
        (p("x", ppr='<w:outlineLvl w:val="0"/>'), "w:outlineLvl"),
        (p("x", ppr="<w:rPr><w:ins/></w:rPr>"), "element w:ins"),
        (p("x", rpr='<w:u w:val="wave"/>'), "de waarde van w:val in w:u"),
        (p("x", rpr='<w:rFonts w:ascii="Comic Sans MS"/>'), "lettertype Comic Sans MS"),
        (p("漢"), "teken U+6F22"),
        ('<w:p><w:r><w:br w:type="column"/></w:r></w:p>', "de waarde van w:type in w:br"),
        ('<w:p><w:fldSimple w:instr=" MERGEFIELD geheim "/></w:p>', "veld MERGEFIELD"),
        ('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>', "een veld loopt door"),
        ('<w:p><w:hyperlink r:id="rX"/></w:p>', "koppeling"),
        ("<w:altChunk/>", "element w:altChunk"),
        ("<w:sdt/>", "element w:sdt"),
        ('<w:sectPr><w:cols w:num="2"/></w:sectPr>', "kolommen"),
        ("<w:sectPr><w:pgBorders/></w:sectPr>", "element w:pgBorders"),
        ('<w:sectPr><w:pgNumType w:fmt="hebrew1"/></w:sectPr>', "de waarde van w:fmt in w:pgNumType"),
        (tbl(ROW, '<w:tblpPr w:horzAnchor="column"/>'), "de waarde van w:horzAnchor in w:tblpPr"),
        (tbl(ROW, "<w:bidiVisual/>"), "element w:bidiVisual"),
        (tbl(ROW, '<w:tblCellSpacing w:w="20"/>'), "element w:tblCellSpacing"),
        (tbl(ROW, columns=3), "passen niet op de kolommen"),
        (tbl(f"<w:tr>{tc(tcpr='<w:textDirection/>')}{tc()}</w:tr>"), "element w:textDirection"),
        (tbl(f"<w:tr><w:trPr><w:tblCellSpacing/></w:trPr>{tc()}{tc()}</w:tr>"), "element w:tblCellSpacing"),
        (tbl(ROW + f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{tc()}{tc()}</w:tr>"), "w:tblHeader"),
        (tbl("<w:tr>" + tc('<w:p><w:r><w:br w:type="page"/></w:r></w:p>') + tc() + "</w:tr>"), "pagina-einde"),
        (tbl(f"<w:tr>{tc(p('x'), '<w:vMerge/>')}{tc()}</w:tr>"), "w:vMerge"),
    ],
)
def test_each_of_these_is_refused(body, text):
    assert text in "; ".join(melding.melding for melding in refusals(body))


def test_all_refusals_come_at_once_and_quote_no_text():
    found = refusals(
        p("Jan Geheim", rpr="<w:emboss/>") + p("Piet Geheim", ppr="<w:bidi/>") + p("x", rpr="<w:imprint/>")
    )
    assert [melding.pad.split()[-1] for melding in found] == ["1", "2", "3"]
    assert "Geheim" not in json.dumps([melding.as_json() for melding in found])


def test_refusals_stop_at_a_limit():
    assert len(refusals("".join(p("x", rpr="<w:emboss/>") for _ in range(80)))) == refusals_module.MAX_MELDINGEN


@pytest.mark.parametrize(
    "data", [b"", b"geen zip", docx("<w:p>"), docx("<w:p/>").replace(b"word/document.xml", b"word/documens.xml")]
)
def test_a_broken_file_is_refused(data):
    with pytest.raises(RenderingError, match="DOCX-"):
        walk(data)


def test_entities_are_not_expanded():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {NAMES}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>',
        )
    with pytest.raises(RenderingError, match="DOCX-XML"):
        walk(data.getvalue())


def test_sizes_are_limited(monkeypatch):
    monkeypatch.setattr(blocks_module, "MAX_BLOCKS", 5)
    with pytest.raises(RenderingError, match="DOCX-GROOT"):
        walk(docx(p("x") * 6))
    monkeypatch.setattr(unpacking, "MAX_BYTES", 100)
    with pytest.raises(RenderingError, match="DOCX-GROOT"):
        walk(docx(p("x")))
    deep = "<w:p/>"
    for _ in range(10):
        deep = tbl(f"<w:tr>{tc(deep + '<w:p/>')}</w:tr>", columns=1)
    monkeypatch.undo()
    with pytest.raises(RenderingError, match="te diep genest"):
        walk(docx(deep))


def test_harmless_marks_are_ignored():
    body = (
        '<w:p w:rsidR="1"><w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="0" w:name="x"/><w:r w:rsidRPr="2">'
        '<w:rPr><w:lang w:val="nl-NL"/><w:noProof/></w:rPr><w:lastRenderedPageBreak/><w:t>Tekst</w:t></w:r><w:bookmarkEnd w:id="0"/></w:p>'
    )
    assert list(paragraph_texts(walk(docx(body)))) == ["Tekst"]


def test_styles_are_inherited_and_direct_properties_win():
    first, second = blocks(
        p("a", ppr='<w:pStyle w:val="Kop1"/>') + p("b", ppr='<w:pStyle w:val="Kop2"/><w:keepNext w:val="0"/>')
    )
    assert (first["lvl"], second["lvl"]) == (1, 2)
    assert first["r"]["b"]
    assert first["r"]["sz"] == 14
    assert second["r"]["i"]
    assert (first["sticky"], second["sticky"]) == (True, False)
    assert (first["before"], first["after"]) == (12, 6)


def test_a_letter_that_uses_only_heading_2_starts_at_h1():
    assert [block["lvl"] for block in blocks(p("a", ppr='<w:pStyle w:val="Kop2"/>') * 2)] == [1, 1]


def test_a_skipped_heading_level_is_refused():
    body = "".join(p("a", ppr=f'<w:pStyle w:val="Kop{level}"/>') for level in (1, 3, 2))
    assert refusals(body)[0].code == "DOCX-KOPNIVEAU"


def test_the_gap_between_two_paragraphs_is_the_larger_or_the_sum():
    body = p("a") + p("b", ppr='<w:spacing w:before="200"/>')
    assert [block["gap"] for block in blocks(body)] == [0, 10]
    summed = "<w:compat><w:doNotUseHTMLParagraphAutoSpacing/></w:compat>"
    assert [block["gap"] for block in blocks(body, settings=summed)] == [0, 16]


def test_contextual_spacing_closes_the_gap_within_one_style():
    assert [block["gap"] for block in blocks(p("a", ppr='<w:pStyle w:val="Dicht"/>') * 2 + p("c"))] == [0, 0, 6]


def test_a_page_break_cuts_a_paragraph():
    body = '<w:p><w:r><w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t></w:r></w:p>' + p("c", ppr="<w:pageBreakBefore/>")
    assert [block["t"] for block in blocks(body)] == ["p", "pagebreak", "p", "pagebreak", "p"]


def test_lists_are_nested_numbered_and_restarted():
    def item(number, level=0):
        return p("x", ppr=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')

    found = blocks(item(1) + item(1, 1) + item(1, 1) + item(1) + p("y") + item(1) + item(3) + item(2))
    assert [block["t"] for block in found] == ["list", "p", "list", "list", "list"]
    assert [i["p"]["item"]["label"] for i in found[0]["items"]] == ["1.", "2."]
    assert [i["p"]["item"]["label"] for i in found[0]["items"][0]["sub"]["items"]] == ["1.1", "1.2"]
    assert found[2]["items"][0]["p"]["item"]["label"] == "3."
    assert found[3]["items"][0]["p"]["item"]["label"] == "1."
    assert found[4]["items"][0]["p"]["item"]["label"] == "•"


def test_a_list_that_starts_deep_keeps_all_its_items():
    body = "".join(
        p(f"x{level}", ppr=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')
        for level in (1, 0, 1, 0)
    )
    assert list(paragraph_texts(walk(docx(body)))) == ["x1", "x0", "x1", "x0"]


def test_fields_links_and_special_characters():
    rels = '<Relationship Id="rL" Type="hyperlink" Target="https://voorbeeld.example/" TargetMode="External"/>'
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText> PAGE </w:instrText><w:fldChar w:fldCharType="separate"/>'
        '<w:t>9</w:t><w:fldChar w:fldCharType="end"/></w:r><w:fldSimple w:instr="NUMPAGES \\* MERGEFORMAT"/>'
        '<w:hyperlink r:id="rL"><w:r><w:t>hier</w:t></w:r></w:hyperlink><w:r><w:noBreakHyphen/><w:softHyphen/><w:tab/><w:br/></w:r></w:p>'
    )
    kinds = [item if isinstance(item, str) else item["t"] for item in blocks(body, rels=rels)[0]["k"]]
    assert kinds == ["page", "pages", "r", "\u2011\u00ad", "tab", "br"]
    assert blocks(body, rels=rels)[0]["k"][2]["r"]["url"] == "https://voorbeeld.example/"


@pytest.mark.parametrize("url", ["http://a.example", "mailto:a@b.example", "file:///etc/passwd", "javascript:alert(1)"])
def test_a_link_that_is_not_https_is_refused(url):
    rels = f'<Relationship Id="rL" Type="hyperlink" Target="{url}" TargetMode="External"/>'
    found = refusals('<w:p><w:hyperlink r:id="rL"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>', rels=rels)
    assert url not in found[0].melding


def test_a_table_without_borders_and_header_row_is_layout():
    header = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{tc(p('k'))}{tc(p('l'))}</w:tr>"
    layout, bordered, headed = (b for b in blocks(tbl(ROW) + tbl(ROW, BORDERS) + tbl(header + ROW)))
    assert [t["layout"] for t in (layout, bordered, headed)] == [True, False, False]
    assert headed["headers"] == 1


def test_cells_are_merged_both_ways():
    wide = "<w:tr>" + tc(p("w"), '<w:gridSpan w:val="2"/>') + "</w:tr>"
    top = tc(p("h"), '<w:vMerge w:val="restart"/>')
    high = f"<w:tr>{top}{tc(p('1'))}</w:tr><w:tr>{tc(tcpr='<w:vMerge/>')}{tc(p('2'))}</w:tr>"
    cells = blocks(tbl(wide + high, BORDERS))[0]["cells"]
    assert [(c["x"], c["y"], c["cs"], c["rs"]) for c in cells] == [
        (0, 0, 2, 1),
        (0, 1, 1, 2),
        (1, 1, 1, 1),
        (1, 2, 1, 1),
    ]


def test_the_watermark_is_read_from_the_header():
    shape = '<v:shape id="PowerPlusWaterMarkObject1"><v:textpath string="CONCEPT"/></v:shape>'
    header = f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>"
    assert walk(docx(p("x") + HEADER, header=header))["watermark"] == "CONCEPT"
    other = header.replace("PowerPlusWaterMarkObject1", "Tekstvak 1")
    assert refusals(p("x") + HEADER, header=other)[0].pad == "word/header1.xml alinea 1"


@given(st.text(st.characters(codec="utf-8", min_codepoint=32, max_codepoint=0x17F), max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_comes_through_unchanged(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\x7f", "")
    wanted = text.replace("\x7f", "")
    try:
        found = list(paragraph_texts(walk(docx(p(escaped)))))
    except RenderingError as error:
        found = sorted({melding.code for melding in error.meldingen})
    assert found in ([wanted], ["DOCX-TEKEN"])


def test_examine_gives_as_data_what_walk_refuses():
    body = p("x", rpr="<w:emboss/>") + tbl(f"<w:tr>{tc()}{tc(p('y', ppr='<w:bidi/>'))}</w:tr>")
    assert examine(docx(body)) == refusals(body)
    assert [melding.pad for melding in examine(docx(body))] == [
        "word/document.xml alinea 1",
        "word/document.xml tabel 1 rij 1 cel 2 alinea 3",
    ]
    assert examine(docx(p("goed"))) == ()
    assert [melding.code for melding in examine(b"geen zip")] == ["DOCX-BESTAND"]


def test_examine_gives_more_than_is_shown_when_rendering_is_refused():
    body = "".join(p("x", rpr="<w:emboss/>") for _ in range(80))
    assert len(examine(docx(body))) == 80


def test_a_table_style_sets_its_first_row_bands_and_last_column():
    style = (
        '<w:style w:type="table" w:styleId="Raster"><w:name w:val="Raster"/><w:tblPr><w:tblStyleRowBandSize w:val="1"/></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:shd w:val="clear" w:fill="154273"/>'
        '<w:tcBorders><w:bottom w:val="single" w:sz="16"/></w:tcBorders></w:tcPr></w:tblStylePr>'
        '<w:tblStylePr w:type="band2Horz"><w:tcPr><w:shd w:val="clear" w:fill="E8EDF4"/></w:tcPr></w:tblStylePr>'
        '<w:tblStylePr w:type="lastCol"><w:rPr><w:i/></w:rPr></w:tblStylePr></w:style>'
    )
    look = '<w:tblStyle w:val="Raster"/><w:tblLook w:firstRow="1" w:lastColumn="1" w:noHBand="0" w:noVBand="1"/>'
    (table,) = blocks(tbl(ROW * 4, look), styles=style)
    cells = {(cell["x"], cell["y"]): cell for cell in table["cells"]}
    assert [cells[0, y]["fill"] for y in range(4)] == ["#154273", None, "#E8EDF4", None]
    assert [cells[0, y]["k"][0]["r"]["b"] for y in range(4)] == [True, False, False, False]
    assert [cells[x, 1]["k"][0]["r"]["i"] for x in range(2)] == [False, True]
    assert cells[0, 0]["b"]["bottom"]["w"] == cells[0, 1]["b"]["top"]["w"] == 2
    (plain,) = blocks(tbl(ROW * 4, '<w:tblStyle w:val="Raster"/>'), styles=style)
    assert {cell["fill"] for cell in plain["cells"]} == {None}


def test_room_before_a_row_is_an_empty_cell_without_lines():
    row = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{tc(p("b"))}</w:tr>'
    (table,) = blocks(tbl(ROW + row, BORDERS))
    assert [(cell["x"], cell["y"], len(cell["k"])) for cell in table["cells"]] == [
        (0, 0, 1),
        (1, 0, 1),
        (0, 1, 0),
        (1, 1, 1),
    ]
    assert set(table["cells"][2]["b"].values()) == {None}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            p("x", rpr='<w14:glow xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"/>'),
            "element w14:glow",
        ),
        (tbl(ROW, '<w:tblInd w:w="50" w:type="pct"/>'), "de waarde van w:type in w:tblInd"),
        (tbl(ROW, '<w:tblCellMar><w:around w:w="1"/></w:tblCellMar>'), "element w:around"),
        (tbl(ROW, '<w:jc w:val="distribute"/>'), "de waarde van w:val in w:jc"),
        ('<w:sectPr><w:docGrid w:type="lines"/></w:sectPr>', "de waarde van w:type in w:docGrid"),
        ('<w:sectPr><w:vAlign w:val="center"/></w:sectPr>', "de waarde van w:val in w:vAlign"),
        ('<w:p><w:r><w:t w:vreemd="1">x</w:t></w:r></w:p>', "attribuut w:vreemd van w:t"),
    ],
)
def test_what_could_be_lost_silently_is_refused(body, text):
    assert text in "; ".join(melding.melding for melding in refusals(body))


@pytest.mark.parametrize("name", ["mirrorMargins", "gutterAtTop", "bookFoldPrinting"])
def test_a_setting_that_changes_the_page_is_refused(name):
    assert f"element w:{name}" in refusals(p("x"), settings=f"<w:{name}/>")[0].melding


@pytest.mark.parametrize("rpr", ['<w:highlight w:val="none"/>', '<w:w w:val="100"/>', '<w:vanish w:val="0"/>'])
def test_a_property_that_says_nothing_special_is_passed_over(rpr):
    assert examine(docx(p("x", rpr=rpr))) == ()


def test_a_paragraph_that_is_set_like_another_is_still_looked_at():
    odd = '<w:p><w:pPr/><w:r w:odd="1"><w:rPr/><w:t>drie</w:t></w:r></w:p>'
    found = refusals(p("een") + p("\u4e00") + odd + p("vier") + "<w:p><w:pPr/><w:r><w:rPr/><w:t/><w:sym/></w:r></w:p>")
    assert [melding.pad.rpartition(" ")[2] for melding in found] == ["2", "3", "5"]


def test_a_paragraph_that_is_set_like_another_has_its_own_text_gap_and_place():
    first, second, empty = blocks(
        p("een", '<w:spacing w:after="40"/>') + p("twee", '<w:spacing w:after="40"/>') + p("")
    )
    assert [first["k"], second["k"], empty["k"]] == [["een"], ["twee"], []]
    assert [first["gap"], second["gap"]] == [0, 2]
