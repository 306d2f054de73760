# SPDX-License-Identifier: EUPL-1.2
"""Key files as people send them, read by real GnuPG; every fault has a key that has it."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sleutelbouw import NAAM, TOEN, Smidse, new_packet
from weerbaar_docs.encryption.certificaat import GROOTSTE_BESTAND, read_certificaat
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.encryption.packets import read_packets, write_packets
from weerbaar_docs.errors import EncryptionError, WeerbaarDocsError
from weerbaar_docs.termijnen import nederlandse_dag

YEAR = timedelta(days=365)


def now():
    return datetime.now(UTC)


def read(data, soort="werkgever", at=None):
    return read_certificaat(data, soort=soort, now=at or now())


def codes(data, soort="werkgever", at=None):
    """Give the codes of all faults, and see that no name is in what the error says."""
    with pytest.raises(EncryptionError) as caught:
        read(data, soort, at)
    said = f"{caught.value!r} {caught.value} {caught.value.diagnostics()} {caught.value.__cause__!r}"
    assert "anarie" not in said
    assert all(m.oplossing and m.melding for m in caught.value.meldingen)
    return sorted(m.code.removeprefix("SLEUTEL-") for m in caught.value.meldingen)


@pytest.fixture
def smidse():
    with Smidse() as made:
        yield made


@pytest.fixture(scope="module")
def goed():
    with Smidse() as made:
        fingerprint = made.make()
        yield made, fingerprint, made.export(fingerprint)


def test_good_key_gives_its_facts(goed):
    _, fingerprint, data = goed
    found = read(data)
    assert (found.vingerafdruk, found.algoritme, found.kromme, found.bits) == (fingerprint, "EdDSA", "ed25519", 255)
    assert (found.verloopt, found.geldig_tot, found.kan_ondertekenen) == (None, None, True)
    assert [(s.algoritme, s.kromme, s.verloopt) for s in found.subsleutels] == [("ECDH", "cv25519", None)]
    assert found.subsleutels[0].vingerafdruk != fingerprint
    assert found.doelen == {"vrijgave", "neutrale_brief"}
    assert abs(found.aangemaakt - now()) < timedelta(hours=1)


def test_what_is_kept_can_be_pinned_and_encrypted_to(goed):
    _, fingerprint, data = goed
    with Sleutelring() as ring:
        ring.import_public(read(data).inhoud, vingerafdruk=fingerprint, soort="werkgever")
        sender = ring.generate("Fictief")
        assert ring.sign_and_encrypt(b"x", signer=sender, recipients=[fingerprint], doel="vrijgave")


def test_name_is_neither_in_the_repr_nor_in_a_log(goed, caplog):
    with caplog.at_level(logging.DEBUG):
        found = read(goed[2])
    assert "anarie" not in repr(found) + caplog.text


@pytest.mark.lang
def test_rsa_key_gives_its_bits(smidse):
    found = read(smidse.export(smidse.make(algo="rsa4096", sub="rsa3072")))
    assert (found.algoritme, found.bits, found.kromme, found.subsleutels[0].bits) == ("RSA", 4096, "", 3072)


@pytest.mark.parametrize("form", ["asc", "crlf", "bom", "utf-16", "in a mail", "with comments", "no checksum"])
def test_key_is_read_as_people_send_it(goed, form):
    smidse, fingerprint, _ = goed
    armored = smidse.export(fingerprint, armor=True)
    sent = {
        "asc": armored,
        "crlf": armored.replace(b"\n", b"\r\n"),
        "bom": b"\xef\xbb\xbf" + armored,
        "utf-16": armored.decode().encode("utf-16"),
        "in a mail": b"Beste collega,\n\nhierbij de sleutel.\n\n" + armored + b"\nGroet\n",
        "with comments": armored.replace(b"\n\n", b"\nComment: GPGTools\nVersion: 1\n\n", 1),
        "no checksum": b"\n".join(line for line in armored.split(b"\n") if not line.startswith(b"=")),
    }[form]
    assert read(sent).vingerafdruk == fingerprint


def test_last_day_is_the_day_before_the_first_end(smidse):
    both = read(smidse.export(smidse.make(expires="2y", sub_expires="1y")))
    assert both.verloopt == nederlandse_dag(now() + 2 * YEAR)
    assert both.subsleutels[0].verloopt == nederlandse_dag(now() + YEAR)
    assert both.geldig_tot == nederlandse_dag(now() + YEAR) - timedelta(days=1)
    primary = read(smidse.export(smidse.make(expires="1y")))
    assert primary.geldig_tot == nederlandse_dag(now() + YEAR) - timedelta(days=1)


def test_last_day_of_a_key_that_only_signs_has_nothing_to_do_with_its_subkey(smidse):
    data = smidse.export(smidse.make(expires="2y", sub_expires="1y"))
    assert read(data, "medewerker").geldig_tot == nederlandse_dag(now() + 2 * YEAR) - timedelta(days=1)


def test_second_subkey_keeps_a_key_alive(smidse):
    fingerprint = smidse.make(sub_expires="seconds=86400", at=TOEN)
    smidse.gpg("--quick-add-key", fingerprint, "cv25519", "encr", "never")
    found = read(smidse.export(fingerprint))
    assert len(found.subsleutels) == 1
    assert found.geldig_tot is None


def test_last_day_is_of_the_primary_key_and_of_the_last_subkey_to_end(goed):
    found = read(goed[2])
    (sub,) = found.subsleutels
    first, second, third = date(2030, 1, 1), date(2030, 2, 1), date(2030, 3, 1)
    for own, ends, expected in (
        (None, [None], None),
        (second, [None], date(2030, 1, 31)),
        (None, [first], date(2029, 12, 31)),
        (None, [first, second], date(2030, 1, 31)),
        (None, [first, None], None),
        (second, [first, None], date(2030, 1, 31)),
        (second, [first, third], date(2030, 1, 31)),
        (third, [first, second], date(2030, 1, 31)),
    ):
        subs = tuple(replace(sub, verloopt=end) for end in ends)
        assert replace(found, verloopt=own, subsleutels=subs).geldig_tot == expected
        signs = replace(found, soort="medewerker", verloopt=own, subsleutels=subs)
        assert signs.geldig_tot == (own and own - timedelta(days=1))


# --- a copy of before ---------------------------------------------------------------------------


def test_what_was_revoked_in_a_copy_of_before_stays_revoked(smidse, goed):
    fingerprint = smidse.make()
    before = smidse.export(fingerprint)
    smidse.revoke(fingerprint)
    gone = smidse.export(fingerprint)
    assert read(before).vingerafdruk == fingerprint
    with pytest.raises(EncryptionError) as caught:
        read_certificaat(before, soort="werkgever", now=now(), eerder=gone)
    assert [m.code for m in caught.value.meldingen] == ["SLEUTEL-INGETROKKEN"]
    other = read_certificaat(goed[2], soort="werkgever", now=now(), eerder=gone)
    assert other == read(goed[2])


def test_a_subkey_of_a_copy_of_before_is_still_judged(smidse):
    fingerprint = smidse.make()
    before = smidse.export(fingerprint)
    smidse.gpg("--quick-add-key", fingerprint, "nistp256", "encr", "never")
    found = read_certificaat(before, soort="werkgever", now=now(), eerder=smidse.export(fingerprint))
    assert [s.kromme for s in found.subsleutels] == ["cv25519", "nistp256"]
    smidse.gpg("--quick-add-key", fingerprint, "rsa2048", "encr", "never")
    with pytest.raises(EncryptionError, match="te kort"):
        read_certificaat(before, soort="werkgever", now=now(), eerder=smidse.export(fingerprint))


def test_gnupg_that_is_not_there_or_has_no_place_is_no_fault_of_the_key(goed, tmp_path):
    for options, code in (
        ({"binary": "/bestaat/niet/gpg"}, "SLEUTEL-GPG"),
        ({"basis": tmp_path / ("x" * 90)}, "SLEUTEL-THUIS"),
    ):
        with pytest.raises(EncryptionError) as caught:
            read_certificaat(goed[2], soort="werkgever", now=now(), **options)
        assert [m.code for m in caught.value.meldingen] == [code]


# --- every fault ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (["VERLOPEN"], {"expires": "seconds=86400", "at": TOEN}),
        (["SUBSLEUTEL-VERLOPEN"], {"sub_expires": "seconds=86400", "at": TOEN}),
        (["SUBSLEUTEL"], {"sub": None}),
        (["ZWAK"], {"algo": "rsa2048", "sub": "rsa2048"}),
        (["ZWAK"], {"sub": "rsa2048"}),
        (["ZWAK"], {"algo": "rsa2048"}),
        (["ZWAK"], {"algo": "secp256k1", "sub": "cv25519"}),
        (["ZWAK-GEBONDEN"], {"extra": ["--cert-digest-algo", "SHA1"]}),
        (["ZWAK-GEBONDEN"], {"extra": ["--allow-weak-digest-algos", "--cert-digest-algo", "MD5"], "algo": "rsa3072"}),
        (["TOEKOMST"], {"at": datetime(2040, 1, 1, tzinfo=UTC)}),
        (["VERLOPEN", "ZWAK"], {"algo": "rsa2048", "expires": "seconds=86400", "at": TOEN}),
        (
            ["SUBSLEUTEL", "VERLOPEN", "ZWAK", "ZWAK-GEBONDEN"],
            {
                "algo": "rsa2048",
                "sub": None,
                "expires": "seconds=86400",
                "at": TOEN,
                "extra": ["--cert-digest-algo", "SHA1"],
            },
        ),
    ],
)
def test_every_fault_is_named_at_once(smidse, code, kind):
    assert codes(smidse.export(smidse.make(**kind))) == code


def test_subkey_bound_with_sha1_is_refused_though_the_name_is_not(smidse):
    fingerprint = smidse.make(sub=None)
    smidse.gpg("--cert-digest-algo", "SHA1", "--quick-add-key", fingerprint, "cv25519", "encr", "never")
    assert codes(smidse.export(fingerprint)) == ["ZWAK-GEBONDEN"]


@pytest.mark.parametrize(("digest", "first"), [("SHA512", "SHA1"), ("SHA1", "SHA512")])
def test_newest_signature_is_the_one_that_counts(smidse, digest, first):
    fingerprint = smidse.make(extra=["--cert-digest-algo", first], at=now() - timedelta(days=2))
    for which in ([], ["*"]):
        extra = ("--cert-digest-algo", digest)
        smidse.gpg(*extra, "--quick-set-expire", fingerprint, "2y", *which, at=now() - timedelta(days=1))
    if digest == "SHA512":
        assert read(smidse.export(fingerprint)).vingerafdruk == fingerprint
    else:
        assert codes(smidse.export(fingerprint)) == ["ZWAK-GEBONDEN"]


def test_revoked_key_is_refused(smidse):
    fingerprint = smidse.make()
    smidse.revoke(fingerprint)
    assert codes(smidse.export(fingerprint)) == ["INGETROKKEN"]


def test_revoked_subkey_is_refused(smidse):
    fingerprint = smidse.make()
    smidse.edit(fingerprint, "key 1", "revkey", "y", "0", "", "y")
    assert codes(smidse.export(fingerprint)) == ["SUBSLEUTEL-INGETROKKEN"]
    assert read(smidse.export(fingerprint), "medewerker").vingerafdruk == fingerprint


@pytest.mark.parametrize(
    "parameters",
    ["Key-Type: DSA\nKey-Length: 2048\nSubkey-Type: ELG\nSubkey-Length: 2048"],
)
def test_old_algorithms_are_refused(smidse, parameters):
    assert codes(smidse.export(smidse.make_by_hand(parameters))) == ["ZWAK"]


def test_two_keys_in_one_file_are_refused(smidse):
    one, two = smidse.make(name="Fictief een"), smidse.make(name="Fictief twee")
    for data in (
        smidse.export(one) + smidse.export(two),
        smidse.export(one, armor=True) + smidse.export(two, armor=True),
        smidse.export(one) + smidse.export(one),
    ):
        assert codes(data) == ["MEERDERE"]


def test_secret_key_is_refused_and_called_leaked(smidse):
    fingerprint = smidse.make()
    assert codes(smidse.export(fingerprint, secret=True)) == ["GEHEIM"]
    assert codes(smidse.export(fingerprint, secret=True, armor=True)) == ["GEHEIM"]
    assert codes(smidse.export(fingerprint) + smidse.export(fingerprint, secret=True)) == ["GEHEIM", "MEERDERE"]


def test_key_of_version_6_is_refused_with_the_reason():
    body = bytes([6]) + (1_700_000_000).to_bytes(4) + bytes([27]) + (32).to_bytes(4) + bytes(32)
    assert codes(new_packet(6, body)) == ["VERSIE", "ZWAK"]


@pytest.mark.parametrize(
    "name",
    [b"Kanarie \xff", b"Kanarie\x0bvogel", "Kanarie\u0085[GNUPG:] x".encode(), "Kanarie\u2028x".encode(), b"Kanarie\n"],
)
def test_name_that_is_not_plain_text_is_refused(goed, name):
    packets = read_packets(goed[2])
    changed = tuple(p._replace(inhoud=name) if p.tag == 13 else p for p in packets)
    assert codes(write_packets(changed)) == ["NAAM", "ONGELDIG"]


def test_name_with_letters_of_any_language_is_accepted(smidse):
    fingerprint = smidse.make(name="FICTIEF Kanarie Ångström-Súd <k@voorbeeld.nl>")
    assert read(smidse.export(fingerprint)).vingerafdruk == fingerprint


def without_names(data):
    packets = read_packets(data)
    return write_packets((*(p for p in packets if p.tag in {6, 14}), packets[-1]))


def test_key_without_a_name_of_its_own_is_refused(goed):
    assert codes(without_names(goed[2])) == ["ONGELDIG"]


def test_of_a_file_that_is_read_no_further_the_first_key_alone_is_judged(smidse):
    strong, weak = smidse.make(name="Fictief een", sub="rsa2048"), smidse.make(name="Fictief twee", algo="rsa2048")
    assert codes(smidse.export(strong) + smidse.export(weak)) == ["MEERDERE"]
    assert codes(smidse.export(weak) + smidse.export(strong)) == ["MEERDERE", "ZWAK"]
    assert codes(without_names(smidse.export(strong))) == ["ONGELDIG"]
    assert codes(without_names(smidse.export(weak))) == ["ONGELDIG", "ZWAK"]


def test_subkey_that_the_key_did_not_sign_does_not_count(goed, smidse):
    """Somebody adds a subkey of their own to another's certificate."""
    mine, theirs = read_packets(smidse.export(smidse.make())), read_packets(goed[2])
    added = write_packets((*theirs[:3], *mine[3:]))
    assert codes(added) == ["SUBSLEUTEL"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"geen sleutel",
        b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n-----END PGP PUBLIC KEY BLOCK-----",
        b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n????\n-----END PGP PUBLIC KEY BLOCK-----",
        b"-----BEGIN PGP MESSAGE-----\n\nyAM=\n-----END PGP MESSAGE-----",
        b"\x99\x00",
        b"%PDF-1.7",
        new_packet(6, b"\x04"),
    ],
)
def test_file_that_is_no_key_is_refused(data):
    assert codes(data) == ["GEEN"]


def test_file_that_is_cut_off_or_goes_on_is_refused(goed):
    data = goed[2]
    for bad in (data[:-1], data[: len(data) // 2], data + b"x", data + new_packet(11, b"b\x00\x00\x00\x00\x00hallo")):
        assert codes(bad) == ["GEEN"]


def test_file_that_is_too_large_is_refused_unread(goed):
    assert codes(goed[2] + bytes(GROOTSTE_BESTAND)) == ["GROOTTE"]
    assert codes(bytes(GROOTSTE_BESTAND + 1)) == ["GROOTTE"]
    assert codes(bytes(GROOTSTE_BESTAND)) == ["GEEN"]
    with pytest.raises(EncryptionError, match="groter dan 256 kB"):
        read(bytes(GROOTSTE_BESTAND + 1))


def test_key_to_encrypt_to_need_not_sign_and_the_reverse(smidse):
    signs = smidse.export(smidse.make(sub=None))
    assert codes(signs) == ["SUBSLEUTEL"]
    assert codes(signs, "bestuurder") == ["SUBSLEUTEL"]
    found = read(signs, "medewerker")
    assert (found.subsleutels, found.doelen, found.kan_ondertekenen) == ((), frozenset(), True)
    done = smidse.gpg("--quick-gen-key", "Fictief cert", "ed25519", "cert", "never")
    cert = done.stderr.split(b"KEY_CREATED P ")[1][:40].decode()
    smidse.gpg("--quick-add-key", cert, "cv25519", "encr", "never")
    only_encrypts = smidse.export(cert)
    assert read(only_encrypts).kan_ondertekenen is False
    assert codes(only_encrypts, "medewerker") == ["ONDERTEKENEN"]
    assert codes(only_encrypts, "bva") == ["ONDERTEKENEN"]


def test_the_moment_of_judging_counts_and_not_the_clock(smidse):
    data = smidse.export(smidse.make(expires="1y"))
    assert read(data).geldig_tot
    assert codes(data, at=now() + 2 * YEAR) == ["VERLOPEN"]
    assert codes(data, at=now() - timedelta(days=1)) == ["TOEKOMST"]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused_or_read_without_another_error(goed, tail):
    for data in (tail, b"\x99" + tail, goed[2][:60] + tail):
        try:
            read_packets(data)
            if not read_packets(data):
                read(data)
        except WeerbaarDocsError:
            pass


def test_canary_is_really_in_the_key(goed):
    assert NAAM.encode() in goed[2]
