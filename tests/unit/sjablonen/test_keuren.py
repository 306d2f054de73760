# SPDX-License-Identifier: EUPL-1.2
"""A template is approved with samples, for the engine that can make it, and kept without names of people."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

import verapdf
from sjabloonbouw import build, p, parts_of, put, swap
from weerbaar_docs._resources import read_resource
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.docx import pack
from weerbaar_docs.rendering.engine import TypstEngine
from weerbaar_docs.sjablonen import documenten, lint
from weerbaar_docs.sjablonen.keuren import approve, check_keuring, fill_samples, render_samples, with_samples
from weerbaar_docs.sjablonen.nieuw import starter
from weerbaar_docs.sjabloonvoorbeelden import voorbeelden

RUBY = "<w:p><w:r><w:ruby/></w:r></w:p>"


@dataclass
class Anders:
    """An engine that takes everything."""

    naam: str = "libreoffice"
    versie: str = "7.4"
    fonts_sha256: str = "0" * 64
    fout: bool = False

    def examine(self, docx):
        return ()

    def to_pdf(self, docx, *, titel, datum, gegevens=None):
        if self.fout:
            raise RenderingError.because("PDF", "het lukt niet", "Probeer opnieuw.")
        return b"%PDF-1.7"


def samples(document: str, count: int = 2):
    return [(v.naam, v.context) for v in voorbeelden(document)][-count:]


def approved(docx: bytes, *motoren, document: str = "sleutelblad"):
    return approve(docx, document, samples(document), motoren=motoren or (TypstEngine(),))


def test_typst_makes_a_template_that_it_can_set():
    keuring = approved(starter("sleutelblad"), TypstEngine(), Anders())
    assert (keuring.motor, keuring.motor_versie) == ("typst", TypstEngine().versie)
    assert len(keuring.voorbeelden) == 2


def test_another_engine_makes_what_typst_cannot():
    docx = build(document="sleutelblad", change={"word/document.xml": put("<w:sectPr>", RUBY)})
    assert approved(docx, TypstEngine(), Anders()).motor == "libreoffice"


def test_without_another_engine_it_is_refused_by_name():
    docx = build(document="sleutelblad", change={"word/document.xml": put("<w:sectPr>", RUBY)})
    with pytest.raises(RenderingError, match="ruby"):
        approved(docx)


def test_a_fault_of_the_lint_stops_it_with_all_faults():
    docx = build(p("{{ weg }}") + p("{{ ook_weg }}"), document="sleutelblad")
    with pytest.raises(RenderingError) as refused:
        approved(docx)
    assert [m.pad for m in refused.value.meldingen if m.ernst == "fout"] == ["tekst, alinea 1", "tekst, alinea 2"]


def test_what_only_shows_with_data_is_told_with_the_sample():
    docx = build(p("{{ sleutelblad.vingerafdruk }}"), document="sleutelblad")
    leeg = [(v.naam, v.context) for v in voorbeelden("sleutelblad")][:1]
    with pytest.raises(RenderingError) as refused:
        approve(docx, "sleutelblad", leeg, motoren=[TypstEngine()])
    assert [m.code for m in refused.value.meldingen] == ["SJABLOON-VULLEN"]
    uitslag = with_samples(lint(docx, "sleutelblad"), docx, leeg)
    assert [str(g.plaats) for g in uitslag.fouten] == ["voorbeeld leeg"]


def test_the_same_failure_in_many_samples_is_told_once():
    docx = build(p("{{ sleutelblad.weg }}"), document="sleutelblad")
    every = [(v.naam, v.context) for v in voorbeelden("sleutelblad")]
    _, faults = fill_samples(docx, every)
    assert [str(g.plaats) for g in faults] == [f"voorbeeld leeg en nog {len(every) - 1}"]


def test_an_engine_that_fails_on_a_sample_is_told_with_its_name():
    docx = build(document="sleutelblad", change={"word/document.xml": put("<w:sectPr>", RUBY)})
    with pytest.raises(RenderingError) as refused:
        approved(docx, Anders(fout=True))
    assert {m.pad for m in refused.value.meldingen} == {f"voorbeeld {naam}" for naam, _ in samples("sleutelblad")}


class Verschoven(TypstEngine):
    """An engine that forgets the right indent of the header."""

    def to_pdf(self, docx, *, titel, datum, gegevens=None):
        parts = parts_of(docx)
        parts["word/header1.xml"] = parts["word/header1.xml"].replace(b'w:right="5000"', b'w:right="0"')
        return super().to_pdf(pack(parts), titel=titel, datum=datum, gegevens=gegevens)


def test_a_report_whose_text_comes_into_the_box_of_the_stamp_is_refused():
    long = p("Een lange kop " * 8, '<w:pPr><w:pStyle w:val="Header"/><w:ind w:right="5000"/></w:pPr>')
    docx = build(change={"word/header1.xml": put("</w:hdr>", long)})
    assert approved(docx, document="adviesrapport").motor == "typst"
    with pytest.raises(RenderingError) as refused:
        approved(docx, Verschoven(), document="adviesrapport")
    assert {m.code for m in refused.value.meldingen} == {"STEMPEL-VAK"}


def test_what_is_kept_names_nobody():
    docx = build(
        document="sleutelblad",
        change={"docProps/core.xml": swap("<dc:creator>weerbaar-docs<", "<dc:creator>Karel Kanarie<")},
    )
    keuring = approved(docx)
    assert "SJABLOON-METADATA" in {g.code for g in keuring.uitslag.waarschuwingen}
    assert not [g for g in lint(keuring.docx, "sleutelblad").gebreken if g.code == "SJABLOON-METADATA"]
    assert approved(keuring.docx).docx == keuring.docx


def test_only_an_approved_template_passes_for_one():
    keuring = approved(starter("sleutelblad"))
    check_keuring(keuring)
    with pytest.raises(RenderingError, match="SJABLOON-KEURING"):
        check_keuring(replace(keuring, motor="anders"))


def test_samples_come_out_as_word_and_pdf():
    made = render_samples(starter("sleutelblad"), samples("sleutelblad"), motoren=[TypstEngine()])
    assert [(docx[:2], pdf[:4]) for _, docx, pdf in made] == [(b"PK", b"%PDF")] * 2
    with pytest.raises(RenderingError, match="SJABLOON-VULLEN"):
        render_samples(build(p("{{ weg }}"), document="sleutelblad"), samples("sleutelblad"), motoren=[TypstEngine()])


@pytest.mark.lang
@pytest.mark.parametrize("document", documenten())
def test_the_templates_of_this_program_are_approved_for_typst_with_every_sample(document):
    every = [(v.naam, v.context) for v in voorbeelden(document)]
    docx = read_resource("templates", f"{document}.docx")
    assert approve(docx, document, every, motoren=[TypstEngine()]).motor == "typst"


@pytest.mark.lang
@pytest.mark.parametrize("document", documenten())
def test_a_starter_is_approved_with_every_sample(document):
    every = [(v.naam, v.context) for v in voorbeelden(document)]
    assert approve(starter(document), document, every, motoren=[TypstEngine()]).motor == "typst"


@pytest.mark.lang
def test_the_pdf_of_every_starter_is_pdf_a_and_pdf_ua():
    pdfs = [
        render_samples(starter(document), samples(document, 1), motoren=[TypstEngine()])[0][2]
        for document in documenten()
    ]
    assert [verdict.failed for verdict in verapdf.check(pdfs)] == [{"3a": {}, "ua1": {}}] * len(pdfs)


def test_a_form_without_one_of_its_fields_is_not_approved():
    docx = starter("toestemmingsformulier")
    keuring = approve(docx, "toestemmingsformulier", samples("toestemmingsformulier"), motoren=[TypstEngine()])
    assert keuring.motor == "typst"
    other = swap("https://veld.invalid/datum", "https://www.voorbeeld.nl/datum")
    without = build(document="toestemmingsformulier", change={"word/document.xml": other})
    with pytest.raises(RenderingError) as refused:
        approve(without, "toestemmingsformulier", samples("toestemmingsformulier"), motoren=[TypstEngine()])
    assert {m.code for m in refused.value.meldingen} == {"FORMULIER-VELD"}
