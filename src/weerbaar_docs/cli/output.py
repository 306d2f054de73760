# SPDX-License-Identifier: EUPL-1.2
"""One output layer: stdout is data, stderr is talk; `--json` everywhere; personal data masked unless asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MASKER = "[verborgen]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Uitvoer:
    """How one command prints."""

    as_json: bool
    toon_persoonsgegevens: bool

    def data(self, value: Any, lines: Sequence[str]) -> None:
        """Print the result: the JSON value with --json, else the lines."""
        if self.as_json:
            click.echo(json.dumps(value, ensure_ascii=False, indent=2))
            return
        for line in lines:
            click.echo(line)

    def progress(self, line: str) -> None:
        """Print a step as it happens; with --json on stderr, so that stdout stays one JSON value."""
        click.echo(line, err=self.as_json)

    def personal(self, value: str) -> str:
        """Give a name or address, masked unless --toon-persoonsgegevens was given."""
        return value if self.toon_persoonsgegevens else MASKER


def command(
    group: click.Group, name: str, *, writes: bool = False, dated: bool = False
) -> Callable[[Callable[..., Any]], click.Command]:
    """Register a command with the options that every command of its kind has.

    The function gets `uitvoer: Uitvoer`; with `writes` also `proef: bool`, with `dated` also `peildatum: date | None`.
    """

    def decorate(function: Callable[..., Any]) -> click.Command:
        def run(*, als_json: bool, toon_persoonsgegevens: bool, **given: Any) -> Any:
            return function(uitvoer=Uitvoer(as_json=als_json, toon_persoonsgegevens=toon_persoonsgegevens), **given)

        run.__doc__ = function.__doc__
        run.__click_params__ = getattr(function, "__click_params__", [])  # type: ignore[attr-defined]
        decorated: Any = run
        if dated:
            decorated = click.option(
                "--peildatum", type=_DATE, default=None, help="De datum waarop alles beoordeeld wordt (JJJJ-MM-DD)."
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


_DATE = _Date()
