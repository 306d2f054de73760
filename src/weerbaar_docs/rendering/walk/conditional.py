# SPDX-License-Identifier: EUPL-1.2
"""w:tblStylePr -> what a table style gives to the first row, the last column, every second row ... of a table.

A row or column kind counts when w:tblLook switches it on; the later of these wins: bands, columns, rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.cells import borders, cell_props
from weerbaar_docs.rendering.walk.names import Element, Props, children, local, val, w
from weerbaar_docs.rendering.walk.paragraph_props import paragraph_props
from weerbaar_docs.rendering.walk.run_props import run_props
from weerbaar_docs.rendering.walk.styles import Style, merge

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.state import Walk

_BITS = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}
_ROWS = frozenset({"firstRow", "lastRow", "band1Horz", "band2Horz"})
_ORDER = ("band1Horz", "band2Horz", "firstCol", "lastCol", "firstRow", "lastRow")
_COLUMNS = {"firstCol": "firstColumn", "lastCol": "lastColumn"}


@dataclass(slots=True, kw_only=True)
class TableLook:
    """What the styles of one table give to its kinds of rows and columns, and which of them are on."""

    kinds: dict[str, Props] = field(default_factory=dict)
    on: frozenset[str] = frozenset()
    band: int = 1
    rows: int = 0
    columns: int = 0

    def of(self, x: int, y: int, span: int) -> list[str]:
        """Give the kinds that a cell belongs to, the strongest last."""
        first, last = "firstRow" in self.on, "lastRow" in self.on
        top, bottom = first and y == 0, last and y == self.rows - 1
        band = (y - first) // self.band % 2
        found = {
            "firstRow": top,
            "lastRow": bottom,
            "firstCol": "firstColumn" in self.on and x == 0,
            "lastCol": "lastColumn" in self.on and x + span == self.columns,
            "band1Horz": not (top or bottom) and band == 0 and "noHBand" not in self.on,
            "band2Horz": not (top or bottom) and band == 1 and "noHBand" not in self.on,
        }
        return [kind for kind in _ORDER if found[kind] and kind in self.kinds]

    def cell(self, inherited: Props, x: int, y: int, span: int) -> tuple[Props, Props]:
        """Give what a cell starts from (fill, borders, margins) and what its paragraphs inherit."""
        cell: Props = {"fill": None, "b": {}, "m": {}, "va": "top"}
        kinds = self.of(x, y, span)
        if not kinds:
            return cell, inherited
        found = {"paragraph": dict(inherited["paragraph"]), "run": dict(inherited["run"])}
        for kind in kinds:
            props = self.kinds[kind]
            merge(found["paragraph"], props["paragraph"])
            found["run"] |= props["run"]
            cell["fill"] = props["cell"]["fill"] or cell["fill"]
            cell["m"] |= props["cell"]["m"]
            cell["va"] = props["cell"].get("va", cell["va"])
            cell["b"] |= self._edges(kind, props["cell"]["b"], x, y, span)
        return cell, {**found, "style": f"{inherited['style']}/{'/'.join(kinds)}"}

    def _edges(self, kind: str, lines: Props, x: int, y: int, span: int) -> Props:
        """Give the lines of a cell in a row or column with lines of its own around and inside."""
        at = {"top": y == 0, "bottom": y == self.rows - 1, "left": x == 0, "right": x + span == self.columns}
        across = ("top", "bottom") if kind in _ROWS else ("left", "right")
        inside = {"top": "insideH", "bottom": "insideH", "left": "insideV", "right": "insideV"}
        named = {side: side if side in across or edge else inside[side] for side, edge in at.items()}
        return {side: lines[name] for side, name in named.items() if name in lines}


def table_look(walk: Walk, tblpr: Element | None, chain: list[Style], size: tuple[int, int]) -> TableLook:
    """Read the kinds of rows and columns of the styles of a table; vertical bands are refused."""
    on = _switched(tblpr.find(w("tblLook")) if tblpr is not None else None)
    look = TableLook(on=on, rows=size[0], columns=size[1])
    for style in chain:
        for element in style.conditional:
            kind = val(element, "type") or ""
            if kind in _ORDER:
                _add(walk, look, kind, element, f"word/styles.xml stijl {style.name} {kind}")
            elif not (kind.endswith("Vert") and "noVBand" in on) and len(element):
                walk.refusals.element(f"word/styles.xml stijl {style.name} {kind}", element)
        size_of_band = style.table.find(w("tblStyleRowBandSize")) if style.table is not None else None
        look.band = (
            max(int(walk.refusals.number("word/styles.xml", size_of_band, "val") or 1), 1)
            if size_of_band is not None
            else look.band
        )
    return look


def _switched(look: Element | None) -> frozenset[str]:
    if look is None:
        return frozenset({"noHBand", "noVBand"})
    text = val(look) or "0"
    bits = int(text, 16) if all(digit in "0123456789abcdefABCDEF" for digit in text) else 0
    named = {name: val(look, name) for name in _BITS}
    return frozenset(
        name
        for name, bit in _BITS.items()
        if (bits & bit if named[name] is None else named[name] in {"1", "true", "on"})
    )


def _add(walk: Walk, look: TableLook, kind: str, element: Element, place: str) -> None:
    found = look.kinds.setdefault(kind, {"paragraph": {}, "run": {}, "cell": {"fill": None, "b": {}, "m": {}}})
    for child in children(element):
        name = local(child)
        if name == "pPr":
            merge(found["paragraph"], paragraph_props(child, place, walk.refusals))
        elif name == "rPr":
            found["run"] |= run_props(child, place, walk.refusals)
        elif name == "tcPr":
            own = cell_props(walk, child, place)
            found["cell"] |= {**own, "b": found["cell"]["b"] | own["b"], "fill": own["fill"] or found["cell"]["fill"]}
        elif name == "tblPr":
            lines = child.find(w("tblBorders"))
            found["cell"]["b"] |= borders(walk, lines, place) if lines is not None else {}
        elif name != "trPr" or len(child):
            walk.refusals.element(place, child)
