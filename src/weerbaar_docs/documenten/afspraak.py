# SPDX-License-Identifier: EUPL-1.2
"""The letters that confirm an afspraak (document 1): to the bestuurder, and to the werkgever, who learns no more than when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.documenten.brieven import to_bestuurder, to_werkgever
from weerbaar_docs.documenten.weigering import untimely
from weerbaar_docs.model import thaw
from weerbaar_docs.rendering import neutral_kenmerk
from weerbaar_docs.termijnen import NEDERLAND, dag, moment, nederlandse_dag

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

BIJLAGE: Final = {"titel": "Informatieblad"}
_DAGEN: Final = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_BESTUURDER: Final = frozenset({"gesprek_bestuurder", "toelichting_op_rapport"})
_WERKGEVER: Final = frozenset({"gesprek_werkgever"})


def afspraak_bestuurder(gegevens: Mapping[str, Any], datum: date) -> dict[str, Any]:
    """Give what the letter to the bestuurder about his next afspraak sees; raises ValidationError without one."""
    afspraak = _next(gegevens, _BESTUURDER, datum)
    brief = to_bestuurder(gegevens, betreft="Bevestiging van uw afspraak", datum=datum, over=afspraak)
    return {"brief": brief | {"bijlagen": [dict(BIJLAGE)]}, "afspraak": afspraak}


def afspraak_werkgever(gegevens: Mapping[str, Any], datum: date) -> dict[str, Any]:
    """Give what the letter to the werkgever about its next afspraak sees; raises ValidationError without one."""
    afspraak = _next(gegevens, _WERKGEVER, datum)
    brief = to_werkgever(gegevens, betreft="Bevestiging van een afspraak", datum=datum, over=afspraak)
    return {"brief": brief | {"bijlagen": [dict(BIJLAGE)]}, "afspraak": afspraak}


def informatieblad(gegevens: Mapping[str, Any], datum: date) -> dict[str, Any]:
    """Give what the sheet on the four domeinen sees: nothing of the dossier, so that it can go with either letter."""
    about = {"kenmerk": neutral_kenmerk([thaw(gegevens), "informatieblad", datum.isoformat()])}
    return {"brief": about | {"datum": datum.isoformat()}}


def _next(gegevens: Mapping[str, Any], soorten: frozenset[str], datum: date) -> dict[str, Any]:
    if gegevens.get("status") == "aanmelding_ingetrokken":
        raise untimely("de aanmelding is ingetrokken", "Er is niets te bevestigen.", "/status")
    if datum.isoformat() < dag(gegevens["aanmelding"]["aangemeld_op"]):
        raise untimely("de brief is van vóór de aanmelding", "Kies een latere peildatum.", "/aanmelding/aangemeld_op")
    planned = [a for a in gegevens.get("planning", {}).get("afspraken", ()) if a["soort"] in soorten]
    coming = [a for a in planned if nederlandse_dag(_begin(a)) >= datum]
    if not coming:
        raise untimely(
            "er is geen afspraak meer die nog komt" if planned else "er is nog geen afspraak gepland",
            "Leg de afspraak vast in de planning.",
            "/planning/afspraken",
        )
    return _told(min(coming, key=_begin))


def _begin(afspraak: Mapping[str, Any]) -> datetime:
    return _in_the_netherlands(afspraak["begin"])


def _in_the_netherlands(text: str, minuten: int = 0) -> datetime:
    """Give a moment so many minutes later, also where the clock changes in between."""
    try:
        return (moment(text).astimezone(UTC) + timedelta(minutes=minuten)).astimezone(NEDERLAND)
    except OverflowError:
        raise untimely("een afspraak ligt buiten de kalender", "Controleer het jaar.", "/planning/afspraken") from None


def _told(afspraak: Mapping[str, Any]) -> dict[str, Any]:
    begin = _begin(afspraak)
    minuten = afspraak.get("duur_minuten")
    return {
        "soort": afspraak["soort"],
        "vorm": afspraak["vorm"],
        "dag": _DAGEN[begin.weekday()],
        "datum": nederlandse_dag(begin).isoformat(),
        "van": f"{begin:%H.%M}",
        "tot": f"{_in_the_netherlands(afspraak['begin'], minuten):%H.%M}" if minuten else None,
        "gelijktijdig_pkvw_onderzoek": afspraak.get("gelijktijdig_pkvw_onderzoek", False),
    }
