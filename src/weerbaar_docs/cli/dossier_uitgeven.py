# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs dossier exporteer|inzage`: what leaves the store as readable files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.meldingen import spoken
from weerbaar_docs.cli.output import Uitvoer, command, require_readable, talk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from weerbaar_docs.config import Configuratie
    from weerbaar_docs.dossiers.inzage import Verwerking
    from weerbaar_docs.dossiers.uitvoer import Archiefinstelling
    from weerbaar_docs.errors import Melding
    from weerbaar_docs.store import Opslag


def register(group: click.Group) -> None:
    """Add these commands to the group of dossiers."""
    command(group, "exporteer", writes=True)(_exporteer)
    command(group, "inzage", writes=True)(_inzage)


def _to_folder(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--overschrijf", is_flag=True, help="Vervang bestanden die er al zijn."),
        click.option(
            "--leesbaar-op-schijf", is_flag=True, help="Verplicht: u weet dat er leesbare gegevens op schijf komen."
        ),
        click.option(
            "--uit", "folder", type=click.Path(path_type=Path), required=True, help="De map voor de bestanden."
        ),
        click.argument("dossier"),
    ):
        function = option(function)
    return function


@_to_folder
@click.option("--versie", type=click.IntRange(1, 10**9), default=None, help="Deze versie in plaats van de nieuwste.")
def _exporteer(
    uitvoer: Uitvoer,
    dossier: str,
    folder: Path,
    leesbaar_op_schijf: bool,  # noqa: FBT001
    overschrijf: bool,  # noqa: FBT001
    versie: int | None,
    proef: bool,  # noqa: FBT001
) -> None:
    """Schrijf het dossier als JSON, met archiefmetadata (MDTO) ernaast."""
    from weerbaar_docs.dossiers.uitgeven import export_dossier, note_given

    require_readable(leesbaar_op_schijf, "gegevens van het dossier", "de map")
    config, opslag = _open()
    made = export_dossier(opslag, dossier, versie=versie, instelling=_archief(config), gegeven=False)
    written = _write(opslag, dossier, folder, made.bestanden, overwrite=overschrijf, proef=proef)
    if not proef:
        note_given(opslag, dossier, "geexporteerd")
    _tell(uitvoer, written, made.meldingen)


@_to_folder
def _inzage(
    uitvoer: Uitvoer,
    dossier: str,
    folder: Path,
    leesbaar_op_schijf: bool,  # noqa: FBT001
    overschrijf: bool,  # noqa: FBT001
    proef: bool,  # noqa: FBT001
) -> None:
    """Maak de kopie van zijn gegevens voor de bestuurder (AVG, artikel 15): PDF en JSON."""
    from weerbaar_docs.dossiers.uitgeven import copy_of_dossier, note_given
    from weerbaar_docs.huisstijl import huisstijl_of

    require_readable(leesbaar_op_schijf, "gegevens van het dossier", "de map")
    config, opslag = _open()
    style = huisstijl_of(config, opslag)
    made = copy_of_dossier(opslag, dossier, verwerking=_verwerking(config), huisstijl=style, gegeven=False)
    files = {f"{made.naam}.pdf": made.document.pdf, f"{made.naam}.json": made.gegevens, **made.bijlagen}
    written = _write(opslag, dossier, folder, files, overwrite=overschrijf, proef=proef)
    if not proef:
        note_given(opslag, dossier, "inzage_gegeven")
    _tell(uitvoer, written, made.meldingen)


def _open() -> tuple[Configuratie, Opslag]:
    from weerbaar_docs.config import load_config
    from weerbaar_docs.werkplek import open_configured

    config = load_config(None, os.environ)
    return config, open_configured(config, os.environ)


def _write(
    opslag: Opslag,
    dossier: str,
    folder: Path,
    files: Mapping[str, bytes],
    *,
    overwrite: bool,
    proef: bool,
) -> dict[str, Any]:
    from weerbaar_docs._files import refuse_existing, write_together
    from weerbaar_docs.canonical import sha256
    from weerbaar_docs.dossiers.uitgeven import note_plaintext

    paths = {folder / name: data for name, data in files.items()}
    refuse_existing(paths, overwrite=overwrite)
    if not proef:
        check_interrupt()
        note_plaintext(opslag, dossier)
        write_together(paths, overwrite=overwrite)
    return {
        "map": str(folder),
        "bestanden": [{"naam": n, "sha256": sha256(d), "bytes": len(d)} for n, d in files.items()],
        "proef": proef,
    }


def _tell(uitvoer: Uitvoer, written: Mapping[str, Any], meldingen: tuple[Melding, ...]) -> None:
    if not uitvoer.as_json:
        for line in spoken(meldingen):
            talk(line)
    word = "zou schrijven" if written["proef"] else "geschreven"
    lines = [f"{word}: {Path(written['map']) / item['naam']}" for item in written["bestanden"]]
    uitvoer.data({**written, "meldingen": [m.as_json() for m in meldingen]}, lines)


def _archief(config: Configuratie) -> Archiefinstelling:
    from weerbaar_docs.dossiers.uitvoer import Archiefinstelling

    c = config.section("archief")
    termijn = {
        "duur": c["bewaartermijn_duur"],
        "startgebeurtenis": c["bewaartermijn_start"],
        "grondslag": c["bewaartermijn_grondslag"],
    }
    return Archiefinstelling(
        archiefvormer=c["archiefvormer"],
        archiefvormer_kenmerk=(c["archiefvormer_oin"], "OIN") if c["archiefvormer_oin"] else None,
        woo_gronden=tuple(c["woo_gronden"]),
        waardering=(c["waardering_code"], c["waardering"]) if c["waardering"] else None,
        bewaartermijn={name: value for name, value in termijn.items() if value},
        adres=c["adres"] or None,
    )


def _verwerking(config: Configuratie) -> Verwerking:
    from weerbaar_docs.dossiers.inzage import Verwerking

    c = config.section("inzage")
    termijn = {"duur": c["bewaartermijn"], "startgebeurtenis": c["bewaartermijn_start"]}
    return Verwerking(
        grondslag=c["grondslag"] or None,
        bewaartermijn={name: value for name, value in termijn.items() if value} if c["bewaartermijn"] else {},
        doorgifte=c["doorgifte"] or None,
    )
