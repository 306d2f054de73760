# SPDX-License-Identifier: EUPL-1.2
"""The contract that both back ends keep: what they do for good keys, and what they refuse of messages and signatures."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from achterkantbouw import RINGEN, VROEG, Geweigerd, nu, people
from sleutelbouw import NAAM, Smidse
from weerbaar_docs import open_ring
from weerbaar_docs.demo import walk
from weerbaar_docs.encryption.achterkant import Achterkantnaam
from weerbaar_docs.encryption.framing import is_encrypted_message
from weerbaar_docs.keys import DOELEN

DATA = b"%PDF-1.7\nFictieve inhoud\n" + os.urandom(300_000)
PLAIN = ("--compress-algo", "none")  # Sequoia opens nothing that is compressed


@pytest.fixture(scope="module", params=get_args(Achterkantnaam))
def mensen(request):
    made = people(request.param)
    with made.ring:
        yield made


@pytest.fixture(params=get_args(Achterkantnaam))
def ring(request):
    with open_ring(request.param) as made:
        yield made


@pytest.fixture(scope="module")
def smidse():
    with Smidse() as made:
        yield made


@pytest.fixture(scope="module")
def buiten(mensen, smidse):
    """The same two people in a home of gpg, which makes what a ring would never make."""
    for key in (mensen.afzender, mensen.ontvanger):
        smidse.gpg("--import", data=mensen.ring.export_secret(key))
    return smidse


def test_every_name_of_a_back_end_gives_that_back_end():
    assert set(get_args(Achterkantnaam)) == set(RINGEN)
    for name, kind in RINGEN.items():
        with open_ring(name) as made:
            assert type(made) is kind
    with Geweigerd("SLEUTEL-ACHTERKANT"):
        open_ring("rnp")


def test_what_is_sealed_opens_to_the_same_bytes(mensen):
    message = mensen.seal(DATA)
    assert is_encrypted_message(message)
    assert DATA[:20] not in message
    assert mensen.open(message) == DATA
    assert mensen.open(mensen.seal(b"")) == b""


def test_a_signature_holds_for_its_data_and_tells_its_time(mensen):
    before = nu()
    made = mensen.verify(DATA, mensen.sign(DATA), not_before=before)
    assert abs(made - before) < timedelta(minutes=1)


@pytest.mark.parametrize(("maker", "other"), [("gnupg", "sequoia"), ("sequoia", "gnupg")])
@pytest.mark.parametrize("kind", [{}, {"algo": "rsa3072", "sub": "rsa3072"}, {"algo": "nistp256", "sub": "nistp256"}])
def test_one_back_end_reads_what_the_other_made_and_judges_a_key_alike(smidse, maker, other, kind):
    key = smidse.make(name="Fictief", **kind)
    with open_ring(maker) as one, open_ring(other) as two:
        for ring in (one, two):
            ring.import_secret(smidse.export(key, secret=True), vingerafdruk=key)
        message = one.sign_and_encrypt(DATA, signer=key, recipients=[key], doel="test")
        assert two.decrypt_and_verify(message, signer=key, now=nu()) == DATA
        signature = one.sign_detached(b"x", signer=key)
        two.verify_detached(b"x", signature, signer=key, not_before=VROEG, now=nu())
        mine, theirs = (replace(r.inspect(key), geheim=False) for r in (one, two))
        for found in (mine, theirs):
            assert found.kan_versleutelen
            assert found.weigering() is None
        assert [(k.vingerafdruk, k.algoritme, k.lengte, k.aangemaakt, k.verloopt) for k in mine.delen] == [
            (k.vingerafdruk, k.algoritme, k.lengte, k.aangemaakt, k.verloopt) for k in theirs.delen
        ]
        assert mine.versleutelsubsleutels == theirs.versleutelsubsleutels


def test_gnupg_refuses_a_message_of_the_newest_form_that_sequoia_makes_for_its_own_keys():
    mensen = people("sequoia")
    with mensen.ring, open_ring("gnupg") as reader:
        reader.import_secret(mensen.ring.export_secret(mensen.ontvanger), vingerafdruk=mensen.ontvanger)
        reader.import_public(mensen.ring.export_public(mensen.afzender), vingerafdruk=mensen.afzender)
        with Geweigerd("SLEUTEL-ONTCIJFEREN"):
            reader.decrypt_and_verify(mensen.seal(b"x"), signer=mensen.afzender, now=nu())


def test_the_size_of_a_message_does_not_depend_on_its_contents(mensen):
    sizes = {len(mensen.seal(data)) // 64 for data in (b"a" * 100_000, os.urandom(100_000))}
    assert max(sizes) - min(sizes) <= 1


def test_a_message_is_for_every_recipient_that_was_asked(mensen):
    message = mensen.seal(b"x", recipients=[mensen.ontvanger, mensen.afzender])
    assert mensen.open(message) == b"x"


@pytest.mark.parametrize(
    "form",
    [
        lambda f: f.lower(),
        lambda f: f[-16:],
        lambda f: f[-8:],
        lambda f: "0x" + f,
        lambda f: f + "!",
        lambda f: f + "\n",
        lambda _f: "Fictief",
        lambda _f: "",
        lambda _f: "ontvanger@example.nl",
        lambda _f: "--output",
        " ".join,
    ],
)
def test_only_full_fingerprints_are_accepted(mensen, form):
    with Geweigerd("SLEUTEL-VINGERAFDRUK"):
        mensen.seal(b"x", recipients=[form(mensen.ontvanger)])
    with Geweigerd("SLEUTEL-VINGERAFDRUK"):
        mensen.sign(b"x", signer=form(mensen.afzender))
    for act in (mensen.ring.inspect, mensen.ring.export_public):
        with Geweigerd("SLEUTEL-VINGERAFDRUK"):
            act(form(mensen.afzender))
    with Geweigerd("SLEUTEL-VINGERAFDRUK"):
        mensen.ring.import_public(mensen.ring.export_public(mensen.ontvanger), vingerafdruk=form(mensen.ontvanger))


def test_a_key_that_is_not_in_the_ring_takes_no_part(mensen):
    subkey = mensen.ring.inspect(mensen.ontvanger).versleutelsubsleutels[0]
    for stranger in ("A" * 40, "A" * 64, subkey):
        with Geweigerd("SLEUTEL-ONBEKEND"):
            mensen.seal(b"x", recipients=[mensen.ontvanger, stranger])
        with Geweigerd("SLEUTEL-ONBEKEND"):
            mensen.seal(b"x", signer=stranger)
        with Geweigerd("SLEUTEL-ONBEKEND"):
            mensen.open(mensen.seal(b"x"), signer=stranger)


def test_who_has_no_secret_key_here_signs_nothing(mensen, ring):
    ring.import_public(mensen.ring.export_public(mensen.afzender), vingerafdruk=mensen.afzender)
    with Geweigerd("SLEUTEL-ONDERTEKENAAR"):
        ring.sign_detached(b"x", signer=mensen.afzender)
    with Geweigerd("SLEUTEL-ONDERTEKENAAR"):
        ring.sign_and_encrypt(b"x", signer=mensen.afzender, recipients=[mensen.afzender], doel="test")
    with Geweigerd("SLEUTEL-ONDERTEKENAAR"):
        ring.export_secret(mensen.afzender)


def test_no_recipient_and_one_twice_are_refused(mensen):
    for recipients in ([], [mensen.ontvanger, mensen.ontvanger]):
        with Geweigerd("SLEUTEL-ONTVANGERS"):
            mensen.seal(b"x", recipients=recipients)


@pytest.mark.parametrize("naam", get_args(Achterkantnaam))
def test_the_recorder_is_told_of_every_recipient_and_purpose_and_of_nothing_else(naam, tmp_path):
    told = []
    mensen = people(naam, recorder=lambda doel, recipients: told.append((doel, tuple(recipients))))
    with mensen.ring:
        mensen.verify(b"x", mensen.sign(b"x"))
        assert told == []
        mensen.seal(b"x", recipients=[mensen.ontvanger, mensen.afzender], doel="vrijgave")
        (tmp_path / "bron").write_bytes(b"x")
        with (tmp_path / "bron").open("rb") as source:
            given = {"signer": mensen.afzender, "recipients": [mensen.ontvanger], "doel": "bewaarstuk"}
            mensen.ring.sign_and_encrypt_stream(source, tmp_path / "doel", **given)
        assert told == [("vrijgave", (mensen.ontvanger, mensen.afzender)), ("bewaarstuk", (mensen.ontvanger,))]


@pytest.mark.parametrize("naam", get_args(Achterkantnaam))
def test_a_recorder_that_fails_stops_the_encryption(naam, tmp_path):
    def full(_doel, _recipients):
        raise OSError("schijf vol")

    mensen = people(naam, recorder=full)
    (tmp_path / "bron").write_bytes(b"x")
    given = {"signer": mensen.afzender, "recipients": [mensen.ontvanger], "doel": "test"}
    with mensen.ring, (tmp_path / "bron").open("rb") as source:
        with pytest.raises(OSError, match="schijf vol"):
            mensen.seal(b"x")
        with pytest.raises(OSError, match="schijf vol"):
            mensen.ring.sign_and_encrypt_stream(source, tmp_path / "doel", **given)
    assert [p.name for p in tmp_path.iterdir()] == ["bron"]


@pytest.mark.parametrize("naam", get_args(Achterkantnaam))
def test_no_key_of_a_werkgever_is_encrypted_to_but_for_a_vrijgave_or_a_neutral_letter(naam, tmp_path):
    told = []
    every = sorted({*(doel for doelen in DOELEN.values() for doel in doelen), "test", "", "Vrijgave", "vrijgave "})
    (tmp_path / "bron").write_bytes(b"x")
    with open_ring(naam) as maker, open_ring(naam, recorder=lambda doel, _r: told.append(doel)) as ring:
        afzender, werkgever = ring.generate("Fictief a"), maker.generate("Fictief gemeente")
        ring.import_public(maker.export_public(werkgever), vingerafdruk=werkgever, soort="werkgever")
        for doel in every:
            given = {"signer": afzender, "recipients": [werkgever], "doel": doel}
            if doel in {"vrijgave", "neutrale_brief"}:
                assert ring.sign_and_encrypt(b"x", **given)
                continue
            with Geweigerd("SLEUTEL-DOEL"):
                ring.sign_and_encrypt(b"x", **given)
            with Geweigerd("SLEUTEL-DOEL"), (tmp_path / "bron").open("rb") as source:
                ring.sign_and_encrypt_stream(source, tmp_path / "doel", **given)
    assert told == ["neutrale_brief", "vrijgave"]
    assert not (tmp_path / "doel").exists()


# --- messages ---------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [0, 1, 3, 12, 30, 200, 1000, -200, -30, -1])
def test_a_changed_message_is_refused(mensen, place):
    message = bytearray(mensen.seal(b"x" * 5000))
    message[place] ^= 1
    with Geweigerd("SLEUTEL-ONTCIJFEREN", "SLEUTEL-HANDTEKENING"):
        mensen.open(bytes(message))


def test_a_message_that_is_cut_doubled_or_longer_is_refused(mensen):
    message = mensen.seal(b"x" * 5000)
    for bad in (message[:-1], message[: len(message) // 2], message[:20], message + message, message + b"x", b"", b"x"):
        with Geweigerd("SLEUTEL-ONTCIJFEREN", "SLEUTEL-HANDTEKENING"):
            mensen.open(bad)


def test_a_message_without_a_signature_is_refused(mensen, buiten):
    message = buiten.gpg(*PLAIN, "--encrypt", "--recipient", mensen.ontvanger, data=b"x").stdout
    with Geweigerd("SLEUTEL-HANDTEKENING"):
        mensen.open(message)


def test_a_message_that_is_signed_and_not_encrypted_is_refused(mensen, buiten):
    message = buiten.gpg(*PLAIN, "--sign", "--local-user", mensen.afzender, data=b"x").stdout
    with Geweigerd("SLEUTEL-ONTCIJFEREN"):
        mensen.open(message)


def test_a_message_under_a_password_is_refused(mensen, buiten):
    message = buiten.gpg(*PLAIN, "--passphrase", "x", "--symmetric", data=b"x").stdout
    with Geweigerd("SLEUTEL-ONTCIJFEREN", "SLEUTEL-HANDTEKENING"):
        mensen.open(message)


def test_a_message_signed_by_somebody_else_is_refused(mensen):
    with Geweigerd("SLEUTEL-HANDTEKENING"):
        mensen.open(mensen.seal(b"x", signer=mensen.ontvanger))


@pytest.mark.parametrize("first", [True, False])
def test_a_message_with_two_signers_is_refused(mensen, buiten, first):
    stranger = buiten.make(name="Fictief vreemde")
    who = [mensen.afzender, stranger] if first else [stranger, mensen.afzender]
    signers = [word for key in who for word in ("--local-user", key)]
    act = ("--sign", "--encrypt", "--recipient", mensen.ontvanger)
    with Geweigerd("SLEUTEL-HANDTEKENING"):
        mensen.open(buiten.gpg(*PLAIN, *act, *signers, data=b"x").stdout)


def test_a_message_for_another_key_is_refused(mensen, buiten):
    stranger = buiten.make(name="Fictief vreemde")
    act = ("--sign", "--encrypt", "--recipient", stranger, "--local-user", mensen.afzender)
    with Geweigerd("SLEUTEL-ONTCIJFEREN"):
        mensen.open(buiten.gpg(*PLAIN, *act, data=b"x").stdout)


def test_a_message_of_tomorrow_is_refused(mensen, buiten):
    act = ("--sign", "--encrypt", "--recipient", mensen.ontvanger, "--local-user", mensen.afzender)
    message = buiten.gpg(*PLAIN, *act, data=b"x", at=nu() + timedelta(days=1)).stdout
    assert message
    with Geweigerd("SLEUTEL-ONDERTEKENTIJD", "SLEUTEL-HANDTEKENING"):
        mensen.open(message)


def test_a_back_end_that_cannot_tell_the_time_of_a_message_says_so():
    mensen = people("sequoia")
    with mensen.ring:
        message = mensen.seal(b"x")
        for period in ({"not_before": VROEG}, {"now": nu() - timedelta(days=1)}):
            with Geweigerd("SLEUTEL-ACHTERKANT"):
                mensen.open(message, **period)


def test_a_compressed_message_opens_or_is_refused_and_never_opens_to_something_else(mensen, buiten):
    act = ("--sign", "--encrypt", "--recipient", mensen.ontvanger, "--local-user", mensen.afzender)
    message = buiten.gpg("--compress-algo", "zip", *act, data=b"x" * 1000).stdout
    if mensen.naam == "gnupg":
        assert mensen.open(message) == b"x" * 1000
    else:
        with Geweigerd("SLEUTEL-ONTCIJFEREN"):
            mensen.open(message)


# --- signatures -------------------------------------------------------------------------------


def test_a_signature_over_other_data_or_by_somebody_else_is_refused(mensen):
    with Geweigerd("SLEUTEL-HANDTEKENING"):
        mensen.verify(b"y", mensen.sign(b"x"))
    with Geweigerd("SLEUTEL-HANDTEKENING"):
        mensen.verify(b"x", mensen.sign(b"x", signer=mensen.ontvanger))


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 0)])
def test_two_signatures_in_one_file_are_refused(mensen, order):
    made = [mensen.sign(b"x"), mensen.sign(b"x", signer=mensen.ontvanger)]
    with Geweigerd("SLEUTEL-HANDTEKENING"):
        mensen.verify(b"x", made[order[0]] + made[order[1]])


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"x",
        b"\x00" * 100,
        b"\x88\x01\x04",
        b"-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----\n",
    ],
)
def test_what_is_no_signature_is_refused(mensen, bad):
    with Geweigerd("SLEUTEL-HANDTEKENING"):
        mensen.verify(b"x", bad)


@pytest.mark.parametrize("other", [b"\xca\x03PGP", b"\xcb\x07b\x00\x00\x00\x00\x00x"])  # a marker, a literal
@pytest.mark.parametrize("first", [True, False])
def test_nothing_stands_beside_a_signature(mensen, other, first):
    signature = mensen.sign(b"x")
    with Geweigerd("SLEUTEL-HANDTEKENING"):
        mensen.verify(b"x", other + signature if first else signature + other)


@pytest.mark.parametrize("place", [1, 3, 4, 8, 20, -40, -1])
def test_a_changed_signature_is_refused(mensen, place):
    signature = bytearray(mensen.sign(b"x"))
    signature[place] ^= 1
    with Geweigerd("SLEUTEL-HANDTEKENING"):
        mensen.verify(b"x", bytes(signature))


def test_a_message_is_no_detached_signature(mensen, buiten):
    for act in ("--sign", "--clear-sign"):
        message = buiten.gpg(*PLAIN, act, "--local-user", mensen.afzender, data=b"x\n").stdout
        with Geweigerd("SLEUTEL-HANDTEKENING"):
            mensen.verify(b"x\n", message)


@pytest.mark.parametrize("extra", [("--textmode",), ("--digest-algo", "SHA1")])
def test_a_signature_of_an_old_or_unusual_form_is_refused(mensen, buiten, extra):
    signature = buiten.gpg("--detach-sign", *extra, "--local-user", mensen.afzender, data=b"x").stdout
    with Geweigerd("SLEUTEL-HANDTEKENING"):
        mensen.verify(b"x", signature)


def test_a_signature_that_has_itself_expired_is_refused(mensen, buiten):
    short = ("--detach-sign", "--default-sig-expire", "seconds=1", "--local-user", mensen.afzender)
    signature = buiten.gpg(*short, data=b"x").stdout
    time.sleep(2.1)
    with Geweigerd("SLEUTEL-HANDTEKENING"):
        mensen.verify(b"x", signature)


def test_a_signature_outside_the_period_is_refused(mensen):
    signature, moment = mensen.sign(b"x"), nu()
    mensen.verify(b"x", signature, not_before=moment + timedelta(minutes=4), now=moment)
    for period in (
        {"not_before": VROEG, "now": moment - timedelta(minutes=6)},
        {"not_before": moment + timedelta(minutes=6), "now": moment + timedelta(days=1)},
    ):
        with Geweigerd("SLEUTEL-ONDERTEKENTIJD"):
            mensen.verify(b"x", signature, **period)


def test_a_signature_of_tomorrow_is_refused(mensen, buiten):
    tomorrow = nu() + timedelta(days=1)
    signature = buiten.gpg("--detach-sign", "--local-user", mensen.afzender, data=b"x", at=tomorrow).stdout
    with Geweigerd("SLEUTEL-ONDERTEKENTIJD", "SLEUTEL-HANDTEKENING"):
        mensen.verify(b"x", signature)


@pytest.mark.parametrize("state", ["verlopen", "ingetrokken", "subsleutel_ingetrokken", "met_subsleutel_ingetrokken"])
def test_a_signature_of_a_key_that_is_no_good_any_more_is_refused(ring, smidse, state):
    at = VROEG if state == "verlopen" else None
    expires = "seconds=86400" if state == "verlopen" else "never"
    key = smidse.make(name=NAAM, expires=expires, at=at)
    if "subsleutel" in state:
        smidse.gpg("--quick-add-key", key, "ed25519", "sign", "never")
    early = VROEG + timedelta(hours=1) if at else None
    signature = smidse.gpg("--detach-sign", "--local-user", key, data=b"x", at=early).stdout
    if state in {"ingetrokken", "met_subsleutel_ingetrokken"}:
        smidse.revoke(key)
    if state == "subsleutel_ingetrokken":
        smidse.edit(key, "key 2", "revkey", "y", "0", "", "y")
    ring.import_public(smidse.export(key), vingerafdruk=key)
    with Geweigerd("SLEUTEL-HANDTEKENING") as caught:
        ring.verify_detached(b"x", signature, signer=key, not_before=VROEG, now=nu())
    assert ("verlopen" if state == "verlopen" else "ingetrokken") in str(caught.value)


@pytest.mark.parametrize("state", ["verlopen", "ingetrokken"])
def test_a_message_of_a_key_that_is_no_good_any_more_is_refused(ring, smidse, state):
    at, expires = (VROEG, "seconds=86400") if state == "verlopen" else (None, "never")
    key, own = smidse.make(name=NAAM, expires=expires, at=at), smidse.make(name="Fictief", at=at)
    ring.import_secret(smidse.export(own, secret=True))
    early = VROEG + timedelta(hours=1) if at else None
    sealing = (*PLAIN, "--sign", "--encrypt", "--local-user", key, "--recipient", own)
    message = smidse.gpg(*sealing, data=b"x", at=early).stdout
    if state == "ingetrokken":
        smidse.revoke(key)
    ring.import_public(smidse.export(key), vingerafdruk=key)
    with Geweigerd("SLEUTEL-HANDTEKENING") as caught:
        ring.decrypt_and_verify(message, signer=key, now=nu())
    assert state in str(caught.value)


def test_a_revocation_that_was_seen_is_not_undone_by_an_older_copy(ring, smidse):
    afzender, key = ring.generate("Fictief"), smidse.make()
    good = smidse.export(key)
    smidse.revoke(key)
    ring.import_public(smidse.export(key), vingerafdruk=key)
    with Geweigerd():
        ring.import_public(good, vingerafdruk=key)
        ring.sign_and_encrypt(b"x", signer=afzender, recipients=[key], doel="test")
    assert ring.inspect(key).ingetrokken


# --- the ring itself --------------------------------------------------------------------------


def test_a_closed_ring_does_nothing(ring):
    key = ring.generate("Fictief")
    certificate = ring.export_public(key)
    message = ring.sign_and_encrypt(b"x", signer=key, recipients=[key], doel="test")
    ring.close()
    ring.close()
    for act in (
        lambda: ring.sign_detached(b"x", signer=key),
        lambda: ring.sign_and_encrypt(b"x", signer=key, recipients=[key], doel="test"),
        lambda: ring.decrypt_and_verify(message, signer=key, now=nu()),
        lambda: ring.inspect(key),
        lambda: ring.inspect_certificate(certificate),
        lambda: ring.import_public(certificate, vingerafdruk=key),
    ):
        with Geweigerd("SLEUTEL-GESLOTEN"):
            act()


@pytest.mark.lang
@pytest.mark.parametrize("naam", get_args(Achterkantnaam))
def test_a_password_opens_the_key_and_a_wrong_one_does_not(naam, smidse, tmp_path):
    made = smidse.gpg("--passphrase", "goed", "--quick-gen-key", "Fictief", "ed25519", "sign", "never")
    key = made.stderr.split(b"KEY_CREATED P ")[1][:40].decode()
    smidse.gpg("--passphrase", "goed", "--quick-add-key", key, "cv25519", "encr", "never")
    locked = smidse.gpg("--passphrase", "goed", "--export-secret-keys", key).stdout
    plain, message, back = (tmp_path / name for name in ("open", "dicht", "terug"))
    plain.write_bytes(DATA)
    with open_ring(naam, wachtwoord="goed") as opened:
        opened.import_secret(locked, vingerafdruk=key)
        assert opened.sign_detached(b"x", signer=key)
        sealed = opened.sign_and_encrypt(DATA, signer=key, recipients=[key], doel="test")
        assert opened.decrypt_and_verify(sealed, signer=key, now=nu()) == DATA
        with plain.open("rb") as source:
            opened.sign_and_encrypt_stream(source, message, signer=key, recipients=[key], doel="test")
        with message.open("rb") as source:
            opened.decrypt_and_verify_stream(source, back, signer=key, now=nu())
        assert back.read_bytes() == DATA
    for wrong in ("fout", "", None):
        with open_ring(naam, wachtwoord=wrong) as shut:
            shut.import_secret(locked)
            with Geweigerd("SLEUTEL-ONDERTEKENAAR"):
                shut.sign_detached(b"x", signer=key)
            with Geweigerd("SLEUTEL-ONTCIJFEREN"):
                shut.decrypt_and_verify(sealed, signer=key, now=nu())
    for text in ("een\ntwee", "een\r", "\x00"):
        with Geweigerd("SLEUTEL-WACHTWOORD"):
            open_ring(naam, wachtwoord=text)


def test_an_empty_password_eats_no_plaintext(mensen):
    with open_ring(mensen.naam, wachtwoord="") as ring:
        ring.import_secret(mensen.ring.export_secret(mensen.afzender))
        message = ring.sign_and_encrypt(DATA, signer=mensen.afzender, recipients=[mensen.afzender], doel="test")
    assert mensen.open(message) == DATA


def test_a_key_that_is_made_lasts_as_long_as_was_asked(ring):
    until = (nu() + timedelta(days=30)).date()
    state = ring.inspect(ring.generate("Fictief", expires=until))
    assert state.verloopt is not None
    assert state.verloopt.date() == until
    assert state.kan_versleutelen
    assert not state.geheim
    assert ring.inspect(ring.generate("Fictief twee")).verloopt is None
    assert "Fictief" not in repr(state)


def test_a_secret_key_and_a_public_one_are_not_taken_for_each_other(mensen, ring):
    secret, public = (act(mensen.afzender) for act in (mensen.ring.export_secret, mensen.ring.export_public))
    with Geweigerd("SLEUTEL-GEHEIM"):
        ring.import_public(secret, vingerafdruk=mensen.afzender)
    with Geweigerd("SLEUTEL-GEHEIM"):
        ring.import_secret(public)
    with Geweigerd("SLEUTEL-PIN"):
        ring.import_secret(secret, vingerafdruk=mensen.ontvanger)
    assert ring.inspect_certificate(public).vingerafdruk == mensen.afzender
    assert (ring.inspect_certificate(secret).geheim, ring.inspect_certificate(public).geheim) == (True, False)
    with Geweigerd("SLEUTEL-ONBEKEND"):
        ring.inspect(mensen.afzender)


def test_a_back_end_that_is_not_installed_is_named_and_no_other_takes_its_place():
    code = (
        "import sys\n"
        "sys.modules['pysequoia'] = None\n"
        "from weerbaar_docs import open_ring\n"
        "from weerbaar_docs.errors import EncryptionError\n"
        "try:\n"
        "    open_ring('sequoia')\n"
        "except EncryptionError as error:\n"
        "    print(*error.diagnostics())\n"
        "with open_ring() as ring:\n"
        "    print(type(ring).__name__)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert "SLEUTEL-SEQUOIA" in done.stdout
    assert "weerbaar-docs[sequoia]" in done.stdout
    assert done.stdout.splitlines()[-1] == "Sleutelring"


@pytest.mark.parametrize("algoritme", ["DSA", "ElGamal"])
def test_a_key_of_an_old_kind_is_refused_however_long_it_is(ring, algoritme):
    state = ring.inspect(ring.generate("Fictief"))
    old = replace(state.primair, algoritme=algoritme, lengte=4096)
    assert replace(state, primair=old).weigering() == (
        "SLEUTEL-ZWAK",
        "de sleutel van een ontvanger gebruikt DSA of ElGamal",
    )
    assert replace(state, subsleutels=(replace(old, mogelijkheden="e"),)).weigering() is not None


def test_the_whole_way_goes_with_sequoia_too(tmp_path):
    said = []
    walk(tmp_path / "weg", said.append, achterkant="sequoia")
    assert len(said) == 12
    assert list((tmp_path / "weg").glob("8-bij-de-werkgever/*.pdf"))
