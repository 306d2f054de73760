# SPDX-License-Identifier: EUPL-1.2
"""Small tagged PDFs to stamp, ways to change a PDF, and eyes of others on a stamped one."""

from __future__ import annotations

import io
from collections import defaultdict

import fontpkg_arimo
import pypdfium2
import typst
import zxingcpp
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ContentStream, DictionaryObject, NumberObject

from weerbaar_docs.stamping_pdf import stamp_pdf

REGELS = ["VASTGESTELD", "Besluit BVA-2026-0001", "21-11-2026, versie 1", "SHA-256 0123456789abcdef"]
BLADREGELS = [*REGELS[:3], "Controlegetal:", "0123456789abcdef" * 4]
CODE = b"WD1 BVA-2026-0001 " + b" ".join([b"0123456789ABCDEF" * 4, b"FEDCBA9876543210" * 4])
FONTS = [str(fontpkg_arimo.ROOT / "files")]
SOURCE = """#set document(title: "Bericht WD-1", date: datetime(year: 2026, month: 1, day: 1))
#set text(lang: "nl", region: "NL", font: "Arimo")
#set page(margin: (top: 32mm, rest: 20mm), header: [HEADER])
#pdf.attach("gegevens.json", bytes("{}"), relationship: "data", mime-type: "application/json", description: "Gegevens")
= Kop een
Tekst van een alinea. #lorem(40)
#pagebreak()
== Kop twee
#table(columns: 2, table.header([a], [b]), [1], [2])
"""


def make(header="Kop", extra=""):
    source = SOURCE.replace("HEADER", header) + extra
    return typst.compile(source.encode(), pdf_standards=["a-3a", "ua-1"], font_paths=FONTS)


def stamped(pdf, regels=REGELS, *, code=CODE, **more):
    return stamp_pdf(pdf, regels, code=code, **more)


def reader(pdf):
    return PdfReader(io.BytesIO(pdf), strict=True)


def changed(pdf, change):
    """The file after `change(writer)`, written anew."""
    writer = PdfWriter(clone_from=reader(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def read_codes(picture):
    """What a program reads of the QR codes: in the lines of one it may see a bar code of another kind too."""
    return zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)


def codes(pdf, dpi=150):
    """What another program reads from the QR codes of each page, as pictures."""
    with pypdfium2.PdfDocument(pdf) as document:
        pictures = [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
    return [[found.text for found in read_codes(picture)] for picture in pictures]


def read_aloud(pdf):
    """The marked content in the order of the structure, as a screen reader follows it: (role, codes of the glyphs)."""
    root = reader(pdf).root_object["/StructTreeRoot"]
    pages = {page.indirect_reference.idnum: _marked(page) for page in reader(pdf).pages}
    found = []

    def walk(element, role, page):
        element = element.get_object()
        if isinstance(element, (NumberObject, int)):
            found.append((role, pages[page][int(element)]))
        elif isinstance(element, list):
            for child in element:
                walk(child, role, page)
        elif isinstance(element, DictionaryObject):
            page = element.raw_get("/Pg").idnum if "/Pg" in element else page
            if element.get("/Type") == "/MCR":
                found.append((role, pages[page][int(element["/MCID"])]))
            elif "/K" in element:
                walk(element["/K"], element.get("/S", role), page)

    walk(root["/K"], "", None)
    return found


def _marked(page):
    """Each marked-content id with its texts; one that comes twice has the texts of both."""
    found, open_ids = defaultdict(list), []
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator in {b"BDC", b"BMC"}:
            properties = operands[1] if len(operands) > 1 else {}
            open_ids.append(properties.get("/MCID") if isinstance(properties, DictionaryObject) else None)
        elif operator == b"EMC":
            open_ids.pop()
        elif operator in {b"Tj", b"TJ"}:
            for number in {n for n in open_ids if n is not None}:
                found[int(number)].append(str(operands))
    return found
