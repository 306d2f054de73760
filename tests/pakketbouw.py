# SPDX-License-Identifier: EUPL-1.2
"""A veiligheidspakket to try, and what is in the PDF of one: its text by page, its bookmarks and its data."""

from __future__ import annotations

import copy
import io
import json
import zipfile
from datetime import date

from pypdf import PdfReader

from weerbaar_docs._resources import read_resource
from weerbaar_docs.rendering.docx import pack
from weerbaar_docs.veiligheidspakket import ONDERDELEN, make_pakket
from weerbaar_docs.veiligheidspakket.gegevens import AMBTEN

DAG = date(2026, 5, 18)
PUNTEN = json.loads(read_resource("schemas", "contactpunt.schema.json"))["examples"]
_VOORBEELD = json.loads(read_resource("schemas", "veiligheidspakket.schema.json"))["examples"][0]
TITELS = ["Voorwoord", *(f"{n}. {o.titel}" for n, o in enumerate(ONDERDELEN, 1)), "Steunpunten en telefoonnummers"]


def gegevens(ambt="burgemeester", op="2026-01-05", **ontvanger):
    """Give the data of a pack of which every part was verified on the same day; None: never."""
    made = copy.deepcopy(_VOORBEELD)
    soort = AMBTEN[ambt][1]
    made["ontvanger"] |= {"ambt": ambt, "organisatie": f"{soort} Súd-Ooster & Waard (fictief)", **ontvanger}
    made["onderdelen"] = [{**each, "geverifieerd_op": op} for each in made["onderdelen"]]
    return made


def make(given=None, punten=PUNTEN, **more):
    return make_pakket(given or gegevens(), punten, **{"datum": DAG, **more})


def reader(pdf):
    return PdfReader(io.BytesIO(pdf))


def pages(pdf):
    return [" ".join(page.extract_text().split()) for page in reader(pdf).pages]


def bookmarks(pdf):
    """Give all bookmarks as (title, number of the page), in order."""
    read = reader(pdf)

    def walk(outline):
        for item in outline:
            if isinstance(item, list):
                yield from walk(item)
            else:
                yield item.title, read.get_destination_page_number(item) + 1

    return list(walk(read.outline))


def data_of(pdf):
    """Give the JSON that a PDF carries."""
    return json.loads(reader(pdf).attachments["gegevens.json"][0])


def parts_of(docx):
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def swap_text(docx, old, new, part="word/document.xml"):
    """Give a Word file with something else in one of its parts."""
    parts = parts_of(docx)
    assert old.encode() in parts[part], old
    return pack({**parts, part: parts[part].replace(old.encode(), new.encode(), 1)})
