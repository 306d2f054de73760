# SPDX-License-Identifier: EUPL-1.2
"""What GnuPG encrypts is framed as a message that says for which keys it is; nothing else passes for one."""

from __future__ import annotations

import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerbaar_docs.encryption.framing import can_hold, is_encrypted_message, recipients_of
from weerbaar_docs.encryption.gnupg import Sleutelring

KEY = b"\x84\x0b\x03" + b"k" * 10
DATA = b"\xd2\x0b\x01" + b"d" * 10
# Every way to write a length, and each kind of packet that a message has.
MESSAGES = [
    KEY + DATA,
    KEY + KEY + DATA,
    b"\x85\x00\x0b\x03" + b"k" * 10 + DATA,
    b"\x85\x01\x02\x03" + b"k" * 257 + DATA,
    b"\x86\x00\x00\x00\x0b\x03" + b"k" * 10 + DATA,
    b"\x86\x00\x01\x00\x02\x03" + b"k" * 0x10001 + DATA,
    b"\xc1\x0b\x03" + b"k" * 10 + DATA,
    b"\xc1\xbf\x03" + b"k" * 190 + DATA,
    b"\xc1\xc0\x00\x03" + b"k" * 191 + DATA,
    b"\xc1\xc1\x02\x03" + b"k" * 449 + DATA,
    b"\xc1\xdf\xff\x03" + b"k" * 8382 + DATA,
    b"\xc1\xff\x00\x00\x00\x0b\x03" + b"k" * 10 + DATA,
    KEY + b"\xd4\x0b\x01" + b"d" * 10,
    KEY + b"\xd2\xff\x00\x00\x00\x0b\x02" + b"d" * 10,
    KEY + b"\xd2\xff\x00\x01\x00\x02\x02" + b"d" * 0x10001,
    KEY + b"\xd2\xc0\x00\x01" + b"d" * 191,
    KEY + b"\xd2\xe4\x01" + b"d" * 15 + b"\x03ddd",
    KEY + b"\xd2\xe0\x01\xe4" + b"d" * 16 + b"\xe1dd\x01d",
    KEY + b"\xd2\xe4\x01" + b"d" * 15 + b"\xc0\x00" + b"d" * 192,
    KEY + b"\xd2\xe4\x01" + b"d" * 15 + b"\xff\x00\x00\x00\x03ddd",
    KEY + b"\xd2\xe4\x01" + b"d" * 15 + b"\x00",
]
OTHERS = [
    b"",
    b"\x84",
    b"\x84plaintext that begins with the right byte",
    b"\x85 plaintext" * 1000,
    b"\xc1plaintext" * 1000,
    KEY,
    DATA,
    DATA + KEY,
    KEY + DATA + KEY,
    KEY + DATA + b"\x00",
    KEY + DATA[:-1],
    KEY[:-1],
    KEY + KEY[:-1],
    KEY + b"\xcb\x0bb" + b"d" * 10,
    KEY + b"\xc9\x0b\x01" + b"d" * 10,
    b"\x8c\x0b\x04" + b"k" * 10 + DATA,
    b"\x84\x0b\x09" + b"k" * 10 + DATA,
    KEY + b"\xd2\x0b\x09" + b"d" * 10,
    KEY + b"\x52\x0b\x01" + b"d" * 10,
    b"\x84\x00" + DATA,
    b"\x04\x0b\x03" + b"k" * 10 + DATA,
    b"\x05\x00\x0b\x03" + b"k" * 10 + DATA,
    b"\x41\x0b\x03" + b"k" * 10 + DATA,
    b"\x87\x03" + b"k" * 10 + DATA,
    b"\x87\x0b\x03" + b"k" * 10 + DATA,
    b"\x86\x01\x00\x00\x0b\x03" + b"k" * 10 + DATA,
    KEY + b"\xd2\xff\x01\x00\x00\x0b\x01" + b"d" * 10,
    KEY + b"\xcb\x00" + DATA,
    b"\xc1\xe3\x03" + b"k" * 7 + b"\x03kkk" + DATA,
    KEY + b"\xd2\xe4\x01" + b"d" * 15,
    KEY + b"\xd2\xe4\x01" + b"d" * 15 + b"\xe1dd",
    KEY + b"\xd2\xe4\x01" + b"d" * 15 + b"\xc0",
    KEY + b"\xd2\xe4\x01" + b"d" * 15 + b"\xff\x00\x00\x00",
    KEY + b"\xd2\xe4\x01" + b"d" * 15 + b"\x03dd",
    KEY + b"\xd2\xe4\x01" + b"d" * 15 + b"\x03dddd",
    KEY + b"\xd2",
    KEY + b"\xd2\xc0",
    KEY + b"\xd2\xc0\x00",
    KEY + b"\xd2\xff\x00\x00",
    KEY + b"\xd2\xff\x00\x00\x00\x00",
    KEY + b"platte tekst",
    b"-----BEGIN PGP MESSAGE-----\n",
]


@pytest.fixture(scope="module")
def messages():
    with Sleutelring() as ring:
        one, two = ring.generate("Fictief een"), ring.generate("Fictief twee")
        yield [
            ring.sign_and_encrypt(os.urandom(size), signer=one, recipients=recipients, doel="test")
            for size in (1, 200, 9_000, 300_000)
            for recipients in ([one], [one, two])
        ]


def test_every_message_of_gnupg_is_one(messages):
    assert all(is_encrypted_message(message) for message in messages)


def test_a_message_that_is_cut_off_or_goes_on_is_none(messages):
    for message in messages:
        assert not is_encrypted_message(message[:-1])
        assert not is_encrypted_message(message + b"\x00")
        assert not is_encrypted_message(message + message)
        assert not is_encrypted_message(message[: len(message) // 2])


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message[:24].hex())
def test_every_way_to_write_a_length_is_read(message):
    assert is_encrypted_message(message) is True
    assert is_encrypted_message(b"\xc1\x0b\x06" + b"k" * 10 + message) is True
    keys = 2 if message.startswith(KEY + KEY) else 1
    assert recipients_of(io.BytesIO(message)) == ("6B" * 8,) * keys


@pytest.mark.parametrize("message", OTHERS, ids=lambda message: message[:24].hex())
def test_anything_else_is_none_and_for_nobody(message):
    assert is_encrypted_message(message) is False
    assert recipients_of(io.BytesIO(message)) == ()


def session_key(body):
    return b"\xc1" + bytes([len(body)]) + body


ID = bytes.fromhex("0123456789abcdef")
FINGERPRINT = bytes(range(1, 21))


@pytest.mark.parametrize(
    ("keys", "whom"),
    [
        ([b"\x03" + ID], [ID]),
        ([b"\x03" + ID + b"\x12" + b"k" * 90], [ID]),
        ([b"\x06\x15\x04" + FINGERPRINT + b"\x19" + b"k" * 40], [FINGERPRINT]),
        ([b"\x06\x15\x04" + FINGERPRINT + b"\x12", b"\x03" + ID, b"\x03" + bytes(8)], [FINGERPRINT, ID, bytes(8)]),
    ],
)
def test_a_message_names_each_key_that_it_is_for_in_order(keys, whom):
    message = b"".join(session_key(body) for body in keys) + DATA
    assert recipients_of(io.BytesIO(message)) == tuple(name.hex().upper() for name in whom)


@pytest.mark.parametrize(
    "key",
    [
        b"\x06\x00",
        b"\x06",
        b"\x06\x21\x06" + b"k" * 32 + b"\x19",
        b"\x06\x15\x06" + FINGERPRINT + b"\x19",
        b"\x06\x14\x04" + FINGERPRINT + b"\x19",
    ],
)
def test_a_message_for_a_key_without_a_name_of_version_4_is_for_nobody(key):
    for keys in ([key], [key, b"\x03" + ID], [b"\x03" + ID, key]):
        message = b"".join(session_key(body) for body in keys) + DATA
        assert is_encrypted_message(message)
        assert recipients_of(io.BytesIO(message)) == ()


def test_who_a_message_is_for_stands_in_the_message_and_not_in_where_it_was_read_to():
    message = io.BytesIO(KEY + DATA)
    assert message.read(5)
    assert recipients_of(message) == recipients_of(message) == ("6B" * 8,)


@pytest.mark.parametrize(("size", "can"), [(0, True), (12, True), (13, False), (14, False)])
def test_a_message_holds_less_than_its_own_length(size, can):
    message = io.BytesIO(KEY)
    assert can_hold(message, size) is can
    assert can_hold(message, size) is can


@given(st.binary(max_size=60))
def test_no_bytes_at_all_make_it_fail(data):
    for start in (b"", b"\x84", b"\x85", b"\xc1", KEY, KEY + b"\xd2"):
        assert is_encrypted_message(start + data) in (True, False)
        if recipients_of(io.BytesIO(start + data)):
            assert is_encrypted_message(start + data)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1))
def test_plain_text_never_passes_behind_the_byte_of_a_message(text):
    for first in (b"\x84", b"\x85", b"\xc1", b"\xc1\x04\x03"):
        assert not is_encrypted_message(first + text.encode())
