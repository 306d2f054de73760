# SPDX-License-Identifier: EUPL-1.2
"""The table of documents: every template stands in it once, and every row points at what is there."""

from __future__ import annotations

import ast
from pathlib import Path

import click
import pytest

import weerbaar_docs
from weerbaar_docs.cli.app import root
from weerbaar_docs.documenten import DOCUMENTEN, documentsoort, documentsoorten, elders
from weerbaar_docs.documenten.lijst import MAAK
from weerbaar_docs.documenten.reference import make_reference
from weerbaar_docs.errors import UsageError
from weerbaar_docs.sjablonen import documenten

SOURCE = Path(weerbaar_docs.__file__).parent
ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "documenten.md"


def test_the_page_is_the_one_that_the_table_makes():
    assert PAGE.read_text(encoding="utf-8") == make_reference(), "run tools/make_reference.py"


def test_the_sixteen_documents_come_first_and_in_order():
    assert [regel.nummer for regel in DOCUMENTEN][:16] == list(range(1, 17))
    assert {regel.nummer for regel in DOCUMENTEN[16:]} == {None}


def test_every_template_is_of_one_document():
    assert sorted(naam for regel in DOCUMENTEN for naam in regel.sjablonen) == list(documenten())


def test_what_document_maak_makes_is_what_the_table_says():
    here = {naam for regel in DOCUMENTEN if MAAK in regel.opdrachten for naam in regel.sjablonen}
    assert here == {soort.naam for soort in documentsoorten()}


@pytest.mark.parametrize("regel", DOCUMENTEN, ids=lambda regel: regel.titel)
def test_schema_module_and_guide_are_there(regel):
    assert regel.schema is None or (ROOT / "schemas" / f"{regel.schema}.schema.json").is_file()
    assert (SOURCE / regel.module).is_file()
    if regel.handleiding is not None:
        guide = (ROOT / "docs" / regel.handleiding).read_text(encoding="utf-8")
        assert any(opdracht.partition(" --")[0] in guide for opdracht in regel.opdrachten)


@pytest.mark.parametrize("regel", [r for r in DOCUMENTEN if r.nummer is not None], ids=lambda regel: regel.titel)
def test_a_module_says_which_document_it_makes(regel):
    told = ast.get_docstring(ast.parse((SOURCE / regel.module).read_text(encoding="utf-8")))
    assert f"(document {regel.nummer})" in told


@pytest.mark.parametrize("opdracht", sorted({o for regel in DOCUMENTEN for o in regel.opdrachten}))
def test_every_command_is_there_with_its_option(opdracht):
    words, _, option = opdracht.partition(" --")
    found = root
    for word in words.split():
        found = found.get_command(click.Context(found), word)
    if option:
        name, value = option.split()
        (param,) = (param for param in found.params if f"--{name}" in param.opts)
        assert value in param.type.choices


@pytest.mark.parametrize(("naam", "regel"), [(naam, regel) for regel in elders() for naam in regel.sjablonen])
def test_who_asks_document_maak_for_another_document_is_told_which_command_makes_it(naam, regel):
    with pytest.raises(UsageError) as caught:
        documentsoort(naam)
    (melding,) = caught.value.meldingen
    assert (melding.code, regel.opdrachten[0] in melding.oplossing) == ("DOCUMENT-NAAM", True)
