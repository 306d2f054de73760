# SPDX-License-Identifier: EUPL-1.2
"""Pages that say something else with the same words: each way is shown to the toetser, refused, or can't happen."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from docxbouw import NAMES, docx, p, para, r, sectie, tekstvak
from sjabloonbouw import build
from weerbaar_docs.errors import RenderingError, VerificationError
from weerbaar_docs.model import thaw
from weerbaar_docs.rendering import Document, Herkomst, filters
from weerbaar_docs.rendering import docx as word
from weerbaar_docs.rendering.docx.sandbox import Environment
from weerbaar_docs.rendering.huisstijl import HUISSTIJL
from weerbaar_docs.rendering.package import read_package
from weerbaar_docs.toetsing.besluit_tonen import difference_lines
from weerbaar_docs.toetsing.verschillen import differences

HERKOMST = Herkomst(**dict.fromkeys(Herkomst.__slots__, "x"))
BESLUIT = {
    "per_maatregel": [{"nummer": "M-01", "oordeel": "vastgesteld"}, {"nummer": "M-02", "oordeel": "niet_vastgesteld"}]
}
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORDS = "M-01 wordt uitgevoerd"
STRUCK = (
    '<w:style w:type="character" w:styleId="Weg"><w:name w:val="weg"/><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Wit"><w:name w:val="wit"/><w:basedOn w:val="Standaard"/><w:rPr><w:color w:val="FEFEFE"/></w:rPr></w:style>'
)
DARK = '<w:shd w:val="clear" w:color="auto" w:fill="154273"/>'


def made(filled: bytes) -> Document:
    return Document(docx=filled, pdf=b"", herkomst=HERKOMST)


def shown(oud: bytes, nieuw: bytes) -> str:
    found = differences(made(oud), made(nieuw), BESLUIT, eigen_sjabloon=True)
    assert found.lijst, "nothing was shown"
    return "\n".join(difference_lines(found))


def beeld(data: bytes = b"een", alt: str = "plattegrond") -> bytes:
    drawing = (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="1" name="x" descr="{alt}"/><a:graphic>'
        '<a:graphicData uri="x"><a:blip r:embed="rId1"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
    return docx(para(r(WORDS), drawing), parts={"word/media/een.png": data}, rels={"rId1": "media/een.png"})


def rij(*cells: str, props: str = "") -> str:
    return "<w:tr>" + "".join(f"<w:tc><w:tcPr>{props}</w:tcPr>{p(cell)}</w:tc>" for cell in cells) + "</w:tr>"


def tabel(*rows: str) -> bytes:
    return docx(tabel_in("", *rows))


def tabel_in(style: str, *rows: str) -> str:
    props = f'<w:tblStyle w:val="{style}"/>' if style else ""
    return f'<w:tbl><w:tblPr>{props}</w:tblPr><w:tblGrid><w:gridCol w:w="1"/></w:tblGrid>{"".join(rows)}</w:tbl>'


def veld(instruction: str) -> bytes:
    return docx(para(r(WORDS), f'<w:fldSimple w:instr=" {instruction} "/>'))


def noot(text: str) -> bytes:
    note = f'<w:footnote w:id="2">{p(text)}</w:footnote>'
    return docx(para(r(WORDS), '<w:r><w:footnoteReference w:id="2"/></w:r>'), footnotes=note)


PLAIN = docx(p(WORDS), styles=STRUCK)
SHOWN = {
    "struck through": (PLAIN, docx(p(WORDS, rpr="<w:strike/>"), styles=STRUCK), "[doorgehaald: M-01 wordt uitgevoerd]"),
    "struck through twice": (PLAIN, docx(p(WORDS, rpr="<w:dstrike/>"), styles=STRUCK), "[doorgehaald:"),
    "struck through by its style": (PLAIN, docx(p(WORDS, rpr='<w:rStyle w:val="Weg"/>'), styles=STRUCK), "[doorgehaald:"),
    "one word struck through": (PLAIN, docx(para(r("M-01 wordt "), r("uitgevoerd", "<w:strike/>")), styles=STRUCK), "[doorgehaald: uitgevoerd]"),
    "hidden": (PLAIN, docx(p(WORDS, rpr="<w:vanish/>"), styles=STRUCK), "[verborgen:"),
    "white": (PLAIN, docx(p(WORDS, rpr='<w:color w:val="FFFFFF"/>'), styles=STRUCK), "[onzichtbaar:"),
    "nearly white by its style": (PLAIN, docx(p(WORDS, ppr='<w:pStyle w:val="Wit"/>'), styles=STRUCK), "[onzichtbaar:"),
    "blue on blue": (PLAIN, docx(p(WORDS, rpr=f'{DARK}<w:color w:val="154273"/>'), styles=STRUCK), "[onzichtbaar:"),
    "of half a point": (PLAIN, docx(p(WORDS, rpr='<w:sz w:val="1"/>'), styles=STRUCK), "[heel klein:"),
    "a symbol": (PLAIN, docx(para(r(WORDS), '<w:r><w:sym w:font="Wingdings" w:char="F0FB"/></w:r>'), styles=STRUCK), "[teken F0FB van Wingdings]"),
    "red": (PLAIN, docx(p(WORDS, rpr='<w:color w:val="FF0000"/>'), styles=STRUCK), "nieuw: kleur=FF0000:"),
    "bold": (PLAIN, docx(p(WORDS, rpr="<w:b/>"), styles=STRUCK), "nieuw: vet:"),
    "indented off the page": (PLAIN, docx(p(WORDS, ppr='<w:ind w:left="20000"/>'), styles=STRUCK), "ind=left=20000"),
    "in a frame off the page": (PLAIN, docx(p(WORDS, ppr='<w:framePr w:x="20000" w:hAnchor="page"/>'), styles=STRUCK), "framePr="),
    "a page break": (PLAIN, docx(para(r(WORDS), '<w:r><w:br w:type="page"/></w:r>'), styles=STRUCK), "br=type=page"),
    "a line drawn through it": (PLAIN, docx(para(r(WORDS), "<w:r><w:pict><v:line/></w:pict></w:r>"), styles=STRUCK), "[tekening: zonder beschrijving]"),
    "a drawing by itself": (PLAIN, docx(p(WORDS) + para("<w:r><w:drawing/></w:r>"), styles=STRUCK), "[tekening: zonder beschrijving]"),
    "a formula": (PLAIN, docx(para(r(WORDS), "<m:oMath><m:r><m:t>= niet</m:t></m:r></m:oMath>"), styles=STRUCK), "= niet"),
    "words in a text box": (
        docx(para(r(WORDS), tekstvak(p("wel"), x=1, y=1, w=9, h=9))),
        docx(para(r(WORDS), tekstvak(p("niet"), x=1, y=1, w=9, h=9))),
        "nieuw: niet",
    ),
    "a text box elsewhere": (
        docx(para(r(WORDS), tekstvak(p("wel"), x=1, y=1, w=9, h=9))),
        docx(para(r(WORDS), tekstvak(p("wel"), x=900, y=1, w=9, h=9))),
        "posOffset=32400000",
    ),
    "words in a note": (noot("wel"), noot("niet"), "nieuw: niet"),
    "another picture": (beeld(), beeld(b"twee"), "afbeelding=embed="),
    "another alternative text": (beeld(), beeld(alt="overzicht"), "[afbeelding: overzicht]"),
    "columns that changed places": (tabel(rij("werkgever", "bestuurder")), tabel(rij("bestuurder", "werkgever")), "bestuurder"),
    "a mark in another column": (tabel(rij("M-01", "x", "")), tabel(rij("M-01", "", "x")), "x"),
    "merged cells": (tabel(rij("a", "b")), tabel(rij("a", "b", props='<w:gridSpan w:val="2"/>')), "gridSpan=2"),
    "cells merged downwards": (tabel(rij("a", "b")), tabel(rij("a", "b", props="<w:vMerge/>")), "vMerge"),
    "a row of no height": (tabel(rij("a")), tabel(rij("a").replace("<w:tr>", '<w:tr><w:trPr><w:trHeight w:val="1" w:hRule="exact"/></w:trPr>')), "trHeight="),
    "words that a field prints": (veld("QUOTE wel"), veld("QUOTE niet"), "niet]"),
    "a link to elsewhere": (
        docx(para(f'<w:hyperlink w:anchor="een">{r(WORDS)}</w:hyperlink>')),
        docx(para(f'<w:hyperlink w:anchor="twee">{r(WORDS)}</w:hyperlink>')),
        "anchor=twee",
    ),
    "another size of page": (docx(p(WORDS) + sectie()), docx(p(WORDS) + sectie('<w:type w:val="x"/>')), "[indeling van de pagina]"),
}  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_the_same_words_that_read_otherwise_are_a_difference(name):
    oud, nieuw, words = SHOWN[name]
    assert words in shown(oud, nieuw)
    assert not differences(made(nieuw), made(nieuw), BESLUIT, eigen_sjabloon=True).lijst


# --- the colours of a theme, of a pattern and of a style -------------------------------------------------------------

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
EIGEN = {"dk1": "<a:prstClr val='white'/>", "lt1": "<a:sysClr val='window' lastClr='FFFFFF'/>",
         "dk2": "<a:srgbClr val='102030'/>", "accent1": "<a:srgbClr val='FFFFFF'/>",
         "accent2": "<a:srgbClr val='000000'><a:lumMod val='0'/></a:srgbClr>"}  # fmt: skip
SHADED = "".join(
    f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{props}</w:style>'
    for kind, name, props in (
        ("paragraph", "Zwart", '<w:pPr><w:shd w:val="clear" w:fill="000000"/></w:pPr>'),
        ("paragraph", "Onder", '<w:basedOn w:val="Zwart"/>'),
        ("paragraph", "Open", '<w:basedOn w:val="Zwart"/><w:pPr><w:shd w:val="clear" w:fill="auto"/></w:pPr>'),
        ("character", "Op", '<w:rPr><w:shd w:val="clear" w:fill="000000"/></w:rPr>'),
        ("table", "Rooster", '<w:tcPr><w:shd w:val="clear" w:fill="000000"/></w:tcPr>'),
    )
)


WIT = '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
BLAUW = '<w:color w:val="154273"/>'
BLAUWE_CEL = f"<w:tcPr>{DARK}</w:tcPr>"


def soort(props: str, kind: str = "firstRow") -> str:
    return f'<w:tblStylePr w:type="{kind}">{props}</w:tblStylePr>'


def in_tabel(props: str, *, rpr: str = "", name: str = "Eigen", kenmerk: str = "", cel: str = "") -> bytes:
    """Words in a table of a style that says `props`; `Onder` is a style on top of it."""
    styles = (
        f'<w:style w:type="table" w:styleId="Eigen" {kenmerk}><w:name w:val="Eigen"/>{props}</w:style>'
        '<w:style w:type="table" w:styleId="Onder"><w:name w:val="Onder"/><w:basedOn w:val="Eigen"/></w:style>'
    )
    row = rij(WORDS, props=cel).replace("<w:rPr></w:rPr>", f"<w:rPr>{rpr}</w:rPr>")
    return docx(tabel_in(name, row), styles=styles)


def vak(fill: str, rpr: str, *, old: bool = False, **scheme: str) -> bytes:
    """Words in a text box, and nothing else."""
    words = p(WORDS, rpr=rpr)
    content = f"<w:txbxContent>{words}</w:txbxContent>"
    shape = (
        f"<w:pict><v:shape {fill}><v:textbox>{content}</v:textbox></v:shape></w:pict>"
        if old
        else f"<w:drawing><wps:wsp><wps:spPr>{fill}</wps:spPr><wps:txbx>{content}</wps:txbx></wps:wsp></w:drawing>"
    )
    return thema(para(f"<w:r>{shape}</w:r>"), **scheme)


def vulling(colour: str) -> str:
    return f"<a:solidFill>{colour}</a:solidFill>"


def thema(body: str, *, mapping: str = "", **scheme: str) -> bytes:
    slots = "".join(f"<a:{name}>{colour}</a:{name}>" for name, colour in scheme.items())
    rels = '<Relationship Id="t" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme" Target="theme/theme1.xml"/>'
    parts = {
        "word/theme/theme1.xml": f'<a:theme xmlns:a="{A}"><a:themeElements><a:clrScheme>{slots}</a:clrScheme></a:themeElements></a:theme>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELS}">{rels}</Relationships>',
    }
    return docx(body, parts=parts, styles=SHADED, settings=f"<w:clrSchemeMapping {mapping}/>")


def color(name: str, rest: str = "", value: str = "000000") -> str:
    return f'<w:color w:val="{value}" w:themeColor="{name}" {rest}/>'


def shd(rest: str) -> str:
    return f"<w:shd {rest}/>"


UNSEEN = {
    "the page": docx(p(WORDS, rpr=color("background1"))),
    "the page, short": docx(p(WORDS, rpr=color("bg1"))),
    "the page, hardly shaded": docx(p(WORDS, rpr=color("background1", 'w:themeShade="F2"'))),
    "black made white": docx(p(WORDS, rpr=color("text1", 'w:themeTint="0D"'))),
    "an accent made white": docx(p(WORDS, rpr=color("accent1", 'w:themeTint="0A"'))),
    "an accent that is white": thema(p(WORDS, rpr=color("accent1")), **EIGEN),
    "black by a mapping to white": thema(p(WORDS, rpr=color("text1")), mapping='w:t1="light1"', **EIGEN),
    "a theme that says it otherwise": thema(p(WORDS, rpr=color("text1")), **EIGEN),
    "a theme that changes its colour": thema(p(WORDS, rpr=color("accent2")), **EIGEN),
    "white beside a black theme colour": docx(p(WORDS, rpr=color("text1", value="FFFFFF"))),
    "in the fill of a theme": docx(p(WORDS, rpr=shd('w:val="clear" w:fill="auto" w:themeFill="text1"'))),
    "in a fill of a theme made black": docx(
        p(WORDS, rpr=shd('w:val="clear" w:fill="auto" w:themeFill="background1" w:themeFillShade="00"'))
    ),
    "in 95 per cent of it": docx(p(WORDS, rpr=shd('w:val="pct95" w:color="auto" w:fill="FFFFFF"'))),
    "in 95 per cent of a theme": docx(p(WORDS, ppr=shd('w:val="pct95" w:color="FF0000" w:themeColor="text1"'))),
    "white in 5 per cent": docx(p(WORDS, rpr=color("text1", value="FFFFFF") + shd('w:val="pct5" w:fill="FFFFFF"'))),
    "solid": docx(p(WORDS, ppr=shd('w:val="solid" w:color="auto" w:fill="FFFFFF"'))),
    "in stripes": docx(p(WORDS, rpr=shd('w:val="thinHorzStripe" w:color="000000" w:fill="FFFFFF"'))),
    "on a fill that is none": docx(p(WORDS, rpr='<w:color w:val="FFFFFF"/>' + shd('w:val="nil" w:fill="000000"'))),
    "in the shade of its style": docx(p(WORDS, ppr='<w:pStyle w:val="Zwart"/>'), styles=SHADED),
    "in that of the style below": docx(p(WORDS, ppr='<w:pStyle w:val="Onder"/>'), styles=SHADED),
    "in that of its character style": docx(p(WORDS, rpr='<w:rStyle w:val="Op"/>'), styles=SHADED),
    "in that of its table": docx(tabel_in("Rooster", rij(WORDS)), styles=SHADED),
    "white in a first row": in_tabel(soort(WIT)),
    "white in a last column": in_tabel(soort(WIT, "lastCol")),
    "white in a first row of the style below": in_tabel(soort(WIT), name="Onder"),
    "blue in a blue first row": in_tabel(soort(f"<w:rPr>{BLAUW}</w:rPr>{BLAUWE_CEL}")),
    "blue in one that only the row makes blue": in_tabel(soort(BLAUWE_CEL), rpr=BLAUW),
    "in the shade of paragraphs in a first row": in_tabel(soort(f"<w:pPr>{DARK}</w:pPr>"), rpr=BLAUW),
    "in the shade of words in a first row": in_tabel(soort(f"<w:rPr>{DARK}</w:rPr>"), rpr=BLAUW),
    "white in a dark row, where a column is white": in_tabel(
        soort(WIT + BLAUWE_CEL) + soort('<w:tcPr><w:shd w:val="clear" w:fill="FFFFFF"/></w:tcPr>', "firstCol")
    ),
    "white in a table without a style": in_tabel(WIT, name="", kenmerk='w:default="1"'),
    "white in a table of a style that is not there": in_tabel(WIT, name="Nergens", kenmerk='w:default="1"'),
    "white in the first row of a table without a style": in_tabel(soort(WIT), name="", kenmerk='w:default="1"'),
}  # fmt: skip


MARKED = {
    "of half a point in a first row": (in_tabel(soort('<w:rPr><w:sz w:val="1"/></w:rPr>')), "heel klein"),
    "hidden in a first row": (in_tabel(soort("<w:rPr><w:vanish/></w:rPr>")), "verborgen"),
    "struck through in a last row": (in_tabel(soort("<w:rPr><w:strike/></w:rPr>", "lastRow")), "doorgehaald"),
    "letters over each other": (docx(p(WORDS, rpr='<w:spacing w:val="-400"/>')), "over elkaar"),
    "letters nearly over each other": (docx(p(WORDS, rpr='<w:spacing w:val="-21"/>')), "over elkaar"),
    "letters over each other in points": (docx(p(WORDS, rpr='<w:spacing w:val=" -20pt"/>')), "over elkaar"),
    "letters over each other by a style": (
        docx(
            p(WORDS, rpr='<w:rStyle w:val="Dicht"/>'),
            styles='<w:style w:type="character" w:styleId="Dicht"><w:name w:val="dicht"/><w:rPr><w:spacing w:val="-400"/></w:rPr></w:style>',
        ),
        "over elkaar",
    ),
}


@pytest.mark.parametrize("name", MARKED)
def test_words_that_are_hardly_there_are_marked_however_that_is_written(name):
    filled, mark = MARKED[name]
    assert [a.tekst for a in word.alineas(filled)] == [f"[{mark}: {WORDS}]"]


BOXED = {
    "blue on blue": (vak(vulling('<a:srgbClr val="154273"/>'), BLAUW), True),
    "black on a theme's black": (vak(vulling('<a:schemeClr val="tx1"/>'), ""), True),
    "white on a theme's white that is black in its theme": (
        vak(vulling('<a:schemeClr val="bg1"/>'), '<w:color w:val="FFFFFF"/>', lt1="<a:srgbClr val='000000'/>"), True
    ),
    "on an accent of a theme": (vak(vulling('<a:schemeClr val="accent1"/>'), '<w:color w:val="4472C4"/>'), True),
    "on a colour of a theme that is changed": (vak(vulling('<a:schemeClr val="bg1"><a:lumMod val="0"/></a:schemeClr>'), ""), True),
    "on a colour of a theme that there is not": (vak(vulling('<a:schemeClr val="x"/>'), ""), True),
    "white without a fill": (vak("<a:noFill/>", '<w:color w:val="FFFFFF"/>'), True),
    "white on blue": (vak(vulling('<a:srgbClr val="154273"/>'), '<w:color w:val="FFFFFF"/>'), False),
    "black on a theme's white": (vak(vulling('<a:schemeClr val="bg1"/>'), ""), False),
    "black with a black line": (vak('<a:ln><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln>', ""), False),
    "old, blue on blue": (vak('fillcolor="#154273 [1]"', BLAUW, old=True), True),
    "old, black on black": (vak('fillcolor="black"', "", old=True), True),
    "old, white on a colour that is not read": (vak('fillcolor="red"', '<w:color w:val="FFFFFF"/>', old=True), True),
    "old, white on blue": (vak('fillcolor="#154273"', '<w:color w:val="FFFFFF"/>', old=True), False),
    "old, blue on a blue that is off": (vak('fillcolor="#154273" filled="f"', BLAUW, old=True), False),
}  # fmt: skip


@pytest.mark.parametrize("name", BOXED)
def test_words_in_the_colour_of_their_text_box_are_seen_and_others_can_be_read(name):
    filled, hidden = BOXED[name]
    assert [a.tekst for a in word.alineas(filled)] == ["[tekstvak]", f"[onzichtbaar: {WORDS}]" if hidden else WORDS]


@pytest.mark.parametrize("name", UNSEEN)
def test_words_in_the_colour_of_what_lies_behind_them_are_seen_however_that_is_written(name):
    assert [a.tekst for a in word.alineas(UNSEEN[name])] == [f"[onzichtbaar: {WORDS}]"]


READ = {
    "grey by a theme": docx(p(WORDS, rpr=color("background1", 'w:themeShade="BF"', value="BFBFBF"))),
    "black by a theme": docx(p(WORDS, rpr=color("text1"))),
    "an accent of Office": docx(p(WORDS, rpr=color("accent1", value="4472C4"))),
    "an accent of its own": thema(p(WORDS, rpr=color("text2", value="102030")), **EIGEN),
    "white by a mapping to dark": thema(p(WORDS, rpr=color("background1")), mapping='w:bg1="dark2"', **EIGEN),
    "white on a dark fill of a theme": docx(
        p(WORDS, rpr=color("background1", value="FFFFFF") + shd('w:val="clear" w:fill="4472C4" w:themeFill="accent1"'))
    ),
    "black on five per cent": docx(p(WORDS, rpr=shd('w:val="pct5" w:color="auto" w:fill="FFFFFF"'))),
    "white on the shade of its style": docx(
        p(WORDS, ppr='<w:pStyle w:val="Zwart"/>', rpr='<w:color w:val="FFFFFF"/>'), styles=SHADED
    ),
    "its own shade and not that of its style": docx(
        p(WORDS, ppr='<w:pStyle w:val="Zwart"/>' + shd('w:val="clear" w:fill="EEEEEE"')), styles=SHADED
    ),
    "a style that takes the shade away": docx(p(WORDS, ppr='<w:pStyle w:val="Open"/>'), styles=SHADED),
    "white in a first row, and itself black": in_tabel(soort(WIT), rpr='<w:color w:val="000000"/>'),
    "white in a first row, on a dark cell": in_tabel(soort(WIT), rpr='<w:color w:val="FFFFFF"/>', cel=DARK),
    "blue in a blue first row, in a cell of its own shade": in_tabel(
        soort(BLAUWE_CEL), rpr=BLAUW, cel='<w:shd w:val="clear" w:fill="EEEEEE"/>'
    ),
    "a first row in grey": in_tabel(soort('<w:rPr><w:b/></w:rPr><w:tcPr><w:shd w:val="clear" w:fill="E8EDF4"/></w:tcPr>')),
    "white in a style that its table doesn't name": in_tabel(WIT, name=""),
    "the default style of tables outside a table": docx(
        p(WORDS), styles=f'<w:style w:type="table" w:default="1" w:styleId="T"><w:name w:val="T"/>{WIT}</w:style>'
    ),
    "letters one point closer": docx(p(WORDS, rpr='<w:spacing w:val="-20"/>')),
    "letters further apart": docx(p(WORDS, rpr='<w:spacing w:val="400"/>')),
    "a paragraph with space around it": docx(p(WORDS, ppr='<w:spacing w:before="400" w:line="-400"/>')),
    "a theme colour that there is not": docx(p(WORDS, rpr=color("none", 'w:themeTint="x"'))),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_words_that_can_be_read_are_not_said_to_be_hidden(name):
    assert [a.tekst for a in word.alineas(READ[name])] == [WORDS]


def test_white_words_on_a_dark_cell_can_be_read():
    cell = tabel(rij("Maatregel", props=DARK).replace("<w:rPr></w:rPr>", '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'))
    assert [a.tekst for a in word.alineas(cell)] == ["Maatregel"]


def test_words_and_looks_that_both_change_are_both_shown():
    text = shown(
        docx(p("Betaler is de werkgever")), docx(p("Betaler is de bestuurder", rpr='<w:color w:val="CCCCCC"/>'))
    )
    assert "weg: werkgever" in text
    assert "nieuw: kleur=CCCCCC" in text


@pytest.mark.parametrize(
    "part", ["word/styles.xml", "word/numbering.xml", "word/settings.xml", "word/theme/theme1.xml"]
)
def test_what_all_paragraphs_share_cannot_differ(part):
    nieuw = docx(p(WORDS), parts={part: f"<w:x xmlns:w='{W}'/>"})
    with pytest.raises(VerificationError) as caught:
        shown(docx(p(WORDS)), nieuw)
    assert "opmaak van het hele rapport" in caught.value.meldingen[0].melding


@pytest.mark.parametrize("eigen", [True, False])
def test_words_above_the_page_that_change_are_shown_for_an_own_template_and_refused_for_ours(eigen):
    def file(text: str) -> Document:
        space = f'xmlns:w="{W}"'
        return made(docx(p(WORDS), parts={"word/header1.xml": f"<w:hdr {space}>{p(text)}</w:hdr>"}))

    if not eigen:
        with pytest.raises(VerificationError, match="boven of onder aan de pagina"):
            differences(file("Bericht nu"), file("Bericht dan"), BESLUIT)
        return
    [found] = differences(file("Bericht nu"), file("Bericht dan"), BESLUIT, eigen_sjabloon=True).lijst
    assert (found.plaats, found.alinea.kop) == ("eigen_sjabloon", "boven of onder aan de pagina")


def test_an_own_template_that_says_more_of_an_established_measure_is_told_apart():
    kop = p("Maatregel M-01", ppr='<w:pStyle w:val="Kop1"/>')
    other = p("Maatregel M-02", ppr='<w:pStyle w:val="Kop1"/>')
    oud = docx(kop + p("Zet een slot.") + other + p("Zet een hek."))
    nieuw = docx(kop + p("Zet een ketting.") + other + p("Zet een muur."))
    found = differences(made(oud), made(nieuw), BESLUIT, eigen_sjabloon=True).lijst
    assert [(v.plaats, v.alinea.kop) for v in found] == [
        ("vastgestelde_maatregel", "Maatregel M-01"),
        ("eigen_sjabloon", "Maatregel M-02"),
    ]


# --- nothing but the besluit can make a difference -------------------------------------------------------------------

BODY = p("{{ rapportinhoud.a }}") + p("{% if bva_besluit %}besloten{% else %}{{ huisstijl.organisatie }}{% endif %}")


def filled(besluit: object, *, datum: date = date(2026, 5, 7)) -> bytes:
    context: dict[str, Any] = {
        "rapportinhoud": {"a": "1", "adviesrapport": {"vertrouwelijkheidaanduiding": "x"}},
        "bva_besluit": besluit,
        "huisstijl": thaw(HUISSTIJL.gegevens),
    }
    return word.fill(build(BODY), context, datum=datum, titel="Bericht WD-1")


def test_without_another_besluit_nothing_differs_but_the_date_of_the_file(monkeypatch):
    first = filled(None)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("LANG", "tr_TR.UTF-8")
    assert filled(None) == first
    one, other = (read_package(data) for data in (first, filled(None, datum=date(2030, 1, 1))))
    assert [name for name in one if one[name] != other[name]] == ["docProps/core.xml"]
    assert not differences(made(first), made(filled(None, datum=date(2030, 1, 1))), BESLUIT, eigen_sjabloon=True).lijst
    assert "nieuw: besloten" in shown(first, filled({"uitkomst": "vastgesteld"}))


def test_a_template_reaches_no_clock_no_chance_and_no_environment():
    environment = Environment()
    assert environment.globals == {}
    forbidden = {"time", "random", "secrets", "uuid", "os", "locale", "platform", "getpass", "socket"}
    folder = Path(filters.__file__).parent
    for path in (folder / "filters.py", *(folder / "docx").glob("*.py")):
        names = set()
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            if isinstance(node, ast.ImportFrom):
                names.add((node.module or "").partition(".")[0])
            assert not (isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}), path
        allowed = (
            {"time"} if path.name == "budget.py" else set()
        )  # a template that costs too much is refused, not changed
        assert not names & forbidden - allowed, path


def test_our_own_template_gives_the_same_words_no_other_looks():
    oud, nieuw = (docx(p("Eerst", ppr='<w:pStyle w:val="Kop1"/>') + p(WORDS, rpr=look)) for look in ("", "<w:b/>"))
    with pytest.raises(VerificationError, match="BVA-VERSCHIL"):
        differences(made(oud), made(nieuw), BESLUIT)


@pytest.mark.parametrize("revision", ["ins", "del"])
def test_a_template_with_tracked_changes_makes_no_report(revision):
    body = f'<w:p><w:{revision} w:id="1" w:author="A">{r(WORDS)}</w:{revision}></w:p>'
    with pytest.raises(RenderingError, match="bijgehouden wijzigingen"):
        word.fill(
            build(body), {"rapportinhoud": {}, "bva_besluit": None, "huisstijl": {}}, datum=date(2026, 5, 7), titel="x"
        )


# --- what has no words may cover words, and new words may be hidden --------------------------------------------------

LEEG = {
    "a text box": para(tekstvak("<w:p/>", x=1, y=1, w=400, h=200)),
    "a table": '<w:tbl><w:tblPr><w:tblpPr w:tblpX="1"/></w:tblPr><w:tblGrid/><w:tr><w:trPr><w:trHeight w:val="2000"/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl>',
    "a frame": p("", ppr='<w:framePr w:w="9000"/><w:shd w:val="clear" w:fill="FFFFFF"/>'),
    "another page": p("", ppr='<w:sectPr><w:pgSz w:w="3000" w:h="3000"/></w:sectPr>'),
}  # fmt: skip


@pytest.mark.parametrize("name", LEEG)
@pytest.mark.parametrize("above_the_page", [True, False])
def test_what_has_no_words_and_may_cover_them_is_a_difference(name, above_the_page):
    def file(body: str) -> bytes:
        header = f"<w:hdr {NAMES}>{p('kop')}{body}</w:hdr>"
        return docx(p(WORDS), parts={"word/header1.xml": header}) if above_the_page else docx(p(WORDS) + body)

    text = shown(file(""), file(LEEG[name]))
    assert "nieuw: [tekstvak]" in text if name == "a text box" else "nieuw: (leeg)" in text
    assert "opmaak: " in text


HIDING = {
    "black on black": ('<w:highlight w:val="black"/>', "", "markering=black"),
    "in the colour of the page": ('<w:color w:val="000000" w:themeColor="background1"/>', "", "themeColor=background1"),
    "in a solid shade": ('<w:shd w:val="solid" w:color="000000" w:fill="FFFFFF"/>', "", "val=solid"),
    "off the page": ("", '<w:ind w:left="20000"/>', "ind=left=20000"),
    "on top of each other": ('<w:spacing w:val="-400"/>', "", "spacing=-400"),
}


@pytest.mark.parametrize("name", HIDING)
def test_new_words_are_shown_with_their_looks_and_agreed_to_with_them(name):
    rpr, ppr, look = HIDING[name]
    oud, plain, hiding = (docx(p(WORDS)), docx(p(WORDS) + p("Anders")), docx(p(WORDS) + p("Anders", ppr=ppr, rpr=rpr)))
    text = shown(oud, hiding)
    assert look in text.partition("opmaak: ")[2]
    assert ("nieuw: [onzichtbaar: Anders]" in text) == (name in {*list(HIDING)[:3]})
    assert ("nieuw: [over elkaar: Anders]" in text) == (name == "on top of each other")
    digests = {differences(made(oud), made(n), BESLUIT, eigen_sjabloon=True).sha256 for n in (plain, hiding)}
    assert len(digests) == 2


def test_in_our_own_template_the_looks_of_new_words_are_agreed_to_but_not_printed():
    kop = p("Voorblad")
    oud, one, other = (docx(kop), docx(kop + p("Anders")), docx(kop + p("Anders", ppr='<w:ind w:left="20000"/>')))
    found = [differences(made(oud), made(nieuw), BESLUIT) for nieuw in (one, other)]
    assert len({each.sha256 for each in found}) == 2
    assert not any("opmaak" in line for each in found for line in difference_lines(each))


def test_the_looks_that_changed_words_take_over_are_agreed_to():
    narrow = r("heel anders", "<w:spacing w:val='-400'/>")
    oud = docx(para(r("Betaler is de "), r("werkgever ", "<w:spacing w:val='-400'/>"), r("zoals dat hoort")))
    one, other = (
        docx(para(r("Betaler is de "), *runs, r("zoals dat hoort")))
        for runs in ((narrow, r(" bestuurder ")), (r("heel anders bestuurder ", "<w:spacing w:val='-400'/>"),))
    )
    digests = {differences(made(oud), made(n), BESLUIT, eigen_sjabloon=True).sha256 for n in (one, other)}
    assert len(digests) == 2


def test_a_moved_paragraph_is_told_in_full_and_has_kept_its_looks():
    tail = "M-02 een hek om de hele tuin, ook achter het huis, van twee meter hoog en met een poort die vanzelf sluit"
    first, second = p("Niet nodig is:"), p(tail)
    assert f"verplaatst: {tail}" in shown(docx(first + second + p("a")), docx(second + first + p("a")))
    black = p("Niet nodig is:", rpr='<w:highlight w:val="black"/>')
    text = shown(docx(first + second + p("a")), docx(second + black + p("a")))
    assert "verplaatst" not in text
    assert "markering=black" in text


@pytest.mark.parametrize("eigen", [True, False])
def test_every_difference_is_printed_in_words_and_in_order(eigen):
    def body(words: str, *more: str) -> bytes:
        parts = (p("Voorblad"), p(f"Besluit {words}", ppr="<w:jc/>"), *(p(text) for text in more))
        kop = p("M-02 Hek", ppr='<w:pStyle w:val="Kop1"/>')
        return docx("".join(parts) + kop + p(f"Zet een {words}.") + p(f"Betaler {words}"))

    more = tuple(f"regel {number} {'lang ' * 40}" for number in range(30))
    found = differences(made(body("eerst")), made(body("daarna", *more)), BESLUIT, eigen_sjabloon=eigen)
    lines = list(difference_lines(found))
    said = [" ".join(line.split()).removeprefix("- ") for line in lines if line.startswith("  ")]
    new = ["daarna", *(" ".join(text.split()) for text in more), "daarna.", "daarna"]
    assert [text.removeprefix("nieuw: ") for text in said if text.startswith("nieuw: ")] == new
    assert [text for text in said if text.startswith("weg: ")] == ["weg: eerst", "weg: eerst.", "weg: eerst"]
    assert len(found.lijst) == sum(line.startswith("  - ") for line in lines) == len(more) + 3
    assert lines[-1] == f"{len(found.lijst)} verschillen met het concept, controlegetal {found.sha256}"


def test_a_changed_row_says_which_row_it_is():
    rows = [tabel(rij(WORDS, "Sloten", betaler)) for betaler in ("Nog niet bepaald", "Werkgever")]
    assert "  - in: M-01 wordt uitgevoerd · Sloten ·\n    weg: Nog niet bepaald\n    nieuw: Werkgever" in shown(*rows)
