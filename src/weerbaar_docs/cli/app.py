# SPDX-License-Identifier: EUPL-1.2
"""The command `weerbaar-docs`: parse, make one library call, print. Errors become stderr and an exit code here.

Exit codes: 0 ok, 1 unexpected, 2 usage, 3 invalid data, 4 no valid toestemming, 5 key or crypto,
6 delivery failed and will be retried, 7 partly done (also: the output could not be written),
8 verification failed, 130 interrupted. A reader that leaves early (`| head`) changes no exit code.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

import click

from weerbaar_docs.cli import INTERRUPTED
from weerbaar_docs.cli.interrupt import is_interrupted
from weerbaar_docs.cli.output import OutputError, talk
from weerbaar_docs.errors import Melding, UsageError, WeerbaarDocsError

_GROUPS = {
    "brief": "Schrijf honderden organisaties tegelijk een brief.",
    "bestuurder": "Geef de bestuurder het rapport, en leg vast dat het aankwam.",
    "bva": "Beoordeel rapporten, stel ze vast en onderteken ze.",
    "config": "Toon de instellingen en waar ze vandaan komen.",
    "contact": "Beheer contactpunten en controleer of ze nog kloppen.",
    "demo": "Loop de hele weg met een verzonnen dossier en wegwerpsleutels.",
    "document": "Maak brieven en bladen van een dossier, elk op zijn moment.",
    "dossier": "Begin dossiers, leg vast, en zie wat er vandaag moet gebeuren.",
    "levering": "Verzegel wat de bestuurder toestond, of staak alles.",
    "logboek": "Lees en controleer het logboek, en maak checkpoints.",
    "medewerker": "Beheer wie mag handelen en dossiers mag openen.",
    "opslag": "Richt de opslag van dossiers in en onderhoud haar.",
    "organisatie": "Beheer het register van werkgevers.",
    "pakket": "Open wat het CCV voor uw organisatie heeft verzegeld.",
    "plugin": "Toon welke connectors er zijn.",
    "rapport": "Maak de documenten van een dossier, vergelijk versies, en laat de BVA besluiten.",
    "regels": "Geef alle regels.",
    "sjabloon": "Controleer, maak en registreer de Word-sjablonen.",
    "sleutel": "Beheer de sleutels waarvoor stukken worden versleuteld.",
    "toestemming": "Vraag de bestuurder om toestemming, en leg vast wat hij antwoordt.",
    "uitleg": "Leg een regel uit, of zeg waar u over een melding verder leest.",
    "uitvoering": "Voer als werkgever uit wat is afgesproken, met maatregelen.json.",
    "valideer": "Controleer dossiers: schema en regels.",
    "veiligheidspakket": "Maak het veiligheidspakket voor een startende bestuurder.",
    "verifieer": "Controleer of elke schakel van een document of pakket klopt, en wie ondertekende.",
    "vernietiging": "Toon welke dossiers vernietigd mogen worden, en vernietig ze.",
    "voorbeeld": "Maak een verzonnen dossier om mee te oefenen.",
}


class _Lazy(click.Group):
    """Loads a command's module only when it is used, so that start-up stays cheap."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(_GROUPS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _GROUPS:
            return None
        found: click.Command = import_module(f"weerbaar_docs.cli.{cmd_name}").entry
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Opdrachten"):
            formatter.write_dl(sorted(_GROUPS.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(None, "-V", "--version", package_name="weerbaar-docs", prog_name="weerbaar-docs")
def root() -> None:
    """Veilig en eenvoudig: van beveiligingsadvies tot levering, pas na toestemming.

    Afsluitcodes: 0 goed, 1 onverwacht, 2 gebruik, 3 gegevens onjuist, 4 geen geldige toestemming, 5 sleutel,
    6 levering mislukt, 7 deels gedaan, 8 controle mislukt, 130 afgebroken.
    """


def run(arguments: list[str]) -> int:
    """Run the command; give its exit code."""
    as_json = "--json" in arguments
    try:
        _require_text(arguments)
        result = root.main(args=arguments, prog_name="weerbaar-docs", standalone_mode=False)
    except WeerbaarDocsError as error:
        _report(error.meldingen, as_json=as_json)
        return error.exit_code
    except click.ClickException as error:
        _report_usage(error, as_json=as_json)
        return 2
    except (click.Abort, KeyboardInterrupt):
        return _interrupted()
    except SystemExit:
        return 0  # click's answer to a reader that left while it printed a help text
    except Exception as error:  # noqa: BLE001 - the last edge: no traceback, which could quote personal data
        return _edge(error, as_json=as_json)
    return result if isinstance(result, int) else 0


def _require_text(arguments: list[str]) -> None:
    try:
        "".join(arguments).encode()
    except UnicodeEncodeError:
        is_text = False
    else:
        is_text = True
    if not is_text:
        raise UsageError.because(
            "GEBRUIK",
            "een woord van de opdracht bestaat uit bytes die geen tekst zijn",
            "Typ de opdracht opnieuw, met een bestandsnaam van gewone letters.",
        )


def _interrupted() -> int:
    talk("Afgebroken.")
    return INTERRUPTED


def _edge(error: Exception, *, as_json: bool) -> int:
    if is_interrupted():
        return _interrupted()  # an interrupt that came out of an import as something else
    if isinstance(error, OSError) and _place(error).startswith("click."):
        failed = OutputError.of(error)  # click prints nothing but a help text
        _report(failed.meldingen, as_json=as_json)
        return failed.exit_code
    _report((_unexpected(error),), as_json=as_json)
    return 1


def _unexpected(error: Exception) -> Melding:
    return Melding(
        code="ONVERWACHT",
        ernst="fout",
        pad=_place(error),
        melding=f"er ging iets mis dat niet voorzien was ({type(error).__name__})",
        oplossing="Meld dit aan de makers, met deze regel en zonder het dossier.",
    )


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"


def _report_usage(error: click.ClickException, *, as_json: bool) -> None:
    context = getattr(error, "ctx", None)
    if context is not None and not as_json:
        talk(context.get_usage())
    melding = Melding(
        code="GEBRUIK",
        ernst="fout",
        pad="",
        melding=error.format_message(),
        oplossing=f"Zie {context.command_path if context else 'weerbaar-docs'} --help.",
    )
    _report((melding,), as_json=as_json)


def _report(meldingen: tuple[Melding, ...], *, as_json: bool) -> None:
    if as_json:
        value: dict[str, Any] = {"fout": [melding.as_json() for melding in meldingen]}
        talk(json.dumps(value, ensure_ascii=False, indent=2))
        return
    for melding in meldingen:
        place = f" ({melding.pad})" if melding.pad else ""
        talk(f"{melding.code}{place}: {melding.melding}\n  Wat nu: {melding.oplossing}")
