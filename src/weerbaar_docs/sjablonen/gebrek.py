# SPDX-License-Identifier: EUPL-1.2
"""What the lint says: a fault or warning (Gebrek) and its place in the template (Plaats)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from weerbaar_docs.errors import Melding
from weerbaar_docs.sjablonen.regels import REGELS

if TYPE_CHECKING:
    from weerbaar_docs.errors import Ernst

_DELEN: Final = ("tekst", "kop", "voet", "voetnoten", "eindnoten")


class Cel(NamedTuple):
    """A cell of a table: the how manieth table of the part, row and cell, from 1."""

    tabel: int
    rij: int
    cel: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plaats:
    """Where something is: the part as a person knows it, the paragraph in it, the cells around it (outermost first)."""

    deel: str
    alinea: int | None = None
    cellen: tuple[Cel, ...] = ()

    def __str__(self) -> str:
        cellen = (f"tabel {c.tabel} rij {c.rij} cel {c.cel}" for c in self.cellen)
        alinea = () if self.alinea is None else (f"alinea {self.alinea}",)
        return ", ".join((self.deel, *cellen, *alinea))

    def as_json(self) -> dict[str, Any]:
        """Give the place as the lint's JSON writes it."""
        return {"deel": self.deel, "alinea": self.alinea, "cellen": [c._asdict() for c in self.cellen]}

    @property
    def order(self) -> tuple[int, str, int]:
        """Say where the place comes in a list: the text first, then headers, footers and notes, then the file itself."""
        kind = self.deel.split(" ", maxsplit=1)[0]
        rank = _DELEN.index(kind) if kind in _DELEN else len(_DELEN)
        return rank, self.deel, self.alinea or 0


BESTAND: Final = Plaats(deel="bestand")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gebrek:
    """One finding; its rule says how serious it is and what to do, unless the finding knows better."""

    code: str
    plaats: Plaats
    melding: str
    oplossing: str
    ernst: Ernst

    def as_json(self) -> dict[str, Any]:
        """Give the finding as the lint's JSON writes it."""
        return {
            "code": self.code,
            "ernst": self.ernst,
            "plaats": self.plaats.as_json(),
            "melding": self.melding,
            "oplossing": self.oplossing,
        }

    def as_melding(self) -> Melding:
        """Give the finding as every error of this library shows one."""
        return Melding(
            code=self.code, ernst=self.ernst, pad=str(self.plaats), melding=self.melding, oplossing=self.oplossing
        )


def gebrek(
    code: str, plaats: Plaats, melding: str, *, oplossing: str | None = None, ernst: Ernst | None = None
) -> Gebrek:
    """Make a finding of a rule (REGELS)."""
    regel = REGELS[code]
    return Gebrek(
        code=code, plaats=plaats, melding=melding, oplossing=oplossing or regel.oplossing, ernst=ernst or regel.ernst
    )
