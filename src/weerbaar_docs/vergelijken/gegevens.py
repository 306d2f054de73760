# SPDX-License-Identifier: EUPL-1.2
"""two JSON values -> every part that changed and nothing else, in such a way that the changes turn the old into the new.

(1) what names itself (`nummer`, `id`, ...) is recognised by that and never by its place; what kept all but its name was
    renumbered; (2) a list of other things is laid against the old one as a text is: what stayed, stays; (3) a part that
    came or went is one change with all that is in it; (4) a place is a JSON Pointer in which `nummer=M-03` is the part
    that names itself so, in the old value; a number is a place in the old list, of what was added in the new one;
(5) true is not 1, and the order of the keys of an object says nothing.
"""

from __future__ import annotations

import copy
import json
import re
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final, Literal

from weerbaar_docs.vergelijken.reeksen import Ruimte, blokken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Soort = Literal["gewijzigd", "toegevoegd", "verwijderd", "volgorde"]
Pad = tuple[str, ...]

# Under which key a part of a list names itself; the first that fits all parts of both lists.
_EIGEN_NAMEN: Final = (
    "nummer",
    "id",
    "maatregel",
    "besluitnummer",
    "toestemming_id",
    "criterium",
    "betaler",
)
_PLAATS: Final = re.compile("[0-9]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wijziging:
    """One change: `oud` is None of what was added, `nieuw` of what was removed; `plaats` is where something was added.

    Of `volgorde` (the order of parts that name themselves) the values are the steps to the parts that stayed, in order.
    """

    soort: Soort
    pad: Pad
    oud: Any = field(default=None, repr=False)
    nieuw: Any = field(default=None, repr=False)
    plaats: int | None = None

    @property
    def pointer(self) -> str:
        """Give the place as a JSON Pointer."""
        return "".join(f"/{step.replace('~', '~0').replace('/', '~1')}" for step in self.pad)


def wijzigingen(oud: Any, nieuw: Any) -> tuple[Wijziging, ...]:
    """Give the changes between two plain JSON values, in the order of the old one."""
    return tuple(_changes(oud, nieuw, (), Ruimte()))


def pas_toe(oud: Any, changes: Sequence[Wijziging]) -> Any:
    """Give the new value: the old one, which stays as it is, with these changes made."""
    if any(not change.pad and change.soort == "gewijzigd" for change in changes):
        return copy.deepcopy(changes[0].nieuw)
    value = copy.deepcopy(oud)
    # Places are those of the old value, so what is deepest goes first; in one list what goes, goes from the end.
    for change in sorted(changes, key=_turn):
        _apply(value, change)
    return value


# --- finding -----------------------------------------------------------------------------------


def _changes(oud: Any, nieuw: Any, pad: Pad, ruimte: Ruimte) -> Iterator[Wijziging]:
    if isinstance(oud, dict) and isinstance(nieuw, dict):
        yield from _of_objects(oud, nieuw, pad, ruimte)
    elif isinstance(oud, list) and isinstance(nieuw, list):
        key = _own_name(oud, nieuw)
        if key is None:
            yield from _of_places(oud, nieuw, pad, ruimte)
        else:
            yield from _of_names(oud, nieuw, pad, key, ruimte)
    elif type(oud) is not type(nieuw) or oud != nieuw:
        yield Wijziging(soort="gewijzigd", pad=pad, oud=oud, nieuw=nieuw)


def _of_objects(oud: dict[str, Any], nieuw: dict[str, Any], pad: Pad, ruimte: Ruimte) -> Iterator[Wijziging]:
    for key, value in oud.items():
        if key in nieuw:
            yield from _changes(value, nieuw[key], (*pad, key), ruimte)
        else:
            yield Wijziging(soort="verwijderd", pad=(*pad, key), oud=value)
    for key, value in nieuw.items():
        if key not in oud:
            yield Wijziging(soort="toegevoegd", pad=(*pad, key), nieuw=value)


def _of_names(oud: list[Any], nieuw: list[Any], pad: Pad, key: str, ruimte: Ruimte) -> Iterator[Wijziging]:
    new = {item[key]: item for item in nieuw}
    renamed = _renamed(oud, nieuw, key)
    stayed = []
    for item in oud:
        name = renamed.get(item[key], item[key])
        here = (*pad, f"{key}={item[key]}")
        if name in new:
            stayed.append(name)
            yield from _changes(item, new[name], here, ruimte)
        else:
            yield Wijziging(soort="verwijderd", pad=here, oud=item)
    known = set(stayed)
    order = [item[key] for item in nieuw if item[key] in known]
    if order != stayed:
        oude_orde, nieuwe_orde = ([f"{key}={name}" for name in names] for names in (stayed, order))
        yield Wijziging(soort="volgorde", pad=pad, oud=oude_orde, nieuw=nieuwe_orde)
    for place, item in enumerate(nieuw):
        if item[key] not in known:
            yield Wijziging(soort="toegevoegd", pad=(*pad, f"{key}={item[key]}"), nieuw=item, plaats=place)


def _renamed(oud: list[Any], nieuw: list[Any], key: str) -> dict[str, str]:
    """Give old name -> new name of what kept all but its name."""
    old_names, new_names = ({item[key] for item in items} for items in (oud, nieuw))
    came: dict[str, list[str]] = {}
    for item in nieuw:
        if item[key] not in old_names:
            came.setdefault(_form({**item, key: None}), []).append(item[key])
    found = {}
    for item in oud:
        same = came.get(_form({**item, key: None})) if item[key] not in new_names and len(item) > 1 else None
        if same:
            found[item[key]] = same.pop(0)
    return found


def _of_places(oud: list[Any], nieuw: list[Any], pad: Pad, ruimte: Ruimte) -> Iterator[Wijziging]:
    for blok in blokken([_form(item) for item in oud], [_form(item) for item in nieuw], ruimte):
        for i, j in () if blok.gelijk else zip_longest(blok.oud, blok.nieuw):
            if j is None:
                yield Wijziging(soort="verwijderd", pad=(*pad, str(i)), oud=oud[i])
            elif i is None:
                yield Wijziging(soort="toegevoegd", pad=(*pad, str(j)), nieuw=nieuw[j], plaats=j)
            else:
                yield from _changes(oud[i], nieuw[j], (*pad, str(i)), ruimte)


def _own_name(oud: list[Any], nieuw: list[Any]) -> str | None:
    every = (*oud, *nieuw)
    if not every or not all(isinstance(item, dict) for item in every):
        return None
    return next((key for key in _EIGEN_NAMEN if _names(oud, key) and _names(nieuw, key)), None)


def _names(items: list[Any], key: str) -> bool:
    """Say whether each of these has a name of its own under this key."""
    names = [item.get(key) for item in items]
    return all(type(name) is str for name in names) and len(set(names)) == len(names)


def _form(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


# --- applying ----------------------------------------------------------------------------------


def _turn(change: Wijziging) -> tuple[int, int, int]:
    step = ("gewijzigd", "verwijderd", "volgorde", "toegevoegd").index(change.soort)
    depth = len(change.pad) + (change.soort == "volgorde")  # it is about what is in the list
    last = change.pad[-1] if change.pad else ""
    if change.soort == "toegevoegd":
        return -depth, step, change.plaats or 0
    return -depth, step, -int(last) if _PLAATS.fullmatch(last) else 0


def _apply(value: Any, change: Wijziging) -> None:
    if change.soort == "volgorde":
        _order(_target(value, change.pad), change.nieuw)
        return
    holder, last = _target(value, change.pad[:-1]), change.pad[-1]
    if change.soort == "toegevoegd" and isinstance(holder, list):
        assert change.plaats is not None
        holder.insert(change.plaats, copy.deepcopy(change.nieuw))
    elif change.soort == "verwijderd":
        del holder[_key(holder, last)]
    else:
        holder[last if isinstance(holder, dict) else _key(holder, last)] = copy.deepcopy(change.nieuw)


def _order(items: list[Any], steps: list[str]) -> None:
    places = {step: i for i, step in enumerate(steps)}
    key = steps[0].partition("=")[0]
    items.sort(key=lambda item: places[f"{key}={item[key]}"])


def _target(value: Any, pad: Pad) -> Any:
    for step in pad:
        value = value[_key(value, step)]
    return value


def _key(holder: Any, step: str) -> Any:
    if isinstance(holder, dict):
        return step
    key, named, name = step.partition("=")
    if not named:
        return int(step)
    return next(i for i, item in enumerate(holder) if item.get(key) == name)
