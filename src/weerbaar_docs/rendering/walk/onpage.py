# SPDX-License-Identifier: EUPL-1.2
"""A section -> what in it would stand off its page, where Typst sets it and nobody sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weerbaar_docs.rendering.walk.names import Props

_SLACK = 1.0  # points


def off_page(page: Props) -> Iterator[str]:
    """Name what lies outside the page, each kind once."""
    width, height = page["w"] - page["left"] - page["right"], page["h"] - page["top"] - page["bottom"]
    if width < _SLACK or height < _SLACK:
        yield "de tekst (de marges zijn groter dan het papier)"
    floats = [found for kind in ("headers", "footers") for part in page[kind].values() for found in part["floats"]]
    kinds = [_off(block, page, width) for block in (*page["blocks"], *floats)]
    yield from dict.fromkeys(kind for kind in kinds if kind)


def _off(block: Props, page: Props, width: float) -> str:
    if block["t"] == "p" and (
        page["left"] + block["left"] < -_SLACK or block["left"] + block["right"] > width - _SLACK
    ):
        return "een alinea (door haar inspringing)" if block["k"] else ""
    if block["t"] == "table" and page["left"] + block["shift"] + sum(block["widths"]) > page["w"] + _SLACK:
        return "een tabel"
    if block["t"] == "float" and (
        block["x"] >= page["w"] or block["x"] + block["w"] <= 0 or (not block["flow"] and block["y"] >= page["h"])
    ):
        return "iets wat zweeft"
    return ""
