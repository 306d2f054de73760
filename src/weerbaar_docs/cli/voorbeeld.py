# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs voorbeeld`: one fictional dossier, to the screen or to a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from weerbaar_docs.cli.app import root
from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import Uitvoer, command


@click.option("--soort", default="gemeente", help="gemeente, provincie of waterschap.", show_default=True)
@click.option(
    "--zaad", type=int, default=0, help="Een geheel getal; elk getal geeft een ander dossier.", show_default=True
)
@click.option(
    "--fase", default="in_uitvoering", help="Hoe ver het dossier is: een status, zoals concept.", show_default=True
)
@click.option(
    "--uit",
    "bestand",
    type=click.Path(path_type=Path),
    default=None,
    help="Schrijf naar dit bestand, niet naar het scherm.",
)
@click.option("--overschrijf", is_flag=True, help="Vervang het bestand als het er al is.")
def _voorbeeld(
    uitvoer: Uitvoer,
    soort: str,
    zaad: int,
    fase: str,
    bestand: Path | None,
    overschrijf: bool,  # noqa: FBT001
    proef: bool,  # noqa: FBT001
) -> None:
    """Maak een verzonnen, geldig dossier; hetzelfde zaad geeft altijd hetzelfde."""
    from weerbaar_docs.voorbeelddata import maak

    dossier = maak(soort, zaad, fase)
    text = json.dumps(dossier, ensure_ascii=False, indent=2)
    if bestand is None:
        # Invented from start to end, so there is nothing to mask.
        uitvoer.data(dossier, [text])
        return
    if not proef:
        _write(bestand, text, overwrite=overschrijf)
    value: dict[str, Any] = {
        "bestand": str(bestand),
        "proef": proef,
        "dossiernummer": dossier["dossiernummer"],
        "soort": soort,
        "zaad": zaad,
        "fase": fase,
    }
    uitvoer.data(value, [f"{'zou schrijven' if proef else 'geschreven'}: {bestand} ({dossier['dossiernummer']})"])


def _write(path: Path, text: str, *, overwrite: bool) -> None:
    from weerbaar_docs._files import write_atomic

    check_interrupt()
    write_atomic(path, f"{text}\n".encode(), overwrite=overwrite)


entry = command(root, "voorbeeld", writes=True)(_voorbeeld)
