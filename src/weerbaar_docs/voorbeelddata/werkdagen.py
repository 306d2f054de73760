# SPDX-License-Identifier: EUPL-1.2
"""Dutch working days: no weekends and no holidays of the Algemene termijnenwet (art. 3), Goede Vrijdag included."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

_SUNDAY = 6
_SATURDAY = 5


def add_workdays(day: date, count: int) -> date:
    """Give the day that is `count` working days later; the day itself does not count."""
    while count:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day


def is_workday(day: date) -> bool:
    """Say whether people work on this day."""
    return day.weekday() < _SATURDAY and day not in _feestdagen(day.year)


@cache
def _feestdagen(jaar: int) -> frozenset[date]:
    koningsdag = date(jaar, 4, 27)
    if koningsdag.weekday() == _SUNDAY:
        koningsdag = date(jaar, 4, 26)
    rond_pasen = (_pasen(jaar) + timedelta(days=n) for n in (-2, 1, 39, 50))
    return frozenset(
        {date(jaar, 1, 1), koningsdag, date(jaar, 5, 5), date(jaar, 12, 25), date(jaar, 12, 26), *rond_pasen}
    )


def _pasen(jaar: int) -> date:
    """Give Easter Sunday (Gauss, in the form of Meeus and Jones)."""
    eeuw, rest = divmod(jaar, 100)
    epacta = (19 * (jaar % 19) + eeuw - eeuw // 4 - (eeuw - (eeuw + 8) // 25 + 1) // 3 + 15) % 30
    dagen = (32 + 2 * (eeuw % 4) + 2 * (rest // 4) - epacta - rest % 4) % 7
    correctie = (jaar % 19 + 11 * epacta + 22 * dagen) // 451
    maand, dag = divmod(epacta + dagen - 7 * correctie + 114, 31)
    return date(jaar, maand, dag + 1)
