# SPDX-License-Identifier: EUPL-1.2
"""Small Word files written as XML, for tests of what reads them."""

from __future__ import annotations

import io
import zipfile

from docxtpl import DocxTemplate
from jinja2 import Environment
from lxml import etree

W_URI = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{W_URI}}}"
_NS = (
    f'xmlns:w="{W_URI}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PKG = "http://schemas.openxmlformats.org/package/2006"
_KINDS = {"header1": "header", "footer1": "footer", "footnotes": "footnotes", "endnotes": "endnotes"}
_ROOTS = {"header1": "hdr", "footer1": "ftr", "footnotes": "footnotes", "endnotes": "endnotes"}


def p(*runs, props=""):
    """A paragraph of runs; a run is a text, or XML when it begins with `<`."""
    written = [
        text if text.startswith("<w:") else f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in runs
    ]
    return f"<w:p>{f'<w:pPr>{props}</w:pPr>' if props else ''}{''.join(written)}</w:p>"


def tc(*content, props=""):
    body = "".join(part if part.startswith("<w:") else p(part) for part in content)
    return f'<w:tc><w:tcPr><w:tcW w:w="1000" w:type="dxa"/>{props}</w:tcPr>{body}</w:tc>'


def tr(*cells):
    return f"<w:tr>{''.join(cell if cell.startswith('<w:') else tc(cell) for cell in cells)}</w:tr>"


def tbl(*rows, columns=2):
    grid = '<w:gridCol w:w="2000"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def note(identifier, text, kind="footnote"):
    return f'<w:{kind} w:id="{identifier}">{p(text)}</w:{kind}>'


def ref(identifier, kind="footnote"):
    return f'<w:r><w:{kind}Reference w:id="{identifier}"/></w:r>'


def word(body, *, title="", main=f"{_TYPE}.document.main+xml", extra=None, **parts):
    """A .docx with this body; parts are header1, footer1, footnotes and endnotes, `extra` any others by name."""
    section = "".join(
        f'<w:{kind}Reference w:type="default" r:id="{name}"/>'
        for name, kind in _KINDS.items()
        if name in parts and kind in {"header", "footer"}
    )
    files = {
        "word/document.xml": f"<w:document {_NS}><w:body>{body}<w:sectPr>{section}</w:sectPr></w:body></w:document>",
        "word/_rels/document.xml.rels": _rels((name, f"{_REL}/{_KINDS[name]}", f"{name}.xml") for name in parts),
        "_rels/.rels": _rels(
            [
                ("rId1", f"{_REL}/officeDocument", "word/document.xml"),
                ("rId2", f"{_PKG}/relationships/metadata/core-properties", "docProps/core.xml"),
            ]
        ),
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_PKG}/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></cp:coreProperties>',
    }
    files |= {f"word/{name}.xml": f"<w:{_ROOTS[name]} {_NS}>{xml}</w:{_ROOTS[name]}>" for name, xml in parts.items()}
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides = [("/word/document.xml", main), ("/docProps/core.xml", core)]
    overrides += [(f"/word/{name}.xml", f"{_TYPE}.{_KINDS[name]}+xml") for name in parts]
    files["[Content_Types].xml"] = (
        f'<Types xmlns="{_PKG}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides)
        + "</Types>"
    )
    return zipped(files | (extra or {}))


def zipped(files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def unzipped(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _rels(relations):
    found = "".join(f'<Relationship Id="{i}" Type="{kind}" Target="{target}"/>' for i, kind, target in relations)
    return f'<Relationships xmlns="{_PKG}/relationships">{found}</Relationships>'


def docxtpl(template, context, filters=None):
    """What docxtpl itself makes of a template, with escaping on."""
    document = DocxTemplate(io.BytesIO(template))
    environment = Environment(autoescape=True)
    environment.filters |= filters or {}
    document.render(context, environment)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def root(data, part="word/document.xml"):
    return etree.fromstring(unzipped(data)[part])


def texts(data, part="word/document.xml"):
    """The text of each paragraph, with breaks and tabs."""
    marks = {f"{W}br": "\n", f"{W}tab": "\t"}
    return [
        "".join(marks.get(node.tag, node.text or "") for node in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab"))
        for paragraph in root(data, part).iter(f"{W}p")
    ]


def body_c14n(data, part="word/document.xml"):
    found = root(data, part)
    body = found.find(f"{W}body")
    return etree.tostring(found if body is None else body, method="c14n", exclusive=True)
