# SPDX-License-Identifier: EUPL-1.2
"""The block elements of a container -> blocks: paragraphs, lists, tables and page breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.walk.lists import group
from weerbaar_docs.rendering.walk.names import Element, Props, local
from weerbaar_docs.rendering.walk.paragraphs import paragraph
from weerbaar_docs.rendering.walk.spacing import spaced
from weerbaar_docs.rendering.walk.tables import table as read_table
from weerbaar_docs.rendering.walk.whitelist import MARKS

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.package import Part
    from weerbaar_docs.rendering.walk.state import Walk

MAX_BLOCKS = 20_000


def read_blocks(
    walk: Walk, elements: list[Element], part: Part, *, table: Props | None = None, depth: int = 0
) -> list[Props]:
    """Walk the block elements of the body, a header or a cell."""
    flat: list[Props] = []
    for element in elements:
        flat += _block(walk, element, part, table, depth)
        walk.count += 1
        if walk.count > MAX_BLOCKS:
            raise RenderingError.because(
                "DOCX-GROOT", f"het document heeft meer dan {MAX_BLOCKS} blokken", "Splits het document."
            )
    if any(block["t"] == "pagebreak" for block in flat) and (depth or part.header):
        walk.refusals.add(part.place, "een pagina-einde in een tabel, kop- of voettekst wordt niet ondersteund")
    if depth and _ends_in_table(flat):
        flat.pop()  # Word wants an empty paragraph after a table in a cell
    return group(spaced(flat, sum_gaps=walk.settings.sum_gaps))


def _block(walk: Walk, element: Element, part: Part, table: Props | None, depth: int) -> list[Props]:
    name = local(element)
    if name == "p":
        return paragraph(walk, element, part, table)
    if name == "tbl":
        return [read_table(walk, element, part, depth)]
    if name not in MARKS:
        walk.refusals.element(f"{part.name} na alinea {part.paragraphs}", element)
    return []


def _ends_in_table(flat: list[Props]) -> bool:
    return len(flat) > 1 and flat[-1]["t"] == "p" and flat[-2]["t"] == "table" and not flat[-1]["k"]
