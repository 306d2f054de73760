# SPDX-License-Identifier: EUPL-1.2
"""w:pPr -> the properties of a paragraph; lengths become points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.lines import border, fill
from weerbaar_docs.rendering.walk.names import Element, Props, children, flag, local, val
from weerbaar_docs.rendering.walk.whitelist import PPR, PPR_IGNORED

if TYPE_CHECKING:
    from collections.abc import Callable

    from weerbaar_docs.rendering.walk.refusals import Refusals

# What stands before a tab stop: the characters that Word repeats.
LEADERS = {"dot": ".", "hyphen": "-", "underscore": "_", "heavy": "_", "middleDot": "·"}
ALIGN = {"left": "left", "start": "left", "center": "center", "right": "right", "end": "right", "both": "justify"}


def paragraph_props(element: Element | None, place: str, refusals: Refusals) -> Props:
    """Read a w:pPr; lengths become points."""
    props: Props = {}
    for child in children(element):
        name = local(child)
        if refusals.known(place, child, PPR, PPR_IGNORED):
            _paragraph_prop(name, child, props, place, refusals)
    return props


def _paragraph_prop(name: str, child: Element, props: Props, place: str, refusals: Refusals) -> None:
    if name in _FLAGS:
        props[name] = flag(child)
    elif name in _PARAGRAPH_READERS:
        props |= _PARAGRAPH_READERS[name](child, place, refusals)


def _alignment(child: Element, place: str, refusals: Refusals) -> Props:
    if val(child) not in ALIGN:
        refusals.value(place, child)
    return {"jc": ALIGN.get(val(child) or "left", "left")}


def _indent(child: Element, place: str, refusals: Refusals) -> Props:
    found: Props = {}
    for key, names in {"left": ("left", "start"), "right": ("right", "end")}.items():
        for name in names:
            number = refusals.number(place, child, name)
            if number is not None:
                found[key] = number / 20
    first = refusals.number(place, child, "firstLine")
    hanging = refusals.number(place, child, "hanging")
    if hanging is not None:
        found["first"] = -hanging / 20
    elif first is not None:
        found["first"] = first / 20
    return found


def _spacing(child: Element, place: str, refusals: Refusals) -> Props:
    found: Props = {}
    for name in ("before", "after"):
        number = refusals.number(place, child, name)
        if number is not None:
            found[name] = number / 20
    line = refusals.number(place, child, "line")
    rule = val(child, "lineRule", "auto")
    if rule not in {"auto", "exact", "atLeast"}:
        refusals.value(place, child, "lineRule")
    if line is not None:
        found["line"] = line / 240 if rule == "auto" else line / 20
        found["rule"] = rule
    return found


def _tabs(child: Element, place: str, refusals: Refusals) -> dict[float, str]:
    found: dict[float, str] = {}
    for tab in children(child):
        if local(tab) != "tab":
            refusals.element(place, tab)
            continue
        refusals.check_attributes(place, tab, frozenset({"pos", "leader"}))
        leader = val(tab, "leader", "none") or "none"
        if leader not in {"none", *LEADERS}:
            refusals.value(place, tab, "leader")
        kind = {"start": "left", "end": "right", "num": "left"}.get(val(tab) or "", val(tab) or "")
        if kind not in {"left", "center", "right", "decimal", "clear"}:
            refusals.value(place, tab)
        found[(refusals.number(place, tab, "pos") or 0) / 20] = (
            f"{kind} {LEADERS[leader]}" if leader in LEADERS else kind
        )
    return found


def _paragraph_borders(child: Element, place: str, refusals: Refusals) -> dict[str, Props | None]:
    found: dict[str, Props | None] = {}
    for side in children(child):
        line = border(side, place, refusals)
        name = {"start": "left", "end": "right"}.get(local(side), local(side))
        if name in {"top", "bottom", "left", "right"}:
            found[name] = line
        elif line is not None:
            refusals.element(place, side)
    return found


def _number_reference(child: Element, place: str, refusals: Refusals) -> Props:
    found: Props = {}
    for part in children(child):
        if local(part) not in {"ilvl", "numId"}:
            refusals.element(place, part)
            continue
        found[local(part)] = val(part)
    return found


_FLAGS = frozenset(
    ["contextualSpacing", "keepNext", "keepLines", "widowControl", "pageBreakBefore", "suppressAutoHyphens"]
)
_PARAGRAPH_READERS: dict[str, Callable[[Element, str, Refusals], Props]] = {
    "pStyle": lambda child, _place, _refusals: {"style": val(child)},
    "jc": _alignment,
    "ind": _indent,
    "spacing": _spacing,
    "tabs": lambda child, place, refusals: {"tabs": _tabs(child, place, refusals)},
    "pBdr": lambda child, place, refusals: {"bdr": _paragraph_borders(child, place, refusals)},
    "shd": lambda child, place, refusals: {"fill": fill(child, place, refusals)},
    "numPr": _number_reference,
    "outlineLvl": lambda child, _place, _refusals: {"outline": val(child)},
}
