# SPDX-License-Identifier: EUPL-1.2
"""The proof that the XML of a template is well-formed whatever the data are."""

from __future__ import annotations

from datetime import date

import pytest

from weerbaar_docs._resources import list_resources, read_resource
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering import docx as subject
from weerbaar_docs.rendering.docx import compiling
from weerbaar_docs.rendering.docx.structure import is_always_well_formed
from worddocs import p, tbl, tr, unzipped, word


def test_a_fault_in_a_template_has_its_place():
    with pytest.raises(RenderingError) as caught:
        compiling.compile_template(word(p("een") + tbl(tr("{{ twee }}", "{% if %}"))))
    assert caught.value.meldingen[0].pad == "word/document.xml, alinea 3"


def proven(body):
    part = compiling.compile_template(word(body)).parts["word/document.xml"]
    return part.proven


@pytest.mark.parametrize(
    "body",
    [
        p("{% if a %}x{% else %}y{% endif %}"),
        p("{%p for a in b %}") + p("{{ a }}") + p("{%p endfor %}"),
        p("a{% if b %}", "<w:r><w:rPr><w:b/></w:rPr><w:t>c</w:t></w:r>", "{% endif %}d"),
        tbl(tr("{%tr for a in b %}", ""), tr("{% vm %}{{ a }}", "x"), tr("{%tr endfor %}", "")),
        p("{% macro m(x) %}{{ x }}{% endmacro %}{{ m(a) }}"),
    ],
)
def test_even_templates_are_proven(body):
    assert proven(body)


@pytest.mark.parametrize(
    "body",
    [
        "<w:p><w:r><w:t>{% set a %}</w:t></w:r><w:r><w:t>{% endset %}</w:t></w:r></w:p>",
    ],
)
def test_what_cannot_be_proven_is_not(body):
    assert not proven(body)


@pytest.mark.parametrize(
    "text", ["<a {{ x }}/>", "<{{ x }}/>", "<a b={{ x }}/>", "<a>{% if x %}</a>{% else %}{% endif %}", "</a>"]
)
def test_values_outside_text_and_attributes_are_not_proven(text):
    assert not is_always_well_formed(compiling.environment().parse(text))


@pytest.mark.parametrize("name", [name for name in list_resources("templates") if name.endswith(".docx")])
def test_our_templates_are_all_proven(name):
    compiled = compiling.compile_template(read_resource("templates", name))
    assert all(part.proven for part in compiled.parts.values())


def test_both_ways_of_writing_give_the_same_bytes(monkeypatch):
    body = p("{{ x }}") + p("{% if nee %}weg{% endif %}", "", "{_{ y }_}") + tbl(tr("{{ x }}", ""))
    template = word(body, footer1=p("{{ x }}"))
    context = {"x": "a & b < c > \"d\" 'e' {f}\n€ é \u00ad", "nee": False}
    quick = subject.fill(template, context, datum=date(2026, 5, 18), titel="Bericht")
    subject._templates.cache_clear()
    monkeypatch.setattr(compiling, "is_always_well_formed", lambda _tree: False)
    slow = subject.fill(template, context, datum=date(2026, 5, 18), titel="Bericht")
    subject._templates.cache_clear()
    assert unzipped(quick) == unzipped(slow)
