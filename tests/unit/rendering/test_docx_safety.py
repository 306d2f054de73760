# SPDX-License-Identifier: EUPL-1.2
"""Where docxtpl is unsafe, and what a hostile file or template may cost: a clear error, soon, that quotes no data."""

from __future__ import annotations

import contextlib
import io
import struct
import time
import traceback
import zipfile
from datetime import date

import pytest
from docxtpl import InlineImage, Listing, RichText
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering import docx as subject
from weerbaar_docs.rendering.docx import budget, compiling
from worddocs import docxtpl, note, p, ref, root, tbl, texts, tr, unzipped, word, zipped

DAG = date(2026, 5, 18)
SECRET = "GE" + "HEIM"  # not in one piece, or a traceback would show it as source text


def fill(template, **context):
    return subject.fill(template, context, datum=DAG, titel="Bericht")


def refused(template, code, **context):
    with pytest.raises(RenderingError) as caught:
        fill(template, **context)
    assert caught.value.meldingen[0].code == code
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert caught.value.diagnostics()
    return caught.value.meldingen[0]


# --- where docxtpl's result is wrong or dangerous ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "docxtpl_shows"),
    [
        ("regel\fnieuw", ["regel", "\n", "nieuw"]),
        ("a\abc", ["a", "bc"]),
        ("{_{ naam }_}", ["{{ naam }}"]),
        ("a\tb", ["a\tb"]),
    ],
)
def test_data_are_no_layout(data, docxtpl_shows):
    template = word(p("{{ x }}"))
    assert texts(docxtpl(template, {"x": data})) == docxtpl_shows
    if "\f" in data or "\a" in data:
        refused(template, "DOCX-TEKEN", x=data)
    else:
        assert texts(fill(template, x=data)) == [data.replace("\t", " ")]


def test_an_ampersand_in_a_tag_is_an_ampersand():
    template = word(p("{% if x == 'Jansen &amp; Zn' %}ja{% else %}nee{% endif %}"))
    assert texts(docxtpl(template, {"x": "Jansen & Zn"})) == ["nee"]
    assert texts(fill(template, x="Jansen & Zn")) == ["ja"]


@pytest.mark.parametrize("tag", ["{%p if n % 2 == 1 %}", "{%p if {'a': n}['a'] == 3 %}"])
def test_percent_and_brace_may_stand_in_a_paragraph_tag(tag):
    template = word(p(tag) + p("oneven") + p("{%p endif %}"))
    with pytest.raises(Exception, match="unknown tag 'p'"):
        docxtpl(template, {"n": 3})
    assert texts(fill(template, n=3)) == ["oneven"]


def test_a_missing_name_is_an_error_with_its_place():
    template = word(p("een") + p("twee {{ weg }}"))
    assert texts(docxtpl(template, {})) == ["een", "twee "]
    melding = refused(template, "DOCX-VELD")
    assert melding.pad == "word/document.xml, alinea 2"
    assert "`weg`" in melding.melding


def test_a_footnote_that_a_condition_drops_takes_its_text_along():
    notes = "".join(note(i, text) for i, text in ((1, "eerste"), (2, "tweede {{ x }}"), (3, "derde")))
    special = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote><w:footnote w:type="x" w:id="0"><w:p/></w:footnote>'
    body = p("a", ref(1)) + p("{%p if nee %}") + p("b", ref(2)) + p("{%p endif %}") + p("c", ref(3)) + p("d", ref(1))
    filled = fill(word(body, footnotes=special + notes), nee=False, x="x")
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    found = [(node.get(f"{w}id"), "".join(node.itertext())) for node in root(filled, "word/footnotes.xml")]
    assert found == [("-1", ""), ("0", ""), ("1", "eerste"), ("2", "derde"), ("3", "eerste")]
    assert [node.get(f"{w}id") for node in root(filled).iter(f"{w}footnoteReference")] == ["1", "2", "3"]


def test_a_reference_without_its_note_is_refused():
    refused(word(p("a", ref(5)), footnotes=note(1, "x")), "DOCX-VOETNOOT")


@pytest.mark.parametrize(
    "value",
    [RichText("x"), Listing("x"), InlineImage(None, "x.png"), object(), b"x", date(2026, 1, 1)],
    ids=lambda value: type(value).__name__,
)
def test_objects_are_refused_by_name_with_their_place(value):
    melding = refused(word(p("{{ x[0] }}")), "DOCX-SOORT-WAARDE", x=[value])
    assert type(value).__name__ in melding.melding
    assert melding.pad == "/x/0"


def test_a_subdocument_is_refused_by_name():
    subdoc = type("Subdoc", (), {"__module__": "docxtpl.subdoc"})  # the real one needs a package more
    assert "Subdoc" in refused(word(p("{{p x }}")), "DOCX-SOORT-WAARDE", x=subdoc()).melding


def test_data_that_hold_themselves_are_refused():
    data = {}
    data["zelf"] = data
    refused(word(p("{{ x }}")), "DOCX-GRENS", x=data)


def test_markup_in_data_is_text():
    assert texts(fill(word(p("{{ x }}")), x=Markup("<w:br/>"))) == ["<w:br/>"]


# --- hostile templates -------------------------------------------------------------------------------------------------

LONG = list(range(5_000))


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ x.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ self.__init__ }}",
        "{{ (x|attr('__class__')) }}",
        "{{ '%s'|format(x) }}",
        "{{ '{0.__class__}'.format(x) }}",
        "{{ '{0.__class__}'.format_map({'0': x}) }}",
        "{{ x.encode() }}",
        "{{ 'a'.center(1000000000) }}",
        "{{ 'a'.ljust(1000000000) }}",
        "{{ 'a'.zfill(1000000000) }}",
        "{{ 'a'.replace('a', x) }}",
        "{{ 'a'.join([x, x]) }}",
        "{{ '\t'.expandtabs(1000000000) }}",
        "{{ 10**10**10 }}",
        "{{ 'a' * 1000000000 }}",
        "{{ [1] * 1000000000 }}",
        "{{ '%01000000000d' % 1 }}",
        "{% for i in range(1000000000) %}x{% endfor %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% from 'x' import y %}",
        "{% extends 'x' %}",
        "{% block a %}{% endblock %}",
        "{% filter upper %}x{% endfilter %}",
        "{% autoescape false %}{{ x }}{% endautoescape %}",
        "{% call x() %}{% endcall %}",
        "{% macro m() %}{{ varargs }}{% endmacro %}{{ m(1) }}",
        "{% macro m() %}<{% endmacro %}{{ m()|upper }}",
        "{% macro m() %}&amp;{% endmacro %}{{ m()[1:] }}",
        "{% macro m() %}&amp;{% endmacro %}{{ m().unescape() }}",
        "{{ [x, l, l] }}",
        "{% set a = [l, l] %}{{ a|length }}",
        "{% set a = {'k': l} %}{{ a|length }}",
        "{{ '\\x00' }}",
        "{{ '\\ud800' }}",
        "{{ x|safe }}",
        "{{ x|e }}",
        "{{ x|batch(1, l)|list }}",
        "{{ 1.5|round(10000000, 'ceil') }}",
        "{{ " + "(" * 3_00 + "x" + ")" * 3_00 + " }}",
        "{% for i in l %}" * 25 + "x" + "{% endfor %}" * 25,
    ],
)
def test_what_a_template_may_not_say_is_refused_at_once(text):
    start = time.process_time()
    template = word(p(text.replace("<", "&lt;")))
    with pytest.raises(RenderingError) as caught:
        fill(template, x=SECRET, l=LONG)
    assert time.process_time() - start < 3
    assert caught.value.meldingen[0].code in {"DOCX-SJABLOON", "DOCX-VELD", "DOCX-ONVEILIG", "DOCX-WAARDE"}
    assert caught.value.meldingen[0].pad.startswith("word/document.xml")
    assert SECRET not in "".join(traceback.format_exception(caught.value))


ENDLESS = {
    "loops in loops": "{% for a in l %}{% for b in l %}{% for c in l %}x{% endfor %}{% endfor %}{% endfor %}",
    "loops without output": "{% for a in l %}{% for b in l %}{% if a == b %}{% endif %}{% endfor %}{% endfor %}",
    "a macro that calls itself": "{% macro m(n) %}{{ m(n + 1) }}{% endmacro %}{{ m(1) }}",
    "a macro that calls itself twice": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "a text that doubles by +": "{% macro m(t, n) %}{% if n %}{{ m(t + t, n - 1) }}{% endif %}{% endmacro %}{{ m(x, 60) }}",
    "a text that doubles by ~": "{% macro m(t, n) %}{% if n %}{{ m(t ~ t, n - 1) }}{% endif %}{% endmacro %}{{ m(x, 60) }}",
    "a text that doubles by join": "{% macro m(t, n) %}{% if n %}{{ m([t, t]|join, n - 1) }}{% endif %}{% endmacro %}{{ m(x, 60) }}",
    "a block that doubles": "{% set a %}{{ x }}{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 60,
    "a recursive loop": "{% for a in l recursive %}{{ loop(l) }}{% endfor %}",
    "sorting in a loop": "{% for a in l %}{% if l|sort|length %}{% endif %}{% endfor %}",
    "mapping without end": "{% for a in l %}{% for b in l|map('upper') %}x{% endfor %}{% endfor %}",
}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_template_without_end_stops_by_itself(name):
    start = time.process_time()
    words = [str(number) for number in LONG] if "mapping" in name else LONG
    melding = refused(word(p(ENDLESS[name])), "DOCX-GRENS", l=words, x=SECRET)
    assert time.process_time() - start < 60  # far above what it takes, far below "without end"
    assert "meer werk" in melding.melding


def test_much_text_in_a_loop_stops_before_it_fills_memory():
    table = tbl(tr("{%tr for a in l %}", ""), tr("x" * 50_000, ""), tr("{%tr endfor %}", ""))
    refused(word(table), "DOCX-GRENS", l=LONG)


def test_the_clock_is_the_last_resort():
    left = budget.Budget(deadline=0.0)
    for _ in range(63):
        left.spend(0)
    with pytest.raises(budget.TooMuchError):
        left.spend(0)


def test_a_table_of_10000_rows_is_no_attack():
    cells = tr("{{ r.a }}", "{{ r.b|upper }}", "{{ loop.index }}")
    template = word(tbl(tr("{%tr for r in rijen %}", "", ""), cells, tr("{%tr endfor %}", "", ""), columns=3))
    filled = fill(template, rijen=[{"a": f"rij & {i}", "b": "x" * 40} for i in range(10_000)])
    found = texts(filled)
    assert len(found) == 30_000
    assert found[-3:] == ["rij & 9999", "X" * 40, "10000"]


@pytest.mark.parametrize("text", ["{{ x", "a {% if x"])
def test_a_tag_that_is_not_closed_is_refused_with_its_place(text):
    melding = refused(word(p("a") + f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"), "DOCX-SJABLOON")
    assert melding.pad == "word/document.xml, alinea 2"


def test_thousands_of_open_tags_do_not_hang_the_patching():
    start = time.process_time()
    refused(word(p("{{r ") * 5_000), "DOCX-SJABLOON")
    assert time.process_time() - start < 3


def test_a_field_in_a_word_field_code_is_refused():
    code = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "{{ x }}"</w:instrText></w:r>'
    refused(word(p(code)), "DOCX-SJABLOON", x="https://voorbeeld.nl")


@pytest.mark.parametrize("code", ["INCLUDETEXT c:/x.docx", " DDEAUTO excel x", "includepicture http://x.example/a.png"])
def test_a_word_field_that_fetches_is_refused_also_when_split(code):
    runs = "".join(f"<w:r><w:instrText>{letter}</w:instrText></w:r>" for letter in code)
    refused(word(p(f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}')), "DOCX-VELDCODE")
    refused(word(f'<w:p><w:fldSimple w:instr="{code}"/></w:p>'), "DOCX-VELDCODE")


def test_xml_that_data_make_uneven_is_refused():
    template = word(p("<w:r><w:t>a{% if x %}</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p>{% endif %}"))
    assert refused(template, "DOCX-XML", x=True).pad == "word/document.xml"


# --- hostile files -----------------------------------------------------------------------------------------------------

PLAIN = word(p("x"))
PIECES = (
    "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "{{ x }}", "{{r x }}", "{{p x }}", "{% if x %}", "{% endif %}",
    "{% else %}", "{%p if x %}", "{%p endif %}", "{% for i in l %}", "{{ i }}", "{% endfor %}", "{%p for i in l %}",
    "{%p endfor %}", "{%- if x -%}", "{% set x %}", "{% endset %}", "tekst", "{{", "}}", '<w:jc w:val="', '"/>',
    p("{{ x }}"), p("a"), p("{%p if x %}"), p("{%p endif %}"), p("{{ x", " }}"),
)  # fmt: skip
BOMB = b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"


def with_files(**changes):
    return zipped(unzipped(PLAIN) | {name.replace("__", "/"): data for name, data in changes.items()})


@pytest.mark.parametrize(
    "name",
    ["../x.xml", "/word/x.xml", "word/../../x.xml", "word\\x.xml", "c:/x.xml", "word//x.xml", "word/./x", "a%2e/x"],
)
def test_odd_names_in_the_package_are_refused(name):
    refused(zipped(unzipped(PLAIN) | {name: b"<x/>"}), "DOCX-NAAM")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["word/document.xml", "WORD/Document.xml"])
def test_a_part_that_is_there_twice_is_refused(name):
    target = io.BytesIO(PLAIN)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(name, b"<x/>")
    refused(target.getvalue(), "DOCX-NAAM")


def test_a_name_with_a_hidden_end_is_refused():
    data = zipped(unzipped(PLAIN) | {"word/aaaXb.xml": b"<x/>"}).replace(b"word/aaaXb.xml", b"word/aaa\0b.xml")
    refused(data, "DOCX-NAAM")


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    refused(zipped(unzipped(PLAIN) | {"word/media/x.bin": b"\0" * 20_000_000}), "DOCX-GROOT")


def test_too_many_parts_are_refused():
    refused(zipped(unzipped(PLAIN) | {f"word/p{i}.xml": b"<x/>" for i in range(1_001)}), "DOCX-GROOT")


def test_a_size_that_is_announced_too_small_is_refused():
    files = unzipped(PLAIN) | {"word/media/x.bin": b"\0" * 900_000}
    data = zipped(files).replace(struct.pack("<L", 900_000), struct.pack("<L", 9))
    refused(data, "DOCX-BESTAND")


@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"])
def test_xml_with_a_dtd_is_refused(part):
    files = unzipped(PLAIN)
    refused(zipped(files | {part: BOMB + files[part]}), "DOCX-XML")


def test_xml_that_is_too_deep_is_refused():
    deep = "<w:sdt>" * 300 + "</w:sdt>" * 300
    refused(word(deep), "DOCX-XML")


def test_an_encrypted_zip_is_refused_by_name():
    data = bytearray(PLAIN)
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
        offset = archive.getinfo("word/document.xml").header_offset
        start = archive.start_dir
    data[offset + 6] |= 1
    data[start + 8] |= 1
    assert "wachtwoord" in refused(bytes(data), "DOCX-SOORT").melding
    assert "versleuteld" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "DOCX-SOORT").melding


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("application/vnd.ms-word.document.macroEnabled.main+xml", ".docm"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml", ".dotx"),
        ("application/vnd.ms-word.template.macroEnabledTemplate.main+xml", ".dotm"),
    ],
)
def test_other_kinds_of_word_files_are_refused_by_name(kind, name):
    assert name in refused(word(p("x"), main=kind), "DOCX-SOORT").melding


def test_strict_open_xml_and_macros_are_refused_by_name():
    files = unzipped(PLAIN)
    strict = files["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert "Strict" in refused(zipped(files | {"word/document.xml": strict}), "DOCX-SOORT").melding
    assert "macro" in refused(zipped(files | {"word/vbaProject.bin": b"x"}), "DOCX-SOORT").melding


@pytest.mark.parametrize("kind", ["aFChunk", "oleObject", "package", "control", "subDocument", "vbaProject"])
def test_a_file_in_the_file_is_refused(kind):
    files = unzipped(PLAIN)
    relation = f'<Relationship Id="rId9" Type="http://x.example/{kind}" Target="embeddings/x.bin"/>'.encode()
    name = "word/_rels/document.xml.rels"
    files[name] = files[name].replace(b"</Relationships>", relation + b"</Relationships>")
    if b"</Relationships>" not in files[name]:
        files[name] = files[name].replace(b"/>", b">" + relation + b"</Relationships>", 1)
    refused(zipped(files | {"word/embeddings/x.bin": b"x"}), "DOCX-INGESLOTEN")


@pytest.mark.parametrize("body", [p("x" * 10_000) * 1_100, p("{{ x }}" * 60_000)])
def test_a_template_that_is_too_long_to_compile_is_refused_at_once(body):
    files = unzipped(word(body))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:  # stored: no bomb
        for name, part in files.items():
            archive.writestr(name, part)
    start = time.process_time()
    refused(target.getvalue(), "DOCX-GROOT")
    assert time.process_time() - start < 3


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.tuples(st.integers(0, len(PLAIN) - 1), st.integers(0, 255)), min_size=1, max_size=8),
    st.integers(0, 600),
)
def test_a_damaged_file_is_refused_or_filled_and_nothing_else(changes, cut):
    data = bytearray(PLAIN)
    for place, value in changes:
        data[place] = value
    with contextlib.suppress(RenderingError):
        fill(bytes(data[: len(data) - cut]))


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_a_muddled_template_is_refused_or_gives_whole_xml(text):
    try:
        filled = fill(word(text), x="a & <b>", l=["1", "2 }}"])
    except RenderingError:
        return
    root(filled)


# --- the cache ---------------------------------------------------------------------------------------------------------


def test_the_cache_is_bounded_in_count_and_bytes(monkeypatch):
    cache = compiling.TemplateCache()
    for number in range(compiling.MAX_TEMPLATES + 5):
        cache.get(word(p(f"sjabloon {number} {{{{ x }}}}")))
    assert len(cache.found) == compiling.MAX_TEMPLATES
    monkeypatch.setattr(compiling, "MAX_CACHE_BYTES", 30_000)
    last = word(p("laatste"))
    assert cache.get(last) is cache.get(last)
    assert len(cache.found) < compiling.MAX_TEMPLATES
    assert sum(compiled.size for compiled in cache.found.values()) <= 30_000


def test_the_oracle_really_runs_what_our_sandbox_refuses():
    template = word(p("{{ x.__class__.__name__ }}"))
    assert texts(docxtpl(template, {"x": 1})) == ["int"]
    refused(template, "DOCX-ONVEILIG", x=1)
