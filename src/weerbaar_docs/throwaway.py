# SPDX-License-Identifier: EUPL-1.2
"""A throw-away X.509 seal for the demo and the tests, marked FICTIEF."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12

MERK = "FICTIEF"
_HALF = timedelta(days=3)


def make_zegel(naam: str, *, now: datetime | None = None) -> tuple[bytes, bytes]:
    """Give (PKCS#12 without password, certificate in DER) of a self-signed seal, valid three days before and after `now`."""
    moment = now or datetime.now(UTC)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.COMMON_NAME, f"{MERK} {naam}"),
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, f"{MERK}, alleen voor demo en test"),
            x509.NameAttribute(x509.NameOID.COUNTRY_NAME, "NL"),
        ]
    )
    public = key.public_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - _HALF)
        .not_valid_after(moment + _HALF)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_seal_usage(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )
    certificate = builder.sign(key, hashes.SHA256())
    bundle = pkcs12.serialize_key_and_certificates(MERK.encode(), key, certificate, None, serialization.NoEncryption())
    return bundle, certificate.public_bytes(serialization.Encoding.DER)


def _seal_usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
