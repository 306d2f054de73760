# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs rapport maak`: the documents of a dossier, as files; `rapport treffers`: what a toetser judges; `rapport vergelijk`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from weerbaar_docs.cli import rapport_toetsing, rapport_vergelijk
from weerbaar_docs.cli.formaat import read_formats
from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import Uitvoer, command, require_readable
from weerbaar_docs.cli.peildatum import day_or_today
from weerbaar_docs.cli.reading import read_file
from weerbaar_docs.errors import ValidationError

if TYPE_CHECKING:
    from datetime import date


@click.group()
def entry() -> None:
    """Maak de documenten van een dossier, vergelijk versies, en laat de BVA besluiten."""


@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--uit", "folder", type=click.Path(path_type=Path), required=True, help="De map voor de documenten.")
@click.option(
    "--leesbaar-op-schijf", is_flag=True, help="Verplicht: u weet dat de documenten onversleuteld op schijf komen."
)
@click.option("--versie", type=click.Choice(["bestuurder", "werkgever"]), default="bestuurder", help="Voor wie.")
@click.option("--formaat", default="docx,pdf", help="docx, pdf of beide, met een komma ertussen.")
@click.option("--overschrijf", is_flag=True, help="Vervang bestanden die er al zijn.")
def _maak(
    uitvoer: Uitvoer,
    dossier: Path,
    folder: Path,
    leesbaar_op_schijf: bool,  # noqa: FBT001
    versie: str,
    formaat: str,
    overschrijf: bool,  # noqa: FBT001
    proef: bool,  # noqa: FBT001
    peildatum: date | None,
) -> None:
    """Maak het adviesrapport (Word en PDF) en een JSON met de digests."""
    from weerbaar_docs.config import load_config
    from weerbaar_docs.documenten.rapport import make_rapport, write_documents
    from weerbaar_docs.huisstijl import huisstijl_here
    from weerbaar_docs.validation import validate

    require_readable(leesbaar_op_schijf, "het rapport", "de map")
    formats = read_formats(formaat)
    config = load_config(None, os.environ)
    datum = day_or_today(peildatum)
    checked = validate(read_file(dossier), instellingen=config.instellingen_van_regels(peildatum))
    made = make_rapport(
        checked,
        versie=versie,
        formats=formats,
        datum=datum,
        huisstijl=huisstijl_here(config, os.environ, voor=checked.gegevens["organisatie"]["oin"]),
    )
    value = {"map": str(folder), "proef": proef, **made.digests}
    if not proef:
        check_interrupt()
        write_documents(made, folder, overwrite=overschrijf)
    uitvoer.data(
        value,
        [
            f"{made.digests['merking']} voor de {versie}, rapport {made.digests['rapport_sha256'][:16]}",
            f"bestuurder: {uitvoer.personal(made.naam)}",
            *(f"{'zou schrijven' if proef else 'geschreven'}: {folder / name}" for name in made.bestanden),
        ],
    )


command(entry, "maak", writes=True, dated=True)(_maak)


@click.argument("dossier", type=click.Path(path_type=Path))
def _treffers(uitvoer: Uitvoer, dossier: Path) -> None:
    """Toon wat is weggelaten en toch terugkomt in de werkgeversversie (R-RED-2)."""
    from weerbaar_docs.canonical import read_json
    from weerbaar_docs.config import load_config
    from weerbaar_docs.migratie import migrate
    from weerbaar_docs.model import rapportinhoud
    from weerbaar_docs.rules.regel import geldend_besluit
    from weerbaar_docs.toetsing.plaatsen import find_plaats
    from weerbaar_docs.treffers import treffers
    from weerbaar_docs.validation import examine

    data = read_file(dossier)
    uitslag = examine(data, instellingen=load_config(None, os.environ).instellingen_van_regels(None))
    # What may never come back is a fout, and just then the toetser needs the list.
    other = [m for m in uitslag.meldingen if m.ernst == "fout" and m.code != "R-RED-2"]
    if other:
        raise ValidationError(*other)
    gegevens = migrate(read_json(data))
    if "adviesrapport" not in gegevens:
        raise ValidationError.because(
            "RAPPORT-ONTBREEKT", "het dossier heeft nog geen adviesrapport", "Vul het adviesrapport in."
        )
    besluit = geldend_besluit(gegevens)
    bevestigd = set((besluit or {}).get("redactie_bevestigd", ()))
    inhoud = rapportinhoud(gegevens)
    found = treffers(inhoud, besluit)
    named = {pad: find_plaats(pad, inhoud, besluit or {}).naam for t in found for pad in (t.pad, t.bron)}
    value = {
        "treffers": [
            {
                "sleutel": t.sleutel,
                "soort": t.soort,
                "ernst": t.ernst,
                "pad": t.pad,
                "bron": t.bron,
                "tekst": uitvoer.personal(t.tekst),
                "bevestigd": t.sleutel in bevestigd,
            }
            for t in found
        ]
    }
    lines = [
        f"{t.sleutel}  {'bevestigd' if t.sleutel in bevestigd else t.ernst:<12} {t.soort:<14} {uitvoer.personal(t.tekst)}"
        f"\n    in {named[t.pad]}; weggelaten uit {named[t.bron]}"
        for t in found
    ]
    uitvoer.data(value, lines or ["Er komt niets terug van wat is weggelaten."])


command(entry, "treffers")(_treffers)
rapport_vergelijk.register(entry)
rapport_toetsing.register(entry)
