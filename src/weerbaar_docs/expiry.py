# SPDX-License-Identifier: EUPL-1.2
"""A pinned key + a day -> what lapses soon, so that somebody asks for a new key before a delivery fails.

(1) a key warns 60, 30 and 7 days before its last day, each step with a code of its own, so that one can tell once;
(2) so does its verification (R-PGP-1): after so many months the fingerprint has to be compared again;
(3) what has lapsed is a fout; a key without an end never lapses, but its verification does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from weerbaar_docs.errors import Melding
from weerbaar_docs.keys import VERIFICATIE_MAANDEN
from weerbaar_docs.termijnen import maanden_later

if TYPE_CHECKING:
    from datetime import date

    from weerbaar_docs.keys import Sleutel

DREMPELS: Final = (7, 30, 60)


def warnings(sleutel: Sleutel, op: date, *, maanden: int = VERIFICATIE_MAANDEN) -> tuple[Melding, ...]:
    """Give what has lapsed or lapses within sixty days; empty when there is nothing to do."""
    tot = sleutel.geldig_tot
    opnieuw = maanden_later(sleutel.geverifieerd_op, maanden)
    lapses = [] if tot is None else [_melding("SLEUTEL-VERLOOPT", (tot - op).days, *_SLEUTEL)]
    return tuple(m for m in [*lapses, _melding("SLEUTEL-VERIFICATIE", (opnieuw - op).days, *_VERIFICATIE)] if m)


_SLEUTEL = ("de sleutel", "Vraag de houder om de sleutel te verlengen of om een nieuwe, en bel terug.")
_VERIFICATIE = (
    "de verificatie van de vingerafdruk (R-PGP-1)",
    "Bel de houder op een bekend nummer, vergelijk de vingerafdruk en leg de nieuwe datum vast.",
)


def _melding(code: str, days: int, wat: str, oplossing: str) -> Melding | None:
    if days < 0:
        return Melding(code=f"{code}-NU", ernst="fout", pad="", melding=f"{wat} is verlopen", oplossing=oplossing)
    for drempel in DREMPELS:
        if days <= drempel:
            when = {0: "na vandaag", 1: "over 1 dag"}.get(days, f"over {days} dagen")
            return Melding(
                code=f"{code}-{drempel}",
                ernst="waarschuwing",
                pad="",
                melding=f"{wat} verloopt {when}",
                oplossing=oplossing,
            )
    return None
