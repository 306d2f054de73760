# SPDX-License-Identifier: EUPL-1.2
"""Paragraphs, tags and tables -> a Word file with our styles, language, page numbers and room for the stamp."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from weerbaar_docs.rendering.docx import pack, properties

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DATUM: Final = date(2026, 1, 1)
_NS: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BREED: Final = 9355  # dxa: A4 less margins of 25 and 20 mm
_BLAUW: Final = "154273"
_KOP: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DELEN: Final = {"styles": "styles", "settings": "settings", "header": "header1", "footer": "footer1"}


def word_file(body: str) -> bytes:
    """Give a Word file with this body, the same bytes every time."""
    sender = paragraph("{{ huisstijl.organisatie }}", "Header") + paragraph("{{ huisstijl.afdeling }}", "Header")
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _root_rels(),
        "word/_rels/document.xml.rels": _document_rels(),
        "word/document.xml": f'<w:document {_NS} xmlns:r="{_R}"><w:body>{body}{_section()}</w:body></w:document>',
        "word/header1.xml": f"<w:hdr {_NS}>{sender}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {_NS}>{paragraph(_page_number(), 'Footer', raw=True)}</w:ftr>",
        "word/styles.xml": _styles(),
        "word/settings.xml": _settings(),
    }
    return pack({name: (_KOP + xml).encode() for name, xml in parts.items()} | properties("Sjabloon", _DATUM))


def paragraph(text: str, style: str = "", *, raw: bool = False) -> str:
    """Give a paragraph in a style; `raw` is XML of runs instead of text."""
    properties_ = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties_}{text if raw else _run(text)}</w:p>"


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def tag(text: str) -> str:
    """Give a tag in a paragraph of its own."""
    return paragraph(f"{{%p {text} %}}")


def when(condition: str, inner: str) -> str:
    """Give what is there only when a condition holds."""
    return tag(f"if {condition}") + inner + tag("endif")


def table(head: Sequence[str], loop: str | None, *rows: Sequence[str]) -> str:
    """Give a table with borders and a heading row; with a loop its row is repeated."""
    width = _BREED // len(head)
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="BFC7D1"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = f'<w:gridCol w:w="{width}"/>' * len(head)
    lines = [_row(head, width, header=True), *(_row(row, width) for row in rows)]
    if loop is not None:
        begin, end = (_row([f"{{%tr {text} %}}"], _BREED, span=len(head)) for text in (f"for {loop}", "endfor"))
        lines = [lines[0], begin, *lines[1:], end]
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width * len(head)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(lines)}</w:tbl>'
    )


def _row(texts: Sequence[str], width: int, *, header: bool = False, span: int = 1) -> str:
    marks = "<w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if header else "") + "</w:trPr>"
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    style = "Tabelkop" if header else "Tabeltekst"
    cells = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}</w:tcPr>{paragraph(text, style)}</w:tc>'
        for text in texts
    )
    return f"<w:tr>{marks}{''.join(cells)}</w:tr>"


def linked(address: str, text: str) -> str:
    """Give a paragraph with a link, as raw runs."""
    return paragraph(_field(f'HYPERLINK "{address}"', text), raw=True)


def contents() -> str:
    """Give a table of contents of the headings of the first level; an engine fills it, and LibreOffice no empty one."""
    return paragraph(_field('TOC \\o "1-1" \\h \\z', "\u00a0"), raw=True)


def _page_number() -> str:
    return _run("Pagina ") + _field("PAGE") + _run(" van ") + _field("NUMPAGES")


def _field(code: str, shown: str = "1") -> str:
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f'{begin}<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>{separate}{_run(shown)}{end}'


def _section() -> str:
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rIdheader"/>'
        '<w:footerReference w:type="default" r:id="rIdfooter"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1814" w:right="1134" w:bottom="1247" w:left="1417" w:header="567" w:footer="567" w:gutter="0"/>'
        "</w:sectPr>"
    )


_STIJLEN: Final[Mapping[str, tuple[str, str, str]]] = {
    # id: (name, paragraph properties, run properties)
    "Title": (
        "Title",
        '<w:keepNext/><w:spacing w:after="240"/>',
        f'<w:b/><w:color w:val="{_BLAUW}"/><w:sz w:val="44"/>',
    ),
    "Heading1": (
        "heading 1",
        '<w:keepNext/><w:keepLines/><w:spacing w:before="360" w:after="120"/><w:outlineLvl w:val="0"/>',
        f'<w:b/><w:color w:val="{_BLAUW}"/><w:sz w:val="28"/>',
    ),
    # the right indent keeps the box of the stamp free
    "Header": (
        "header",
        '<w:spacing w:after="0"/><w:ind w:right="3628"/>',
        '<w:color w:val="595959"/><w:sz w:val="16"/>',
    ),
    "Footer": ("footer", '<w:spacing w:after="0"/>', '<w:color w:val="595959"/><w:sz w:val="16"/>'),
    "Tabeltekst": ("Tabeltekst", '<w:spacing w:after="0"/>', ""),
    "Tabelkop": ("Tabelkop", '<w:keepNext/><w:spacing w:after="0"/>', "<w:b/>"),
}


def _styles() -> str:
    own = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>"
        for key, (name, ppr, rpr) in _STIJLEN.items()
    )
    return (
        f"<w:styles {_NS}><w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/><w:sz w:val="20"/><w:szCs w:val="20"/>'
        '<w:lang w:val="nl-NL" w:eastAsia="nl-NL" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="269" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        f"{own}</w:styles>"
    )


def _settings() -> str:
    return (
        f'<w:settings {_NS}><w:defaultTabStop w:val="708"/><w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="nl-NL"/></w:settings>'
    )


def _content_types() -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    kinds = {
        "document": "document.main",
        "styles": "styles",
        "settings": "settings",
        "header1": "header",
        "footer1": "footer",
    }
    own = "".join(f'<Override PartName="/word/{n}.xml" ContentType="{word}.{kind}+xml"/>' for n, kind in kinds.items())
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f"{own}"
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>'
        "</Types>"
    )


def _root_rels() -> str:
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return (
        f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{package}/metadata/core-properties" Target="docProps/core.xml"/>'
        f'<Relationship Id="rId3" Type="{_R}/extended-properties" Target="docProps/app.xml"/></Relationships>'
    )


def _document_rels() -> str:
    own = "".join(
        f'<Relationship Id="rId{kind}" Type="{_R}/{kind}" Target="{name}.xml"/>' for kind, name in _DELEN.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{own}</Relationships>'
