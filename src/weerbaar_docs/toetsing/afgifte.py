# SPDX-License-Identifier: EUPL-1.2
"""The sealed file of an act that was done -> where it was asked for; both organisations give it out after the act, never before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from weerbaar_docs.errors import WeerbaarDocsError

if TYPE_CHECKING:
    from collections.abc import Callable


def hand_over(write: Callable[[bytes], None], sealed: bytes, *, gedaan: str, opnieuw: str) -> None:
    """Write the file; what goes wrong now does not undo what was done, and the error says so and how to make it again."""
    try:
        write(sealed)
    except WeerbaarDocsError as error:
        how = f"{gedaan}, en dat blijft zo; maak het bestand daarna met {opnieuw}."
        raise type(error)(*(replace(m, oplossing=f"{m.oplossing} {how}") for m in error.meldingen)) from None
