# SPDX-License-Identifier: EUPL-1.2
"""What a back end knows of a certificate says whether one may encrypt to it, and if not, why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from weerbaar_docs.encryption.sleutelstaat import KLEINSTE_RSA, Deelsleutel, Sleutelstaat

GEMAAKT = datetime(2026, 1, 1, tzinfo=UTC)
TOT = datetime(2027, 1, 1, tzinfo=UTC)
PRIMAIR = Deelsleutel(
    vingerafdruk="A" * 40,
    algoritme="EdDSA",
    lengte=255,
    aangemaakt=GEMAAKT,
    verloopt=TOT,
    geldigheid="-",
    mogelijkheden="cs",
)
SUB = replace(PRIMAIR, vingerafdruk="B" * 40, algoritme="ECDH", verloopt=None, mogelijkheden="e")
GOED = Sleutelstaat(primair=PRIMAIR, subsleutels=(SUB,))


def with_subkeys(*subkeys):
    return replace(GOED, subsleutels=subkeys)


def rsa(key, bits):
    return replace(key, algoritme="RSA", lengte=bits)


def test_a_certificate_is_what_its_primary_key_is():
    assert GOED.vingerafdruk == "A" * 40
    assert (GOED.algoritme, GOED.lengte) == ("EdDSA", 255)
    assert (GOED.aangemaakt, GOED.verloopt) == (GEMAAKT, TOT)
    assert (GOED.verlopen, GOED.ingetrokken) == (False, False)
    assert replace(GOED, primair=replace(PRIMAIR, geldigheid="e")).verlopen is True
    assert replace(GOED, primair=replace(PRIMAIR, geldigheid="r")).ingetrokken is True
    assert GOED.delen == (PRIMAIR, SUB)
    assert GOED.alle_vingerafdrukken == {"A" * 40, "B" * 40}


def test_a_good_key_is_encrypted_to_by_its_subkeys_for_that():
    third = replace(SUB, vingerafdruk="C" * 40)
    signs = replace(SUB, vingerafdruk="D" * 40, mogelijkheden="s")
    state = with_subkeys(SUB, signs, replace(SUB, geldigheid="e"), third)
    assert state.versleutelsubsleutels == ("B" * 40, "C" * 40)
    assert state.kan_versleutelen is True
    assert state.weigering() is None
    both = Sleutelstaat(primair=replace(PRIMAIR, mogelijkheden="cse"))
    assert both.versleutelsubsleutels == ("A" * 40,)
    assert (both.kan_versleutelen, both.weigering()) == (True, None)


@pytest.mark.parametrize("letter", "-qufmow")
def test_what_a_back_end_says_of_trust_makes_no_key_unfit(letter):
    state = Sleutelstaat(primair=replace(PRIMAIR, geldigheid=letter), subsleutels=(replace(SUB, geldigheid=letter),))
    assert (state.kan_versleutelen, state.weigering()) == (True, None)


@pytest.mark.parametrize(
    ("letter", "refusal"),
    [
        ("r", ("SLEUTEL-INGETROKKEN", "is ingetrokken")),
        ("e", ("SLEUTEL-VERLOPEN", "is verlopen")),
        *((letter, ("SLEUTEL-ONGELDIG", "is niet geldig")) for letter in "idn"),
    ],
)
def test_an_unfit_primary_key_is_refused_whatever_its_subkeys_are(letter, refusal):
    bad = replace(PRIMAIR, geldigheid=letter)
    for subkeys in ((SUB,), (), (rsa(SUB, 1024),)):
        state = Sleutelstaat(primair=bad, subsleutels=subkeys)
        assert state.kan_versleutelen is False
        assert state.weigering() == (refusal[0], f"de sleutel van een ontvanger {refusal[1]}")


@pytest.mark.parametrize(
    ("letters", "text"),
    [
        ("", "heeft geen subsleutel om mee te versleutelen"),
        ("r", "heeft alleen een versleutelsubsleutel die ingetrokken is"),
        ("rr", "heeft alleen een versleutelsubsleutel die ingetrokken is"),
        *((letter, "heeft alleen een versleutelsubsleutel die verlopen of ongeldig is") for letter in "eidn"),
        ("re", "heeft alleen een versleutelsubsleutel die verlopen of ongeldig is"),
    ],
)
def test_a_key_without_a_subkey_that_can_be_used_is_refused(letters, text):
    state = with_subkeys(replace(SUB, mogelijkheden="s"), *(replace(SUB, geldigheid=letter) for letter in letters))
    assert (state.kan_versleutelen, state.versleutelsubsleutels) == (False, ())
    assert state.weigering() == ("SLEUTEL-SUBSLEUTEL", f"de sleutel van een ontvanger {text}")


WEAK = ("SLEUTEL-ZWAK", "de sleutel van een ontvanger is te kort (minder dan 3072 bits)")
OLD = ("SLEUTEL-ZWAK", "de sleutel van een ontvanger gebruikt DSA of ElGamal")


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        (Sleutelstaat(primair=rsa(PRIMAIR, KLEINSTE_RSA), subsleutels=(rsa(SUB, KLEINSTE_RSA),)), None),
        (replace(GOED, primair=rsa(PRIMAIR, KLEINSTE_RSA - 1)), WEAK),
        (with_subkeys(rsa(SUB, KLEINSTE_RSA - 1)), WEAK),
        (with_subkeys(SUB, rsa(SUB, KLEINSTE_RSA - 1)), WEAK),
        (with_subkeys(SUB, replace(rsa(SUB, 1024), geldigheid="r")), None),
        (with_subkeys(SUB, replace(rsa(SUB, 1024), mogelijkheden="s")), None),
        *(
            case
            for kind in ("DSA", "ElGamal")
            for case in (
                (replace(GOED, primair=replace(PRIMAIR, algoritme=kind, lengte=4096)), OLD),
                (replace(GOED, primair=replace(PRIMAIR, algoritme=kind, lengte=2048)), WEAK),
                (with_subkeys(replace(SUB, algoritme=kind, lengte=4096)), OLD),
                (with_subkeys(SUB, replace(SUB, algoritme=kind, lengte=4096)), OLD),
                (with_subkeys(SUB, replace(SUB, algoritme=kind, lengte=4096, geldigheid="r")), None),
            )
        ),
    ],
)
def test_a_short_or_old_key_that_would_be_used_is_refused(state, refusal):
    assert state.weigering() == refusal
