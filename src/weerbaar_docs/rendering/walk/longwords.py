# SPDX-License-Identifier: EUPL-1.2
"""Words that are longer than their line -> marked, so that they may break at any character: a text may not leave the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.names import Props

_WORD = re.compile(r"[^\s\-/\u00ad\u200b]+")
_WIDTH = 0.6  # em: more than most letters have, less than the widest
_HYPHENATED = 60  # letters that the hyphenation of a document finds places in


def mark_long_words(blocks: list[Props], width: float, *, hyphenate: bool) -> None:
    """Mark the texts in these blocks, which stand in a width in points."""
    for block in blocks:
        if block["t"] == "p":
            _mark(block, width - block["left"] - block["right"], hyphenate=hyphenate)
        elif block["t"] == "list":
            for item in block["items"]:
                _mark(item["p"], width - item["p"]["left"] - item["p"]["right"], hyphenate=hyphenate)
                mark_long_words([item["sub"]] if item["sub"] else [], width, hyphenate=hyphenate)
        elif block["t"] == "table":
            for cell in block["cells"]:
                inside = sum(block["widths"][cell["x"] : cell["x"] + cell["cs"]])
                inside -= cell["in"]["left"] + cell["in"]["right"]
                mark_long_words(cell["k"], inside, hyphenate=hyphenate)
        elif block["t"] == "float" and "k" in block:
            mark_long_words(block["k"], block["w"] - block["in"][1] - block["in"][3], hyphenate=hyphenate)


def _mark(paragraph: Props, width: float, *, hyphenate: bool) -> None:
    own = paragraph["r"]
    items: list[Any] = paragraph["k"]
    for at, item in enumerate(items):
        text = item if isinstance(item, str) else item["s"] if item["t"] == "r" else ""
        size = own["sz"] if isinstance(item, str) or item["t"] != "r" else item["r"]["sz"]
        if any(_is_long(word, width / size, hyphenate=hyphenate) for word in _WORD.findall(text)):
            items[at] = {"t": "cut", "s": text} if isinstance(item, str) else {**item, "cut": True}


def _is_long(word: str, room: float, *, hyphenate: bool) -> bool:
    if hyphenate and word.isalpha() and len(word) < _HYPHENATED:
        return False
    return len(word) * _WIDTH > room
