# SPDX-License-Identifier: EUPL-1.2
"""A filled DOCX -> a tree of blocks and inlines that document.typ can set (no I/O).

1. Everything on the whitelist is read, with styles resolved; lengths are points.
2. Everything else is refused by name and place, all refusals at once; no text of the document is quoted.
3. A table without borders and without header row is layout; it is not tagged as a table.
4. A title and the heading styles that are used become H1, H2 ... in their order; a skipped level is refused.
5. The gap above a block is computed here, because Typst takes the larger of two neighbours.

>>> examine(docx)  # doctest: +SKIP
(Melding(code='DOCX-NIET-ONDERSTEUND', ernst='fout', pad='word/document.xml alinea 2', ...),)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.errors import Melding, RenderingError
from weerbaar_docs.rendering.fonts import lettertypen
from weerbaar_docs.rendering.package import read_package
from weerbaar_docs.rendering.walk.blocks import read_blocks
from weerbaar_docs.rendering.walk.document import read_document
from weerbaar_docs.rendering.walk.refusals import MAX_MELDINGEN
from weerbaar_docs.rendering.walk.state import open_walk
from weerbaar_docs.rendering.walk.texts import paragraph_texts

if TYPE_CHECKING:
    from pathlib import Path

    from weerbaar_docs.rendering.package import Package
    from weerbaar_docs.rendering.walk.names import Props

__all__ = ["examine", "paragraph_texts", "walk"]


def walk(docx: bytes, *, fontmappen: tuple[Path, ...] = ()) -> Props:
    """Give the tree of a filled DOCX as JSON-able data.

    Raises RenderingError with every construct outside the subset.
    """
    tree, meldingen = _walked(read_package(docx), fontmappen)
    faults = [melding for melding in meldingen if melding.ernst == "fout"]
    if faults:
        raise RenderingError(*faults[:MAX_MELDINGEN])
    return tree


def examine(docx: bytes, *, fontmappen: tuple[Path, ...] = ()) -> tuple[Melding, ...]:
    """Give all that this engine cannot set (fout) or sets otherwise than Word (waarschuwing); raises nothing."""
    try:
        return _walked(read_package(docx), fontmappen)[1]
    except RenderingError as error:
        return error.meldingen


def _walked(package: Package, fontmappen: tuple[Path, ...]) -> tuple[Props, tuple[Melding, ...]]:
    walking = open_walk(package, read_blocks, lettertypen(fontmappen))
    tree = read_document(walking)
    return tree, tuple(walking.refusals.meldingen)
