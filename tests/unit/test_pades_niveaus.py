# SPDX-License-Identifier: EUPL-1.2
"""The levels of a signature: signing, an outage of the time-stamping service, raising later, and the check of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import typst

from pki import NOW, Pki
from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import StampingError, VerificationError
from weerbaar_docs.pades import NIVEAUS, Voorzieningen, Zegel, raise_pdf, seal_pdf, verify_pdf

SOURCE = b"""#set document(title: "Bericht WD-1", date: datetime(year: 2026, month: 1, day: 1))
#set text(lang: "nl", region: "NL")
= Kop
Fictieve tekst.
"""
PDF = typst.compile(SOURCE, pdf_standards=["a-3a", "ua-1"])


@pytest.fixture(scope="module")
def pki():
    made = Pki()
    yield made
    made.close()


@pytest.fixture(scope="module")
def houder(pki):
    return pki.seal()


def voorzieningen(pki, niveau="B-LTA", **extra):
    given = {
        "tsa_adres": f"{pki.adres}/tsa",
        "tsa_wortels": (pki.tsa_root.der,),
        "zegel_wortels": (pki.root.der,),
        "servers": frozenset({pki.host}),
        "wachttijd": 5.0,
    }
    return Voorzieningen(niveau=niveau, **{**given, **extra})


def zegel(pki, houder, niveau="B-LTA", **extra):
    opened = Zegel.from_pkcs12(pki.pkcs12(houder), None)
    return opened.with_voorzieningen(voorzieningen(pki, niveau, **extra))


def check(pki, pdf, now=NOW, **extra):
    given = {"vertrouwd": [pki.root.der], "tijd_vertrouwd": [pki.tsa_root.der], **extra}
    return verify_pdf(pdf, now=now, **given)


@pytest.fixture(scope="module")
def signed(pki, houder):
    return {niveau: seal_pdf(PDF, zegel(pki, houder, niveau), reden="Vaststelling", now=NOW) for niveau in NIVEAUS}


@pytest.mark.parametrize("niveau", NIVEAUS)
def test_each_level_is_made_and_found_again(pki, houder, signed, niveau):
    made = signed[niveau]
    assert (made.niveau, made.gevraagd, made.reden) == (niveau, niveau, "")
    found = check(pki, made.pdf)
    assert (found.niveau, found.tijd, found.ondertekenaar_sha256) == (niveau, NOW, sha256(houder.der))
    assert found.tijd_bewezen == (niveau != "B-B")
    assert found.dekt_hele_bestand == (niveau in {"B-B", "B-T"})
    assert made.pdf.startswith(PDF)
