# SPDX-License-Identifier: EUPL-1.2
"""The block elements of a container -> blocks: paragraphs, lists, tables, frames and page breaks."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.walk.controls import content_of
from weerbaar_docs.rendering.walk.frames import frame, frame_of, same_frame
from weerbaar_docs.rendering.walk.lists import group
from weerbaar_docs.rendering.walk.names import Element, Props, local
from weerbaar_docs.rendering.walk.paragraphs import paragraph
from weerbaar_docs.rendering.walk.spacing import spaced
from weerbaar_docs.rendering.walk.tables import table as read_table
from weerbaar_docs.rendering.walk.whitelist import MARKS

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.part import Part
    from weerbaar_docs.rendering.walk.state import Walk

MAX_BLOCKS = 20_000


def read_blocks(
    walk: Walk, elements: list[Element], part: Part, *, table: Props | None = None, depth: int = 0
) -> list[Props]:
    """Walk the block elements of the body, a header, a cell, a frame, a text box or a note."""
    flat = _flat(walk, elements, part, table, depth)
    if any(block["t"] == "pagebreak" for block in flat) and (depth or part.header):
        walk.refusals.add(part.place, "een pagina-einde in een tabel, kop- of voettekst wordt niet ondersteund")
    if depth and _ends_in_table(flat):
        flat.pop()  # Word wants an empty paragraph after a table in a cell
    return group(spaced(flat, sum_gaps=walk.settings.sum_gaps))


def _flat(walk: Walk, elements: list[Element], part: Part, table: Props | None, depth: int) -> list[Props]:
    flat: list[Props] = []
    framed: list[Element] = []
    for element, following in zip_longest(elements, elements[1:]):
        _count(walk)
        around = None if part.box else frame_of(walk, element)
        if around is None:
            flat += _block(walk, element, part, table, depth)
            continue
        framed.append(element)
        if following is None or not same_frame(around, frame_of(walk, following)):
            flat += _hung(walk, frame(walk, around, framed, part), part)
            framed = []
    return flat


def _hung(walk: Walk, found: Props, part: Part) -> list[Props]:
    """Give a float as a block; in a header it hangs at the page."""
    if part.cell:
        walk.refusals.add(part.place, "iets wat zweeft vanuit een tabelcel wordt niet ondersteund")
    if part.header:
        part.floats.append(found)
        return []
    return [found]


def _count(walk: Walk) -> None:
    walk.count += 1
    if walk.count > MAX_BLOCKS:
        raise RenderingError.because(
            "DOCX-GROOT", f"het document heeft meer dan {MAX_BLOCKS} blokken", "Splits het document."
        )


def _block(walk: Walk, element: Element, part: Part, table: Props | None, depth: int) -> list[Props]:
    name = local(element)
    if name == "p":
        return paragraph(walk, element, part, table)
    if name == "tbl":
        found = read_table(walk, element, part, depth)
        return _hung(walk, found, part) if found["t"] == "float" else [found]
    if name == "sdt":
        return _flat(walk, content_of(walk, element, part.place), part, table, depth)
    if name == "bookmarkStart":
        walk.pending.append(element)
    elif name not in MARKS:
        walk.refusals.element(f"{part.name} na alinea {part.paragraphs}", element)
    return []


def _ends_in_table(flat: list[Props]) -> bool:
    return len(flat) > 1 and flat[-1]["t"] == "p" and flat[-2]["t"] == "table" and not flat[-1]["k"]
