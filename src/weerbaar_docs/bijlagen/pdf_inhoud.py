# SPDX-License-Identifier: EUPL-1.2
"""bytes of a PDF -> what it says: the text of each page, and the data that were attached to it.

(1) read strictly and within limits (`pdf_reading`); a page is read from its own content and fonts alone, so that nothing
is unpacked twice: a stamp or picture, which is a form of its own, is no text; (2) the data are the one attachment
with the name that our engines give; (3) whatever the bytes are, the only error is a ValidationError that quotes none of
them.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pypdf import PageObject, apply_configuration
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from weerbaar_docs.bijlagen.pdf import quietly
from weerbaar_docs.bijlagen.pdf_reading import (
    BROKEN,
    broken,
    inflate,
    open_pdf,
    pages_of,
    refused,
    root_of,
    too_much,
)
from weerbaar_docs.bijlagen.pdf_refusing import refuse_acting
from weerbaar_docs.canonical import MAX_BYTES as MAX_JSON

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weerbaar_docs.bijlagen.pdf_reading import Lezer, Pagina

MAX_BYTES: Final = 25 * 1024 * 1024
BIJLAGE: Final = "gegevens.json"
_MAX_UITGEPAKT: Final = 4_000_000
_MAX_STAPPEN: Final = 500_000
_MAX_FONTS: Final = 50
_MAX_KNOPEN: Final = 100
_MAX_SECONDEN: Final = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pdfinhoud:
    """The text of each page, and the bytes of the attached data, or None when there are none."""

    paginas: tuple[str, ...] = field(repr=False)
    gegevens: bytes | None = field(repr=False)


def read_inhoud(data: bytes, *, stil: bool = False, tekst: bool = True, hoogstens: int = MAX_BYTES) -> Pdfinhoud:
    """Give what a PDF says; with `stil` one with scripts or actions is refused too, without `tekst` pages are only counted.

    Raises ValidationError with the named reason for a file that is not whole or not within limits.
    """
    if len(data) > hoogstens:
        raise refused("BIJLAGE-GROOT", "het bestand is groter dan 25 MiB", "Verklein of splits het.")
    try:
        with (
            quietly(),
            apply_configuration(
                zlib_maximum_output_length=_MAX_UITGEPAKT,
                lzw_maximum_output_length=_MAX_UITGEPAKT,
                run_length_maximum_output_length=_MAX_UITGEPAKT,
                array_based_stream_maximum_output_length=_MAX_UITGEPAKT,
                maximum_declared_stream_length=MAX_BYTES,
            ),
        ):
            lezer = open_pdf(data)
            if stil:
                refuse_acting(lezer)
            return Pdfinhoud(gegevens=attached(lezer, BIJLAGE), paginas=_pages(lezer, tekst=tekst))
    except BROKEN:
        pass  # raised below, since pypdf's own text quotes the file
    raise broken()


def _pages(lezer: Lezer, *, tekst: bool) -> tuple[str, ...]:
    return tuple(_Teller(lezer).texts()) if tekst else ("",) * len(pages_of(lezer))


class _Teller:
    """Reads pages while it counts what they cost."""

    def __init__(self, lezer: Lezer) -> None:
        self._lezer = lezer
        self._left = _MAX_STAPPEN
        self._end = time.monotonic() + _MAX_SECONDEN

    def texts(self) -> Iterator[str]:
        for pagina in pages_of(self._lezer):
            self._count()
            yield self._bare(pagina).extract_text(visitor_operand_before=self._count)

    def _count(self, *_: Any) -> None:
        self._left -= 1
        if self._left < 0 or time.monotonic() > self._end:
            raise too_much()

    def _bare(self, pagina: Pagina) -> PageObject:
        """Give a page with its content and fonts and nothing else."""
        resources = self._lezer.resolve(pagina.geerfd.get("/Resources"))
        fonts = self._lezer.entry(resources, "/Font") if isinstance(resources, DictionaryObject) else None
        found = fonts if isinstance(fonts, DictionaryObject) else DictionaryObject()
        if len(found) > _MAX_FONTS:
            raise too_much()
        page = PageObject(self._lezer, None)
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): found})
        if "/Contents" in pagina.inhoud:
            page[NameObject("/Contents")] = pagina.inhoud.raw_get("/Contents")
        return page


def attached(lezer: Lezer, naam: str) -> bytes | None:
    """Give the one attached file of this name, or None; raises ValidationError when there are more."""
    found = [value for name, value in _files(lezer) if name == naam]
    if len(found) > 1:
        raise refused("BIJLAGE-PDF-DUBBEL", f"de PDF heeft {naam} meer dan één keer", "Kies het oorspronkelijke PDF.")
    return _content(lezer, found[0]) if found else None


def _files(lezer: Lezer) -> Iterator[tuple[str, object]]:
    """Walk the tree of names of attached files: each node once."""
    names = lezer.entry(root_of(lezer), "/Names")
    todo = [lezer.entry(names, "/EmbeddedFiles")] if isinstance(names, DictionaryObject) else []
    for _ in range(_MAX_KNOPEN):
        if not todo:
            return
        node = lezer.resolve(todo.pop())
        if not isinstance(node, DictionaryObject):
            continue
        pairs, kids = lezer.entry(node, "/Names"), lezer.entry(node, "/Kids")
        if isinstance(pairs, ArrayObject):
            plain = [lezer.resolve(item) for item in list.__iter__(pairs)]
            yield from ((str(name), value) for name, value in zip(plain[::2], plain[1::2], strict=False))
        if isinstance(kids, ArrayObject):
            todo += list.__iter__(kids)
    raise too_much()


def _content(lezer: Lezer, bestand: object) -> bytes:
    streams = lezer.entry(bestand, "/EF") if isinstance(bestand, DictionaryObject) else None
    stream = lezer.entry(streams, "/F") if isinstance(streams, DictionaryObject) else None
    if not isinstance(stream, StreamObject) or lezer.entry(stream, "/DecodeParms") is not None:
        raise broken()
    packed: bytes = stream._data  # noqa: SLF001
    kind = lezer.entry(stream, "/Filter")
    if isinstance(kind, ArrayObject) and len(kind) == 1:
        kind = lezer.resolve(kind[0])
    if kind is None:
        return packed[: MAX_JSON + 1]
    if kind != "/FlateDecode":
        raise broken()
    return inflate(packed, MAX_JSON)
