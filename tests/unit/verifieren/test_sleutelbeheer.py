# SPDX-License-Identifier: EUPL-1.2
"""That keys are held apart is a claim: one key that signed for both sides shows that it is not so."""

from __future__ import annotations

import subprocess
from dataclasses import replace

import pytest

from verifieerbouw import besluitpakket, indiening, packed, signer, verificatie, vertrouwen, zending
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.encryption.package import MANIFEST
from weerbaar_docs.keys import Medewerkersregister
from weerbaar_docs.pades import sign_pdf
from weerbaar_docs.verifieren import Vertrouwenslijst, verifieer_delen
from weerbaar_docs.verifieren.sleutelbeheer import custody_link
from weerbaar_docs.verifieren.vertrouwen import Vertrouwde

pytestmark = pytest.mark.lang

MAKERS = {
    "zending": (zending, "ccv"),
    "indiening": (indiening, "MW-0001"),
    "besluitpakket": (besluitpakket, "MW-0004"),
}


def told(keten, parts, soort, sign, vorm, given=None):
    """Give the link of the keys, what the package says of them, and the whole verdict."""
    made = packed(parts, soort, sign, sleutelbeheer=vorm)
    uitslag = verifieer_delen(made, verificatie=given or verificatie(keten.o))
    [schakel] = [s for s in uitslag.schakels if s.naam == "sleutelbeheer"]
    [feit] = [f.waarde for f in uitslag.feiten if f.titel == "Sleutelbeheer"]
    assert feit == vorm
    return schakel, uitslag.oordeel


@pytest.mark.parametrize("soort", MAKERS)
def test_what_all_in_one_costs_is_said_and_is_no_fault(keten, soort):
    make, who = MAKERS[soort]
    schakel, oordeel = told(keten, make(keten), soort, signer(keten.o, who), "alles-in-een")
    assert (schakel.oordeel, oordeel) == ("niet_te_controleren", "goed")
    assert "kan zowel voor de BVA als voor het CCV tekenen" in schakel.uitleg


@pytest.mark.parametrize(("soort", "expected"), [("zending", "goed"), ("besluitpakket", "goed"), ("indiening", "niet")])
def test_keys_that_are_said_to_be_apart_and_differ_hold_as_far_as_can_be_seen(keten, soort, expected):
    make, who = MAKERS[soort]
    schakel, oordeel = told(keten, make(keten), soort, signer(keten.o, who), "gescheiden")
    assert schakel.oordeel.startswith(expected)
    assert oordeel == "goed"


def test_one_openpgp_key_for_both_sides_is_found_though_it_is_trusted_for_both(keten):
    o = keten.o
    parts = zending(keten)
    both = vertrouwen(o)
    toetser = [Vertrouwde(vingerafdruk=o.toetser.vingerafdruk, soort="ccv_levering", certificaat=s.certificaat)
               for s in both.sleutels if s.vingerafdruk == o.toetser.vingerafdruk]  # fmt: skip
    others = [s for s in both.sleutels if s.vingerafdruk != o.toetser.vingerafdruk]
    given = verificatie(o, vertrouwen=replace(both, sleutels=(*others, *toetser)))
    schakel, oordeel = told(keten, parts, "zending", o.bva_tekent, "gescheiden", given)
    assert (schakel.oordeel, oordeel) == ("fout", "fout")
    assert told(keten, parts, "zending", o.bva_tekent, "alles-in-een", given)[1] == "goed"


def test_one_openpgp_key_under_two_people_is_found_in_a_besluitpakket(keten):
    o = keten.o
    parts = besluitpakket(keten)
    parts["indiening.json.sig"] = o.bva_tekent(parts["indiening.json"])
    schakel, _ = told(keten, parts, "besluitpakket", o.bva_tekent, "gescheiden")
    assert schakel.oordeel == "fout"


def test_one_seal_for_both_sides_is_found(keten):
    o = keten.o
    parts = zending(keten, "volledig_rapport")
    parts["brief.pdf"] = sign_pdf(keten.brief.document.pdf, o.bva_zegel, reden="Brief", now=o.nu)
    both = replace(vertrouwen(o), ccv_zegels=(o.ccv_certificaat, o.bva_certificaat))
    given = verificatie(o, vertrouwen=both)
    schakel, oordeel = told(keten, parts, "zending", signer(o, "ccv"), "gescheiden", given)
    assert (schakel.oordeel, oordeel) == ("fout", "fout")


def test_one_key_for_both_sides_is_seen_by_who_knows_nobody(keten):
    o = keten.o
    nobody = verificatie(
        o, vertrouwen=replace(vertrouwen(o), medewerkers=Medewerkersregister(), sleutels=()), openpgp=None
    )
    schakel, _ = told(keten, zending(keten), "zending", o.bva_tekent, "gescheiden", nobody)
    assert schakel.oordeel == "fout"


def test_another_subkey_of_a_known_key_is_that_key(keten):
    name = "verklaringen/vaststelling.json"
    with Sleutelring() as ring:
        pin = ring.generate("beide (fictief)")

        def gpg(*words, data=b""):
            command = ["gpg", "--batch", "--homedir", str(ring.home), "--passphrase", "", *words]
            return subprocess.run(command, input=data, capture_output=True, check=True).stdout

        gpg("--quick-add-key", pin, "ed25519", "sign")
        parts = {name: b"{}", f"{name}.sig": gpg("-u", f"{pin}!", "--detach-sign", data=b"{}")}
        made = packed(
            parts, "zending", lambda data: gpg("-u", pin, "--detach-sign", data=data), sleutelbeheer="gescheiden"
        )
        key = Vertrouwde(vingerafdruk=pin, soort="ccv_levering", certificaat=ring.export_public(pin))

        def found(*sleutels):
            given = verificatie(keten.o, vertrouwen=Vertrouwenslijst(sleutels=sleutels))
            return custody_link(made, {}, given, bva=(name,), ccv=(MANIFEST,)).oordeel

        assert found(key) == "fout"
        assert found() == "goed"  # of a key that is not here nobody can say which others are its own
