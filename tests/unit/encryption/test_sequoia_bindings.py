# SPDX-License-Identifier: EUPL-1.2
"""What a primary key says of its parts, packet by packet: only what it signed itself, over exactly that part."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pgpbouw import BEELD, DIGEST_IDS, GEMAAKT, Sleutelmaker, expires_after, flags, key_lasts, made_at, subpacket
from weerbaar_docs.encryption.packets import Pakket
from weerbaar_docs.encryption.sequoia.bindings import Binding, read_parts

DAG = timedelta(days=1)
NU = GEMAAKT + 100 * DAG
PLAIN = Binding(gezet=GEMAAKT, verloopt=None, sleutelduur=None, mogelijkheden=None)


@pytest.fixture
def m():
    return Sleutelmaker()


def bindings(*packets):
    return [list(part.bindingen) for part in read_parts(packets)]


def revoked(*packets):
    return [part.ingetrokken for part in read_parts(packets)]


# --- what binds --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [0x10, 0x11, 0x12, 0x13])
def test_a_name_that_the_key_signed_binds_it(m, kind):
    key, name = m.primary(), m.name()
    said = (made_at(GEMAAKT + DAG), expires_after(2 * DAG), key_lasts(30 * DAG), flags(0x03))
    assert bindings(key, name, m.sign(kind, [key, name], *said)) == [
        [
            Binding(
                gezet=GEMAAKT + DAG,
                verloopt=GEMAAKT + 3 * DAG,
                sleutelduur=30 * DAG,
                mogelijkheden="cs",
            )
        ]
    ]
    assert bindings(key, name, m.sign(kind, [key, name])) == [[PLAIN]]


@pytest.mark.parametrize(
    ("value", "able"), [(0x00, ""), (0x01, "c"), (0x02, "s"), (0x04, "e"), (0x08, "e"), (0x0F, "cse"), (0xF0, "")]
)
def test_flags_say_what_a_key_is_for(m, value, able):
    key = m.primary()
    [[made]] = bindings(key, m.sign(0x1F, [key], made_at(GEMAAKT), flags(value)))
    assert made.mogelijkheden == able
    [[made]] = bindings(key, m.sign(0x1F, [key], made_at(GEMAAKT), subpacket(27, bytes([value, 0x04]))))
    assert made.mogelijkheden == able


def test_a_subkey_is_bound_by_its_own_kind_of_signature_alone(m):
    key, sub = m.primary(), m.subkey()
    assert bindings(key, sub, m.sign(0x18, [key, sub])) == [[], [PLAIN]]
    for kind in (0x10, 0x13, 0x1F, 0x19, 0x00):
        assert bindings(key, sub, m.sign(kind, [key, sub])) == [[], []]
    for kind in (0x18, 0x00, 0x13):
        assert bindings(key, m.sign(kind, [key]), sub) == [[], []]
    assert bindings(key, m.sign(0x1F, [key]), sub) == [[PLAIN], []]


def test_a_signature_is_over_this_part_and_no_other(m):
    key, name, other, sub, sub2 = m.primary(), m.name(), m.name(b"een ander"), m.subkey(), m.subkey()
    assert bindings(key, name, m.sign(0x13, [key, other])) == [[]]
    assert bindings(key, sub, m.sign(0x18, [key, sub2])) == [[], []]
    assert bindings(key, sub, m.sign(0x18, [key, sub]), sub2, m.sign(0x18, [key, sub])) == [[], [PLAIN], []]
    assert bindings(key, m.sign(0x13, [key, name]), name) == [[]]
    assert bindings(key, name, m.sign(0x13, [key, name]), other) == [[PLAIN]]
    named = (key, name, m.sign(0x13, [key, name]))
    assert bindings(*named, sub, m.name(), m.sign(0x13, [key, sub])) == [[PLAIN], []]


def test_a_signature_of_another_key_says_nothing(m):
    key, sub, other = m.primary(), m.subkey(), Sleutelmaker()
    assert bindings(key, sub, m.sign(0x18, [key, sub], by=other)) == [[], []]
    assert revoked(key, m.sign(0x20, [key], by=other), sub, m.sign(0x28, [key, sub], by=other)) == [False, False]


def test_a_picture_and_its_signatures_say_nothing(m):
    key, picture = m.primary(), Pakket(17, BEELD)
    assert bindings(key, picture, m.sign(0x13, [key, picture])) == [[]]
    assert bindings(key, picture, m.sign(0x13, [key]), m.sign(0x1F, [key])) == [[]]
    name = m.name()
    assert bindings(key, picture, m.sign(0x13, [key, picture]), name, m.sign(0x13, [key, name])) == [[PLAIN]]
    assert bindings(key, name, m.sign(0x13, [key, name]), picture, m.sign(0x13, [])) == [[PLAIN]]


@pytest.mark.parametrize("tag", [12, 13, 21])
def test_a_signature_in_a_packet_of_another_kind_says_nothing(m, tag):
    key = m.primary()
    assert bindings(key, Pakket(tag, m.sign(0x1F, [key]).inhoud)) == [[]]
    assert revoked(key, Pakket(tag, m.sign(0x20, [key]).inhoud)) == [False]


@pytest.mark.parametrize("digest", sorted({*DIGEST_IDS, 3}))
def test_a_digest_that_can_be_forged_binds_nothing_and_revokes(m, digest):
    key, sub, strong = m.primary(), m.subkey(), digest in {8, 9, 10, 12, 14}
    assert bindings(key, sub, m.sign(0x18, [key, sub], digest=digest)) == [[], [PLAIN] if strong else []]
    assert revoked(key, m.sign(0x20, [key], digest=digest)) == [digest != 3]


def test_a_binding_says_when_it_was_made_in_a_form_that_can_be_read(m):
    key = m.primary()
    assert bindings(key, m.sign(0x1F, [key], flags(1))) == [[]]
    for bad in (b"\x04\x02\x00\x00\x00", b"\x06\x02\x00\x00\x00\x00\x00"):
        assert bindings(key, m.sign(0x1F, [key], bad)) == [[]]
    for kind in (3, 9):
        bad = bytes([4, kind, 0, 0, 1])
        assert bindings(key, m.sign(0x1F, [key], made_at(GEMAAKT), bad)) == [[]]
    outside = m.sign(0x1F, [key], flags(1), unhashed=made_at(GEMAAKT))
    assert bindings(key, outside) == [[]]
    critical = b"\x05\x82" + made_at(GEMAAKT)[2:]
    assert bindings(key, m.sign(0x1F, [key], critical)) == [[PLAIN]]


@pytest.mark.parametrize("version", [3, 5, 6])
def test_a_signature_of_another_version_says_nothing(m, version):
    key = m.primary()
    assert bindings(key, m.sign(0x1F, [key], version=version)) == [[]]
    assert revoked(key, m.sign(0x20, [key], version=version)) == [False]


def test_a_signature_that_is_cut_off_says_nothing_and_stops_nothing(m):
    key, sub = m.primary(), m.subkey()
    whole = m.sign(0x1F, [key], unhashed=b"\x02\x10\x00")
    assert bindings(key, whole) == [[PLAIN]]
    for end in range(len(whole.inhoud)):
        cut = Pakket(2, whole.inhoud[:end])
        assert bindings(key, cut, sub, m.sign(0x18, [key, sub])) == [[], [PLAIN]]


# --- what revokes ------------------------------------------------------------------------------


def test_each_part_is_revoked_by_its_own_kind_of_signature(m):
    key, sub = m.primary(), m.subkey()
    assert revoked(key, m.sign(0x20, [key]), sub) == [True, False]
    assert revoked(key, sub, m.sign(0x28, [key, sub])) == [False, True]
    assert revoked(key, m.sign(0x28, [key]), sub, m.sign(0x20, [key, sub])) == [False, False]
    assert revoked(key, m.sign(0x20, [key]), m.sign(0x28, [key])) == [True]
    assert revoked(key, sub, m.sign(0x28, [key, sub]), m.sign(0x20, [key, sub])) == [False, True]


def test_a_name_that_was_revoked_binds_nothing_and_another_still_does(m):
    key, name, other = m.primary(), m.name(), m.name(b"een ander")
    bound, gone = m.sign(0x13, [key, name]), m.sign(0x30, [key, name])
    assert bindings(key, name, bound, gone) == bindings(key, name, gone, bound) == [[]]
    assert bindings(key, name, bound, gone, other, m.sign(0x13, [key, other])) == [[PLAIN]]
    assert bindings(key, other, m.sign(0x13, [key, other]), name, bound, gone) == [[PLAIN]]
    assert bindings(key, m.sign(0x30, [key]), m.sign(0x1F, [key])) == [[PLAIN]]


def test_a_binding_with_subpackets_that_are_not_whole_says_nothing(m):
    key, sub = m.primary(), m.subkey()
    said = (made_at(GEMAAKT), flags(0x0C))
    assert bindings(key, sub, m.sign(0x18, [key, sub], *said))[1] != []
    for bad in (b"\x00", b"\x05\x09\x00", b"\xff\x00"):
        assert bindings(key, sub, m.sign(0x18, [key, sub], *said, bad)) == [[], []]
    assert bindings(key, sub, m.sign(0x18, [key, sub], *said, b"\x00", key_lasts(DAG))) == [[], []]


@pytest.mark.parametrize("more", [8, 300])
def test_a_binding_whose_number_is_shorter_than_its_bit_count_says_nothing(m, more):
    key, sub = m.primary(), m.subkey()
    signed = m.sign(0x18, [key, sub]).inhoud
    last = signed.rindex(signed[-32:]) - 2  # the bit count of the last number
    bits = int.from_bytes(signed[last : last + 2])
    longer = signed[:last] + (bits + more).to_bytes(2) + signed[last + 2 :]
    assert bindings(key, sub, Pakket(2, signed)) == [[], [PLAIN]]
    assert bindings(key, sub, Pakket(2, longer)) == [[], []]


def test_a_binding_may_say_more_than_an_octet_can_count(m):
    key, sub = m.primary(), m.subkey()
    remark = b"\xc0\x6c" + bytes([100]) + b"x" * 299
    assert bindings(key, sub, m.sign(0x18, [key, sub], remark, made_at(GEMAAKT))) == [[], [PLAIN]]
