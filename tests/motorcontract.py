# SPDX-License-Identifier: EUPL-1.2
"""What every PDF engine has to do: a test class that an engine's own tests inherit."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from pypdf import PdfReader

from sjabloonbouw import build, p, table
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.pdf_engines import check_engine
from weerbaar_docs.rendering.docx import fill
from weerbaar_docs.rendering.engine import PdfEngine

DATUM, TITEL, KANARIE = date(2026, 5, 18), "Bericht WD-00000000", "Kwikstaart"


class MotorContract:
    """Inherit this and give the engine in a fixture `motor`."""

    @pytest.fixture
    def motor(self) -> PdfEngine:
        raise NotImplementedError

    def filled(self, text: str = KANARIE) -> bytes:
        docx = build(
            p("Bericht", '<w:pPr><w:pStyle w:val="Title"/></w:pPr>') + p("{{ tekst }}") + table(("a", "b"), ("c", "d"))
        )
        huisstijl = {"organisatie": "Voorbeeld", "afdeling": "Voorbeeld"}
        return fill(docx, {"tekst": text, "huisstijl": huisstijl}, datum=DATUM, titel=TITEL)

    def test_it_is_an_engine(self, motor):
        check_engine(motor)

    def test_it_makes_a_pdf_with_the_text_the_title_and_the_language(self, motor):
        reader = PdfReader(io.BytesIO(motor.to_pdf(self.filled(), titel=TITEL, datum=DATUM)))
        assert KANARIE in "".join(page.extract_text() for page in reader.pages)
        assert reader.metadata
        assert reader.metadata.title == TITEL
        assert str(reader.root_object["/Lang"]).lower().startswith("nl")
        assert reader.root_object["/MarkInfo"]["/Marked"]

    def test_it_attaches_the_data_and_nothing_else(self, motor):
        made = motor.to_pdf(self.filled(), titel=TITEL, datum=DATUM, gegevens=b'{"a":1}')
        attached = PdfReader(io.BytesIO(made)).attachments
        assert {name: json.loads(files[0]) for name, files in attached.items()} == {"gegevens.json": {"a": 1}}
        assert not PdfReader(io.BytesIO(motor.to_pdf(self.filled(), titel=TITEL, datum=DATUM))).attachments

    def test_it_gives_the_same_bytes_for_the_same_document(self, motor):
        first, second = (motor.to_pdf(self.filled(), titel=TITEL, datum=DATUM) for _ in range(2))
        assert first == second

    def test_it_says_beforehand_what_it_cannot_set(self, motor):
        assert not [melding for melding in motor.examine(self.filled()) if melding.ernst == "fout"]
        assert [melding for melding in motor.examine(KANARIE.encode()) if melding.ernst == "fout"]
        assert KANARIE not in str(motor.examine(KANARIE.encode()))

    def test_it_refuses_what_is_no_document_without_quoting_it(self, motor):
        with pytest.raises(RenderingError) as refused:
            motor.to_pdf(KANARIE.encode(), titel=TITEL, datum=DATUM)
        assert KANARIE not in str(refused.value)
