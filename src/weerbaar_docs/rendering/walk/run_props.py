# SPDX-License-Identifier: EUPL-1.2
"""w:rPr -> the properties of a run; sizes become points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.lines import HEX, fill
from weerbaar_docs.rendering.walk.names import Element, Props, children, flag, local, val, w
from weerbaar_docs.rendering.walk.whitelist import RPR, RPR_IGNORED

if TYPE_CHECKING:
    from collections.abc import Callable

    from weerbaar_docs.rendering.walk.refusals import Refusals


def run_props(element: Element | None, place: str, refusals: Refusals) -> Props:
    """Read a w:rPr: b, i, u and ul (kind of line), c (colour), hl (marker), sz (points), fonts, caps, va, track."""
    props: Props = {}
    for child in children(element):
        name = local(child)
        if refusals.known(place, child, RPR, RPR_IGNORED):
            props |= _RUN_READERS[name](child, place, refusals)
    return props


def _underline(child: Element, place: str, refusals: Refusals) -> Props:
    kind = val(child, default="single") or "single"
    if kind not in {"single", "none", *_LINES}:
        refusals.value(place, child)
    return {"u": kind != "none", "ul": _LINES.get(kind)}


def _marker(child: Element, place: str, refusals: Refusals) -> Props:
    colour = val(child, default="none") or "none"
    if colour not in {"none", *_MARKERS}:
        refusals.value(place, child)
    return {"hl": _MARKERS.get(colour)}


def _colour(child: Element, place: str, refusals: Refusals) -> Props:
    colour = val(child, default="auto") or "auto"
    if colour != "auto" and not HEX.match(colour):
        refusals.value(place, child)
    return {"c": f"#{colour}" if HEX.match(colour) else "#000000"}


def _font_names(child: Element, _place: str, _refusals: Refusals) -> Props:
    names = ("ascii", "hAnsi", "asciiTheme", "hAnsiTheme")
    found: Props = {name: child.get(w(name)) for name in names if child.get(w(name))}
    for name in ("ascii", "hAnsi"):
        if name in found:
            found.setdefault(f"{name}Theme", None)
    return found


def _vertical(child: Element, place: str, refusals: Refusals) -> Props:
    if val(child) not in {"superscript", "subscript", "baseline"}:
        refusals.value(place, child)
    return {"va": {"superscript": "super", "subscript": "sub"}.get(val(child) or "")}


# Kinds of underline other than one thin line, as Typst is told them.
_LINES = {"double": "double", "thick": "thick", "dotted": "dotted", "dash": "dashed", "dashLong": "dashed",
          "dotDash": "dash-dotted"}  # fmt: skip
_MARKERS = {
    "black": "#000000", "blue": "#0000FF", "cyan": "#00FFFF", "green": "#00FF00", "magenta": "#FF00FF",
    "red": "#FF0000", "yellow": "#FFFF00", "white": "#FFFFFF", "darkBlue": "#000080", "darkCyan": "#008080",
    "darkGreen": "#008000", "darkMagenta": "#800080", "darkRed": "#800000", "darkYellow": "#808000",
    "darkGray": "#808080", "lightGray": "#C0C0C0",
}  # fmt: skip
_RUN_READERS: dict[str, Callable[[Element, str, Refusals], Props]] = {
    "b": lambda child, _place, _refusals: {"b": flag(child)},
    "i": lambda child, _place, _refusals: {"i": flag(child)},
    "strike": lambda child, _place, _refusals: {"strike": flag(child)},
    "caps": lambda child, _place, _refusals: {"caps": flag(child)},
    "smallCaps": lambda child, _place, _refusals: {"small": flag(child)},
    "highlight": _marker,
    "shd": lambda child, place, refusals: {"shd": fill(child, place, refusals)},
    "rStyle": lambda child, _place, _refusals: {"style": val(child)},
    "u": _underline,
    "color": _colour,
    "sz": lambda child, place, refusals: {"sz": (refusals.number(place, child, "val") or 20) / 2},
    "rFonts": _font_names,
    "vertAlign": _vertical,
    "spacing": lambda child, place, refusals: {"track": (refusals.number(place, child, "val") or 0) / 20},
}
