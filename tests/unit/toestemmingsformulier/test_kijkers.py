# SPDX-License-Identifier: EUPL-1.2
"""The programs that a bestuurder may have: PDFium (Chrome, Edge), pdf.js (Firefox), and those that write a file anew."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pdfua
import pytest

import verapdf
from invulbouw import DATUM, PLAATS, chosen, filled, filled_in_chrome, form
from weerbaar_docs.toestemmingsformulier import read_formulier

PDFJS = Path(__file__).parents[2] / "npm" / "node_modules" / "pdfjs-dist"
SCRIPT = """
import * as pdfjs from %r;
import fs from "node:fs";
const [source, target, keuze, plaats, datum] = process.argv.slice(2);
const pdf = await pdfjs.getDocument({ data: new Uint8Array(fs.readFileSync(source)), verbosity: 0 }).promise;
const typed = { plaats, datum };
for (const [name, fields] of Object.entries(await pdf.getFieldObjects())) {
  for (const field of fields) {
    if (field.type === "radiobutton") pdf.annotationStorage.setValue(field.id, { value: field.exportValues === keuze });
    if (name in typed) pdf.annotationStorage.setValue(field.id, { value: typed[name] });
  }
}
fs.writeFileSync(target, await pdf.saveDocument());
process.exit(0);
"""


@pytest.fixture(scope="module")
def gevuld():
    return filled()


@pytest.mark.parametrize("keuze", ["verleen", "weiger", "terug"])
def test_what_is_clicked_and_typed_in_chrome_comes_back(gevuld, keuze):
    pdf = filled_in_chrome(gevuld, keuze).saved()
    read = read_formulier(pdf)
    assert (read.keuze, read.plaats, read.datum) == (keuze, PLAATS, DATUM)
    assert (read.herkend, read.alleen_ingevuld, read.meldingen) == (True, True, ())
    assert pdf.startswith(gevuld)


def test_last_click_counts_and_the_check_number_cannot_be_typed_over(gevuld):
    chrome = filled_in_chrome(gevuld, "verleen")
    chrome.click("keuze/weiger")
    chrome.type("controlegetal", "AAAAA")
    read = read_formulier(chrome.saved())
    assert read.keuze == "weiger"
    assert read.meldingen == ()


def test_form_that_chrome_wrote_anew_is_hearsay(gevuld):
    read = read_formulier(filled_in_chrome(gevuld, "verleen").saved(anew=True))
    assert (read.keuze, read.herkend, read.alleen_ingevuld) == ("verleen", False, False)


@pytest.mark.lang
def test_what_chrome_makes_of_it_conforms(gevuld):
    chrome = filled_in_chrome(gevuld, "verleen")
    for verdict in verapdf.check([chrome.saved(), chrome.saved(anew=True)]):
        assert verdict.failed == {"3a": {}, "ua1": {}}


@pytest.mark.lang
def test_what_is_filled_in_in_firefox_comes_back_and_conforms(gevuld, tmp_path):
    if not PDFJS.is_dir():
        pytest.skip("pdf.js is not on this machine: what Firefox makes of the form is not known here")
    (tmp_path / "vul.mjs").write_text(SCRIPT % str(PDFJS / "legacy" / "build" / "pdf.mjs"))
    (tmp_path / "in.pdf").write_bytes(gevuld)
    command = ["node", "vul.mjs", "in.pdf", "uit.pdf", "terug", PLAATS, DATUM]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    pdf = (tmp_path / "uit.pdf").read_bytes()
    read = read_formulier(pdf)
    assert (read.keuze, read.plaats, read.datum) == ("terug", PLAATS, DATUM)
    assert (read.herkend, read.alleen_ingevuld, read.meldingen) == (True, True, ())
    [verdict] = verapdf.check([pdf])
    assert verdict.failed == {"3a": {}, "ua1": {}}


REWRITERS = {
    "qpdf, linearized": ["qpdf", "--linearize", "in.pdf", "uit.pdf"],
    "qpdf, objects in streams": ["qpdf", "--object-streams=generate", "in.pdf", "uit.pdf"],
    "mutool": ["mutool", "clean", "-gggg", "in.pdf", "uit.pdf"],
}


def run(command, pdf, folder):
    assert shutil.which(command[0]), f"{command[0]}: run tools/setup.sh tests"
    (folder / "in.pdf").write_bytes(pdf)
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, timeout=60)
    assert done.returncode in (0, 3), done.stderr  # qpdf warns of the size that pypdf wrote
    return (folder / "uit.pdf").read_bytes()


@pytest.mark.parametrize("command", REWRITERS.values(), ids=REWRITERS)
def test_form_that_a_program_wrote_anew_says_what_was_chosen_but_is_hearsay(gevuld, command, tmp_path):
    read = read_formulier(run(command, chosen(gevuld, "weiger"), tmp_path))
    assert (read.keuze, read.plaats) == ("weiger", "Ald Terp (fictief)")
    assert (read.herkend, read.alleen_ingevuld) == (False, False)
    assert {melding.code for melding in read.meldingen} == {"FORMULIER-HERSCHREVEN"}


def test_printed_form_has_no_fields_any_more(gevuld, tmp_path):
    read = read_formulier(run(["pdftocairo", "-pdf", "in.pdf", "uit.pdf"], chosen(gevuld), tmp_path))
    assert (read.keuze, read.herkend, read.verklaring) == (None, False, None)
    assert {melding.code for melding in read.meldingen} == {"FORMULIER-KEUZE", "FORMULIER-VERKLARING"}


def test_other_checkers_find_nothing_wrong(gevuld, tmp_path):
    for name, pdf in (("leeg", form().pdf), ("gevuld", gevuld)):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(pdf)
        assert [found.rule_id for found in pdfua.validate(path).findings] == []
        done = subprocess.run(["qpdf", "--check", path], check=False, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
