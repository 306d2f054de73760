# SPDX-License-Identifier: EUPL-1.2
"""The days on which a sample dossier's events happen, in the order that the rules ask (R-VOLG-1..4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from weerbaar_docs.termijnen import NEDERLAND, Kalender, nederlandse_dag, werkdagen_later
from weerbaar_docs.voorbeelddata.kans import kans, one_in

if TYPE_CHECKING:
    import random

JAAR = 2026
JAAR_OUD = 2023
_KALENDER = Kalender()
# Days around which a term is easily miscounted: Goede Vrijdag, Koningsdag, Hemelvaart.
_LASTIG = ((4, 2), (4, 24), (5, 11))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tijdlijn:
    """When things happen; `rapport` is the version in force, `eerste_rapport` the one that was sent back."""

    aangemeld_op: str
    aangemeld: date
    contact: date
    gesprek_werkgever: date
    gesprek_bestuurder: date
    eerste_rapport: date
    teruggestuurd: date
    rapport: date
    besluit: date
    toestemming: date
    brief: date
    opdracht: date
    gereed: date
    einde_ambt: date


def _later(day: date, aantal: int) -> date:
    return werkdagen_later(day, aantal, _KALENDER)


def make_tijdlijn(soort: str, zaad: int, *, jaar: int = JAAR, herzien: bool = False) -> Tijdlijn:
    """Give the days of one dossier; with `herzien` the BVA sent the first version back."""
    r = kans("tijdlijn", soort, zaad)
    aangemeld_op, aangemeld = _aanmelding(r, jaar)
    # One in twelve is too late, which R-TERM-2 rightly warns about.
    contact = _later(aangemeld, r.choice((4, 5, 6)) if one_in(r, 12) else r.choice((1, 2, 3)))
    werkgever = _later(contact, r.randrange(3, 9))
    bestuurder = _later(werkgever, r.randrange(0, 8))
    eerste = _later(bestuurder, r.randrange(5, 16))
    terug = _later(eerste, r.randrange(3, 10))
    rapport = _later(terug, r.randrange(4, 9)) if herzien else eerste
    besluit = _later(rapport, r.randrange(0, 10))
    toestemming = _later(besluit, r.randrange(0, 8))
    brief = _later(toestemming, r.randrange(1, 5))
    opdracht = _later(brief, r.randrange(1, 12))
    gereed = _later(opdracht, r.randrange(4, 30))
    return Tijdlijn(
        aangemeld_op=aangemeld_op,
        aangemeld=aangemeld,
        contact=contact,
        gesprek_werkgever=werkgever,
        gesprek_bestuurder=bestuurder,
        eerste_rapport=eerste,
        teruggestuurd=terug,
        rapport=rapport,
        besluit=besluit,
        toestemming=toestemming,
        brief=brief,
        opdracht=opdracht,
        gereed=gereed,
        einde_ambt=gereed + timedelta(days=r.randrange(20, 400)),
    )


def moment(day: date, uur: int, minuut: int = 0) -> str:
    """Give a moment in the Netherlands as the schema writes it."""
    return datetime.combine(day, time(uur, minuut), NEDERLAND).isoformat()


def _aanmelding(r: random.Random, jaar: int) -> tuple[str, date]:
    day = date(jaar, *r.choice(_LASTIG)) if one_in(r, 8) else date(jaar, 1, 5) + timedelta(days=r.randrange(170))
    if one_in(r, 10):
        # 23:30 UTC is the next day in the Netherlands, and the term runs from there.
        late = datetime.combine(day, time(23, 30), UTC)
        return f"{late:%Y-%m-%dT%H:%M:%SZ}", nederlandse_dag(late)
    return moment(day, r.randrange(8, 22), r.randrange(60)), day
