# SPDX-License-Identifier: EUPL-1.2
"""w:pPr with its styles, list and table -> how a paragraph and the runs in it look.

The same properties come back all through a document: each look is worked out once, unless something was refused,
because every place of a refusal is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from weerbaar_docs.rendering.walk.names import Element, Props, children, local, w, whole
from weerbaar_docs.rendering.walk.paragraph_props import paragraph_props
from weerbaar_docs.rendering.walk.run_props import run_props
from weerbaar_docs.rendering.walk.styles import merge

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.numbering import Level
    from weerbaar_docs.rendering.walk.state import Walk

_MAX_ILVL = 8


Written = tuple[tuple[Any, ...], ...]


def _written(element: Element | None) -> Written:
    """Give properties as they are written, to know them again; the number of children keeps the nesting."""
    if element is None:
        return ()
    return tuple((each.tag, len(each), *each.attrib.items()) for each in element.iter())


@dataclass(slots=True)
class Base:
    """What the runs of a paragraph inherit, the looks of runs that were worked out before, and whole paragraphs.

    `plain` holds, by the id of the look (in `seen`) of its only run, a paragraph that differs from its like in text only.
    """

    props: Props
    seen: dict[Written, Props] = field(default_factory=dict)
    plain: dict[int, Props] = field(default_factory=dict)

    def run(self, walk: Walk, rpr: Element | None, place: str) -> Props:
        """Give the look of a run."""
        key = _written(rpr)
        found = self.seen.get(key)
        if found is None:
            refused = len(walk.refusals.meldingen)
            found = self._run(walk, rpr, place)
            if len(walk.refusals.meldingen) == refused:
                self.seen[key] = found
        return found

    def known(self, rpr: Element | None) -> Props | None:
        """Give the look of a run that was worked out before, without refusals."""
        return self.seen.get(_written(rpr))

    def _run(self, walk: Walk, rpr: Element | None, place: str) -> Props:
        own = run_props(rpr, place, walk.refusals)
        merged = dict(self.props)
        if own.get("style"):
            for style in walk.styles.chain(own["style"], "character"):
                merged |= style.run
        return walk.styles.run(place, merged | own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The look of a paragraph: its own and its resolved properties, its styles, list level, runs and mark."""

    own: Props
    chain: list[Any]
    level: Level | None
    props: Props
    base: Base
    mark: Props


def look(walk: Walk, ppr: Element | None, place: str, table: Props | None) -> Look:
    """Give the look of a paragraph, from an earlier one with the same properties if there is one."""
    key = (_written(ppr), table["style"] if table else "")
    found = walk.looks.get(key)
    if found is None:
        refused = len(walk.refusals.meldingen)
        found = _look(walk, ppr, place, table)
        if len(walk.refusals.meldingen) == refused:
            walk.looks[key] = found
    return found


def _look(walk: Walk, ppr: Element | None, place: str, table: Props | None) -> Look:
    own = paragraph_props(ppr, place, walk.refusals)
    chain = walk.styles.chain(own.get("style"), "paragraph")
    level = _numbered(walk, own, chain, place)
    props, run = resolved(walk, own, chain, level, table)
    return Look(own=own, chain=chain, level=level, props=props, base=Base(run), mark=_mark(walk, ppr, run, place))


def _numbered(walk: Walk, own: Props, chain: list[Any], place: str) -> Level | None:
    merged: Props = {}
    for style in chain:
        merged |= style.paragraph
    merged |= own
    number = merged.get("numId")
    if number in {None, "0"}:
        return None
    ilvl = whole(merged.get("ilvl"))
    level = walk.numbering.level(number, ilvl) if 0 <= ilvl <= _MAX_ILVL else None
    if level is None:
        walk.refusals.add(place, "een verwijzing naar een lijst die niet in het bestand staat")
    return level


def resolved(walk: Walk, own: Props, chain: list[Any], level: Level | None, table: Props | None) -> tuple[Props, Props]:
    """Lay styles, list, table and own properties over each other."""
    props, run = dict(walk.styles.default_paragraph), dict(walk.styles.default_run)
    if table is not None:
        props |= table["paragraph"]
        run |= table["run"]
    in_style = any("numId" in style.paragraph for style in chain) and "numId" not in own
    if level is not None and in_style:
        props |= level.paragraph
    for style in chain:
        merge(props, style.paragraph)
        run |= style.run
    if level is not None and not in_style:
        props |= level.paragraph
    merge(props, own)
    return props, run


def _mark(walk: Walk, ppr: Element | None, run: Props, place: str) -> Props:
    """Read the paragraph mark: it gives an empty paragraph its height."""
    rpr = ppr.find(w("rPr")) if ppr is not None else None
    for child in children(rpr):
        if local(child) in {"ins", "del", "moveFrom", "moveTo"}:
            walk.refusals.element(place, child)
    size = rpr.find(w("sz")) if rpr is not None else None
    number = walk.refusals.number(place, size, "val") if size is not None else None
    return {**run, "sz": number / 2} if number else run
