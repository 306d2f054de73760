# SPDX-License-Identifier: EUPL-1.2
"""w:drawing -> a picture or text box, in the line or floating."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.boxes import text_box
from weerbaar_docs.rendering.walk.names import WP, WPS, A, Element, Props, children, whole
from weerbaar_docs.rendering.walk.pictures import picture
from weerbaar_docs.rendering.walk.position import Axis, floating

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.fields import Inlines
    from weerbaar_docs.rendering.walk.part import Part
    from weerbaar_docs.rendering.walk.state import Walk

EMU = 12_700
MAX_SIZE = 1_600  # points; what Word takes as the largest page
_WRAPS = {"wrapNone": "none", "wrapTopAndBottom": "topbottom", "wrapSquare": "square", "wrapTight": "square",
          "wrapThrough": "square"}  # fmt: skip
_READ = frozenset(
    ["simplePos", "positionH", "positionV", "extent", "effectExtent", "docPr", "cNvGraphicFramePr", *_WRAPS]
)


def drawing(walk: Walk, element: Element, props: Props, part: Part, out: Inlines) -> None:
    """Read one drawing."""
    holder = next((child for child in children(element) if child.tag in {f"{{{WP}}}inline", f"{{{WP}}}anchor"}), None)
    shape = holder.find(f".//{{{WPS}}}wsp") if holder is not None else None
    blips = list(holder.iter(f"{{{A}}}blip")) if holder is not None else []
    extent = holder.find(f"{{{WP}}}extent") if holder is not None else None
    if holder is None or extent is None or (shape is None and len(blips) != 1):
        walk.refusals.element(part.place, element)
        return
    size = whole(extent.get("cx")) / EMU, whole(extent.get("cy")) / EMU
    if min(size) <= 0 or max(size) > MAX_SIZE:
        walk.refusals.add(part.place, "een afbeelding of tekstvak zonder bruikbare maat")
        return
    anchored = holder.tag == f"{{{WP}}}anchor"
    if shape is not None:
        content = text_box(walk, shape, part)
    else:
        item = picture(walk, holder, blips[0], size, part)
        content = None if item is None else {"img": {**item, "r": props}}
    if content is None:
        return
    if anchored:
        out.floats.append(_anchored(walk, holder, size, content, part))
    elif "img" in content:
        out.items.append(content["img"])
    else:
        out.items.append({"t": "box", "w": size[0], "h": size[1], **content, "r": props})


def _anchored(walk: Walk, holder: Element, size: tuple[float, float], content: Props, part: Part) -> Props:
    wrap = "none"
    for child in children(holder):
        name = str(child.tag).rpartition("}")[2]
        wrap = _WRAPS.get(name, wrap)
        if name in {"sizeRelH", "sizeRelV"} and all((part_.text or "0").strip() == "0" for part_ in child):
            continue
        if name not in _READ and not str(child.tag).startswith(f"{{{A}}}"):
            walk.refusals.element(part.place, child)
    x, y = (_axis(walk, holder.find(f"{{{WP}}}position{axis}"), part) for axis in "HV")
    behind = holder.get("behindDoc") in {"1", "true"}
    fit = content.pop("fit", False)
    height = None if fit else size[1]
    return floating(walk, part, x, y, (size[0], height), wrap=wrap, behind=behind, exact=not fit, **content)


def _axis(walk: Walk, element: Element | None, part: Part) -> Axis:
    if element is None:
        return Axis(relative="page")
    relative = element.get("relativeFrom") or "page"
    align, offset = element.find(f"{{{WP}}}align"), element.find(f"{{{WP}}}posOffset")
    if align is not None:
        return Axis(relative=relative, align=(align.text or "").strip())
    text = (offset.text or "").strip() if offset is not None else ""
    if not text.lstrip("-").isdigit():
        walk.refusals.element(part.place, element)
        return Axis(relative=relative)
    return Axis(relative=relative, offset=whole(text) / EMU)
