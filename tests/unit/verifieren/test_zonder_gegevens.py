# SPDX-License-Identifier: EUPL-1.2
"""A report that carries no data is a report all the same: its name or the reason under its signature says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from verifieerbouw import besluitpakket, oordelen, packed, signer, verificatie
from weerbaar_docs.establishing import establish
from weerbaar_docs.pades import sign_pdf
from weerbaar_docs.rendering import render_concept
from weerbaar_docs.rendering.huisstijl import HUISSTIJL
from weerbaar_docs.stamping import stamp
from weerbaar_docs.validation import adviesrapport
from weerbaar_docs.verifieren import verifieer, verifieer_delen

BARE = replace(HUISSTIJL, zonder_gegevens=frozenset({"adviesrapport"}))


@pytest.fixture(scope="module")
def bare(keten):
    """Give the chain of a report that carries no data."""
    o = keten.o
    concept = render_concept(adviesrapport(keten.dossier), datum=o.vandaag, huisstijl=BARE)
    given = {**o.bva, "huisstijl": BARE}
    definitief = establish(concept, o.besluit(concept), indiening=o.indiening(concept), **given)
    return replace(
        keten, concept=concept, definitief=definitief, vastgesteld=stamp(definitief, zegel=o.bva_zegel, now=o.nu)
    )


def test_a_report_without_data_is_judged_as_the_report_that_its_signature_says(bare):
    o = bare.o
    uitslag = verifieer(bare.vastgesteld.pdf, verificatie=verificatie(o))
    assert (uitslag.soort, uitslag.oordeel) == ("adviesrapport", "goed")
    assert oordelen(uitslag)["gegevens"] == "niet_te_controleren"


@pytest.mark.parametrize("reden", ["Vaststelling BVA-2026-9999", "Vaststelling ", "Brief", "Vaststelling x\x1b[2J"])
def test_a_report_without_data_under_a_reason_that_is_not_its_own_is_found(bare, reden):
    o = bare.o
    pdf = sign_pdf(bare.vastgesteld.gestempeld, o.bva_zegel, reden=reden, now=o.nu)
    assert verifieer(pdf, verificatie=verificatie(o)).oordeel == "fout"


def test_in_a_package_it_is_held_against_the_statement_of_the_bva(bare):
    o = bare.o
    made = packed(besluitpakket(bare), "besluitpakket", signer(o, "MW-0004"))
    assert verifieer_delen(made, verificatie=verificatie(o)).oordeel == "goed"


def test_in_a_package_a_reason_of_another_besluit_is_found(bare):
    o = bare.o
    other = sign_pdf(bare.vastgesteld.gestempeld, o.bva_zegel, reden="Vaststelling BVA-2026-9999", now=o.nu)
    made = packed({**besluitpakket(bare), "rapport.pdf": other}, "besluitpakket", signer(o, "MW-0004"))
    assert verifieer_delen(made, verificatie=verificatie(o)).gebroken.naam == "besluit:rapport.pdf"
