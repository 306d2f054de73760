# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime

import fontpkg_arimo
import pytest
import typst
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, NumberObject

import verapdf
from weerbaar_docs.errors import StampingError
from weerbaar_docs.pades import Zegel, sign_pdf, verify_pdf
from weerbaar_docs.stamping_pdf import NAAM
from weerbaar_docs.stamping_pdf import stamp_pdf as stamp_with_code
from weerbaar_docs.throwaway import make_zegel

REGELS = ["VASTGESTELD", "Besluit BVA-2026-0001", "21-11-2026, versie 1", "SHA-256 0123456789abcdef"]
CODE = b"WD1 BVA-2026-0001 " + b" ".join([b"0123456789ABCDEF" * 4, b"FEDCBA9876543210" * 4])
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
FONTS = [str(fontpkg_arimo.ROOT / "files")]
SOURCE = """#set document(title: "Bericht WD-1", date: datetime(year: 2026, month: 1, day: 1))
#set text(lang: "nl", region: "NL", font: "Arimo")
#set page(margin: (top: 32mm, rest: 20mm), header: [HEADER])
#pdf.attach("gegevens.json", bytes("{}"), relationship: "data", mime-type: "application/json", description: "Gegevens")
= Kop een
Tekst van een alinea. #lorem(40)
#pagebreak()
== Kop twee
#table(columns: 2, table.header([a], [b]), [1], [2])
"""


def make(header="Kop", extra=""):
    source = SOURCE.replace("HEADER", header) + extra
    return typst.compile(source.encode(), pdf_standards=["a-3a", "ua-1"], font_paths=FONTS)


def stamp_pdf(pdf, regels, *, code=CODE, **more):
    return stamp_with_code(pdf, regels, code=code, **more)


PDF = make()
STAMPED = stamp_pdf(PDF, REGELS)


def refused(code):
    return pytest.raises(StampingError, match=code)


def reader(pdf):
    return PdfReader(io.BytesIO(pdf), strict=True)


def test_stamp_stands_on_every_page_as_an_artifact():
    for page in reader(STAMPED).pages:
        content = page.get_contents().get_data()
        assert len(re.findall(rb"/Artifact BMC\nq\n[^\n]+ cm\n/WDStempel Do\nQ\nEMC", content)) == 1
        assert content.count(b"q\n") == content.count(b"Q\n") or content.count(b"/WDStempel Do") == 1
        form = page["/Resources"]["/XObject"][NAAM]
        assert not re.search(rb"\b(BDC|BMC|EMC)\b", form.get_data())
        text = page.extract_text()
        assert all(regel in text for regel in REGELS)


def test_fonts_of_the_stamp_are_embedded():
    form = reader(STAMPED).pages[0]["/Resources"]["/XObject"][NAAM]
    fonts = form["/Resources"]["/Font"].values()
    assert len(fonts) >= 1
    for font in fonts:
        descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_stamp_keeps_what_the_document_is():
    before, after = reader(PDF).root_object, reader(STAMPED).root_object
    kept = {"/StructTreeRoot", "/MarkInfo", "/Lang", "/Metadata", "/OutputIntents", "/AF", "/Outlines", "/Names"}
    assert kept <= set(after)
    assert set(before) == set(after)
    assert before["/Metadata"].get_data() == after["/Metadata"].get_data()
    assert reader(PDF).metadata == reader(STAMPED).metadata
    assert STAMPED.startswith(PDF[:8])
    assert reader(STAMPED).attachments == reader(PDF).attachments
    ids = [reader(pdf).trailer["/ID"] for pdf in (PDF, STAMPED)]
    assert ids[0][0] == ids[1][0]
    assert ids[0][1] != ids[1][1]


def test_same_input_gives_the_same_bytes():
    assert stamp_pdf(PDF, REGELS) == STAMPED
    assert stamp_pdf(PDF, [*REGELS[:3], "anders"]) != STAMPED


def test_stamping_twice_is_refused():
    with refused("STEMPEL-DUBBEL"):
        stamp_pdf(STAMPED, REGELS)
    with refused("STEMPEL-DUBBEL"):
        stamp_pdf(STAMPED, REGELS, vak_mm=(20, 270, 62, 18))


def test_stamping_a_signed_file_is_refused():
    bundle, certificate = make_zegel("BVA", now=NOW)
    signed = sign_pdf(STAMPED, Zegel.from_pkcs12(bundle, None), reden="x", now=NOW)
    assert verify_pdf(signed, vertrouwd=[certificate], now=NOW).dekt_hele_bestand
    for pdf in (signed, sign_pdf(PDF, Zegel.from_pkcs12(bundle, None), reden="x", now=NOW)):
        with refused("STEMPEL-"):
            stamp_pdf(pdf, REGELS)


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
        stamp_pdf(make(header), REGELS)


def test_text_next_to_the_box_is_no_reason_to_refuse():
    stamp_pdf(make("Kop van het rapport, links op de pagina"), REGELS)
    stamp_pdf(make("#place(top + left, dx: 60mm, dy: 12mm)[net ernaast]"), REGELS)


def test_text_in_the_box_on_the_last_page_is_refused_with_the_page():
    extra = "#pagebreak()\n#place(top + left, dx: 120mm, dy: -20mm)[x]\n"
    with refused("STEMPEL-VAK") as caught:
        stamp_pdf(make(extra=extra), REGELS)
    assert "pagina 3" in str(caught.value)


@pytest.mark.parametrize(
    "regels",
    [[], [""], [" "], ["a\nb"], ["\x00"], ["\u4e2d\u6587"], ["\U0001f600"], ["x" * 80], ["regel"] * 9],
)
def test_lines_that_do_not_fit_or_print_are_refused(regels):
    with refused("STEMPEL-TEKST"):
        stamp_pdf(PDF, regels)


@pytest.mark.parametrize(
    "regel", ["#panic()", "*vet* _cursief_ `x`", "$x$ @y <z>", '"\\"', "= kop", "€ 1.249,50 – ’t één"]
)
def test_a_line_is_text_and_never_markup(regel):
    found = reader(stamp_pdf(PDF, [regel])).pages[0].extract_text()
    assert regel in found


@pytest.mark.parametrize("pdf", [b"", b"x", PDF[:200], PDF[:-300], b"%PDF-1.7\n"])
def test_unreadable_pdf_is_refused(pdf):
    with refused("STEMPEL-PDF"):
        stamp_pdf(pdf, REGELS)


def test_encrypted_or_turned_pdf_is_refused():
    writer = PdfWriter(clone_from=reader(PDF))
    writer.encrypt("geheim", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    with refused("STEMPEL-VERSLEUTELD"):
        stamp_pdf(out.getvalue(), REGELS)
    writer = PdfWriter(clone_from=reader(PDF))
    writer.pages[0][NameObject("/Rotate")] = NumberObject(90)
    out = io.BytesIO()
    writer.write(out)
    with refused("STEMPEL-PAGINA"):
        stamp_pdf(out.getvalue(), REGELS)


def test_box_may_lie_elsewhere():
    found = stamp_pdf(PDF, REGELS[:2], vak_mm=(20, 270, 60, 16))
    content = reader(found).pages[0].get_contents().get_data()
    place = re.search(rb"q\n1 0 0 1 (\S+) (\S+) cm\n/WDStempel Do", content)
    assert [round(float(n) / 72 * 25.4) for n in place.groups()] == [20, 297 - 270 - 16]


def test_stamped_and_signed_file_is_pdf_a_3a_and_pdf_ua_1():
    bundle, _ = make_zegel("BVA", now=NOW)
    signed = sign_pdf(STAMPED, Zegel.from_pkcs12(bundle, None), reden="Vaststelling", now=NOW)
    verdicts = verapdf.check([PDF, STAMPED, signed])
    assert [(v.passed, json.dumps(v.failed)) for v in verdicts] == [(True, '{"3a": {}, "ua1": {}}')] * 3
