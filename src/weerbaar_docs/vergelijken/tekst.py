# SPDX-License-Identifier: EUPL-1.2
"""the paragraphs of two documents -> which came, which went, and in which words the others changed.

(1) what is left of the pieces without those that came is the old text, without those that went the new one, to the
last space; (2) a paragraph is the old one changed when at least half of their words are the same, else another one; one that
stands elsewhere with the same words has moved; (3) each change is named by the heading that it stands under; (4) where the
paragraphs say how they look, other looks are a change of their own (`opmaak`), with the words that have them; a paragraph
that came, went or moved keeps its looks with it, and one without words counts for its looks: it may cover what others say.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal

from weerbaar_docs.vergelijken.reeksen import Ruimte, blokken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from weerbaar_docs.rendering.docx import Tekstalinea
    from weerbaar_docs.rendering.docx.opmaak import Looks
    from weerbaar_docs.vergelijken.reeksen import Blok

    _Onder = tuple[str, Tekstalinea]  # a paragraph under its heading

_WOORD: Final = re.compile(r"\S+|\s+")
_HALF: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Tekstdeel:
    """A piece of text: in both (`gelijk`), only in the old one (`weg`) or only in the new one (`nieuw`)."""

    soort: Literal["gelijk", "weg", "nieuw"]
    tekst: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alineawijziging:
    """A paragraph that came, went, changed, moved or looks otherwise, under which heading, as pieces.

    `opmaak` is how one that came, went, changed or moved looks, where that was asked for.
    """

    soort: Literal["gewijzigd", "toegevoegd", "verwijderd", "verplaatst", "opmaak"]
    kop: str = field(repr=False)
    stukken: tuple[Tekstdeel, ...]
    opmaak: Looks = field(default=(), repr=False)


def aantal(stukken: Iterable[Tekstdeel], soort: str) -> int:
    """Count the words that came, went or stayed."""
    return sum(len(stuk.tekst.split()) for stuk in stukken if stuk.soort == soort)


def vergelijk_woorden(oud: str, nieuw: str, ruimte: Ruimte | None = None) -> tuple[Tekstdeel, ...]:
    """Give one text as pieces of what it was and what it became."""
    a, b = _WOORD.findall(oud), _WOORD.findall(nieuw)
    found: list[Tekstdeel] = []
    for blok in _joined(blokken(a, b, ruimte or Ruimte()), a):
        weg, komt = ("".join(words[i] for i in part) for words, part in ((a, blok.oud), (b, blok.nieuw)))
        if blok.gelijk:
            found.append(Tekstdeel(soort="gelijk", tekst=weg))
        else:
            found += [Tekstdeel(soort="weg", tekst=weg)] if weg else []
            found += [Tekstdeel(soort="nieuw", tekst=komt)] if komt else []
    return tuple(found)


def vergelijk_alineas(oud: Sequence[Tekstalinea], nieuw: Sequence[Tekstalinea]) -> tuple[Alineawijziging, ...]:
    """Give what changed from one document to the other, in reading order; empty paragraphs without looks do not count."""
    ruimte = Ruimte()
    before, after = (_under_headings(alineas) for alineas in (oud, nieuw))
    found: list[Alineawijziging] = []
    for blok in blokken([_known(a) for _, a in before], [_known(a) for _, a in after], ruimte):
        if not blok.gelijk:
            found += _of_block([before[i] for i in blok.oud], [after[j] for j in blok.nieuw], ruimte)
    return tuple(_moved(found))


def _under_headings(alineas: Sequence[Tekstalinea]) -> list[_Onder]:
    kop, found = "", []
    for alinea in alineas:
        kop = alinea.tekst if alinea.kop else kop
        if alinea.tekst.strip() or alinea.opmaak:
            found.append((kop, alinea))
    return found


def _known(alinea: Tekstalinea) -> str:
    return f"{alinea.tekst}\0{alinea.opmaak}" if alinea.opmaak else alinea.tekst


def _of_block(oud: list[_Onder], nieuw: list[_Onder], ruimte: Ruimte) -> Iterator[Alineawijziging]:
    """Lay what went against what came, in order: each with the first that it could have become."""
    start = 0
    for kop, alinea in oud:
        tekst = alinea.tekst
        match = next((j for j in range(start, len(nieuw)) if _alike(tekst, nieuw[j][1].tekst, ruimte)), None)
        if match is None:
            weg = (Tekstdeel(soort="weg", tekst=tekst),)
            yield Alineawijziging(soort="verwijderd", kop=kop, stukken=weg, opmaak=alinea.opmaak)
            continue
        yield from _came(nieuw[start:match])
        under, became = nieuw[match]
        if became.tekst != tekst:  # what could not be laid against each other may still hold the same
            stukken = vergelijk_woorden(tekst, became.tekst, ruimte)
            yield Alineawijziging(soort="gewijzigd", kop=under, stukken=stukken, opmaak=became.opmaak)
        yield from _looks(under, alinea, became)
        start = match + 1
    yield from _came(nieuw[start:])


def _came(alineas: list[_Onder]) -> Iterator[Alineawijziging]:
    for kop, alinea in alineas:
        stukken = (Tekstdeel(soort="nieuw", tekst=alinea.tekst),)
        yield Alineawijziging(soort="toegevoegd", kop=kop, stukken=stukken, opmaak=alinea.opmaak)


def _looks(kop: str, oud: Tekstalinea, nieuw: Tekstalinea) -> Iterator[Alineawijziging]:
    """Tell of other looks: with the same words of which of them, with other words of the looks alone."""
    same = oud.tekst == nieuw.tekst
    a, b = (_as_words(alinea.opmaak, texts=same) for alinea in (oud, nieuw))
    if a != b:
        tekst = (Tekstdeel(soort="gelijk", tekst=nieuw.tekst),)
        yield Alineawijziging(soort="opmaak", kop=kop, stukken=tekst + vergelijk_woorden(a, b))


def opmaak_in_woorden(opmaak: Looks) -> str:
    """Give the looks of one paragraph, with its words only where not all of them look the same."""
    return _as_words(opmaak, texts=len({look for look, text in opmaak if text}) > 1)


def _as_words(opmaak: Looks, *, texts: bool) -> str:
    """Write looks as words, once where they follow each other."""
    found = [f"{look or 'gewoon'}: ‘{text}’" if texts and text else look for look, text in opmaak]
    return " ; ".join(look for look, _ in groupby(filter(None, found)))


def _moved(found: list[Alineawijziging]) -> Iterator[Alineawijziging]:
    """Tell of a paragraph that went in one place and came in another with the same looks where it came, once."""
    texts = {soort: Counter(_whole(a) for a in found if a.soort == soort) for soort in ("verwijderd", "toegevoegd")}
    both = texts["verwijderd"] & texts["toegevoegd"]
    left = {soort: both.copy() for soort in texts}
    for alinea in found:
        if alinea.soort not in left or not left[alinea.soort][_whole(alinea)]:
            yield alinea
            continue
        left[alinea.soort][_whole(alinea)] -= 1
        if alinea.soort == "toegevoegd":
            yield replace(alinea, soort="verplaatst", stukken=(Tekstdeel(soort="gelijk", tekst=_whole(alinea)[0]),))


def _whole(alinea: Alineawijziging) -> tuple[str, Looks]:
    return "".join(stuk.tekst for stuk in alinea.stukken), alinea.opmaak


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
