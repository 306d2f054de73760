# SPDX-License-Identifier: EUPL-1.2
"""A filled DOCX -> the words that it says, at once or by paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.rendering.package import PRINTED, read_package

if TYPE_CHECKING:
    from collections.abc import Iterator

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KOP: Final = re.compile(r"(heading|kop)[ _-]?[1-9]", re.IGNORECASE)
_LEEG: Final = {f"{_W}br": "\n", f"{_W}tab": "\t"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tekstalinea:
    """A paragraph of a filled document: its words, and whether it is a heading."""

    tekst: str = field(repr=False)
    kop: bool = False


def plain_text(filled: bytes) -> str:
    """Give the words of a filled document, its headers, footers and notes, for a check on what it says."""
    trees = read_package(filled).trees
    texts = (
        "".join(node.text or "" if node.tag == f"{_W}t" else " " for node in trees[name].iter())
        for name in trees
        if PRINTED.fullmatch(name)
    )
    return " ".join(" ".join(texts).split())


def alineas(filled: bytes) -> tuple[Tekstalinea, ...]:
    """Give the paragraphs of a filled document as they stand in it, a row of a table as one; those of notes come last."""
    trees = read_package(filled).trees
    names = [name for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml") if name in trees]
    return tuple(alinea for name in names for alinea in _blocks(trees[name]))


def _blocks(parent: Any) -> Iterator[Tekstalinea]:
    for node in parent:
        if node.tag == f"{_W}p":
            yield Tekstalinea(tekst=_words(node), kop=_is_heading(node))
            yield from (alinea for box in node.iter(f"{_W}txbxContent") for alinea in _blocks(box))
        elif node.tag == f"{_W}tr":
            cells = (" ".join(_words(p) for p in cell.iter(f"{_W}p")) for cell in node.iter(f"{_W}tc"))
            yield Tekstalinea(tekst=" · ".join(cell for cell in cells if cell.strip()))
        elif node.tag not in {f"{_W}pPr", f"{_W}tblPr", f"{_W}sectPr"}:
            yield from _blocks(node)


def _words(p: Any) -> str:
    runs = (run for run in p.iter(f"{_W}r") if next(run.iterancestors(f"{_W}p")) is p)  # not those of a text box in it
    return "".join(node.text or "" if node.tag == f"{_W}t" else _LEEG.get(node.tag, "") for run in runs for node in run)


def _is_heading(p: Any) -> bool:
    style = p.find(f"{_W}pPr/{_W}pStyle")
    return style is not None and _KOP.match(style.get(f"{_W}val", "")) is not None
