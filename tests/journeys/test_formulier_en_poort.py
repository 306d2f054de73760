# SPDX-License-Identifier: EUPL-1.2
"""The real form, filled in by a real program and signed: the gate takes what was made, and nothing that was made of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from formulierbouw import onderteken
from invulbouw import chosen, filled_in_chrome
from weerbaar_docs.adressering import functie
from weerbaar_docs.afschrift import make_afschrift
from weerbaar_docs.encryption.package import package_parts
from weerbaar_docs.errors import ConsentError
from weerbaar_docs.pakketnamen import ZENDING_FORMULIER, ZENDING_TOESTEMMING, ZENDING_VASTSTELLING
from weerbaar_docs.toestemming import PadesBewijs
from weerbaar_docs.toestemmingsformulier import Ontvanger, Periode, fill_in, make_formulier, read_formulier


@pytest.fixture(scope="module")
def ontvanger(keten):
    organisatie = keten.dossier.gegevens["organisatie"]
    return Ontvanger(oin=keten.o.werkgever.houder, functie=functie(organisatie), organisatie=organisatie["naam"])


@pytest.fixture(scope="module")
def gevraagd(keten, ontvanger):
    """Give the statement, and the form as it is put before the bestuurder."""
    o = keten.o
    formulier = make_formulier(
        keten.stukken,
        ontvanger=ontvanger,
        toestemming_id=o.vraag["toestemming_id"],
        periode=Periode(van=o.nu, tot=o.nu + timedelta(days=30)),
        now=o.nu,
    )
    vraag = keten.ask(formulier_sha256=formulier.sha256, dagen=30)
    return vraag, fill_in(formulier, vraag)


def signed(keten, pdf):
    return PadesBewijs(formulier=onderteken(pdf, keten.o.bestuurder_zegel, keten.o.nu))


@pytest.mark.parametrize(
    "fill", [chosen, lambda pdf: filled_in_chrome(pdf, "verleen").saved()], ids=["pypdf", "Chrome"]
)
def test_gate_opens_for_the_form_that_was_filled_in_and_signed(keten, gevraagd, fill):
    vraag, pdf = gevraagd
    bewijs = signed(keten, fill(pdf))
    parts = package_parts(keten.release(vraag.verklaring, bewijs), b"brief")
    assert parts[ZENDING_FORMULIER] == bewijs.formulier
    assert {name for name in parts if "/" in name} == {
        *(f"{ZENDING_VASTSTELLING}{end}" for end in ("", ".sig")),
        *(ZENDING_TOESTEMMING, ZENDING_FORMULIER),
    }
    read = read_formulier(bewijs.formulier)
    assert (read.keuze, read.ondertekend, read.herkend, read.alleen_ingevuld) == ("verleen", True, True, True)
    assert read.verklaring == vraag.verklaring
    assert read.meldingen == ()


@pytest.mark.parametrize(
    "fill",
    [
        lambda pdf: pdf,
        lambda pdf: chosen(pdf, "weiger"),
        lambda pdf: chosen(pdf, "terug"),
        lambda pdf: chosen(pdf, again=True),
        lambda pdf: filled_in_chrome(pdf, "verleen").saved(anew=True),
    ],
    ids=["nothing chosen", "refused", "sent back", "written anew", "written anew by Chrome"],
)
def test_gate_stays_shut_for_any_other_signed_form(keten, gevraagd, fill):
    vraag, pdf = gevraagd
    with pytest.raises(ConsentError):
        keten.release(vraag.verklaring, signed(keten, fill(pdf)))


def test_form_without_signature_opens_nothing(keten, gevraagd):
    vraag, pdf = gevraagd
    with pytest.raises(ConsentError):
        keten.release(vraag.verklaring, PadesBewijs(formulier=chosen(pdf)))


def test_receipt_is_about_the_statement_that_the_form_carries(keten, gevraagd, ontvanger):
    vraag, pdf = gevraagd
    carried = read_formulier(chosen(pdf)).verklaring
    assert carried is not None
    given = {"besluit": "verleend", "bewijs": "pades", "besloten_op": keten.o.nu, "ontvanger": ontvanger}
    made = make_afschrift(carried, **given, now=keten.o.nu)
    assert vraag.controlegetal.encode() in made.json
