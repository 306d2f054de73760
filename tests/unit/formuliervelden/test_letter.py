# SPDX-License-Identifier: EUPL-1.2
"""The font of the fields: every letter of WinAnsi as in the whole font, and a file that is no font refused."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

from weerbaar_docs.formuliervelden.letter import EERSTE, part_of
from weerbaar_docs.rendering.fonts import standard_font

WINANSI = [
    (code, text)
    for code in range(EERSTE, 256)
    if (text := bytes([code]).decode("cp1252", errors="ignore")) and text.isprintable()
]


@pytest.fixture(scope="module")
def letter():
    return part_of(standard_font())


def test_every_letter_is_drawn_as_in_the_whole_font(letter):
    whole, part = (ImageFont.truetype(io.BytesIO(data), 120) for data in (standard_font(), letter.bestand))
    assert len(WINANSI) > 210
    for _, text in WINANSI:
        assert apart(drawn(part, text), drawn(whole, text)) < 0.5, text  # superscripts are rounded otherwise
    assert apart(drawn(part, "ú"), drawn(part, "ù")) > 1


def drawn(font, text):
    picture = Image.new("L", (200, 200))
    ImageDraw.Draw(picture).text((20, 20), text, font=font, fill=255)
    return picture


def apart(one, two):
    """How much two pictures differ per point, of 255."""
    return ImageStat.Stat(ImageChops.difference(one, two)).mean[0]


def test_widths_are_those_of_the_font(letter):
    whole = ImageFont.truetype(io.BytesIO(standard_font()), 1000, layout_engine=ImageFont.Layout.BASIC)
    for code, text in WINANSI:
        assert abs(letter.breedtes[code - EERSTE] - whole.getlength(text)) <= 1, text


def test_it_is_a_fraction_of_the_font(letter):
    assert len(letter.bestand) < len(standard_font()) / 3


@pytest.mark.parametrize("bad", [b"", b"OTTO", b"\x00\x01\x00\x00", b"geen lettertype" * 100])
def test_what_is_no_font_is_refused(bad):
    with pytest.raises(ValueError, match="not a font"):
        part_of(bad)
