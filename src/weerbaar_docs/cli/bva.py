# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs bva ontvang|lijst|toon|beoordeel|lees-mee|besluit|verhoog`: what the BVA does on its own computer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from weerbaar_docs.cli import bva_beoordeel, bva_besluit, bva_blad, bva_verhoog
from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import MASKER, Uitvoer, command, require_readable
from weerbaar_docs.cli.reading import read_file
from weerbaar_docs.cli.toetsing import (
    INDIENING,
    gnupg_home,
    home_of,
    looking,
    open_store,
    open_toetsing,
    writer,
    written,
)
from weerbaar_docs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable


@click.group()
def entry() -> None:
    """Ontvang rapporten, beoordeel ze, stel ze vast en onderteken ze, op de computer van de BVA."""


@click.argument("bestand", type=click.Path(path_type=Path))
@gnupg_home("de sleutel van de BVA")
def _ontvang(uitvoer: Uitvoer, bestand: Path, home: Path, proef: bool) -> None:  # noqa: FBT001
    """Open een indiening, controleer alles en bewaar haar verzegeld."""
    from weerbaar_docs.encryption.package import MAX_PAKKET
    from weerbaar_docs.toetsing.bij_bva import receive

    _, toetsing = open_toetsing()
    data = read_file(bestand, MAX_PAKKET)
    check_interrupt()
    kenmerk = receive(toetsing, data, home=home_of(home), proef=proef)
    uitvoer.data(
        {"indiening": kenmerk, "proef": proef},
        [
            f"{'zou ontvangen' if proef else 'ontvangen'}: {kenmerk}",
            f"Bekijk wat te beoordelen is: bva toon {kenmerk} --toon-persoonsgegevens",
        ],
    )


command(entry, "ontvang", writes=True)(_ontvang)


def _lijst(uitvoer: Uitvoer) -> None:
    """Toon wat is ingediend, zonder inhoud."""
    from weerbaar_docs.toetsing.bij_bva import list_indieningen

    _, opslag = open_store()
    found = list_indieningen(opslag)
    lines = [
        line
        for r in found
        for line in (
            f"{r.indiening}  {r.status:<9} versie {r.versie}  ontvangen {r.ontvangen_op}  {r.niveau or ''}".rstrip(),
            *bva_besluit.outage(r.indiening, r.uitval),
        )
    ]
    uitvoer.data({"indieningen": [r.as_json() for r in found]}, lines or ["Er is niets ingediend."])


command(entry, "lijst")(_lijst)


@INDIENING
@click.option(
    "--concept",
    type=click.Path(path_type=Path),
    default=None,
    help="Schrijf ook het conceptrapport (PDF) in dit bestand.",
)
@click.option(
    "--leesbaar-op-schijf",
    is_flag=True,
    help="Verplicht bij --concept: u weet dat het rapport onversleuteld op schijf komt.",
)
@click.option("--overschrijf", is_flag=True, help="Vervang een bestand dat er al is.")
def _toon(
    uitvoer: Uitvoer,
    *,
    indiening: str,
    concept: Path | None,
    leesbaar_op_schijf: bool,
    overschrijf: bool,
    proef: bool,
) -> None:
    """Toon wat de toetser moet beoordelen, wat er al is beoordeeld, en wat er sinds de vorige versie is veranderd.

    Titels, omschrijvingen, motiveringen en treffers staan er met --toon-persoonsgegevens; het hele rapport zoals het is
    ingediend schrijft --concept.
    """
    from weerbaar_docs.toetsing.bij_bva import give_concept, look_at
    from weerbaar_docs.toetsing.tonen import as_json, lines

    if concept is None and (leesbaar_op_schijf or overschrijf):
        raise UsageError.because(
            "GEBRUIK",
            "--leesbaar-op-schijf en --overschrijf horen bij --concept, en dat is niet gegeven",
            "Geef --concept BESTAND.pdf, of laat ze weg.",
        )
    write = None if concept is None else _readable(concept, leesbaar_op_schijf, overwrite=overschrijf, proef=proef)
    _, toetsing = open_toetsing()
    stand = look_at(toetsing, indiening, handeling=looking(uitvoer))
    masker = None if uitvoer.toon_persoonsgegevens else MASKER
    value, told = {**as_json(stand, masker), "concept": None}, list(lines(stand, masker))
    if write is not None and concept is not None:
        digest = give_concept(toetsing, stand, write=write, proef=proef)
        value["concept"] = {**written(concept, proef=proef), "sha256": digest}
        told += ["", f"{'zou schrijven' if proef else 'geschreven'}: {concept}"]
    uitvoer.data(value, told)


def _readable(concept: Path, given: bool, *, overwrite: bool, proef: bool) -> Callable[[bytes], None]:  # noqa: FBT001
    require_readable(given, "het conceptrapport", "het bestand")
    return writer(concept, overwrite=overwrite, proef=proef)


command(entry, "toon", writes=True)(_toon)
bva_blad.register(entry)
bva_beoordeel.register(entry)
bva_besluit.register(entry)
bva_verhoog.register(entry)
