# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs rapport vergelijk OUD NIEUW`: what changed between two versions of a dossier or report."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from weerbaar_docs.cli.dossierbron import note_readable, read_stored
from weerbaar_docs.cli.formaat import format_of
from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import MASKER, Uitvoer, command, require_readable
from weerbaar_docs.cli.peildatum import day_or_today
from weerbaar_docs.cli.reading import read_file

if TYPE_CHECKING:
    from datetime import date

    from weerbaar_docs.vergelijken import Kant

_BREEDSTE, _SMALSTE = 100, 60


def register(group: click.Group) -> None:
    """Add this command to the group of reports."""
    command(group, "vergelijk", writes=True, dated=True)(_vergelijk)


@click.argument("oud")
@click.argument("nieuw")
@click.option("--uit", type=click.Path(path_type=Path), default=None, help="Maak ook een document: .pdf of .docx.")
@click.option(
    "--leesbaar-op-schijf", is_flag=True, help="Verplicht bij --uit: u weet dat er leesbare gegevens op schijf komen."
)
@click.option("--overschrijf", is_flag=True, help="Vervang een bestand dat er al is.")
def _vergelijk(
    uitvoer: Uitvoer,
    oud: str,
    nieuw: str,
    uit: Path | None,
    leesbaar_op_schijf: bool,  # noqa: FBT001
    overschrijf: bool,  # noqa: FBT001
    proef: bool,  # noqa: FBT001
    peildatum: date | None,
) -> None:
    """Toon wat er is veranderd tussen OUD en NIEUW: in gegevens, tekst en pagina's.

    OUD en NIEUW zijn een dossier (JSON), het adviesrapport voor de bestuurder (PDF, of zijn gegevens.json), of een dossier uit de
    opslag: WB-2026-000123, of WB-2026-000123@2 voor versie 2.
    """
    from weerbaar_docs._files import refuse_existing, write_atomic
    from weerbaar_docs.config import load_config
    from weerbaar_docs.huisstijl import huisstijl_here
    from weerbaar_docs.registers.sjablonen import STANDAARD
    from weerbaar_docs.vergelijken import read_kanten, vergelijk
    from weerbaar_docs.vergelijken.document import render_vergelijking
    from weerbaar_docs.vergelijken.tonen import regels

    kind = ""
    if uit is not None:
        kind = format_of(uit)
        require_readable(leesbaar_op_schijf, "gegevens uit het rapport", "het bestand")
    shown = uitvoer.toon_persoonsgegevens or uit is not None
    datum = day_or_today(peildatum)
    kanten = read_kanten(lambda: _side(oud, shown=shown), lambda: _side(nieuw, shown=shown))
    oin = kanten[1].gegevens.get("organisatie", {}).get("oin", STANDAARD)
    huisstijl = huisstijl_here(load_config(None, os.environ), os.environ, voor=oin)
    found = vergelijk(*kanten, datum=datum, huisstijl=huisstijl)
    masker = None if uitvoer.toon_persoonsgegevens else MASKER
    lines = regels(found, masker=masker, breedte=_width())
    told = []
    if uit is not None:
        refuse_existing([uit], overwrite=overschrijf)
        made = render_vergelijking(found, datum=datum, huisstijl=huisstijl)
        if not proef:
            check_interrupt()
            note_readable(oud, nieuw)
            write_atomic(uit, getattr(made, kind), overwrite=overschrijf)
        told = ["", f"{'zou schrijven' if proef else 'geschreven'}: {uit}"]
    uitvoer.data({**found.as_json(masker), "geschreven": bool(told) and not proef}, [*lines, *told])


def _side(text: str, *, shown: bool) -> Kant:
    from weerbaar_docs.vergelijken import MAX_BYTES, from_dossier, read_kant

    stored = read_stored(text, shown=shown)
    return read_kant(read_file(Path(text), MAX_BYTES)) if stored is None else from_dossier(stored.gegevens)


def _width() -> int:
    return max(_SMALSTE, min(_BREEDSTE, shutil.get_terminal_size((80, 24)).columns))
