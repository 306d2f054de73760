# SPDX-License-Identifier: EUPL-1.2
"""Letters on paper: what a window envelope shows, where a receiver stamps, and what stays together at the end."""

from __future__ import annotations

import pypdfium2
import pytest

from voorbeeldpdf import DATUM, MOTOREN, filled, pdf_of
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.model import thaw
from weerbaar_docs.rendering import render
from weerbaar_docs.rendering.huisstijl import GEGEVENS, Huisstijl
from weerbaar_docs.sjablonen.contracten import documenten
from weerbaar_docs.sjabloonvoorbeelden import voorbeelden

BRIEVEN = [document for document in documenten() if document.startswith("brief_")]
# A DL envelope is 110 by 220 mm; its window (DIN 680) is 90 by 45 mm, 20 mm from the left and 15 mm from below. A sheet
# of A4, folded in three, slides 10 mm sideways and 11 mm up and down in it.
ALWAYS = (
    20,
    50,
    100,
    84,
)  # left, top, right and bottom, in mm of the sheet: what the window shows wherever the sheet is
EVER = (10, 39, 110, 95)  # what it can show at all
STAMP = (128, 5, 200, 40)  # where a receiver stamps the day on which the letter came


def texts(pdf, page=0):
    """Give the texts of a page: (text, left, top, right, bottom), in mm from its top left corner."""
    with pypdfium2.PdfDocument(pdf) as document:
        sheet = document[page]
        height, text = sheet.get_height(), sheet.get_textpage()
        for number in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(number)
            found = text.get_text_bounded(left, bottom, right, top).strip()
            yield found, *(points / 72 * 25.4 for points in (left, height - top, right, height - bottom))


def meets(box, zone):
    left, top, right, bottom = box
    return left < zone[2] and right > zone[0] and top < zone[3] and bottom > zone[1]


def is_in(box, zone):
    left, top, right, bottom = box
    return left >= zone[0] and top >= zone[1] and right <= zone[2] and bottom <= zone[3]


def squeezed(lines):
    return "".join("".join(lines).split())


def letters():
    for document in BRIEVEN:
        for voorbeeld in voorbeelden(document):
            brief = voorbeeld.context.get("brief", voorbeeld.context)
            yield pytest.param(document, voorbeeld.naam, brief["adresregels"], id=f"{document}-{voorbeeld.naam}")


@pytest.mark.parametrize(
    "motor", [pytest.param(m, id=m.naam, marks=() if m.naam == "typst" else pytest.mark.lang) for m in MOTOREN]
)
@pytest.mark.parametrize(("document", "naam", "regels"), list(letters()))
def test_a_window_shows_the_whole_address_and_nothing_but_that(motor, document, naam, regels):
    found = list(texts(pdf_of(motor, filled(document, naam))))
    visible = [(text, box) for text, *box in found if meets(box, EVER)]
    retour = f"Retouradres {GEGEVENS['retouradres']}"
    assert squeezed(text for text, _ in visible) == squeezed([retour, *regels])
    assert [text for text, box in visible if not is_in(box, ALWAYS)] == []
    assert [text for text, *box in found if meets(box, STAMP)] == []


@pytest.mark.parametrize("document", BRIEVEN)
def test_an_address_that_no_window_shows_whole_is_refused(document):
    context = {name: value for name, value in voorbeelden(document)[0].context.items() if name != "huisstijl"}
    context = thaw(context)
    context.get("brief", context)["adresregels"] = ["Gemeenschappelijke Regeling Voorbeeld"] * 8
    with pytest.raises(RenderingError, match="ruimte"):
        render(document, context, datum=DATUM, titel="Bericht")


@pytest.mark.parametrize("document", BRIEVEN)
def test_the_closing_takes_the_last_words_with_it_to_the_next_page(document):
    for voorbeeld in voorbeelden(document):
        pdf = pdf_of(MOTOREN[0], filled(document, voorbeeld.naam))
        with pypdfium2.PdfDocument(pdf) as pages:
            last = len(pages) - 1
        body = [text for text, _, top, _, bottom in texts(pdf, last) if top > 30 and bottom < 275]
        assert not body[0].startswith("Hoogachtend"), voorbeeld.naam


@pytest.mark.parametrize("namens", ["De minister van Voorbeelden (fictief)", ""])
def test_a_letter_is_signed_for_who_the_huisstijl_says(namens):
    huisstijl = thaw(GEGEVENS)
    huisstijl["ondertekenaar"] |= {"namens": namens} if namens else {}
    context = {k: v for k, v in voorbeelden("brief_contactgegevens")[0].context.items() if k != "huisstijl"}
    made = render(
        "brief_contactgegevens", context, huisstijl=Huisstijl(gegevens=huisstijl), datum=DATUM, titel="Bericht"
    )
    lines = [text for text, *_ in texts(made.pdf)]
    place = lines.index("namens deze,")
    assert lines[place - 1] == (namens or huisstijl["organisatie"]) + ","
