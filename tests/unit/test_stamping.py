# SPDX-License-Identifier: EUPL-1.2
"""The stamp of a whole report: what it says, who gets one, and what another program reads from it."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from stempelbouw import changed, codes, make, read_aloud
from weerbaar_docs.canonical import canonical_bytes, read_json, sha256
from weerbaar_docs.errors import StampingError, ValidationError, VerificationError
from weerbaar_docs.establishing import establish
from weerbaar_docs.model import freeze, thaw, vaststelling_digest
from weerbaar_docs.stamping import check_stamped, read_stamp, restamped, stamp, unstamped
from weerbaar_docs.stamping_pdf import VAK, stamp_pdf


def sent_back(besluit):
    return {**thaw(besluit), "uitkomst": "teruggestuurd", "terugstuurreden": "Vul de motivering aan."}


def test_the_stamp_names_the_besluit_and_both_digests_before_and_after_signing(keten):
    for pdf in (keten.vastgesteld.gestempeld, keten.vastgesteld.pdf):
        found = read_stamp(pdf)
        assert found.besluitnummer == keten.definitief.bva_besluit["besluitnummer"]
        assert found.besloten_op == keten.o.vandaag
        assert found.versie == keten.definitief.bva_besluit["rapport_versie"]
        assert found.vaststelling_sha256 == keten.definitief.vaststelling_sha256
        assert found.pdf_sha256 == sha256(keten.definitief.document.pdf)
        assert found.paginas == len(PdfReader(io.BytesIO(pdf)).pages)
        assert found.nagetekend
    assert read_stamp(keten.definitief.document.pdf) is None


def test_the_file_alone_shows_what_was_stamped_and_that_the_stamp_is_all_that_was_added(keten):
    for pdf in (keten.vastgesteld.gestempeld, keten.vastgesteld.pdf):
        found = read_stamp(pdf)
        original = unstamped(pdf, found)
        assert original == keten.definitief.document.pdf
        assert restamped(original, found) == keten.vastgesteld.gestempeld
        assert pdf.startswith(restamped(original, found))
    anew = changed(keten.vastgesteld.gestempeld, lambda writer: None)
    assert read_stamp(anew) == read_stamp(keten.vastgesteld.gestempeld)
    assert unstamped(anew, read_stamp(anew)) is None


def test_the_code_on_every_page_holds_digests_and_besluitnummer_and_nothing_else(keten):
    said = " ".join(
        [
            "WD1",
            keten.definitief.bva_besluit["besluitnummer"],
            keten.definitief.vaststelling_sha256.upper(),
            sha256(keten.definitief.document.pdf).upper(),
        ]
    )
    found = codes(keten.vastgesteld.pdf)
    assert len(found) > 4
    assert found[:-1] == [[said]] * (len(found) - 1)
    assert found[-1] == [said, said]


@pytest.mark.lang
def test_the_code_is_read_from_every_page_at_the_resolution_of_a_printer(keten):
    assert all(found and len(set(found)) == 1 for found in codes(keten.vastgesteld.pdf, 300))


@pytest.mark.lang
def test_a_report_is_read_aloud_the_same_with_stamp_and_signature(keten):
    spoken = read_aloud(keten.definitief.document.pdf)
    assert len(spoken) > 200
    assert read_aloud(keten.vastgesteld.pdf) == spoken


def test_lines_that_say_something_else_than_the_code_do_not_hold():
    pdf, regels = make(), ["VASTGESTELD", "Besluit X-1", "01-02-2026, versie 1"]
    digests = ["ab" * 32, "cd" * 32]
    code = f"WD1 X-1 {digests[0].upper()} {digests[1].upper()}".encode()
    good = [*regels, f"SHA-256 {digests[0][:16]}"]
    assert read_stamp(stamp_pdf(pdf, good, code=code)).besluitnummer == "X-1"
    for lines in (
        [*regels, "SHA-256 0000000000000000"],
        [regels[0], "Besluit X-2", *good[2:]],
        regels,
        ["x", *good[1:]],
    ):
        with pytest.raises(VerificationError, match="STEMPEL-CONTROLE"):
            read_stamp(stamp_pdf(pdf, lines, code=code))
    for other in (b"WD2" + code[3:], code + b" ", b"https://voorbeeld.nl"):
        with pytest.raises(VerificationError, match="STEMPEL-CONTROLE"):
            read_stamp(stamp_pdf(pdf, good, code=other))
    with pytest.raises(VerificationError, match="STEMPEL-CONTROLE"):
        read_stamp(stamp_pdf(pdf, good, code=code, bladregels=["VASTGESTELD", "iets anders"]))
    with pytest.raises(VerificationError, match="STEMPEL-CONTROLE"):
        read_stamp(stamp_pdf(pdf, [*good[:2], "31-02-2026, versie 1", good[3]], code=code))


def test_a_report_that_was_sent_back_is_not_established(keten):
    o = keten.o
    with pytest.raises(ValidationError):
        establish(keten.concept, sent_back(o.besluit(keten.concept)), indiening=o.indiening(keten.concept), **o.bva)


def test_a_report_that_was_sent_back_gets_no_stamp_however_the_object_was_made(keten):
    """Also when the statement and its digests were made to fit the besluit."""
    besluit = freeze(sent_back(keten.definitief.bva_besluit))
    digest = vaststelling_digest(keten.definitief.rapport.inhoud, besluit)
    statement = {**read_json(keten.definitief.verklaring), "vaststelling_sha256": digest}
    made = replace(
        keten.definitief, bva_besluit=besluit, vaststelling_sha256=digest, verklaring=canonical_bytes(statement)
    )
    for act in (
        lambda: stamp(made, zegel=keten.o.bva_zegel, now=keten.o.nu),
        lambda: check_stamped(
            replace(keten.vastgesteld, definitief=made), bva_zegels=keten.o.registers.bva_zegels, now=keten.o.nu
        ),
    ):
        with pytest.raises((StampingError, VerificationError)) as caught:
            act()
        assert caught.value.meldingen[0].code == "STEMPEL-TERUGGESTUURD"


def test_only_a_definitief_rapport_is_stamped(keten):
    for other in (keten.concept, keten.vastgesteld, keten.definitief.document, None):
        with pytest.raises(StampingError, match="STAP-DEFINITIEF"):
            stamp(other, zegel=keten.o.bva_zegel, now=keten.o.nu)


def test_a_report_whose_statement_is_of_something_else_gets_no_stamp(keten):
    definitief = keten.definitief
    other = replace(definitief.document, pdf=keten.concept.document.pdf)
    for made in (
        replace(definitief, document=other),
        replace(definitief, vaststelling_sha256="0" * 64),
        replace(definitief, bva_besluit=freeze({**thaw(definitief.bva_besluit), "besluitnummer": "X"})),
        replace(definitief, rapport=replace(definitief.rapport, rapport_sha256="0" * 64)),
        replace(definitief, verklaring=definitief.indiening.verklaring),
    ):
        with pytest.raises(StampingError, match="STEMPEL-VERKLARING"):
            stamp(made, zegel=keten.o.bva_zegel, now=keten.o.nu)


def test_a_stamped_report_is_not_stamped_again_as_if_it_were_the_report(keten):
    for pdf in (keten.vastgesteld.gestempeld, keten.vastgesteld.pdf, changed(keten.vastgesteld.pdf, lambda w: None)):
        with pytest.raises(StampingError, match=r"STEMPEL-(DUBBEL|ONDERTEKEND)"):
            stamp_pdf(pdf, ["VASTGESTELD"], code=b"WD1", vak_mm=(VAK[0], VAK[1] + 200, *VAK[2:]))
