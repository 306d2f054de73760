# SPDX-License-Identifier: EUPL-1.2
"""The form for the receipt of a copy on paper: which copy of which file, and that signing says nothing more."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

import verapdf
from pdftext import assert_text_in_order
from weerbaar_docs._resources import read_resource
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.ontvangstformulier import make_ontvangstformulier
from weerbaar_docs.sjablonen import lint

NOW = datetime(2026, 5, 18, 22, 30, tzinfo=UTC)
SHA = "0123456789abcdef" * 4


def made(**changed):
    given = {
        "voor": "bestuurder",
        "kenmerk": "VST-2026-0044",
        "naam": "drs. N.A. van ’t Hoogh-Çelik (fictief)",
        "now": NOW,
        "sha256": SHA,
    }
    given |= {"documentsoort": "adviesrapport_volledig", "exemplaar": 2, "kanaal": "overhandigen"}
    return make_ontvangstformulier(**{**given, **changed})


def text(document):
    pages = PdfReader(io.BytesIO(document.pdf)).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().split())


def test_it_says_which_copy_of_which_file_and_when():
    shown = text(made())
    assert "Exemplaar Nummer 2" in shown
    assert "Het hele adviesrapport" in shown
    assert "Aan u overhandigd op 19 mei 2026" in shown  # the day in the Netherlands
    assert " ".join(SHA[i : i + 4] for i in range(0, 64, 4)) in shown


def test_who_signs_says_nothing_of_the_contents_and_consents_to_nothing():
    shown = text(made())
    assert "U zegt hiermee niets over wat in het stuk staat." in shown
    assert "U geeft er ook geen toestemming mee." in shown


def test_a_werkgever_is_told_nothing_of_a_toestemming_or_an_adviseur():
    shown = text(made(voor="werkgever", naam="de gemeentesecretaris (fictief)"))
    assert "U zegt hiermee niets over wat in het stuk staat." in shown
    assert "Teken dan niet en bel het secretariaat" in shown
    assert not re.search("toestemming|uw adviseur", shown)


def test_by_post_it_says_where_to_send_it():
    shown = text(made(kanaal="post_aangetekend"))
    assert "Met de post, aangetekend" in shown
    assert "Stuur het formulier terug naar: Postbus 123" in shown
    assert "Stuur het formulier terug" not in text(made())


def test_title_is_neutral_and_no_data_ride_along():
    reader = PdfReader(io.BytesIO(made().pdf))
    assert re.fullmatch(r"Bericht WD-[0-9a-f]{8}", reader.metadata.title)
    assert reader.attachments == {}
    assert "Hoogh" not in str(reader.metadata)


@pytest.mark.parametrize(
    ("changed", "pad"),
    [
        ({"exemplaar": 0}, "/exemplaar"),
        ({"sha256": SHA[:-1]}, "/controlegetal"),
        ({"sha256": SHA.upper()}, "/controlegetal"),
        ({"kanaal": "e_mail"}, "/kanaal"),
        ({"documentsoort": "brief"}, "/documentsoort"),
        ({"naam": ""}, "/naam"),
    ],
)
def test_what_it_cannot_say_is_refused_by_its_place(changed, pad):
    with pytest.raises(ValidationError, match=pad):
        made(**changed)


def test_same_input_gives_the_same_bytes():
    assert made().pdf == made().pdf
    assert made().pdf != made(exemplaar=3).pdf


def test_its_template_has_no_findings_and_short_sentences():
    assert lint(read_resource("templates", "ontvangstformulier.docx"), "ontvangstformulier").gebreken == ()


@pytest.mark.lang
def test_it_conforms_with_all_its_text_in_order():
    every = [made(), made(kanaal="post_aangetekend")]
    for document, verdict in zip(every, verapdf.check([d.pdf for d in every]), strict=True):
        assert verdict.failed == {"3a": {}, "ua1": {}}
        assert verdict.passed
        assert_text_in_order(document.docx, document.pdf)
