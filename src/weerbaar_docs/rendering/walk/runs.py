# SPDX-License-Identifier: EUPL-1.2
"""w:r and w:hyperlink -> inlines: text, tabs, breaks, pictures and fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from weerbaar_docs.rendering.fonts import codepoints
from weerbaar_docs.rendering.walk.fields import Inlines, field_mark, simple_field
from weerbaar_docs.rendering.walk.names import XML, Element, Props, R, children, local, val, w
from weerbaar_docs.rendering.walk.pictures import drawing
from weerbaar_docs.rendering.walk.run_props import run_props
from weerbaar_docs.rendering.walk.watermark import watermark
from weerbaar_docs.rendering.walk.whitelist import MARKS

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.package import Part
    from weerbaar_docs.rendering.walk.state import Walk

__all__ = ["Inlines", "inline"]

_INVISIBLE = frozenset({0x09, 0x0A, 0x0D, 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF})


def inline(walk: Walk, element: Element, part: Part, run: Props, out: Inlines, url: str | None = None) -> None:
    """Read one inline element of a paragraph."""
    name = local(element)
    if name in MARKS:
        return
    if name == "r":
        _run(walk, element, part, run, out, url)
    elif name == "hyperlink":
        _hyperlink(walk, element, part, run, out)
    elif name == "fldSimple":
        first = element.find(w("r"))
        props = _run_of(walk, first, part, run) if first is not None else walk.styles.run(part.place, run)
        simple_field(walk, element, part, props, out)
    else:
        walk.refusals.element(part.place, element)


def _hyperlink(walk: Walk, element: Element, part: Part, run: Props, out: Inlines) -> None:
    rel = part.rels.get(element.get(f"{{{R}}}id") or "")
    url = rel["target"] if rel and rel["external"] else None
    if url is None or not url.startswith("https://"):
        walk.refusals.add(part.place, "een koppeling (w:hyperlink) die niet met https:// begint")
        url = None
    for child in children(element):
        inline(walk, child, part, run, out, url)


def _run_of(walk: Walk, element: Element, part: Part, inherited: Props) -> Props:
    own = run_props(element.find(w("rPr")), part.place, walk.refusals)
    merged = dict(inherited)
    if own.get("style"):
        for style in walk.styles.chain(own["style"], "character"):
            merged |= style.run
    return walk.styles.run(part.place, merged | own)


def _run(walk: Walk, element: Element, part: Part, inherited: Props, out: Inlines, url: str | None) -> None:
    props = _run_of(walk, element, part, inherited) | ({"url": url} if url else {})
    for child in children(element):
        name = local(child)
        if name == "rPr" or name in MARKS:
            continue
        if name in {"fldChar", "instrText"}:
            field_mark(walk, name, child, props, part, out)
        elif not out.fields:  # what stands inside a field is its old result
            _content(walk, name, child, props, part, out)


def _content(walk: Walk, name: str, element: Element, props: Props, part: Part, out: Inlines) -> None:
    text = {"noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}.get(name)
    if name == "t":
        text = _text(element)
    if text is not None:
        check_glyphs(walk, text, part)
        out.items.append({"t": "r", "s": text.upper() if props["caps"] else text, "r": props})
    elif name == "tab":
        out.items.append({"t": "tab", "r": props})
    elif name in {"br", "cr"}:
        kind = val(element, "type", "textWrapping")
        if kind not in {"textWrapping", "page"}:
            walk.refusals.value(part.place, element, "type")
        out.items.append({"t": "pb" if kind == "page" else "br", "r": props})
    elif name == "drawing":
        drawing(walk, element, props, part, out)
    elif name == "pict" and part.header:
        walk.watermark = watermark(walk, element, part) or walk.watermark
        check_glyphs(walk, walk.watermark or "", part)
    else:
        walk.refusals.element(part.place, element)


def check_glyphs(walk: Walk, text: str, part: Part) -> None:
    """Refuse each character that the font has no glyph for."""
    for character in set(text):
        code = ord(character)
        if code not in codepoints() and code not in _INVISIBLE:
            walk.refusals.add(
                part.place,
                f"teken U+{code:04X} staat niet in het lettertype",
                code="DOCX-TEKEN",
                solution="Schrijf het anders; het PDF mag geen leeg blokje tonen.",
            )


def _text(element: Element) -> str:
    text = re.sub(r"[\t\r\n]", " ", element.text or "")
    keep = element.get(f"{{{XML}}}space") == "preserve"
    return text if keep else text.strip(" ")
