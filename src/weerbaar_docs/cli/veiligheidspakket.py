# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs veiligheidspakket maak`: the pack for a starting bestuurder, to print and to read on a screen."""

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
from weerbaar_docs.errors import ValidationError

if TYPE_CHECKING:
    from datetime import date

    from weerbaar_docs.config import Configuratie
    from weerbaar_docs.veiligheidspakket import Veiligheidspakket


@click.group()
def entry() -> None:
    """Maak het veiligheidspakket voor een startende bestuurder."""


@click.argument("gegevens", metavar="GEGEVENS|-", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--contactpunten",
    "bestand",
    type=click.Path(path_type=Path),
    default=None,
    help="Een lijst van contactpunten (JSON); anders die van het register die van geen werkgever zijn.",
)
@click.option("--uit", "folder", type=click.Path(path_type=Path), required=True, help="De map voor het pakket.")
@click.option(
    "--leesbaar-op-schijf", is_flag=True, help="Verplicht: u weet dat het pakket onversleuteld op schijf komt."
)
@click.option("--formaat", default="docx,pdf", help="docx, pdf of beide, met een komma ertussen.")
@click.option("--overschrijf", is_flag=True, help="Vervang bestanden die er al zijn.")
def _maak(
    uitvoer: Uitvoer,
    gegevens: Path,
    bestand: Path | None,
    folder: Path,
    leesbaar_op_schijf: bool,  # noqa: FBT001
    formaat: str,
    overschrijf: bool,  # noqa: FBT001
    proef: bool,  # noqa: FBT001
    peildatum: date | None,
) -> None:
    """Maak het pakket van GEGEVENS (JSON, schema veiligheidspakket); de naam van de bestuurder komt er niet in."""
    from weerbaar_docs._files import refuse_existing, write_together
    from weerbaar_docs.canonical import read_json, sha256
    from weerbaar_docs.config import load_config
    from weerbaar_docs.huisstijl import huisstijl_here
    from weerbaar_docs.registers.sjablonen import STANDAARD
    from weerbaar_docs.veiligheidspakket import make_pakket

    require_readable(leesbaar_op_schijf, "het pakket", "de map")
    formats = read_formats(formaat)
    given, config = read_json(read_file(gegevens)), load_config(None, os.environ)
    punten, niet_passend = (_list(bestand), []) if bestand else _registered(given, config)
    made = make_pakket(
        given,
        punten,
        datum=day_or_today(peildatum),
        huisstijl=huisstijl_here(config, os.environ, voor=STANDAARD),
    )
    files = {folder / f"{made.kenmerk}-veiligheidspakket.{kind}": getattr(made.document, kind) for kind in formats}
    refuse_existing(files, overwrite=overschrijf)
    if not proef:
        check_interrupt()
        write_together(files, overwrite=overschrijf)
    uitvoer.data(
        {
            "kenmerk": made.kenmerk,
            "proef": proef,
            "te_verifieren": list(made.te_verifieren),
            "zonder": list(made.zonder),
            "contactpunten_niet_passend": niet_passend,
            "bestanden": [{"naam": p.name, "sha256": sha256(data), "bytes": len(data)} for p, data in files.items()],
        },
        [
            f"Veiligheidspakket, kenmerk {made.kenmerk}",
            *_remarks(made, niet_passend),
            *(f"{'zou schrijven' if proef else 'geschreven'}: {path}" for path in files),
        ],
    )


command(entry, "maak", writes=True, dated=True)(_maak)


def _remarks(made: Veiligheidspakket, niet_passend: list[str]) -> list[str]:
    lines = [f"nog te verifiëren, en zo gedrukt: {', '.join(made.te_verifieren)}"] if made.te_verifieren else []
    lines += [f"niet in dit pakket: {', '.join(made.zonder)}"] if made.zonder else []
    noot = "contactpunten weggelaten, want voor een ander soort organisatie"
    return lines + ([f"{noot}: {', '.join(niet_passend)}"] if niet_passend else [])


def _list(file: Path) -> list[Any]:
    from weerbaar_docs.canonical import read_json

    found = read_json(read_file(file))
    if not isinstance(found, list):
        raise ValidationError.because(
            "VEILIGHEIDSPAKKET-LIJST",
            "het bestand met contactpunten is geen lijst",
            "Zet de contactpunten tussen [ en ], ook als het er één is.",
        )
    return found


def _registered(given: Any, config: Configuratie) -> tuple[list[Any], list[str]]:
    """Give the contactpunten of the register that are of no werkgever and fit the reader, and the ids of those that do not.

    No store gives none: what follows then says that there have to be some.
    """
    from weerbaar_docs.registers.contactpunten import contactpunten
    from weerbaar_docs.validation import check_part
    from weerbaar_docs.veiligheidspakket import passend
    from weerbaar_docs.werkplek import existing_engine, open_here

    check_part("veiligheidspakket", given)
    if existing_engine(config, os.environ) is None:
        return [], []
    with open_here(os.environ).act("persoonsgegevens_getoond", object="register") as act:
        found = [item for item in contactpunten(act.connection, act.register_key()) if item["organisatie"] is None]
    fits = {item["id"]: passend(item["contactpunt"], given) for item in found}
    return [item["contactpunt"] for item in found if fits[item["id"]]], [i for i, fit in fits.items() if not fit]
