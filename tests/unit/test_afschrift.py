# SPDX-License-Identifier: EUPL-1.2
"""What the bestuurder keeps: what he decided about which files, without a name, and never more than he was asked."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from pypdf import PdfReader

import verapdf
from invulbouw import KENMERK, NOW, ONTVANGER, form, question, stukken
from pdftext import assert_text_in_order
from weerbaar_docs._resources import read_resource
from weerbaar_docs.afschrift import make_afschrift
from weerbaar_docs.canonical import check_number, read_json, sha256
from weerbaar_docs.errors import ConsentError, ValidationError
from weerbaar_docs.rendering.huisstijl import GEGEVENS, Huisstijl
from weerbaar_docs.sjablonen import lint

BESLOTEN = NOW + timedelta(days=1)
# As the guide of the W3C's DPVCG lists the fields of ISO/IEC TS 27560:2023; the text of the standard was not at hand.
ISO = {
    "": {"schema_version", "record_id", "pii_principal_id", "language", "purposes", "parties", "events"},
    "purposes": {
        "purpose", "purpose_type", "lawful_basis", "pii_information", "pii_controllers", "collection_method",
        "processing_method", "recipient_third_parties", "withdrawal_method", "jurisdiction",
    },
    "parties": {"party_id", "party_name", "party_role", "party_contact"},
    "events": {"event_time", "validity_duration", "entity_id", "event_type", "event_state"},
}  # fmt: skip


@pytest.fixture(scope="module")
def verklaring():
    return question(form()).verklaring


def made(verklaring, **changed):
    given = {"besluit": "verleend", "bewijs": "natte_handtekening", "besloten_op": BESLOTEN, "ontvanger": ONTVANGER}
    return make_afschrift(verklaring, **{**given, "now": BESLOTEN, **changed})


def text(afschrift):
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(afschrift.document.pdf)).pages).split()
    )


def test_it_says_what_was_decided_about_which_files_until_when_and_how_to_withdraw(verklaring):
    afschrift = made(verklaring)
    said, shown = read_json(verklaring), text(afschrift)
    assert "U heeft toestemming gegeven." in shown
    assert "gemeentesecretaris van gemeente Súd-Ooster & Waard (fictief)" in shown
    assert "Van 22 mei 2026 om 09.00 uur tot 21 juni 2026 om 09.00 uur" in shown
    assert "Besloten op 23 mei 2026 om 09.00 uur" in shown
    assert "ook met een telefoontje" in shown
    assert check_number(sha256(verklaring)) in shown
    for stuk in said["stukken"]:
        assert " ".join(stuk["sha256"][i : i + 4] for i in range(0, 16, 4)) in shown


def test_its_fields_carry_the_names_of_the_standard_and_point_at_each_other(verklaring):
    value = read_json(made(verklaring).json)
    assert set(value) >= ISO[""]
    for name in ("purposes", "parties", "events"):
        assert all(set(part) == ISO[name] for part in value[name])
    [purpose], [event] = value["purposes"], value["events"]
    assert {*purpose["pii_controllers"], *purpose["recipient_third_parties"]} == {
        p["party_id"] for p in value["parties"]
    }
    assert (value["record_id"], event["event_state"], event["validity_duration"]) == (KENMERK, "given", "P30D")
    assert event["event_time"] == "2026-05-23T07:00:00Z"
    assert purpose["pii_information"] == read_json(verklaring)["stukken"]
    assert value["verklaring_sha256"] == sha256(verklaring)


def test_pdf_carries_the_same_bytes_unless_the_organisation_wants_none(verklaring):
    afschrift = made(verklaring)
    assert PdfReader(io.BytesIO(afschrift.document.pdf)).attachments == {"gegevens.json": [afschrift.json]}
    bare = made(verklaring, huisstijl=Huisstijl(zonder_gegevens=frozenset({"afschrift_toestemming"})))
    assert PdfReader(io.BytesIO(bare.document.pdf)).attachments == {}


def test_it_names_no_person_and_its_title_is_neutral(verklaring):
    afschrift = made(verklaring)
    for data in (afschrift.json.decode(), text(afschrift)):
        assert "Hoogh" not in data
    assert re.fullmatch(r"Bericht WD-[0-9a-f]{8}", PdfReader(io.BytesIO(afschrift.document.pdf)).metadata.title)
    assert "toestemming_id" not in repr(afschrift)


@pytest.mark.parametrize(
    ("besluit", "state", "sentence"),
    [
        ("geweigerd", "refused", "Dat heeft geen gevolgen voor uw ambt."),
        ("ingetrokken", "withdrawn", "Wij zijn gestopt."),
        ("terug", "returned", "Er gebeurt niets totdat u een nieuw formulier heeft getekend."),
    ],
)
@pytest.mark.parametrize("bewijs", ["natte_handtekening", "e_mail", "mondeling"])
def test_refusing_and_withdrawing_need_no_signature_and_give_no_period(verklaring, besluit, state, sentence, bewijs):
    afschrift = made(verklaring, besluit=besluit, bewijs=bewijs)
    [event] = read_json(afschrift.json)["events"]
    assert (event["event_state"], event["validity_duration"]) == (state, None)
    assert sentence in text(afschrift)
    assert "Geldig Van" not in text(afschrift)


@pytest.mark.parametrize("bewijs", ["e_mail", "mondeling", "sms"])
def test_giving_needs_a_signature(verklaring, bewijs):
    with pytest.raises(ValidationError, match="/purposes/0/collection_method"):
        made(verklaring, bewijs=bewijs)


def test_unknown_decision_is_refused(verklaring):
    with pytest.raises(ValidationError, match="/besluit"):
        made(verklaring, besluit="misschien")


@pytest.mark.parametrize("ontvanger", [None, replace(ONTVANGER, functie="wethouder"), replace(ONTVANGER, oin="0" * 20)])
def test_receiver_is_that_of_the_statement(verklaring, ontvanger):
    with pytest.raises(ConsentError, match="R-TOES-3"):
        made(verklaring, ontvanger=ontvanger)


def test_without_receiver_there_is_one_party():
    given = stukken("via_bestuurder")
    value = read_json(made(question(form(given), given).verklaring, ontvanger=None).json)
    assert [party["party_id"] for party in value["parties"]] == ["verstrekker"]
    assert value["purposes"][0]["recipient_third_parties"] == []


def test_on_paper_there_is_a_receiver_without_a_key():
    given = stukken("op_papier")
    value = read_json(made(question(form(given), given).verklaring).json)
    assert [party["party_id"] for party in value["parties"]] == ["verstrekker", "ontvanger"]


def test_bytes_that_are_no_statement_are_refused(verklaring):
    with pytest.raises(ValidationError):
        made(verklaring[:-1])


def test_ground_is_the_organisations_own_text_or_none(verklaring):
    assert read_json(made(verklaring).json)["purposes"][0]["lawful_basis"] is None
    assert "Eigen tekst." in text(made(verklaring, grondslag="Eigen tekst."))


def test_same_input_gives_the_same_bytes(verklaring):
    one, two = made(verklaring), made(verklaring)
    assert (one.json, one.document.pdf) == (two.json, two.document.pdf)


def test_its_sentences_are_short_enough_for_b1():
    uitslag = lint(read_resource("templates", "afschrift_toestemming.docx"), "afschrift_toestemming")
    assert {g.code for g in uitslag.gebreken} == {"SJABLOON-ONGEBRUIKT"}


def test_huisstijl_gives_who_provides(verklaring):
    own = Huisstijl(gegevens={**GEGEVENS, "organisatie": "Voorbeeldorganisatie (fictief)"})
    assert (
        read_json(made(verklaring, huisstijl=own).json)["parties"][0]["party_name"] == "Voorbeeldorganisatie (fictief)"
    )


@pytest.mark.lang
def test_it_conforms_with_all_its_text_in_order(verklaring):
    every = [made(verklaring, besluit=b).document for b in ("verleend", "geweigerd", "ingetrokken", "terug")]
    for document, verdict in zip(every, verapdf.check([d.pdf for d in every]), strict=True):
        assert verdict.failed == {"3a": {}, "ua1": {}}
        assert verdict.passed
        assert_text_in_order(document.docx, document.pdf)
