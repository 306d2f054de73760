# SPDX-License-Identifier: EUPL-1.2
"""moment of aanmelding -> last day for contact: three Dutch working days later.

- the day is that in Europe/Amsterdam: an aanmelding at 23:30Z counts for the next day;
- the day of the aanmelding itself does not count, nor do weekends and holidays (Algemene termijnenwet, art. 3);
- Goede Vrijdag is equated with a holiday, and 5 May is one in every year; both are so by convention here,
  because that act formally holds only for terms in an act or a general measure;
- Easter comes from dateutil; the tests hold every year against the holidays package, too slow to load here.

    contact_uiterlijk_op("2026-04-02T16:52:00+02:00", Kalender())  # date(2026, 4, 9)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.easter import easter

from weerbaar_docs.errors import ValidationError

NEDERLAND = ZoneInfo("Europe/Amsterdam")
WERKDAGEN = 3

# Koningsdag is since 2014; what is free after 2100 nobody knows.
EERSTE_JAAR, LAATSTE_JAAR = 2014, 2100

_DAG = timedelta(days=1)
_ZATERDAG, _ZONDAG = 5, 6
# Many collective labour agreements have 5 May only once in five years; the act has it always.
_VASTE_DAGEN = frozenset({(1, 1), (5, 5), (12, 25), (12, 26)})
_NA_PASEN = (1, 39, 50)  # tweede Paasdag, Hemelvaartsdag, tweede Pinksterdag


@dataclass(frozen=True, slots=True, kw_only=True)
class Kalender:
    """Which days are free next to weekends and holidays: a setting, without a claim that the law says so."""

    goede_vrijdag: bool = True
    extra_vrije_dagen: tuple[date, ...] = ()

    def is_werkdag(self, dag: date) -> bool:
        """Say whether people work on this day; raises ValidationError outside 2014-2100."""
        _check_jaar(dag)
        return not (dag.weekday() >= _ZATERDAG or dag in self.extra_vrije_dagen or self._is_feestdag(dag))

    def _is_feestdag(self, dag: date) -> bool:
        return (dag.month, dag.day) in _VASTE_DAGEN or dag in _beweeglijk(dag.year, self.goede_vrijdag)


def _check_jaar(dag: date) -> None:
    if not EERSTE_JAAR <= dag.year <= LAATSTE_JAAR:
        raise ValidationError.because(
            "TERMIJN-BEREIK",
            f"de feestdagen zijn alleen bekend voor de jaren {EERSTE_JAAR} tot en met {LAATSTE_JAAR}",
            "Controleer het jaar.",
        )


@lru_cache(maxsize=16)
def _beweeglijk(jaar: int, goede_vrijdag: bool) -> frozenset[date]:  # noqa: FBT001 - a key of the cache
    pasen, koningsdag = easter(jaar), date(jaar, 4, 27)
    days = {pasen + n * _DAG for n in _NA_PASEN}
    days.add(koningsdag - _DAG if koningsdag.weekday() == _ZONDAG else koningsdag)
    return frozenset(days | ({pasen - 2 * _DAG} if goede_vrijdag else set()))


def contact_uiterlijk_op(aangemeld_op: str, kalender: Kalender) -> date:
    """Give the last day on which the contact is in time: the day of the aanmelding plus three working days.

    `aangemeld_op` is a moment with a time zone (schema `moment`). Raises ValidationError when it is not, or
    when a day lies outside the years whose holidays are known.
    """
    day = _aanmelddag(aangemeld_op)
    _check_jaar(day)
    return werkdagen_later(day, WERKDAGEN, kalender)


def werkdagen_later(day: date, aantal: int, kalender: Kalender) -> date:
    """Give the day that is so many working days later; the day itself does not count."""
    while aantal:
        day += _DAG
        aantal -= kalender.is_werkdag(day)
    return day


def _aanmelddag(aangemeld_op: str) -> date:
    try:
        at = moment(aangemeld_op)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise ValidationError.because(
            "TERMIJN-MOMENT",
            "het moment van aanmelding is geen bestaand moment met tijdzone",
            "Schrijf het als 2026-05-22T20:14:05+02:00.",
        )
    return date.fromisoformat(dag(aangemeld_op))


def moment(text: str) -> datetime:
    """Read a schema-valid moment; a leap second counts as the second before it."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime.fromisoformat(text.replace(":60", ":59", 1))


def nederlandse_dag(now: datetime) -> date:
    """Give the day in the Netherlands of an aware moment: what stands as the date on a letter or report."""
    return now.astimezone(NEDERLAND).date()


def dag(text: str) -> str:
    """Give the day of a moment in the Netherlands (ISO)."""
    at = moment(text)
    try:
        return nederlandse_dag(at).isoformat()
    except OverflowError:
        return at.date().isoformat()


def maanden_later(start: date, months: int) -> date:
    """Give the same day some months later; a day that is not there becomes the first of the month after."""
    number = start.month - 1 + months
    year, month = start.year + number // 12, number % 12 + 1
    if year > date.max.year:
        return date.max
    try:
        return start.replace(year=year, month=month)
    except ValueError:
        return date(year, month + 1, 1)
