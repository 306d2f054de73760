# SPDX-License-Identifier: EUPL-1.2
"""Blocks in a row -> the gap above each, computed here because Typst takes the larger of two neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.names import Props


def spaced(flat: list[Props], *, sum_gaps: bool) -> list[Props]:
    """Give each block the gap above it; a gap at the start or after a page break is `strong`."""
    found: list[Props] = []
    previous: Props | None = None
    for block in flat:
        if block["t"] == "float":
            found.append(block)
            continue
        if block["t"] == "pagebreak":
            found.append(block)
            previous = None
            continue
        if block.pop("newpage", False):
            at = next((i for i in range(len(found), 0, -1) if found[i - 1]["t"] != "float"), 0)
            found.insert(at, {"t": "pagebreak"})  # what floats at a paragraph goes with it to the new page
            previous = None
        before = block["before"]
        if previous is None:
            found.append({**block, "gap": before, "strong": True})
        else:
            same = previous["style"] == block["style"]
            before = 0 if block["ctx"] and same else before
            after = 0 if previous["ctx"] and same else previous["after"]
            shown = dict(block)
            gap = before + after if sum_gaps else max(before, after)
            if block["bdr"] and block["bdr"] == previous["bdr"] and found[-1].get("bdr"):
                found[-1]["bdr"] = {k: v for k, v in found[-1]["bdr"].items() if k != "bottom"}
                shown["bdr"] = {k: v for k, v in block["bdr"].items() if k != "top"}
                if "shade" in block:
                    shown["inner"], gap = gap, 0  # one box goes on: the gap lies inside it
            found.append({**shown, "gap": _moved(found, gap), "strong": False})
        previous = block
    return found


def _moved(found: list[Props], gap: float) -> float:
    """Put the gap above the floats that stand at this paragraph, if they stand above its text; give what is left."""
    first = None
    for block in reversed(found):
        if block["t"] != "float":
            break
        if block["flow"] and block["band"]:
            first = block
    if first is None:
        return gap
    first["gap"] = gap
    return 0
