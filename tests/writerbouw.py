# SPDX-License-Identifier: EUPL-1.2
"""Word files with what only LibreOffice's way meets: a table of contents, footnotes, borders, links, text boxes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
TOC = r'TOC \o "1-3" \h \z \u'


def plain(*, lang="nl-NL"):
    """An empty document in Arial and Dutch."""
    document = Document()
    for font in document.styles.element.iter(qn("w:rFonts")):
        for key in list(font.attrib):
            del font.attrib[key]
        font.set(qn("w:ascii"), "Arial")
        font.set(qn("w:hAnsi"), "Arial")
    for found in document.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), lang)
    look = '<w:name w:val="Hyperlink"/><w:rPr><w:color w:val="0000FF"/><w:u w:val="single"/></w:rPr>'
    document.styles.element.append(
        parse_xml(f'<w:style {nsdecls("w")} w:type="character" w:styleId="Hyperlink">{look}</w:style>')
    )
    return document


def saved(document):
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def full(*, chapters=6):
    """A report: table of contents, headings, footnotes, a link, borders, lists, a picture and a table per chapter."""
    document = plain()
    document.add_heading("Adviesrapport", 0)
    add_toc(document)
    notes = []
    for number in range(1, chapters + 1):
        document.add_page_break()
        document.add_heading(f"Hoofdstuk {number}", 1)
        paragraph = document.add_paragraph(f"Tekst van hoofdstuk {number}. " + "Een zin die over de regel loopt. " * 12)
        add_note(paragraph, notes, f"Voetnoot bij hoofdstuk {number}.")
        add_border(document.add_paragraph("Een alinea met een rand."))
        document.add_heading(f"Maatregelen {number}", 2)
        document.add_paragraph("Punt een", style="List Bullet")
        document.add_paragraph("Punt twee", style="List Bullet")
        add_table(document, rows=5)
    add_link(document.add_paragraph("Zie "), "https://voorbeeld.nl/a")
    add_picture(document.add_paragraph("Logo "), "Een blauw vlak")
    document.add_paragraph("Slot.")
    mend_bullets(document)
    return with_notes(saved(document), notes)


def mend_bullets(document):
    """A bullet of the Symbol font has no Unicode value; the lint of a template refuses it."""
    for level in document.part.numbering_part.element.iter(qn("w:lvl")):
        text = level.find(qn("w:lvlText"))
        if text is not None and "\uf0b7" in text.get(qn("w:val"), ""):
            text.set(qn("w:val"), "•")
            for font in level.iter(qn("w:rFonts")):
                font.getparent().remove(font)


def add_field(paragraph, instruction, shown="?"):
    for kind in ("begin", "", "separate", "t", "end"):
        inner = f'<w:fldChar w:fldCharType="{kind}"/>'
        if kind == "":
            inner = f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>'
        elif kind == "t":
            inner = f"<w:t>{shown}</w:t>"
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{inner}</w:r>"))


def add_toc(document):
    add_field(document.add_paragraph(), TOC, "Nog niet bijgewerkt")


def add_note(paragraph, notes, text):
    notes.append(text)
    xml = f'<w:footnoteReference {nsdecls("w")} w:id="{len(notes) + 1}"/>'
    run = paragraph.add_run()
    run.font.superscript = True
    run._r.append(parse_xml(xml))


def with_notes(docx, notes):
    """Put the part with the footnotes into a saved file."""
    if not notes:
        return docx
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    body = "".join(
        f'<w:footnote w:id="{number}"><w:p>{mark}<w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>'
        for number, text in enumerate(notes, start=2)
    )
    kinds = (("separator", 0), ("continuationSeparator", 1))
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for kind, number in kinds
    )
    xml = f"<w:footnotes {nsdecls('w')}>{lines}{body}</w:footnotes>".encode()
    document = Document(io.BytesIO(docx))
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, xml, document.part.package)
    document.part.relate_to(part, RT.FOOTNOTES)
    return saved(document)


def add_border(paragraph):
    edge = 'w:val="single" w:sz="4" w:space="6" w:color="BFC7D1"'
    border = f"<w:pBdr {nsdecls('w')}><w:top {edge}/><w:left {edge}/><w:bottom {edge}/><w:right {edge}/></w:pBdr>"
    paragraph._p.get_or_add_pPr().append(parse_xml(border))


HYPERLINK = '<w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr>'


def add_link(paragraph, address, *, style=HYPERLINK):
    link = paragraph.part.relate_to(address, RT.HYPERLINK, is_external=True)
    run = f"<w:r>{style}<w:t>koppeling</w:t></w:r>"
    paragraph._p.append(parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{link}">{run}</w:hyperlink>'))


def add_picture(paragraph, alt):
    paragraph.add_run().add_picture(io.BytesIO(png()), width=Pt(30))
    next(paragraph._p.iter(qn("wp:docPr"))).set("descr", alt)


def add_table(document, *, rows, columns=3):
    table = document.add_table(rows, columns, style="Table Grid")
    for y, row in enumerate(table.rows):
        for x, cell in enumerate(row.cells):
            cell.text = f"cel {y}.{x}"
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    return table


def png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\x15\x42\x73" * 4) * 4
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def replaced(docx, name, old, new):
    """A file with other text in one of its parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for item in source.namelist():
            data = source.read(item)
            made.writestr(item, data.replace(old, new) if item == name else data)
    return target.getvalue()


def texts(docx):
    """The text of each paragraph."""
    return [paragraph.text for paragraph in Document(io.BytesIO(docx)).paragraphs]
