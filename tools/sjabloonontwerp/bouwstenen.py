# SPDX-License-Identifier: EUPL-1.2
"""What templates are built of: paragraphs, tables, tags, styles, watermark and page."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm

from weerbaar_docs.rendering.docx import anonymise, pack, properties

BLAUW, GRIJS, LIJN, VLAK = "154273", "595959", "BFC7D1", "E8EDF4"
BREED = 9355  # dxa: A4 less margins of 25 and 20 mm
NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:w10="urn:schemas-microsoft-com:office:word"'
)
KEPT = ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "Header", "Footer")
TECHNICAL = ("Default Paragraph Font", "Normal Table", "No List")

STYLES: dict[str, tuple[str, str]] = {
    "Normal": ("<w:widowControl/>", ""),
    "Title": (
        '<w:keepNext/><w:spacing w:before="120" w:after="40" w:line="240" w:lineRule="auto"/>',
        f'<w:b/><w:color w:val="{BLAUW}"/><w:sz w:val="52"/>',
    ),
    "Subtitle": (
        '<w:keepNext/><w:spacing w:before="0" w:after="280"/>',
        f'<w:color w:val="{GRIJS}"/><w:sz w:val="26"/>',
    ),
    "Heading 1": (
        '<w:keepNext/><w:keepLines/><w:spacing w:before="400" w:after="120" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="0"/>',
        f'<w:b/><w:color w:val="{BLAUW}"/><w:sz w:val="30"/>',
    ),
    "Heading 2": (
        '<w:keepNext/><w:keepLines/><w:spacing w:before="280" w:after="80" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="1"/>',
        f'<w:b/><w:color w:val="{BLAUW}"/><w:sz w:val="24"/>',
    ),
    "Heading 3": (
        '<w:keepNext/><w:keepLines/><w:spacing w:before="200" w:after="40"/><w:outlineLvl w:val="2"/>',
        "<w:b/>",
    ),
    "List Bullet": ('<w:numPr><w:numId w:val="1"/></w:numPr><w:spacing w:after="60"/>', ""),
    "Header": (
        '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:ind w:right="3628"/>',
        f'<w:color w:val="{GRIJS}"/><w:sz w:val="16"/>',
    ),
    "Footer": (
        (
            f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="6" w:color="{LIJN}"/></w:pBdr>'
            f'<w:tabs><w:tab w:val="right" w:pos="{BREED}"/></w:tabs>'
            '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        ),
        f'<w:color w:val="{GRIJS}"/><w:sz w:val="16"/>',
    ),
}
OWN_STYLES: dict[str, tuple[str, str, str]] = {
    "Merking": ("Header", '<w:spacing w:after="40"/>', f'<w:b/><w:color w:val="{BLAUW}"/><w:sz w:val="18"/>'),
    "Tabeltekst": (
        "Normal",
        '<w:spacing w:before="0" w:after="0" w:line="252" w:lineRule="auto"/>',
        '<w:sz w:val="18"/>',
    ),
    "Tabelkop": ("Tabeltekst", "<w:keepNext/>", f'<w:b/><w:color w:val="{BLAUW}"/>'),
    "Gegevens": ("Normal", '<w:spacing w:before="0" w:after="0"/>', ""),
    "Adres": ("Normal", '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>', ""),
    "Referentie": (
        "Normal",
        '<w:spacing w:before="0" w:after="60" w:line="240" w:lineRule="auto"/>',
        '<w:sz w:val="17"/>',
    ),
    "Kleinschrift": (
        "Normal",
        '<w:spacing w:before="0" w:after="0"/>',
        f'<w:color w:val="{GRIJS}"/><w:sz w:val="15"/>',
    ),
    "Watermerk": ("Header", '<w:spacing w:line="20" w:lineRule="exact"/>', '<w:sz w:val="2"/>'),
}


_NOOTCIJFER = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'


def style_id(name: str) -> str:
    return name.replace(" ", "")


def runs(text: str) -> str:
    """Give runs for a text in which **bold**, a line break, [[PAGE]], [[NUMPAGES]] and [[NOOT1]] have a meaning."""
    bold, out = False, []
    for piece in re.split(r"(\*\*|\n|\t|\[\[[A-Z]+[0-9]*\]\])", text):
        look = "<w:rPr><w:b/></w:rPr>" if bold else ""
        if piece == "**":
            bold = not bold
        elif piece in ("\n", "\t"):
            out.append(f"<w:r>{look}<w:{'br' if piece == chr(10) else 'tab'}/></w:r>")
        elif piece.startswith("[[NOOT"):
            number = piece.strip("[NOT]")
            out.append(f'<w:r>{_NOOTCIJFER}<w:footnoteReference w:id="{number}"/></w:r>')
        elif piece.startswith("[["):
            field = (
                '<w:fldChar w:fldCharType="begin"/>',
                f'<w:instrText xml:space="preserve"> {piece.strip("[]")} </w:instrText>',
                '<w:fldChar w:fldCharType="separate"/>',
                "<w:t>1</w:t>",
                '<w:fldChar w:fldCharType="end"/>',
            )
            out.extend(f"<w:r>{look}{part}</w:r>" for part in field)
        elif piece:
            out.append(f'<w:r>{look}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>')
    return "".join(out)


def para(text: str, style: str = "Normal", direct: str = "") -> str:
    named = "" if style == "Normal" else f'<w:pStyle w:val="{style_id(style)}"/>'
    return f"<w:p><w:pPr>{named}{direct}</w:pPr>{runs(text)}</w:p>"


def tags(*texts: str, direct: str = "") -> str:
    """Give one paragraph per {%p ... %} tag."""
    return "".join(para("{%p " + text + " %}", direct=direct) for text in texts)


def when(condition: str, *content: str, direct: str = "") -> str:
    return tags(f"if {condition}", direct=direct) + "".join(content) + tags("endif", direct=direct)


def each(loop: str, *content: str, direct: str = "") -> str:
    return tags(f"for {loop}", direct=direct) + "".join(content) + tags("endfor", direct=direct)


def bullet(text: str) -> str:
    return para(text, "List Bullet")


def heading(level: int, text: str, direct: str = "") -> str:
    return para(text, f"Heading {level}", direct)


def cell(  # noqa: PLR0913 - the looks of a cell
    width: int, text: str, style: str, *, shade: bool = False, right: bool = False, keep: bool = False, span: int = 1
) -> str:
    look = f'<w:tcW w:w="{width}" w:type="dxa"/>' + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
    if shade:
        look += f'<w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{BLAUW}"/></w:tcBorders>'
        look += f'<w:shd w:val="clear" w:color="auto" w:fill="{VLAK}"/>'
    direct = ("<w:keepNext/>" if keep else "") + ('<w:jc w:val="right"/>' if right else "")
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{para(text, style, direct)}</w:tc>"


def table_start(widths: list[int], *, bordered: bool) -> str:
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{LIJN}"'
    none = 'w:val="nil"'
    edges = "".join(
        f"<w:{edge} {line if bordered and edge in ('top', 'bottom', 'insideH') else none}/>"
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    side = 90 if bordered else 0
    margins = "".join(
        f'<w:{edge} w:w="{size}" w:type="dxa"/>'
        for edge, size in (
            ("top", 50 if bordered else 20),
            ("left", side),
            ("bottom", 50 if bordered else 20),
            ("right", 90),
        )
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )


def row(cells: str, *, header: bool = False, split: bool = False) -> str:
    whole = "" if split else "<w:cantSplit/>"
    return f"<w:tr><w:trPr>{whole}{'<w:tblHeader/>' if header else ''}</w:trPr>{cells}</w:tr>"


def table(
    widths: list[int],
    head: list[str],
    *rows: list[str] | str,
    right: tuple[int, ...] = (),
    split: bool = False,
    keep: bool = False,
) -> str:
    """Give a bordered table; a row that is a text is a {%tr ... %} tag; `split` for rows that may pass a page.

    `keep` is for a small table that stays on one page, with what follows it.
    """
    out = table_start(widths, bordered=True)
    out += row(
        "".join(
            cell(w, t, "Tabelkop", shade=True, right=i in right)
            for i, (w, t) in enumerate(zip(widths, head, strict=True))
        ),
        header=True,
    )
    for line in rows:
        if isinstance(line, str):
            out += row(cell(sum(widths), "{%tr " + line + " %}", "Tabeltekst", span=len(widths)))
        else:
            out += row(
                "".join(
                    cell(w, t, "Tabeltekst", right=i in right, keep=keep)
                    for i, (w, t) in enumerate(zip(widths, line, strict=True))
                ),
                split=split,
            )
    return out + "</w:tbl>"


def facts(*rows: tuple[str, str] | str, left: int = 2600) -> str:
    """Give a borderless table of label and value; a row that is a text is a {%tr ... %} tag."""
    out = table_start([left, BREED - left], bordered=False)
    last = max(i for i, line in enumerate(rows) if not isinstance(line, str))
    for i, line in enumerate(rows):
        if isinstance(line, str):
            out += row(cell(BREED, "{%tr " + line + " %}", "Gegevens", span=2))
        else:
            label, value, keep = f"**{line[0]}**", line[1], i < last
            out += row(cell(left, label, "Gegevens", keep=keep) + cell(BREED - left, value, "Gegevens", keep=keep))
    return out + "</w:tbl>"


def watermark(number: int, text: str) -> str:
    """Give the WordArt watermark that Word itself makes (Ontwerpen > Watermerk)."""
    formulas = "".join(
        f'<v:f eqn="{e}"/>'
        for e in (
            "sum #0 0 10800", "prod #0 2 1", "sum 21600 0 @1", "sum 0 0 @2", "sum 21600 0 @3", "if @0 @3 0",
            "if @0 21600 @1", "if @0 0 @2", "if @0 @4 21600", "mid @5 @6", "mid @8 @5", "mid @7 @8", "mid @6 @7", "sum @6 0 @5",
        )
    )  # fmt: skip
    return (
        '<w:p><w:pPr><w:pStyle w:val="Watermerk"/></w:pPr><w:r><w:pict>'
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
        f'<v:formulas>{formulas}</v:formulas><v:path textpathok="t" o:connecttype="custom"'
        ' o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
        '<v:textpath on="t" fitshape="t"/><v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>'
        '<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
        f'<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{2048 + number}" type="#_x0000_t136"'
        ' style="position:absolute;margin-left:0;margin-top:0;width:460pt;height:115pt;rotation:315;z-index:-251658752;'
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        'mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#d9d9d9" stroked="f">'
        f'<v:textpath style="font-family:&quot;Arial&quot;;font-size:1pt" string="{text}"/>'
        '<w10:wrap anchorx="margin" anchory="margin"/></v:shape></w:pict></w:r></w:p>'
    )


def put(container: Any, xml: str, *, before: Any = None) -> None:
    for node in parse_xml(f"<w:body {NS}>{xml}</w:body>"):
        if before is None:
            container.append(node)
        else:
            before.addprevious(node)


def set_styles(document: Any, changed: dict[str, tuple[str, str]], own: dict[str, tuple[str, str, str]]) -> None:
    root = document.styles.element
    wanted = {*KEPT, *TECHNICAL}
    for node in list(root):
        if node.tag.endswith("}latentStyles"):
            root.remove(node)
        elif node.tag.endswith("}docDefaults"):
            root.replace(node, parse_xml(
                f'<w:docDefaults {NS}><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'
                '<w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="nl-NL" w:eastAsia="nl-NL" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
                '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="269" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
            ))  # fmt: skip
        elif node.tag.endswith("}style") and document.styles.element.get_by_id(node.styleId).name_val.lower() not in {
            w.lower() for w in wanted
        }:
            root.remove(node)
    for name, (ppr, rpr) in (STYLES | changed).items():
        look(document.styles[name].element, ppr, rpr)
    for name, (base, ppr, rpr) in (OWN_STYLES | own).items():
        root.append(parse_xml(
            f'<w:style {NS} w:type="paragraph" w:customStyle="1" w:styleId="{style_id(name)}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="{style_id(base)}"/><w:qFormat/><w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>'
        ))  # fmt: skip
    # LibreOffice puts no link in a PDF that has not this style.
    root.append(
        parse_xml(f'<w:style {NS} w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/></w:style>')
    )


def look(style: Any, ppr: str, rpr: str) -> None:
    for node in list(style):
        if node.tag.rpartition("}")[2] in ("pPr", "rPr", "link", "semiHidden"):
            style.remove(node)
    put(style, f"<w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr>")


def set_package(document: Any) -> None:
    for rid, relation in list(document.part.rels.items()):
        if relation.reltype.rpartition("/")[2] in (
            "theme",
            "webSettings",
            "fontTable",
            "stylesWithEffects",
            "customXml",
        ):
            document.part.rels.pop(rid)
    numbering = document.part.numbering_part.element
    for node in list(numbering):
        numbering.remove(node)
    put(numbering, (
        '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="bullet"/><w:lvlText w:val="\u2022"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="340" w:hanging="340"/></w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:color w:val="{BLAUW}"/></w:rPr></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    ))  # fmt: skip
    settings = document.settings.element
    for node in list(settings):
        settings.remove(node)
    put(settings, (
        '<w:defaultTabStop w:val="708"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting'
        ' w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="nl-NL"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
    ))  # fmt: skip


def build(  # noqa: PLR0913 - the parts of a template
    body: str,
    *,
    first: str,
    later: str,
    footer: str,
    mark: tuple[str, str] | None,
    styles: dict[str, tuple[str, str]] | None = None,
    noten: tuple[str, ...] = (),
    own: dict[str, tuple[str, str, str]] | None = None,
) -> bytes:
    """Give the bytes of a template.

    `mark` is the condition and the text of the watermark, `noten` are its footnotes, `own` are more styles.
    """
    document = Document()
    set_styles(document, styles or {}, own or {})
    set_package(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(20)
    section.top_margin, section.bottom_margin = Mm(32), Mm(22)
    section.header_distance, section.footer_distance = Mm(10), Mm(10)
    section.different_first_page_header_footer = True
    for number, (part, xml) in enumerate(
        (
            (section.first_page_header, first),
            (section.header, later),
            (section.first_page_footer, footer),
            (section.footer, footer),
        )
    ):
        part.is_linked_to_previous = False
        root = part.part.element
        for node in list(root):
            root.remove(node)
        stamp = when(mark[0], watermark(number + 1, mark[1])) if mark and number < 2 else ""
        put(root, xml + stamp)
    sectpr = document.element.body.sectPr
    for node in list(sectpr):
        if node.tag.endswith("}cols"):
            sectpr.remove(node)
    put(document.element.body, body, before=sectpr)
    if noten:
        _set_footnotes(document, noten)
    target = io.BytesIO()
    document.save(target)
    return pack(anonymise(target.getvalue()) | properties("Sjabloon", date(2026, 1, 1)))


def _set_footnotes(document: Any, noten: tuple[str, ...]) -> None:
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        f"<w:r><w:{mark}/></w:r></w:p></w:footnote>"
        for kind, number, mark in (
            ("separator", -1, "separator"),
            ("continuationSeparator", 0, "continuationSeparator"),
        )
    )
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="Kleinschrift"/></w:pPr>'
        f"<w:r>{_NOOTCIJFER}<w:footnoteRef/></w:r>{runs(' ' + text)}</w:p></w:footnote>"
        for number, text in enumerate(noten, start=1)
    )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:footnotes {NS}>{lines}{notes}</w:footnotes>'
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        xml.encode(),
        document.part.package,
    )
    document.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes")


NA_LIJST = '<w:spacing w:before="160"/>'
NA_TABEL = '<w:spacing w:before="240"/>'
NA_FIGUUR = '<w:spacing w:after="200"/>'
REGELING = "Regeling rechtspositie decentrale politieke ambtsdragers"
AFZENDER = para("**{{ huisstijl.organisatie }}**", "Header") + para("{{ huisstijl.afdeling }}", "Header")
PAGINA = "\tPagina [[PAGE]] van [[NUMPAGES]]"
