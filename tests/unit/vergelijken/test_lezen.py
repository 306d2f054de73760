# SPDX-License-Identifier: EUPL-1.2
"""A side is read strictly: the faults of both are told at once, no value is quoted, and a PDF is trusted in nothing."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import time
import zlib
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from weerbaar_docs.bijlagen.pdf_inhoud import read_inhoud
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.model import thaw
from weerbaar_docs.rendering import render_rapport
from weerbaar_docs.rendering.gedrukt import printed
from weerbaar_docs.rendering.huisstijl import HUISSTIJL
from weerbaar_docs.sjabloonvoorbeelden import voorbeelden
from weerbaar_docs.stamping_pdf import stamp_pdf
from weerbaar_docs.validation import adviesrapport, validate
from weerbaar_docs.vergelijken import from_dossier, read_kant, read_kanten
from weerbaar_docs.vergelijken.paginas import vergelijk_paginas
from weerbaar_docs.voorbeelddata import maak

DATUM = date(2026, 5, 18)


@cache
def dossier():
    return maak("gemeente", 0, "vastgesteld")


@cache
def pdf():
    rapport = adviesrapport(validate(raw(dossier())))
    return render_rapport(rapport, dossier()["bva_besluiten"][-1], datum=DATUM).pdf


@cache
def kant():
    return read_kant(pdf())


VELDEN = HUISSTIJL.sjabloon("adviesrapport").velden


def raw(value):
    return json.dumps(value).encode()


def codes(data):
    with pytest.raises(ValidationError) as caught:
        read_kant(data)
    return [(m.code, m.pad) for m in caught.value.meldingen]


def written(change):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_gives_the_report_of_its_dossier_and_the_text_of_its_pages():
    assert (kant().soort, kant().bestand) == ("rapport", "pdf")
    assert kant().rapport == printed(read_kant(raw(dossier())).rapport, VELDEN)
    assert len(kant().paginas) == len(PdfReader(io.BytesIO(pdf())).pages)
    assert "Samenvatting" in kant().paginas[0]


@pytest.mark.parametrize("voorbeeld", voorbeelden("adviesrapport"), ids=lambda voorbeeld: voorbeeld.naam)
def test_what_any_report_carries_can_be_read(voorbeeld):
    carried = printed(thaw(voorbeeld.context), VELDEN)
    assert read_kant(raw(carried)).rapport == carried


@pytest.mark.lang
def test_a_stamp_is_no_text_of_a_page():
    stamped = stamp_pdf(
        pdf(), ["VASTGESTELD", "Besluit", "18-05-2026", "SHA-256"], code=b"WD1 X", bladregels=["VASTGESTELD", "x"]
    )
    assert vergelijk_paginas(read_kant(stamped).paginas, kant().paginas).verschillen == ()


@pytest.mark.lang
def test_a_report_that_was_stamped_and_signed_can_be_read(keten):
    signed, unsigned = (read_kant(data) for data in (keten.vastgesteld.pdf, keten.definitief.document.pdf))
    assert signed.rapport["bva_besluit"] is not None
    assert vergelijk_paginas(signed.paginas, unsigned.paginas).verschillen == ()


def test_the_data_of_a_pdf_can_be_read_without_it():
    assert read_kant(read_inhoud(pdf()).gegevens).gegevens == kant().gegevens


def test_a_dossier_of_the_store_is_read_as_its_file():
    assert from_dossier(dossier()).gegevens == read_kant(raw(dossier())).gegevens


def test_a_besluit_on_another_version_does_not_count():
    other = copy.deepcopy(dossier())
    other["woonplek"]["vve"] = not other["woonplek"]["vve"]
    assert read_kant(raw(dossier())).rapport["bva_besluit"] is not None
    assert read_kant(raw(other)).rapport["bva_besluit"] is None


def test_faults_of_both_sides_are_told_at_once_with_their_side():
    with pytest.raises(ValidationError) as caught:
        read_kanten(lambda: read_kant(b"{}"), lambda: read_kant(b"%PDF-1.7"))
    assert [(m.code, m.pad) for m in caught.value.meldingen] == [
        ("RAPPORT-SOORT", "/oud"),
        ("BIJLAGE-PDF-KAPOT", "/nieuw/inhoud"),
    ]


@pytest.mark.parametrize(
    ("change", "pad"),
    [
        (lambda d: d["rapportinhoud"].pop("adviesrapport"), "/rapportinhoud"),
        (lambda d: d["rapportinhoud"].update(kanarie="Kanarie"), "/rapportinhoud"),
        (lambda d: d.update(kanarie="Kanarie"), ""),
        (lambda d: d["rapportinhoud"].update(dossiernummer="Kanarie"), "/rapportinhoud/dossiernummer"),
        (lambda d: d["rapportinhoud"]["organisatie"].update(naam=7), "/rapportinhoud/organisatie/naam"),
        (lambda d: d["rapportinhoud"]["organisatie"].update(contactpersoon={}), "/rapportinhoud/organisatie"),
        (lambda d: d["rapportinhoud"].update(organisatie="Kanarie"), "/rapportinhoud/organisatie"),
        (lambda d: d["rapportinhoud"]["bestuurder"].update(email="k@voorbeeld.nl"), "/rapportinhoud/bestuurder"),
        (lambda d: d["rapportinhoud"]["bestuurder"].update(achternaam=["Kanarie"]), "/rapportinhoud/bestuurder/achternaam"),
        (lambda d: d.update(rapportinhoud=["Kanarie"]), "/rapportinhoud"),
        (lambda d: d["bva_besluit"].update(uitkomst="Kanarie"), "/bva_besluit/uitkomst"),
    ],
)  # fmt: skip
def test_report_data_that_no_report_could_hold_are_refused_with_their_place(change, pad):
    data = copy.deepcopy(kant().gegevens)
    change(data)
    with pytest.raises(ValidationError) as caught:
        read_kant(raw(data))
    assert pad in [m.pad for m in caught.value.meldingen]
    assert "Kanarie" not in str(caught.value)


def test_a_dossier_outside_the_schema_is_refused():
    assert codes(raw({**dossier(), "dossiernummer": 1}))[0][1] == "/dossiernummer"


@pytest.mark.parametrize("data", [b"[]", b"1", b'{"versie":"werkgever"}', b'{"werkgeversversie":{}}'])
def test_other_data_are_refused(data):
    assert codes(data) == [("RAPPORT-SOORT", "")]


def test_a_pdf_without_its_data_or_with_two_of_them_is_refused():
    def drop(writer):
        del writer.root_object["/Names"]

    assert codes(written(drop)) == [("RAPPORT-ZONDER-GEGEVENS", "")]
    assert codes(written(lambda w: w.add_attachment("gegevens.json", b"{}"))) == [("BIJLAGE-PDF-DUBBEL", "/inhoud")]


def test_an_encrypted_pdf_is_refused_by_name():
    assert codes(written(lambda w: w.encrypt("geheim"))) == [("BIJLAGE-PDF-VERSLEUTELD", "/inhoud")]


def test_data_that_unpack_to_more_than_a_dossier_may_be_are_refused():
    def bomb(writer):
        names = writer.root_object["/Names"]["/EmbeddedFiles"]["/Names"]
        stream = names[1].get_object()["/EF"]["/F"].get_object()
        stream._data = zlib.compress(b" " * 6_000_000)

    assert codes(written(bomb)) == [("BIJLAGE-PDF-BOM", "/inhoud")]


@pytest.mark.lang
@pytest.mark.parametrize("part", [b"q ", b"(a) Tj ", b"[1 (a) -3] TJ "])
def test_pages_built_to_hang_end_in_time_with_a_clear_answer(part):
    def fill(writer):
        stream = StreamObject()
        stream._data = zlib.compress(part * (3_900_000 // len(part)))
        stream[NameObject("/Filter")] = NameObject("/FlateDecode")
        reference = writer._add_object(stream)
        for page in writer.pages:
            page[NameObject("/Contents")] = reference

    begin = time.process_time()
    assert codes(written(fill)) == [("BIJLAGE-PDF-OMVANG", "/inhoud")]
    assert time.process_time() - begin < 45


def test_a_tree_of_names_that_points_at_itself_is_refused():
    def loop(writer):
        node = writer._add_object(writer.root_object["/Names"]["/EmbeddedFiles"])
        holder = DictionaryObject()
        reference = writer._add_object(holder)
        holder[NameObject("/Kids")] = ArrayObject([reference, node])
        writer.root_object["/Names"][NameObject("/EmbeddedFiles")] = reference

    assert codes(written(loop))[0][0] in {"BIJLAGE-PDF-OMVANG", "BIJLAGE-PDF-DUBBEL"}


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_a_damaged_pdf_gives_a_side_or_a_named_reason_and_nothing_else(data):
    damaged = bytearray(pdf())
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    del damaged[data.draw(st.integers(len(damaged) * 9 // 10, len(damaged))) :]
    with contextlib.suppress(ValidationError):
        read_kant(bytes(damaged))
