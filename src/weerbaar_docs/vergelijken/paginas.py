# SPDX-License-Identifier: EUPL-1.2
"""the texts of the pages of two PDFs -> which pages differ.

(1) pages are laid against each other as a text is, so that one that came between leaves those after it alone; (2) spaces
and line ends do not count; (3) what stands on more than half of the pages of a document, numbers aside, is the head and
foot of a page: it does not count for a page, and is compared once for all.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final, Literal

from weerbaar_docs.vergelijken.reeksen import Ruimte, blokken

if TYPE_CHECKING:
    from collections.abc import Sequence

_CIJFERS: Final = re.compile(r"\d+")
_MINST: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Paginawijziging:
    """A page that differs: its number in the old PDF and in the new one, of which one is None when it came or went."""

    soort: Literal["gewijzigd", "toegevoegd", "verwijderd"]
    oud: int | None
    nieuw: int | None

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paginas:
    """How many pages there were and are, which differ, and whether what stands on every page differs."""

    oud: int
    nieuw: int
    kop_en_voet: bool
    verschillen: tuple[Paginawijziging, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        return {
            "oud": self.oud,
            "nieuw": self.nieuw,
            "kop_en_voet": self.kop_en_voet,
            "verschillen": [v.as_json() for v in self.verschillen],
        }


def vergelijk_paginas(oud: Sequence[str], nieuw: Sequence[str]) -> Paginas:
    """Give what differs between the pages of two PDFs."""
    (a, head_a), (b, head_b) = _bare(oud), _bare(nieuw)
    found = [
        _change(i, j)
        for blok in blokken(a, b, Ruimte())
        for i, j in (() if blok.gelijk else zip_longest(blok.oud, blok.nieuw))
        if i is None or j is None or a[i] != b[j]
    ]
    return Paginas(oud=len(oud), nieuw=len(nieuw), kop_en_voet=head_a != head_b, verschillen=tuple(found))


def _change(oud: int | None, nieuw: int | None) -> Paginawijziging:
    soort: Literal["gewijzigd", "toegevoegd", "verwijderd"] = "gewijzigd"
    if oud is None:
        soort = "toegevoegd"
    elif nieuw is None:
        soort = "verwijderd"
    return Paginawijziging(
        soort=soort, oud=None if oud is None else oud + 1, nieuw=None if nieuw is None else nieuw + 1
    )


def _bare(paginas: Sequence[str]) -> tuple[list[str], frozenset[str]]:
    """Give the pages without what stands on most of them, and that."""
    lines = [[" ".join(line.split()) for line in pagina.splitlines()] for pagina in paginas]
    counts = Counter(form for page in lines for form in {_CIJFERS.sub("#", line) for line in page})
    often = {form for form, n in counts.items() if form and n >= _MINST and n > len(paginas) / 2}
    bare = [" ".join(line for line in page if _CIJFERS.sub("#", line) not in often) for page in lines]
    repeated = {line for page in lines for line in page if _CIJFERS.sub("#", line) in often}
    return [" ".join(page.split()) for page in bare], frozenset(_without_page_number(line) for line in repeated)


def _without_page_number(line: str) -> str:
    return re.sub(r"\b(\d+) van \d+\b", "# van #", line)
