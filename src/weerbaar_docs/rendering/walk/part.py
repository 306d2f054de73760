# SPDX-License-Identifier: EUPL-1.2
"""One part of a document while it is walked: where the walk is, and what its relationships point at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.rendering.package import Package, Relation
    from weerbaar_docs.rendering.walk.names import Props


@dataclass(slots=True)
class Part:
    """One part being walked: its name, its relationships and how far the walk is."""

    name: str
    rels: Mapping[str, Relation]
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
        return "" if rel is None or rel.external else rel.target


def part(package: Package, name: str, *, header: bool = False) -> Part:
    """Open a part for the walk."""
    return Part(name=name, rels=package.relations.get(name, {}), header=header, place=f"{name} alinea 0")
