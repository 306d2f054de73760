# SPDX-License-Identifier: EUPL-1.2
"""LibreOffice writes fonts in the order of their addresses in memory; here they get the order of their names.

All objects that a font consists of are numbered anew, font by font, within the numbers that fonts have together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject, StreamObject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weerbaar_docs.rendering.libreoffice.objects import PdfObjects

_SUBSET = re.compile(r"^/[A-Z]{6}\+")


def order_fonts(pdf: PdfObjects) -> None:
    """Give the fonts and their parts numbers by the name that the pages call them by."""
    places = list(_places(pdf))
    fonts = {raw.idnum: name for _holder, held in places for name, raw in held.items()}
    reached: dict[int, str] = {}
    for number, _name in sorted(fonts.items(), key=lambda item: _by_number(item[1])):
        prefix = f"/A{len(reached):05}+".translate(str.maketrans("0123456789", "ABCDEFGHIJ"))
        _reach(pdf, number, prefix, reached)
    numbers = dict(zip(reached, sorted(reached), strict=True))
    renamed = [(numbers[old], _renamed(pdf, pdf.get(old), prefix, numbers)) for old, prefix in reached.items()]
    for number, value in renamed:
        pdf.put(number, value)
    for holder, held in places:
        names = sorted(held, key=_by_number)
        made = {NameObject(name): pdf.reference(numbers[held[name].idnum]) for name in names}
        _write(pdf, holder, DictionaryObject(made))


def _by_number(name: str) -> tuple[int, str]:
    return len(name), name


def _places(pdf: PdfObjects) -> Iterator[tuple[tuple[int, DictionaryObject], dict[str, IndirectObject]]]:
    """Give each dictionary of fonts of a page or a form once, with the numbered object that it lies in."""
    seen: set[int] = set()
    todo: list[tuple[int, Any]] = list(pdf.pages())
    while todo:
        number, owner = todo.pop(0)
        raw = owner.raw_get("/Resources") if "/Resources" in owner else DictionaryObject()
        holder = raw.idnum if isinstance(raw, IndirectObject) else number
        resources: Any = raw.get_object()
        if holder in seen:
            continue
        seen.add(holder)
        if "/Font" in resources:
            fonts = resources["/Font"]
            yield (holder, resources), {name: fonts.raw_get(name) for name in fonts}
        forms = resources.get("/XObject", DictionaryObject()).get_object()
        todo += [(forms.raw_get(name).idnum, forms[name]) for name in forms if forms[name].get("/Subtype") == "/Form"]


def _write(pdf: PdfObjects, holder: tuple[int, DictionaryObject], fonts: DictionaryObject) -> None:
    number, resources = holder
    raw = resources.raw_get("/Font")
    if isinstance(raw, IndirectObject):
        pdf.put(raw.idnum, fonts)
        return
    resources[NameObject("/Font")] = fonts
    owner = pdf.get(number)
    pdf.put(number, resources if "/Font" in owner else owner)


def _reach(pdf: PdfObjects, number: int, prefix: str, reached: dict[int, str]) -> None:
    if number in reached:
        return
    reached[number] = prefix
    for reference in _references(pdf.get(number)):
        _reach(pdf, reference.idnum, prefix, reached)


def _references(value: PdfObject) -> Iterator[IndirectObject]:
    if isinstance(value, IndirectObject):
        yield value
    elif isinstance(value, DictionaryObject):
        for name in value:
            yield from _references(value.raw_get(name))
    elif isinstance(value, ArrayObject):
        for held in value:
            yield from _references(held)


def _renamed(pdf: PdfObjects, value: PdfObject, prefix: str, numbers: dict[int, int]) -> PdfObject:
    if isinstance(value, IndirectObject):
        return pdf.reference(numbers[value.idnum])
    if isinstance(value, ArrayObject):
        return ArrayObject([_renamed(pdf, held, prefix, numbers) for held in value])
    if isinstance(value, StreamObject):
        return value
    if isinstance(value, DictionaryObject):
        return DictionaryObject(
            {NameObject(name): _renamed(pdf, value.raw_get(name), prefix, numbers) for name in value}
        )
    if isinstance(value, NameObject):
        return NameObject(_SUBSET.sub(prefix, value))
    return value
