# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs plugin lijst`: which connectors and PDF engines there are, and who of them sees what documents say."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from weerbaar_docs.cli.output import Uitvoer, command
from weerbaar_docs.errors import RenderingError

if TYPE_CHECKING:
    from weerbaar_docs.rendering.engine import PdfEngine


@click.group()
def entry() -> None:
    """Toon welke connectors en PDF-motoren er zijn."""


def _lijst(uitvoer: Uitvoer) -> None:
    """Toon de connectors, de PDF-motoren, en plugins die niet laden."""
    from weerbaar_docs.config import load_config
    from weerbaar_docs.huisstijl import pdf_engines
    from weerbaar_docs.plugins import load_plugins

    plugins, engines = load_plugins(), pdf_engines(load_config(None, os.environ))
    versies = {motor.naam: _versie(motor) for motor in engines.motoren}
    fouten = [*plugins.fouten, *engines.fouten]
    value = {
        "connectors": [{"naam": n, "distributie": plugins.distributies[n]} for n in sorted(plugins.connectors)],
        "motoren": [{"naam": naam, "versie": versie, "ziet_inhoud": True} for naam, versie in versies.items()],
        "fouten": [m.as_json() for fout in fouten for m in fout.meldingen],
    }
    lines = [f"connector  {n}  ({plugins.distributies[n]})" for n in sorted(plugins.connectors)]
    lines += [f"PDF-motor  {naam}  {versie or 'niet bruikbaar'}  ziet inhoud" for naam, versie in versies.items()]
    uitvoer.data(value, lines + [line for fout in fouten for line in fout.diagnostics()])


def _versie(motor: PdfEngine) -> str | None:
    """Give the version, or None for an engine that cannot be used as it is installed."""
    try:
        return motor.versie
    except RenderingError:
        return None


command(entry, "lijst")(_lijst)
