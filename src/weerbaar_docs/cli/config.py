# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs config toon`: the settings and where they come from."""

from __future__ import annotations

import os
from pathlib import Path

import click

from weerbaar_docs.cli.output import Uitvoer, command


@click.group()
def entry() -> None:
    """Toon de instellingen en waar ze vandaan komen."""


@click.option("--config", "bestand", type=click.Path(path_type=Path), default=None, help="Het TOML-bestand.")
@click.option("--herkomst", is_flag=True, help="Toon bij elke instelling waar zij vandaan komt.")
def _toon(uitvoer: Uitvoer, bestand: Path | None, herkomst: bool) -> None:  # noqa: FBT001
    """Toon alle instellingen."""
    from weerbaar_docs.config import load_config

    config = load_config(bestand, os.environ)
    items = config.instellingen.items()
    value = {
        "instellingen": {
            naam: {"waarde": config.shown(naam), **({"herkomst": i.herkomst} if herkomst else {})} for naam, i in items
        },
        "zaaksystemen": sorted(config.zaaksystemen),
    }
    lines = [f"{naam} = {config.shown(naam)}" + (f"    ({i.herkomst})" if herkomst else "") for naam, i in items]
    uitvoer.data(value, lines + [f"zaaksysteem {naam}" for naam in sorted(config.zaaksystemen)])


command(entry, "toon")(_toon)
