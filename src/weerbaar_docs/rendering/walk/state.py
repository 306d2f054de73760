# SPDX-License-Identifier: EUPL-1.2
"""What the walk over one document knows: its parts, styles, lists and settings, and what it has refused so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from weerbaar_docs.rendering.package import PRINTED, parse_xml
from weerbaar_docs.rendering.walk.names import val, w
from weerbaar_docs.rendering.walk.numbering import Numbering
from weerbaar_docs.rendering.walk.refusals import Refusals
from weerbaar_docs.rendering.walk.settings import Settings, settings
from weerbaar_docs.rendering.walk.styles import Styles

if TYPE_CHECKING:
    from weerbaar_docs.rendering.fonts import Lettertypen
    from weerbaar_docs.rendering.package import Package
    from weerbaar_docs.rendering.walk.fields import Field
    from weerbaar_docs.rendering.walk.looks import Look, Written
    from weerbaar_docs.rendering.walk.names import Element, Props
    from weerbaar_docs.rendering.walk.part import Part

_MAX_KEPT = 1_000_000  # bytes of a part that is kept parsed


class Blocks(Protocol):
    """Walk the block elements of a container: the body, a header, a cell, a text box, a note."""

    def __call__(
        self, walk: Walk, elements: list[Element], part: Part, *, table: Props | None = None, depth: int = 0
    ) -> list[Props]:
        """Give the blocks in order, gaps computed and list items gathered."""


@dataclass(slots=True, kw_only=True)
class Walk:
    """The walk over one document; `blocks` is here because cells and text boxes hold blocks again."""

    parts: Package
    refusals: Refusals
    styles: Styles
    numbering: Numbering
    settings: Settings
    blocks: Blocks
    looks: dict[tuple[Written, str], Look] = field(default_factory=dict)
    framed: bool = False
    count: int = 0
    ranks: dict[int, int] = field(default_factory=dict)
    last_level: int = 0
    watermark: str | None = None
    number: str = "1"
    page: Props = field(default_factory=dict)
    counts_sections: bool = False
    note_size: float = 10.0
    has_toc: bool = False
    referenced: frozenset[str] = frozenset()
    wanted: dict[str, str] = field(default_factory=dict)
    marked: set[str] = field(default_factory=set)
    shown_styles: set[str] = field(default_factory=set)
    endnotes: list[list[Props]] = field(default_factory=list)
    pending: list[Element] = field(default_factory=list)
    open_fields: list[Field] = field(default_factory=list)

    def label(self, name: str) -> str:
        """Give the label of a bookmark: its number, for its name may tell something."""
        return f"bladwijzer-{sorted(self.referenced).index(name)}" if name in self.referenced else ""


def open_walk(parts: Package, blocks: Blocks, fonts: Lettertypen) -> Walk:
    """Read what stands outside the text of a document."""
    refusals, trees = Refusals(), parts.trees
    theme = next((name for name in sorted(parts) if re.fullmatch(r"word/theme/theme\d*\.xml", name)), "")
    return Walk(
        parts=parts,
        refusals=refusals,
        styles=Styles(_of_template(parts, "word/styles.xml"), _of_template(parts, theme), refusals, fonts),
        numbering=Numbering(trees.get("word/numbering.xml"), refusals),
        settings=settings(trees.get("word/settings.xml"), refusals),
        blocks=blocks,
        framed=any(b"framePr" in data for name, data in parts.items() if name.endswith(".xml")),
        referenced=_referenced(parts),
    )


def _of_template(parts: Package, name: str) -> Element | None:
    """Parse a part that all documents of a template share: a letter spends more time on its styles than on its text."""
    data = parts.get(name)
    return None if data is None else _kept(name, data) if len(data) < _MAX_KEPT else parts.trees[name]


@lru_cache(maxsize=8)
def _kept(name: str, data: bytes) -> Element:
    return parse_xml(data, name)


def _referenced(parts: Package) -> frozenset[str]:
    """Give the names of the bookmarks that a link or a field refers to, or may refer to."""
    found: set[str] = set()
    for name, data in parts.items():
        if PRINTED.fullmatch(name) and any(mark in data for mark in (b"anchor=", b"PAGEREF", b"HYPERLINK")):
            for link in parts.trees[name].iter(w("hyperlink")):
                found.add(val(link, "anchor") or "")
            for text in parts.trees[name].iter(w("instrText"), w("fldSimple")):
                found |= set(re.findall(r"[^\s\"]+", (text.text or "") + " " + (val(text, "instr") or "")))
    return frozenset(found - {""})
