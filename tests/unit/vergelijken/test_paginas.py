# SPDX-License-Identifier: EUPL-1.2
"""Which pages differ is told by their own text, and once for what stands on all of them."""

from __future__ import annotations

import pytest

from weerbaar_docs.vergelijken.paginas import vergelijk_paginas


def document(*texts, voet="Rapport, versie 1", of=None):
    pages = len(texts)
    return [f"KOP\n{text}\n{voet}\nPagina {n} van {of or pages}" for n, text in enumerate(texts, 1)]


def told(old, new):
    return [(v.soort, v.oud, v.nieuw) for v in vergelijk_paginas(old, new).verschillen]


def test_the_same_pages_do_not_differ_however_their_lines_break():
    old, new = ["een twee\ndrie", "vier"], ["een\ntwee   drie", "vier "]
    found = vergelijk_paginas(old, new)
    assert (found.oud, found.nieuw, found.kop_en_voet, found.verschillen) == (2, 2, False, ())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("abc", "axc", [("gewijzigd", 2, 2)]),
        ("abc", "abxc", [("toegevoegd", None, 3)]),
        ("abc", "ac", [("verwijderd", 2, None)]),
        ("abc", "xabc", [("toegevoegd", None, 1)]),
        ("", "a", [("toegevoegd", None, 1)]),
    ],
)
def test_a_page_that_came_or_went_leaves_the_others_alone(old, new, expected):
    assert told(document(*old), document(*new)) == expected


def test_what_stands_on_every_page_is_told_once():
    found = vergelijk_paginas(document(*"abcd"), document(*"abcd", voet="Rapport, versie 2"))
    assert found.kop_en_voet
    assert found.verschillen == ()


def test_another_number_of_pages_is_no_other_foot():
    assert not vergelijk_paginas(document(*"abcd"), document(*"abcde")).kop_en_voet


def test_no_text_is_in_what_it_says_of_itself():
    assert "Kanarie" not in repr(vergelijk_paginas(["Kanarie"], ["Kanarie 2"]))
