# SPDX-License-Identifier: EUPL-1.2
"""Rules on documents beside the dossier: contactpunten, and the vangnet of 2016 (off by default)."""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import Any

import pytest

from weerbaar_docs._resources import read_resource
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.rules import REGELS, Instellingen
from weerbaar_docs.validation import examine_document

Gegevens = dict[str, Any]
BY_ID = {regel.id: regel for regel in REGELS}
PEILDATUM = date(2026, 11, 22)


def example(soort: str) -> Gegevens:
    found: Gegevens = json.loads(read_resource("schemas", f"{soort}.schema.json"))["examples"][0]
    return copy.deepcopy(found)


def codes(soort: str, gegevens: Gegevens, *, peildatum: date | None = PEILDATUM) -> set[str]:
    instellingen = Instellingen(peildatum=peildatum, vangnet=True)
    return {m.code for m in examine_document(json.dumps(gegevens).encode(), soort, instellingen=instellingen)}


VERVALLEN = {"geverifieerd_op": "2026-02-02", "vervalt_op": "2026-11-21"}


@pytest.mark.parametrize(
    ("fault", "neighbour"),
    [
        ({"geverifieerd_op": "2025-11-21"}, {"geverifieerd_op": "2025-11-22"}),
        (VERVALLEN, {**VERVALLEN, "vervalt_op": "2026-11-22"}),
        ({"email": "politiekeamtsdragers@voorbeeld.nl"}, {"email": "politiekeambtsdragers@voorbeeld.nl"}),
        ({"url": "https://voorbeeld.nl/PolitiekeAmtsdragers"}, {"url": "https://voorbeeld.nl/politiekeambtsdragers"}),
    ],
)
def test_a_contactpunt_is_checked_and_holds_no_known_misspelling(fault: Gegevens, neighbour: Gegevens) -> None:
    base = {**example("contactpunt"), "geverifieerd_op": "2026-11-01", "vervalt_op": "2027-02-02"}
    assert codes("contactpunt", {**base, **fault}) == {"R-CONT-1"}
    assert codes("contactpunt", {**base, **neighbour}) == set()


def test_without_a_peildatum_no_contactpunt_is_stale() -> None:
    old = {**example("contactpunt"), "geverifieerd_op": "2016-03-18", "vervalt_op": "2017-03-18"}
    assert codes("contactpunt", old, peildatum=None) == set()
    assert codes("contactpunt", old) == {"R-CONT-1"}


POST = {"omschrijving": "hekwerk", "bedrag_incl_btw": "1000.00", "gemaakt_op": "2026-02-03", "pkvw_niveau": False}


@pytest.mark.parametrize(
    ("rule", "fault", "neighbour"),
    [
        ("R-VANG-1", {"aangifte": {"gedaan": False}}, {}),
        ("R-VANG-1", {"aangifte": {"gedaan": True, "datum": "2026-01-21", "vorm": "gewoon"}}, {}),
        (
            "R-VANG-1",
            {"kosten": [{**POST, "gemaakt_op": "2026-01-19"}]},
            {"kosten": [{**POST, "gemaakt_op": "2026-01-20"}]},
        ),
        (
            "R-VANG-2",
            {"kosten": [{**POST, "pkvw_niveau": True}]},
            {"kosten": [POST, {**POST, "pkvw_niveau": True, "bedrag_incl_btw": "9.00"}]},
        ),
        ("R-VANG-3", {"gevraagd_bedrag": "1000.01"}, {"gevraagd_bedrag": "1000.00"}),
        ("R-VANG-3", {"organisatie": {**example("vangnetaanvraag")["organisatie"], "type": "provincie"}}, {}),
    ],
)
def test_planted_fault_raises_only_its_rule(rule: str, fault: Gegevens, neighbour: Gegevens) -> None:
    base = {
        **example("vangnetaanvraag"),
        "kosten": [POST],
        "kosten_werkgever_boven_pkvw": "1000.00",
        "gevraagd_bedrag": "800.00",
    }
    found = codes("vangnetaanvraag", {**base, **fault})
    assert rule in found
    assert found <= {rule, *BY_ID[rule].impliceert}
    assert codes("vangnetaanvraag", {**base, **neighbour}) == set()


def test_the_vangnet_is_off_unless_somebody_opens_it() -> None:
    data = json.dumps(example("vangnetaanvraag")).encode()
    with pytest.raises(ValidationError, match="VANGNET-UIT"):
        examine_document(data, "vangnetaanvraag")


def test_an_unknown_kind_names_the_known_ones() -> None:
    with pytest.raises(ValidationError) as caught:
        examine_document(b"{}", "gemeen")
    assert "contactpunt" in caught.value.meldingen[0].oplossing


def test_faults_of_reading_and_schema_are_meldingen() -> None:
    assert [m.code for m in examine_document(b"{", "contactpunt")] == ["JSON-VORM"]
    assert "SCHEMA-REQUIRED" in {m.code for m in examine_document(b"{}", "contactpunt")}


def test_every_rule_for_another_document_has_a_case_here() -> None:
    assert {r.id for r in REGELS if r.document != "dossier"} == {"R-CONT-1", "R-VANG-1", "R-VANG-2", "R-VANG-3"}
