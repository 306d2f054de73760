# SPDX-License-Identifier: EUPL-1.2
"""The tree -> its paragraphs, their texts in reading order, the size of a text and the room that it has in a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weerbaar_docs.rendering.walk.names import Props


def paragraph_texts(tree: Props) -> Iterator[str]:
    """Give the text of every paragraph of the body in reading order."""
    for section in tree["sections"]:
        yield from texts(section["blocks"])


def texts(blocks: list[Props]) -> Iterator[str]:
    """Give the text of every paragraph in these blocks."""
    for found in paragraphs(blocks):
        yield plain(found["k"])


def paragraphs(blocks: list[Props]) -> Iterator[Props]:
    """Give every paragraph in these blocks: of lists, cells and text boxes too."""
    for block in blocks:
        if block["t"] == "p":
            yield block
        elif block["t"] == "list":
            for item in block["items"]:
                yield item["p"]
                yield from paragraphs([item["sub"]] if item["sub"] else [])
        elif block["t"] == "table":
            for cell in block["cells"]:
                yield from paragraphs(cell["k"])
        elif block["t"] == "float":
            yield from paragraphs(block.get("k", []))


def plain(items: list[Any]) -> str:
    """Give the text of inlines; what is not text counts as a space, a bookmark as nothing."""
    return "".join(item if isinstance(item, str) else _plain(item) for item in items)


def sized(item: Any, paragraph: Props) -> tuple[str, float]:
    """Give the text of an inline and its size in points; what is not text has none."""
    own: float = paragraph["r"]["sz"] if paragraph["r"] else paragraph["mark"]
    if isinstance(item, str):
        return item, own
    if item["t"] not in {"r", "cut"}:
        return "", own
    return item["s"], item["r"]["sz"] if "r" in item else own


def inner_width(table: Props, cell: Props) -> float:
    """Give the width in points that a cell has for its text."""
    width: float = sum(table["widths"][cell["x"] : cell["x"] + cell["cs"]])
    inside: float = width - cell["in"]["left"] - cell["in"]["right"]
    return inside


def _plain(item: Props) -> str:
    return "" if item["t"] in {"mark", "note", "endref"} else str(item.get("s", " "))
