# SPDX-License-Identifier: EUPL-1.2
"""What the definitief rapport says differently is what the besluit makes differ, in a closed list of places."""

from __future__ import annotations

import copy
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.errors import ValidationError, VerificationError
from weerbaar_docs.model import thaw
from weerbaar_docs.rendering import neutral_title, render
from weerbaar_docs.rules.besluit import CRITERIA
from weerbaar_docs.toetsing.beoordelen import check_besluit
from weerbaar_docs.toetsing.indienen import as_sent
from weerbaar_docs.toetsing.verschillen import differences
from weerbaar_docs.validation import adviesrapport, validate
from weerbaar_docs.voorbeelddata import maak

SOORTEN = ("gemeente", "provincie", "waterschap")
ALTIJD = {"watermerk", "voorblad", "kosten", "vervolg", "vaststellingsblad"}
ALLE = ALTIJD | {"maatregelenlijst", "maatregel", "vandaag"}
DAG = date(2026, 12, 1)


@cache
def report(soort: str, zaad: int) -> Any:
    rapport = adviesrapport(validate(canonical_bytes(maak(soort, zaad, "concept"))))
    return as_sent(canonical_bytes(thaw(rapport.inhoud)))


def made(rapport: Any, besluit: dict[str, Any] | None) -> Any:
    context = {"rapportinhoud": rapport.inhoud, "bva_besluit": besluit}
    return render("adviesrapport", context, datum=DAG, titel=neutral_title(rapport.rapport_sha256), pdf=False)


@cache
def concept(soort: str, zaad: int) -> Any:
    return made(report(soort, zaad), None)


def besluit_on(rapport: Any, oordelen: list[dict[str, Any]], **changed: Any) -> dict[str, Any]:
    inhoud = rapport.inhoud
    other = {item["oordeel"] for item in oordelen} - {"vastgesteld"}
    return {
        "besluitnummer": "BVA-2026-0001",
        "rapportnummer": inhoud["adviesrapport"]["rapportnummer"],
        "rapport_versie": inhoud["adviesrapport"]["versie"],
        "rapport_sha256": rapport.rapport_sha256,
        "uitkomst": "gedeeltelijk_vastgesteld" if other else "vastgesteld",
        "besloten_op": DAG.isoformat(),
        "toetser": {"naam": "T. Oetser (fictief)", "functie": "toetser"},
        "toetsing": [{"criterium": name, "oordeel": "voldoet"} for name in CRITERIA],
        "per_maatregel": oordelen,
        "pkvw_uitzondering_akkoord": True if inhoud["pkvw"]["status"] == "uitzondering" else None,
        **changed,
    }


def established(rapport: Any) -> list[dict[str, Any]]:
    return [{"nummer": m["nummer"], "oordeel": "vastgesteld"} for m in rapport.inhoud["adviesrapport"]["maatregelen"]]


@st.composite
def decided(draw: Any) -> tuple[str, int, dict[str, Any]]:
    """Give a report and any besluit on it that the rules allow."""
    soort, zaad = draw(st.sampled_from(SOORTEN)), draw(st.integers(1, 6))
    rapport = report(soort, zaad)
    oordelen = established(rapport)
    for item in oordelen:
        item["oordeel"] = draw(st.sampled_from(("vastgesteld",) * 3 + ("gewijzigd_vastgesteld", "niet_vastgesteld")))
        if item["oordeel"] != "vastgesteld":
            item["motivering"] = "Een soberder uitvoering volstaat."
        if item["oordeel"] == "gewijzigd_vastgesteld":
            item["gewijzigde_omschrijving"] = draw(
                st.sampled_from(("Laat dit uitvoeren.", "Anders & < {{ x }}.\nTwee."))
            )
    changed: dict[str, Any] = {
        "toetsing": [
            {"criterium": name, "oordeel": draw(st.sampled_from(("voldoet", "voldoet_deels", "niet_van_toepassing")))}
            for name in CRITERIA
        ]
    }
    if draw(st.booleans()):
        changed["kenmerk"] = "2026-0000419921"
    if draw(st.booleans()):
        changed["pkvw_blokkeert"] = draw(st.sampled_from(("alleen_woonplek", "alle")))
    return soort, zaad, besluit_on(rapport, oordelen, **changed)


def check(case: tuple[str, int, dict[str, Any]]) -> None:
    soort, zaad, besluit = case
    rapport = report(soort, zaad)
    try:
        check_besluit(rapport.inhoud, besluit)
    except ValidationError:
        assume(False)
    found = differences(concept(soort, zaad), made(rapport, besluit), besluit)
    plaatsen = {verschil.plaats for verschil in found.lijst}
    assert ALTIJD <= plaatsen <= ALLE
    other = {item["nummer"] for item in besluit["per_maatregel"] if item["oordeel"] != "vastgesteld"}
    assert {v.alinea.kop[:4] for v in found.lijst if v.plaats == "maatregel"} <= other
    if other:
        assert {"maatregelenlijst", "maatregel"} & plaatsen


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(decided())
def test_any_besluit_changes_the_report_in_the_closed_list_of_places_only(case):
    check(case)


@pytest.mark.alles
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(decided())
def test_many_besluiten_change_the_report_in_the_closed_list_of_places_only(case):
    check(case)


def test_the_digest_stands_for_every_word_of_the_list():
    rapport = report("gemeente", 3)
    one, other = (besluit_on(rapport, established(rapport), besluitnummer=f"BVA-2026-000{number}") for number in (1, 2))
    found = [differences(concept("gemeente", 3), made(rapport, b), b) for b in (one, one, other)]
    assert found[0].sha256 == found[1].sha256 != found[2].sha256


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda r: r["adviesrapport"]["maatregelen"][0].update(omschrijving="Iets heel anders."), "M-01"),
        (
            lambda r: r["adviesrapport"]["dreigingsanalyse"].update(samenvatting="Iets heel anders."),
            "2 Dreigingsanalyse",
        ),
        (lambda r: r["adviesrapport"].update(vertrouwelijkheidaanduiding="geheim"), "boven of onder aan de pagina"),
    ],
)
def test_data_that_changed_in_between_are_refused_by_their_place(change, where):
    rapport = report("gemeente", 3)
    tampered = copy.deepcopy(thaw(rapport.inhoud))
    change(tampered)
    besluit = besluit_on(rapport, established(rapport))
    with pytest.raises(VerificationError) as caught:
        differences(concept("gemeente", 3), made(as_sent(canonical_bytes(tampered)), besluit), besluit)
    melding = caught.value.meldingen[0]
    assert melding.code == "BVA-VERSCHIL"
    assert where in melding.melding
    assert "heel anders" not in melding.melding
