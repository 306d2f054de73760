# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs opslag ...`: set the store up, bring it to this version, check it, back it up and put it back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import Uitvoer, command
from weerbaar_docs.cli.peildatum import day_or_today
from weerbaar_docs.cli.reading import read_file
from weerbaar_docs.cli.vingerafdruk import VINGERAFDRUK
from weerbaar_docs.errors import VerificationError

if TYPE_CHECKING:
    from datetime import date

    from weerbaar_docs.audit.herstelbesluit import Herstelreden
    from weerbaar_docs.store.check import Punt

_REDENEN = ("schijf_stuk", "gegevens_beschadigd", "verkeerde_handeling", "inbraak", "oefening", "verhuizing")
_BESTAND = click.Path(path_type=Path)


@click.group()
def entry() -> None:
    """Richt de opslag van dossiers in en onderhoud haar."""


@click.option("--id", "nummer", required=True, metavar="MW-0000", help="Uw eigen medewerkernummer.")
@click.option(
    "--vingerafdruk",
    type=VINGERAFDRUK,
    required=True,
    help="De volledige vingerafdruk van uw eigen OpenPGP-sleutel; spaties mogen.",
)
@click.option(
    "--rol",
    "rollen",
    multiple=True,
    default=("beheerder",),
    help="Uw rollen; beheerder hoort erbij. Herhaal voor meer rollen.",
)
def _init(
    uitvoer: Uitvoer,
    nummer: str,
    vingerafdruk: str,
    rollen: tuple[str, ...],
    proef: bool,  # noqa: FBT001
    peildatum: date | None,
) -> None:
    """Maak de opslag, met u als eerste beheerder. Zonder houdersleutel krijgt u er een."""
    from weerbaar_docs.config import load_config
    from weerbaar_docs.registers.inrichting import check_first, require_new, set_up
    from weerbaar_docs.werkplek import configured_blobs, configured_engine, existing_engine, known_own_key, own_key

    config = load_config(None, os.environ)
    vandaag = day_or_today(None)
    van = peildatum or vandaag
    medewerker = {"id": nummer, "rollen": sorted(set(rollen)), "vingerafdruk": vingerafdruk, "van": van.isoformat()}
    value = {"medewerker": nummer, "proef": proef}
    check_first(medewerker, op=vandaag)  # before anything is made: a refusal leaves no key, no database and no line
    known_own_key(config, os.environ, nummer)
    there = existing_engine(config, os.environ)
    if there is not None:
        require_new(there)
    if proef:
        uitvoer.data(value, [f"zou de opslag inrichten, met {nummer} als eerste beheerder"])
        return
    check_interrupt()
    sleutel = own_key(config, os.environ, nummer)
    engine = there or configured_engine(config, os.environ)
    opslag = set_up(engine, configured_blobs(config, engine), sleutel, medewerker)
    uitvoer.data(
        {**value, "register": opslag.register, "houdersleutel": config.get("opslag.houdersleutel")},
        [
            f"De opslag is ingericht; {nummer} is beheerder.",
            f"Uw houdersleutel staat in {config.get('opslag.houdersleutel')}: bewaar er een kopie van buiten deze computer.",
            f"Kenmerk van het logboek: {opslag.register}",
        ],
    )


command(entry, "init", writes=True, dated=True)(_init)


@click.option("--werkrol", default=None, help="PostgreSQL: geef deze rol de rechten voor het dagelijks werk.")
def _migreer(uitvoer: Uitvoer, werkrol: str | None, proef: bool) -> None:  # noqa: FBT001
    """Breng de opslag naar de versie van dit programma; er gaat niets verloren. Alleen voor de beheerder, als zij is ingericht."""
    from weerbaar_docs.config import load_config
    from weerbaar_docs.registers.inrichting import migrate_opslag
    from weerbaar_docs.store import schema_version
    from weerbaar_docs.store.grants import grant
    from weerbaar_docs.store.version import newest_version
    from weerbaar_docs.werkplek import configured_blobs, configured_engine, configured_key

    config = load_config(None, os.environ)
    engine = configured_engine(config, os.environ)
    if proef:
        old, new = schema_version(engine), newest_version()
    else:
        check_interrupt()
        old, new = migrate_opslag(engine, configured_blobs(config, engine), lambda: configured_key(config, os.environ))
        if werkrol is not None:
            grant(engine, werkrol)
    value = {"van": old, "naar": new, "werkrol": werkrol, "proef": proef}
    step = f"{'zou gaan' if proef else 'gegaan'} van versie {old or 'leeg'} naar {new}"
    lines = [f"de opslag is al van versie {new}" if old == new else step]
    if werkrol:
        lines += [f"rol {werkrol} heeft de rechten voor het dagelijks werk"]
    elif engine.dialect.name == "postgresql" and old not in {None, new}:
        lines += ["Werkt u dagelijks met een andere rol? Geef die dan nu de nieuwe rechten (--werkrol ROL)."]
    uitvoer.data(value, lines)


command(entry, "migreer", writes=True)(_migreer)


def _controleer(uitvoer: Uitvoer) -> int:
    """Kijk de opslag na: database, bewaking, stukken, logboek, rechten, sleutels. Er verandert niets."""
    from weerbaar_docs.onderhoud import check_here

    points = check_here(os.environ)
    uitvoer.data({"punten": [punt.as_json() for punt in points]}, [line for punt in points for line in _point(punt)])
    return VerificationError.exit_code if any(punt.uitslag == "fout" for punt in points) else 0


def _point(punt: Punt) -> list[str]:
    first = f"{punt.uitslag:<6}  {punt.naam}: {punt.melding}"
    return [first, *([f"        Wat nu: {punt.oplossing}"] if punt.oplossing else [])]


command(entry, "controleer")(_controleer)


def _ruim_op(uitvoer: Uitvoer, proef: bool) -> None:  # noqa: FBT001
    """Haal restanten van afgebroken handelingen weg: stukken van meer dan een dag oud waar niets naar verwijst."""
    from weerbaar_docs.onderhoud import clear_here

    check_interrupt()
    number = clear_here(os.environ, proef=proef)
    line = f"{'zou weghalen' if proef else 'weggehaald'}: {number} stukken waar niets naar verwijst"
    uitvoer.data({"stukken": number, "proef": proef}, [line])


command(entry, "ruim-op", writes=True)(_ruim_op)


@click.argument("map_", metavar="MAP", type=_BESTAND)
def _back_up(uitvoer: Uitvoer, map_: Path, proef: bool) -> None:  # noqa: FBT001
    """Maak een back-up van de hele opslag in een nieuwe MAP; er kan intussen gewerkt worden."""
    from weerbaar_docs.onderhoud import back_up_here

    if proef:
        uitvoer.data({"map": str(map_), "proef": True}, [f"zou een back-up maken in {map_}"])
        return
    check_interrupt()
    made = back_up_here(os.environ, map_)
    value = {
        "map": str(map_),
        "proef": False,
        "schema": made.manifest.schema,
        "logboek": {"volgnummer": made.manifest.kop.volgnummer, "sha256": made.manifest.kop.sha256},
        "stukken": made.stukken,
        "sleutels": made.sleutels,
    }
    lines = [
        f"De back-up staat in {map_}: {made.stukken} stukken, logboek tot regel {made.manifest.kop.volgnummer}.",
        "Bewaar haar buiten deze computer. Zij opent alleen met de houdersleutels, die er niet in zitten.",
    ]
    uitvoer.data(value, lines)


command(entry, "back-up", writes=True)(_back_up)


@click.argument("map_", metavar="MAP", type=_BESTAND)
def _herstel(uitvoer: Uitvoer, map_: Path, proef: bool) -> None:  # noqa: FBT001
    """Zet een back-up terug in de ingestelde database, die leeg moet zijn. Met --proef wordt zij alleen nagekeken.

    Is zij van een oudere versie, voer dan daarna opslag migreer uit.
    """
    from weerbaar_docs.onderhoud import restore_here

    check_interrupt()
    found = restore_here(os.environ, map_, proef=proef)
    manifest = found.backup.manifest
    value = {
        "map": str(map_),
        "proef": proef,
        "schema": manifest.schema,
        "gemaakt_op": manifest.gemaakt_op,
        "logboek": {"volgnummer": manifest.kop.volgnummer, "sha256": manifest.kop.sha256},
        "stukken": found.backup.stukken,
        "dicht": found.dicht.as_json() if found.dicht else None,
    }
    what = "De back-up is heel" if proef else "De back-up is teruggezet"
    lines = [f"{what}: gemaakt op {manifest.gemaakt_op}, logboek tot regel {manifest.kop.volgnummer}."]
    if found.dicht:
        lines += [f"De opslag is nog niet te gebruiken: {found.dicht.melding}.", f"  Wat nu: {found.dicht.oplossing}"]
    uitvoer.data(value, lines)


command(entry, "herstel", writes=True)(_herstel)


@click.argument("uit", metavar="BESTAND", type=_BESTAND)
@click.option("--reden", type=click.Choice(_REDENEN), required=True, help="Waarom een oudere kopie is teruggezet.")
def _verklaar_herstel(uitvoer: Uitvoer, uit: Path, reden: Herstelreden, proef: bool) -> None:  # noqa: FBT001
    """Schrijf de verklaring dat deze teruggezette kopie geldt; u ondertekent haar met uw eigen OpenPGP-sleutel."""
    from weerbaar_docs._files import write_atomic
    from weerbaar_docs.registers.herstel import restore_statement
    from weerbaar_docs.werkplek import open_here

    verklaring = restore_statement(open_here(os.environ), reden=reden)
    if not proef:
        check_interrupt()
        write_atomic(uit, verklaring)
    lines = [
        f"{'zou schrijven' if proef else 'geschreven'}: {uit}",
        f"Onderteken met: gpg --detach-sign {uit}",
        "Een tweede sleutelbeheerder doet hetzelfde; leg beide daarna vast met opslag besluit-herstel.",
    ]
    uitvoer.data({"bestand": str(uit), "proef": proef}, lines)


command(entry, "verklaar-herstel", writes=True)(_verklaar_herstel)


@click.option(
    "--van",
    nargs=3,
    multiple=True,
    type=_BESTAND,
    metavar="VERKLARING HANDTEKENING SLEUTEL",
    help="Van een sleutelbeheerder: de verklaring, de handtekening erover en de openbare sleutel. Geef dit twee keer.",
)
def _besluit_herstel(uitvoer: Uitvoer, van: tuple[tuple[Path, Path, Path], ...], proef: bool) -> None:  # noqa: FBT001
    """Leg vast dat twee sleutelbeheerders de teruggezette kopie laten gelden; daarna is de opslag weer open."""
    from weerbaar_docs.registers.herstel import decide, read_signed
    from weerbaar_docs.werkplek import open_here

    signed = [read_signed(*(read_file(path) for path in files)) for files in van]
    check_interrupt()
    besluit = decide(open_here(os.environ), signed, proef=proef)
    value = {
        "medewerkers": list(besluit.medewerkers),
        "reden": besluit.reden,
        "hersteld": besluit.kop.volgnummer,
        "achtergelaten": besluit.achtergelaten.volgnummer,
        "proef": proef,
    }
    people = " en ".join(besluit.medewerkers)
    lines = [
        f"{'Zou vastleggen' if proef else 'Vastgelegd'}: {people} laten de kopie tot regel {besluit.kop.volgnummer} gelden.",
        f"Het checkpoint op regel {besluit.achtergelaten.volgnummer} is achtergelaten.",
        "Laat wie de logboeksleutel heeft een nieuw maken: logboek checkpoint --gnupg-home MAP, of --maak-verklaring BESTAND.",
    ]
    uitvoer.data(value, lines)


command(entry, "besluit-herstel", writes=True)(_besluit_herstel)
