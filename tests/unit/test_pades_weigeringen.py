# SPDX-License-Identifier: EUPL-1.2
"""Keys that nobody signs with, and files of which no one signature can be told."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ByteStringObject, NameObject

from pdfs import PDF
from weerbaar_docs.errors import StampingError, VerificationError
from weerbaar_docs.pades import Zegel, sign_pdf
from weerbaar_docs.pades.onderzoek import pdf_handtekening
from weerbaar_docs.throwaway import make_zegel

NU = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
KEYS = {
    "RSA of 1024 bits": lambda: rsa.generate_private_key(65537, 1024),
    "Ed25519": ed25519.Ed25519PrivateKey.generate,
}


@pytest.mark.parametrize("kind", KEYS)
def test_with_another_kind_of_key_nobody_signs(kind):
    key = KEYS[kind]()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "FICTIEF zegel")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    dated = builder.not_valid_before(NU).not_valid_after(NU + timedelta(days=3))
    made = dated.sign(key, None if kind == "Ed25519" else hashes.SHA256())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(StampingError, match="ZEGEL-SOORT"):
        Zegel.from_pem(pem, made.public_bytes(Encoding.PEM))


def signed(pdf=PDF):
    bundle, _ = make_zegel("BVA", now=NU)
    return sign_pdf(pdf, Zegel.from_pkcs12(bundle, None), reden="Vaststelling", now=NU)


def without_its_signature():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(signed())))
    writer.root_object["/AcroForm"]["/Fields"][0].get_object()["/V"][NameObject("/Contents")] = ByteStringObject(b"")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("pdf", "why"),
    [
        (lambda: b"geen pdf", "niet te lezen"),
        (lambda: PDF, "niet ondertekend"),
        (lambda: signed()[:-40], "niet te lezen"),
        (without_its_signature, "niet te "),
    ],
)
def test_of_a_file_without_one_signature_nobody_is_named(pdf, why):
    with pytest.raises(VerificationError, match="PDF-HANDTEKENING") as caught:
        pdf_handtekening(pdf(), vertrouwd=(), now=NU)
    assert why in caught.value.meldingen[0].melding
    assert pdf_handtekening(signed(), vertrouwd=(), now=NU).reden == "Vaststelling"
