# SPDX-License-Identifier: EUPL-1.2
"""What the part that is being filled needs besides its XML: pictures and links."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from weerbaar_docs.rendering.docx.packing import Member


@dataclass(slots=True)
class Placing:
    """What the part being filled needs besides those `taken`: relations of its own (to their id), media, and paragraphs still to be split."""

    taken: str = ""
    relations: dict[tuple[str, str], str] = field(default_factory=dict)
    media: dict[str, bytes | Member] = field(default_factory=dict, repr=False)
    split: bool = False

    def relate(self, kind: str, target: str) -> str:
        """Give the id of a relation to this target."""
        number = len(self.relations) + 1 + self.taken.count('"rIdWd')  # a filled file may be a template again
        return self.relations.setdefault((kind, target), f"rIdWd{number}")


PLACING: Final[ContextVar[Placing]] = ContextVar("placing")
