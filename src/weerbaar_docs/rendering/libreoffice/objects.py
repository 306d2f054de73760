# SPDX-License-Identifier: EUPL-1.2
"""A PDF as numbered objects: what is not changed is written back byte for byte, which is quick and loses nothing.

pypdf reads and writes the objects that a repair touches; copying all of them through it takes ten times as long.
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    EncodedStreamObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_REFERENCE = re.compile(rb"(?<!\d)(\d+) 0 R\b")
_END = re.compile(rb"endobj\s*$")


class PdfObjects:
    """The objects of one PDF; `get` reads one, `put` and `add` write one, `to_bytes` makes the new file."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        self._reader = PdfReader(io.BytesIO(pdf), strict=True)
        self._places = dict(self._reader.xref.get(0, {}))
        self._new: dict[int, PdfObject] = {}
        self._next = max([*self._places, *self._reader.xref_objStm], default=0) + 1
        self.root_number: int = self._reader.trailer.raw_get("/Root").idnum
        self.producer = str((self._reader.trailer.get("/Info") or DictionaryObject()).get("/Producer", ""))

    @property
    def root(self) -> DictionaryObject:
        """The catalog; it is always written anew."""
        found = self.get(self.root_number)
        self._new[self.root_number] = found
        assert isinstance(found, DictionaryObject)
        return found

    def pages(self) -> Iterator[tuple[int, DictionaryObject]]:
        """Give the number and dictionary of each page."""
        for page in self._reader.pages:
            assert page.indirect_reference is not None
            yield page.indirect_reference.idnum, page

    def get(self, number: int) -> Any:
        """Give an object, as changed."""
        return self._new.get(number) or self.reference(number).get_object()

    def reference(self, number: int) -> IndirectObject:
        """Give a reference to an object, which knows nothing of changes."""
        return IndirectObject(number, 0, self._reader)

    def put(self, number: int, value: PdfObject) -> None:
        """Write another object under a number."""
        self._new[number] = value

    def add(self, value: PdfObject) -> IndirectObject:
        """Write a new object."""
        number, self._next = self._next, self._next + 1
        self._new[number] = value
        return self.reference(number)

    def to_bytes(self, info: DictionaryObject) -> bytes:
        """Give the file, with an identifier that follows from its content."""
        info_reference = self.add(info)
        out, places = bytearray(_HEAD), {}
        for number, body in _referenced(sorted(self._bodies()), {self.root_number, info_reference.idnum}):
            places[number] = len(out)
            out += body
        identifier = ByteStringObject(hashlib.sha256(out).digest()[:16])
        trailer = dictionary(
            {
                "/Size": NumberObject(self._next),
                "/Root": self.reference(self.root_number),
                "/Info": info_reference,
                "/ID": ArrayObject([identifier, identifier]),
            }
        )
        start = len(out)
        out += _xref(places, self._next) + b"trailer\n" + serialised(trailer)
        # A signature is appended as a new section, and PDF/A wants that to start on a line of its own (6.1.9).
        return bytes(out) + b"\nstartxref\n%d\n%%%%EOF\n" % start

    def _bodies(self) -> Iterator[tuple[int, bytes]]:
        old_info = self._reader.trailer.get("/Info")
        dropped = None if old_info is None else self._reader.trailer.raw_get("/Info").idnum
        for number, value in self._new.items():
            yield number, b"%d 0 obj\n%s\nendobj\n" % (number, serialised(value))
        for number in self._reader.xref_objStm:
            if number not in self._new and number != dropped:
                yield number, b"%d 0 obj\n%s\nendobj\n" % (number, serialised(self.get(number)))
        for number, body in self._untouched():
            if number != dropped and not re.search(rb"/Type\s*/(XRef|ObjStm)\b", body[:400]):
                yield number, body

    def _untouched(self) -> Iterator[tuple[int, bytes]]:
        starts = sorted((place, number) for number, place in self._places.items())
        ends = [*(place for place, _number in starts[1:]), self._pdf.rfind(b"xref\n", 0, self._pdf.rfind(b"startxref"))]
        for (place, number), end in zip(starts, ends, strict=True):
            if number in self._new:
                continue
            found = _END.search(self._pdf, place, end)
            yield number, self._pdf[place : found.end() if found else end].rstrip() + b"\n"


def _referenced(bodies: list[tuple[int, bytes]], kept: set[int]) -> Iterator[tuple[int, bytes]]:
    """Leave out what nothing refers to any more: the lengths of streams that were written anew."""
    for _number, body in bodies:
        head = body.partition(b"stream")[0]
        kept |= {int(number) for number in _REFERENCE.findall(head)}
    return (item for item in bodies if item[0] in kept)


def _xref(places: Mapping[int, int], size: int) -> bytes:
    lines = [b"xref\n0 %d\n" % size, b"0000000000 65535 f \n"]
    lines += [b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(1, size)]
    return b"".join(lines)


def serialised(value: PdfObject) -> bytes:
    """Give the bytes of an object."""
    target = io.BytesIO()
    value.write_to_stream(target)
    return target.getvalue()


def dictionary(values: Mapping[str, PdfObject]) -> DictionaryObject:
    """Give a PDF dictionary."""
    return DictionaryObject({NameObject(name): value for name, value in values.items()})


def stream(data: bytes, values: Mapping[str, PdfObject] | None = None, *, packed: bool = True) -> EncodedStreamObject:
    """Give a PDF stream; metadata stay unpacked, so that anything can find them."""
    made = EncodedStreamObject()
    made.update(dictionary({**(values or {}), **({"/Filter": NameObject("/FlateDecode")} if packed else {})}))
    made._data = zlib.compress(data, 6) if packed else data  # noqa: SLF001
    return made


NULL = NullObject()
