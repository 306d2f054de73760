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
from weerbaar_docs.rendering.figuren.tekening import BREEDTE_MM, Figuren, Figuur, Vlak, Woorden
from weerbaar_docs.rendering.filters import per_domein, woord

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
    for number, (domein, bevindingen, ernstig, maatregelen, dringend) in enumerate(regels):
        top = _BOVEN + number * _RIJ
        vormen += [rule(top), Woorden(0, top + 490, woord(domein), grootte=KOP)]
        vormen += _bars(_LINKS[0], top, (bevindingen, ernstig), most, "ernstig")
        vormen += _bars(_LINKS[1], top, (maatregelen, dringend), most, "dringend")
    hoogte = _BOVEN + len(regels) * _RIJ + 15
    return figuur([*vormen, rule(hoogte - 15)], _said(regels), hoogte=hoogte, kleur=kleur, breedte=breedte)


def _head(x: int, titel: str, zwaar: str) -> list[Vlak | Woorden]:
    return [Woorden(x, 340, titel, grootte=KOP), *legend(x, 940, ("vol", zwaar), ("streep", "overig"))]


def _bars(x: int, top: int, counted: tuple[int, int], most: int, zwaar: str) -> list[Vlak | Woorden]:
    total, heavy = counted
    whole, dark = length(total, most, _ROOM), length(heavy, most, _ROOM)
    y = top + (_RIJ - _BALK) // 2
    tekst = f"{total}, waarvan {heavy} {zwaar}" if heavy else str(total or "geen")
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
