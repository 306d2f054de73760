# SPDX-License-Identifier: EUPL-1.2
"""Whether a primary key made a signature: every algorithm, made with `cryptography` and written as OpenPGP does."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from pgpbouw import ED25519, number
from weerbaar_docs.encryption.sequoia.public_keys import is_made_by

DIGESTS = {
    "md5": hashes.MD5(),
    "sha1": hashes.SHA1(),
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
    "sha3_256": hashes.SHA3_256(),
    "sha3_512": hashes.SHA3_512(),
}
CURVES = {
    "2a8648ce3d030107": ec.SECP256R1(),
    "2b81040022": ec.SECP384R1(),
    "2b81040023": ec.SECP521R1(),
    "2b2403030208010107": ec.BrainpoolP256R1(),
    "2b240303020801010b": ec.BrainpoolP384R1(),
    "2b240303020801010d": ec.BrainpoolP512R1(),
}


def digest(name, data=b"fictief"):
    return hashlib.new(name, data, usedforsecurity=False).digest()


def packet(algorithm, material):
    return b"\x04\x00\x00\x00\x00" + bytes([algorithm]) + material


def curve(oid, point):
    return bytes([len(oid)]) + oid + number(int.from_bytes(point))


def rsa_key(algorithm):
    key = rsa.generate_private_key(65537, 3072)
    numbers = key.public_key().public_numbers()

    def sign(name):
        made = key.sign(digest(name), padding.PKCS1v15(), utils.Prehashed(DIGESTS[name]))
        return number(int.from_bytes(made))

    return packet(algorithm, number(numbers.n) + number(numbers.e)), sign


def ecdsa_key(oid):
    key = ec.generate_private_key(CURVES[oid])
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def sign(name):
        r, s = utils.decode_dss_signature(key.sign(digest(name), ec.ECDSA(utils.Prehashed(DIGESTS[name]))))
        return number(r) + number(s)

    return packet(19, curve(bytes.fromhex(oid), point)), sign


def eddsa_key(oid=ED25519, before=b"\x40"):
    key = ed25519.Ed25519PrivateKey.generate()

    def sign(name):
        made = key.sign(digest(name))
        return number(int.from_bytes(made[:32])) + number(int.from_bytes(made[32:]))

    return packet(22, curve(oid, before + key.public_key().public_bytes_raw())), sign


def ed25519_key():
    key = ed25519.Ed25519PrivateKey.generate()
    return packet(27, key.public_key().public_bytes_raw()), lambda name: key.sign(digest(name))


KEYS = {
    "rsa": (1, lambda: rsa_key(1)),
    "rsa_tekent": (3, lambda: rsa_key(3)),
    **{f"ecdsa_{curve.name}": (19, lambda oid=oid: ecdsa_key(oid)) for oid, curve in CURVES.items()},
    "eddsa": (22, eddsa_key),
    "ed25519": (27, ed25519_key),
}


@pytest.fixture(scope="module", params=KEYS)
def sleutel(request):
    algorithm, make = KEYS[request.param]
    return algorithm, *make()


@pytest.mark.parametrize("name", DIGESTS)
def test_a_signature_of_the_key_itself_is_its_own(sleutel, name):
    algorithm, key, sign = sleutel
    for _ in range(20 if algorithm == 22 else 1):  # one in 128 numbers of Ed25519 begins with a zero octet
        assert is_made_by(key, algorithm, digest(name), name, sign(name)) is True


def test_a_signature_over_something_else_or_by_another_is_not(sleutel):
    algorithm, key, sign = sleutel
    made = sign("sha512")
    assert not is_made_by(key, algorithm, digest("sha512", b"iets anders"), "sha512", made)
    assert not is_made_by(key, algorithm, digest("sha512"), "sha512", made[:-1] + bytes([made[-1] ^ 1]))
    assert not is_made_by(key[:-1] + bytes([key[-1] ^ 1]), algorithm, digest("sha512"), "sha512", made)
    assert not is_made_by(key, algorithm, digest("sha512"), "sha512", made[:-1])
    assert not is_made_by(key, algorithm, digest("sha512"), "sha512", b"")


def test_a_signature_says_its_algorithm_and_digest(sleutel):
    algorithm, key, sign = sleutel
    made = sign("sha512")
    for other in {1, 3, 17, 19, 22, 25, 27, 28} - {algorithm}:
        assert not is_made_by(key, other, digest("sha512"), "sha512", made)
        assert not is_made_by(packet(other, key[6:]), algorithm, digest("sha512"), "sha512", made)
        both_rsa = {other, algorithm} == {1, 3}  # the same numbers under either name
        assert is_made_by(packet(other, key[6:]), other, digest("sha512"), "sha512", made) is both_rsa
    assert not is_made_by(key, algorithm, digest("sha512"), "ripemd160", made)
    if algorithm in {1, 3, 19}:
        assert not is_made_by(key, algorithm, digest("sha512"), "sha256", made)


@pytest.mark.parametrize(
    "made", [eddsa_key(oid=bytes.fromhex("2b06010401da470f02")), eddsa_key(before=b"\x04"), eddsa_key(before=b"\x00")]
)
def test_a_point_of_another_curve_or_form_is_no_key_of_ed25519(made):
    key, sign = made
    assert not is_made_by(key, 22, digest("sha512"), "sha512", sign("sha512"))


def test_an_unknown_curve_and_a_key_that_is_cut_off_make_nothing():
    key, sign = ecdsa_key("2b81040022")
    made = sign("sha384")
    unknown = key.replace(bytes.fromhex("2b81040022"), bytes.fromhex("2b8104000a"))
    for bad in (unknown, key[:-1], key[:12], key[:7], key[:6]):
        assert not is_made_by(bad, 19, digest("sha384"), "sha384", made)


def test_a_number_of_no_bits_is_no_number():
    key, _ = eddsa_key()
    assert not is_made_by(key, 22, digest("sha512"), "sha512", bytes(4))
    assert not is_made_by(packet(1, bytes(4)), 1, digest("sha512"), "sha512", bytes(2))
