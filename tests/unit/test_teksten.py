# SPDX-License-Identifier: EUPL-1.2
"""What each document says, word for word: these texts were weighed, so a change of one is looked at and not made in passing.

After a change that is meant: write what the test shows into the file in tests/golden that it names.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from pakketbouw import DAG, PUNTEN
from pakketbouw import gegevens as ambt_gegevens
from weerbaar_docs._resources import read_resource
from weerbaar_docs.documenten import documentsoorten
from weerbaar_docs.model import thaw
from weerbaar_docs.rendering import docx
from weerbaar_docs.rendering.huisstijl import GEGEVENS
from weerbaar_docs.sjablonen.taal import GEMIDDELD, HOOGSTENS
from weerbaar_docs.sjabloonvoorbeelden import voorbeelden
from weerbaar_docs.veiligheidspakket.gegevens import AMBTEN, contexten

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
GOLDEN = Path(__file__).parents[1] / "golden"
SOORTEN = ("gemeente", "provincie", "waterschap")
DOCUMENTEN = (
    "afschrift_toestemming",
    "ontvangstformulier",
    "toestemmingsformulier",
    "vernietigingsverklaring",
    "vangnetaanvraag",
)
BRIEVEN = (
    *(soort.naam for soort in documentsoorten() if soort.van == "dossier"),
    *(f"brief_{wat}_{soort}" for wat in ("regeling", "werkgever") for soort in SOORTEN),
    *("brief_contactgegevens", "toetsingsblad", "uitvoeringsopdracht", "voortgangsoverzicht"),
)
# Most of what these say is what an adviseur wrote: their sentences are his.
RAPPORTEN = ("adviesrapport", "adviesrapport_werkgever")
_VARIANT = re.compile("(gemeente|provincie|waterschap)-[0-9]+(.*)")


def weighed(document):
    """Give the samples of which the text is kept: the first of each kind of organisation and variant."""
    first = {_variant(voorbeeld.naam): voorbeeld for voorbeeld in reversed(voorbeelden(document))}
    kept = sorted(first.values(), key=lambda voorbeeld: voorbeeld.naam)
    if document not in RAPPORTEN:
        return kept
    return [v for v in kept if v.naam.endswith("-definitief") or v.naam.startswith("gemeente")]


def _variant(naam):
    found = _VARIANT.fullmatch(naam)
    return naam if found is None else found.groups()


TEKSTEN = {
    f"{document}-{voorbeeld.naam}": (document, voorbeeld.context)
    for document in (*DOCUMENTEN, *BRIEVEN, *RAPPORTEN)
    for voorbeeld in weighed(document)
}
EIGEN_ZINNEN = [naam for naam, (document, _) in TEKSTEN.items() if document not in RAPPORTEN]


def text_of(document, context):
    filled = docx.fill(
        read_resource("templates", f"{document}.docx"), thaw(context), datum=date(2026, 5, 22), titel="Bericht"
    )
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    lines = (" ".join("".join(t.text or "" for t in p.iter(f"{W}t")).split()) for p in root.iter(f"{W}p"))
    return "\n".join(line for line in lines if line) + "\n"


def pack_text(gegevens):
    delen = contexten(gegevens, PUNTEN, datum=DAG)
    return "\n".join(text_of(document, {**context, "huisstijl": GEGEVENS}) for document, context in delen)


@pytest.mark.parametrize("naam", TEKSTEN)
def test_text_is_the_one_that_was_weighed(naam):
    assert text_of(*TEKSTEN[naam]) == (GOLDEN / f"{naam}.txt").read_text(encoding="utf-8")


def test_there_is_a_text_for_each_sample_and_no_other():
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(TEKSTEN)


@pytest.mark.parametrize("document", [*BRIEVEN, *RAPPORTEN])
def test_each_kind_of_organisation_has_its_text(document):
    found = {_variant(voorbeeld.naam)[0] for voorbeeld in weighed(document)}
    assert found == ({document.rpartition("_")[2]} & set(SOORTEN) or set(SOORTEN))


@pytest.mark.parametrize("naam", EIGEN_ZINNEN)
def test_sentences_as_they_are_read_are_short(naam):
    """The lint counts a field as one word; here the fields are filled in."""
    sentences = [part.split() for line in text_of(*TEKSTEN[naam]).splitlines() for part in re.split(r"[.?:] ", line)]
    whole = [sentence for sentence in sentences if len(sentence) > 3]
    assert max(len(sentence) for sentence in whole) <= HOOGSTENS
    assert sum(len(sentence) for sentence in whole) / len(whole) <= GEMIDDELD


@pytest.mark.parametrize("naam", TEKSTEN)
def test_no_text_presses_or_claims_a_legal_ground(naam):
    shown = text_of(*TEKSTEN[naam]).lower()
    for word in ("avg", "verplicht", "u moet", "wij raden", "beter voor u", "aanbevolen", "goedkeuring", "bsn"):
        assert word not in shown


# --- the veiligheidspakket: each ambt whole, and once as it is when nobody verified it ---------------------------------

PAKKETTEN = {ambt: ambt_gegevens(ambt) for ambt in AMBTEN} | {"te_verifieren": ambt_gegevens("burgemeester", op=None)}


@pytest.mark.parametrize("naam", PAKKETTEN)
def test_text_of_a_pack_is_the_one_that_was_weighed(naam):
    golden = GOLDEN / "veiligheidspakket" / f"{naam}.txt"
    assert pack_text(PAKKETTEN[naam]) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("naam", PAKKETTEN)
def test_sentences_of_a_pack_as_they_are_read_are_short(naam):
    lines = pack_text(PAKKETTEN[naam]).splitlines()
    sentences = [part.split() for line in lines for part in re.split(r"[.?:] ", line)]
    whole = [sentence for sentence in sentences if len(sentence) > 3]
    assert max(len(sentence) for sentence in whole) <= HOOGSTENS
    assert sum(len(sentence) for sentence in whole) / len(whole) <= GEMIDDELD


@pytest.mark.parametrize("naam", PAKKETTEN)
def test_no_text_of_a_pack_presses_or_promises(naam):
    shown = pack_text(PAKKETTEN[naam]).lower()
    for word in (
        "avg",
        "verplicht",
        "u moet",
        "wij raden",
        "beter voor u",
        "goedkeuring",
        "bsn",
        "garan",
        "gegarandeerd",
    ):
        assert word not in shown
    assert re.findall(r"\b(?:binnen|uiterlijk|in) (\w+ (?:minuten|uur|dagen|werkdagen|weken|maanden))", shown) == [
        "drie werkdagen"
    ]
