# SPDX-License-Identifier: EUPL-1.2
"""Our own templates and the hardest texts, with each engine: conforming plain, stamped and signed, and every word there."""

from __future__ import annotations

import io
import re
from collections import Counter

import pytest
from pypdf import PdfReader

import verapdf
from pdftext import body_text, lost_paragraphs, squeeze
from sjabloonbouw import build, p, table
from voorbeeldpdf import DATUM, MOTOREN, TITEL, filled, pdf_of
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.model import thaw
from weerbaar_docs.pades import sign_pdf, verify_pdf
from weerbaar_docs.rendering import libreoffice
from weerbaar_docs.rendering.docx import fill
from weerbaar_docs.rendering.engine import TypstEngine
from weerbaar_docs.rendering.huisstijl import GEGEVENS
from weerbaar_docs.sjablonen import documenten
from weerbaar_docs.sjabloonvoorbeelden import voorbeelden
from weerbaar_docs.stamping_pdf import stamp_pdf

CODE = b"WD1 BVA-2026-0001 " + b" ".join([b"0123456789ABCDEF" * 4] * 2)
STEMPEL = ("VASTGESTELD", "Besluit BVA-2026-0001", "22-11-2026, versie 1", "SHA-256 0123456789abcdef")
NONE = {"3a": {}, "ua1": {}}
# Section 6 of the domain: what people write, and what software trips over.
TEKENS = (
    "Jansen & Zn. <b>vet</b> a < b > c",
    "{{ niet invullen }} {% raw %} {# stil #}",
    "https://voorbeeld.example/?a=1&b=<c>",
    "\u201cdubbel\u201d \u2018enkel\u2019 \u2013 \u00d7 \u00b1 \u00b2 \u2265 \u2264 \u2248 \u00ab\u00bb",
    "\u00c6\u00c7\u00d6\u00d8\u00da\u00db \u00e2\u00e4\u00e5\u00e7\u00e8\u00e9\u00eb\u00f3\u00f6\u00f8\u00fa\u0131",
    "van 't Hoff, d'Ancona, \u2019t Sluisje, 12 a bis",
    "IJsselmeer \u0132sselmeer, De Vries-van der Berg",
    "beveiligings\u00admaatregelen",
    '=HYPERLINK("x")',
    "Een alinea van ruim duizend tekens. " * 32,
)


@pytest.fixture(params=MOTOREN, ids=lambda motor: motor.naam)
def motor(request):
    return request.param


def shown(body: str, **gegevens: object) -> bytes:
    return fill(build(body), {**gegevens, "huisstijl": thaw(GEGEVENS)}, datum=DATUM, titel=TITEL)


def assert_conforming_plain_stamped_and_signed(plain, oefening):
    stamped = [stamp_pdf(pdf, STEMPEL, code=CODE) for pdf in plain]
    signed = [sign_pdf(pdf, oefening.bva_zegel, reden="Vaststelling", now=oefening.nu) for pdf in [*stamped, *plain]]
    for verdict in verapdf.check([*plain, *stamped, *signed]):
        assert verdict.failed == NONE
        assert verdict.passed
    for pdf in signed:
        verify_pdf(pdf, vertrouwd=[oefening.bva_zegel.certificaat], now=oefening.nu)


@pytest.mark.lang
def test_a_letter_conforms_plain_stamped_and_signed(motor, oefening):
    pdf = pdf_of(motor, filled("brief_werkgever_gemeente", "gemeente-0-2-bijlagen"))
    assert_conforming_plain_stamped_and_signed([pdf], oefening)


def conformance():
    """Give each engine with each template of ours; of LibreOffice CI takes the adviesrapport alone."""
    return [
        pytest.param(
            motor,
            document,
            id=f"{motor.naam}-{document}",
            marks=() if motor.naam == "typst" or document == "adviesrapport" else pytest.mark.alles,
        )
        for motor in MOTOREN
        for document in documenten()
    ]


@pytest.mark.lang
@pytest.mark.parametrize(("motor", "document"), conformance(), indirect=["motor"])
def test_every_template_of_ours_conforms_plain_stamped_and_signed(motor, oefening, document):
    names = [v.naam for v in voorbeelden(document)]
    made = [pdf_of(motor, filled(document, naam)) for naam in dict.fromkeys((names[0], names[-1]))]
    assert_conforming_plain_stamped_and_signed(made, oefening)


@pytest.mark.lang
@pytest.mark.parametrize("document", documenten())
def test_both_engines_print_every_word_on_as_many_pages_give_or_take_one(document):
    for naam in [v.naam for v in voorbeelden(document)][::4]:
        docx = filled(document, naam)
        made = [pdf_of(motor, docx) for motor in MOTOREN]
        pages = [len(PdfReader(io.BytesIO(pdf)).pages) for pdf in made]
        assert abs(pages[0] - pages[1]) <= 1, (naam, pages)
        assert [lost_paragraphs(docx, pdf) for pdf in made] == [[], []], naam


def test_every_character_that_has_to_go_well_is_printed(motor):
    docx = shown(
        p("{% for tekst in teksten %}").replace("{%", "{%p") + p("{{ tekst }}") + p("{%p endfor %}"), teksten=TEKENS
    )
    text = body_text(pdf_of(motor, docx))
    for tekst in TEKENS:
        wanted = squeeze(tekst.replace("\u00ad", ""))
        assert wanted in squeeze(text.replace("\u00ad", "")), tekst


@pytest.mark.lang
def test_a_word_of_10000_characters_stays_on_its_page_and_is_whole(motor):
    pdf = pdf_of(motor, shown(p("{{ woord }}"), woord="m" * 10_000))
    lines = Counter()
    for number, page in enumerate(PdfReader(io.BytesIO(pdf)).pages):

        def visit(text, cm, tm, _font, _size, number=number):
            lines[number, round(cm[5]), round(tm[5])] += text.count("m")

        page.extract_text(visitor_text=visit)
    assert sum(lines.values()) >= 10_000
    assert max(lines.values()) < 70


def numbered(rows: int) -> bytes:
    body = table(
        ("nr", "wat"), ("{%tr for rij in rijen %}", ""), ("{{ rij.nr }}", "{{ rij.wat }}"), ("{%tr endfor %}", "")
    )
    return shown(body, rijen=[{"nr": f"r{n}", "wat": "wat"} for n in range(rows)])


def rows_of(pdf: bytes) -> int:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return len(set(re.findall(r"\br\d+\b", text)))


@pytest.mark.lang
def test_a_table_of_4000_rows_is_printed_whole(motor):
    assert rows_of(pdf_of(motor, numbered(4_000))) == 4_000


@pytest.mark.lang
def test_typst_refuses_a_table_of_10000_rows_by_name():
    with pytest.raises(RenderingError, match="DOCX-GROOT"):
        pdf_of(TypstEngine(), numbered(10_000))


@pytest.mark.lang
def test_libreoffice_is_stopped_when_a_table_takes_too_long():
    limits = libreoffice.Limits(seconds=2)
    with libreoffice.Pool(libreoffice.find_installation(), size=1, limits=limits) as pool:
        with pytest.raises(RenderingError, match=r"PDF-WERKER.*duurt te lang"):
            libreoffice.to_pdf(numbered(10_000), titel=TITEL, datum=DATUM, pool=pool)
        assert not [worker for worker in pool.workers() if worker.documents]
