# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs bva lees-mee|besluit O-...`: who signs sees every difference first, and answers for exactly those."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import Uitvoer, command
from weerbaar_docs.cli.toetsing import (
    HOME,
    INDIENING,
    UIT,
    VOOR,
    home_of,
    looking,
    open_toetsing,
    refuse_beside_opnieuw,
    tell_sent_again,
    writer,
    written,
)
from weerbaar_docs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from weerbaar_docs.config import Configuratie
    from weerbaar_docs.pades import Zegel
    from weerbaar_docs.toetsing.bij_bva import Besloten, Voorstel


def register(group: click.Group) -> None:
    """Add these commands to the group of the BVA."""
    command(group, "lees-mee", writes=True)(_lees_mee)
    command(group, "besluit", writes=True)(_besluit)


AKKOORD = click.option(
    "--akkoord-met-verschillen",
    "akkoord",
    default=None,
    metavar="CONTROLEGETAL",
    help="U hebt het besluit en de verschillen met dit controlegetal gezien; zonder deze optie wordt het gevraagd.",
)


@INDIENING
@HOME
@AKKOORD
def _lees_mee(uitvoer: Uitvoer, indiening: str, home: Path, akkoord: str | None, proef: bool) -> None:  # noqa: FBT001
    """Toon het besluit en elk verschil, vraag akkoord, en onderteken als tweede toetser dat u het zo hebt gelezen."""
    from weerbaar_docs.toetsing.beoordelen import besluit_digest
    from weerbaar_docs.toetsing.bij_bva import read_along

    _, toetsing = open_toetsing()
    check_interrupt()
    voorstel = read_along(
        toetsing,
        indiening,
        home=home_of(home),
        agree=lambda made: _agreement(uitvoer, made, akkoord),
        handeling=looking(uitvoer),
        proef=proef,
    )
    digest = besluit_digest(voorstel.bva_besluit)
    uitvoer.data(
        {"indiening": indiening, "besluit_sha256": digest, "proef": proef},
        [f"{'zou ondertekenen' if proef else 'ondertekend'}: besluit {digest[:16]}"],
    )


@INDIENING
@UIT
@HOME
@VOOR
@AKKOORD
@click.option("--opnieuw", is_flag=True, help="Verzend wat al is besloten nog eens, als het bestand verloren ging.")
@click.option("--overschrijf", is_flag=True, help="Vervang een bestand dat er al is.")
def _besluit(
    uitvoer: Uitvoer,
    *,
    indiening: str,
    uit: Path,
    home: Path,
    voor: str | None,
    akkoord: str | None,
    opnieuw: bool,
    overschrijf: bool,
    proef: bool,
) -> None:
    """Toon het besluit en elk verschil tussen concept en definitief rapport, vraag akkoord, en maak het besluitpakket."""
    from weerbaar_docs.toetsing.bij_bva import decide_indiening, propose, send_again

    if opnieuw:
        refuse_beside_opnieuw({"--voor": voor, "--akkoord-met-verschillen": akkoord})
    config, toetsing = open_toetsing()
    write = writer(uit, overwrite=overschrijf, proef=proef)
    if opnieuw:
        check_interrupt()
        digest = send_again(toetsing, indiening, home=home_of(home), write=write, proef=proef)
        tell_sent_again(uitvoer, {"indiening": indiening}, digest, uit, proef=proef)
        return
    voorstel = propose(toetsing, indiening, handeling=looking(uitvoer))
    agreed = _agreement(uitvoer, voorstel, akkoord)
    check_interrupt()
    made = decide_indiening(
        toetsing,
        indiening,
        akkoord=agreed,
        home=home_of(home),
        zegel=_zegel(config, voorstel),
        write=write,
        meelezer=config.get("bva.meelezer"),
        voor=voor,
        proef=proef,
    )
    _tell(uitvoer, made, agreed, uit, proef=proef)


def _zegel(config: Configuratie, voorstel: Voorstel) -> Zegel | None:
    """Give the seal of the BVA; a report that is sent back is not sealed."""
    from weerbaar_docs.zegelinstellingen import configured_zegel

    back = voorstel.bva_besluit["uitkomst"] == "teruggestuurd"
    return None if back else configured_zegel(config, os.environ)


def _tell(uitvoer: Uitvoer, made: Besloten, agreed: str, uit: Path, *, proef: bool) -> None:
    value = made.as_json()
    uitvoer.data(
        {**value, "controlegetal": agreed, **written(uit, proef=proef)},
        [
            f"{'zou besluiten' if proef else 'besloten'}: {value['besluitnummer']}, {value['uitkomst']}",
            f"{'zou schrijven' if proef else 'geschreven'}: {uit}",
            *outage(made.indiening, made.uitval),
        ],
    )


def outage(indiening: str, uitval: str) -> list[str]:
    """Say that the signature has less proof than was asked for, and what to do about it."""
    if not uitval:
        return []
    return [f"  LET OP: geen tijdstempel ({uitval}). Verhoog het rapport later: bva verhoog {indiening}"]


def _agreement(uitvoer: Uitvoer, voorstel: Voorstel, akkoord: str | None) -> str:
    """Show the besluit and its differences, and give the digest that was agreed with; nobody to ask is no agreement."""
    _require_visible(uitvoer)
    if akkoord is not None:
        return akkoord
    digest = voorstel.verschillen.sha256
    if uitvoer.as_json or not sys.stdin.isatty():
        click.echo("\n".join(_shown(voorstel)), err=True)
        raise UsageError.because(
            "BVA-AKKOORD",
            f"er is nog geen akkoord op het besluit en de verschillen met controlegetal {digest}",
            "Bekijk ze en geef dat controlegetal met --akkoord-met-verschillen.",
        )
    for line in _shown(voorstel):
        uitvoer.progress(line)
    _ask("Bent u akkoord met dit besluit en precies deze verschillen?")
    return digest


def _ask(question: str) -> None:
    """Ask a question that only a yes answers; anything else is a no, and ends the command."""
    answer: str = click.prompt(f"{question} [j/N]", default="n", show_default=False, prompt_suffix=" ")
    if answer.strip().lower() not in {"j", "ja", "y", "yes"}:
        raise click.Abort


def _shown(voorstel: Voorstel) -> Iterator[str]:
    from weerbaar_docs.toetsing.besluit_tonen import besluit_lines, difference_lines

    yield from besluit_lines(voorstel.bva_besluit)
    yield from difference_lines(voorstel.verschillen)


def _require_visible(uitvoer: Uitvoer) -> None:
    """Raise UsageError when somebody would agree with words that he does not get to see, or with their digest alone."""
    if not uitvoer.toon_persoonsgegevens:
        raise UsageError.because(
            "BVA-VERBORGEN",
            "het besluit en zijn verschillen met het concept zijn verborgen, en akkoord geldt alleen voor wat u hebt gezien",
            "Geef de opdracht met --toon-persoonsgegevens, op een scherm dat alleen u ziet.",
        )
