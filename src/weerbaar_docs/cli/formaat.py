# SPDX-License-Identifier: EUPL-1.2
"""Which formats a command writes: a list of them (`docx,pdf`), or the one that the name of a file ends on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from weerbaar_docs.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

FORMATEN: Final = ("docx", "pdf")


def read_formats(text: str, known: tuple[str, ...] = FORMATEN) -> tuple[str, ...]:
    """Give the formats of a list with commas; raises UsageError."""
    formats = tuple(part.strip() for part in text.split(","))
    if not set(formats) <= set(known):
        raise UsageError.because("FORMAAT", "dit formaat is er niet", f"Kies uit {', '.join(known)}.")
    return formats


def format_of(file: Path) -> str:
    """Give the format that the name of a file ends on; raises UsageError for another."""
    kind = file.suffix.removeprefix(".").lower()
    if kind not in FORMATEN:
        raise UsageError.because("FORMAAT", "dit formaat is er niet", "Laat de naam eindigen op .pdf of .docx.")
    return kind
