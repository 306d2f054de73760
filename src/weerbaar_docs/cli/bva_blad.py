# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs bva blad`: the toetsingsblad on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from weerbaar_docs.cli.formaat import format_of
from weerbaar_docs.cli.output import Uitvoer, command, require_readable
from weerbaar_docs.cli.peildatum import day_or_today
from weerbaar_docs.cli.toetsing import INDIENING, open_toetsing, writer, written

if TYPE_CHECKING:
    from datetime import date


def register(group: click.Group) -> None:
    """Add this command to the group of the BVA."""
    command(group, "blad", writes=True, dated=True)(_blad)


@INDIENING
@click.option("--uit", type=click.Path(path_type=Path), required=True, help="Het bestand voor het blad, .pdf of .docx.")
@click.option("--leesbaar-op-schijf", is_flag=True, help="Verplicht: u weet dat het blad onversleuteld op schijf komt.")
@click.option("--overschrijf", is_flag=True, help="Vervang een bestand dat er al is.")
def _blad(
    *,
    uitvoer: Uitvoer,
    indiening: str,
    uit: Path,
    leesbaar_op_schijf: bool,
    overschrijf: bool,
    proef: bool,
    peildatum: date | None,
) -> None:
    """Maak het toetsingsblad van een indiening: wat er te beoordelen is, en wat al is beoordeeld."""
    from weerbaar_docs.toetsing.bij_bva import look_at
    from weerbaar_docs.toetsing.blad import give_blad

    require_readable(leesbaar_op_schijf, "het toetsingsblad", "het bestand")
    vorm = format_of(uit)
    write = writer(uit, overwrite=overschrijf, proef=proef)
    _, toetsing = open_toetsing()
    stand = look_at(toetsing, indiening, handeling="persoonsgegevens_getoond")
    made = give_blad(
        toetsing,
        stand,
        datum=day_or_today(peildatum),
        huisstijl=toetsing.huisstijl(stand.ingediend.rapport.inhoud["organisatie"]["oin"]),
        vorm=vorm,
        write=write,
        proef=proef,
    )
    uitvoer.data(
        {**written(uit, proef=proef), "pdf_sha256": made.pdf_sha256},
        [f"{'zou schrijven' if proef else 'geschreven'}: {uit}"],
    )
