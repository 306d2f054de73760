# SPDX-License-Identifier: EUPL-1.2
"""A stamped PDF -> what its stamp was drawn from, checked by drawing it again; or nothing when it has none.

A stamp holds when (1) every page has the same one, once; (2) it is the last thing that the page draws, in its box, so
that nothing lies over it; (3) its content, fonts and colours are what comes out when it is drawn anew. A stamp of
another version of Typst or of the fonts cannot be drawn alike: then the code still is, and `nagetekend` says no.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from weerbaar_docs.bijlagen.pdf_reading import BROKEN
from weerbaar_docs.errors import RenderingError, StampingError, VerificationError
from weerbaar_docs.stamping_pdf.appending import Sectie
from weerbaar_docs.stamping_pdf.code import draw_code
from weerbaar_docs.stamping_pdf.drawing import Opdracht, draw, form_of, is_stamp, made_from
from weerbaar_docs.stamping_pdf.refusing import xobjects
from weerbaar_docs.stamping_pdf.vak import rectangle

if TYPE_CHECKING:
    from pypdf import PageObject

_LAATST: Final = re.compile(
    rb"/Artifact\s+BMC\s+q\s+1 0 0 1 (\S{1,12}) (\S{1,12})\s+cm\s+(/[^\s/]{1,40})\s+Do\s+Q\s+EMC\s*\Z"
)
_SPELING: Final = 0.01
_MAX_DIEPTE: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Afdruk:
    """A stamp as it stands in a file; `nagetekend`: drawn anew, every byte of it came out the same."""

    regels: tuple[str, ...]
    code: str
    bladregels: tuple[str, ...]
    paginas: int
    nagetekend: bool


def read_drawn(pdf: bytes) -> Afdruk | None:
    """Give the stamp of a file, or None when no page has one; raises VerificationError when it does not hold."""
    try:
        return _read(PdfReader(io.BytesIO(pdf), strict=True))
    except BROKEN as error:
        kind = type(error).__name__
    raise _refused(f"de PDF is niet te lezen ({kind})")


def _read(reader: PdfReader) -> Afdruk | None:
    pages = list(reader.pages)
    found = [_drawn(page) for page in pages]
    if not any(found):
        return None
    for number, drawn in enumerate(found, start=1):
        if not drawn:
            raise _refused(f"op pagina {number} is het stempel niet het laatste dat getekend is, of ontbreekt het")
    if len({drawn[0][0] for drawn in found}) > 1 or any(len(drawn) > 1 for drawn in found[:-1]) or len(found[-1]) > 2:  # noqa: PLR2004
        raise _refused("niet elke pagina heeft hetzelfde stempel")
    forms = {id(form): (opdracht, form) for drawn in found for opdracht, form in drawn}
    same = [_drawn_again(opdracht, form, reader) for opdracht, form in forms.values()]
    last = found[-1]
    return Afdruk(
        regels=last[0][0].regels,
        code=last[0][0].code,
        bladregels=last[1][0].regels if len(last) > 1 else (),
        paginas=len(pages),
        nagetekend=all(same),
    )


def _drawn(page: PageObject) -> list[tuple[Opdracht, StreamObject]]:
    """Give the stamps with which the content of a page ends, the last one first."""
    contents = page.get_contents()
    content, held = contents.get_data() if contents is not None else b"", xobjects(page)
    drawn: list[tuple[Opdracht, StreamObject]] = []
    while (last := _LAATST.search(content)) is not None:
        form: Any = held.get(last[3].decode("latin-1"))
        form = form.get_object() if form is not None else None
        said = made_from(form.get_data()) if isinstance(form, StreamObject) else None
        if said is None:
            break
        left, bottom, _right, _top = rectangle(page, said.vak_mm)
        if abs(float(last[1]) - left) > _SPELING or abs(float(last[2]) - bottom) > _SPELING:
            raise _refused("het stempel staat niet op zijn plaats")
        drawn.append((said, form))
        content = content[: last.start()]
    if not drawn and any(is_stamp(form.get_object().get_data()) for form in _forms(held)):
        raise _refused("het stempel is niet het laatste dat getekend is")
    return drawn


def _forms(held: DictionaryObject) -> list[Any]:
    return [form for form in held.values() if form.get_object().get("/Subtype") == "/Form"]


def _drawn_again(said: Opdracht, form: StreamObject, reader: PdfReader) -> bool:
    """Say whether it comes out the same; False when other versions drew it and only the code could be compared."""
    regels, code = said.regels, said.code.encode()
    try:
        now = Opdracht.of(regels, code, said.vak_mm)
        qr = draw_code(code, said.vak_mm[3], links_mm=said.vak_mm[2] - said.vak_mm[3])
        again = _plain(form_of(draw(now), Sectie(reader))) if now == said else None
    except (StampingError, RenderingError):
        raise _refused("het stempel is niet na te tekenen") from None
    if not form.get_data().endswith(qr) or (again is not None and _plain(form) != again):
        raise _refused("het stempel is niet wat het zegt te zijn")
    return again is not None


def _plain(part: Any, depth: int = 0) -> Any:
    """Give an object with all that it refers to as plain values; a stream by its unpacked content."""
    part = part.get_object()
    if depth > _MAX_DIEPTE:
        raise ValueError("depth")
    if isinstance(part, DictionaryObject):
        plain = {
            str(key): _plain(value, depth + 1)
            for key, value in dict.items(part)
            if key not in {"/Length", "/Filter", "/DecodeParms"}
        }
        return (plain, part.get_data()) if isinstance(part, StreamObject) else plain
    if isinstance(part, ArrayObject):
        return [_plain(value, depth + 1) for value in list.__iter__(part)]
    return float(part) if isinstance(part, (int, float)) else str(part)


def _refused(melding: str) -> VerificationError:
    return VerificationError.because(
        "STEMPEL-CONTROLE", melding, "Gebruik het bestand niet; vraag de afzender om het origineel."
    )
