# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs uitvoering ...`: the werkgever carries out what was agreed, with maatregelen.json alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import DATUM, Uitvoer, command
from weerbaar_docs.cli.peildatum import day_or_today
from weerbaar_docs.cli.uitvoering_stukken import register
from weerbaar_docs.cli.uitvoeringsbron import (
    maatregelen_argument,
    read_overzicht,
    require_past,
    stand_file,
    stand_option,
)
from weerbaar_docs.uitvoeringsstatus import STATUSSEN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    Stand = dict[str, Any]

_VRIJ = ("leverancier", "opmerking")


@click.group()
def entry() -> None:
    """Voer uit wat is afgesproken: opdrachten, stand, bruikleen en voortgang.

    MAATREGELEN.json komt uit het pakket van het CCV. Een dossier is niet nodig. De stand houdt u zelf bij.
    """


@maatregelen_argument
@stand_option
def _toon(uitvoer: Uitvoer, maatregelen: Path, standbestand: Path | None, peildatum: date | None) -> None:
    """Toon hoe ver elke maatregel is, wat wacht en waarom, en wat terug moet."""
    from weerbaar_docs.uitvoering import voortgang
    from weerbaar_docs.uitvoering.standbestand import stand_in

    overzicht = read_overzicht(maatregelen)
    stand = stand_in(stand_file(maatregelen, standbestand), overzicht)
    found = voortgang(overzicht, stand, day_or_today(peildatum))
    rows = [row | {"titel": uitvoer.personal(row["titel"])} for row in found["maatregelen"]]
    lines = [line for row in rows for line in _row(row)]
    uitvoer.data(
        {"datum": found["datum"], "aantallen": found["aantallen"], "maatregelen": rows},
        lines or ["Er zijn geen maatregelen voor de werkgever."],
    )


command(entry, "toon", dated=True)(_toon)


def _row(row: Mapping[str, Any]) -> list[str]:
    days = (
        ("opgedragen", row["opgedragen_op"]),
        ("uiterlijk", row["uiterlijk_op"]),
        ("klaar", row["gereed_op"]),
        ("terug uiterlijk", None if row["teruggenomen_op"] else row["terug_uiterlijk_op"]),
        ("teruggenomen", row["teruggenomen_op"]),
    )
    told = "".join(f"   {what} {day}" for what, day in days if day is not None)
    late = "   TE LAAT" if row["te_laat"] else ""
    lines = [f"{row['nummer']:<6} {row['status'].replace('_', ' '):<15} {row['titel']}{told}{late}"]
    return lines if row["wacht"] is None else [*lines, f"       wacht: {row['wacht']}"]


@maatregelen_argument
@click.argument("nummer")
@stand_option
@click.option("--status", type=click.Choice(STATUSSEN), default=None, help="Hoe ver de maatregel is.")
@click.option("--opgedragen-op", type=DATUM, default=None, help="De dag van de opdracht.")
@click.option("--gereed-op", type=DATUM, default=None, help="De dag waarop de maatregel klaar was.")
@click.option("--teruggenomen-op", type=DATUM, default=None, help="De dag waarop een bruikleen terug was.")
@click.option("--leverancier", default=None, help="Het bedrijf dat de maatregel uitvoert.")
@click.option("--offerte", default=None, help="Het bedrag van de offerte met btw, zoals 1210.00.")
@click.option("--factuur", default=None, help="Het bedrag van de factuur met btw, zoals 1210.00.")
@click.option("--opmerking", default=None, help="Wat er verder te melden is; gaat nooit naar het CCV.")
def _werk_bij(  # noqa: PLR0913 - an option for each thing that is known of a maatregel
    *,
    uitvoer: Uitvoer,
    maatregelen: Path,
    nummer: str,
    standbestand: Path | None,
    status: str | None,
    opgedragen_op: date | None,
    gereed_op: date | None,
    teruggenomen_op: date | None,
    leverancier: str | None,
    offerte: str | None,
    factuur: str | None,
    opmerking: str | None,
    proef: bool,
) -> None:
    """Leg vast hoe ver de maatregel NUMMER is."""
    from weerbaar_docs.uitvoering import change_stand
    from weerbaar_docs.uitvoering.stand import take_back

    require_past({"--gereed-op": gereed_op, "--teruggenomen-op": teruggenomen_op})
    regel = {
        "maatregel": nummer,
        "status": status,
        "opgedragen_op": None if opgedragen_op is None else opgedragen_op.isoformat(),
        "gereed_op": None if gereed_op is None else gereed_op.isoformat(),
        "leverancier": leverancier,
        "offerte_incl_btw": offerte,
        "factuur_incl_btw": factuur,
        "opmerking": opmerking,
    }
    given = {name: value for name, value in regel.items() if value is not None}
    overzicht = read_overzicht(maatregelen)

    def change(stand: Stand) -> Stand:
        after = change_stand(stand, overzicht, given)
        return after if teruggenomen_op is None else take_back(after, overzicht, nummer, teruggenomen_op)

    _change(uitvoer, maatregelen, standbestand, overzicht, change, proef=proef, wat=nummer)


command(entry, "werk-bij", writes=True)(_werk_bij)


@maatregelen_argument
@stand_option
@click.option("--geldig-tot", type=DATUM, required=True, help="De laatste dag van het certificaat.")
@click.option("--gezien-op", type=DATUM, default=None, help="De dag waarop u het certificaat zag. [vandaag]")
def _keurmerk(
    uitvoer: Uitvoer,
    maatregelen: Path,
    standbestand: Path | None,
    geldig_tot: date,
    gezien_op: date | None,
    proef: bool,  # noqa: FBT001
) -> None:
    """Leg vast dat u een geldig certificaat van het Politiekeurmerk Veilig Wonen zag."""
    from weerbaar_docs.uitvoering import set_pkvw

    overzicht = read_overzicht(maatregelen)
    seen = day_or_today(gezien_op)
    _change(
        uitvoer,
        maatregelen,
        standbestand,
        overzicht,
        lambda stand: set_pkvw(stand, overzicht, geldig_tot=geldig_tot, gezien_op=seen),
        proef=proef,
        wat="het certificaat",
    )


command(entry, "keurmerk", writes=True)(_keurmerk)


@maatregelen_argument
@click.argument("dag", type=DATUM)
@stand_option
def _einde_ambt(
    uitvoer: Uitvoer,
    maatregelen: Path,
    dag: date,
    standbestand: Path | None,
    proef: bool,  # noqa: FBT001
) -> None:
    """Leg vast op welke DAG het ambt eindigt; dan gaat terug wat in bruikleen is."""
    from weerbaar_docs.uitvoering.stand import set_end_of_ambt

    overzicht = read_overzicht(maatregelen)
    _change(
        uitvoer,
        maatregelen,
        standbestand,
        overzicht,
        lambda stand: set_end_of_ambt(stand, overzicht, dag),
        proef=proef,
        wat="het einde van het ambt",
    )


command(entry, "einde-ambt", writes=True)(_einde_ambt)


@maatregelen_argument
@stand_option
@click.option("--op", type=DATUM, default=None, help="De dag waarop de bestuurder het goed vond.")
@click.option("--ingetrokken", is_flag=True, help="De bestuurder vindt het niet meer goed.")
def _akkoord(
    uitvoer: Uitvoer,
    maatregelen: Path,
    standbestand: Path | None,
    op: date | None,
    ingetrokken: bool,  # noqa: FBT001
    proef: bool,  # noqa: FBT001
) -> None:
    """Leg vast dat de bestuurder het goed vindt dat het CCV de voortgang hoort, of niet meer."""
    from weerbaar_docs.errors import UsageError
    from weerbaar_docs.uitvoering import allow_terugmelding

    if (op is None) != ingetrokken:
        raise UsageError.because("GEBRUIK", "geef --op DAG of --ingetrokken", "Kies een van de twee.")
    require_past({"--op": op})
    overzicht = read_overzicht(maatregelen)
    _change(
        uitvoer,
        maatregelen,
        standbestand,
        overzicht,
        lambda stand: allow_terugmelding(stand, op),
        proef=proef,
        wat="het akkoord van de bestuurder" if op else "dat het akkoord is ingetrokken",
    )


command(entry, "akkoord", writes=True)(_akkoord)


def _change(
    uitvoer: Uitvoer,
    maatregelen: Path,
    standbestand: Path | None,
    overzicht: Mapping[str, Any],
    change: Callable[[Stand], Stand],
    *,
    proef: bool,
    wat: str,
) -> None:
    from weerbaar_docs.uitvoering.standbestand import change_in

    check_interrupt()
    file = stand_file(maatregelen, standbestand)
    after = change_in(file, overzicht, change, proef=proef)
    rows = [
        {name: uitvoer.personal(value) if name in _VRIJ else value for name, value in row.items()}
        for row in after["uitvoering"]
    ]
    uitvoer.data(
        {"stand": file.name, "proef": proef, "uitvoering": rows},
        [f"{'zou vastleggen' if proef else 'vastgelegd'} in {file.name}: {wat}"],
    )


register(entry)
