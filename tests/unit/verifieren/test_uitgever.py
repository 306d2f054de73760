# SPDX-License-Identifier: EUPL-1.2
"""Whose seal it is, its own certificate says: an issuer gives seals to the baker on the corner too."""

from __future__ import annotations

from dataclasses import replace

from pki import NOW
from verifieerbouw import verificatie, vertrouwen
from weerbaar_docs.pades import seal_pdf
from weerbaar_docs.verifieren import verifieer


def judged(keten, pdf, *trusted, now=NOW, tsa_vertrouwd=()):
    """Give the link of the seal and the whole verdict of a letter, with these certificates of the CCV."""
    given = replace(vertrouwen(keten.o), ccv_zegels=trusted, tsa_vertrouwd=tsa_vertrouwd)
    uitslag = verifieer(pdf, verificatie=verificatie(keten.o, vertrouwen=given, now=now))
    [zegel] = [s for s in uitslag.schakels if s.naam == "zegel"]
    return zegel, uitslag.oordeel


def letter(keten, pki, houder, niveau="B-B"):
    return seal_pdf(keten.brief.document.pdf, pki.zegel(houder, niveau), reden="Brief", now=NOW).pdf


def test_another_customer_of_a_trusted_issuer_is_named_and_not_taken_for_the_ccv(keten, pki):
    pdf = letter(keten, pki, pki.issue("bakker op de hoek", pki.intermediate))
    for trusted in ((pki.root.der,), (pki.root.der, pki.seal().der), (pki.intermediate.der,)):
        zegel, oordeel = judged(keten, pdf, *trusted)
        assert (zegel.oordeel, oordeel) == ("niet_te_controleren", "niet_te_controleren")
        assert "bakker op de hoek" in zegel.uitleg
        assert "van CCV, niveau" not in zegel.uitleg


def test_a_seal_is_known_by_its_own_certificate_with_or_without_its_issuer(keten, pki):
    houder = pki.seal()
    pdf = letter(keten, pki, houder)
    for trusted in ((houder.der,), (houder.der, pki.root.der), (pki.vreemde_wortel.der, houder.der)):
        assert judged(keten, pdf, *trusted)[1] == "goed"
