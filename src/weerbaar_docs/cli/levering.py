# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs levering plan DOSSIER`: seal what the bestuurder allowed, for his werkgever and for nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import Uitvoer, command
from weerbaar_docs.cli.toetsing import gnupg_home, home_of

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
            f"{'zou verzegelen' if proef else 'verzegeld'} voor de werkgever: {value['levering']}, {value['bytes']} bytes",
            f"controlegetal {value['sha256'][:16]}",
        ],
    )


command(entry, "plan", writes=True)(_plan)
