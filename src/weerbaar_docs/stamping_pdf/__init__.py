# SPDX-License-Identifier: EUPL-1.2
"""Lines and a code -> a stamp on every page of a PDF, as an artifact; and reading it back.

(1) the stamp is a Form XObject inside `/Artifact BMC ... EMC`, so that a screen reader skips it; (2) its font is
embedded and its QR code is drawn with it; (3) tags, language, metadata, output intent and attachments stay as they are;
(4) the same input gives the same bytes; (5) a file that is stamped or signed, that acts by itself, or whose box is not
empty on every page is refused; (6) the last page gets a larger one too where it has room; (7) what was stamped stands whole in front of what
was added, so that its digest can be taken again.
"""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Any, Final

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
)

from weerbaar_docs.bijlagen.pdf_reading import BROKEN
from weerbaar_docs.stamping_pdf.appending import Sectie
from weerbaar_docs.stamping_pdf.drawing import MERK, Opdracht, Tekening, draw, form_of
from weerbaar_docs.stamping_pdf.reading import Afdruk, read_drawn
from weerbaar_docs.stamping_pdf.refusing import (
    is_free,
    refuse_file,
    refuse_hybrid,
    refuse_page,
    refuse_parts,
    refuse_stamped,
    refused,
    xobjects,
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

    `bladregels` come in a larger stamp on the last page, if there is room at its foot. The file stays whole in front of
    what is added. Raises StampingError, by name, if the file cannot be stamped, if the box is not empty or if the lines
    or the code do not fit.
    """
    stempel = draw(Opdracht.of(tuple(regels), code, vak_mm))
    blad = draw(Opdracht.of(tuple(bladregels), code, BLAD)) if bladregels else None
    refuse_hybrid(pdf)
    try:
        reader = PdfReader(io.BytesIO(pdf), strict=True)
        refuse_file(reader)
        refuse_parts(reader)
        pages = list(reader.pages)
        for page in pages:
            refuse_stamped(page, NAAM)
        for number, page in enumerate(pages, start=1):
            refuse_page(page, number, vak_mm)
        sectie = Sectie(reader)
        _draw_on_pages(sectie, pages, stempel, blad if blad is not None and is_free(pages[-1], BLAD) else None)
        return sectie.written(pdf, _identifiers(reader, pdf, stempel))
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


def _draw_on_pages(sectie: Sectie, pages: Sequence[PageObject], stempel: Tekening, blad: Tekening | None) -> None:
    """Add the forms once, and to each page the operators that draw them after all else."""
    form = sectie.add(form_of(stempel, sectie))
    opening = sectie.add(_stream("q\n"))
    closings: dict[str, IndirectObject] = {}
    for page in pages:
        forms, place = {NAAM: form}, _placed(page, stempel.vak_mm, NAAM)
        if blad is not None and page is pages[-1]:
            forms[NAAM_BLAD] = sectie.add(form_of(blad, sectie))
            place = _placed(page, blad.vak_mm, NAAM_BLAD) + place
        if place not in closings:
            closings[place] = sectie.add(_stream(f"\nQ\n{place}"))
        assert page.indirect_reference is not None
        sectie.replace(page.indirect_reference, _changed(page, forms, opening, closings[place]))


def _changed(
    page: PageObject, forms: dict[str, IndirectObject], opening: IndirectObject, closing: IndirectObject
) -> DictionaryObject:
    """Give the page with these forms; what it shares with other pages is left as it is."""
    used: Any = page.get("/Resources", DictionaryObject())
    resources = DictionaryObject(dict.items(used.get_object()))
    held = DictionaryObject(dict.items(xobjects(page)))
    held.update({NameObject(name): form for name, form in forms.items()})
    resources[NameObject("/XObject")] = held
    changed = DictionaryObject(dict.items(page))
    changed[NameObject("/Resources")] = resources
    changed[NameObject("/Contents")] = ArrayObject([opening, *_contents(page), closing])
    return changed


def _placed(page: PageObject, vak_mm: Vak, name: str) -> str:
    left, bottom, _right, _top = rectangle(page, vak_mm)
    return f"/Artifact BMC\nq\n1 0 0 1 {left:.3f} {bottom:.3f} cm\n{name} Do\nQ\nEMC\n"


def _identifiers(reader: PdfReader, pdf: bytes, stempel: Tekening) -> ArrayObject:
    known = reader.trailer.get("/ID")
    permanent = known[0] if known else ByteStringObject(hashlib.sha256(pdf).digest()[:16])
    changed = ByteStringObject(hashlib.sha256(pdf + stempel.inhoud).digest()[:16])
    return ArrayObject([permanent, changed])


def _contents(page: PageObject) -> list[Any]:
    raw = page.raw_get("/Contents") if "/Contents" in page else ArrayObject()
    held = raw.get_object()
    return list(held) if isinstance(held, ArrayObject) else [raw]


def _stream(text: str) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(text.encode())
    return stream
