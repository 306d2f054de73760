# SPDX-License-Identifier: EUPL-1.2
"""A bericht for a werkgever -> the letter that tells his old contact which key we have now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.errors import ValidationError
from weerbaar_docs.neutrale_brief import write_contactbrief
from weerbaar_docs.registers.berichten import open_bericht
from weerbaar_docs.registers.contactpunten import contactpunt
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl

if TYPE_CHECKING:
    from weerbaar_docs.neutrale_brief import NeutraleBrief
    from weerbaar_docs.pades import Zegel
    from weerbaar_docs.store.opslag import Act


def notice_letter(
    act: Act,
    id: str,  # noqa: A002 - the column of that name
    *,
    loket: str,
    zegel: Zegel,
    huisstijl: Huisstijl = HUISSTIJL,
) -> NeutraleBrief:
    """Write to the old contact of a werkgever which key we have now; `loket` is the contactpunt that answers.

    Raises ValidationError when this bericht is not for a werkgever.
    """
    bericht = open_bericht(act, id)
    if bericht.soort != "sleutel_aan_werkgever":
        raise ValidationError.because(
            "BERICHT-SOORT", "dit bericht is niet voor een werkgever", "Schrijf of bel de bestuurder."
        )
    punt = contactpunt(act.connection, act.register_key(), loket)["contactpunt"]
    return write_contactbrief(bericht.gegevens["organisatie"], punt, zegel=zegel, now=act.now, huisstijl=huisstijl)
