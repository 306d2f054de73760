# SPDX-License-Identifier: EUPL-1.2
"""PKCS#12, PEM or PKCS#11 -> Zegel: a certificate with its key, loaded once, and the level that it signs at.

A seal is refused when it does not open, when key and certificate are no pair, when the key is none of RSA (2048 bits and
more) and ECDSA, or when the certificate is not meant for signatures.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Self

from asn1crypto import pem, x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    pkcs12,
)
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import StampingError
from weerbaar_docs.pades.niveau import Voorzieningen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

SEAL_USAGE: Final = frozenset({"non_repudiation", "digital_signature"})
_SMALLEST_RSA: Final = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Zegel:
    """A certificate with its private key; `vingerafdruk` is the SHA-256 of the certificate.

    `voorzieningen` say at which level it signs, and with the help of whom.
    """

    vingerafdruk: str
    onderwerp: str = field(repr=False)
    certificaat: bytes = field(repr=False)
    _signer: Any = field(repr=False)
    voorzieningen: Voorzieningen = field(default=Voorzieningen(), repr=False)

    @classmethod
    def from_pkcs12(cls, data: bytes, passphrase: bytes | None = None) -> Self:
        """Open a PKCS#12 file; raises StampingError."""
        try:
            key, certificate, others = pkcs12.load_key_and_certificates(data, passphrase)
        except (ValueError, TypeError):
            key = certificate = None
            others = []
        if key is None or certificate is None:
            raise unopened("Controleer of het een PKCS#12-bestand (.p12) met sleutel is en of het wachtwoord klopt.")
        return cls._of(key, [certificate, *others])

    @classmethod
    def from_pem(cls, sleutel: bytes, certificaten: bytes, passphrase: bytes | None = None) -> Self:
        """Open a private key and a chain of certificates, the seal's own first; raises StampingError."""
        try:
            key = load_pem_private_key(sleutel, passphrase)
            chain = pyca.load_pem_x509_certificates(certificaten)
        except (ValueError, TypeError):
            chain = []
        if not chain:
            raise unopened("Controleer of het PEM-bestanden zijn, en of het wachtwoord van de sleutel klopt.")
        return cls._of(key, chain)

    @classmethod
    def from_pkcs11(
        cls, *, module: Path, token: str, sleutel: str, pin: bytes, certificaten: bytes | None = None
    ) -> Self:
        """Use a key that stays on a token; its certificate is on the token too, or in `certificaten` (PEM).

        Needs the extra `weerbaar-docs[pkcs11]`; raises StampingError.
        """
        chain = read_certificates(certificaten) if certificaten else ()
        signer = _of_token(module, token, sleutel, pin, chain)
        return cls._with(signer, signer.signing_cert)

    def with_voorzieningen(self, voorzieningen: Voorzieningen) -> Self:
        """Give the same seal, that signs at another level."""
        return replace(self, voorzieningen=voorzieningen)

    def require_valid(self, now: datetime) -> None:
        """Raise StampingError when the certificate is not valid at this moment."""
        certificate = x509.Certificate.load(self.certificaat)
        if now < certificate.not_valid_before:
            raise StampingError.because(
                "ZEGEL-GELDIG",
                "het zegel is nog niet geldig",
                "Controleer de klok van deze computer; gebruik anders een zegel dat nu geldig is.",
            )
        if now > certificate.not_valid_after:
            raise StampingError.because(
                "ZEGEL-GELDIG",
                "het zegel is niet meer geldig: de geldigheid van het certificaat is voorbij",
                "Gebruik een zegel dat nu geldig is.",
            )

    @classmethod
    def _of(cls, key: Any, chain: Sequence[pyca.Certificate]) -> Self:
        public = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        own = next(
            (c for c in chain if c.public_key().public_bytes(*public) == key.public_key().public_bytes(*public)), None
        )
        if own is None:
            raise StampingError.because(
                "ZEGEL-PAAR",
                "de sleutel hoort bij geen van de certificaten",
                "Geef het certificaat dat bij deze sleutel is uitgegeven.",
            )
        if not isinstance(key, (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)):
            raise _unfit()
        registry = SimpleCertificateStore()
        registry.register_multiple([_asn1(certificate) for certificate in chain if certificate is not own])
        signer = _KeySigner(signing_cert=_asn1(own), cert_registry=registry)
        signer.key = key
        return cls._with(signer, signer.signing_cert)

    @classmethod
    def _with(cls, signer: Any, certificate: x509.Certificate) -> Self:
        _require_fit(certificate)
        der: bytes = certificate.dump()
        subject: str = certificate.subject.human_friendly
        return cls(vingerafdruk=sha256(der), onderwerp=subject, certificaat=der, _signer=signer)


def _of_token(module: Path, token: str, sleutel: str, pin: bytes, chain: Sequence[x509.Certificate]) -> Any:
    try:
        from weerbaar_docs.pades.token import open_token  # noqa: PLC0415 - an extra that may not be there
    except ImportError:
        missing = True
    else:
        missing = False
    if missing:
        raise StampingError.because(
            "ZEGEL-PKCS11",
            "voor een sleutel op een token ontbreekt een onderdeel van dit programma",
            "Installeer weerbaar-docs[pkcs11], of gebruik een zegel in een bestand.",
        )
    return open_token(module, token, sleutel, pin, chain)


class _KeySigner(Signer):
    """A signer that holds its key loaded: pyHanko's own reads it anew for each signature, which takes long for RSA."""

    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: ARG002, FBT001, FBT002 - pyHanko's signature; the digest is always SHA-256
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), SHA256())
        return self.key.sign(data, ec.ECDSA(SHA256()))


def read_certificates(data: bytes) -> tuple[x509.Certificate, ...]:
    """Read one or more certificates, PEM or DER; raises StampingError."""
    try:
        found = _parsed(data)
        for certificate in found:
            certificate.public_key.native, certificate.subject.native  # noqa: B018 - lazily parsed: broken shows now
    except (ValueError, TypeError):
        found = ()
    if not found:
        raise StampingError.because(
            "ZEGEL-CERTIFICAAT",
            "een bestand met certificaten is niet te lezen",
            "Controleer of het X.509-certificaten zijn, als PEM of DER.",
        )
    return found


def unopened(oplossing: str) -> StampingError:
    """Make the error for a seal that does not open."""
    return StampingError.because("ZEGEL-BESTAND", "het zegel is niet te openen", oplossing)


def _parsed(data: bytes) -> tuple[x509.Certificate, ...]:
    if not pem.detect(data):
        return (x509.Certificate.load(data, strict=True),)
    blocks: Iterable[tuple[str, Any, bytes]] = pem.unarmor(data, multiple=True)
    return tuple(x509.Certificate.load(der, strict=True) for kind, _, der in blocks if kind == "CERTIFICATE")


def _asn1(certificate: pyca.Certificate) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _require_fit(certificate: x509.Certificate) -> None:
    key = certificate.public_key
    small = key.algorithm == "rsa" and key.bit_size < _SMALLEST_RSA
    usage = certificate.key_usage_value
    if small or key.algorithm not in {"rsa", "ec"}:
        raise _unfit()
    if usage is None or not SEAL_USAGE & set(usage.native) or certificate.ca:
        raise StampingError.because(
            "ZEGEL-GEBRUIK",
            "het certificaat is niet bedoeld om mee te ondertekenen",
            "Gebruik een certificaat met sleutelgebruik digitalSignature of nonRepudiation.",
        )


def _unfit() -> StampingError:
    return StampingError.because(
        "ZEGEL-SOORT",
        "met dit soort sleutel wordt niet ondertekend",
        "Gebruik RSA van ten minste 2048 bits, of ECDSA met P-256.",
    )
