# SPDX-License-Identifier: EUPL-1.2
"""Uitslag -> the same as a document for the dossier, through the Word template `verificatie`.

Its title is neutral (R-META-1); what is masked on a screen is masked here too; the same verification gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.rendering import Document, neutral_title, render
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.verifieren.tonen import slotregel
from weerbaar_docs.verifieren.uitslag import WOORD, masked

if TYPE_CHECKING:
    from datetime import datetime

    from weerbaar_docs.verifieren.uitslag import Uitslag


def render_verificatie(
    uitslag: Uitslag, *, sha256: str, now: datetime, masker: str | None = None, huisstijl: Huisstijl = HUISSTIJL
) -> Document:
    """Render the report of a verification of bytes with this digest; raises RenderingError as `render` does."""
    gegevens = verificatie_gegevens(uitslag, sha256=sha256, now=now, masker=masker)
    return render(
        "verificatie",
        gegevens,
        huisstijl=huisstijl,
        datum=nederlandse_dag(now),
        titel=neutral_title(sha256),
        gegevens=gegevens,
    )


def verificatie_gegevens(uitslag: Uitslag, *, sha256: str, now: datetime, masker: str | None = None) -> dict[str, Any]:
    """Give all that the template of the report sees, but for the huisstijl."""
    return {
        "verificatie": {
            "kenmerk": f"WD-{sha256[:8]}",
            "datum": nederlandse_dag(now).isoformat(),
            "soort": uitslag.soort,
            "sha256": sha256,
            "slot": slotregel(uitslag),
            "feiten": [{"titel": f.titel, "waarde": masked(f, masker)} for f in uitslag.feiten],
            "schakels": [{"titel": s.titel, "oordeel": WOORD[s.oordeel], "uitleg": s.uitleg} for s in uitslag.schakels],
        }
    }
