# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs bva verhoog BESTAND|O-... --uit NIEUW`: give a signed PDF, or the report of a besluit, the proof that it lacks."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import Uitvoer, command
from weerbaar_docs.cli.reading import read_file
from weerbaar_docs.cli.toetsing import HOME, home_of, open_toetsing, writer, written
from weerbaar_docs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from weerbaar_docs.pades import Niveau


def register(group: click.Group) -> None:
    """Add this command to the group of the BVA."""
    command(group, "verhoog", writes=True)(_verhoog)


@click.argument("wat", metavar="BESTAND|O-...")
@click.option("--uit", type=click.Path(path_type=Path), required=True, help="Het nieuwe bestand.")
@HOME
@click.option(
    "--niveau",
    type=click.Choice(["B-T", "B-LT", "B-LTA"]),
    default=None,
    help="Het gewenste niveau; zonder deze optie dat uit [zegel].",
)
@click.option("--overschrijf", is_flag=True, help="Vervang een bestand dat er al is.")
def _verhoog(
    uitvoer: Uitvoer,
    *,
    wat: str,
    uit: Path,
    home: Path,
    niveau: Niveau | None,
    overschrijf: bool,
    proef: bool,
) -> None:
    """Vul een ondertekende PDF aan tot een hoger niveau, bijvoorbeeld na een storing van de tijdstempeldienst.

    De bytes van BESTAND blijven zoals ze zijn; er komt alleen bewijs achter. BESTAND zelf verandert niet.

    Met een indiening (O-...) gebeurt dat met het rapport in het bewaarde besluitpakket; wie besloot ondertekent dat pakket
    opnieuw met zijn eigen sleutel (--gnupg-home), en het nieuwe bestand is voor het CCV.
    """
    if wat.startswith("O-") and not os.path.isfile(wat):  # noqa: PTH113 - a name that cannot be is no file either
        _raise_besluit(
            uitvoer, wat, uit, home_of(home), niveau, writer(uit, overwrite=overschrijf, proef=proef), proef=proef
        )
    else:
        _raise_file(uitvoer, Path(wat), uit, niveau, overschrijf=overschrijf, proef=proef)


def _raise_besluit(
    uitvoer: Uitvoer,
    indiening: str,
    uit: Path,
    home: Path,
    niveau: Niveau | None,
    write: Callable[[bytes], None],
    *,
    proef: bool,
) -> None:
    from weerbaar_docs.toetsing.bij_bva import raise_besluit
    from weerbaar_docs.zegelinstellingen import configured_voorzieningen

    config, toetsing = open_toetsing()
    voorzieningen = configured_voorzieningen(config, os.environ, niveau=niveau)
    check_interrupt()
    made = raise_besluit(toetsing, indiening, home=home, voorzieningen=voorzieningen, write=write, proef=proef)
    lines = [
        f"{'zou verhogen' if proef else 'verhoogd'}: het rapport in het besluitpakket van {indiening}, van {made.van} naar {made.naar}",
        f"{'zou schrijven' if proef else 'geschreven'}: {uit}",
    ]
    uitvoer.data({**made.as_json(), **written(uit, proef=proef)}, lines)


def _raise_file(
    uitvoer: Uitvoer, bestand: Path, uit: Path, niveau: Niveau | None, *, overschrijf: bool, proef: bool
) -> None:
    from weerbaar_docs.canonical import sha256
    from weerbaar_docs.config import load_config
    from weerbaar_docs.encryption.package import MAX_BYTES
    from weerbaar_docs.pades import check_raisable, raise_pdf
    from weerbaar_docs.zegelinstellingen import configured_voorzieningen

    voorzieningen = configured_voorzieningen(load_config(None, os.environ), os.environ, niveau=niveau)
    pdf, now = read_file(bestand, MAX_BYTES), datetime.now(UTC)
    van = check_raisable(pdf, voorzieningen, now=now).niveau
    _refuse_same(bestand, uit)
    write = writer(uit, overwrite=overschrijf, proef=proef)
    value = {"van": van, "naar": voorzieningen.niveau, "sha256_oud": sha256(pdf), **written(uit, proef=proef)}
    if proef:
        uitvoer.data(value, [f"van {van} naar {voorzieningen.niveau}", f"zou schrijven: {uit}"])
        return
    raised = raise_pdf(pdf, voorzieningen, now=now)
    write(raised)
    lines = [f"van {van} naar {voorzieningen.niveau}", f"geschreven: {uit}", f"SHA-256 {sha256(raised)}"]
    uitvoer.data({**value, "sha256": sha256(raised)}, lines)


def _refuse_same(bestand: Path, uit: Path) -> None:
    """Raise UsageError when the new file would take the place of the old one, that toestemming may name by its SHA-256."""
    try:
        same = bestand.samefile(uit)
    except OSError:
        same = False  # there is no new one yet
    if same:
        raise UsageError.because(
            "BESTAND-ZELF",
            "het nieuwe bestand is BESTAND zelf, en dat blijft zoals het is",
            "Geef bij --uit een andere naam.",
        )
