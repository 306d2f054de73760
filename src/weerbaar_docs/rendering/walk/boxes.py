# SPDX-License-Identifier: EUPL-1.2
"""Text boxes, DrawingML (wps:wsp) and VML -> the blocks inside with their insets, line and fill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.lines import HEX
from weerbaar_docs.rendering.walk.names import WPS, A, Element, Props, children, w, whole

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.part import Part
    from weerbaar_docs.rendering.walk.state import Walk

_EMU = 12_700
_INSETS = {"tIns": 45_720, "rIns": 91_440, "bIns": 45_720, "lIns": 91_440}


def text_box(walk: Walk, shape: Element, part: Part) -> Props | None:
    """Read a DrawingML text box; any other shape is refused."""
    content = shape.find(f"{{{WPS}}}txbx/{w('txbxContent')}")
    properties = shape.find(f"{{{WPS}}}spPr")
    body = shape.find(f"{{{WPS}}}bodyPr")
    geometry = properties.find(f"{{{A}}}prstGeom") if properties is not None else None
    if content is None or properties is None or geometry is None or geometry.get("prst") != "rect":
        walk.refusals.element(part.place, shape)
        return None
    frame = properties.find(f"{{{A}}}xfrm")
    turned = frame is not None and {"rot", "flipH", "flipV"} & set(frame.attrib)
    if turned or (body is not None and (body.get("vert", "horz") != "horz" or body.get("rot", "0") != "0")):
        walk.refusals.add(part.place, "een gedraaid tekstvak wordt niet ondersteund")
    if body is not None and body.get("anchor", "t") != "t":
        walk.refusals.add(part.place, "een tekstvak met tekst die niet bovenaan staat wordt niet ondersteund")
    return {
        "k": blocks_of(walk, content, part),
        "in": [
            max(whole(body.get(name) if body is not None else None, default), 0) / _EMU
            for name, default in _INSETS.items()
        ],
        "fill": _colour(walk, properties, part),
        "b": _outline(walk, properties.find(f"{{{A}}}ln"), part),
        "fit": body is not None and body.find(f"{{{A}}}spAutoFit") is not None,
    }


def blocks_of(walk: Walk, content: Element, part: Part) -> list[Props]:
    """Walk the blocks inside a text box."""
    if part.box or part.cell:
        walk.refusals.add(part.place, "een tekstvak in een tekstvak, noot of tabelcel wordt niet ondersteund")
    part.box, outer = True, part.box
    found = walk.blocks(walk, list(children(content)), part, depth=1)
    part.box = outer
    return found


def _colour(walk: Walk, holder: Element, part: Part) -> str | None:
    """Read a plain fill; None when there is none."""
    for child in children(holder):
        name = str(child.tag).rpartition("}")[2]
        if name == "solidFill":
            plain = child.find(f"{{{A}}}srgbClr")
            if plain is not None and len(plain) == 0 and HEX.match(plain.get("val") or ""):
                return f"#{plain.get('val')}"
            if (scheme := child.find(f"{{{A}}}schemeClr")) is not None and len(scheme) == 0:
                known = {"bg1": "#FFFFFF", "lt1": "#FFFFFF", "tx1": "#000000", "dk1": "#000000"}
                if scheme.get("val") in known:
                    return known[str(scheme.get("val"))]
            walk.refusals.add(part.place, "een kleur uit het thema van een tekstvak wordt niet ondersteund")
        elif name in {"gradFill", "blipFill", "pattFill", "grpFill", "effectDag"} or (
            name in {"effectLst", "scene3d", "sp3d"} and len(child)
        ):
            walk.refusals.element(part.place, child)
    return None


def _outline(walk: Walk, line: Element | None, part: Part) -> Props | None:
    if line is None:
        return None
    colour = _colour(walk, line, part)
    return None if colour is None else {"w": max(whole(line.get("w"), 9_525) / _EMU, 0.25), "c": colour}
