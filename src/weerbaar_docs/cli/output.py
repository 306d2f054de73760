# SPDX-License-Identifier: EUPL-1.2
"""One output layer: stdout is data, stderr is talk; `--json` everywhere; personal data masked unless asked for.

A reader of stdout that leaves early (`| head`) has seen enough: the command finishes its work and keeps its exit code.
What is printed for people moves no cursor: a control character in somebody's text could write over what stands there.
Data that cannot be written for another reason, such as a full disk, are an OutputError; talk that cannot is let go.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Self, TextIO

import click

from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.logs import run_logged
from weerbaar_docs.errors import UsageError, WeerbaarDocsError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MASKER = "[verborgen]"
# Control characters but for the end of a line, and those that end a line or turn the direction of reading.
_STUUR: Final = {0x09: " "} | dict.fromkeys(
    (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A)), "?"
)


class OutputError(WeerbaarDocsError):
    """What the command has to say could not be written; what it had done by then stays."""

    exit_code = 7

    @classmethod
    def of(cls, error: OSError) -> Self:
        """Make the error for a failed write to stdout; nothing more is written there."""
        _mute(sys.stdout)
        reason = errno.errorcode.get(error.errno or 0, "onbekend")
        return cls.because(
            "UITVOER-SCHRIJVEN",
            f"de uitvoer kon niet worden geschreven ({reason})",
            "Zorg voor ruimte waar de uitvoer heen gaat; bestanden die al geschreven waren, zijn heel.",
        )


def talk(text: str) -> None:
    """Say something on stderr, if anyone listens."""
    try:
        click.echo(text, err=True)
        sys.stderr.flush()
    except OSError:
        _mute(sys.stderr)  # or what is left in the buffer would change the exit code when Python ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Uitvoer:
    """How one command prints."""

    as_json: bool
    toon_persoonsgegevens: bool

    def data(self, value: Any, lines: Sequence[str]) -> None:
        """Print the result: the JSON value with --json, else the lines."""
        check_interrupt()
        if self.as_json:
            _print(json.dumps(value, ensure_ascii=False, indent=2))
            return
        for line in lines:
            _print(line.translate(_STUUR))

    def progress(self, line: str) -> None:
        """Print a step as it happens; with --json on stderr, so that stdout stays one JSON value."""
        check_interrupt()
        (talk if self.as_json else _print)(line.translate(_STUUR))

    def personal(self, value: str) -> str:
        """Give a name, address or free text, masked unless --toon-persoonsgegevens was given; for people on one line."""
        if not self.toon_persoonsgegevens:
            return MASKER
        return value if self.as_json else " ".join(value.split())


def require_readable(given: bool, wat: str, plek: str) -> None:  # noqa: FBT001
    """Raise UsageError unless somebody said that `wat` may be readable on a disk, in this `plek` (a file or a folder)."""
    if not given:
        raise UsageError.because(
            "LEESBAAR-OP-SCHIJF",
            f"dit schrijft {wat} onversleuteld op schijf",
            f"Geef --leesbaar-op-schijf als u dat wilt; bewaar {plek} op een versleutelde schijf.",
        )


def _print(line: str) -> None:
    try:
        click.echo(line)
    except BrokenPipeError:
        _mute(sys.stdout)
    except OSError as error:
        raise OutputError.of(error) from None


def _mute(stream: TextIO) -> None:
    """Send the rest of a stream nowhere; otherwise Python fails again on what is left in its buffer when it ends."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def command(
    group: click.Group, name: str, *, writes: bool = False, dated: bool = False
) -> Callable[[Callable[..., Any]], click.Command]:
    """Register a command with the options that every command of its kind has.

    The function gets `uitvoer: Uitvoer`; with `writes` also `proef: bool`, with `dated` also `peildatum: date | None`.
    """

    def decorate(function: Callable[..., Any]) -> click.Command:
        def run(*, als_json: bool, toon_persoonsgegevens: bool, **given: Any) -> Any:
            uitvoer = Uitvoer(as_json=als_json, toon_persoonsgegevens=toon_persoonsgegevens)
            return run_logged(lambda: function(uitvoer=uitvoer, **given))

        run.__doc__ = function.__doc__
        run.__click_params__ = getattr(function, "__click_params__", [])  # type: ignore[attr-defined]
        decorated: Any = run
        if dated:
            decorated = click.option(
                "--peildatum", type=DATUM, default=None, help="De datum waarop alles beoordeeld wordt (JJJJ-MM-DD)."
            )(decorated)
        if writes:
            decorated = click.option("--proef", is_flag=True, help="Laat zien wat er zou gebeuren; schrijf niets.")(
                decorated
            )
        decorated = click.option(
            "--toon-persoonsgegevens", is_flag=True, help="Toon namen en adressen, die anders verborgen zijn."
        )(decorated)
        decorated = click.option("--json", "als_json", is_flag=True, help="Geef het resultaat als JSON.")(decorated)
        made: click.Command = group.command(name)(decorated)
        made.writes = writes  # type: ignore[attr-defined]
        made.dated = dated  # type: ignore[attr-defined]
        return made

    return decorate


class _Date(click.ParamType[date]):
    name = "datum"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail("dit is geen datum; schrijf JJJJ-MM-DD, bijvoorbeeld 2026-05-18", param, ctx)


DATUM = _Date()
