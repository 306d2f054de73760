# SPDX-License-Identifier: EUPL-1.2
"""The design in tools/sjabloonontwerp is the source of the templates that come with this program: nothing is changed beside it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from make_templates import TEMPLATES
from weerbaar_docs._resources import read_resource
from weerbaar_docs.rendering.docx import pack
from weerbaar_docs.sjablonen import documenten

FOLDER = Path(__file__).parents[3] / "templates"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_byte_for_byte_what_its_design_makes(name: str) -> None:
    shipped = parts(read_resource("templates", name))
    assert pack(shipped) == TEMPLATES[name](), (
        "change the design and run tools/make_templates.py"
    )  # any zlib squeezes it


def test_every_document_has_a_design_and_a_template_and_no_other_has() -> None:
    files = {path.name for path in FOLDER.glob("*.docx")}
    assert files == set(TEMPLATES) == {f"{document}.docx" for document in documenten()}
