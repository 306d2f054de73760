# SPDX-License-Identifier: EUPL-1.2
"""Another implementation (jsonschema-rs) accepts the schemas as they stand and gives the same verdicts."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs
import pytest

from planting import planted
from weerbaar_docs._resources import list_resources, read_resource
from weerbaar_docs.validation import schema_faults

SUFFIX = ".schema.json"
SCHEMAS: dict[str, Any] = {
    name.removesuffix(SUFFIX): json.loads(read_resource("schemas", name))
    for name in list_resources("schemas")
    if name.endswith(SUFFIX)
}
DOCUMENTS = sorted(set(SCHEMAS) - {"gemeen"})
SAMPLES = [
    json.loads(read_resource("voorbeelden", name))
    for name in ("gemeente_burgemeester.json", "gemeente_burgemeester.invoer.json")
]
REGISTRY = jsonschema_rs.Registry([(schema["$id"], schema) for schema in SCHEMAS.values()])
LONG = "x" * 20_000
MUTANTS_OF_A_SAMPLE = 75


@cache
def second(name: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        SCHEMAS[name], registry=REGISTRY, validate_formats=True, ignore_unknown_formats=False
    )


def refused_by_both(name: str, value: Any, what: str) -> bool:
    first = schema_faults(name, value) != []
    assert first != second(name).is_valid(value), f"{name}: {what}"
    return first


def changes(value: Any) -> Iterator[tuple[str, Any]]:
    """What can be wrong with one value."""
    if isinstance(value, dict):
        yield from ((f"without {key}", {k: v for k, v in value.items() if k != key}) for key in value)
        yield "unknown field", {**value, "Onbekend veld": "x"}
        yield "list", [value]
    elif isinstance(value, list):
        yield "empty list", []
        yield "twice", [*value, *value[:1]]
        yield "object", {}
    elif isinstance(value, str):
        yield from (("number", 7), ("null", None), ("empty", ""), ("too long", LONG), ("other word", "onzin!"))
        yield from ((f"U+{ord(c):04X}", value[:1] + c + value[1:]) for c in "\x00\x1b\x7f\x85\u202e\ufffe")
        yield from (("line feed at the end", value + "\n"), ("lower", value.lower()), ("digit", value + "0"))
        if re.match(r"\d{4}-\d{2}-\d{2}", value):
            yield "no such day", value[:5] + "02-30" + value[10:]
    elif isinstance(value, bool) or value is None:
        yield from (("other", value is None), ("text", "ja"), ("number", 1))
    else:
        yield from (("zero", 0), ("negative", -1), ("huge", 2**60), ("text", str(value)), ("float", 1.5))


def places(value: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield way
    for key, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(part, (*way, key))


def look(value: Any, way: tuple[str | int, ...]) -> Any:
    for part in way:
        value = value[part]
    return value


def mutants(value: Any) -> Iterator[tuple[str, tuple[str | int, ...], Any]]:
    for way in places(value):
        yield from ((what, way, new) for what, new in changes(look(value, way)))


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_schema_is_accepted_as_it_stands(name: str) -> None:
    assert jsonschema_rs.meta.is_valid(SCHEMAS[name])
    jsonschema_rs.Draft202012Validator(SCHEMAS[name], registry=REGISTRY, validate_formats=True, offline=True)


@pytest.mark.parametrize("name", sorted(SCHEMAS["gemeen"]["$defs"]))
def test_every_shared_form_compiles(name: str) -> None:
    form = {"$ref": f"{SCHEMAS['gemeen']['$id']}#/$defs/{name}"}
    validator = jsonschema_rs.Draft202012Validator(form, registry=REGISTRY, validate_formats=True)
    assert all(validator.is_valid(example) for example in SCHEMAS["gemeen"]["$defs"][name]["examples"])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_both_accept_the_examples(name: str) -> None:
    for example in SCHEMAS[name]["examples"]:
        assert not refused_by_both(name, example, "example")


@pytest.mark.parametrize("sample", SAMPLES, ids=["complete", "invoer"])
def test_both_accept_the_sample_dossiers(sample: Any) -> None:
    assert not refused_by_both("dossier", sample, "sample")


@pytest.mark.lang
@pytest.mark.parametrize("name", sorted(set(DOCUMENTS) - {"dossier"}))
def test_both_agree_on_every_single_change_of_an_example(name: str) -> None:
    example = SCHEMAS[name]["examples"][0]
    verdicts = [
        refused_by_both(name, planted(example, way, new), f"{what} at {way}") for what, way, new in mutants(example)
    ]
    assert sum(verdicts) > len(verdicts) / 2, "most changes are faults"


@pytest.mark.lang
@pytest.mark.parametrize("sample", SAMPLES, ids=["complete", "invoer"])
def test_both_agree_on_single_changes_of_the_sample_dossiers(sample: Any) -> None:
    chosen = random.Random(20260522).sample(list(mutants(sample)), MUTANTS_OF_A_SAMPLE)
    verdicts = [refused_by_both("dossier", planted(sample, way, new), f"{what} at {way}") for what, way, new in chosen]
    assert any(verdicts)
