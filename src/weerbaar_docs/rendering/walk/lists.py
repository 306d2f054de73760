# SPDX-License-Identifier: EUPL-1.2
"""Neighbouring list items -> nested lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.names import Props


def group(flat: list[Props]) -> list[Props]:
    """Gather neighbouring list items into nested lists."""
    found: list[Props] = []
    for block in flat:
        if "item" not in block:
            found.append(block)
            continue
        last = found[-1] if found else None
        same = last is not None and last["t"] == "list" and last["num"] == block["item"]["num"]
        if not same or last is None:
            last = {"t": "list", "num": block["item"]["num"], "flat": []}
            found.append(last)
        last["flat"].append(block)
    return [nested(block) if block["t"] == "list" else block for block in found]


def nested(block: Props) -> Props:
    """Turn flat list items into nested lists; the gap below an item goes inside it."""
    flat: list[Props] = block["flat"]
    for item, following in zip(flat, [*flat[1:], None], strict=True):
        item["below"] = following["gap"] if following else 0
    items, rest = _items(flat)
    while rest:  # the list began deeper than it goes on
        more, rest = _items(rest)
        items += more
    first = flat[0]
    return {"t": "list", "gap": first["gap"], "strong": first["strong"], "items": items, **_kind(flat)}


def _kind(flat: list[Props]) -> Props:
    first = flat[0]
    hang = max(-first["first"], 0)
    return {"bullet": first["item"]["bullet"], "left": max(first["left"] - hang, 0), "hang": hang or 12.0}


def _items(flat: list[Props]) -> tuple[list[Props], list[Props]]:
    items: list[Props] = []
    depth = flat[0]["item"]["ilvl"]
    rest = list(flat)
    while rest and rest[0]["item"]["ilvl"] >= depth:
        current = rest[0]
        if current["item"]["ilvl"] == depth or not items:
            items.append({"p": {**current, "gap": 0, "strong": False}, "sub": None})
            rest = rest[1:]
            continue
        child = rest
        sub, rest = _items(child)
        kind = _kind(child)
        own = items[-1]["p"]
        kind["left"] = max(kind["left"] - own["left"], 0)
        items[-1]["sub"] = {"t": "list", "gap": 0, "strong": False, "items": sub, **kind}
    return items, rest
