# SPDX-License-Identifier: EUPL-1.2
"""The schemas are valid, closed, versioned, described, and the same as the concept they come from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from weerbaar_docs._resources import list_resources, read_resource
from weerbaar_docs.validation import schema_faults

SUFFIX = ".schema.json"
SCHEMAS: dict[str, Any] = {
    name.removesuffix(SUFFIX): json.loads(read_resource("schemas", name))
    for name in list_resources("schemas")
    if name.endswith(SUFFIX)
}
ENTITIES = {
    "dossier", "organisatie", "bestuurder", "woonplek", "aanmelding", "planning", "gesprek_werkgever",
    "gesprek_bestuurder", "pkvw", "adviesrapport", "bva_besluit", "toestemming", "werkgeversbrief", "uitvoering",
    "kostenverdeling",
}  # fmt: skip
STATEMENTS = {
    "vaststelling_verklaring",
    "toestemming_verklaring",
    "attest_verklaring",
    "indiening_verklaring",
    "intrekking_verklaring",
}
MINE = sorted(ENTITIES | STATEMENTS | {"gemeen"})
SAMPLE: dict[str, Any] = json.loads(read_resource("voorbeelden", "gemeente_burgemeester.json"))


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from parts(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from parts(value)


def test_all_entities_have_a_schema() -> None:
    assert set(MINE) <= set(SCHEMAS)


@pytest.mark.parametrize("name", MINE)
def test_schema_is_valid_and_versioned(name: str) -> None:
    schema = SCHEMAS[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:weerbaar-docs:schema:{name}:1.0"
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]
    assert schema["description"].endswith(".")


@pytest.mark.parametrize("name", MINE)
def test_objects_are_closed(name: str) -> None:
    for part in parts(SCHEMAS[name]):
        if part.get("type") == "object" and not (set(part) <= {"type"}):
            assert part.get("additionalProperties", True) is not True, part.get("title")


@pytest.mark.parametrize("name", MINE)
def test_every_string_has_a_pattern(name: str) -> None:
    for part in parts(SCHEMAS[name]):
        if part.get("type") == "string" and len(part) > 1:
            assert "pattern" in part, part
            assert part.get("description"), part


@pytest.mark.parametrize("name", MINE)
def test_refs_resolve(name: str) -> None:
    for part in parts(SCHEMAS[name]):
        if "$ref" not in part:
            continue
        address, _, fragment = part["$ref"].partition("#")
        target: Any = SCHEMAS[address.split(":")[3]] if address else SCHEMAS[name]
        for step in fragment.strip("/").split("/"):
            target = target[step] if step else target
        assert target


@pytest.mark.parametrize("name", sorted(ENTITIES - {"dossier", "bva_besluit", "toestemming", "uitvoering"}))
def test_the_sample_fits_each_entity(name: str) -> None:
    assert schema_faults(name, SAMPLE[name]) == []


def test_the_sample_fits_entities_in_lists() -> None:
    for name, key in (("bva_besluit", "bva_besluiten"), ("toestemming", "toestemmingen"), ("uitvoering", "uitvoering")):
        for item in SAMPLE[key]:
            assert schema_faults(name, item) == []
