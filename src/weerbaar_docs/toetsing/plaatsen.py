# SPDX-License-Identifier: EUPL-1.2
"""A JSON pointer of a treffer -> Plaats: how a toetser calls that place, and the text that stands there.

(1) names are the titles of the schemas; a maatregel or bevinding goes by its own number, and nothing else of the data is
    in a name, so that who may not see the texts may see where they are;
(2) what the toetser wrote himself is a place in his judgements.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from weerbaar_docs.dossiers.zicht import veld
from weerbaar_docs.rendering.filters import woord_klein

if TYPE_CHECKING:
    from collections.abc import Mapping

_EIGEN_NUMMER: Final = re.compile("[A-Z]-[0-9]{2,3}")
_BESLUIT: Final = "bva_besluit"
_GEHEEL: Final = ("adviesrapport", _BESLUIT)  # what is in these needs no name of the whole


class Plaats(NamedTuple):
    """A place in a report or in the judgements on it."""

    naam: str
    tekst: str


def find_plaats(pad: str, inhoud: Mapping[str, Any], beoordeling: Mapping[str, Any]) -> Plaats:
    """Give the place to which a pointer of a treffer leads, in plain rapportinhoud or in the judgements on it."""
    value: Any = {**inhoud, _BESLUIT: beoordeling}
    steps: list[str] = []
    for step in pad.split("/")[1:]:
        value, shown = _enter(value, step)
        steps.append(shown)
    return Plaats(naam=_named(steps), tekst=str(value))


def _enter(value: Any, step: str) -> tuple[Any, str]:
    """Give what is at a step, and that step with the own number of a part of a list."""
    if not isinstance(value, list):
        return value[step], step
    found = value[int(step)] if step.isdigit() else next(item for item in value if item["nummer"] == step)
    own = next((key for key in ("nummer", "id") if isinstance(found, dict) and _own_number(found.get(key))), None)
    return found, step if own is None else f"{own}={found[own]}"


def _own_number(value: Any) -> bool:
    return isinstance(value, str) and _EIGEN_NUMMER.fullmatch(value) is not None


def _named(steps: list[str]) -> str:
    pad = ["bva_besluiten", "0", *steps[1:]] if steps[0] == _BESLUIT else steps
    namen = veld(pad).namen
    for i, naam in reversed(list(enumerate(namen))):
        number = naam.rpartition(" ")[2]
        if _own_number(number):
            return ", ".join((number, *map(woord_klein, namen[i + 1 :])))
    return ", ".join(map(woord_klein, namen[1:] if steps[0] in _GEHEEL else namen))
