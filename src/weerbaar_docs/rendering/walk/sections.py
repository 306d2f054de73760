# SPDX-License-Identifier: EUPL-1.2
"""w:sectPr -> a page: size, margins, page numbers, headers and footers; a section inherits those it does not name."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.names import Element, Props, R, children, flag, local, val, w
from weerbaar_docs.rendering.walk.part import Part, part
from weerbaar_docs.rendering.walk.settings import NUMBERS, note_numbers
from weerbaar_docs.rendering.walk.whitelist import SECTION, SECTION_IGNORED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from weerbaar_docs.rendering.walk.state import Walk

_MAX_TWIPS = 31_680  # what Word takes as the largest page
_STARTS = {"nextPage": None, "continuous": None, "evenPage": "even", "oddPage": "odd"}
_COUNTED = frozenset({"page", "pages", "sectionpages", "pageref", "styleref"})
_KINDS = {"headerReference": "headers", "footerReference": "footers"}


@dataclass(slots=True)
class Span:
    """The block elements of one section and what closes it."""

    elements: list[Element] = field(default_factory=list)
    close: Element | None = None


def spans(walk: Walk, body: Element, place: str) -> list[Span]:
    """Cut the body at its section ends; a continuous section with the same page joins the one before it."""
    found: list[Span] = []
    for span in _cut(body):
        if found and _starts(span.close) == "continuous":
            if _layout(span.close) != _layout(found[-1].close) or _own(span.close):
                walk.refusals.add(
                    place, "een doorlopende sectie met eigen marges, papier, kop- of voettekst wordt niet ondersteund"
                )
            _check_joined(walk, span.close, place)
            found[-1].elements += span.elements
        else:
            found.append(span)
    return found


def _check_joined(walk: Walk, close: Element | None, place: str) -> None:
    """Refuse what a section says that joins the one before it: columns, borders, numbers of lines."""
    for child in children(close):
        if walk.refusals.known(place, child, SECTION, SECTION_IGNORED):
            _limits(walk, local(child), child, {}, place)
        _check_notes(walk, child, place)


def _check_notes(walk: Walk, child: Element, place: str) -> None:
    """Refuse numbers of notes that are not those of the whole document."""
    shown = {"footnotePr": walk.settings.footnotes, "endnotePr": walk.settings.endnotes}.get(local(child))
    if shown is not None and note_numbers(child, shown, place, walk.refusals) != shown:
        walk.refusals.add(place, "een sectie met noten die anders zijn genummerd wordt niet ondersteund")


def _cut(body: Element) -> Iterator[Span]:
    span = Span()
    for child in children(body):
        if local(child) == "sectPr":
            span.close = child
            continue
        end = child.find(f"{w('pPr')}/{w('sectPr')}") if local(child) == "p" else None
        if end is None or any(True for _ in child.iter(w("r"))):
            span.elements.append(child)
        if end is not None:
            span.close = end
            yield span
            span = Span()
    yield span


def _starts(close: Element | None) -> str | None:
    return val(close.find(w("type"))) if close is not None else None


def _layout(close: Element | None) -> list[list[tuple[str, str]]]:
    found = [close.find(w(name)) if close is not None else None for name in ("pgSz", "pgMar")]
    return [sorted((str(k), str(v)) for k, v in (each.attrib if each is not None else {}).items()) for each in found]


def _own(close: Element | None) -> bool:
    return any(local(child) in {*_KINDS, "titlePg"} or val(child, "start") for child in children(close))


def section(walk: Walk, element: Element | None, opened: Part, before: Props | None) -> Props:
    """Give the page of a section; `before` is the section that it inherits headers and footers from."""
    place = "word/document.xml sectie"
    page: Props = {
        "w": 595.3, "h": 841.9, "top": 72.0, "bottom": 72.0, "left": 72.0, "right": 72.0,
        "header": 35.4, "footer": 35.4, "first": False, "start": None, "to": None,
        "parts": {kind: dict(before["parts"][kind]) if before else {} for kind in _KINDS.values()},
    }  # fmt: skip
    number = "1"
    for child in children(element):
        name = local(child)
        _check_notes(walk, child, place)
        if not walk.refusals.known(place, child, SECTION, SECTION_IGNORED):
            continue
        if name in _KINDS:
            page["parts"][_KINDS[name]][val(child, "type", "default")] = opened.target(child.get(f"{{{R}}}id"))
        elif name == "titlePg":
            page["first"] = flag(child)
        elif name in {"pgSz", "pgMar"}:
            names = ("w", "h") if name == "pgSz" else ("top", "bottom", "left", "right", "header", "footer")
            page |= _lengths(walk, child, names, place)
        elif name == "pgNumType":
            number = _number(walk, child, page, place)
        _limits(walk, name, child, page, place)
    walk.number, walk.page = number, page
    page["number"] = number
    for kind, parts in page["parts"].items():
        page[kind] = {which: _running(walk, name, opened) for which, name in parts.items() if _used(walk, page, which)}
    return page


def _used(walk: Walk, page: Props, which: str) -> bool:
    return which == "default" or (which == "first" and page["first"]) or (which == "even" and walk.settings.even_pages)


def _number(walk: Walk, child: Element, page: Props, place: str) -> str:
    number = NUMBERS.get(val(child, "fmt", "decimal") or "")
    if number is None:
        walk.refusals.value(place, child, "fmt")
    start = walk.refusals.number(place, child, "start")
    page["start"] = None if start is None else int(start)
    return number or "1"


def _limits(walk: Walk, name: str, child: Element, page: Props, place: str) -> None:
    """Refuse what a section may not have."""
    if name == "pgMar" and val(child, "gutter", "0") != "0":
        walk.refusals.attribute(place, child, "gutter")
    elif name == "cols" and (val(child, "num", "1") != "1" or len(child)):
        walk.refusals.add(place, "kolommen (w:cols) worden niet ondersteund")
    elif name == "docGrid" and val(child, "type", "default") != "default":
        walk.refusals.value(place, child, "type")
    elif name == "vAlign" and val(child) != "top":
        walk.refusals.value(place, child)
    elif name == "type":
        if val(child) not in _STARTS:
            walk.refusals.value(place, child)
        page["to"] = _STARTS.get(val(child) or "")


def _lengths(walk: Walk, element: Element, names: Iterable[str], place: str) -> Props:
    numbers = {name: walk.refusals.number(place, element, name) for name in names}
    return {name: number / 20 for name, number in numbers.items() if number is not None and 0 <= number < _MAX_TWIPS}


def _running(walk: Walk, name: str, opened: Part) -> Props:
    """Walk a header or footer: its blocks, and what hangs at a place of the page."""
    root = walk.parts.trees.get(name)
    if root is None:
        walk.refusals.add(opened.name, "een kop- of voettekst ontbreekt in het bestand")
        return {"k": [], "still": [], "floats": []}
    here = part(walk.parts, name, header=True)
    blocks = walk.blocks(walk, list(children(root)), here)
    return {"k": blocks, "still": _still(blocks), "floats": here.floats}


def _still(blocks: list[Props]) -> list[Props]:
    """Give a header without counters, to be measured: a measure that counts makes Typst set the whole document again."""

    def without(item: Props) -> Props:
        return {"t": "r", "s": "0", "r": item["r"]} if item.get("t") in _COUNTED else item

    found: list[Props] = json.loads(json.dumps(blocks), object_hook=without)
    return found
