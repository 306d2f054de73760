# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs bva ontvang|lijst|toon|beoordeel|lees-mee|besluit|verhoog`: what the BVA does on its own computer."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from weerbaar_docs.cli import bva_verhoog
from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import MASKER, Uitvoer, command
from weerbaar_docs.cli.reading import read_file
from weerbaar_docs.cli.toetsing import HOME, MAX_PAKKET, UIT, VOOR, home_of, open_store, open_toetsing, writer, written
from weerbaar_docs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from weerbaar_docs.audit.regel import Handeling
    from weerbaar_docs.toetsing.bij_bva import Voorstel


@click.group()
def entry() -> None:
    """Ontvang rapporten, beoordeel ze, stel ze vast en onderteken ze, op de computer van de BVA."""


_ID = click.argument("indiening", metavar="O-...")


@click.argument("bestand", type=click.Path(path_type=Path))
@HOME
def _ontvang(uitvoer: Uitvoer, bestand: Path, home: Path, proef: bool) -> None:  # noqa: FBT001
    """Open een indiening, controleer alles en bewaar haar verzegeld. GNUPG-HOME heeft de sleutel van de BVA."""
    from weerbaar_docs.toetsing.bij_bva import receive

    _, toetsing = open_toetsing()
    data = read_file(bestand, MAX_PAKKET)
    check_interrupt()
    kenmerk = receive(toetsing, data, home=home_of(home), proef=proef)
    uitvoer.data(
        {"indiening": kenmerk, "proef": proef},
        [f"{'zou ontvangen' if proef else 'ontvangen'}: {kenmerk}", f"Beoordeel haar met: bva toon {kenmerk}"],
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
            *_outage(r.indiening, r.uitval),
        )
    ]
    uitvoer.data({"indieningen": [r.as_json() for r in found]}, lines or ["Er is niets ingediend."])


command(entry, "lijst")(_lijst)


@_ID
def _toon(uitvoer: Uitvoer, indiening: str) -> None:
    """Toon wat de toetser moet beoordelen, en wat er sinds de vorige versie is veranderd."""
    from weerbaar_docs.toetsing.bij_bva import look_at
    from weerbaar_docs.toetsing.tonen import as_json, lines

    _, toetsing = open_toetsing()
    stand = look_at(toetsing, indiening, handeling=_looking(uitvoer))
    masker = None if uitvoer.toon_persoonsgegevens else MASKER
    uitvoer.data(as_json(stand, masker), list(lines(stand, masker)))


command(entry, "toon")(_toon)


@_ID
@click.option(
    "--bestand", type=click.Path(path_type=Path, allow_dash=True), default=None, help="Oordelen als JSON (of -)."
)
@click.option("--maatregel", "maatregelen", multiple=True, metavar="M-01=vastgesteld", help="Stel een maatregel vast.")
@click.option("--criterium", "criteria", multiple=True, metavar="NAAM=OORDEEL", help="Het oordeel over een criterium.")
@click.option(
    "--treffer", "treffers", multiple=True, metavar="SLEUTEL=bevestigd|afgewezen", help="Het oordeel over een treffer."
)
@click.option(
    "--pkvw", type=click.Choice(["akkoord", "geen_akkoord"]), default=None, help="Over de uitzondering op het PKVW."
)
@click.option("--uitkomst", default=None, help="vastgesteld, gedeeltelijk_vastgesteld of teruggestuurd.")
@click.option("--besluitnummer", default=None, help="Het nummer van het besluit.")
@VOOR
def _beoordeel(  # noqa: PLR0913 - one option per thing that is judged
    uitvoer: Uitvoer,
    *,
    indiening: str,
    bestand: Path | None,
    maatregelen: tuple[str, ...],
    criteria: tuple[str, ...],
    treffers: tuple[str, ...],
    pkvw: str | None,
    uitkomst: str | None,
    besluitnummer: str | None,
    voor: str | None,
    proef: bool,
) -> None:
    """Leg oordelen vast; nog niets is besloten. Teksten (reden, gewijzigde omschrijving) komen uit --bestand."""
    from weerbaar_docs.canonical import read_json
    from weerbaar_docs.toetsing.beoordelen import merge
    from weerbaar_docs.toetsing.bij_bva import judge

    deel: dict[str, Any] = merge({}, read_json(read_file(bestand))) if bestand is not None else {}
    given: dict[str, Any] = {
        "per_maatregel": _pairs(maatregelen, "nummer"),
        "toetsing": _pairs(criteria, "criterium"),
        "treffers": _pairs(treffers, "sleutel"),
        "pkvw_uitzondering_akkoord": None if pkvw is None else pkvw == "akkoord",
        "uitkomst": uitkomst,
        "besluitnummer": besluitnummer,
    }
    deel = merge(deel, {name: value for name, value in given.items() if value not in (None, [])})
    if not deel:
        raise UsageError.because("GEBRUIK", "er is geen oordeel gegeven", "Geef --bestand of een oordeel als optie.")
    _, toetsing = open_toetsing()
    check_interrupt()
    stand = judge(toetsing, indiening, deel, voor=voor, proef=proef)
    todo = [{"pad": item.pad, "wat": item.wat} for item in stand.ontbreekt]
    uitvoer.data(
        {"indiening": indiening, "ontbreekt": todo, "proef": proef},
        [
            f"{'zou vastleggen' if proef else 'vastgelegd'}: oordelen over {indiening}",
            *(f"nog te doen: {item['wat']}" for item in todo),
            *([] if todo else ["De beoordeling is af; besluit met: bva besluit"]),
        ],
    )


command(entry, "beoordeel", writes=True)(_beoordeel)


@_ID
@HOME
def _lees_mee(uitvoer: Uitvoer, indiening: str, home: Path, proef: bool) -> None:  # noqa: FBT001
    """Onderteken als tweede toetser dat u het besluit zoals het nu is hebt gelezen."""
    from weerbaar_docs.toetsing.beoordelen import besluit_digest
    from weerbaar_docs.toetsing.bij_bva import read_along

    _, toetsing = open_toetsing()
    check_interrupt()
    voorstel = read_along(
        toetsing,
        indiening,
        home=home_of(home),
        show=lambda made: _show(uitvoer, made),
        handeling=_looking(uitvoer),
        proef=proef,
    )
    digest = besluit_digest(voorstel.bva_besluit)
    uitvoer.data(
        {"indiening": indiening, "besluit_sha256": digest, "proef": proef},
        [f"{'zou ondertekenen' if proef else 'ondertekend'}: besluit {digest[:16]}"],
    )


command(entry, "lees-mee", writes=True)(_lees_mee)


@_ID
@UIT
@HOME
@VOOR
@click.option(
    "--akkoord-met-verschillen",
    "akkoord",
    default=None,
    metavar="CONTROLEGETAL",
    help="U hebt de verschillen met dit controlegetal gezien; zonder deze optie wordt het gevraagd.",
)
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
    """Toon elk verschil tussen concept en definitief rapport, vraag akkoord, stel vast en maak het besluitpakket."""
    from weerbaar_docs.toetsing.bij_bva import decide_indiening, propose, send_again
    from weerbaar_docs.zegelinstellingen import configured_zegel

    config, toetsing = open_toetsing()
    write = writer(uit, overwrite=overschrijf, proef=proef)
    if opnieuw:
        check_interrupt()
        digest = send_again(toetsing, indiening, home=home_of(home), write=write, proef=proef)
        lines = [f"{'zou schrijven' if proef else 'geschreven'}: {uit}"]
        uitvoer.data({"indiening": indiening, "sha256": digest, **written(uit, proef=proef)}, lines)
        return
    voorstel = propose(toetsing, indiening, handeling=_looking(uitvoer))
    back = voorstel.bva_besluit["uitkomst"] == "teruggestuurd"
    agreed = _agreement(uitvoer, voorstel, akkoord)
    check_interrupt()
    made = decide_indiening(
        toetsing,
        indiening,
        akkoord=agreed,
        home=home_of(home),
        zegel=None if back else configured_zegel(config, os.environ),
        write=write,
        meelezer=config.get("bva.meelezer"),
        voor=voor,
        proef=proef,
    )
    value = made.as_json()
    uitvoer.data(
        {**value, "verschillen_sha256": agreed, **written(uit, proef=proef)},
        [
            f"{'zou besluiten' if proef else 'besloten'}: {value['besluitnummer']}, {value['uitkomst']}",
            f"{'zou schrijven' if proef else 'geschreven'}: {uit}",
            *_outage(indiening, made.uitval),
        ],
    )


command(entry, "besluit", writes=True)(_besluit)
bva_verhoog.register(entry)


def _outage(indiening: str, uitval: str) -> list[str]:
    """Say that the signature has less proof than was asked for, and what to do about it."""
    if not uitval:
        return []
    return [f"  LET OP: geen tijdstempel ({uitval}). Verhoog het rapport later: bva verhoog {indiening}"]


def _agreement(uitvoer: Uitvoer, voorstel: Voorstel, akkoord: str | None) -> str:
    """Show the differences and give the digest that was agreed with; nobody to ask is no agreement."""
    digest = voorstel.verschillen.sha256
    if akkoord is not None:
        _require_visible(uitvoer, voorstel)
        return akkoord
    if uitvoer.as_json or not sys.stdin.isatty():
        click.echo("\n".join(_shown(uitvoer, voorstel)), err=True)
        raise UsageError.because(
            "BVA-AKKOORD",
            f"er is nog geen akkoord op de verschillen met controlegetal {digest}",
            "Bekijk ze en geef dat controlegetal met --akkoord-met-verschillen.",
        )
    _show(uitvoer, voorstel)
    _ask("Bent u akkoord met precies deze verschillen?")
    return digest


def _ask(question: str) -> None:
    """Ask a question that only a yes answers; anything else is a no, and ends the command."""
    answer: str = click.prompt(f"{question} [j/N]", default="n", show_default=False, prompt_suffix=" ")
    if answer.strip().lower() not in {"j", "ja", "y", "yes"}:
        raise click.Abort


def _show(uitvoer: Uitvoer, voorstel: Voorstel) -> None:
    for line in _shown(uitvoer, voorstel):
        uitvoer.progress(line)


def _shown(uitvoer: Uitvoer, voorstel: Voorstel) -> Iterator[str]:
    from weerbaar_docs.toetsing.tonen import difference_lines

    _require_visible(uitvoer, voorstel)
    return difference_lines(voorstel.verschillen)


def _require_visible(uitvoer: Uitvoer, voorstel: Voorstel) -> None:
    """Raise UsageError when somebody would agree with words that he does not get to see, or with their digest alone."""
    if voorstel.verschillen.lijst and not uitvoer.toon_persoonsgegevens:
        raise UsageError.because(
            "BVA-VERBORGEN",
            "de verschillen tussen concept en definitief rapport zijn verborgen, en akkoord geldt alleen voor wat u hebt gezien",
            "Geef de opdracht met --toon-persoonsgegevens, op een scherm dat alleen u ziet.",
        )


def _looking(uitvoer: Uitvoer) -> Handeling:
    return "persoonsgegevens_getoond" if uitvoer.toon_persoonsgegevens else "dossier_gelezen"


def _pairs(given: Iterable[str], key: str) -> list[dict[str, str]]:
    found = []
    for text in given:
        name, sign, oordeel = text.partition("=")
        if not (name and sign and oordeel):
            raise UsageError.because(
                "GEBRUIK", "een oordeel heeft niet de vorm NAAM=OORDEEL", "Schrijf bijvoorbeeld M-01=vastgesteld."
            )
        found.append({key: name, "oordeel": oordeel})
    return found
