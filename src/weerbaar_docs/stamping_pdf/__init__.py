# SPDX-License-Identifier: EUPL-1.2
"""Lines and a code -> a stamp on every page of a PDF, as an artifact; and reading it back.

(1) the stamp is a Form XObject inside `/Artifact BMC ... EMC`, so that a screen reader skips it; (2) its font is
embedded and its QR code is drawn with it; (3) tags, language, metadata, output intent and attachments stay as they are;
(4) the same input gives the same bytes; (5) a file that is stamped or signed, that acts by itself, or whose box is not
empty on every page is refused; (6) the last page gets a larger one too where it has room.
"""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Any, Final

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, ByteStringObject, DecodedStreamObject, DictionaryObject, NameObject

from weerbaar_docs.bijlagen.pdf_reading import BROKEN
from weerbaar_docs.stamping_pdf.drawing import MERK, Opdracht, Tekening, draw, form_of
from weerbaar_docs.stamping_pdf.reading import Afdruk, read_drawn
from weerbaar_docs.stamping_pdf.refusing import (
    is_free,
    refuse_acting,
    refuse_file,
    refuse_hybrid,
    refuse_page,
    refuse_stamped,
    refused,
)
from weerbaar_docs.stamping_pdf.vak import BLAD, VAK, Vak, rectangle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pypdf import PageObject

__all__ = ["BLAD", "NAAM", "NAAM_BLAD", "VAK", "Afdruk", "Vak", "attached_gegevens", "read_drawn", "stamp_pdf"]

NAAM: Final = MERK.decode()
NAAM_BLAD: Final = f"{NAAM}Blad"


def stamp_pdf(
    pdf: bytes, regels: Sequence[str], *, code: bytes, vak_mm: Vak = VAK, bladregels: Sequence[str] = ()
) -> bytes:
    """Draw framed lines and a QR code on every page, in a box of (x, y, width, height) in mm from the top left.

    `bladregels` come in a larger stamp on the last page, if there is room at its foot. Raises StampingError, by name,
    if the file cannot be stamped, if the box is not empty or if the lines or the code do not fit.
    """
    stempel = draw(Opdracht.of(tuple(regels), code, vak_mm))
    refuse_hybrid(pdf)
    try:
        reader = PdfReader(io.BytesIO(pdf), strict=True)
        refuse_file(reader)
        writer = PdfWriter(clone_from=reader)
        refuse_acting(writer._objects)  # noqa: SLF001
        for page in writer.pages:
            refuse_stamped(page, NAAM)
        for number, page in enumerate(writer.pages, start=1):
            refuse_page(page, number, vak_mm)
        blad = draw(Opdracht.of(tuple(bladregels), code, BLAD)) if bladregels else None
        if blad is not None and not is_free(writer.pages[-1], BLAD):
            blad = None
        _draw_on_pages(writer, stempel, blad)
        return _written(reader, writer, pdf, stempel)
    except BROKEN as error:
        kind = type(error).__name__
    raise refused("STEMPEL-PDF", f"de PDF is niet te lezen of te bewerken ({kind})", "Maak de PDF opnieuw.")


def attached_gegevens(pdf: bytes) -> bytes | None:
    """Give the data that our renderer attached to a PDF, or None; a file that cannot be read has none."""
    try:
        found = PdfReader(io.BytesIO(pdf)).attachments
        return bytes(found["gegevens.json"][0]) if list(found) == ["gegevens.json"] else None
    except BROKEN:
        return None


def _draw_on_pages(writer: PdfWriter, stempel: Tekening, blad: Tekening | None) -> None:
    """Add the forms once, and to each page the operators that draw them after all else."""
    form = writer._add_object(form_of(stempel, writer))  # noqa: SLF001
    last = writer._add_object(form_of(blad, writer)) if blad is not None else None  # noqa: SLF001
    opening = writer._add_object(_stream("q\n"))  # noqa: SLF001
    closings: dict[str, Any] = {}
    for number, page in enumerate(writer.pages, start=1):
        place = _placed(page, stempel.vak_mm, NAAM)
        _xobjects(page)[NameObject(NAAM)] = form
        if blad is not None and last is not None and number == len(writer.pages):
            place = _placed(page, blad.vak_mm, NAAM_BLAD) + place
            _xobjects(page)[NameObject(NAAM_BLAD)] = last
        if place not in closings:
            closings[place] = writer._add_object(_stream(f"\nQ\n{place}"))  # noqa: SLF001
        page[NameObject("/Contents")] = ArrayObject([opening, *_contents(page), closings[place]])


def _placed(page: PageObject, vak_mm: Vak, name: str) -> str:
    left, bottom, _right, _top = rectangle(page, vak_mm)
    return f"/Artifact BMC\nq\n1 0 0 1 {left:.3f} {bottom:.3f} cm\n{name} Do\nQ\nEMC\n"


def _xobjects(page: PageObject) -> Any:
    resources = page.setdefault(NameObject("/Resources"), DictionaryObject()).get_object()
    return resources.setdefault(NameObject("/XObject"), DictionaryObject()).get_object()


def _written(reader: PdfReader, writer: PdfWriter, pdf: bytes, stempel: Tekening) -> bytes:
    identifiers = reader.trailer.get("/ID")
    permanent = identifiers[0] if identifiers else ByteStringObject(hashlib.sha256(pdf).digest()[:16])
    changed = ByteStringObject(hashlib.sha256(pdf + stempel.inhoud).digest()[:16])
    writer.pdf_header = reader.pdf_header
    writer._ID = ArrayObject([permanent, changed])  # noqa: SLF001
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _contents(page: PageObject) -> list[Any]:
    raw = page.raw_get("/Contents") if "/Contents" in page else ArrayObject()
    held = raw.get_object()
    return list(held) if isinstance(held, ArrayObject) else [raw]


def _stream(text: str) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(text.encode())
    return stream
