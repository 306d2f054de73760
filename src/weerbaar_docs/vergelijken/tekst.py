# SPDX-License-Identifier: EUPL-1.2
"""the paragraphs of two documents -> which came, which went, and in which words the others changed.

(1) what is left of the pieces without those that came is the old text, without those that went the new one, to the
last space; (2) a paragraph is the old one changed when at least half of their words are the same, else another one; one that
stands elsewhere with the same words has moved; (3) each change is named by the heading that it stands under.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

from weerbaar_docs.vergelijken.reeksen import Ruimte, blokken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from weerbaar_docs.rendering.docx import Tekstalinea
    from weerbaar_docs.vergelijken.reeksen import Blok

_WOORD: Final = re.compile(r"\S+|\s+")
_HALF: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuk:
    """A piece of text: in both (`gelijk`), only in the old one (`weg`) or only in the new one (`nieuw`)."""

    soort: Literal["gelijk", "weg", "nieuw"]
    tekst: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alineawijziging:
    """A paragraph that came, went, changed or moved, under which heading, as pieces."""

    soort: Literal["gewijzigd", "toegevoegd", "verwijderd", "verplaatst"]
    kop: str = field(repr=False)
    stukken: tuple[Stuk, ...]


def aantal(stukken: Iterable[Stuk], soort: str) -> int:
    """Count the words that came, went or stayed."""
    return sum(len(stuk.tekst.split()) for stuk in stukken if stuk.soort == soort)


def vergelijk_woorden(oud: str, nieuw: str, ruimte: Ruimte | None = None) -> tuple[Stuk, ...]:
    """Give one text as pieces of what it was and what it became."""
    a, b = _WOORD.findall(oud), _WOORD.findall(nieuw)
    found: list[Stuk] = []
    for blok in _joined(blokken(a, b, ruimte or Ruimte()), a):
        weg, komt = ("".join(words[i] for i in part) for words, part in ((a, blok.oud), (b, blok.nieuw)))
        if blok.gelijk:
            found.append(Stuk(soort="gelijk", tekst=weg))
        else:
            found += [Stuk(soort="weg", tekst=weg)] if weg else []
            found += [Stuk(soort="nieuw", tekst=komt)] if komt else []
    return tuple(found)


def vergelijk_alineas(oud: Sequence[Tekstalinea], nieuw: Sequence[Tekstalinea]) -> tuple[Alineawijziging, ...]:
    """Give what changed from one document to the other, in reading order; empty paragraphs do not count."""
    ruimte = Ruimte()
    before, after = (_under_headings(alineas) for alineas in (oud, nieuw))
    found: list[Alineawijziging] = []
    for blok in blokken([tekst for _, tekst in before], [tekst for _, tekst in after], ruimte):
        if not blok.gelijk:
            found += _of_block([before[i] for i in blok.oud], [after[j] for j in blok.nieuw], ruimte)
    return tuple(_moved(found))


def _under_headings(alineas: Sequence[Tekstalinea]) -> list[tuple[str, str]]:
    kop, found = "", []
    for alinea in alineas:
        kop = alinea.tekst if alinea.kop else kop
        if alinea.tekst.strip():
            found.append((kop, alinea.tekst))
    return found


def _of_block(oud: list[tuple[str, str]], nieuw: list[tuple[str, str]], ruimte: Ruimte) -> Iterator[Alineawijziging]:
    """Lay what went against what came, in order: each with the first that it could have become."""
    start = 0
    for kop, tekst in oud:
        match = next((j for j in range(start, len(nieuw)) if _alike(tekst, nieuw[j][1], ruimte)), None)
        if match is None:
            yield Alineawijziging(soort="verwijderd", kop=kop, stukken=(Stuk(soort="weg", tekst=tekst),))
            continue
        yield from _came(nieuw[start:match])
        under, became = nieuw[match]
        if became != tekst:  # what could not be laid against each other may still hold the same
            stukken = vergelijk_woorden(tekst, became, ruimte)
            yield Alineawijziging(soort="gewijzigd", kop=under, stukken=stukken)
        start = match + 1
    yield from _came(nieuw[start:])


def _came(alineas: list[tuple[str, str]]) -> Iterator[Alineawijziging]:
    for kop, tekst in alineas:
        yield Alineawijziging(soort="toegevoegd", kop=kop, stukken=(Stuk(soort="nieuw", tekst=tekst),))


def _moved(found: list[Alineawijziging]) -> Iterator[Alineawijziging]:
    """Tell of a paragraph that went in one place and came in another where it came, once."""
    texts = {soort: Counter(_whole(a) for a in found if a.soort == soort) for soort in ("verwijderd", "toegevoegd")}
    both = texts["verwijderd"] & texts["toegevoegd"]
    left = {soort: both.copy() for soort in texts}
    for alinea in found:
        if alinea.soort not in left or not left[alinea.soort][_whole(alinea)]:
            yield alinea
            continue
        left[alinea.soort][_whole(alinea)] -= 1
        if alinea.soort == "toegevoegd":
            yield replace(alinea, soort="verplaatst", stukken=(Stuk(soort="gelijk", tekst=_whole(alinea)),))


def _whole(alinea: Alineawijziging) -> str:
    return "".join(stuk.tekst for stuk in alinea.stukken)


def _alike(oud: str, nieuw: str, ruimte: Ruimte) -> bool:
    a, b = oud.split(), nieuw.split()
    if not ruimte.take(len(a) + len(b)):
        return False
    return (Counter(a) & Counter(b)).total() >= _HALF * max(len(a), len(b), 1)


def _joined(blokken: list[Blok], woorden: list[str]) -> Iterator[Blok]:
    """Take a space between two changes with them, so that what changed in one go is read in one go."""
    held: Blok | None = None
    for i, blok in enumerate(blokken):
        inside = 0 < i < len(blokken) - 1
        if blok.gelijk and not (inside and all(woorden[n].isspace() for n in blok.oud)):
            yield from [held] if held else []
            held = None
            yield blok
        elif held is None:
            held = blok._replace(gelijk=False)
        else:
            held = held._replace(
                oud=range(held.oud.start, blok.oud.stop), nieuw=range(held.nieuw.start, blok.nieuw.stop)
            )
    yield from [held] if held else []
