# SPDX-License-Identifier: EUPL-1.2
"""What of a template the typst engine cannot set, and which fonts it lacks: its own report, with our places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from weerbaar_docs.rendering.walk import examine_package
from weerbaar_docs.sjablonen.gebrek import BESTAND, Gebrek, Plaats, gebrek
from weerbaar_docs.sjablonen.pakket import W, deelnaam

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weerbaar_docs.errors import Ernst
    from weerbaar_docs.sjablonen.pakket import Pakket

_ALINEA: Final = re.compile(r"\balinea (\d+)")


def check_constructions(pakket: Pakket, *, ernst: Ernst) -> Iterator[Gebrek]:
    """Report what the typst engine cannot set, as serious as it is without or with another engine."""
    found = examine_package(pakket.package)
    places = _places(pakket) if found else {}
    for melding in found:
        code = "SJABLOON-LETTERTYPE" if melding.code == "DOCX-LETTERTYPE" else "SJABLOON-CONSTRUCTIE"
        severe = ernst if melding.ernst == "fout" else melding.ernst
        yield gebrek(code, _plaats(melding.pad, places), melding.melding, oplossing=melding.oplossing, ernst=severe)


def _places(pakket: Pakket) -> dict[tuple[str, int], Plaats]:
    paragraphs = (plaats for _, plaats in pakket.elements(f"{W}p"))
    return {(plaats.deel, plaats.alinea): plaats for plaats in paragraphs if plaats.alinea is not None}


def _plaats(pad: str, places: dict[tuple[str, int], Plaats]) -> Plaats:
    """Give our place for the one in a melding of the engine, which counts paragraphs as we do."""
    if not pad:
        return BESTAND
    part, _, rest = pad.partition(" ")
    deel, alinea = deelnaam(part), _ALINEA.search(rest)
    if alinea is None:
        return Plaats(deel=f"{deel} {rest}".removeprefix("word/").strip())
    return places.get((deel, int(alinea[1])), Plaats(deel=deel, alinea=int(alinea[1]) or None))
