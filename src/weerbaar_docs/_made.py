# SPDX-License-Identifier: EUPL-1.2
"""Know an object again that one function made: by identity, so that no equality of its own can speak for another."""

from __future__ import annotations

import weakref
from typing import Any


class Made:
    """The living objects that were made here, of exactly one type."""

    def __init__(self, kind: type) -> None:
        """Take objects of `kind` only; a subclass is another type."""
        self._kind = kind
        self._refs: dict[int, weakref.ref[Any]] = {}

    def add(self, made: Any) -> None:
        """Remember an object until it is gone."""
        key = id(made)
        self._refs[key] = weakref.ref(made, lambda _: self._refs.pop(key, None))

    def holds(self, given: Any) -> bool:
        """Say whether this very object was made here."""
        ref = self._refs.get(id(given))
        return type(given) is self._kind and ref is not None and ref() is given
