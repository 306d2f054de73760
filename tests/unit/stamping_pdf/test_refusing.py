# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    RectangleObject,
    TextStringObject,
)

from stempelbouw import BLADREGELS, changed, make, stamped
from weerbaar_docs.errors import StampingError
from weerbaar_docs.stamping_pdf import NAAM, VAK

PDF = make()
STAMPED = stamped(PDF, bladregels=BLADREGELS)
BOX = [n / 25.4 * 72 for n in (VAK[0] + 20, 297 - VAK[1] - 10, VAK[0] + 25, 297 - VAK[1] - 5)]


def refused(code):
    return pytest.raises(StampingError, match=code)


def name(text):
    return NameObject(text)


def mapping(**entries):
    return DictionaryObject({name(f"/{key}"): value for key, value in entries.items()})


def action(kind, **entries):
    return mapping(S=name(f"/{kind}"), **entries)


def annotate(rect, **entries):
    def change(writer):
        note = mapping(
            Type=name("/Annot"), Subtype=name("/Link"), Rect=ArrayObject([FloatObject(n) for n in rect]), **entries
        )
        writer.pages[-1][name("/Annots")] = ArrayObject([writer._add_object(note)])

    return change


def drawn(content, kind=None):
    """Add content to the last page, in which /X is a form or a picture of 10 by 10 points."""

    def change(writer):
        page = writer.pages[-1]
        found = DecodedStreamObject()
        found.set_data(b"0 0 10 10 re f" if kind == "/Form" else b"x")
        found.update(mapping(Type=name("/XObject"), Subtype=name(kind or "/Form")))
        found[name("/BBox")] = RectangleObject((0, 0, 10, 10))
        page["/Resources"][name("/XObject")] = DictionaryObject({name("/X"): writer._add_object(found)})
        more = DecodedStreamObject()
        more.set_data(content)
        page[name("/Contents")] = ArrayObject([page.raw_get("/Contents"), writer._add_object(more)])

    return change


def page_entry(key, value):
    def change(writer):
        writer.pages[-1][name(key)] = value

    return change


def renamed(pdf):
    """The stamped file with another name for each form, in resources and content."""

    def change(writer):
        for page in writer.pages:
            held = page["/Resources"]["/XObject"]
            for key in list(held):
                held[name(f"/Logo{len(key)}")] = held.pop(key)
            content = DecodedStreamObject()
            data = page.get_contents().get_data()
            content.set_data(data.replace(b"/WDStempelBlad", b"/Logo14").replace(b"/WDStempel", b"/Logo10"))
            page[name("/Contents")] = writer._add_object(content)

    return changed(pdf, change)


def flattened(pdf):
    """The stamped file with the content of the form in the page itself."""

    def change(writer):
        for page in writer.pages:
            held = page["/Resources"]["/XObject"]
            form = held.pop(NAAM).get_object()
            content = DecodedStreamObject()
            data = page.get_contents().get_data()
            content.set_data(data.replace(b"/WDStempel Do", form.get_data()))
            page[name("/Contents")] = writer._add_object(content)
            held.clear()

    return changed(pdf, change)


def wrapped(pdf):
    """The stamped file whose forms are drawn by another form, which the page draws."""

    def change(writer):
        for page in writer.pages:
            held = page["/Resources"]["/XObject"]
            for key in list(held):
                outer = DecodedStreamObject()
                outer.set_data(b"/Binnen Do")
                outer.update(mapping(Type=name("/XObject"), Subtype=name("/Form")))
                outer[name("/BBox")] = RectangleObject((0, 0, 500, 100))
                inner = DictionaryObject({name("/Binnen"): held.raw_get(key)})
                outer[name("/Resources")] = mapping(XObject=inner)
                held[name(f"/Om{len(key)}")] = writer._add_object(outer)
                del held[key]
            content = DecodedStreamObject()
            data = page.get_contents().get_data()
            content.set_data(data.replace(b"/WDStempelBlad", b"/Om14").replace(b"/WDStempel", b"/Om10"))
            page[name("/Contents")] = writer._add_object(content)

    return changed(pdf, change)


@pytest.mark.parametrize(
    "again", [bytes, renamed, wrapped, flattened], ids=["as it is", "renamed", "wrapped", "flattened"]
)
@pytest.mark.parametrize("vak", [VAK, (20, 250, 62, 18)], ids=["same box", "elsewhere"])
def test_a_stamped_file_is_never_stamped_again(again, vak):
    with refused("STEMPEL-DUBBEL"):
        stamped(again(STAMPED), vak_mm=vak)


@pytest.mark.parametrize("again", [renamed, flattened])
def test_a_stamp_whose_mark_was_taken_away_is_still_in_the_box(again):
    def strip(writer):
        for held in [page["/Resources"]["/XObject"] for page in writer.pages]:
            for form in [held[key] for key in held]:
                form.set_data(re.sub(rb"/WDStempel <<[^>]+>>> DP", b"", form.get_data()))

    with refused("STEMPEL-VAK"):
        stamped(again(changed(STAMPED, strip)))


@pytest.mark.parametrize(
    "header",
    [
        "#align(right)[rubricering]",
        "links #h(1fr) rechts",
        "Een lange kop van links die doorloopt tot in de ruimte die voor het stempel vrij moet blijven, ja ja ja",
        "#place(top + left, dx: 120mm, dy: 12mm)[x]",
        "#place(top + left, dx: 115mm, dy: 10mm, rotate(90deg, reflow: true)[gedraaide tekst])",
        "#place(top + left, dx: 115mm, dy: 10mm, text(size: 30pt)[G])",
    ],
)
def test_box_with_text_is_refused(header):
    with refused("STEMPEL-VAK"):
        stamped(make(header))


def test_text_next_to_the_box_is_no_reason_to_refuse():
    stamped(make("Kop van het rapport, links op de pagina"))
    stamped(make("#place(top + left, dx: 60mm, dy: 12mm)[net ernaast]"))


def test_text_in_the_box_on_the_last_page_is_refused_with_the_page():
    extra = "#pagebreak()\n#place(top + left, dx: 120mm, dy: -20mm)[x]\n"
    with refused("STEMPEL-VAK") as caught:
        stamped(make(extra=extra))
    assert "pagina 3" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"q 1 0 0 1 %f %f cm /X Do Q", "/Image"),
        (b"q 5 0 0 5 %f %f cm /X Do Q", "/Form"),
        (b"%f %f 5 5 re f", None),
        (b"q 0 0 0 RG %f %f m 5 5 l S Q", None),
        (b"q 1 0 0 1 %f %f cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q", None),
        (b"BT /F0 8 Tf %f %f Td (x) Tj ET", None),
        (b"BT /F0 8 Tf %f %f Td <00410042> Tj ET", None),
        (b"BT /F0 8 Tf 12 TL %f %f Td 0 12 Td (x) ' ET", None),
    ],
)
def test_anything_painted_in_the_box_is_refused(content, kind):
    inside, outside = content % (BOX[0], BOX[1]), content % (BOX[0], 300)
    stamped(changed(PDF, drawn(outside.replace(b"5 5 l", b"5 300 l"), kind)))
    with refused("STEMPEL-VAK") as caught:
        stamped(changed(PDF, drawn(inside, kind)))
    assert "pagina 2" in str(caught.value)


def test_a_path_that_is_not_painted_is_no_reason_to_refuse():
    stamped(changed(PDF, drawn(b"q %f %f 5 5 re W n Q" % (BOX[0], BOX[1]))))


def test_a_note_over_the_box_is_refused():
    stamped(changed(PDF, annotate((10, 10, 20, 20))))
    with refused("STEMPEL-VAK"):
        stamped(changed(PDF, annotate(BOX)))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("/Rotate", NumberObject(90)),
        ("/Rotate", NumberObject(180)),
        ("/UserUnit", FloatObject(2)),
        ("/CropBox", RectangleObject((0, 0, 595, 700))),
        ("/MediaBox", RectangleObject((0, 0, 420, 595))),
        ("/MediaBox", RectangleObject((0, 0, 595, 40))),
    ],
)
def test_a_page_that_is_turned_scaled_or_too_small_is_refused(key, value):
    with refused("STEMPEL-PAGINA") as caught:
        stamped(changed(PDF, page_entry(key, value)))
    assert "pagina 2" in str(caught.value)


ACTING = {
    "script of the document": lambda w: w.root_object["/Names"].update(
        {name("/JavaScript"): mapping(Names=ArrayObject())}
    ),
    "script of a link": annotate((10, 10, 20, 20), A=action("JavaScript", JS=TextStringObject("x"))),
    "launch": annotate((10, 10, 20, 20), A=action("Launch", F=TextStringObject("x"))),
    "submit": annotate((10, 10, 20, 20), A=action("SubmitForm")),
    "another file": annotate((10, 10, 20, 20), A=action("GoToR")),
    "action when the page opens": page_entry("/AA", mapping(O=action("URI"))),
    "action when the file opens": lambda w: w.root_object.update(
        {name("/OpenAction"): action("Named", N=name("/Print"))}
    ),
    "XFA": lambda w: w.root_object.update({name("/AcroForm"): mapping(XFA=TextStringObject("x"))}),
}


@pytest.mark.parametrize("change", ACTING.values(), ids=list(ACTING))
def test_a_file_that_acts_by_itself_is_refused(change):
    with refused("STEMPEL-ACTIEF"):
        stamped(changed(PDF, change))


def test_an_encrypted_file_is_refused():
    for password in ("geheim", ""):
        with refused("STEMPEL-VERSLEUTELD"):
            stamped(changed(PDF, lambda writer, word=password: writer.encrypt(word, algorithm="AES-256")))


def test_a_hybrid_file_is_refused():
    plain = changed(PDF, lambda writer: None)
    stamped(plain)
    hybrid = re.sub(rb"trailer\s*<<", b"trailer\n<<\n/XRefStm 15", plain)
    assert hybrid != plain
    with refused("STEMPEL-HYBRIDE"):
        stamped(hybrid)


def test_a_file_without_pages_is_refused():
    out = io.BytesIO()
    PdfWriter().write(out)
    with refused("STEMPEL-PDF"):
        stamped(out.getvalue())


@pytest.mark.parametrize("pdf", [b"", b"x", PDF[:200], PDF[:-300], b"%PDF-1.7\n"])
def test_an_unreadable_file_is_refused(pdf):
    with refused("STEMPEL-PDF"):
        stamped(pdf)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_damaged_file_is_stamped_or_refused_by_name(data):
    at = data.draw(st.integers(0, len(PDF) - 1))
    size = data.draw(st.integers(1, 40))
    damaged = PDF[:at] + data.draw(st.binary(max_size=40)) + PDF[at + size :]
    try:
        found = stamped(damaged)
    except StampingError as error:
        code, pages = error.meldingen[0].code, 2
    else:
        code, pages = "STEMPEL-", len(PdfReader(io.BytesIO(found)).pages)
    assert code.startswith("STEMPEL-")
    assert pages == 2
