# SPDX-License-Identifier: EUPL-1.2
"""Three working days after the day of the aanmelding in the Netherlands, with the holidays of the act."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from holidays import country_holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from weerbaar_docs.errors import ValidationError
from weerbaar_docs.termijnen import EERSTE_JAAR, LAATSTE_JAAR, Kalender, contact_uiterlijk_op

GEWOON = Kalender()
# Easter Sunday, written out so that the library under test does not judge itself.
PASEN = {
    2024: "03-31", 2025: "04-20", 2026: "04-05", 2027: "03-28", 2028: "04-16", 2029: "04-01", 2030: "04-21",
    2031: "04-13", 2032: "03-28", 2033: "04-17", 2034: "04-09", 2035: "03-25", 2036: "04-13", 2037: "04-05",
    2038: "04-25", 2039: "04-10", 2040: "04-01",
}  # fmt: skip
DAG = timedelta(days=1)
days = st.dates(date(EERSTE_JAAR, 1, 1), date(LAATSTE_JAAR, 12, 1))
kalenders = st.builds(
    Kalender, goede_vrijdag=st.booleans(), extra_vrije_dagen=st.lists(days, max_size=5).map(tuple)
)  # fmt: skip


def noon(day: date) -> str:
    return f"{day.isoformat()}T12:00:00Z"


def free_days(year: int) -> set[date]:
    easter = date.fromisoformat(f"{year}-{PASEN[year]}")
    koningsdag = date(year, 4, 27)
    return {
        date(year, 1, 1),
        easter - 2 * DAG,
        easter + DAG,
        koningsdag - DAG if koningsdag.weekday() == 6 else koningsdag,
        date(year, 5, 5),
        easter + 39 * DAG,
        easter + 50 * DAG,
        date(year, 12, 25),
        date(year, 12, 26),
    }


@pytest.mark.parametrize("year", PASEN)
def test_working_days_are_the_weekdays_that_the_act_leaves(year: int) -> None:
    free = free_days(year)
    day = date(year, 1, 1)
    while day.year == year:
        assert GEWOON.is_werkdag(day) == (day.weekday() < 5 and day not in free), day
        day += DAG


@pytest.mark.parametrize("year", PASEN)
def test_goede_vrijdag_is_a_working_day_when_the_kalender_says_so(year: int) -> None:
    friday = date.fromisoformat(f"{year}-{PASEN[year]}") - 2 * DAG
    assert not GEWOON.is_werkdag(friday)
    assert Kalender(goede_vrijdag=False).is_werkdag(friday)
    assert not Kalender(goede_vrijdag=False).is_werkdag(friday + 3 * DAG)


def test_bevrijdingsdag_is_free_every_year_and_not_once_in_five() -> None:
    assert not any(GEWOON.is_werkdag(date(year, 5, 5)) for year in range(2024, 2041))


def test_koningsdag_moves_to_saturday_when_it_is_a_sunday() -> None:
    assert [GEWOON.is_werkdag(date(2025, 4, day)) for day in (25, 26, 28)] == [True, False, True]


def test_extra_free_days_are_no_working_days() -> None:
    assert GEWOON.is_werkdag(date(2026, 5, 15))
    bridge = Kalender(extra_vrije_dagen=(date(2026, 5, 15),))
    assert not bridge.is_werkdag(date(2026, 5, 15))
    assert contact_uiterlijk_op("2026-05-11T10:00:00+02:00", bridge) == date(2026, 5, 18)


@pytest.mark.parametrize("year", range(EERSTE_JAAR, LAATSTE_JAAR + 1))
def test_no_moveable_day_is_missed_outside_spring(year: int) -> None:
    known = [day for day in country_holidays("NL", years=year) if day.weekday() < 5]
    assert len(known) >= 5
    assert not any(GEWOON.is_werkdag(day) for day in known)


@pytest.mark.parametrize(
    ("aangemeld_op", "uiterlijk"),
    [
        ("2026-04-02T16:52:00+02:00", "2026-04-09"),  # Goede Vrijdag and tweede Paasdag between
        ("2026-04-24T09:00:00+02:00", "2026-04-30"),  # Koningsdag on Monday
        ("2026-05-11T09:00:00+02:00", "2026-05-15"),  # Hemelvaart on the third day
        ("2027-05-03T09:00:00+02:00", "2027-05-10"),  # 5 May and Hemelvaart one after the other
        ("2026-12-23T09:00:00+01:00", "2026-12-29"),
        ("2026-12-30T09:00:00+01:00", "2027-01-05"),
        ("2028-02-28T09:00:00+01:00", "2028-03-02"),
        ("2026-09-05T09:00:00+02:00", "2026-09-09"),  # on a Saturday
    ],
)
def test_contact_is_due_three_working_days_later(aangemeld_op: str, uiterlijk: str) -> None:
    assert contact_uiterlijk_op(aangemeld_op, GEWOON).isoformat() == uiterlijk


def test_goede_vrijdag_as_a_working_day_brings_the_term_forward() -> None:
    without = Kalender(goede_vrijdag=False)
    assert contact_uiterlijk_op("2026-04-02T16:52:00+02:00", without) == date(2026, 4, 8)


@pytest.mark.parametrize(
    ("aangemeld_op", "uiterlijk"),
    [
        ("2026-07-01T21:59:59Z", "2026-07-06"),  # summer time: still Wednesday
        ("2026-07-01T22:00:00Z", "2026-07-07"),
        ("2026-07-01T23:30:00Z", "2026-07-07"),
        ("2026-01-13T22:59:59Z", "2026-01-16"),  # winter time: still Tuesday
        ("2026-01-13T23:00:00Z", "2026-01-19"),
        ("2026-01-13T23:30:00Z", "2026-01-19"),
    ],
)
def test_late_at_night_in_utc_counts_for_the_next_day_here(aangemeld_op: str, uiterlijk: str) -> None:
    assert contact_uiterlijk_op(aangemeld_op, GEWOON).isoformat() == uiterlijk


@settings(deadline=None)
@given(day=days, kalender=kalenders)
def test_the_last_day_is_a_working_day_and_the_third(day: date, kalender: Kalender) -> None:
    last = contact_uiterlijk_op(noon(day), kalender)
    assert kalender.is_werkdag(last)
    between = [day + n * DAG for n in range(1, (last - day).days + 1)]
    assert sum(kalender.is_werkdag(d) for d in between) == 3


@settings(deadline=None)
@given(days=st.lists(days, min_size=2, max_size=6).map(sorted), kalender=kalenders)
def test_a_later_aanmelding_is_never_due_sooner(days: list[date], kalender: Kalender) -> None:
    due = [contact_uiterlijk_op(noon(day), kalender) for day in days]
    assert all(first <= second for first, second in pairwise(due))


@settings(deadline=None)
@given(
    at=st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001 - the zone is added below
    hours=st.integers(-12, 14),
)
def test_the_same_moment_in_another_zone_is_due_on_the_same_day(at: datetime, hours: int) -> None:
    utc = at.replace(tzinfo=UTC, microsecond=0)
    sign, size = ("-", -hours) if hours < 0 else ("+", hours)
    there = f"{(utc + timedelta(hours=hours)).replace(tzinfo=None).isoformat()}{sign}{size:02}:00"
    assert contact_uiterlijk_op(there, GEWOON) == contact_uiterlijk_op(utc.isoformat(), GEWOON)


@pytest.mark.parametrize(
    "aangemeld_op",
    [
        "0001-01-01T00:00:00+14:00",
        "1900-02-28T12:00:00Z",
        "1965-12-31T12:00:00Z",
        "2100-12-31T12:00:00Z",  # the third day falls in 2101
        "2101-01-01T12:00:00Z",
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_years_without_known_holidays_are_refused_in_words(aangemeld_op: str) -> None:
    with pytest.raises(ValidationError) as caught:
        contact_uiterlijk_op(aangemeld_op, GEWOON)
    [melding] = caught.value.meldingen
    assert melding.code == "TERMIJN-BEREIK"
    assert melding.oplossing == "Controleer het jaar."


def test_the_first_and_last_known_year_count() -> None:
    assert contact_uiterlijk_op("2014-01-01T12:00:00Z", GEWOON) == date(2014, 1, 6)
    assert contact_uiterlijk_op("2100-12-28T12:00:00Z", GEWOON) == date(2100, 12, 31)
    for outside in (date(1965, 12, 31), date(2101, 1, 3), date.min, date.max):
        with pytest.raises(ValidationError):
            GEWOON.is_werkdag(outside)


@pytest.mark.parametrize("text", ["", "vandaag", "2026-04-02", "2026-04-02T16:52:00", "2026-02-30T16:52:00Z"])
def test_text_that_is_no_moment_with_a_zone_is_refused_unquoted(text: str) -> None:
    with pytest.raises(ValidationError) as caught:
        contact_uiterlijk_op(text, GEWOON)
    assert caught.value.meldingen[0].code == "TERMIJN-MOMENT"
    assert caught.value.__context__ is None
    assert not text or text not in " ".join(caught.value.diagnostics()).replace("2026-05-22T20:14:05+02:00", "")
