# SPDX-License-Identifier: EUPL-1.2
"""The page that a werkgever gets: one A4, conforming, and saying the fingerprint in two ways."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from pypdf import PdfReader

import verapdf
from pdftext import assert_text_in_order
from sleutelbouw import Smidse
from weerbaar_docs._resources import read_resource
from weerbaar_docs.encryption.certificaat import read_certificaat
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.rendering.huisstijl import GEGEVENS, Huisstijl
from weerbaar_docs.sjablonen import lint
from weerbaar_docs.sleutelblad import lines, render_sleutelblad
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.vingerafdruk import from_words, groups

DATUM = date(2026, 5, 18)
FULL = "A1B2C3D4E5F60718293A4B5C6D7E8F9001122334"
OIN = "00000001999900018000"
ORGANISATIE = {
    "type": "gemeente",
    "naam": "gemeente Súd-Ooster & Waard (fictief)",
    "oin": OIN,
    "contactpersoon": {"functie": "gemeentesecretaris", "naam": "CANARY Naam", "telefoon": "+31880000000"},
}
LANG = {**ORGANISATIE, "naam": "gemeenschappelijke regeling " + "Langenaam " * 17}


def text(document):
    pages = PdfReader(io.BytesIO(document.pdf)).pages
    assert len(pages) == 1
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"organisatie": ORGANISATIE},
        {"organisatie": ORGANISATIE, "vingerafdruk": FULL},
        {"organisatie": LANG, "vingerafdruk": FULL},
    ],
    ids=["empty", "no key", "key", "longest"],
)
@pytest.mark.lang
def test_it_is_one_conforming_page_with_all_its_text_in_order(given):
    document = render_sleutelblad(datum=DATUM, **given)
    assert text(document)
    [verdict] = verapdf.check([document.pdf])
    assert verdict.failed == {"3a": {}, "ua1": {}}
    assert verdict.passed
    assert_text_in_order(document.docx, document.pdf)


def test_known_key_stands_there_in_groups_and_in_words():
    shown = text(render_sleutelblad(datum=DATUM, organisatie=ORGANISATIE, vingerafdruk=FULL))
    for line in lines(FULL):
        assert f"{line['tekens']} {line['woorden']}" in shown
    assert ORGANISATIE["naam"] in shown
    assert OIN in shown


def test_lines_together_say_the_whole_fingerprint():
    made = lines(FULL)
    assert " ".join(line["tekens"] for line in made).split(" ") == list(groups(FULL))
    assert from_words(" ".join(line["woorden"] for line in made)) == FULL


def test_it_says_that_no_number_from_a_message_is_called_and_holds_no_number_or_person():
    shown = text(render_sleutelblad(datum=DATUM, organisatie=ORGANISATIE, vingerafdruk=FULL))
    assert "nooit een nummer uit een e-mail of brief" in shown
    assert "organisatieregister" in shown
    assert "CANARY" not in shown
    assert not re.search(r"\+31|\b0[1-9][0-9]{8}\b", shown)


def test_without_a_key_there_are_lines_to_fill_in():
    shown = text(render_sleutelblad(datum=DATUM))
    assert shown.count("............................") >= 5
    assert "Organisatie: ...." in shown


def test_same_data_give_the_same_bytes():
    one, two = (render_sleutelblad(datum=DATUM, organisatie=ORGANISATIE, vingerafdruk=FULL) for _ in range(2))
    assert (one.docx, one.pdf) == (two.docx, two.pdf)


@pytest.mark.parametrize("bad", [FULL[-16:], FULL.lower(), "Kanarie"])
def test_anything_but_a_full_fingerprint_is_refused(bad):
    with pytest.raises(ValidationError, match="/vingerafdruk"):
        render_sleutelblad(datum=DATUM, vingerafdruk=bad)


def test_huisstijl_without_an_address_is_refused_before_a_page_is_made():
    contact = {key: value for key, value in GEGEVENS["contact"].items() if key != "email"}
    with pytest.raises(ValidationError, match="/stuur_naar"):
        render_sleutelblad(datum=DATUM, huisstijl=Huisstijl(gegevens={**GEGEVENS, "contact": contact}))


def test_who_follows_the_page_makes_a_key_that_is_accepted():
    shown = text(render_sleutelblad(datum=DATUM))
    made = re.search(r'gpg (--quick-gen-key "Afdeling \(organisatie\) <adres>" (\S+ \S+ \S+))', shown)
    with Smidse() as smidse:
        done = smidse.gpg("--quick-gen-key", "FICTIEF Postregistratie <post@voorbeeld.nl>", *made[2].split())
        fingerprint = done.stderr.split(b"KEY_CREATED B ")[1][:40].decode()
        smidse.gpg("--armor", "--output", str(smidse.home / "sleutel.asc"), "--export", fingerprint)
        data = (smidse.home / "sleutel.asc").read_bytes()
        assert (smidse.home / "openpgp-revocs.d" / f"{fingerprint}.rev").exists()
    now = datetime.now(UTC)
    found = read_certificaat(data, soort="werkgever", now=now)
    assert (found.vingerafdruk, found.kromme) == (fingerprint, "ed25519")
    assert found.geldig_tot > nederlandse_dag(now + timedelta(days=700))


def test_template_sees_the_page_its_lines_and_the_sender_and_nothing_else():
    uitslag = lint(read_resource("templates", "sleutelblad.docx"), "sleutelblad")
    assert not uitslag.fouten
    assert {re.split(r"[.\[]", gebruik.pad)[0] for gebruik in uitslag.gebruik} <= {"sleutelblad", "regels", "huisstijl"}
