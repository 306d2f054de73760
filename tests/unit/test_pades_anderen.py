# SPDX-License-Identifier: EUPL-1.2
"""What other people's tools say of each level: pdfsig finds the signature valid, veraPDF the file conforming."""

from __future__ import annotations

import io
import shutil
import subprocess

import pytest
from pypdf import PdfReader

import verapdf
from pdfs import PDF
from pki import NOW
from weerbaar_docs.pades import NIVEAUS, raise_pdf, seal_pdf

# As a file with the stamp of a report has it: other levels, and a B-B file that was raised later.
GEVALLEN = (*NIVEAUS, "verhoogd")


@pytest.fixture(scope="module")
def signed(pki):
    houder = pki.seal("rsa")
    made = {niveau: seal_pdf(PDF, pki.zegel(houder, niveau), reden="Vaststelling", now=NOW).pdf for niveau in NIVEAUS}
    return {**made, "verhoogd": raise_pdf(made["B-B"], pki.voorzieningen(), now=NOW)}


@pytest.mark.parametrize("geval", GEVALLEN)
def test_pdfsig_says_that_the_signature_is_valid(signed, geval, tmp_path):
    assert shutil.which("pdfsig"), "poppler-utils is needed: run tools/setup.sh tests"
    file = tmp_path / "r.pdf"
    file.write_bytes(signed[geval])
    done = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False, timeout=60)
    first = done.stdout.partition("Signature #2")[0]
    assert "Signature is Valid." in first
    assert "ETSI.CAdES.detached" in first
    assert ("Total document signed" in first) == (geval in {"B-B", "B-T"})


@pytest.mark.lang
def test_every_level_conforms_to_pdf_a_and_pdf_ua(signed):
    for geval, verdict in zip(GEVALLEN, verapdf.check([signed[geval] for geval in GEVALLEN]), strict=True):
        assert verdict.failed == {"3a": {}, "ua1": {}}, geval
        assert verdict.passed


@pytest.mark.parametrize("geval", GEVALLEN)
def test_every_field_is_invisible_and_has_a_name_for_a_screen_reader(signed, geval):
    reader = PdfReader(io.BytesIO(signed[geval]))
    fields = [reference.get_object() for reference in reader.root_object["/AcroForm"]["/Fields"]]
    assert len(fields) == {"B-LTA": 2, "verhoogd": 3}.get(geval, 1)
    for field in fields:
        assert [float(number) for number in field["/Rect"]] == [0.0] * 4
        assert "/AP" not in field
        assert field["/TU"] in {"Zegel", "Tijdstempel"}


@pytest.mark.parametrize("geval", GEVALLEN)
def test_a_later_time_stamp_is_among_the_changes_that_the_certification_allows(signed, geval):
    root = PdfReader(io.BytesIO(signed[geval])).root_object
    assert root["/Perms"]["/DocMDP"]["/Reference"][0]["/TransformParams"]["/P"] == 2
