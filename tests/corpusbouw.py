# SPDX-License-Identifier: EUPL-1.2
"""The part of the corpus that is written as Word writes it: one construct in each file, a whole and valid package.

Text, names and addresses are fictional.
"""

from __future__ import annotations

import io
import re

from PIL import Image

from docxbouw import ANCHOR, docx, header, p, r, sectie, veld
from weerbaar_docs.rendering.docx import pack
from worddocs import unzipped

LOREM = "Deze alinea is lang genoeg om over meer dan een regel te lopen, zodat te zien is waar zij begint. "
TEKENS = (
    "&amp; &lt; &gt; {{ niet invullen }} {% raw %} https://voorbeeld.nl/?a=1&amp;b=&lt;2&gt;",
    "“dubbel” ‘enkel’ – × ± ² ≥ ≤ ≈ « » be\u00advei\u00adli\u00adging",
    "Æ Ç Ö Ø Ú Û â ä å ç è é ë ó ö ø ú ı van 't d' ’t Sluisje Ĳ ĳ IJsselstein",
    "De Vries-Jansen 12 a bis € 0,00 29 februari 2028 =HYPERLINK(1)",
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PKG = "http://schemas.openxmlformats.org/package/2006"
_KINDS = ("styles", "numbering", "settings", "footnotes", "endnotes", "header", "footer")
_NOTES = "".join(
    f'<w:{{0}} w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:{{0}}>'
    for number, kind in enumerate(("separator", "continuationSeparator"), start=-1)
)
_MEDIA = {"png": "image/png", "jpeg": "image/jpeg", "svg": "image/svg+xml", "emf": "image/x-emf"}
_MODE = '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
# What more than one file says, in the order that the schema wants.
STYLES = """
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/><w:basedOn w:val="Standaard"/><w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Nadruk"><w:name w:val="Emphasis"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="table" w:styleId="Raster"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>
<w:top w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:left w:val="single" w:sz="4" w:space="0" w:color="auto"/>
<w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:right w:val="single" w:sz="4" w:space="0" w:color="auto"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tblBorders></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E8EDF4"/></w:tcPr></w:tblStylePr></w:style>
"""


def document(body, *, parts=None, rels=None, external=None, settings="", footnotes="", endnotes="", styles=""):
    """A Word file that is whole: with the types and relations of all its parts; `rels` are relations of the body by id."""
    made = unzipped(
        docx(
            body,
            settings=f"{settings}<w:compat>{_MODE}</w:compat>",
            footnotes=_NOTES.format("footnote") + footnotes,
            endnotes=_NOTES.format("endnote") + endnotes,
            styles=STYLES + styles,
        )
    )
    made |= {name: data if isinstance(data, bytes) else data.encode() for name, data in (parts or {}).items()}
    made.setdefault("docProps/core.xml", _core().encode())
    made["word/_rels/document.xml.rels"] = _relations(
        [(name, name, f"{name}.xml") for name in _KINDS[:5]]
        + [(key, _kind(target), target) for key, target in (rels or {}).items()],
        external or {},
    ).encode()
    made["_rels/.rels"] = _root(made).encode()
    made["[Content_Types].xml"] = _types(made).encode()
    return pack({name: made[name] for name in ("[Content_Types].xml", *sorted(made.keys() - {"[Content_Types].xml"}))})


def _core():
    spaces = f'xmlns:cp="{_PKG}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f"<cp:coreProperties {spaces}><dc:title>Bericht WD-00000000</dc:title><dc:language>nl-NL</dc:language></cp:coreProperties>"


def _kind(target):
    return "image" if target.startswith("media/") else re.sub(r"\d*\.xml$", "", target)


def _relations(found, external):
    lines = [f'<Relationship Id="{key}" Type="{_REL}/{kind}" Target="{target}"/>' for key, kind, target in found]
    lines += [
        f'<Relationship Id="{key}" Type="{_REL}/hyperlink" Target="{url}" TargetMode="External"/>'
        for key, url in external.items()
    ]
    return f'<Relationships xmlns="{_PKG}/relationships">{"".join(lines)}</Relationships>'


def _root(made):
    custom = f'<Relationship Id="c" Type="{_REL}/custom-properties" Target="docProps/custom.xml"/>'
    return (
        f'<Relationships xmlns="{_PKG}/relationships"><Relationship Id="d" Type="{_REL}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="p" Type="{_PKG}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        f"{custom if 'docProps/custom.xml' in made else ''}</Relationships>"
    )


def _types(made):
    rules = {"word/document.xml": f"{_TYPE}.document.main+xml", "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
             "docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml"}  # fmt: skip
    for name in made:
        found = re.fullmatch(rf"word/({'|'.join(_KINDS)})\d*\.xml", name)
        rules |= {name: f"{_TYPE}.{found[1]}+xml"} if found else {}
    kinds = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    kinds |= {end: kind for end, kind in _MEDIA.items() if any(name.endswith(f".{end}") for name in made)}
    lines = [f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in kinds.items()]
    lines += [f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in rules.items() if name in made]
    return f'<Types xmlns="{_PKG}/content-types">{"".join(lines)}</Types>'


def brief(*body, inner="", **more):
    """A letter: what a file is about, then some text, on A4."""
    return document("".join(body) + p(LOREM * 3) + p("Slot.") + sectie(inner), **more)


def lang():
    """Text of some pages."""
    return p(LOREM * 12) * 6


def tc(text, props="", width=2000):
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{props}</w:tcPr>{text if text.startswith("<") else p(text)}</w:tc>'


def tr(*cells, props=""):
    return f"<w:tr>{f'<w:trPr>{props}</w:trPr>' if props else ''}{''.join(cell if cell.startswith('<w:tc>') else tc(cell) for cell in cells)}</w:tr>"


def tbl(*rows, columns=3, props="", style=True):
    look = '<w:tblStyle w:val="Raster"/>' if style else ""
    grid = '<w:gridCol w:w="2000"/>' * columns
    first = '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    return f'<w:tbl><w:tblPr>{look}<w:tblW w:w="0" w:type="auto"/>{props}{first}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'


HEAD = "<w:tblHeader/>"


def footer(content):
    return header(content).replace("w:hdr", "w:ftr")


def numbers(content):
    """The part with the lists."""
    return header(content).replace("w:hdr", "w:numbering")


def beeld(rid, *, anchor="", descr="Een blauw vlak", svg=""):
    """A drawing of 30 by 15 mm: in the line, or anchored where `anchor` says."""
    extent = '<wp:extent cx="1080000" cy="540000"/>'
    vector = (
        f'<a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip r:embed="{svg}"/></a:ext></a:extLst>'
        if svg
        else ""
    )
    picture = (
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="Beeld"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{rid}">{vector}</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1080000" cy="540000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    )
    name = f'<wp:docPr id="1" name="Beeld" descr="{descr}"/>'
    if not anchor:
        return f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">{extent}{name}{picture}</wp:inline></w:drawing></w:r>'
    place, wrap = anchor.split("|")
    return f'<w:r><w:drawing><wp:anchor {ANCHOR}><wp:simplePos x="0" y="0"/>{place}{extent}<wp:{wrap}/>{name}{picture}</wp:anchor></w:drawing></w:r>'


def plaats(x, y, across="page", down="page"):
    """A place for an anchor, in millimetres."""
    return "".join(
        f'<wp:position{axis} relativeFrom="{relative}"><wp:posOffset>{round(value * 36_000)}</wp:posOffset></wp:position{axis}>'
        for axis, value, relative in (("H", x, across), ("V", y, down))
    )


def pages():
    """The runs of `Pagina x van y`."""
    return r("Pagina "), veld("PAGE"), r(" van "), veld("NUMPAGES")


def jpeg():
    target = io.BytesIO()
    Image.new("RGB", (60, 30), (21, 66, 115)).save(target, "JPEG", quality=90)
    return target.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30"><rect width="60" height="30" fill="#154273"/><circle cx="30" cy="15" r="10" fill="#ffffff"/></svg>'
WATERMERK = (
    '<w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
    '<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/>'
    '<v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s1026" type="#_x0000_t136" alt="" '
    'style="position:absolute;margin-left:0;margin-top:0;width:412pt;height:165pt;rotation:315;z-index:-251658752;'
    'mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin" '
    'fillcolor="silver" stroked="f"><v:fill opacity=".5"/><v:textpath style="font-family:&quot;Arial&quot;;font-size:1pt" string="CONCEPT"/></v:shape></w:pict></w:r>'
)
