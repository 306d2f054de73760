# SPDX-License-Identifier: EUPL-1.2
"""What goes with a PDF as data is what its template prints, and nothing else."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from weerbaar_docs._resources import read_resource
from weerbaar_docs.model import Adviesrapport, rapport_digest, rapportinhoud, thaw
from weerbaar_docs.rendering import render_rapport
from weerbaar_docs.rendering.docx import fill
from weerbaar_docs.rendering.gedrukt import is_printed_of, printed
from weerbaar_docs.rendering.huisstijl import HUISSTIJL
from weerbaar_docs.sjablonen import velden_json
from weerbaar_docs.sjabloonvoorbeelden import voorbeelden

names = st.sampled_from("abc")
data = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.text("xyz", max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=12,
)


def leaves(value, pad=""):
    if isinstance(value, dict):
        return [leaf for name, item in value.items() for leaf in leaves(item, f"{pad}.{name}" if pad else name)]
    if isinstance(value, list):
        return [leaf for item in value for leaf in leaves(item, f"{pad}[]")]
    return [pad]


@pytest.mark.parametrize(
    ("velden", "kept"),
    [
        ([], {}),
        (["a"], {"a": {}}),
        (["a*"], {"a": {"b": [{"c": 1, "d": 2}], "e": None}}),
        (["a.e"], {"a": {"e": None}}),
        (["a.b"], {"a": {"b": [{}]}}),
        (["a.b[].d", "weg.niet"], {"a": {"b": [{"d": 2}]}}),
        (["g"], {"g": [None, None]}),
        (["g", "g[]"], {"g": ["h", "i"]}),
    ],
)
def test_a_field_brings_what_it_stands_in_and_no_neighbour(velden, kept):
    assert printed({"a": {"b": [{"c": 1, "d": 2}], "e": None}, "f": 3, "g": ["h", "i"]}, velden) == kept


def with_strangers(value):
    if isinstance(value, dict):
        return {**{name: with_strangers(item) for name, item in value.items()}, "vreemd": "kanarie"}
    return [with_strangers(item) for item in value] if isinstance(value, list) else value


@given(st.dictionaries(names, data, max_size=3), st.data())
def test_all_that_was_asked_for_is_kept_and_a_field_that_nobody_asked_for_never_is(gegevens, draw):
    pads = sorted(set(leaves(gegevens)))
    velden = draw.draw(st.sets(st.sampled_from(pads))) if pads else set()
    kept = printed(gegevens, velden)
    assert [pad for pad in leaves(kept) if pad in velden] == [pad for pad in leaves(gegevens) if pad in velden]
    assert printed(with_strangers(gegevens), velden) == kept
    assert is_printed_of(kept, gegevens)


@pytest.mark.parametrize(
    "other",
    [{"a": 2}, {"a": True}, {"a": 1.0}, {"b": [{"c": 1}, {}]}, {"b": [{"d": 1}]}, {"e": 1}, {"b": {}}, [], None],
)
def test_what_is_other_or_more_is_not_printed_of_it(other):
    whole = {"a": 1, "b": [{"c": 1}]}
    assert is_printed_of({"a": 1, "b": [{}]}, whole)
    assert not is_printed_of(other, whole)


def test_the_list_of_fields_is_that_of_our_templates():
    assert read_resource("templates", "velden.json") == velden_json(), "run tools/make_reference.py"


def test_a_report_carries_what_it_prints_and_not_what_it_leaves_out():
    dossier = json.loads(read_resource("voorbeelden", "gemeente_burgemeester.json"))
    inhoud = rapportinhoud(dossier)
    rapport = Adviesrapport(inhoud=inhoud, rapport_sha256=rapport_digest(dossier))
    pdf = render_rapport(rapport, None, datum=date(2026, 11, 22)).pdf
    carried = json.loads(PdfReader(io.BytesIO(pdf)).attachments["gegevens.json"][0])
    velden = HUISSTIJL.sjabloon("adviesrapport").velden
    whole = tuple(f"{veld[:-1]}{mark}" for veld in velden if veld.endswith("*") for mark in ".[")
    stray = {pad for pad in leaves(carried) if pad not in velden and not pad.startswith(whole)}
    assert {pad for pad in stray if pad.removesuffix("[]") not in velden} == set()
    first = carried["rapportinhoud"]["adviesrapport"]["maatregelen"][0]
    assert first["titel"] == inhoud["adviesrapport"]["maatregelen"][0]["titel"]
    assert "naam" not in first["uitvoerder"]
    assert "bewoners" not in carried["rapportinhoud"]["woonplek"]
    assert carried["bva_besluit"] is None


@pytest.mark.parametrize("document", ["adviesrapport", "adviesrapport_werkgever"])
def test_the_same_document_can_be_made_of_what_it_carries(document):
    docx, velden = read_resource("templates", f"{document}.docx"), HUISSTIJL.sjabloon(document).velden
    for voorbeeld in voorbeelden(document):
        context = thaw(voorbeeld.context)
        carried = {**printed(context, velden), "huisstijl": context["huisstijl"]}
        made = [fill(docx, data, datum=date(2026, 11, 22), titel="Bericht") for data in (context, carried)]
        assert made[0] == made[1], voorbeeld.naam
