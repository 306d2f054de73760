# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs opslag init|migreer`: set up the store and bring it to this version."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

import click

from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import Uitvoer, command


@click.group()
def entry() -> None:
    """Richt de opslag van dossiers in en onderhoud haar."""


@click.option("--id", "nummer", required=True, metavar="MW-0000", help="Uw eigen medewerkernummer.")
@click.option("--vingerafdruk", required=True, help="De volledige vingerafdruk van uw eigen OpenPGP-sleutel.")
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
    from weerbaar_docs.registers.inrichting import set_up
    from weerbaar_docs.termijnen import nederlandse_dag
    from weerbaar_docs.werkplek import configured_blobs, configured_engine, own_key

    config = load_config(None, os.environ)
    van = peildatum or nederlandse_dag(datetime.now(UTC))
    medewerker = {"id": nummer, "rollen": sorted(set(rollen)), "vingerafdruk": vingerafdruk, "van": van.isoformat()}
    value = {"medewerker": nummer, "proef": proef}
    if proef:
        uitvoer.data(value, [f"zou de opslag inrichten, met {nummer} als eerste beheerder"])
        return
    check_interrupt()
    sleutel = own_key(config, os.environ, nummer)
    engine = configured_engine(config, os.environ)
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
    """Breng de opslag naar de versie van dit programma; er gaat niets verloren."""
    from weerbaar_docs.config import load_config
    from weerbaar_docs.store import migrate, reading, schema_version
    from weerbaar_docs.store.grants import grant
    from weerbaar_docs.store.opslag import is_set_up
    from weerbaar_docs.store.schema import newest_version
    from weerbaar_docs.werkplek import configured_engine, open_here

    engine = configured_engine(load_config(None, os.environ), os.environ)
    old = schema_version(engine)
    if not proef:
        check_interrupt()
        migrate(engine)
        if werkrol is not None:
            grant(engine, werkrol)
        with reading(engine) as connection:
            set_up = is_set_up(connection)
        if set_up and old != newest_version():
            with open_here(os.environ).act("opslag_gemigreerd", object="opslag"):
                pass
    value = {"van": old, "naar": newest_version(), "werkrol": werkrol, "proef": proef}
    lines = [f"{'zou gaan' if proef else 'gegaan'} van versie {old or 'leeg'} naar {newest_version()}"]
    uitvoer.data(value, [*lines, *([f"rol {werkrol} heeft de rechten voor het dagelijks werk"] if werkrol else [])])


command(entry, "migreer", writes=True)(_migreer)
