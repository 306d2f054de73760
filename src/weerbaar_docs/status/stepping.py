# SPDX-License-Identifier: EUPL-1.2
"""Stand + one act -> Stand, or a refusal: the only reader of the table.

1. the act exists and its facts are given (STATUS-OVERGANG, STATUS-FEIT);
2. the table has the act in this status (STATUS-OVERGANG);
3. who acts may do it (STATUS-ROL);
4. every voorwaarde of one row holds (STATUS-VOORWAARDE);
5. the gevolgen of that row make the new Stand.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from weerbaar_docs.errors import ConsentError, Melding, ValidationError
from weerbaar_docs.status.gevolgen import GEVOLGEN
from weerbaar_docs.status.overgangen import HANDELINGEN, OVERGANGEN
from weerbaar_docs.status.stand import Gebeurtenis, Stand
from weerbaar_docs.status.voorwaarden import VOORWAARDEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from weerbaar_docs.errors import WeerbaarDocsError
    from weerbaar_docs.status.overgangen import Overgang


def step(
    stand: Stand, handeling: str, wie: str, *, overgangen: Sequence[Overgang] = OVERGANGEN, **feiten: Any
) -> Stand:
    """Give the Stand after an act; `feiten` are fields of Gebeurtenis.

    Raises ConsentError (an act of the gate) or ValidationError when the table does not allow it.
    """
    gebeurtenis = Gebeurtenis(handeling=handeling, wie=wie, **feiten)
    return apply(stand, gebeurtenis, choose(stand, gebeurtenis, overgangen=overgangen))


def choose(stand: Stand, gebeurtenis: Gebeurtenis, *, overgangen: Sequence[Overgang] = OVERGANGEN) -> Overgang:
    """Give the row of the table for this act, whose `gevolgen` the caller must see to; raises as `step` does."""
    _check_facts(gebeurtenis)  # (1)
    rows = [o for o in overgangen if o.status == stand.status and o.handeling == gebeurtenis.handeling]
    if not rows:  # (2)
        raise _not_now(stand, gebeurtenis, overgangen)
    rows = [o for o in rows if gebeurtenis.wie in o.wie]
    if not rows:  # (3)
        raise _not_theirs(stand, gebeurtenis, overgangen)
    missing = [_missing(o, stand, gebeurtenis) for o in rows]
    for row, names in zip(rows, missing, strict=True):
        if not names:
            return row
    raise _not_true(gebeurtenis, min(missing, key=len))  # (4)


def apply(stand: Stand, gebeurtenis: Gebeurtenis, overgang: Overgang) -> Stand:
    """Give the Stand after a row that `choose` gave."""
    stand = replace(stand, status=overgang.naar)
    for naam in overgang.gevolgen:  # (5)
        stand = GEVOLGEN[naam].verwerk(stand, gebeurtenis)
    return stand


def possible_acts(stand: Stand, *, overgangen: Sequence[Overgang] = OVERGANGEN) -> dict[str, tuple[str, ...]]:
    """Give the acts that the table has in this status, each with who may do them; voorwaarden are not asked."""
    return {o.handeling: o.wie for o in overgangen if o.status == stand.status}


def _missing(overgang: Overgang, stand: Stand, gebeurtenis: Gebeurtenis) -> list[str]:
    return [naam for naam in overgang.voorwaarden if not VOORWAARDEN[naam].geldt(stand, gebeurtenis)]


def _check_facts(gebeurtenis: Gebeurtenis) -> None:
    handeling = HANDELINGEN.get(gebeurtenis.handeling)
    if handeling is None:
        raise ValidationError.because(
            "STATUS-OVERGANG", "deze handeling bestaat niet", f"Kies een van: {', '.join(HANDELINGEN)}."
        )
    absent = [feit for feit in handeling.feiten if getattr(gebeurtenis, feit) is None]
    if absent:
        raise _refusal(
            gebeurtenis,
            "STATUS-FEIT",
            f"bij de handeling {handeling.naam} ontbreekt: {', '.join(absent)}",
            "Geef deze gegevens mee.",
        )


def _not_now(stand: Stand, gebeurtenis: Gebeurtenis, overgangen: Sequence[Overgang]) -> WeerbaarDocsError:
    can = ", ".join(possible_acts(stand, overgangen=overgangen)) or "niets meer"
    where = "voor de aanmelding" if stand.status is None else f"bij de status {stand.status}"
    return _refusal(
        gebeurtenis, "STATUS-OVERGANG", f"{gebeurtenis.handeling} kan niet {where}", f"Mogelijk is nu: {can}."
    )


def _not_theirs(stand: Stand, gebeurtenis: Gebeurtenis, overgangen: Sequence[Overgang]) -> WeerbaarDocsError:
    may = ", ".join(possible_acts(stand, overgangen=overgangen)[gebeurtenis.handeling])
    return _refusal(
        gebeurtenis,
        "STATUS-ROL",
        f"{gebeurtenis.handeling} kan niet in deze rol",
        f"Laat dit doen door: {may}.",
    )


def _not_true(gebeurtenis: Gebeurtenis, names: Sequence[str]) -> WeerbaarDocsError:
    return _kind(gebeurtenis)(
        *(
            Melding(
                code="STATUS-VOORWAARDE",
                ernst="fout",
                pad="/status",
                melding=f"{gebeurtenis.handeling} kan alleen als {VOORWAARDEN[naam].tekst} ({VOORWAARDEN[naam].bron})",
                oplossing=VOORWAARDEN[naam].oplossing,
            )
            for naam in names
        )
    )


def _refusal(gebeurtenis: Gebeurtenis, code: str, melding: str, oplossing: str) -> WeerbaarDocsError:
    return _kind(gebeurtenis).because(code, melding, oplossing, pad="/status")


def _kind(gebeurtenis: Gebeurtenis) -> type[WeerbaarDocsError]:
    return ConsentError if HANDELINGEN[gebeurtenis.handeling].poort else ValidationError
