# SPDX-License-Identifier: EUPL-1.2
"""A report is sent back by a toetser of that day, who is another person with another key than who wrote it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from verifieerbouw import besluitpakket, niemand, oordelen, packed, sent_back, signer, verificatie, vertrouwen
from weerbaar_docs.canonical import canonical_bytes, digest, read_json
from weerbaar_docs.keys import Medewerkersregister
from weerbaar_docs.model import utc_text
from weerbaar_docs.verifieren import verifieer_delen


def with_register(o, id, **changed):  # noqa: A002
    people = tuple(replace(m, **changed) if m.id == id else m for m in o.medewerkers)
    return verificatie(o, vertrouwen=replace(vertrouwen(o), medewerkers=Medewerkersregister(people)))


def found(keten, parts, who, given):
    return verifieer_delen(packed(parts, "besluitpakket", signer(keten.o, who)), verificatie=given)


def test_a_toetser_sends_back_and_is_named(keten):
    uitslag = found(keten, sent_back(keten), "MW-0004", verificatie(keten.o))
    assert uitslag.oordeel == "goed"
    told = {s.naam: s.uitleg for s in uitslag.schakels}
    assert "MW-0004 (toetser)" in told["teruggestuurd"]
    assert "MW-0004 stuurde terug" in told["vierogen"]


def test_who_wrote_the_report_does_not_send_it_back(keten):
    both = with_register(keten.o, "MW-0001", rollen=frozenset({"adviseur", "toetser"}))
    uitslag = found(keten, sent_back(keten), "MW-0001", both)
    assert (uitslag.oordeel, uitslag.gebroken.naam) == ("fout", "vierogen")


@pytest.mark.parametrize("back", [True, False])
@pytest.mark.parametrize(
    ("changed", "oordeel"), [({}, "goed"), ({"naam": "A. Nder"}, "fout"), ({"functie": "x"}, "fout")]
)
def test_a_besluit_prints_the_toetser_as_the_register_has_him(keten, back, changed, oordeel):
    parts = sent_back(keten) if back else besluitpakket(keten)
    named = {**read_json(parts["bva_besluit.json"])["toetser"], **changed}
    uitslag = found(keten, parts, "MW-0004", with_register(keten.o, "MW-0004", **named))
    assert uitslag.oordeel == oordeel
    if oordeel == "fout":
        assert uitslag.gebroken.naam == ("teruggestuurd" if back else "vaststelling")
        assert "een andere naam of functie" in uitslag.gebroken.uitleg
        assert not any(text in uitslag.gebroken.uitleg for text in named.values())


@pytest.mark.parametrize(("van", "tot"), [(-900, -400), (400, 900), (-900, -1)])
def test_a_toetser_who_was_none_on_that_day_sends_nothing_back(keten, van, tot):
    day = keten.o.vandaag
    given = with_register(keten.o, "MW-0004", van=day + timedelta(days=van), tot=day + timedelta(days=tot))
    uitslag = found(keten, sent_back(keten), "MW-0004", given)
    assert (uitslag.oordeel, uitslag.gebroken.naam) == ("fout", "teruggestuurd")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_besluit_of_a_day_without_that_toetser_is_found(keten, day):
    uitslag = found(keten, sent_back(keten, besloten_op=day), "MW-0004", verificatie(keten.o))
    assert (uitslag.oordeel, uitslag.gebroken.naam) == ("fout", "teruggestuurd")


def test_a_statement_that_names_somebody_who_is_no_toetser_sends_nothing_back(keten):
    o, parts = keten.o, sent_back(keten)
    statement = {**read_json(besluitpakket(keten)["vaststelling.json"]), "toetser": "MW-0002"}
    uitslag = found(keten, {**parts, "vaststelling.json": canonical_bytes(statement)}, "MW-0002", verificatie(o))
    assert (oordelen(uitslag)["teruggestuurd"], oordelen(uitslag)["vierogen"]) == ("fout", "fout")


def test_who_sent_it_back_is_unknown_without_anyone_to_trust(keten):
    uitslag = found(keten, sent_back(keten), "MW-0004", niemand(keten.o))
    assert {oordelen(uitslag)[name] for name in ("teruggestuurd", "vierogen")} == {"niet_te_controleren"}


def test_the_second_reader_is_not_the_toetser_who_sends_it_back(keten):
    o, parts = keten.o, sent_back(keten)
    besluit = read_json(parts["bva_besluit.json"])
    statement = {
        "soort": "meelezing/v1",
        "rapport_sha256": besluit["rapport_sha256"],
        "besluit_sha256": digest(besluit),
        "medewerker": "MW-0004",
        "moment": utc_text(o.nu),
    }
    signed = o.medewerker_tekent(canonical_bytes(statement), "MW-0004")
    parts |= {"meelezer.json": signed.verklaring, "meelezer.json.sig": signed.handtekening}
    assert oordelen(found(keten, parts, "MW-0004", verificatie(o)))["meelezer"] == "fout"
