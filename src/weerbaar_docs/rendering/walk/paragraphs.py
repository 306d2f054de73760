# SPDX-License-Identifier: EUPL-1.2
"""w:p -> a paragraph, heading or list item, with the properties of its styles, list and table resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.rendering.fonts import FAMILY, STANDARD_LINE
from weerbaar_docs.rendering.walk.joining import common_run, merge_runs, split_pages
from weerbaar_docs.rendering.walk.looks import Base, Look, look, resolved
from weerbaar_docs.rendering.walk.names import Element, Props, children, local, w, whole
from weerbaar_docs.rendering.walk.plain import like_another, only_run, remember
from weerbaar_docs.rendering.walk.runs import Inlines, inline
from weerbaar_docs.rendering.walk.styles import heading_level

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.numbering import Level
    from weerbaar_docs.rendering.walk.part import Part
    from weerbaar_docs.rendering.walk.state import Walk

_ENTRY_INDENT = 11.0  # points for each level: what Word takes where a document has no style for its contents
_WIDE = 0.7  # em: more than the figures and points of a number have
_MAX_HEADING = 6  # PDF 1.7 has H1 to H6


def paragraph(walk: Walk, element: Element, part: Part, table: Props | None) -> list[Props]:
    """Give a paragraph as blocks: more than one when a page break stands in it."""
    refused = len(walk.refusals.meldingen)
    found = look(walk, element.find(w("pPr")), part.step(), table)
    run = None if walk.open_fields or walk.pending else only_run(element)
    known = None if run is None else like_another(walk, run, part, found)
    if known is not None:
        return [known]
    blocks = _paragraph(walk, element, part, found)
    if run is not None and len(walk.refusals.meldingen) == refused:
        remember(run, part, found, blocks)
    return blocks


def _paragraph(walk: Walk, element: Element, part: Part, found: Look) -> list[Props]:
    place, ppr = part.place, element.find(w("pPr"))
    own, chain, props, run = found.own, found.chain, found.props, found.base.props
    level = None if found.level is None or found.level.silent else found.level
    carried = bool(walk.open_fields)
    inlines = _inlines(walk, element, part, found.base)
    if ppr is not None and ppr.find(w("sectPr")) is not None and (part.header or part.cell or part.box):
        walk.refusals.element(place, ppr.find(w("sectPr")))
    floats = _floats(walk, inlines, part)
    if inlines.toc is not None:
        return [*floats, _contents(walk, inlines.toc, place)]
    if (carried or walk.open_fields) and not inlines.items:
        return floats
    heading = None if part.header else heading_level(chain)
    block = _block(walk, props, inlines.items, found.mark, chain)
    if level is not None and heading is None and own.get("numId") != "0":
        item = _item(walk, props, run, level, place)
        block["item"] = {**item, "r": _named(item["r"], block["r"])}
        if level.suffix != "tab":
            walk.refusals.add(place, "een lijst zonder tab na het nummer (w:suff) wordt niet ondersteund")
        if block["bdr"] or "shade" in block:
            walk.refusals.add(place, "een rand om of een vlak achter een lijstitem wordt niet ondersteund")
    elif level is not None and own.get("numId") != "0":
        item = _item(walk, props, run, level, place)
        block["num"] = _number(block, item, level)
    if heading is not None and any(_visible(item) for item in inlines.items):
        block["lvl"] = _outline(walk, heading, place)
    elif "outline" in props and heading is None and props["outline"] != "9" and not part.header:
        walk.refusals.add(place, "w:outlineLvl buiten een kopstijl wordt niet ondersteund")
    return [*floats, *split_pages(block)]


def _inlines(walk: Walk, element: Element, part: Part, base: Base) -> Inlines:
    """Read what stands in a paragraph; a table of contents is a field that runs on over paragraphs."""
    inlines = Inlines(fields=walk.open_fields)
    walk.open_fields = []
    pending, walk.pending = walk.pending, []
    for child in (*pending, *children(element)):
        if local(child) != "pPr":
            inline(walk, child, part, base, inlines)
    if inlines.fields and inlines.fields[0].kind == "TOC" and not part.header:
        walk.open_fields = inlines.fields
    elif inlines.fields:
        walk.refusals.add(part.place, "een veld loopt door in een andere alinea")
    return inlines


def _floats(walk: Walk, inlines: Inlines, part: Part) -> list[Props]:
    """Give what floats at this paragraph; in a header it hangs at the page."""
    if inlines.floats and (part.cell or part.box):
        walk.refusals.add(part.place, "iets wat zweeft vanuit een tabelcel wordt niet ondersteund")
    if part.header:
        part.floats += inlines.floats
        return []
    return inlines.floats


def _contents(walk: Walk, toc: Props, place: str) -> Props:
    """Give a table of contents with the paragraph properties of the style `toc n` for each level."""
    entries: Props = {}
    for rank, number in toc["ranks"].items():
        named = walk.styles.named(f"toc {number}")
        chain = walk.styles.chain(named, "paragraph")
        props, run = resolved(walk, {} if named else {"left": _ENTRY_INDENT * (number - 1)}, chain, None, None)
        shown = {"t": "r", "s": "", "r": walk.styles.run(place, run)}
        entries[str(rank)] = {**_block(walk, props, [{**shown, "s": "x"}], run, chain), "k": []}
    first = next(iter(entries.values()), {"before": 0, "after": 0})
    return {"t": "toc", "entries": entries, "before": first["before"], "after": first["after"], "ctx": False,
            "style": "", "bdr": None}  # fmt: skip


def _block(walk: Walk, props: Props, items: list[Props], mark: Props, chain: list[Any]) -> Props:
    largest = max((item["r"] for item in items), key=lambda run: run["sz"], default=None)
    size = largest["sz"] if largest else mark.get("sz", 10)
    top, bottom = _edges(props, size, *(largest.get("line", STANDARD_LINE) if largest else walk.styles.line(mark)))
    common = common_run(items)
    items = [{**item, "r": _named(item["r"], common)} for item in items]
    kids = merge_runs(items, common)
    borders = {side: line for side, line in (props.get("bdr") or {}).items() if line}
    return (
        {
            "t": "p",
            "k": kids,
            "r": common,
            "mark": mark.get("sz", 10),
            "jc": props.get("jc", "left"),
            "left": props.get("left", 0),
            "right": props.get("right", 0),
            "first": props.get("first", 0),
            "before": props.get("before", 0),
            "after": props.get("after", 0),
            "te": top,
            "be": bottom,
            "sticky": bool(props.get("keepNext")),
            "keep": bool(props.get("keepLines")),
            "widow": bool(props.get("widowControl", True)),
            "newpage": bool(props.get("pageBreakBefore")),
            "ctx": bool(props.get("contextualSpacing")),
            "style": chain[-1].name if chain else "",
            "tabs": sorted([at, kind] for at, kind in props.get("tabs", {}).items() if kind != "clear"),
            "bdr": borders or None,
        }
        | ({"nohyphen": True} if props.get("suppressAutoHyphens") else {})
        | _shade(props, borders)
    )


def _number(block: Props, item: Props, level: Level) -> Props:
    """Give the number of a heading; `suff` where more follows it than fills its hanging indent."""
    hang = max(-block["first"], 0)
    found = {"label": item["label"], "r": _named(item["r"], block["r"]), "hang": hang}
    fits = level.suffix == "tab" and len(item["label"]) * _WIDE * item["r"]["sz"] < hang
    return found if fits else found | {"suff": level.suffix}


def _shade(props: Props, borders: Props) -> Props:
    """Give the fill of a paragraph that stands in a box: with a fill, or with a line at a side."""
    fill = props.get("fill")
    colour = None if fill in {"#FFFFFF", "#ffffff"} else fill
    return {"shade": colour} if colour or {"left", "right"} & borders.keys() else {}


def _item(walk: Walk, props: Props, run: Props, level: Level, place: str) -> Props:
    number, ilvl = str(props["numId"]), whole(props.get("ilvl"))
    return {
        "num": number,
        "ilvl": ilvl,
        "bullet": level.kind == "bullet",
        "label": walk.numbering.label(number, ilvl, level),
        "r": walk.styles.run(place, {**run, **level.run}),
    }


def _outline(walk: Walk, heading: int, place: str) -> int:
    level = walk.ranks.get(heading, heading)
    if level > walk.last_level + 1:
        walk.refusals.add(
            place,
            "een kopniveau is overgeslagen",
            code="DOCX-KOPNIVEAU",
            solution="Sla geen kopniveau over: PDF/UA-1 verbiedt dat.",
        )
    if level > _MAX_HEADING:
        walk.refusals.add(place, "meer dan zes kopniveaus wordt niet ondersteund", code="DOCX-KOPNIVEAU")
    walk.last_level = level
    return level


def _named(run: Props, common: Props | None) -> Props:
    """Name the standard font where the paragraph around a run is set in another."""
    return {"f": FAMILY, **run} if common and "f" in common else run


def _edges(props: Props, size: float, height: float, descent: float) -> list[list[float]]:
    """Give the top and bottom edge of a line as [em, points], so that lines stack without leading."""
    line, rule = props.get("line", 1.0), props.get("rule", "auto")
    if rule == "exact":
        return [[0, line * 0.8], [0, line * 0.2]]
    if rule == "atLeast" and line > size * height:
        return [[0, line - descent * size], [0, descent * size]]
    multiple = line if rule == "auto" else 1.0
    return [[multiple * height - descent, 0], [descent, 0]]


def _visible(item: Props) -> bool:
    return item["t"] in {"page", "pages", "img", "box", "pageref"} or (item["t"] == "r" and bool(item["s"].strip()))
