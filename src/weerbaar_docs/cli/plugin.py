# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs plugin lijst`: which connectors there are."""

from __future__ import annotations

import click

from weerbaar_docs.cli.output import Uitvoer, command


@click.group()
def entry() -> None:
    """Toon welke connectors er zijn."""


def _lijst(uitvoer: Uitvoer) -> None:
    """Toon de connectors, en plugins die niet laden."""
    from weerbaar_docs.plugins import load_plugins

    plugins = load_plugins()
    value = {
        "connectors": [{"naam": n, "distributie": plugins.distributies[n]} for n in sorted(plugins.connectors)],
        "fouten": [m.as_json() for fout in plugins.fouten for m in fout.meldingen],
    }
    lines = [f"{n}  ({plugins.distributies[n]})" for n in sorted(plugins.connectors)]
    uitvoer.data(value, lines + [line for fout in plugins.fouten for line in fout.diagnostics()])


command(entry, "lijst")(_lijst)
