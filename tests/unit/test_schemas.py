# SPDX-License-Identifier: EUPL-1.2
"""The schemas are valid, closed, versioned, described in Dutch, and shown with examples that hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

from weerbaar_docs._resources import list_resources, read_resource
from weerbaar_docs.keys import Medewerker, Medewerkersregister, Rol
from weerbaar_docs.validation import schema_faults
from weerbaar_docs.zaaksysteem import Ontvangstbewijs

SUFFIX = ".schema.json"
SCHEMAS: dict[str, Any] = {
    name.removesuffix(SUFFIX): json.loads(read_resource("schemas", name))
    for name in list_resources("schemas")
    if name.endswith(SUFFIX)
}
ENTITIES = {
    "dossier", "organisatie", "bestuurder", "woonplek", "aanmelding", "planning", "gesprek_werkgever",
    "gesprek_bestuurder", "pkvw", "adviesrapport", "bva_besluit", "toestemming", "werkgeversbrief", "uitvoering",
    "kostenverdeling", "bijlage", "levering", "vangnetaanvraag", "veiligheidspakket", "vergoeding_2021", "contactpunt",
    "medewerker", "mandaat", "organisatieregister", "maatregelencatalogus", "documentmetadata",
    "auditregel", "sleutelblad", "toestemmingsformulier", "afschrift", "ontvangstformulier", "vergelijking",
    "vernietigingsverklaring", "maatregelen", "uitvoeringsstand", "terugmelding", "uitvoeringsopdracht",
}  # fmt: skip
STATEMENTS = {
    "vaststelling_verklaring",
    "toestemming_verklaring",
    "attest_verklaring",
    "indiening_verklaring",
    "intrekking_verklaring",
    "checkpoint_verklaring",
    "herstelbesluit_verklaring",
    "sleutelwissel_verklaring",
    "manifest_verklaring",
}
NAMES = sorted(SCHEMAS)
DOCUMENTS = sorted(set(SCHEMAS) - {"gemeen"})
AUDIENCES = ["bestuurder", "bva", "werkgever", "ccv"]
SAMPLE: dict[str, Any] = json.loads(read_resource("voorbeelden", "gemeente_burgemeester.json"))


def parts(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every subschema: never an example, a const, or the map of names that `properties` is."""
    yield schema
    for key, value in schema.items():
        if key in ("properties", "$defs"):
            subschemas = list(value.values())
        elif key in ("anyOf", "allOf"):
            subschemas = value
        elif key in ("items", "if", "then", "else", "not", "propertyNames", "additionalProperties"):
            subschemas = [value] if isinstance(value, dict) else []
        else:
            continue
        for sub in subschemas:
            yield from parts(sub)


def fields(schema: dict[str, Any], pad: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field that the schema itself defines; conditions (`allOf`, `if`, an untyped `anyOf`) only add to those."""
    for name, sub in schema.get("properties", {}).items():
        yield f"{pad}/{name}", sub
        yield from fields(sub, f"{pad}/{name}")
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from fields(schema[key], f"{pad}[]")
    for sub in schema.get("anyOf", []):
        if "type" in sub:
            yield from fields(sub, pad)
    for name, sub in schema.get("$defs", {}).items():
        yield from fields(sub, f"{pad}#{name}")


def test_all_entities_have_a_schema() -> None:
    assert set(SCHEMAS) >= ENTITIES | STATEMENTS | {"gemeen", "configuratie"}


@pytest.mark.parametrize("name", NAMES)
def test_schema_is_valid_and_versioned(name: str) -> None:
    schema = SCHEMAS[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:weerbaar-docs:schema:{name}:1.0"
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]
    assert schema["description"].endswith(".")


@pytest.mark.parametrize("name", NAMES)
def test_objects_are_closed(name: str) -> None:
    for part in parts(SCHEMAS[name]):
        if part.get("type") != "object" or set(part) <= {"type"}:
            continue
        if name == "configuratie" and list(part.get("properties", ())) == ["plugin"]:
            continue  # a plugin checks its own settings with its own schema
        assert part.get("additionalProperties", True) is not True, part.get("title")


@pytest.mark.parametrize("name", NAMES)
def test_every_string_has_a_pattern_and_says_its_form(name: str) -> None:
    for part in parts(SCHEMAS[name]):
        if part.get("type") == "string" and len(part) > 1:
            assert "pattern" in part, part
        if "pattern" in part or "format" in part:
            assert part["x-vorm"], part
            assert not part["x-vorm"].endswith("."), "x-vorm ends a sentence of the melding"


@pytest.mark.parametrize("name", NAMES)
def test_every_field_has_a_title_a_description_and_its_audience(name: str) -> None:
    definitions = [(f"#{key}", part) for key, part in SCHEMAS[name].get("$defs", {}).items()]
    for pad, field in (*definitions, *fields(SCHEMAS[name])):
        assert field.get("title"), pad
        assert re.fullmatch(r"[A-Z‘].{9,}\.", field.get("description", "")), pad
        assert field["description"].rstrip(".") != field["title"], pad
    for pad, field in fields(SCHEMAS[name]):
        audience = field.get("x-doelgroep")
        assert audience, pad
        assert audience == [who for who in AUDIENCES if who in audience], pad


@pytest.mark.parametrize("name", NAMES)
def test_no_annotation_is_misspelt(name: str) -> None:
    for part in parts(SCHEMAS[name]):
        assert {key for key in part if key.startswith("x-")} <= {"x-vorm", "x-doelgroep"}


@pytest.mark.parametrize("name", NAMES)
def test_refs_resolve(name: str) -> None:
    for part in parts(SCHEMAS[name]):
        if "$ref" not in part:
            continue
        address, _, fragment = part["$ref"].partition("#")
        target: Any = SCHEMAS[address.split(":")[3]] if address else SCHEMAS[name]
        for step in fragment.strip("/").split("/"):
            target = target[step] if step else target
        assert target


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_schema_has_examples_that_hold(name: str) -> None:
    assert SCHEMAS[name]["examples"]
    for example in SCHEMAS[name]["examples"]:
        assert schema_faults(name, example) == []


@pytest.mark.parametrize("name", sorted(SCHEMAS["gemeen"]["$defs"]))
def test_every_shared_form_has_examples_that_hold(name: str) -> None:
    form = {**SCHEMAS["gemeen"], "$ref": f"#/$defs/{name}"}
    validator = Draft202012Validator(form, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert SCHEMAS["gemeen"]["$defs"][name]["examples"]
    for example in SCHEMAS["gemeen"]["$defs"][name]["examples"]:
        validator.validate(example)


@pytest.mark.parametrize(
    "name",
    [
        "aanmelding", "adviesrapport", "bestuurder", "gesprek_bestuurder", "gesprek_werkgever", "kostenverdeling",
        "organisatie", "pkvw", "planning", "werkgeversbrief", "woonplek",
    ],
)  # fmt: skip
def test_the_sample_fits_each_entity(name: str) -> None:
    assert schema_faults(name, SAMPLE[name]) == []


def test_the_sample_fits_entities_in_lists() -> None:
    for name, key in (("bva_besluit", "bva_besluiten"), ("toestemming", "toestemmingen"), ("uitvoering", "uitvoering")):
        for item in SAMPLE[key]:
            assert schema_faults(name, item) == []


# --- entities that also live in code ---------------------------------------------------------


def test_medewerker_is_what_the_register_writes() -> None:
    rollen = SCHEMAS["medewerker"]["properties"]["rollen"]["items"]["enum"]
    assert rollen == list(get_args(Rol))
    printed = {"naam": "T. Oetser (fictief)", "functie": "toetser"}
    rol, van = frozenset({"toetser"}), date(2026, 1, 1)
    medewerker = Medewerker(id="MW-0001", rollen=rol, vingerafdruk="A" * 40, van=van, **printed)  # type: ignore[arg-type]
    [written] = json.loads(Medewerkersregister((medewerker,)).to_json())["medewerkers"]
    assert written.pop("sleutelbeheerder_sinds") is None  # the register's own word: a beheerder does not give it
    assert written == medewerker.given()
    assert schema_faults("medewerker", written) == []
    assert set(written) == set(SCHEMAS["medewerker"]["properties"])


def test_ontvangstbewijs_is_what_the_delivery_gives() -> None:
    bewijs = Ontvangstbewijs(identificatie="WD-" + "0" * 32, plugin="map", sha256="a" * 64, bytes=1, plaats="inkomend")
    [levering] = SCHEMAS["levering"]["examples"]
    assert schema_faults("levering", {**levering, "ontvangstbewijs": bewijs.as_json()}) == []


# --- what the new entities refuse ------------------------------------------------------------


def codes(name: str, **changes: Any) -> list[tuple[str, str]]:
    value = {**SCHEMAS[name]["examples"][0], **changes}
    return [(m.code, m.pad) for m in schema_faults(name, {k: v for k, v in value.items() if v is not ...})]


def test_an_opvolger_in_the_register_has_a_predecessor_that_ended() -> None:
    new, old = SCHEMAS["organisatieregister"]["examples"][0]["organisaties"]
    without_end = {k: v for k, v in old.items() if k != "geldig_tot"}
    [melding] = schema_faults("organisatieregister", {"peildatum": "2026-01-01", "organisaties": [new, without_end]})
    assert (melding.code, melding.pad) == ("SCHEMA-DEPENDENTREQUIRED", "/organisaties/1")
    assert melding.melding == "bij ‘opvolger’ hoort ook het veld ‘geldig_tot’"


def test_an_entry_of_the_register_can_stand_in_a_dossier() -> None:
    [dossier], [register] = SCHEMAS["dossier"]["examples"], SCHEMAS["organisatieregister"]["examples"]
    assert schema_faults("dossier", {**dossier, "organisatie": register["organisaties"][0]}) == []


def test_a_contactpunt_can_be_reached() -> None:
    assert codes("contactpunt", telefoon=None, email=None, openingstijden=None, vervalt_op=None) == []
    assert codes("contactpunt", telefoon="0880000000", url=None) == [("SCHEMA-PATTERN", "/telefoon")]
    unreachable = {**SCHEMAS["contactpunt"]["examples"][0], "telefoon": None, "email": None, "url": None}
    [melding] = schema_faults("contactpunt", unreachable)
    assert (melding.code, melding.pad) == ("SCHEMA-ANYOF", "")
    assert melding.melding == "een van deze velden is nodig: telefoon, email, url"


def test_an_aangifte_that_was_done_has_a_date_and_a_form() -> None:
    assert codes("vangnetaanvraag", aangifte={"gedaan": True}) == [("SCHEMA-REQUIRED", "/aangifte")] * 2
    assert codes("vangnetaanvraag", aangifte={"gedaan": False}) == []
    assert codes("vangnetaanvraag", ambt="commissaris_van_de_koning") == [("SCHEMA-ENUM", "/ambt")]


def test_a_bewaartermijn_is_empty_or_an_iso_duration() -> None:
    for duur in ("P10Y", "P1Y6M", "P18M", "P26W", "P90D"):
        assert codes("documentmetadata", bewaartermijn={"duur": duur}) == [], duur
    for duur in ("P", "10Y", "P1D2Y", "10 jaar", "P1Y\n"):
        assert codes("documentmetadata", bewaartermijn={"duur": duur}) == [("SCHEMA-PATTERN", "/bewaartermijn/duur")]
    assert codes("documentmetadata", woo_grond=["5.1.5"]) == [("SCHEMA-ENUM", "/woo_grond/0")]


def test_vergoeding_2021_needs_a_certificate_and_one_of_five_posten() -> None:
    assert codes("vergoeding_2021", aangemeld_op=...) == []
    assert codes("vergoeding_2021", certificaat_geldig=False) == [("SCHEMA-CONST", "/certificaat_geldig")]
    assert len(SCHEMAS["vergoeding_2021"]["properties"]["posten"]["items"]["properties"]["post"]["enum"]) == 5
