# SPDX-License-Identifier: EUPL-1.2
"""Rules on contact data: numbers and addresses go stale, and a wrong one sends a person in danger nowhere."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from weerbaar_docs.rules.regel import Bevinden, Regel
from weerbaar_docs.termijnen import maanden_later

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAANDEN = 12
# Seen in a published source: the domain misses a letter, so mail to it does not arrive.
_TIKFOUTEN = ("politiekeamtsdragers",)


def judge(contactpunt: Mapping[str, Any], op: date) -> tuple[Bevinden, ...]:
    """Give what is wrong with contact data on a day: `email`, `url`, `geverifieerd_op` (None: never) and `vervalt_op`."""
    if contactpunt["geverifieerd_op"] is None:
        return (
            Bevinden(
                pad="/geverifieerd_op",
                melding="dit contactpunt is nooit gecontroleerd",
                oplossing="Controleer het, en leg het met de datum vast in het register.",
            ),
        )
    return (*_tikfouten(contactpunt), *_verlopen(contactpunt, op))


def regels(peildatum: date | None) -> tuple[Regel, ...]:
    """Give the rules for contactpunten as they stand on a date; without a date nothing is stale."""

    def vind(contactpunt: Mapping[str, Any]) -> Iterator[Bevinden]:
        yield from _tikfouten(contactpunt)
        if peildatum is not None:
            yield from _verlopen(contactpunt, peildatum)

    return (
        Regel(
            id="R-CONT-1",
            ernst="fout",
            moment="invoer",
            titel="Contactgegevens zijn nagekeken",
            uitleg="Elk contactpunt is in de laatste twaalf maanden gecontroleerd en bevat geen bekende tikfout.",
            bron="Ontwerpkeuze van weerbaar_docs; de gepubliceerde nummers en adressen zijn van 2016 en 2023",
            herstel="Bel of mail het contactpunt, verbeter wat niet klopt en leg de nieuwe datum vast.",
            vind=vind,
            document="contactpunt",
        ),
    )


def _tikfouten(contactpunt: Mapping[str, Any]) -> Iterator[Bevinden]:
    for veld in ("email", "url"):
        if any(fout in (contactpunt[veld] or "").casefold() for fout in _TIKFOUTEN):
            yield Bevinden(
                pad=f"/{veld}",
                melding="dit adres bevat een bekende tikfout en komt niet aan",
                oplossing="Zoek het juiste adres op bij de organisatie zelf.",
            )


def _verlopen(contactpunt: Mapping[str, Any], peildatum: date) -> Iterator[Bevinden]:
    if contactpunt["geverifieerd_op"] > peildatum.isoformat():
        yield Bevinden(
            pad="/geverifieerd_op",
            melding="volgens de datum wordt dit contactpunt nog gecontroleerd",
            oplossing="Leg de dag vast waarop het echt is gecontroleerd.",
        )
    if peildatum > maanden_later(date.fromisoformat(contactpunt["geverifieerd_op"]), MAANDEN):
        yield Bevinden(
            pad="/geverifieerd_op",
            melding=f"dit contactpunt is langer dan {MAANDEN} maanden geleden gecontroleerd",
            oplossing="Controleer het opnieuw en leg de datum vast.",
        )
    if (contactpunt["vervalt_op"] or "9999-12-31") < peildatum.isoformat():
        yield Bevinden(
            pad="/vervalt_op",
            melding="dit contactpunt is vervallen",
            oplossing="Vervang het door het nieuwe contactpunt.",
        )
