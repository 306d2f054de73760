# SPDX-License-Identifier: EUPL-1.2
"""Filled body and notes -> notes that stand in the order in which the body refers to them.

LibreOffice 7.4 takes notes by their place and not by their id, so a reference that a condition drops would give all
later references the wrong text. Each reference gets a note of its own, numbered from 1; the rest is left out.
"""

from __future__ import annotations

import copy
import re
from typing import Any, Final

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.package import parse_xml, write_xml

KINDS: Final = {"word/footnotes.xml": "footnote", "word/endnotes.xml": "endnote"}
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def settle_notes(body: bytes, notes: bytes, part: str) -> tuple[bytes, bytes]:
    """Give body and notes with the notes pruned, copied and renumbered to follow the references."""
    root = parse_xml(notes, part)
    known = {node.get(f"{_W}id"): node for node in root if node.get(f"{_W}type") in {None, "normal"}}
    special = [int(node.get(f"{_W}id", "0")) for node in root if node not in known.values()]
    number = max([0, *special])
    found: list[Any] = []

    def renumber(match: re.Match[bytes]) -> bytes:
        if match[2].decode() not in known:
            raise _lost(part)
        note = copy.deepcopy(known[match[2].decode()])
        found.append(note)
        identifier = str(number + len(found))
        note.set(f"{_W}id", identifier)
        return match[1] + identifier.encode() + match[3]

    pattern = rf'(<w:{KINDS[part]}Reference\b[^<>]*?w:id=")(-?\d+)(")'.encode()
    body = re.sub(pattern, renumber, body)
    for node in known.values():
        root.remove(node)
    root.extend(found)
    return body, write_xml(root)


def _lost(part: str) -> RenderingError:
    return RenderingError.because(
        "DOCX-VOETNOOT",
        "het sjabloon verwijst naar een voet- of eindnoot die er niet is",
        "Verwijder de verwijzing in Word en voeg de noot opnieuw in.",
        pad=part,
    )
