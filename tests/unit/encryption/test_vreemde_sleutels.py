# SPDX-License-Identifier: EUPL-1.2
"""Odd certificates and hostile names: either back end encrypts to exactly the right key, or refuses in Dutch."""

from __future__ import annotations

import contextlib
from functools import cache
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from achterkantbouw import RINGEN, VROEG, Geweigerd, nu, people
from sleutelbouw import Smidse
from vreemdesleutels import VERSCHILT, VREEMDE_NAMEN, WEIGERT, WERKT, Vreemd, whom
from weerbaar_docs.encryption.achterkant import Achterkantnaam
from weerbaar_docs.errors import EncryptionError

DATA = b"CANARY" * 1000


@pytest.fixture(scope="module")
def smidse():
    with Smidse() as made:
        yield made


@pytest.fixture(scope="module")
def vreemd(smidse):
    """Give an odd key by its name; each is made once for both back ends."""
    return cache(lambda geval: (WERKT | WEIGERT)[geval](smidse))


@pytest.fixture(scope="module")
def afzender():
    """A sender's secret key, made once."""
    mensen = people("sequoia")
    with mensen.ring:
        yield mensen.ring.export_secret(mensen.afzender)


def seal(naam: str, vreemd: Vreemd, afzender: bytes, told: list[str]) -> bytes:
    with RINGEN[naam](recorder=lambda _doel, whom: told.extend(whom)) as ring:
        signer = ring.import_secret(afzender)
        ring.import_public(vreemd.data, vingerafdruk=vreemd.pin, soort="werkgever")
        return ring.sign_and_encrypt(DATA, signer=signer, recipients=[vreemd.pin], doel="vrijgave")


@pytest.mark.parametrize("naam", get_args(Achterkantnaam))
@pytest.mark.parametrize("geval", sorted(WERKT))
def test_an_odd_key_that_is_good_is_encrypted_to_and_no_other(naam, geval, vreemd, afzender):
    told = []
    found = whom(seal(naam, vreemd(geval), afzender, told))
    assert told == [vreemd(geval).pin]
    assert len(found) == 1
    assert [key for key in vreemd(geval).mag if key.endswith(found[0])]


@pytest.mark.parametrize("naam", get_args(Achterkantnaam))
@pytest.mark.parametrize("geval", sorted(WEIGERT))
def test_a_key_that_is_no_good_is_never_encrypted_to(naam, geval, vreemd, afzender):
    told = []
    given = vreemd(geval)
    with Geweigerd():
        seal(naam, given, afzender, told)
    assert told == []


@pytest.mark.parametrize("naam", get_args(Achterkantnaam))
@pytest.mark.parametrize("name", sorted(VREEMDE_NAMEN))
def test_a_name_changes_no_verdict_about_a_signature(naam, name, afzender):
    """Somebody whose name says that another signed, signs: as himself, and as nobody else."""
    with RINGEN["sequoia"]() as maker:
        pinned = maker.import_secret(afzender)
        stranger = maker.generate(f"{VREEMDE_NAMEN[name]}{pinned} 2026-11-23 1")
        good, bad = maker.sign_detached(b"x", signer=stranger), maker.sign_detached(b"y", signer=stranger)
        certificates = [maker.export_public(key) for key in (pinned, stranger)]
    with RINGEN[naam]() as ring:
        for key, certificate in zip((pinned, stranger), certificates, strict=True):
            with Geweigerd("SLEUTEL-PIN"):
                ring.import_public(certificate, vingerafdruk="A" * 40)
            ring.import_public(certificate, vingerafdruk=key)
        given = {"not_before": VROEG, "now": nu()}
        ring.verify_detached(b"x", good, signer=stranger, **given)
        for signature, signer in ((bad, stranger), (good, pinned), (bad, pinned)):
            with Geweigerd("SLEUTEL-HANDTEKENING"):
                ring.verify_detached(b"x", signature, signer=signer, **given)
        assert ring.inspect(stranger).vingerafdruk == stranger


def test_sequoia_names_a_curve_that_it_does_not_know(smidse, afzender):
    brainpool = smidse.export(key := smidse.make(algo="brainpoolP384r1", sub="brainpoolP384r1"))
    with Geweigerd("SLEUTEL-CERTIFICAAT") as caught:
        seal("sequoia", Vreemd(data=brainpool, pin=key), afzender, [])
    assert "kromme" in str(caught.value)
    assert seal("gnupg", Vreemd(data=brainpool, pin=key), afzender, [])


@pytest.mark.parametrize("naam", get_args(Achterkantnaam))
@pytest.mark.parametrize("geval", sorted(VERSCHILT))
def test_what_only_one_back_end_takes_in_is_encrypted_to_rightly_or_refused(naam, geval, afzender):
    vreemd, told, found = VERSCHILT[geval](), [], ()
    with contextlib.suppress(EncryptionError):
        found = whom(seal(naam, vreemd, afzender, told))
    if not found:
        with Geweigerd("SLEUTEL-CERTIFICAAT"):
            seal(naam, vreemd, afzender, told)
        assert told == []
        return
    assert [key for key in vreemd.mag if key.endswith(found[0])]
    assert len(found) == 1


def test_there_are_more_than_thirty_odd_keys_and_every_hostile_name_is_among_them():
    assert len({*WERKT, *WEIGERT, *VERSCHILT}) > 60
    assert {f"naam_{word}" for word in VREEMDE_NAMEN} <= set(WERKT)


def test_a_new_subkey_of_which_only_the_public_part_came_does_not_sign(smidse):
    """Who renews his certificate elsewhere still signs here with what he has."""
    key = smidse.make(name="Fictief")
    secret = smidse.export(key, secret=True)
    smidse.gpg("--quick-add-key", key, "ed25519", "sign", "never")
    renewed = smidse.export(key)
    with RINGEN["sequoia"]() as ring:
        ring.import_secret(secret)
        ring.import_public(renewed, vingerafdruk=key)
        assert len(ring.inspect(key).delen) == 3
        assert ring.sign_detached(b"x", signer=key)
        message = ring.sign_and_encrypt(DATA, signer=key, recipients=[key], doel="test")
        assert ring.decrypt_and_verify(message, signer=key, now=nu()) == DATA


@given(place=st.integers(0, 10_000), bits=st.integers(1, 255), cut=st.integers(0, 40))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_became_of_a_certificate_sequoia_judges_it_or_refuses_it(voorbeeld, place, bits, cut):
    damaged = bytearray(voorbeeld.data[: len(voorbeeld.data) - cut])
    damaged[place % len(damaged)] ^= bits
    with RINGEN["sequoia"]() as ring, contextlib.suppress(EncryptionError):
        ring.import_public(bytes(damaged), vingerafdruk=voorbeeld.pin)
        assert ring.inspect(voorbeeld.pin).vingerafdruk == voorbeeld.pin


@pytest.fixture(scope="module")
def voorbeeld(vreemd):
    return vreemd("twee_namen")
