# SPDX-License-Identifier: EUPL-1.2
"""References to footnotes and endnotes -> the blocks of the note, found by its id, never by its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.names import Element, Props, children, local, val
from weerbaar_docs.rendering.walk.part import part

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.fields import Inlines
    from weerbaar_docs.rendering.walk.part import Part
    from weerbaar_docs.rendering.walk.state import Walk


def note(walk: Walk, element: Element, props: Props, here: Part, out: Inlines) -> None:
    """Read one reference."""
    kind = local(element).removesuffix("Reference")
    found = _find(walk, kind, val(element, "id") or "")
    if found is None or here.header or here.note or here.box:
        walk.refusals.element(here.place, element)
        return
    blocks = _blocks(walk, kind, found)
    if props["va"] != "super":
        walk.refusals.warn(here.place, "het nummer van een noot staat hier altijd in superscript")
    if blocks and blocks[0]["r"]:
        walk.note_size = blocks[0]["r"]["sz"]
    if kind == "footnote":
        out.items.append({"t": "note", "k": blocks, "r": {**props, "va": None}})
        return
    walk.endnotes.append(blocks)
    out.items.append({"t": "endref", "n": len(walk.endnotes), "r": {**props, "va": "super"}})


def _find(walk: Walk, kind: str, note_id: str) -> Element | None:
    root = walk.parts.trees.get(f"word/{kind}s.xml")
    return next((each for each in children(root) if val(each, "id") == note_id and not val(each, "type")), None)


def _blocks(walk: Walk, kind: str, element: Element) -> list[Props]:
    name = f"word/{kind}s.xml"
    opened = part(walk.parts, name)
    opened.note = True
    opened.cell.append(f"noot {val(element, 'id')}")
    blocks = walk.blocks(walk, list(children(element)), opened, depth=1)
    if any(block["t"] != "p" for block in blocks):
        walk.refusals.add(opened.place, "een noot met iets anders dan gewone alinea's wordt niet ondersteund")
    for paragraph in (block for block in blocks if block["t"] == "p"):
        _strip(paragraph)
    return [block for block in blocks if block["t"] == "p" and block["r"]]


def _strip(paragraph: Props) -> None:
    """Drop the tab or space that stood after the number: the number is set by Typst."""
    kids = paragraph["k"]
    while kids and isinstance(kids[0], dict) and kids[0]["t"] == "tab":
        kids.pop(0)
