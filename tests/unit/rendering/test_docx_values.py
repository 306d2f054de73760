# SPDX-License-Identifier: EUPL-1.2
"""Pictures and formatted text in a context: safe to give, whole in the file, refused where they do not fit."""

from __future__ import annotations

import io
import re
from datetime import date

import docx as python_docx
import pytest
from lxml import etree
from PIL import Image

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering import docx as subject
from weerbaar_docs.rendering.docx import Afbeelding, Alinea, OpgemaakteAlineas, OpgemaakteTekst, Regels, Tekststuk
from worddocs import W, p, root, texts, unzipped, word

DAG = date(2026, 5, 18)
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def fill(body, template_parts=None, **context):
    template = word(body, **(template_parts or {}))
    return subject.fill(template, context, datum=DAG, titel="Bericht")


def picture(kind="JPEG", comment="GPS van een woning", size=(40, 20)):
    target = io.BytesIO()
    image = Image.new("RGB", size, "navy")
    exif = Image.Exif()
    exif[0x010E] = comment
    image.save(target, kind, exif=exif)
    return target.getvalue()


def test_a_picture_is_in_the_file_with_its_alt_text_and_without_its_metadata():
    assert b"woning" in picture()
    filled = fill(p("{{ x }}"), x=Afbeelding(inhoud=picture(), alt='Deur & "slot"\nlinks', breedte_mm=50))
    files = unzipped(filled)
    media = [name for name in files if name.startswith("word/media/")]
    assert len(media) == 1
    assert b"woning" not in files[media[0]]
    assert [node.get("descr") for node in root(filled).iter(f"{DRAWING}docPr")] == ['Deur & "slot" links']
    opened = python_docx.Document(io.BytesIO(filled))
    assert [(shape.width.mm, shape.height.mm) for shape in opened.inline_shapes] == [(50, 25)]


def test_pictures_in_loops_header_and_notes_have_ids_of_their_own_and_are_stored_once():
    foto = Afbeelding(inhoud=picture("PNG"), alt="Deur", breedte_mm=10)
    filled = fill(
        p("{%p for i in l %}") + p("{{ x }}") + p("{%p endfor %}"), {"header1": p("{{ x }}")}, x=foto, l=[1, 2, 3]
    )
    numbers = [
        node.get("id")
        for part in ("word/document.xml", "word/header1.xml")
        for node in root(filled, part).iter(f"{DRAWING}docPr")
    ]
    assert numbers == ["1001", "1002", "1003", "1004"]
    files = unzipped(filled)
    assert sum(name.startswith("word/media/") for name in files) == 1
    types = etree.fromstring(files["[Content_Types].xml"])
    assert [node.get("ContentType") for node in types if node.get("Extension") == "png"] == ["image/png"]
    assert b"media/" in files["word/_rels/header1.xml.rels"]


def test_a_filled_file_can_be_a_template_again():
    one = Afbeelding(inhoud=picture("PNG"), alt="Een", breedte_mm=10)
    other = Afbeelding(inhoud=picture("PNG", size=(30, 30)), alt="Twee", breedte_mm=10)
    first = fill(p("{{ x }}") + p("{_{ y }_}"), x=one)
    second = subject.fill(first, {"y": other}, datum=DAG, titel="Bericht")
    relations = unzipped(second)["word/_rels/document.xml.rels"]
    identifiers = re.findall(rb'Id="(rIdWd\d+)"', relations)
    assert len(identifiers) == len(set(identifiers)) == 2
    assert [node.get("descr") for node in root(second).iter(f"{DRAWING}docPr")] == ["Een", "Twee"]


def test_two_fills_with_a_picture_give_equal_bytes():
    foto = Afbeelding(inhoud=picture(), alt="Deur", breedte_mm=10)
    assert fill(p("{{ x }}"), x=foto) == fill(p("{{ x }}"), x=foto)


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"<svg/>"])
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(RenderingError, match="BIJLAGE-") as caught:
        fill(p("a") + p("{{ x }}"), x=Afbeelding(inhoud=data, alt="Deur", breedte_mm=10))
    assert caught.value.meldingen[0].pad == "word/document.xml, alinea 2"


@pytest.mark.parametrize(
    "make",
    [
        lambda: Afbeelding(inhoud=b"", alt=" ", breedte_mm=10),
        lambda: Afbeelding(inhoud=b"", alt="x", breedte_mm=0),
        lambda: Afbeelding(inhoud=b"", alt="x", breedte_mm=float("nan")),
        lambda: Afbeelding(inhoud=b"", alt="x\0", breedte_mm=10),
        lambda: Tekststuk(tekst="x\f"),
        lambda: Tekststuk(tekst="x", kleur='FF0000"/>'),
        lambda: Tekststuk(tekst="x", stijl='a"/><w:br/>'),
        lambda: Tekststuk(tekst="x", lettertype="<x>"),
        lambda: Tekststuk(tekst="x", taal="nl-NL\n"),
        lambda: Tekststuk(tekst="x", grootte_pt=5_000),
        lambda: Tekststuk(tekst="x", link="http://voorbeeld.nl"),
        lambda: Tekststuk(tekst="x", link='https://voorbeeld.nl/"><x'),
        lambda: Tekststuk(tekst="x", link="javascript:x"),
        lambda: Alinea(stukken=(), stijl="<"),
        lambda: Regels(("a\fb",)),
    ],
)
def test_values_that_are_no_layout_cannot_be_made(make):
    with pytest.raises(RenderingError, match="DOCX-OPMAAK"):
        make()


HOSTILE = "</w:t></w:r><w:r><w:t>INGEVOEGD & <x>"


@pytest.mark.parametrize("tag", ["{{ x }}", "{{r x }}"])
def test_formatted_text_holds_no_xml(tag):
    filled = fill(p("a", tag, "b"), x=OpgemaakteTekst((Tekststuk(tekst=HOSTILE, vet=True),)))
    assert texts(filled) == [f"a{HOSTILE}b"]
    assert len(list(root(filled).iter(f"{W}b"))) == 1


def test_paragraphs_and_lines_hold_no_xml():
    alineas = OpgemaakteAlineas((Alinea(stukken=(Tekststuk(tekst=HOSTILE),)),))
    filled = fill(p("{{p x }}") + p("{{ y }}"), x=alineas, y=Regels((HOSTILE, "<?nieuwe-alinea?>")))
    assert texts(filled) == [HOSTILE, HOSTILE, "<?nieuwe-alinea?>"]


def test_a_link_is_a_relation_of_its_part():
    link = Tekststuk(tekst="de site", link="https://voorbeeld.nl/a?b=1&c=2")
    filled = fill(p("{{r x }}"), {"footer1": p("{{r x }}")}, x=OpgemaakteTekst((link, link)))
    for part in ("document", "footer1"):
        relations = unzipped(filled)[f"word/_rels/{part}.xml.rels"].decode()
        assert relations.count("https://voorbeeld.nl/a?b=1&amp;c=2") == 1
        assert 'TargetMode="External"' in relations
    assert texts(filled) == ["de sitede site"]


def test_plain_text_in_the_places_for_formatted_text_is_shown():
    assert texts(fill(p("{{r x }}") + p("{{p y }}"), x="a & b", y="c < d")) == ["a & b", "c < d"]


@pytest.mark.parametrize(
    "body",
    [
        p("<w:r><w:drawing><wp:inline><wp:docPr id='1' name='x' descr='{{ x }}'/></wp:inline></w:drawing></w:r>"),
        '<w:p><w:hyperlink w:anchor="{{ x }}"/></w:p>',
        p("{{ x|upper }}"),
        p("{{ x|length }}"),
        p("{{ x ~ 'a' }}"),
        p("{{ x.stukken }}"),
    ],
)
def test_formatted_text_where_it_does_not_fit_is_refused(body):
    with pytest.raises(RenderingError):
        fill(body, x=OpgemaakteTekst((Tekststuk(tekst="x"),)))


def test_paragraphs_inside_a_link_are_refused():
    body = '<w:p><w:hyperlink w:anchor="x"><w:r><w:t>{{ x }}</w:t></w:r></w:hyperlink></w:p>'
    with pytest.raises(RenderingError, match="DOCX-OPMAAK"):
        fill(body, x=Regels(("a", "b")))


def test_data_in_an_attribute_stay_in_it():
    body = p('<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{{ x }}"/></wp:inline></w:drawing></w:r>')
    value = 'a" onload="x\n<b> & \' }}'
    found = [dict(node.attrib) for node in root(fill(body, x=value)).iter(f"{DRAWING}docPr")]
    assert found == [{"id": "1001", "name": "x", "descr": value.replace("\n", " ")}]


def test_no_value_shows_its_content_in_its_repr():
    shown = repr([Afbeelding(inhoud=b"GEHEIM", alt="GEHEIM", breedte_mm=1), Regels(("GEHEIM",))])
    assert "GEHEIM" not in shown + repr(
        OpgemaakteTekst((Tekststuk(tekst="GEHEIM", link="https://GEHEIM.voorbeeld.nl"),))
    )
