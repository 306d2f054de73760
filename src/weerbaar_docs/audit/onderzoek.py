# SPDX-License-Identifier: EUPL-1.2
"""lines + checkpoints + herstelbesluiten -> Onderzoek: all that can be said of an audit log from public material.

To what chain.py finds in the lines and checkpoint.py finds between lines and checkpoints, this adds what they say together:
(1) a checkpoint past the head from which a herstelbesluit went on is of the part that was left, and binds no line;
(2) a line that says that a checkpoint was made, while there is none of that time, means a checkpoint is missing;
(3) a clock that goes back shows in a line older than the one before, or than the checkpoint before it;
(4) lines that stood long without a checkpoint are named: in that time their end could have been rewritten unseen.
(2) to (4) have honest causes too, so they are warnings. Lines are read once, in the same memory for ten or ten million.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Protocol

from weerbaar_docs.audit.checkpoint import Checkpoint, verify_against
from weerbaar_docs.audit.reading import MEESTE_BEVINDINGEN, OPLOSSING
from weerbaar_docs.audit.regel import BEGIN, Kop, match_line
from weerbaar_docs.errors import Melding, VerificationError
from weerbaar_docs.model import utc_moment, utc_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

HOOGSTENS_DAGEN: Final = 3  # a weekend without a checkpoint is no reason for a warning
_SPELING: Final = timedelta(minutes=5)  # the clocks of machines that share one log
_GEMAAKT: Final = b'{"handeling":"checkpoint",'
_GELUKT: Final = b'"uitkomst":"gelukt"'
_MOMENT: Final = b'"moment":"'
_LENGTE: Final = len("2026-05-22T18:14:05Z")


class Herstel(Protocol):
    """A checked herstelbesluit: at this moment two sleutelbeheerders let the log go on from this head of a copy."""

    @property
    def register(self) -> str:
        """Give the log that it is about."""
        ...

    @property
    def kop(self) -> Kop:
        """Give the head of the copy."""
        ...

    @property
    def moment(self) -> datetime:
        """Give when they decided."""
        ...

    def leaves(self, checkpoint: Checkpoint) -> bool:
        """Say whether a checkpoint is of the part of the log that this decision left."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Onderzoek:
    """What was found: lines read, head, checkpoints that hold, the last line they vouch for, a melding per finding."""

    aantal: int
    kop: Kop
    checkpoints: int
    gedekt_tot: int
    meldingen: tuple[Melding, ...]

    @property
    def in_orde(self) -> bool:
        """Say whether there is no fault; there may be warnings."""
        return not self.fouten

    @property
    def fouten(self) -> int:
        """Give how many faults there are; the other meldingen are warnings."""
        return sum(melding.ernst == "fout" for melding in self.meldingen)

    def as_json(self) -> dict[str, Any]:
        """Give what a command prints."""
        return {
            "in_orde": self.in_orde,
            "regels": self.aantal,
            "kop": {"volgnummer": self.kop.volgnummer, "sha256": self.kop.sha256},
            "checkpoints": self.checkpoints,
            "gedekt_tot": self.gedekt_tot,
            "meldingen": [melding.as_json() for melding in self.meldingen],
        }

    def require(self) -> None:
        """Raise VerificationError with every melding unless there is no fault."""
        if not self.in_orde:
            raise VerificationError(*self.meldingen)


def investigate(
    lines: Iterable[bytes],
    checkpoints: Iterable[Checkpoint],
    *,
    now: datetime,
    herstel: Iterable[Herstel] = (),
    na: Kop = BEGIN,
    hoogstens_dagen: int = HOOGSTENS_DAGEN,
) -> Onderzoek:
    """Read lines once and tell what is wrong with them, and what is odd; all of it of one register.

    Raises VerificationError when checkpoints and herstelbesluiten are of several registers.
    """
    known = sorted(checkpoints, key=lambda c: (c.moment, c.volgnummer))
    decisions = tuple(herstel)
    if len({c.register for c in known} | {h.register for h in decisions}) > 1:
        raise VerificationError(_melding("AUDIT-REGISTER", 0, "de checkpoints zijn van verschillende logboeken"))
    left = [c for c in known if any(h.leaves(c) for h in decisions)]
    bound = [c for c in known if c not in left]
    anchors = [*bound, *(_as_checkpoint(h) for h in decisions if h.kop.volgnummer and not _overruled(h, decisions))]
    watch = _Waarneming(na=na, bound=bound)
    found = verify_against(watch.pass_on(lines), anchors, na=na)
    warnings = [*watch.warnings(known), *_left(left), *_gaps(bound, found.kop, now, hoogstens_dagen)]
    return Onderzoek(
        aantal=found.aantal,
        kop=found.kop,
        checkpoints=len(known),
        gedekt_tot=max((c.volgnummer for c in bound if c.volgnummer <= found.kop.volgnummer), default=0),
        meldingen=(*found.meldingen, *warnings[:MEESTE_BEVINDINGEN]),
    )


def _as_checkpoint(herstel: Herstel) -> Checkpoint:
    return Checkpoint(
        register=herstel.register,
        volgnummer=herstel.kop.volgnummer,
        sha256=herstel.kop.sha256,
        moment=herstel.moment,
    )


def _overruled(herstel: Herstel, decisions: Iterable[Herstel]) -> bool:
    """Say whether a later decision went back to before this one, so that its head is gone too."""
    return any(later.moment > herstel.moment and later.kop.volgnummer < herstel.kop.volgnummer for later in decisions)


@dataclass(slots=True)
class _Waarneming:
    """What passes by while verify reads: where checkpoints were made, and how the moments run."""

    na: Kop
    bound: Sequence[Checkpoint]
    gemaakt: list[int] = field(default_factory=list)
    klok: list[tuple[int, str]] = field(default_factory=list)
    vloer: bytes = b""

    def pass_on(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Give the lines as they are."""
        signed = {c.volgnummer: c.moment for c in self.bound}
        for plaats, line in enumerate(lines, self.na.volgnummer + 1):
            if line.startswith(_GEMAAKT) and _GELUKT in line:
                found = match_line(line)
                self.gemaakt.append(int(found[4]) if found else plaats)
            start = line.find(_MOMENT) + len(_MOMENT)
            moment = line[start : start + _LENGTE]
            if moment < self.vloer:
                self._went_back(plaats, moment)
            else:
                self.vloer = moment
            if plaats in signed:
                self._compare(plaats, moment, signed[plaats])
            yield line

    def _went_back(self, plaats: int, text: bytes) -> None:
        moment, vloer = _read(text), _read(self.vloer)
        if moment is None or (vloer is not None and vloer - moment <= _SPELING):
            return
        if vloer is not None:
            self.klok.append((plaats, f"regel {plaats} is ouder dan wat er voor staat: de klok is teruggezet"))
        self.vloer = text

    def _compare(self, plaats: int, text: bytes, signed: datetime) -> None:
        moment = _read(text)
        if moment is not None and moment - signed > _SPELING:
            self.klok.append((plaats, f"regel {plaats} is jonger dan het checkpoint erover: de klok liep voor"))
        elif moment is not None:
            self.vloer = max(text, utc_text(signed).encode())

    def warnings(self, known: Iterable[Checkpoint]) -> list[Melding]:
        found = [_warning("AUDIT-KLOK", plaats, text) for plaats, text in self.klok]
        numbers = sorted(c.volgnummer for c in known)
        for before, plaats in pairwise((self.na.volgnummer, *self.gemaakt)) if numbers else ():
            at = bisect_left(numbers, before)
            if at == len(numbers) or numbers[at] >= plaats:
                text = f"regel {plaats} zegt dat er een checkpoint is gemaakt, maar dat is er niet bij"
                found.append(_warning("AUDIT-CHECKPOINT-WEG", plaats, text))
        return found


def _left(left: Iterable[Checkpoint]) -> list[Melding]:
    text = "het checkpoint op regel {} hoort bij het deel van het logboek dat met een herstelbesluit is verlaten"
    return [_warning("AUDIT-HERSTELD", c.volgnummer, text.format(c.volgnummer)) for c in left]


def _gaps(bound: Sequence[Checkpoint], kop: Kop, now: datetime, days: int) -> list[Melding]:
    longest = timedelta(days=days)
    found = []
    for before, after in pairwise(bound):
        if after.volgnummer > before.volgnummer and after.moment - before.moment > longest:
            text = (
                f"tussen de checkpoints op regel {before.volgnummer} en {after.volgnummer} zit meer dan {days} dagen: "
                "zo lang waren die regels ongedekt"
            )
            found.append(_warning("AUDIT-GAT", after.volgnummer, text))
    if bound and kop.volgnummer > bound[-1].volgnummer and now - bound[-1].moment > longest:
        text = f"na regel {bound[-1].volgnummer} is er al meer dan {days} dagen geen checkpoint gemaakt"
        found.append(_warning("AUDIT-GAT", bound[-1].volgnummer, text))
    return found


def _read(text: bytes) -> datetime | None:
    try:
        return utc_moment(text.decode("ascii"))
    except ValueError:
        return None


def _melding(code: str, plaats: int, melding: str) -> Melding:
    return Melding(code=code, ernst="fout", pad=f"/{plaats}", melding=melding, oplossing=OPLOSSING)


def _warning(code: str, plaats: int, melding: str) -> Melding:
    oplossing = "Vraag de beheerder om de verklaring, en leg die vast bij het onderzoek."
    return Melding(code=code, ernst="waarschuwing", pad=f"/{plaats}", melding=melding, oplossing=oplossing)
