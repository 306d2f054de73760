# SPDX-License-Identifier: EUPL-1.2
"""Lines of the log -> lines of at most eighty characters for people: what stands out is what did not go through.

What somebody put in the table behind the log's back is shown as far as it can be printed; `verifieer` judges it.
A line is pseudonymous. Whoever knows the number of a dossier can ask for its lines; the answer names the pseudonym only.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.audit.regel import VORMEN
from weerbaar_docs.errors import UsageError
from weerbaar_docs.model import utc_moment
from weerbaar_docs.store.log_queries import Zoekvraag
from weerbaar_docs.termijnen import NEDERLAND

if TYPE_CHECKING:
    from collections.abc import Iterable

    from weerbaar_docs.store.opslag import Opslag

_DOSSIERNUMMER: Final = re.compile(r"WB-[0-9]{4}-[0-9]{6}")
_KORT: Final = 11
_KOP: Final = f"{'nr':>6} {'moment':19} {'wie':7} {'handeling':24} {'object':{_KORT}} uitkomst"


def question(
    opslag: Opslag,
    *,
    vanaf: datetime | None,
    tot: datetime | None,
    wie: str | None,
    handeling: str | None,
    object: str | None,  # noqa: A002 - the field of that name
    laatste: int | None,
) -> Zoekvraag:
    """Make the question from what a person gives: days in the Netherlands, the number of a dossier.

    Raises UsageError for what no line can hold.
    """
    asked = object
    if asked is not None and _DOSSIERNUMMER.fullmatch(asked):
        asked = opslag.pseudonym(asked)
    for name, value in (("wie", wie), ("handeling", handeling), ("object", asked)):
        if value is not None and not re.fullmatch(VORMEN[name], value):
            raise UsageError.because(
                "LOGBOEK-VRAAG", f"zo ziet het veld {name} van een regel er nooit uit", f"Verbeter --{name}."
            )
    return Zoekvraag(
        vanaf=_day(vanaf), tot=_day(tot, later=1), wie=wie, handeling=handeling, object=asked, laatste=laatste
    )


def show(regels: Iterable[dict[str, Any]]) -> list[str]:
    """Give a heading and a line each; a refusal or failure has a second line that says so."""
    found = [_KOP]
    for regel in ({name: _printable(value) for name, value in regel.items()} for regel in regels):
        found.append(
            f"{regel['volgnummer']:>6} {_here(regel['moment']):19.19} {regel['wie']:7.7} {regel['handeling']:24.24} "
            f"{_short(regel['object']):{_KORT}} {regel['uitkomst'].partition(':')[0]:.6}"
        )
        if regel["uitkomst"] != "gelukt":
            found.append(f"{'':7}{regel['uitkomst'].replace(':', ': '):.40} (op {regel['object']:.34})")
    return found if len(found) > 1 else ["Geen regels."]


def _printable(value: Any) -> str:
    return "".join(char if char.isprintable() else "?" for char in str(value))


def _day(day: datetime | None, *, later: int = 0) -> datetime | None:
    """Give the moment at which a day begins in the Netherlands."""
    if day is None:
        return None
    return datetime.combine(day.date() + timedelta(days=later), datetime.min.time(), NEDERLAND).astimezone(UTC)


def _here(moment: str) -> str:
    try:
        return utc_moment(moment).astimezone(NEDERLAND).strftime("%Y-%m-%d %H:%M:%S")
    except (ValueError, OverflowError):
        return moment


def _short(text: str) -> str:
    return text if len(text) <= _KORT else f"{text[: _KORT - 1]}…"
