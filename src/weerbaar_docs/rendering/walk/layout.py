# SPDX-License-Identifier: EUPL-1.2
"""The rows of a table -> cells with their place, span, borders and insets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.names import Props


def lay_out(grid: list[Props], columns: int, props: Props, *, agree: bool) -> list[Props] | None:
    """Place the cells: merged cells get a row span, each cell its borders and insets; None when they do not fit."""
    found: list[Props] = []
    open_merges: dict[int, Props] = {}
    for y, row in enumerate(grid):
        x = 0
        for cell in row["cells"]:
            if x + cell["span"] > columns:
                return None
            above = open_merges.get(x)
            if cell["merge"] == "continue" and above is not None and above["cs"] == cell["span"]:
                above["rs"] += 1
                x += cell["span"]
                continue
            made = _placed(cell, row, x, y, props)
            found.append(made)
            for column in range(x, x + cell["span"]):
                open_merges.pop(column, None)
            if cell["merge"] == "restart":
                open_merges[x] = made
            x += cell["span"]
        if x != columns:
            return None
    for made in found:
        made["b"] = _cell_borders(made, columns, len(grid), props["borders"])
    if agree:
        _agree(found)
    return found


def _agree(cells: list[Props]) -> None:
    """Give two neighbours the same line between them: the thicker of theirs."""
    at = {(cell["x"] + x, cell["y"] + y): cell for cell in cells for x in range(cell["cs"]) for y in range(cell["rs"])}
    for (x, y), cell in at.items():
        for side, other, beyond in (("right", "left", at.get((x + 1, y))), ("bottom", "top", at.get((x, y + 1)))):
            if beyond is not None and beyond is not cell:
                lines = [line for line in (cell["b"].get(side), beyond["b"].get(other)) if line]
                line = max(lines, key=lambda each: each["w"], default=None)
                cell["b"][side] = beyond["b"][other] = line


def _placed(cell: Props, row: Props, x: int, y: int, props: Props) -> Props:
    margins = {**props["margins"], **cell["m"]}
    blocks = cell["k"]
    simple = len(blocks) == 1 and blocks[0]["t"] == "p" and not _needs_block(blocks[0])
    inset = {side: margins[side] for side in ("top", "bottom", "left", "right")}
    if blocks and blocks[0]["t"] == "p":
        inset["top"] += blocks[0]["gap"]
        blocks[0]["gap"] = 0
    if blocks and blocks[-1]["t"] == "p":
        inset["bottom"] += blocks[-1]["after"]
    height = 0.0 if row["exact"] else max(row["h"] - inset["top"] - inset["bottom"], 0)
    return {
        "x": x, "y": y, "cs": cell["span"], "rs": 1, "fill": cell["fill"], "own": cell["b"], "va": cell["va"],
        "in": inset, "min": height, "split": row["split"], "simple": simple, "k": blocks, "b": {},
    }  # fmt: skip


def _needs_block(block: Props) -> bool:
    tabbed = any(isinstance(item, dict) and item["t"] == "tab" for item in block["k"])
    return bool(
        tabbed
        or block["left"]
        or block["right"]
        or block["first"]
        or block["bdr"]
        or "shade" in block
        or not block["k"]
        or "lvl" in block
    )


def _cell_borders(cell: Props, columns: int, rows: int, borders: dict[str, Props | None]) -> dict[str, Props | None]:
    edges = {
        "top": cell["y"] == 0,
        "bottom": cell["y"] + cell["rs"] == rows,
        "left": cell["x"] == 0,
        "right": cell["x"] + cell["cs"] == columns,
    }
    inner = {"top": "insideH", "bottom": "insideH", "left": "insideV", "right": "insideV"}
    own = cell.pop("own")
    return {
        side: own[side] if side in own else borders.get(side if at_edge else inner[side])
        for side, at_edge in edges.items()
    }
