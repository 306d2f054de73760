# SPDX-License-Identifier: EUPL-1.2
"""The files of the corpus as Word writes them; the docstring of each says what it holds."""

from __future__ import annotations

import writerbouw
from corpusbouw import (
    HEAD,
    LOREM,
    SVG,
    TEKENS,
    WATERMERK,
    beeld,
    brief,
    document,
    footer,
    jpeg,
    lang,
    numbers,
    pages,
    plaats,
    tbl,
    tc,
    tr,
)
from docxbouw import header, kader, kop, p, para, r, sectie, tekstvak, veld, vml_vak

LINE = '<w:{0} w:val="single" w:sz="8" w:space="4" w:color="154273"/>'
BOX = "<w:pBdr>" + "".join(LINE.format(side) for side in ("top", "left", "bottom", "right")) + "</w:pBdr>"


def tekens():
    """Every character that must go well"""
    return brief(*(p(each) for each in TEKENS), p("Een alinea van ruim duizend tekens. " + LOREM * 11))


def tienduizend():
    """A word of ten thousand characters"""
    return brief(p("W" * 10_000))


def secties():
    """Sections with their own size, margins and page numbers"""
    roman = sectie().replace("</w:sectPr>", '<w:pgNumType w:fmt="lowerRoman" w:start="1"/></w:sectPr>')
    wide = sectie().replace('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906" w:orient="landscape"')
    refs = '<w:footerReference w:type="default" r:id="f"/>'
    body = (
        p("Voorwerk.")
        + para(ppr=roman.replace("<w:sectPr>", f"<w:sectPr>{refs}"))
        + p("Liggend.")
        + para(ppr=wide)
        + p(LOREM * 4)
    )
    return document(
        body + sectie(), parts={"word/footer1.xml": footer(para(r("Pagina "), veld("PAGE")))}, rels={"f": "footer1.xml"}
    )


def kop_eerste():
    """Another header and footer on the first page"""
    parts = {
        "word/header1.xml": header(p("EERSTE")),
        "word/header2.xml": header(p("VERVOLG")),
        "word/footer1.xml": footer(para(*pages())),
    }
    refs = '<w:headerReference w:type="first" r:id="a"/><w:headerReference w:type="default" r:id="b"/><w:footerReference w:type="default" r:id="c"/><w:footerReference w:type="first" r:id="c"/>'
    return document(
        lang() + sectie(refs).replace("</w:sectPr>", "<w:titlePg/></w:sectPr>"),
        parts=parts,
        rels={"a": "header1.xml", "b": "header2.xml", "c": "footer1.xml"},
    )


def kop_even():
    """Headers that differ on even and odd pages"""
    parts = {"word/header1.xml": header(p("ONEVEN")), "word/header2.xml": header(p("EVEN"))}
    refs = '<w:headerReference w:type="default" r:id="a"/><w:headerReference w:type="even" r:id="b"/>'
    return document(
        lang() + sectie(refs),
        parts=parts,
        rels={"a": "header1.xml", "b": "header2.xml"},
        settings="<w:evenAndOddHeaders/>",
    )


def kop_hoog():
    """A header that is taller than the margin"""
    parts = {
        "word/header1.xml": header(
            tbl(tr("Logo", "Naam", "Rubricering"), *(tr("", f"Regel {n}", "") for n in range(6)), style=False) + p("")
        )
    }
    return document(
        p(LOREM) * 3 + sectie('<w:headerReference w:type="default" r:id="a"/>'), parts=parts, rels={"a": "header1.xml"}
    )


def styleref():
    """A header that shows the chapter of the page (STYLEREF)"""
    parts = {"word/header1.xml": header(para(r("Hoofdstuk: "), veld('STYLEREF "heading 1"')))}
    body = "".join(kop(f"Deel {n}") + p(LOREM * 50) for n in range(1, 4))
    return document(
        body + sectie('<w:headerReference w:type="default" r:id="a"/>'), parts=parts, rels={"a": "header1.xml"}
    )


def sectiebladzijden():
    """The number of pages of a section in the footer (SECTIONPAGES)"""
    parts = {"word/footer1.xml": footer(para(r("Deel van "), veld("SECTIONPAGES"), r(" bladzijden")))}
    refs = '<w:footerReference w:type="default" r:id="a"/>'
    return document(
        lang() + para(ppr=sectie(refs)) + p("Tweede deel.") + sectie(refs), parts=parts, rels={"a": "footer1.xml"}
    )


def docproperty():
    """A property of the document in the text (DOCPROPERTY and TITLE)"""
    custom = ('<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
              '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Kenmerk"><vt:lpwstr>WD-0001</vt:lpwstr></property></Properties>')  # fmt: skip
    return brief(
        para(r("Kenmerk: "), veld("DOCPROPERTY Kenmerk", "WD-0001"), r(" en "), veld("TITLE", "Bericht WD-00000000")),
        parts={"docProps/custom.xml": custom},
    )


def inhoud():
    """A table of contents with an old result over two paragraphs"""
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    toc = (
        para(veld('TOC \\o "1-2" \\h \\z \\u', "").removesuffix(end), r("Oude regel"))
        + p("Nog een oude regel")
        + para(end)
    )
    body = p("Adviesrapport", ppr='<w:pStyle w:val="Titel"/>') + toc
    return document(
        body
        + "".join(kop(f"Deel {n}") + p(LOREM * 20) + kop(f"Onderdeel {n}", 2) + p(LOREM * 10) for n in range(1, 5))
        + sectie()
    )


def voetnoten():
    """Footnotes in another order than their numbers"""
    notes = "".join(
        f'<w:footnote w:id="{n}">{para("<w:r><w:footnoteRef/></w:r>", r(f" Noot met nummer {n}."))}</w:footnote>'
        for n in (1, 2, 3)
    )
    mark = '<w:r><w:rPr><w:rStyle w:val="Voetnootmarkering"/></w:rPr><w:footnoteReference w:id="{}"/></w:r>'
    return brief(
        para(r("Derde"), mark.format(3), r(" eerste"), mark.format(1), r(" tweede"), mark.format(2)), footnotes=notes
    )


def eindnoten():
    """Endnotes"""
    notes = f'<w:endnote w:id="1">{para("<w:r><w:endnoteRef/></w:r>", r(" De eindnoot."))}</w:endnote>'
    mark = '<w:r><w:rPr><w:rStyle w:val="Voetnootmarkering"/></w:rPr><w:endnoteReference w:id="1"/></w:r>'
    return brief(para(r("Met een eindnoot"), mark), endnotes=notes)


def lijsten():
    """Nested lists with numbers and letters"""
    return brief(
        *(
            p(f"punt {n}", ppr=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')
            for n, level in enumerate((0, 1, 1, 0, 1, 0))
        )
    )


def kopnummers():
    """Numbered headings with a space or a tab after the number, and a list in Roman figures"""
    kinds = (
        ("decimal", "space", "%1", ""),
        ("decimal", "tab", "%1.%2", ""),
        ("upperRoman", "tab", "%3.", '<w:ind w:left="360" w:hanging="360"/>'),
    )
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="{after}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr>{indent}</w:pPr></w:lvl>'
        for n, (kind, after, text, indent) in enumerate(kinds)
    )
    lists = f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    level = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'

    def numbered(text, n):
        return kop(text, n).replace("</w:pPr>", f"{level.format(n - 1)}</w:pPr>")

    items = "".join(p(f"Punt {n}", ppr=level.format(2)) for n in range(1, 9))
    return brief(
        numbered("Inleiding", 1),
        numbered("Doel", 2),
        items,
        numbered("Slot", 1),
        parts={"word/numbering.xml": numbers(lists)},
    )


def koprijen():
    """A table over some pages with a header row that comes back"""
    return brief(
        tbl(
            tr("Maatregel", "Kosten", "Wie", props=HEAD),
            *(tr(f"Maatregel {n}", f"€ {n}", "werkgever") for n in range(90)),
        )
    )


def samengevoegd():
    """A table with cells merged over columns and rows"""
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide = tc("Over twee kolommen", '<w:gridSpan w:val="2"/>', 4000)
    return brief(
        tbl(
            tr("A", "B", "C", props=HEAD),
            tr(wide, "c"),
            tr(tc("Over twee rijen", down), "b", "c"),
            tr(tc("", on), "b", "c"),
        )
    )


def heel_houden():
    """Rows that may not break over pages (cantSplit)"""
    return brief(
        p(LOREM * 30),
        tbl(
            tr("Onderwerp", "Tekst", "Wie", props=HEAD),
            *(tr(f"Rij {n}", LOREM * 3, "", props="<w:cantSplit/>") for n in range(8)),
        ),
    )


def raster():
    """A table without borders and header row: layout, not a table"""
    return brief(tbl(tr("Ons kenmerk", "WD-0001"), tr("Datum", "22 november 2026"), columns=2, style=False))


def rijhoogte():
    """Rows with a least and a fixed height, cells in the middle and at the bottom"""
    height = '<w:trHeight w:val="800" w:hRule="{}"/>'
    return brief(
        tbl(
            tr("A", "B", "C", props=HEAD),
            tr(
                tc("midden", '<w:vAlign w:val="center"/>'),
                tc("onder", '<w:vAlign w:val="bottom"/>'),
                "boven",
                props=height.format("atLeast"),
            ),
            tr("vast", "", "", props=height.format("exact")),
        )
    )


def tabel_in_tabel():
    """A table in a cell of a table"""
    inner = tbl(tr("x", "y"), columns=2, style=False).replace('w:w="2000"', 'w:w="900"')
    return brief(
        tbl(
            tr("A", "B", "C", props=HEAD),
            tr(f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{inner}{p("")}</w:tc>', "b", "c"),
        )
    )


def zwevende_tabel():
    """A floating table at a place of the page"""
    at = '<w:tblpPr w:leftFromText="141" w:rightFromText="141" w:vertAnchor="page" w:horzAnchor="page" w:tblpX="7000" w:tblpY="2500"/>'
    table = tbl(tr("Kenmerk", "WD-0001"), columns=2, style=False).replace("<w:tblW", f"{at}<w:tblW")
    return brief(p("Betreft: een bericht"), table)


def watermerk():
    """A watermark in the header"""
    return document(
        lang() + sectie('<w:headerReference w:type="default" r:id="a"/>'),
        parts={"word/header1.xml": header(para(WATERMERK))},
        rels={"a": "header1.xml"},
    )


def png():
    """A PNG in the line"""
    return brief(
        para(r("Beeld: "), beeld("i")), parts={"word/media/i.png": writerbouw.png()}, rels={"i": "media/i.png"}
    )


def jpg():
    """A JPEG in the line"""
    return brief(para(r("Beeld: "), beeld("i")), parts={"word/media/i.jpeg": jpeg()}, rels={"i": "media/i.jpeg"})


def svg():
    """An SVG with the PNG that Word keeps beside it"""
    media = {"word/media/i.png": writerbouw.png(), "word/media/i.svg": SVG}
    return brief(para(r("Beeld: "), beeld("i", svg="s")), parts=media, rels={"i": "media/i.png", "s": "media/i.svg"})


def beeld_pagina():
    """A picture at a place of the page"""
    return brief(
        para(beeld("i", anchor=f"{plaats(150, 20)}|wrapNone"), r("Tekst.")),
        parts={"word/media/i.png": writerbouw.png()},
        rels={"i": "media/i.png"},
    )


def beeld_boven_onder():
    """A picture with text above and below it"""
    return brief(
        para(beeld("i", anchor=f"{plaats(0, 0, 'column', 'paragraph')}|wrapTopAndBottom"), r("Tekst.")),
        parts={"word/media/i.png": writerbouw.png()},
        rels={"i": "media/i.png"},
    )


def emf():
    """A picture in EMF"""
    return brief(para(beeld("i")), parts={"word/media/i.emf": b"\x01\0\0\0" + bytes(60)}, rels={"i": "media/i.emf"})


def geen_alt():
    """A picture without an alternative text"""
    return brief(para(beeld("i", descr="")), parts={"word/media/i.png": writerbouw.png()}, rels={"i": "media/i.png"})


def tekstvak_pagina():
    """A text box (DrawingML, with its VML fallback) at a place of the page"""
    return brief(para(tekstvak(p("Ons kenmerk") + p("WD-0001"), x=160, y=90, w=40, h=30), r("Geachte secretaris,")))


def tekstvak_kop():
    """A text box in the header of the first page"""
    parts = {"word/header1.xml": header(para(tekstvak(p("LOGO"), x=120, y=10, w=60, h=15)))}
    return document(
        lang()
        + sectie('<w:headerReference w:type="first" r:id="a"/>').replace("</w:sectPr>", "<w:titlePg/></w:sectPr>"),
        parts=parts,
        rels={"a": "header1.xml"},
    )


def vml_tekstvak():
    """A text box of older Word (VML)"""
    return brief(para(f"<w:r>{vml_vak(p('Ons kenmerk'), x=150, y=60, w=40, h=20)}</w:r>", r("Geachte secretaris,")))


def kaders():
    """An address window in a frame (framePr)"""
    return brief(
        kader("Gemeente Voorbeeldstad", x=25, y=50, w=85, h=25),
        kader("Postbus 123", x=25, y=50, w=85, h=25),
        p("Geachte secretaris,"),
    )


def inhoudsbesturing():
    """Content controls around a paragraph, a run and a row"""

    def sdt(content):
        return f'<w:sdt><w:sdtPr><w:alias w:val="Veld"/><w:tag w:val="veld"/><w:id w:val="1"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'

    return brief(sdt(p("Een alinea in een veld.")), para(r("Een woord "), sdt(r("in een veld")), r(".")))


def tabs():
    """Tab stops: left, centre, right"""
    stops = '<w:tabs><w:tab w:val="center" w:pos="4500"/><w:tab w:val="right" w:pos="9000"/></w:tabs>'
    line = para(r("links"), "<w:r><w:tab/></w:r>", r("midden"), "<w:r><w:tab/></w:r>", r("rechts"), ppr=stops)
    return brief(line, para(r("a"), "<w:r><w:tab/></w:r>", r("b")))


def tabs_punten():
    """Tab stops with dots and lines before them"""
    stops = '<w:tabs><w:tab w:val="right" w:leader="{}" w:pos="9000"/></w:tabs>'
    return brief(
        *(
            para(r(f"Kosten {kind}"), "<w:r><w:tab/></w:r>", r("€ 120"), ppr=stops.format(kind))
            for kind in ("dot", "hyphen", "underscore", "middleDot", "heavy")
        )
    )


def tabs_decimaal():
    """A decimal tab stop"""
    return brief(
        para(
            r("Kosten"),
            "<w:r><w:tab/></w:r>",
            r("1.234,50"),
            ppr='<w:tabs><w:tab w:val="decimal" w:pos="6000"/></w:tabs>',
        )
    )


def arcering():
    """Paragraphs with a fill, and with lines on all sides"""
    fill = '<w:shd w:val="clear" w:color="auto" w:fill="E8EDF4"/>'
    return brief(
        p(LOREM, ppr=fill),
        p("Rondom. " + LOREM, ppr=BOX),
        p("Beide. " + LOREM, ppr=BOX + fill),
        p("Lijn eronder.", ppr=f"<w:pBdr>{LINE.format('bottom')}</w:pBdr>"),
    )


def kleinkapitaal():
    """Small capitals, capitals and marker pen"""
    return brief(
        para(
            r("Klein Kapitaal 12", "<w:smallCaps/>"),
            r(" en "),
            r("kapitaal", "<w:caps/>"),
            r(" en "),
            r("gemarkeerd", '<w:highlight w:val="yellow"/>'),
            r(" en "),
            r("gearceerd", '<w:shd w:val="clear" w:color="auto" w:fill="E8EDF4"/>'),
        )
    )


def lijnen():
    """Underlines of some kinds, strike-through, raised and lowered text"""
    kinds = ("single", "double", "dotted", "dash", "dotDash", "thick")
    looks = [f'<w:u w:val="{kind}"/>' for kind in kinds] + [
        "<w:strike/>",
        '<w:vertAlign w:val="superscript"/>',
        '<w:vertAlign w:val="subscript"/>',
        '<w:spacing w:val="20"/>',
    ]
    return brief(para(*(r(f"woord {n} ", look) for n, look in enumerate(looks))))


def golflijn():
    """An underline of waves"""
    return brief(para(r("golvend", '<w:u w:val="wave"/>')))


def regelhoogte():
    """Exact, least and multiple line heights, indents and justified text"""
    rules = ('w:line="280" w:lineRule="exact"', 'w:line="360" w:lineRule="atLeast"', 'w:line="360" w:lineRule="auto"')
    return brief(
        *(
            p(
                LOREM * 3,
                ppr=f'<w:spacing {rule}/><w:ind w:left="600" w:right="600" w:hanging="300"/><w:jc w:val="both"/>',
            )
            for rule in rules
        )
    )


def paginaeinde():
    """Page breaks in a run and before a paragraph"""
    return brief(
        para(r("Voor"), '<w:r><w:br w:type="page"/></w:r>', r("na")),
        p("Op een nieuwe bladzijde.", ppr="<w:pageBreakBefore/>"),
    )


def koppelingen():
    """A link to a site, one to a bookmark and a reference to its page"""
    site = (
        '<w:hyperlink r:id="l">'
        + r("voorbeeld.nl", '<w:color w:val="154273"/><w:u w:val="single"/>')
        + "</w:hyperlink>"
    )
    mark = '<w:bookmarkStart w:id="1" w:name="doel"/>' + r("Het doel") + '<w:bookmarkEnd w:id="1"/>'
    place = '<w:hyperlink w:anchor="doel">' + r("het doel") + "</w:hyperlink>"
    return brief(
        para(r("Zie "), site, r(", "), place, r(" op bladzijde "), veld("PAGEREF doel \\h", "2")),
        p(LOREM * 60),
        para(mark),
        external={"l": "https://voorbeeld.nl/"},
    )


def afbreken():
    """Hyphenation of Dutch words"""
    return brief(
        p("beveiligingsmaatregelenverantwoordelijkheidsverdeling " * 12, ppr='<w:jc w:val="both"/>'),
        settings="<w:autoHyphenation/>",
    )


def rapport():
    """A report of some pages as python-docx writes it"""
    return writerbouw.full()


def kopniveau():
    """A heading level that is passed over"""
    third = '<w:style w:type="paragraph" w:styleId="Kop3"><w:name w:val="heading 3"/><w:basedOn w:val="Standaard"/></w:style>'
    return brief(kop("Een"), p("Tekst."), kop("Drie", 3), p("Tekst."), kop("Een"), kop("Twee", 2), styles=third)


def kolommen():
    """Two columns"""
    return document(lang() + sectie().replace("</w:sectPr>", '<w:cols w:num="2" w:space="708"/></w:sectPr>'))


def wijzigingen():
    """Tracked changes"""
    return brief('<w:p><w:ins w:id="1" w:author="A" w:date="2026-11-22T10:00:00Z">' + r("ingevoegd") + "</w:ins></w:p>")


def vergelijking():
    """A formula"""
    return brief("<w:p><m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath></w:p>")


def datumveld():
    """A field with the date of today"""
    return brief(para(r("Datum: "), veld("DATE \\@ d-M-yyyy", "22-11-2026")))


def rechts_naar_links():
    """Letters that are written from right to left"""
    return brief(p("Bericht \u05d0\u05d1 en om."))


def omgekeerd():
    """A character that turns the text after it round"""
    return brief(p("Bericht en \u202e om."))
