# SPDX-License-Identifier: EUPL-1.2
"""Fields, simple and complex -> what Typst counts itself; the old result of a field is never used.

1. PAGE, NUMPAGES, SECTIONPAGES, PAGEREF, STYLEREF and TOC are counted anew; DOCPROPERTY and TITLE are looked up.
2. HYPERLINK is a link: what stands inside it is text, not an old result.
3. All others are refused: DATE and TIME would make two runs differ, INCLUDETEXT and MERGEFIELD read elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.contents import contents
from weerbaar_docs.rendering.walk.glyphs import check_glyphs
from weerbaar_docs.rendering.walk.names import Element, Props, val
from weerbaar_docs.rendering.walk.properties import document_property

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.part import Part
    from weerbaar_docs.rendering.walk.state import Walk

_TOKEN = re.compile(r'"([^"]*)"|(\S+)')
_FORMATS = {"ARABIC": "1", "ROMAN": "I", "roman": "i", "ALPHABETIC": "A", "alphabetic": "a"}
_LOCAL = re.compile(r"^(?:kop|heading) ?([1-9])$|^([1-9])$")
_LOCAL_NAMES = {"titel": "title", "ondertitel": "subtitle", "standaard": "normal"}


@dataclass(slots=True)
class Field:
    """A complex field between its begin and end marks."""

    instruction: str = ""
    separated: bool = False

    @property
    def words(self) -> list[str]:
        """The instruction in words; a word may stand in quotes."""
        return [quoted or bare for quoted, bare in _TOKEN.findall(self.instruction)]

    @property
    def kind(self) -> str:
        """The name of the field."""
        return (self.words or [""])[0].upper()


@dataclass(slots=True)
class Inlines:
    """The inlines of one paragraph under construction."""

    items: list[Props] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    floats: list[Props] = field(default_factory=list)
    toc: Props | None = None

    @property
    def hidden(self) -> bool:
        """Whether what comes now is the instruction or the old result of a field."""
        return any(found.kind != "HYPERLINK" or not found.separated for found in self.fields)


def simple_field(walk: Walk, element: Element, part: Part, props: Props, out: Inlines) -> None:
    """Read a w:fldSimple."""
    _field(walk, Field(val(element, "instr") or ""), props, part, out)


def field_mark(walk: Walk, name: str, element: Element, props: Props, part: Part, out: Inlines) -> None:
    """Read one mark of a complex field."""
    kind = val(element, "fldCharType")
    if name == "fldChar" and kind == "begin":
        if out.hidden and not out.fields[-1].separated:
            walk.refusals.add(part.place, "een veld in een veld wordt niet ondersteund")
        out.fields.append(Field())
    elif not out.fields:
        walk.refusals.add(part.place, "een veld loopt door in een andere alinea")
    elif name == "instrText":
        out.fields[-1].instruction += element.text or ""
    elif kind == "separate":
        out.fields[-1].separated = True
    elif kind == "end":
        ended = out.fields.pop()
        if not out.hidden and ended.kind != "HYPERLINK":
            _field(walk, ended, props, part, out)


def link_of(walk: Walk, part: Part, out: Inlines) -> Props:
    """Give the link of the HYPERLINK field that is open."""
    for found in out.fields:
        words = found.words
        if "\\l" in words[1:] and len(words) > words.index("\\l") + 1:
            return internal_link(walk, words[words.index("\\l") + 1], part)
        return external_link(walk, words[1] if len(words) > 1 else None, part)
    return {}


def external_link(walk: Walk, url: str | None, part: Part) -> Props:
    """Give a link to a site; only https is one that a reader can trust."""
    if url is not None and url.startswith("https://"):
        return {"url": url}
    walk.refusals.add(part.place, "een koppeling (w:hyperlink) die niet met https:// begint")
    return {}


def internal_link(walk: Walk, name: str, part: Part) -> Props:
    """Give a link to a bookmark."""
    walk.wanted.setdefault(name, part.place)
    return {"to": walk.label(name)}


def _field(walk: Walk, found: Field, props: Props, part: Part, out: Inlines) -> None:
    kind, words = found.kind, found.words[1:]
    known = kind if re.fullmatch(r"[A-Z]{2,20}", kind) else "?"
    item: Props | None = None
    if kind == "TOC" and not part.header:
        out.toc = contents(walk, words, part)
        walk.has_toc = True
        return
    if kind in {"PAGE", "NUMPAGES", "SECTIONPAGES"} and _plain(words, formats=True):
        walk.counts_sections |= kind == "SECTIONPAGES"
        item = {"t": {"PAGE": "page", "NUMPAGES": "pages"}.get(kind, "sectionpages")}
        pattern = _pattern(words) or (walk.number if kind == "PAGE" else "1")
        item |= {"f": pattern} if pattern != "1" else {}
    elif kind == "PAGEREF" and words and _plain([word for word in words[1:] if word != "\\h"]):
        item = {"t": "pageref", **internal_link(walk, words[0], part)}
    elif kind == "STYLEREF" and words and _plain(words[1:]):
        item = _style_reference(walk, words[0], part)
    elif kind in {"DOCPROPERTY", "TITLE"} and (words or kind == "TITLE") and _plain(words[1:]):
        text = document_property(walk.parts, words[0] if kind == "DOCPROPERTY" else "Title")
        item = None if text is None else {"t": "r", "s": text}
        check_glyphs(walk, text or "", part.place, props)
    if item is None:
        walk.refusals.add(part.place, f"veld {known} wordt niet ondersteund")
        return
    out.items.append({**item, "r": props})


def _plain(words: list[str], *, formats: bool = False) -> bool:
    """Say whether the switches of a field change nothing but the way a number is written."""
    known = {"MERGEFORMAT", "CHARFORMAT", *(_FORMATS if formats else ()), "Arabic"}
    return all(word == "\\*" or word in known or word.upper() in {"MERGEFORMAT", "ARABIC"} for word in words)


def _pattern(words: list[str]) -> str | None:
    return next((_FORMATS[word] for word in words if word in _FORMATS), None)


def _style_reference(walk: Walk, name: str, part: Part) -> Props | None:
    lowered = name.strip().lower()
    matched = _LOCAL.match(lowered)
    style = f"heading {matched[1] or matched[2]}" if matched else _LOCAL_NAMES.get(lowered, lowered)
    if not part.header or not walk.styles.has(style):
        return None
    walk.shown_styles.add(style)
    return {"t": "styleref", "style": style}
