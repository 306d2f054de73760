# SPDX-License-Identifier: EUPL-1.2
"""What is said of a text is that text: without what came the old one, without what went the new one."""

from __future__ import annotations

import random
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weerbaar_docs.rendering.docx import Tekstalinea
from weerbaar_docs.vergelijken.tekst import Tekstdeel, aantal, vergelijk_alineas, vergelijk_woorden

TEXTS = st.lists(st.sampled_from(["de", "deur", "sluit", " ", "  ", "\n", "slot.", "€", "é"])).map("".join)


def alineas(*texts):
    return [Tekstalinea(tekst=text.removeprefix("# "), kop=text.startswith("# ")) for text in texts]


def side(stukken, *soorten):
    return "".join(stuk.tekst for stuk in stukken if stuk.soort in soorten)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_pieces_are_the_old_text_and_the_new_one_to_the_last_space(old, new):
    found = vergelijk_woorden(old, new)
    assert side(found, "gelijk", "weg") == old
    assert side(found, "gelijk", "nieuw") == new
    assert all(stuk.tekst for stuk in found)
    assert (old == new) == all(stuk.soort == "gelijk" for stuk in found)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(["# Kop", "een twee drie", "een twee vier", "vijf", "zes zeven"]), max_size=8).flatmap(
    lambda old: st.tuples(st.just(old), st.permutations([*old, "acht"]))
))  # fmt: skip
def test_every_paragraph_that_came_or_went_is_told_once(pair):
    old, new = (alineas(*texts) for texts in pair)
    found = vergelijk_alineas(old, new)
    before, after = (Counter(a.tekst for a in side_) for side_ in (old, new))
    stayed = before - Counter(side(a.stukken, "gelijk", "weg") for a in found if a.soort != "toegevoegd")
    assert stayed + Counter(side(a.stukken, "gelijk", "nieuw") for a in found if a.soort != "verwijderd") == after


def test_words_that_changed_in_one_go_are_told_in_one_go():
    found = vergelijk_woorden("Zet het oude slot op de deur.", "Zet een nieuwe ketting op de deur.")
    assert found == (
        Tekstdeel(soort="gelijk", tekst="Zet "),
        Tekstdeel(soort="weg", tekst="het oude slot"),
        Tekstdeel(soort="nieuw", tekst="een nieuwe ketting"),
        Tekstdeel(soort="gelijk", tekst=" op de deur."),
    )
    assert (aantal(found, "weg"), aantal(found, "nieuw")) == (3, 3)


def test_a_change_is_named_by_the_heading_that_it_stands_under():
    old = alineas("Begin", "# Eerst", "blijft", "# Dan", "de oude zin van toen", "weg ermee")
    new = alineas("Begin", "# Eerst", "blijft", "# Dan", "de nieuwe zin van toen")
    assert [(a.soort, a.kop) for a in vergelijk_alineas(old, new)] == [("gewijzigd", "Dan"), ("verwijderd", "Dan")]


def test_a_paragraph_that_stands_elsewhere_with_the_same_words_has_moved():
    [moved] = vergelijk_alineas(
        alineas("# A", "een", "twee", "drie", "# B"), alineas("# A", "twee", "drie", "# B", "een")
    )
    assert (moved.soort, moved.kop, side(moved.stukken, "gelijk")) == ("verplaatst", "B", "een")


def test_empty_paragraphs_do_not_count():
    assert vergelijk_alineas(alineas("een", "", " "), alineas("", "een")) == ()


def test_no_text_is_in_what_a_change_says_of_itself():
    assert "Kanarie" not in repr(vergelijk_alineas(alineas("# Kanarie", "x"), alineas("# Kanarie", "Kanarie is er")))


@pytest.mark.lang
def test_long_texts_with_much_the_same_take_no_time():
    chance = random.Random(2)
    old, new = (alineas(*(" ".join(chance.choices("ab", k=60)) for _ in range(1000))) for _ in range(2))
    begin = time.process_time()
    assert vergelijk_alineas(old, new)
    assert time.process_time() - begin < 10
