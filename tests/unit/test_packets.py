# SPDX-License-Identifier: EUPL-1.2
"""A key file is its packets from its first byte to its last, or nothing; a key packet says what it is."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from pgpbouw import GEMAAKT, NAAM, Sleutelmaker, number, seconds
from weerbaar_docs.encryption.packets import Pakket, Sleutelpakket, keys, names_are_clean, read_packets, write_packets

# The sample key of RFC 9580, A.1, and the fingerprint that stands there.
RFC = bytes.fromhex(
    "0453f35f0b16092b06010401da470f010107403f098994bdd916ed4053197934e4a87c80733a1280d62f8010992e43ee3b2406"
)
RFC_VINGERAFDRUK = "C959BDBAFA32A2F89A153B678CFDE12197965A9A"
SLEUTEL = Pakket(6, RFC)
HELE = (SLEUTEL, Pakket(13, NAAM), Pakket(2, b"\x04" * 70), Pakket(14, RFC))
BEGIN, EIND = b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n", b"-----END PGP PUBLIC KEY BLOCK-----\n"


def armored(data, head=b"\n", foot=b"=AbCd\n"):
    return BEGIN + head + base64.encodebytes(data) + foot + EIND


# --- the file ----------------------------------------------------------------------------------


def test_packets_are_written_with_a_length_of_five_octets_and_read_back():
    written = write_packets((SLEUTEL, Pakket(13, b"abc")))
    assert written == b"\xc6\xff\x00\x00\x00\x33" + RFC + b"\xcd\xff\x00\x00\x00\x03abc"
    assert read_packets(written) == (SLEUTEL, Pakket(13, b"abc"))
    assert read_packets(write_packets(HELE)) == HELE
    assert read_packets(b"\x98\x33" + RFC + b"\xb4\x03abc") == (SLEUTEL, Pakket(13, b"abc"))


@pytest.mark.parametrize("tag", [2, 5, 6, 7, 10, 12, 13, 14, 17, 21])
def test_a_certificate_is_made_of_these_packets(tag):
    assert read_packets(write_packets((SLEUTEL, Pakket(tag, b"abc")))) == (SLEUTEL, Pakket(tag, b"abc"))


@pytest.mark.parametrize("tag", [1, 3, 4, 8, 9, 11, 18, 19, 20, 60])
def test_any_other_packet_makes_it_no_key_file(tag):
    assert read_packets(write_packets((SLEUTEL, Pakket(tag, b"abc"), *HELE[1:]))) == ()


def test_a_file_begins_with_a_primary_key():
    for tag in (5, 6):
        assert read_packets(write_packets((Pakket(tag, RFC), *HELE[1:]))) == (Pakket(tag, RFC), *HELE[1:])
    for tag in (2, 7, 13, 14):
        assert read_packets(write_packets((Pakket(tag, RFC), *HELE))) == ()


def test_a_file_is_whole_or_it_is_nothing():
    data = write_packets(HELE)
    pieces = b"\xcd\xe1ab\x01c"  # a name in two pieces
    for bad in (b"", b"x", data[:-1], data + b"x", b"x" + data, data + pieces, data + b"\xcd\x00", data + b"\xb7abc"):
        assert read_packets(bad) == ()


@pytest.mark.parametrize(
    "sent",
    [
        armored(write_packets(HELE)),
        armored(write_packets(HELE), foot=b""),
        armored(write_packets(HELE), head=b"Version: 1\nComment: een sleutel\n\n"),
        armored(write_packets(HELE)).replace(b"\n", b" \r\n"),
        armored(write_packets(HELE)).replace(b"PUBLIC", b"PRIVATE"),
        b"Hierbij:\n" + armored(write_packets(HELE)) + b"Groet\n",
        armored(write_packets(HELE[:2])) + b"en\n" + armored(write_packets(HELE[2:])),
        armored(write_packets(HELE)).decode().encode("utf-16"),
        b"\xfe\xff" + armored(write_packets(HELE)).decode().encode("utf-16-be"),
        b"\xff\xfe" + armored(write_packets(HELE)).decode().encode("utf-16-le") + b"\x00",
        b"\xff\xfe" + ("Groet van Ren\u00e9\n" + armored(write_packets(HELE)).decode()).encode("utf-16-le"),
    ],
    ids=[
        *("armored", "no checksum", "headers", "crlf", "private", "in a mail", "two blocks"),
        *("utf-16", "utf-16-be", "half a sign", "other signs"),
    ],
)
def test_armor_is_taken_off_as_people_send_it(sent):
    assert read_packets(sent) == HELE


def test_armor_that_holds_anything_else_makes_it_nothing():
    good = armored(write_packets(HELE))
    for bad in (b"????\n", b"A\n"):
        assert read_packets(good + BEGIN + b"\n" + bad + EIND) == ()
        assert read_packets(armored(write_packets(HELE), foot=bad)) == ()


# --- the keys in it ----------------------------------------------------------------------------


def test_a_key_says_what_it_is():
    assert keys(HELE) == tuple(
        Sleutelpakket(
            tag=tag,
            versie=4,
            aangemaakt=datetime(2014, 8, 19, 14, 28, 27, tzinfo=UTC),
            algoritme="EdDSA",
            bits=255,
            kromme="ed25519",
            vingerafdruk=RFC_VINGERAFDRUK,
        )
        for tag in (6, 14)
    )


def test_a_secret_key_has_no_fingerprint_here_for_more_than_it_is_in_the_packet():
    for tag in (5, 7):
        [found] = keys((Pakket(tag, RFC),))
        assert (found.tag, found.algoritme, found.bits, found.vingerafdruk) == (tag, "EdDSA", 255, "")


def key(algorithm, material, version=4):
    [found] = keys((Pakket(6, bytes([version]) + seconds(GEMAAKT) + bytes([algorithm]) + material),))
    assert found.aangemaakt == GEMAAKT
    return found


@pytest.mark.parametrize(
    ("algorithm", "name"), [(1, "RSA"), (2, "RSA"), (3, "RSA"), (16, "ElGamal"), (17, "DSA"), (20, "algoritme 20")]
)
def test_a_key_of_numbers_is_as_long_as_its_first(algorithm, name):
    found = key(algorithm, number(1 << 3071) + number(65537))
    assert (found.algoritme, found.kromme) == (name, "")
    assert found.bits == (0 if algorithm == 20 else 3072)


@pytest.mark.parametrize(("algorithm", "name"), [(18, "ECDH"), (19, "ECDSA"), (22, "EdDSA")])
@pytest.mark.parametrize(
    ("oid", "curve", "bits"),
    [("2a8648ce3d030107", "nistp256", 256), ("2b81040023", "nistp521", 521), ("2b8104000b", "onbekend", 0)],
)
def test_a_key_of_a_curve_is_as_long_as_its_curve(algorithm, name, oid, curve, bits):
    found = key(algorithm, bytes([len(oid) // 2]) + bytes.fromhex(oid) + number(1 << 520))
    assert (found.algoritme, found.kromme, found.bits) == (name, curve, bits)


def test_of_a_key_of_another_version_only_the_version_counts():
    found = key(1, number(1 << 3071), version=6)
    assert (found.versie, found.algoritme, found.bits, found.kromme, found.vingerafdruk) == (6, "RSA", 0, "", "")


def test_a_key_that_is_cut_off_is_none():
    m = Sleutelmaker()
    short = Pakket(6, m.primary().inhoud[:7])
    for packets in ((short,), (m.primary(), short), (Pakket(14, b""),)):
        with pytest.raises(ValueError, match="cut off"):
            keys(packets)
    assert keys((Pakket(6, m.primary().inhoud[:8]),))[0].kromme == "onbekend"
    assert keys((Pakket(13, b""), Pakket(2, b""))) == ()


# --- the names ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [NAAM, b"", "Ångström-Súd <k@voorbeeld.nl>".encode(), "名前".encode()])
def test_a_name_of_plain_text_is_clean(name):
    assert names_are_clean((SLEUTEL, Pakket(13, NAAM), Pakket(13, name))) is True


@pytest.mark.parametrize("name", [b"\xff", b"a\nb", b"a\x00", "a\u0085".encode(), "a\u2028".encode(), b"\x1b[2J"])
def test_one_name_that_is_not_is_enough(name):
    for packets in ((SLEUTEL, Pakket(13, name)), (Pakket(13, NAAM), Pakket(13, name)), (Pakket(13, name), *HELE)):
        assert names_are_clean(packets) is False
    assert names_are_clean((Pakket(2, name), Pakket(14, name))) is True
