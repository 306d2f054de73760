# SPDX-License-Identifier: EUPL-1.2
"""Two signed statements that say the same -> the two sleutelbeheerders who decided, each in that role for long enough.

(1) a beheerder decides who is sleutelbeheerder and with which key, so he could give the second one a key of his own and
    sign for both: a signature counts only when the register has known that key in that role for WACHTTIJD;
(2) the register keeps since when, by the clock of the store (`registers/medewerkers.py`), and not as anybody says it; when
    it is not known, it does not count;
(3) it counts by the day of signing and by the day of recording: a signature's time is the signer's own word;
(4) whoever waits stands on the daily list of everybody (`dossiers/signalen.py`): a wait is worth nothing if nobody sees it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.errors import ConsentError
from weerbaar_docs.keys import Rol, check_act, require_distinct
from weerbaar_docs.termijnen import nederlandse_dag

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from weerbaar_docs.keys import Handtekeningcontrole, Medewerker, Medewerkersregister
    from weerbaar_docs.model import Verklaring

# A week: long enough for whoever was replaced to look at the daily list once, also after a holiday; short enough to wait
# for when a key was lost. No setting, for whoever may change the register may often change the configuration as well.
WACHTTIJD: Final = timedelta(days=7)
ROL: Final[Rol] = "sleutelbeheerder"


def counts_from(medewerker: Medewerker) -> date | None:
    """Give the first day on which the signature of a sleutelbeheerder counts; None when it is not known, or for no such role."""
    since = medewerker.sleutelbeheerder_sinds
    return None if since is None else date.fromordinal(min(since.toordinal() + WACHTTIJD.days, date.max.toordinal()))


def waiting(medewerkers: Iterable[Medewerker], op: date) -> list[Medewerker]:
    """Give the sleutelbeheerders whose signature does not count (yet) on a day, without who has left."""
    return [m for m in medewerkers if ROL in m.rollen and (m.tot is None or m.tot >= op) and not counts(m, op)]


def explain(medewerker: Medewerker) -> str:
    """Give the Dutch words for since when somebody is sleutelbeheerder, and from when a signature counts."""
    first = counts_from(medewerker)
    if first is None:
        return "sleutelbeheerder, niet bekend sinds wanneer; telt nog niet mee"
    return f"sleutelbeheerder sinds {medewerker.sleutelbeheerder_sinds}; telt mee vanaf {first}"


def require_counts(medewerker: Medewerker, op: date) -> None:
    """Raise ConsentError when somebody has not been sleutelbeheerder with this key for long enough on a day."""
    if counts(medewerker, op):
        return
    first, wie = counts_from(medewerker), medewerker.id
    if first is None:
        raise ConsentError.because(
            "SLEUTEL-WACHTTIJD",
            f"in het register staat niet sinds wanneer {wie} sleutelbeheerder is met deze sleutel",
            f"Laat een beheerder de rollen opnieuw vastleggen (medewerker wijzig {wie} --rol ...); "
            f"een handtekening telt {WACHTTIJD.days} dagen daarna.",
        )
    raise ConsentError.because(
        "SLEUTEL-WACHTTIJD",
        f"{wie} is pas sinds {medewerker.sleutelbeheerder_sinds} sleutelbeheerder met deze sleutel; "
        f"een handtekening telt vanaf {first}",
        f"Laat een sleutelbeheerder tekenen die het al {WACHTTIJD.days} dagen is, of maak en onderteken de verklaring op of na "
        f"{first} opnieuw.",
    )


def require_sleutelbeheerder(medewerkers: Medewerkersregister, id: str, op: date) -> None:  # noqa: A002
    """Raise ConsentError unless what this medewerker signs on a day counts: for before he goes and does the work."""
    require_counts(medewerkers.require(id, ROL, op), op)


def check_two(
    verklaringen: Sequence[Verklaring],
    statements: Sequence[Mapping[str, Any]],
    *,
    medewerkers: Medewerkersregister,
    controle: Handtekeningcontrole,
    not_before: datetime,
    now: datetime,
) -> tuple[Medewerker, Medewerker]:
    """Give the two sleutelbeheerders who signed these two statements.

    Raises ConsentError (role, same person, not for long enough) or EncryptionError (signature).
    """
    signed = [
        check_act(
            verklaring, statement, ROL, medewerkers=medewerkers, controle=controle, not_before=not_before, now=now
        )
        for verklaring, statement in zip(verklaringen, statements, strict=True)
    ]
    (een, _), (ander, _) = signed
    require_distinct(een, ander)
    for medewerker, moment in signed:
        require_counts(medewerker, nederlandse_dag(min(moment, now)))
    return een, ander


def counts(medewerker: Medewerker, op: date) -> bool:
    """Say whether somebody is sleutelbeheerder on a day, and has been with this key for long enough."""
    first = counts_from(medewerker)
    return first is not None and first <= op and (medewerker.tot is None or op <= medewerker.tot)
