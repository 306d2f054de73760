# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with a key, from what its packets say and from what was verified: each fault by its own rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from weerbaar_docs.encryption.achterkant import SPELING
from weerbaar_docs.encryption.gnupg import Onderzoek, Zelfhandtekening
from weerbaar_docs.encryption.keuring import Beoordeling, from_packets, strength
from weerbaar_docs.encryption.packets import Sleutelpakket
from weerbaar_docs.encryption.sleutelstaat import KLEINSTE_RSA, Deelsleutel, Sleutelstaat

NU = datetime(2026, 6, 1, tzinfo=UTC)
DAG = timedelta(days=1)
PRIMAIR = Deelsleutel(
    vingerafdruk="A" * 40,
    algoritme="EdDSA",
    lengte=255,
    aangemaakt=NU - 100 * DAG,
    verloopt=None,
    geldigheid="-",
    mogelijkheden="cs",
)
SUB = replace(PRIMAIR, vingerafdruk="B" * 40, algoritme="ECDH", mogelijkheden="e")
TWEEDE = replace(SUB, vingerafdruk="C" * 40)
PAKKET = Sleutelpakket(
    tag=6,
    versie=4,
    aangemaakt=NU - 100 * DAG,
    algoritme="EdDSA",
    bits=255,
    kromme="ed25519",
    vingerafdruk=PRIMAIR.vingerafdruk,
)
SUBPAKKET = replace(PAKKET, tag=14, algoritme="ECDH", kromme="cv25519", vingerafdruk=SUB.vingerafdruk)
KORT = replace(SUBPAKKET, algoritme="RSA", bits=KLEINSTE_RSA - 1, kromme="")
VERSLEUTELEN = ("werkgever", "bestuurder")
ONDERTEKENEN = ("medewerker",)
BEIDE = ("ccv_levering", "bva")


def codes(faults):
    found = list(faults)
    assert all(m.ernst == "fout" and m.pad == "" and m.melding and m.oplossing for m in found)
    assert all(m.code.startswith("SLEUTEL-") for m in found)
    return [m.code.removeprefix("SLEUTEL-") for m in found]


def judged(*subkeys, soort="werkgever", primair=PRIMAIR, pakketten=(), gezet=()):
    """Give the codes of the faults of a key with these subkeys."""
    state = Sleutelstaat(primair=primair, subsleutels=subkeys)
    packets = {k.vingerafdruk: replace(SUBPAKKET, vingerafdruk=k.vingerafdruk) for k in subkeys}
    packets |= {PRIMAIR.vingerafdruk: PAKKET} | {p.vingerafdruk: p for p in pakketten}
    looked = Onderzoek(staat=state, handtekeningen=tuple(gezet), certificaat=b"")
    return codes(Beoordeling(onderzoek=looked, packets=packets, soort=soort, now=NU).faults())


# --- what the packets say ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ((6,), []),
        ((6, 14, 14), []),
        ((6, 6), ["MEERDERE"]),
        ((6, 14, 6, 14), ["MEERDERE"]),
        ((5,), ["GEHEIM"]),
        ((5, 7), ["GEHEIM"]),
        ((6, 7), ["GEHEIM"]),
        ((6, 5), ["MEERDERE", "GEHEIM"]),
    ],
)
def test_a_file_holds_one_public_key(tags, expected):
    assert codes(from_packets(tuple(replace(PAKKET, tag=tag) for tag in tags), NU, names=True)) == expected


def test_every_packet_is_of_version_4_and_every_name_plain():
    for found in ((replace(PAKKET, versie=6),), (PAKKET, replace(SUBPAKKET, versie=3))):
        assert codes(from_packets(found, NU, names=True)) == ["VERSIE"]
        assert codes(from_packets(found, NU, names=False)) == ["VERSIE", "NAAM"]
    assert codes(from_packets((PAKKET, SUBPAKKET), NU, names=False)) == ["NAAM"]


@pytest.mark.parametrize("which", [0, 1])
def test_a_key_of_the_future_is_one_that_no_clock_explains(which):
    for ahead, expected in ((SPELING, []), (SPELING + timedelta(seconds=1), ["TOEKOMST"])):
        found = [PAKKET, SUBPAKKET]
        found[which] = replace(found[which], aangemaakt=NU + ahead)
        assert codes(from_packets(tuple(found), NU, names=True)) == expected


NOT_ALLOWED = "gebruikt een algoritme of kromme die hier niet is toegestaan"


@pytest.mark.parametrize(
    ("algoritme", "bits", "kromme", "text"),
    [
        ("RSA", KLEINSTE_RSA, "", None),
        ("RSA", 4096, "", None),
        ("RSA", KLEINSTE_RSA - 1, "", "is te kort: RSA van minder dan 3072 bits"),
        ("DSA", 4096, "", "gebruikt DSA of ElGamal; dat is verouderd"),
        ("ElGamal", 4096, "", "gebruikt DSA of ElGamal; dat is verouderd"),
        *(("ECDSA", 192, kromme, "gebruikt een kromme van minder dan 256 bits") for kromme in ("nistp192", "nistp224")),
        *(("ECDSA", 256, kromme, NOT_ALLOWED) for kromme in ("secp256k1", "onbekend", "")),
        ("algoritme 27", 0, "", NOT_ALLOWED),
        *(
            ("ECDH", 256, kromme, None)
            for kromme in (
                *("ed25519", "cv25519", "ed448", "x448", "nistp256", "nistp384", "nistp521"),
                *("brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1"),
            )
        ),
    ],
)
def test_a_key_is_weak_by_its_algorithm_its_length_or_its_curve(algoritme, bits, kromme, text):
    found = list(strength([PAKKET, replace(PAKKET, algoritme=algoritme, bits=bits, kromme=kromme)]))
    assert codes(found) == ([] if text is None else ["ZWAK"])
    assert [m.melding for m in found] == ([] if text is None else [f"de sleutel {text}"])


def test_each_reason_why_keys_are_weak_is_given_once():
    old = replace(PAKKET, algoritme="DSA")
    assert [m.code for m in strength([old, KORT, old, KORT])] == ["SLEUTEL-ZWAK"] * 2
    texts = [m.melding for m in strength([KORT, old, KORT, replace(PAKKET, kromme="nistp192")])]
    assert texts == sorted(texts)
    assert len(texts) == 3


# --- what was verified -------------------------------------------------------------------------


@pytest.mark.parametrize("soort", [*VERSLEUTELEN, *ONDERTEKENEN, *BEIDE])
def test_a_good_key_has_no_fault(soort):
    assert judged(SUB, soort=soort) == []
    assert judged(soort=soort, primair=replace(PRIMAIR, mogelijkheden="cse")) == []


@pytest.mark.parametrize("soort", [*VERSLEUTELEN, *ONDERTEKENEN, *BEIDE])
def test_a_key_is_fit_for_its_kind(soort):
    encrypts = [] if soort in ONDERTEKENEN else ["SUBSLEUTEL"]
    signs = [] if soort in VERSLEUTELEN else ["ONDERTEKENEN"]
    assert judged(soort=soort) == encrypts
    assert judged(SUB, soort=soort, primair=replace(PRIMAIR, mogelijkheden="c")) == signs
    assert judged(soort=soort, primair=replace(PRIMAIR, mogelijkheden="c")) == encrypts + signs
    signer = replace(TWEEDE, mogelijkheden="s")
    assert judged(SUB, signer, soort=soort, primair=replace(PRIMAIR, mogelijkheden="c")) == []


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ({"geldigheid": "r"}, ["INGETROKKEN"]),
        ({"geldigheid": "i"}, ["ONGELDIG"]),
        ({"geldigheid": "d"}, ["ONGELDIG"]),
        ({"geldigheid": "n"}, ["ONGELDIG"]),
        ({"geldigheid": "e"}, []),
        ({"geldigheid": "u"}, []),
        ({"verloopt": NU}, ["VERLOPEN"]),
        ({"verloopt": NU - DAG}, ["VERLOPEN"]),
        ({"verloopt": NU + timedelta(seconds=1)}, []),
        ({"verloopt": NU, "geldigheid": "r"}, ["INGETROKKEN", "VERLOPEN"]),
    ],
)
def test_a_primary_key_is_not_revoked_not_expired_and_not_invalid(state, expected):
    assert judged(SUB, primair=replace(PRIMAIR, **state)) == expected
    unfit = [] if expected == [] else ["ONDERTEKENEN"]
    assert judged(SUB, soort="medewerker", primair=replace(PRIMAIR, **state)) == expected + unfit


@pytest.mark.parametrize(
    ("subkeys", "expected"),
    [
        ([{"geldigheid": "r"}], ["SUBSLEUTEL-INGETROKKEN"]),
        ([{"geldigheid": "r"}, {"geldigheid": "r"}], ["SUBSLEUTEL-INGETROKKEN"]),
        ([{"geldigheid": "r"}, {"verloopt": NU}], ["SUBSLEUTEL-VERLOPEN"]),
        ([{"geldigheid": "r"}, {}], []),
        *(([{"geldigheid": letter}], ["SUBSLEUTEL-VERLOPEN"]) for letter in "idn"),
        ([{"verloopt": NU}], ["SUBSLEUTEL-VERLOPEN"]),
        ([{"verloopt": NU}, {}], []),
        ([{"verloopt": NU + timedelta(seconds=1)}], []),
        ([{"mogelijkheden": "s"}], ["SUBSLEUTEL"]),
    ],
)
def test_one_subkey_that_can_be_used_is_enough(subkeys, expected):
    made = [replace(key, **state) for key, state in zip((SUB, TWEEDE), subkeys, strict=False)]
    assert judged(*made) == expected
    assert judged(*made, soort="medewerker") == []


def test_what_is_wrong_with_the_primary_key_is_not_said_again_of_its_subkeys():
    revoked, expired = replace(PRIMAIR, geldigheid="r"), replace(PRIMAIR, verloopt=NU)
    gone, ended = replace(SUB, geldigheid="r"), replace(SUB, verloopt=NU)
    assert judged(gone, primair=revoked) == judged(ended, primair=revoked) == ["INGETROKKEN"]
    assert judged(ended, primair=expired) == ["VERLOPEN"]
    assert judged(gone, primair=expired) == ["VERLOPEN", "SUBSLEUTEL-INGETROKKEN"]
    assert judged(primair=revoked) == ["INGETROKKEN", "SUBSLEUTEL"]


def test_a_key_that_is_not_used_may_be_weak():
    weak = replace(KORT, vingerafdruk=TWEEDE.vingerafdruk)
    unused = (
        replace(TWEEDE, geldigheid="r"),
        replace(TWEEDE, verloopt=NU),
        replace(TWEEDE, mogelijkheden="a"),
        replace(TWEEDE, mogelijkheden="s"),
    )
    for key in unused:
        assert judged(SUB, key, pakketten=[weak]) == []
    assert judged(SUB, TWEEDE, pakketten=[weak]) == ["ZWAK"]
    assert judged(replace(TWEEDE, geldigheid="r"), pakketten=[weak]) == ["SUBSLEUTEL-INGETROKKEN", "ZWAK"]
    assert judged(SUB, pakketten=[replace(KORT, vingerafdruk=PRIMAIR.vingerafdruk)]) == ["ZWAK"]
    assert judged(TWEEDE, soort="medewerker", pakketten=[weak]) == []
    signer = replace(TWEEDE, mogelijkheden="s")
    for soort in (*ONDERTEKENEN, *BEIDE):
        assert judged(SUB, signer, soort=soort, pakketten=[weak]) == ["ZWAK"]
    primair = replace(PRIMAIR, mogelijkheden="c")
    revoked = replace(signer, geldigheid="r")
    assert judged(SUB, revoked, soort="medewerker", primair=primair, pakketten=[weak]) == ["ONDERTEKENEN", "ZWAK"]


def bound(key, digest, *, days=0):
    return Zelfhandtekening(voor=key.vingerafdruk, gezet=NU - (50 - days) * DAG, digest=digest)


def test_the_newest_signature_that_binds_a_key_counts():
    good, bad = "10", "2"
    for key in (PRIMAIR, SUB):
        assert judged(SUB, gezet=[bound(key, good)]) == []
        assert judged(SUB, gezet=[bound(key, bad)]) == ["ZWAK-GEBONDEN"]
        assert judged(SUB, gezet=[bound(key, bad), bound(key, good, days=1)]) == []
        assert judged(SUB, gezet=[bound(key, good, days=1), bound(key, bad)]) == []
        assert judged(SUB, gezet=[bound(key, good), bound(key, bad, days=1)]) == ["ZWAK-GEBONDEN"]
        assert judged(SUB, gezet=[bound(key, good), bound(key, bad)]) == ["ZWAK-GEBONDEN"]
    later = bound(TWEEDE, good, days=1)
    assert judged(SUB, gezet=[bound(SUB, bad), later]) == ["ZWAK-GEBONDEN"]
    assert judged(SUB, gezet=[bound(SUB, good), bound(TWEEDE, bad, days=1)]) == []
    assert judged(SUB, soort="medewerker", gezet=[bound(SUB, bad)]) == []
