# SPDX-License-Identifier: EUPL-1.2
"""Vergelijking -> the same as a document: what came underlined, what went struck out, and both said in words.

(1) it shows everything, personal data too: who asks for it gets it readable; (2) its title is neutral (R-META-1); (3) what
is printed goes with the PDF as data; the same comparison and day give the same bytes.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import digest
from weerbaar_docs.rendering import Document, neutral_title, render
from weerbaar_docs.rendering.filters import woord
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl
from weerbaar_docs.vergelijken.benoemen import per_hoofdstuk
from weerbaar_docs.vergelijken.tonen import BEGIN, SOORTEN, kant, pagina_regels, samenvatting

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from weerbaar_docs.vergelijken import Kant, Vergelijking
    from weerbaar_docs.vergelijken.tekst import Tekstdeel

_ZONDER_RAPPORT = "confidentieel"


def render_vergelijking(vergelijking: Vergelijking, *, datum: date, huisstijl: Huisstijl = HUISSTIJL) -> Document:
    """Render the comparison; raises RenderingError as `render` does."""
    gegevens = vergelijking_gegevens(vergelijking, datum=datum)
    return render(
        "vergelijking",
        gegevens,
        huisstijl=huisstijl,
        datum=datum,
        titel=neutral_title(_kenmerk(vergelijking)),
        gegevens=gegevens,
    )


def vergelijking_gegevens(vergelijking: Vergelijking, *, datum: date) -> dict[str, Any]:
    """Give all that the template of the comparison sees, but for the huisstijl."""
    paginas = vergelijking.paginas
    return {
        "vergelijking": {
            "kenmerk": f"WD-{_kenmerk(vergelijking)[:8]}",
            "datum": datum.isoformat(),
            "vertrouwelijkheid": _vertrouwelijkheid(vergelijking.nieuw),
            "oud": _side(vergelijking.oud),
            "nieuw": _side(vergelijking.nieuw),
            "samenvatting": list(samenvatting(vergelijking)),
            "hoofdstukken": [
                {
                    "titel": hoofdstuk,
                    "wijzigingen": [
                        {
                            "soort": SOORTEN[change.wijziging.soort],
                            "onderdeel": change.label,
                            "stukken": _pieces(change.stukken),
                        }
                        for change in found
                    ],
                }
                for hoofdstuk, found in per_hoofdstuk(vergelijking.benoemd()).items()
            ],
            "tekst": [
                {
                    "kop": kop or BEGIN,
                    "alineas": [
                        {"soort": SOORTEN[alinea.soort], "stukken": _pieces(alinea.stukken)} for alinea in found
                    ],
                }
                for kop, found in groupby(vergelijking.tekst or (), key=lambda alinea: alinea.kop)
            ],
            "paginas": [] if paginas is None else list(pagina_regels(paginas)),
        }
    }


def _kenmerk(vergelijking: Vergelijking) -> str:
    return digest([vergelijking.oud.sha256, vergelijking.nieuw.sha256])


def _side(side: Kant) -> dict[str, str]:
    return {"omschrijving": kant(side), "sha256": side.sha256}


def _vertrouwelijkheid(side: Kant) -> str:
    rapport = side.rapport
    value = (
        _ZONDER_RAPPORT
        if rapport is None
        else rapport["rapportinhoud"]["adviesrapport"].get("vertrouwelijkheidaanduiding", _ZONDER_RAPPORT)
    )
    return woord(value)


def _pieces(stukken: Iterable[Tekstdeel]) -> list[dict[str, str]]:
    """Give the pieces that say something; the template puts a space between them."""
    return [{"soort": stuk.soort, "tekst": text} for stuk in stukken if (text := stuk.tekst.strip())]
