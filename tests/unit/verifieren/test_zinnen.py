# SPDX-License-Identifier: EUPL-1.2
"""Each reason for which a link is broken is given where it is so: one thing is wrong in a package that is signed for."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader, PdfWriter

from verifieerbouw import besluitpakket, indiening, packed, signer, verificatie, vertrouwen, zending
from weerbaar_docs.canonical import canonical_bytes, digest, read_json
from weerbaar_docs.keys import Medewerkersregister
from weerbaar_docs.model import utc_text
from weerbaar_docs.pades import sign_pdf
from weerbaar_docs.verifieren import verifieer, verifieer_delen

pytestmark = pytest.mark.lang
BESLUIT, TOESTEMMING = "verklaringen/vaststelling.json", "verklaringen/toestemming.json"
HERKOMST = canonical_bytes(
    {
        **dict.fromkeys(("template_sha256", "fonts_sha256"), "0" * 64),
        **dict.fromkeys(("engine", "engine_versie", "bibliotheek_versie"), "x"),
        "datum": "gisteren",
    }
)
MAKERS = {"zending": "ccv", "indiening": "MW-0001", "besluitpakket": "MW-0004"}


@pytest.fixture(scope="module")
def stukken(keten):
    return zending(keten)


@pytest.fixture(scope="module")
def heel(keten):
    return zending(keten, "volledig_rapport", pen=False)


def said(keten, parts, soort, naam, given=None):
    """Give verdict and reason of one link of files that their sender signed for."""
    made = packed(parts, soort, signer(keten.o, MAKERS[soort]))
    uitslag = verifieer_delen(made, verificatie=given or verificatie(keten.o, namaken=naam.startswith("gegevens")))
    [schakel] = [s for s in uitslag.schakels if s.naam == naam]
    return schakel.oordeel, schakel.uitleg


def edit(data, **changed):
    return canonical_bytes({**read_json(data), **changed})


def restated(o, parts, name, wie, **changed):
    signed = o.medewerker_tekent(edit(parts[name], **changed), wie)
    return {**parts, name: signed.verklaring, f"{name}.sig": signed.handtekening}


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("herkomst.json", b"{}", "herkomst.json heeft niet de juiste vorm"),
        ("herkomst.json", HERKOMST, "herkomst.json heeft niet de juiste vorm"),
        ("rapportinhoud.json", b"[]", "rapportinhoud.json is niet de inhoud van een rapport"),
    ],
)
def test_an_indiening_of_which_a_file_has_another_form(keten, name, data, reason):
    assert said(keten, {**indiening(keten), name: data}, "indiening", "gegevens") == ("fout", reason)


def test_an_indiening_of_an_older_version_says_what_is_another_here(keten):
    parts = indiening(keten)
    parts["herkomst.json"] = edit(parts["herkomst.json"], engine_versie="0.0.1", template_sha256="0" * 64)
    parts["concept.pdf"] = keten.definitief.document.pdf
    oordeel, uitleg = said(keten, parts, "indiening", "gegevens")
    assert oordeel == "niet_te_controleren"
    assert uitleg.endswith("anders is: het sjabloon, de versie van de motor")


def test_a_besluit_on_other_data(keten):
    parts = besluitpakket(keten)
    inhoud = read_json(parts["rapportinhoud.json"])
    inhoud["adviesrapport"]["maatregelen"][0]["omschrijving"] += " Anders."
    parts["rapportinhoud.json"] = canonical_bytes(inhoud)
    assert said(keten, parts, "besluitpakket", "besluit") == ("fout", "het besluit gaat over een andere inhoud")


# --- the second toetser


def read_along(keten, **changed):
    o, parts = keten.o, besluitpakket(keten)
    besluit = read_json(parts["bva_besluit.json"])
    statement = {
        "soort": "meelezing/v1",
        "rapport_sha256": besluit["rapport_sha256"],
        "besluit_sha256": digest(besluit),
        "medewerker": "MW-0002",
        "moment": utc_text(o.nu),
    } | changed
    signed = o.medewerker_tekent(canonical_bytes(statement), "MW-0002")
    return {**parts, "meelezer.json": signed.verklaring, "meelezer.json.sig": signed.handtekening}


def two_toetsers(keten):
    people = tuple(replace(m, rollen=m.rollen | {"toetser"}) if m.id == "MW-0002" else m for m in keten.o.medewerkers)
    return verificatie(keten.o, vertrouwen=replace(vertrouwen(keten.o), medewerkers=Medewerkersregister(people)))


def test_a_second_toetser_who_read_this_besluit(keten):
    oordeel, uitleg = said(keten, read_along(keten), "besluitpakket", "meelezer", two_toetsers(keten))
    assert (oordeel, "MW-0002 (toetser)" in uitleg) == ("goed", True)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"besluit_sha256": "0" * 64}, "de tweede toetser heeft een ander besluit gelezen"),
        ({"rapport_sha256": "0" * 64}, "de tweede toetser heeft een ander besluit gelezen"),
        ({"soort": "meelezing/v2"}, "de verklaring van de tweede toetser heeft niet de juiste vorm"),
        ({"medewerker": "iemand"}, "de verklaring van de tweede toetser heeft niet de juiste vorm"),
        ({"extra": "x"}, "de verklaring van de tweede toetser heeft niet de juiste vorm"),
    ],
)
def test_a_second_toetser_who_signed_something_else(keten, changed, reason):
    parts = read_along(keten, **changed)
    assert said(keten, parts, "besluitpakket", "meelezer", two_toetsers(keten)) == ("fout", reason)


def test_a_second_reader_who_is_no_toetser(keten):
    assert said(keten, read_along(keten), "besluitpakket", "meelezer")[0] == "fout"


# --- what goes to the werkgever


def test_a_report_that_is_not_the_one_of_the_toestemming(keten, heel):
    o = keten.o
    statement = edit(heel[TOESTEMMING], eind_sha256="0" * 64)
    signature = o.bestuurder_plek.ring.sign_detached(statement, signer=o.bestuurder.vingerafdruk)
    parts = {**heel, TOESTEMMING: statement, f"{TOESTEMMING}.sig": signature}
    assert said(keten, parts, "zending", "toestemming") == ("fout", "het rapport is niet dat van de toestemming")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"vaststelling_sha256": "0" * 64}, "maatregelen.json is van een andere vaststelling gemaakt"),
        ({"kenmerk": "X"}, "werkgeversversie.pdf drukt iets anders dan in maatregelen.json staat"),
    ],
)
def test_data_for_the_system_of_the_werkgever_that_are_not_what_is_printed(keten, stukken, changed, reason):
    parts = {**stukken, "maatregelen.json": edit(stukken["maatregelen.json"], **changed)}
    assert said(keten, parts, "zending", "maatregelen") == ("fout", reason)


def test_data_without_the_document_that_prints_them(keten, stukken):
    gone = ("werkgeversversie.pdf", "maatregelenoverzicht.pdf")
    parts = {name: data for name, data in stukken.items() if name not in gone}
    assert said(keten, parts, "zending", "maatregelen")[0] == "niet_te_controleren"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("besluitnummer", "BVA-2026-0094", "het stuk noemt een ander besluit dan de verklaring van de BVA"),
        ("vaststelling_sha256", "0" * 64, "het stuk is van een andere vaststelling gemaakt"),
    ],
)
def test_a_document_of_another_besluit(keten, stukken, field, value, reason):
    parts = restated(keten.o, stukken, BESLUIT, "MW-0004", **{field: value})
    assert said(keten, parts, "zending", "besluit:werkgeversversie.pdf") == ("fout", reason)


def test_a_stamp_of_another_vaststelling(keten, heel):
    parts = restated(keten.o, heel, BESLUIT, "MW-0004", vaststelling_sha256="0" * 64)
    found = said(keten, parts, "zending", "stempel:rapport.pdf")
    assert found == ("fout", "het stempel is van een andere vaststelling")


def test_a_statement_about_another_file_cannot_be_held_against_the_report(keten, heel):
    parts = restated(keten.o, heel, BESLUIT, "MW-0004", pdf_sha256="0" * 64)
    assert said(keten, parts, "zending", "gegevens:rapport.pdf")[0] == "niet_te_controleren"


# --- a lone report


def reason_of(keten, pdf, naam, **asked):
    uitslag = verifieer(pdf, verificatie=verificatie(keten.o, **asked))
    [schakel] = [s for s in uitslag.schakels if s.naam == naam]
    return schakel.oordeel, schakel.uitleg


def sealed(keten, pdf):
    reden = f"Vaststelling {keten.definitief.bva_besluit['besluitnummer']}"
    return sign_pdf(pdf, keten.o.bva_zegel, reden=reden, now=keten.o.nu)


def test_a_sealed_concept_is_about_no_besluit(keten):
    pdf = sealed(keten, keten.concept.document.pdf)
    assert reason_of(keten, pdf, "besluit") == (
        "fout",
        "het stuk noemt geen besluit: het is een concept of een voorvertoning",
    )
    assert reason_of(keten, pdf, "gegevens", namaken=True) == (
        "fout",
        "de gegevens in de PDF zijn niet die van een vastgesteld rapport",
    )


def test_a_report_that_was_written_anew_after_its_stamp(keten):
    out = io.BytesIO()
    PdfWriter(clone_from=PdfReader(io.BytesIO(keten.vastgesteld.gestempeld))).write(out)
    oordeel, uitleg = reason_of(keten, sealed(keten, out.getvalue()), "stempel")
    assert oordeel == "fout"
    assert "na het stempelen herschreven" in uitleg or "stempel" in uitleg


def test_the_key_of_a_known_medewerker_that_is_not_here(keten, stukken):
    known = vertrouwen(keten.o)
    without = tuple(s for s in known.sleutels if s.vingerafdruk != keten.o.toetser.vingerafdruk)
    given = verificatie(keten.o, vertrouwen=replace(known, sleutels=without))
    found = said(keten, stukken, "zending", "vaststelling", given)
    assert found == ("niet_te_controleren", "de openbare sleutel van MW-0004 is hier niet")
