# SPDX-License-Identifier: EUPL-1.2
"""The only place that uses pypdf: the stamp as an artifact on every page, and reading what is attached.

(1) the stamp is a Form XObject inside `/Artifact BMC ... EMC`, so that a screen reader skips it; (2) its font is
embedded; (3) tags, language, metadata, output intent and attachments stay as they are; (4) the same input gives the
same bytes; (5) a file that is stamped or signed, or whose box holds text, is refused.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import fontpkg_arimo
import typst
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    ContentStream,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    StreamObject,
)

from weerbaar_docs.errors import StampingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pypdf import PageObject

NAAM: Final = "/WDStempel"

_MM: Final = 72 / 25.4
_MARKS: Final = {b"BDC", b"BMC", b"EMC", b"DP", b"MP"}
_ARTWORK: Final = b"""
#let d = json(bytes(sys.inputs.stempel))
#set page(width: d.breed * 1mm, height: d.hoog * 1mm, margin: 0mm, fill: none)
#set text(font: "Arimo", lang: "nl", region: "NL", fill: rgb("#0b2a5b"), size: 8pt, fallback: false, hyphenate: false)
#set par(leading: 0.4em)
#let regels = stack(spacing: 0.45em, ..d.regels.enumerate().map(((i, regel)) => {
  if i == 0 { text(weight: "bold", size: 9pt, regel) } else { text(regel) }
}))
#context {
  let maat = measure(regels)
  assert(maat.width <= (d.breed - 4) * 1mm, message: "te breed")
  assert(maat.height <= (d.hoog - 3) * 1mm, message: "te hoog")
}
#box(width: 100%, height: 100%, inset: (x: 2mm, y: 1.5mm), stroke: none, {
  place(top + left, dx: -1.75mm, dy: -1.25mm, rect(
    width: (d.breed - 0.5) * 1mm, height: (d.hoog - 0.5) * 1mm, stroke: 0.8pt + rgb("#0b2a5b"), radius: 1mm))
  align(horizon, regels)
})
"""

Vak = tuple[float, float, float, float]


def stamp_pdf(pdf: bytes, regels: Sequence[str], *, vak_mm: Vak = (128, 8, 62, 18)) -> bytes:
    """Draw framed lines on every page, in a box of (x, y, width, height) in mm from the top left.

    Raises StampingError if the file is stamped or signed already, if the box is not empty or if the lines do not fit.
    """
    artwork = _artwork(regels, vak_mm)
    try:
        reader = PdfReader(io.BytesIO(pdf), strict=True)
        _refuse_unfit(reader, vak_mm)
        return _write(reader, artwork, vak_mm, pdf)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        kind = type(error).__name__
    raise _refused("STEMPEL-PDF", f"de PDF is niet te lezen of te bewerken ({kind})", "Maak de PDF opnieuw.")


def _artwork(regels: Sequence[str], vak_mm: Vak) -> bytes:
    _x, _y, width, height = vak_mm
    data = json.dumps({"regels": list(regels), "breed": width, "hoog": height})
    if not regels or not all(regel.strip() and regel.isprintable() for regel in regels):
        raise _refused("STEMPEL-TEKST", "een regel van het stempel is leeg of onleesbaar", "Geef één tot vier regels.")
    try:
        made: object = typst.compile(  # type: ignore[misc]
            _ARTWORK,
            font_paths=[str(fontpkg_arimo.ROOT / "files")],
            ignore_system_fonts=True,
            sys_inputs={"stempel": data},
            pdf_standards=["a-3b"],
            pdf_tags=False,
            timestamp=0,
        )
    except (typst.TypstError, RuntimeError):
        made = None
    if not isinstance(made, bytes):
        raise _refused(
            "STEMPEL-TEKST",
            "de tekst past niet in het stempel of heeft tekens die niet te drukken zijn",
            "Kort de regels in.",
        )
    return made


def attached_gegevens(pdf: bytes) -> bytes | None:
    """Give the data that our renderer attached to a PDF, or None; a file that cannot be read has none."""
    try:
        found = PdfReader(io.BytesIO(pdf)).attachments
        return bytes(found["gegevens.json"][0]) if list(found) == ["gegevens.json"] else None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return None


def _refuse_unfit(reader: PdfReader, vak_mm: Vak) -> None:
    root = reader.root_object
    if reader.is_encrypted or not reader.pages:
        raise _refused("STEMPEL-PDF", "de PDF is versleuteld of leeg", "Gebruik de PDF die weerbaar-docs maakte.")
    form = root.get("/AcroForm")
    if "/Perms" in root or (form is not None and int(form.get_object().get("/SigFlags", 0)) & 1):
        raise _refused(
            "STEMPEL-ONDERTEKEND", "de PDF is al ondertekend", "Stempel vóór het ondertekenen, en maak de PDF opnieuw."
        )
    for number, page in enumerate(reader.pages, start=1):
        if NAAM in _xobjects(page):
            raise _refused(
                "STEMPEL-DUBBEL",
                "de PDF is al gestempeld",
                "Gebruik het rapport zonder stempel, of dit rapport zoals het is.",
            )
        if page.rotation % 360 or _box_has_text(page, vak_mm):
            raise _refused(
                "STEMPEL-VAK",
                f"op pagina {number} staat tekst op de plaats van het stempel",
                "Houd in het sjabloon de ruimte voor het stempel vrij.",
            )


def _xobjects(page: PageObject) -> DictionaryObject:
    resources = page.get("/Resources", DictionaryObject()).get_object()
    found: DictionaryObject = resources.get("/XObject", DictionaryObject()).get_object()
    return found


def _rectangle(page: PageObject, vak_mm: Vak) -> Vak:
    """Give the box as left, bottom, right, top in points of the page."""
    x, y, width, height = (value * _MM for value in vak_mm)
    left, top = float(page.mediabox.left) + x, float(page.mediabox.top) - y
    return left, top - height, left + width, top


@dataclass(slots=True)
class _Looker:
    """Follows the text operators of a page and remembers whether a run of text touches a box."""

    box: Vak
    fonts: DictionaryObject
    size: float = 12.0
    wide: bool = False
    seen: set[str] = field(default_factory=set)
    hit: bool = False

    def look(self, operator: bytes, operands: Any, cm: list[float], tm: list[float]) -> None:
        """Look at one operator before pypdf handles it."""
        if operator == b"Tf":
            font = self.fonts.get(operands[0], DictionaryObject()).get_object()
            self.wide = font.get("/Subtype") == "/Type0"
            self.size = float(operands[1])
        elif operator in {b"Tj", b"TJ", b"'", b'"'}:
            self._run(operands, cm, tm)

    def _run(self, operands: Any, cm: list[float], tm: list[float]) -> None:
        last = operands[-1] if operands else ""
        pieces = last if isinstance(last, list) else [last]
        glyphs = sum(_length(p) / (2 if self.wide else 1) for p in pieces if isinstance(p, (str, bytes)))
        kerning = sum(float(p) for p in pieces if isinstance(p, (int, float))) / 1000
        width = max(0.5 * glyphs - kerning, 0.0) * self.size
        corners = [(x, y) for x in (0.0, width) for y in (-0.25 * self.size, 0.8 * self.size)]
        points = [_through(cm, *_through(tm, x, y)) for x, y in corners]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        left, bottom, right, top = self.box
        self.hit = self.hit or (
            glyphs > 0 and min(xs) < right and max(xs) > left and min(ys) < top and max(ys) > bottom
        )


def _length(piece: str | bytes) -> int:
    original = getattr(piece, "original_bytes", piece)
    return len(original)


def _through(m: list[float], x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _box_has_text(page: PageObject, vak_mm: Vak) -> bool:
    resources = page.get("/Resources", DictionaryObject()).get_object()
    fonts = resources.get("/Font", DictionaryObject()).get_object()
    looker = _Looker(box=_rectangle(page, vak_mm), fonts=fonts)
    page.extract_text(visitor_operand_before=looker.look)
    return looker.hit


def _write(reader: PdfReader, artwork: bytes, vak_mm: Vak, pdf: bytes) -> bytes:
    identifiers = reader.trailer.get("/ID")
    writer = PdfWriter(clone_from=reader)
    writer.pdf_header = reader.pdf_header
    form = writer._add_object(_form(writer, artwork))  # noqa: SLF001
    opening = writer._add_object(_stream(b"q\n"))  # noqa: SLF001
    for page in writer.pages:
        left, bottom, _right, _top = _rectangle(page, vak_mm)
        place = f"Q\n/Artifact BMC\nq\n1 0 0 1 {left:.3f} {bottom:.3f} cm\n{NAAM} Do\nQ\nEMC\n"
        closing = writer._add_object(_stream(place.encode()))  # noqa: SLF001
        resources = page.setdefault(NameObject("/Resources"), DictionaryObject()).get_object()
        resources.setdefault(NameObject("/XObject"), DictionaryObject()).get_object()[NameObject(NAAM)] = form
        page[NameObject("/Contents")] = ArrayObject([opening, *_contents(page), closing])
    permanent = identifiers[0] if identifiers else ByteStringObject(hashlib.sha256(pdf).digest()[:16])
    changed = ByteStringObject(hashlib.sha256(pdf + artwork).digest()[:16])
    writer._ID = ArrayObject([permanent, changed])  # noqa: SLF001
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _contents(page: PageObject) -> list[Any]:
    raw = page.raw_get("/Contents") if "/Contents" in page else ArrayObject()
    held = raw.get_object()
    return list(held) if isinstance(held, ArrayObject) else [raw]


def _stream(data: bytes) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    return stream


def _form(writer: PdfWriter, artwork: bytes) -> StreamObject:
    """Give the artwork as a Form XObject without marked content of its own."""
    page = PdfReader(io.BytesIO(artwork)).pages[0]
    content = ContentStream(page["/Contents"].get_object(), page.pdf)
    content.operations = [(operands, operator) for operands, operator in content.operations if operator not in _MARKS]
    resources: Any = page["/Resources"]
    resources = resources.get_object().clone(writer).get_object()
    resources.pop("/Properties", None)
    form = _stream(content.get_data()).flate_encode()
    size = [float(page.mediabox.width), float(page.mediabox.height)]
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject([FloatObject(math.floor(n * 1000) / 1000) for n in (0, 0, *size)])
    form[NameObject("/Resources")] = resources
    return form


def _refused(code: str, melding: str, oplossing: str) -> StampingError:
    error = StampingError.because(code, melding, oplossing)
    assert isinstance(error, StampingError)
    return error
