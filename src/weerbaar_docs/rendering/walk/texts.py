# SPDX-License-Identifier: EUPL-1.2
"""The tree -> the text of each paragraph in reading order, for tests and previews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weerbaar_docs.rendering.walk.names import Props


def paragraph_texts(tree: Props) -> Iterator[str]:
    """Give the text of every paragraph of the body in reading order (for tests and previews)."""
    yield from texts(tree["blocks"])


def texts(blocks: list[Props]) -> Iterator[str]:
    """Give the text of every paragraph in these blocks."""
    for block in blocks:
        if block["t"] == "p":
            yield _plain(block["k"])
        elif block["t"] == "list":
            for item in block["items"]:
                yield _plain(item["p"]["k"])
                yield from texts([item["sub"]] if item["sub"] else [])
        elif block["t"] == "table":
            for cell in block["cells"]:
                yield from texts(cell["k"])


def _plain(items: list[Any]) -> str:
    return "".join(item if isinstance(item, str) else item.get("s", " ") for item in items)
