# SPDX-License-Identifier: EUPL-1.2
"""What the commands of `uitvoering` have in common: the file that they work with, and the stand beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from weerbaar_docs.cli.peildatum import day_or_today
from weerbaar_docs.cli.reading import read_file
from weerbaar_docs.errors import Melding, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

maatregelen_argument = click.argument("maatregelen", metavar="MAATREGELEN.json", type=click.Path(path_type=Path))
stand_option = click.option(
    "--stand",
    "standbestand",
    type=click.Path(path_type=Path),
    default=None,
    help="Het bestand met de stand. [uitvoering.json naast MAATREGELEN.json]",
)


def read_overzicht(maatregelen: Path) -> dict[str, Any]:
    """Read maatregelen.json; raises ValidationError with all its faults."""
    from weerbaar_docs.uitvoering import read_maatregelen

    return read_maatregelen(read_file(maatregelen))


def stand_file(maatregelen: Path, given: Path | None) -> Path:
    """Give the file with the stand: the given one, else the one beside maatregelen.json."""
    return given or maatregelen.with_name("uitvoering.json")


def require_past(dagen: Mapping[str, date | None]) -> None:
    """Raise UsageError for each option that says on which day something happened, when that day is still to come."""
    today = day_or_today(None)
    later = [optie for optie, dag in dagen.items() if dag is not None and dag > today]
    if later:
        raise UsageError(
            *(
                Melding(
                    code="DATUM-TOEKOMST",
                    ernst="fout",
                    pad=optie,
                    melding="deze dag moet nog komen",
                    oplossing="Geef de dag waarop het is gebeurd.",
                )
                for optie in later
            )
        )
