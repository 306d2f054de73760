# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import asyncio
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
import typst
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import StampingError, VerificationError
from weerbaar_docs.pades import Zegel, read_certificates, sign_pdf, verify_pdf
from weerbaar_docs.throwaway import make_zegel

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SOURCE = b"""#set document(title: "Bericht WD-1", date: datetime(year: 2026, month: 1, day: 1))
#set text(lang: "nl", region: "NL")
= Kop
Fictieve tekst.
"""
BUNDLE, CERTIFICATE = make_zegel("BVA", now=NOW)
PDF = typst.compile(SOURCE, pdf_standards=["a-3a", "ua-1"])
SIGNED = sign_pdf(PDF, Zegel.from_pkcs12(BUNDLE, None), reden="Vaststelling", now=NOW)


def check(pdf=SIGNED, vertrouwd=(CERTIFICATE,), now=NOW):
    return verify_pdf(pdf, vertrouwd=vertrouwd, now=now)


def refused():
    return pytest.raises(VerificationError, match="ZEGEL-CONTROLE")


def test_signature_names_certificate_and_time_and_covers_the_file():
    found = check()
    assert (found.ondertekenaar_sha256, found.tijd, found.dekt_hele_bestand) == (sha256(CERTIFICATE), NOW, True)


def test_signing_is_incremental():
    assert SIGNED.startswith(PDF)


def test_signature_is_pades_certifying_and_invisible():
    fields = PdfReader(io.BytesIO(SIGNED)).root_object
    field = fields["/AcroForm"]["/Fields"][0].get_object()
    assert field["/V"]["/SubFilter"] == "/ETSI.CAdES.detached"
    assert [float(n) for n in field.get("/Rect", [0] * 4)] == [0.0] * 4
    assert fields["/Perms"]["/DocMDP"]["/Reference"][0]["/TransformParams"]["/P"] == 2


def test_signature_holds_no_place_machine_or_clock():
    added = SIGNED[len(PDF) :]
    assert not re.search(rb"/(Location|ContactInfo|Name|Prop_Build|Producer|ModDate)\b", added)
    assert b"Vaststelling" in added


@given(st.integers(0, len(SIGNED) - 1), st.integers(0, 7))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_one_flipped_bit_is_refused_or_lies_in_the_padding(place, bit):
    changed = SIGNED[:place] + bytes([SIGNED[place] ^ (1 << bit)]) + SIGNED[place + 1 :]
    start = SIGNED.index(b"/Contents <", len(PDF)) + len(b"/Contents <")
    end = SIGNED.index(b">", start)
    if start <= place < end:
        return  # the signature itself and its zeros; see the next test
    with refused():
        check(changed)


def test_a_flipped_byte_in_page_and_signature_is_refused():
    start = SIGNED.index(b"/Contents <", len(PDF)) + len(b"/Contents <")
    for place in (100, len(PDF) // 2, start + 400, len(PDF) + 50):
        with refused():
            check(SIGNED[:place] + bytes([SIGNED[place] ^ 1]) + SIGNED[place + 1 :])


@pytest.mark.parametrize("tail", [b"\n", b" ", b"x", b"%%EOF\n", SIGNED[-200:], PDF])
def test_appended_bytes_are_refused(tail):
    with refused():
        check(SIGNED + tail)


def test_an_incremental_update_after_signing_is_refused():
    writer = PdfWriter(io.BytesIO(SIGNED), incremental=True)
    writer.add_metadata({"/Title": "Ander"})
    out = io.BytesIO()
    writer.write(out)
    with refused():
        check(out.getvalue())


@pytest.mark.parametrize("pdf", [PDF, b"", b"%PDF-1.7", SIGNED[:-1], SIGNED[: len(PDF) + 500], b"geen pdf" * 100])
def test_unsigned_or_broken_file_is_refused(pdf):
    with refused():
        check(pdf)


@pytest.mark.parametrize("trusted", [(), (make_zegel("BVA", now=NOW)[1],)])
def test_untrusted_seal_is_refused(trusted, caplog):
    with refused():
        check(vertrouwd=trusted)
    assert caplog.records == []


def test_seal_outside_its_validity_is_refused():
    for moment in (NOW + timedelta(days=4), NOW - timedelta(days=4)):
        with refused():
            check(now=moment)
        with pytest.raises(StampingError, match="ZEGEL-GELDIG"):
            sign_pdf(PDF, Zegel.from_pkcs12(BUNDLE, None), reden="x", now=moment)


def test_signature_from_the_future_is_refused():
    with refused():
        check(now=NOW - timedelta(hours=1))


def test_second_signature_is_refused():
    with pytest.raises(StampingError, match="ZEGEL-PDF"):
        sign_pdf(SIGNED, Zegel.from_pkcs12(BUNDLE, None), reden="x", now=NOW)


@pytest.mark.parametrize(
    ("data", "password"), [(b"", None), (b"x" * 50, None), (BUNDLE, b"fout"), (BUNDLE[:-10], None)]
)
def test_seal_that_does_not_open_is_refused(data, password):
    with pytest.raises(StampingError, match="ZEGEL-BESTAND"):
        Zegel.from_pkcs12(data, password)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"geen certificaat",
        CERTIFICATE[:-1],
        b"-----BEGIN CERTIFICATE-----\nx\n",
        b"-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n",
    ],
)
def test_a_file_without_readable_certificates_is_refused(data):
    with pytest.raises(StampingError, match=r"^ZEGEL-CERTIFICAAT "):
        read_certificates(data)


def test_file_that_is_no_pdf_is_not_signed():
    with pytest.raises(StampingError, match="ZEGEL-PDF"):
        sign_pdf(b"x", Zegel.from_pkcs12(BUNDLE, None), reden="x", now=NOW)


def test_seal_shows_no_key_and_says_fictief():
    seal = Zegel.from_pkcs12(BUNDLE, None)
    assert repr(seal) == f"Zegel(vingerafdruk='{sha256(CERTIFICATE)}')"
    assert "FICTIEF" in seal.onderwerp
    certificate = x509.load_der_x509_certificate(CERTIFICATE)
    assert seal.vingerafdruk == certificate.fingerprint(hashes.SHA256()).hex()


def test_signing_and_checking_work_inside_a_running_event_loop():
    async def both():
        return check(sign_pdf(PDF, Zegel.from_pkcs12(BUNDLE, None), reden="x", now=NOW))

    assert asyncio.run(both()).tijd == NOW
