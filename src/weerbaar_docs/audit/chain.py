# SPDX-License-Identifier: EUPL-1.2
"""lines -> Bevindingen: what happened to an audit log, found from its lines alone (no database, no key, no I/O).

A line fits when it is intact (its digest is right), has the next number and names the digest of the line before. What
does not fit is held, a few lines at most, until a later line says which of them the chain goes on from. Then:
(1) a line that is not intact, or was rewritten with a digest of its own, is `AUDIT-GEWIJZIGD` (`AUDIT-VORM` if unreadable);
(2) numbers that never came are `AUDIT-VERWIJDERD`, and if their line stands elsewhere that place is `AUDIT-VERWISSELD`;
(3) a line too many is `AUDIT-DUBBEL` (its number was there already) or `AUDIT-INGEVOEGD`;
(4) an end before the last anchor is `AUDIT-AFGEKAPT`, another digest than an anchor's `AUDIT-HERSCHREVEN`.
Anchors come from signed checkpoints (checkpoint.py): without one, (4) and a chain rewritten from some line to its end
cannot be seen. Reading takes the same memory for ten lines and ten million.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from weerbaar_docs.audit.reading import Reading
from weerbaar_docs.audit.regel import BEGIN, Auditregel, Kop
from weerbaar_docs.errors import VerificationError
from weerbaar_docs.model import utc_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from weerbaar_docs.audit.regel import Handeling
    from weerbaar_docs.errors import Melding


@dataclass(frozen=True, slots=True, kw_only=True)
class Bevindingen:
    """What verify found: how many lines it read, the head of the chain, and a melding per fault, in order of place."""

    aantal: int
    kop: Kop
    meldingen: tuple[Melding, ...]

    @property
    def gaaf(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.meldingen

    def require(self) -> None:
        """Raise VerificationError with every melding unless nothing is wrong."""
        if self.meldingen:
            raise VerificationError(*self.meldingen)


def append(
    vorige: Kop,
    *,
    moment: datetime,
    wie: str,
    handeling: Handeling,
    object: str,  # noqa: A002 - the field of that name
    uitkomst: str,
    herkomst: str,
) -> Auditregel:
    """Make the line that follows a head; raises ValidationError when a field has not its form."""
    return Auditregel(
        volgnummer=vorige.volgnummer + 1,
        moment=utc_text(moment),
        wie=wie,
        handeling=handeling,
        object=object,
        uitkomst=uitkomst,
        herkomst=herkomst,
        vorige_sha256=vorige.sha256,
    )


def verify(lines: Iterable[bytes], *, na: Kop = BEGIN, ankers: Mapping[int, str] | None = None) -> Bevindingen:
    """Read lines (canonical bytes, with or without line end) once and name every fault by its place.

    `na` is the head after which the lines begin; `ankers` are digests by number that are known from elsewhere.
    """
    reading = Reading(na, ankers or {})
    plaats = na.volgnummer
    for plaats, line in enumerate(lines, na.volgnummer + 1):
        reading.read(plaats, line)
        if reading.too_many:
            break
    return Bevindingen(aantal=plaats - na.volgnummer, kop=reading.kop, meldingen=tuple(reading.finish()))
