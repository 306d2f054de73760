# SPDX-License-Identifier: EUPL-1.2
"""bytes -> a PDF that can be walked within limits: objects only from where the file says that they are.

(1) strict: no repairs, no search for lost objects; (2) reading is counted, so that no file, however made, costs more
than a bounded number of steps; (3) object and cross-reference streams are measured before pypdf unpacks them; (4) an
encrypted file is refused before anything in it is tried.
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NoReturn

from pypdf import PdfReader, apply_configuration
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NullObject, StreamObject

from weerbaar_docs.errors import ValidationError

if TYPE_CHECKING:
    from pypdf.generic import PdfObject

MAX_OBJECTEN: Final = 100_000
MAX_PAGINAS: Final = 200

_MAX_BOOM: Final = 50
_MAX_REVISIES: Final = 32
_MAX_LEZEN: Final = 5_000_000
_MAX_BLIKKEN: Final = 200_000
_MAX_STAART: Final = 1024
_MAX_XREF_BYTES: Final = 2_500_000
_MAX_OBJSTM_BYTES: Final = 16_000_000
_MAX_VERWIJZINGEN: Final = 16
_KOP: Final = re.compile(
    rb"[\x00\t\n\f\r ]{0,20}([0-9]{1,10})[\x00\t\n\f\r ]{1,20}([0-9]{1,5})[\x00\t\n\f\r ]{1,20}obj"
)
_EINDE: Final = re.compile(rb"[\r\n]%%EOF")
_ERFELIJK: Final = ("/MediaBox", "/CropBox", "/Rotate", "/Resources")
_NODIG: Final = "Druk het document opnieuw af naar PDF en kies dat bestand."


class Meter(io.BytesIO):
    """Bytes that can be read a bounded number of times: pypdf reads token by token, so this bounds its work."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._left = _MAX_LEZEN
        self._views = _MAX_BLIKKEN

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self._left -= 1 + len(found) // 64
        if self._left < 0:
            raise too_much()
        return found

    def getbuffer(self) -> memoryview:
        self._views -= 1
        if self._views < 0:
            raise too_much()
        return super().getbuffer()


class Lezer(PdfReader):
    """A strict reader that gives null for what the file does not list and stops at a place that holds another object."""

    def __init__(self, data: bytes) -> None:
        if not _EINDE.search(data[-_MAX_STAART:]):
            raise broken()
        self._bytes = data
        self._revisies = 0
        with apply_configuration(zlib_maximum_output_length=_MAX_XREF_BYTES):
            super().__init__(Meter(data), strict=True, xref_stream_maximum_entries=MAX_OBJECTEN)
        listed = sum(len(entries) for entries in self.xref.values()) + len(self.xref_objStm)
        if listed > MAX_OBJECTEN:
            raise too_much()

    def _handle_encryption(self, password: str | bytes | None) -> NoReturn:  # noqa: ARG002
        raise refused(
            "BIJLAGE-PDF-VERSLEUTELD", "de PDF is versleuteld", "Sla hem op zonder wachtwoord en zonder beperkingen."
        )

    def _read_pdf15_xref_stream(self, stream: Any) -> StreamObject:
        self._count_revision()
        return super()._read_pdf15_xref_stream(stream)

    def _read_standard_xref_table(self, stream: Any) -> None:
        self._count_revision()
        super()._read_standard_xref_table(stream)

    def _count_revision(self) -> None:
        self._revisies += 1
        if self._revisies > _MAX_REVISIES:
            raise too_much()

    def get_object(self, indirect_reference: int | IndirectObject) -> PdfObject | None:
        if isinstance(indirect_reference, int):
            indirect_reference = IndirectObject(indirect_reference, 0, self)
        number, generation = indirect_reference.idnum, indirect_reference.generation
        if generation == 0 and number in self.xref_objStm:
            return super().get_object(indirect_reference)
        start = self.xref.get(generation, {}).get(number)
        if start is None or self.xref_free_entry.get(generation, {}).get(number, False):
            return NullObject()
        found = _KOP.match(self._bytes, start) if start >= 0 else None
        if found is None or (int(found[1]), int(found[2])) != (number, generation):
            raise broken()
        return super().get_object(indirect_reference)

    def resolve(self, value: object) -> object:
        """Follow references to the object itself; a missing one is null, as the standard has it."""
        for _step in range(_MAX_VERWIJZINGEN):
            if not isinstance(value, IndirectObject):
                return value
            value = self.get_object(value)
        raise too_much()

    def entry(self, holder: DictionaryObject, key: str) -> object:
        """Give what stands under a key, or None; null counts as absent."""
        value = self.resolve(dict.get(holder, key))
        return None if isinstance(value, NullObject) else value

    def name(self, holder: DictionaryObject, key: str) -> str:
        """Give the name that stands under a key, or nothing: other kinds of value never equal a name."""
        value = self.entry(holder, key)
        return str(value) if isinstance(value, NameObject) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pagina:
    """A page and what it inherits from the tree above it."""

    inhoud: DictionaryObject = field(repr=False)
    geerfd: dict[str, object] = field(repr=False)


def open_pdf(data: bytes) -> Lezer:
    """Open the file, measure what pypdf would unpack, and give a reader that stays within limits."""
    lezer = Lezer(data)
    _check_object_streams(lezer)
    root = lezer.resolve(dict.get(lezer.trailer, "/Root"))
    if not isinstance(root, DictionaryObject) or lezer.name(root, "/Type") != "/Catalog":
        raise broken()
    return lezer


def root_of(lezer: Lezer) -> DictionaryObject:
    """Give the catalog; `open_pdf` has looked whether it is one."""
    root = lezer.resolve(dict.get(lezer.trailer, "/Root"))
    assert isinstance(root, DictionaryObject)
    return root


def _check_object_streams(lezer: Lezer) -> None:
    left, objects = _MAX_OBJSTM_BYTES, MAX_OBJECTEN
    for number in sorted({stream for stream, _index in lezer.xref_objStm.values()}):
        if number in lezer.xref_objStm:
            raise broken()
        stream = lezer.resolve(IndirectObject(number, 0, lezer))
        if not isinstance(stream, StreamObject) or lezer.entry(stream, "/DecodeParms") is not None:
            raise broken()
        name = lezer.entry(stream, "/Filter")
        if isinstance(name, ArrayObject) and len(name) == 1:
            name = lezer.resolve(name[0])
        if name is not None and name != "/FlateDecode":
            raise broken()
        unpacked = len(stream._data) if name is None else len(inflate(stream._data, left))  # noqa: SLF001
        count = lezer.entry(stream, "/N")
        objects -= count if isinstance(count, int) and count >= 0 else MAX_OBJECTEN + 1
        left -= unpacked
        if left < 0 or objects < 0:
            raise too_much()


def inflate(data: bytes, limit: int) -> bytes:
    """Unpack zlib data of at most `limit` bytes; what follows the end of the data is left out."""
    machine = zlib.decompressobj()
    found = machine.decompress(data, max(limit, 0) + 1)
    if len(found) > limit:
        raise refused(
            "BIJLAGE-PDF-BOM", "een deel van de PDF wordt uitgepakt veel groter dan een document nodig heeft", _NODIG
        )
    if not machine.eof:
        raise broken()
    return found


def pages_of(lezer: Lezer) -> list[Pagina]:
    """Walk the page tree from the top: each node once, at most 200 pages and 50 levels."""
    found: list[Pagina] = []
    seen: set[int] = set()
    todo: list[tuple[object, dict[str, object], int]] = [(lezer.entry(root_of(lezer), "/Pages"), {}, 0)]
    while todo:
        node, above, depth = todo.pop()
        node = lezer.resolve(node)
        if not isinstance(node, DictionaryObject):
            raise broken()
        if id(node) in seen or depth > _MAX_BOOM:
            raise refused("BIJLAGE-PDF-PAGINABOOM", "de lijst van pagina's verwijst naar zichzelf", _NODIG)
        seen.add(id(node))
        geerfd = {**above, **{key: dict.get(node, key) for key in _ERFELIJK if key in node}}
        kids = lezer.entry(node, "/Kids")
        if isinstance(kids, ArrayObject):
            if len(kids) + len(todo) + len(found) > MAX_PAGINAS * 2:
                raise _too_long()
            todo += [(kid, geerfd, depth + 1) for kid in reversed(list(kids))]
            continue
        found.append(Pagina(inhoud=node, geerfd=geerfd))
        if len(found) > MAX_PAGINAS:
            raise _too_long()
    if not found:
        raise broken()
    return found


def _too_long() -> ValidationError:
    return refused("BIJLAGE-PDF-PAGINAS", "de PDF heeft meer dan 200 pagina's", "Kies de pagina's die nodig zijn.")


def broken() -> ValidationError:
    """Make the error for a file that does not hold together."""
    return refused("BIJLAGE-PDF-KAPOT", "de PDF is beschadigd of volgt de standaard niet", _NODIG)


def too_much() -> ValidationError:
    """Make the error for a file that is built of far more parts than its pages need."""
    return refused("BIJLAGE-PDF-OMVANG", "de PDF bestaat uit te veel of te diep verweven onderdelen", _NODIG)


def refused(code: str, melding: str, oplossing: str) -> ValidationError:
    """Make the error with a named reason; the place is always the file itself."""
    return ValidationError.because(code, melding, oplossing, pad="/inhoud")


# What pypdf and zlib raise on bytes that are no PDF; strict reading still leaves these to its caller.
BROKEN: Final = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    zlib.error,
)
