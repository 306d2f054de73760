# SPDX-License-Identifier: EUPL-1.2
"""w:pict (VML, the older way) and mc:AlternateContent -> a text box or a watermark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.boxes import blocks_of
from weerbaar_docs.rendering.walk.drawings import drawing
from weerbaar_docs.rendering.walk.glyphs import check_glyphs
from weerbaar_docs.rendering.walk.lines import HEX
from weerbaar_docs.rendering.walk.names import MC, WPS, A, Element, Props, V, children, local, w
from weerbaar_docs.rendering.walk.position import Axis, floating
from weerbaar_docs.rendering.walk.watermark import is_watermark, watermark

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.fields import Inlines
    from weerbaar_docs.rendering.walk.part import Part
    from weerbaar_docs.rendering.walk.state import Walk

_LENGTH = re.compile(r"^(-?\d{1,6}(?:\.\d{0,6})?|-?\.\d{1,6})(pt|in|cm|mm|px|)$")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75, "": 0.75}
_RELATIVE = {"text": "column", "char": "column", "line": "paragraph"}
_WRAPS = {"none": "none", "topAndBottom": "topbottom", "square": "square", "tight": "square", "through": "square"}


def alternate(walk: Walk, element: Element, props: Props, part: Part, out: Inlines) -> None:
    """Read the choice that is understood; the fallback holds the same thing in an older way."""
    for choice in element.iterfind(f"{{{MC}}}Choice"):
        drawn = choice.find(w("drawing"))
        if drawn is not None and (
            drawn.find(f".//{{{WPS}}}wsp") is not None or drawn.find(f".//{{{A}}}blip") is not None
        ):
            drawing(walk, drawn, props, part, out)
            return
    old = element.find(f"{{{MC}}}Fallback/{w('pict')}")
    if old is not None:
        vml(walk, old, props, part, out)
        return
    walk.refusals.element(part.place, element)


def vml(walk: Walk, element: Element, props: Props, part: Part, out: Inlines) -> None:
    """Read a watermark in a header, or a text box; all other VML is refused."""
    if part.header and is_watermark(element):
        walk.watermark = watermark(walk, element, part) or walk.watermark
        check_glyphs(walk, walk.watermark or "", part.place)
        return
    shapes = [child for child in children(element) if child.tag in {f"{{{V}}}shape", f"{{{V}}}rect"}]
    others = [child for child in children(element) if child not in shapes and child.tag != f"{{{V}}}shapetype"]
    content = shapes[0].find(f"{{{V}}}textbox/{w('txbxContent')}") if len(shapes) == 1 else None
    if content is None or others:
        walk.refusals.element(part.place, element)
        return
    _box(walk, shapes[0], content, props, part, out)


def _box(walk: Walk, shape: Element, content: Element, props: Props, part: Part, out: Inlines) -> None:
    style = _style(shape.get("style"))
    width, height = _length(style.get("width")), _length(style.get("height"))
    box = shape.find(f"{{{V}}}textbox")
    fit = _style(box.get("style")).get("mso-fit-shape-to-text") == "t"
    if width is None or height is None or "rotation" in style or "layout-flow" in _style(box.get("style")):
        walk.refusals.add(part.place, "een gedraaid tekstvak of een tekstvak zonder maat wordt niet ondersteund")
        return
    found: Props = {
        "k": blocks_of(walk, content, part),
        "in": _insets(box.get("inset")),
        "fill": _paint(shape, "filled", "fillcolor", "#FFFFFF"),
        "b": _line(shape),
    }
    if style.get("position") != "absolute":
        out.items.append({"t": "box", "w": width, "h": height, **found, "r": props})
        return
    wrap = next((child.get("type") for child in shape if local(child) == "w10:wrap"), None) or "none"
    x = _axis(style, "horizontal", _length(style.get("margin-left")) or 0.0)
    y = _axis(style, "vertical", _length(style.get("margin-top")) or 0.0)
    behind = str(style.get("z-index", "")).startswith("-")
    size = width, None if fit else height
    out.floats.append(
        floating(walk, part, x, y, size, wrap=_WRAPS.get(wrap, "square"), behind=behind, exact=not fit, **found)
    )


def _axis(style: dict[str, str], axis: str, offset: float) -> Axis:
    relative = style.get(f"mso-position-{axis}-relative", "text")
    align = style.get(f"mso-position-{axis}")
    known = "paragraph" if axis == "vertical" and relative == "text" else _RELATIVE.get(relative, relative)
    known = {"top-margin-area": "topMargin", "bottom-margin-area": "bottomMargin", "left-margin-area": "leftMargin",
             "right-margin-area": "rightMargin"}.get(known, known)  # fmt: skip
    return Axis(relative=known, offset=offset, align=None if align in {None, "absolute"} else align)


def _style(text: str | None) -> dict[str, str]:
    pairs = (pair.split(":", 1) for pair in (text or "").split(";") if ":" in pair)
    return {name.strip().lower(): value.strip() for name, value in pairs}


def _length(text: str | None) -> float | None:
    found = _LENGTH.match(text or "")
    return float(found[1]) * _POINTS[found[2]] if found else None


def _insets(text: str | None) -> list[float]:
    """Give the insets of a text box: top, right, bottom, left; VML names left first."""
    sides = [*(text or "").split(","), "", "", "", ""][:4]
    left, top, right, bottom = (
        _length(side.strip()) if side.strip() else default
        for side, default in zip(sides, (7.2, 3.6, 7.2, 3.6), strict=True)
    )
    return [top or 0.0, right or 0.0, bottom or 0.0, left or 0.0]


def _paint(shape: Element, switch: str, name: str, default: str) -> str | None:
    if shape.get(switch) in {"f", "false"}:
        return None
    colour = (shape.get(name) or default).split(" ")[0]
    return {"white": "#FFFFFF", "black": "#000000"}.get(colour, colour if HEX.match(colour.lstrip("#")) else default)


def _line(shape: Element) -> Props | None:
    colour = _paint(shape, "stroked", "strokecolor", "#000000")
    return None if colour is None else {"w": _length(shape.get("strokeweight")) or 0.75, "c": colour}
