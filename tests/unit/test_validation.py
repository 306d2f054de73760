# SPDX-License-Identifier: EUPL-1.2
"""validate reports every fault, with place and remedy, and never a value."""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import Any

import pytest

from weerbaar_docs._resources import read_resource
from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.errors import Melding, ValidationError
from weerbaar_docs.model import thaw
from weerbaar_docs.validation import adviesrapport, check_part, check_statement, examine, schema_faults, validate

COMPLETE = read_resource("voorbeelden", "gemeente_burgemeester.json")
INVOER = read_resource("voorbeelden", "gemeente_burgemeester.invoer.json")
SAMPLE: dict[str, Any] = json.loads(COMPLETE)
SECRET = "Geheimstraat"


@pytest.fixture
def g() -> dict[str, Any]:
    return copy.deepcopy(SAMPLE)


def faults(g: Any) -> list[tuple[str, str]]:
    return [(m.code, m.pad) for m in schema_faults("dossier", g)]


@pytest.mark.parametrize("data", [COMPLETE, INVOER])
def test_samples_are_valid(data: bytes) -> None:
    dossier = validate(data)
    assert dossier.dossiernummer == "WB-2026-000123"
    assert thaw(dossier.gegevens) == json.loads(data)
    uitslag = examine(data, peildatum=date(2026, 6, 30))
    assert uitslag.geldig
    assert uitslag.dossier == dossier
    expected = {"R-GROND-1", "R-RED-2"} if dossier.gegevens.get("bva_besluiten") else {"R-GROND-1"}
    assert {m.code for m in uitslag.meldingen} == expected


def test_adviesrapport_has_the_digest_of_the_besluit() -> None:
    rapport = adviesrapport(validate(COMPLETE))
    assert rapport.rapport_sha256 == SAMPLE["bva_besluiten"][0]["rapport_sha256"]


def test_adviesrapport_of_an_early_dossier_is_refused(g: dict[str, Any]) -> None:
    early = {
        k: v
        for k, v in g.items()
        if k in ("schema_versie", "dossiernummer", "regeling", "organisatie", "bestuurder", "woonplek", "aanmelding")
    }
    dossier = validate(json.dumps(early).encode())
    with pytest.raises(ValidationError) as caught:
        adviesrapport(dossier)
    assert caught.value.meldingen[0].code == "RAPPORT-ONTBREEKT"


def test_all_schema_faults_are_reported_together(g: dict[str, Any]) -> None:
    del g["woonplek"]["vve"]
    g["organisatie"]["type"] = "dorp"
    g["bestuurder"]["achternaam"] = 7
    with pytest.raises(ValidationError) as caught:
        validate(json.dumps(g).encode())
    assert [(m.code, m.pad) for m in caught.value.meldingen] == [
        ("SCHEMA-TYPE", "/bestuurder/achternaam"),
        ("SCHEMA-ENUM", "/organisatie/type"),
        ("SCHEMA-REQUIRED", "/woonplek"),
    ]
    assert "vve" in caught.value.meldingen[2].melding
    assert "gemeente, provincie, waterschap" in caught.value.meldingen[1].melding


def test_all_rule_faults_are_reported_with_the_warnings(g: dict[str, Any]) -> None:
    g["organisatie"]["rsin"] = "123456789"
    g["uitvoering"][0]["maatregel"] = "M-99"
    uitslag = examine(json.dumps(g).encode())
    assert {m.code for m in uitslag.meldingen} == {"R-ORG-1", "R-ORG-2", "R-REF-4", "R-GROND-1", "R-RED-2"}
    assert uitslag.dossier is None
    assert not uitslag.geldig
    with pytest.raises(ValidationError):
        validate(json.dumps(g).encode())


def test_rules_wait_for_the_schema(g: dict[str, Any]) -> None:
    g["organisatie"]["rsin"] = "123456789"
    g["fictief"] = "ja"
    assert [m.code for m in examine(json.dumps(g).encode()).meldingen] == ["SCHEMA-TYPE"]


def test_reading_faults_are_meldingen() -> None:
    assert [m.code for m in examine(b"{").meldingen] == ["JSON-VORM"]
    with pytest.raises(ValidationError):
        validate(b'{"a": 1, "a": 2}')


@pytest.mark.parametrize("value", [None, [], 3, "x", True])
def test_other_json_is_a_type_fault(value: Any) -> None:
    assert faults(value) == [("SCHEMA-TYPE", "")]


def _plant(g: dict[str, Any], pad: str, value: Any) -> None:
    *way, last = pad.split("/")[1:]
    item: Any = g
    for part in way:
        item = item[int(part)] if isinstance(item, list) else item[part]
    item[int(last) if isinstance(item, list) else last] = value


@pytest.mark.parametrize(
    ("pad", "value", "code"),
    [
        ("/adviesrapport/maatregelen/0/kosten/eenmalig_incl_btw", "1.00\n", "SCHEMA-PATTERN"),
        ("/adviesrapport/maatregelen/0/kosten/eenmalig_incl_btw", "1,00", "SCHEMA-PATTERN"),
        ("/adviesrapport/opgesteld_op", "2026-02-30", "SCHEMA-FORMAT"),
        ("/adviesrapport/opgesteld_op", "30-02-2026", "SCHEMA-PATTERN"),
        ("/aanmelding/aangemeld_op", "2026-04-02T16:52:00", "SCHEMA-PATTERN"),
        ("/aanmelding/aangemeld_op", "2026-04-32T16:52:00Z", "SCHEMA-FORMAT"),
        ("/woonplek/adres/straatnaam", f"{SECRET}\x00", "SCHEMA-PATTERN"),
        ("/woonplek/adres/straatnaam", f"{SECRET}\ud800", "SCHEMA-PATTERN"),
        ("/woonplek/adres/straatnaam", "", "SCHEMA-MINLENGTH"),
        ("/woonplek/adres/straatnaam", SECRET * 9, "SCHEMA-MAXLENGTH"),
        ("/woonplek/adres/huisnummer", 0, "SCHEMA-MINIMUM"),
        ("/woonplek/adres/huisnummer", 100000, "SCHEMA-MAXIMUM"),
        ("/adviesrapport/versie", 2**53, "SCHEMA-MAXIMUM"),
        ("/bestuurder/email", SECRET, "SCHEMA-PATTERN"),
        ("/woonplek/ontheffing_woonplaats", {"verleend_op": "2026-01-01"}, "SCHEMA-REQUIRED"),
        ("/woonplek/ontheffing_woonplaats", SECRET, "SCHEMA-ANYOF"),
        ("/bestuurder/voorvoegsel", 5, "SCHEMA-ANYOF"),
        ("/gesprek_bestuurder/besproken_domeinen", ["werk", "werk"], "SCHEMA-UNIQUEITEMS"),
        ("/adviesrapport/bevindingen", [], "SCHEMA-MINITEMS"),
        ("/gesprek_bestuurder/woningscan_uitgevoerd", False, "SCHEMA-CONST"),
        ("/gesprek_werkgever/werkplek", {SECRET: True}, "SCHEMA-PATTERN"),
        ("/gesprek_werkgever/werkplek", {f"a{i}": True for i in range(51)}, "SCHEMA-MAXPROPERTIES"),
        ("/pkvw/geldig_tot", None, "SCHEMA-TYPE"),
    ],
)
def test_each_keyword_speaks(g: dict[str, Any], pad: str, value: Any, code: str) -> None:
    _plant(g, pad, value)
    [melding] = schema_faults("dossier", g)
    assert melding.code == code
    assert melding.pad.startswith(pad)
    assert SECRET not in json.dumps(melding.as_json())
    assert melding.oplossing.endswith((".", "in."))


@pytest.mark.parametrize(
    ("pad", "value", "form"),
    [
        ("/adviesrapport/kosten_raming/eenmalig_incl_btw", "1,00", "bedrag in euro's als tekst met twee decimalen"),
        ("/adviesrapport/beoordeling_voor_werkgever", f"{SECRET}\x85", "tekst zonder stuurtekens"),
        ("/adviesrapport/maatregelen/0/bevindingen/0", "B1", "B- en twee of drie cijfers, zoals B-01"),
        ("/bestuurder/telefoon", "0612345678", "telefoonnummer in internationale vorm, zoals +31880000000"),
        (
            "/organisatie/tooi_uri",
            "https://identifier.overheid.nl/tooi/id/provincie/pv23",
            "TOOI-adres van een gemeente",
        ),
        ("/adviesrapport/opgesteld_op", "2026-02-30", "een bestaande datum (JJJJ-MM-DD)"),
    ],
)
def test_the_form_is_said_in_the_words_of_the_schema(g: dict[str, Any], pad: str, value: str, form: str) -> None:
    _plant(g, pad, value)
    [melding] = schema_faults("dossier", g)
    assert melding.melding.startswith(f"de waarde heeft niet de verwachte vorm: {form}")


def test_unknown_keys_are_not_quoted(g: dict[str, Any]) -> None:
    g["bestuurder"][SECRET] = 1
    g["bestuurder"]["achternam"] = SECRET
    texts = [m.melding for m in schema_faults("dossier", g)]
    assert texts == ["een onbekend veld lijkt op ‘achternaam’", "hier staat een onbekend veld"]


def test_free_keys_are_masked_in_the_pointer(g: dict[str, Any]) -> None:
    g["gesprek_werkgever"]["werkplek"] = {"geheimstraat": [1]}
    assert faults(g) == [("SCHEMA-ANYOF", "/gesprek_werkgever/werkplek/…")]


def test_forbidden_field_is_named(g: dict[str, Any]) -> None:
    g["toestemmingen"][0]["route"] = "via_bestuurder"
    assert faults(g) == [("SCHEMA-NOT", "/toestemmingen/0/ontvanger")]


def test_wrong_functie_for_type(g: dict[str, Any]) -> None:
    g["organisatie"]["contactpersoon"]["functie"] = "provinciesecretaris"
    assert faults(g) == [("SCHEMA-CONST", "/organisatie/contactpersoon/functie")]


def test_dates_after_the_peildatum_warn() -> None:
    uitslag = examine(COMPLETE, peildatum=date(2026, 5, 20))
    late = [m.pad for m in uitslag.meldingen if m.code == "DATUM-TOEKOMST"]
    assert late == ["/toestemmingen/0/gegeven_op", "/werkgeversbrief/datum"]
    assert uitslag.geldig


def test_reprs_hold_no_personal_data() -> None:
    assert "Hoogh" not in repr(examine(COMPLETE))


# --- statements ------------------------------------------------------------------------------

DIGEST = "a" * 64
VASTSTELLING: dict[str, Any] = {
    "soort": "vaststelling/v1",
    "besluitnummer": "BVA-2026-0093",
    "rapport_sha256": DIGEST,
    "vaststelling_sha256": DIGEST,
    "pdf_sha256": DIGEST,
    "herkomst": {
        "template_sha256": DIGEST,
        "engine": "typst",
        "engine_versie": "0.15.2",
        "fonts_sha256": DIGEST,
        "bibliotheek_versie": "0.1.0",
        "datum": "2026-05-18",
    },
    "toetser": "MW-0007",
    "besloten_op": "2026-05-18",
}
TOESTEMMING: dict[str, Any] = {
    "soort": "toestemming/v1",
    "toestemming_id": "TST-2026-0131",
    "dossier": "D-" + "0" * 32,
    "vaststelling_sha256": DIGEST,
    "eind_sha256": DIGEST,
    "route": "via_ccv",
    "omvang": "werkgeversversie",
    "uitgesloten_onderdelen": ["incidenten"],
    "stukken": [{"documentsoort": "maatregelenoverzicht", "sha256": DIGEST, "bytes": 1}],
    "ontvanger": {"oin": "00000001999900018000", "functie": "gemeentesecretaris", "sleutel_vingerafdruk": "A" * 40},
    "geldig_van": "2026-05-22T07:00:00Z",
    "geldig_tot": "2026-06-21T07:00:00Z",
    "nonce": "0" * 32,
    "formulier_sha256": DIGEST,
}
ATTEST: dict[str, Any] = {
    "soort": "attest/v1",
    "verklaring_sha256": DIGEST,
    "scan_sha256": DIGEST,
    "medewerker": "MW-0001",
    "teruggebeld": True,
    "controlegetal": "ABCDE-FGHIJ-KLMNO-23456",
    "moment": "2026-05-22T19:00:00Z",
}


@pytest.mark.parametrize(
    ("name", "value"), [("vaststelling", VASTSTELLING), ("toestemming", TOESTEMMING), ("attest", ATTEST)]
)
def test_statements_are_closed_and_complete(name: str, value: dict[str, Any]) -> None:
    check_statement(name, value)
    check_statement(f"{name}_verklaring", json.loads(canonical_bytes(value)))
    with pytest.raises(ValidationError):
        check_statement(name, {**value, "extra": 1})
    for key in value:
        with pytest.raises(ValidationError):
            check_statement(name, {k: v for k, v in value.items() if k != key})


def _statement_codes(**changes: Any) -> list[str]:
    value = {k: v for k, v in {**TOESTEMMING, **changes}.items() if v is not None}
    return [m.code for m in schema_faults("toestemming_verklaring", value)]


def test_toestemming_ontvanger_follows_the_route() -> None:
    without_key = {"oin": "00000001999900018000", "functie": "gemeentesecretaris"}
    assert _statement_codes(route="via_bestuurder") == ["SCHEMA-NOT"]
    assert _statement_codes(route="via_bestuurder", ontvanger=None) == []
    assert _statement_codes(route="op_papier", ontvanger=without_key) == []
    assert _statement_codes(route="via_ccv", ontvanger=without_key) == ["SCHEMA-REQUIRED"]
    assert _statement_codes(route="op_papier", ontvanger=None) == ["SCHEMA-REQUIRED"]
    assert _statement_codes(geldig_tot="2026-06-21T09:00:00+02:00") == ["SCHEMA-PATTERN"]
    assert _statement_codes(stukken=[]) == ["SCHEMA-MINITEMS"]


def test_check_part() -> None:
    check_part("bva_besluit", SAMPLE["bva_besluiten"][0])
    with pytest.raises(ValidationError) as caught:
        check_part("bva_besluit", {})
    assert all(isinstance(m, Melding) and m.code == "SCHEMA-REQUIRED" for m in caught.value.meldingen)
