# SPDX-License-Identifier: EUPL-1.2
"""rapportinhoud -> the four domeinen at a glance: bevindingen and maatregelen, and how many of them weigh most."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.rendering.figuren.blad import (
    AFSTAND,
    BREEDTE,
    GEHEUGEN,
    KLEUR,
    KOP,
    bar,
    figuur,
    legend,
    length,
    rule,
)
from weerbaar_docs.rendering.figuren.letters import width
from weerbaar_docs.rendering.figuren.tekening import BREEDTE_MM, LETTER, Figuren, Figuur, Vlak, Woorden
from weerbaar_docs.rendering.filters import per_domein, woord

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Regel = tuple[str, int, int, int, int]  # domein, bevindingen, of which ernstig, maatregelen, of which dringend

_NAAM, _KOLOM, _ROOM = 2500, 6900, 3500  # of the names, of a column with bars, of its longest bar
_BOVEN, _RIJ, _BALK = 1250, 760, 420
_LINKS: Final = (_NAAM, BREEDTE - _KOLOM)


def figuur_domeinen(inhoud: Mapping[str, Any], kleur: str = KLEUR, breedte: int = BREEDTE_MM) -> Figuren:
    """Draw per domein how many bevindingen and maatregelen a report has, and how many are ernstig and dringend."""
    return Figuren((_drawn(tuple(tuple(regel.values()) for regel in per_domein(inhoud)), kleur, breedte),))


@lru_cache(maxsize=GEHEUGEN)
def _drawn(regels: tuple[Regel, ...], kleur: str, breedte: int) -> Figuur:
    most = max(1, *(max(bevindingen, maatregelen) for _, bevindingen, _, maatregelen, _ in regels))
    vormen: list[Vlak | Woorden] = [
        *_head(_LINKS[0], "Bevindingen", "ernstig"),
        *_head(_LINKS[1], "Maatregelen", "dringend"),
    ]
    told = [(_beside(regel[1], regel[2], "ernstig"), _beside(regel[3], regel[4], "dringend")) for regel in regels]
    room = min(_ROOM, _KOLOM - AFSTAND - max(width(tekst, LETTER) for pair in told for tekst in pair))
    for number, (domein, bevindingen, ernstig, maatregelen, dringend) in enumerate(regels):
        top = _BOVEN + number * _RIJ
        vormen += [rule(top), Woorden(0, top + 490, woord(domein), grootte=KOP)]
        for x, counted, tekst in zip(
            _LINKS, ((bevindingen, ernstig), (maatregelen, dringend)), told[number], strict=True
        ):
            vormen += _bars(x, top, [length(part, most, room) for part in counted], tekst)
    hoogte = _BOVEN + len(regels) * _RIJ + 15
    return figuur([*vormen, rule(hoogte - 15)], _said(regels), hoogte=hoogte, kleur=kleur, breedte=breedte)


def _head(x: int, titel: str, zwaar: str) -> list[Vlak | Woorden]:
    return [Woorden(x, 340, titel, grootte=KOP), *legend(x, 940, ("vol", zwaar), ("streep", "overig"))]


def _beside(total: int, heavy: int, zwaar: str) -> str:
    """Give what stands beside a bar."""
    return f"{total}, waarvan {heavy} {zwaar}" if heavy else str(total or "geen")


def _bars(x: int, top: int, lengths: Sequence[int], tekst: str) -> list[Vlak | Woorden]:
    whole, dark = lengths
    y = top + (_RIJ - _BALK) // 2
    return [
        *bar(x, y, dark, _BALK, "vol"),
        *bar(x + dark, y, whole - dark, _BALK, "streep"),
        Woorden(x + whole + (AFSTAND if whole else 0), top + 485, tekst),
    ]


def _said(regels: Iterable[Regel]) -> str:
    parts = (
        f"{woord(domein)}: {_number((bevindingen, ernstig), 'bevinding', 'ernstig')}"
        f" en {_number((maatregelen, dringend), 'maatregel', 'dringend')}."
        for domein, bevindingen, ernstig, maatregelen, dringend in regels
    )
    return " ".join(("Staafdiagram van de bevindingen en maatregelen per domein.", *parts))


def _number(counted: tuple[int, int], naam: str, zwaar: str) -> str:
    total, heavy = counted
    said = f"{total or 'geen'} {naam if total == 1 else naam + 'en'}"
    return f"{said} ({heavy} {zwaar})" if heavy else said
