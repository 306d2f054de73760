# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs document lijst|maak`: the letters and sheets of a dossier, each at the point where it makes sense."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from weerbaar_docs.cli.dossierbron import note_readable, read_stored
from weerbaar_docs.cli.formaat import read_formats
from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import Uitvoer, command, require_readable
from weerbaar_docs.cli.peildatum import day_or_today
from weerbaar_docs.cli.reading import read_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@click.group()
def entry() -> None:
    """Maak brieven en bladen van een dossier, elk op het moment dat ze zin hebben.

    Een DOSSIER is een bestand (JSON), of een dossier uit de opslag: WB-2026-000123, of WB-2026-000123@2 voor versie 2.
    """


@click.argument("dossier", required=False)
def _lijst(uitvoer: Uitvoer, dossier: str | None, peildatum: date | None) -> None:
    """Toon welke documenten er zijn; met een DOSSIER ook welke nu gemaakt kunnen worden, en anders waarom niet.

    Van de andere documenten staat erbij welke opdracht ze maakt.
    """
    from weerbaar_docs.documenten import documentsoorten, elders, refusal

    day = day_or_today(peildatum)
    gegevens = None if dossier is None else _read(dossier, day, shown=False)
    rows = []
    for soort in documentsoorten():
        row: dict[str, Any] = {"naam": soort.naam, "titel": soort.titel, "lezer": soort.lezer}
        if gegevens is not None:
            why = refusal(soort, gegevens, day)
            row |= {"kan": why is None, "reden": None if why is None else why.melding}
        rows.append(row)
    others = [
        {"nummer": regel.nummer, "titel": regel.titel, "lezer": regel.lezer, "opdracht": regel.opdrachten[0]}
        for regel in elders()
    ]
    uitvoer.data(
        {"documenten": rows, "elders": others},
        [
            *(_line(row) for row in rows),
            "",
            "Andere documenten:",
            *(f"{row['titel']:<55} zie `{row['opdracht']}`" for row in others),
        ],
    )


def _line(row: Mapping[str, Any]) -> str:
    now = "" if "kan" not in row else "   kan nu" if row["kan"] else f"   kan niet: {row['reden']}"
    return f"{row['naam']:<30} {row['titel']}{now}"


command(entry, "lijst", dated=True)(_lijst)


@click.argument("naam")
@click.argument("dossier")
@click.option("--uit", "folder", type=click.Path(path_type=Path), required=True, help="De map voor het document.")
@click.option(
    "--leesbaar-op-schijf", is_flag=True, help="Verplicht: u weet dat het document onversleuteld op schijf komt."
)
@click.option("--formaat", default="docx,pdf", help="docx, pdf of beide, met een komma ertussen.")
@click.option("--overschrijf", is_flag=True, help="Vervang bestanden die er al zijn.")
def _maak(
    uitvoer: Uitvoer,
    naam: str,
    dossier: str,
    folder: Path,
    leesbaar_op_schijf: bool,  # noqa: FBT001
    formaat: str,
    overschrijf: bool,  # noqa: FBT001
    proef: bool,  # noqa: FBT001
    peildatum: date | None,
) -> None:
    """Maak het document NAAM (zie `document lijst`) van een dossier, of van het formulier (JSON) waar het van is."""
    from weerbaar_docs._files import refuse_existing, write_together
    from weerbaar_docs.canonical import sha256
    from weerbaar_docs.config import load_config
    from weerbaar_docs.documenten import documentsoort, make_document
    from weerbaar_docs.huisstijl import huisstijl_here

    require_readable(leesbaar_op_schijf, "het document", "de map")
    formats = read_formats(formaat)
    soort, day = documentsoort(naam), day_or_today(peildatum)
    gegevens = _read(dossier, day, shown=True) if soort.van == "dossier" else _read_form(dossier, soort.van)
    huisstijl = huisstijl_here(load_config(None, os.environ), os.environ, voor=gegevens["organisatie"]["oin"])
    made = make_document(naam, gegevens, datum=day, huisstijl=huisstijl)
    files = {folder / f"{made.kenmerk}-{naam}.{kind}": getattr(made.document, kind) for kind in formats}
    if soort.bijlage is not None:
        extra = make_document(soort.bijlage, gegevens, datum=day, huisstijl=huisstijl).document
        files |= {folder / f"{made.kenmerk}-{soort.bijlage}.{kind}": getattr(extra, kind) for kind in formats}
    refuse_existing(files, overwrite=overschrijf)
    if not proef:
        check_interrupt()
        note_readable(dossier)
        write_together(files, overwrite=overschrijf)
    uitvoer.data(
        {
            "naam": naam,
            "kenmerk": made.kenmerk,
            "proef": proef,
            "bestanden": [{"naam": p.name, "sha256": sha256(data), "bytes": len(data)} for p, data in files.items()],
        },
        [
            f"{soort.titel}, kenmerk {made.kenmerk}",
            *(f"{'zou schrijven' if proef else 'geschreven'}: {path}" for path in files),
        ],
    )


command(entry, "maak", writes=True, dated=True)(_maak)


def _read_form(file: str, soort: str) -> Mapping[str, Any]:
    """Give the data of a form that holds; raises ValidationError with all its faults."""
    from weerbaar_docs.canonical import read_json
    from weerbaar_docs.config import load_config
    from weerbaar_docs.errors import ValidationError
    from weerbaar_docs.validation import examine_document

    data = read_file(Path(file))
    instellingen = load_config(None, os.environ).instellingen_van_regels(None)
    meldingen = examine_document(data, soort, instellingen=instellingen)
    if any(m.ernst == "fout" for m in meldingen):
        raise ValidationError(*meldingen)
    found: Mapping[str, Any] = read_json(data)
    return found


def _read(dossier: str, day: date, *, shown: bool) -> Mapping[str, Any]:
    """Give the data of a dossier that holds; raises ValidationError with all its faults."""
    from weerbaar_docs.config import load_config
    from weerbaar_docs.validation import validate

    stored = read_stored(dossier, shown=shown)
    if stored is not None:
        return stored.gegevens
    return validate(
        read_file(Path(dossier)), instellingen=load_config(None, os.environ).instellingen_van_regels(day)
    ).gegevens
