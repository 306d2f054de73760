# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs valideer`: examine files, list every melding at once."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from weerbaar_docs.cli.app import root
from weerbaar_docs.cli.output import Uitvoer, command
from weerbaar_docs.cli.reading import read_file
from weerbaar_docs.errors import ValidationError

if TYPE_CHECKING:
    from datetime import date

    from weerbaar_docs.config import Configuratie
    from weerbaar_docs.errors import Melding


# A report can have dozens of warnings of one kind (R-RED-2); a few show what they are like.
_GETOOND = 5


@click.argument("bestanden", metavar="BESTAND...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--soort", default="dossier", help="Het soort document: dossier, contactpunt, vangnetaanvraag, en andere."
)
def _valideer(uitvoer: Uitvoer, bestanden: tuple[Path, ...], soort: str, peildatum: date | None) -> int:
    """Controleer dossiers of andere documenten (JSON) met het schema en de regels."""
    from weerbaar_docs.config import load_config

    config = load_config(None, os.environ)
    results = [(path, *_examine(path, soort, config, peildatum)) for path in bestanden]
    value = {
        "bestanden": [
            {"bestand": str(path), "geldig": valid, "meldingen": [m.as_json() for m in meldingen]}
            for path, valid, meldingen in results
        ]
    }
    uitvoer.data(value, [line for result in results for line in _lines(*result)])
    return 0 if all(valid for _, valid, _ in results) else ValidationError.exit_code


def _examine(path: Path, soort: str, config: Configuratie, peildatum: date | None) -> tuple[bool, tuple[Melding, ...]]:
    from weerbaar_docs.validation import examine, examine_document

    instellingen = config.instellingen_van_regels(peildatum)
    try:
        if soort == "dossier":
            uitslag = examine(read_file(path), peildatum=peildatum, instellingen=instellingen)
            return uitslag.geldig, uitslag.meldingen
        meldingen = examine_document(read_file(path), soort, instellingen=instellingen)
    except ValidationError as error:
        return False, error.meldingen
    return not any(m.ernst == "fout" for m in meldingen), meldingen


def _lines(path: Path, valid: bool, meldingen: tuple[Melding, ...]) -> list[str]:  # noqa: FBT001
    faults = sum(m.ernst == "fout" for m in meldingen)
    lines: list[Any] = [
        f"{path}: {'in orde' if valid else 'niet in orde'}, {faults} fouten, {len(meldingen) - faults} waarschuwingen"
    ]
    seen: Counter[str] = Counter()
    for m in meldingen:
        seen[m.code] += m.ernst == "waarschuwing"
        if m.ernst == "waarschuwing" and seen[m.code] > _GETOOND:
            continue
        lines += [f"  {m.ernst} {m.code} {m.pad or '/'}: {m.melding}", f"    Wat nu: {m.oplossing}"]
    lines += [
        f"  waarschuwing {code}: nog {count - _GETOOND} keer; --json toont ze alle"
        for code, count in seen.items()
        if count > _GETOOND
    ]
    return lines


entry = command(root, "valideer", dated=True)(_valideer)
