# SPDX-License-Identifier: EUPL-1.2
"""The bytes of a DOCX -> its parts, within limits; XML without entities or DTD."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.docx.package import NO_ZIP

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.names import Element, Props

MAX_UNZIPPED = 50_000_000
MAX_MEMBERS = 1_000
_PR = "http://schemas.openxmlformats.org/package/2006/relationships"


def unzip(docx: bytes) -> dict[str, bytes]:
    """Give the members of the zip; RenderingError when it is broken or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            members = archive.infolist()
            size = sum(member.file_size for member in members)
            if size <= MAX_UNZIPPED and len(members) <= MAX_MEMBERS:
                return {member.filename: archive.read(member) for member in members}
    except NO_ZIP:
        size = -1
    if size < 0:
        raise RenderingError.because("DOCX-ZIP", "het bestand is geen leesbaar DOCX", "Sla het sjabloon opnieuw op.")
    raise RenderingError.because("DOCX-GROOT", "het DOCX is uitgepakt te groot", "Verklein het sjabloon.")


def parse(parts: dict[str, bytes], name: str) -> Element | None:
    """Give the root of a part, None when there is no such part."""
    if name not in parts:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(parts[name], parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or root.getroottree().docinfo.doctype:
        raise RenderingError.because(
            "DOCX-XML", "dit onderdeel is geen geldige XML", "Sla het sjabloon opnieuw op.", pad=name
        )
    return root


@dataclass(slots=True)
class Part:
    """One part being walked: its name, its relationships and how far the walk is."""

    name: str
    rels: dict[str, Props]
    place: str = ""
    paragraphs: int = 0
    tables: int = 0
    header: bool = False
    note: bool = False
    box: bool = False
    floats: list[Props] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)

    @property
    def footer(self) -> bool:
        """Whether this is a footer: its paragraphs do not start at a known place of the page."""
        return self.header and "footer" in self.name

    def step(self) -> str:
        """Go to the next paragraph, and say where that is in words that a person can follow in Word."""
        self.paragraphs += 1
        self.place = " ".join([self.name, *self.cell[-1:], f"alinea {self.paragraphs}"])
        return self.place

    def target(self, rel_id: str | None) -> str:
        """Give the name of the part that an internal relationship points at, else nothing."""
        rel = self.rels.get(rel_id or "")
        if rel is None or rel["external"]:
            return ""
        target = str(rel["target"])
        joined = target if target.startswith("/") else posixpath.join(posixpath.dirname(self.name), target)
        return posixpath.normpath(joined).lstrip("/")


def part(parts: dict[str, bytes], name: str, *, header: bool = False) -> Part:
    """Open a part for the walk."""
    folder, _, file = name.rpartition("/")
    root = parse(parts, f"{folder}/_rels/{file}.rels")
    rels = {
        rel.get("Id"): {"target": rel.get("Target", ""), "external": rel.get("TargetMode") == "External"}
        for rel in (root.iterfind(f"{{{_PR}}}Relationship") if root is not None else ())
    }
    return Part(name=name, rels=rels, header=header, place=f"{name} alinea 0")
