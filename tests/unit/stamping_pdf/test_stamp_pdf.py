# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest

import verapdf
from stempelbouw import BLADREGELS, REGELS, changed, make, read_aloud, reader
from stempelbouw import stamped as stamp_pdf
from weerbaar_docs.errors import StampingError
from weerbaar_docs.pades import Zegel, sign_pdf, verify_pdf
from weerbaar_docs.stamping_pdf import NAAM, NAAM_BLAD
from weerbaar_docs.throwaway import make_zegel

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PDF = make()
STAMPED = stamp_pdf(PDF, bladregels=BLADREGELS)


def refused(code):
    return pytest.raises(StampingError, match=code)


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


def test_a_screen_reader_reads_the_same_with_and_without_stamp():
    spoken = read_aloud(PDF)
    assert len(spoken) > 8
    assert all(codes for _, codes in spoken)
    assert read_aloud(STAMPED) == spoken


def test_merging_a_tagged_page_would_be_read_aloud_so_the_test_above_can_fail():
    """The trap of pypdf's merge_page: the marked-content ids of both pages stand in one content."""

    def merge(writer):
        writer.pages[0].merge_page(reader(make("Ander")).pages[0])

    assert read_aloud(changed(PDF, merge)) != read_aloud(PDF)


def test_no_marked_content_id_comes_twice_on_a_page():
    for page in reader(STAMPED).pages:
        found = re.findall(rb"/MCID\s+(\d+)", page.get_contents().get_data())
        assert len(found) == len(set(found)) > 0


def test_the_size_in_the_trailer_is_that_of_the_objects():
    """The trap of pypdf's incremental writing: /Size was smaller than the highest object."""
    size = int(re.findall(rb"/Size (\d+)", STAMPED)[-1])
    numbers = [int(n) for n in re.findall(rb"(?m)^(\d+) 0 obj\b", STAMPED)]
    assert max(numbers) + 1 == size


def test_the_last_page_has_a_larger_stamp_where_it_has_room():
    assert NAAM_BLAD in reader(STAMPED).pages[-1]["/Resources"]["/XObject"]
    assert all(NAAM_BLAD not in page["/Resources"]["/XObject"] for page in reader(STAMPED).pages[:-1])
    full = stamp_pdf(make(extra="#v(1fr) Onderaan."), bladregels=BLADREGELS)
    assert all(NAAM_BLAD not in page["/Resources"]["/XObject"] for page in reader(full).pages)
    assert all(NAAM in page["/Resources"]["/XObject"] for page in reader(full).pages)


def test_same_input_gives_the_same_bytes():
    assert stamp_pdf(PDF, bladregels=BLADREGELS) == STAMPED
    assert stamp_pdf(PDF, [*REGELS[:3], "anders"]) != STAMPED


def test_stamping_a_signed_file_is_refused():
    bundle, certificate = make_zegel("BVA", now=NOW)
    signed = sign_pdf(STAMPED, Zegel.from_pkcs12(bundle, None), reden="x", now=NOW)
    assert verify_pdf(signed, vertrouwd=[certificate], now=NOW).dekt_hele_bestand
    for pdf in (signed, sign_pdf(PDF, Zegel.from_pkcs12(bundle, None), reden="x", now=NOW)):
        with refused("STEMPEL-"):
            stamp_pdf(pdf, REGELS)


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


def test_box_may_lie_elsewhere():
    found = stamp_pdf(PDF, REGELS[:2], vak_mm=(20, 270, 60, 16))
    content = reader(found).pages[0].get_contents().get_data()
    place = re.search(rb"q\n1 0 0 1 (\S+) (\S+) cm\n/WDStempel Do", content)
    assert [round(float(n) / 72 * 25.4) for n in place.groups()] == [20, 297 - 270 - 16]


@pytest.mark.lang
def test_stamped_and_signed_file_is_pdf_a_3a_and_pdf_ua_1():
    bundle, _ = make_zegel("BVA", now=NOW)
    signed = sign_pdf(STAMPED, Zegel.from_pkcs12(bundle, None), reden="Vaststelling", now=NOW)
    verdicts = verapdf.check([PDF, STAMPED, signed])
    assert [(v.passed, json.dumps(v.failed)) for v in verdicts] == [(True, '{"3a": {}, "ua1": {}}')] * 3
