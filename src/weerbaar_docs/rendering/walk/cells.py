# SPDX-License-Identifier: EUPL-1.2
"""w:tr and w:tc -> rows of cells with their own borders, margins and blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.lines import border, fill
from weerbaar_docs.rendering.walk.names import Element, Props, children, flag, local, val, w
from weerbaar_docs.rendering.walk.texts import texts
from weerbaar_docs.rendering.walk.whitelist import CELL, CELL_IGNORED, MARKS, ROW, ROW_IGNORED

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.conditional import TableLook
    from weerbaar_docs.rendering.walk.part import Part
    from weerbaar_docs.rendering.walk.state import Walk

_SIDES = ("top", "bottom", "left", "right", "insideH", "insideV")
_RENAMED = {"start": "left", "end": "right"}
_VERTICAL = {"top": "top", "center": "horizon", "bottom": "bottom"}


def row(
    walk: Walk, element: Element, part: Part, place: str, inherited: Props, depth: int, look: TableLook, y: int
) -> Props:
    """Give one row; `place` says which, without the name of the part."""
    found: Props = {"cells": [], "header": False, "split": True, "h": 0.0, "exact": False}
    found |= {"gridBefore": 0, "gridAfter": 0}
    here = f"{part.name} {place}"
    for child in children(element.find(w("trPr"))):
        _row_prop(walk, child, found, here)
    found["cells"] += _blank(found.pop("gridBefore"))
    for child in children(element):
        name = local(child)
        if name == "tc":
            part.cell.append(f"{place} cel {len(found['cells']) + 1}")
            x = sum(each["span"] for each in found["cells"])
            start, given = look.cell(inherited, x, y, _span(walk, child, here))
            cell = _cell(walk, child, part, start, given, depth)
            if cell["merge"] == "continue" and any(text.strip() for text in texts(cell["k"])):
                walk.refusals.add(
                    f"{part.name} {part.cell[-1]}", "tekst in een cel die bij de cel erboven is gevoegd (w:vMerge)"
                )
            found["cells"].append(cell)
            part.cell.pop()
        elif name != "trPr" and name not in MARKS:
            walk.refusals.element(here, child)
    found["cells"] += _blank(found.pop("gridAfter"))
    return found


def _blank(columns: int) -> list[Props]:
    """Give the empty room before or after the cells of a row: no borders, no fill."""
    none = dict.fromkeys(_SIDES[:4])
    return [{"span": columns, "merge": None, "fill": None, "b": none, "m": {}, "va": "top", "k": []}] if columns else []


def _row_prop(walk: Walk, child: Element, found: Props, place: str) -> None:
    name = local(child)
    if not walk.refusals.known(place, child, ROW, ROW_IGNORED):
        return
    if name == "tblHeader":
        found["header"] = flag(child)
    elif name == "cantSplit":
        found["split"] = not flag(child)
    elif name == "trHeight":
        found["h"] = (walk.refusals.number(place, child, "val") or 0) / 20
        found["exact"] = val(child, "hRule") == "exact"
    else:
        found[name] = int(walk.refusals.number(place, child, "val") or 0)


def _span(walk: Walk, element: Element, place: str) -> int:
    span = element.find(f"{w('tcPr')}/{w('gridSpan')}")
    return max(int(walk.refusals.number(place, span, "val") or 1), 1) if span is not None else 1


def _cell(walk: Walk, element: Element, part: Part, start: Props, inherited: Props, depth: int) -> Props:
    found: Props = {"span": 1, "merge": None, **start}
    place = f"{part.name} {part.cell[-1]}"
    for child in children(element.find(w("tcPr"))):
        _cell_prop(walk, child, found, place)
    content = [child for child in children(element) if local(child) != "tcPr"]
    found["k"] = walk.blocks(walk, content, part, table=inherited, depth=depth + 1)
    return found


def cell_props(walk: Walk, element: Element, place: str) -> Props:
    """Read the w:tcPr of a table style."""
    found: Props = {"fill": None, "b": {}, "m": {}}
    for child in children(element):
        _cell_prop(walk, child, found, place)
    return found


def _cell_prop(walk: Walk, child: Element, found: Props, place: str) -> None:
    name = local(child)
    if not walk.refusals.known(place, child, CELL, CELL_IGNORED):
        return
    if name == "gridSpan":
        found["span"] = max(int(walk.refusals.number(place, child, "val") or 1), 1)
    elif name == "vMerge":
        found["merge"] = val(child, default="continue")
    elif name == "shd":
        found["fill"] = fill(child, place, walk.refusals)
    elif name == "tcBorders":
        found["b"] = found["b"] | borders(walk, child, place)
    elif name == "tcMar":
        found["m"] = found["m"] | margins(walk, child, place)
    elif name == "vAlign":
        found["va"] = _VERTICAL.get(val(child) or "", "")
        if not found["va"]:
            walk.refusals.value(place, child)


def borders(walk: Walk, element: Element, place: str) -> dict[str, Props | None]:
    """Read w:tblBorders or w:tcBorders."""
    found: dict[str, Props | None] = {}
    for child in children(element):
        side = _RENAMED.get(local(child), local(child))
        if side in _SIDES:
            found[side] = border(child, place, walk.refusals)
        else:
            walk.refusals.element(place, child)
    return found


def margins(walk: Walk, element: Element, place: str) -> dict[str, float]:
    """Read w:tblCellMar or w:tcMar."""
    found = {}
    for child in children(element):
        side = _RENAMED.get(local(child), local(child))
        if side not in _SIDES[:4]:
            walk.refusals.element(place, child)
            continue
        found_length = length(walk, child, place)
        if found_length is not None:
            found[side] = found_length
    return found


def length(walk: Walk, element: Element, place: str) -> float | None:
    """Read a measure of a table in points; one in per cent is refused."""
    walk.refusals.check_attributes(place, element, frozenset({"w", "type"}))
    if val(element, "type", "dxa") not in {"dxa", "nil", "auto"}:
        walk.refusals.value(place, element, "type")
        return None
    number = walk.refusals.number(place, element, "w")
    return None if number is None else number / 20
