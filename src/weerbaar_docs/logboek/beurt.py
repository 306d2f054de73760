# SPDX-License-Identifier: EUPL-1.2
"""When the last checkpoint was, and what came after it -> whether the next one is due, and why.

A checkpoint is due (1) after every delivery, for from then on somebody else depends on the log, and (2) every day on
which there is something new. No new lines, no checkpoint: the last one vouches for all there is. The line that tells of
making a checkpoint is not new in that sense, or there would be no end to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.store.log_queries import read_stand
from weerbaar_docs.termijnen import nederlandse_dag

if TYPE_CHECKING:
    from datetime import date, datetime

    from weerbaar_docs.store.opslag import Opslag


def checkpoint_due(
    laatste: datetime | None, regels_sinds: int, vandaag: date, *, leveringen_sinds: int = 0
) -> str | None:
    """Give a Dutch sentence that says why a checkpoint has to be made now, or None.

    `laatste` is the moment of the last checkpoint (None: never one), `regels_sinds` the lines after it.
    """
    if regels_sinds == 0:
        return None
    if laatste is None:
        return "er is nog geen checkpoint van dit logboek gemaakt"
    dagen = (vandaag - nederlandse_dag(laatste)).days
    reasons = (
        (leveringen_sinds == 1, "er is een levering geweest na het laatste checkpoint"),
        (leveringen_sinds > 1, f"er zijn {leveringen_sinds} leveringen geweest na het laatste checkpoint"),
        (dagen == 1, "het laatste checkpoint is van gisteren"),
        (dagen > 1, f"het laatste checkpoint is {dagen} dagen oud"),
    )
    return next((reason for applies, reason in reasons if applies), None)


def due(opslag: Opslag) -> str | None:
    """Say in a Dutch sentence why a checkpoint has to be made now, or give None."""
    now = opslag.now()
    with opslag.look() as connection:
        stand = read_stand(connection)
    return checkpoint_due(
        stand.laatste, stand.regels_sinds, nederlandse_dag(now), leveringen_sinds=stand.leveringen_sinds
    )
