# SPDX-License-Identifier: EUPL-1.2
"""Two sleutelbeheerders decide, and only who has been one with that key for a week."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerbaar_docs.errors import ConsentError
from weerbaar_docs.keys import Medewerker, Medewerkersregister
from weerbaar_docs.model import Verklaring, utc_text
from weerbaar_docs.sleutelbeheerders import (
    WACHTTIJD,
    check_two,
    counts_from,
    explain,
    require_counts,
    require_sleutelbeheerder,
    waiting,
)

DAG = date(2026, 5, 4)
NIETS = Verklaring(verklaring=b"", handtekening=b"")


class Signing:
    """Finds every signature good, made at one moment."""

    def __init__(self, moment):
        self.moment = moment

    def verify_detached(self, data, signature, *, signer, not_before, now):
        return self.moment


def person(nummer=1, since=DAG, **changed):
    fields = {"id": f"MW-000{nummer}", "vingerafdruk": str(nummer) * 40, "van": date(2026, 1, 1), **changed}
    return Medewerker(rollen=frozenset({"sleutelbeheerder"}), sleutelbeheerder_sinds=since, **fields)


def noon(op):
    return datetime.combine(op, time(12), UTC)


def decided(since, *, signed, recorded):
    """Let one of long ago and one of `since` decide."""
    staf = Medewerkersregister((person(1, date(2026, 1, 1)), person(2, since)))
    statements = [{"medewerker": m.id, "moment": utc_text(signed)} for m in staf]
    return check_two(
        [NIETS, NIETS],
        statements,
        medewerkers=staf,
        controle=Signing(signed),
        not_before=signed - timedelta(days=90),
        now=recorded,
    )


def test_it_is_a_week_and_no_setting_makes_it_less():
    assert timedelta(days=7) == WACHTTIJD
    assert counts_from(person()) == date(2026, 5, 11)


@pytest.mark.parametrize("days", [0, 1, 6])
def test_before_the_week_is_over_it_is_said_who_waits_and_until_when(days):
    with pytest.raises(ConsentError, match="SLEUTEL-WACHTTIJD") as caught:
        require_counts(person(), DAG + timedelta(days=days))
    [line] = caught.value.diagnostics()
    assert "MW-0001" in line
    assert "sinds 2026-05-04" in line
    assert "op of na 2026-05-11" in line


def test_after_the_week_it_counts():
    require_counts(person(), DAG + timedelta(days=7))
    require_counts(person(), DAG + timedelta(days=900))


def test_what_is_not_known_does_not_count_and_it_is_said_what_to_do():
    with pytest.raises(ConsentError, match="SLEUTEL-WACHTTIJD") as caught:
        require_counts(person(since=None), DAG)
    assert "medewerker wijzig MW-0001 --rol" in caught.value.diagnostics()[0]


def test_without_the_role_nothing_counts_however_long_ago():
    staf = Medewerkersregister((Medewerker(**{**ADVISEUR, "van": date(2020, 1, 1)}), person(2)))
    with pytest.raises(ConsentError, match="MEDEWERKER-ROL"):
        require_sleutelbeheerder(staf, "MW-0009", DAG)
    with pytest.raises(ConsentError, match="SLEUTEL-WACHTTIJD"):
        require_sleutelbeheerder(staf, "MW-0002", DAG)
    require_sleutelbeheerder(staf, "MW-0002", DAG + WACHTTIJD)


ADVISEUR = {"id": "MW-0009", "rollen": frozenset({"adviseur"}), "vingerafdruk": "9" * 40}


@given(signed=st.integers(-1, 20), later=st.integers(0, 20))
def test_it_counts_by_the_day_of_signing_and_by_that_of_recording(signed, later):
    day = DAG + timedelta(days=signed)
    moments = {"signed": noon(day), "recorded": noon(day + timedelta(days=later))}
    if signed >= 7:
        assert [m.id for m in decided(DAG, **moments)] == ["MW-0001", "MW-0002"]
    else:
        with pytest.raises(ConsentError, match="SLEUTEL-WACHTTIJD"):
            decided(DAG, **moments)


def test_a_signature_that_says_it_is_of_later_than_the_store_does_not_count():
    over_time = datetime(2026, 5, 11, 0, 4, tzinfo=ZoneInfo("Europe/Amsterdam")).astimezone(UTC)
    decided(DAG, signed=over_time, recorded=over_time)
    with pytest.raises(ConsentError, match="SLEUTEL-WACHTTIJD"):
        decided(DAG, signed=over_time, recorded=over_time - timedelta(minutes=5))


def test_the_day_is_that_in_the_netherlands():
    begins = datetime(2026, 5, 10, 22, 0, tzinfo=UTC)
    decided(DAG, signed=begins, recorded=begins)
    with pytest.raises(ConsentError, match="SLEUTEL-WACHTTIJD"):
        decided(DAG, signed=begins - timedelta(seconds=1), recorded=begins)


def test_whoever_waits_is_listed_until_it_counts_or_until_the_last_day():
    waits, counts, unknown = person(1), person(2, DAG - WACHTTIJD), person(3, None)
    gone, other = person(4, tot=DAG - timedelta(days=1)), Medewerker(**{**ADVISEUR, "van": DAG})
    everybody = (waits, counts, unknown, gone, other)
    assert waiting(everybody, DAG) == [waits, unknown]
    assert waiting(everybody, DAG + WACHTTIJD) == [unknown]
    assert explain(waits) == "sleutelbeheerder sinds 2026-05-04; telt mee vanaf 2026-05-11"
    assert "niet bekend" in explain(unknown)
