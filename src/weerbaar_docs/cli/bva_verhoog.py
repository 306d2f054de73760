# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs bva verhoog BESTAND --uit NIEUW`: give a signed PDF the proof that it lacks."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import Uitvoer, command
from weerbaar_docs.cli.reading import read_file

if TYPE_CHECKING:
    from weerbaar_docs.pades import Niveau


def register(group: click.Group) -> None:
    """Add this command to the group of the BVA."""
    command(group, "verhoog", writes=True)(_verhoog)


@click.argument("bestand", type=click.Path(path_type=Path))
@click.option("--uit", type=click.Path(path_type=Path), required=True, help="Het nieuwe bestand.")
@click.option(
    "--niveau",
    type=click.Choice(["B-T", "B-LT", "B-LTA"]),
    default=None,
    help="Het gewenste niveau; zonder deze optie dat uit [zegel].",
)
@click.option("--overschrijf", is_flag=True, help="Vervang een bestand dat er al is.")
def _verhoog(
    uitvoer: Uitvoer,
    bestand: Path,
    uit: Path,
    niveau: Niveau | None,
    overschrijf: bool,  # noqa: FBT001
    proef: bool,  # noqa: FBT001
) -> None:
    """Vul een ondertekende PDF aan tot een hoger niveau, bijvoorbeeld na een storing van de tijdstempeldienst.

    De bytes van BESTAND blijven zoals ze zijn; er komt alleen bewijs achter. BESTAND zelf verandert niet.
    """
    from weerbaar_docs._files import refuse_existing, write_atomic
    from weerbaar_docs.canonical import sha256
    from weerbaar_docs.config import load_config
    from weerbaar_docs.encryption.package import MAX_BYTES
    from weerbaar_docs.pades import raise_pdf, verify_pdf
    from weerbaar_docs.zegelinstellingen import configured_voorzieningen

    voorzieningen = configured_voorzieningen(load_config(None, os.environ), os.environ, niveau=niveau)
    pdf, now = read_file(bestand, MAX_BYTES), datetime.now(UTC)
    trust = {"vertrouwd": voorzieningen.zegel_wortels, "tijd_vertrouwd": voorzieningen.tsa_wortels}
    van = verify_pdf(pdf, now=now, **trust).niveau
    if not overschrijf:
        refuse_existing([uit])
    value = {"van": van, "naar": voorzieningen.niveau, "sha256_oud": sha256(pdf), "proef": proef}
    if proef:
        uitvoer.data(value, [f"van {van} naar {voorzieningen.niveau}", f"zou schrijven: {uit}"])
        return
    raised = raise_pdf(pdf, voorzieningen, now=now)
    check_interrupt()
    write_atomic(uit, raised, overwrite=overschrijf)
    lines = [f"van {van} naar {voorzieningen.niveau}", f"geschreven: {uit}", f"SHA-256 {sha256(raised)}"]
    uitvoer.data({**value, "sha256": sha256(raised)}, lines)
