# SPDX-License-Identifier: EUPL-1.2
"""Who may act for whom, from when till when: what an organisation configured, and nothing that follows from a role.

A substitute acts with his own key and in his own role; the logboek says for whom, in a line of its own of the same act.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from weerbaar_docs.errors import ConsentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from weerbaar_docs.audit.regel import Handeling
    from weerbaar_docs.store import Act, Opslag


@dataclass(frozen=True, slots=True, kw_only=True)
class Vervanging:
    """`door` may act for `voor` on the days from `van` up to and including `tot`."""

    voor: str
    door: str
    van: date
    tot: date

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Vervanging:
        """Read one of the configuration."""
        return cls(
            voor=value["voor"],
            door=value["door"],
            van=date.fromisoformat(value["van"]),
            tot=date.fromisoformat(value["tot"]),
        )


def require_substitute(vervangingen: Iterable[Vervanging], *, voor: str, door: str, op: date) -> None:
    """Raise ConsentError unless `door` may act for `voor` on this day."""
    if not any(v.voor == voor and v.door == door and v.van <= op <= v.tot for v in vervangingen):
        raise ConsentError.because(
            "VERVANGING",
            f"vandaag is niet ingesteld dat u {voor} vervangt",
            "Laat de beheerder de vervanging met begin en einde instellen (vervanging.plaatsvervangers).",
        )


@contextlib.contextmanager
def acting_for(opslag: Opslag, act: Act, handeling: Handeling, voor: str | None) -> Iterator[None]:
    """Write for whom this act was done, in its own transaction; nothing when it was done for nobody else."""
    if voor is None:
        yield
        return
    with opslag.act_in(act.connection, handeling, object=voor):
        yield
