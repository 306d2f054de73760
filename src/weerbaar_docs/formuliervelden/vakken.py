# SPDX-License-Identifier: EUPL-1.2
"""A PDF with links to the reserved addresses -> the same bytes with a section after them that makes these links fields.

(1) only known names become fields, each once and all of them; other links stay links; (2) a box to tick is none of the
values until somebody ticks it; (3) signing locks all fields; (4) the same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import Any, Final

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from weerbaar_docs.bijlagen.pdf_reading import BROKEN
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.formuliervelden.structuur import Structuur
from weerbaar_docs.formuliervelden.tekenen import (
    LETTER,
    add_font,
    empty_look,
    schrift,
    text_look,
    tick_look,
)
from weerbaar_docs.formuliervelden.velden import KEUZE, KEUZE_TEKST, NAAMRUIMTE, VELDEN, Veld
from weerbaar_docs.stamping_pdf.appending import Sectie

_AFDRUKKEN: Final = 4
_ALLEEN_LEZEN, _RONDJES = 1, 1 << 15
_HART: Final = 0.4  # of the height of a line: a square stands on the base line, so its heart is below the middle
_SOORTEN: Final = {"vakje": "/Btn", "tekst": "/Tx", "handtekening": "/Sig"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plek:
    """A link that becomes a field: where it stands and which key of the structure it has."""

    veld: Veld
    annotatie: IndirectObject
    pagina: IndirectObject
    rect: ArrayObject
    sleutel: int


def add_fields(pdf: bytes) -> bytes:
    """Give the fillable PDF; raises RenderingError when a field is missing, is there twice, or has no tags."""
    try:
        reader = PdfReader(io.BytesIO(pdf), strict=True)
        plekken = _places(reader)
        _check(plekken)
        sectie = Sectie(reader)
        _put(reader, sectie, plekken)
        return sectie.written(pdf, identifiers(reader, pdf, b"velden"))
    except BROKEN as error:
        kind = type(error).__name__
    raise RenderingError.because(
        "FORMULIER-PDF",
        f"van deze PDF is geen formulier te maken ({kind})",
        "Gebruik het sjabloon van weerbaar-docs en de motor typst.",
    )


def identifiers(reader: PdfReader, pdf: bytes, mark: bytes) -> ArrayObject:
    """Give the two identifiers of a file with one more section: the first stays."""
    known = reader.trailer.get("/ID")
    permanent = known[0] if known else ByteStringObject(hashlib.sha256(pdf).digest()[:16])
    return ArrayObject([permanent, ByteStringObject(hashlib.sha256(pdf + mark).digest()[:16])])


def _places(reader: PdfReader) -> list[tuple[str, Plek]]:
    found: list[tuple[str, Plek]] = []
    for page in reader.pages:
        for reference in list.__iter__(page.get("/Annots", ArrayObject()).get_object()):
            link: Any = reference.get_object()
            action = link.get("/A", DictionaryObject()).get_object()
            address = str(action.get("/URI", ""))
            if address.startswith(NAAMRUIMTE):
                found.append((address.removeprefix(NAAMRUIMTE), _place(address, link, reference, page)))
    return found


def _place(address: str, link: Any, reference: IndirectObject, page: Any) -> Plek:
    veld = VELDEN.get(address.removeprefix(NAAMRUIMTE))
    if veld is None:
        raise _wrong("het sjabloon heeft een veld dat het formulier niet kent")
    left, low, right, high = (float(value) for value in link["/Rect"])
    if veld.soort == "vakje":
        side = min(right - left, high - low)
        middle = low + _HART * (high - low)
        low, right, high = middle - side / 2, left + side, middle + side / 2
    rect = ArrayObject(FloatObject(round(value, 3)) for value in (left, low, right, high))
    return Plek(
        veld=veld,
        annotatie=reference,
        pagina=page.indirect_reference,
        rect=rect,
        sleutel=int(link["/StructParent"]),
    )


def _check(plekken: list[tuple[str, Plek]]) -> None:
    names = [name for name, _ in plekken]
    missing = [name for name in VELDEN if name not in names]
    if missing:
        raise _wrong(f"in het sjabloon ontbreekt het veld {missing[0]}")
    double = next((name for name in names if names.count(name) > 1), None)
    if double is not None:
        raise _wrong(f"het veld {double} staat twee keer in het sjabloon, of loopt over twee regels")


def _wrong(melding: str) -> RenderingError:
    return RenderingError.because(
        "FORMULIER-VELD",
        melding,
        f"Zet in het sjabloon voor elk veld één koppeling naar {NAAMRUIMTE} met de naam erachter, op één regel.",
    )


def _put(reader: PdfReader, sectie: Sectie, plekken: list[tuple[str, Plek]]) -> None:
    structuur, font = Structuur(reader, sectie), add_font(sectie)
    keuze = DictionaryObject(
        {
            NameObject("/FT"): NameObject("/Btn"),
            NameObject("/T"): TextStringObject(KEUZE),
            NameObject("/TU"): TextStringObject(KEUZE_TEKST),
            NameObject("/Ff"): NumberObject(_RONDJES),
            NameObject("/V"): NameObject("/Off"),
            NameObject("/Kids"): ArrayObject(plek.annotatie for _, plek in plekken if plek.veld.naam == KEUZE),
        }
    )
    group = sectie.add(keuze)
    for _, plek in plekken:
        sectie.replace(plek.annotatie, _widget(sectie, plek, group, font))
        structuur.make_form(plek.sleutel, plek.annotatie, plek.pagina)
    structuur.close()
    own = [plek.annotatie for _, plek in plekken if plek.veld.naam != KEUZE]
    catalog = DictionaryObject(dict.items(reader.root_object))
    catalog[NameObject("/AcroForm")] = sectie.add(_form([group, *own], font))
    root = reader.trailer.raw_get("/Root")
    sectie.replace(root, catalog)


def _form(fields: list[IndirectObject], font: IndirectObject) -> DictionaryObject:
    fonts = DictionaryObject({NameObject(LETTER): font})
    return DictionaryObject(
        {
            NameObject("/Fields"): ArrayObject(fields),
            NameObject("/DA"): schrift(),
            NameObject("/DR"): DictionaryObject({NameObject("/Font"): fonts}),
        }
    )


def _widget(sectie: Sectie, plek: Plek, group: IndirectObject, font: IndirectObject) -> DictionaryObject:
    veld = plek.veld
    widget = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/Rect"): plek.rect,
            NameObject("/F"): NumberObject(_AFDRUKKEN),
            NameObject("/P"): plek.pagina,
            NameObject("/StructParent"): NumberObject(plek.sleutel),
            NameObject("/TU"): TextStringObject(veld.tekst),
        }
    )
    if veld.soort == "vakje":
        return _box(sectie, widget, plek, group)
    widget[NameObject("/FT")] = NameObject(_SOORTEN[veld.soort])
    widget[NameObject("/T")] = TextStringObject(veld.naam)
    look = empty_look(sectie, plek.rect) if veld.soort == "handtekening" else text_look(sectie, plek.rect, "", font)
    widget[NameObject("/AP")] = DictionaryObject({NameObject("/N"): look})
    if veld.soort == "handtekening":
        widget[NameObject("/Lock")] = sectie.add(_lock())
        return widget
    widget[NameObject("/DA")] = schrift()
    widget[NameObject("/MaxLen")] = NumberObject(veld.lengte)
    if veld.alleen_lezen:
        widget[NameObject("/Ff")] = NumberObject(_ALLEEN_LEZEN)
    return widget


def _box(sectie: Sectie, widget: DictionaryObject, plek: Plek, group: IndirectObject) -> DictionaryObject:
    looks = DictionaryObject(
        {
            NameObject(f"/{plek.veld.waarde}"): tick_look(sectie, plek.rect),
            NameObject("/Off"): empty_look(sectie, plek.rect),
        }
    )
    widget[NameObject("/Parent")] = group
    widget[NameObject("/AS")] = NameObject("/Off")
    widget[NameObject("/AP")] = DictionaryObject({NameObject("/N"): looks})
    widget[NameObject("/MK")] = DictionaryObject({NameObject("/CA"): TextStringObject("8")})
    return widget


def _lock() -> DictionaryObject:
    return DictionaryObject(
        {NameObject("/Type"): NameObject("/SigFieldLock"), NameObject("/Action"): NameObject("/All")}
    )
