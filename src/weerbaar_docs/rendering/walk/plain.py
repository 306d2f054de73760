# SPDX-License-Identifier: EUPL-1.2
"""A paragraph that holds one text -> the paragraph of an earlier one with the same look, with its own text.

Most paragraphs of a report are such: of a table all but a few. Only what was worked out without a refusal is used
again, and what may be wrong with a text (its attributes, its characters) is looked at every time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.glyphs import check_glyphs
from weerbaar_docs.rendering.walk.names import Element, Props, w
from weerbaar_docs.rendering.walk.runs import check_attributes, text_of
from weerbaar_docs.rendering.walk.styles import heading_level

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.looks import Look
    from weerbaar_docs.rendering.walk.part import Part
    from weerbaar_docs.rendering.walk.state import Walk

_PPR, _R, _RPR, _T = w("pPr"), w("r"), w("rPr"), w("t")


def only_run(element: Element) -> Element | None:
    """Give the run of a paragraph that holds one run with one text and nothing else."""
    runs = [child for child in element if child.tag != _PPR]
    if len(runs) != 1 or runs[0].tag != _R:
        return None
    return runs[0] if [child.tag for child in runs[0] if child.tag != _RPR] == [_T] else None


def like_another(walk: Walk, run: Element, part: Part, look: Look) -> Props | None:
    """Give the paragraph around a run, None when there was no such paragraph before."""
    props = look.base.known(run.find(_RPR))
    block = look.base.plain.get(id(props))
    if props is None or block is None:
        return None
    element = run.find(_T)
    check_attributes(walk, run, part)
    check_attributes(walk, element, part)
    text = text_of(element)
    check_glyphs(walk, text, part.place, props)
    return {**block, "k": [text] if text else []}


def remember(run: Element, part: Part, look: Look, blocks: list[Props]) -> None:
    """Keep a paragraph for those that are like it: no heading, no list item, and its text as it stands."""
    props = look.base.known(run.find(_RPR))
    if props is None or props["caps"] or "small" in props or not all(isinstance(item, str) for item in blocks[0]["k"]):
        return
    if not part.header and look.level is None and heading_level(look.chain) is None:
        look.base.plain[id(props)] = blocks[0]
