# SPDX-License-Identifier: EUPL-1.2
"""There is one reader of Word files: what it refuses, filling, both engines and the lint refuse, with one code."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering import docx as filling
from weerbaar_docs.rendering.libreoffice.admission import admit
from weerbaar_docs.rendering.package import read_package, relations_of
from weerbaar_docs.rendering.walk import walk
from weerbaar_docs.sjablonen import lint
from worddocs import p, unzipped, word, zipped

STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>'
)
PLAIN = word(p("tekst"), header1=p("kop"), extra={"word/styles.xml": STYLES})
DOC, TYPES, TOP, RELS = (
    "word/document.xml",
    "[Content_Types].xml",
    "_rels/.rels",
    "word/_rels/document.xml.rels",
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DTD = b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>"
LINT = {"DOCX-GROOT": "SJABLOON-GROOT", "DOCX-XML": "SJABLOON-XML"}


def changed(part, old, new):
    files = unzipped(PLAIN)
    assert old.encode() in files[part]
    return zipped(files | {part: files[part].replace(old.encode(), new.encode())})


def related(relation):
    return changed(RELS, "</Relationships>", f"{relation}</Relationships>")


def with_files(**files):
    return zipped(
        unzipped(PLAIN) | {name.replace("__", "/").replace("_dot_", "."): data for name, data in files.items()}
    )


def compressed(method):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in unzipped(PLAIN).items():
            archive.writestr(name, data, compress_type=method)
    return target.getvalue()


def folders(*names):
    target = io.BytesIO(PLAIN)
    with zipfile.ZipFile(target, "a") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), b"")
    return target.getvalue()


def shortened():
    """A zip of which the directory says that the document is shorter than it is."""
    data = bytearray(PLAIN)
    at = data.rindex(DOC.encode()) - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(data)


REFUSED = {
    "no zip": (b"geen zip", "DOCX-BESTAND"),
    "no document": (zipped({"a.xml": b"<a/>"}), "DOCX-BESTAND"),
    "no content types": (zipped({n: d for n, d in unzipped(PLAIN).items() if n != TYPES}), "DOCX-BESTAND"),
    "no relationships of the package": (zipped({n: d for n, d in unzipped(PLAIN).items() if n != TOP}), "DOCX-BESTAND"),
    "the relationships point at another document": (changed(TOP, DOC, "word/anders.xml"), "DOCX-BESTAND"),
    "two documents": (
        changed(TOP, "</Relationships>", f'<Relationship Id="x" Type="{OFFICE}/officeDocument" Target="b.xml"/></Relationships>'),
        "DOCX-BESTAND",
    ),
    "the document lies outside the file": (changed(TOP, f'Target="{DOC}"', f'Target="{DOC}" TargetMode="External"'), "DOCX-BESTAND"),
    "no body": (zipped(unzipped(PLAIN) | {DOC: b'<w:document xmlns:w="x"/>'}), "DOCX-BESTAND"),
    "compression that Word does not know": (compressed(zipfile.ZIP_LZMA), "DOCX-BESTAND"),
    "a Word template": (word(p("x"), main="application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"), "DOCX-SOORT"),
    "an old or encrypted file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "DOCX-SOORT"),
    "Strict Open XML": (
        changed(DOC, "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"),
        "DOCX-SOORT",
    ),
    "a bomb": (zipped(unzipped(PLAIN) | {"word/media/x.bin": bytes(20_000_000)}), "DOCX-GROOT"),
    "many parts": (zipped(unzipped(PLAIN) | {f"word/p{i}.txt": b"" for i in range(1_000)}), "DOCX-GROOT"),
    "many folders": (folders(*(f"map{i}/" for i in range(1_000))), "DOCX-GROOT"),
    "a name outside the file": (zipped(unzipped(PLAIN) | {"../x.xml": b"<x/>"}), "DOCX-NAAM"),
    "a folder outside the file": (folders("../"), "DOCX-NAAM"),
    "a name twice in other capitals": (zipped(unzipped(PLAIN) | {"WORD/Document.xml": b"<x/>"}), "DOCX-NAAM"),
    "relationships that are not named as such": (zipped(unzipped(PLAIN) | {"word/document.rels": b"<x/>"}), "DOCX-NAAM"),
    "relationships in other capitals": (zipped(unzipped(PLAIN) | {"word/_rels/kop.xml.RELS": b"<x/>"}), "DOCX-NAAM"),
    "a header elsewhere": (related(f'<Relationship Id="x" Type="{OFFICE}/header" Target="kop.xml"/>'), "DOCX-NAAM"),
    "a part that is no XML": (zipped(unzipped(PLAIN) | {DOC: b"<w:document>"}), "DOCX-XML"),
    "a DTD": (zipped(unzipped(PLAIN) | {DOC: DTD + unzipped(PLAIN)[DOC]}), "DOCX-XML"),
    "a DTD in a part that nobody asks for": (zipped(unzipped(PLAIN) | {"word/anders.xml": DTD + b"<x/>"}), "DOCX-XML"),
    "a DTD after a remark": (zipped(unzipped(PLAIN) | {"word/anders.XML": b"<!-- x -->" + DTD + b"<x/>"}), "DOCX-XML"),
    "a DTD in UTF-16": (zipped(unzipped(PLAIN) | {"word/anders.xml": f"{DTD.decode()}<x/>".encode("utf-16")}), "DOCX-XML"),
    "an id twice": (related('<Relationship Id="x" Type="a" Target="a"/><Relationship Id="x" Type="a" Target="b"/>'), "DOCX-RELATIE"),
    "a mode that is no mode": (related('<Relationship Id="x" Type="a" Target="a" TargetMode="external"/>'), "DOCX-RELATIE"),
    "a part that is an address": (related('<Relationship Id="x" Type="a" Target="file:///etc/hostname"/>'), "DOCX-RELATIE"),
    "a part on another computer": (related('<Relationship Id="x" Type="a" Target="\\\\server\\x"/>'), "DOCX-RELATIE"),
    "a part above the file": (related('<Relationship Id="x" Type="a" Target="../../x"/>'), "DOCX-RELATIE"),
    "a relationship in a relationship": (
        related('<Relationship Id="x" Type="a" Target="a"><Relationship Id="y" Type="a" Target="b"/></Relationship><x/>'),
        "DOCX-RELATIE",
    ),
    "a zip that says it is shorter": (shortened(), "DOCX-BESTAND"),
    "many relationships": (related("".join(f'<Relationship Id="x{i}" Type="a" Target="a"/>' for i in range(5_001))), "DOCX-GROOT"),
    "a name twice, once with a dot": (zipped(unzipped(PLAIN) | {"word/document.xml.": b"x"}), "DOCX-NAAM"),
    "a second document by another case": (
        changed(TYPES, "</Types>", '<Override PartName="/WORD/document.xml" ContentType="x"/></Types>'), "DOCX-BESTAND",
    ),
    "a second kind of document": (
        changed(TOP, "</Relationships>", f'<Relationship Id="x" Type="{OFFICE}/OFFICEDOCUMENT/" Target="b.xml"/></Relationships>'),
        "DOCX-BESTAND",
    ),
    "text in a paragraph": (word("<w:p>los<w:r><w:t>x</w:t></w:r></w:p>"), "DOCX-XML"),
    "text after a text": (word("<w:p><w:r><w:t>x</w:t>los</w:r></w:p>"), "DOCX-XML"),
    "a text in a text": (word("<w:p><w:r><w:t>x<w:t>los</w:t></w:t></w:r></w:p>"), "DOCX-XML"),
}  # fmt: skip
READERS = {
    "fill": lambda data: filling.fill(data, {}, datum=date(2026, 1, 1), titel="Bericht"),
    "typst": walk,
    "libreoffice": admit,
}


@pytest.mark.parametrize("why", REFUSED)
def test_every_reader_refuses_it_with_the_same_code(why):
    data, code = REFUSED[why]
    for name, reader in READERS.items():
        with pytest.raises(RenderingError) as caught:
            reader(data)
        assert [(name, melding.code) for melding in caught.value.meldingen] == [(name, code)]
    assert [gebrek.code for gebrek in lint(data, "inzage").gebreken] == [LINT.get(code, "SJABLOON-BESTAND")]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "data",
    [
        with_files(word__vbaProject_dot_bin=b"x"),
        changed(TYPES, "document.main", "document.macroEnabled.main"),
        changed(TYPES, "</Types>", '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'),
    ],
)  # fmt: skip
def test_macros_are_refused_and_the_lint_tells_of_them_with_all_else(reader, data):
    with pytest.raises(RenderingError, match=r"DOCX-SOORT.*macro"):
        READERS[reader](data)
    assert "SJABLOON-MACRO" in {gebrek.code for gebrek in lint(data, "inzage").gebreken}
    assert len({gebrek.code for gebrek in lint(data, "inzage").gebreken}) > 1


def test_the_lint_names_the_part_that_it_cannot_read():
    data = zipped(unzipped(PLAIN) | {"word/header1.xml": b"<w:hdr>"})
    assert [str(gebrek.plaats) for gebrek in lint(data, "inzage").gebreken] == ["kop 1"]


def test_the_plain_file_is_read_with_folders_too():
    for data in (PLAIN, folders("word/", "docProps/")):
        READERS["fill"](data)
        assert walk(data)["sections"]
        package = read_package(data)
        assert dict(package) == unzipped(PLAIN)
        assert set(package.trees) == set(unzipped(PLAIN))
        assert len(package.trees) == len(package) == len(unzipped(PLAIN))


def test_a_part_in_another_encoding_is_read_as_the_same_part():
    files = unzipped(PLAIN)
    other = etree.tostring(etree.fromstring(files[DOC]), encoding="UTF-16")
    found = read_package(zipped(files | {DOC: other}))
    assert b"tekst" in found[DOC]
    assert walk(zipped(files | {DOC: other})) == walk(PLAIN)


@pytest.mark.parametrize(
    ("owner", "target", "part"),
    [
        (DOC, "header1.xml", "word/header1.xml"),
        (DOC, "/word/media/a.png", "word/media/a.png"),
        (DOC, "../customXml/item1.xml", "customXml/item1.xml"),
        ("", "word/document.xml", DOC),
    ],
)
def test_a_relationship_gives_the_name_of_its_part(owner, target, part):
    relation = f'<Relationship Id="nieuw" Type="{OFFICE}/x" Target="{target}"/>'
    found = read_package(changed(relations_of(owner), "</Relationships>", f"{relation}</Relationships>"))
    assert found.relations[owner]["nieuw"].target == part
    assert found.relations[owner]["nieuw"].kind == "x"


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=30), st.sampled_from([None, "Internal", "External", "extern"]))
def test_a_part_of_a_relationship_never_lies_outside_the_file(target, mode):
    node = etree.SubElement(
        etree.Element("x"), "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
    )
    try:
        node.attrib.update({"Id": "x", "Type": "a", "Target": target} | ({"TargetMode": mode} if mode else {}))
    except ValueError:
        return  # no text of XML
    files = unzipped(PLAIN)
    root = etree.fromstring(files[RELS])
    root.append(node)
    try:
        found = read_package(zipped(files | {RELS: etree.tostring(root)})).relations[DOC]["x"]
    except RenderingError:
        return
    assert found.external == (mode == "External")
    assert found.external or not (found.target.startswith(("/", "..")) or ":" in found.target.partition("#")[0])


@pytest.mark.parametrize("hidden", ["<!--x-->", "<?x y?>", "<![CDATA[]]>"])
def test_a_remark_in_a_text_hides_nothing_from_anybody(hidden):
    template = word(p("TEKST").replace("TEKST", f"ge{hidden}heim {hidden}{{{{ naam }}}}"))
    filled = filling.fill(template, {"naam": "voluit"}, datum=date(2026, 1, 1), titel="Bericht")
    assert filling.plain_text(filled).strip() == "geheim voluit"
    assert hidden.encode() not in read_package(template)[DOC]
    assert "SJABLOON-VELD" in {gebrek.code for gebrek in lint(template, "inzage").gebreken}
