# SPDX-License-Identifier: EUPL-1.2
"""What every letter of a dossier holds: to whom, about what, and a kenmerk that says nothing of the dossier to who does not have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.adressering import aanhef, address_lines, functie, home_address_lines
from weerbaar_docs.documenten.weigering import untimely
from weerbaar_docs.model import thaw
from weerbaar_docs.rendering import neutral_kenmerk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


def to_bestuurder(gegevens: Mapping[str, Any], *, betreft: str, datum: date, over: Mapping[str, Any]) -> dict[str, Any]:
    """Give the `brief` of a letter to the bestuurder at home; `over` is what the letter says, for the kenmerk.

    Raises ValidationError after a move: the dossier has the old address, where somebody else lives now (R-VERH-1).
    """
    if gegevens.get("status") == "verhuisd":
        raise untimely(
            "de bestuurder is verhuisd: dit dossier heeft het oude adres",
            "Schrijf uit het nieuwe dossier, met het nieuwe adres.",
            "/status",
        )
    bestuurder = gegevens["bestuurder"]
    regels = home_address_lines(bestuurder, gegevens["woonplek"]["adres"])
    return _brief(gegevens, regels, aanhef(bestuurder), betreft=betreft, datum=datum, over=over)


def to_werkgever(gegevens: Mapping[str, Any], *, betreft: str, datum: date, over: Mapping[str, Any]) -> dict[str, Any]:
    """Give the `brief` of a letter to the secretaris of the werkgever; `over` as in `to_bestuurder`."""
    organisatie = gegevens["organisatie"]
    groet = f"Geachte {functie(organisatie)},"
    regels = address_lines(organisatie)
    return _brief(gegevens, regels, groet, betreft=betreft, datum=datum, over=over)


def _brief(
    gegevens: Mapping[str, Any],
    regels: list[str],
    groet: str,
    *,
    betreft: str,
    datum: date,
    over: Mapping[str, Any],
) -> dict[str, Any]:
    # Of the whole dossier: who does not have it cannot find out of which the letter is by trying numbers or names.
    about = [thaw(gegevens), betreft, datum.isoformat(), over]
    return {
        "kenmerk": neutral_kenmerk(about),
        "datum": datum.isoformat(),
        "betreft": betreft,
        "adresregels": regels,
        "aanhef": groet,
        "bijlagen": [],
        "vertrouwelijkheidaanduiding": "vertrouwelijk",
    }
