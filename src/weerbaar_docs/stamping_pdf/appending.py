# SPDX-License-Identifier: EUPL-1.2
"""A PDF + objects -> the same bytes with one section after them, in which those objects are new or changed.

(1) the file stays whole in front, so that its digest can be taken from the stamped file; (2) the section is of the same
kind as the last one of the file, a table or a stream; (3) /Size is one more than the highest number (pypdf's own
incremental writing leaves that too low); (4) the same input gives the same bytes.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final

from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf import PdfReader
    from pypdf.generic import PdfObject

_START: Final = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF\s*\Z")
_KEPT: Final = ("/Root", "/Info")
_MAX_DIEPTE: Final = 32


class Sectie:
    """The objects of a new section; as holder of references it also knows those of the file."""

    def __init__(self, reader: PdfReader) -> None:
        """Begin after the numbers of the file."""
        self._reader = reader
        numbers = [number for entries in reader.xref.values() for number in entries]
        size = reader.trailer.get("/Size", 0)
        self._next = max([*numbers, *reader.xref_objStm, int(size) - 1]) + 1
        self._objects: dict[tuple[int, int], PdfObject] = {}

    def add(self, made: PdfObject) -> IndirectObject:
        """Give a new object its number."""
        reference = IndirectObject(self._next, 0, self)
        self._next += 1
        self._objects[reference.idnum, 0] = made
        return reference

    def replace(self, reference: IndirectObject, changed: PdfObject) -> None:
        """Put another object in the place of one of the file."""
        self._objects[reference.idnum, reference.generation] = changed

    def copied(self, part: Any, known: dict[int, IndirectObject], depth: int = 0) -> Any:
        """Give an object of another file with all that it refers to; `known` are the references met before."""
        if depth > _MAX_DIEPTE:
            raise ValueError("depth")
        if isinstance(part, IndirectObject):
            if part.idnum not in known:
                known[part.idnum] = self.add(self.copied(part.get_object(), known, depth + 1))
            return known[part.idnum]
        if isinstance(part, DictionaryObject):
            copy: Any = type(part)() if isinstance(part, StreamObject) else DictionaryObject()
            if isinstance(part, StreamObject):
                copy._data = part._data  # noqa: SLF001
            for key, value in dict.items(part):
                copy[NameObject(key)] = self.copied(value, known, depth + 1)
            return copy
        if isinstance(part, ArrayObject):
            return ArrayObject([self.copied(value, known, depth + 1) for value in list.__iter__(part)])
        return part

    def get_object(self, reference: IndirectObject) -> PdfObject | None:
        """Give what a reference stands for."""
        key = (reference.idnum, reference.generation)
        return self._objects[key] if key in self._objects else self._reader.get_object(reference)

    def written(self, pdf: bytes, identifiers: ArrayObject) -> bytes:
        """Give the file with this section after it."""
        previous = _START.search(pdf[-2048:])
        if previous is None:
            raise ValueError("startxref")
        out = io.BytesIO()
        out.write(pdf if pdf.endswith((b"\n", b"\r")) else pdf + b"\n")
        trailer = DictionaryObject(
            {NameObject("/Prev"): NumberObject(int(previous[1])), NameObject("/ID"): identifiers}
        )
        trailer |= {NameObject(key): self._reader.trailer.raw_get(key) for key in _KEPT if key in self._reader.trailer}
        is_table = pdf[int(previous[1]) : int(previous[1]) + 4] == b"xref"
        places = {key: _put(out, key, made) for key, made in sorted(self._objects.items())}
        start = out.tell()
        if is_table:
            _put_table(out, places, trailer, self._next)
        else:
            places[self._next, 0] = start
            _put(out, (self._next, 0), _table_stream(places, trailer, self._next + 1))
        out.write(b"startxref\n%d\n%%%%EOF\n" % start)
        return out.getvalue()


def _put(out: io.BytesIO, key: tuple[int, int], made: PdfObject) -> int:
    at = out.tell()
    out.write(b"%d %d obj\n" % key)
    made.write_to_stream(out)
    out.write(b"\nendobj\n")
    return at


def _put_table(out: io.BytesIO, places: dict[tuple[int, int], int], trailer: DictionaryObject, size: int) -> None:
    out.write(b"xref\n0 1\n0000000000 65535 f \n")
    for first, run in _runs(places):
        out.write(b"%d %d\n" % (first, len(run)))
        out.writelines(b"%010d %05d n \n" % (places[key], key[1]) for key in run)
    trailer[NameObject("/Size")] = NumberObject(size)
    out.write(b"trailer\n")
    trailer.write_to_stream(out)
    out.write(b"\n")


def _table_stream(places: dict[tuple[int, int], int], trailer: DictionaryObject, size: int) -> StreamObject:
    stream = DecodedStreamObject()
    stream.set_data(
        b"".join(bytes([1]) + at.to_bytes(4, "big") + key[1].to_bytes(2, "big") for key, at in sorted(places.items()))
    )
    packed = stream.flate_encode()
    packed.update(trailer)
    packed[NameObject("/Type")] = NameObject("/XRef")
    packed[NameObject("/Size")] = NumberObject(size)
    packed[NameObject("/W")] = ArrayObject([NumberObject(n) for n in (1, 4, 2)])
    index = [number for first, run in _runs(places) for number in (first, len(run))]
    packed[NameObject("/Index")] = ArrayObject([NumberObject(n) for n in index])
    return packed


def _runs(places: dict[tuple[int, int], int]) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Give the numbers that follow each other, as cross-references list them."""
    run: list[tuple[int, int]] = []
    for key in sorted(places):
        if run and key[0] != run[-1][0] + 1:
            yield run[0][0], run
            run = []
        run.append(key)
    if run:
        yield run[0][0], run
