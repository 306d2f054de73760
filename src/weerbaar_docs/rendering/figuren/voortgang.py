# SPDX-License-Identifier: EUPL-1.2
"""maatregelen with a status -> how far each of them is, a row for each; at most 25 rows to a figure.

Three steps: opgedragen, in uitvoering, uitgevoerd. What waits or stands still has no step behind it, and looks so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.rendering.figuren.blad import KLEUR, KOP, figuur, rule
from weerbaar_docs.rendering.figuren.letters import shortened
from weerbaar_docs.rendering.figuren.tekening import BREEDTE_MM, LETTER, Figuren, Figuur, Vlak, Woorden
from weerbaar_docs.rendering.filters import opsomming

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from weerbaar_docs.rendering.figuren.tekening import Vulling

Rij = tuple[str, str, str]  # nummer, titel, status

RIJEN: Final = 25
_LEEG: Final = ("leeg", "leeg", "leeg")
# What each status is called, and the three steps of its bar; in the order in which the sentences name them.
STANDEN: Final[Mapping[str, tuple[str, tuple[Vulling, Vulling, Vulling]]]] = {
    "uitgevoerd": ("Uitgevoerd", ("vol", "vol", "vol")),
    "in_uitvoering": ("In uitvoering", ("vol", "vol", "leeg")),
    "opgedragen": ("Opgedragen", ("vol", "leeg", "leeg")),
    "wacht_op_pkvw": ("Wacht op het keurmerk", ("streep", "leeg", "leeg")),
    "niet_gestart": ("Niet gestart", _LEEG),
    "uitgesteld": ("Uitgesteld", ("streep", "streep", "streep")),
    "vervallen": ("Vervallen", _LEEG),
}
_TITEL, _STAPPEN, _STAND = 1350, 9300, 13050
_STAP, _TUSSEN, _BALK = 1050, 110, 340
_BOVEN, _RIJ = 560, 620


def figuur_voortgang(
    maatregelen: Iterable[Mapping[str, Any]], kleur: str = KLEUR, breedte: int = BREEDTE_MM
) -> Figuren:
    """Draw a row for each maatregel: number, title, steps and status; without maatregelen there is no figure."""
    rows = [tuple(maatregel[veld] for veld in ("nummer", "titel", "status")) for maatregel in maatregelen]
    parts = [tuple(rows[at : at + RIJEN]) for at in range(0, len(rows), RIJEN)]
    return Figuren(
        tuple(_drawn(part, (number, len(parts)), kleur, breedte) for number, part in enumerate(parts, start=1))
    )


def _drawn(rows: tuple[Rij, ...], deel: tuple[int, int], kleur: str, breedte: int) -> Figuur:
    vormen: list[Vlak | Woorden] = [
        Woorden(0, 340, "Nr.", grootte=KOP),
        Woorden(_TITEL, 340, "Maatregel", grootte=KOP),
        Woorden(_STAPPEN, 340, "Voortgang", grootte=KOP),
        Woorden(_STAND, 340, "Stand", grootte=KOP),
    ]
    for index, rij in enumerate(rows):
        vormen += _row(_BOVEN + index * _RIJ, *rij)
    hoogte = _BOVEN + len(rows) * _RIJ + 15
    alt = _said(rows, *deel)
    return figuur([*vormen, rule(hoogte - 15)], alt, hoogte=hoogte, kleur=kleur, breedte=breedte, bewaard=False)


def _row(top: int, nummer: str, titel: str, status: str) -> list[Vlak | Woorden]:
    naam, stappen = STANDEN[status]
    base, y = top + 415, top + (_RIJ - _BALK) // 2
    found: list[Vlak | Woorden] = [
        rule(top),
        Woorden(0, base, shortened(nummer, LETTER, _TITEL - 100)),
        Woorden(_TITEL, base, shortened(titel, LETTER, _STAPPEN - _TITEL - 300), eigen=True),
        *(
            Vlak(_STAPPEN + index * (_STAP + _TUSSEN), y, _STAP, _BALK, vulling)
            for index, vulling in enumerate(stappen)
        ),
        Woorden(_STAND, base, naam),
    ]
    if status == "vervallen":
        found.append(Vlak(_STAPPEN, y + _BALK // 2 - 20, 3 * _STAP + 2 * _TUSSEN, 40))
    return found


def _said(rows: Sequence[Rij], number: int, parts: int) -> str:
    count = f"{len(rows)} maatregel{'en' if len(rows) > 1 else ''}"
    what = f"Voortgang van {count}{f', deel {number} van {parts}' if parts > 1 else ''}."
    found = ((naam, [nummer for nummer, _, own in rows if own == status]) for status, (naam, _) in STANDEN.items())
    return " ".join((what, *(f"{naam}: {opsomming(nummers)}." for naam, nummers in found if nummers)))
