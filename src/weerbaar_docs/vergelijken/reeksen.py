# SPDX-License-Identifier: EUPL-1.2
"""two sequences -> where they are the same and where not, in a bounded amount of work.

What both begin and end with is set aside; the rest goes to difflib as long as there is room for it, and else counts as
replaced: right, but less to the point.
"""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from itertools import takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MEEST: Final = 200_000
_SAMEN: Final = 2_000_000


class Blok(NamedTuple):
    """A stretch of the old sequence and of the new one: the same, or the one in place of the other (or of nothing)."""

    gelijk: bool
    oud: range
    nieuw: range


class Ruimte:
    """The work that one comparison may cost, in pairs of items that are the same."""

    def __init__(self, pairs: int = _SAMEN) -> None:
        """Begin with room for so many."""
        self._left = pairs

    def take(self, pairs: int) -> bool:
        """Say whether there is room, and take it."""
        if pairs > min(self._left, _MEEST):
            return False
        self._left -= pairs
        return True


def blokken(oud: Sequence[str], nieuw: Sequence[str], ruimte: Ruimte) -> list[Blok]:
    """Give the stretches from the first to the last; two neighbours are never both the same or both different."""
    begin = _same(zip(oud, nieuw, strict=False))
    most = min(len(oud), len(nieuw)) - begin
    end = min(most, _same(zip(reversed(oud), reversed(nieuw), strict=False)))
    a, b = oud[begin : len(oud) - end], nieuw[begin : len(nieuw) - end]
    found = [
        Blok(gelijk, range(r.start + begin, r.stop + begin), range(s.start + begin, s.stop + begin))
        for gelijk, r, s in _middle(a, b, ruimte)
    ]
    first = [Blok(gelijk=True, oud=range(begin), nieuw=range(begin))] if begin else []
    last = Blok(gelijk=True, oud=range(len(oud) - end, len(oud)), nieuw=range(len(nieuw) - end, len(nieuw)))
    return [*first, *found, *([last] if end else [])]


def _same(pairs: Iterable[tuple[str, str]]) -> int:
    """Count the pairs of the same before the first that differ."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _middle(oud: Sequence[str], nieuw: Sequence[str], ruimte: Ruimte) -> list[Blok]:
    if not oud and not nieuw:
        return []
    counts = Counter(nieuw)
    if not ruimte.take(sum(counts[item] for item in oud)):
        return [Blok(gelijk=False, oud=range(len(oud)), nieuw=range(len(nieuw)))]
    codes = SequenceMatcher(None, oud, nieuw, autojunk=False).get_opcodes()
    return [Blok(gelijk=kind == "equal", oud=range(a, b), nieuw=range(c, d)) for kind, a, b, c, d in codes]
