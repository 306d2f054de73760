# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs valideer`: examine files, list every melding at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from weerbaar_docs.cli import root
from weerbaar_docs.cli.output import Uitvoer, command
from weerbaar_docs.cli.reading import read_file
from weerbaar_docs.errors import ValidationError

if TYPE_CHECKING:
    from datetime import date

    from weerbaar_docs.errors import Melding


@click.argument("bestanden", metavar="BESTAND...", nargs=-1, required=True, type=click.Path(path_type=Path))
def _valideer(uitvoer: Uitvoer, bestanden: tuple[Path, ...], peildatum: date | None) -> int:
    """Controleer dossiers (JSON) met het schema en de regels."""
    results = [(path, *_examine(path, peildatum)) for path in bestanden]
    value = {
        "bestanden": [
            {"bestand": str(path), "geldig": valid, "meldingen": [m.as_json() for m in meldingen]}
            for path, valid, meldingen in results
        ]
    }
    uitvoer.data(value, [line for result in results for line in _lines(*result)])
    return 0 if all(valid for _, valid, _ in results) else ValidationError.exit_code


def _examine(path: Path, peildatum: date | None) -> tuple[bool, tuple[Melding, ...]]:
    from weerbaar_docs.validation import examine

    try:
        uitslag = examine(read_file(path), peildatum=peildatum)
    except ValidationError as error:
        return False, error.meldingen
    return uitslag.geldig, uitslag.meldingen


def _lines(path: Path, valid: bool, meldingen: tuple[Melding, ...]) -> list[str]:  # noqa: FBT001
    faults = sum(m.ernst == "fout" for m in meldingen)
    lines: list[Any] = [
        f"{path}: {'in orde' if valid else 'niet in orde'}, {faults} fouten, {len(meldingen) - faults} waarschuwingen"
    ]
    for m in meldingen:
        lines += [f"  {m.ernst} {m.code} {m.pad or '/'}: {m.melding}", f"    Wat nu: {m.oplossing}"]
    return lines


entry = command(root, "valideer", dated=True)(_valideer)
