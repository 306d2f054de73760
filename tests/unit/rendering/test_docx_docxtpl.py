# SPDX-License-Identifier: EUPL-1.2
"""The same template and data through docxtpl and through ours: the same paragraphs, and the same XML."""

from __future__ import annotations

import io
from datetime import date

import pytest
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, Listing, RichText, RichTextParagraph
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from weerbaar_docs.rendering import docx as subject
from weerbaar_docs.rendering.docx import Alinea, OpgemaakteAlineas, OpgemaakteTekst, Regels, Tekststuk
from weerbaar_docs.rendering.package import read_package
from worddocs import W, body_c14n, docxtpl, note, p, ref, root, tbl, texts, tr, word

DAG = date(2026, 5, 18)
ITEMS = [
    {"n": "één", "k": 1, "in": True},
    {"n": "twee & twee", "k": 2, "in": False},
    {"n": "<drie>", "k": 3, "in": True},
]
CONTEXT = {"items_": ITEMS, "naam": "van 't Sluisje & Zn", "ja": True, "nee": False, "leeg": [], "kleur": "D9E2F3"}

TEMPLATES = {
    "a value": p("Naam: {{ naam }}."),
    "a value in a run with looks": p(
        "<w:r><w:rPr><w:b/></w:rPr><w:t>{{ naam }}</w:t></w:r>", "<w:r><w:rPr><w:i/></w:rPr><w:t> einde</w:t></w:r>"
    ),
    "a tag split over runs": p("{", "{ na", "am ", "}} en {%", " if ja %", "}ja{% endif %", "}"),
    "a tag with spelling marks between": p(
        "<w:r><w:t>{{ </w:t></w:r>", '<w:proofErr w:type="spellStart"/>', "<w:r><w:t>naam }}</w:t></w:r>"
    ),
    "paragraphs in a loop": p("{%p for i in items_ %}") + p("{{ i.n }} ({{ loop.index }})") + p("{%p endfor %}"),
    "a loop in a loop": p("{%p for i in items_ %}")
    + p("{%p for j in items_ if j.k != i.k %}")
    + p("{{ i.n }}-{{ j.n }}")
    + p("{%p endfor %}")
    + p("{%p endfor %}"),
    "an empty loop with else": p("{%p for i in leeg %}") + p("x") + p("{%p else %}") + p("niets") + p("{%p endfor %}"),
    "paragraphs on a condition": p("{%p if nee %}") + p("a") + p("{%p elif ja %}") + p("b") + p("{%p endif %}") + p("c"),
    "a condition in a run": p("Dit {% if ja %}is{% else %}is niet{% endif %} zo."),
    "a condition over runs": p("Dit {% if nee %}is", "<w:r><w:rPr><w:b/></w:rPr><w:t>vet</w:t></w:r>", "{% endif %} zo."),
    "runs by {%r": p("a", "{%r if ja %}", "<w:r><w:rPr><w:b/></w:rPr><w:t>vet</w:t></w:r>", "{%r endif %}", "b"),
    "rows in a loop": tbl(tr("naam", "k"), tr("{%tr for i in items_ %}", ""), tr("{{ i.n }}", "{{ i.k }}"), tr("{%tr endfor %}", "")),
    "rows on a condition": tbl(tr("{%tr if nee %}", ""), tr("a", "b"), tr("{%tr endif %}", ""), tr("c", "d")),
    "cells in a loop": tbl(tr("kop", "{%tc for i in items_ %}", "{{ i.n }}", "{%tc endfor %}"), columns=4),
    "more cells than columns": tbl(tr("{%tc for i in items_ %}", "{{ i.n }}", "{%tc endfor %}"), columns=1),
    "fewer cells than columns": tbl(tr("{%tc for i in leeg %}", "{{ i.n }}", "{%tc endfor %}", "rest"), columns=4),
    "a column on a condition": tbl(
        tr("a", "{%tc if nee %}", "b", "{%tc endif %}"), tr("c", "{%tc if nee %}", "d", "{%tc endif %}"), columns=2
    ),
    "colspan": tbl(tr("{% colspan items_|length %}{{ naam }}"), tr("a", "b", "c"), columns=3),
    "cell background": tbl(tr("{% cellbg kleur %}{{ naam }}", "b")),
    "vertically merged cells": tbl(
        tr("{%tr for i in items_ %}", ""), tr("{% vm %}{{ naam }}", "{{ i.n }}"), tr("{%tr endfor %}", "")
    ),
    "horizontally merged cells": tbl(
        tr("{%tc for i in items_ %}", "{% hm %}{{ naam }}", "{%tc endfor %}"), tr("a", "b", "c"), columns=3
    ),
    "merging with the paragraph before and after": p("voor") + p("{%- if ja -%}") + p("na") + p("{%- endif %} slot"),
    "a comment": p("a{# niet voor de lezer #}b") + p("{#p weg #}") + p("c"),
    "set": p("{% set totaal = items_|length %}") + p("{%p set x = naam %}") + p("{{ totaal }} {{ x }}"),
    "smart quotes in a tag": p("{{ items_|map(attribute=‘n’)|join(“, ”) }}"),
    "smaller and larger in a tag": p("{% for i in items_ %}{% if i.k &lt; 3 and i.k &gt; 1 %}{{ i.n }}{% endif %}{% endfor %}"),
    "a macro": p("{% macro groet(x) %}Dag {{ x }}{% endmacro %}{{ groet(naam) }} en {{ groet('jij') }}"),
    "raw text": p("{% raw %}{{ letterlijk }}{% endraw %}"),
    "literal braces": p("{_{ naam }_} {_% if %_}"),
    "methods and arithmetic": p("{{ naam.upper() }} {{ 3 * 4 + 1 }} {{ 7 % 4 }} {{ 9 // 2 }} {{ naam[:3] ~ '!' }}"),
    "a dict": p("{% for k, v in items_[0].items() if k != 'in' %}{{ k }}={{ v }};{% endfor %}"),
    "spaces around": p("  {{ naam }}  ", "{% if ja %} {% endif %}", "x"),
    "a picture's alt text": p(
        '<w:r><w:drawing><wp:inline><wp:docPr id="7" name="x" descr="{{ naam }}"/></wp:inline></w:drawing></w:r>'
    ),
}  # fmt: skip


def fill(template, context):
    return subject.fill(template, context, datum=DAG, titel="Bericht")


@pytest.mark.parametrize("name", TEMPLATES)
def test_body_is_the_xml_that_docxtpl_makes(name):
    template = word(TEMPLATES[name])
    ours, theirs = fill(template, CONTEXT), docxtpl(template, CONTEXT)
    assert texts(ours) == texts(theirs)
    assert body_c14n(ours) == body_c14n(theirs)


def test_header_footer_and_notes_are_filled_as_docxtpl_fills_them():
    notes = note(1, "Over {{ naam }}") + note(2, "{% if ja %}Waar{% endif %}")
    template = word(
        p("Tekst", ref(1)) + p("Meer", ref(2)),
        header1=p("Kop {{ naam }}"),
        footer1=p("Voet {{ naam }}"),
        footnotes=notes,
    )
    ours, theirs = fill(template, CONTEXT), docxtpl(template, CONTEXT)
    for part in ("document", "header1", "footer1", "footnotes"):
        assert body_c14n(ours, f"word/{part}.xml") == body_c14n(theirs, f"word/{part}.xml"), part


def test_endnotes_are_filled_too():
    template = word(p("Tekst", ref(1, "endnote")), endnotes=note(1, "Over {{ naam }}", "endnote"))
    assert texts(fill(template, CONTEXT), "word/endnotes.xml") == ["Over van 't Sluisje & Zn"]


def test_core_properties_are_ours_and_not_the_templates():
    filled = fill(word(p("x"), title="Advies voor {{ naam }}"), CONTEXT)
    assert b"<dc:title>Bericht</dc:title>" in read_package(filled)["docProps/core.xml"]
    assert b"Sluisje" not in b"".join(read_package(filled).values())


def test_rich_text_has_the_same_runs_and_looks():
    template = word(p("a {{r x }} b"))
    theirs = RichText("gewoon ")
    theirs.add("vet & rood", bold=True, color="FF0000", size=24, style="Nadruk", font="Arial")
    theirs.add("kop", italic=True, underline=True, superscript=True, strike=True, lang="nl-NL")
    ours = OpgemaakteTekst(
        (
            Tekststuk(tekst="gewoon "),
            Tekststuk(tekst="vet & rood", vet=True, kleur="FF0000", grootte_pt=12, stijl="Nadruk", lettertype="Arial"),
            Tekststuk(tekst="kop", cursief=True, onderstreept=True, hoogte="boven", doorgehaald=True, taal="nl-NL"),
        )
    )
    mine, other = fill(template, {"x": ours}), docxtpl(template, {"x": theirs})
    assert texts(mine) == texts(other)
    assert [looks(run) for run in root(mine).iter(f"{W}r")] == [looks(run) for run in root(other).iter(f"{W}r")]


def looks(run):
    props = run.find(f"{W}rPr")
    return {} if props is None else {node.tag: dict(node.attrib) for node in props}


def test_rich_text_paragraphs_stand_between_those_of_the_template():
    template = word(p("a") + p("{{p x }}") + p("b"))
    theirs = RichTextParagraph()
    theirs.add(RichText("een"), parastyle="Kop1")
    theirs.add(RichText("twee"))
    ours = OpgemaakteAlineas(
        (Alinea(stukken=(Tekststuk(tekst="een"),), stijl="Kop1"), Alinea(stukken=(Tekststuk(tekst="twee"),)))
    )
    assert body_c14n(fill(template, {"x": ours})) == body_c14n(docxtpl(template, {"x": theirs}))


def test_a_listing_becomes_paragraphs_with_the_looks_of_its_own():
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>voor {{ x }} na</w:t></w:r>"
    template = word(p(bold, "staart", props='<w:pStyle w:val="Lijst"/>') + p("volgende"))
    mine = fill(template, {"x": Regels(("een\ntwee", "drie\tvier", "vijf"))})
    other = docxtpl(template, {"x": Listing("een\ntwee\adrie\tvier\avijf")})
    assert texts(mine) == texts(other) == ["voor een\ntwee", "drie\tvier", "vijf nastaart", "volgende"]
    styles = [node.get(f"{W}val") for node in root(mine).iter(f"{W}pStyle")]
    assert styles == ["Lijst"] * 3
    assert len(list(root(mine).iter(f"{W}b"))) == 3


CHARACTERS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("&<>{}%\"'“”‘’\u00ad×±²≥≤≈«»’ĳ"),
    max_size=40,
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(CHARACTERS, CHARACTERS), max_size=6))
def test_whatever_goes_through_loops_comes_back_as_text(rows):
    template = word(
        p("{%p for a, b in rijen %}") + p("{{ a }}|{{ b }}") + p("{%p endfor %}")
        + tbl(tr("{%tr for a, b in rijen %}", ""), tr("{{ a }}", "{{ b }}"), tr("{%tr endfor %}", ""))
        + tbl(tr("{%tc for a, b in rijen %}", "{{ a }}", "{%tc endfor %}"))
        + p("{% for a, b in rijen %}[{{ a }}]{% endfor %}"),
        header1=p("{% for a, b in rijen %}({{ b }}){% endfor %}"),
    )  # fmt: skip
    filled = fill(template, {"rijen": [list(row) for row in rows]})
    expected = [f"{a}|{b}" for a, b in rows] + [text for row in rows for text in row] + [a for a, _ in rows]
    assert texts(filled) == [*expected, "".join(f"[{a}]" for a, _ in rows)]
    assert texts(filled, "word/header1.xml") == ["".join(f"({b})" for _, b in rows)]


@pytest.fixture
def png():
    target = io.BytesIO()
    Image.new("RGB", (40, 20), "navy").save(target, "PNG")
    return target.getvalue()


def test_inline_image_stands_where_docxtpl_puts_it(png):
    template = word(p("voor {{ foto }} na"))
    document = DocxTemplate(io.BytesIO(template))
    document.render({"foto": InlineImage(document, io.BytesIO(png), width=Mm(40))})
    target = io.BytesIO()
    document.save(target)
    mine = fill(template, {"foto": subject.Afbeelding(inhoud=png, alt="De voordeur", breedte_mm=40)})
    assert texts(mine) == texts(target.getvalue()) == ["voor  na"]
    assert extents(mine) == extents(target.getvalue())


def extents(data):
    drawing = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
    return [dict(node.attrib) for node in root(data).iter(f"{drawing}extent")]
