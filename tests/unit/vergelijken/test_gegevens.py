# SPDX-License-Identifier: EUPL-1.2
"""What is reported is exactly what changed: it turns the old value into the new one, and nothing of it is idle."""

from __future__ import annotations

import copy
import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weerbaar_docs.vergelijken.gegevens import Wijziging, pas_toe, wijzigingen
from weerbaar_docs.voorbeelddata import maak

LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-2, 12), st.sampled_from(["", "a", "b", "1", "a=b", "~/é"]))
KEYS = st.sampled_from(["nummer", "id", "titel", "0", "7", "a/b", "~1", "nummer=a", "9" * 12])
NAMED = st.lists(
    st.fixed_dictionaries({"nummer": st.sampled_from(["M-01", "M-02", "M-03", "=", "/"])}, optional={"titel": LEAVES, "id": LEAVES}),
    max_size=5,
    unique_by=lambda item: item["nummer"],
)  # fmt: skip
VALUES = st.recursive(
    LEAVES | NAMED,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=4) | NAMED,
    max_leaves=25,
)


def said(value):
    """JSON text, in which true is not 1."""
    return json.dumps(value, sort_keys=True)


@st.composite
def pairs(draw):
    """Two values, the second often made of the first, with parts that moved, came, went and changed."""
    old = draw(VALUES)
    if draw(st.booleans()):
        return old, draw(VALUES)
    return old, changed(copy.deepcopy(old), random.Random(draw(st.integers(0, 2**32))))


def changed(value, chance):
    if isinstance(value, dict):
        value = {key: changed(item, chance) for key, item in value.items() if chance.random() > 0.1}
        return value | ({"nieuw": chance.random() > 0.5} if chance.random() < 0.1 else {})
    if isinstance(value, list):
        value = [changed(item, chance) for item in value if chance.random() > 0.15]
        if chance.random() < 0.3:
            chance.shuffle(value)
        if value and chance.random() < 0.2:
            value.insert(chance.randrange(len(value) + 1), copy.deepcopy(chance.choice(value)))
        return value
    return chance.choice([value, value, value, "anders", 1, True])


@settings(max_examples=100, deadline=None)
@given(pairs())
def test_the_changes_turn_the_old_value_into_the_new_one(pair):
    old, new = pair
    before = said(old)
    assert said(pas_toe(old, wijzigingen(old, new))) == said(new)
    assert said(old) == before


@settings(max_examples=100, deadline=None)
@given(pairs())
def test_no_change_is_idle_and_without_any_of_them_the_new_value_is_not_reached(pair):
    old, new = pair
    found = wijzigingen(old, new)
    assert bool(found) == (said(old) != said(new))
    for change in found:
        assert change.soort in {"toegevoegd", "verwijderd"} or said(change.oud) != said(change.nieuw)
        assert not (change.soort == "gewijzigd" and isinstance(change.oud, dict) and isinstance(change.nieuw, dict))
    assert len({(change.soort, change.pad) for change in found}) == len(found)


@settings(max_examples=50, deadline=None)
@given(pairs())
def test_every_place_of_the_old_value_holds_what_the_change_says(pair):
    old, new = pair
    for change in wijzigingen(old, new):
        if change.soort in {"gewijzigd", "verwijderd"}:
            value = old
            for step in change.pad:
                key, named, name = step.partition("=")
                if isinstance(value, dict):
                    value = value[step]
                elif named:
                    value = next(item for item in value if item[key] == name)
                else:
                    value = value[int(step)]
            assert said(value) == said(change.oud)


@pytest.mark.parametrize("zaden", [(0, 1), (2, 3)])
def test_two_reports_turn_into_each_other(zaden):
    old, new = (maak("gemeente", zaad, "vastgesteld") for zaad in zaden)
    assert pas_toe(old, wijzigingen(old, new)) == new


def maatregelen(*items):
    return {"maatregelen": [{"nummer": nummer, "titel": titel, "kosten": {"btw": 21}} for nummer, titel in items]}


def test_a_maatregel_is_recognised_by_its_number_and_not_by_its_place():
    old = maatregelen(("M-01", "Slot"), ("M-02", "Lamp"), ("M-03", "Hek"))
    new = maatregelen(("M-03", "Hek"), ("M-02", "Ledlamp"), ("M-01", "Slot"))
    assert wijzigingen(old, new) == (
        Wijziging(soort="gewijzigd", pad=("maatregelen", "nummer=M-02", "titel"), oud="Lamp", nieuw="Ledlamp"),
        Wijziging(
            soort="volgorde",
            pad=("maatregelen",),
            oud=["nummer=M-01", "nummer=M-02", "nummer=M-03"],
            nieuw=["nummer=M-03", "nummer=M-02", "nummer=M-01"],
        ),
    )


def test_a_maatregel_that_got_another_number_and_stayed_the_same_is_one_changed_leaf():
    [change] = wijzigingen(
        maatregelen(("M-01", "Slot"), ("M-02", "Lamp")), maatregelen(("M-01", "Slot"), ("M-05", "Lamp"))
    )
    assert (change.soort, change.pointer) == ("gewijzigd", "/maatregelen/nummer=M-02/nummer")
    assert (change.oud, change.nieuw) == ("M-02", "M-05")


def test_a_maatregel_that_went_leaves_those_after_it_alone():
    [change] = wijzigingen(
        maatregelen(("M-01", "Slot"), ("M-02", "Lamp"), ("M-03", "Hek")), maatregelen(("M-02", "Lamp"), ("M-03", "Hek"))
    )
    assert (change.soort, change.pad, change.oud["titel"]) == ("verwijderd", ("maatregelen", "nummer=M-01"), "Slot")


def test_a_line_that_came_between_others_is_the_only_change():
    [change] = wijzigingen({"r": ["een", "twee"]}, {"r": ["een", "anderhalf", "twee"]})
    assert (change.soort, change.pad, change.plaats) == ("toegevoegd", ("r", "1"), 1)


@pytest.mark.parametrize(("old", "new"), [(1, True), (0, False), ("1", 1), (None, False), ([], {}), ([1], [True])])
def test_what_python_takes_for_the_same_is_a_change_when_json_says_otherwise(old, new):
    assert len(wijzigingen({"a": old}, {"a": new})) == 1


def test_the_order_of_keys_says_nothing():
    assert wijzigingen({"a": 1, "b": [{"c": 1, "d": 2}]}, {"b": [{"d": 2, "c": 1}], "a": 1}) == ()


def test_no_value_is_in_what_a_change_says_of_itself():
    [change] = wijzigingen({"naam": "Kanarie"}, {"naam": "Vogel"})
    assert "Kanarie" not in repr(change)
    assert "Vogel" not in repr(change)


def test_long_lists_with_much_the_same_take_no_time_and_still_turn_into_each_other():
    chance = random.Random(1)
    old, new = ([chance.choice("ab") for _ in range(20_000)] for _ in range(2))
    assert pas_toe(old, wijzigingen(old, new)) == new
