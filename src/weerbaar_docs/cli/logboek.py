# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs logboek toon|exporteer|verifieer|checkpoint`: read the audit log, prove it, and let its head leave."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import Uitvoer, command, talk
from weerbaar_docs.cli.reading import read_file
from weerbaar_docs.cli.vingerafdruk import VINGERAFDRUK
from weerbaar_docs.errors import UsageError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from weerbaar_docs.audit.onderzoek import Onderzoek
    from weerbaar_docs.errors import Melding
    from weerbaar_docs.logboek.bestemmingen import Verspreiding
    from weerbaar_docs.logboek.instellingen import Logboekinstellingen
    from weerbaar_docs.store.opslag import Opslag

_PAD = click.Path(path_type=Path)
_DEELS = 7
_DAG = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def entry() -> None:
    """Lees het logboek, controleer het, en laat checkpoints de deur uit gaan."""


@click.option("--vanaf", type=_DAG, default=None, help="Vanaf deze dag (JJJJ-MM-DD).")
@click.option("--tot", type=_DAG, default=None, help="Tot en met deze dag (JJJJ-MM-DD).")
@click.option("--wie", default=None, metavar="MW-0000|systeem", help="Alleen van deze medewerker.")
@click.option("--handeling", default=None, help="Alleen deze handeling, zoals toestemming_vastgelegd.")
@click.option("--object", "ding", default=None, help="Alleen over dit object: een pseudoniem of een dossiernummer.")
@click.option("--laatste", type=click.IntRange(min=0), default=50, help="Hoeveel regels hoogstens; 0 is alle. [50]")
def _toon(
    uitvoer: Uitvoer,
    vanaf: datetime | None,
    tot: datetime | None,
    wie: str | None,
    handeling: str | None,
    ding: str | None,
    laatste: int,
) -> None:
    """Toon regels van het logboek; ook dat wordt een regel. Tijden zijn die van Nederland, met --json UTC."""
    from weerbaar_docs.logboek.tonen import question, show
    from weerbaar_docs.store.log_queries import find_lines
    from weerbaar_docs.werkplek import open_here

    opslag = open_here(os.environ)
    vraag = question(opslag, vanaf=vanaf, tot=tot, wie=wie, handeling=handeling, object=ding, laatste=laatste or None)
    with opslag.act("logboek_gelezen", object="logboek") as act:
        found = find_lines(act.connection, vraag)
    uitvoer.data({"register": opslag.register, "regels": found}, show(found))


command(entry, "toon")(_toon)


@click.argument("bestand", metavar="BESTAND|-", type=click.Path(path_type=Path, allow_dash=True))
def _exporteer(uitvoer: Uitvoer, bestand: Path, proef: bool) -> None:  # noqa: FBT001
    """Geef het hele logboek, een regel JSON per regel, voor wie het elders controleert; ook dat wordt een regel.

    Met --proef ziet u alleen hoeveel regels het zijn.
    """
    from weerbaar_docs._files import refuse_existing, write_atomic
    from weerbaar_docs.audit.sql import SqlAuditlog
    from weerbaar_docs.werkplek import open_here

    stream = str(bestand) == "-"
    if not stream:
        refuse_existing([bestand])
    opslag = open_here(os.environ)
    with opslag.act("logboek_gelezen", object="logboek") as act:  # a proef reads too, so it is a line as well
        lines = list(SqlAuditlog(act.connection).read())
    check_interrupt()
    if stream and not proef:
        for line in lines:
            click.echo(line.decode())
        return
    if not proef:
        write_atomic(bestand, b"".join(line + b"\n" for line in lines))
    uitvoer.data(
        {"bestand": str(bestand), "regels": len(lines), "register": opslag.register, "proef": proef},
        [f"{bestand}: {len(lines)} regels van {opslag.register}{' (niet geschreven)' if proef else ''}"],
    )


command(entry, "exporteer", writes=True)(_exporteer)


@click.option("--export", "bestand", type=_PAD, default=None, help="Het logboek als bestand van `exporteer` (of -).")
@click.option("--adres", default=None, help="De database, zonder wachtwoord; anders die van de configuratie.")
@click.option("--checkpoints", multiple=True, type=_PAD, help="Een map of bestand met checkpoints; herhaal voor meer.")
@click.option("--sleutel", "bestanden", multiple=True, type=_PAD, help="De openbare logboeksleutel; ook een vorige.")
@click.option(
    "--vingerafdruk",
    "pins",
    type=VINGERAFDRUK,
    multiple=True,
    help="De vingerafdruk van elke sleutel, in dezelfde volgorde.",
)
@click.option("--register", default=None, metavar="REG-...", help="Het kenmerk van het logboek.")
@click.option(
    "--herstelbesluit",
    "besluiten",
    nargs=3,
    multiple=True,
    type=_PAD,
    metavar="VERKLARING HANDTEKENING SLEUTEL",
    help="Een ondertekende verklaring na het terugzetten van een kopie; per besluit twee.",
)
@click.option("--medewerkers", type=_PAD, default=None, help="Het medewerkersregister (JSON), bij --herstelbesluit.")
@click.option("--dagen", type=click.IntRange(1, 366), default=None, help="Waarschuw na zoveel dagen zonder checkpoint.")
def _verifieer(
    uitvoer: Uitvoer,
    *,
    bestand: Path | None,
    adres: str | None,
    checkpoints: tuple[Path, ...],
    bestanden: tuple[Path, ...],
    pins: tuple[str, ...],
    register: str | None,
    besluiten: tuple[tuple[Path, Path, Path], ...],
    medewerkers: Path | None,
    dagen: int | None,
) -> int:
    """Controleer het logboek met openbaar materiaal: export of database, checkpoints en de openbare logboeksleutel."""
    from weerbaar_docs.config import load_config
    from weerbaar_docs.logboek.instellingen import read_question
    from weerbaar_docs.logboek.verifieren import examine, with_decisions
    from weerbaar_docs.werkplek import configured_address

    _require_pins(bestanden, pins)
    config = load_config(None, os.environ)
    vraag = read_question(
        config,
        export=bestand,
        adres=adres or configured_address(config, os.environ),
        checkpoints=checkpoints,
        sleutels=[(read_file(file), pin) for file, pin in zip(bestanden, pins, strict=True)],
        register=register,
        dagen=dagen,
    )
    if besluiten:
        vraag = with_decisions(vraag, [tuple(map(read_file, files)) for files in besluiten], _staff(medewerkers))
    found = examine(vraag, now=datetime.now(UTC))
    uitvoer.data(found.as_json(), _report(found))
    return 0 if found.in_orde else VerificationError.exit_code


def _require_pins(bestanden: tuple[Path, ...], pins: tuple[str, ...]) -> None:
    if len(bestanden) != len(pins):
        raise UsageError.because(
            "LOGBOEK-SLEUTEL", "er is niet bij elke sleutel een vingerafdruk", "Geef er bij elke --sleutel een."
        )


def _staff(file: Path | None) -> bytes:
    if file is None:
        raise UsageError.because(
            "LOGBOEK-MEDEWERKERS",
            "bij een herstelbesluit hoort het register van wie mag besluiten",
            "Geef --medewerkers BESTAND; u krijgt het van de beheerder, met de vingerafdrukken van een andere kant.",
        )
    return read_file(file)


def _report(found: Onderzoek) -> list[str]:
    left = found.kop.volgnummer - found.gedekt_tot
    return [
        f"{found.aantal} regels, {found.checkpoints} checkpoints: {'in orde' if found.in_orde else 'NIET in orde'}",
        f"{found.fouten} fouten, {len(found.meldingen) - found.fouten} waarschuwingen",
        f"gedekt door een checkpoint: tot en met regel {found.gedekt_tot}"
        + (f"; {left} erna nog niet" if left else ""),
        *_told(found.meldingen),
    ]


command(entry, "verifieer")(_verifieer)


@click.option("--gnupg-home", "home", type=_PAD, default=None, help="Onderteken nu, met de sleutel in deze GnuPG-map.")
@click.option("--maak-verklaring", "maak", type=_PAD, default=None, help="Schrijf alleen wat te ondertekenen is.")
@click.option("--verklaring", type=_PAD, default=None, help="Wat ondertekend is (van --maak-verklaring).")
@click.option("--handtekening", type=_PAD, default=None, help="De losse handtekening daarover (gpg --detach-sign).")
def _checkpoint(
    uitvoer: Uitvoer,
    home: Path | None,
    maak: Path | None,
    verklaring: Path | None,
    handtekening: Path | None,
    proef: bool,  # noqa: FBT001
) -> int:
    """Laat de kop van het logboek ondertekenen en breng hem naar buiten: map, mail of zaaksysteem.

    Wie de logboeksleutel heeft, ondertekent met --gnupg-home, of in twee stappen binnen een uur op een andere computer.
    """
    from weerbaar_docs.config import load_config
    from weerbaar_docs.logboek.beurt import due
    from weerbaar_docs.logboek.instellingen import read_settings
    from weerbaar_docs.logboek.maken import prepare
    from weerbaar_docs.werkplek import open_configured

    chosen = [home is not None, maak is not None, verklaring is not None and handtekening is not None]
    if sum(chosen) != 1 or (verklaring is None) != (handtekening is None):
        raise UsageError.because(
            "LOGBOEK-WIJZE",
            "het is niet duidelijk hoe er ondertekend wordt",
            "Geef --gnupg-home MAP, of --maak-verklaring BESTAND, of --verklaring BESTAND --handtekening BESTAND.",
        )
    config = load_config(None, os.environ)
    instellingen = read_settings(config)
    opslag = open_configured(config, os.environ)
    reason = due(opslag)
    if maak is not None:
        return _write_statement(uitvoer, prepare(opslag), maak, reason, proef=proef)
    if proef:
        plaatsen = [b.naam for b in instellingen.bestemmingen]
        value = {"proef": True, "reden": reason, "plaatsen": plaatsen}
        uitvoer.data(value, [f"zou een checkpoint maken ({reason or 'niet nodig'}): {', '.join(plaatsen)}"])
        return 0
    signed, signature = _signed(opslag, instellingen, home, verklaring, handtekening)
    check_interrupt()
    return _distribute(uitvoer, opslag, instellingen, signed, signature)


def _write_statement(uitvoer: Uitvoer, statement: bytes, path: Path, reason: str | None, *, proef: bool) -> int:
    from weerbaar_docs._files import write_atomic

    if not proef:
        write_atomic(path, statement)
    value = {"proef": proef, "reden": reason, "verklaring": str(path)}
    uitvoer.data(value, [f"{path}: onderteken dit binnen een uur (gpg --detach-sign)"])
    return 0


def _signed(
    opslag: Opslag, instellingen: Logboekinstellingen, home: Path | None, verklaring: Path | None, sig: Path | None
) -> tuple[bytes, bytes]:
    from weerbaar_docs.encryption.external_home import sign_in_home
    from weerbaar_docs.logboek.maken import prepare

    if verklaring is not None and sig is not None:
        return read_file(verklaring), read_file(sig)
    assert home is not None
    statement = prepare(opslag)
    return statement, sign_in_home(statement, home=home, signer=instellingen.sleutel.vingerafdruk)


def _distribute(
    uitvoer: Uitvoer, opslag: Opslag, instellingen: Logboekinstellingen, signed: bytes, signature: bytes
) -> int:
    from weerbaar_docs.logboek.maken import distribute, finish

    made = finish(opslag, signed, signature, sleutel=instellingen.sleutel)
    told: Verspreiding = distribute(opslag, made, instellingen.bestemmingen)
    value = {**told.as_json(), "volgnummer": made.checkpoint.volgnummer, "register": made.checkpoint.register}
    lines = [f"checkpoint op regel {made.checkpoint.volgnummer}: {', '.join(told.gelukt)}"]
    uitvoer.data(value, [*lines, *_told(told.meldingen)])
    if not told.volledig:
        talk("Niet elke plaats heeft het checkpoint; het blijft in de andere staan.")
    return 0 if told.volledig else _DEELS


command(entry, "checkpoint", writes=True)(_checkpoint)


def _told(meldingen: Iterable[Melding]) -> list[str]:
    return [
        line
        for m in meldingen
        for line in (f"  {m.ernst} {m.code} {m.pad or '/'}: {m.melding}", f"    Wat nu: {m.oplossing}")
    ]
