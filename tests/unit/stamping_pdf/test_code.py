# SPDX-License-Identifier: EUPL-1.2
"""The QR code, read by another program from a picture of the page."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from stempelbouw import BLADREGELS, CODE, REGELS, codes, make, read_codes, reader, stamped
from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import StampingError
from weerbaar_docs.stamping_pdf import NAAM, VAK
from weerbaar_docs.stamping_pdf.code import MODULE_MM, draw_code

PDF = make()
HEX = st.binary(min_size=4, max_size=8).map(lambda data: sha256(data).upper())  # as scattered as a digest is


def squares(operators):
    return [tuple(map(int, found)) for found in re.findall(rb"(\d+) (\d+) (\d+) 1 re", operators)]


def picture(operators):
    """The code as a picture of eight dots a module."""
    count = int(re.search(rb"0 0 (\d+) \1 re f", operators)[1])
    canvas = bytearray(b"\xff" * (count * count))
    for x, y, width in squares(operators):
        canvas[(count - 1 - y) * count + x : (count - 1 - y) * count + x + width] = bytes(width)
    return Image.frombytes("L", (count, count), bytes(canvas)).resize((count * 8, count * 8), 0)


@pytest.mark.parametrize("dpi", [300, 150])
def test_every_page_has_a_code_that_another_program_reads(dpi):
    found = codes(stamped(PDF, bladregels=BLADREGELS), dpi)
    assert found == [[CODE.decode()], [CODE.decode()] * 2]


def test_modules_can_be_printed_and_the_white_edge_is_kept():
    form = reader(stamped(PDF)).pages[0]["/Resources"]["/XObject"][NAAM].get_data()
    unit = float(re.search(rb"q\n(\S+) 0 0 \1 \S+ 0 cm\n1 g", form)[1])
    count = int(re.search(rb"0 0 (\d+) \1 re f\n0 g", form)[1])
    assert unit / 72 * 25.4 >= MODULE_MM
    assert abs(unit * count / 72 * 25.4 - VAK[3]) < 0.01
    found = squares(form)
    assert min(x for x, _, _ in found) == min(y for _, y, _ in found) == 4
    assert max(x + width for x, _, width in found) == max(y + 1 for _, y, _ in found) == count - 4


@settings(max_examples=40, deadline=None)
@given(number=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/. ", min_size=1, max_size=40), a=HEX, b=HEX)
def test_any_digests_with_a_number_of_40_capitals_fit_and_are_read(number, a, b):
    text = f"WD1 {number} {a} {b}"
    (found,) = read_codes(picture(draw_code(text.encode(), VAK[3], links_mm=0)))
    assert found.text == text


@settings(max_examples=20, deadline=None)
@given(number=st.text("abcXYZ019-/_é’ ", min_size=1, max_size=25), a=HEX, b=HEX)
def test_small_letters_and_accents_in_a_number_are_read_too(number, a, b):
    text = f"WD1 {number} {a} {b}"
    (found,) = read_codes(picture(draw_code(text.encode(), VAK[3], links_mm=0)))
    assert found.text == text


def test_a_larger_square_gets_stronger_correction():
    def level(side):
        (found,) = read_codes(picture(draw_code(CODE, side, links_mm=0)))
        return found.ec_level

    assert [level(side) for side in (15, 18, 30)] == ["L", "M", "H"]


def test_a_code_that_does_not_fit_is_refused():
    for code in (b"A" * 300, "é".encode() * 120):
        with pytest.raises(StampingError, match="STEMPEL-CODE"):
            stamped(PDF, code=code)


@pytest.mark.parametrize("code", [b"", b"\xff", b"WD1 \x00", b"a\nb"])
def test_a_code_without_readable_text_is_refused(code):
    with pytest.raises(StampingError, match="STEMPEL-TEKST"):
        stamped(PDF, REGELS, code=code)


def test_the_code_is_drawn_and_not_a_picture():
    for page in reader(stamped(PDF)).pages:
        assert [form.get_object()["/Subtype"] for form in page["/Resources"]["/XObject"].values()] == ["/Form"]
        form = page["/Resources"]["/XObject"][NAAM]
        assert "/XObject" not in form["/Resources"]


def test_a_page_that_is_printed_a_tenth_smaller_is_still_read():
    with pypdfium2.PdfDocument(stamped(PDF)) as document:
        small = document[0].render(scale=150 * 0.9 / 72).to_pil().convert("L")
    assert [found.text for found in read_codes(small)] == [CODE.decode()]
