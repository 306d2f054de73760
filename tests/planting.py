# SPDX-License-Identifier: EUPL-1.2
"""Put another value at one place of a JSON document, and leave the document as it is."""

from __future__ import annotations

from typing import Any

Way = tuple[str | int, ...]


def planted(value: Any, way: Way, new: Any) -> Any:
    """Give a copy with `new` at this place."""
    if not way:
        return new
    key, rest = way[0], way[1:]
    if isinstance(value, dict):
        return {**value, key: planted(value[key], rest, new)}
    assert isinstance(key, int)
    return [*value[:key], planted(value[key], rest, new), *value[key + 1 :]]
