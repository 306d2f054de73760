# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import re

import pytest
from pypdf.generic import ArrayObject, DecodedStreamObject, NameObject

from stempelbouw import BLADREGELS, CODE, REGELS, changed, make, reader, stamped
from weerbaar_docs.errors import VerificationError
from weerbaar_docs.stamping_pdf import NAAM, NAAM_BLAD, read_drawn

PDF = make()
STAMPED = stamped(PDF, bladregels=BLADREGELS)


def rewritten(change, key=NAAM):
    """The stamped file with `change(content)` as the content of a form."""

    def act(writer):
        form = writer.pages[-1]["/Resources"]["/XObject"][key]
        form.set_data(change(form.get_data()))

    return changed(STAMPED, act)


def said(before, after, key=NAAM):
    """The stamped file whose stamp says that it was drawn from something else."""

    def change(content):
        return re.sub(
            rb"<([0-9a-f]+)>",
            lambda found: b"<" + bytes.fromhex(found[1].decode()).replace(before, after).hex().encode() + b">",
            content,
            count=1,
        )

    return rewritten(change, key)


def not_held():
    return pytest.raises(VerificationError, match="STEMPEL-CONTROLE")


def test_a_stamp_is_read_from_the_file_and_drawn_again():
    found = read_drawn(STAMPED)
    assert found.regels == tuple(REGELS)
    assert found.bladregels == tuple(BLADREGELS)
    assert found.code.encode() == CODE
    assert (found.paginas, found.nagetekend) == (2, True)
    assert read_drawn(stamped(PDF)).bladregels == ()
    assert read_drawn(changed(STAMPED, lambda writer: None)) == found


def test_a_file_without_stamp_has_none():
    assert read_drawn(PDF) is None


@pytest.mark.parametrize("pdf", [b"", b"x", STAMPED[:3000]])
def test_an_unreadable_file_is_refused(pdf):
    with not_held():
        read_drawn(pdf)


def test_a_code_with_one_square_changed_does_not_hold():
    with not_held():
        read_drawn(rewritten(lambda content: re.sub(rb"(\d+) (\d+) (\d+) 1 re\nf", rb"\1 \2 9 1 re\nf", content)))


def test_words_that_were_drawn_otherwise_do_not_hold():
    for key in (NAAM, NAAM_BLAD):
        with not_held():
            read_drawn(rewritten(lambda content: content.replace(b" Tf", b"0 Tf", 1), key))


def test_a_stamp_that_says_other_words_or_digests_does_not_hold():
    for before, after in ((b"versie 1", b"versie 2"), (b"0123456789ABCDEF0", b"0123456789ABCDEF1"), (b"v1", b"v9")):
        with not_held():
            read_drawn(said(before, after))


def test_a_stamp_of_another_version_is_read_but_not_drawn_again():
    other = said(b'"typst":"0.', b'"typst":"9.')
    assert not read_drawn(other).nagetekend
    assert read_drawn(other).code.encode() == CODE


def test_a_code_that_says_something_else_does_not_hold_in_another_version_either():
    def change(content):
        content = re.sub(
            rb"<([0-9a-f]+)>",
            lambda found: b"<" + bytes.fromhex(found[1].decode()).replace(b'st":"0.', b'st":"9.').hex().encode() + b">",
            content,
            count=1,
        )
        return content.replace(b"1 re\nf", b"0 re\nf")

    with not_held():
        read_drawn(rewritten(change))


def test_a_page_without_its_stamp_does_not_hold():
    def drop(writer):
        page = writer.pages[0]
        page[NameObject("/Contents")] = ArrayObject(list(page.raw_get("/Contents"))[1:-1])

    with not_held():
        read_drawn(changed(STAMPED, drop))


def test_something_drawn_over_the_stamp_does_not_hold():
    def cover(writer):
        page, more = writer.pages[0], DecodedStreamObject()
        more.set_data(b"1 g 0 0 600 850 re f\n")
        page[NameObject("/Contents")] = ArrayObject([*page.raw_get("/Contents"), writer._add_object(more)])

    with not_held():
        read_drawn(changed(STAMPED, cover))


def test_a_stamp_that_was_moved_does_not_hold():
    def move(writer):
        page, content = writer.pages[0], DecodedStreamObject()
        content.set_data(
            re.sub(rb"1 0 0 1 \S+ (\S+) cm\n/WDStempel Do", rb"1 0 0 1 5 \1 cm\n/WDStempel Do", data(page))
        )
        page[NameObject("/Contents")] = writer._add_object(content)

    def data(page):
        return page.get_contents().get_data()

    with not_held():
        read_drawn(changed(STAMPED, move))


def test_another_stamp_on_one_page_does_not_hold():
    other = stamped(make(), [*REGELS[:3], "SHA-256 fedcba9876543210"])

    def swap(writer):
        form = reader(other).pages[0]["/Resources"]["/XObject"].raw_get(NAAM)
        writer.pages[0]["/Resources"]["/XObject"][NameObject(NAAM)] = form.get_object().clone(writer).indirect_reference

    with not_held():
        read_drawn(changed(STAMPED, swap))
