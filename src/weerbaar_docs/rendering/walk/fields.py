# SPDX-License-Identifier: EUPL-1.2
"""Fields, simple and complex -> what Typst counts itself; the old result of a field is never used."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.names import Element, Props, val

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.package import Part
    from weerbaar_docs.rendering.walk.state import Walk


@dataclass(slots=True)
class Field:
    """A complex field between its begin and end marks."""

    instruction: str = ""


@dataclass(slots=True)
class Inlines:
    """The inlines of one paragraph under construction."""

    items: list[Props] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)


def simple_field(walk: Walk, element: Element, part: Part, props: Props, out: Inlines) -> None:
    """Read a w:fldSimple."""
    walk.refusals.check_attributes(part.place, element, frozenset({"instr", "dirty", "fldLock"}))
    _field(walk, val(element, "instr") or "", props, part, out)


def field_mark(walk: Walk, name: str, element: Element, props: Props, part: Part, out: Inlines) -> None:
    """Read one mark of a complex field."""
    kind = val(element, "fldCharType")
    if name == "fldChar" and kind == "begin":
        if out.fields:
            walk.refusals.add(part.place, "een veld in een veld wordt niet ondersteund")
        out.fields.append(Field())
    elif not out.fields:
        walk.refusals.add(part.place, "een veld loopt door in een andere alinea")
    elif name == "instrText":
        out.fields[-1].instruction += element.text or ""
    elif kind == "end":
        _field(walk, out.fields.pop().instruction, props, part, out)


def _field(walk: Walk, instruction: str, props: Props, part: Part, out: Inlines) -> None:
    kind = (instruction.split() or [""])[0].upper()
    if kind in {"PAGE", "NUMPAGES"} and set(instruction.upper().split()[1:]) <= {"\\*", "MERGEFORMAT", "ARABIC"}:
        out.items.append({"t": "page" if kind == "PAGE" else "pages", "r": props})
        return
    known = kind if re.fullmatch(r"[A-Z]{2,20}", kind) else "?"
    walk.refusals.add(part.place, f"veld {known} wordt niet ondersteund")
