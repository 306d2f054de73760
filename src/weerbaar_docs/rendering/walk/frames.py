# SPDX-License-Identifier: EUPL-1.2
"""w:framePr and w:tblpPr -> a float: the frames and floating tables that letterheads are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.names import Element, Props, local, val, w
from weerbaar_docs.rendering.walk.position import Axis, floating

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.part import Part
    from weerbaar_docs.rendering.walk.state import Walk

_FRAME = frozenset(
    ["w", "h", "hRule", "hSpace", "vSpace", "wrap", "hAnchor", "vAnchor", "x", "y", "xAlign", "yAlign", "anchorLock"]
)
_TABLE = frozenset(
    ["leftFromText", "rightFromText", "topFromText", "bottomFromText", "vertAnchor", "horzAnchor", "tblpX", "tblpY",
     "tblpXSpec", "tblpYSpec"]
)  # fmt: skip
_ANCHORS = frozenset({"page", "margin", "text"})


def frame_of(walk: Walk, element: Element) -> Element | None:
    """Give the w:framePr of a paragraph, its own or that of its style."""
    if not walk.framed or local(element) != "p":
        return None
    own = element.find(f"{w('pPr')}/{w('framePr')}")
    if own is not None:
        return own
    style = val(element.find(f"{w('pPr')}/{w('pStyle')}"))
    return walk.styles.frame(style) if style else None


def same_frame(one: Element | None, other: Element | None) -> bool:
    """Say whether two neighbouring paragraphs stand in one frame."""
    return one is not None and other is not None and dict(one.attrib) == dict(other.attrib)


def frame(walk: Walk, element: Element, paragraphs: list[Element], part: Part) -> Props:
    """Give the float of a frame with its paragraphs."""
    place = f"{part.name} alinea {part.paragraphs + 1}"
    walk.refusals.check_attributes(place, element, _FRAME)
    width = _points(walk, element, "w", place)
    if width is None:
        walk.refusals.add(place, "een kader (w:framePr) zonder breedte wordt niet ondersteund")
    height = _points(walk, element, "h", place)
    rule = val(element, "hRule", "atLeast" if height else "auto")
    x = _axis(walk, element, ("hAnchor", "x", "xAlign"), place)
    y = _axis(walk, element, ("vAnchor", "y", "yAlign"), place)
    wrap = "none" if val(element, "wrap") in {"none", "through"} else "square"
    found = floating(walk, part, x, y, (width or 100.0, height if rule != "auto" else None), wrap=wrap)
    part.box, outer = True, part.box
    found |= {"k": walk.blocks(walk, paragraphs, part, depth=1), "exact": rule == "exact", "in": [0.0] * 4}
    found["cuts"] = rule == "exact" and height is not None
    part.box = outer
    return found


def floating_table(walk: Walk, element: Element, table: Props, part: Part) -> Props:
    """Give the float of a table; one that stands in the text stays there, as a table."""
    place = f"{part.name} tabel {part.tables}"
    walk.refusals.check_attributes(place, element, _TABLE)
    x = _axis(walk, element, ("horzAnchor", "tblpX", "tblpXSpec"), place)
    y = _axis(walk, element, ("vertAnchor", "tblpY", "tblpYSpec"), place)
    width = sum(table["widths"])
    found = floating(walk, part, x, y, (width, None), wrap="square")
    if found["flow"] and not part.header:
        return {**table, "jc": "left", "shift": found["x"] - walk.page["left"], "before": max(found["y"], 0)}
    return {
        **found,
        "k": [{**table, "jc": "left", "shift": 0, "gap": 0, "strong": True}],
        "exact": False,
        "in": [0.0] * 4,
    }


def _axis(walk: Walk, element: Element, names: tuple[str, str, str], place: str) -> Axis:
    anchor, offset, align = names
    relative = val(element, anchor, "text") or "text"
    if relative not in _ANCHORS:
        walk.refusals.value(place, element, anchor)
    aligned = val(element, align)
    if aligned in {"inline", "inside", "outside"}:
        walk.refusals.value(place, element, align)
    at = _points(walk, element, offset, place) or 0.0
    return Axis(relative=relative, offset=at, align=aligned)


def _points(walk: Walk, element: Element, name: str, place: str) -> float | None:
    number = walk.refusals.number(place, element, name)
    return None if number is None else number / 20
