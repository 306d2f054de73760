# SPDX-License-Identifier: EUPL-1.2
"""A font of a PDF -> how far each of its codes moves the pen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject


@dataclass(slots=True)
class Letters:
    """The widths of a font in thousandths of its size; a code that it does not list has the default."""

    wide: bool
    widths: dict[int, float]
    default: float

    def length(self, text: bytes, size: float, extra: float) -> float:
        """Give the length of a text in points, with `extra` after each code."""
        codes = [int.from_bytes(text[n : n + 2], "big") for n in range(0, len(text), 2)] if self.wide else list(text)
        return sum(self.widths.get(code, self.default) for code in codes) * size / 1000 + extra * len(codes)


class Fonts:
    """The fonts that a content may name, each looked at once."""

    def __init__(self, resources: Any) -> None:
        """Take them from resources."""
        self._fonts = part(resources, "/Font")
        self._found: dict[str, Letters | None] = {}

    def find(self, name: str) -> Letters | None:
        """Give the font of this name, or None."""
        if name not in self._found:
            font = part(self._fonts, name)
            self._found[name] = _letters(font) if isinstance(font, DictionaryObject) else None
        return self._found[name]


def part(holder: Any, key: str) -> Any:
    """Give what stands under a key of a dictionary, or None."""
    found = holder.get(key) if isinstance(holder, DictionaryObject) else None
    return found.get_object() if found is not None else None


def _letters(font: DictionaryObject) -> Letters:
    below = part(font, "/DescendantFonts")
    if isinstance(below, ArrayObject):
        inner: Any = below[0].get_object()
        return Letters(wide=True, widths=_wide(part(inner, "/W")), default=float(inner.get("/DW", 1000)))
    first, listed = int(font.get("/FirstChar", 0)), part(font, "/Widths") or []
    widths = {first + index: float(width.get_object()) for index, width in enumerate(listed)}
    return Letters(wide=False, widths=widths, default=1000.0)


def _wide(listed: Any) -> dict[int, float]:
    widths: dict[int, float] = {}
    items = [item.get_object() for item in listed or []]
    while items:
        first, then = int(items.pop(0)), items.pop(0)
        if isinstance(then, ArrayObject):
            widths |= {first + index: float(width.get_object()) for index, width in enumerate(then)}
        else:
            width = float(items.pop(0))
            widths |= dict.fromkeys(range(first, min(int(then), 65535) + 1), width)
    return widths
