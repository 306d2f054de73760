# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs organisatie importeer|leg-vast|lijst|toon`: the register of werkgevers."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import Uitvoer, command
from weerbaar_docs.cli.reading import read_file

if TYPE_CHECKING:
    from weerbaar_docs.audit.regel import Handeling


@click.group()
def entry() -> None:
    """Beheer het register van werkgevers."""


_BESTAND = click.argument("bestand", metavar="BESTAND|-", type=click.Path(path_type=Path, allow_dash=True))


@_BESTAND
def _importeer(uitvoer: Uitvoer, bestand: Path, proef: bool) -> None:  # noqa: FBT001
    """Neem een heel organisatieregister (JSON) over; wat er niet in staat blijft."""
    from weerbaar_docs.canonical import read_json
    from weerbaar_docs.registers.organisaties import import_organisaties
    from weerbaar_docs.werkplek import open_here

    register = read_json(read_file(bestand))
    with open_here(os.environ).act("organisatie_gewijzigd", object="register", proef=proef) as act:
        new, changed = import_organisaties(act, register)
        check_interrupt()
    uitvoer.data(
        {"nieuw": new, "gewijzigd": changed, "proef": proef},
        [f"{'zou opnemen' if proef else 'opgenomen'}: {new} nieuw, {changed} gewijzigd"],
    )


command(entry, "importeer", writes=True)(_importeer)


@_BESTAND
def _leg_vast(uitvoer: Uitvoer, bestand: Path, proef: bool) -> None:  # noqa: FBT001
    """Neem één organisatie (JSON) op, of vervang haar gegevens."""
    from weerbaar_docs.canonical import read_json
    from weerbaar_docs.registers.organisaties import put_organisatie
    from weerbaar_docs.werkplek import open_here

    gegevens = read_json(read_file(bestand))
    with open_here(os.environ).act("organisatie_gewijzigd", object="register", proef=proef) as act:
        new = put_organisatie(act, gegevens)
        check_interrupt()
    word = "nieuw" if new else "vervangen"
    uitvoer.data({"uitkomst": word, "oin": gegevens["oin"], "proef": proef}, [f"{gegevens['oin']}: {word}"])


command(entry, "leg-vast", writes=True)(_leg_vast)


def _lijst(uitvoer: Uitvoer) -> None:
    """Toon alle werkgevers."""
    from weerbaar_docs.registers.organisaties import organisaties
    from weerbaar_docs.werkplek import open_here

    with open_here(os.environ).act("bevraagd", object="register") as act:
        found = organisaties(act.connection, act.register_key())
    rows = [{"oin": o["oin"], "type": o["type"], "naam": o["naam"], "geldig_tot": o.get("geldig_tot")} for o in found]
    lines = [
        f"{row['oin']}  {row['type']:<10}  {row['naam']}{'  (tot ' + row['geldig_tot'] + ')' if row['geldig_tot'] else ''}"
        for row in rows
    ]
    uitvoer.data({"organisaties": rows}, lines or ["Het register is leeg: organisatie importeer BESTAND."])


command(entry, "lijst")(_lijst)


@click.argument("oin")
def _toon(uitvoer: Uitvoer, oin: str) -> None:
    """Toon één werkgever; de contactpersoon alleen met --toon-persoonsgegevens."""
    from weerbaar_docs.registers.organisaties import organisatie
    from weerbaar_docs.werkplek import open_here

    handeling: Handeling = "persoonsgegevens_getoond" if uitvoer.toon_persoonsgegevens else "bevraagd"
    with open_here(os.environ).act(handeling, object="register") as act:
        found = organisatie(act.connection, act.register_key(), oin)
    contact = {
        key: value if key == "functie" else uitvoer.personal(value) for key, value in found["contactpersoon"].items()
    }
    openpgp = found.get("openpgp")
    if openpgp and "gebruikers_id" in openpgp:  # the user id of a key is often a person's name and address
        found = {**found, "openpgp": {**openpgp, "gebruikers_id": uitvoer.personal(openpgp["gebruikers_id"])}}
    value = {**found, "contactpersoon": contact}
    lines = [
        f"{found['naam']} ({found['type']}), OIN {oin}",
        *(f"  {key}: {value}" for key, value in contact.items()),
        f"  zaaksysteem: {found['zaaksysteem']['plugin']}",
    ]
    uitvoer.data(value, lines)


command(entry, "toon")(_toon)
