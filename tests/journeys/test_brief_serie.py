# SPDX-License-Identifier: EUPL-1.2
"""A series at the computer of the CCV: sealed to the pinned key of each werkgever, and opened by him with what he has."""

from __future__ import annotations

import json

import pytest

from toetsbouw import CCV, WERKGEVER
from weerbaar_docs._resources import read_resource
from weerbaar_docs.config import load_config
from weerbaar_docs.dossiers.lezen import read
from weerbaar_docs.werkplek import open_configured

pytestmark = pytest.mark.lang
PUNT = json.loads(read_resource("schemas", "contactpunt.schema.json"))["examples"][0]
DAG = "2026-11-01"


@pytest.fixture
def weg(weg_op):
    return weg_op("vastgesteld")


def organisatie_of(weg):
    environment = weg.beide.ccv.environment
    opslag = open_configured(load_config(None, environment), environment)
    found = dict(read(opslag, weg.nummer).gegevens["organisatie"])
    opslag.engine.dispose()
    return found


def serie(weg, ontvangers, *words, punt=None):
    post = weg.beide.post
    (post / "ontvangers.json").write_text(json.dumps(ontvangers))
    (post / "punt.json").write_text(json.dumps(PUNT | {"geverifieerd_op": DAG, "vervalt_op": None} | (punt or {})))
    return (
        *("brief", "serie", str(post / "ontvangers.json"), "--sjabloon", "brief_regeling"),
        *("--contactpunt", str(post / "punt.json"), "--uit", str(post / "uit"), *words),
    )


def test_a_sealed_letter_is_for_its_werkgever_and_nobody_else(weg):
    organisatie = organisatie_of(weg)
    said = weg.type(*serie(weg, [organisatie], "--versleutel", *weg.levering()))
    assert (said["gemaakt"], said["uitval"]) == (1, [])
    [sealed] = (weg.beide.post / "uit").glob("WD-*.pgp")
    opened = weg.open(WERKGEVER, sealed)
    assert {"brief.pdf", "manifest.json"} <= set(opened)
    plain = weg.type(*serie(weg, [organisatie], "--uit", str(weg.beide.post / "leesbaar")))
    assert plain["gemaakt"] == 1
    [letter] = (weg.beide.post / "leesbaar").glob("WD-*.pdf")
    assert opened["brief.pdf"].startswith(letter.read_bytes())  # and then comes the seal of the CCV


def test_everyone_without_a_key_that_counts_is_named_and_nothing_is_made(weg):
    organisatie = organisatie_of(weg)
    other = organisatie | {"oin": "00000001999900031000", "naam": "Gemeente Anders (fictief)"}
    other.pop("openpgp", None)
    other.pop("rsin", None)
    said = weg.type(*serie(weg, [organisatie, other], "--versleutel", *weg.levering()), code=5)
    assert [(m["code"], m["pad"]) for m in said["fout"]] == [("BRIEF-SLEUTEL", f"/ontvangers/{other['oin']}")]
    assert not (weg.beide.post / "uit").exists()


def test_who_has_not_the_key_of_ccv_levering_seals_nothing(weg):
    organisatie = organisatie_of(weg)
    assert weg.type(*serie(weg, [organisatie], "--versleutel", *weg.beide.home(WERKGEVER)), code=5)
    assert not (weg.beide.post / "uit").exists()
    assert CCV != WERKGEVER
