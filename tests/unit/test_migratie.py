# SPDX-License-Identifier: EUPL-1.2
"""An older dossier is brought to the version of now without loss, or refused with the reason."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerbaar_docs._resources import read_resource
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.migratie import SCHEMA_VERSIE, STAPPEN, Stap, migrate
from weerbaar_docs.validation import examine

SAMPLE: dict[str, Any] = json.loads(read_resource("voorbeelden", "gemeente_burgemeester.json"))
SCALARS = st.none() | st.booleans() | st.integers() | st.text()
JSON = st.recursive(SCALARS, lambda sub: st.lists(sub) | st.dictionaries(st.text(), sub), max_leaves=20)


def rename(g: dict[str, Any]) -> dict[str, Any]:
    return {"nummer" if key == "dossier" else key: value for key, value in g.items()}


def nest(g: dict[str, Any]) -> dict[str, Any]:
    return {"inhoud": g}


TABLE = (Stap(van="0.8", naar="0.9", functie=rename), Stap(van="0.9", naar="1.0", functie=nest))


def leaves(value: Any) -> list[str]:
    if isinstance(value, dict | list) and value:
        return [leaf for part in (value.values() if isinstance(value, dict) else value) for leaf in leaves(part)]
    return [json.dumps(value)]


def refused(gegevens: Any, **options: Any) -> tuple[str, str, str]:
    with pytest.raises(ValidationError) as caught:
        migrate(gegevens, **options)
    [melding] = caught.value.meldingen
    return melding.code, melding.pad, f"{melding.melding} {melding.oplossing}"


def test_the_version_of_now_is_the_one_of_the_schema() -> None:
    schema = json.loads(read_resource("schemas", "dossier.schema.json"))
    assert schema["properties"]["schema_versie"]["const"] == SCHEMA_VERSIE


def test_no_version_was_published_before_the_first() -> None:
    assert STAPPEN == ()


def test_a_dossier_of_now_stays_as_it_is() -> None:
    assert migrate(SAMPLE) is SAMPLE


def test_steps_follow_each_other() -> None:
    old = {"schema_versie": "0.8", "dossier": "WB-2026-000123"}
    assert migrate(old, stappen=TABLE) == {
        "schema_versie": "1.0",
        "inhoud": {"schema_versie": "0.9", "nummer": "WB-2026-000123"},
    }
    assert old == {"schema_versie": "0.8", "dossier": "WB-2026-000123"}


@pytest.mark.lang
@given(st.dictionaries(st.text(), JSON), st.sampled_from([stap.van for stap in TABLE]))
def test_no_step_drops_a_value(inhoud: dict[str, Any], versie: str) -> None:
    old = {**inhoud, "schema_versie": versie, "dossier": "WB-2026-000123"}
    before = copy.deepcopy(old)
    new = migrate(old, stappen=TABLE)
    assert old == before
    left = leaves(new)
    for leaf in leaves({key: value for key, value in old.items() if key != "schema_versie"} or None):
        left.remove(leaf)


@pytest.mark.parametrize(
    "functie",
    [
        lambda g: {key: value for key, value in g.items() if key != "dossier"},
        lambda g: {**g, "dossier": "iets anders"},
        lambda g: {**g, "lijst": list(dict.fromkeys(g["lijst"]))},
        lambda g: {key: value for key, value in g.items() if value != []},
        lambda g: g.clear() or g,
    ],
)
def test_a_step_that_loses_a_value_is_refused(functie: Any) -> None:
    old = {"schema_versie": "0.9", "dossier": "WB-2026-000123", "lijst": ["a", "a"], "leeg": [], "lone": "\ud800"}
    code, _, text = refused(old, stappen=(Stap(van="0.9", naar="1.0", functie=functie),))
    assert code == "MIGRATIE-VERLIES"
    assert "van versie 0.9 naar 1.0" in text


def test_a_newer_version_says_to_update() -> None:
    code, pad, text = refused({"schema_versie": "1.1"})
    assert (code, pad) == ("SCHEMA-VERSIE", "/schema_versie")
    assert "nieuwer" in text
    assert "bekend: 1.0 " in text
    assert text.endswith("Werk weerbaar-docs bij.")


@pytest.mark.parametrize("versie", ["0.7", "", "1", "1.0\n", "١.٢", "Geheimstraat 1"])
def test_an_unknown_version_is_refused_and_not_quoted(versie: str) -> None:
    code, _, text = refused({"schema_versie": versie}, stappen=TABLE)
    assert code == "SCHEMA-VERSIE"
    assert "niet bekend; bekend: 0.8, 0.9, 1.0" in text
    assert "Geheimstraat" not in text


def test_a_table_that_goes_round_ends() -> None:
    table = (Stap(van="0.8", naar="0.9", functie=rename), Stap(van="0.9", naar="0.8", functie=rename))
    assert refused({"schema_versie": "0.8"}, stappen=table)[0] == "SCHEMA-VERSIE"


@pytest.mark.parametrize("value", [None, [], "x", {}, {"schema_versie": 1}, {"schema_versie": None}])
def test_what_has_no_version_is_left_to_the_schema(value: Any) -> None:
    assert migrate(value) == value
    assert all(m.code != "SCHEMA-VERSIE" for m in examine(json.dumps(value).encode()).meldingen)
    assert not examine(json.dumps(value).encode()).geldig


def test_examine_refuses_another_version_before_the_schema() -> None:
    uitslag = examine(json.dumps({**SAMPLE, "schema_versie": "9.9", "onbekend": 1}).encode())
    assert [m.code for m in uitslag.meldingen] == ["SCHEMA-VERSIE"]
    assert uitslag.dossier is None
