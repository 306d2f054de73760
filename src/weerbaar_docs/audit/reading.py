# SPDX-License-Identifier: EUPL-1.2
"""How verify reads: what fits is passed by, what does not is held until a later line says where the chain goes on.

See chain.py for what is found and how it is called.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from weerbaar_docs.audit.regel import Kop, match_line
from weerbaar_docs.errors import Melding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MEESTE_BEVINDINGEN: Final = 100
OPLOSSING: Final = "Verander niets; bewaar het bestand en meld het bij de beheerder en de CISO."
_MEESTE_TWIJFEL: Final = 8
_STAP = {
    "AUDIT-VORM": "is geen auditregel: vorm of velden kloppen niet",
    "AUDIT-GEWIJZIGD": "is gewijzigd nadat hij was vastgelegd",
    "AUDIT-INGEVOEGD": "is later ingevoegd",
}


@dataclass(slots=True)
class _Regel:
    """A line as it was read; `eigen` is its digest as computed, `nummer` 0 and no digests when it is unreadable."""

    plaats: int
    nummer: int = 0
    sha: bytes = b""
    eigen: bytes = b""
    vorige: bytes = b""

    @property
    def heel(self) -> bool:
        return bool(self.sha) and self.sha == self.eigen

    def vouched_by(self, later: _Regel) -> bool:
        """Say whether a later line names this one; of a changed line either digest may be the old one."""
        return bool(self.sha) and later.vorige in (self.sha, self.eigen)


@dataclass(slots=True)
class Reading:
    """Where the chain stands (`kop`), what is in doubt, and what was found so far."""

    na: Kop
    ankers: Mapping[int, str]
    hoofd: _Regel = field(init=False)
    twijfel: list[_Regel] = field(default_factory=list)
    fouten: list[tuple[int, str]] = field(default_factory=list)
    ontbrekend: list[tuple[int, int, int]] = field(default_factory=list)
    vreemd: list[_Regel] = field(default_factory=list)
    herschreven: tuple[int, int] | None = None
    laatste_goede: int = 0

    def __post_init__(self) -> None:
        sha = self.na.sha256.encode()
        self.hoofd = _Regel(self.na.volgnummer, self.na.volgnummer, sha, sha)

    @property
    def kop(self) -> Kop:
        """Give the head of what was accepted so far."""
        return Kop(self.hoofd.nummer, self.hoofd.sha.decode())

    @property
    def too_many(self) -> bool:
        """Say whether there is so much wrong that reading on helps nobody."""
        return len(self.fouten) + len(self.ontbrekend) + len(self.vreemd) >= MEESTE_BEVINDINGEN

    def read(self, plaats: int, line: bytes) -> None:
        """Take the line at a place."""
        found = match_line(line)
        if found is None:
            self._doubt(_Regel(plaats))
            return
        begin, sha, rest, nummer, vorige = found.groups()
        eigen = hashlib.sha256(begin + rest).hexdigest().encode()
        self._take(_Regel(plaats, int(nummer), sha, eigen, vorige))

    def _take(self, regel: _Regel) -> None:
        hoofd, twijfel = self.hoofd, self.twijfel
        if regel.sha == regel.eigen and regel.nummer == hoofd.nummer + 1 and hoofd.vouched_by(regel):
            if twijfel:
                self._strays(twijfel, regel)
                twijfel.clear()
            self._accept(regel)
        elif regel.heel and regel.nummer < hoofd.nummer:
            self.vreemd.append(regel)
        elif regel.heel and regel.nummer > hoofd.nummer and twijfel and twijfel[-1].vouched_by(regel):
            anker = twijfel.pop()
            self._resolve(anker, regel.nummer - 1)
            self._accept(regel)
        else:
            self._doubt(regel)

    def _doubt(self, regel: _Regel) -> None:
        self.twijfel.append(regel)
        if len(self.twijfel) > _MEESTE_TWIJFEL:
            self._settle()

    def _accept(self, regel: _Regel) -> None:
        self.hoofd = regel
        expected = self.ankers.get(regel.nummer) if self.ankers else None
        if expected is None or self.herschreven:
            return
        if expected.encode() in (regel.sha, regel.eigen):
            self.laatste_goede = regel.nummer
        else:
            self.herschreven = (self.laatste_goede + 1, regel.nummer)

    def _strays(self, strays: Sequence[_Regel], volgende: _Regel) -> None:
        """Judge lines in doubt before one that fits without them: they do not belong there."""
        for stray in strays:
            if not stray.heel or (stray.nummer == volgende.nummer and stray.sha != volgende.sha):
                self._fault(stray, "AUDIT-INGEVOEGD")
            else:
                self.vreemd.append(stray)

    def _resolve(self, anker: _Regel, nummer: int) -> None:
        """Go on from a line that a later one vouches for; its number is then sure, and what is between is judged."""
        hoofd, between = self.hoofd, list(self.twijfel)
        self.twijfel.clear()
        gap = nummer - hoofd.nummer - 1
        if not anker.heel or anker.nummer != nummer:
            self._fault(anker, "AUDIT-GEWIJZIGD")
        elif gap < 0:
            self._fault(hoofd, "AUDIT-INGEVOEGD")
        elif gap == 0 and not hoofd.vouched_by(anker):
            # Number follows number, digest does not: the earlier one was rewritten, for the later one is vouched for.
            self._fault(hoofd if hoofd.plaats > self.na.volgnummer else anker, "AUDIT-GEWIJZIGD")
        self._between(hoofd, between, gap)
        anker.nummer = nummer
        self._accept(anker)

    def _between(self, hoofd: _Regel, between: Sequence[_Regel], gap: int) -> None:
        slot = hoofd.nummer + 1
        if len(between) != gap:
            if gap > 0:
                self.ontbrekend.append((slot, slot + gap - 1, slot))
            for before, regel in pairwise((hoofd, *between)):
                if regel.nummer == before.nummer + 1 and not before.vouched_by(regel):
                    self._fault(regel, "AUDIT-GEWIJZIGD")  # the right number, on another line than the one before
                else:
                    self._judge(regel, "AUDIT-GEWIJZIGD" if gap > 0 else "AUDIT-INGEVOEGD")
            return
        for number, regel in enumerate(between, slot):
            if regel.heel and regel.nummer != number:
                self.vreemd.append(regel)
                self.ontbrekend.append((number, number, regel.plaats))
            else:
                self._fault(regel, "AUDIT-GEWIJZIGD")

    def _judge(self, regel: _Regel, code: str) -> None:
        if regel.heel:
            self.vreemd.append(regel)
        else:
            self._fault(regel, code)

    def _settle(self) -> None:
        """Decide without a later line: go on from the last intact line with a higher number, if there is one."""
        held = list(self.twijfel)
        further = [i for i, regel in enumerate(held) if regel.heel and regel.nummer > self.hoofd.nummer]
        rest = held
        if further:
            self.twijfel[:], rest = held[: further[-1]], held[further[-1] + 1 :]
            self._resolve(held[further[-1]], held[further[-1]].nummer)
        self.twijfel.clear()
        for regel in rest:
            self._judge(regel, "AUDIT-GEWIJZIGD")

    def _fault(self, regel: _Regel, code: str) -> None:
        self.fouten.append((regel.plaats, code if regel.sha else "AUDIT-VORM"))

    def finish(self) -> list[Melding]:
        """Give the meldingen, in order of place."""
        stopped = self.too_many
        self._settle()
        found = [_melding(code, plaats, f"regel {plaats} {_STAP[code]}") for plaats, code in dict.fromkeys(self.fouten)]
        found += self._moved() + self._removed() + ([] if stopped else self._ended())
        found.sort(key=lambda m: int(m.pad[1:]))
        if stopped:
            text = f"er zijn al {MEESTE_BEVINDINGEN} bevindingen; de regels hierna zijn niet gelezen"
            found.append(_melding("AUDIT-MEER", int(found[-1].pad[1:]), text))
        return found

    def _moved(self) -> list[Melding]:
        return [melding for regel in self.vreemd if (melding := self._moved_one(regel)) is not None]

    def _moved_one(self, regel: _Regel) -> Melding | None:
        absent = any(first <= regel.nummer <= last for first, last, _ in self.ontbrekend)
        if not absent and regel.nummer <= self.hoofd.nummer:
            text = f"op plaats {regel.plaats} komt volgnummer {regel.nummer} nog een keer voor"
            return _melding("AUDIT-DUBBEL", regel.plaats, text)
        if regel.nummer != regel.plaats:
            text = f"op plaats {regel.plaats} staat de regel met volgnummer {regel.nummer}: regels zijn verwisseld"
            return _melding("AUDIT-VERWISSELD", regel.plaats, text)
        if any(regel.vouched_by(later) for later in self.vreemd):
            return None  # it stands where it belongs; the lines around it do not
        return _melding("AUDIT-GEWIJZIGD", regel.plaats, f"regel {regel.plaats} {_STAP['AUDIT-GEWIJZIGD']}")

    def _removed(self) -> list[Melding]:
        present = {regel.nummer for regel in self.vreemd}
        found = []
        for first, last, plaats in self.ontbrekend:
            for start, end in _without(first, last, present):
                which = f"regel {start} ontbreekt" if start == end else f"de regels {start} tot en met {end} ontbreken"
                found.append(_melding("AUDIT-VERWIJDERD", max(start, plaats), f"{which} in het logboek"))
        return found

    def _ended(self) -> list[Melding]:
        found = []
        if self.herschreven:
            first, last = self.herschreven
            text = (
                f"regel {last} is niet de regel van het ondertekende checkpoint: het logboek is ergens in de regels "
                f"{first} tot en met {last} herschreven, of een oudere kopie is teruggezet en verder gevuld"
            )
            found.append(_melding("AUDIT-HERSCHREVEN", last, text))
        newest = max(self.ankers, default=0)
        if newest > self.hoofd.nummer:
            start = self.hoofd.nummer + 1
            text = (
                f"het logboek houdt op voor regel {start}, maar er is een ondertekend checkpoint op regel {newest}: het "
                "einde is afgekapt, of een oudere kopie is teruggezet"
            )
            found.append(_melding("AUDIT-AFGEKAPT", start, text))
        return found


def _without(first: int, last: int, present: set[int]) -> list[tuple[int, int]]:
    """Give the ranges that are left of one range when some numbers are taken out."""
    found, start = [], first
    for number in sorted(n for n in present if first <= n <= last):
        if start < number:
            found.append((start, number - 1))
        start = number + 1
    return [*found, (start, last)] if start <= last else found


def _melding(code: str, plaats: int, melding: str) -> Melding:
    return Melding(code=code, ernst="fout", pad=f"/{plaats}", melding=melding, oplossing=OPLOSSING)
