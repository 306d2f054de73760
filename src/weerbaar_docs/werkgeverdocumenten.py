# SPDX-License-Identifier: EUPL-1.2
"""White-listed data -> the documents for the werkgever that print them: his version of the report, and the maatregelenoverzicht.

What a document prints of its data goes along as JSON, and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.rendering import Document, render
from weerbaar_docs.rendering.gedrukt import printed
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


def render_werkgeversversie(
    versie: Mapping[str, Any], *, datum: date, titel: str, huisstijl: Huisstijl = HUISSTIJL
) -> Document:
    """Render the werkgever's version from its white-listed data; what it prints of them is attached as JSON."""
    context = {"werkgeversversie": versie}
    velden = huisstijl.sjabloon("adviesrapport_werkgever").velden
    return render(
        "adviesrapport_werkgever",
        context,
        huisstijl=huisstijl,
        datum=datum,
        titel=titel,
        gegevens=printed(context, velden).get("werkgeversversie", {}),
    )


def render_maatregelenoverzicht(
    overzicht: Mapping[str, Any], *, datum: date, titel: str, huisstijl: Huisstijl = HUISSTIJL
) -> Document:
    """Render the maatregelenoverzicht; what it prints is attached as JSON under its own name, to tell it from a version."""
    context = {"maatregelenoverzicht": overzicht}
    velden = huisstijl.sjabloon("maatregelenoverzicht").velden
    gegevens = {"maatregelenoverzicht": {}, **printed(context, velden)}
    return render("maatregelenoverzicht", context, huisstijl=huisstijl, datum=datum, titel=titel, gegevens=gegevens)
