# SPDX-License-Identifier: EUPL-1.2
"""Data of a document -> figures: bars that say at a glance what a table beside them says in full.

1. A figure says in its alternative text, in whole sentences, every fact that it shows.
2. Nothing is told by colour alone: solid and striped bars, and each number in figures beside its bar.
3. Letters are outlines of the standard font, so a figure is the same in Word, LibreOffice and the PDF, byte for byte.
4. Bars of one figure have one scale: twice the amount is twice the length, and nothing is no bar.

The way of a figure: domeinen, kosten or voortgang (what to say) -> tekening (a sheet) -> svg and png.
"""

from __future__ import annotations

from weerbaar_docs.rendering.figuren.domeinen import figuur_domeinen
from weerbaar_docs.rendering.figuren.kosten import figuur_kosten
from weerbaar_docs.rendering.figuren.png import as_png
from weerbaar_docs.rendering.figuren.svg import as_svg
from weerbaar_docs.rendering.figuren.tekening import Figuren, Figuur, Tekening, Vlak, Woorden
from weerbaar_docs.rendering.figuren.voortgang import figuur_voortgang

__all__ = [
    "Figuren",
    "Figuur",
    "Tekening",
    "Vlak",
    "Woorden",
    "as_png",
    "as_svg",
    "figuur_domeinen",
    "figuur_kosten",
    "figuur_voortgang",
]
