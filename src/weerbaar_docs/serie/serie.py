# SPDX-License-Identifier: EUPL-1.2
"""Run a series: hand out lots to processes, write what comes back, note it, and report per recipient.

(1) no more lots are under way than the processes need, so that memory stays flat; (2) a letter is on the disk before it is noted,
and noted before the next lot is written; (3) whatever ends this in between, what was noted stays and the rest can be made later.
"""

from __future__ import annotations

import csv
import io
import multiprocessing
import os
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs._files import write_atomic
from weerbaar_docs.canonical import canonical_bytes, sha256
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.maatregelenlijst import harmless
from weerbaar_docs.neutrale_brief import document_of, kenmerk_of
from weerbaar_docs.serie.journaal import Regel, open_journaal
from weerbaar_docs.serie.werker import Partij, begin, make_partij

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from datetime import date
    from pathlib import Path

    from weerbaar_docs.rendering.huisstijl import Huisstijl
    from weerbaar_docs.serie.werker import Briefuitkomst, Verzegeling

PER_PARTIJ: Final = 24
_VERSLAG: Final = "verslag.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Serie:
    """What a series is: the letter, to whom, about which contactpunt, on which day, and with what it is sealed."""

    soort: str
    ontvangers: Sequence[Mapping[str, Any]] = field(repr=False)
    contactpunt: Mapping[str, Any] = field(repr=False)
    datum: date
    sjablonen: Mapping[str, str]
    huisstijl_sha256: str
    verzegeling: Verzegeling | None = None

    def namen(self) -> dict[str, str]:
        """Give what the file of each recipient is called, by OIN."""
        end = "pdf" if self.verzegeling is None else "pgp"
        return {
            o["oin"]: f"{kenmerk_of(self.soort, o, self.contactpunt, datum=self.datum)}.{end}" for o in self.ontvangers
        }

    def kop(self) -> dict[str, Any]:
        """Give what tells this series from another, in digests."""
        return {
            "brief": self.soort,
            "datum": self.datum.isoformat(),
            "ontvangers_sha256": sha256(canonical_bytes(list(self.ontvangers))),
            "contactpunt_sha256": sha256(canonical_bytes(self.contactpunt)),
            "sjablonen": dict(self.sjablonen),
            "huisstijl_sha256": self.huisstijl_sha256,
            "versleuteld": self.verzegeling is not None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Uitkomst:
    """What came of a series: how many were made now and how many there were, and who got none and why (OIN, code, reason).

    `bestanden` are the names of the letters that are there, in the order of the recipients.
    """

    gemaakt: int
    waren_er: int
    bestanden: tuple[str, ...]
    uitval: tuple[tuple[str, str, str], ...]


def templates_of(soort: str, ontvangers: Sequence[Mapping[str, Any]], huisstijl: Huisstijl) -> dict[str, str]:
    """Give the digest of the template of each document that the recipients need; raises UsageError for no neutral letter."""
    needed = sorted({document_of(soort, o["type"]) for o in ontvangers})
    return {naam: sha256(huisstijl.sjabloon(naam).docx) for naam in needed}


def run_serie(
    serie: Serie,
    folder: Path,
    *,
    hervat: bool = False,
    processen: int | None = None,
    meld: Callable[[int, int], None] = lambda _klaar, _totaal: None,
) -> Uitkomst:
    """Make the letters of a series in a folder, and `verslag.csv` that says what came of each; `meld` hears how far it is.

    Raises UsageError for a folder that holds something else, and RenderingError when a process ends. Whatever ends it, it ends
    between two lots: what is there is noted.
    """
    namen = serie.namen()
    made: dict[str, Regel] = {}
    failed: dict[str, tuple[str, str]] = {}
    with open_journaal(folder, serie.kop(), namen, hervat=hervat) as journaal:
        there = journaal.er_al
        todo = [o for o in serie.ontvangers if o["oin"] not in there]
        meld(len(there), len(serie.ontvangers))
        for lot in _lots(serie, todo, processen or os.cpu_count() or 1):
            regels = [_written(item, folder, namen[item.oin]) for item in lot if not item.code]
            journaal.note(regels)
            made |= {regel.oin: regel for regel in regels}
            failed |= {item.oin: (item.code, item.reden) for item in lot if item.code}
            meld(len(there) + len(made) + len(failed), len(serie.ontvangers))
        done = {**there, **made}
        _report(serie, folder, done, failed)
    return Uitkomst(
        gemaakt=len(made),
        waren_er=len(there),
        bestanden=tuple(done[o["oin"]].bestand for o in serie.ontvangers if o["oin"] in done),
        uitval=tuple((oin, *why) for oin, why in sorted(failed.items())),
    )


def _lots(serie: Serie, todo: Sequence[Mapping[str, Any]], processen: int) -> Iterator[list[Briefuitkomst]]:
    """Give the lots as they come, in order, with no more under way than keep every process busy."""
    lots = iter([todo[i : i + PER_PARTIJ] for i in range(0, len(todo), PER_PARTIJ)])
    if not todo:
        return
    pool = ProcessPoolExecutor(
        max_workers=min(processen, -(-len(todo) // PER_PARTIJ)),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=begin,
        initargs=(dict(os.environ),),
    )
    under_way: deque[Future[list[Briefuitkomst]]] = deque()
    try:
        for lot in lots:
            under_way.append(pool.submit(make_partij, _partij(serie, lot)))
            if len(under_way) > 2 * processen:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    except BrokenProcessPool:
        raise RenderingError.because(
            "BRIEF-PROCES",
            "een proces dat brieven maakte, werd van buiten beëindigd (misschien was het geheugen vol)",
            "Wat af is, blijft. Ga verder met --hervat, zo nodig met minder --processen.",
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _partij(serie: Serie, ontvangers: Sequence[Mapping[str, Any]]) -> Partij:
    verzegeling = serie.verzegeling
    if verzegeling is not None:
        own = {o["oin"]: verzegeling.sleutels[o["oin"]] for o in ontvangers}
        verzegeling = replace(verzegeling, sleutels=own)
    return Partij(
        soort=serie.soort,
        datum=serie.datum.isoformat(),
        contactpunt=serie.contactpunt,
        sjablonen=serie.sjablonen,
        huisstijl_sha256=serie.huisstijl_sha256,
        ontvangers=ontvangers,
        verzegeling=verzegeling,
    )


def _written(item: Briefuitkomst, folder: Path, name: str) -> Regel:
    write_atomic(folder / name, item.inhoud, overwrite=True)
    return Regel(oin=item.oin, bestand=name, sha256=sha256(item.inhoud))


def _report(serie: Serie, folder: Path, made: Mapping[str, Regel], failed: Mapping[str, tuple[str, str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["oin", "naam", "uitkomst", "bestand", "code", "reden"])
    for ontvanger in serie.ontvangers:
        oin = ontvanger["oin"]
        code, reden = failed.get(oin, ("", ""))
        bestand = made[oin].bestand if oin in made else ""
        told = [f"'{oin}", ontvanger["naam"], "gemaakt" if bestand else "niet gemaakt", bestand, code, reden]
        writer.writerow([told[0], *(harmless(cell) for cell in told[1:])])
    write_atomic(folder / _VERSLAG, ("\ufeff" + text.getvalue()).encode(), overwrite=True)
