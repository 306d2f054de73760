# SPDX-License-Identifier: EUPL-1.2
"""The bytes of a template -> its parts, and the place of each element that a reader gets to see (no I/O).

(1) what the reader of Word files refuses (rendering/package.py) the lint refuses; (2) only macros it lets through, because
a rule reports those together with all else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from weerbaar_docs.rendering.package import DOCUMENT, PRINTED, read_package
from weerbaar_docs.sjablonen.gebrek import BESTAND, Cel, Gebrek, Plaats, gebrek

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from weerbaar_docs.errors import Melding
    from weerbaar_docs.rendering.package import Package

    Element = Any
    Geplaatst = list[tuple[Element, Plaats]]

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BEGINT: Final = frozenset({f"{W}{name}" for name in ("tbl", "tr", "tc", "p")})
_ONLEESBAAR: Final = {"DOCX-GROOT": "SJABLOON-GROOT", "DOCX-XML": "SJABLOON-XML"}
_NAMEN: Final = {
    "document": "tekst",
    "header": "kop",
    "footer": "voet",
    "footnotes": "voetnoten",
    "endnotes": "eindnoten",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pakket:
    """The parts of a template, and what a reader gets to see with the place of each element."""

    package: Package
    zichtbaar: Mapping[str, Geplaatst] = field(repr=False)

    @property
    def bomen(self) -> Mapping[str, Element]:
        """The parts in XML as trees."""
        return self.package.trees

    def elements(self, *names: str) -> Iterator[tuple[Element, Plaats]]:
        """Give the elements with these names (or all) in all parts that a reader sees, with their places."""
        for found in self.zichtbaar.values():
            yield from (pair for pair in found if not names or pair[0].tag in names)


def deelnaam(name: str) -> str:
    """Give what a person calls a part: tekst, kop 1, voet 2; else its own name."""
    found = PRINTED.fullmatch(name)
    if found is None:
        return name
    kind = found[1].rstrip("0123456789")
    return f"{_NAMEN[kind]} {found[1].removeprefix(kind)}".strip()


def read_pakket(docx: bytes) -> Pakket:
    """Read a template; raises RenderingError for what rendering/package.py refuses."""
    package = read_package(docx, macros=True)  # a rule tells of those, with all else that is wrong
    seen = sorted(filter(PRINTED.fullmatch, package.trees), key=lambda name: (name != DOCUMENT, name))
    zichtbaar = {deelnaam(name): placed(package.trees[name], deelnaam(name)) for name in seen}
    return Pakket(package=package, zichtbaar=zichtbaar)


def placed(root: Element, deel: str) -> Geplaatst:
    """Give every element of a part with its place; paragraphs are counted from 1, those in cells and text boxes too."""
    counted = {"p": 0, "tbl": 0}
    around: list[list[int]] = []
    found: Geplaatst = []

    def visit(element: Element, plaats: Plaats) -> None:
        if element.tag == f"{W}tbl":
            counted["tbl"] += 1
            around.append([counted["tbl"], 0, 0])
        elif element.tag == f"{W}tr" and around:
            around[-1][1:] = [around[-1][1] + 1, 0]
        elif element.tag == f"{W}tc" and around:
            around[-1][2] += 1
        elif element.tag == f"{W}p":
            counted["p"] += 1
        if element.tag in _BEGINT:
            alinea = counted["p"] if element.tag == f"{W}p" else None
            plaats = Plaats(deel=deel, alinea=alinea, cellen=tuple(Cel(*cel) for cel in around))
        found.append((element, plaats))
        for child in element.iterchildren(etree.Element):
            visit(child, plaats)
        if element.tag == f"{W}tbl":
            around.pop()

    visit(root, Plaats(deel=deel))
    return found


def unreadable(melding: Melding) -> Gebrek:
    """Give what the reader says of a file that it refuses, as the lint says it."""
    code = _ONLEESBAAR.get(melding.code, "SJABLOON-BESTAND")
    plaats = Plaats(deel=deelnaam(melding.pad)) if melding.pad else BESTAND
    return gebrek(code, plaats, melding.melding, oplossing=melding.oplossing)
