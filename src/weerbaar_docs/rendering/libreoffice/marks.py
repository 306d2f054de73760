# SPDX-License-Identifier: EUPL-1.2
"""The marked content of a page as LibreOffice writes it: what is drawn but not tagged becomes an artifact.

LibreOffice writes text as hexadecimal strings and has no inline pictures, so that operators can be found by their names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_STRING = rb"\((?:\\.|[^\\()])*\)"
_MARK = re.compile(
    rb"(/[^\s<>\[\]()/{}%]+\s*(?:<<(?:[^<>()]|<[0-9A-Fa-f]*>|" + _STRING + rb")*>>)?\s*B(?:DC|MC)\b|\bEMC\b)"
)
_MCID = re.compile(rb"/MCID\s+(\d+)")
_PAINTS = re.compile(rb"(?<![\w/*])(?:S|s|f|F|f\*|B|B\*|b|b\*|sh|Tj|TJ|Do|'|\")(?![\w*])")
_WRITES = re.compile(rb"(?<![\w/*])(?:Tj|TJ|'|\")(?![\w*])")
_ARTIFACT = b"/Artifact BMC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The pieces of a content stream: outside marked content at even places, the marks at odd ones."""

    pieces: tuple[bytes, ...]

    @classmethod
    def of(cls, content: bytes) -> Marks:
        """Split a content stream; raises ValueError when its marks do not pair up."""
        pieces = tuple(_MARK.split(content))
        depth = 0
        for mark in pieces[1::2]:
            depth += -1 if mark == b"EMC" else 1
            if depth < 0:
                break
        if depth:
            raise ValueError("marks")
        return cls(pieces=pieces)

    def writing(self) -> set[int]:
        """Give the MCIDs that hold text."""
        return {number for piece, stack in self._walk() if _WRITES.search(piece) for number in stack}

    def untagged_text(self) -> bool:
        """Say whether text stands outside all marks, where no screen reader finds it."""
        return any(not stack and _WRITES.search(piece) for piece, stack in self._walk())

    def with_artifacts(self, unmarked: set[int]) -> bytes | None:
        """Give the content with what is drawn untagged, and the given MCIDs, as artifacts; None if nothing changes."""
        out, stack, changed = [], 0, False
        for at, piece in enumerate(self.pieces):
            if at % 2:
                number = _MCID.search(piece)
                if number and int(number[1]) in unmarked:
                    piece, changed = _ARTIFACT, True  # noqa: PLW2901
                stack += -1 if piece == b"EMC" else 1
            elif not stack and _PAINTS.search(piece):
                piece, changed = b"\n" + _ARTIFACT + b"\n" + piece + b"\nEMC\n", True  # noqa: PLW2901
            out.append(piece)
        return b"".join(out) if changed else None

    def _walk(self) -> list[tuple[bytes, tuple[int, ...]]]:
        """Give each piece with the MCIDs around it; -1 stands for a mark without one."""
        found: list[tuple[bytes, tuple[int, ...]]] = []
        stack: list[int] = []
        for at, piece in enumerate(self.pieces):
            if not at % 2:
                found.append((piece, tuple(stack)))
            elif piece == b"EMC":
                stack.pop()
            else:
                number = _MCID.search(piece)
                stack.append(int(number[1]) if number else -1)
        return found
