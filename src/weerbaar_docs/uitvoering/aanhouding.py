# SPDX-License-Identifier: EUPL-1.2
"""A maatregel, the stand and a day -> why it may not be ordered on that day, or that it may.

1. What costs nothing and what is lent waits for nothing (R-NUL-1, R-TBS-2).
2. What nobody may claim or of which the payer is not decided is not ordered (R-UITV-1); what the bestuurder pays, he orders
   himself and not the werkgever (UITVOERING-BETALER).
3. Where the PKVW is a condition, it holds on the day of the order itself: the certificate of the besluit may have ended since,
   and one that came later counts from the day on which the werkgever saw it (R-PKVW-3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.errors import ValidationError
from weerbaar_docs.rendering.filters import datum

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

PKVW: Final = "R-PKVW-3"
_NIET_DOOR: Final = {
    "onbepaald": ("R-UITV-1", "de betaler is nog niet bepaald"),
    "geen_aanspraak": ("R-UITV-1", "er is geen aanspraak: de BVA heeft de maatregel niet vastgesteld"),
    "bestuurder": ("UITVOERING-BETALER", "de bestuurder betaalt deze maatregel zelf"),
}


def aanhouding(
    maatregel: Mapping[str, Any], overzicht: Mapping[str, Any], stand: Mapping[str, Any], op: date
) -> str | None:
    """Give why a maatregel waits on this day, in words for the werkgever; None when it may be ordered."""
    if maatregel["betaler"] in _NIET_DOOR:
        return _NIET_DOOR[maatregel["betaler"]][1]
    if not waits_for_pkvw(maatregel) or overzicht["voorwaarden"]["pkvw"] == "uitzondering":
        return None
    last = last_day_of_pkvw(overzicht, stand, op)
    if last is None:
        return "er is geen certificaat van het Politiekeurmerk Veilig Wonen (PKVW)"
    return None if last >= op.isoformat() else f"het certificaat van het PKVW liep af op {datum(last)}"


def regel_van_aanhouding(maatregel: Mapping[str, Any]) -> str:
    """Give the rule (or code) by which a maatregel waits, whenever it does: its payer counts before the PKVW."""
    return _NIET_DOOR[maatregel["betaler"]][0] if maatregel["betaler"] in _NIET_DOOR else PKVW


def waits_for_pkvw(maatregel: Mapping[str, Any]) -> bool:
    """Say whether the PKVW is a condition of this maatregel: as it says itself, or as its payer does."""
    return maatregel["betaler"] == "aangehouden_pkvw" or bool(maatregel["pkvw_voorwaarde"])


def last_day_of_pkvw(overzicht: Mapping[str, Any], stand: Mapping[str, Any], op: date) -> str | None:
    """Give the last day (ISO) of the certificate that is known on a day: that of the besluit, or one seen by then."""
    besluit = overzicht["voorwaarden"]["pkvw_geldig_tot"]
    later = [seen["geldig_tot"] for seen in stand["pkvw"] if seen["gezien_op"] <= op.isoformat()]
    return max(later if besluit is None else [besluit, *later], default=None)


def end_of_ambt(stand: Mapping[str, Any], overzicht: Mapping[str, Any]) -> str | None:
    """Give the day (ISO) on which the ambt ends: as the werkgever noted it, else as the CCV knew it."""
    known: str | None = stand["einde_ambt_op"] or overzicht["voorwaarden"]["einde_ambt_op"]
    return known


def require_free(
    maatregel: Mapping[str, Any], overzicht: Mapping[str, Any], stand: Mapping[str, Any], op: date
) -> None:
    """Raise ValidationError when a maatregel may not be ordered on this day."""
    reden = aanhouding(maatregel, overzicht, stand, op)
    if reden is not None:
        regel = regel_van_aanhouding(maatregel)
        raise ValidationError.because(
            regel,
            f"{maatregel['nummer']} mag op {datum(op.isoformat())} niet worden opgedragen: {reden}",
            "Vraag de bestuurder naar een geldig certificaat en leg het vast met `uitvoering keurmerk`."
            if regel == PKVW
            else "Draag deze maatregel niet op; vraag het CCV wat er is besloten.",
        )
