# SPDX-License-Identifier: EUPL-1.2
"""A filled DOCX -> the words that it says, at once or by paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.rendering.docx.opmaak import Looks, Merken, looks, targets
from weerbaar_docs.rendering.package import PRINTED, read_package

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from weerbaar_docs.rendering.package import Package

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KOP: Final = re.compile(r"(heading|kop)[ _-]?[1-9]", re.IGNORECASE)
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V: Final = "{urn:schemas-microsoft-com:vml}"
_PAD, _SHAPE, _IMAGEDATA = (f"{_V}{name}" for name in ("textpath", "shape", "imagedata"))
_DOCPR: Final = f"{_WP}docPr"
_BLIP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_RUNS: Final = (f"{_W}r", f"{_MATH}r", f"{_W}fldSimple")
_TEKST: Final = frozenset({f"{_W}t", f"{_MATH}t"})
_DRAWN: Final = frozenset({f"{_W}drawing", f"{_W}pict", f"{_W}object", f"{_MC}AlternateContent"})
_LEEG: Final = {
    **{f"{_W}{name}": text for name, text in (("br", "\n"), ("cr", "\n"), ("tab", "\t"), ("ptab", "\t"))},
    f"{_W}noBreakHyphen": "\u2011",
    f"{_W}footnoteReference": "[noot]",
    f"{_W}endnoteReference": "[noot]",
}
# Fields whose words the engine counts from the rest of the document; of the others the instruction says what is printed.
_COUNTED: Final = re.compile(
    r"\s*(?:(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|NOTEREF|STYLEREF|TOC|HYPERLINK|TITLE|XE)\b|$)"
)
_SECTIE: Final = "[indeling van de pagina]"
_LEGE_CEL: Final = "(leeg)"  # or a mark could change columns without a word


@dataclass(frozen=True, slots=True, kw_only=True)
class Tekstalinea:
    """A paragraph of a filled document: its words, whether it is a heading, and how it looks (when asked for)."""

    tekst: str = field(repr=False)
    kop: bool = False
    opmaak: Looks = field(default=(), repr=False)


def plain_text(filled: bytes) -> str:
    """Give the words of a filled document, its headers, footers and notes, for a check on what it says."""
    trees = read_package(filled).trees
    texts = (
        "".join(node.text or "" if node.tag == f"{_W}t" else " " for node in trees[name].iter())
        for name in trees
        if PRINTED.fullmatch(name)
    )
    return " ".join(" ".join(texts).split())


def alineas(filled: bytes, *, opmaak: bool = False) -> tuple[Tekstalinea, ...]:
    """Give the paragraphs of a filled document as they stand in it, a row of a table as one; those of notes come last.

    What words alone do not say is said between square brackets: struck through, hidden, a symbol, a picture. With `opmaak`
    each paragraph holds how it looks too, and so does each section.
    """
    package = read_package(filled)
    names = [name for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml") if name in package.trees]
    return tuple(alinea for name in names for alinea in of_part(package, name, opmaak=opmaak))


def of_part(package: Package, name: str, *, opmaak: bool = False) -> tuple[Tekstalinea, ...]:
    """Give the paragraphs of one part, as `alineas` does."""
    reader = _Reader(Merken(package), targets(package, name) if opmaak else None)
    return tuple(reader.blocks(package.trees[name]))


class _Reader:
    """Reads the blocks of one part; `to` is None when looks are not asked for."""

    def __init__(self, merken: Merken, to: Mapping[str, str] | None) -> None:
        self._merken, self._to = merken, to

    def blocks(self, parent: Any) -> Iterator[Tekstalinea]:
        for node in parent:
            if node.tag == f"{_W}p":
                yield Tekstalinea(tekst=self._words(node), kop=_is_heading(node), opmaak=self._looks(node))
                yield from (alinea for box in node.iter(f"{_W}txbxContent") for alinea in self.blocks(box))
            elif node.tag == f"{_W}tr":
                cells = [" ".join(self._words(p) for p in cell.iter(f"{_W}p")) for cell in node.iter(f"{_W}tc")]
                tekst = (
                    " · ".join(cell if cell.strip() else _LEGE_CEL for cell in cells)
                    if any(map(str.strip, cells))
                    else ""
                )
                yield Tekstalinea(tekst=tekst, opmaak=self._table(node) + self._looks(node))
            elif node.tag == f"{_W}sectPr":
                yield from (
                    [Tekstalinea(tekst=_SECTIE, kop=True, opmaak=self._looks(node))] if self._to is not None else ()
                )
            elif node.tag not in {f"{_W}pPr", f"{_W}tblPr"}:
                yield from self.blocks(node)

    def _looks(self, node: Any) -> Looks:
        return () if self._to is None else looks(node, self._to)

    def _table(self, row: Any) -> Looks:
        """Give the looks of the table that a row stands in, without those of its rows."""
        table = next(row.iterancestors(f"{_W}tbl"), None)
        parts = () if table is None else (table.find(f"{_W}{name}") for name in ("tblPr", "tblGrid"))
        return tuple(look for part in parts if part is not None for look in self._looks(part))

    def _words(self, p: Any) -> str:
        runs = (
            run for run in p.iter(*_RUNS) if next(run.iterancestors(f"{_W}p")) is p
        )  # not those of a text box in it
        said = ((self._merken.of(run), _field(run.get(f"{_W}instr", "")) + "".join(map(_said, run))) for run in runs)
        return "".join(
            _marked(marks, "".join(text for _, text in same))
            for marks, same in groupby((pair for pair in said if pair[1]), key=itemgetter(0))
        )


def _marked(marks: tuple[str, ...], text: str) -> str:
    return f"[{', '.join(marks)}: {text}]" if marks and text.strip() else text


def _said(node: Any) -> str:
    """Say what one child of a run puts on the page."""
    if node.tag in _TEKST:
        return node.text or ""
    if node.tag == f"{_W}sym":
        return f"[teken {node.get(f'{_W}char', '?')} van {node.get(f'{_W}font', '?')}]"
    if node.tag == f"{_W}instrText":
        return _field(node.text or "")
    return _drawn(node) if node.tag in _DRAWN else _LEEG.get(node.tag, "")


def _field(instruction: str) -> str:
    return "" if _COUNTED.match(instruction) else f"[veld {' '.join(instruction.split())}]"


def _drawn(node: Any) -> str:
    """Name a picture by its alternative text and a watermark by its words; a text box too, as it covers what lies behind it: its words stand apart."""
    words = [path.get("string", "") for path in node.iter(_PAD)]
    if words:
        return f"[watermerk: {' '.join(words)}]"
    if next(node.iter(f"{_W}txbxContent"), None) is not None:
        return "[tekstvak]"
    named = [found.get("descr") or found.get("alt") or "" for found in node.iter(_DOCPR, _SHAPE)]
    picture = next(node.iter(_BLIP, _IMAGEDATA), None) is not None
    return f"[{'afbeelding' if picture else 'tekening'}: {next(filter(None, named), 'zonder beschrijving')}]"


def _is_heading(p: Any) -> bool:
    style = p.find(f"{_W}pPr/{_W}pStyle")
    return style is not None and _KOP.match(style.get(f"{_W}val", "")) is not None
