# SPDX-License-Identifier: EUPL-1.2
"""Nothing is destroyed that the organisation did not decide on, and never a day too early."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import get_args

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from weerbaar_docs._resources import read_resource
from weerbaar_docs.bewaartermijnen import (
    SOORT_VAN_STATUS,
    SOORTEN,
    Bewaarfeit,
    Bewaartermijn,
    Startgebeurtenis,
    read_termijnen,
    termijn_voorbij,
    waarschuwingen,
)
from weerbaar_docs.config import load_config
from weerbaar_docs.errors import ConfigError
from weerbaar_docs.status.overgangen import VERNIETIGBAAR

SCHEMA = json.loads(read_resource("schemas", "configuratie.schema.json"))
DAGEN = st.dates(date(2014, 1, 1), date(2100, 12, 31))


def termijn(duur, vanaf="laatste_wijziging"):
    return Bewaartermijn(duur=duur, vanaf=vanaf, grondslag="Besluit 1 (fictief)")


def feit(dag, soort="dossier_afgerond", nummer=1):
    return Bewaarfeit(object=f"D-{nummer:032x}", soort=soort, momenten={"laatste_wijziging": dag})


def test_no_term_is_built_in():
    sectie = load_config(None, {}).section("bewaartermijnen")
    assert set(sectie) == set(SOORTEN)
    assert read_termijnen(sectie) == {}
    assert all(not value for value in sectie.values())


@given(st.lists(st.tuples(DAGEN, st.sampled_from(SOORTEN))), DAGEN)
def test_without_a_term_nothing_is_ever_listed_and_every_kind_is_warned_about(facts, peildatum):
    feiten = [feit(dag, soort) for dag, soort in facts]
    assert termijn_voorbij(feiten, {}, peildatum) == []
    found = waarschuwingen(feiten, {})
    assert [m.pad for m in found] == [f"/bewaartermijnen/{soort}" for soort in SOORTEN]
    assert {m.ernst for m in found} == {"waarschuwing"}


@pytest.mark.parametrize(
    ("duur", "begin", "vanaf"),
    [
        ("P1Y", "2026-05-01", "2027-05-02"),
        ("P1Y", "2024-02-29", "2025-03-02"),
        ("P4Y", "2024-02-29", "2028-03-01"),
        ("P1M", "2026-01-31", "2026-03-02"),
        ("P18M", "2026-05-01", "2027-11-02"),
        ("P90D", "2026-05-01", "2026-07-31"),
        ("P1Y6M2W3D", "2026-05-01", "2027-11-19"),
        ("P999Y", "2026-05-01", "3025-05-02"),
        ("P999Y9999M99999W999999D", "9400-05-01", "9999-12-31"),
    ],
)
def test_the_first_day_after_a_full_term(duur, begin, vanaf):
    found = termijn(duur).voorbij_op(date.fromisoformat(begin))
    assert found == date.fromisoformat(vanaf)


@given(DAGEN, st.integers(0, 30), st.integers(0, 40), st.integers(0, 60), st.integers(0, 400))
def test_a_term_is_never_over_too_early_and_at_most_a_month_end_too_late(begin, years, months, weeks, days):
    found = termijn(f"P{years}Y{months}M{weeks}W{days}D").voorbij_op(begin)
    full = begin + relativedelta(years=years, months=months) + timedelta(weeks=weeks, days=days)
    assert full < found <= full + timedelta(days=4)


@given(st.lists(DAGEN), DAGEN)
def test_what_is_over_is_listed_and_nothing_else(days, peildatum):
    feiten = [feit(dag, nummer=n) for n, dag in enumerate(days)]
    listed = termijn_voorbij(feiten, {"dossier_afgerond": termijn("P5Y")}, peildatum)
    over = {f.object for f in feiten if f.momenten["laatste_wijziging"] + relativedelta(years=5, days=1) <= peildatum}
    leap = {
        f.object
        for f in feiten
        if (f.momenten["laatste_wijziging"].month, f.momenten["laatste_wijziging"].day) == (2, 29)
    }
    assert {item.object for item in listed} - leap == over - leap
    assert [item.vanaf for item in listed] == sorted(item.vanaf for item in listed)


def test_a_line_says_what_why_and_since_when_and_names_the_ground_as_the_organisations():
    (line,) = termijn_voorbij([feit(date(2020, 1, 1))], {"dossier_afgerond": termijn("P5Y")}, date(2026, 1, 1))
    assert line.as_json() == {
        "object": "D-" + "0" * 31 + "1",
        "soort": "dossier_afgerond",
        "reden": "P5Y na laatste_wijziging is voorbij; grondslag van de organisatie: Besluit 1 (fictief)",
        "vanaf": "2025-01-02",
    }


def test_a_thing_without_its_start_event_is_not_listed_but_named():
    termijnen = {soort: termijn("P1D", "eerste_vastlegging") for soort in SOORTEN}
    feiten = [feit(date(2020, 1, 1))]
    assert termijn_voorbij(feiten, termijnen, date(2026, 1, 1)) == []
    found = [(m.code, m.pad) for m in waarschuwingen(feiten, termijnen) if m.code != "BEWAARTERMIJN-ZELF"]
    assert found == [("BEWAARTERMIJN-BEGIN", "/bewaartermijnen/dossier_afgerond")]


@pytest.mark.parametrize("termijnen", [{}, {soort: termijn("P1D") for soort in SOORTEN}])
def test_of_what_the_program_does_not_destroy_it_says_so_with_a_term_and_without(termijnen):
    found = [m for m in waarschuwingen([], termijnen) if m.code == "BEWAARTERMIJN-ZELF"]
    zelf = ("auditregels", "checkpoints", "back_ups", "logs")
    assert [m.pad for m in found] == [f"/bewaartermijnen/{soort}" for soort in zelf]


def test_every_status_after_which_a_dossier_may_be_destroyed_has_its_kind():
    assert set(SOORT_VAN_STATUS) == set(VERNIETIGBAAR)


def test_the_schema_and_the_code_know_the_same_kinds_and_events():
    assert set(SCHEMA["properties"]["bewaartermijnen"]["properties"]) == set(SOORTEN)
    assert SCHEMA["$defs"]["bewaartermijn"]["properties"]["vanaf"]["enum"] == list(get_args(Startgebeurtenis))


def test_nothing_claims_a_legal_term():
    text = json.dumps([SCHEMA["properties"]["bewaartermijnen"], SCHEMA["$defs"]]) + "".join(
        m.melding + m.oplossing for m in waarschuwingen([], {})
    )
    assert not re.search(r"wettelijk|archiefwet|verplicht", text, re.IGNORECASE)


def configured(tmp_path, text):
    path = tmp_path / "c.toml"
    path.write_text(f"[bewaartermijnen]\n{text}\n")
    return read_termijnen(load_config(path, {}).section("bewaartermijnen"))


def test_a_term_comes_from_the_configuration(tmp_path):
    found = configured(
        tmp_path, 'dossier_afgerond = { duur = "P5Y", vanaf = "laatste_wijziging", grondslag = "Besluit 1 (fictief)" }'
    )
    assert found == {"dossier_afgerond": termijn("P5Y")}


@pytest.mark.parametrize(
    "text",
    [
        'dossier_afgerond = { duur = "P5Y" }',
        'dossier_afgerond = { duur = "P5Y", vanaf = "laatste_wijziging" }',
        'dossier_afgerond = { duur = "5 jaar", vanaf = "laatste_wijziging", grondslag = "x" }',
        'dossier_afgerond = { duur = "P", vanaf = "laatste_wijziging", grondslag = "x" }',
        'dossier_afgerond = { duur = "PT1H", vanaf = "laatste_wijziging", grondslag = "x" }',
        'dossier_afgerond = { duur = "P0D", vanaf = "laatste_wijziging", grondslag = "x" }',
        'dossier_afgerond = { duur = "P5Y", vanaf = "ooit", grondslag = "x" }',
        'dossier_afgerond = { duur = "P5Y", vanaf = "laatste_wijziging", grondslag = "" }',
        'dossier_afgerond = "P5Y"',
        'dossier_onbekend = { duur = "P5Y", vanaf = "laatste_wijziging", grondslag = "x" }',
    ],
)
def test_a_term_that_is_not_whole_is_refused(text, tmp_path):
    with pytest.raises(ConfigError):
        configured(tmp_path, text)
