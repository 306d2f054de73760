# SPDX-License-Identifier: EUPL-1.2
"""What of a template the PDF engines cannot set, and which fonts they lack: their own reports, with our places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from weerbaar_docs.sjablonen.gebrek import BESTAND, Gebrek, Plaats, gebrek
from weerbaar_docs.sjablonen.pakket import W, deelnaam

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from weerbaar_docs.errors import Melding
    from weerbaar_docs.rendering.engine import PdfEngine
    from weerbaar_docs.sjablonen.pakket import Pakket

_ALINEA: Final = re.compile(r"\balinea (\d+)")


def check_constructions(docx: bytes, pakket: Pakket, motoren: Sequence[PdfEngine]) -> Iterator[Gebrek]:
    """Report what the first engine cannot set; when no engine can, what each of them cannot.

    A file with macros is refused as a whole, and another rule says so.
    """
    if pakket.package.macros:
        return
    found = [motor.examine(docx) for motor in motoren]
    settable = any(all(melding.ernst != "fout" for melding in meldingen) for meldingen in found)
    shown = found[:1] if settable else found
    places = _places(pakket) if any(shown) else {}
    for melding in (melding for meldingen in shown for melding in meldingen):
        yield _gebrek(melding, places, settable=settable)


def _gebrek(melding: Melding, places: dict[tuple[str, int], Plaats], *, settable: bool) -> Gebrek:
    code = "SJABLOON-LETTERTYPE" if melding.code == "DOCX-LETTERTYPE" else "SJABLOON-CONSTRUCTIE"
    ernst = "waarschuwing" if settable else melding.ernst
    return gebrek(code, _plaats(melding.pad, places), melding.melding, oplossing=melding.oplossing, ernst=ernst)


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
