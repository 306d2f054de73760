# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs bva beoordeel O-...`: the judgements of a toetser, from a file or one by one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import Uitvoer, command
from weerbaar_docs.cli.reading import read_file
from weerbaar_docs.cli.toetsing import INDIENING, VOOR, open_toetsing
from weerbaar_docs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MET_REDEN: Final = ("gewijzigd_vastgesteld", "niet_vastgesteld")


def register(group: click.Group) -> None:
    """Add this command to the group of the BVA."""
    command(group, "beoordeel", writes=True)(_beoordeel)


@INDIENING
@click.option(
    "--bestand",
    type=click.Path(path_type=Path, allow_dash=True),
    default=None,
    help="Oordelen als JSON (of -); alleen zo geeft u een motivering of opmerking.",
)
@click.option(
    "--maatregel",
    "maatregelen",
    multiple=True,
    metavar="M-01=OORDEEL",
    help="Het oordeel over een maatregel: vastgesteld. Voor gewijzigd_vastgesteld en niet_vastgesteld, die een motivering"
    " vragen, is er --bestand. Herhaal voor meer.",
)
@click.option(
    "--criterium",
    "criteria",
    multiple=True,
    metavar="NAAM=OORDEEL",
    help="Het oordeel over een van de criteria hierboven: voldoet, voldoet_deels, voldoet_niet of niet_van_toepassing."
    " Herhaal voor meer.",
)
@click.option(
    "--treffer",
    "treffers",
    multiple=True,
    metavar="SLEUTEL=OORDEEL",
    help="Het oordeel over een treffer van R-RED-2: bevestigd (de werkgever mag dit lezen) of afgewezen. Herhaal voor meer.",
)
@click.option(
    "--pkvw", type=click.Choice(["akkoord", "geen_akkoord"]), default=None, help="Over de uitzondering op het PKVW."
)
@click.option("--uitkomst", default=None, help="vastgesteld, gedeeltelijk_vastgesteld of teruggestuurd.")
@click.option("--besluitnummer", default=None, help="Het nummer van het besluit.")
@VOOR
def _beoordeel(
    uitvoer: Uitvoer, *, indiening: str, bestand: Path | None, voor: str | None, proef: bool, **given: Any
) -> None:
    """Leg oordelen vast; nog niets is besloten. Motiveringen, opmerkingen en gewijzigde omschrijvingen komen uit --bestand.

    \b
    De criteria:
      dreigingsanalyse_aanwezig
      risicobeoordeling_woonplek_aanwezig
      maatregelen_passend_bij_risico
      maatregelen_proportioneel
      pkvw_status_onderbouwd
      kosten_onderbouwd
      geen_overlap_met_stelsel_bewaken_en_beveiligen
      geen_onnodige_persoonsgegevens
    """  # noqa: D301 - this escape is how click keeps lines apart
    from weerbaar_docs.canonical import read_json
    from weerbaar_docs.toetsing.beoordelen import merge
    from weerbaar_docs.toetsing.bij_bva import judge
    from weerbaar_docs.toetsing.tonen import todo_lines

    from_file: dict[str, Any] = merge({}, read_json(read_file(bestand))) if bestand is not None else {}
    deel = merge(from_file, _judgements(**given))
    if not deel:
        raise _usage("er is geen oordeel gegeven", "Geef --bestand of een oordeel als optie.")
    _, toetsing = open_toetsing()
    check_interrupt()
    stand = judge(toetsing, indiening, deel, voor=voor, proef=proef)
    uitvoer.data(
        {"indiening": indiening, "ontbreekt": [{"pad": t.pad, "wat": t.wat} for t in stand.ontbreekt], "proef": proef},
        [
            f"{'zou vastleggen' if proef else 'vastgelegd'}: oordelen over {indiening}",
            "",
            "NOG TE DOEN",
            *(f"  {line}" for line in todo_lines(stand)),
        ],
    )


def _judgements(
    *,
    maatregelen: Iterable[str],
    criteria: Iterable[str],
    treffers: Iterable[str],
    pkvw: str | None,
    **given: str | None,
) -> dict[str, Any]:
    """Give the options as a beoordeling: what was not given is not in it."""
    found: Mapping[str, Any] = {
        "per_maatregel": _pairs(maatregelen, "nummer"),
        "toetsing": _pairs(criteria, "criterium"),
        "treffers": _pairs(treffers, "sleutel"),
        "pkvw_uitzondering_akkoord": None if pkvw is None else pkvw == "akkoord",
        **given,
    }
    return {name: value for name, value in found.items() if value not in (None, [])}


def _pairs(given: Iterable[str], key: str) -> list[dict[str, str]]:
    found = []
    for text in given:
        name, sign, oordeel = text.partition("=")
        if not (name and sign and oordeel):
            raise _usage("een oordeel heeft niet de vorm NAAM=OORDEEL", "Schrijf bijvoorbeeld M-01=vastgesteld.")
        if oordeel in _MET_REDEN:
            raise _usage(
                f"{oordeel} vraagt een motivering, en die kan niet in een optie",
                "Geef dit oordeel met zijn motivering in een JSON-bestand: --bestand oordelen.json.",
            )
        found.append({key: name, "oordeel": oordeel})
    _refuse_twice([item[key] for item in found])
    return found


def _refuse_twice(names: list[str]) -> None:
    from weerbaar_docs.toetsing.beoordelen import twice

    if (found := twice(names)) is not None:
        raise _usage(f"over {found[1]} zijn twee oordelen gegeven", "Geef er één.")


def _usage(melding: str, oplossing: str) -> UsageError:
    return UsageError.because("GEBRUIK", melding, oplossing)
