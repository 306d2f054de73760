# SPDX-License-Identifier: EUPL-1.2
"""Uitslag -> lines for a person: the facts, every link with its verdict, and what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from weerbaar_docs.verifieren.uitslag import WOORD, masked, one_line

if TYPE_CHECKING:
    from weerbaar_docs.verifieren.uitslag import Uitslag

_SLOT: Final = {
    "goed": "Alles klopt.",
    "fout": "NIET IN ORDE. De eerste schakel die niet klopt: ",
    "niet_te_controleren": "Niet vast te stellen. Wat klopt, klopt in zichzelf; dit ontbreekt: ",
}
_ONBEKEND: Final = "U hebt niemand opgegeven die u vertrouwt (--vertrouw), dus wie ondertekende blijft onbekend."


def slotregel(uitslag: Uitslag) -> str:
    """Give what it comes to in one sentence."""
    if not uitslag.schakels:
        return "Er was niets om te controleren."
    first = uitslag.gebroken
    return _SLOT[uitslag.oordeel] + ("" if first is None else f"{first.titel}: {first.uitleg}.")


def regels(uitslag: Uitslag, *, masker: str | None, bekend: bool) -> list[str]:
    """Give the lines; a masker hides what is personal, `bekend` is whether anyone is trusted."""
    width = max((len(f.titel) for f in uitslag.feiten), default=0)
    facts = [f"  {f.titel:{width}}  {masked(f, masker)}" for f in uitslag.feiten]
    links = [f"  [{WOORD[s.oordeel]}] {s.titel}: {s.uitleg}" for s in uitslag.schakels]
    lines = [*facts, "", *links, "", *(() if bekend else (_ONBEKEND,)), slotregel(uitslag)]
    return [one_line(line) for line in lines]
