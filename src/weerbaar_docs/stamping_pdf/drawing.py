# SPDX-License-Identifier: EUPL-1.2
"""Lines and the text of a code -> a drawing: the content and the resources of one Form XObject.

(1) the words are set by Typst in its child process, in an embedded font; they are data, never markup;
(2) it holds no marked content but one point, which says what it was drawn from, so that anyone can draw it again.
"""

from __future__ import annotations

import io
import json
import math
import re
from dataclasses import asdict, dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ContentStream,
    DecodedStreamObject,
    FloatObject,
    NameObject,
    StreamObject,
)

from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.errors import RenderingError, StampingError
from weerbaar_docs.rendering.fonts import fonts_sha256
from weerbaar_docs.rendering.typst_engine import engine_versie, stamp_artwork
from weerbaar_docs.stamping_pdf.code import draw_code
from weerbaar_docs.stamping_pdf.vak import MM, Vak

if TYPE_CHECKING:
    from weerbaar_docs.stamping_pdf.appending import Sectie

MERK: Final = b"/WDStempel"
_PUNT: Final = re.compile(MERK + rb"\s*<<\s*/Gegevens\s*<([0-9A-Fa-f]{2,20000})>\s*>>\s*DP\b")
_MARKS: Final = {b"BDC", b"BMC", b"EMC", b"DP", b"MP"}
_SOORT: Final = "stempel/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opdracht:
    """What a drawing is made from, and with which versions: the same Opdracht gives the same bytes."""

    regels: tuple[str, ...]
    code: str
    vak_mm: Vak
    typst: str
    fonts_sha256: str

    @classmethod
    def of(cls, regels: tuple[str, ...], code: bytes, vak_mm: Vak) -> Opdracht:
        """Give what would be drawn now; raises StampingError for lines or a code without readable text."""
        try:
            text = code.decode("utf-8")
        except UnicodeDecodeError:
            text = ""
        if not regels or not all(regel.strip() and regel.isprintable() for regel in (*regels, text)):
            raise StampingError.because(
                "STEMPEL-TEKST", "een regel van het stempel is leeg of onleesbaar", "Geef één tot vier regels."
            )
        box = (float(vak_mm[0]), float(vak_mm[1]), float(vak_mm[2]), float(vak_mm[3]))
        return cls(regels=regels, code=text, vak_mm=box, typst=engine_versie(), fonts_sha256=_fonts())


@dataclass(frozen=True, slots=True, kw_only=True)
class Tekening:
    """The content of the form, and the PDF whose fonts and colours it uses."""

    inhoud: bytes = field(repr=False)
    drager: bytes = field(repr=False)
    vak_mm: Vak


@cache
def _fonts() -> str:
    return fonts_sha256()


@lru_cache(maxsize=4)
def draw(opdracht: Opdracht) -> Tekening:
    """Draw a stamp; raises StampingError when the lines or the code do not fit in the box."""
    _x, _y, width, height = opdracht.vak_mm
    qr = draw_code(opdracht.code.encode(), height, links_mm=width - height)
    drager = _artwork(opdracht)
    page = PdfReader(io.BytesIO(drager)).pages[0]
    words = ContentStream(page["/Contents"].get_object(), page.pdf)
    words.operations = [(operands, operator) for operands, operator in words.operations if operator not in _MARKS]
    made_from = canonical_bytes({"soort": _SOORT, **asdict(opdracht), "vak_mm": [f"{n:g}" for n in opdracht.vak_mm]})
    point = MERK + b" <</Gegevens <" + made_from.hex().encode() + b">>> DP\n"
    return Tekening(inhoud=point + b"q\n" + words.get_data() + b"\nQ\n" + qr, drager=drager, vak_mm=opdracht.vak_mm)


def _artwork(opdracht: Opdracht) -> bytes:
    _x, _y, width, height = opdracht.vak_mm
    try:
        return stamp_artwork({"regels": list(opdracht.regels), "vel": width, "hoog": height, "breed": width - height})
    except RenderingError as error:
        if error.meldingen[0].code != "PDF-TYPST":
            raise StampingError(*error.meldingen) from None
    raise StampingError.because(
        "STEMPEL-TEKST",
        "de tekst past niet in het stempel of heeft tekens die niet te drukken zijn",
        "Kort de regels in.",
    )


def form_of(tekening: Tekening, sectie: Sectie) -> StreamObject:
    """Give the drawing as a Form XObject for this section."""
    resources: Any = PdfReader(io.BytesIO(tekening.drager)).pages[0]["/Resources"]
    resources = sectie.copied(resources.get_object(), {})
    resources.pop("/Properties", None)
    form = DecodedStreamObject()
    form.set_data(tekening.inhoud)
    packed = form.flate_encode()
    size = [n * MM for n in tekening.vak_mm[2:]]
    packed[NameObject("/Type")] = NameObject("/XObject")
    packed[NameObject("/Subtype")] = NameObject("/Form")
    packed[NameObject("/BBox")] = ArrayObject([FloatObject(math.floor(n * 1000) / 1000) for n in (0, 0, *size)])
    packed[NameObject("/Resources")] = resources
    return packed


def is_stamp(inhoud: bytes) -> bool:
    """Say whether content is, or holds, a stamp of ours, whatever name it goes by."""
    return _PUNT.search(inhoud) is not None


def made_from(inhoud: bytes) -> Opdracht | None:
    """Give what the content of a form says that it was drawn from, or None."""
    found = _PUNT.match(inhoud)
    try:
        said = json.loads(bytes.fromhex(found[1].decode())) if found else None
        if not isinstance(said, dict) or said.pop("soort") != _SOORT:
            return None
        x, y, width, height = (float(n) for n in said.pop("vak_mm"))
        return Opdracht(regels=tuple(said.pop("regels")), vak_mm=(x, y, width, height), **said)
    except (ValueError, TypeError, KeyError):
        return None
