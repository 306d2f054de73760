# SPDX-License-Identifier: EUPL-1.2
"""A figure in a Word file and its PDF: with SVG, PNG and alternative text, the same bytes every time, and no fact too much."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import docx as python_docx
import pytest
from lxml import etree
from PIL import Image
from pypdf import PdfReader

import verapdf
from pdftext import body_text
from sjabloonbouw import build, p, parts_of
from voorbeeldpdf import DATUM, MOTOREN, TITEL
from weerbaar_docs._resources import read_resource
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.model import rapportinhoud, thaw
from weerbaar_docs.rendering.docx import fill, pictures
from weerbaar_docs.rendering.docx.writing import CONTEXTS
from weerbaar_docs.rendering.engine import TypstEngine
from weerbaar_docs.rendering.figuren import figuur_voortgang, png
from weerbaar_docs.rendering.huisstijl import GEGEVENS
from weerbaar_docs.rendering.walk import walk
from weerbaar_docs.sjablonen import lint

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
ASVG = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NONE = {"3a": {}, "ua1": {}}
VOORTGANG = "{{ overzicht.maatregelen | figuur_voortgang }}"


def dossier():
    return json.loads(read_resource("voorbeelden", "gemeente_burgemeester.json"))


def context(*, besluit=True):
    gegevens = dossier()
    return {
        "rapportinhoud": thaw(rapportinhoud(gegevens)),
        "bva_besluit": gegevens["bva_besluiten"][0] if besluit else None,
        "huisstijl": thaw(GEGEVENS),
    }


def rijen(number, titel="Slot & <grendel>"):
    statussen = (
        "uitgevoerd",
        "in_uitvoering",
        "opgedragen",
        "wacht_op_pkvw",
        "niet_gestart",
        "uitgesteld",
        "vervallen",
    )
    return [{"nummer": f"M-{n:02}", "titel": titel, "status": statussen[n % 7]} for n in range(1, number + 1)]


def filled(body, **gegevens):
    return fill(build(body), {"huisstijl": thaw(GEGEVENS), **gegevens}, datum=DATUM, titel=TITEL)


def voortgang(number):
    return filled(p(VOORTGANG), overzicht={"maatregelen": rijen(number)})


def rapport(*, besluit=True):
    return fill(read_resource("templates", "adviesrapport.docx"), context(besluit=besluit), datum=DATUM, titel=TITEL)


def body_of(data):
    return etree.fromstring(parts_of(data)["word/document.xml"])


def alts(data):
    return [node.get("descr") for node in body_of(data).iter(f"{WP}docPr")]


def figures(pdf):
    """The alternative texts of the Figure elements in the structure tree."""
    found = []

    def visit(node):
        node = node.get_object()
        if isinstance(node, list):
            for kid in node:
                visit(kid)
        elif isinstance(node, dict):
            if node.get("/S") == "/Figure":
                found.append(str(node.get("/Alt")))
            if "/K" in node:
                visit(node["/K"])

    visit(PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"])
    return found


def digest():
    return hashlib.sha256(rapport() + voortgang(26)).hexdigest()


def test_the_report_has_both_figures_as_svg_with_a_png_beside_it():
    data = rapport()
    files = parts_of(data)
    root = body_of(data)
    targets = {node.get("Id"): node.get("Target") for node in etree.fromstring(files["word/_rels/document.xml.rels"])}
    blips = list(root.iter(f"{A}blip"))
    assert len(blips) == 2
    for blip in blips:
        png, svg = (
            files[f"word/{targets[each.get(f'{R}embed')]}"] for each in (blip, next(blip.iter(f"{ASVG}svgBlip")))
        )
        Image.open(io.BytesIO(png)).load()
        assert etree.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
    assert [alt[:40] for alt in alts(data)] == [
        "Staafdiagram van de bevindingen en maatr",
        "Staafdiagram van de kosten per betaler, ",
    ]
    assert b'Extension="svg" ContentType="image/svg+xml"' in files["[Content_Types].xml"]
    assert len({node.get("id") for node in root.iter(f"{WP}docPr")}) == 2
    assert len(python_docx.Document(io.BytesIO(data)).inline_shapes) == 2


def test_the_word_file_is_the_same_in_every_process_and_after_forgetting():
    code = "import test_docx_figuren; print(test_docx_figuren.digest())"
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    other = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": path},
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    own = digest()
    pictures._kept.cache_clear()
    assert own == digest() == other


def test_the_table_beside_a_figure_says_the_same_numbers():
    data = rapport()
    table = next(
        table for table in python_docx.Document(io.BytesIO(data)).tables if table.cell(0, 1).text == "Bevindingen"
    )
    rows = [[cell.text for cell in row.cells] for row in table.rows][1:]
    for naam, bevindingen, ernstig, maatregelen, dringend in rows:
        zwaar = f" ({ernstig} ernstig)" if ernstig != "0" else ""
        spoed = f" ({dringend} dringend)" if dringend != "0" else ""
        assert f"{naam}: {bevindingen} bevindingen{zwaar} en {maatregelen} maatregelen{spoed}." in alts(data)[0]


def test_a_concept_says_in_no_figure_who_pays():
    (alt,) = alts(rapport(besluit=False))
    assert "betaler" not in alt
    assert "€" not in alt
    shown = filled(p("{{ rapportinhoud | figuur_kosten(bva_besluit) }}"), **context(besluit=False))
    (alt,) = alts(shown)
    assert alt.startswith("Staafdiagram van de kosten per betaler, inclusief btw. Nog niet bepaald: €")
    assert not [wie for wie in ("Werkgever", "Bestuurder", "Rijk") if wie in alt]


def test_more_than_25_maatregelen_are_figures_below_each_other_each_in_a_paragraph():
    data = voortgang(60)
    paragraphs = [node for node in body_of(data).iter(f"{W}p") if node.find(f".//{WP}docPr") is not None]
    assert len(paragraphs) == 3
    assert [f"deel {number} van 3" in alt for number, alt in enumerate(alts(data), start=1)] == [True] * 3
    assert [node.get("id") for node in body_of(data).iter(f"{WP}docPr")] == ["1001", "1002", "1003"]


def test_without_maatregelen_the_paragraph_is_empty():
    assert alts(filled(p(VOORTGANG), overzicht={"maatregelen": []})) == []


def test_the_same_figure_twice_is_stored_once():
    data = filled(p(VOORTGANG) + p(VOORTGANG), overzicht={"maatregelen": rijen(2)})
    assert len(alts(data)) == 2
    assert len([name for name in parts_of(data) if "/media/" in name]) == 2


def test_words_of_a_dossier_are_not_kept_in_memory_by_a_figure():
    voortgang(2)  # words that stand in every figure of its kind
    caches = (pictures._kept, png._kept_line)
    before = [cache.cache_info() for cache in caches]
    filled(p(VOORTGANG), overzicht={"maatregelen": rijen(2, "Kanarie in de kelder")})
    assert [cache.cache_info().misses for cache in caches] == [info.misses for info in before]


def test_data_cannot_write_xml_by_way_of_a_figure():
    data = filled(
        p(VOORTGANG),
        overzicht={"maatregelen": [{"nummer": 'M-01"/><x a="', "titel": "<w:p/>", "status": "opgedragen"}]},
    )
    assert alts(data) == ['Voortgang van 1 maatregel. Opgedragen: M-01"/><x a=".']
    assert not [node for node in body_of(data).iter() if str(node.tag) == "x"]


@pytest.mark.parametrize(
    "tag",
    [
        "{{ x | figuur_voortgang | upper }}", "{{ [x | figuur_voortgang] | join }}", "{{ x | figuur_voortgang | length }}",
        "{{ (x | figuur_voortgang) ~ 'a' }}", "{{ (x | figuur_voortgang).figuren }}", "{{ x | figuur_voortgang('rood') }}",
        "{{ x | figuur_voortgang(breedte=9) }}", "{{ x | map('figuur_voortgang') }}",
    ],
)  # fmt: skip
def test_a_figure_that_is_used_for_something_else_is_refused(tag):
    with pytest.raises(RenderingError):
        filled(p(tag), x=rijen(1))


def test_a_figure_does_not_fit_in_an_attribute_or_an_element_of_text():
    figuren = figuur_voortgang(rijen(1))
    for name in ("in_attribuut", "als_tekst"):
        with pytest.raises(TypeError):
            CONTEXTS[name](figuren)


def test_a_filled_file_can_be_a_template_again():
    once = filled(
        p(VOORTGANG) + p("{_{ overzicht.maatregelen | figuur_voortgang }_}"), overzicht={"maatregelen": rijen(2)}
    )
    again = fill(once, {"overzicht": {"maatregelen": rijen(3)}}, datum=DATUM, titel=TITEL)
    assert [alt[:27] for alt in alts(again)] == ["Voortgang van 2 maatregelen", "Voortgang van 3 maatregelen"]
    assert len([name for name in parts_of(again) if "/media/" in name]) == 4


def test_a_template_with_figures_of_its_own_colour_and_width_is_in_order():
    template = build(
        p("{{ rapportinhoud | figuur_domeinen(huisstijl.kleur, 150) }}")
        + p("{{ rapportinhoud | figuur_kosten(bva_besluit, kleur='7a2d00', breedte=120) }}")
    )
    uitslag = lint(template, "adviesrapport")
    assert not uitslag.fouten
    assert {
        "rapportinhoud.adviesrapport.bevindingen[].ernst", "rapportinhoud.adviesrapport.maatregelen[].urgentie",
        "rapportinhoud.adviesrapport.maatregelen[].kosten.eenmalig_incl_btw", "bva_besluit.per_maatregel[].oordeel",
    } <= set(uitslag.velden)  # fmt: skip
    data = fill(template, context(), datum=DATUM, titel=TITEL)
    widths = [int(node.get("cx")) // 36_000 for node in body_of(data).iter(f"{WP}extent")]
    assert widths == [150, 120]


def test_typst_gets_the_svg():
    shown = json.dumps(walk(rapport()), default=str)
    assert shown.count("data:image/svg+xml") == 2
    assert "data:image/png" not in shown


def test_a_small_table_whose_rows_stay_together_is_one_block_for_typst():
    tables = [block for section in walk(rapport())["sections"] for block in section["blocks"] if block["t"] == "table"]
    assert sum(table["keep"] for table in tables) == 2


@pytest.fixture(params=MOTOREN, ids=lambda motor: motor.naam)
def motor(request):
    return request.param


@pytest.mark.lang
@pytest.mark.parametrize("besluit", [True, False])
def test_the_pdf_of_the_report_has_its_figures_and_conforms(motor, besluit):
    data = rapport(besluit=besluit)
    pdf = motor.to_pdf(data, titel=TITEL, datum=DATUM)
    assert figures(pdf) == alts(data)
    assert verapdf.check([pdf])[0].failed == NONE
    assert motor.to_pdf(data, titel=TITEL, datum=DATUM) == pdf


@pytest.mark.lang
def test_the_pdf_of_99_maatregelen_has_every_figure_and_conforms(motor):
    data = voortgang(99)
    pdf = motor.to_pdf(data, titel=TITEL, datum=DATUM)
    assert figures(pdf) == alts(data)
    assert len(alts(data)) == 4
    assert verapdf.check([pdf])[0].failed == NONE


def test_the_words_of_a_figure_are_outlines_and_no_second_text():
    """Who copies or searches the PDF finds each number once: in the table."""
    data = filled(p(VOORTGANG), overzicht={"maatregelen": rijen(3, "Kanarie")})
    assert "Kanarie" not in body_text(TypstEngine().to_pdf(data, titel=TITEL, datum=DATUM))
