# SPDX-License-Identifier: EUPL-1.2
"""The letters after a toestemming was withdrawn (document 14): to the bestuurder, and to a werkgever that received files.

Neither says why: nobody has to give a reason, and none is kept (R-TOES-6). What was delivered is not called undone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.documenten.brieven import to_bestuurder, to_werkgever
from weerbaar_docs.documenten.moment import too_soon
from weerbaar_docs.termijnen import dag

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_LOPEND: Final = frozenset({"opgedragen", "in_uitvoering"})


def intrekking_bestuurder(gegevens: Mapping[str, Any], datum: date) -> dict[str, Any]:
    """Give what the letter to the bestuurder sees; raises ValidationError when no toestemming was withdrawn."""
    intrekking = _withdrawn(gegevens, datum)
    brief = to_bestuurder(gegevens, betreft="Bevestiging van uw intrekking", datum=datum, over=intrekking)
    return {"brief": brief, "intrekking": intrekking}


def intrekking_werkgever(gegevens: Mapping[str, Any], datum: date) -> dict[str, Any]:
    """Give what the letter to the werkgever sees; raises ValidationError when it was sent nothing."""
    intrekking = _withdrawn(gegevens, datum)
    if intrekking["kenmerk_zending"] is None:
        raise too_soon(
            "de werkgever heeft op deze toestemming niets van ons gekregen",
            "Er is niets te vernietigen; schrijf hem niet.",
            "/werkgeversbrief",
        )
    brief = to_werkgever(gegevens, betreft="Verzoek over onze zending", datum=datum, over=intrekking)
    return {"brief": brief, "intrekking": intrekking}


def _withdrawn(gegevens: Mapping[str, Any], datum: date) -> dict[str, Any]:
    withdrawn = [
        t
        for t in gegevens.get("toestemmingen", ())
        if t["status"] == "ingetrokken" and dag(t["ingetrokken_op"]) <= datum.isoformat()
    ]
    if not withdrawn:
        raise too_soon("er is geen toestemming ingetrokken", "Leg eerst de intrekking vast.", "/toestemmingen")
    toestemming = withdrawn[-1]
    sent = gegevens.get("werkgeversbrief", {})
    ours = sent.get("toestemming_id") == toestemming["toestemming_id"]
    return {
        "ingetrokken_op": dag(toestemming["ingetrokken_op"]),
        "gegeven_op": dag(toestemming["gegeven_op"]),
        "route": toestemming["route"],
        "kenmerk_zending": sent["kenmerk"] if ours else None,
        "verzonden_op": sent["datum"] if ours else None,
        "lopende_opdrachten": sum(u["status"] in _LOPEND for u in gegevens.get("uitvoering", ())),
    }
