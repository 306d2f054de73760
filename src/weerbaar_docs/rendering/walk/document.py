# SPDX-License-Identifier: EUPL-1.2
"""word/document.xml -> the tree: the page and its blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.walk.names import Element, Props, children, local, val, w
from weerbaar_docs.rendering.walk.package import parse, part
from weerbaar_docs.rendering.walk.sections import section
from weerbaar_docs.rendering.walk.styles import heading_level

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.state import Walk

_NAME = "word/document.xml"


def read_document(walk: Walk) -> Props:
    """Give the whole document."""
    root = parse(walk.parts, _NAME)
    body = root.find(w("body")) if root is not None else None
    if body is None:
        raise RenderingError.because("DOCX-ZIP", "het bestand bevat geen document", "Sla het sjabloon opnieuw op.")
    for child in children(root):
        if local(child) != "body":
            walk.refusals.element(_NAME, child)
    opened = part(walk.parts, _NAME)
    walk.ranks = _ranks(walk, body)
    found = list(children(body))
    last = found.pop() if found and local(found[-1]) == "sectPr" else None
    page = section(walk, last, opened)
    blocks = walk.blocks(walk, found, opened)
    return {**page, "blocks": blocks, "watermark": walk.watermark, "tab": walk.settings.tab}


def _ranks(walk: Walk, body: Element) -> dict[int, int]:
    """Give each heading level that is used its rank: the levels of PDF/UA have no holes."""
    levels = [_level_of(walk, p) for p in body.iter(w("p")) if any(t.text for t in p.iter(w("t")))]
    used = sorted({level for level in levels if level is not None})
    return {level: rank for rank, level in enumerate(used, start=1)}


def _level_of(walk: Walk, paragraph: Element) -> int | None:
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return heading_level(walk.styles.chain(val(style), "paragraph"))
