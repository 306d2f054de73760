# SPDX-License-Identifier: EUPL-1.2
"""The business rules of the Regeling as data; run only on schema-valid documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from weerbaar_docs.rules import (
    besluit,
    brief,
    bruikleen,
    contact,
    invoer,
    kosten,
    pkvw,
    privacy,
    rapport,
    redactie,
    regeling,
    termijn,
    toestemming,
    uitvoering,
    vangnet,
)
from weerbaar_docs.rules.regel import Moment, Regel
from weerbaar_docs.termijnen import Kalender

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from weerbaar_docs.errors import Melding

__all__ = ["REGELS", "Instellingen", "Moment", "Regel", "evaluate", "regels"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instellingen:
    """What the rules take from outside the document.

    The calendar, the date on which things may be stale (None: not asked), and whether the vangnet of 2016 is open.
    """

    kalender: Kalender = field(default_factory=Kalender)
    peildatum: date | None = None
    vangnet: bool = False


@cache
def regels(instellingen: Instellingen) -> tuple[Regel, ...]:
    """Give every rule, in the order of the way of a dossier."""
    return (
        *invoer.REGELS,
        *termijn.regels(instellingen.kalender),
        *regeling.REGELS,
        *privacy.REGELS,
        *rapport.REGELS,
        *kosten.REGELS,
        *pkvw.REGELS,
        *redactie.REGELS,
        *besluit.REGELS,
        *toestemming.REGELS,
        *brief.REGELS,
        *uitvoering.REGELS,
        *bruikleen.REGELS,
        *contact.regels(instellingen.peildatum),
        *vangnet.REGELS,
    )


REGELS = regels(Instellingen())


def evaluate(
    gegevens: Mapping[str, Any],
    *,
    momenten: Collection[str] | None = None,
    document: str = "dossier",
    instellingen: Instellingen | None = None,
) -> list[Melding]:
    """Give the meldingen of all rules for a kind of document, or of those for the given momenten.

    A rule without its data says nothing.
    """
    return [
        melding
        for regel in regels(instellingen or Instellingen())
        if regel.document == document and (momenten is None or regel.moment in momenten)
        for melding in regel.check(gegevens)
    ]
