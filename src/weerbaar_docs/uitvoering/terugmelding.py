# SPDX-License-Identifier: EUPL-1.2
"""The stand -> what the CCV hears of it beside the voortgangsoverzicht, and only when the bestuurder agrees.

(1) without a noted agreement nothing is made; (2) numbers, statuses and days alone: no leverancier, no amount and no
remark of the werkgever leaves his house.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.errors import ConsentError
from weerbaar_docs.validation import check_part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_VELDEN: Final = ("maatregel", "status", "opgedragen_op", "gereed_op", "terugname")


def allow_terugmelding(stand: Mapping[str, Any], op: date | None) -> dict[str, Any]:
    """Note the day on which the bestuurder agreed that the CCV hears of the progress; None takes it back."""
    return {**stand, "akkoord_terugmelding_op": None if op is None else op.isoformat()}


def terugmelding(overzicht: Mapping[str, Any], stand: Mapping[str, Any], *, op: date) -> dict[str, Any]:
    """Give what the CCV gets (schema `terugmelding`).

    Raises ConsentError while the bestuurder has not agreed, or agreed to it on a later day.
    """
    agreed = stand["akkoord_terugmelding_op"]
    if agreed is None or agreed > op.isoformat():
        raise ConsentError.because(
            "UITVOERING-AKKOORD",
            "de bestuurder heeft er niet mee ingestemd dat het CCV de voortgang hoort",
            "Vraag het de bestuurder, en leg de dag vast met `uitvoering akkoord`.",
        )
    made = {
        "kenmerk": overzicht["kenmerk"],
        "versie": overzicht["versie"],
        "vaststelling_sha256": overzicht["vaststelling_sha256"],
        "datum": op.isoformat(),
        "akkoord_bestuurder_op": agreed,
        "uitvoering": [{name: row[name] for name in _VELDEN if name in row} for row in stand["uitvoering"]],
    }
    check_part("terugmelding", made)
    return made
