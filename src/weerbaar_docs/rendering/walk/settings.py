# SPDX-License-Identifier: EUPL-1.2
"""word/settings.xml -> what of it changes the lay-out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.names import Element, children, flag, local, val, w, whole
from weerbaar_docs.rendering.walk.whitelist import SETTINGS_REFUSED

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.refusals import Refusals

_PLACE = "word/settings.xml"
_WORD_2013 = 15
NUMBERS = {
    "decimal": "1", "lowerRoman": "i", "upperRoman": "I", "lowerLetter": "a", "upperLetter": "A",
}  # fmt: skip
_NOTES: dict[str, frozenset[str | None]] = {
    "pos": frozenset({"pageBottom", "docEnd"}),
    "numStart": frozenset({"1"}),
    "numRestart": frozenset({"continuous"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How gaps add up, the default tab stop, where the edge of a table stands (Word 2013), even pages, hyphenation.

    `footnotes` and `endnotes` are how their numbers are written; Word itself gives an endnote a small Roman one.
    """

    sum_gaps: bool = False
    tab: float = 36.0
    edges_at_margin: bool = True
    even_pages: bool = False
    hyphenate: bool = False
    footnotes: str = "1"
    endnotes: str = "i"
    decimal: str = ","


def settings(root: Element | None, refusals: Refusals) -> Settings:
    """Read the settings of a document."""
    if root is None:
        return Settings()
    _refuse(root, refusals)
    compat = root.find(w("compat"))
    tab = root.find(w("defaultTabStop"))
    stop = refusals.number(_PLACE, tab, "val") if tab is not None else None
    return Settings(
        sum_gaps=compat is not None and _on(compat, "doNotUseHTMLParagraphAutoSpacing"),
        tab=max((stop or 720) / 20, 1.0),
        edges_at_margin=_mode(compat) >= _WORD_2013,
        even_pages=_on(root, "evenAndOddHeaders"),
        hyphenate=_on(root, "autoHyphenation"),
        footnotes=note_numbers(root.find(w("footnotePr")), "1", _PLACE, refusals),
        endnotes=note_numbers(root.find(w("endnotePr")), "i", _PLACE, refusals),
        decimal=val(root.find(w("decimalSymbol"))) or ",",
    )


def note_numbers(element: Element | None, default: str, place: str, refusals: Refusals) -> str:
    """Give how the numbers of notes are written; notes that count anew or stand elsewhere are refused."""
    found = default
    for child in children(element):
        name = local(child)
        if name == "numFmt":
            found = NUMBERS.get(val(child, default="decimal") or "", "")
        if (name == "numFmt" and not found) or (name in _NOTES and val(child) not in _NOTES[name]):
            refusals.value(place, child)
        elif name not in {"numFmt", "footnote", "endnote", *_NOTES}:
            refusals.element(place, child)
    return found or default


def _refuse(root: Element, refusals: Refusals) -> None:
    for child in children(root):
        name = local(child)
        if name in SETTINGS_REFUSED and flag(child):
            refusals.element(_PLACE, child)


def _on(root: Element, name: str) -> bool:
    found = root.find(w(name))
    return found is not None and flag(found)


def _mode(compat: Element | None) -> int:
    modes = [
        val(setting)
        for setting in (compat.iterfind(w("compatSetting")) if compat is not None else ())
        if val(setting, "name") == "compatibilityMode"
    ]
    return whole(modes[0], 12) if modes else 12
