# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs vernietiging lijst|voer-uit|toon|verklaring|back-up`: what may be destroyed, destroying exactly that, what was, the sheet of it, and back-ups."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from weerbaar_docs.cli.formaat import format_of
from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import OutputError, Uitvoer, command
from weerbaar_docs.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from weerbaar_docs.store import Opslag
    from weerbaar_docs.vernietiging import Kijk, Uitkomst

_DEELS = OutputError.exit_code  # 7: partly done


@click.group()
def entry() -> None:
    """Toon welke dossiers vernietigd mogen worden, en vernietig ze."""


_GROND = click.option(
    "--grond",
    type=click.Choice(["bewaartermijn", "intrekking"]),
    default="bewaartermijn",
    show_default=True,
    help="Waarom: de bewaartermijn is voorbij, of de bestuurder heeft ingetrokken en vraagt erom.",
)
_DOSSIER = click.option(
    "--dossier", default=None, help="Alleen dit dossier (nummer of pseudoniem); bij intrekking verplicht."
)


@_GROND
@_DOSSIER
def _lijst(uitvoer: Uitvoer, grond: str, dossier: str | None, peildatum: date | None) -> None:
    """Toon welke dossiers vernietigd mogen worden en waarom; er verandert niets."""
    from weerbaar_docs.werkplek import open_here

    opslag = open_here(os.environ)
    look = _look(opslag, grond, dossier, peildatum)
    with opslag.look() as connection:
        lijst = look(connection)
    lines = [f"{r.object}  sinds {r.vanaf}  {r.soort}\n    {r.reden}" for r in lijst.regels]
    lines += [f"waarschuwing {m.pad}: {m.melding}" for m in lijst.meldingen]
    lines += (
        [f"Controlegetal van deze lijst: {lijst.controlegetal}"] if lijst.regels else ["Er is niets te vernietigen."]
    )
    uitvoer.data(lijst.as_json(), lines)


command(entry, "lijst", dated=True)(_lijst)


@_GROND
@_DOSSIER
@click.option("--controlegetal", required=True, help="Het controlegetal onder de lijst die u hebt bekeken.")
def _voer_uit(
    uitvoer: Uitvoer,
    grond: str,
    dossier: str | None,
    controlegetal: str,
    proef: bool,  # noqa: FBT001
    peildatum: date | None,
) -> int:
    """Vernietig alles op de lijst, voorgoed: de sleutels van deze dossiers verdwijnen. Alleen voor de beheerder."""
    from weerbaar_docs.vernietiging import destroy_all
    from weerbaar_docs.werkplek import open_here

    opslag = open_here(os.environ)
    look = _look(opslag, grond, dossier, peildatum)
    check_interrupt()
    uitkomst = destroy_all(opslag, controlegetal, look, proef=proef)
    return _show(uitvoer, uitkomst, proef=proef)


command(entry, "voer-uit", writes=True, dated=True)(_voer_uit)


@click.option("--dossier", default=None, help="Alleen dit dossier (nummer of pseudoniem).")
def _toon(uitvoer: Uitvoer, dossier: str | None) -> None:
    """Toon de vernietigingsverklaringen: wat is vernietigd, wanneer, waarom en door wie. Ook dat wordt een regel."""
    from weerbaar_docs.dossiers.lezen import identify
    from weerbaar_docs.model import utc_moment
    from weerbaar_docs.termijnen import nederlandse_dag
    from weerbaar_docs.vernietiging import verklaringen
    from weerbaar_docs.werkplek import open_here

    opslag = open_here(os.environ)
    found = verklaringen(opslag, None if dossier is None else identify(opslag, dossier))
    lines = [
        f"{v['dossier']}  vernietigd op {nederlandse_dag(utc_moment(v['vernietigd_op']))} door {v['door']} ({v['sleutels']} sleutels)\n    {v['reden']}"
        for v in found
    ]
    uitvoer.data({"verklaringen": found}, lines or ["Er is nog niets vernietigd."])


command(entry, "toon")(_toon)


@click.argument("dossier")
@click.option("--uit", type=click.Path(path_type=Path), required=True, help="Het blad: een .pdf of .docx.")
@click.option("--overschrijf", is_flag=True, help="Vervang een bestand dat er al is.")
def _verklaring(
    uitvoer: Uitvoer,
    dossier: str,
    uit: Path,
    overschrijf: bool,  # noqa: FBT001
    proef: bool,  # noqa: FBT001
    peildatum: date | None,
) -> None:
    """Maak de vernietigingsverklaring van een DOSSIER als blad voor de bestuurder; er staat niets van de inhoud op."""
    from weerbaar_docs._files import refuse_existing, write_atomic
    from weerbaar_docs.config import load_config
    from weerbaar_docs.dossiers.lezen import identify
    from weerbaar_docs.errors import ValidationError
    from weerbaar_docs.huisstijl import huisstijl_here
    from weerbaar_docs.registers.sjablonen import STANDAARD
    from weerbaar_docs.termijnen import nederlandse_dag
    from weerbaar_docs.vernietiging import verklaringen
    from weerbaar_docs.vernietiging.document import render_verklaring
    from weerbaar_docs.werkplek import open_here

    kind = format_of(uit)
    refuse_existing([uit], overwrite=overschrijf)
    opslag = open_here(os.environ)
    found = verklaringen(opslag, identify(opslag, dossier))
    if not found:
        raise ValidationError.because(
            "VERNIETIGING-GEEN",
            "dit dossier is niet vernietigd",
            "Kies een dossier uit `vernietiging toon`.",
        )
    huisstijl = huisstijl_here(load_config(None, os.environ), os.environ, voor=STANDAARD)
    made = render_verklaring(found[-1], datum=peildatum or nederlandse_dag(opslag.now()), huisstijl=huisstijl)
    if not proef:
        check_interrupt()
        write_atomic(uit, getattr(made, kind), overwrite=overschrijf)
    uitvoer.data(
        {"bestand": str(uit), "dossier": found[-1]["dossier"], "proef": proef},
        [f"{'zou schrijven' if proef else 'geschreven'}: {uit}"],
    )


command(entry, "verklaring", writes=True, dated=True)(_verklaring)


@click.argument("mappen", metavar="MAP...", nargs=-1, required=True, type=click.Path(path_type=Path))
def _back_up(uitvoer: Uitvoer, mappen: tuple[Path, ...], proef: bool) -> None:  # noqa: FBT001
    """Haal de sleutels van alle vernietigde dossiers ook uit deze back-ups; de rest van de back-up blijft heel."""
    from weerbaar_docs.vernietiging import forget_in_back_up
    from weerbaar_docs.werkplek import open_here

    opslag = open_here(os.environ)
    check_interrupt()
    found = [(folder, forget_in_back_up(opslag, folder, proef=proef)) for folder in mappen]
    word = "zou verwijderen" if proef else "verwijderd"
    uitvoer.data(
        {"proef": proef, "back_ups": [{"map": str(folder), "sleutels": number} for folder, number in found]},
        [f"{word}: {number} sleutels uit {folder}" for folder, number in found],
    )


command(entry, "back-up", writes=True)(_back_up)


def _look(opslag: Opslag, grond: str, dossier: str | None, peildatum: date | None) -> Kijk:
    from weerbaar_docs.bewaartermijnen import read_termijnen
    from weerbaar_docs.config import load_config
    from weerbaar_docs.dossiers.lezen import identify
    from weerbaar_docs.termijnen import nederlandse_dag
    from weerbaar_docs.vernietiging import by_term, by_withdrawal

    dossier = None if dossier is None else identify(opslag, dossier)
    if grond == "bewaartermijn":
        termijnen = read_termijnen(load_config(None, os.environ).section("bewaartermijnen"))
        return by_term(termijnen, peildatum or nederlandse_dag(opslag.now()), dossier)
    if dossier is None:
        raise UsageError.because("GEBRUIK", "bij intrekking hoort één dossier", "Geef --dossier.")
    return by_withdrawal(dossier)


def _show(uitvoer: Uitvoer, uitkomst: Uitkomst, *, proef: bool) -> int:
    from weerbaar_docs.vernietiging import NIET_BELOOFD

    refused = [{"dossier": d, "meldingen": [m.as_json() for m in e.meldingen]} for d, e in uitkomst.geweigerd]
    rest = () if uitkomst.rest is None else uitkomst.rest.meldingen
    value: dict[str, Any] = {
        "proef": proef,
        "verklaringen": list(uitkomst.verklaringen),
        "geweigerd": refused,
        "nog_op_te_ruimen": [m.as_json() for m in rest],
    }
    word = "zou vernietigen" if proef else "vernietigd"
    lines = [f"{word}: {v['dossier']} ({v['sleutels']} sleutels)" for v in uitkomst.verklaringen]
    lines += [f"NIET vernietigd: {d}: {line}" for d, e in uitkomst.geweigerd for line in e.diagnostics()]
    lines += [f"NOG NIET OPGERUIMD: {m.melding}. {m.oplossing} Voer daarna opslag ruim-op uit." for m in rest]
    if uitkomst.verklaringen and not proef:
        lines += ["Wat hiermee niet is beloofd:", *(f"  - {line}" for line in NIET_BELOOFD)]
    uitvoer.data(value, lines or ["Er is niets te vernietigen."])
    return _DEELS if refused or rest else 0
