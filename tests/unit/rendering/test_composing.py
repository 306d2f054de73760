# SPDX-License-Identifier: EUPL-1.2
"""Word files made one: lists begin anew, pictures, links and styles come along, and what cannot is refused by its name."""

from __future__ import annotations

import io
import re
from datetime import date

import docx as python_docx
import pytest
from docx.oxml import parse_xml
from docx.shared import Mm
from lxml import etree
from PIL import Image
from pypdf import PdfReader

import verapdf
from pakketbouw import parts_of, swap_text
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.model import thaw
from weerbaar_docs.rendering import docx as filling
from weerbaar_docs.rendering.composing import compose
from weerbaar_docs.rendering.docx import Afbeelding, OpgemaakteTekst, Tekststuk
from weerbaar_docs.rendering.engine import TypstEngine
from weerbaar_docs.rendering.huisstijl import GEGEVENS
from weerbaar_docs.rendering.package import read_package
from weerbaar_docs.sjablonen.word import contents, linked, paragraph, table, word_file

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DAG = date(2026, 5, 18)
NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def filled(template, **context):
    return filling.fill(template, {**context, "huisstijl": thaw(GEGEVENS)}, datum=DAG, titel="Bericht")


def part(title="Deel", *blocks):
    return filled(word_file(paragraph(title, "Heading1") + "".join(blocks or (paragraph("tekst"),))))


def first():
    return filled(
        word_file(paragraph("Geheel", "Title") + contents() + paragraph("Begin", "Heading1") + paragraph("x"))
    )


def own_word(change):
    """Give a part as python-docx makes it: with other ids, a theme and lists of its own."""
    document = python_docx.Document()
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(25), Mm(20)
        section.top_margin, section.bottom_margin = Mm(32), Mm(22)
    document.add_paragraph("Deel", style="Heading 1")
    change(document)
    out = io.BytesIO()
    document.save(out)
    return filled(out.getvalue())


def set_pdf(whole):
    return TypstEngine().to_pdf(whole, titel="Bericht", datum=DAG)


def text_of(pdf):
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def refused(*parts):
    with pytest.raises(RenderingError) as raised:
        compose([("begin", first()), *((f"deel-{number}", each) for number, each in enumerate(parts, 1))])
    return [(m.pad, m.code) for m in raised.value.meldingen]


# --- what comes along --------------------------------------------------------------------------------------------------


def test_each_part_begins_on_a_new_page_and_stands_in_the_contents():
    whole = compose([("begin", first()), ("een", part("Een")), ("twee", part("Twee"))])
    reader = PdfReader(io.BytesIO(set_pdf(whole)))
    assert [("Een" in p.extract_text(), "Twee" in p.extract_text()) for p in reader.pages] == [
        (True, True), (True, False), (False, True),
    ]  # fmt: skip
    assert re.search(r"Begin\.+1 Een\.+2 Twee\.+3", text_of(set_pdf(whole)))
    assert read_package(whole).trees["word/document.xml"].find(f"{W}body")[-1].tag == f"{W}sectPr"


def test_one_file_alone_stays_what_it_is_and_the_same_comes_out_each_time():
    assert text_of(set_pdf(compose([("begin", first())]))) == text_of(set_pdf(first()))
    parts = [("begin", first()), ("een", part("Een"))]
    assert compose(parts) == compose(parts)


def test_a_style_that_the_first_has_not_comes_along_with_what_it_is_based_on():
    theirs = swap_text(
        part("Een", paragraph("Opvallend", "Eigen")),
        "</w:styles>",
        f'<w:style {NS} w:type="paragraph" w:customStyle="1" w:styleId="Basis"><w:name w:val="Basis van mij"/>'
        '<w:basedOn w:val="Normal"/><w:rPr><w:color w:val="B00000"/></w:rPr></w:style>'
        f'<w:style {NS} w:type="paragraph" w:customStyle="1" w:styleId="Eigen"><w:name w:val="Eigen stijl"/>'
        '<w:basedOn w:val="Basis"/><w:next w:val="Normal"/><w:link w:val="EigenTeken"/><w:rPr><w:b/></w:rPr></w:style></w:styles>',
        "word/styles.xml",
    )
    styles = read_package(compose([("begin", first()), ("een", theirs)])).trees["word/styles.xml"]
    found = {s.get(f"{W}styleId"): s for s in styles.iter(f"{W}style")}
    assert found["Eigen"].find(f"{W}basedOn").get(f"{W}val") == "Basis"
    assert found["Basis"].find(f"{W}basedOn").get(f"{W}val") == "Normal"
    assert found["Eigen"].find(f"{W}link") is None


def test_a_style_is_known_by_its_name_as_a_dutch_word_gives_it_another_id():
    dutch = part("Een")
    for old, new, where in (
        ('w:styleId="Heading1"', 'w:styleId="Kop1"', "word/styles.xml"),
        ('w:pStyle w:val="Heading1"', 'w:pStyle w:val="Kop1"', "word/document.xml"),
    ):
        dutch = swap_text(dutch, old, new, where)
    whole = compose([("begin", first()), ("een", dutch)])
    assert b"Kop1" not in parts_of(whole)["word/document.xml"] + parts_of(whole)["word/styles.xml"]
    assert "Een" in str(PdfReader(io.BytesIO(set_pdf(whole))).outline)


def test_an_id_that_means_another_style_there_does_not_change_the_part():
    style = f'<w:style {NS} w:type="paragraph" w:customStyle="1" w:styleId="X"><w:name w:val="{{}}"/><w:rPr><w:color w:val="{{}}"/></w:rPr></w:style></w:styles>'
    one, two = (
        swap_text(
            part(naam, paragraph(naam, "X")), "</w:styles>", style.format(f"Stijl {naam}", kleur), "word/styles.xml"
        )
        for naam, kleur in (("een", "B00000"), ("twee", "00B000"))
    )
    whole = read_package(compose([("begin", first()), ("een", one), ("twee", two)]))
    names = {
        s.get(f"{W}styleId"): s.find(f"{W}name").get(f"{W}val")
        for s in whole.trees["word/styles.xml"].iter(f"{W}style")
    }
    body = whole.trees["word/document.xml"]
    assert [names[p.get(f"{W}val")] for p in body.iter(f"{W}pStyle") if p.get(f"{W}val").startswith("X")] == [
        "Stijl een", "Stijl twee",
    ]  # fmt: skip


def numbered_list(document):
    """Put a list in the paragraphs themselves, as the button of Word does."""
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(
        f'<w:abstractNum {NS} w:abstractNumId="77"><w:multiLevelType w:val="hybridMultilevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1)"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'
    ))  # fmt: skip
    numbering.append(parse_xml(f'<w:num {NS} w:numId="78"><w:abstractNumId w:val="77"/></w:num>'))
    for text in ("eerste", "tweede"):
        p = document.add_paragraph(text)
        p._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {NS}><w:ilvl w:val="0"/><w:numId w:val="78"/></w:numPr>'))


def test_lists_begin_anew_in_each_part():
    whole = compose([("begin", first()), ("een", own_word(numbered_list)), ("twee", own_word(numbered_list))])
    assert text_of(set_pdf(whole)).count("1) eerste 2) tweede") == 2
    numbering = read_package(whole).trees["word/numbering.xml"]
    order = [node.tag.rpartition("}")[2] for node in numbering]
    assert order == sorted(order, key=["abstractNum", "num"].index)


def test_pictures_links_tables_and_bookmarks_come_along():
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(picture, "PNG")
    foto = Afbeelding(inhoud=picture.getvalue(), alt="Een vlak", breedte_mm=20)
    blocks = (
        paragraph("{{ foto }}"),
        linked("https://www.voorbeeld.nl/een", "lees verder"),
        table(("Kop", "Wat"), None, ("een", "twee")),
    )
    mark = '<w:p><w:bookmarkStart w:id="0" w:name="merk_{}"/><w:r><w:t>doel</w:t></w:r><w:bookmarkEnd w:id="0"/></w:p>'
    parts = [
        filled(word_file(paragraph(n, "Heading1") + "".join(blocks) + mark.format(n)), foto=foto)
        for n in ("een", "twee")
    ]
    whole = compose([("begin", first()), *zip(("een", "twee"), parts, strict=True)])
    package = read_package(whole)
    assert sum(name.startswith("word/media/") for name in package) == 2
    marks = [node.get(f"{W}id") for node in package.trees["word/document.xml"].iter(f"{W}bookmarkStart")]
    assert len(set(marks)) == len(marks) == 2
    drawn = package.trees["word/document.xml"].iter("{*}docPr")
    assert [node.get("id") for node in drawn] == ["1", "2"]
    pdf = set_pdf(whole)
    assert verapdf.check([pdf])[0].failed == {"3a": {}, "ua1": {}}
    assert sum(len(page.images) for page in PdfReader(io.BytesIO(pdf)).pages) == 2
    links = [a.get_object()["/A"].get("/URI") for page in PdfReader(io.BytesIO(pdf)).pages for a in page.get("/Annots") or ()
             if "/A" in a.get_object()]  # fmt: skip
    assert links.count("https://www.voorbeeld.nl/een") == 2
    assert text_of(pdf).count("lees verder") == 2


def test_a_link_that_stands_in_a_part_twice_comes_along_once():
    text = OpgemaakteTekst((Tekststuk(tekst="hier", link="https://www.voorbeeld.nl/een"),))
    made = filled(word_file(paragraph("Een", "Heading1") + paragraph("{{r x }} en {{r x }}")), x=text)
    package = read_package(compose([("begin", first()), ("een", made)]))
    links = [r for r in package.relations["word/document.xml"].values() if r.external]
    assert [(r.target, r.kind) for r in links] == [("https://www.voorbeeld.nl/een", "hyperlink")]
    assert parts_of(compose([("begin", first()), ("een", made)]))["word/document.xml"].count(b"rIdDeel1n1") == 2


def test_a_first_file_that_says_nothing_of_its_page_takes_parts_that_do_not_either():
    bare = [re.sub(rb"<w:sectPr>.*</w:sectPr>", b"", parts_of(each)["word/document.xml"]) for each in (first(), part())]
    one, two = (
        filling.pack({**parts_of(each), "word/document.xml": data})
        for each, data in zip((first(), part()), bare, strict=True)
    )
    whole = compose([("begin", one), ("een", two)])
    assert len(PdfReader(io.BytesIO(set_pdf(whole))).pages) == 2


def test_a_page_break_that_a_part_has_itself_is_not_doubled():
    with_break = swap_text(
        part("Een"), '<w:pStyle w:val="Heading1"/>', '<w:pStyle w:val="Heading1"/><w:pageBreakBefore/>'
    )
    whole = compose([("begin", first()), ("een", with_break)])
    assert parts_of(whole)["word/document.xml"].count(b"pageBreakBefore") == 1
    assert len(PdfReader(io.BytesIO(set_pdf(whole))).pages) == 2


# --- what does not -----------------------------------------------------------------------------------------------------


def section(document):
    document.add_section()
    document.add_paragraph("nog een")


def style_list(document):
    document.add_paragraph("een", style="List Number")


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: filled(word_file(paragraph("los"))), "BUNDEL-KOP"),
        (lambda: filled(word_file(table(("a", "b"), None, ("c", "d")) + paragraph("x"))), "BUNDEL-KOP"),
        (lambda: part("Een", paragraph("Nog een titel", "Title")), "BUNDEL-KOP"),
        (lambda: own_word(section), "BUNDEL-SECTIE"),
        (lambda: swap_text(part(), 'w:w="11906"', 'w:w="16838"'), "BUNDEL-PAGINA"),
        (lambda: swap_text(part(), 'w:left="1417"', 'w:left="700"'), "BUNDEL-PAGINA"),
        (lambda: own_word(lambda d: d.add_paragraph(style="Intense Quote").add_run("x")), "BUNDEL-THEMA"),
        (
            lambda: part("Een", f'<w:p {NS}><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'),
            "BUNDEL-NOOT",
        ),
    ],
)
def test_what_cannot_come_along_is_refused_by_the_name_of_the_part(made, code):
    assert refused(part(), made()) == [("deel-2", code)]


def test_a_list_that_would_count_on_from_another_part_is_refused():
    one = own_word(style_list)
    assert refused(one, one) == [("deel-2", "BUNDEL-LIJST")]


def styled_list(document):
    numbered_list(document)
    level = document.part.numbering_part.element[0]
    level.insert(1, parse_xml(f'<w:numStyleLink {NS} w:val="Lijst"/>'))


def nowhere(document):
    numbered_list(document)
    document.part.numbering_part.element[-1].getparent().remove(document.part.numbering_part.element[-1])


@pytest.mark.parametrize("change", [styled_list, nowhere])
def test_a_list_that_cannot_be_copied_is_refused(change):
    assert refused(own_word(change)) == [("deel-1", "BUNDEL-LIJST")]


def test_a_bookmark_with_the_name_of_another_is_refused():
    mark = f'<w:p {NS}><w:bookmarkStart w:id="1" w:name="zelfde"/><w:bookmarkEnd w:id="1"/></w:p>'
    assert refused(part("Een", mark), part("Twee", mark)) == [("deel-2", "BUNDEL-BLADWIJZER")]


def test_a_chart_is_refused():
    package = parts_of(part("Een", paragraph("GRAFIEK")))
    drawn = '<w:r><w:drawing><c:chart xmlns:c="urn:c" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rIdG"/></w:drawing></w:r>'
    package["word/document.xml"] = re.sub(
        rb"<w:r><w:t[^>]*>GRAFIEK</w:t></w:r>", drawn.encode(), package["word/document.xml"]
    )
    rels = etree.fromstring(package["word/_rels/document.xml.rels"])
    node = etree.SubElement(rels, f"{{{etree.QName(rels).namespace}}}Relationship")
    node.attrib.update({"Id": "rIdG", "Target": "charts/chart1.xml", "Type": "http://x/relationships/chart"})
    package["word/_rels/document.xml.rels"] = etree.tostring(rels)
    package["word/charts/chart1.xml"] = b"<c/>"
    assert refused(filling.pack(package)) == [("deel-1", "BUNDEL-ONDERDEEL")]


def test_all_refusals_come_at_once_and_quote_no_text():
    bad = filled(word_file(paragraph("geheim") + paragraph("geheim", "Title")))
    with pytest.raises(RenderingError) as raised:
        compose([("begin", first()), ("een", bad), ("twee", part()), ("drie", bad)])
    assert [m.pad for m in raised.value.meldingen] == ["een", "een", "drie", "drie"]
    assert "geheim" not in str(raised.value)
    assert all(m.oplossing for m in raised.value.meldingen)
