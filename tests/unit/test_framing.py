# SPDX-License-Identifier: EUPL-1.2
"""What GnuPG encrypts is framed as a message; nothing else passes for one."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerbaar_docs.encryption.framing import is_encrypted_message
from weerbaar_docs.encryption.gnupg import Sleutelring

KEY = b"\x84\x0b\x03" + b"k" * 10
DATA = b"\xd2\x0b\x01" + b"d" * 10


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


@pytest.mark.parametrize(
    "message",
    [
        KEY + DATA,
        KEY + KEY + DATA,
        b"\x85\x00\x0b\x03" + b"k" * 10 + DATA,
        b"\x86\x00\x00\x00\x0b\x03" + b"k" * 10 + DATA,
        b"\xc1\x0b\x06" + b"k" * 10 + DATA,
        KEY + b"\xd4\x0b\x01" + b"d" * 10,
        KEY + b"\xd2\xff\x00\x00\x00\x0b\x02" + b"d" * 10,
        KEY + b"\xd2\xc0\x00\x01" + b"d" * 191,
        KEY + b"\xd2\xe4\x01" + b"d" * 15 + b"\x03ddd",
    ],
)
def test_every_way_to_write_a_length_is_read(message):
    assert is_encrypted_message(message)


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\x84",
        b"\x84plaintext that begins with the right byte",
        b"\x85 plaintext" * 1000,
        b"\xc1plaintext" * 1000,
        KEY,
        DATA,
        DATA + KEY,
        KEY + DATA + KEY,
        KEY + b"\xcb\x0bb" + b"d" * 10,
        KEY + b"\xc9\x0b\x01" + b"d" * 10,
        b"\x8c\x0b\x04" + b"k" * 10 + DATA,
        b"\x84\x0b\x09" + b"k" * 10 + DATA,
        KEY + b"\xd2\x0b\x09" + b"d" * 10,
        b"\x84\x00" + DATA,
        b"\x87\x03" + b"k" * 10 + DATA,
        b"\xc1\xe3\x03" + b"k" * 7 + b"\x03kkk" + DATA,
        KEY + b"\xd2\xe4\x01" + b"d" * 15,
        KEY + b"\xd2\xff\x00\x00",
        KEY + b"platte tekst",
        b"-----BEGIN PGP MESSAGE-----\n",
    ],
)
def test_anything_else_is_none(message):
    assert not is_encrypted_message(message)


@given(st.binary(max_size=60))
def test_no_bytes_at_all_make_it_fail(data):
    for start in (b"", b"\x84", b"\x85", b"\xc1", KEY, KEY + b"\xd2"):
        assert is_encrypted_message(start + data) in (True, False)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1))
def test_plain_text_never_passes_behind_the_byte_of_a_message(text):
    for first in (b"\x84", b"\x85", b"\xc1", b"\xc1\x04\x03"):
        assert not is_encrypted_message(first + text.encode())
