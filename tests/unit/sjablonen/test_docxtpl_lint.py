# SPDX-License-Identifier: EUPL-1.2
"""Ours is never weaker than docxtpl-lint: what each of its rules finds, ours finds at the same place."""

from __future__ import annotations

import contextlib
import io
from datetime import date

import docxtpl_lint
import pytest
from docxtpl_lint.messages import RULES
from jinja2 import TemplateSyntaxError
from jinja2.filters import FILTERS as JINJA
from jinja2.tests import TESTS as JINJA_TESTS

from sjabloonbouw import NS, build, p, table
from weerbaar_docs.rendering import docx as filling
from weerbaar_docs.rendering.docx.compiling import environment
from weerbaar_docs.rendering.filters import NAMEN, TESTS
from weerbaar_docs.sjablonen import REGELS, lint
from weerbaar_docs.sjablonen.keuren import fill_samples

W_DEL = '<w:p><w:del w:id="1" w:author="x"><w:r><w:delText>{{ rapportinhoud.dossiernummer }}</w:delText></w:r></w:del></w:p>'
# rule -> a template in which docxtpl-lint finds it
BODIES: dict[str, str] = {
    "DTL001": p("{{ rapportinhoud.dossiernummer"),
    "DTL002": p("{{ rapportinhoud") + p(".dossiernummer }}"),
    "DTL003": W_DEL,
    "DTL005": p("{# docxtpl-lint: disable-line=DTL201 #}"),
    "DTL101": p("{% if bva_besluit %}") + p("a"),
    "DTL102": p("a {% endif %}"),
    "DTL103": p("{{ rapportinhoud. }}"),
    "DTL104": p("{{ rapportinhoud.dossiernummer | geld }}"),
    "DTL105": p("{% if bva_besluit is mooi %}a{% endif %}"),
    "DTL106": p("{%p for b in rapportinhoud.adviesrapport.bevindingen %}") + p("{{ b.id }}") + p("{%p endfor %}") + p("{{ b.id }}"),
    "DTL201": p("{%p if rapportinhoud.adviesrapport.versie % 2 == 0 %}") + p("a") + p("{%p endif %}"),
    "DTL202": table(("a", "b"), ("{% tr for x in rapportinhoud.adviesrapport.bevindingen %}", ""), ("{{ x.id }}", ""), ("{% tr endfor %}", "")),
    "DTL203": p("{%tr if bva_besluit %}") + p("a") + p("{%tr endif %}"),
    "DTL204": table(("a", "b"), ("{% for x in rapportinhoud.adviesrapport.bevindingen %}", "{{ x.id }}"), ("{%tr endfor %}", "")),
    "DTL205": table(("a", "b"), ("{%tr for x in rapportinhoud.adviesrapport.bevindingen %}", "")) + table(("c", "d"), ("{%tr endfor %}", "")),
    "DTL206": table(("a", "b"), ("{%tr for x in rapportinhoud.adviesrapport.bevindingen %}", "{%tr endfor %}")),
    "DTL207": table(("a", "b"), ("{%tc for x in rapportinhoud.adviesrapport.bevindingen %}", "{{ x.id }}"), ("{%tc endfor %}", "c")),
    "DTL208": p("{% cellbg rapportinhoud.dossiernummer %}"),
    "DTL209": p("Deze tekst valt weg {%p if bva_besluit %}") + p("a") + p("{%p endif %}"),
    "DTL210": p("{%p if bva_besluit %}a{%p endif %}"),
    "DTL301": p("{{ rapportinhoud.weg }}"),
    "DTL303": p("{%p for x in rapportinhoud.adviesrapport.versie %}") + p("a") + p("{%p endfor %}"),
    "DTL304": p("{{ rapportinhoud.adviesrapport.weg }}"),
    "DTL305": p("{%p for x in rapportinhoud.adviesrapport.versie %}") + p("a") + p("{%p endfor %}"),
    "DTL306": p("{{ rapportinhoud.dossiernummer | sort }}"),
    "DTL307": p("{{r rapportinhoud.dossiernummer }}"),
    "DTL401": p("Deze tekst valt weg {%p if bva_besluit %}") + p("a") + p("{%p endif %}"),
}  # fmt: skip
CONTEXT = {
    "rapportinhoud": {"dossiernummer": "WB-1", "adviesrapport": {"versie": 1, "bevindingen": [{"id": "B-01"}]}},
    "bva_besluit": None,
}
SCHEMA = {"type": "object", "properties": {"rapportinhoud": {"type": "object", "properties": {
    "dossiernummer": {"type": "string"},
    "adviesrapport": {"type": "object", "properties": {"versie": {"type": "integer"}, "bevindingen": {"type": "array"}}},
}}, "bva_besluit": {}}}  # fmt: skip
# Found with data that print nothing, or fail: by filling (below); a dead field is told over the whole contract.
OTHERWISE = {"DTL302", "DTL308", "DTL402"}


def theirs(docx: bytes, rule: str):
    result = docxtpl_lint.lint(io.BytesIO(docx), CONTEXT, schema=SCHEMA, filters=["opsomming"])
    return [issue for issue in result.issues if issue.rule == rule]


@pytest.mark.parametrize("rule", sorted(set(BODIES) - {"DTL401"}))
def test_what_docxtpl_lint_finds_ours_finds_at_the_same_place(rule):
    docx = build(BODIES[rule])
    (found, *_) = theirs(docx, rule)
    codes = {code for code, regel in REGELS.items() if rule in regel.dtl}
    ours = {(g.code, g.plaats.alinea) for g in lint(docx, "adviesrapport").gebreken}
    assert {(code, found.location.paragraph) for code in codes} & ours


@pytest.mark.parametrize("rule", sorted(RULES))
def test_each_rule_of_docxtpl_lint_is_answered_by_one_of_ours(rule):
    assert rule in BODIES or rule in OTHERWISE
    answered = [code for code, regel in REGELS.items() if rule in regel.dtl]
    assert answered or rule == "DTL308"
    severe = all(REGELS[code].ernst == "fout" for code in answered)
    assert severe or RULES[rule].severity == "warning"


def test_a_field_that_is_never_used_is_told():
    found = [g for g in lint(build(p("a")), "adviesrapport").gebreken if g.code == "SJABLOON-ONGEBRUIKT"]
    assert len(found) == 1


def test_text_that_docxtpl_would_lose_is_a_fault_before_anything_is_rendered():
    assert "SJABLOON-TAG-TEKST" in {g.code for g in lint(build(BODIES["DTL401"]), "adviesrapport").fouten}


def test_a_template_that_fails_on_data_is_told_with_the_name_of_the_sample():
    docx = build(p("{{ bva_besluit.besluitnummer }}"))
    filled, faults = fill_samples(
        docx,
        [
            ("zonder besluit", {"bva_besluit": None}),
            ("met", {"bva_besluit": {"besluitnummer": "1"}, "huisstijl": {"organisatie": "a", "afdeling": "b"}}),
        ],
    )
    assert [g.code for g in faults] == ["SJABLOON-VULLEN"]
    assert str(faults[0].plaats) == "voorbeeld zonder besluit"
    assert [naam for naam, _ in filled] == ["met"]


def test_characters_of_xml_in_data_come_out_as_they_are():
    docx = build(p("{{ naam }}"))
    style = {"huisstijl": {"organisatie": "a", "afdeling": "b"}}
    filled = filling.fill(docx, {"naam": "Jansen & Zn <b>", **style}, datum=date(2026, 1, 1), titel="t")
    assert "Jansen & Zn <b>" in filling.plain_text(filled)


@pytest.mark.parametrize("how", ["disable=DTL209", "disable-line=DTL209", "disable-next=DTL209"])
def test_no_comment_in_a_template_switches_a_rule_off(how):
    comment = f"{{# docxtpl-lint: {how} #}}"
    docx = build(p(comment) + p(f"Deze tekst valt weg {comment}{{%p if bva_besluit %}}") + p("a") + p("{%p endif %}"))
    assert {"SJABLOON-TAG-TEKST", "SJABLOON-ONDERDRUKT"} <= {g.code for g in lint(docx, "adviesrapport").fouten}


def compiled(names: list[str], text: str) -> set[str]:
    """The names with which a text compiles in the sandbox of the fill."""
    found = set()
    for name in names:
        with contextlib.suppress(TemplateSyntaxError):
            environment().from_string(text.format(name))
            found.add(name)
    return found


def known(names: list[str], text: str) -> set[str]:
    """The names of which the lint does not say that they do not exist."""
    faults = lint(build("".join(p(text.format(name)) for name in names)), "adviesrapport").fouten
    unknown = {g.plaats.alinea for g in faults if g.code in {"SJABLOON-FILTER", "SJABLOON-TEST"}}
    return {name for alinea, name in enumerate(names, start=1) if alinea not in unknown}


def test_the_fill_and_the_lint_know_the_same_filters_and_no_others() -> None:
    names = sorted({*JINJA, *NAMEN, "bestaat_niet"} - {"map"})  # map is known by what it names
    assert compiled(names, "{{{{ x | {} }}}}") == NAMEN - {"map"}
    assert known(names, "{{{{ [1] | {} }}}}") == NAMEN - {"map"}


def test_the_fill_and_the_lint_know_the_same_tests_and_no_others() -> None:
    names = sorted(name for name in {*JINJA_TESTS, "bestaat_niet"} - {"in"} if name.isidentifier())
    assert compiled(names, "{{% set y = x is {} %}}") == set(names) & set(TESTS)
    assert known(names, "{{% set y = 1 is {} %}}") == set(names) & set(TESTS)


STATEMENTS = [
    "{% if x %}a{% elif y %}b{% else %}c{% endif %}", "{% for x in [1] %}{{ x }}{% else %}a{% endfor %}", "{% set x = 1 %}",
    "{% set x %}a{% endset %}", "{% with x = 1 %}{{ x }}{% endwith %}", "{% filter upper %}a{% endfilter %}",
    "{% macro m(x) %}a{% endmacro %}", "{% call x() %}a{% endcall %}", "{% include 'a' %}", "{% import 'a' as b %}",
    "{% from 'a' import b %}", "{% extends 'a' %}", "{% block a %}a{% endblock %}", "{% autoescape false %}a{% endautoescape %}",
    "{{ 2 ** 3 }}", "{{ varargs }}", "{{ x() }}",
]  # fmt: skip


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_statement_that_the_fill_refuses_the_lint_refuses(text: str) -> None:
    if not compiled([text], "{}"):
        assert lint(build(p(text)), "adviesrapport").fouten


def test_a_template_in_words_of_another_namespace_prefix_is_read_all_the_same():
    docx = build(
        change={
            "word/document.xml": lambda text: (
                text.replace("<w:", "<x:")
                .replace("</w:", "</x:")
                .replace(NS, NS.replace("xmlns:w", "xmlns:x"))
                .replace(" w:", " x:")
            )
        }
    )
    assert lint(docx, "adviesrapport").gebruik
