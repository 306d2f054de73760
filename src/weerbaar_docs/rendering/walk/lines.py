# SPDX-License-Identifier: EUPL-1.2
"""Border lines and fills of paragraphs, tables and cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.names import Element, Props, val

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.refusals import Refusals

HEX = re.compile(r"^[0-9A-Fa-f]{6}$")
_SHADING = frozenset({"color", "fill", "themeFill", "themeFillTint", "themeFillShade", "themeColor"})


def border(element: Element, place: str, refusals: Refusals) -> Props | None:
    """Read one border line; None when there is none."""
    refusals.check_attributes(
        place, element, frozenset({"sz", "space", "color", "themeColor", "themeTint", "themeShade"})
    )
    if val(element) in {None, "nil", "none"}:
        return None
    if val(element) != "single":
        refusals.value(place, element)
    size = refusals.number(place, element, "sz")
    space = refusals.number(place, element, "space")
    colour = val(element, "color", "auto") or "auto"
    return {
        "w": max((size if size is not None else 4) / 8, 0.25),
        "space": space or 0,
        "c": f"#{colour}" if HEX.match(colour) else "#000000",
    }


def fill(element: Element, place: str, refusals: Refusals) -> str | None:
    """Read shading: a plain colour or none."""
    refusals.check_attributes(place, element, _SHADING)
    if val(element, default="clear") not in {"clear", "nil"}:
        refusals.value(place, element)
    colour = val(element, "fill", "auto") or "auto"
    return f"#{colour}" if HEX.match(colour) else None
