# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs contact leg-vast|lijst|toon|controleer`: where people turn to and are called back, and whether it still holds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import Uitvoer, command
from weerbaar_docs.cli.peildatum import day_or_today
from weerbaar_docs.cli.reading import read_file
from weerbaar_docs.errors import UsageError, VerificationError

if TYPE_CHECKING:
    from datetime import date

    from weerbaar_docs.audit.regel import Handeling

# What is nobody's, also where a number or an address is that of one person.
_OPEN = frozenset({"doel", "url", "openingstijden", "geverifieerd_op", "vervalt_op"})


@click.group()
def entry() -> None:
    """Beheer contactpunten en controleer of ze nog kloppen."""


@click.argument("kenmerk")
@click.argument("bestand", metavar="BESTAND|-", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--organisatie", "oin", default=None, help="Het OIN van de werkgever die hier wordt teruggebeld.")
def _leg_vast(uitvoer: Uitvoer, kenmerk: str, bestand: Path, oin: str | None, proef: bool) -> None:  # noqa: FBT001
    """Neem een contactpunt (JSON) op, of vervang het."""
    from weerbaar_docs.canonical import read_json
    from weerbaar_docs.registers.contactpunten import put_contactpunt
    from weerbaar_docs.werkplek import open_here

    gegevens = read_json(read_file(bestand))
    opslag = open_here(os.environ)
    with opslag.act("contact_gewijzigd", object=opslag.object("contactpunt", kenmerk), proef=proef) as act:
        put_contactpunt(act, kenmerk, gegevens, oin=oin)
        check_interrupt()
    uitvoer.data({"contactpunt": kenmerk, "proef": proef}, [f"{'zou opnemen' if proef else 'opgenomen'}: {kenmerk}"])


command(entry, "leg-vast", writes=True)(_leg_vast)


def _lijst(uitvoer: Uitvoer) -> None:
    """Toon alle contactpunten, met de dag waarop ze zijn nagekeken."""
    from weerbaar_docs.registers.contactpunten import contactpunten
    from weerbaar_docs.werkplek import open_here

    with open_here(os.environ).act("bevraagd", object="register") as act:
        found = contactpunten(act.connection, act.register_key())
    rows = [_row(item) for item in found]
    lines = [f"{row['id']:<24}  nagekeken {row['geverifieerd_op']}  {row['organisatie'] or 'loket'}" for row in rows]
    uitvoer.data({"contactpunten": rows}, lines or ["Er zijn geen contactpunten: contact leg-vast KENMERK BESTAND."])


command(entry, "lijst")(_lijst)


@click.argument("kenmerk")
def _toon(uitvoer: Uitvoer, kenmerk: str) -> None:
    """Toon één contactpunt; telefoon en mail, waarop u terugbelt, alleen met --toon-persoonsgegevens."""
    from weerbaar_docs.registers.contactpunten import contactpunt
    from weerbaar_docs.werkplek import open_here

    handeling: Handeling = "persoonsgegevens_getoond" if uitvoer.toon_persoonsgegevens else "bevraagd"
    with open_here(os.environ).act(handeling, object="register") as act:
        item = contactpunt(act.connection, act.register_key(), kenmerk)
    found = {name: value for name, value in item["contactpunt"].items() if value is not None}
    shown = {name: value if name in _OPEN else uitvoer.personal(value) for name, value in found.items()}
    lines = [
        f"{kenmerk}  {item['organisatie'] or 'loket'}  in het register sinds {item['sinds']}",
        *(f"  {name}: {value}" for name, value in shown.items()),
    ]
    uitvoer.data({**item, "contactpunt": shown}, lines)


command(entry, "toon")(_toon)


@click.argument("kenmerk", required=False)
@click.option("--bron", default=None, help="Hoe u het hebt nagekeken, bijvoorbeeld: gebeld via de eigen website.")
def _controleer(
    uitvoer: Uitvoer,
    kenmerk: str | None,
    bron: str | None,
    proef: bool,  # noqa: FBT001
    peildatum: date | None,
) -> int:
    """Toon welke contactpunten zijn verouderd; met KENMERK en --bron legt u vast dat u er een hebt nagekeken (R-CONT-1)."""
    if (kenmerk is None) != (bron is None):
        raise UsageError.because("GEBRUIK", "een nagekeken contactpunt vraagt KENMERK en --bron", "Geef beide of geen.")
    if kenmerk is not None and bron is not None:
        return _record(uitvoer, kenmerk, bron, proef=proef)
    return _stale(uitvoer, peildatum)


command(entry, "controleer", writes=True, dated=True)(_controleer)


def _record(uitvoer: Uitvoer, kenmerk: str, bron: str, *, proef: bool) -> int:
    from weerbaar_docs.registers.contactpunten import check_contactpunt
    from weerbaar_docs.werkplek import open_here

    opslag = open_here(os.environ)
    with opslag.act("contact_gecontroleerd", object=opslag.object("contactpunt", kenmerk), proef=proef) as act:
        check_contactpunt(act, kenmerk, bron=bron)
        check_interrupt()
    uitvoer.data(
        {"contactpunt": kenmerk, "proef": proef}, [f"{'zou vastleggen' if proef else 'vastgelegd'}: {kenmerk} klopt"]
    )
    return 0


def _stale(uitvoer: Uitvoer, peildatum: date | None) -> int:
    from weerbaar_docs.registers.contactpunten import contactpunten, judge_contactpunt
    from weerbaar_docs.werkplek import open_here

    op = day_or_today(peildatum)
    with open_here(os.environ).act("bevraagd", object="register") as act:
        found = contactpunten(act.connection, act.register_key())
    rows: list[dict[str, Any]] = []
    for item in found:
        meldingen = judge_contactpunt(item["contactpunt"], op)
        rows.append({**_row(item), "meldingen": [m.as_json() for m in meldingen]})
    bad = [row for row in rows if row["meldingen"]]
    lines = [f"{row['id']}: {m['melding']}\n    Wat nu: {m['oplossing']}" for row in bad for m in row["meldingen"]]
    uitvoer.data({"contactpunten": rows}, lines or [f"Alle {len(rows)} contactpunten zijn nagekeken."])
    return VerificationError.exit_code if bad else 0


def _row(item: dict[str, Any]) -> dict[str, Any]:
    found = item["contactpunt"]
    return {
        "id": item["id"],
        "organisatie": item["organisatie"],
        "geverifieerd_op": found["geverifieerd_op"],
        "vervalt_op": found["vervalt_op"],
    }
