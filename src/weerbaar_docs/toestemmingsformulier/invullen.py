# SPDX-License-Identifier: EUPL-1.2
"""The blank form + a statement -> the same bytes with a section after them: the check number, and the statement attached.

(1) the blank form stays whole in front; (2) the statement is an associated file, as PDF/A-3 has it, so that whoever gets
the form back also has what it is about; (3) the same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
from typing import Any, Final

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from weerbaar_docs.bijlagen.pdf_reading import BROKEN
from weerbaar_docs.canonical import read_json
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.formuliervelden.tekenen import LETTER, text_look
from weerbaar_docs.formuliervelden.vakken import identifiers
from weerbaar_docs.formuliervelden.velden import CONTROLEGETAL
from weerbaar_docs.model import utc_moment
from weerbaar_docs.stamping_pdf.appending import Sectie

BIJLAGE: Final = "toestemming.json"
_OMSCHRIJVING: Final = "De verklaring die bij dit formulier hoort"


def add_statement(formulier: bytes, verklaring: bytes, controlegetal: str) -> bytes:
    """Give the form with both in it; raises RenderingError for a file that is no blank form of ours."""
    try:
        reader = PdfReader(io.BytesIO(formulier), strict=True)
        sectie = Sectie(reader)
        _write(reader, sectie, controlegetal)
        _attach(reader, sectie, verklaring)
        return sectie.written(formulier, identifiers(reader, formulier, verklaring))
    except BROKEN as error:
        kind = type(error).__name__
    raise RenderingError.because(
        "FORMULIER-PDF", f"dit is geen leeg formulier ({kind})", "Maak het formulier opnieuw (make_formulier)."
    )


def _write(reader: PdfReader, sectie: Sectie, controlegetal: str) -> None:
    form: Any = reader.root_object["/AcroForm"]
    font = form["/DR"]["/Font"].raw_get(LETTER)
    reference = next(ref for ref in list.__iter__(form["/Fields"]) if ref.get_object().get("/T") == CONTROLEGETAL)
    changed = DictionaryObject(dict.items(reference.get_object()))
    look = text_look(sectie, changed["/Rect"], controlegetal, font)  # type: ignore[arg-type]
    changed[NameObject("/V")] = TextStringObject(controlegetal)
    changed[NameObject("/AP")] = DictionaryObject({NameObject("/N"): look})
    sectie.replace(reference, changed)


def _attach(reader: PdfReader, sectie: Sectie, verklaring: bytes) -> None:
    if "/Names" in reader.root_object or "/AF" in reader.root_object:
        raise ValueError("/Names")
    name, spec = TextStringObject(BIJLAGE), sectie.add(_specification(sectie, verklaring))
    files = DictionaryObject({NameObject("/Names"): ArrayObject([name, spec])})
    catalog = DictionaryObject(dict.items(reader.root_object))
    catalog[NameObject("/Names")] = DictionaryObject({NameObject("/EmbeddedFiles"): files})
    catalog[NameObject("/AF")] = ArrayObject([spec])
    sectie.replace(reader.trailer.raw_get("/Root"), catalog)


def _specification(sectie: Sectie, verklaring: bytes) -> DictionaryObject:
    held = sectie.add(_held(verklaring))
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Filespec"),
            NameObject("/F"): TextStringObject(BIJLAGE),
            NameObject("/UF"): TextStringObject(BIJLAGE),
            NameObject("/Desc"): TextStringObject(_OMSCHRIJVING),
            NameObject("/AFRelationship"): NameObject("/Data"),
            NameObject("/EF"): DictionaryObject({NameObject(key): held for key in ("/F", "/UF")}),
        }
    )


def _held(verklaring: bytes) -> DecodedStreamObject:
    made = utc_moment(read_json(verklaring)["geldig_van"])
    stream = DecodedStreamObject()
    stream.set_data(verklaring)
    stream[NameObject("/Type")] = NameObject("/EmbeddedFile")
    stream[NameObject("/Subtype")] = NameObject("/application/json")
    stream[NameObject("/Params")] = DictionaryObject(
        {
            NameObject("/Size"): NumberObject(len(verklaring)),
            NameObject("/ModDate"): TextStringObject(f"D:{made:%Y%m%d%H%M%S}Z"),
            NameObject("/CheckSum"): ByteStringObject(hashlib.md5(verklaring, usedforsecurity=False).digest()),
        }
    )
    return stream
