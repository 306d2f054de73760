# SPDX-License-Identifier: EUPL-1.2
"""PDFs that nobody may accept, made of a good one: for the tests of every command that reads a PDF."""

from __future__ import annotations

import io

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject


def _written(pdf, change):
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def acting(pdf, kind, **entries):
    """Give the file with an action when it opens."""
    action = {NameObject("/S"): NameObject(f"/{kind}")}
    action |= {NameObject(f"/{key}"): TextStringObject(value) for key, value in entries.items()}
    return _written(pdf, lambda w: w.root_object.update({NameObject("/OpenAction"): DictionaryObject(action)}))


def with_page_action(pdf):
    launch = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("x")})
    more = DictionaryObject({NameObject("/O"): launch})
    return _written(pdf, lambda w: w.pages[0].update({NameObject("/AA"): more}))


ACTIEF = {
    "script": lambda pdf: acting(pdf, "JavaScript", JS="app.alert(1)"),
    "launch": lambda pdf: acting(pdf, "Launch", F="calc.exe"),
    "launch of a page": with_page_action,
    "XFA": lambda pdf: _written(
        pdf,
        lambda w: w.root_object.update(
            {NameObject("/AcroForm"): DictionaryObject({NameObject("/XFA"): ArrayObject()})}
        ),
    ),
}
SLECHT = {
    "encrypted": lambda pdf: _written(pdf, lambda w: w.encrypt("geheim", algorithm="AES-256")),
    "encrypted without a password": lambda pdf: _written(pdf, lambda w: w.encrypt("", "eigenaar", algorithm="AES-256")),
    "broken xref": lambda pdf: pdf.replace(b"startxref\n", b"startxref\n9"),
    "no xref": lambda pdf: pdf.replace(b"startxref", b"startxxxx"),
    "half": lambda pdf: pdf[: len(pdf) // 2],
    "hybrid": lambda pdf: pdf.replace(b"/Root ", b"/XRefStm 9 /Root "),
    "hybrid in other letters": lambda pdf: pdf.replace(b"/Root ", b"/X#52efStm 9 /Root "),
    "only a header": lambda _pdf: b"%PDF-1.7\n",
    "noise": lambda _pdf: b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF",
    **ACTIEF,
}
