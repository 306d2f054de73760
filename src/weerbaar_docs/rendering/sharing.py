# SPDX-License-Identifier: EUPL-1.2
"""The tree of a document -> the JSON for document.typ, in which every look stands once.

1. A paragraph, run or cell names its look by a number; pictures that come back do so too.
2. What the setting does not need is left out; nothing that is shown is.

Typst looks through its data again and again, so the less there is to look through the faster a document is set.
"""

from __future__ import annotations

import json
import marshal
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.names import Props

# What differs from one paragraph to the next, and what of that the setting needs; the rest is look.
_KEPT: Final = ("t", "gap", "strong", "below", "lvl", "sr")
_OWN: Final = frozenset({*_KEPT, "k", "num", "item", "before", "after", "ctx", "newpage", "nohyphen"})
_OF_CELL: Final = frozenset({"x", "y", "k", "simple"})
_LINKS: Final = frozenset({"url", "to"})


def to_json(tree: Props) -> str:
    """Give the tree as JSON; the tree itself stays as it is."""
    shared = _Sharing()
    sections = [shared.section(section) for section in tree["sections"]]
    endnotes = [shared.blocks(note) for note in tree["endnotes"]]
    made = {**tree, "sections": sections, "endnotes": endnotes, **shared.lists()}
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"))


@dataclass(slots=True)
class _Numbered:
    """Values that are equal get one number."""

    values: list[Any] = field(default_factory=list)
    known: dict[bytes, int] = field(default_factory=dict)

    def number(self, value: Any) -> int:
        key = marshal.dumps(
            value, 2
        )  # never read back: the quickest way to compare; later versions differ by reference
        found = self.known.setdefault(key, len(self.values))
        if found == len(self.values):
            self.values.append(value)
        return found


@dataclass(slots=True)
class _Sharing:
    """The looks that were met so far."""

    runs: _Numbered = field(default_factory=_Numbered)
    looks: _Numbered = field(default_factory=_Numbered)
    cells: _Numbered = field(default_factory=_Numbered)
    hrefs: _Numbered = field(default_factory=_Numbered)

    def lists(self) -> dict[str, list[Any]]:
        return {name: getattr(self, name).values for name in self.__slots__}

    def section(self, section: Props) -> Props:
        made = {key: value for key, value in section.items() if key != "parts"}
        for kind in ("headers", "footers"):
            made[kind] = {which: self._running(part) for which, part in section[kind].items()}
        return {**made, "blocks": self.blocks(section["blocks"])}

    def blocks(self, blocks: list[Props]) -> list[Props]:
        return [self._block(block) for block in blocks]

    def _running(self, part: Props) -> Props:
        return {"k": self.blocks(part["k"]), "still": self.blocks(part["still"]), "floats": self.blocks(part["floats"])}

    def _block(self, block: Props) -> Props:
        kind = block["t"]
        if kind == "p":
            return self._paragraph(block)
        if kind == "table":
            return {**block, "cells": [self._cell(cell) for cell in block["cells"]]}
        if kind == "list":
            return {**block, "items": [self._item(item) for item in block["items"]]}
        if kind == "toc":
            return {**block, "entries": {level: self._entry(entry) for level, entry in block["entries"].items()}}
        return self._boxed(block)

    def _paragraph(self, block: Props) -> Props:
        look = {key: value for key, value in block.items() if key not in _OWN}
        made: Props = {key: block[key] for key in _KEPT if key in block}
        made |= {"l": self.looks.number(look), "k": [self._inline(item) for item in block["k"]]}
        if any(type(item) is dict and item["t"] == "tab" for item in block["k"]):
            made["tab"] = True
        for name in ("num", "item"):
            if name in block:
                made[name] = self._run(block[name])
        return made

    def _entry(self, entry: Props) -> Props:
        return {**self._paragraph(entry), "before": entry["before"], "after": entry["after"]}

    def _item(self, item: Props) -> Props:
        return {"p": self._paragraph(item["p"]), "sub": self._block(item["sub"]) if item["sub"] else None}

    def _cell(self, cell: Props) -> Props:
        look = {key: value for key, value in cell.items() if key not in _OF_CELL}
        k = self.blocks(cell["k"])
        return {"x": cell["x"], "y": cell["y"], "l": self.cells.number(look), "simple": cell["simple"], "k": k}

    def _inline(self, item: Any) -> Any:
        return item if type(item) is str else self._boxed(self._run(item))

    def _run(self, item: Props) -> Props:
        """Give something with a run: its number, and where it links to."""
        if "r" not in item:
            return item
        links = {key: value for key, value in item["r"].items() if key in _LINKS}
        look = {key: value for key, value in item["r"].items() if key not in _LINKS} if links else item["r"]
        return {**links, **item, "r": self.runs.number(look)}

    def _boxed(self, item: Props) -> Props:
        """Give what may hold a picture or blocks."""
        made = item
        if "href" in item:
            made = {**made, "href": self.hrefs.number(item["href"])}
        if "img" in item:
            made = {**made, "img": self._boxed(item["img"])}
        if "k" in item:
            made = {**made, "k": self.blocks(item["k"])}
        return made
