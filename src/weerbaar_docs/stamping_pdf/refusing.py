# SPDX-License-Identifier: EUPL-1.2
"""What may not be stamped, each by its own name: the file, what it does by itself, and each of its pages.

(1) a file that is encrypted, signed, stamped or of two minds about where its objects are; (2) one with scripts or
actions; (3) a page that is turned, scaled or too small; (4) a page with anything painted in the box.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from weerbaar_docs.errors import StampingError
from weerbaar_docs.hybride import HYBRIDE, is_hybrid
from weerbaar_docs.stamping_pdf.drawing import is_stamp
from weerbaar_docs.stamping_pdf.painting import painted
from weerbaar_docs.stamping_pdf.vak import Vak, rectangle, touches

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_ACTS: Final = {
    "/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ResetForm", "/ImportData", "/Thread", "/Hide",
    "/Rendition", "/Sound", "/Movie", "/SetOCGState", "/Trans", "/GoTo3DView", "/RichMediaExecute",
}  # fmt: skip
_ACTIVE_KEYS: Final = {"/JS", "/JavaScript", "/AA", "/XFA", "/RichMediaContent"}
_STRUCTURE: Final = {"/StructTreeRoot", "/Parent"}
_SPELING: Final = 0.5  # of a point
_ONS: Final = "Gebruik de PDF die weerbaar-docs maakte."


def refuse_hybrid(pdf: bytes) -> None:
    """Refuse a file of which two programs may see different objects; raises StampingError."""
    if is_hybrid(pdf):
        raise refused("STEMPEL-HYBRIDE", HYBRIDE, _ONS)


def refuse_file(reader: PdfReader) -> None:
    """Refuse a file that cannot carry a stamp; raises StampingError."""
    if reader.is_encrypted:
        raise refused("STEMPEL-VERSLEUTELD", "de PDF is versleuteld", _ONS)
    if not reader.pages:
        raise refused("STEMPEL-PDF", "de PDF heeft geen pagina's", _ONS)
    root = reader.root_object
    form = root.get("/AcroForm")
    if "/Perms" in root or (form is not None and int(form.get_object().get("/SigFlags", 0)) & 1):
        raise _signed()


def refuse_parts(reader: PdfReader) -> None:
    """Refuse a file of which anything is a script, an action, a signature or a stamp; raises StampingError.

    All that the catalog reaches is looked at, but for the structure: an element of it does nothing.
    """
    seen: set[int] = set()
    todo: list[Any] = [reader.root_object]
    while todo:
        part = todo.pop()
        if isinstance(part, IndirectObject):
            if part.idnum not in seen:
                seen.add(part.idnum)
                todo.append(part.get_object())
        elif isinstance(part, DictionaryObject):
            if "/ByteRange" in part:
                raise _signed()
            if _acts(part):
                raise refused("STEMPEL-ACTIEF", "de PDF bevat JavaScript of voert zelf iets uit", _ONS)
            if isinstance(part, StreamObject) and part.get("/Subtype") == "/Form" and is_stamp(part.get_data()):
                raise _stamped()
            todo += [value for key, value in dict.items(part) if key not in _STRUCTURE]
        elif isinstance(part, ArrayObject):
            todo += list.__iter__(part)


def _acts(part: DictionaryObject) -> bool:
    opening = part.get("/OpenAction")
    action = opening.get_object() if opening is not None else None
    return (
        not _ACTIVE_KEYS.isdisjoint(part)
        or part.get("/S") in _ACTS
        or (isinstance(action, DictionaryObject) and action.get("/S") != "/GoTo")
    )


def refuse_stamped(page: PageObject, name: str) -> None:
    """Refuse a page that draws a form of this name, or a stamp in its own content; raises StampingError."""
    content = page.get_contents()
    if name in xobjects(page) or (content is not None and is_stamp(content.get_data())):
        raise _stamped()


def refuse_page(page: PageObject, number: int, vak_mm: Vak) -> None:
    """Refuse a page without an upright, empty box for the stamp; raises StampingError."""
    if not _upright(page) or not _holds(page, vak_mm):
        raise refused(
            "STEMPEL-PAGINA",
            f"pagina {number} is gedraaid, geschaald of te klein voor het stempel",
            "Gebruik een sjabloon met staande pagina's van A4.",
        )
    what = found_in(page, vak_mm)
    if what:
        raise refused(
            "STEMPEL-VAK",
            f"op pagina {number} staat {what} op de plaats van het stempel",
            "Houd in het sjabloon de ruimte voor het stempel vrij.",
        )


def is_free(page: PageObject, vak_mm: Vak) -> bool:
    """Say whether a page has an upright, empty box at this place."""
    return _upright(page) and _holds(page, vak_mm) and not found_in(page, vak_mm)


def found_in(page: PageObject, vak_mm: Vak) -> str:
    """Give what stands in the box, or nothing."""
    box = rectangle(page, vak_mm)
    annotations: Any = page.get("/Annots", ArrayObject()).get_object()
    for reference in annotations:
        left, bottom, right, top = (float(n) for n in reference.get_object()["/Rect"])
        if touches(box, (min(left, right), min(bottom, top), max(left, right), max(bottom, top))):
            return "een aantekening of koppeling"
    content = page.get_contents()
    if content is None:
        return ""
    return painted(content.get_data(), page.get("/Resources", DictionaryObject()).get_object(), box)


def xobjects(page: PageObject) -> DictionaryObject:
    """Give the pictures and forms that a page may draw."""
    resources = page.get("/Resources", DictionaryObject()).get_object()
    found: DictionaryObject = resources.get("/XObject", DictionaryObject()).get_object()
    return found


def _upright(page: PageObject) -> bool:
    media, crop = page.mediabox, page.cropbox
    same = all(abs(float(a) - float(b)) < _SPELING for a, b in zip(media, crop, strict=True))
    return page.rotation % 360 == 0 and float(page.get("/UserUnit", 1)) == 1 and same


def _holds(page: PageObject, vak_mm: Vak) -> bool:
    left, bottom, right, top = rectangle(page, vak_mm)
    media = page.mediabox
    return (
        float(media.left) <= left + _SPELING
        and float(media.bottom) <= bottom + _SPELING
        and float(media.right) >= right - _SPELING
        and float(media.top) >= top - _SPELING
    )


def _stamped() -> StampingError:
    return refused(
        "STEMPEL-DUBBEL", "de PDF is al gestempeld", "Gebruik het rapport zonder stempel, of dit rapport zoals het is."
    )


def _signed() -> StampingError:
    return refused(
        "STEMPEL-ONDERTEKEND", "de PDF is al ondertekend", "Stempel vóór het ondertekenen, en maak de PDF opnieuw."
    )


def refused(code: str, melding: str, oplossing: str) -> StampingError:
    """Make the error with a named reason."""
    return StampingError.because(code, melding, oplossing)
