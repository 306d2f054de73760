# SPDX-License-Identifier: EUPL-1.2
"""Build a small Word file from pieces of WordprocessingML, for the tests of the walk and of the pages it gives."""

from __future__ import annotations

import io
import zipfile

NAMES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "w10": "urn:schemas-microsoft-com:office:word",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wp14": "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    }.items()
)
STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:sz w:val="20"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Standaard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Kop1"><w:name w:val="heading 1"/><w:basedOn w:val="Standaard"/>
<w:pPr><w:keepNext/><w:spacing w:before="240"/></w:pPr><w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Kop2"><w:name w:val="heading 2"/><w:basedOn w:val="Kop1"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Inhopg1"><w:name w:val="toc 1"/><w:basedOn w:val="Standaard"/><w:pPr><w:spacing w:after="60"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Inhopg2"><w:name w:val="toc 2"/><w:basedOn w:val="Standaard"/><w:pPr><w:ind w:left="300"/></w:pPr></w:style>
<w:style w:type="character" w:styleId="Voetnootmarkering"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
"""
MAIN = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>',
}
ANCHOR = (
    'distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0"'
    ' layoutInCell="1" allowOverlap="1"'
)
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def docx(body, *, parts=None, rels=None, settings="", footnotes="", endnotes="", styles=""):
    """A Word file; `parts` are further members, `rels` the internal relationships of the body by id."""
    members = {
        **MAIN,
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {NAMES}>{STYLES}{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {NAMES}>{NUMBERING}</w:numbering>",
        "word/settings.xml": f"<w:settings {NAMES}>{settings}</w:settings>",
        "word/footnotes.xml": f"<w:footnotes {NAMES}>{footnotes}</w:footnotes>",
        "word/endnotes.xml": f"<w:endnotes {NAMES}>{endnotes}</w:endnotes>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELS}">'
        + "".join(f'<Relationship Id="{key}" Type="x" Target="{name}"/>' for key, name in (rels or {}).items())
        + "</Relationships>",
        **(parts or {}),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def p(text="", ppr="", rpr=""):
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{ppr}</w:pPr>{r(text, rpr)}</w:p>"


def r(text, rpr=""):
    """A run."""
    return f'<w:r><w:rPr>{rpr}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*inlines, ppr=""):
    """A paragraph of runs and other inlines."""
    return f"<w:p><w:pPr>{ppr}</w:pPr>{''.join(inlines)}</w:p>"


def kop(text, level=1):
    """A heading."""
    return p(text, ppr=f'<w:pStyle w:val="Kop{level}"/>')


def veld(instruction, result="?"):
    """A complex field."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def header(content):
    """The XML of a header part."""
    return f"<w:hdr {NAMES}>{content}</w:hdr>"


def sectie(inner=""):
    """The properties of a section on A4 with margins of 2.5 cm."""
    return (
        f'<w:sectPr>{inner}<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>'
    )


def kader(text, *, x, y, w, h=None, anchor="page", wrap="around"):
    """A paragraph in a frame; lengths in millimetres."""
    twips = {"w": w, "x": x, "y": y, **({"h": h} if h else {})}
    lengths = " ".join(f'w:{name}="{round(value / 25.4 * 1440)}"' for name, value in twips.items())
    rule = ' w:hRule="exact"' if h else ""
    return p(text, ppr=f'<w:framePr {lengths}{rule} w:wrap="{wrap}" w:hAnchor="{anchor}" w:vAnchor="{anchor}"/>')


def tekstvak(content, *, x, y, w, h, relative="page", wrap="wrapNone"):
    """A run with a DrawingML text box and its VML fallback; lengths in millimetres."""
    ex, ey, ew, eh = (round(value * 36_000) for value in (x, y, w, h))
    shape = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1" cy="1"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="E8EDF4"/></a:solidFill><a:ln><a:noFill/></a:ln></wps:spPr>'
        f'<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx><wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"/></wps:wsp>'
    )
    drawing = (
        f'<w:drawing><wp:anchor {ANCHOR}><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="{relative}"><wp:posOffset>{ex}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="{relative}"><wp:posOffset>{ey}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{ew}" cy="{eh}"/><wp:{wrap}/><wp:docPr id="1" name="Tekstvak"/>'
        f'<a:graphic><a:graphicData uri="x">{shape}</a:graphicData></a:graphic></wp:anchor></w:drawing>'
    )
    old = vml_vak(content, x=x, y=y, w=w, h=h)
    return f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>'


def vml_vak(content, *, x, y, w, h, relative="page"):
    """A VML text box without its run; lengths in millimetres."""
    style = (
        f"position:absolute;margin-left:{x}mm;margin-top:{y}mm;width:{w}mm;height:{h}mm;"
        f"mso-position-horizontal-relative:{relative};mso-position-vertical-relative:{relative}"
    )
    return (
        f'<w:pict><v:shape id="Vak" style="{style}" stroked="f"><v:textbox inset="0,0,0,0"><w:txbxContent>{content}'
        '</w:txbxContent></v:textbox><w10:wrap type="none"/></v:shape></w:pict>'
    )
