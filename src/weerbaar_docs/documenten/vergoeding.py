# SPDX-License-Identifier: EUPL-1.2
"""The decision on the vergoeding of the regeling of 2021 (document 16), for a dossier that began before 2024."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.documenten.brieven import to_bestuurder
from weerbaar_docs.documenten.weigering import untimely
from weerbaar_docs.kostenverdeling import HOOGSTE_VERGOEDING_2021, euro, som, vergoeding_2021

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


def vergoeding(gegevens: Mapping[str, Any], datum: date) -> dict[str, Any]:
    """Give what the letter sees; raises ValidationError for a dossier of another regeling, or dated before its costs."""
    given = gegevens.get("vergoeding_2021")
    if given is None:
        raise untimely(
            "dit dossier heeft geen vergoeding van de regeling 2021",
            "Alleen een aanmelding van vóór 2024 kan die hebben.",
            "/vergoeding_2021",
        )
    if any(post["kosten_gemaakt_op"] > datum.isoformat() for post in given["posten"]):
        raise untimely(
            "de brief is van vóór een van de kosten", "Kies een latere peildatum.", "/vergoeding_2021/posten"
        )
    told = {
        "posten": [
            {name: post[name] for name in ("post", "bedrag_incl_btw", "kosten_gemaakt_op", "bewijsstuk")}
            for post in given["posten"]
        ],
        "kosten_incl_btw": som(post["bedrag_incl_btw"] for post in given["posten"]),
        "hoogstens_incl_btw": euro(HOOGSTE_VERGOEDING_2021),
        "vergoed_incl_btw": vergoeding_2021(given),
    }
    return {
        "brief": to_bestuurder(gegevens, betreft="Besluit over uw vergoeding", datum=datum, over=told),
        "vergoeding": told,
    }
