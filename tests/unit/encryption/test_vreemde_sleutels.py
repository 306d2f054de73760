# SPDX-License-Identifier: EUPL-1.2
"""Odd certificates and hostile names: either back end encrypts to exactly the right key, or refuses in Dutch."""

from __future__ import annotations

import contextlib
import random
import tempfile
from functools import cache, partial
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
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


@pytest.fixture(autouse=True)
def niets_over():
    """See that what a test makes and refuses leaves no file."""
    with tempfile.TemporaryDirectory(prefix="v-") as folder, pytest.MonkeyPatch.context() as patch:
        for name in ("TMPDIR", "XDG_RUNTIME_DIR"):
            patch.setenv(name, folder)
        patch.setattr(tempfile, "tempdir", folder)
        yield
        assert [path for path in Path(folder).rglob("*") if path.is_file()] == []


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


@pytest.fixture(scope="module")
def gaaf(smidse):
    """Give certificates, a signature and a message that are whole, and a ring that takes the last two."""
    keys = [smidse.make(name="Fictief"), smidse.make(name="Fictief", algo="nistp256", sub="nistp256")]
    files = [act(key) for key in keys for act in (smidse.export, partial(smidse.export, secret=True))]
    with RINGEN["sequoia"]() as ring:
        key = ring.import_secret(files[1])
        given = {"signer": key, "recipients": [key], "doel": "test"}
        yield files, ring.sign_detached(DATA, signer=key), ring.sign_and_encrypt(DATA, **given), ring, key


def damaged(data: bytes, seed: int) -> bytes:
    """Change, take away, put in or double a few bytes."""
    r, changed = random.Random(seed), bytearray(data)
    for _ in range(r.randint(1, 3)):
        place = r.randrange(len(changed))
        changed[place : place + r.choice([0, 1, 1, 5, 40])] = r.choice(
            [r.randbytes(1), b"", r.randbytes(9), changed[: r.randrange(200)], b"\xff\xff\xff\xff\xff"]
        )
        changed = changed or bytearray(b"x")
    return bytes(changed)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=400, deadline=None)
def test_whatever_became_of_a_file_sequoia_judges_it_or_refuses_it_and_opens_nothing_else(gaaf, seed):
    files, signature, message, ring, key = gaaf
    with contextlib.suppress(EncryptionError):
        ring.inspect_certificate(damaged(files[seed % len(files)], seed)).weigering()
    with contextlib.suppress(EncryptionError):
        given = {"signer": key, "not_before": VROEG, "now": nu()}
        assert ring.verify_detached(DATA, damaged(signature, seed), **given)
    with contextlib.suppress(EncryptionError):
        assert ring.decrypt_and_verify(damaged(message, seed), signer=key, now=nu()) == DATA


def test_sequoia_takes_no_key_that_is_bound_with_a_digest_that_can_be_forged(smidse, afzender):
    old = ("--cert-digest-algo", "SHA1", "--allow-weak-digest-algos")
    key = smidse.make(extra=old)
    with Geweigerd("SLEUTEL-CERTIFICAAT"):
        seal("sequoia", Vreemd(data=smidse.export(key), pin=key), afzender, [])
