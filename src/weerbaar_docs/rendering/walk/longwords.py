# SPDX-License-Identifier: EUPL-1.2
"""Words that may be longer than their line -> marked with its width: a text may not leave the page.

Typst measures them, and breaks one that is too long at any character.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from weerbaar_docs.rendering.walk.texts import inner_width, sized

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.names import Props

# Where a line may break; the no-break spaces U+00A0, U+2007 and U+202F are no such place.
_BREAK = re.compile(r"[ \t\r\n\u1680\u2000-\u2006\u2008-\u200b\u2028\u2029\u205f\u3000\-/\u00ad]+")
_NARROW, _WIDE = 0.6, 1.0  # em: more than small letters and figures have, and more than any
_SMALL = re.compile(r"[a-ln-vx-z0-9.,:;]")
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
                mark_long_words(cell["k"], inner_width(block, cell), hyphenate=hyphenate)
        elif block["t"] == "float":
            _mark_inside(block, width, hyphenate=hyphenate)


def _mark(paragraph: Props, width: float, *, hyphenate: bool) -> None:
    items: list[Any] = paragraph["k"]
    for at, item in enumerate(items):
        if isinstance(item, dict) and "k" in item:
            _mark_inside(item, width, hyphenate=hyphenate)
        text, size = sized(item, paragraph)
        room = width / size
        if max(map(len, text.split(" ")), default=0) * _WIDE <= room:
            continue
        if any(_is_long(word, room, hyphenate=hyphenate) for word in _BREAK.split(text)):
            _cut(items, at, width)
    if len(items) > 1:
        _mark_joined(items, paragraph, width)


def _mark_joined(items: list[Any], paragraph: Props, width: float) -> None:
    """Mark the texts that are one long word together: they look different, and no line may break between them."""
    chain: list[int] = []
    points = 0.0
    for at, item in enumerate(items):
        if isinstance(item, dict) and item["t"] not in {"r", "cut"}:
            chain, points = [], 0.0
            continue
        text, size = sized(item, paragraph)
        pieces = _BREAK.split(text)
        chain.append(at)
        points += _ems(pieces[0]) * size
        if points > width and len(chain) > 1:
            for each in chain:
                _cut(items, each, 0)
        if len(pieces) > 1:
            chain, points = [at], _ems(pieces[-1]) * size


def _cut(items: list[Any], at: int, width: float) -> None:
    item = items[at]
    items[at] = {**({"t": "cut", "s": item} if isinstance(item, str) else item), "cut": width}


def _mark_inside(holder: Props, width: float, *, hyphenate: bool) -> None:
    """Mark what stands in a frame, a text box or a note."""
    room = holder["w"] - holder["in"][1] - holder["in"][3] if "in" in holder else width
    mark_long_words(holder.get("k", []), room, hyphenate=hyphenate)


def _is_long(word: str, room: float, *, hyphenate: bool) -> bool:
    if hyphenate and word.isalpha() and len(word) < _HYPHENATED:
        return False
    return _ems(word) > room


def _ems(word: str) -> float:
    small = len(_SMALL.findall(word))
    return small * _NARROW + (len(word) - small) * _WIDE
