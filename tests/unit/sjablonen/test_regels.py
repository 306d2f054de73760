# SPDX-License-Identifier: EUPL-1.2
"""Each rule of the lint finds its fault, at its place, and none in a template that is in order."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from sjabloonbouw import R, build, p, parts_of, put, related, swap, table
from weerbaar_docs._resources import read_resource
from weerbaar_docs.rendering.docx import pack
from weerbaar_docs.rendering.engine import TypstEngine
from weerbaar_docs.sjablonen import REGELS, contract, documenten, lint
from weerbaar_docs.sjablonen.nieuw import starter

WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
CORE, APP = "docProps/core.xml", "docProps/app.xml"
DOC, STYLES, SETTINGS, HEADER = "word/document.xml", "word/styles.xml", "word/settings.xml", "word/header1.xml"
RELS = "word/_rels/document.xml.rels"
NUMBERING = (
    '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl></w:abstractNum></w:numbering>'
)
PICTURE = f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{WP}"><wp:extent cx="1" cy="1"/><wp:docPr id="1" name="a"/></wp:inline></w:drawing></w:r></w:p>'
LONG = "Dit is een zin die " + "heel " * 25 + "lang is."
CHANGE = '<w:ins w:id="1" w:author="x"><w:r><w:t>nieuw</w:t></w:r></w:ins>'
FIELD = '<w:p><w:fldSimple w:instr=" {} "><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'
EXTRA = '<w:p><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>'


def body(text: str):
    return {"change": {DOC: put("<w:sectPr>", text)}}


CASES: list[tuple[str, str, dict]] = [
    ("SJABLOON-MACRO", "bestand", {"more": {"word/vbaProject.bin": b"x"}}),
    ("SJABLOON-MACRO", "bestand", {"change": {"[Content_Types].xml": swap("document.main", "document.macroEnabled.main")}}),
    ("SJABLOON-OLE", "bestand", {"more": {"word/embeddings/oleObject1.bin": b"x"}}),
    ("SJABLOON-OLE", "tekst", body("<w:p><w:r><w:object/></w:r></w:p>")),
    ("SJABLOON-ALTCHUNK", "tekst", body("<w:altChunk/>")),
    ("SJABLOON-EXTERN", "bestand", {"more": {"word/_rels/header9.xml.rels": related("image", "http://voorbeeld.nl/a.png")(
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>')}}),
    ("SJABLOON-EXTERN", "tekst", {"change": {RELS: related("hyperlink", "http://voorbeeld.nl"), DOC: put(
        "<w:sectPr>", '<w:p><w:hyperlink r:id="rIdTest"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>')}}),
    ("SJABLOON-EXTERN", "tekst", body(FIELD.format("HYPERLINK &quot;http://voorbeeld.nl&quot;"))),
    ("SJABLOON-AANGEHECHT", "bestand", {"more": {"word/_rels/settings.xml.rels": related("attachedTemplate", "file:///x.dotm")(
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>')}}),
    ("SJABLOON-VELD-ACTIEF", "tekst", body(FIELD.format("INCLUDEPICTURE &quot;x.png&quot;"))),
    ("SJABLOON-VELD-ACTIEF", "tekst", body("<w:p><w:r><w:instrText> DDE</w:instrText></w:r><w:r><w:instrText>AUTO x y</w:instrText></w:r></w:p>")),
    ("SJABLOON-REVISIE", "tekst", body(f"<w:p>{CHANGE}</w:p>")),
    ("SJABLOON-REVISIE", "kop 1", {"change": {HEADER: put("</w:hdr>", f"<w:p>{CHANGE}</w:p>")}}),
    ("SJABLOON-REVISIE", "tekst", body('<w:p><w:pPr><w:pPrChange w:id="1" w:author="x"/></w:pPr></w:p>')),
    ("SJABLOON-REVISIE", "bestand", {"change": {SETTINGS: put("<w:defaultTabStop", "<w:trackRevisions/>")}}),
    ("SJABLOON-OPMERKING", "tekst", body('<w:p><w:r><w:commentReference w:id="0"/></w:r></w:p>')),
    ("SJABLOON-OPMERKING", "bestand", {"more": {"word/comments.xml": '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="0"/></w:comments>'}}),
    ("SJABLOON-VERBORGEN", "tekst", body(p("geheim", run="<w:rPr><w:vanish/></w:rPr>"))),
    ("SJABLOON-VERBORGEN", "tekst", body(p("klein", run='<w:rPr><w:sz w:val="2"/></w:rPr>'))),
    ("SJABLOON-VERBORGEN", "tekst", {"change": {
        STYLES: put("</w:styles>", '<w:style w:type="paragraph" w:styleId="Weg"><w:name w:val="Weg"/><w:rPr><w:vanish/></w:rPr></w:style>'),
        DOC: put("<w:sectPr>", p("geheim", '<w:pPr><w:pStyle w:val="Weg"/></w:pPr>'))}}),
    ("SJABLOON-METADATA", "bestand", {"change": {CORE: swap("<dc:creator>weerbaar-docs<", "<dc:creator>Iemand<")}}),
    ("SJABLOON-METADATA", "bestand", {"change": {CORE: swap("lastModifiedBy>weerbaar-docs<", "lastModifiedBy>Iemand<")}}),
    ("SJABLOON-METADATA", "bestand", {"change": {APP: put("</Properties>", "<Company>Bedrijf</Company>")}}),
    ("SJABLOON-METADATA", "bestand", {"more": {"docProps/custom.xml": "<Properties/>"}}),
    ("SJABLOON-METADATA", "bestand", {"change": {DOC: swap("<w:body><w:p>", '<w:body><w:p w:rsidR="00AB12CD">')}}),
    ("SJABLOON-METADATA", "bestand", {"change": {SETTINGS: put("<w:defaultTabStop", "<w:rsids/>")}}),
    ("SJABLOON-FIGUUR", "tekst", body(p("Kosten: {{ rapportinhoud | figuur_kosten(bva_besluit) }}"))),
    ("SJABLOON-FIGUUR", "tekst", body(p("{{ rapportinhoud | figuur_domeinen }} {{ rapportinhoud.dossiernummer }}"))),
    ("SJABLOON-FIGUUR", "tekst", body(p("{{ rapportinhoud | figuur_domeinen }}", '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'))),
    ("SJABLOON-FIGUUR", "tekst, tabel 2 rij 2 cel 1", body(table(("Kop",), ("{{ rapportinhoud | figuur_domeinen }}",)))),
    ("SJABLOON-FIGUUR", "kop 1", {"change": {HEADER: put("</w:hdr>", p("{{ rapportinhoud | figuur_domeinen }}"))}}),
    ("SJABLOON-FIGUUR", "tekst", body(PICTURE.replace('name="a"', 'name="a" descr="{{ rapportinhoud | figuur_domeinen }}"'))),
    ("SJABLOON-FIGUUR", "tekst", body(p("{%p if rapportinhoud | figuur_domeinen %}") + p("{%p endif %}"))),
    ("SJABLOON-FIGUUR", "tekst", body(p("{% set x = rapportinhoud | figuur_domeinen %}{{ x }}"))),
    ("SJABLOON-FIGUUR", "tekst", body(p("{{ rapportinhoud | figuur_domeinen | upper }}"))),
    ("SJABLOON-FIGUUR", "tekst", body(p("{{ (rapportinhoud | figuur_domeinen).alt }}"))),
    ("SJABLOON-FILTER", "tekst", body(p("{{ [rapportinhoud] | map('figuur_domeinen') | join }}"))),
    ("SJABLOON-LIJST", "tekst", body(p("{{ rapportinhoud.dossiernummer | figuur_voortgang }}"))),
    ("SJABLOON-TITEL", "bestand", {"change": {CORE: swap("<dc:title>Sjabloon</dc:title>", "")}}),
    ("SJABLOON-TAAL", "bestand", {"change": {STYLES: swap('w:val="nl-NL"', 'w:val="en-US"')}}),
    ("SJABLOON-TAAL", "bestand", {"change": {STYLES: swap('<w:lang w:val="nl-NL" w:eastAsia="nl-NL" w:bidi="ar-SA"/>', "")}}),
    ("SJABLOON-TAAL", "tekst", body(p("hello", run='<w:rPr><w:lang w:val="en-GB"/></w:rPr>'))),
    ("SJABLOON-OPSOMTEKEN", "lijsten", {"more": {"word/numbering.xml": NUMBERING}}),
    ("SJABLOON-OPSOMTEKEN", "tekst", body('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0A7"/></w:r></w:p>')),
    ("SJABLOON-OPSOMTEKEN", "tekst", body(p("\uf0b7 een punt"))),
    ("SJABLOON-TABELKOP", "tekst", body(table(("a", "b"), ("c", "d"), header=False))),
    ("SJABLOON-ALT", "tekst", body(PICTURE)),
    ("SJABLOON-ALT", "kop 1", {"change": {HEADER: put("</w:hdr>", '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata/></v:shape></w:pict></w:r></w:p>')}}),
    ("SJABLOON-STEMPELVAK", "tekst", {"change": {DOC: swap('w:top="1814"', 'w:top="1000"')}}),
    ("SJABLOON-STEMPELVAK", "tekst", {"change": {DOC: swap('w:w="11906"', 'w:w="9000"')}}),
    ("SJABLOON-STEMPELVAK", "kop 1", {"change": {STYLES: swap('<w:ind w:right="3628"/>', "")}}),
    ("SJABLOON-STEMPELVAK", "kop 1", {"change": {HEADER: put("</w:hdr>", table(("a", "b", "c", "d"), borders=False))}}),
    ("SJABLOON-LETTERTYPE", "tekst", {"change": {STYLES: swap("Arial", "Eigen Letter")}}),
    ("SJABLOON-CONSTRUCTIE", "tekst", body("<w:p><w:r><w:ruby/></w:r></w:p>")),
    ("SJABLOON-ZINNEN", "tekst", body(p("{# taal-b1 #}") + p(LONG))),
    ("SJABLOON-ZINNEN", "tekst", {"change": {CORE: put("</cp:coreProperties>", "<cp:keywords>x taal-b1</cp:keywords>"), DOC: put("<w:sectPr>", p(LONG))}}),
    ("SJABLOON-ZINNEN", "bestand", body(p("{# taal-b1 #}") + p("Dit is een zin van precies " + "meer en " * 9 + "veel woorden. " ) * 40)),
    ("SJABLOON-VELD", "tekst", body(p("{{ rapportinhoud.adviesrapport.titel }}"))),
    ("SJABLOON-VELD", "kop 1", {"change": {HEADER: put("</w:hdr>", p("{{ rapport.versie }}"))}}),
    ("SJABLOON-DIGEST", "tekst", body(p("{{ rapportinhoud.bestuurder.email }}"))),
    ("SJABLOON-DIGEST", "tekst", body(p("{{ toestemmingen[0].route }}"))),
    ("SJABLOON-ONGEBRUIKT", "bestand", {}),
    ("SJABLOON-NAAM-ONGEBRUIKT", "tekst", body(p("{%p set over = 1 %}"))),
    ("SJABLOON-LUS", "tekst", body(p("{%p for x in rapport.versie %}") + p("a") + p("{%p endfor %}"))),
    ("SJABLOON-LIJST", "tekst", body(p("{{ rapport.rapportnummer | opsomming }}"))),
    ("SJABLOON-AFDRUK", "tekst", body(p("{{ rapport.maatregelen }}"))),
    ("SJABLOON-OBJECT", "tekst", body(p("{{r rapport.rapportnummer }}"))),
    ("SJABLOON-ONVEILIG", "tekst", body(p("{{ ''.__class__ }}"))),
    ("SJABLOON-FILTER", "tekst", body(p("{{ rapport.versie | attr('x') }}"))),
    ("SJABLOON-TEST", "tekst", body(p("{% if rapport.versie is callable %}a{% endif %}"))),
    ("SJABLOON-SYNTAX", "tekst", body(p("{{ rapport. }}"))),
    ("SJABLOON-ONDERDRUKT", "tekst", body(p("{# docxtpl-lint: disable=DTL209 #}"))),
]  # fmt: skip
# Shown elsewhere: what docxtpl-lint finds too (test_docxtpl_lint.py), an unreadable file and a failing fill (below).
ELSEWHERE = {code for code, regel in REGELS.items() if regel.dtl} | {
    "SJABLOON-BESTAND", "SJABLOON-GROOT", "SJABLOON-XML", "SJABLOON-VULLEN",
}  # fmt: skip


@pytest.mark.parametrize(("code", "deel", "how"), CASES, ids=[f"{n}-{case[0]}" for n, case in enumerate(CASES)])
def test_a_rule_finds_its_fault_at_its_place(code, deel, how):
    found = [g for g in lint(build(**how), "adviesrapport").gebreken if g.code == code]
    assert found
    assert any(str(g.plaats).startswith(deel) for g in found) or (code, deel) == ("SJABLOON-EXTERN", "bestand")


def test_every_rule_is_shown_to_find_something():
    assert {case[0] for case in CASES} | ELSEWHERE == set(REGELS)


@pytest.mark.parametrize("document", documenten())
def test_a_starter_has_no_fault_and_one_warning_at_most(document):
    uitslag = lint(starter(document), document)
    assert not uitslag.fouten
    assert {g.code for g in uitslag.gebreken} <= {"SJABLOON-ONGEBRUIKT"}


@pytest.mark.parametrize("document", documenten())
def test_the_templates_of_this_program_have_no_fault(document):
    uitslag = lint(read_resource("templates", f"{document}.docx"), document)
    assert not uitslag.fouten
    # a template does not print everything that it may: what it leaves out is a choice, and told as a warning
    assert {g.code for g in uitslag.waarschuwingen} <= {"SJABLOON-ONGEBRUIKT"}


def test_all_faults_come_at_once_in_the_order_of_the_document():
    docx = build(
        p("{{ rapportinhoud.oud }}")
        + p("{{ x. }}")
        + p("{% if bva_besluit %}")
        + p("weg", run='<w:rPr><w:sz w:val="2"/></w:rPr>'),
        more={"word/vbaProject.bin": b"x"},
    )
    found = [(g.code, g.plaats.alinea) for g in lint(docx, "adviesrapport").fouten]
    assert found == [
        ("SJABLOON-VELD", 1), ("SJABLOON-SYNTAX", 2), ("SJABLOON-BLOK-OPEN", 3), ("SJABLOON-VERBORGEN", 4), ("SJABLOON-MACRO", None),
    ]  # fmt: skip


def test_a_place_names_table_row_and_cell():
    docx = build(p("{{ rapportinhoud.dossiernummer }}") + table(("a", "b"), ("c", "{{ weg }}")))
    (found,) = lint(docx, "adviesrapport").fouten
    assert str(found.plaats) == "tekst, tabel 1 rij 2 cel 2, alinea 5"


@pytest.mark.parametrize(
    ("docx", "code"),
    [
        (b"geen zip", "SJABLOON-BESTAND"),
        (pack({"a.xml": b"<a/>"}), "SJABLOON-BESTAND"),
        (pack({**parts_of(starter("inzage")), "../../weg.xml": b"<a/>"}), "SJABLOON-BESTAND"),
        (pack({**parts_of(starter("inzage")), DOC: b"<w:document"}), "SJABLOON-XML"),
        (pack({**parts_of(starter("inzage")), DOC: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "SJABLOON-XML"),
        (pack({**parts_of(starter("inzage")), "word/media/a.png": bytes(51_000_000)}), "SJABLOON-GROOT"),
        (pack({**parts_of(starter("inzage")), **{f"a{i}.txt": b"" for i in range(1001)}}), "SJABLOON-GROOT"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_clear_fault(docx, code):
    assert [g.code for g in lint(docx, "inzage").gebreken] == [code]


def test_a_part_that_stands_twice_in_the_file_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts_of(starter("inzage")).items():
            archive.writestr(name, data)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(DOC, b"<a/>")
    assert [g.code for g in lint(target.getvalue(), "inzage").gebreken] == ["SJABLOON-BESTAND"]


def test_the_stamp_box_is_asked_of_stamped_documents_only():
    changed = {STYLES: swap('<w:ind w:right="3628"/>', "")}
    assert not lint(build(document="inzage", change=changed), "inzage").fouten


@pytest.mark.parametrize("border", ["nil", "none"])
def test_a_table_without_borders_is_layout_and_needs_no_heading(border):
    plain = table(("a", "b"), ("c", "d"), header=False).replace('"single"', f'"{border}"')
    assert not lint(build(**body(plain)), "adviesrapport").fouten


def test_a_decorative_picture_and_one_with_a_text_need_no_more():
    told = PICTURE.replace('name="a"', 'name="a" descr="Het logo"')
    drawn = "http://schemas.microsoft.com/office/drawing/2017/decorative"
    decorative = PICTURE.replace(
        '<wp:docPr id="1" name="a"/>', f'<wp:docPr id="1" name="a"><d:decorative xmlns:d="{drawn}" val="1"/></wp:docPr>'
    )
    for picture in (told, decorative):
        assert "SJABLOON-ALT" not in {g.code for g in lint(build(**body(picture)), "adviesrapport").gebreken}


def test_long_sentences_are_a_fault_only_where_the_template_promises_short_ones():
    assert not lint(build(**body(p(LONG))), "adviesrapport").fouten


def test_a_https_link_is_no_way_out():
    changed = {
        RELS: related("hyperlink", "https://voorbeeld.nl"),
        DOC: put("<w:sectPr>", '<w:p><w:hyperlink r:id="rIdTest"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>'),
    }
    assert not lint(build(change=changed), "adviesrapport").fouten


def test_no_finding_quotes_a_property():
    changed = {CORE: swap("<dc:creator>weerbaar-docs<", "<dc:creator>Karel Kanarie<")}
    found = lint(build(change=changed), "adviesrapport").gebreken
    assert "SJABLOON-METADATA" in {g.code for g in found}
    assert "Kanarie" not in repr(found)


class Alles(TypstEngine):
    """An engine that sets everything."""

    def examine(self, docx):
        return ()


def test_another_engine_makes_what_typst_cannot_set_a_warning():
    docx = build(**body("<w:p><w:r><w:ruby/></w:r></w:p>"))
    assert lint(docx, "adviesrapport").fouten
    assert not lint(docx, "adviesrapport", motoren=(TypstEngine(), Alles())).fouten


def test_a_contract_is_there_for_every_template():
    assert contract("inzage").namen() == ["huisstijl", "inzage"]
    assert R.endswith("relationships")


def test_the_guide_names_every_document_and_the_page_with_every_filter():
    guide = (Path(__file__).parents[3] / "docs" / "how-to" / "sjabloon.md").read_text(encoding="utf-8")
    assert not [name for name in documenten() if f"`{name}`" not in guide]
    assert "](../reference/sjabloonfilters.md)" in guide
