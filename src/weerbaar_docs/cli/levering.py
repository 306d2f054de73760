# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs levering plan|afdruk|staak`: seal what the bestuurder allowed, for nobody else; and stop everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from weerbaar_docs.cli.bestuurder import leaves, to_paper_or_file
from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import Uitvoer, command
from weerbaar_docs.cli.toetsing import gnupg_home, home_of, open_store

if TYPE_CHECKING:
    from pathlib import Path


@click.group()
def entry() -> None:
    """Verzegel wat de bestuurder toestond, en staak wat niet meer mag gaan."""


@click.argument("dossier")
@gnupg_home("de sleutel van CCV levering")
def _plan(uitvoer: Uitvoer, dossier: str, home: Path, proef: bool) -> None:  # noqa: FBT001
    """Ga door de poort: controleer rapport, besluit, stukken en toestemming opnieuw, en versleutel voor de werkgever.

    Zonder geldige toestemming voor precies deze stukken wordt er niets gemaakt (afsluitcode 4).
    """
    from weerbaar_docs.verzegelaar import ask_sealer

    check_interrupt()
    value = ask_sealer("verzegel", dossier, home=home_of(home), proef=proef).waarde
    uitvoer.data(
        {**value, "proef": proef},
        [
            f"{'zou verzegelen' if proef else 'verzegeld'} ({value['route']}): {value['levering']}, {value['bytes']} bytes",
            f"SHA-256 begint met {value['sha256'][:16]}",
        ],
    )


@click.argument("dossier")
@gnupg_home("de sleutel van CCV levering")
@to_paper_or_file
def _afdruk(
    uitvoer: Uitvoer,
    *,
    dossier: str,
    home: Path,
    uit: Path | None,
    printer: str,
    overschrijf: bool,
    leesbaar_op_schijf: bool,
    proef: bool,
) -> None:
    """Druk een levering op papier af, met het formulier waarop de werkgever voor ontvangst tekent."""
    from weerbaar_docs.verzegelaar import ask_sealer

    uitgang = leaves(uit, printer, overwrite=overschrijf, leesbaar=leesbaar_op_schijf, proef=proef, portaal=False)
    check_interrupt()
    made = ask_sealer("afdruk", dossier, home=home_of(home), printer=printer, proef=proef)
    uitgang.give(made, opnieuw="levering afdruk")
    value = made.waarde
    uitvoer.data(
        {**value, **uitgang.value()},
        [f"levering {value['levering']}", *uitgang.lines()],
    )


@click.option(
    "--alles", is_flag=True, required=True, help="Verplicht: u staakt alles van alle dossiers, en dat kan niet terug."
)
def _staak(uitvoer: Uitvoer, alles: bool, proef: bool) -> None:  # noqa: ARG001, FBT001
    """Staak alles: wat verzegeld is gaat niet meer weg, en geen toestemming geldt nog. Bij een vermoeden van een lek.

    Wat al bij een werkgever is, komt hiermee niet terug: docs/how-to/lek.md zegt wie u wat vertelt.
    """
    from weerbaar_docs.toestemmen.staken import stop_all

    _, opslag = open_store()
    check_interrupt()
    made = stop_all(opslag, proef=proef)
    uitvoer.data(
        {**made.as_json(), "proef": proef},
        [
            (
                f"{'zou staken' if proef else 'gestaakt'}: {len(made.leveringen)} leveringen; "
                f"{'zouden vervallen' if proef else 'vervallen'}: {len(made.toestemmingen)} toestemmingen"
            ),
            *(f"  {dossier}" for dossier in made.dossiers),
            "Trek nu de sleutel in die het betreft (sleutel trek-in), en vertel het wie het aangaat (docs/how-to/lek.md).",
        ],
    )


command(entry, "plan", writes=True)(_plan)
command(entry, "afdruk", writes=True)(_afdruk)
command(entry, "staak", writes=True)(_staak)
