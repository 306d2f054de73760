# SPDX-License-Identifier: EUPL-1.2
"""Our own templates filled with their sample data, set by each engine."""

from __future__ import annotations

from datetime import date

from weerbaar_docs._resources import read_resource
from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.model import thaw
from weerbaar_docs.rendering.docx import fill
from weerbaar_docs.rendering.engine import TypstEngine
from weerbaar_docs.rendering.libreoffice.engine import LibreofficeEngine
from weerbaar_docs.sjabloonvoorbeelden import voorbeelden

DATUM, TITEL = date(2026, 11, 22), "Bericht WD-01234567"
MOTOREN = [TypstEngine(), LibreofficeEngine()]


def filled(document: str, naam: str) -> bytes:
    """Give one of the samples of a document as Word."""
    (voorbeeld,) = (v for v in voorbeelden(document) if v.naam == naam)
    docx = read_resource("templates", f"{document}.docx")
    return fill(docx, thaw(voorbeeld.context), datum=DATUM, titel=TITEL)


def pdf_of(motor, docx):
    """Give the PDF of a Word file."""
    return motor.to_pdf(docx, titel=TITEL, datum=DATUM, gegevens=canonical_bytes({"a": "é"}))
