# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs uitvoering opdracht|overzicht|terugmeld|tabel`: what the werkgever makes of maatregelen.json and the stand."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from weerbaar_docs.cli.formaat import read_formats
from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import Uitvoer, command, require_readable
from weerbaar_docs.cli.peildatum import day_or_today
from weerbaar_docs.cli.reading import read_file
from weerbaar_docs.cli.uitvoeringsbron import (
    maatregelen_argument,
    read_overzicht,
    require_past,
    stand_file,
    stand_option,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from weerbaar_docs.rendering.huisstijl import Huisstijl

    Stand = dict[str, Any]

_TABELLEN = ("csv", "xlsx")
_uit = click.option("--uit", "folder", type=click.Path(path_type=Path), required=True, help="De map voor de bestanden.")
_leesbaar = click.option(
    "--leesbaar-op-schijf", is_flag=True, help="Verplicht: u weet dat de bestanden onversleuteld op schijf komen."
)
_overschrijf = click.option("--overschrijf", is_flag=True, help="Vervang bestanden die er al zijn.")


def register(group: click.Group) -> None:
    """Add these commands to the group."""
    command(group, "opdracht", writes=True, dated=True)(_opdracht)
    command(group, "overzicht", writes=True, dated=True)(_overzicht)
    command(group, "terugmeld", writes=True, dated=True)(_terugmeld)
    command(group, "tabel", writes=True)(_tabel)


@maatregelen_argument
@click.argument("nummer")
@click.argument("opdracht", metavar="OPDRACHT.json", type=click.Path(path_type=Path))
@stand_option
@_uit
@_leesbaar
@click.option("--formaat", default="docx,pdf", help="docx, pdf of beide, met een komma ertussen.")
@_overschrijf
def _opdracht(  # noqa: PLR0913 - what an order asks for
    *,
    uitvoer: Uitvoer,
    maatregelen: Path,
    nummer: str,
    opdracht: Path,
    standbestand: Path | None,
    folder: Path,
    leesbaar_op_schijf: bool,
    formaat: str,
    overschrijf: bool,
    proef: bool,
    peildatum: date | None,
) -> None:
    """Maak de brief aan een leverancier voor één maatregel: een offerteaanvraag, of de opdracht zelf.

    Bij een opdracht komt de maatregel op ‘opgedragen’ te staan. Het adres van het werk komt alleen in een opdracht.
    """
    from weerbaar_docs.canonical import read_json
    from weerbaar_docs.uitvoering import make_opdracht
    from weerbaar_docs.uitvoering.standbestand import order_in

    require_readable(leesbaar_op_schijf, "de opdracht", "de map")
    formats = read_formats(formaat)
    overzicht, given, day = read_overzicht(maatregelen), read_json(read_file(opdracht)), day_or_today(peildatum)

    def order(stand: Stand) -> tuple[dict[Path, bytes], Stand]:
        document, after = make_opdracht(overzicht, stand, nummer, given, datum=day, huisstijl=_huisstijl())
        check_interrupt()
        name = f"WD-{document.pdf_sha256[:16]}-opdracht"
        return {folder / f"{name}.{kind}": getattr(document, kind) for kind in formats}, after

    file = stand_file(maatregelen, standbestand)
    written = order_in(file, overzicht, order, overwrite=overschrijf, proef=proef)
    _told(uitvoer, written, proef=proef)


@maatregelen_argument
@stand_option
@_uit
@_leesbaar
@click.option("--formaat", default="docx,pdf", help="docx, pdf of beide, met een komma ertussen.")
@_overschrijf
def _overzicht(
    uitvoer: Uitvoer,
    maatregelen: Path,
    standbestand: Path | None,
    folder: Path,
    leesbaar_op_schijf: bool,  # noqa: FBT001
    formaat: str,
    overschrijf: bool,  # noqa: FBT001
    proef: bool,  # noqa: FBT001
    peildatum: date | None,
) -> None:
    """Maak het voortgangsoverzicht, voor uzelf en voor de bestuurder."""
    from weerbaar_docs.uitvoering import make_voortgang
    from weerbaar_docs.uitvoering.standbestand import stand_in

    require_readable(leesbaar_op_schijf, "het overzicht", "de map")
    formats, overzicht = read_formats(formaat), read_overzicht(maatregelen)
    stand = stand_in(stand_file(maatregelen, standbestand), overzicht)
    made = make_voortgang(overzicht, stand, op=day_or_today(peildatum), huisstijl=_huisstijl())
    name = f"WD-{made.pdf_sha256[:16]}-voortgang"
    files = {f"{name}.{kind}": getattr(made, kind) for kind in formats}
    _told(uitvoer, _write(files, folder, overschrijf=overschrijf, proef=proef), proef=proef)


@maatregelen_argument
@stand_option
@_uit
@_leesbaar
@_overschrijf
def _terugmeld(
    uitvoer: Uitvoer,
    maatregelen: Path,
    standbestand: Path | None,
    folder: Path,
    leesbaar_op_schijf: bool,  # noqa: FBT001
    overschrijf: bool,  # noqa: FBT001
    proef: bool,  # noqa: FBT001
    peildatum: date | None,
) -> None:
    """Maak wat het CCV van de voortgang hoort: het voortgangsoverzicht en de gegevens. Alleen als de bestuurder dat goed vindt.

    Verstuur de bestanden langs de beveiligde weg die u met het CCV hebt afgesproken, nooit per gewone e-mail.
    """
    from weerbaar_docs.canonical import canonical_bytes, sha256
    from weerbaar_docs.uitvoering import make_voortgang, terugmelding
    from weerbaar_docs.uitvoering.standbestand import stand_in

    require_readable(leesbaar_op_schijf, "de terugmelding", "de map")
    require_past({"--peildatum": peildatum})
    overzicht = read_overzicht(maatregelen)
    stand = stand_in(stand_file(maatregelen, standbestand), overzicht)
    day = day_or_today(peildatum)
    data = canonical_bytes(terugmelding(overzicht, stand, op=day))
    name = f"WD-{sha256(data)[:16]}-terugmelding"
    files = {f"{name}.json": data, f"{name}.pdf": make_voortgang(overzicht, stand, op=day, huisstijl=_huisstijl()).pdf}
    _told(uitvoer, _write(files, folder, overschrijf=overschrijf, proef=proef), proef=proef)


@maatregelen_argument
@_uit
@_leesbaar
@click.option("--formaat", default="csv,xlsx", help="csv, xlsx of beide, met een komma ertussen.")
@_overschrijf
def _tabel(
    uitvoer: Uitvoer,
    maatregelen: Path,
    folder: Path,
    leesbaar_op_schijf: bool,  # noqa: FBT001
    formaat: str,
    overschrijf: bool,  # noqa: FBT001
    proef: bool,  # noqa: FBT001
) -> None:
    """Maak van MAATREGELEN.json een tabel voor uw eigen administratie, zonder formules."""
    from weerbaar_docs.maatregelenlijst import maatregelenlijst
    from weerbaar_docs.maatregelentabel import maatregelentabel

    require_readable(leesbaar_op_schijf, "de tabel", "de map")
    formats, overzicht = read_formats(formaat, _TABELLEN), read_overzicht(maatregelen)
    make = {"csv": maatregelenlijst, "xlsx": maatregelentabel}
    files = {f"maatregelen.{kind}": make[kind](overzicht) for kind in formats}
    _told(uitvoer, _write(files, folder, overschrijf=overschrijf, proef=proef), proef=proef)


def _huisstijl() -> Huisstijl:
    from weerbaar_docs.config import load_config
    from weerbaar_docs.huisstijl import huisstijl_here

    return huisstijl_here(load_config(None, os.environ), os.environ)


def _write(files: Mapping[str, bytes], folder: Path, *, overschrijf: bool, proef: bool) -> list[Path]:
    from weerbaar_docs._files import refuse_existing, write_together

    paths = {folder / name: data for name, data in files.items()}
    refuse_existing(paths, overwrite=overschrijf)
    if not proef:
        check_interrupt()
        write_together(paths, overwrite=overschrijf)
    return list(paths)


def _told(uitvoer: Uitvoer, paths: list[Path], *, proef: bool) -> None:
    uitvoer.data(
        {"proef": proef, "bestanden": [path.name for path in paths]},
        [f"{'zou schrijven' if proef else 'geschreven'}: {path}" for path in paths],
    )
