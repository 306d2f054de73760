# SPDX-License-Identifier: EUPL-1.2
"""Whatever a template holds, the walk ends in a tree or in meldingen; it never breaks off with another error."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from docxbouw import docx, header, kader, kop, p, para, r, sectie, tekstvak, veld, vml_vak
from weerbaar_docs.errors import Melding
from weerbaar_docs.rendering.walk import examine

VALUES = ["", "0", "-1", "x", "99999999999999999999", "1.5", "50%", "é", "none", "1e9", "١٢"]
TABLE = (
    '<w:tbl><w:tblPr><w:tblpPr w:tblpX="100" w:tblpY="5"/><w:tblLook w:val="04A0"/></w:tblPr><w:tblGrid><w:gridCol w:w="2000"/>'
    '<w:gridCol w:w="2000"/></w:tblGrid><w:tr><w:trPr><w:trHeight w:val="300"/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="2"/>'
    f"</w:tcPr>{p('cel')}</w:tc></w:tr></w:tbl>"
)
BODY = (
    kader("kader", x=25, y=50, w=80, h=20)
    + para(tekstvak(p("vak"), x=1, y=2, w=30, h=40), f"<w:r>{vml_vak(p('oud'), x=1, y=2, w=3, h=4)}</w:r>", r("tekst"))
    + TABLE
    + kop("Kop")
    + para(veld('TOC \\o "1-2"'), ppr='<w:tabs><w:tab w:val="left" w:pos="200"/></w:tabs><w:ind w:left="10" w:hanging="10"/>')
    + para('<w:bookmarkStart w:id="1" w:name="b"/>', veld("PAGEREF b"), '<w:r><w:footnoteReference w:id="2"/></w:r>')
    + p("item", ppr='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>', rpr='<w:sz w:val="20"/><w:spacing w:val="2"/>')
    + para(ppr=sectie('<w:headerReference w:type="default" r:id="h"/>'))
    + p("einde")
    + sectie('<w:pgNumType w:start="1"/>')
)  # fmt: skip


def document():
    parts = {"word/header1.xml": header(para(veld('STYLEREF "Kop 1"'), veld("PAGE")))}
    notes = f'<w:footnote w:id="2">{para("<w:r><w:footnoteRef/></w:r>", r("noot"))}</w:footnote>'
    return docx(BODY, parts=parts, rels={"h": "header1.xml"}, footnotes=notes)


def mutated(data, seed):
    """The document with one to four attributes changed or dropped, or elements dropped, doubled or moved."""
    chance = random.Random(seed)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as made:
        names = source.namelist()
        chosen = chance.choices(["word/document.xml", *names], k=chance.randint(1, 4))
        for name in names:
            root = etree.fromstring(source.read(name))
            for _ in range(chosen.count(name)):
                mutate(chance, root)
            made.writestr(name, etree.tostring(root))
    return target.getvalue()


def mutate(chance, root):
    element = chance.choice([each for each in root.iter() if each is not root] or [root])
    if element is root:
        return
    kind = chance.randrange(5)
    if kind <= 2 and element.attrib:
        key = chance.choice(list(element.attrib))
        if kind == 0:
            del element.attrib[key]
        else:
            element.set(key, chance.choice(VALUES))
    elif kind == 3:
        element.getparent().remove(element)
    else:
        element.getparent().append(etree.fromstring(etree.tostring(element)))


def test_the_document_itself_is_understood():
    assert [melding for melding in examine(document()) if melding.ernst == "fout"] == []


@given(st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_a_damaged_document_gives_a_tree_or_meldingen(seed):
    found = examine(mutated(document(), seed))
    assert all(isinstance(melding, Melding) for melding in found)


@pytest.mark.alles
@given(st.integers(0, 2**32))
@settings(max_examples=5000, deadline=None)
def test_many_damaged_documents_give_a_tree_or_meldingen(seed):
    examine(mutated(document(), seed))
