# SPDX-License-Identifier: EUPL-1.2
"""A package holds the files of its kind and no other: who signs it cannot let something ride along."""

from __future__ import annotations

import pytest

from verifieerbouw import besluitpakket, indiening, oordelen, packed, signer, verificatie, zending
from weerbaar_docs.encryption.package import MANIFEST, MANIFEST_SIG, pack
from weerbaar_docs.verifieren import organisatie_of, verifieer_delen
from weerbaar_docs.verifieren.pakket import NAMEN

MAKERS = {
    "zending": (zending, "ccv"),
    "indiening": (indiening, "MW-0001"),
    "besluitpakket": (besluitpakket, "MW-0004"),
}


@pytest.mark.parametrize(
    ("soort", "name"),
    [
        ("zending", "verklaringen/adviesrapport.PDF"),
        pytest.param("zending", "verklaringen/adres.docx", marks=pytest.mark.lang),
        pytest.param("zending", "verklaringen/rapport.pdf", marks=pytest.mark.lang),
        pytest.param("indiening", "vorige/rapport.pdf", marks=pytest.mark.lang),
        ("besluitpakket", "rapport.PDF"),
        pytest.param("besluitpakket", "werkgeversversie.pdf", marks=pytest.mark.lang),
    ],
)
def test_a_file_that_its_kind_of_package_does_not_have_is_found_though_its_sender_signed_for_it(keten, soort, name):
    make, who = MAKERS[soort]
    made = packed({**make(keten), name: b"meegelift"}, soort, signer(keten.o, who))
    uitslag = verifieer_delen(made, verificatie=verificatie(keten.o))
    assert (uitslag.oordeel, uitslag.gebroken.naam) == ("fout", "bestanden")


def test_the_statement_of_the_toestemming_does_not_hold_with_a_file_that_it_does_not_name(keten):
    for name in ("verklaringen/adres.docx", "ontvangst.pdf"):
        made = packed({**zending(keten), name: b"x"}, "zending", signer(keten.o, "ccv"))
        assert oordelen(verifieer_delen(made, verificatie=verificatie(keten.o)))["toestemming"] == "fout"


def test_a_toestemming_with_two_kinds_of_proof_is_broken(keten):
    parts = {**zending(keten), "verklaringen/toestemming.json.sig": b"x"}
    made = packed(parts, "zending", signer(keten.o, "ccv"))
    uitslag = verifieer_delen(made, verificatie=verificatie(keten.o))
    assert uitslag.gebroken.naam == "bewijs"
    assert "twee bewijzen" in uitslag.gebroken.uitleg


def test_the_names_of_each_kind_are_those_that_stand_in_packages_for_ever(keten):
    always = {MANIFEST, MANIFEST_SIG}
    assert always == {"manifest.json", "manifest.json.sig"}
    assert NAMEN["besluitpakket"] == always | set(besluitpakket(keten, meelezer=True))
    assert NAMEN["indiening"] == always | {*indiening(keten), "vorige/rapportinhoud.json", "vorige/bva_besluit.json"}
    loose = {"brief.pdf", "LEESMIJ.txt", "rapport.pdf", "werkgeversversie.pdf", "maatregelen.json", "ontvangst.pdf"}
    loose |= {"maatregelenoverzicht.pdf", "maatregelenoverzicht.xlsx"}
    stated = {f"verklaringen/{name}.json" for name in ("vaststelling", "toestemming", "attest-1", "attest-2")}
    form = {"verklaringen/toestemmingsformulier.pdf"}
    assert NAMEN["zending"] == always | loose | stated | form | {f"{name}.sig" for name in stated}


def test_a_package_says_for_which_organisation_its_report_is_made(keten):
    o = keten.o
    parts = packed(besluitpakket(keten), "besluitpakket", signer(o, "MW-0004"))
    oin = keten.definitief.rapport.inhoud["organisatie"]["oin"]
    assert organisatie_of(parts) == oin
    plain = {name: data for name, data in parts.items() if name not in {MANIFEST, MANIFEST_SIG}}
    assert organisatie_of(pack(plain, pakket="besluitpakket", sign=o.bva_tekent)) == oin
    for data in (
        b"{}",
        b"x",
        b'{"organisatie":{"oin":"../standaard"}}',
        b'{"organisatie":{"oin":1}}',
        b'{"organisatie":[]}',
    ):
        assert organisatie_of({"rapportinhoud.json": data}) == ""
    assert organisatie_of(keten.vastgesteld.pdf) == organisatie_of({}) == ""
