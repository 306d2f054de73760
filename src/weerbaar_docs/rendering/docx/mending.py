# SPDX-License-Identifier: EUPL-1.2
"""Filled XML of a part -> the same with its tables and paragraphs in order.

1. A row that got more or fewer cells than the table has columns: the columns follow, and keep the width of the whole.
2. A paragraph mark in a text (`Regels`) becomes a paragraph like the one it stands in.
"""

from __future__ import annotations

import copy
from typing import Any, Final

from lxml import etree

from weerbaar_docs.errors import RenderingError

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAX_COLUMNS: Final = 63  # of Word


def mend_tables(root: Any, part: str) -> None:
    """Let the columns of each table follow the cells of its longest row, as docxtpl does."""
    for table in root.iter(f"{_W}tbl"):
        grid = table.find(f"{_W}tblGrid")
        if grid is None:
            continue
        rows = [*table.iterfind(f"{_W}tr"), *table.iterfind(f"{_W}sdt/{_W}sdtContent/{_W}tr")]
        cells = [len(row.findall(f"{_W}tc")) for row in rows]
        columns = grid.findall(f"{_W}gridCol")
        if max(cells, default=0) > len(columns):
            _widen(grid, columns, max(cells))
        spans = [_span(row, part) for row in rows]
        _narrow(grid, max(spans, default=0))
        if max(spans, default=0) > _MAX_COLUMNS:
            raise RenderingError.because(
                "DOCX-TABEL",
                "een tabel krijgt meer dan 63 kolommen",
                "Zet de herhaling in het sjabloon op rijen in plaats van op kolommen.",
                pad=part,
            )


def _widen(grid: Any, columns: list[Any], wanted: int) -> None:
    width = sum(float(column.get(f"{_W}w") or 0) for column in columns)
    if not width:
        return
    old, new = width / len(columns), width / wanted
    for column in columns:
        column.set(f"{_W}w", str(int(float(column.get(f"{_W}w") or 0) * new / old)))
    for _ in range(wanted - len(columns)):
        etree.SubElement(grid, f"{_W}gridCol", {f"{_W}w": str(int(new))})


def _narrow(grid: Any, wanted: int) -> None:
    columns = grid.findall(f"{_W}gridCol")
    gone, kept = columns[wanted:], columns[:wanted]
    for column in gone:
        grid.remove(column)
    extra = int(sum(float(column.get(f"{_W}w") or 0) for column in gone) / len(kept)) if gone and kept else 0
    for column in kept if gone else ():
        column.set(f"{_W}w", str(int(float(column.get(f"{_W}w") or 0) + extra)))


def _span(row: Any, part: str) -> int:
    spans = [cell.find(f"{_W}tcPr/{_W}gridSpan") for cell in row.iterfind(f"{_W}tc")]
    widths = ["1" if span is None else span.get(f"{_W}val", "1") for span in spans]
    if not all(width.isascii() and width.isdigit() for width in widths):
        raise RenderingError.because(
            "DOCX-TABEL",
            "`colspan` in een tabelcel is geen geheel getal",
            "Geef in het sjabloon een veld met een geheel getal, of een getal.",
            pad=part,
        )
    return sum(map(int, widths))


def split_paragraphs(root: Any, part: str) -> None:
    """Begin a new paragraph, with the looks of its own, at each paragraph mark."""
    for mark in list(root.iter(etree.ProcessingInstruction)):
        text = mark.getparent()
        run = text.getparent() if text is not None else None
        paragraph = run.getparent() if run is not None else None
        if paragraph is None or paragraph.tag != f"{_W}p":
            raise RenderingError.because(
                "DOCX-OPMAAK",
                "een tekst met meer alinea's staat in een koppeling of een Word-veld",
                "Zet het invulveld in een gewone alinea.",
                pad=part,
            )
        _split(mark, text, run, paragraph)


def _split(mark: Any, text: Any, run: Any, paragraph: Any) -> None:
    new_paragraph, new_run = _like(paragraph, "pPr"), _like(run, "rPr")
    new_text = etree.SubElement(new_run, f"{_W}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    new_text.text = mark.tail
    for node in list(mark.itersiblings()):
        new_text.append(node)
    for node in list(text.itersiblings()):
        new_run.append(node)
    new_paragraph.append(new_run)
    for node in list(run.itersiblings()):
        new_paragraph.append(node)
    mark.tail = None
    text.remove(mark)
    paragraph.addnext(new_paragraph)


def _like(element: Any, looks: str) -> Any:
    twin = etree.Element(element.tag)
    own = element.find(f"{_W}{looks}")
    if own is not None:
        twin.append(copy.deepcopy(own))
    return twin
