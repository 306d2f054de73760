# SPDX-License-Identifier: EUPL-1.2
"""word/document.xml -> the tree: sections with their pages and blocks, and the notes at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.walk.longwords import mark_long_words
from weerbaar_docs.rendering.walk.names import Element, Props, children, local, val, w
from weerbaar_docs.rendering.walk.onpage import off_page
from weerbaar_docs.rendering.walk.part import part
from weerbaar_docs.rendering.walk.sections import section, spans
from weerbaar_docs.rendering.walk.styles import heading_level
from weerbaar_docs.rendering.walk.tall import let_go, text_height
from weerbaar_docs.rendering.walk.texts import paragraphs, plain

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.state import Walk

_NAME = "word/document.xml"
_MAX_NOTES = 1_000
_MAX_HEADINGS = 3_000
_STYLE = f"{w('pPr')}/{w('pStyle')}"


def read_document(walk: Walk) -> Props:
    """Give the whole document."""
    root = walk.parts.trees[_NAME]
    body = root.find(w("body"))
    for child in children(root):
        if local(child) != "body":
            walk.refusals.element(_NAME, child)
    opened = part(walk.parts, _NAME)
    _check_notes(body)
    walk.ranks = _ranks(walk, body)
    sections: list[Props] = []
    for span in spans(walk, body, f"{_NAME} sectie"):
        page = section(walk, span.close, opened, sections[-1] if sections else None)
        sections.append({**page, "blocks": walk.blocks(walk, span.elements, opened)})
        _keep_on_page(walk, sections[-1])
    tree = {
        "sections": sections,
        "watermark": walk.watermark,
        "tab": walk.settings.tab,
        "even": walk.settings.even_pages,
        "hyphenate": walk.settings.hyphenate,
        "endnotes": walk.endnotes,
        "note": walk.note_size,
        "notes": [walk.settings.footnotes, walk.settings.endnotes],
        "decimal": walk.settings.decimal,
        "toc": walk.has_toc,
        "marked": len(sections) > 1 or walk.counts_sections or any(each["start"] is not None for each in sections),
    }
    _check_headings(sections)
    _mark_styles(walk, tree)
    for name in sorted(walk.wanted.keys() - walk.marked):
        walk.refusals.add(
            walk.wanted[name], "een verwijzing naar een bladwijzer die er niet is", code="DOCX-VERWIJZING",
            solution="Werk de velden bij in Word of haal de verwijzing weg.",
        )  # fmt: skip
    return tree


def _check_notes(body: Element) -> None:
    """Refuse so many notes that Typst needs minutes for them."""
    if sum(1 for _ in body.iter(w("footnoteReference"), w("endnoteReference"))) > _MAX_NOTES:
        raise RenderingError.because(
            "DOCX-GROOT", f"het document heeft meer dan {_MAX_NOTES} noten", "Splits het document."
        )


def _check_headings(sections: list[Props]) -> None:
    if sum("lvl" in p for each in sections for p in paragraphs(each["blocks"])) > _MAX_HEADINGS:
        raise RenderingError.because(
            "DOCX-GROOT", f"het document heeft meer dan {_MAX_HEADINGS} koppen", "Splits het document."
        )


def _keep_on_page(walk: Walk, page: Props) -> None:
    parts = [found for kind in ("headers", "footers") for found in page[kind].values()]
    running = [blocks for found in parts for blocks in (found["k"], found["floats"])]
    width, height = page["w"] - page["left"] - page["right"], page["h"] - page["top"] - page["bottom"]
    for blocks in (page["blocks"], *running, *walk.endnotes):
        mark_long_words(blocks, width, hyphenate=walk.settings.hyphenate)
        let_go(blocks, width, height)
    if any(text_height(found["k"], width) > page["h"] / 2 for found in parts):
        walk.refusals.add(_NAME, "een kop- of voettekst die hoger is dan een halve pagina wordt niet ondersteund")
    for what in off_page(page):
        walk.refusals.add(_NAME, f"{what} komt buiten de pagina")


def _mark_styles(walk: Walk, tree: Props) -> None:
    """Give the paragraphs that a STYLEREF field may show their text apart."""
    if not walk.shown_styles:
        return
    for found in (p for each in tree["sections"] for p in paragraphs(each["blocks"])):
        if found["style"] in walk.shown_styles:
            found["sr"] = plain(found["k"]).strip()


def _ranks(walk: Walk, body: Element) -> dict[int, int]:
    """Give each heading level that is used its rank: the levels of PDF/UA have no holes."""
    levels: dict[str | None, int | None] = {}
    for paragraph in body.iter(w("p")):
        style = val(paragraph.find(_STYLE))
        if style not in levels and any(t.text for t in paragraph.iter(w("t"))):
            levels[style] = heading_level(walk.styles.chain(style, "paragraph"))
    used = sorted({level for level in levels.values() if level is not None})
    return {level: rank for rank, level in enumerate(used, start=1)}
