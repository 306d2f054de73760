# SPDX-License-Identifier: EUPL-1.2
"""What is said of a seal offline: revoked by a list that one has, not yet or no more valid, or not the only signature."""

from __future__ import annotations

import contextlib
import io
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

from pki import NOW
from verifieerbouw import niemand, verificatie, vertrouwen
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.pades import seal_pdf
from weerbaar_docs.verifieren import read_vertrouwen, verifieer

pytestmark = pytest.mark.lang


@contextlib.contextmanager
def revoked(pki, houder, moment):
    pki.revoke(houder, moment)
    try:
        yield
    finally:
        pki.ingetrokken.clear()


def zegel_of(keten, pki, pdf, *, now=NOW, **files):
    """Give the link of the seal of a letter, with a folder of trust that has the issuers, the seal and these files."""
    folder = {
        "ccv-wortel.der": pki.root.der,
        "ccv-tussen.der": pki.intermediate.der,
        **{name.replace("_", "."): data for name, data in files.items()},
    }
    given = replace(read_vertrouwen(folder), medewerkers=vertrouwen(keten.o).medewerkers)
    uitslag = verifieer(pdf, verificatie=verificatie(keten.o, vertrouwen=given, now=now))
    [zegel] = [s for s in uitslag.schakels if s.naam == "zegel"]
    return zegel, uitslag.oordeel


@pytest.fixture(scope="module")
def kaal(pki):
    """Give a seal whose certificate names no address at which to ask whether it was revoked."""
    return pki.seal(bron="")


@pytest.fixture(scope="module")
def brief(keten, pki, kaal):
    return seal_pdf(keten.brief.document.pdf, pki.zegel(kaal, "B-B"), reden="Brief", now=NOW).pdf


def test_a_seal_that_was_revoked_before_it_signed_is_found_by_a_list_of_ones_own(keten, pki, kaal, brief):
    with revoked(pki, kaal, NOW - timedelta(days=1)):
        lijst = pki.crl(pki.intermediate)
    zegel, oordeel = zegel_of(keten, pki, brief, ccv_der=kaal.der, ccv_crl=lijst)
    assert (zegel.oordeel, zegel.uitleg, oordeel) == ("fout", "het zegel is ingetrokken", "fout")
    assert zegel_of(keten, pki, brief, ccv_der=kaal.der)[1] == "goed"  # without the list nobody can know


def test_a_list_that_does_not_name_the_seal_is_told_with_its_moment(keten, pki, kaal, brief):
    lijst = x509.load_der_x509_crl(pki.crl(pki.intermediate)).public_bytes(Encoding.PEM)
    zegel, oordeel = zegel_of(keten, pki, brief, ccv_der=kaal.der, intrekking_crl=lijst)
    assert oordeel == "goed"
    assert "niet ingetrokken volgens de lijst van 01-03-2026 11:00 UTC" in zegel.uitleg


def test_a_revoked_issuer_of_a_seal_is_found(keten, pki, kaal, brief):
    with revoked(pki, pki.intermediate, NOW - timedelta(days=1)):
        lijst = pki.crl(pki.root)
    zegel, oordeel = zegel_of(keten, pki, brief, ccv_der=kaal.der, ccv_crl=lijst)
    assert (zegel.uitleg, oordeel) == ("een uitgever van het zegel is ingetrokken", "fout")


def by_somebody_else(pki):
    """Give a list in the name of the issuer that another signed."""
    builder = x509.CertificateRevocationListBuilder(
        pki.intermediate.certificate.subject, NOW - timedelta(hours=1), NOW + timedelta(days=7)
    )
    return builder.sign(pki.vreemde_wortel.key, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.mark.parametrize(
    ("given", "make"),
    [
        (("kaal",), lambda pki: pki.crl(pki.intermediate)),
        (("kaal", "oud"), lambda pki: pki.crl(pki.intermediate)),
        (("kaal", "root"), lambda pki: pki.crl(pki.intermediate)),
        (("kaal", "intermediate", "root"), lambda pki: pki.crl(pki.vreemde_wortel)),
        (("kaal", "intermediate", "root"), by_somebody_else),
    ],
)
def test_a_list_that_no_given_issuer_signed_is_refused_by_name_and_not_skipped(pki, kaal, given, make):
    known = {"kaal": kaal, "oud": pki.seal(bron=""), "root": pki.root, "intermediate": pki.intermediate}
    folder = {f"ccv-{name}.der": known[name].der for name in given}
    assert read_vertrouwen(folder).ccv_zegels
    with pytest.raises(ValidationError, match=r"u\.crl is niet ondertekend door een uitgever die u opgeeft") as caught:
        read_vertrouwen({**folder, "u.crl": make(pki)})
    assert caught.value.meldingen[0].code == "VERTROUW-BESTAND"


def delta(pki):
    builder = x509.CertificateRevocationListBuilder(
        pki.intermediate.certificate.subject, NOW - timedelta(hours=1), NOW + timedelta(days=7)
    ).add_extension(x509.DeltaCRLIndicator(1), critical=True)
    return builder.sign(pki.intermediate.key, hashes.SHA256()).public_bytes(Encoding.DER)


def indirect(pki):
    place = x509.IssuingDistributionPoint(
        full_name=[x509.UniformResourceIdentifier("http://crl.voorbeeld.nl/")], relative_name=None, indirect_crl=True,
        only_contains_user_certs=False, only_contains_ca_certs=False, only_some_reasons=None,
        only_contains_attribute_certs=False,
    )  # fmt: skip
    builder = x509.CertificateRevocationListBuilder(
        pki.intermediate.certificate.subject, NOW - timedelta(hours=1), NOW + timedelta(days=7)
    ).add_extension(place, critical=True)
    return builder.sign(pki.intermediate.key, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.mark.parametrize("make", [lambda _: b"", lambda _: b"-----BEGIN X509 CRL-----\nx", delta, indirect])
def test_what_is_no_whole_list_is_refused_by_name_and_not_skipped(pki, make):
    with pytest.raises(ValidationError, match=r"bva\.crl is geen leesbare, volledige intrekkingslijst"):
        read_vertrouwen({"bva.crl": make(pki)})


# --- the moment


@pytest.mark.parametrize("known", [True, False])
def test_a_signature_of_a_moment_that_is_still_to_come_is_found(keten, known):
    before = keten.o.nu - timedelta(days=1)
    given = verificatie(keten.o, now=before) if known else replace(niemand(keten.o), now=before)
    uitslag = verifieer(keten.vastgesteld.pdf, verificatie=given)
    assert (uitslag.oordeel, uitslag.gebroken.naam) == ("fout", "zegel")
    assert "in de toekomst" in uitslag.gebroken.uitleg


# --- one signature


def test_a_pdf_with_two_signatures_is_none_of_ours(keten):
    pdf = keten.brief.document.pdf
    for field in ("Een", "Twee"):
        out = io.BytesIO()
        made = signers.PdfSigner(signers.PdfSignatureMetadata(field_name=field), keten.o.ccv_zegel._signer)
        made.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=out)
        pdf = out.getvalue()
    uitslag = verifieer(pdf, verificatie=verificatie(keten.o))
    assert uitslag.gebroken.naam == "heel"
    assert uitslag.gebroken.uitleg == "de PDF heeft meer dan één handtekening"
