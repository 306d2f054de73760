# SPDX-License-Identifier: EUPL-1.2
"""What Sequoia read of a signature or a message: what together is good, and that anything else is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from weerbaar_docs.encryption.sequoia.deur import Gelezen, LosseHandtekening
from weerbaar_docs.encryption.sequoia.judging import check_detached, check_opened, require_live
from weerbaar_docs.encryption.sleutelstaat import Deelsleutel, Sleutelstaat
from weerbaar_docs.errors import EncryptionError

PRIMARY, SUBKEY, OTHER = "A" * 40, "B" * 40, "C" * 40
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
FOREIGN = "de handtekening is van een andere sleutel dan is vastgelegd"
UNFIT = "de handtekening hoort niet bij deze gegevens of is van een andere sleutel dan is vastgelegd"
FORM = "de handtekening gebruikt een verouderde of ongewone vorm"
REVOKED = "de handtekening is gezet met een ingetrokken sleutel"
LAPSED = "de handtekening is gezet met een sleutel die verlopen is"


def key(fingerprint, geldigheid="u"):
    return Deelsleutel(
        vingerafdruk=fingerprint,
        algoritme="EdDSA",
        lengte=256,
        aangemaakt=NOW - timedelta(days=30),
        verloopt=None,
        geldigheid=geldigheid,
        mogelijkheden="sc",
    )


def state(primair="u", sub="u"):
    return Sleutelstaat(primair=key(PRIMARY, primair), subsleutels=(key(SUBKEY, sub),))


def signature(**changed):
    good = LosseHandtekening(
        versie=4, binair=True, digest="SHA512", gezet=NOW, verloopt=None, uitgever=SUBKEY, sleutel=SUBKEY
    )
    return good._replace(**changed)


def refusal_of(check, *given):
    with pytest.raises(EncryptionError) as caught:
        check(*given)
    [melding] = caught.value.meldingen
    assert melding.code == "SLEUTEL-HANDTEKENING"
    return melding.melding


def test_a_key_that_lives_is_live():
    require_live(state())


@pytest.mark.parametrize(
    ("geldigheid", "why"),
    [
        ("r", REVOKED),
        ("e", LAPSED),
        *((kind, "de handtekening is gezet met een sleutel die niet geldig is") for kind in "idn"),
    ],
)
def test_a_key_that_does_not_live_signs_nothing(geldigheid, why):
    assert refusal_of(require_live, state(primair=geldigheid)) == why


@pytest.mark.parametrize("digest", ["SHA256", "SHA384", "SHA512", "SHA3_256", "SHA3_512"])
@pytest.mark.parametrize("by", [PRIMARY, SUBKEY])
def test_a_good_signature_tells_its_time(digest, by):
    assert check_detached(signature(digest=digest, sleutel=by, uitgever=by), state(), NOW) == NOW


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"sleutel": ""}, UNFIT),
        ({"sleutel": "", "uitgever": OTHER}, UNFIT),
        ({"sleutel": "", "uitgever": ""}, UNFIT),
        ({"versie": 3}, FORM),
        ({"versie": 6}, FORM),
        ({"binair": False}, FORM),
        ({"digest": "SHA1"}, FORM),
        ({"digest": "SHA224"}, FORM),
        ({"gezet": None}, FORM),
        ({"verloopt": NOW}, "de handtekening is verlopen"),
        ({"verloopt": NOW - timedelta(seconds=1)}, "de handtekening is verlopen"),
        ({"sleutel": OTHER}, FOREIGN),
    ],
)
def test_a_signature_that_is_no_good_is_refused_by_its_reason(changed, why):
    assert refusal_of(check_detached, signature(**changed), state(), NOW) == why


def test_a_signature_that_lasts_holds():
    assert check_detached(signature(verloopt=NOW + timedelta(seconds=1)), state(), NOW) == NOW


@pytest.mark.parametrize(("geldigheid", "why"), [("r", REVOKED), *((kind, LAPSED) for kind in "eidn")])
def test_a_subkey_that_is_no_good_signs_nothing(geldigheid, why):
    of = state(sub=geldigheid)
    assert refusal_of(check_detached, signature(), of, NOW) == why
    assert refusal_of(check_detached, signature(sleutel=""), of, NOW) == why
    assert refusal_of(check_opened, Gelezen(b"x", [SUBKEY], [(PRIMARY, SUBKEY)]), of) == why


@pytest.mark.parametrize("asked", [SUBKEY, SUBKEY[-16:], PRIMARY])
def test_a_message_with_one_good_signature_is_opened(asked):
    check_opened(Gelezen(b"x", [asked], [(PRIMARY, SUBKEY)]), state())


@pytest.mark.parametrize(
    ("asked", "good", "why"),
    [
        ([], [(PRIMARY, SUBKEY)], "er staat geen handtekening, of meer dan één, of die van een ander"),
        ([SUBKEY, SUBKEY], [(PRIMARY, SUBKEY)], "er staat geen handtekening, of meer dan één, of die van een ander"),
        ([OTHER], [(PRIMARY, SUBKEY)], "er staat geen handtekening, of meer dan één, of die van een ander"),
        ([SUBKEY], [], "er staat geen geldige handtekening"),
        ([SUBKEY], [(PRIMARY, SUBKEY)] * 2, "er staat geen geldige handtekening"),
        ([SUBKEY], [(OTHER, SUBKEY)], "er staat geen geldige handtekening"),
        ([SUBKEY], [(PRIMARY, OTHER)], FOREIGN),
    ],
)
def test_a_message_without_one_good_signature_is_refused_by_its_reason(asked, good, why):
    assert refusal_of(check_opened, Gelezen(b"x", asked, good), state()) == why
