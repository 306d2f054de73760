# SPDX-License-Identifier: EUPL-1.2
"""A digest and the numbers of a signature -> whether this primary key made it; RSA, ECDSA and EdDSA, by `cryptography`.

By RFC 9580, 5.2.3 and 5.5.5: numbers are written with their bit count before them, Ed25519 of version 6 as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_HASHES: Final[Mapping[str, Callable[[], hashes.HashAlgorithm]]] = {
    "md5": hashes.MD5,
    "sha1": hashes.SHA1,
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
    "sha3_256": hashes.SHA3_256,
    "sha3_512": hashes.SHA3_512,
}
_CURVES: Final = {
    "2a8648ce3d030107": ec.SECP256R1,
    "2b81040022": ec.SECP384R1,
    "2b81040023": ec.SECP521R1,
    "2b2403030208010107": ec.BrainpoolP256R1,
    "2b240303020801010b": ec.BrainpoolP384R1,
    "2b240303020801010d": ec.BrainpoolP512R1,
}
_ED25519_OID: Final = "2b06010401da470f01"
_NATIVE: Final = 0x40  # before the octets of a point that is written as its curve does
_ALGORITHM, _MATERIAL = 5, 6
_ED25519_SIZE: Final = 32


def is_made_by(primary: bytes, algorithm: int, digest: bytes, name: str, signature: bytes) -> bool:
    """Say whether the key in this packet (version 4) made a signature of this algorithm over a digest of this name."""
    verify = {1: _rsa, 3: _rsa, 19: _ecdsa, 22: _eddsa, 27: _ed25519}.get(algorithm)
    if verify is None or name not in _HASHES or primary[_ALGORITHM] != algorithm:
        return False
    try:
        verify(primary[_MATERIAL:], digest, _HASHES[name](), signature)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, IndexError, OverflowError):
        return False
    return True


def _rsa(material: bytes, digest: bytes, kind: hashes.HashAlgorithm, signature: bytes) -> None:
    modulus, exponent = _numbers(material, 2)
    (number,) = _numbers(signature, 1)
    key = rsa.RSAPublicNumbers(exponent, modulus).public_key()
    made = number.to_bytes((modulus.bit_length() + 7) // 8)
    key.verify(made, digest, padding.PKCS1v15(), utils.Prehashed(kind))


def _ecdsa(material: bytes, digest: bytes, kind: hashes.HashAlgorithm, signature: bytes) -> None:
    oid, point = _curve(material)
    curve: Callable[[], ec.EllipticCurve] | None = _CURVES.get(oid)
    if curve is None:
        raise InvalidSignature
    key = ec.EllipticCurvePublicKey.from_encoded_point(curve(), point)
    key.verify(utils.encode_dss_signature(*_numbers(signature, 2)), digest, ec.ECDSA(utils.Prehashed(kind)))


def _eddsa(material: bytes, digest: bytes, _kind: hashes.HashAlgorithm, signature: bytes) -> None:
    oid, point = _curve(material)
    if oid != _ED25519_OID or point[0] != _NATIVE:
        raise InvalidSignature
    made = b"".join(number.to_bytes(_ED25519_SIZE) for number in _numbers(signature, 2))
    ed25519.Ed25519PublicKey.from_public_bytes(point[1:]).verify(made, digest)


def _ed25519(material: bytes, digest: bytes, _kind: hashes.HashAlgorithm, signature: bytes) -> None:
    ed25519.Ed25519PublicKey.from_public_bytes(material[:_ED25519_SIZE]).verify(signature, digest)


def _curve(material: bytes) -> tuple[str, bytes]:
    end = 1 + material[0]
    (number,) = _numbers(material[end:], 1)
    return material[1:end].hex(), number.to_bytes((number.bit_length() + 7) // 8)


def _numbers(data: bytes, count: int) -> list[int]:
    """Read whole numbers, each behind its bit count; raises IndexError when there is less than that says."""
    found = []
    place = 0
    for _ in range(count):
        size = (int.from_bytes(data[place : place + 2]) + 7) // 8
        place += 2 + size
        if place > len(data):
            raise IndexError
        found.append(int.from_bytes(data[place - size : place]))
    return found
