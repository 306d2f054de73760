# SPDX-License-Identifier: EUPL-1.2
"""A field -> what is seen of it: the appearance of a widget, and the font in which it is filled.

(1) every font is embedded, also for what a viewer writes later; (2) an empty field shows nothing of its own: its box or
line stands on the page, so that the paper form has it too.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from weerbaar_docs.formuliervelden.letter import EERSTE, Letter, part_of
from weerbaar_docs.rendering.fonts import FAMILY, standard_font

if TYPE_CHECKING:
    from pypdf.generic import IndirectObject

    from weerbaar_docs.stamping_pdf.appending import Sectie

LETTER: Final = f"/{FAMILY}"
GROOTTE: Final = 11.0
_LEEG: Final = b"/Tx BMC\nEMC\n"
_NIET_SYMBOLISCH: Final = 32
_STAM: Final = 80
_MARGE: Final = 2.0


def schrift(grootte: float = GROOTTE) -> TextStringObject:
    """Give the text with which a field says its font, size and colour."""
    return TextStringObject(f"{LETTER} {grootte:g} Tf 0 g")


def add_font(sectie: Sectie) -> IndirectObject:
    """Add the font of the fields."""
    letter = _letter()
    packed = _stream(letter.bestand).flate_encode()
    packed[NameObject("/Length1")] = NumberObject(len(letter.bestand))
    descriptor = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/FontDescriptor"),
            NameObject("/FontName"): NameObject(f"/WDFORM+{FAMILY}"),
            NameObject("/Flags"): NumberObject(_NIET_SYMBOLISCH),
            NameObject("/FontBBox"): ArrayObject(NumberObject(value) for value in letter.kader),
            NameObject("/ItalicAngle"): NumberObject(0),
            NameObject("/Ascent"): NumberObject(letter.stijging),
            NameObject("/Descent"): NumberObject(letter.daling),
            NameObject("/CapHeight"): NumberObject(letter.stijging),
            NameObject("/StemV"): NumberObject(_STAM),
            NameObject("/FontFile2"): sectie.add(packed),
        }
    )
    return sectie.add(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/TrueType"),
                NameObject("/BaseFont"): NameObject(f"/WDFORM+{FAMILY}"),
                NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
                NameObject("/FirstChar"): NumberObject(EERSTE),
                NameObject("/LastChar"): NumberObject(255),
                NameObject("/Widths"): ArrayObject(NumberObject(width) for width in letter.breedtes),
                NameObject("/FontDescriptor"): sectie.add(descriptor),
            }
        )
    )


def text_look(sectie: Sectie, rect: ArrayObject, text: str, font: IndirectObject) -> IndirectObject:
    """Give the appearance of a text field; a text that is too wide for it is set smaller."""
    width, height = _size(rect)
    data = text.encode("cp1252")
    long = sum(_letter().breedtes[code - EERSTE] for code in data) / 1000
    size = min(GROOTTE, (width - 2 * _MARGE) / long) if long else GROOTTE
    base = (height - size * (_letter().stijging + _letter().daling) / 1000) / 2
    drawn = f"/Tx BMC\nq\nBT\n{LETTER} {size:.3f} Tf\n0 g\n{_MARGE:.3f} {base:.3f} Td\n<{data.hex()}> Tj\nET\nQ\nEMC\n"
    fonts = DictionaryObject({NameObject(LETTER): font})
    return _look(sectie, rect, drawn.encode() if data else _LEEG, DictionaryObject({NameObject("/Font"): fonts}))


def empty_look(sectie: Sectie, rect: ArrayObject) -> IndirectObject:
    """Give the appearance of what is not filled in."""
    return _look(sectie, rect, b"", DictionaryObject())


def tick_look(sectie: Sectie, rect: ArrayObject) -> IndirectObject:
    """Give the appearance of a box that is ticked: a cross."""
    width, height = _size(rect)
    low, right, high = 0.2 * width, 0.8 * width, 0.8 * height
    drawn = f"q\n1.6 w\n1 J\n0 G\n{low:.3f} {0.2 * height:.3f} m\n{right:.3f} {high:.3f} l\n"
    drawn += f"{low:.3f} {high:.3f} m\n{right:.3f} {0.2 * height:.3f} l\nS\nQ\n"
    return _look(sectie, rect, drawn.encode(), DictionaryObject())


def _look(sectie: Sectie, rect: ArrayObject, content: bytes, resources: DictionaryObject) -> IndirectObject:
    width, height = _size(rect)
    form = _stream(content)
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject([NumberObject(0), NumberObject(0), FloatObject(width), FloatObject(height)])
    form[NameObject("/Resources")] = resources
    return sectie.add(form)


def _size(rect: ArrayObject) -> tuple[float, float]:
    left, low, right, high = (float(value) for value in rect)
    return round(right - left, 3), round(high - low, 3)


def _stream(content: bytes) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(content)
    return stream


@cache
def _letter() -> Letter:
    return part_of(standard_font())
