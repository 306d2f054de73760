# SPDX-License-Identifier: EUPL-1.2
"""Who may sign for what, in which role, on which day: each rule is the only thing that is broken in its test."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from verifieerbouw import (
    besluitpakket,
    indiening,
    niemand,
    oordelen,
    packed,
    signer,
    signing_at,
    verificatie,
    vertrouwen,
    zending,
)
from weerbaar_docs.canonical import canonical_bytes, read_json
from weerbaar_docs.keys import Medewerkersregister
from weerbaar_docs.model import utc_moment
from weerbaar_docs.verifieren import verifieer_delen

pytestmark = pytest.mark.lang

BESLUIT, TOESTEMMING = "verklaringen/vaststelling.json", "verklaringen/toestemming.json"
ATTEST = "verklaringen/attest-2.json"


@pytest.fixture(scope="module")
def stukken(keten):
    return zending(keten)


@pytest.fixture(scope="module")
def besloten(keten):
    return besluitpakket(keten)


def knowing(o, id, **changed):  # noqa: A002
    """Trust everybody, and know one medewerker otherwise."""
    people = tuple(replace(m, **changed) if m.id == id else m for m in o.medewerkers)
    return verificatie(o, vertrouwen=replace(vertrouwen(o), medewerkers=Medewerkersregister(people)))


def restated(o, parts, name, wie, **changed):
    """Give the files with a statement changed, and signed for by somebody."""
    signed = o.medewerker_tekent(canonical_bytes({**read_json(parts[name]), **changed}), wie)
    return {**parts, name: signed.verklaring, f"{name}.sig": signed.handtekening}


def broken(uitslag):
    """Give the links that are broken, with the reason."""
    return {s.naam: s.uitleg for s in uitslag.schakels if s.oordeel == "fout"}


def sent(keten, parts, given=None):
    return broken(
        verifieer_delen(packed(parts, "zending", signer(keten.o, "ccv")), verificatie=given or verificatie(keten.o))
    )


def decided(keten, parts, wie="MW-0004", given=None):
    made = packed(parts, "besluitpakket", signer(keten.o, wie))
    return broken(verifieer_delen(made, verificatie=given or verificatie(keten.o)))


# --- four eyes


def test_who_handed_a_report_in_does_not_establish_it(keten, besloten):
    o = keten.o
    parts = restated(o, besloten, "vaststelling.json", "MW-0001", toetser="MW-0001")
    both = knowing(o, "MW-0001", rollen=frozenset({"adviseur", "toetser"}))
    found = decided(keten, parts, "MW-0001", both)
    assert set(found) == {"vierogen"}
    assert "dezelfde medewerker" in found["vierogen"]
    assert set(decided(keten, parts, "MW-0001", niemand(o))) == {"vierogen"}  # the numbers say it to who knows nobody


def test_two_numbers_without_a_register_are_not_yet_two_people(keten, besloten):
    made = packed(besloten, "besluitpakket", signer(keten.o, "MW-0004"))
    assert oordelen(verifieer_delen(made, verificatie=niemand(keten.o)))["vierogen"] == "niet_te_controleren"


# --- the besluit


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rapport_sha256", "0" * 64),
        ("vaststelling_sha256", "0" * 64),
        ("pdf_sha256", "0" * 64),
        ("besluitnummer", "BVA-2026-0094"),
        ("besloten_op", None),
    ],
)
def test_every_fact_of_the_statement_is_that_of_the_package(keten, besloten, field, value):
    value = value or (keten.o.vandaag - timedelta(days=1)).isoformat()
    parts = restated(keten.o, besloten, "vaststelling.json", "MW-0004", **{field: value})
    assert decided(keten, parts)["vaststelling"].endswith(f"dan het pakket heeft: {field}")


def test_a_report_that_was_made_on_another_day_than_it_was_decided_on_is_found(keten, besloten):
    herkomst = {**read_json(besloten["vaststelling.json"])["herkomst"], "datum": "2026-01-01"}
    parts = restated(keten.o, besloten, "vaststelling.json", "MW-0004", herkomst=herkomst)
    assert set(decided(keten, parts)) == {"vaststelling"}


# --- roles, and their days


@pytest.mark.parametrize(
    ("van", "tot"), [(0, None), (-30, -1)], ids=["not yet on the day of the besluit", "no more when signing"]
)
def test_a_toetser_is_one_on_the_day_of_the_besluit_and_on_that_of_signing(keten, stukken, van, tot):
    o = keten.o
    yesterday = (o.vandaag - timedelta(days=1)).isoformat()
    parts = restated(o, stukken, BESLUIT, "MW-0004", besloten_op=yesterday)
    assert not sent(keten, parts)
    tot = None if tot is None else o.vandaag + timedelta(days=tot)
    given = knowing(o, "MW-0004", van=o.vandaag + timedelta(days=van), tot=tot)
    assert set(sent(keten, parts, given)) == {"vaststelling"}


def test_who_has_another_role_establishes_nothing(keten, stukken):
    given = knowing(keten.o, "MW-0004", rollen=frozenset({"adviseur"}))
    assert set(sent(keten, stukken, given)) == {"vaststelling"}


def test_who_is_no_adviseur_hands_nothing_in(keten):
    o = keten.o
    parts = restated(o, indiening(keten), "indiening.json", "MW-0002", medewerker="MW-0002")
    made = packed(parts, "indiening", signer(o, "MW-0002"))
    assert set(broken(verifieer_delen(made, verificatie=verificatie(o)))) == {"indiening"}


# --- the form in ink


def test_two_attests_are_about_one_scan(keten, stukken):
    found = sent(keten, restated(keten.o, stukken, ATTEST, "MW-0003", scan_sha256="0" * 64))
    assert found == {"bewijs": "de attesten gaan over twee verschillende scans"}


@pytest.mark.parametrize("changed", [{"verklaring_sha256": "0" * 64}, {"controlegetal": "AAAA-AAAA-AAAA-AAAA"}])
def test_an_attest_is_about_this_toestemming(keten, stukken, changed):
    item = read_json(stukken[ATTEST])
    changed = {name: value if name != "controlegetal" else "A" * 5 + item[name][5:] for name, value in changed.items()}
    found = sent(keten, restated(keten.o, stukken, ATTEST, "MW-0003", **changed))
    assert found == {"bewijs": "een attest gaat over een andere toestemming"}


def test_the_toetser_is_no_witness_of_the_form(keten, stukken):
    both = knowing(keten.o, "MW-0004", rollen=frozenset({"toetser", "secretariaat"}))
    found = sent(keten, restated(keten.o, stukken, ATTEST, "MW-0004", medewerker="MW-0004"), both)
    assert found == {"bewijs": "de toetser heeft zelf het formulier geattesteerd"}


# --- the key of the bestuurder


def test_the_bestuurder_does_not_sign_after_the_period_of_the_toestemming(keten):
    o = keten.o
    parts = zending(keten, pen=False)
    late = utc_moment(read_json(parts[TOESTEMMING])["geldig_tot"]) + timedelta(hours=2)
    sign = signing_at(o, late, ring=o.bestuurder_plek.ring, signer=o.bestuurder.vingerafdruk)
    parts[f"{TOESTEMMING}.sig"] = sign(parts[TOESTEMMING])
    found = sent(keten, parts, verificatie(o, now=late + timedelta(hours=1)))
    assert found["bewijs"] == "de handtekening is van na de periode van de toestemming"


def test_the_bestuurder_does_not_sign_before_the_period_of_the_toestemming(keten):
    o = keten.o
    vraag = keten.ask(now=o.nu + timedelta(hours=2))
    signature = o.bestuurder_tekent(vraag).handtekening
    parts = {**zending(keten, pen=False), TOESTEMMING: vraag.verklaring, f"{TOESTEMMING}.sig": signature}
    assert "bewijs" in sent(keten, parts)


def test_a_toestemming_for_another_vaststelling_is_found(keten):
    o = keten.o
    parts = zending(keten, pen=False)
    statement = canonical_bytes({**read_json(parts[TOESTEMMING]), "vaststelling_sha256": "0" * 64})
    signature = o.bestuurder_plek.ring.sign_detached(statement, signer=o.bestuurder.vingerafdruk)
    found = sent(keten, {**parts, TOESTEMMING: statement, f"{TOESTEMMING}.sig": signature})
    assert found == {"toestemming": "de toestemming is voor een andere vaststelling gegeven"}


def test_a_besluit_of_the_first_day_there_is_is_found(keten, stukken):
    parts = restated(keten.o, stukken, BESLUIT, "MW-0004", besloten_op="0001-01-01")
    assert set(sent(keten, parts)) == {"vaststelling"}
