# SPDX-License-Identifier: EUPL-1.2
"""A TOC field -> a table of contents that Typst fills: the levels, and the style of each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.names import Props
    from weerbaar_docs.rendering.walk.part import Part
    from weerbaar_docs.rendering.walk.state import Walk

_LEVELS = re.compile(r"^([1-9])-([1-9])$")
_HARMLESS = frozenset({"\\h", "\\z", "\\u", "\\*", "MERGEFORMAT", "\\w", "\\x", "\\f"})


def contents(walk: Walk, words: list[str], part: Part) -> Props | None:
    """Give the block of a table of contents; a list of anything but headings is refused."""
    levels, rest = (1, 9), list(words)
    if "\\o" in rest:
        at = rest.index("\\o")
        found = _LEVELS.match(rest[at + 1]) if len(rest) > at + 1 else None
        del rest[at : at + (2 if found else 1)]
        levels = (int(found[1]), int(found[2])) if found else levels
    if not set(rest) <= _HARMLESS or part.cell:
        walk.refusals.add(part.place, "een inhoudsopgave van iets anders dan koppen (veld TOC) wordt niet ondersteund")
        return None
    low, high = levels
    return {"ranks": {rank: level - low + 1 for level, rank in walk.ranks.items() if low <= level <= high}}
