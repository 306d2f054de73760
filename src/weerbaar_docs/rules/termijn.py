# SPDX-License-Identifier: EUPL-1.2
"""Rules on the one term of the process: contact within three working days.

Without `contact_gelegd_op` nothing is said: whether the term has passed by now is not a fact of the dossier.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from weerbaar_docs.errors import ValidationError
from weerbaar_docs.rules.regel import Bevinden, Regel
from weerbaar_docs.termijnen import contact_uiterlijk_op

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from weerbaar_docs.termijnen import Kalender


def regels(kalender: Kalender) -> tuple[Regel, ...]:
    """Give R-TERM-1 and R-TERM-2 for one calendar of working days."""
    return (
        Regel(
            id="R-TERM-1",
            ernst="fout",
            moment="invoer",
            titel="Uiterste dag voor contact klopt",
            uitleg="De uiterste dag voor contact is de aanmelddag plus drie werkdagen.",
            bron="Werkwijze van het CCV; werkdagen naar de Algemene termijnenwet, art. 3",
            herstel="Laat contact_uiterlijk_op opnieuw afleiden, of herstel het moment van aanmelding.",
            vind=partial(_term_1, kalender=kalender),
            impliceert=("R-TERM-2",),
        ),
        Regel(
            id="R-TERM-2",
            ernst="waarschuwing",
            moment="invoer",
            titel="Contact op tijd",
            uitleg="Het contact is binnen drie werkdagen na de aanmelding gelegd.",
            bron="Werkwijze van het CCV; werkdagen naar de Algemene termijnenwet, art. 3",
            herstel="Controleer de datum; bij een laat contact blijft de waarschuwing staan.",
            vind=partial(_term_2, kalender=kalender),
        ),
    )


def _term_1(gegevens: Mapping[str, Any], *, kalender: Kalender) -> Iterator[Bevinden]:
    aanmelding = gegevens.get("aanmelding")
    if aanmelding is None:
        return
    try:
        uiterlijk = contact_uiterlijk_op(aanmelding["aangemeld_op"], kalender).isoformat()
    except ValidationError as unknown:
        for reden in unknown.meldingen:
            yield Bevinden(pad="/aanmelding/aangemeld_op", melding=reden.melding, oplossing=reden.oplossing)
        return
    if aanmelding["contact_uiterlijk_op"] != uiterlijk:
        yield Bevinden(
            pad="/aanmelding/contact_uiterlijk_op",
            melding="dit is niet de aanmelddag plus drie werkdagen",
            oplossing=f"Vul {uiterlijk} in, of controleer aangemeld_op.",
        )


def _term_2(gegevens: Mapping[str, Any], *, kalender: Kalender) -> Iterator[Bevinden]:
    aanmelding = gegevens.get("aanmelding", {})
    gelegd = aanmelding.get("contact_gelegd_op")
    if gelegd is None:
        return
    try:
        uiterlijk = contact_uiterlijk_op(aanmelding["aangemeld_op"], kalender).isoformat()
    except ValidationError:
        return  # R-TERM-1 says why
    if gelegd > uiterlijk:
        yield Bevinden(
            pad="/aanmelding/contact_gelegd_op",
            melding="het contact is later gelegd dan drie werkdagen na de aanmelding",
            oplossing="Controleer de datum; bij een laat contact blijft deze waarschuwing staan.",
        )
