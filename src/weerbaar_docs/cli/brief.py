# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs brief serie`: one neutral letter to hundreds of organisations at once."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import Uitvoer, command, talk
from weerbaar_docs.cli.peildatum import day_or_today
from weerbaar_docs.cli.reading import read_whole
from weerbaar_docs.cli.toetsing import gnupg_home, home_of
from weerbaar_docs.errors import UsageError
from weerbaar_docs.model import ORGANISATIETYPEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from weerbaar_docs.serie import Serie, Uitkomst

_GROOTSTE = 40_000_000
_PER_REGEL = 100
DEELS = 7


class _Sjabloon(click.ParamType[str]):
    """A neutral letter; which there are is looked up when the help is asked for, so that start-up stays cheap."""

    name = "sjabloon"

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:  # noqa: ARG002 - click's own
        from weerbaar_docs.neutrale_brief import SOORTEN

        return f"[{'|'.join(SOORTEN)}]"


@click.group()
def entry() -> None:
    """Schrijf organisaties een brief die over geen dossier gaat."""


@click.argument("ontvangers", metavar="ONTVANGERS.(json|csv|xlsx)", type=click.Path(path_type=Path))
@click.option("--sjabloon", type=_Sjabloon(), required=True, help="Welke brief.")
@click.option(
    "--contactpunt",
    required=True,
    help="Bij wie de lezer terechtkan: een kenmerk uit het register, of een bestand (JSON).",
)
@click.option("--uit", "folder", type=click.Path(path_type=Path), required=True, help="Een nieuwe map voor de brieven.")
@click.option("--versleutel", is_flag=True, help="Versleutel elke brief voor de sleutel van de ontvanger.")
@gnupg_home("de sleutel van CCV levering, bij --versleutel")
@click.option("--bundel", is_flag=True, help="Maak ook bundels om te drukken, van 100 brieven.")
@click.option("--hervat", is_flag=True, help="Ga verder met een serie die werd afgebroken: alleen wat er nog niet is.")
@click.option(
    "--processen", type=click.IntRange(1, 256), default=None, help="Hoeveel er tegelijk werken. [alle kernen]"
)
def _serie(  # noqa: PLR0913 - what a series asks for
    *,
    uitvoer: Uitvoer,
    ontvangers: Path,
    sjabloon: str,
    contactpunt: str,
    folder: Path,
    versleutel: bool,
    home: Path,
    bundel: bool,
    hervat: bool,
    processen: int | None,
    proef: bool,
    peildatum: date | None,
) -> int:
    """Schrijf elke ontvanger een brief: eerst wordt alles gecontroleerd, dan pas wordt er iets gemaakt.

    Een rij met alleen een OIN wordt aangevuld uit het register. In de map staat na afloop verslag.csv, met per ontvanger wat er is
    gemaakt of waarom niet. Lukte niet alles, dan is de afsluitcode 7, en maakt --hervat alleen de rest.
    """
    from weerbaar_docs.config import load_config
    from weerbaar_docs.serie import prepare_serie, run_serie
    from weerbaar_docs.serie.drukwerk import write_bundels
    from weerbaar_docs.werkplek import existing_engine, open_configured

    if versleutel and bundel:
        raise UsageError.because(
            "GEBRUIK", "een bundel om te drukken is leesbaar; met --versleutel kan dat niet", "Kies een van de twee."
        )
    config = load_config(None, os.environ)
    plan = prepare_serie(
        read_whole(ontvangers, _GROOTSTE),
        ontvangers.suffix.lower().removeprefix("."),
        soort=sjabloon,
        contactpunt=_file_or_name(contactpunt),
        peildatum=peildatum,
        vandaag=day_or_today(None),
        config=config,
        opslag=None if existing_engine(config, os.environ) is None else open_configured(config, os.environ),
        home=home_of(home) if versleutel else None,
        hervat=folder if hervat else None,
    )
    if hervat and peildatum is None:
        talk(f"De brieven zijn van de dag waarop deze serie begon: {plan.datum.isoformat()}.")
    if proef:
        return _told(uitvoer, plan, None)
    check_interrupt()
    with _progress(uitvoer, folder, len(plan.ontvangers)) as meld:
        done = run_serie(plan, folder, hervat=hervat, processen=processen, meld=meld)
    if bundel:
        letters = [folder / name for name in done.bestanden]
        write_bundels(letters, folder)
    return _told(uitvoer, plan, done)


command(entry, "serie", writes=True, dated=True)(_serie)


def _file_or_name(contactpunt: str) -> str | bytes:
    """Give the bytes of a file, or else the name that the register has."""
    path = Path(contactpunt)
    return read_whole(path, _GROOTSTE) if path.suffix.lower() == ".json" else contactpunt


@contextlib.contextmanager
def _progress(uitvoer: Uitvoer, folder: Path, aantal: int) -> Iterator[Callable[[int, int], None]]:
    """Tell how far it is: a bar on a terminal, else a line now and then; and how to go on after an interrupt."""
    try:
        if sys.stderr.isatty() and not uitvoer.as_json:
            with click.progressbar(length=aantal, label="brieven", file=sys.stderr, show_pos=True) as bar:
                yield lambda klaar, _totaal: bar.update(klaar - bar.pos)
        else:
            told = [0]

            def tell(klaar: int, totaal: int) -> None:
                if klaar == totaal or klaar - told[0] >= _PER_REGEL:
                    told[0] = klaar
                    talk(f"{klaar} van {totaal}")

            yield tell
    except KeyboardInterrupt:
        talk(f"Wat af is, blijft in {folder}. Ga verder met dezelfde opdracht en --hervat.")
        raise


def _told(uitvoer: Uitvoer, plan: Serie, done: Uitkomst | None) -> int:
    per_type = {
        soort: count for soort in ORGANISATIETYPEN if (count := sum(o["type"] == soort for o in plan.ontvangers))
    }
    telling = ", ".join(f"{count} keer {soort}" for soort, count in per_type.items())
    practice = sum(o.get("fictief") is True for o in plan.ontvangers)
    value: dict[str, Any] = {"ontvangers": len(plan.ontvangers), "per_type": per_type, "fictief": practice}
    value["proef"] = done is None
    if practice:
        talk(
            f"{practice} ontvangers zijn als fictief gemerkt: voor hen is het loket niet nagekeken. Schrijf zo geen echte."
        )
    if done is None:
        uitvoer.data(value, [f"zou {len(plan.ontvangers)} brieven maken: {telling}"])
        return 0
    uitval = [{"oin": oin, "code": code, "reden": reden} for oin, code, reden in done.uitval]
    value |= {"gemaakt": done.gemaakt, "waren_er": done.waren_er, "uitval": uitval}
    lines = [
        f"gemaakt: {done.gemaakt}, waren er al: {done.waren_er}, niet gemaakt: {len(uitval)}",
        f"telling: {telling}",
    ]
    lines += [f"{row['oin']}: {row['reden']} ({row['code']})" for row in uitval]
    uitvoer.data(value, lines)
    return DEELS if uitval else 0
