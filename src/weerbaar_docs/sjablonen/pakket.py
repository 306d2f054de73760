# SPDX-License-Identifier: EUPL-1.2
"""The bytes of a template -> its parts, read once and within limits (no I/O).

(1) sizes are looked at before anything is unpacked; (2) names stay inside the package and come once;
(3) XML with a DTD is refused, so that nothing expands and nothing is fetched.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.docx.package import NO_ZIP
from weerbaar_docs.sjablonen.gebrek import BESTAND, Cel, Gebrek, Plaats, gebrek

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Element = Any
    Geplaatst = list[tuple[Element, Plaats]]

MAX_BYTES: Final = 50_000_000
MAX_DELEN: Final = 1_000
W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BEGINT: Final = frozenset({f"{W}{name}" for name in ("tbl", "tr", "tc", "p")})
_TEKSTDEEL: Final = re.compile(r"word/(document|header|footer|footnotes|endnotes)(\d*)\.xml")
_NAMEN: Final = {
    "document": "tekst",
    "header": "kop",
    "footer": "voet",
    "footnotes": "voetnoten",
    "endnotes": "eindnoten",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pakket:
    """The parts of a template, those in XML as trees, and what a reader gets to see with the place of each element."""

    delen: Mapping[str, bytes] = field(repr=False)
    bomen: Mapping[str, Element] = field(repr=False)
    zichtbaar: Mapping[str, Geplaatst] = field(repr=False)

    def elements(self, *names: str) -> Iterator[tuple[Element, Plaats]]:
        """Give the elements with these names (or all) in all parts that a reader sees, with their places."""
        for found in self.zichtbaar.values():
            yield from (pair for pair in found if not names or pair[0].tag in names)


def deelnaam(name: str) -> str:
    """Give what a person calls a part: tekst, kop 1, voet 2; else its own name."""
    found = _TEKSTDEEL.fullmatch(name)
    return name if found is None else f"{_NAMEN[found[1]]} {found[2]}".strip()


def read_pakket(docx: bytes) -> Pakket:
    """Read a template; raises RenderingError when it is no ordinary Word file."""
    delen = _unzipped(docx)
    bomen = {name: _tree(name, data) for name, data in delen.items() if name.endswith((".xml", ".rels"))}
    seen = sorted(filter(_TEKSTDEEL.fullmatch, bomen), key=lambda name: (name != "word/document.xml", name))
    zichtbaar = {deelnaam(name): placed(bomen[name], deelnaam(name)) for name in seen}
    return Pakket(delen=delen, bomen=bomen, zichtbaar=zichtbaar)


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


def refusal(code: str, melding: str) -> Gebrek:
    """Make the finding for a file that cannot be read at all."""
    return gebrek(code, BESTAND, melding)


def _unzipped(docx: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _require_ordinary(members)
            found = {member.filename: archive.read(member) for member in members}
    except NO_ZIP:
        found = {}
    if "word/document.xml" not in found:
        raise _refused("SJABLOON-BESTAND", "dit is geen (gewoon) Word-bestand")
    return found


def _require_ordinary(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if len(members) > MAX_DELEN or sum(member.file_size for member in members) > MAX_BYTES:
        raise _refused("SJABLOON-GROOT", "het bestand is uitgepakt te groot")
    if len(set(names)) != len(names) or any(_escapes(name) for name in names):
        raise _refused("SJABLOON-BESTAND", "het bestand heeft onderdelen met een dubbele of vreemde naam")


def _escapes(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _tree(name: str, data: bytes) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or root.getroottree().docinfo.doctype:
        raise _refused("SJABLOON-XML", f"het onderdeel {name} is geen geldige XML")
    return root


def _refused(code: str, melding: str) -> RenderingError:
    return RenderingError(refusal(code, melding).as_melding())
