# SPDX-License-Identifier: EUPL-1.2
"""No text of a dossier can hold a control character or a lone surrogate; ordinary Unicode goes through."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planting import planted
from weerbaar_docs._resources import list_resources, read_resource
from weerbaar_docs.validation import schema_faults

SUFFIX = ".schema.json"
EXAMPLES: dict[str, Any] = {
    name.removesuffix(SUFFIX): json.loads(read_resource("schemas", name))["examples"][0]
    for name in list_resources("schemas")
    if name.endswith(SUFFIX) and name != "gemeen.schema.json"
}
SAMPLE: dict[str, Any] = json.loads(read_resource("voorbeelden", "gemeente_burgemeester.json"))
WHITE = "\t\n\r"
CONTROLS = sorted({chr(n) for n in (*range(0x20), *range(0x7F, 0xA0))} - set(WHITE))
FORBIDDEN = [*CONTROLS, "\ud800", "\udbff", "\udc00", "\udfff", "\ufffe", "\uffff"]
BIDI = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
Way = tuple[str | int, ...]


def texts(value: Any, way: Way = ()) -> Iterator[tuple[Way, str]]:
    if isinstance(value, str):
        yield way, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in items:
        yield from texts(part, (*way, key))


def part_of(way: Way) -> tuple[str, Way]:
    """The schema that holds a place of the sample: a part is checked in a fraction of the time of the whole."""
    key = str(way[0])
    lists = {"bva_besluiten": "bva_besluit", "toestemmingen": "toestemming", "uitvoering": "uitvoering"}
    return (lists[key], way[:2]) if key in lists else (key, way[:1])


PLACES = list(texts(SAMPLE))


@settings(deadline=None)  # a dossier takes a while on a busy machine
@given(
    place=st.sampled_from(PLACES),
    bad=st.sampled_from(FORBIDDEN),
    at=st.floats(min_value=0, max_value=1),
)
def test_no_text_of_the_sample_takes_a_forbidden_character(place: tuple[Way, str], bad: str, at: float) -> None:
    way, text = place
    cut = round(at * len(text))
    name, root = part_of(way)
    part: Any = SAMPLE
    if len(way) == 1:
        name, root = "dossier", ()
    for step in root:
        part = part[step]
    assert schema_faults(name, planted(part, way[len(root) :], text[:cut] + bad + text[cut:]))


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_no_text_of_any_schema_takes_a_forbidden_character(name: str) -> None:
    places = list(texts(EXAMPLES[name]))
    for number, (way, text) in enumerate(places):
        for bad in ("\x00", "\x85", "\ud800", FORBIDDEN[number % len(FORBIDDEN)]):
            assert schema_faults(name, planted(EXAMPLES[name], way, text + bad)), (way, f"U+{ord(bad):04X}")


@pytest.mark.parametrize("bad", FORBIDDEN, ids=lambda c: f"U+{ord(c):04X}")
def test_free_text_refuses_it_anywhere(bad: str) -> None:
    for text in (bad, f"{bad}begin", f"mid{bad}den", f"eind{bad}"):
        codes = [m.code for m in schema_faults("uitvoering", {**EXAMPLES["uitvoering"], "opmerking": text})]
        assert codes == ["SCHEMA-PATTERN"]


def ordinary(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cs") and char not in "\ufffe\uffff"


@settings(deadline=None)
@given(st.text(st.characters().filter(ordinary) | st.sampled_from(WHITE), min_size=1, max_size=1000))
def test_free_text_takes_all_the_rest(text: str) -> None:
    assert schema_faults("uitvoering", {**EXAMPLES["uitvoering"], "opmerking": text}) == []


@pytest.mark.parametrize(
    "text",
    [
        "“”‘’–×±²≥≤≈«» &<>", "{{ niet invullen }} {% raw %}", "zacht\u00adafbreken", "ÆÇÖØÚÛ âäåçèéëóöøúı",
        "Ĳsbrandy", "’t Sluisje", "👩\u200d🚒", "לילה \u200f(ontvangst)", "\U00010000", "\U0010fffd", "e\u0301",
    ],
)  # fmt: skip
def test_text_of_every_kind_is_accepted(text: str) -> None:
    assert schema_faults("uitvoering", {**EXAMPLES["uitvoering"], "opmerking": text}) == []


@pytest.mark.parametrize("bad", [*BIDI, "\u061c", *'/\\:*?"<>|'], ids=lambda c: f"U+{ord(c):04X}")
def test_a_file_name_refuses_what_turns_or_splits_it(bad: str) -> None:
    [melding] = schema_faults("bijlage", {**EXAMPLES["bijlage"], "bestandsnaam": f"foto{bad}gpj.exe"})
    assert (melding.code, melding.pad) == ("SCHEMA-PATTERN", "/bestandsnaam")


@pytest.mark.parametrize("char", BIDI, ids=lambda c: f"U+{ord(c):04X}")
def test_an_e_mail_address_refuses_what_turns_it_and_free_text_what_turns_a_whole_word(char: str) -> None:
    assert schema_faults("contactpunt", {**EXAMPLES["contactpunt"], "email": f"a{char}b@voorbeeld.nl"})
    turns = "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069"  # a name in reverse would be read as the name
    assert bool(schema_faults("contactpunt", {**EXAMPLES["contactpunt"], "doel": f"Vragen{char}"})) == turns


@pytest.mark.parametrize("naam", ["voordeur (2).jpg", "tekening-ÿ.pdf", "a", "plan+kaart = 1;[x]{y}~'.png"])
def test_an_ordinary_file_name_is_accepted(naam: str) -> None:
    assert schema_faults("bijlage", {**EXAMPLES["bijlage"], "bestandsnaam": naam}) == []
