# SPDX-License-Identifier: EUPL-1.2
"""The BVA's report, the werkgever's documents and the letters take their level from the Zegel, and keep which one it became."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest

import verapdf
from pki import Pki
from weerbaar_docs.errors import StampingError, VerificationError
from weerbaar_docs.pades import NIVEAUS, Zegel, Zegelvertrouwen, raise_pdf
from weerbaar_docs.redaction import Keuze, check_stukken, prepare
from weerbaar_docs.stamping import check_stamped, stamp

pytestmark = pytest.mark.lang
KEUZE = Keuze(route="via_ccv", omvang="werkgeversversie")
SOORTEN = ("werkgeversversie", "brief", "contactbrief")
WEIGERT = "de server weigert het verzoek"


@pytest.fixture(scope="module")
def pki(oefening):
    made = Pki(oefening.nu)
    yield made
    made.close()


@pytest.fixture(scope="module")
def houder(pki):
    return pki.seal("rsa")


def sealed(keten, zegel):
    """Give each kind of document under the CCV's seal: its bytes, its level and why that is lower than was asked for."""
    o, organisatie = keten.o, keten.dossier.gegevens["organisatie"]
    stuk = prepare(keten.vastgesteld, KEUZE, zegel=zegel, now=o.nu).stukken[0]
    letters = (o.brief(keten.dossier, zegel=zegel), o.contactbrief(organisatie, zegel=zegel))
    found = [(stuk.inhoud, stuk.niveau, stuk.uitval), *((a.pdf, a.niveau, a.uitval) for a in letters)]
    return dict(zip(SOORTEN, found, strict=True))


@pytest.fixture(scope="module")
def stukken(pki, houder, keten):
    return {niveau: sealed(keten, pki.zegel(houder, niveau)) for niveau in NIVEAUS}


def test_report_and_documents_are_signed_at_the_level_of_the_seal(pki, keten, oefening):
    houder, nu = pki.seal(), oefening.nu
    zegel = pki.zegel(houder, "B-LTA")
    vastgesteld = stamp(keten.definitief, zegel=zegel, now=nu)
    assert (vastgesteld.niveau, vastgesteld.uitval) == ("B-LTA", "")
    for certificaten in ((houder.der,), (houder.der, pki.root.der)):
        check_stamped(vastgesteld, bva_zegels=Zegelvertrouwen(certificaten=certificaten), now=nu)
    assert pki.check(vastgesteld.pdf, now=nu).niveau == "B-LTA"
    stukken = prepare(vastgesteld, KEUZE, zegel=zegel, now=nu)
    check_stukken(stukken, ccv_zegels=Zegelvertrouwen(certificaten=(houder.der,)), now=nu)
    assert pki.check(stukken.stukken[0].inhoud, now=nu).niveau == "B-LTA"


# --- the gate: whose seal, until when, and whether it was revoked


def poort(keten, zegel, vertrouwen, *, now):
    """Hold a report and the documents for the werkgever under this seal against what the gate trusts."""
    o = keten.o
    stukken = prepare(keten.vastgesteld, KEUZE, zegel=zegel, now=o.nu)
    check_stukken(stukken, ccv_zegels=vertrouwen, now=now)
    check_stamped(stamp(keten.definitief, zegel=zegel, now=o.nu), bva_zegels=vertrouwen, now=now)


def geweigerd(*given, **more):
    with pytest.raises(VerificationError) as caught:
        poort(*given, **more)
    [melding] = caught.value.meldingen
    return melding


def test_the_gate_does_not_take_another_customer_of_the_issuer_for_the_bva_or_the_ccv(pki, keten, oefening):
    bakker = pki.zegel(pki.issue("bakker op de hoek", pki.intermediate), "B-B")
    for issuer in (pki.intermediate.der, pki.root.der):
        given = Zegelvertrouwen(certificaten=(pki.seal().der, issuer))
        assert geweigerd(keten, bakker, given, now=oefening.nu).code == "ZEGEL-VAN-ANDER"
        with pytest.raises(VerificationError, match="ZEGEL-VAN-ANDER"):
            check_stamped(stamp(keten.definitief, zegel=bakker, now=oefening.nu), bva_zegels=given, now=oefening.nu)


def test_the_gate_takes_the_proof_in_a_file_whose_seal_expired(pki, keten, oefening):
    houder = pki.seal(end=oefening.nu + timedelta(days=30))
    later = oefening.nu + timedelta(days=60)
    given = Zegelvertrouwen(certificaten=(houder.der, pki.root.der), tsa_vertrouwd=(pki.tsa_root.der,))
    poort(keten, pki.zegel(houder, "B-LTA"), given, now=later)
    assert (
        "niet meer geldig"
        in geweigerd(keten, pki.zegel(houder, "B-LTA"), replace(given, tsa_vertrouwd=()), now=later).melding
    )


@pytest.mark.parametrize("issuers", [("root", "intermediate"), ("intermediate",)])
def test_the_gate_refuses_a_seal_that_an_own_list_names_as_revoked(pki, keten, oefening, issuers):
    houder = pki.seal(bron="")
    pki.revoke(houder, oefening.nu - timedelta(days=1))
    lijst = pki.crl(pki.intermediate)
    pki.ingetrokken.clear()
    zegel = pki.zegel(houder, "B-B")
    given = Zegelvertrouwen(certificaten=(houder.der, *(getattr(pki, name).der for name in issuers)))
    poort(keten, zegel, given, now=oefening.nu)  # without the list nobody can know
    found = geweigerd(keten, zegel, replace(given, intrekkingslijsten=(lijst,)), now=oefening.nu)
    assert "ingetrokken" in found.melding


def test_leaving_the_issuer_out_of_the_file_does_not_make_a_list_silent(pki, keten, oefening):
    houder = pki.seal(bron="")
    bare = Zegel.from_pem(houder.key_pem(), houder.pem, None)
    given = Zegelvertrouwen(certificaten=(houder.der, pki.root.der), intrekkingslijsten=(pki.crl(pki.root),))
    assert "niet vertrouwd" in geweigerd(keten, bare, given, now=oefening.nu).melding
    poort(keten, bare, replace(given, intrekkingslijsten=()), now=oefening.nu)


@pytest.mark.parametrize("soort", SOORTEN)
@pytest.mark.parametrize("niveau", NIVEAUS)
def test_each_document_of_the_ccv_has_the_level_of_its_seal_and_says_so(pki, oefening, stukken, niveau, soort):
    pdf, found, uitval = stukken[niveau][soort]
    assert (found, uitval) == (niveau, "")
    assert pki.check(pdf, now=oefening.nu).niveau == niveau


@pytest.mark.parametrize("niveau", NIVEAUS[1:])
def test_an_outage_lowers_the_level_of_the_documents_of_the_ccv_and_is_kept_with_them(
    pki, houder, keten, oefening, niveau
):
    with pki.gedrag(tsa="weigert"):
        found = sealed(keten, pki.zegel(houder, niveau))
    for pdf, level, uitval in found.values():
        assert (level, uitval) == ("B-B", WEIGERT)
        assert pki.check(pdf, now=oefening.nu).niveau == "B-B"
    pdf = found["brief"][0]
    assert pki.check(raise_pdf(pdf, pki.voorzieningen(), now=oefening.nu), now=oefening.nu).niveau == "B-LTA"


def test_no_document_of_the_ccv_is_sealed_while_nobody_says_whether_the_seal_is_revoked(pki, houder, keten):
    with pki.gedrag(intrekking="weigert"), pytest.raises(StampingError, match="ZEGEL-INTREKKING"):
        keten.o.brief(keten.dossier, zegel=pki.zegel(houder, "B-LT"))


def test_an_outage_is_kept_with_the_established_report_and_with_the_whole_report_for_the_werkgever(
    pki, keten, oefening
):
    houder = pki.seal()
    zegel = pki.zegel(houder, "B-T")
    with pki.gedrag(tsa="weigert"):
        vastgesteld = stamp(keten.definitief, zegel=zegel, now=oefening.nu)
    assert (vastgesteld.niveau, vastgesteld.uitval) == ("B-B", WEIGERT)
    check_stamped(vastgesteld, bva_zegels=Zegelvertrouwen(certificaten=(houder.der,)), now=oefening.nu)
    keuze = Keuze(route="via_ccv", omvang="volledig_rapport")
    whole = prepare(vastgesteld, keuze, zegel=oefening.ccv_zegel, now=oefening.nu).stukken[0]
    assert (whole.niveau, whole.uitval) == ("B-B", WEIGERT)


@pytest.mark.parametrize("niveau", NIVEAUS)
def test_pdfsig_finds_each_document_of_the_ccv_valid(stukken, niveau, tmp_path):
    assert shutil.which("pdfsig"), "poppler-utils is needed: run tools/setup.sh tests"
    for soort, (pdf, _, _) in stukken[niveau].items():
        file = tmp_path / f"{soort}.pdf"
        file.write_bytes(pdf)
        done = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False, timeout=60)
        assert "Signature is Valid." in done.stdout.partition("Signature #2")[0], soort


def test_each_document_of_the_ccv_conforms_at_each_level(stukken):
    made = [(niveau, soort, stukken[niveau][soort][0]) for niveau in NIVEAUS for soort in ("werkgeversversie", "brief")]
    for (*name, _), verdict in zip(made, verapdf.check([pdf for *_, pdf in made]), strict=True):
        assert verdict.failed == {"3a": {}, "ua1": {}}, name
        assert verdict.passed
