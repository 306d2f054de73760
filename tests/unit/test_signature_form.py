# SPDX-License-Identifier: EUPL-1.2
"""A signature has one form, octet by octet (RFC 9580, 5.2): what is not covered by it can be written in one way."""

from __future__ import annotations

import pytest

from pgpbouw import DIGEST_IDS, GEMAAKT, Sleutelmaker, made_at, number, subpacket
from weerbaar_docs.encryption.signature_form import canonical_signature, check_form, read_form, subpackets
from weerbaar_docs.errors import VerificationError

VINGERAFDRUK = bytes(range(0xA0, 0xB4))
UITGEVER = subpacket(33, b"\x04" + VINGERAFDRUK)
NOTHING = b""


def hashed_part(*said, version=4, kind=0, digest=10):
    area = b"".join(said)
    return bytes([version, kind, 22, digest]) + len(area).to_bytes(2) + area


def signature(hashed=None, *, unhashed=b"\x09\x10" + VINGERAFDRUK[-8:], begin=b"\xab\xcd", numbers=None):
    """Write a signature in the old header, with its length in one octet, in two or in four."""
    body = hashed_part(made_at(GEMAAKT), UITGEVER) if hashed is None else hashed
    body += len(unhashed).to_bytes(2) + unhashed + begin + (number(5) if numbers is None else numbers)
    size = 1 if len(body) < 0x100 else 2 if len(body) < 0x10000 else 4
    return bytes([{1: 0x88, 2: 0x89, 4: 0x8A}[size]]) + len(body).to_bytes(size) + body


def has_no_form(made):
    """Say whether this is refused as a signature of another form, in each of the ways to ask."""
    for act in (read_form, canonical_signature, lambda found: check_form(found, b"")):
        with pytest.raises(VerificationError) as caught:
            act(made)
        assert [m.code for m in caught.value.meldingen] == ["HANDTEKENING-VORM"]
    return True


def test_a_signature_is_its_hashed_part_its_key_two_octets_and_its_numbers():
    hashed, numbers = hashed_part(made_at(GEMAAKT), UITGEVER), number(5) + number(1 << 4095) + number(1)
    vorm = read_form(signature(hashed, numbers=numbers))
    assert (vorm.gehasht, vorm.begin, vorm.getallen) == (hashed, b"\xab\xcd", numbers)
    assert vorm.uitgever == VINGERAFDRUK.hex().upper()
    assert "abcd" not in repr(vorm).lower().replace(VINGERAFDRUK.hex(), "")


def sized(length):
    """Give a signature in its one form of so many octets behind its header: one long number fills it."""
    rest = length - len(signature(numbers=b"")) + 2
    numbers = b""
    while rest:
        part = min(rest, 8000) if rest - min(rest, 8000) not in {1, 2} else rest - 3
        numbers += number(1 << 8 * (part - 2) - 1)
        rest -= part
    return signature(numbers=numbers)


@pytest.mark.parametrize(("length", "head"), [(0xFE, 2), (0xFF, 2), (0x100, 3), (0x101, 3), (0xFFFF, 3)])
def test_the_length_stands_in_the_fewest_octets(length, head):
    made = sized(length)
    assert len(made) == head + length
    assert canonical_signature(made) == made
    assert canonical_signature(b"\xc2\xff" + length.to_bytes(4) + made[head:]) == made


def test_what_is_longer_than_two_octets_can_say_has_no_form():
    made = sized(0x10000)
    assert read_form(made)
    with pytest.raises(VerificationError):
        canonical_signature(made)


@pytest.mark.parametrize("unhashed", [b"", b"\x09\x10" + bytes(8), b"\x02\x64x\x09\x10" + VINGERAFDRUK[-8:]])
def test_outside_the_hash_stands_the_short_name_of_the_key_alone(unhashed):
    assert canonical_signature(signature(unhashed=unhashed)) == signature()


def signed(**changed):
    """Give a signature over no data at all, as an old header with its length in two octets has it."""
    made = Sleutelmaker().sign(0, [], made_at(GEMAAKT), UITGEVER, **changed).inhoud
    return b"\x89" + len(made).to_bytes(2) + made


@pytest.mark.parametrize("digest", sorted({*DIGEST_IDS, 0, 3, 13}))
def test_the_two_octets_are_those_of_a_digest_that_cannot_be_forged(digest):
    made = canonical_signature(signed(digest=digest))
    if digest in {8, 9, 10, 12, 14}:
        assert check_form(made, NOTHING) == VINGERAFDRUK.hex().upper()
        with pytest.raises(VerificationError):
            check_form(made, b"iets anders")
    else:
        with pytest.raises(VerificationError):
            check_form(made, NOTHING)


@pytest.mark.parametrize("unhashed", [b"", b"\x09\x10" + VINGERAFDRUK[-8:], b"\x09\x10" + bytes(8)])
def test_a_signature_holds_in_its_one_form_alone(unhashed):
    made = signed(unhashed=unhashed)
    assert check_form(canonical_signature(made), NOTHING) == VINGERAFDRUK.hex().upper()
    with pytest.raises(VerificationError):
        check_form(made, NOTHING)


@pytest.mark.parametrize(("version", "kind"), [(3, 0), (5, 0), (6, 0), (4, 1), (4, 0x13), (4, 0x18)])
def test_a_signature_of_another_version_or_over_something_else_has_no_form(version, kind):
    assert has_no_form(signature(hashed_part(made_at(GEMAAKT), UITGEVER, version=version, kind=kind)))


@pytest.mark.parametrize(
    "made",
    [
        b"\xc4" + signature()[1:],
        b"\x8b" + signature()[1:],
        signature() + b"\x00",
        signature() + signature(),
        signature()[:-1],
        b"\xc2\xe1\x04\x00" + bytes([len(signature()) - 4]) + signature()[4:],
    ],
)
def test_only_one_whole_signature_has_a_form(made):
    assert has_no_form(made)


def test_a_signature_that_ends_before_its_numbers_has_no_form():
    body = signature(numbers=b"")[2:]
    for end in range(1, len(body) + 1):
        assert has_no_form(bytes([0x88, end]) + body[:end])


@pytest.mark.parametrize(
    "numbers",
    [
        b"\x00\x00",
        b"\x00",
        b"\x00\x08",
        b"\x00\x08\x7f",
        b"\x00\x08\x80\x00",
        b"\x00\x09\x80",
        b"\x00\x09\x00\xff",
        b"\x00\x07\xff",
        b"\x01\x01\x80",
        number(5) + b"\x00\x00",
        number(5) + b"\x00",
        number(5) + b"\x00\x10\x80",
    ],
)
def test_every_number_has_its_own_bit_count_and_the_last_ends_the_signature(numbers):
    assert has_no_form(signature(numbers=numbers))


@pytest.mark.parametrize("value", [1, 0x7F, 0x80, 0xFF, 0x100, 1 << 255, (1 << 256) - 1])
def test_a_number_of_any_length_is_one(value):
    assert canonical_signature(signature(numbers=number(value))) == signature(numbers=number(value))


@pytest.mark.parametrize(
    "said",
    [
        [made_at(GEMAAKT)],
        [UITGEVER, UITGEVER],
        [UITGEVER, subpacket(33, b"\x04" + bytes(20))],
        [UITGEVER, subpacket(33, b"")],
        [subpacket(33, b"\x06" + VINGERAFDRUK)],
        [subpacket(33, b"\x04" + VINGERAFDRUK[:-1])],
        [subpacket(33, b"\x04" + VINGERAFDRUK + b"\x00")],
        [subpacket(33, b"\x06" + bytes(32))],
        [subpacket(33, b"")],
        [UITGEVER[:-1]],
        [subpacket(16, VINGERAFDRUK[-8:])],
    ],
)
def test_a_signature_names_exactly_one_key_of_version_4(said):
    assert has_no_form(signature(hashed_part(*said)))


def test_a_key_is_named_wherever_it_stands_and_also_when_that_is_critical():
    critical = b"\x16\xa1" + UITGEVER[2:]
    long = subpacket(20, b"x" * 180)
    for said in ([critical], [UITGEVER, made_at(GEMAAKT)], [made_at(GEMAAKT), long, long, critical]):
        assert read_form(signature(hashed_part(*said))).uitgever == VINGERAFDRUK.hex().upper()


# --- the subpackets ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "size"),
    [
        (b"\x01", 1),
        (b"\xbf", 191),
        (b"\xc0\x00", 192),
        (b"\xc1\x02", 450),
        (b"\xfe\xff", 16_319),
        (b"\xff\x00\x00\x00\x02", 2),
        (b"\xff\x00\x01\x00\x02", 0x10002),
    ],
    ids=lambda value: value.hex() if isinstance(value, bytes) else value,
)
def test_every_way_to_write_the_length_of_a_subpacket_is_read(head, size):
    content = b"\x64" + b"x" * (size - 1)
    assert list(subpackets(made_at(GEMAAKT) + head + content + UITGEVER)) == [
        made_at(GEMAAKT)[1:],
        content,
        UITGEVER[1:],
    ]
    with pytest.raises(ValueError, match="cut off"):
        list(subpackets(head + content[:-1]))


@pytest.mark.parametrize(
    "rest",
    [
        b"\x00",
        b"\x00" + UITGEVER,
        UITGEVER[:-1],
        b"\xc0",
        b"\xff\x00",
        b"\xff\x00\x00\x00\x00\x21",
        b"\xff\x01\x00\x00\x02dx",
        b"\x05\x02",
    ],
)
def test_an_area_with_a_subpacket_that_is_not_whole_is_refused_as_a_whole(rest):
    assert list(subpackets(UITGEVER)) == [UITGEVER[1:]]
    with pytest.raises(ValueError, match="cut off"):
        list(subpackets(UITGEVER + rest))
