# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs dossier nieuw|importeer|leg-vast|toegang`, and the group that the other commands on dossiers join."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from weerbaar_docs.cli import dossier_lezen, dossier_uitgeven
from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.meldingen import spoken
from weerbaar_docs.cli.output import Uitvoer, command, talk
from weerbaar_docs.cli.reading import read_file
from weerbaar_docs.errors import UsageError

if TYPE_CHECKING:
    from weerbaar_docs.dossiers.bewaren import Bewaard
    from weerbaar_docs.rules import Instellingen
    from weerbaar_docs.store import Opslag


@click.group()
def entry() -> None:
    """Begin dossiers, leg vast, en zie wat er vandaag moet gebeuren.

    Een DOSSIER noemt u bij zijn nummer (WB-2026-000123) of bij zijn pseudoniem (D-...). Gegevens komen uit een
    JSON-bestand of van de standaardinvoer (-), nooit uit een optie.
    """


_BESTAND = click.argument("bestand", metavar="BESTAND|-", type=click.Path(path_type=Path, allow_dash=True))
_HOUDER = click.option(
    "--houder", "houders", multiple=True, metavar="MW-0000", help="Wie het ook kan openen. Herhaal voor meer."
)


@_BESTAND
@click.option(
    "--nummer", default=None, metavar="WB-JJJJ-NNNNNN", help="Het dossiernummer; anders kiest de opslag er een."
)
@_HOUDER
def _nieuw(
    uitvoer: Uitvoer,
    bestand: Path,
    nummer: str | None,
    houders: tuple[str, ...],
    proef: bool,  # noqa: FBT001
) -> None:
    """Begin een dossier uit een aanmelding (JSON met oin, bestuurder, woonplek en aanmelding)."""
    from weerbaar_docs.canonical import read_json
    from weerbaar_docs.dossiers.bewaren import create

    aanvraag = read_json(read_file(bestand))
    opslag, instellingen = _open()
    check_interrupt()
    kept = create(opslag, aanvraag, dossiernummer=nummer, houders=houders, instellingen=instellingen, proef=proef)
    _tell(uitvoer, kept, proef=proef, word="begonnen")


command(entry, "nieuw", writes=True)(_nieuw)


@_BESTAND
@_HOUDER
def _importeer(uitvoer: Uitvoer, bestand: Path, houders: tuple[str, ...], proef: bool) -> None:  # noqa: FBT001
    """Neem een heel dossier (JSON) over; het is hier hoogstens een concept."""
    from weerbaar_docs.canonical import read_json
    from weerbaar_docs.dossiers.bewaren import import_dossier

    gegevens = read_json(read_file(bestand))
    opslag, instellingen = _open()
    check_interrupt()
    kept = import_dossier(opslag, gegevens, houders=houders, instellingen=instellingen, proef=proef)
    _tell(uitvoer, kept, proef=proef, word="overgenomen")


command(entry, "importeer", writes=True)(_importeer)


@click.argument("dossier")
@click.argument("soort")
@click.argument("bestand", metavar="[BESTAND|-]", required=False, type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--inhoud",
    type=click.Path(path_type=Path),
    default=None,
    help="Het bestand van een bijlage (foto, tekening of PDF).",
)
@click.option(
    "--verwijder", default=None, metavar="NUMMER", help="Verwijder dit onderdeel in plaats van vast te leggen."
)
@click.option(
    "--versie",
    type=click.IntRange(1, 10**9),
    default=None,
    help="Alleen als dit nog de nieuwste versie van het dossier is.",
)
@click.option("--nieuwe-versie", is_flag=True, help="Begin een nieuwe versie van het rapport; de vaststelling vervalt.")
@click.option(
    "--catalogus", type=click.Path(path_type=Path), default=None, help="Uw eigen maatregelencatalogus (JSON)."
)
def _leg_vast(
    uitvoer: Uitvoer,
    *,
    dossier: str,
    soort: str,
    bestand: Path | None,
    inhoud: Path | None,
    verwijder: str | None,
    versie: int | None,
    nieuwe_versie: bool,
    catalogus: Path | None,
    proef: bool,
) -> None:
    """Voeg een onderdeel toe of vervang het; elk onderdeel maakt een nieuwe versie van het dossier.

    SOORT is aanmelding, bestuurder, woonplek, pkvw, organisatie (alleen het oin), afspraak, gesprek_werkgever, gesprek_bestuurder,
    adviesrapport, bevinding, maatregel (met een code uit de catalogus of helemaal uitgeschreven), bijlage, uitvoering,
    terugmelding (wat de werkgever over de uitvoering laat weten) of einde_ambt.
    """
    from weerbaar_docs.dossiers.bewaren import record, remove

    if (bestand is None) == (verwijder is None):
        raise UsageError.because(
            "LEG-VAST", "geef een bestand óf --verwijder, en niet allebei", "Zie dossier leg-vast --help."
        )
    common: dict[str, Any] = {"versie": versie, "nieuwe_versie": nieuwe_versie, "proef": proef}
    given = None if bestand is None else _part(bestand, inhoud, catalogus)
    opslag, common["instellingen"] = _open()
    check_interrupt()
    if given is None:
        kept = remove(opslag, dossier, soort, verwijder or "", **common)
    else:
        kept = record(opslag, dossier, soort, given.pop("deel"), **given, **common)
    _tell(uitvoer, kept, proef=proef, word="verwijderd" if given is None else "vastgelegd")


command(entry, "leg-vast", writes=True)(_leg_vast)


@click.argument("dossier")
@click.option("--geef", default=None, metavar="MW-0000", help="Laat deze medewerker het dossier openen.")
@click.option("--neem", default=None, metavar="MW-0000", help="Neem deze medewerker de toegang af.")
def _toegang(uitvoer: Uitvoer, dossier: str, geef: str | None, neem: str | None, proef: bool) -> None:  # noqa: FBT001
    """Toon wie het dossier kan openen, of verander dat."""
    from weerbaar_docs.dossiers.lezen import access
    from weerbaar_docs.dossiers.toegang import grant, withdraw

    if geef and neem:
        raise UsageError.because("TOEGANG", "geef en neem kunnen niet tegelijk", "Doe het een na het ander.")
    opslag, _ = _open()
    check_interrupt()
    if geef:
        who = grant(opslag, dossier, geef, proef=proef)
    elif neem:
        who = withdraw(opslag, dossier, neem, proef=proef)
    else:
        who = access(opslag, dossier)
    lines = [f"Kan het dossier openen: {', '.join(sorted(who))}"]
    if neem:
        lines.append(
            "Let op: wie de sleutel had en een kopie van database en stukken heeft, kan die kopie blijven lezen."
        )
    uitvoer.data({"toegang": sorted(who), "proef": proef}, lines)


command(entry, "toegang", writes=True)(_toegang)
dossier_lezen.register(entry)
dossier_uitgeven.register(entry)


def _part(bestand: Path, inhoud: Path | None, catalogus: Path | None) -> dict[str, Any]:
    from weerbaar_docs.bijlagen import MAX_BYTES
    from weerbaar_docs.canonical import read_json
    from weerbaar_docs.validation import check_part

    found: dict[str, Any] = {"deel": read_json(read_file(bestand))}
    if inhoud is not None:
        found["inhoud"] = read_file(inhoud, MAX_BYTES)
    if catalogus is not None:
        found["catalogus"] = read_json(read_file(catalogus))
        check_part("maatregelencatalogus", found["catalogus"])
    return found


def _open() -> tuple[Opslag, Instellingen]:
    from weerbaar_docs.config import load_config
    from weerbaar_docs.werkplek import open_configured

    config = load_config(None, os.environ)
    return open_configured(config, os.environ), config.instellingen_van_regels(None)


def _tell(uitvoer: Uitvoer, kept: Bewaard, *, proef: bool, word: str) -> None:
    if not uitvoer.as_json:
        for line in spoken(kept.meldingen):
            talk(line)
    what = f" {kept.onderdeel}" if kept.onderdeel != kept.dossiernummer else ""
    uitvoer.data(
        {**kept.as_json(), "proef": proef},
        [
            f"{kept.dossiernummer}:{what} {'zou zijn ' if proef else ''}{word}; versie {kept.versie}, status {kept.status}",
        ],
    )
