# SPDX-License-Identifier: EUPL-1.2
"""Names and addresses as a Dutch letter writes them; all names are made up."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from weerbaar_docs._resources import read_resource
from weerbaar_docs.adressering import (
    aanhef,
    address_lines,
    functie,
    home_address_lines,
    hoofdletter,
    naam,
    naamregel,
    straatregel,
)
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.model import freeze
from weerbaar_docs.rendering.filters import adresregel
from weerbaar_docs.validation import schema_faults

SAMPLE: dict[str, Any] = json.loads(read_resource("voorbeelden", "gemeente_burgemeester.json"))
AANHEF = json.loads(read_resource("schemas", "werkgeversbrief.schema.json"))["properties"]["aanhef"]["pattern"]
STRAAT = {"soort": "straat", "straatnaam": "Dorpsstraat", "huisnummer": 12, "postcode": "1234AB", "woonplaats": "Stad"}

letters = "abcdeijklorstvzABDHIJKSVZçëöüÇÖÚ"
words = st.text(alphabet=letters + "'’-", min_size=1, max_size=12).filter(lambda text: text[0].isalpha())
prefixes = st.sampled_from(
    [None, "van", "van der", "van 't", "van ’t", "ten", "de", "in 't", "'t", "’t", "'s", "d'", "d’", "l'", "ij", "Van"]
)
surnames = st.one_of(words, st.tuples(words, words).map("-".join), st.tuples(words, words).map(" ".join))
bestuurders = st.fixed_dictionaries(
    {
        "aanspreekvorm": st.sampled_from(["heer", "mevrouw", "geen"]),
        "voorletters": st.sampled_from(["A.", "Z.", "IJ.", "N.A.", "Th.J."]),
        "voorvoegsel": prefixes,
        "achternaam": surnames,
    },
    optional={"titels_voor": st.sampled_from([None, "drs.", "mr. dr."]), "titels_na": st.sampled_from([None, "MSc"])},
)


def bestuurder(vorm: str, voorletters: str, voorvoegsel: str | None, achternaam: str, **meer: Any) -> dict[str, Any]:
    return {
        "aanspreekvorm": vorm,
        "voorletters": voorletters,
        "voorvoegsel": voorvoegsel,
        "achternaam": achternaam,
        **meer,
    }


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wie", "begin", "regel"),
    [
        (bestuurder("heer", "A.", "ten", "Böhmer"), "Geachte heer Ten Böhmer,", "De heer A. ten Böhmer"),
        (bestuurder("geen", "A.", "ten", "Böhmer"), "Geachte A. ten Böhmer,", "A. ten Böhmer"),
        (bestuurder("heer", "P.", "d’", "Hooghe"), "Geachte heer d’Hooghe,", "De heer P. d’Hooghe"),
        (bestuurder("heer", "P.", "d'", "Hooghe"), "Geachte heer d’Hooghe,", "De heer P. d’Hooghe"),
        (bestuurder("heer", "P.", None, "d'Hooghe"), "Geachte heer d’Hooghe,", "De heer P. d’Hooghe"),
        (bestuurder("geen", "P.", "d'", "Hooghe"), "Geachte P. d’Hooghe,", "P. d’Hooghe"),
        (bestuurder("mevrouw", "K.", "'t", "Sluisje"), "Geachte mevrouw ’t Sluisje,", "Mevrouw K. ’t Sluisje"),
        (bestuurder("mevrouw", "K.", "‘t", "Sluisje"), "Geachte mevrouw ’t Sluisje,", "Mevrouw K. ’t Sluisje"),
        (bestuurder("mevrouw", "K.", None, "'s-Fictief"), "Geachte mevrouw ’s-Fictief,", "Mevrouw K. ’s-Fictief"),
        (bestuurder("heer", "W.", "van 't", "Hek"), "Geachte heer Van ’t Hek,", "De heer W. van ’t Hek"),
        (bestuurder("heer", "W.", "van den", "Fictief"), "Geachte heer Van den Fictief,", "De heer W. van den Fictief"),
        (bestuurder("heer", "W.", "Van", "Fictief"), "Geachte heer Van Fictief,", "De heer W. Van Fictief"),
        (bestuurder("geen", "Z.", None, "IJsbrandy"), "Geachte Z. IJsbrandy,", "Z. IJsbrandy"),
        (bestuurder("heer", "Z.", None, "IJsbrandy"), "Geachte heer IJsbrandy,", "De heer Z. IJsbrandy"),
        (bestuurder("heer", "Z.", None, "ijsbrandy"), "Geachte heer IJsbrandy,", "De heer Z. ijsbrandy"),
        (bestuurder("heer", "Z.", None, "ten Böhmer"), "Geachte heer Ten Böhmer,", "De heer Z. ten Böhmer"),
        (
            bestuurder("mevrouw", "N.A.", "van 't", "Hoogh-Çelik", titels_voor="drs.", titels_na="MSc"),
            "Geachte mevrouw Van ’t Hoogh-Çelik,",
            "Mevrouw drs. N.A. van ’t Hoogh-Çelik MSc",
        ),
        (
            bestuurder("mevrouw", "M.", None, "Hek-van der Fictief"),
            "Geachte mevrouw Hek-van der Fictief,",
            "Mevrouw M. Hek-van der Fictief",
        ),
        (bestuurder("heer", "Ö.", "van\n der", " Hek "), "Geachte heer Van der Hek,", "De heer Ö. van der Hek"),
    ],
)
def test_a_letter_names_the_bestuurder(wie: dict[str, Any], begin: str, regel: str) -> None:
    assert (aanhef(wie), naamregel(wie)) == (begin, regel)


def test_voorvoegsel_may_be_left_out() -> None:
    wie = {"aanspreekvorm": "heer", "voorletters": "A.", "achternaam": "Hek"}
    assert (aanhef(wie), naamregel(wie)) == ("Geachte heer Hek,", "De heer A. Hek")


@given(wie=bestuurders)
def test_every_aanhef_is_one_line_that_the_schema_accepts(wie: dict[str, Any]) -> None:
    text = aanhef(wie)
    assert re.fullmatch(AANHEF, text)
    assert "  " not in text
    assert "'" not in text


@given(wie=bestuurders)
def test_a_name_after_heer_or_mevrouw_begins_with_a_capital(wie: dict[str, Any]) -> None:
    assume(wie["aanspreekvorm"] != "geen")
    name = aanhef(wie).removeprefix(f"Geachte {wie['aanspreekvorm']} ")
    assert name[0].isupper() or re.match("[dl]?’", name)


@given(wie=bestuurders)
def test_ij_is_never_half_a_capital(wie: dict[str, Any]) -> None:
    assume("Ij" not in wie["achternaam"])
    assert "Ij" not in aanhef(wie) + naamregel(wie)


@given(wie=bestuurders)
def test_only_the_first_letter_of_the_name_differs_between_aanhef_and_naamregel(wie: dict[str, Any]) -> None:
    plain = {**wie, "titels_voor": None, "titels_na": None}
    full = naam(plain).removeprefix(f"{wie['voorletters']} ")
    name = aanhef(wie).removeprefix(f"Geachte {wie['aanspreekvorm']} ").removesuffix(",")
    if wie["aanspreekvorm"] == "geen":
        assert aanhef(wie) == f"Geachte {naam(plain)},"
    else:
        assert name in (full, hoofdletter(full))
        assert name[2:] == full[2:]


@given(wie=bestuurders, adres=st.just(STRAAT))
def test_naamregel_ends_with_the_name_that_the_report_shows(wie: dict[str, Any], adres: dict[str, Any]) -> None:
    assert naamregel(wie).endswith(naam(wie))
    assert home_address_lines(wie, adres)[0] == naamregel(wie)


# --- addresses -------------------------------------------------------------------------------------------------------


def organisatie(**post: Any) -> dict[str, Any]:
    return {**copy.deepcopy(SAMPLE["organisatie"]), "postadres": {"postcode": "9001AB", "woonplaats": "Stad", **post}}


@pytest.mark.parametrize(
    ("post", "line"),
    [
        ({"soort": "postbus", "postbusnummer": 20011}, "Postbus 20011"),
        ({"soort": "antwoordnummer", "antwoordnummer": 7}, "Antwoordnummer 7"),
        ({"soort": "straat", "straatnaam": "Dorpsstraat", "huisnummer": 12}, "Dorpsstraat 12"),
        (
            {
                "soort": "straat",
                "straatnaam": "Dorpsstraat",
                "huisnummer": 12,
                "huisletter": "a",
                "huisnummertoevoeging": "bis",
            },
            "Dorpsstraat 12 a bis",
        ),
        (
            {
                "soort": "straat",
                "straatnaam": "’t Plein",
                "huisnummer": 1,
                "huisletter": None,
                "huisnummertoevoeging": "II",
            },
            "’t Plein 1 II",
        ),
    ],
)
def test_the_third_line_is_the_street_or_the_postbus(post: dict[str, Any], line: str) -> None:
    assert schema_faults("organisatie", organisatie(**post)) == []
    assert address_lines(organisatie(**post)) == [
        "gemeente Súd-Ooster & Waard (fictief)",
        "t.a.v. gemeentesecretaris",
        line,
        "9001 AB  STAD",
    ]


def test_the_sample_letter_goes_to_its_postbus() -> None:
    lines = address_lines(freeze(SAMPLE["organisatie"]))
    assert lines[2:] == ["Postbus 101", "9001 AB  SÚD-OOSTER"]


def test_the_secretaris_directeur_has_a_hyphen() -> None:
    assert functie({"contactpersoon": {"functie": "secretaris_directeur"}}) == "secretaris-directeur"
    assert functie({"contactpersoon": {"functie": "provinciesecretaris"}}) == "provinciesecretaris"


def test_the_bestuurder_is_addressed_at_home() -> None:
    assert home_address_lines(SAMPLE["bestuurder"], SAMPLE["woonplek"]["adres"]) == [
        "Mevrouw drs. N.A. van ’t Hoogh-Çelik",
        "Ûnderdyk 12 a bis",
        "9012 CD  ALD TERP (FICTIEF)",
    ]


@pytest.mark.parametrize(
    ("woonplaats", "shown"),
    [
        ("IJsselstein", "IJSSELSTEIN"),
        ("ijsselstein", "IJSSELSTEIN"),
        ("'s-Hertogenbosch", "'S-HERTOGENBOSCH"),
        ("’s-Hertogenbosch", "’S-HERTOGENBOSCH"),
        ("Súd-Ooster", "SÚD-OOSTER"),
        ("Berg en\n Dal", "BERG EN DAL"),
    ],
)
@pytest.mark.parametrize("postcode", ["1234AB", "1234 AB"])
def test_the_place_is_in_capitals_after_two_spaces(postcode: str, woonplaats: str, shown: str) -> None:
    adres = {**STRAAT, "postcode": postcode, "woonplaats": woonplaats}
    assert home_address_lines(SAMPLE["bestuurder"], adres)[-1] == f"1234 AB  {shown}"


def test_the_report_writes_the_street_as_the_envelope_does() -> None:
    adres = SAMPLE["woonplek"]["adres"]
    assert adresregel(adres).startswith(f"{straatregel(adres)}, 9012 CD ")


@pytest.mark.parametrize(
    ("abroad", "pad"),
    [
        ({"postcode": "B-1000"}, "postcode"),
        ({"postcode": "10115"}, "postcode"),
        ({"postcode": "0123AB"}, "postcode"),
        ({"postcode": "1234AB\n"}, "postcode"),
        ({"postcode": "١٢٣٤AB"}, "postcode"),
        ({"land": "Verzonnenland"}, "land"),
    ],
)
def test_an_address_abroad_is_refused_without_a_word_of_it(abroad: dict[str, str], pad: str) -> None:
    adres = {**STRAAT, "straatnaam": "Geheimstraat", "woonplaats": "Geheimstad", **abroad}
    for call, place in (
        (lambda: home_address_lines(SAMPLE["bestuurder"], adres), "/woonplek/adres"),
        (lambda: address_lines({**SAMPLE["organisatie"], "postadres": adres}), "/organisatie/postadres"),
    ):
        with pytest.raises(ValidationError) as caught:
            call()
        [melding] = caught.value.meldingen
        assert (melding.code, melding.pad) == ("ADRES-BUITENLAND", f"{place}/{pad}")
        shown = " ".join(caught.value.diagnostics())
        assert not any(value in shown for value in ("Geheim", "Dorp", *abroad.values()) if value != "1234AB")


@pytest.mark.parametrize("land", [None, "Nederland", "NEDERLAND", "NL"])
def test_the_netherlands_may_be_named(land: str | None) -> None:
    assert home_address_lines(SAMPLE["bestuurder"], {**STRAAT, "land": land})[-1] == "1234 AB  STAD"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (
            "postcode",
            "B-1000",
            "de waarde heeft niet de verwachte vorm: postcode: vier cijfers en twee hoofdletters zonder spatie, zoals 1234AB",
        ),
        ("land", "Verzonnenland", "hier staat een onbekend veld"),
    ],
)
def test_the_schema_has_no_address_abroad_and_says_so_in_dutch(field: str, value: str, sentence: str) -> None:
    home, post = copy.deepcopy(SAMPLE["woonplek"]), copy.deepcopy(SAMPLE["organisatie"])
    home["adres"][field] = post["postadres"][field] = value
    for name, data in (("woonplek", home), ("organisatie", post)):
        [melding] = schema_faults(name, data)
        assert melding.melding == sentence
        assert melding.oplossing
        assert value not in " ".join(melding.as_json().values())
