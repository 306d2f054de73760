# SPDX-License-Identifier: EUPL-1.2
"""The business rules of the Regeling as data (domein.md 3.2 and 3.3); run only on schema-valid dossiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.rules import besluit, brief, invoer, kosten, pkvw, rapport, toestemming, uitvoering
from weerbaar_docs.rules.regel import Moment, Regel

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from weerbaar_docs.errors import Melding

__all__ = ["REGELS", "Moment", "Regel", "evaluate"]

REGELS: tuple[Regel, ...] = (
    *invoer.REGELS,
    *rapport.REGELS,
    *kosten.REGELS,
    *pkvw.REGELS,
    *besluit.REGELS,
    *toestemming.REGELS,
    *brief.REGELS,
    *uitvoering.REGELS,
)


def evaluate(gegevens: Mapping[str, Any], *, momenten: Collection[str] | None = None) -> list[Melding]:
    """Give the meldingen of all rules, or of those for the given momenten; a rule without its data says nothing."""
    return [
        melding for regel in REGELS if momenten is None or regel.moment in momenten for melding in regel.check(gegevens)
    ]
