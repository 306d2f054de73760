# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs pakket open PAKKET --uit MAP`: what a werkgever does with what the CCV sent."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import MASKER, Uitvoer, command
from weerbaar_docs.cli.reading import read_folder, read_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.opening import Geopend

_LEESBAAR = "Deze bestanden zijn leesbaar voor wie bij de map kan. Verwijder ze als u ze niet meer nodig hebt."


@click.group()
def entry() -> None:
    """Open wat het CCV voor uw organisatie heeft verzegeld."""


@click.argument("pakket", metavar="PAKKET", type=click.Path(path_type=Path))
@click.option(
    "--uit",
    type=click.Path(path_type=Path),
    required=True,
    help="Een nieuwe of lege map voor de ontsleutelde bestanden.",
)
@click.option(
    "--vertrouw",
    type=click.Path(path_type=Path),
    required=True,
    help="Een map met wie u vertrouwt: de sleutel van CCV levering (ccv-….asc), en als u ze hebt de zegels en de andere sleutels.",
)
@click.option(
    "--gnupg-home",
    "home",
    type=click.Path(path_type=Path),
    default=Path("~/.gnupg"),
    help="De GnuPG-map met de geheime sleutel van uw organisatie. [~/.gnupg]",
)
def _open(
    uitvoer: Uitvoer,
    pakket: Path,
    uit: Path,
    vertrouw: Path,
    home: Path,
    proef: bool,  # noqa: FBT001
) -> None:
    """Ontsleutel een pakket, controleer elke schakel en zet de bestanden in een map.

    Alleen een pakket van het CCV waarin geen schakel is gebroken, geeft bestanden. Wat niet te controleren is, staat erbij:
    leg dan het zegel of de sleutel die ontbreekt in de map van --vertrouw, en controleer MAP met verifieer.
    """
    from weerbaar_docs._files import refuse_full, write_folder
    from weerbaar_docs.encryption.package import MAX_PAKKET
    from weerbaar_docs.opening import open_pakket
    from weerbaar_docs.verifieren import MAX_BYTES, read_vertrouwen
    from weerbaar_docs.verwijzing import home_path

    refuse_full(uit)
    geopend = open_pakket(
        read_whole(pakket, MAX_PAKKET),
        home=home_path(str(home)),
        vertrouwen=read_vertrouwen(read_folder(vertrouw, MAX_BYTES)),
        now=datetime.now(UTC),
    )
    if not proef:
        check_interrupt()
        write_folder(uit, geopend.bestanden)
    uitvoer.data(_value(geopend, uit, uitvoer, proef=proef), _lines(geopend, uit, uitvoer, proef=proef))


def _value(geopend: Geopend, uit: Path, uitvoer: Uitvoer, *, proef: bool) -> Mapping[str, object]:
    masker = None if uitvoer.toon_persoonsgegevens else MASKER
    return {
        "map": str(uit),
        "bestanden": sorted(geopend.bestanden),
        "proef": proef,
        "controle": geopend.uitslag.as_json(masker=masker),
    }


def _lines(geopend: Geopend, uit: Path, uitvoer: Uitvoer, *, proef: bool) -> list[str]:
    from weerbaar_docs.verifieren.tonen import regels

    masker = None if uitvoer.toon_persoonsgegevens else MASKER
    written = "zou schrijven" if proef else "geschreven"
    files = f"{written}: {len(geopend.bestanden)} bestanden in {uit}; begin met brief.pdf en LEESMIJ.txt."
    return [*regels(geopend.uitslag, masker=masker, bekend=True), "", files, *(() if proef else (_LEESBAAR,))]


command(entry, "open", writes=True)(_open)
