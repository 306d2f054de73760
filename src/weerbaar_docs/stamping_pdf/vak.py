# SPDX-License-Identifier: EUPL-1.2
"""Where a stamp comes on a page: millimetres from the top left -> points of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pypdf import PageObject

MM: Final = 72 / 25.4

Vak = tuple[float, float, float, float]
Rechthoek = tuple[float, float, float, float]
# Where the stamp comes: x, y, width and height in mm from the top left; templates keep it free.
VAK: Final[Vak] = (128, 8, 62, 18)
# The larger one with whole digests on the last page, drawn only where that page has room.
BLAD: Final[Vak] = (25, 244, 165, 30)


def rectangle(page: PageObject, vak_mm: Vak) -> Rechthoek:
    """Give the box as left, bottom, right, top in points of the page."""
    x, y, width, height = (value * MM for value in vak_mm)
    left, top = float(page.mediabox.left) + x, float(page.mediabox.top) - y
    return left, top - height, left + width, top


def touches(box: Rechthoek, other: Rechthoek) -> bool:
    """Say whether two rectangles share a point inside."""
    return other[0] < box[2] and other[2] > box[0] and other[1] < box[3] and other[3] > box[1]
