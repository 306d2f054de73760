# SPDX-License-Identifier: EUPL-1.2
"""Which fields a template uses, from Jinja's tree; and the proof that its XML is always well-formed."""

from __future__ import annotations

from datetime import date

import pytest

from weerbaar_docs._resources import list_resources, read_resource
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering import docx as subject
from weerbaar_docs.rendering.docx import compiling
from weerbaar_docs.rendering.docx.structure import is_always_well_formed
from worddocs import note, p, ref, tbl, tr, unzipped, word


def found(*paragraphs, **parts):
    return subject.fields(word("".join(paragraphs), **parts))


def pads(*paragraphs, **parts):
    return [veld.pad for veld in found(*paragraphs, **parts)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ a }}", ["a"]),
        ("{{ a.b.c }}", ["a.b.c"]),
        ("{{ a['b'].c }}", ["a.b.c"]),
        ("{{ a[0].c }}", ["a[].c"]),
        ("{{ a[b].c }}", ["b", "a[].c"]),
        ("{% for m in a.b %}{{ m.c }}{% endfor %}", ["a.b", "a.b[].c"]),
        ("{% for m in a if m.d %}{{ m.c }}{% endfor %}", ["a", "a[].d", "a[].c"]),
        (
            "{% for m in a %}{% for n in m.b %}{{ n.c }}{{ loop.index }}{% endfor %}{% endfor %}",
            ["a", "a[].b", "a[].b[].c"],
        ),
        ("{% set x = a.b %}{{ x.c }}", ["a.b", "a.b.c"]),
        ("{% for m in a|selectattr('d.e', 'equalto', f)|list %}{{ m.c }}{% endfor %}", ["a", "f", "a[].d.e", "a[].c"]),
        ("{{ a|map(attribute='b')|join(', ') }}", ["a", "a[].b"]),
        ("{% for m in (a|sort)[:3] %}{{ m.c }}{% endfor %}", ["a", "a[].c"]),
        ("{{ (a|first).b }}", ["a", "a[].b"]),
        ("{% for k, v in a.items() %}{{ k }}{{ v.b }}{% endfor %}", ["a", "a[].b"]),
        ("{{ a.get('b') }}", ["a.b"]),
        ("{{ a ~ b.c ~ 'x' }}", ["a", "b.c"]),
        ("{{ a if b else c }}", ["b", "a", "c"]),
        ("{% macro m(x) %}{{ x.b }}{% endmacro %}{{ m(a) }}", ["a", "a.b"]),
        ("{% with x = a %}{{ x.b }}{% endwith %}{{ x }}", ["a", "a.b", "x"]),
        ("{% for m in r|beoordeeld(s) %}{{ m.titel }}{% endfor %}", ["r", "s", "(r|beoordeeld)[].titel"]),
        ("{# {{ weg }} #}{% raw %}{{ letterlijk }}{% endraw %}", []),
    ],
)
def test_names_are_followed_to_where_they_come_from(text, expected):
    assert pads(p(text)) == expected


def test_each_use_has_its_place_use_list_and_filters():
    veld = found(
        p("kop"), p("{%p for m in a.b %}"), p("x {{ m.d|datum }} {% if m.e is defined %}{{ m.e|upper|trim }}{% endif %}"),
        p("{%p endfor %}"),
        tbl(tr("a", "{{ c }}")),
    )  # fmt: skip
    assert [(v.pad, v.geschreven, v.gebruik, v.lus, v.filters, v.optioneel, v.alinea) for v in veld] == [
        ("a.b", "a.b", "lus", "", (), False, 2),
        ("a.b[].d", "m.d", "waarde", "a.b", ("datum",), False, 3),
        ("a.b[].e", "m.e", "voorwaarde", "a.b", (), True, 3),
        ("a.b[].e", "m.e", "waarde", "a.b", ("upper", "trim"), True, 3),
        ("c", "c", "waarde", "", (), False, 6),
    ]
    assert {v.onderdeel for v in veld} == {"word/document.xml"}


@pytest.mark.parametrize(
    ("text", "optional"),
    [
        ("{{ a|default('') }}", [True]),
        ("{% if a is defined and a.b %}x{% endif %}", [True, False]),
        ("{% if a.b is defined and a.b|length %}x{% endif %}", [True, True]),
        ("{{ a if a is defined }}", [True, True]),
        ("{% if not a is defined %}{{ a }}{% endif %}", [True, False]),
        ("{% if a is defined or b %}{{ a }}{% endif %}", [True, False, False]),
        ("{{ a.get('b') }}", [True]),
    ],
)
def test_what_may_be_absent_is_optional(text, optional):
    assert [veld.optioneel for veld in found(p(text))] == optional


def test_all_parts_are_read():
    template = word(
        p("{{ a }}", ref(1)), header1=p("{{ b }}"), footer1=p("{{ c }}"), footnotes=note(1, "{{ d }}"),
        endnotes=note(1, "{{ e }}", "endnote"), title="{{ f }}",
    )  # fmt: skip
    assert {(veld.naam, veld.onderdeel) for veld in subject.fields(template)} == {
        ("a", "word/document.xml"),
        ("b", "word/header1.xml"),
        ("c", "word/footer1.xml"),
        ("d", "word/footnotes.xml"),
        ("e", "word/endnotes.xml"),
        ("f", "docProps/core.xml"),
    }


def test_a_field_in_an_attribute_and_between_runs_is_found():
    body = p('<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{{ a.b }}"/></wp:inline></w:drawing></w:r>')
    assert pads(body, p("{{r c.d }}"), p("{{p e|default('') }}")) == ["a.b", "c.d", "e"]


def test_a_fault_in_a_template_has_its_place():
    with pytest.raises(RenderingError) as caught:
        found(p("een"), tbl(tr("{{ twee }}", "{% if %}")))
    assert caught.value.meldingen[0].pad == "word/document.xml, alinea 3"


# --- well-formed whatever the data are ---------------------------------------------------------------------------------


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
        "<w:p><w:r><w:t>a{% if x %}</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p>{% endif %}",
        "<w:p><w:r><w:t>{% for x in y %}</w:t></w:r></w:p>{% endfor %}<w:p><w:r><w:t>a</w:t></w:r></w:p>",
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
