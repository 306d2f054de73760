# SPDX-License-Identifier: EUPL-1.2
"""The letters after a toestemming was withdrawn (document 14): to the bestuurder, and to a werkgever that received files.

Neither says why: nobody has to give a reason, and none is kept (R-TOES-6). What was delivered is not called undone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.documenten.brieven import to_bestuurder, to_werkgever
from weerbaar_docs.documenten.weigering import untimely
from weerbaar_docs.termijnen import dag, moment
from weerbaar_docs.uitvoeringsstatus import LOPEND

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


def intrekking_bestuurder(gegevens: Mapping[str, Any], datum: date) -> dict[str, Any]:
    """Give what the letter to the bestuurder sees; raises ValidationError when no toestemming was withdrawn."""
    withdrawn = _withdrawn(gegevens, datum)
    sent = gegevens.get("werkgeversbrief", {}).get("toestemming_id")
    if any(t["toestemming_id"] == sent and t["status"] == "verleend" for t in gegevens["toestemmingen"]):
        raise untimely(
            "de werkgever heeft stukken op een andere toestemming, en die geldt nog",
            "Leg ook die intrekking vast; geldt zij met opzet, schrijf de bestuurder dan zelf.",
            "/toestemmingen",
        )
    intrekking = _told(gegevens, max(withdrawn, key=lambda t: moment(t["ingetrokken_op"])), datum)
    brief = to_bestuurder(gegevens, betreft="Bevestiging van uw intrekking", datum=datum, over=intrekking)
    return {"brief": brief, "intrekking": intrekking}


def intrekking_werkgever(gegevens: Mapping[str, Any], datum: date) -> dict[str, Any]:
    """Give what the letter to the werkgever sees; raises ValidationError when it was sent nothing."""
    sent = gegevens.get("werkgeversbrief", {})
    ended = [t for t in _withdrawn(gegevens, datum) if t["toestemming_id"] == sent.get("toestemming_id")]
    if not ended:
        raise untimely(
            "de werkgever heeft op een ingetrokken toestemming niets van ons gekregen",
            "Er is niets te vernietigen; schrijf hem niet.",
            "/werkgeversbrief",
        )
    intrekking = _told(gegevens, ended[0], datum)
    brief = to_werkgever(gegevens, betreft="Verzoek over onze zending", datum=datum, over=intrekking)
    return {"brief": brief, "intrekking": intrekking}


def _withdrawn(gegevens: Mapping[str, Any], datum: date) -> list[Mapping[str, Any]]:
    """Give the toestemmingen that were withdrawn on this day or before; raises ValidationError when there is none."""
    found = [
        t
        for t in gegevens.get("toestemmingen", ())
        if t["status"] == "ingetrokken" and dag(t["ingetrokken_op"]) <= datum.isoformat()
    ]
    if not found:
        raise untimely("er is geen toestemming ingetrokken", "Leg eerst de intrekking vast.", "/toestemmingen")
    return found


def _told(gegevens: Mapping[str, Any], toestemming: Mapping[str, Any], datum: date) -> dict[str, Any]:
    """Give what a letter tells; what was sent on an earlier toestemming lies with the werkgever all the same."""
    sent = gegevens.get("werkgeversbrief", {})
    return {
        "ingetrokken_op": dag(toestemming["ingetrokken_op"]),
        "gegeven_op": dag(toestemming["gegeven_op"]),
        "route": toestemming["route"],
        "kenmerk_zending": sent.get("kenmerk"),
        "verzonden_op": sent.get("datum"),
        "lopende_opdrachten": sum(
            u["status"] in LOPEND and u.get("opgedragen_op", "") <= datum.isoformat()
            for u in gegevens.get("uitvoering", ())
        ),
    }
