# SPDX-License-Identifier: EUPL-1.2
"""A dossier of an older `schema_versie` -> the version of now, step by step, or refused with the reason.

- version 1.0 is the first that was ever published, so the table of steps that is shipped is empty;
- a step moves and renames and drops nothing: every value of before must still be there, as often as before;
- a step that touches rapportinhoud changes its digest: a report that was established before is then refused by
  R-BVA-1 and has to be established anew, which is what its reader should know;
- a dossier without a readable `schema_versie` goes on as it is: the schema says what is wrong with it.
"""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.errors import ValidationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SCHEMA_VERSIE: Final = "1.0"
_VERSIE = re.compile(r"[0-9]{1,4}\.[0-9]{1,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stap:
    """One step: from a version to the next one; `functie` gets a copy of its own and gives the new dossier."""

    van: str
    naar: str
    functie: Callable[[dict[str, Any]], dict[str, Any]]


STAPPEN: Final[tuple[Stap, ...]] = ()


def migrate(gegevens: Any, *, stappen: Sequence[Stap] = STAPPEN, naar: str = SCHEMA_VERSIE) -> Any:
    """Give the dossier (plain JSON) in the version `naar`; the one given is not changed.

    Raises ValidationError for a version that no step starts from, and for a step that loses a value.
    """
    steps = {stap.van: stap for stap in stappen}
    known = (*steps, naar)
    while (versie := _versie(gegevens)) is not None and versie != naar:
        if versie not in steps:
            raise _unknown(versie, known)
        gegevens = _take(steps.pop(versie), gegevens)
    return gegevens


def _versie(gegevens: Any) -> str | None:
    versie = gegevens.get("schema_versie") if isinstance(gegevens, dict) else None
    return versie if isinstance(versie, str) else None


def _take(stap: Stap, gegevens: dict[str, Any]) -> dict[str, Any]:
    new = {**stap.functie(copy.deepcopy(gegevens)), "schema_versie": stap.naar}
    if _values(gegevens) - _values(new):
        raise ValidationError.because(
            "MIGRATIE-VERLIES",
            f"de stap van versie {stap.van} naar {stap.naar} zou gegevens laten vallen",
            "Meld dit aan de makers van weerbaar-docs; het dossier is niet veranderd.",
        )
    return new


def _values(gegevens: dict[str, Any]) -> Counter[str]:
    without = {key: value for key, value in gegevens.items() if key != "schema_versie"}
    return Counter(json.dumps(value) for value in _leaves(without))


def _leaves(value: Any) -> Iterator[Any]:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    if not parts:
        yield value  # an empty list or object says something too
        return
    for part in parts:
        yield from _leaves(part)


def _unknown(versie: str, known: Sequence[str]) -> ValidationError:
    newer = _VERSIE.fullmatch(versie) and _number(versie) > _number(known[-1])
    reason = "nieuwer dan deze versie van weerbaar-docs kent" if newer else "niet bekend"
    # The value itself is not quoted: whatever stands there came from outside.
    return ValidationError.because(
        "SCHEMA-VERSIE",
        f"de versie van dit dossier is {reason}; bekend: {', '.join(known)}",
        "Werk weerbaar-docs bij." if newer else "Zet in schema_versie de versie waarin het dossier is geschreven.",
        pad="/schema_versie",
    )


def _number(versie: str) -> tuple[int, ...]:
    return tuple(int(part) for part in versie.split("."))
