# SPDX-License-Identifier: EUPL-1.2
"""Texts -> lines of a screen, masked or whole."""

from __future__ import annotations

import textwrap
from typing import Final

_BREEDTE: Final = 110


def hidden(text: str, masker: str | None) -> str:
    """Give a text, or the masker when there is one."""
    return text if masker is None else masker


def wrapped(text: str, indent: int) -> list[str]:
    """Give the lines of a text, each paragraph by itself; what goes on is indented further."""
    begin, on = " " * indent, " " * (indent + 4)
    return [
        line
        for paragraph in text.splitlines()
        for line in textwrap.wrap(
            paragraph, _BREEDTE, initial_indent=begin, subsequent_indent=on, break_on_hyphens=False
        )
    ]
