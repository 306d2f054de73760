# SPDX-License-Identifier: EUPL-1.2
"""The VML WordArt that Word puts in a header -> the text of the watermark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.names import Element, V

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.part import Part
    from weerbaar_docs.rendering.walk.state import Walk

_WATERMARK = "PowerPlusWaterMarkObject"
_KNOWN = frozenset(
    f"{{{V}}}{name}"
    for name in ("shapetype", "shape", "textpath", "formulas", "f", "path", "handles", "h", "fill", "stroke")
)


def is_watermark(element: Element) -> bool:
    """Say whether VML in a header is meant as a watermark."""
    return any(_WATERMARK in (shape.get("id") or "") for shape in element.iter(f"{{{V}}}shape"))


def watermark(walk: Walk, element: Element, part: Part) -> str | None:
    """Give the text of a watermark; any other VML beside it is refused."""
    for child in element.iterdescendants():
        tag = str(child.tag)
        if tag.startswith(f"{{{V}}}") and tag not in _KNOWN:
            walk.refusals.element(part.place, child)
    shapes = list(element.iter(f"{{{V}}}shape"))
    paths = [path for shape in shapes for path in shape.iterfind(f"{{{V}}}textpath")]
    if len(shapes) != 1 or len(paths) != 1:
        walk.refusals.element(part.place, element)
        return None
    return paths[0].get("string") or ""
