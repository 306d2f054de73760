# SPDX-License-Identifier: EUPL-1.2
"""kostenverdeling -> who pays what, once and yearly, as bars of one scale.

Without a besluit it says of no maatregel who pays it, as the tables of the report do (R-BET-1).
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.rendering.figuren.blad import AFSTAND, GEHEUGEN, KLEUR, bar, figuur, legend, length, rule
from weerbaar_docs.rendering.figuren.letters import wrapped
from weerbaar_docs.rendering.figuren.tekening import BREEDTE_MM, LETTER, Figuren, Figuur, Vlak, Woorden
from weerbaar_docs.rendering.filters import bedrag, betaald, woord

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from weerbaar_docs.rendering.figuren.tekening import Vulling

Regel = tuple[str, str, str]  # who pays, once and per year

_BEDRAGEN: Final = ("eenmalig_incl_btw", "jaarlijks_incl_btw")
_NAAM, _ROOM = 4700, 8200
_BOVEN, _RIJ, _BALK = 680, 1160, 360
_EERSTE, _TWEEDE = 160, 620  # the two bars of a row, from its top


def figuur_kosten(
    inhoud: Mapping[str, Any], besluit: Mapping[str, Any] | None, kleur: str = KLEUR, breedte: int = BREEDTE_MM
) -> Figuren:
    """Draw what each payer pays once and per year, including btw."""
    regels = ((regel["betaler"], *(regel[naam] for naam in _BEDRAGEN)) for regel in betaald(inhoud, besluit))
    return Figuren((_drawn(tuple(regels), kleur, breedte),))


@lru_cache(maxsize=GEHEUGEN)
def _drawn(alle: tuple[Regel, ...], kleur: str, breedte: int) -> Figuur:
    regels = [regel for regel in alle if any(map(Decimal, regel[1:]))] or list(alle)  # no bar for what costs nothing
    most = max((Decimal(amount) for regel in regels for amount in regel[1:]), default=Decimal(0))
    vormen: list[Vlak | Woorden] = legend(_NAAM, 340, ("vol", "eenmalig"), ("streep", "per jaar"))
    for number, (wie, eenmalig, jaarlijks) in enumerate(regels):
        top = _BOVEN + number * _RIJ
        vormen += [rule(top), *_name(top, woord(wie))]
        vormen += _bar(top + _EERSTE, eenmalig, most, "vol")
        vormen += _bar(top + _TWEEDE, jaarlijks, most, "streep")
    hoogte = _BOVEN + len(regels) * _RIJ + 15
    return figuur([*vormen, rule(hoogte - 15)], _said(regels), hoogte=hoogte, kleur=kleur, breedte=breedte)


def _name(top: int, naam: str) -> list[Woorden]:
    lines = wrapped(naam, LETTER, _NAAM - 200)
    first = top + (690 if len(lines) == 1 else 500)
    return [Woorden(0, first + 400 * number, line) for number, line in enumerate(lines)]


def _bar(y: int, amount: str, most: Decimal, vulling: Vulling) -> list[Vlak | Woorden]:
    long = length(Decimal(amount), most, _ROOM)
    after = _NAAM + long + (AFSTAND if long else 0)
    return [*bar(_NAAM, y, long, _BALK, vulling), Woorden(after, y + 285, bedrag(amount))]


def _said(regels: Sequence[Regel]) -> str:
    parts = (
        f"{woord(wie)}: {bedrag(eenmalig)} eenmalig en {bedrag(jaarlijks)} per jaar."
        for wie, eenmalig, jaarlijks in regels
    )
    return " ".join(("Staafdiagram van de kosten per betaler, inclusief btw.", *parts))
