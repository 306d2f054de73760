# SPDX-License-Identifier: EUPL-1.2
"""A font is used, replaced by one with the same widths and said so, or refused; never replaced silently."""

from __future__ import annotations

import struct
from datetime import date
from pathlib import Path

import font_caladea
import pytest

from docxbouw import docx, p, para, r, sectie
from weerbaar_docs.errors import ConfigError, RenderingError
from weerbaar_docs.rendering import fonts, typst_engine
from weerbaar_docs.rendering.sfnt import read_face
from weerbaar_docs.rendering.walk import examine, walk

CALADEA = Path(font_caladea.__file__).parent / "files"


def in_font(name, rpr=""):
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>{rpr}'


def own_folder(tmp_path, *names, family=b"Carlito"):
    """A font folder of an organisation: Caladea under another family name of the same length."""
    tmp_path.mkdir(exist_ok=True)
    for name in names:
        data = (CALADEA / f"Caladea-{name}.ttf").read_bytes()
        for old, new in ((b"Caladea", family), ("Caladea".encode("utf-16-be"), family.decode().encode("utf-16-be"))):
            data = data.replace(old, new)
        (tmp_path / f"{name}.ttf").write_bytes(data)
    return (tmp_path,)


def test_our_fonts_are_found_with_their_metrics_and_faces():
    arimo, caladea = (fonts.lettertypen().find(name) for name in ("Arial", "Cambria"))
    assert (arimo.family, caladea.family) == ("Arimo", "Caladea")
    assert (arimo.vervangt, caladea.vervangt) == (False, True)
    assert len(arimo.faces) == len(caladea.faces) == 4
    assert arimo.line == pytest.approx(1.15)
    assert caladea.line == pytest.approx(1.1719, abs=0.01)


def test_a_substitute_is_told_once():
    found = examine(docx(p("x", rpr=in_font("Cambria")) * 3 + sectie()))
    assert [(melding.ernst, melding.code) for melding in found] == [("waarschuwing", "DOCX-LETTERTYPE")]
    assert "Caladea" in found[0].melding


def test_an_unknown_font_is_refused_at_every_place():
    found = examine(docx(p("x", rpr=in_font("Comic Sans MS")) * 2 + sectie()))
    assert [(melding.ernst, melding.pad) for melding in found] == [
        ("fout", "word/document.xml alinea 1"),
        ("fout", "word/document.xml alinea 2"),
    ]


def test_a_folder_of_the_organisation_adds_its_fonts(tmp_path):
    data = docx(p("x", rpr=in_font("Calibri")) + sectie())
    assert examine(data)[0].ernst == "fout"
    folders = own_folder(tmp_path, "Regular")
    assert examine(data, fontmappen=folders)[0].ernst == "waarschuwing"
    pdf = typst_engine.to_pdf(data, titel="Bericht", datum=date(2026, 11, 22), fontmappen=folders)
    assert b"Carlito" in pdf
    assert fonts.fonts_sha256(folders) != fonts.fonts_sha256()


def test_a_face_that_the_folder_lacks_is_refused(tmp_path):
    data = docx(p("x", rpr=in_font("Calibri", "<w:b/>")) + sectie())
    with pytest.raises(RenderingError, match="vet of cursief"):
        walk(data, fontmappen=own_folder(tmp_path, "Regular"))
    assert walk(data, fontmappen=own_folder(tmp_path / "twee", "Regular", "Bold"))


def test_a_missing_folder_and_a_file_that_is_no_font_are_refused(tmp_path):
    with pytest.raises(ConfigError, match="LETTERTYPE-MAP"):
        fonts.lettertypen((tmp_path / "weg",))
    (tmp_path / "kapot.ttf").write_bytes(b"\0\1\0\0")
    with pytest.raises(ConfigError, match="LETTERTYPE-BESTAND"):
        fonts.lettertypen((tmp_path,))


@pytest.mark.parametrize("data", [b"", b"geen lettertype", struct.pack(">IHHHH", 0x10000, 1, 0, 0, 0)])
def test_what_is_not_a_font_is_refused(data):
    with pytest.raises(ValueError, match="not a font"):
        read_face(data)


def test_a_glyph_is_looked_for_in_the_font_of_its_run():
    only_arimo = sorted(fonts.codepoints() - fonts.lettertypen().covers("Caladea"))
    character = next(chr(code) for code in only_arimo if 0x400 < code < 0x450)
    assert examine(docx(p(character) + sectie())) == ()
    assert "DOCX-TEKEN" in {m.code for m in examine(docx(p(character, rpr=in_font("Cambria")) + sectie()))}


def test_lines_are_as_high_as_the_font_says():
    (section,) = walk(docx(p("x", rpr=in_font("Cambria")) + p("x") + sectie()))["sections"]
    first, second = ((b["te"][0] + b["be"][0]) for b in section["blocks"])
    assert first == pytest.approx(1.1719, abs=0.01)
    assert second == pytest.approx(1.15)


def test_a_run_in_the_standard_font_keeps_it_inside_a_paragraph_in_another():
    (section,) = walk(docx(para(r("lange tekst in Cambria ", in_font("Cambria")), r("Arial")) + sectie()))["sections"]
    most, other = section["blocks"][0]["k"]
    assert most == "lange tekst in Cambria "
    assert other["r"]["f"] == "Arimo"


def test_mixed_fonts_stay_apart_in_one_paragraph():
    data = docx(para(r("gewoon "), r("Cambria ", in_font("Cambria")), r("gewoon")) + sectie())
    pdf = typst_engine.to_pdf(data, titel="Bericht", datum=date(2026, 11, 22))
    assert b"Arimo" in pdf
    assert b"Caladea" in pdf
