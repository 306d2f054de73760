# SPDX-License-Identifier: EUPL-1.2
"""Refuse each character that the font has no glyph for, and those that turn the direction of the text around them.

A PDF may not show an empty box, nor another text than it holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.rendering.fonts import FAMILY

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.names import Props
    from weerbaar_docs.rendering.walk.state import Walk

_INVISIBLE = frozenset({0x09, 0x0A, 0x0D, 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF})
_LONGEST = 20_000  # Typst needs minutes for a word of ten times as many
DIRECTION = frozenset({*range(0x202A, 0x202F), *range(0x2066, 0x206A)})


def check_glyphs(walk: Walk, text: str, place: str, run: Props | None = None) -> None:
    """Refuse the characters of a text that the font of its run cannot show, or that turn it round."""
    if len(text) > _LONGEST and max(map(len, text.split(" "))) > _LONGEST:
        walk.refusals.add(
            place, f"een woord van meer dan {_LONGEST} tekens", code="DOCX-GROOT", solution="Kort het in."
        )
        return
    covered = walk.styles.fonts.covers((run or {}).get("f", FAMILY))
    found = set(map(ord, text))
    for code in sorted(found - covered - _INVISIBLE - DIRECTION):
        walk.refusals.add(
            place,
            f"teken U+{code:04X} staat niet in het lettertype",
            code="DOCX-TEKEN",
            solution="Schrijf het anders; de PDF mag geen leeg blokje tonen.",
        )
    for code in sorted(found & DIRECTION):
        walk.refusals.add(
            place,
            f"teken U+{code:04X} keert de richting van de tekst om",
            code="DOCX-TEKEN",
            solution="Haal het teken weg: wie leest ziet een andere tekst dan er staat.",
        )
