# SPDX-License-Identifier: EUPL-1.2
"""The data of a document + the fields that its template uses -> the data that go with its PDF: those fields and no other.

(1) what a report does not print must not ride along in its attachment: who gets it agreed to what he read;
(2) a field that decides what is printed counts as printed, so that the same document can be made of what it carries;
(3) order and number of a list's items stay as they are.
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
        return [_kept(item, f"{pad}[]", used, asked) for item in value]
    return value
