# SPDX-License-Identifier: EUPL-1.2
"""The section after a file, for files that list their objects in a table and in a stream."""

from __future__ import annotations

import io
import re

import pypdfium2
import pytest
from pypdf import PdfReader

import verapdf
from stempelbouw import BLADREGELS, CODE, changed, codes, make, read_aloud, reader, stamped
from weerbaar_docs.stamping_pdf import NAAM, read_drawn


def with_stream(pdf):
    """The same file with a stream instead of a table to list its objects."""
    start = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    trailer = PdfReader(io.BytesIO(pdf)).trailer
    places = {int(n[1]): n.start() for n in re.finditer(rb"(?m)^(\d+) 0 obj\b", pdf[:start])}
    size = max(places) + 2
    places[size - 1] = start
    rows = b"".join(b"\x01" + places[n].to_bytes(4, "big") + bytes(2) if n in places else bytes(7) for n in range(size))
    root, info = (trailer.raw_get(key).idnum for key in ("/Root", "/Info"))
    identifier = b"".join(b"<%s>" % part.original_bytes.hex().encode() for part in trailer["/ID"])
    entries = b"/Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[%s]/Length %d" % (
        size, root, info, identifier, len(rows),
    )  # fmt: skip
    body = b"%d 0 obj\n<<%s>>\nstream\n%s\nendstream\nendobj\n" % (size - 1, entries, rows)
    return pdf[:start] + body + b"startxref\n%d\n%%%%EOF\n" % start


PDF = make()
FILES = {"table": PDF, "stream": with_stream(PDF), "written by pypdf": changed(PDF, lambda writer: None)}


@pytest.fixture(params=FILES.values(), ids=list(FILES))
def pdf(request):
    return request.param


def test_the_file_stays_whole_in_front(pdf):
    found = stamped(pdf)
    assert found.startswith(pdf)
    assert found[len(pdf) :].count(b"%%EOF") == 1


def test_the_section_is_of_the_same_kind_as_the_last_one_of_the_file():
    assert b"\nxref\n" in stamped(FILES["table"])[len(FILES["table"]) :]
    assert b"\ntrailer\n" not in stamped(FILES["stream"])[len(FILES["stream"]) :]


def test_other_programs_read_the_stamped_file(pdf):
    found = stamped(pdf, bladregels=BLADREGELS)
    assert codes(found) == [[CODE.decode()], [CODE.decode()] * 2]
    assert read_aloud(found) == read_aloud(PDF)
    assert read_drawn(found).nagetekend
    with pypdfium2.PdfDocument(found) as document:
        assert "VASTGESTELD" in document[0].get_textpage().get_text_bounded()


def test_the_size_is_one_more_than_the_highest_number(pdf):
    found = stamped(pdf)
    numbers = [int(n) for n in re.findall(rb"(?m)^(\d+) 0 obj\b", found)]
    assert int(re.findall(rb"/Size (\d+)", found)[-1]) == max(numbers) + 1
    assert len(set(numbers)) == len(numbers) - len(reader(pdf).pages)  # only the pages stand there twice


def test_every_place_in_the_list_is_that_of_the_object(pdf):
    found = stamped(pdf)
    listed = reader(found).xref[0]
    assert len(listed) > 60
    assert all(found[at:].startswith(b"%d 0 obj" % number) for number, at in listed.items() if number and at)


def test_what_pages_share_is_left_as_it_is(pdf):
    before, after = reader(pdf), reader(stamped(pdf))
    for number in [n for n in before.xref[0] if n and before.xref[0][n]]:
        if number not in {page.indirect_reference.idnum for page in before.pages}:
            assert after.xref[0][number] == before.xref[0][number]
    assert all(NAAM in page["/Resources"]["/XObject"] for page in after.pages)


@pytest.mark.lang
def test_the_stamped_file_conforms_whatever_lists_its_objects():
    files = [stamped(FILES[name], bladregels=BLADREGELS) for name in ("stream", "written by pypdf")]
    assert [verdict.failed for verdict in verapdf.check(files)] == [{"3a": {}, "ua1": {}}] * 2
