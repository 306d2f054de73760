# SPDX-License-Identifier: EUPL-1.2
"""Warnings that go along with a result: a few of each kind, on stderr."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from weerbaar_docs.errors import Melding

_GETOOND = 3


def spoken(meldingen: Iterable[Melding]) -> list[str]:
    """Give the lines that tell of these meldingen; of a kind that comes often, the first few and how many more."""
    seen: Counter[str] = Counter()
    lines = []
    for m in meldingen:
        seen[m.code] += 1
        if seen[m.code] <= _GETOOND:
            lines += [f"{m.ernst} {m.code}{f' ({m.pad})' if m.pad else ''}: {m.melding}", f"  Wat nu: {m.oplossing}"]
    return lines + [
        f"{code}: nog {count - _GETOOND} keer; --json toont ze alle" for code, count in seen.items() if count > _GETOOND
    ]
