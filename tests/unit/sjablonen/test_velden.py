# SPDX-License-Identifier: EUPL-1.2
"""Names in a template are followed to the field of the contract that they stand for."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjabloonbouw import NS, build, p, put
from weerbaar_docs.errors import UsageError
from weerbaar_docs.model import thaw
from weerbaar_docs.sjablonen import contract, documenten, lint, unused
from weerbaar_docs.sjablonen.contractlijst import used_fields
from weerbaar_docs.sjabloonvoorbeelden import voorbeelden

SSTI = [
    "{{ ''.__class__.__mro__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ rapportinhoud['__class__'] }}",
    "{{ rapportinhoud.adviesrapport.maatregelen | map(attribute='__class__') | list }}",
    "{{ rapportinhoud.dossiernummer.format() }}",
    "{{ rapportinhoud[rapportinhoud.dossiernummer] }}",
    "{% include 'x' %}",
    "{% import 'x' as y %}",
    "{% macro m() %}a{% endmacro %}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 'a' * 100000000 }}",
    "{{ [1] * 100000000 }}",
    "{% for x in range(100000000) %}a{% endfor %}",
    "{% set rapportinhoud.x = 1 %}",
]


def codes(text: str, document: str = "adviesrapport") -> set[str]:
    return {g.code for g in lint(build(p(text), document=document), document).fouten}


@pytest.mark.parametrize("text", SSTI)
def test_an_expression_that_does_more_than_fill_in_is_refused(text):
    assert codes(text) & {"SJABLOON-ONVEILIG", "SJABLOON-SYNTAX", "SJABLOON-VELD"}


@pytest.mark.parametrize(
    "text",
    [
        "{% set r = rapportinhoud.adviesrapport %}{% for m in r.maatregelen %}{{ m.weg }}{% endfor %}",
        "{% for m in rapportinhoud | beoordeeld(bva_besluit) | kosteloos %}{{ m.weg }}{% endfor %}",
        "{% for m in rapportinhoud.adviesrapport.maatregelen | selectattr('weg') %}a{% endfor %}",
        "{{ rapportinhoud.adviesrapport.maatregelen | map(attribute='kosten.weg') | opsomming }}",
        "{{ (rapportinhoud.adviesrapport.maatregelen | first).weg }}",
        "{{ rapportinhoud.adviesrapport.maatregelen[0].weg }}",
        "{% with r = rapportinhoud.adviesrapport %}{{ r.weg }}{% endwith %}",
        "{{ rapportinhoud.weg if bva_besluit else 'a' }}",
        "{{ rapportinhoud.weg | default('a') }}",
        "{% if rapportinhoud.weg is defined %}a{% endif %}",
        "{% for m in rapportinhoud.adviesrapport.maatregelen %}{{ loop.weg }}{% endfor %}",
    ],
)
def test_an_unknown_field_is_found_behind_set_for_and_filters(text):
    assert "SJABLOON-VELD" in codes(text)


def test_a_near_name_is_offered():
    (found,) = lint(build(p("{{ rapportinhoud.adviesrapport.rapportnumer }}")), "adviesrapport").fouten
    assert "bedoelt u rapportnummer?" in found.melding


@pytest.mark.parametrize(
    "pad",
    [
        "rapportinhoud.bestuurder.telefoon",
        "rapportinhoud.organisatie.contactpersoon",
        "aanmelding.kanaal",
        "kostenverdeling",
    ],
)
def test_a_field_of_the_dossier_outside_the_digest_is_told_as_such(pad):
    assert codes("{{ " + pad + " }}") == {"SJABLOON-DIGEST"}


def test_a_name_set_in_the_text_is_not_there_in_a_header():
    changed = {"word/header1.xml": put("</w:hdr>", p("{{ rapport.versie }}"))}
    found = lint(build(change=changed), "adviesrapport").fouten
    assert ("SJABLOON-VELD", "kop 1") in [(g.code, g.plaats.deel) for g in found]


@pytest.mark.parametrize("document", documenten())
def test_every_sample_fits_the_contract(document):
    def misfits(form, value, pad):
        if isinstance(value, dict):
            for key, item in value.items():
                under = form.veld(key)
                yield from [f"{pad}.{key}"] if under is None else misfits(under, item, f"{pad}.{key}")
        elif isinstance(value, list):
            yield from [] if "lijst" in form.soorten else [pad]
            for item in value:
                yield from misfits(form.item(), item, f"{pad}[]")
        elif value is not None:
            kind = {bool: "ja of nee", int: "getal", str: "tekst"}[type(value)]
            yield from [] if kind in form.soorten else [f"{pad}: {kind}"]

    found = voorbeelden(document)
    assert found
    assert not [misfit for v in found for misfit in misfits(contract(document), thaw(v.context), "")]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([(document, blad.pad) for document in documenten() for blad in contract(document).bladeren()]))
def test_a_field_of_the_contract_is_never_unknown_and_counts_as_used(case):
    document, pad = case
    expression = pad.replace("[]", "[0]")
    uitslag = lint(build(p("{% if " + expression + " %}a{% endif %}"), document=document), document)
    assert not uitslag.fouten
    assert pad not in unused(document, uitslag.gebruik)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="{}%# abif.x|'\"()[]_-=\n<&\u201c", max_size=40))
def test_the_lint_never_breaks_on_what_stands_in_a_template(text):
    lint(build(p(text)), "adviesrapport")


def test_the_contract_of_a_template_says_what_each_field_is_and_where():
    docx = build(p("{{ rapportinhoud.dossiernummer }} {{ rapportinhoud.dossiernummer }}"))
    fields = {f.pad: f for f in used_fields(docx, "adviesrapport")}
    assert fields["rapportinhoud.dossiernummer"].soorten == ("tekst",)
    assert fields["rapportinhoud.dossiernummer"].plaatsen == (("tekst, alinea 1", 2),)
    looped = build(
        p(
            "{% for x in [1] %}{{ loop.index }}{% endfor %}{{ (rapportinhoud | kostenverdeling(bva_besluit)).peildatum }}"
        )
    )
    assert {f.pad.split(".")[0] for f in used_fields(looped, "adviesrapport")} <= set(contract("adviesrapport").namen())
    every = {f.pad for f in used_fields(docx, "adviesrapport", alles=True)}
    assert {blad.pad for blad in contract("adviesrapport").bladeren()} <= every


def test_another_document_is_refused_by_name():
    with pytest.raises(UsageError, match="SJABLOON-DOCUMENT"):
        lint(b"", "onzin")


@pytest.mark.parametrize("field", ["{{ rapportinhoud.weg }}", "{{ ''.__class__ }}", "{% if bva_besluit %}a{% endif %}"])
def test_a_tag_in_an_alternative_text_is_read_as_well(field):
    wp = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    name = field.replace("'", "&#39;")
    picture = f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{wp}"><wp:docPr id="1" name="a" descr="{name}"/></wp:inline></w:drawing></w:r></w:p>'
    found = {(g.code, g.plaats.alinea) for g in lint(build(p("a") + picture), "adviesrapport").fouten}
    assert found & {("SJABLOON-VELD", 2), ("SJABLOON-ONVEILIG", 2)}


def test_a_tag_in_a_note_is_read_as_well():
    for kind, deel in (("footnotes", "voetnoten"), ("endnotes", "eindnoten")):
        notes = f'<w:{kind} {NS}><w:note w:id="1">{p("{{ weg }}")}</w:note></w:{kind}>'
        found = lint(build(more={f"word/{kind}.xml": notes}), "adviesrapport").fouten
        assert ("SJABLOON-VELD", deel) in {(g.code, g.plaats.deel) for g in found}


HOSTILE = {
    "open tags": p("{% " * 20_000),
    "open comments": p("{# a") * 3_000,
    "quotes": p("{{ '" * 10_000),
    "bad tags": p("{{ rapportinhoud. }}") * 300,
    "deep": p("{{ " + "(" * 3_000 + "1" + ")" * 3_000 + " }}"),
    "deep blocks": p("{% if bva_besluit %}") * 600 + p("{% endif %}") * 600,
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_template_is_judged_in_seconds(name):
    start = time.process_time()
    lint(build(HOSTILE[name]), "adviesrapport")
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("tag", "read"),
    [
        ("{% if PAD %}a{% endif %}", False),
        ("{% if not PAD %}a{% endif %}", False),
        ("{{ PAD | length }}", False),
        ("{{ 'a' if PAD else 'b' }}", False),
        ("{% for x in PAD %}a{% endfor %}", False),
        ("{% for x in PAD %}{{ x }}{% endfor %}", True),
        ("{{ PAD | first }}", True),
        ("{{ PAD[0] }}", True),
        ("{% if 'x' in PAD %}a{% endif %}", True),
        ("{% set y = PAD %}{{ y | opsomming }}", True),
        ("{% for x in PAD | sort %}{{ x }}{% endfor %}", True),
    ],
)
def test_the_items_of_a_list_that_is_only_counted_are_not_used(tag, read):
    pad = "rapportinhoud.adviesrapport.maatregelen[0].afhankelijk_van"
    fields = {f.pad for f in used_fields(build(p(tag.replace("PAD", pad))), "adviesrapport")}
    pad = pad.replace("[0]", "[]")
    assert {pad, f"{pad}[]"} & fields
    assert (f"{pad}[]" in fields) is read


def test_a_filter_that_is_mapped_over_a_list_reads_of_each_item_what_it_reads():
    pad = "rapportinhoud.adviesrapport.maatregelen"
    tag = "{% for x in PAD | map('ja_onderdelen') %}{{ x | join }}{% endfor %}".replace("PAD", pad)
    assert f"{pad}[]*" in lint(build(p(tag)), "adviesrapport").velden
