# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs bestuurder verstrek|bevestig|certificaat`: the report reaches the bestuurder, and is signed for."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import DATUM, Uitvoer, command, require_readable
from weerbaar_docs.cli.reading import read_file
from weerbaar_docs.cli.toetsing import gnupg_home, home_of, open_store, writer
from weerbaar_docs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from weerbaar_docs.toestemmen.verstrekken import Afloop
    from weerbaar_docs.verzegelaar import Gedaan

_KANALEN = ("overhandigen", "post_aangetekend", "e_mail_versleuteld", "portaal")
_CERTIFICAAT = 100_000


@click.group()
def entry() -> None:
    """Geef de bestuurder het vastgestelde rapport, als genummerd exemplaar."""


def to_paper_or_file(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give the options that say where something leaves for: a printer or one sealed file."""
    for option in (
        click.option("--overschrijf", is_flag=True, help="Vervang een bestand dat er al is."),
        click.option(
            "--printer", default="", metavar="RIJ", help="Druk af op deze rij van deze computer, zonder bestand."
        ),
        click.option(
            "--leesbaar-op-schijf",
            is_flag=True,
            help="Verplicht bij --printer: het afdruksysteem bewaart de stukken leesbaar.",
        ),
        click.option(
            "--uit", type=click.Path(path_type=Path), help="Het versleutelde bestand om af te drukken of te zenden."
        ),
    ):
        function = option(function)
    return function


def way_out(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give the options that say how something leaves for the bestuurder."""
    for option in (
        to_paper_or_file,
        click.option("--kanaal", type=click.Choice(_KANALEN), default=None, help="In plaats van het voorkeurskanaal."),
        gnupg_home("de sleutel van CCV levering"),
        click.argument("dossier"),
    ):
        function = option(function)
    return function


@dataclass(frozen=True, kw_only=True)
class Uitgang:
    """Where something leaves for: a file, a printer, or a portal."""

    uit: Path | None
    printer: str
    portaal: str
    write: Callable[[bytes], Any]
    proef: bool

    def opties(self) -> dict[str, Any]:
        """Give what the sealing role is told of it."""
        return {"printer": self.printer, "portaal": bool(self.portaal)}

    def give(self, gedaan: Gedaan, *, opnieuw: str) -> None:
        """Let the sealed file of what is recorded already leave."""
        from weerbaar_docs.toetsing.afgifte import hand_over

        if gedaan.bestand is not None and not self.proef:
            hand_over(self.write, gedaan.bestand, gedaan="Het is vastgelegd", opnieuw=opnieuw)

    def value(self) -> dict[str, Any]:
        """Give what `--json` says of it."""
        return {"bestand": None if self.uit is None else str(self.uit), "proef": self.proef}

    def lines(self) -> list[str]:
        """Say where it went."""
        if self.uit is not None:
            return [f"{'zou schrijven' if self.proef else 'geschreven'}: {self.uit}"]
        if self.printer:
            return [f"{'zou afdrukken' if self.proef else 'afgedrukt'} op {self.printer}"]
        return [f"{'zou klaarzetten' if self.proef else 'klaargezet'} in het portaal ({self.portaal})"]


def leaves(
    uit: Path | None, printer: str, *, overwrite: bool, leesbaar: bool, proef: bool, portaal: bool = True
) -> Uitgang:
    """Give the one way out that was named, or the configured portal; raises UsageError for none or two.

    A printing system keeps what it prints on its disk for a while: who prints says that he knows (`leesbaar`).
    """
    plugin, config = _portal() if portaal and uit is None and not printer else ("", {})
    if (uit is not None) + bool(printer) + bool(plugin) != 1:
        raise UsageError.because(
            "GEBRUIK",
            "zeg waar het heen gaat: naar een bestand of naar een printer",
            "Geef --uit BESTAND of --printer RIJ; met een portaal (config: portaal.zaaksysteem) is geen van beide nodig.",
        )
    meant = (("--leesbaar-op-schijf", leesbaar, "--printer", printer), ("--overschrijf", overwrite, "--uit", uit))
    for option, given, way, used in meant:
        if given and not used:
            raise UsageError.because("GEBRUIK", f"{option} hoort bij {way}", "Laat het weg.")
    if printer:
        require_readable(leesbaar, "de stukken tot ze zijn afgedrukt", "de map van het afdruksysteem")
    write: Callable[[bytes], Any] = lambda _: None  # noqa: E731 - a printer takes no file
    if uit is not None:
        write = writer(uit, overwrite=overwrite, proef=proef)
    elif plugin:
        write = partial(_place, plugin, config)
    return Uitgang(uit=uit, printer=printer, portaal=plugin, write=write, proef=proef)


def _portal() -> tuple[str, Mapping[str, Any]]:
    """Give the plugin of the configured portal and its settings; an empty name when there is none."""
    from weerbaar_docs.config import load_config

    config = load_config(None, os.environ)
    naam: str = config.get("portaal.zaaksysteem")
    found = dict(config.zaaksystemen.get(naam, {}))
    return str(found.pop("plugin", naam)), found


def _place(plugin: str, config: Mapping[str, Any], versleuteld: bytes) -> None:
    from weerbaar_docs.delivery import place_in_portal_in_own_process

    place_in_portal_in_own_process(f"WD-{secrets.token_hex(16)}", versleuteld, plugin, config)


@way_out
@click.option(
    "--wat",
    type=click.Choice(("rapport", "werkgeverstukken", "afschrift")),
    default="rapport",
    help="Het rapport, de stukken voor de werkgever (om ze zelf te geven), of het afschrift van wat hij besliste. [rapport]",
)
def _verstrek(
    uitvoer: Uitvoer,
    *,
    dossier: str,
    home: Path,
    kanaal: str | None,
    uit: Path | None,
    printer: str,
    overschrijf: bool,
    leesbaar_op_schijf: bool,
    wat: str,
    proef: bool,
) -> None:
    """Maak een genummerd exemplaar voor de bestuurder, op papier met een formulier voor ontvangst.

    Op papier (overhandigen, post_aangetekend) gaat het naar een printer of in één versleuteld afdrukbestand; anders in een
    bericht dat alleen de bestuurder kan openen. Vastgelegd wordt wat er ging, hoe, door wie en wanneer.
    """
    from weerbaar_docs.verzegelaar import ask_sealer

    uitgang = leaves(uit, printer, overwrite=overschrijf, leesbaar=leesbaar_op_schijf, proef=proef)
    check_interrupt()
    opties = {"kanaal": kanaal, "wat": wat, "proef": proef, **uitgang.opties()}
    made = ask_sealer("verstrek", dossier, home=home_of(home), **opties)
    uitgang.give(made, opnieuw="bestuurder verstrek")
    value = made.waarde
    uitvoer.data(
        {**value, **uitgang.value()},
        [
            f"exemplaar {value['exemplaar']} {'zou worden' if proef else 'is'} verstrekt, kanaal {value['kanaal']}",
            *(f"  {stuk['naam']}: {stuk['sha256'][:16]}" for stuk in value["stukken"]),
            *uitgang.lines(),
            f"status {value['status']}",
            *(
                []
                if wat == "afschrift"
                else [f"leg de ontvangst vast met bestuurder bevestig {dossier} {value['exemplaar']}"]
            ),
        ],
    )


@click.argument("dossier")
@click.argument("exemplaar", type=click.IntRange(1, 10_000))
@click.option(
    "--op", type=DATUM, required=True, help="De dag waarop de bestuurder tekende, of waarop het wegbleek (JJJJ-MM-DD)."
)
@click.option("--niet-ontvangen", is_flag=True, help="Het exemplaar kwam niet aan, of is vernietigd voor het weg was.")
def _bevestig(
    uitvoer: Uitvoer,
    dossier: str,
    exemplaar: int,
    op: date,
    niet_ontvangen: bool,  # noqa: FBT001
    proef: bool,  # noqa: FBT001
) -> None:
    """Leg vast dat de bestuurder tekende voor een exemplaar, of dat het niet aankwam."""
    from weerbaar_docs.toestemmen.verstrekken import confirm_copy

    _, opslag = open_store()
    check_interrupt()
    afloop: Afloop = "niet_ontvangen" if niet_ontvangen else "ontvangen"
    value = confirm_copy(opslag, dossier, exemplaar, afloop, op=op, proef=proef)
    uitvoer.data(
        {**value, "proef": proef},
        [f"exemplaar {exemplaar}: {'zou zijn' if proef else 'is'} vastgelegd als {afloop.replace('_', ' ')}"],
    )


@click.argument("dossier")
@click.argument("bestand", type=click.Path(path_type=Path))
@click.option(
    "--vingerafdruk", required=True, help="De SHA-256 van het certificaat, zoals de bestuurder die zelf noemde."
)
@click.option(
    "--vervallen",
    is_flag=True,
    help="Dit certificaat telt niet meer: kwijt, gelekt of vergist. Eén sleutelbeheerder is genoeg.",
)
def _certificaat(
    uitvoer: Uitvoer, *, dossier: str, bestand: Path, vingerafdruk: str, vervallen: bool, proef: bool
) -> None:
    """Leg het certificaat vast waarmee de bestuurder een formulier digitaal ondertekent (PAdES).

    Twee sleutelbeheerders doen dit, elk na een eigen vergelijking met de bestuurder; daarna telt het voor nieuwe formulieren.
    """
    from weerbaar_docs.toestemmen.poort import pin_certificate

    data = read_file(bestand, _CERTIFICAAT)
    _, opslag = open_store()
    check_interrupt()
    made = pin_certificate(opslag, dossier, data, vingerafdruk=vingerafdruk, vervallen=vervallen, proef=proef)
    nodig = None if made.telt or vervallen else "een tweede sleutelbeheerder moet het vergelijken en vastleggen"
    what = "als vervallen vastgelegd" if vervallen else "vastgelegd"
    lines = [f"certificaat {made.sha256[:16]} {'zou worden' if proef else 'is'} {what}"]
    if not vervallen:
        lines.append("het telt voor formulieren die u hierna maakt" if nodig is None else f"nog nodig: {nodig}")
    told = {"dossier": dossier, "sha256": made.sha256, "telt": made.telt, "nog_nodig": nodig, "proef": proef}
    uitvoer.data(told, lines)


command(entry, "verstrek", writes=True)(_verstrek)
command(entry, "bevestig", writes=True)(_bevestig)
command(entry, "certificaat", writes=True)(_certificaat)
