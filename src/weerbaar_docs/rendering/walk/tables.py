# SPDX-License-Identifier: EUPL-1.2
"""w:tbl -> a table with its cells laid out; without borders and header row it is layout, not a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.walk.cells import borders, length, margins, row
from weerbaar_docs.rendering.walk.conditional import table_look
from weerbaar_docs.rendering.walk.frames import floating_table
from weerbaar_docs.rendering.walk.layout import lay_out
from weerbaar_docs.rendering.walk.names import Element, Props, children, local, val, w
from weerbaar_docs.rendering.walk.paragraph_props import ALIGN
from weerbaar_docs.rendering.walk.styles import Style, merge
from weerbaar_docs.rendering.walk.whitelist import MARKS, TABLE, TABLE_IGNORED

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.part import Part
    from weerbaar_docs.rendering.walk.state import Walk

MAX_TABLE_DEPTH = 8


def table(walk: Walk, element: Element, part: Part, depth: int) -> Props:
    """Give a table as a block."""
    part.tables += 1
    place = f"{part.name} tabel {part.tables}"
    if depth >= MAX_TABLE_DEPTH:
        raise RenderingError.because("DOCX-GROOT", "tabellen zijn te diep genest", "Vereenvoudig de tabel.", pad=place)
    tblpr = element.find(w("tblPr"))
    props, inherited, chain = _resolved(walk, tblpr, place)
    widths = _widths(walk, element, place)
    rows = [child for child in children(element) if _is_row(walk, child, place)]
    look = table_look(walk, tblpr, chain, (len(rows), len(widths)))
    grid = [
        row(walk, child, part, f"{place.removeprefix(part.name).strip()} rij {y + 1}", inherited, depth, look, y)
        for y, child in enumerate(rows)
    ]
    cells = lay_out(grid, len(widths), props, agree=bool(look.kinds))
    if cells is None:
        walk.refusals.add(place, "de cellen passen niet op de kolommen (w:tblGrid)")
        cells = []
    headers = _headers(walk, grid, place)
    lines = any(line for cell in cells for line in cell["b"].values())
    outdent = 0 if walk.settings.edges_at_margin or props.get("jc", "left") != "left" else props["margins"]["left"]
    made: Props = {
        "t": "table",
        "layout": not headers and not lines,
        "widths": widths,
        "jc": props.get("jc", "left"),
        "shift": props["ind"] - outdent,
        "headers": headers if headers < len(grid) else 0,
        "rows": [found["h"] if found["exact"] else None for found in grid],
        "cells": cells,
        "keep": bool(headers) and not depth and _is_kept(cells, headers),
        "before": 0,
        "after": 0,
        "ctx": False,
        "style": "",
        "bdr": None,
    }
    at = element.find(f"{w('tblPr')}/{w('tblpPr')}")
    return made if at is None else floating_table(walk, at, made, part)


def _is_kept(cells: list[Props], headers: int) -> bool:
    """Say whether every row stays with the next: how Word keeps a small table on one page."""
    starts = [cell["k"][0] for cell in cells if cell["y"] >= headers and cell["k"]]
    return bool(starts) and all(block.get("sticky") for block in starts)


def _resolved(walk: Walk, tblpr: Element | None, place: str) -> tuple[Props, Props, list[Style]]:
    """Give the properties of a table, and what its style gives to the paragraphs inside."""
    chain = walk.styles.chain(val(tblpr.find(w("tblStyle"))) if tblpr is not None else None, "table")
    props: Props = {"borders": {}, "margins": {"top": 0.0, "bottom": 0.0, "left": 5.4, "right": 5.4}, "ind": 0.0}
    inherited: Props = {"paragraph": {}, "run": {}, "style": chain[-1].name if chain else ""}
    for style in chain:
        _table_props(walk, style.table, props, f"word/styles.xml stijl {style.name}")
        merge(inherited["paragraph"], style.paragraph)
        inherited["run"] |= style.run
    _table_props(walk, tblpr, props, place)
    return props, inherited, chain


def _headers(walk: Walk, grid: list[Props], place: str) -> int:
    headers = 0
    while headers < len(grid) and grid[headers]["header"]:
        headers += 1
    if any(found["header"] for found in grid[headers:]):
        walk.refusals.add(place, "een koprij (w:tblHeader) onder een gewone rij wordt niet ondersteund")
    return headers


def _table_props(walk: Walk, element: Element | None, props: Props, place: str) -> None:
    for child in children(element):
        name = local(child)
        if not walk.refusals.known(place, child, TABLE, TABLE_IGNORED):
            continue
        if name == "tblBorders":
            props["borders"] |= borders(walk, child, place)
        elif name == "tblCellMar":
            props["margins"] |= margins(walk, child, place)
        elif name == "tblInd":
            props["ind"] = length(walk, child, place) or 0
        elif name == "jc":
            if val(child) not in ALIGN:
                walk.refusals.value(place, child)
            props["jc"] = ALIGN.get(val(child) or "left", "left")
        elif name == "tblLayout" and val(child, "type") not in {"fixed", "autofit", None}:
            walk.refusals.value(place, child, "type")


def _widths(walk: Walk, element: Element, place: str) -> list[float]:
    grid = element.find(w("tblGrid"))
    numbers = [walk.refusals.number(place, column, "w") for column in (grid if grid is not None else ())]
    widths = [number / 20 for number in numbers if number]
    if not widths or len(widths) != len(numbers):
        walk.refusals.add(place, "de tabel heeft geen vaste kolombreedten (w:tblGrid)")
        return [100.0]
    return widths


def _is_row(walk: Walk, element: Element, place: str) -> bool:
    name = local(element)
    if name not in {"tr", "tblPr", "tblGrid"} and name not in MARKS:
        walk.refusals.element(place, element)
    return name == "tr"
