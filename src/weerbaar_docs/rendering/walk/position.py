# SPDX-License-Identifier: EUPL-1.2
"""Where a frame, text box, picture or table that floats stands: points from the top left corner of the page.

1. What is placed from the page or a margin gets its place on the page.
2. What is placed from its paragraph keeps its offset from there (`flow`); in a header the paragraph is the first line.
3. Text does not run beside a float: one that stands in the text area pushes the text below it (`band`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.names import Props
    from weerbaar_docs.rendering.walk.part import Part
    from weerbaar_docs.rendering.walk.state import Walk


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One axis of a position: from what, and an offset or an alignment."""

    relative: str
    offset: float = 0.0
    align: str | None = None


_ALIGN = {"left": 0.0, "top": 0.0, "center": 0.5, "right": 1.0, "bottom": 1.0}
_FLOW = frozenset({"paragraph", "text", "line"})


def floating(walk: Walk, part: Part, x: Axis, y: Axis, size: tuple[float, float | None], **rest: object) -> Props:
    """Give the place of a float; a place that cannot be worked out is refused."""
    width, height = size
    left = _across(walk, part, x, width)
    top, flow = _down(walk, part, y, height)
    found = {"t": "float", "x": left, "y": top, "flow": flow, "w": width, "h": height, "band": False, **rest}
    page = walk.page
    inside = left < page["w"] - page["right"] - 1 and left + width > page["left"] + 1
    found["band"] = bool(inside and rest.get("wrap") != "none" and not part.header)
    if found["band"] and rest.get("wrap") == "square" and width < (page["w"] - page["left"] - page["right"]) * 0.6:
        walk.refusals.warn(
            part.place, "tekst loopt hier niet naast een tekstvak, tabel of afbeelding, maar eronder door"
        )
    return found


def _across(walk: Walk, part: Part, axis: Axis, width: float) -> float:
    page = walk.page
    spans = {
        "page": (0.0, page["w"]),
        "leftMargin": (0.0, page["left"]),
        "rightMargin": (page["w"] - page["right"], page["right"]),
    }
    if axis.relative not in {*spans, "margin", "column", "text"}:
        walk.refusals.add(part.place, "een plaats ten opzichte van iets anders dan pagina, marge of tekst")
    start, room = spans.get(axis.relative, (page["left"], page["w"] - page["left"] - page["right"]))
    return float(_along(walk, part, axis, start, room - width))


def _down(walk: Walk, part: Part, axis: Axis, height: float | None) -> tuple[float, bool]:
    page = walk.page
    if axis.relative in _FLOW:
        if not part.header:
            return axis.offset, True
        if part.footer:
            walk.refusals.add(part.place, "een tekstvak in een voettekst moet ten opzichte van de pagina staan")
        return page["header"] + axis.offset, False
    spans = {"page": (0.0, page["h"]), "topMargin": (0.0, page["top"]),
             "bottomMargin": (page["h"] - page["bottom"], page["bottom"])}  # fmt: skip
    if axis.relative not in {*spans, "margin"}:
        walk.refusals.add(part.place, "een plaats ten opzichte van iets anders dan pagina, marge of alinea")
    start, room = spans.get(axis.relative, (page["top"], page["h"] - page["top"] - page["bottom"]))
    if axis.align in {"center", "bottom"} and height is None:
        walk.refusals.add(part.place, "een tekstvak zonder vaste hoogte kan alleen boven worden uitgelijnd")
    return float(_along(walk, part, axis, start, room - (height or 0))), False


def _along(walk: Walk, part: Part, axis: Axis, start: float, spare: float) -> float:
    if axis.align is None:
        return start + axis.offset
    if axis.align not in _ALIGN:
        walk.refusals.add(part.place, "een plaats aan de binnen- of buitenkant van de pagina wordt niet ondersteund")
    return start + spare * _ALIGN.get(axis.align, 0.0)
