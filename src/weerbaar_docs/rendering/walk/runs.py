# SPDX-License-Identifier: EUPL-1.2
"""w:r and w:hyperlink -> inlines: text, tabs, breaks, pictures, notes, bookmarks and fields."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.controls import content_of
from weerbaar_docs.rendering.walk.drawings import drawing
from weerbaar_docs.rendering.walk.fields import (
    Inlines,
    external_link,
    field_mark,
    internal_link,
    link_of,
    simple_field,
)
from weerbaar_docs.rendering.walk.glyphs import check_glyphs
from weerbaar_docs.rendering.walk.names import MC, XML, Element, Props, R, children, local, val, w
from weerbaar_docs.rendering.walk.notes import note
from weerbaar_docs.rendering.walk.vml import alternate, vml
from weerbaar_docs.rendering.walk.whitelist import ATTRIBUTES, MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weerbaar_docs.rendering.walk.looks import Base
    from weerbaar_docs.rendering.walk.part import Part
    from weerbaar_docs.rendering.walk.state import Walk

__all__ = ["Inlines", "check_attributes", "inline", "text_of"]

_SMALL = 0.8
_NOTE_MARKS = frozenset({"footnoteRef", "endnoteRef", "separator", "continuationSeparator"})


def inline(walk: Walk, element: Element, part: Part, base: Base, out: Inlines, link: Props | None = None) -> None:
    """Read one inline element of a paragraph."""
    name = local(element)
    if name in MARKS:
        return
    check_attributes(walk, element, part)
    if name == "r":
        _run(walk, element, part, base, out, link or {})
    elif name == "bookmarkStart":
        _bookmark(walk, element, base, part, out)
    elif name == "hyperlink":
        _hyperlink(walk, element, part, base, out)
    elif name == "sdt":
        for child in content_of(walk, element, part.place):
            inline(walk, child, part, base, out, link)
    elif name == "fldSimple":
        first = element.find(w("r"))
        props = base.run(walk, first.find(w("rPr")) if first is not None else None, part.place)
        simple_field(walk, element, part, props, out)
    else:
        walk.refusals.element(part.place, element)


def check_attributes(walk: Walk, element: Element, part: Part) -> None:
    """Refuse an attribute that is not understood of an element that holds text."""
    allowed = ATTRIBUTES.get(local(element)) if element.keys() else None
    if allowed is not None:
        walk.refusals.check_attributes(part.place, element, allowed)


def _bookmark(walk: Walk, element: Element, base: Base, part: Part, out: Inlines) -> None:
    name = val(element, "name") or ""
    if name in walk.referenced and name not in walk.marked and not part.header:
        walk.marked.add(name)
        out.items.append({"t": "mark", "to": walk.label(name), "s": "", "r": base.run(walk, None, part.place)})


def _hyperlink(walk: Walk, element: Element, part: Part, base: Base, out: Inlines) -> None:
    rel = part.rels.get(element.get(f"{{{R}}}id") or "")
    anchor = val(element, "anchor")
    if out.hidden:
        link: Props = {}
    elif rel is None and anchor:
        link = internal_link(walk, anchor, part)
    else:
        link = external_link(walk, rel.target if rel and rel.external else None, part)
    for child in children(element):
        inline(walk, child, part, base, out, link)


def _run(walk: Walk, element: Element, part: Part, base: Base, out: Inlines, link: Props) -> None:
    plain = base.run(walk, element.find(w("rPr")), part.place)
    for child in children(element):
        name = local(child)
        if name == "rPr" or name in MARKS:
            continue
        check_attributes(walk, child, part)
        if name in {"fldChar", "instrText"}:
            field_mark(walk, name, child, plain, part, out)
        elif not out.hidden:  # what stands inside a field is its old result
            link = link_of(walk, part, out) if out.fields else link
            _content(walk, name, child, plain | link if link else plain, part, out)


def _content(walk: Walk, name: str, element: Element, props: Props, part: Part, out: Inlines) -> None:
    """Read one child of a run."""
    text = {"noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}.get(name)
    if name == "t":
        text = text_of(element)
    if text is not None:
        _say(walk, text, props, part, out)
    elif name == "tab":
        out.items.append({"t": "tab", "r": props})
    elif name in {"br", "cr"}:
        out.items.append({"t": _break(walk, element, part), "r": props})
    elif name == "drawing":
        drawing(walk, element, props, part, out)
    elif name == "pict":
        vml(walk, element, props, part, out)
    elif element.tag == f"{{{MC}}}AlternateContent":
        alternate(walk, element, props, part, out)
    elif name in {"footnoteReference", "endnoteReference"}:
        note(walk, element, props, part, out)
    elif name not in _NOTE_MARKS or not part.note:
        walk.refusals.element(part.place, element)


def _say(walk: Walk, text: str, props: Props, part: Part, out: Inlines) -> None:
    for shown, run in _capitals(text, props):
        check_glyphs(walk, shown, part.place, run)
        out.items.append({"t": "r", "s": shown, "r": run})


def _capitals(text: str, props: Props) -> Iterator[tuple[str, Props]]:
    """Give a text as it is set: small capitals are capitals of four fifths of the size, as in Word."""
    if props["caps"] or "small" not in props:
        yield text.upper() if props["caps"] else text, props
        return
    run = {key: value for key, value in props.items() if key != "small"}
    for lower, letters in groupby(text, str.islower):
        shown = "".join(letters)
        yield (shown.upper(), run | {"sz": run["sz"] * _SMALL}) if lower else (shown, run)


def _break(walk: Walk, element: Element, part: Part) -> str:
    kind = val(element, "type", "textWrapping")
    if kind not in {"textWrapping", "page"}:
        walk.refusals.value(part.place, element, "type")
    return "pb" if kind == "page" else "br"


def text_of(element: Element) -> str:
    """Give the text of a w:t as it is shown."""
    text = re.sub(r"[\t\r\n]", " ", element.text or "")
    keep = element.get(f"{{{XML}}}space") == "preserve"
    return text if keep else text.strip(" ")
