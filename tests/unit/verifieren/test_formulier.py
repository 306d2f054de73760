# SPDX-License-Identifier: EUPL-1.2
"""The proof in a zending: a form that the bestuurder signed, and attests that it is spoed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from formulierbouw import ingevuld, klaargezet, leeg, onderteken
from verifieerbouw import niemand, packed, signer, verificatie, vertrouwen, zending
from weerbaar_docs.encryption.package import MANIFEST, MANIFEST_SIG
from weerbaar_docs.toestemming import Toestemmingsvraag, check_number
from weerbaar_docs.verifieren import read_vertrouwen, verifieer_delen

FORMULIER, TOESTEMMING = "verklaringen/toestemmingsformulier.pdf", "verklaringen/toestemming.json"


@pytest.fixture(scope="module")
def stukken(keten):
    return zending(keten, pen=False, formulier=True)


def proof(keten, parts, **changed):
    plain = {name: data for name, data in parts.items() if name not in {MANIFEST, MANIFEST_SIG}}
    made = packed(plain, "zending", signer(keten.o, "ccv"))
    uitslag = verifieer_delen(made, verificatie=changed.get("wie") or verificatie(keten.o))
    [schakel] = [s for s in uitslag.schakels if s.naam == "bewijs"]
    return schakel


def test_a_zending_with_a_signed_form_holds_and_the_form_is_no_document_for_the_werkgever(keten, stukken):
    uitslag = verifieer_delen(stukken, verificatie=verificatie(keten.o))
    assert uitslag.oordeel == "goed"
    assert not any(FORMULIER in s.naam for s in uitslag.schakels)
    assert "formulier ondertekend" in proof(keten, stukken).uitleg


def test_whose_certificate_it_is_has_to_be_known(keten, stukken):
    unknown = verificatie(keten.o, vertrouwen=replace(vertrouwen(keten.o), bestuurder_zegels=()))
    for wie in (unknown, niemand(keten.o)):
        schakel = proof(keten, stukken, wie=wie)
        assert schakel.oordeel == "niet_te_controleren"
        assert "van wie dat is, is hier niet bekend" in schakel.uitleg
    other = verificatie(keten.o, vertrouwen=replace(vertrouwen(keten.o), bestuurder_zegels=(keten.o.bva_certificaat,)))
    assert proof(keten, stukken, wie=other).oordeel == "fout"


def test_a_form_that_refuses_or_was_signed_too_late_is_no_proof(keten, stukken):
    o, verklaring = keten.o, stukken[TOESTEMMING]
    vraag = Toestemmingsvraag(verklaring=verklaring, controlegetal=check_number(verklaring))
    ready = klaargezet(leeg(), vraag)
    refused = onderteken(ingevuld(ready, "weiger"), o.bestuurder_zegel, o.nu)
    assert "geweigerd" in proof(keten, {**stukken, FORMULIER: refused}).uitleg
    late = onderteken(ingevuld(ready), o.bestuurder_zegel, o.nu + timedelta(days=31))
    much_later = verificatie(o, now=o.nu + timedelta(days=32))
    schakel = proof(keten, {**stukken, FORMULIER: late}, wie=much_later)
    assert schakel.oordeel == "fout"


def test_two_proofs_are_one_too_many(keten, stukken):
    for extra in (f"{TOESTEMMING}.sig", "verklaringen/attest-1.json"):
        schakel = proof(keten, {**stukken, extra: b"x"})
        assert (schakel.oordeel, "twee bewijzen" in schakel.uitleg) == ("fout", True)


def test_without_any_proof_the_link_is_broken(keten, stukken):
    bare = {name: data for name, data in stukken.items() if name != FORMULIER}
    assert proof(keten, bare).oordeel == "fout"


def test_spoed_of_both_attests_is_told(keten):
    assert "zonder bedenktijd" in proof(keten, zending(keten, spoed=True)).uitleg
    assert "bedenktijd" not in proof(keten, zending(keten)).uitleg


def test_a_folder_may_hold_the_certificate_of_the_bestuurder(keten):
    read = read_vertrouwen({"bestuurder-x.der": keten.o.bestuurder_certificaat})
    assert read.bestuurder_zegels == (keten.o.bestuurder_certificaat,)
    assert not read.leeg
    assert read.seals("bestuurder").certificaten == read.bestuurder_zegels
