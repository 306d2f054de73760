# SPDX-License-Identifier: EUPL-1.2
"""The data of a document + the fields that its template uses -> the data that go with its PDF: those fields and no other.

(1) what a report does not print must not ride along in its attachment: who gets it agreed to what he read;
(2) a field that decides what is printed counts as printed, so that the same document can be made of what it carries;
(3) order and number of a list's items stay as they are: an item that is counted only, and not printed, becomes null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ALLES = "*"  # after a field: all that is in it


def printed(gegevens: Mapping[str, Any], velden: Iterable[str]) -> dict[str, Any]:
    """Give the part of plain data under these fields, written as `rapportinhoud.adviesrapport.maatregelen[].titel`."""
    used = frozenset(velden)
    asked = frozenset(start for pad in used for start in _starts(pad.removesuffix(ALLES)))
    found: dict[str, Any] = _kept(gegevens, "", used, asked)
    return found


def is_printed_of(part: Any, whole: Any) -> bool:
    """Say whether one value can be what `printed` keeps of another: nothing in it is other or more."""
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(name in whole and is_printed_of(item, whole[name]) for name, item in part.items())
    if isinstance(part, list) and isinstance(whole, list):
        return len(part) == len(whole) and all(
            item is None or is_printed_of(item, own) for item, own in zip(part, whole, strict=True)
        )
    return type(part) is type(whole) and bool(part == whole)


def _starts(pad: str) -> list[str]:
    """Give a field and all that it stands in: `a`, `a.b`, `a.b[]` for `a.b[]`."""
    steps = pad.replace("[]", ".[]").split(".")
    return [".".join(steps[:n]).replace(".[]", "[]") for n in range(1, len(steps) + 1)]


def _kept(value: Any, pad: str, used: frozenset[str], asked: frozenset[str]) -> Any:
    if f"{pad}{ALLES}" in used:
        return value
    if isinstance(value, dict):
        below = {name: f"{pad}.{name}" if pad else name for name in value}
        return {name: _kept(item, below[name], used, asked) for name, item in value.items() if below[name] in asked}
    if isinstance(value, list):
        return [_kept_item(item, f"{pad}[]", used, asked) for item in value]
    return value


def _kept_item(item: Any, pad: str, used: frozenset[str], asked: frozenset[str]) -> Any:
    return _kept(item, pad, used, asked) if isinstance(item, (dict, list)) or pad in asked else None
