# SPDX-License-Identifier: EUPL-1.2
"""Every Word file of the corpus comes out whole and conforming with each engine, or is refused by name."""

from __future__ import annotations

import io
import re
from functools import cache

import pdfua
import pytest
from docx import Document
from openxml_audit import OpenXmlValidator, ValidationErrorType

import corpusmaker
import verapdf
from corpustabel import by_libreoffice, by_typst, docx_of, table, verdict
from pdftext import assert_every_paragraph, fragments
from weerbaar_docs.rendering import libreoffice
from worddocs import unzipped

TABLE = table()
WORD = [name for name in TABLE if name.startswith("woord_")]
SET = {name for name, entry in TABLE.items() if isinstance(entry["typst"], int)}
WRITER = [name for name in TABLE if name.startswith("writer_")]
SAMPLE = ["woord_arcering", "woord_tabs_punten", "writer_kader_twee", "writer_tekens"]
QUICK = {name for name in WRITER if TABLE[name]["typst"] == 1}
NONE = {"3a": {}, "ua1": {}}
FLOATING = re.compile(r"brief|kader|tekstvak|vml|vorm|zwevende")


@cache
def typst_pdf(name):
    return by_typst(docx_of(name))


@pytest.fixture(scope="module")
def writer_pdfs():
    """What LibreOffice gives for every file."""
    with libreoffice.Pool(libreoffice.find_installation(), size=1) as pool:
        return {name: by_libreoffice(docx_of(name), pool) for name in TABLE}


def set_by(made):
    return {name: pdf for name, pdf in made.items() if isinstance(pdf, bytes)}


def test_the_corpus_has_sixty_files_and_twenty_of_writer_with_what_floats():
    assert len(TABLE) >= 60
    assert len([name for name in WRITER if FLOATING.search(name)]) >= 20


def test_every_file_is_in_the_table_with_what_it_holds():
    assert sorted(path.stem for path in corpusmaker.FOLDER.glob("*.docx")) == sorted(TABLE)
    assert {name: entry["bevat"] for name, entry in TABLE.items()} == corpusmaker.holds()


@pytest.mark.parametrize("name", WORD)
def test_a_file_that_we_write_is_the_one_in_the_corpus(name):
    assert unzipped(corpusmaker.word_file(name)) == unzipped(docx_of(name))


@pytest.mark.parametrize("name", TABLE)
def test_no_file_tells_of_a_person_or_a_machine(name):
    parts = unzipped(docx_of(name))
    told = b"".join(data for part, data in parts.items() if part.startswith("docProps/") and part.endswith(".xml"))
    assert not re.search(rb"<(dc:creator|cp:lastModifiedBy|Application|Template|dcterms:modified)\b[^>]*>[^<]", told)
    assert b"w:rsid" not in parts["word/document.xml"]


@pytest.mark.parametrize("name", TABLE)
def test_typst_needs_the_pages_of_the_table_or_refuses_by_name(name):
    assert verdict(typst_pdf(name)) == TABLE[name]["typst"]


@pytest.mark.parametrize("name", sorted(QUICK))
def test_every_paragraph_of_a_letter_is_in_the_pdf_of_typst(name):
    assert_every_paragraph(docx_of(name), typst_pdf(name))


@pytest.mark.lang
@pytest.mark.parametrize("name", sorted(SET - QUICK))
def test_every_paragraph_of_any_other_document_is_in_the_pdf_of_typst(name):
    assert_every_paragraph(docx_of(name), typst_pdf(name))


@pytest.mark.lang
def test_a_sample_of_typst_passes_verapdf():
    for name, found in zip(SAMPLE, verapdf.check([typst_pdf(name) for name in SAMPLE]), strict=True):
        assert found.failed == NONE, name


def test_both_engines_need_the_same_number_of_pages_within_one():
    both = {name: (entry["typst"], entry["libreoffice"]) for name, entry in TABLE.items()}
    counted = {name: pages for name, pages in both.items() if all(isinstance(number, int) for number in pages)}
    assert len(counted) >= 60
    assert [name for name, (typst, writer) in counted.items() if abs(typst - writer) > 1] == []


@pytest.mark.lang
def test_libreoffice_needs_the_pages_of_the_table_or_refuses_by_name(writer_pdfs):
    found = {name: verdict(made) for name, made in writer_pdfs.items()}
    assert found == {name: entry["libreoffice"] for name, entry in TABLE.items()}


@pytest.mark.lang
def test_every_paragraph_is_in_the_pdf_of_libreoffice(writer_pdfs):
    for name, pdf in set_by(writer_pdfs).items():
        assert_every_paragraph(docx_of(name), pdf)


@pytest.mark.lang
def test_every_pdf_of_both_engines_passes_verapdf(writer_pdfs):
    pdfs = [*set_by({name: typst_pdf(name) for name in TABLE}).values(), *set_by(writer_pdfs).values()]
    assert [found.failed for found in verapdf.check(pdfs) if found.failed != NONE] == []


@pytest.mark.lang
def test_what_verapdf_cannot_see_is_right_as_well(writer_pdfs, tmp_path):
    found = {}
    for engine, made in (("typst", {name: typst_pdf(name) for name in TABLE}), ("libreoffice", writer_pdfs)):
        for name, pdf in set_by(made).items():
            path = tmp_path / f"{name}.pdf"
            path.write_bytes(pdf)
            found.setdefault(engine, set()).update(each.rule_id for each in pdfua.validate(path).findings)
    assert found == {"typst": set(), "libreoffice": set()}  # a table without header cells, for one


def schema_faults(docx, tmp_path):
    path = tmp_path / "bestand.docx"
    path.write_bytes(docx)
    faults = OpenXmlValidator().validate(path).errors
    return [str(fault) for fault in faults if fault.error_type == ValidationErrorType.SCHEMA]


@pytest.mark.lang
@pytest.mark.parametrize("name", WORD)
def test_a_file_that_we_write_follows_the_schema_of_word_and_opens(name, tmp_path):
    assert schema_faults(docx_of(name), tmp_path) == []
    assert Document(io.BytesIO(docx_of(name))).paragraphs


@pytest.mark.lang
def test_the_check_of_the_schema_bites(tmp_path):
    assert schema_faults(docx_of("writer_kader_uit_word"), tmp_path)  # Writer puts w:framePr at a wrong place


@pytest.mark.lang
def test_a_filled_document_follows_the_schema_and_survives_writer(keten, tmp_path):
    filled = {"rapport": keten.definitief.document.docx, "brief": keten.brief.document.docx}
    for docx in filled.values():
        assert schema_faults(docx, tmp_path) == []
        assert Document(io.BytesIO(docx)).paragraphs
    for name, docx in corpusmaker.saved_by_writer(filled).items():
        assert list(fragments(docx)) == list(fragments(filled[name]))


@pytest.mark.lang
def test_the_corpus_keeps_its_paragraphs_when_writer_saves_it():
    whole = {name: docx_of(name) for name in WORD if isinstance(TABLE[name]["libreoffice"], int)}
    for name, docx in corpusmaker.saved_by_writer(whole).items():
        # Writer starts a new paragraph at a page break.
        assert sorted(pieces(docx)) == sorted(pieces(whole[name])), name


def pieces(docx):
    return [text for texts, _floats in fragments(docx) for text in texts]
