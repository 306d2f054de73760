# SPDX-License-Identifier: EUPL-1.2
"""Runs of a paragraph -> as few pieces as can be; a paragraph is cut at its page breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.names import Props

_OWN = frozenset({"url", "to", "va", "u", "track", "caps", "strike", "ul", "hl", "small"})


def common_run(items: list[Props]) -> Props | None:
    """Give the run properties that most of the text has."""
    if len(items) == 1:
        return _shared(items[0]["r"])
    weights: dict[int, int] = {}
    for item in items:
        at = next(i for i, other in enumerate(items) if other["r"] == item["r"])
        weights[at] = weights.get(at, 0) + len(item.get("s", " "))
    if not weights:
        return None
    return _shared(items[max(weights, key=lambda at: weights[at])]["r"])


def _shared(run: Props) -> Props:
    """Give what of a run is set once for a whole paragraph."""
    return {key: value for key, value in run.items() if key not in _OWN}


def merge_runs(items: list[Props], common: Props | None) -> list[Any]:
    """Join neighbouring runs; a run that is set like most of the paragraph becomes a plain string."""
    found: list[Any] = []
    for item in items:
        if item["t"] != "r":
            found.append(item)
        elif found and isinstance(found[-1], dict) and found[-1]["t"] == "r" and found[-1]["r"] == item["r"]:
            found[-1] = {**found[-1], "s": found[-1]["s"] + item["s"]}
        elif item["s"]:
            found.append(item)
    plain = {**(common or {}), "va": None, "u": False, "track": 0}
    return [
        item["s"] if item["t"] == "r" and {k: v for k, v in item["r"].items() if k != "caps"} == plain else item
        for item in found
    ]


def split_pages(block: Props) -> list[Props]:
    """Cut a paragraph at its page breaks."""
    if not any(isinstance(item, dict) and item["t"] == "pb" for item in block["k"]):
        return [block]
    pieces: list[list[Any]] = [[]]
    for item in block["k"]:
        if isinstance(item, dict) and item["t"] == "pb":
            pieces.append([])
        else:
            pieces[-1].append(item)
    found: list[Props] = []
    for at, piece in enumerate(pieces):
        if at:
            found.append({"t": "pagebreak"})
        if piece:
            part = {**block, "k": piece}
            if at:
                part |= {"before": 0, "newpage": False}
                part.pop("item", None)
                part.pop("lvl", None)
            found.append(part)
    return found
