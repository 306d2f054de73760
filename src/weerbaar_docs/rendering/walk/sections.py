# SPDX-License-Identifier: EUPL-1.2
"""w:sectPr -> a page: size, margins, headers and footers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.names import Element, Props, R, children, flag, local, val
from weerbaar_docs.rendering.walk.package import Part, parse, part
from weerbaar_docs.rendering.walk.whitelist import SECTION_IGNORED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from weerbaar_docs.rendering.walk.state import Walk

_MAX_TWIPS = 31_680  # what Word takes as the largest page
_READ = frozenset(["headerReference", "footerReference", "titlePg", "pgSz", "pgMar", "cols", "pgNumType", "type"])


def section(walk: Walk, element: Element | None, opened: Part) -> Props:
    """Give the page of a section."""
    place = "word/document.xml sectie"
    page: Props = {
        "w": 595.3, "h": 841.9, "top": 72.0, "bottom": 72.0, "left": 72.0, "right": 72.0,
        "header": 35.4, "footer": 35.4, "first": False, "headers": {}, "footers": {},
    }  # fmt: skip
    for child in children(element):
        name = local(child)
        if name in {"headerReference", "footerReference"}:
            _header(walk, child, name[:6] + "s", page, opened)
        elif name == "titlePg":
            page["first"] = flag(child)
        elif name in {"pgSz", "pgMar"}:
            names = ("w", "h") if name == "pgSz" else ("top", "bottom", "left", "right", "header", "footer")
            walk.refusals.check_attributes(place, child, frozenset({*names, "orient", "code", "gutter"}))
            page |= _lengths(walk, child, names, place)
        _limits(walk, name, child, place)
    return page


def _limits(walk: Walk, name: str, child: Element, place: str) -> None:
    """Refuse what a section may not have."""
    if name == "pgMar" and val(child, "gutter", "0") != "0":
        walk.refusals.attribute(place, child, "gutter")
    elif name == "cols" and (val(child, "num", "1") != "1" or len(child)):
        walk.refusals.add(place, "kolommen (w:cols) worden niet ondersteund")
    elif name == "pgNumType":
        walk.refusals.check_attributes(place, child, frozenset())
    elif name == "type" and val(child) not in {"nextPage", "continuous"}:
        walk.refusals.value(place, child)
    elif name not in _READ and name not in SECTION_IGNORED:
        walk.refusals.element(place, child)


def _lengths(walk: Walk, element: Element, names: Iterable[str], place: str) -> Props:
    numbers = {name: walk.refusals.number(place, element, name) for name in names}
    return {name: number / 20 for name, number in numbers.items() if number is not None and 0 <= number < _MAX_TWIPS}


def _header(walk: Walk, reference: Element, kind: str, page: Props, opened: Part) -> None:
    which = val(reference, "type", "default")
    if which == "even":
        return  # only used with evenAndOddHeaders, which is refused
    name = opened.target(reference.get(f"{{{R}}}id"))
    root = parse(walk.parts, name)
    if root is None:
        walk.refusals.add(opened.name, "een kop- of voettekst ontbreekt in het bestand")
        return
    page[kind][which] = walk.blocks(walk, list(children(root)), part(walk.parts, name, header=True))
