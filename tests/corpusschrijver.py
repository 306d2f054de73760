# SPDX-License-Identifier: EUPL-1.2
"""The part of the corpus that LibreOffice Writer writes: flat OpenDocument texts and Word files for it to save as .docx.

Writer says the same things in other words than Word: text frames as drawings, styles for everything, numbering of
headings that number nothing. Text, names and addresses are fictional.
"""

from __future__ import annotations

import base64

from docxbouw import kader, p, para, r, sectie, tekstvak, vml_vak
from writerbouw import png

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office", "style": "style", "text": "text", "table": "table", "draw": "drawing",
        "fo": "xsl-fo-compatible", "svg": "svg-compatible", "meta": "meta",
    }.items()
) + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
_FONT = 'style:font-name="Liberation Sans" fo:font-family="&apos;Liberation Sans&apos;"'
_STYLES = f"""
<style:default-style style:family="paragraph"><style:paragraph-properties style:tab-stop-distance="12.5mm"/>
<style:text-properties {_FONT} fo:font-size="10pt" fo:language="nl" fo:country="NL"/></style:default-style>
<style:default-style style:family="table"><style:table-properties table:border-model="collapsing"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph" style:class="text"/>
<style:style style:name="Text_20_body" style:display-name="Text body" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties fo:margin-top="0mm" fo:margin-bottom="2mm" fo:line-height="115%"/></style:style>
<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties fo:margin-bottom="4mm" fo:keep-with-next="always"/><style:text-properties fo:font-size="18pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Heading" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties fo:margin-top="4mm" fo:margin-bottom="2mm" fo:keep-with-next="always"/><style:text-properties {_FONT} fo:font-size="14pt"/></style:style>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:parent-style-name="Heading" style:default-outline-level="1">
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph" style:parent-style-name="Heading" style:default-outline-level="2">
<style:text-properties fo:font-size="11pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Header" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties><style:tab-stops>
<style:tab-stop style:position="80mm" style:type="center"/><style:tab-stop style:position="160mm" style:type="right"/></style:tab-stops></style:paragraph-properties></style:style>
<style:style style:name="Footer" style:family="paragraph" style:parent-style-name="Header"/>
<style:style style:name="Frame_20_contents" style:display-name="Frame contents" style:family="paragraph" style:parent-style-name="Standard"/>
<style:style style:name="Table_20_Contents" style:display-name="Table Contents" style:family="paragraph" style:parent-style-name="Standard"/>
<style:style style:name="Contents_20_1" style:display-name="Contents 1" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties><style:tab-stops><style:tab-stop style:position="160mm" style:type="right" style:leader-style="dotted" style:leader-text="."/></style:tab-stops></style:paragraph-properties></style:style>
<style:style style:name="Contents_20_2" style:display-name="Contents 2" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties fo:margin-left="5mm"><style:tab-stops><style:tab-stop style:position="155mm" style:type="right" style:leader-style="dotted" style:leader-text="."/></style:tab-stops></style:paragraph-properties></style:style>
<style:style style:name="Footnote" style:family="paragraph" style:parent-style-name="Standard"><style:text-properties fo:font-size="8pt"/></style:style>
<style:style style:name="Frame" style:family="graphic"><style:graphic-properties text:anchor-type="paragraph" style:wrap="parallel" fo:padding="0mm" fo:border="none"/></style:style>
<style:style style:name="Internet_20_link" style:display-name="Internet link" style:family="text"><style:text-properties fo:color="#154273" style:text-underline-style="solid"/></style:style>
<text:list-style style:name="Opsomming">
<text:list-level-style-bullet text:level="1" text:bullet-char="•"><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-5mm" fo:margin-left="5mm"/></style:list-level-properties></text:list-level-style-bullet>
<text:list-level-style-bullet text:level="2" text:bullet-char="–"><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-5mm" fo:margin-left="10mm"/></style:list-level-properties></text:list-level-style-bullet>
</text:list-style>
<text:list-style style:name="Nummers">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-7mm" fo:margin-left="7mm"/></style:list-level-properties></text:list-level-style-number>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-7mm" fo:margin-left="14mm"/></style:list-level-properties></text:list-level-style-number>
</text:list-style>
<text:notes-configuration text:note-class="footnote" style:num-format="1" text:start-numbering-at="document"/>
"""
_PAGE = '<style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm" fo:margin-top="20mm" fo:margin-bottom="20mm" fo:margin-left="25mm" fo:margin-right="25mm"/>'
_EDGE = "0.5pt solid #154273"
LOREM = "Deze alinea is lang genoeg om over meer dan een regel te lopen, zodat te zien is waar zij begint. "


def fodt(body: str, *, automatic: str = "", page: str = "", master: str = "", layouts: str = "") -> bytes:
    """A flat OpenDocument text; `page` goes into the page layout (header, footer), `master` into the master page."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {_SPACES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:meta><dc:title>Bericht WD-00000000</dc:title><dc:language>nl-NL</dc:language></office:meta>
<office:font-face-decls><style:font-face style:name="Liberation Sans" svg:font-family="&apos;Liberation Sans&apos;"/></office:font-face-decls>
<office:styles>{_STYLES}</office:styles>
<office:automatic-styles>{automatic}<style:page-layout style:name="blad">{_PAGE}{page}</style:page-layout>{layouts}</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="blad">{master}</style:master-page></office:master-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>""".encode()


def t(text: str = "", style: str = "Text_20_body") -> str:
    """A paragraph."""
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def kop(text: str, level: int = 1) -> str:
    """A heading."""
    return f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{text}</text:h>'


def alineastijl(name: str, properties: str = "", text: str = "", parent: str = "Text_20_body", tabs: str = "") -> str:
    """A paragraph style of this document alone."""
    return (
        f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}">'
        f"<style:paragraph-properties {properties}>{tabs}</style:paragraph-properties><style:text-properties {text}/></style:style>"
    )


def tekststijl(name: str, text: str) -> str:
    """A character style of this document alone."""
    return f'<style:style style:name="{name}" style:family="text"><style:text-properties {text}/></style:style>'


def kaderstijl(name: str, properties: str) -> str:
    """The style of a frame."""
    return f'<style:style style:name="{name}" style:family="graphic" style:parent-style-name="Frame"><style:graphic-properties {properties}/></style:style>'


def vak(content: str, style: str, *, w: int, h: int, x: int = 0, y: int = 0, anchor: str = "paragraph") -> str:
    """A text frame; lengths in millimetres."""
    page = ' text:anchor-page-number="1"' if anchor == "page" else ""
    return (
        f'<draw:frame draw:style-name="{style}" draw:name="Kader {x} {y}" text:anchor-type="{anchor}"{page} svg:x="{x}mm" svg:y="{y}mm"'
        f' svg:width="{w}mm"><draw:text-box fo:min-height="{h}mm">{content}</draw:text-box></draw:frame>'
    )


FROM_PAGE = 'style:horizontal-pos="from-left" style:horizontal-rel="page" style:vertical-pos="from-top" style:vertical-rel="page" fo:padding="0mm"'
FROM_PARAGRAPH = 'style:horizontal-pos="from-left" style:horizontal-rel="paragraph" style:vertical-pos="from-top" style:vertical-rel="paragraph" fo:padding="0mm"'


def tabel(*rows: tuple[str, ...], headers: int = 0, name: str = "Tabel", edge: str = _EDGE) -> tuple[str, str]:
    """A table with columns of equal width: its automatic styles and itself."""
    styles = (
        f'<style:style style:name="{name}" style:family="table"><style:table-properties style:width="120mm" table:align="left"/></style:style>'
        f'<style:style style:name="{name}.A" style:family="table-column"><style:table-column-properties style:column-width="{120 // len(rows[0])}mm"/></style:style>'
        f'<style:style style:name="{name}.c" style:family="table-cell"><style:table-cell-properties fo:padding="1mm" fo:border="{edge}"/></style:style>'
    )
    lines = []
    for row in rows:
        cells = "".join(
            cell if cell.startswith("<") else f'<table:table-cell table:style-name="{name}.c" office:value-type="string">{t(cell, "Table_20_Contents")}</table:table-cell>'
            for cell in row
        )  # fmt: skip
        lines.append(f"<table:table-row>{cells}</table:table-row>")
    head = f"<table:table-header-rows>{''.join(lines[:headers])}</table:table-header-rows>" if headers else ""
    columns = f'<table:table-column table:style-name="{name}.A" table:number-columns-repeated="{len(rows[0])}"/>'
    return (
        styles,
        f'<table:table table:name="{name}" table:style-name="{name}">{columns}{head}{"".join(lines[headers:])}</table:table>',
    )


def punten(*items: str, style: str = "Opsomming") -> str:
    """A list; an item that is XML goes inside the item before it."""
    found: list[str] = []
    for item in items:
        if item.startswith("<text:list"):
            found[-1] += item
        else:
            found.append(t(item))
    return f'<text:list text:style-name="{style}">{"".join(f"<text:list-item>{item}</text:list-item>" for item in found)}</text:list>'


_HEAD = '<style:header-style><style:header-footer-properties fo:min-height="10mm" fo:margin-bottom="5mm"/></style:header-style>'
_FOOT = '<style:footer-style><style:header-footer-properties fo:min-height="10mm" fo:margin-top="5mm"/></style:footer-style>'
_NUMBERS = (
    'Pagina <text:page-number text:select-page="current">1</text:page-number> van <text:page-count>1</text:page-count>'
)
_BRIEF = (
    t("Geachte secretaris,")
    + t(LOREM * 3)
    + t("U ontvangt dit bericht op verzoek van de gemeente Voorbeeldstad.")
    + t("Met vriendelijke groet,")
)
_ADRES = (
    t("Gemeente Voorbeeldstad", "Frame_20_contents")
    + t("Postbus 123", "Frame_20_contents")
    + t("1234 AB Voorbeeldstad", "Frame_20_contents")
)
_KENMERK = t("Ons kenmerk", "Frame_20_contents") + t("WD-0001", "Frame_20_contents")


def brief() -> bytes:
    """A letter with an address window and a reference column in frames of the page"""
    styles = kaderstijl("adres", f'{FROM_PAGE} style:wrap="none"') + kaderstijl(
        "kenmerk", f'{FROM_PAGE} style:wrap="run-through" style:run-through="foreground"'
    )
    frames = vak(_ADRES, "adres", w=85, h=30, x=25, y=50) + vak(_KENMERK, "kenmerk", w=35, h=20, x=170, y=95)
    return fodt(t(frames + "Betreft: een bericht") + _BRIEF, automatic=styles)


def brief_pagina() -> bytes:
    """An address window in a frame that is anchored to the page itself"""
    styles = kaderstijl("adres", f'{FROM_PAGE} style:wrap="none"')
    return fodt(vak(_ADRES, "adres", w=85, h=30, x=25, y=50, anchor="page") + _BRIEF, automatic=styles)


def kader_naast() -> bytes:
    """A frame at the right of its paragraph with text beside it"""
    styles = kaderstijl(
        "rechts",
        'style:horizontal-pos="right" style:horizontal-rel="paragraph" style:vertical-pos="top" style:vertical-rel="paragraph" style:wrap="left" fo:padding="1mm" fo:border="0.5pt solid #154273"',
    )
    return fodt(
        t(vak(t("Let op: een kader naast de tekst.", "Frame_20_contents"), "rechts", w=50, h=20) + LOREM * 4) + _BRIEF,
        automatic=styles,
    )


def kader_in_regel() -> bytes:
    """A frame that stands in the line as a character"""
    styles = kaderstijl("regel", 'style:vertical-pos="top" style:vertical-rel="baseline" fo:padding="0mm"')
    return fodt(
        t("Voor " + vak(t("in de regel", "Frame_20_contents"), "regel", w=30, h=6, anchor="as-char") + " na.") + _BRIEF,
        automatic=styles,
    )


def kader_rand() -> bytes:
    """A frame with a border, a fill and padding across the text"""
    styles = kaderstijl(
        "rand",
        f'{FROM_PARAGRAPH} style:wrap="none" fo:padding="3mm" fo:border="1pt solid #154273" fo:background-color="#e8edf4" draw:fill="solid" draw:fill-color="#e8edf4"',
    ).replace('fo:padding="0mm" style:wrap', "style:wrap")
    return fodt(
        t(LOREM)
        + t(vak(t("Samenvatting in een kader. " + LOREM, "Frame_20_contents"), "rand", w=160, h=20) + "Na het kader.")
        + _BRIEF,
        automatic=styles,
    )


def kader_kop() -> bytes:
    """A frame in the header with the name of the organisation"""
    styles = kaderstijl("logo", f'{FROM_PAGE} style:wrap="run-through" style:run-through="foreground"')
    head = t(vak(t("Veiligheidshuis Voorbeeld", "Frame_20_contents"), "logo", w=60, h=12, x=120, y=8), "Header")
    return fodt(_BRIEF, automatic=styles, page=_HEAD, master=f"<style:header>{head}</style:header>")


def kader_tabel() -> bytes:
    """A frame that holds nothing but a table"""
    styles, table = tabel(("Kenmerk", "WD-0001"), ("Datum", "22 november 2026"), edge="none")
    styles += kaderstijl("houder", f'{FROM_PAGE} style:wrap="none"')
    return fodt(
        t(vak(table + t("", "Frame_20_contents"), "houder", w=120, h=20, x=25, y=40) + "Onder de tabel.") + _BRIEF,
        automatic=styles,
    )


def kader_lijst() -> bytes:
    """A frame with a heading line and a list"""
    styles = kaderstijl("lijst", f'{FROM_PARAGRAPH} style:wrap="none"')
    return fodt(
        t(
            vak(t("Bijlagen", "Frame_20_contents") + punten("Rapport", "Overzicht"), "lijst", w=80, h=20)
            + "Tekst onder het kader."
        )
        + _BRIEF,
        automatic=styles,
    )


def kader_midden() -> bytes:
    """A frame in the middle of the page between the margins"""
    styles = kaderstijl(
        "midden",
        'style:horizontal-pos="center" style:horizontal-rel="page-content" style:vertical-pos="top" style:vertical-rel="paragraph" style:wrap="none" fo:padding="0mm"',
    )
    return fodt(
        t(LOREM) + t(vak(t("Midden", "Frame_20_contents"), "midden", w=70, h=12) + LOREM) + _BRIEF, automatic=styles
    )


def kader_marge() -> bytes:
    """A frame in the right margin, beside the text"""
    styles = kaderstijl("marge", f'{FROM_PAGE} style:wrap="run-through" style:run-through="foreground"') + tekststijl(
        "klein", 'fo:font-size="7pt"'
    )
    small = t('<text:span text:style-name="klein">Bezoekadres Dorpsstraat 1</text:span>', "Frame_20_contents")
    return fodt(t(vak(small, "marge", w=20, h=40, x=187, y=120) + LOREM * 2) + _BRIEF, automatic=styles)


def kader_twee() -> bytes:
    """Two frames side by side at one paragraph"""
    styles = kaderstijl("vak", f'{FROM_PARAGRAPH} style:wrap="none"')
    frames = vak(_ADRES, "vak", w=70, h=20) + vak(_KENMERK, "vak", w=60, h=20, x=90)
    return fodt(t(LOREM) + t(frames + "Onder twee kaders.") + _BRIEF, automatic=styles)


def kader_hoogte() -> bytes:
    """A frame of a fixed height with less text than fits"""
    styles = kaderstijl("vast", f'{FROM_PAGE} style:wrap="none"')
    frame = (
        vak(_ADRES, "vast", w=85, h=40, x=25, y=45)
        .replace('<draw:text-box fo:min-height="40mm">', "<draw:text-box>")
        .replace('svg:width="85mm"', 'svg:width="85mm" svg:height="40mm"')
    )
    return fodt(t(frame + "Onder het kader.") + _BRIEF, automatic=styles)


def vorm_tekst() -> bytes:
    """A drawn rectangle with text in it"""
    styles = '<style:style style:name="vorm" style:family="graphic"><style:graphic-properties draw:stroke="solid" svg:stroke-color="#154273" svg:stroke-width="0.3mm" draw:fill="solid" draw:fill-color="#ffffff" style:wrap="none" style:horizontal-pos="from-left" style:horizontal-rel="page" style:vertical-pos="from-top" style:vertical-rel="page" draw:textarea-vertical-align="top" draw:auto-grow-height="false"/></style:style>'
    shape = (
        '<draw:custom-shape draw:style-name="vorm" text:anchor-type="paragraph" svg:x="25mm" svg:y="60mm" svg:width="80mm" svg:height="25mm">'
        + t("Tekst in een rechthoek")
        + '<draw:enhanced-geometry svg:viewBox="0 0 21600 21600" draw:type="rectangle" draw:enhanced-path="M 0 0 L 21600 0 21600 21600 0 21600 0 0 Z N"/></draw:custom-shape>'
    )
    return fodt(t(shape + "Onder de vorm.") + _BRIEF, automatic=styles)


def zwevende_tabel(properties: str) -> bytes:
    """A Word file with a floating table, for Writer to save again."""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="1700" w:type="dxa"/></w:tcPr>{p(text)}</w:tc>' for text in ("Kenmerk", "WD-0001")
    )
    grid = '<w:tblGrid><w:gridCol w:w="1700"/><w:gridCol w:w="1700"/></w:tblGrid>'
    table = f'<w:tbl><w:tblPr><w:tblpPr {properties}/><w:tblW w:w="3400" w:type="dxa"/></w:tblPr>{grid}<w:tr>{cells}</w:tr></w:tbl>'
    return woord(p("Voor de tabel.") + table + p(LOREM * 3) + p("Slot."))


def zwevende_tabel_pagina() -> bytes:
    """A floating table at a place of the page"""
    return zwevende_tabel(
        'w:leftFromText="141" w:rightFromText="141" w:vertAnchor="page" w:horzAnchor="page" w:tblpX="7500" w:tblpY="2800"'
    )


def zwevende_tabel_marge() -> bytes:
    """A floating table at the right margin"""
    return zwevende_tabel(
        'w:leftFromText="141" w:rightFromText="141" w:vertAnchor="text" w:horzAnchor="margin" w:tblpXSpec="right" w:tblpY="100"'
    )


def zwevende_tabel_tekst() -> bytes:
    """A floating table at its place in the text"""
    return zwevende_tabel(
        'w:leftFromText="141" w:rightFromText="141" w:vertAnchor="text" w:horzAnchor="margin" w:tblpY="1"'
    )


def zwevende_tabel_midden() -> bytes:
    """A floating table in the middle between the margins"""
    return zwevende_tabel(
        'w:leftFromText="141" w:rightFromText="141" w:vertAnchor="margin" w:horzAnchor="margin" w:tblpXSpec="center" w:tblpY="2000"'
    )


def kader_uit_word() -> bytes:
    """Frames of Word (framePr) as Writer saves them"""
    return woord(
        kader("Gemeente Voorbeeldstad", x=25, y=50, w=85, h=25)
        + kader("Postbus 123", x=25, y=50, w=85, h=25)
        + p("Geachte secretaris,")
        + p(LOREM * 4)
    )


def tekstvak_uit_word() -> bytes:
    """A text box of Word (DrawingML) as Writer saves it"""
    return woord(
        para(tekstvak(p("Ons kenmerk") + p("WD-0001"), x=160, y=90, w=35, h=30), r("Geachte secretaris,"))
        + p(LOREM * 4)
    )


def vml_uit_word() -> bytes:
    """A text box of older Word (VML) as Writer saves it"""
    return woord(
        para(
            f"<w:r>{vml_vak(p('Ons kenmerk') + p('WD-0001'), x=150, y=60, w=35, h=20)}</w:r>", r("Geachte secretaris,")
        )
        + p(LOREM * 4)
    )


def kop_voet() -> bytes:
    """A header and footer with another first page, and page x of y"""
    first = f"<style:header>{t('Vervolgblad', 'Header')}</style:header><style:header-first>{t('Veiligheidshuis Voorbeeld', 'Header')}</style:header-first>"
    first += f"<style:footer>{t('<text:tab/><text:tab/>' + _NUMBERS, 'Footer')}</style:footer><style:footer-first>{t(_NUMBERS, 'Footer')}</style:footer-first>"
    return fodt(_BRIEF + t(LOREM * 60) + _BRIEF, page=_HEAD + _FOOT, master=first)


def kop_even() -> bytes:
    """Headers that differ on even and odd pages"""
    heads = f"<style:header>{t('Oneven', 'Header')}</style:header><style:header-left>{t('Even', 'Header')}</style:header-left>"
    return fodt(_BRIEF + t(LOREM * 90) + _BRIEF, page=_HEAD, master=heads)


def lijsten() -> bytes:
    """Nested lists with bullets and with numbers"""
    body = (
        punten("Deur", punten("slot", "kozijn"), "Raam")
        + t("Daarna:")
        + punten("Bel de politie.", punten("nummer", "plaats", style="Nummers"), "Wacht.", style="Nummers")
    )
    return fodt(kop("Maatregelen") + body)


def inhoud() -> bytes:
    """A table of contents with two levels"""
    entry = '<text:index-entry-text/><text:index-entry-tab-stop style:type="right" style:leader-char="."/><text:index-entry-page-number/>'
    levels = "".join(
        f'<text:table-of-content-entry-template text:outline-level="{n}" text:style-name="Contents_20_{n}">{entry}</text:table-of-content-entry-template>'
        for n in (1, 2)
    )
    toc = (
        f'<text:table-of-content text:name="Inhoud" text:protected="true"><text:table-of-content-source text:outline-level="2"><text:index-title-template/>{levels}</text:table-of-content-source>'
        f"<text:index-body>{t('Oude inhoud<text:tab/>1', 'Contents_20_1')}</text:index-body></text:table-of-content>"
    )
    return fodt(
        t("Adviesrapport", "Title")
        + toc
        + "".join(kop(f"Hoofdstuk {n}") + t(LOREM * 12) + kop(f"Deel {n}", 2) + t(LOREM * 8) for n in range(1, 4))
    )


def noten() -> bytes:
    """Footnotes and an endnote"""

    def noot(number: int, text: str, kind: str) -> str:
        return f'<text:note text:note-class="{kind}" text:id="{kind}{number}"><text:note-citation>{number}</text:note-citation><text:note-body>{t(text, "Footnote")}</text:note-body></text:note>'

    return fodt(
        t(
            "Eerste"
            + noot(1, "Bron: voorbeeld.nl.", "footnote")
            + " en tweede"
            + noot(2, "Nog een bron.", "footnote")
            + "."
        )
        + _BRIEF
        + t("Einde" + noot(1, "Een eindnoot.", "endnote"))
    )


def kolommen() -> bytes:
    """A section in two columns"""
    styles = '<style:style style:name="twee" style:family="section"><style:section-properties><style:columns fo:column-count="2" fo:column-gap="8mm"/></style:section-properties></style:style>'
    return fodt(
        t("Boven.")
        + f'<text:section text:style-name="twee" text:name="Kolommen">{t(LOREM * 8)}</text:section>'
        + t("Onder."),
        automatic=styles,
    )


def tabs() -> bytes:
    """Tab stops: right with dots, centre, decimal and a line of underscores"""

    def stops(*found: str) -> str:
        return f"<style:tab-stops>{''.join(found)}</style:tab-stops>"

    dots = (
        '<style:tab-stop style:position="160mm" style:type="right" style:leader-style="dotted" style:leader-text="."/>'
    )
    line = '<style:tab-stop style:position="100mm" style:leader-style="solid" style:leader-text="_"/>'
    middle = '<style:tab-stop style:position="80mm" style:type="center"/><style:tab-stop style:position="160mm" style:type="right"/>'
    styles = (
        alineastijl("punten", tabs=stops(dots))
        + alineastijl("lijn", tabs=stops(line))
        + alineastijl("midden", tabs=stops(middle))
    )
    return fodt(
        t("Slot<text:tab/>€ 120", "punten")
        + t("Camera<text:tab/>€ 80", "punten")
        + t("Handtekening<text:tab/>", "lijn")
        + t("links<text:tab/>midden<text:tab/>rechts", "midden"),
        automatic=styles,
    )


def arcering() -> bytes:
    """Paragraphs with a fill, borders on one side and all around"""
    styles = (
        alineastijl("vlak", 'fo:background-color="#e8edf4"')
        + alineastijl("onder", f'fo:border-bottom="{_EDGE}" fo:padding-bottom="1mm"')
        + alineastijl("rondom", f'fo:border="{_EDGE}" fo:padding="2mm" fo:background-color="#f3f3f3"')
    )
    return fodt(
        t("Een alinea met een vlak. " + LOREM, "vlak")
        + t("Een lijn eronder.", "onder")
        + t("Lijnen rondom. " + LOREM, "rondom")
        + _BRIEF,
        automatic=styles,
    )


def tekens() -> bytes:
    """Small capitals, capitals, raised and lowered text, marker pen, underlines and spaced letters"""
    looks = {
        "kk": 'fo:font-variant="small-caps"', "hl": 'fo:text-transform="uppercase"', "op": 'style:text-position="super 58%"',
        "neer": 'style:text-position="sub 58%"', "stift": 'fo:background-color="#ffff00"', "lijn": 'style:text-underline-style="solid" style:text-underline-type="double"',
        "door": 'style:text-line-through-style="solid"', "wijd": 'fo:letter-spacing="1pt"', "rood": 'fo:color="#c00000" fo:font-weight="bold" fo:font-style="italic"',
    }  # fmt: skip
    styles = "".join(tekststijl(name, look) for name, look in looks.items())
    spans = " ".join(f'<text:span text:style-name="{name}">Woord {name}</text:span>' for name in looks)
    return fodt(t(spans) + _BRIEF, automatic=styles)


def tabel_kop() -> bytes:
    """A table over two pages with a header row and merged cells"""
    merged = f'<table:table-cell table:style-name="Tabel.c" table:number-columns-spanned="2" office:value-type="string">{t("Over twee kolommen", "Table_20_Contents")}</table:table-cell>'
    rows = [("Maatregel", "Kosten", "Wie")] + [(f"Maatregel {n}", f"€ {n}", "werkgever") for n in range(60)]
    rows.insert(3, (merged, "<table:covered-table-cell/>", "samen"))
    styles, table = tabel(*rows, headers=1)
    return fodt(kop("Overzicht") + table + t("Na de tabel."), automatic=styles)


def tabel_kleur() -> bytes:
    """A table with a coloured header row and cells aligned in the middle"""
    styles, table = tabel(("Onderdeel", "Oordeel"), ("Voordeur", "goed"), ("Achterdeur", "matig"), headers=1)
    styles = styles.replace(
        'fo:padding="1mm"', 'fo:padding="1mm" fo:background-color="#e8edf4" style:vertical-align="middle"'
    )
    return fodt(table + _BRIEF, automatic=styles)


def afbeelding() -> bytes:
    """Pictures with an alternative text: in the line and beside the text"""
    styles = kaderstijl(
        "beeld",
        'style:horizontal-pos="right" style:horizontal-rel="paragraph" style:vertical-pos="top" style:vertical-rel="paragraph" style:wrap="left"',
    )
    data = f"<draw:image><office:binary-data>{base64.b64encode(png()).decode()}</office:binary-data></draw:image><svg:desc>Een blauw vlak</svg:desc>"
    inline = f'<draw:frame draw:name="Beeld 1" text:anchor-type="as-char" svg:width="20mm" svg:height="10mm">{data}</draw:frame>'
    beside = f'<draw:frame draw:style-name="beeld" draw:name="Beeld 2" text:anchor-type="paragraph" svg:width="30mm" svg:height="20mm">{data}</draw:frame>'
    return fodt(t("In de regel " + inline) + t(beside + LOREM * 3) + _BRIEF, automatic=styles)


def liggend() -> bytes:
    """A landscape page between two upright ones"""
    layout = f'<style:page-layout style:name="liggend">{_PAGE.replace("210mm", "x").replace("297mm", "210mm").replace("x", "297mm", 1)}</style:page-layout>'
    layout = layout.replace("fo:page-width", 'style:print-orientation="landscape" fo:page-width')
    styles = alineastijl("naar", 'fo:break-before="page"').replace(
        "<style:style ", '<style:style style:master-page-name="Liggend" ', 1
    )
    styles += alineastijl("terug", 'fo:break-before="page"').replace(
        "<style:style ", '<style:style style:master-page-name="Standard" ', 1
    )
    body = t("Staand.") + t("Liggend.", "naar") + t("Weer staand.", "terug")
    found = fodt(body, automatic=styles, layouts=layout).decode()
    return found.replace(
        "</office:master-styles>",
        '<style:master-page style:name="Liggend" style:page-layout-name="liggend"/></office:master-styles>',
    ).encode()


def koppelingen() -> bytes:
    """A link to a site, a bookmark and a reference to its page"""
    link = '<text:a xlink:type="simple" xlink:href="https://voorbeeld.nl/advies" text:style-name="Internet_20_link">voorbeeld.nl/advies</text:a>'
    mark = '<text:bookmark-start text:name="doel"/>Het doel<text:bookmark-end text:name="doel"/>'
    reference = '<text:bookmark-ref text:reference-format="page" text:ref-name="doel">1</text:bookmark-ref>'
    return fodt(t(f"Zie {link} en bladzijde {reference}.") + t(LOREM * 60) + t(mark))


def witregels() -> bytes:
    """Exact and minimal line heights, indents, justified text, keep together and a page break"""
    styles = (
        alineastijl("vast", 'fo:line-height="14pt" fo:text-align="justify" style:justify-single-word="false"')
        + alineastijl(
            "minstens",
            'style:line-height-at-least="18pt" fo:margin-left="10mm" fo:margin-right="10mm" fo:text-indent="-5mm"',
        )
        + alineastijl(
            "nieuw",
            'fo:break-before="page" fo:keep-together="always" fo:text-align="center" fo:orphans="2" fo:widows="2"',
        )
    )
    return fodt(
        t(LOREM * 4, "vast") + t(LOREM * 4, "minstens") + t("Op een nieuwe bladzijde.", "nieuw"), automatic=styles
    )


def woord(body: str) -> bytes:
    """A Word file for Writer to open."""
    from corpusbouw import document  # noqa: PLC0415

    return document(body + sectie())
