# SPDX-License-Identifier: EUPL-1.2
"""The levels of a signature: signing, an outage of the time-stamping service, raising later, and the check of each."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.annotations import Text
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from pdfs import PDF
from pki import NOW
from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import StampingError, VerificationError
from weerbaar_docs.logs import listening
from weerbaar_docs.pades import NIVEAUS, Zegel, raise_pdf, seal_pdf


@pytest.fixture(scope="module")
def houder(pki):
    return pki.seal()


@pytest.fixture(scope="module")
def signed(pki, houder):
    return {niveau: seal_pdf(PDF, pki.zegel(houder, niveau), reden="Vaststelling", now=NOW) for niveau in NIVEAUS}


@pytest.mark.parametrize("niveau", NIVEAUS)
def test_each_level_is_made_and_found_again(pki, houder, signed, niveau):
    made = signed[niveau]
    assert (made.niveau, made.gevraagd, made.uitval) == (niveau, niveau, "")
    found = pki.check(made.pdf)
    assert (found.niveau, found.tijd, found.ondertekenaar_sha256) == (niveau, NOW, sha256(houder.der))
    assert found.tijd_bewezen == (niveau != "B-B")
    assert found.dekt_hele_bestand == (niveau in {"B-B", "B-T"})
    assert made.pdf.startswith(PDF)


@pytest.mark.lang
@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_both_kinds_of_key_sign_and_hold(pki, kind):
    houder = pki.seal(kind)
    for opened in (
        Zegel.from_pkcs12(pki.pkcs12(houder, b"geheim"), b"geheim"),
        Zegel.from_pem(houder.key_pem(b"geheim"), houder.pem + pki.intermediate.pem, b"geheim"),
        Zegel.from_pem(houder.key_pem(), pki.intermediate.pem + houder.pem),
    ):
        made = seal_pdf(PDF, opened.with_voorzieningen(pki.voorzieningen("B-LT")), reden="x", now=NOW)
        assert pki.check(made.pdf).niveau == "B-LT"


def test_only_configured_servers_are_asked(pki, houder):
    pki.vragen.clear()
    refused_at_signing(pki, houder, "ZEGEL-INTREKKING", servers=frozenset({"elders.voorbeeld.nl"}))
    assert pki.vragen == []
    seal_pdf(PDF, pki.zegel(houder, "B-T"), reden="x", now=NOW)
    assert set(pki.vragen) == {"/tsa"}


def refused_at_signing(pki, houder, code, niveau="B-LT", now=NOW, **extra):
    with pytest.raises(StampingError, match=code) as caught:
        seal_pdf(PDF, pki.zegel(houder, niveau, **extra), reden="x", now=now)
    assert "FICTIEF" not in str(caught.value)
    assert caught.value.__context__ is None or "FICTIEF" not in str(caught.value.__context__)
    return caught.value


UITVAL = {
    "weigert": "weigert",
    "onzin": "geen goed tijdstempel",
    "nee": "geen goed tijdstempel",
    "ander": "geen goed tijdstempel",
    "vreemd": "niet te vertrouwen",
    "klok": "klok",
    "omleiding": "weigert",
}


@pytest.mark.parametrize("gedrag", UITVAL)
@pytest.mark.parametrize("niveau", ["B-T", pytest.param("B-LTA", marks=pytest.mark.lang)])
def test_an_outage_of_the_time_stamping_service_lowers_the_level_and_says_so(pki, houder, gedrag, niveau):
    with pki.gedrag(tsa=gedrag):
        made = seal_pdf(PDF, pki.zegel(houder, niveau), reden="x", now=NOW)
    assert (made.niveau, made.gevraagd) == ("B-B", niveau)
    assert UITVAL[gedrag] in made.uitval
    found = pki.check(made.pdf)
    assert (found.niveau, found.dekt_hele_bestand) == ("B-B", True)
    assert "/elders" not in pki.vragen


def test_a_slow_service_is_waited_for_no_longer_than_told(pki, houder):
    with pki.gedrag(tsa="traag"):
        made = seal_pdf(PDF, pki.zegel(houder, "B-T", wachttijd=0.2), reden="x", now=NOW)
    assert (made.niveau, made.uitval) == ("B-B", "de server antwoordt niet op tijd")


def test_a_service_that_is_not_there_lowers_the_level(pki, houder):
    made = seal_pdf(PDF, pki.zegel(houder, "B-T", tsa_adres="http://127.0.0.1:9/tsa"), reden="x", now=NOW)
    assert (made.niveau, made.uitval) == ("B-B", "de server is niet bereikbaar")


class Told:
    def __init__(self):
        self.lines = []

    def info(self, event, **velden):
        self.lines.append((event, velden))


def test_an_outage_is_told_to_the_administrator(pki, houder):
    log = Told()
    with listening(log), pki.gedrag(tsa="weigert"):
        seal_pdf(PDF, pki.zegel(houder, "B-LT"), reden="x", now=NOW)
    assert log.lines == [("tijdstempel_gemist", {"niveau": "B-LT"})]


@pytest.mark.parametrize("gedrag", ["weigert", "onzin"])
def test_an_outage_of_revocation_lowers_nothing_but_is_an_error(pki, houder, gedrag):
    with pki.gedrag(intrekking=gedrag):
        refused_at_signing(pki, houder, "ZEGEL-INTREKKING")


@pytest.mark.lang
@pytest.mark.parametrize("bron", ["ocsp", "crl"])
def test_a_revoked_seal_signs_nothing_at_the_levels_that_ask(pki, bron):
    houder = pki.seal(bron=bron)
    assert seal_pdf(PDF, pki.zegel(houder, "B-LT"), reden="x", now=NOW).niveau == "B-LT"
    before = seal_pdf(PDF, pki.zegel(houder, "B-T"), reden="x", now=NOW).pdf
    pki.revoke(houder, NOW - timedelta(hours=2))
    try:
        refused_at_signing(pki, houder, "ZEGEL-INGETROKKEN")
        pki.check(before)  # offline nobody can know
        if bron == "crl":
            with pytest.raises(VerificationError, match="ingetrokken"):
                pki.check(before, intrekkingslijsten=[pki.crl(pki.intermediate)])
    finally:
        pki.ingetrokken.clear()


def test_a_signature_from_before_the_revocation_stays(pki, houder, signed):
    pki.revoke(houder, NOW + timedelta(days=1))
    try:
        lijst = pki.crl(pki.intermediate, now=NOW + timedelta(days=2))
    finally:
        pki.ingetrokken.clear()
    found = pki.check(signed["B-T"].pdf, now=NOW + timedelta(days=2), intrekkingslijsten=[lijst])
    assert found.bewezen_tijd == NOW
    with pytest.raises(VerificationError, match="ingetrokken"):
        pki.check(signed["B-B"].pdf, now=NOW + timedelta(days=2), intrekkingslijsten=[lijst])


def test_a_seal_of_an_unknown_issuer_signs_nothing_at_the_levels_that_ask(pki, houder):
    refused_at_signing(pki, houder, "ZEGEL-UITGEVER", vertrouwd=(pki.tsa_root.der,))


def test_a_seal_out_of_its_validity_signs_nothing(pki, houder):
    for moment, words in ((timedelta(days=400), "niet meer geldig"), (timedelta(days=-400), "nog niet geldig")):
        assert words in str(refused_at_signing(pki, houder, "ZEGEL-GELDIG", niveau="B-B", now=NOW + moment))


def test_a_key_and_a_certificate_that_are_no_pair_are_refused(pki, houder):
    with pytest.raises(StampingError, match="ZEGEL-PAAR"):
        Zegel.from_pem(pki.seal().key_pem(), houder.pem)


@pytest.mark.parametrize("usage", [{"key_encipherment": True}, {"key_cert_sign": True}])
def test_a_certificate_for_another_use_is_refused(pki, usage):
    with pytest.raises(StampingError, match="ZEGEL-GEBRUIK"):
        Zegel.from_pkcs12(pki.pkcs12(pki.issue("anders", pki.intermediate, usage=usage)))


def test_a_certificate_of_an_issuer_is_no_seal(pki):
    with pytest.raises(StampingError, match="ZEGEL-GEBRUIK"):
        Zegel.from_pkcs12(pki.pkcs12(pki.intermediate))


@pytest.mark.parametrize("password", [None, b"fout"])
def test_a_wrong_password_of_a_pem_key_is_refused(houder, password):
    with pytest.raises(StampingError, match="ZEGEL-BESTAND"):
        Zegel.from_pem(houder.key_pem(b"geheim"), houder.pem, password)


def test_a_certificate_without_use_for_time_stamps_lowers_the_level(pki, houder):
    pki.tsa, good = pki.issue("zegel als tijdstempel", pki.tsa_root, kind="rsa"), pki.tsa
    try:
        made = seal_pdf(PDF, pki.zegel(houder, "B-T"), reden="x", now=NOW)
    finally:
        pki.tsa = good
    assert (made.niveau, "niet te vertrouwen" in made.uitval) == ("B-B", True)


# Raising ----------------------------------------------------------------------------------------------------------


@pytest.mark.lang
@pytest.mark.parametrize("van", NIVEAUS[:-1])
@pytest.mark.parametrize("naar", NIVEAUS[1:])
def test_a_file_is_raised_and_keeps_its_bytes(pki, signed, van, naar):
    pdf = signed[van].pdf
    if NIVEAUS.index(naar) <= NIVEAUS.index(van):
        with pytest.raises(StampingError, match="ZEGEL-NIVEAU"):
            raise_pdf(pdf, pki.voorzieningen(naar), now=NOW)
        return
    raised = raise_pdf(pdf, pki.voorzieningen(naar), now=NOW)
    assert raised.startswith(pdf)
    found = pki.check(raised)
    assert (found.niveau, found.tijd, found.tijd_bewezen) == (naar, NOW, True)
    assert not found.dekt_hele_bestand or van == "B-T"


@pytest.mark.lang
def test_the_highest_level_is_renewed(pki, signed):
    pdf = signed["B-LTA"].pdf
    again = renewed(pki, pdf, "later")
    assert again.startswith(pdf)
    found = pki.check(again, now=pki.later["later"])
    assert (found.niveau, found.bewezen_tijd) == ("B-LTA", NOW)


@pytest.mark.lang
@pytest.mark.parametrize("gedrag", UITVAL)
def test_raising_during_an_outage_is_an_error(pki, signed, gedrag):
    with pki.gedrag(tsa=gedrag), pytest.raises(StampingError, match="ZEGEL-TIJDSTEMPEL") as caught:
        raise_pdf(signed["B-B"].pdf, pki.voorzieningen(), now=NOW)
    assert UITVAL[gedrag] in str(caught.value)


@pytest.mark.parametrize("pdf", [PDF, b"", b"%PDF-1.7"])
def test_a_file_without_a_good_signature_is_not_raised(pki, pdf):
    with pytest.raises(VerificationError, match="ZEGEL-CONTROLE"):
        raise_pdf(pdf, pki.voorzieningen(), now=NOW)


# Checking ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("niveau", NIVEAUS)
def test_without_trust_in_the_time_stamping_service_the_signature_alone_counts(pki, signed, niveau):
    for tsa_vertrouwd in ([], [pki.root.der]):
        found = pki.check(signed[niveau].pdf, tsa_vertrouwd=tsa_vertrouwd)
        assert (found.niveau, found.bewezen_tijd) == ("B-B", None)


@pytest.mark.lang
def test_after_the_seal_expired_only_the_levels_with_proof_hold(pki):
    houder = pki.seal(end=NOW + timedelta(days=2))
    later = NOW + timedelta(days=30)
    for niveau in NIVEAUS:
        pdf = seal_pdf(PDF, pki.zegel(houder, niveau), reden="x", now=NOW).pdf
        if niveau in {"B-LT", "B-LTA"}:
            assert pki.check(pdf, now=later).niveau == niveau
            with pytest.raises(VerificationError, match="ZEGEL-CONTROLE"):
                pki.check(pdf, now=later, tsa_vertrouwd=[])
        else:
            with pytest.raises(VerificationError, match="ZEGEL-CONTROLE"):
                pki.check(pdf, now=later)


@pytest.mark.lang
def test_a_time_stamp_of_a_stranger_does_not_revive_an_expired_seal(pki):
    houder = pki.seal(end=NOW + timedelta(days=2))
    stranger = pki.voorzieningen("B-LTA", tsa_vertrouwd=(pki.vreemde_wortel.der,))
    with pki.gedrag(tsa="vreemd"):
        pdf = seal_pdf(PDF, pki.zegel(houder).with_voorzieningen(stranger), reden="x", now=NOW).pdf
    assert pki.check(pdf).niveau == "B-B"
    with pytest.raises(VerificationError, match="ZEGEL-CONTROLE"):
        pki.check(pdf, now=NOW + timedelta(days=30))


def test_a_seal_of_an_unknown_issuer_does_not_hold(pki, signed):
    for niveau in NIVEAUS:
        with pytest.raises(VerificationError, match="uitgever die niet vertrouwd is"):
            pki.check(signed[niveau].pdf, vertrouwd=[pki.tsa_root.der])


def test_a_seal_out_of_its_validity_is_said_to_be_that(pki, signed, houder):
    for vertrouwd in ([pki.root.der], [houder.der]):
        for days, words in ((400, "niet meer geldig"), (-400, "nog niet geldig")):
            with pytest.raises(VerificationError, match=words):
                pki.check(signed["B-B"].pdf, now=NOW + timedelta(days=days), vertrouwd=vertrouwd)


def test_the_check_asks_nobody(pki, signed):
    pki.vragen.clear()
    for niveau in NIVEAUS:
        pki.check(signed[niveau].pdf)
    assert pki.vragen == []


# Changes afterwards -----------------------------------------------------------------------------------------------


def refused():
    return pytest.raises(VerificationError, match="ZEGEL-CONTROLE")


def updated(pdf, change):
    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


SCRIPT = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")})
CHANGES = {
    "title": lambda w: w.add_metadata({"/Title": "Ander"}),
    "annotation": lambda w: w.add_annotation(0, Text(rect=(0, 0, 50, 50), text="Anders")),
    "page": lambda w: w.add_blank_page(100, 100),
    "attachment": lambda w: w.add_attachment("x.txt", b"x"),
    "language": lambda w: w.root_object.update({NameObject("/Lang"): TextStringObject("en")}),
    "tags": lambda w: w.root_object.update({NameObject("/MarkInfo"): DictionaryObject()}),
    "xmp": lambda w: w.root_object["/Metadata"].get_object().set_data(b"<x/>"),
    "script": lambda w: w.root_object.update({NameObject("/OpenAction"): SCRIPT}),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("niveau", ["B-LT", *(pytest.param(n, marks=pytest.mark.lang) for n in ("B-T", "B-LTA"))])
def test_any_other_change_than_proof_is_refused(pki, signed, niveau, change):
    with refused():
        pki.check(updated(signed[niveau].pdf, CHANGES[change]))


@pytest.mark.parametrize(
    "niveau", ["B-LT", *(pytest.param(n, marks=pytest.mark.lang) for n in ("B-B", "B-T", "B-LTA"))]
)
@pytest.mark.parametrize("tail", [b"\n\n\n", b"x", b"%%EOF\n", b"startxref\n0\n%%EOF\n", PDF])
def test_bytes_after_the_end_are_refused_at_every_level(pki, signed, niveau, tail):
    with refused():
        pki.check(signed[niveau].pdf + tail)


def test_a_second_seal_is_refused(pki, houder, signed):
    for niveau in NIVEAUS:
        with pytest.raises(StampingError, match="ZEGEL-PDF"):
            seal_pdf(signed[niveau].pdf, pki.zegel(houder, "B-B"), reden="x", now=NOW)


@pytest.mark.lang
@given(st.data())
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
def test_a_changed_byte_is_refused_or_proves_less(pki, houder, signed, data):
    niveau = data.draw(st.sampled_from(NIVEAUS))
    pdf = signed[niveau].pdf
    place = data.draw(st.integers(0, len(pdf) - 1))
    changed = pdf[:place] + bytes([pdf[place] ^ 1 << data.draw(st.integers(0, 7))]) + pdf[place + 1 :]
    try:
        found = pki.check(changed)
    except VerificationError:
        return
    # Only what came after the signature, or the unsigned part of its container, may change unseen; the report may not.
    assert changed.startswith(PDF)
    assert NIVEAUS.index(found.niveau) <= NIVEAUS.index(niveau)
    assert found.ondertekenaar_sha256 == sha256(houder.der)


def test_a_signature_without_its_proof_is_a_lower_level_and_no_more(pki, signed):
    for niveau in ("B-LT", "B-LTA"):
        pdf = signed[niveau].pdf
        first = pdf[: pdf.index(b"%%EOF", len(PDF) + 10) + 6]
        assert pki.check(first).niveau == "B-T"


@pytest.mark.parametrize("niveau", NIVEAUS)
def test_what_the_signature_says_is_no_place_machine_or_clock(signed, niveau):
    added = signed[niveau].pdf[len(PDF) :]
    assert not re.search(rb"/(Location|ContactInfo|Name|Prop_Build|Producer|ModDate|CreationDate)\b", added)


def test_a_bad_pdf_is_refused_and_no_service_is_asked_for_it(pki, houder):
    pki.vragen.clear()
    encrypted = PdfWriter(clone_from=io.BytesIO(PDF))
    encrypted.encrypt("geheim", algorithm="AES-256")
    out = io.BytesIO()
    encrypted.write(out)
    for pdf in (out.getvalue(), PDF[:-200], b"x", PDF.replace(b"startxref", b"startxxxx")):
        with pytest.raises(StampingError, match="ZEGEL-PDF"):
            seal_pdf(pdf, pki.zegel(houder, "B-T"), reden="x", now=NOW)
        with refused():
            pki.check(pdf)
    assert "/tsa" not in pki.vragen


def test_a_crl_is_asked_for_when_ocsp_gives_no_answer(pki, houder):
    pki.vragen.clear()
    with pki.gedrag(intrekking="ocsp weigert"):
        made = seal_pdf(PDF, pki.zegel(houder, "B-LT"), reden="x", now=NOW)
    assert pki.check(made.pdf).niveau == "B-LT"
    kinds = [path.rpartition("/")[2] for path in pki.vragen if path != "/tsa"]
    assert kinds.count("crl") == kinds.count("ocsp") == 3  # of the seal, its issuer and the time-stamping service


@pytest.mark.lang
def test_renewed_in_time_the_highest_level_outlives_all_that_it_was_made_with(pki):
    houder = pki.seal(end=NOW + timedelta(days=2))
    pki.tsa, good = pki.tsa_until(NOW + timedelta(days=10)), pki.tsa
    try:
        pdf = seal_pdf(PDF, pki.zegel(houder), reden="x", now=NOW).pdf
    finally:
        pki.tsa = good
    pki.revoke(houder, NOW + timedelta(days=1))
    try:
        once = renewed(pki, pdf, "later")
        twice = renewed(pki, once, "veel later")
    finally:
        pki.ingetrokken.clear()
    for found in (pki.check(once, now=NOW + timedelta(days=30)), pki.check(twice, now=NOW + timedelta(days=300))):
        assert (found.niveau, found.bewezen_tijd) == ("B-LTA", NOW)
    with pytest.raises(VerificationError, match="niet meer geldig"):
        pki.check(pdf, now=NOW + timedelta(days=30))


def renewed(pki, pdf, gedrag):
    with pki.gedrag(tsa=gedrag):
        return raise_pdf(pdf, pki.voorzieningen(), now=pki.later[gedrag])


def test_a_service_whose_certificate_was_revoked_lowers_the_level(pki, houder):
    pki.revoke(pki.tsa, NOW - timedelta(hours=2))
    try:
        made = seal_pdf(PDF, pki.zegel(houder, "B-LT"), reden="x", now=NOW)
    finally:
        pki.ingetrokken.clear()
    assert (made.niveau, made.uitval) == ("B-B", "een certificaat van de tijdstempeldienst is ingetrokken")


def test_the_service_gets_the_name_and_password_that_it_asks(pki, houder):
    zegel = pki.zegel(houder, "B-T", tsa_aanmelding=("ccv", "geheim"))
    assert seal_pdf(PDF, zegel, reden="x", now=NOW).niveau == "B-T"
    assert pki.aanmelding == "Basic Y2N2OmdlaGVpbQ=="
    assert "geheim" not in repr(zegel.voorzieningen)


@pytest.mark.lang
@given(st.integers(0, 5000), st.integers(0, 7), st.sampled_from(["flip", "cut", "double"]))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_answer_is_an_outage_and_never_a_crash(pki, houder, place, bit, how):
    def damage(answer):
        at = place % len(answer)
        changed = {"flip": bytes([answer[at] ^ 1 << bit]), "cut": b"", "double": answer[at : at + 1] * 2}[how]
        return answer[:at] + changed + answer[at + 1 :]

    pki.verminking = damage
    try:
        made = seal_pdf(PDF, pki.zegel(houder, "B-T"), reden="x", now=NOW)
    finally:
        pki.verminking = bytes
    assert pki.check(made.pdf).niveau == made.niveau
