# SPDX-License-Identifier: EUPL-1.2
"""The demo as a whole: every document conforms, nothing personal leaks, nothing stays behind."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

import verapdf
from pdftext import assert_text_in_order
from weerbaar_docs._resources import read_resource
from weerbaar_docs.cli import run
from weerbaar_docs.demo import walk
from weerbaar_docs.model import thaw
from weerbaar_docs.werkgeverdocumenten import render_werkgeversversie
from weerbaar_docs.werkgeversversie import werkgeversversie

SAMPLE = json.loads(read_resource("voorbeelden", "gemeente_burgemeester.invoer.json"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    lines = []
    return folder, lines, walk(folder, lines.append)


def canaries():
    """Words of the dossier that must stay inside: name, address, and pieces of every finding and free text."""
    bestuurder, adres = SAMPLE["bestuurder"], SAMPLE["woonplek"]["adres"]
    rapport = SAMPLE["adviesrapport"]
    texts = [b["tekst"] for b in rapport["bevindingen"]] + [m["motivering"] for m in rapport["maatregelen"]]
    texts += [rapport["dreigingsanalyse"]["samenvatting"], rapport["risicobeoordeling_woonplek"]["samenvatting"]]
    pieces = [" ".join(text.split()[i : i + 4]) for text in texts for i in range(0, max(1, len(text.split()) - 3), 4)]
    return [
        bestuurder["achternaam"],
        bestuurder["voornaam"],
        adres["straatnaam"],
        adres["woonplaats"].split(" (")[0],
        adres["postcode"],
        bestuurder["email"],
        bestuurder["telefoon"],
        *(piece for piece in pieces if len(piece) > 12),
    ]


def assert_clean(text, where):
    for canary in canaries():
        assert canary.casefold() not in text.casefold(), where


def test_it_tells_the_way_in_about_a_dozen_lines_with_a_refusal(demo):
    folder, lines, result = demo
    assert len(lines) == len(result["stappen"]) == 12
    assert any("GEWEIGERD" in line and "afsluitcode 4" in line for line in lines)
    assert result["map"] == str(folder)
    assert_clean("\n".join(lines), "demo lines")


@pytest.mark.lang
def test_every_pdf_passes_verapdf_rendered_stamped_and_signed(demo):
    folder, *_ = demo
    pdfs = sorted(folder.rglob("*.pdf"))
    names = {pdf.name for pdf in pdfs}
    assert {"1-concept.pdf", "2-definitief.pdf", "3-gestempeld.pdf", "3-vastgesteld.pdf", "6-brief.pdf"} <= names
    for pdf, verdict in zip(pdfs, verapdf.check(pdfs), strict=True):
        assert verdict.passed, (pdf.name, verdict.failed)


def test_every_paragraph_of_the_word_files_is_in_the_pdf_in_order(keten):
    data = werkgeversversie(
        keten.definitief.rapport.inhoud, keten.definitief.bva_besluit, datum=keten.o.vandaag.isoformat()
    )
    version = render_werkgeversversie(data, datum=keten.o.vandaag, titel="Bericht WD-00000000")
    for document in (keten.concept.document, keten.definitief.document, keten.brief.document, version):
        assert_text_in_order(document.docx, document.pdf)


def test_the_concept_says_concept_and_the_established_report_does_not(demo):
    folder, *_ = demo

    def text(name):
        return "".join(page.extract_text() for page in PdfReader(folder / name).pages)

    assert "CONCEPT" in text("1-concept.pdf")
    assert "CONCEPT" not in text("3-vastgesteld.pdf")
    pages = PdfReader(folder / "3-vastgesteld.pdf").pages
    assert all("Confidentieel" in p.extract_text() or "CONFIDENTIEEL" in p.extract_text() for p in pages)


def test_no_page_is_empty(demo):
    folder, *_ = demo
    for pdf in folder.rglob("*.pdf"):
        for number, page in enumerate(PdfReader(pdf).pages, start=1):
            assert len(page.extract_text().split()) > 25, (pdf.name, number)


def test_the_address_of_the_letter_stands_in_the_window_of_the_envelope(keten):
    """A DL or C5 window left: 20 to 110 mm from the left, 45 to 75 mm from the top of the page."""
    lines = {}

    def visit(text, cm, tm, _font, _size):
        x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        top, left = (841.89 - y) / 72 * 25.4, x / 72 * 25.4
        if text.strip() and left < 110:
            known = lines.get(round(top), ("", top, left))
            lines[round(top)] = (known[0] + text, top, known[2])

    PdfReader(io.BytesIO(keten.brief.pdf)).pages[0].extract_text(visitor_text=visit)
    for line in ("t.a.v. gemeentesecretaris", "Postbus 101"):
        _, top, left = next(found for found in lines.values() if line in found[0])
        assert 45 < top < 75, (line, top)
        assert 20 <= left < 60, (line, left)


def test_no_name_address_or_finding_in_file_names_metadata_or_the_outer_package(demo):
    folder, *_ = demo
    for path in folder.rglob("*"):
        assert_clean(str(path.relative_to(folder)), "file name")
        if path.suffix == ".pdf":
            reader = PdfReader(path)
            xmp = reader.trailer["/Root"]["/Metadata"].get_data().decode()
            assert_clean(json.dumps({k: str(v) for k, v in (reader.metadata or {}).items()}) + xmp, path.name)
            assert re.search("beveilig|dreiging", xmp, re.IGNORECASE) is None
        if path.suffix == ".docx":
            with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
                for name in archive.namelist():
                    if name.startswith("docProps/"):
                        assert_clean(archive.read(name).decode(), f"{path.name} {name}")
    for path in (folder / "zaaksysteem").iterdir():
        assert_clean(path.read_bytes().decode("latin-1"), path.name)


def test_reprs_and_errors_quote_nothing(keten):
    for thing in (keten.dossier, keten.concept, keten.definitief, keten.vastgesteld, keten.stukken, keten.brief):
        assert_clean(repr(thing), type(thing).__name__)


def test_the_werkgeversversie_holds_only_what_is_meant_for_the_werkgever(keten):
    data = werkgeversversie(
        keten.definitief.rapport.inhoud, keten.definitief.bva_besluit, datum=keten.o.vandaag.isoformat()
    )
    text = json.dumps(data, ensure_ascii=False)
    rapport = SAMPLE["adviesrapport"]
    hidden = [b for b in rapport["bevindingen"] if "werkgever" not in b["zichtbaar_voor"] or b["domein"] != "werk"]
    for bevinding in hidden:
        assert bevinding["tekst"] not in text
    for maatregel in rapport["maatregelen"]:
        assert maatregel["motivering"] not in text
    shown = {m["nummer"] for m in data["maatregelen"]}
    assert not shown & {"M-09", "M-11", "M-12", "M-15"}
    assert data["kosten_raming"]["eenmalig_incl_btw"] == "18065.74"
    for word in (SAMPLE["bestuurder"]["achternaam"], "Ûnderdyk", "9012CD", "kinderen", "Aangifte"):
        assert word not in text


def test_a_new_field_of_the_dossier_stays_hidden(keten):
    inhoud = thaw(keten.definitief.rapport.inhoud)
    inhoud["nieuw"] = "KANARIE"
    for part in (
        inhoud["adviesrapport"],
        *inhoud["adviesrapport"]["maatregelen"],
        *inhoud["adviesrapport"]["bevindingen"],
    ):
        part["nieuw"] = "KANARIE"
    data = werkgeversversie(inhoud, keten.definitief.bva_besluit, datum=keten.o.vandaag.isoformat())
    assert "KANARIE" not in json.dumps(data)


def test_the_command_leaves_its_results_and_refuses_a_full_folder(tmp_path, capsys):
    uit = tmp_path / "uit"
    assert run(["demo", "--uit", str(uit), "--json"]) == 0
    captured = capsys.readouterr()
    value = json.loads(captured.out)
    assert value["map"] == str(uit)
    assert (uit / "8-bij-de-werkgever" / "werkgeversversie.pdf").is_file()
    assert all(p.stat().st_mode & 0o077 == 0 for p in uit.rglob("*"))
    assert run(["demo", "--uit", str(uit)]) == 2
    assert run(["demo", "--proef"]) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda n: n.name)
@pytest.mark.lang
def test_an_interrupted_demo_leaves_no_key_and_no_agent(number):
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="t") as folder:  # a home must have a short path
        environment = {**os.environ, "XDG_RUNTIME_DIR": folder, "TMPDIR": folder}
        command = [sys.executable, "-m", "weerbaar_docs.cli", "demo", "--uit", f"{folder}/uit"]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            process.stdout.readline()
            process.send_signal(number)
            process.communicate(timeout=60)
        assert process.returncode == 130
        assert [p.name for p in Path(folder).iterdir() if p.name != "uit"] == []
        agents = [p for p in Path("/proc").glob("[0-9]*/cmdline") if folder.encode() in _read(p)]
        assert agents == []


def _read(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""
