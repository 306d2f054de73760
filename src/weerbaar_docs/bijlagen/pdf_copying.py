# SPDX-License-Identifier: EUPL-1.2
"""Pages of a read PDF -> pages in a new one: only keys that drawing a page needs, each by its name.

(1) a key that is not in the list stays behind, and so do metadata, private data, thumbnails, structure, notes and links
(also links to the web: a click tells a stranger who reads this, and when); (2) text in strings stays only where drawing
needs it; (3) a colour profile becomes the plain colour space with as many parts, because profiles name devices; (4) each
stream is packed anew.
"""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING, Final, Literal

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    EncodedStreamObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from weerbaar_docs.bijlagen.pdf_reading import Lezer, Pagina, broken, refused, too_much
from weerbaar_docs.bijlagen.pdf_streams import Budget, Stroom, pack_again

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter
    from pypdf.generic import PdfObject

Plaats = Literal["deel", "bronnen", "namen", "inhoud", "eigenschappen"]

_MAX_DIEPTE: Final = 64
_KEYS: Final = frozenset(
    f"/{key}"
    for key in (  # noqa: SIM905 - words read better than a hundred quotes
        "Type Subtype FormType BBox Matrix Resources Group S CS I K "
        "Width Height ColorSpace BitsPerComponent Intent ImageMask Mask Decode Interpolate SMask SMaskInData Matte "
        "PatternType PaintType TilingType XStep YStep Shading ExtGState "
        "ShadingType Background AntiAlias Domain Function Coords Extend BitsPerCoordinate BitsPerFlag VerticesPerRow "
        "FunctionType Range Size BitsPerSample Order Encode C0 C1 N Functions Bounds "
        "LW LC LJ ML D RI OP op OPM Font BG BG2 UCR UCR2 TR TR2 FL SM SA BM CA ca AIS TK G BC "
        "BaseFont FirstChar LastChar Widths FontDescriptor Encoding ToUnicode DescendantFonts CIDSystemInfo DW W DW2 W2 "
        "CIDToGIDMap FontBBox FontMatrix CharProcs BaseEncoding Differences Registry Ordering Supplement "
        "FontName Flags ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth "
        "FontFile FontFile2 FontFile3 CharSet CIDSet Length1 Length2 Length3 CMapName WMode UseCMap "
        "WhitePoint BlackPoint Gamma Colorants Process Components "
        "Columns Rows EndOfLine EncodedByteAlign BlackIs1 EndOfBlock DamagedRowsBeforeError Predictor Colors "
        "ColorTransform"
    ).split()
)
_BRONNEN: Final[dict[str, Plaats]] = {
    "/Font": "namen",
    "/XObject": "namen",
    "/ExtGState": "namen",
    "/ColorSpace": "namen",
    "/Pattern": "namen",
    "/Shading": "namen",
    "/Properties": "eigenschappen",
    "/ProcSet": "deel",
}
_PLAATSEN: Final[dict[str, Plaats]] = {"/Resources": "bronnen", "/CharProcs": "inhoud", "/Colorants": "namen"}
_STRINGS: Final = {"/Registry", "/Ordering", "/CharSet"}
_PLAIN_COLOURS: Final = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
_MAX_MAAT: Final = 14_400 * 10


class Kopie:
    """Takes pages over into a new file; each object once, however often it is referred to."""

    def __init__(self, lezer: Lezer, writer: PdfWriter) -> None:
        self._lezer = lezer
        self._writer = writer
        self._budget = Budget()
        self._made: dict[tuple[int, int, Plaats], IndirectObject] = {}
        self._todo: deque[tuple[IndirectObject, IndirectObject, Plaats]] = deque()

    def add(self, pagina: Pagina) -> None:
        """Add one page with its boxes, rotation, resources and contents."""
        media = self._box(pagina.geerfd.get("/MediaBox"))
        if media is None:
            raise broken()
        page = self._writer.add_blank_page(width=100, height=100)
        page[NameObject("/MediaBox")] = media
        crop = self._box(pagina.geerfd.get("/CropBox"))
        if crop is not None:
            page[NameObject("/CropBox")] = crop
        rotation = self._lezer.resolve(pagina.geerfd.get("/Rotate"))
        if isinstance(rotation, (NumberObject, FloatObject)) and rotation % 90 == 0:
            page[NameObject("/Rotate")] = NumberObject(int(rotation) % 360)
        unit = self._lezer.entry(pagina.inhoud, "/UserUnit")
        if isinstance(unit, (NumberObject, FloatObject)) and 0 < unit <= 100:  # noqa: PLR2004
            page[NameObject("/UserUnit")] = unit
        page[NameObject("/Resources")] = self._direct(pagina.geerfd.get("/Resources"), "bronnen")
        group = self._lezer.entry(pagina.inhoud, "/Group")
        if isinstance(group, DictionaryObject):
            page[NameObject("/Group")] = self._copy(group, "deel", 0)
        self._contents(page, pagina.inhoud)
        self._finish()

    def _direct(self, value: object, place: Plaats) -> PdfObject:
        found = self._lezer.resolve(value)
        return self._copy(found, place, 0) if isinstance(found, DictionaryObject) else DictionaryObject()

    def _contents(self, page: PageObject, source: DictionaryObject) -> None:
        value = self._lezer.entry(source, "/Contents")
        parts = list(list.__iter__(value)) if isinstance(value, ArrayObject) else [dict.get(source, "/Contents")]
        streams = [part for part in parts if isinstance(self._lezer.resolve(part), StreamObject)]
        made = ArrayObject([self._reference(p, "inhoud") for p in streams if isinstance(p, IndirectObject)])
        if made:
            page[NameObject("/Contents")] = made

    def _box(self, value: object) -> ArrayObject | None:
        found = self._lezer.resolve(value)
        if not isinstance(found, ArrayObject) or len(found) != 4:  # noqa: PLR2004
            return None
        numbers = [self._lezer.resolve(number) for number in list.__iter__(found)]
        sides = [float(n) for n in numbers if isinstance(n, (NumberObject, FloatObject))]
        sane = len(sides) == 4 and all(math.isfinite(s) and abs(s) <= _MAX_MAAT for s in sides)  # noqa: PLR2004
        if not sane or sides[0] == sides[2] or sides[1] == sides[3]:
            return None
        return ArrayObject([FloatObject(side) for side in sides])

    def _finish(self) -> None:
        """Copy what was referred to; a queue, so that a long chain of references costs no recursion."""
        while self._todo:
            source, target, place = self._todo.popleft()
            made = self._copy(self._lezer.resolve(source), place, 0)
            self._writer._replace_object(target, made)  # noqa: SLF001

    def _reference(self, source: IndirectObject, place: Plaats) -> IndirectObject:
        key = (source.idnum, source.generation, place)
        if key not in self._made:
            self._made[key] = self._writer._add_object(NullObject())  # noqa: SLF001
            self._todo.append((source, self._made[key], place))
        return self._made[key]

    def _copy(self, value: object, place: Plaats, depth: int) -> PdfObject:
        if depth > _MAX_DIEPTE:
            raise too_much()
        if isinstance(value, IndirectObject):
            return self._reference(value, place)
        if isinstance(value, StreamObject):
            return self._stream(value, place, depth)
        if isinstance(value, DictionaryObject):
            return self._dictionary(value, place, depth)
        if isinstance(value, ArrayObject):
            return self._array(value, depth)
        return _plain(value)

    def _dictionary(self, source: DictionaryObject, place: Plaats, depth: int) -> DictionaryObject:
        made = DictionaryObject()
        for key, value in dict.items(source):
            name = str(key)
            if place == "eigenschappen":
                made[NameObject(name)] = self._property(value)
            elif place == "bronnen" and name in _BRONNEN:
                made[NameObject(name)] = self._copy(value, _BRONNEN[name], depth + 1)
            elif place in {"namen", "inhoud"}:
                made[NameObject(name)] = self._copy(value, "inhoud" if place == "inhoud" else "deel", depth + 1)
            elif place == "deel" and name in _KEYS:
                made[NameObject(name)] = self._entry(name, value, depth)
        return made

    def _entry(self, name: str, value: object, depth: int) -> PdfObject:
        found = self._lezer.resolve(value)
        if isinstance(found, (TextStringObject, ByteStringObject)):
            return _string(found) if name in _STRINGS else NullObject()
        return self._copy(value, _PLAATSEN.get(name, "deel"), depth + 1)

    def _property(self, value: object) -> DictionaryObject:
        """Give an empty property list: the content may name it, but its text is for others than the reader."""
        found = self._lezer.resolve(value)
        made = DictionaryObject()
        if isinstance(found, DictionaryObject) and self._lezer.name(found, "/Type") == "/OCG":
            made[NameObject("/Type")] = NameObject("/OCG")
            made[NameObject("/Name")] = TextStringObject("Laag")
        return made

    def _array(self, source: ArrayObject, depth: int) -> PdfObject:
        values = list(list.__iter__(source))
        first = _as_name(self._lezer.resolve(values[0])) if values else ""
        if first == "/ICCBased" and len(values) > 1:
            return self._plain_colour(values[1])
        made = ArrayObject(self._copy(value, "deel", depth + 1) for value in values)
        if first in {"/Indexed", "/I"} and len(values) == 4:  # noqa: PLR2004
            table = self._lezer.resolve(values[3])
            if isinstance(table, (TextStringObject, ByteStringObject)):
                made[3] = _string(table)
        return made

    def _plain_colour(self, value: object) -> NameObject:
        profile = self._lezer.resolve(value)
        parts = self._lezer.entry(profile, "/N") if isinstance(profile, DictionaryObject) else None
        if not isinstance(parts, NumberObject) or int(parts) not in _PLAIN_COLOURS:
            raise broken()
        return NameObject(_PLAIN_COLOURS[int(parts)])

    def _stream(self, source: StreamObject, place: Plaats, depth: int) -> StreamObject:
        stroom = pack_again(self._lezer, source, self._budget)
        if (
            place == "inhoud"
            or self._lezer.name(source, "/Subtype") == "/Form"
            or self._lezer.entry(source, "/PatternType") == 1
        ):
            _check_content(stroom)
        made = EncodedStreamObject()
        made.update(self._dictionary(source, "deel", depth))
        made._data = stroom.data  # noqa: SLF001
        made[NameObject("/Filter")] = NameObject(stroom.filters[0])
        parms = stroom.parms[0]
        if parms is not None:
            made[NameObject("/DecodeParms")] = self._dictionary(parms, "deel", depth + 1)
        return made


def _as_name(value: object) -> str:
    return str(value) if isinstance(value, NameObject) else ""


def _plain(value: object) -> PdfObject:
    """Make the value anew, since pypdf's objects remember the file that they came from."""
    if isinstance(value, NameObject):
        return NameObject(str(value))
    if isinstance(value, NumberObject):
        return NumberObject(int(value))
    if isinstance(value, FloatObject):
        return FloatObject(float(value))
    return BooleanObject(value.value) if isinstance(value, BooleanObject) else NullObject()


def _string(value: TextStringObject | ByteStringObject) -> ByteStringObject:
    return ByteStringObject(value.original_bytes)


def _check_content(stroom: Stroom) -> None:
    """Refuse a JPEG that stands between the drawing operators, where its segments are not taken apart."""
    if b"/DCT" in stroom.plain or b"Exif\x00" in stroom.plain:
        raise refused(
            "BIJLAGE-PDF-BEELDSOORT",
            "de PDF bevat een foto midden in de tekenopdrachten, waaruit verborgen gegevens niet te halen zijn",
            "Druk het document opnieuw af naar PDF en kies dat bestand.",
        )
