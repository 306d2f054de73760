# SPDX-License-Identifier: EUPL-1.2
"""rapportinhoud -> the four domeinen at a glance: bevindingen and maatregelen, and how many of them weigh most.

It counts what the report names, also a maatregel that the besluit did not establish: the report prints that one too.
"""

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

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Aantallen = tuple[tuple[int, int], ...]

_DOMEINEN: Final = (
    ("werk", "Werk"),
    ("wonen", "Wonen"),
    ("informatie", "Informatie"),
    ("verplaatsen", "Verplaatsen"),
)
_ERNSTIG: Final = frozenset({"hoog"})
_DRINGEND: Final = frozenset({"direct", "hoog"})
_NAAM, _KOLOM, _ROOM = 2500, 6900, 3500  # of the names, of a column with bars, of its longest bar
_BOVEN, _RIJ, _BALK = 1250, 760, 420
_LINKS: Final = (_NAAM, BREEDTE - _KOLOM)


def figuur_domeinen(inhoud: Mapping[str, Any], kleur: str = KLEUR, breedte: int = BREEDTE_MM) -> Figuren:
    """Draw per domein how many bevindingen and maatregelen a report has, and how many are ernstig and dringend."""
    rapport = inhoud["adviesrapport"]
    bevindingen = _counted(rapport["bevindingen"], "ernst", _ERNSTIG)
    maatregelen = _counted(rapport["maatregelen"], "urgentie", _DRINGEND)
    return Figuren((_drawn(bevindingen, maatregelen, kleur, breedte),))


@lru_cache(maxsize=GEHEUGEN)
def _drawn(bevindingen: Aantallen, maatregelen: Aantallen, kleur: str, breedte: int) -> Figuur:
    most = max(1, *(total for total, _ in (*bevindingen, *maatregelen)))
    vormen: list[Vlak | Woorden] = [
        *_head(_LINKS[0], "Bevindingen", "ernstig"),
        *_head(_LINKS[1], "Maatregelen", "dringend"),
    ]
    for number, (_, naam) in enumerate(_DOMEINEN):
        top = _BOVEN + number * _RIJ
        vormen += [rule(top), Woorden(0, top + 490, naam, grootte=KOP)]
        vormen += _bars(_LINKS[0], top, bevindingen[number], most, "ernstig")
        vormen += _bars(_LINKS[1], top, maatregelen[number], most, "dringend")
    hoogte = _BOVEN + len(_DOMEINEN) * _RIJ + 15
    alt = _said(bevindingen, maatregelen)
    return figuur([*vormen, rule(hoogte - 15)], alt, hoogte=hoogte, kleur=kleur, breedte=breedte)


def _counted(items: Iterable[Mapping[str, Any]], veld: str, zwaar: frozenset[str]) -> Aantallen:
    """Give for each domein how many there are, and how many of those weigh most."""
    found = {domein: (0, 0) for domein, _ in _DOMEINEN}
    for item in items:
        total, heavy = found[item["domein"]]
        found[item["domein"]] = total + 1, heavy + (item.get(veld) in zwaar)
    return tuple(found.values())


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


def _said(bevindingen: Aantallen, maatregelen: Aantallen) -> str:
    parts = (
        f"{naam}: {_number(bevindingen[number], 'bevinding', 'ernstig')}"
        f" en {_number(maatregelen[number], 'maatregel', 'dringend')}."
        for number, (_, naam) in enumerate(_DOMEINEN)
    )
    return " ".join(("Staafdiagram van de bevindingen en maatregelen per domein.", *parts))


def _number(counted: tuple[int, int], naam: str, zwaar: str) -> str:
    total, heavy = counted
    said = f"{total or 'geen'} {naam if total == 1 else naam + 'en'}"
    return f"{said} ({heavy} {zwaar})" if heavy else said
