# SPDX-License-Identifier: EUPL-1.2
"""docs/reference/statussen.md is what the table makes of it."""

from __future__ import annotations

import re
from pathlib import Path

from weerbaar_docs.status import GEVOLGEN, HANDELINGEN, OVERGANGEN, STATUSSEN, VOORWAARDEN
from weerbaar_docs.status.reference import make_reference

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "statussen.md"
EDGE = re.compile(r"    (\[\*\]|\w+) --> (\[\*\]|\w+)(?: : [a-z_]+(?: of [a-z_]+)*)?")
ALIAS = re.compile(r'    state "([^"]+)" as (groep_\d)')


def diagrams():
    return [text.splitlines() for text in re.findall(r"```mermaid\n(.*?)\n```", make_reference(), re.DOTALL)]


def test_the_page_is_the_one_that_the_table_makes():
    assert PAGE.read_text(encoding="utf-8") == make_reference(), "run tools/make_reference.py"


def test_the_diagrams_have_only_lines_that_mermaid_knows():
    for first, *lines in diagrams():
        assert first == "stateDiagram-v2"
        assert all(EDGE.fullmatch(line) or ALIAS.fullmatch(line) for line in lines)


def test_the_diagrams_draw_every_change_of_status_of_the_table():
    text = make_reference()
    groups = dict(re.findall(r"\| (elke status [^|]+) \| ([^|]+) \|\n", text))
    drawn = set()
    for _, *lines in diagrams():
        aliases = {
            alias: groups[name].split(", ") for name, alias in (m.groups() for m in map(ALIAS.fullmatch, lines) if m)
        }
        for begin, end in (m.groups() for m in map(EDGE.fullmatch, lines) if m):
            drawn |= {(status, end) for status in aliases.get(begin, [begin])}
    changes = {(o.status or "[*]", o.naar) for o in OVERGANGEN if o.status != o.naar}
    assert drawn == changes | {("afgerond", "[*]"), ("vernietigd", "[*]")}


def test_the_page_explains_every_status_act_voorwaarde_and_gevolg():
    text = make_reference()
    for name in (*STATUSSEN, *HANDELINGEN):
        assert name in text
    for part in (*VOORWAARDEN.values(), *GEVOLGEN.values()):
        assert f"| `{part.naam}` | {part.tekst} |" in text
