# SPDX-License-Identifier: EUPL-1.2
"""docs/reference/sjabloonfilters.md tells of every filter and test that a template may use, and of no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sjabloonbouw import build, p
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.docx.compiling import compile_template
from weerbaar_docs.rendering.filters import FILTERS, JINJA_FILTERS, TESTS
from weerbaar_docs.sjablonen import REGELS, lint
from weerbaar_docs.sjablonen.reference import EIGEN, TESTEN, VAN_JINJA, make_reference
from worddocs import word

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "reference" / "sjabloonfilters.md"
ROWS = [re.split(r"(?<!\\) \| ", line.strip("| ")) for line in make_reference().splitlines() if line.startswith("| `")]
EXAMPLES = [row[2].strip("`").replace("\\|", "|") for row in ROWS]


def test_the_page_is_the_one_that_the_code_makes():
    assert PAGE.read_text(encoding="utf-8") == make_reference(), "run tools/make_reference.py"


def test_every_filter_and_test_is_explained_once():
    assert EIGEN.keys() == FILTERS.keys()
    assert VAN_JINJA.keys() == set(JINJA_FILTERS)
    assert TESTEN.keys() == set(TESTS)
    assert [row[0] for row in ROWS] == [f"`{name}`" for name in (*EIGEN, *VAN_JINJA, *TESTEN)]


def test_every_example_uses_what_it_explains_and_gives_something():
    for row, example in zip(ROWS, EXAMPLES, strict=True):
        name, given = row[0].strip("`"), row[3]
        assert re.search(rf"(?<!\w){re.escape(name)}(?!\w)", example), name
        assert given.strip(), name


def test_every_example_may_stand_in_a_template():
    assert lint(build("".join(map(p, EXAMPLES))), "adviesrapport").fouten == ()


@pytest.mark.parametrize("text", [REGELS["SJABLOON-FILTER"].oplossing, REGELS["SJABLOON-TEST"].oplossing])
def test_the_lint_points_at_the_page(text):
    assert PAGE.relative_to(ROOT).as_posix() in text


def test_an_unknown_filter_points_at_the_page():
    with pytest.raises(RenderingError) as caught:
        compile_template(word(p("{{ x | bestaat_niet }}")))
    assert PAGE.relative_to(ROOT).as_posix() in caught.value.meldingen[0].oplossing
