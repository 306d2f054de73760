# SPDX-License-Identifier: EUPL-1.2
"""Rows, paragraphs and small tables that are kept together though they may be taller than a page -> let go: no text may leave the page.

Typst cuts off what may not break and does not fit. Heights are estimated, rather too tall: what is let go needlessly
is a long row over two pages, as Word sets it when it must.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.texts import inner_width, sized

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.names import Props

_WIDE = 0.6  # em: more than the letters of a text have on average
_MUCH = 0.8  # of the height between the margins


def let_go(blocks: list[Props], width: float, height: float) -> None:
    """Let the tall blocks break, in a text of this width and height in points."""
    for block in blocks:
        if block["t"] == "p" and block["keep"]:
            block["keep"] = _height(block, width) < _MUCH * height
        elif block["t"] == "list":
            let_go([item["p"] for item in block["items"]], width, height)
            let_go([item["sub"] for item in block["items"] if item["sub"]], width, height)
        elif block["t"] == "table":
            block["keep"] = block["keep"] and _height(block, width) < _MUCH * height
            _let_go_rows(block, height)


def text_height(blocks: list[Props], width: float) -> float:
    """Estimate how tall blocks are, in points."""
    return sum(_height(block, width) for block in blocks)


def _let_go_rows(table: Props, height: float) -> None:
    kept = [cell for cell in table["cells"] if not cell["split"]]
    tall = {cell["y"] for cell in kept if text_height(cell["k"], inner_width(table, cell)) > _MUCH * height}
    for cell in kept:
        cell["split"] = cell["y"] in tall


def _height(block: Props, width: float) -> float:
    if block["t"] == "p":
        return _of_paragraph(block, width)
    if block["t"] == "list":
        return sum(
            _of_paragraph(item["p"], width) + text_height([item["sub"]] if item["sub"] else [], width)
            for item in block["items"]
        )
    if block["t"] == "table":
        rows: dict[int, float] = {}
        for cell in block["cells"]:
            rows[cell["y"]] = max(rows.get(cell["y"], 0.0), text_height(cell["k"], inner_width(block, cell)))
        return sum(rows.values())
    return 0.0


def _of_paragraph(paragraph: Props, width: float) -> float:
    room = max(width - paragraph["left"] - paragraph["right"], 1.0)
    lines, points = 1, 0.0
    for item in paragraph["k"]:
        text, size = sized(item, paragraph)
        points += len(text) * _WIDE * size
        if isinstance(item, dict) and item["t"] == "br":
            lines, points = lines + 1 + int(points / room), 0.0
    (top, more), (bottom, deeper), (_, size) = paragraph["te"], paragraph["be"], sized("", paragraph)
    line: float = (top + bottom) * size + more + deeper
    return (lines + int(points / room)) * line + float(paragraph["before"]) + float(paragraph["after"])
