# SPDX-License-Identifier: EUPL-1.2
"""One tag of a template, with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from weerbaar_docs.sjablonen.gebrek import Plaats

_GETOOND: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One tag of a template: `soort` is stmt, expr or comment, `voorvoegsel` the p, tr, tc or r of docxtpl."""

    plaats: Plaats
    soort: str
    voorvoegsel: str
    inhoud: str
    tekst: str
    kolom: int


def shorten(text: str) -> str:
    """Give a tag as a melding may show it: on one line, and not all of a long one."""
    line = " ".join(text.split())
    return line if len(line) <= _GETOOND else f"{line[: _GETOOND - 1]}…"
