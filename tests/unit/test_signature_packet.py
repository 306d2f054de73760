# SPDX-License-Identifier: EUPL-1.2
"""A file with a signature gives its one packet, however it was sent; and more than one packet is not one."""

from __future__ import annotations

import base64

import pytest

from achterkantbouw import Geweigerd
from weerbaar_docs.encryption.signature_packet import read_signature, require_one_packet

INHOUD = bytes(range(4, 84))
HANDTEKENING = b"\x88\x50" + INHOUD
ONDER = b"-----BEGIN PGP SIGNATURE-----\n\n", b"\n-----END PGP SIGNATURE-----\n"


def armored(signature=HANDTEKENING):
    text = base64.encodebytes(signature).strip()
    assert b"\n" in text
    return ONDER[0] + text + b"\n=AbCd" + ONDER[1]


@pytest.mark.parametrize(
    "sent",
    [
        HANDTEKENING,
        armored(),
        armored().replace(b"\n", b"\r\n"),
        b"\r\n \n" + armored(),
        armored() + b"Groet\n",
        armored().replace(b"\n=AbCd", b""),
        armored().replace(b"\n=AbCd", b" \t\n\n=AbCd"),
        armored().replace(b"\n\n", b"\nComment: GPGTools\n\n", 1),
    ],
    ids=["binary", "armored", "crlf", "after a line", "before a line", "no checksum", "blanks", "comment"],
)
def test_a_signature_is_read_as_people_send_it(sent):
    assert read_signature(sent) == HANDTEKENING


@pytest.mark.parametrize(
    "sent",
    [
        armored().replace(b"\n\n", b"\n", 1),
        armored().replace(b"\n=AbCd", b"\nAA"),
        armored().replace(b"\n=AbCd", b"\n????"),
        ONDER[0] + ONDER[1],
    ],
    ids=["no empty line", "cut off", "other signs", "nothing"],
)
def test_armor_that_cannot_be_read_holds_nothing(sent):
    assert read_signature(sent) == b""


@pytest.mark.parametrize(
    "signature",
    [
        HANDTEKENING,
        b"\x89\x00\x50" + INHOUD,
        b"\x8a\x00\x00\x00\x50" + INHOUD,
        b"\xc2\x50" + INHOUD,
        b"\xc2\xc0\x08" + bytes(200),
        b"\xc2\xff\x00\x00\x00\x50" + INHOUD,
    ],
)
def test_one_signature_is_one_however_its_length_is_written(signature):
    require_one_packet(signature)


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        b"\xc2",
        b"\x88\x00",
        b"\x89\x00\x00",
        HANDTEKENING[:-1],
        HANDTEKENING + b"x",
        HANDTEKENING + HANDTEKENING,
        b"\x8b\x50" + INHOUD,
        b"\xc2\xe1\x04\x00\x4e" + INHOUD[2:],
        b"\x84\x50" + INHOUD,
        b"\x98\x50" + INHOUD,
        b"\xcd\x50" + INHOUD,
        armored(),
    ],
)
def test_anything_but_one_whole_signature_is_refused(signature):
    with Geweigerd("SLEUTEL-HANDTEKENING"):
        require_one_packet(signature)
