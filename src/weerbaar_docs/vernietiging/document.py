# SPDX-License-Identifier: EUPL-1.2
"""A vernietigingsverklaring -> the sheet that the bestuurder gets (document 15): nothing of what was destroyed is on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import digest
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.model import utc_moment
from weerbaar_docs.rendering import Document, neutral_title, render
from weerbaar_docs.rendering.filters import datum as in_words
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl
from weerbaar_docs.termijnen import NEDERLAND, nederlandse_dag

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


def render_verklaring(verklaring: Mapping[str, Any], *, datum: date, huisstijl: Huisstijl = HUISSTIJL) -> Document:
    """Render the sheet of a vernietigingsverklaring; the same one gives the same bytes on a day."""
    return render(
        "vernietigingsverklaring",
        verklaring_gegevens(verklaring, datum=datum),
        huisstijl=huisstijl,
        datum=datum,
        titel=neutral_title(digest(verklaring)),
    )


def verklaring_gegevens(verklaring: Mapping[str, Any], *, datum: date) -> dict[str, Any]:
    """Give all that the template of the sheet sees, but for the huisstijl; raises ValidationError for a day before it."""
    moment = utc_moment(verklaring["vernietigd_op"]).astimezone(NEDERLAND)
    if datum < nederlandse_dag(moment):
        raise ValidationError.because(
            "DOCUMENT-MOMENT", "het blad is van vóór de vernietiging", "Kies een latere peildatum."
        )
    return {
        "verklaring": verklaring,
        "vernietigd_op": f"{in_words(moment.isoformat())} om {moment:%H.%M} uur",
        "datum": datum.isoformat(),
    }
