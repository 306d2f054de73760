# SPDX-License-Identifier: EUPL-1.2
"""numbering.xml -> the levels of lists and the running counters of a document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weerbaar_docs.rendering.fonts import codepoints
from weerbaar_docs.rendering.walk.names import Element, Props, children, val, w, whole
from weerbaar_docs.rendering.walk.paragraph_props import paragraph_props
from weerbaar_docs.rendering.walk.run_props import run_props
from weerbaar_docs.rendering.walk.whitelist import LEVEL, LEVEL_IGNORED

if TYPE_CHECKING:
    from collections.abc import Callable

    from weerbaar_docs.rendering.walk.refusals import Refusals


@dataclass(slots=True)
class Level:
    """One level of a list: its kind, label text, start, paragraph and run properties and what follows the label."""

    kind: str
    text: str
    start: int
    paragraph: Props
    run: Props
    suffix: str = "tab"

    @property
    def silent(self) -> bool:
        """Whether it labels nothing: Writer gives such a level to each heading."""
        return self.kind == "none" and not self.text


_SUFFIXES = frozenset({"tab", "space", "nothing"})
_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf02d": "–", "o": "○", "·": "•", "-": "–"}


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    found, signs = "", ("m 1000", "cm 900", "d 500", "cd 400", "c 100", "xc 90", "l 50", "xl 40", "x 10", "ix 9", "v 5",
                        "iv 4", "i 1")  # fmt: skip
    for sign, value in (pair.split() for pair in signs):
        times, number = divmod(number, int(value))
        found += sign * times
    return found


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda _number: "",
}


class Numbering:
    """The lists of numbering.xml and the running counters of a document."""

    def __init__(self, root: Element | None, refusals: Refusals) -> None:
        self.refusals = refusals
        self._abstract = {
            val(e, "abstractNumId"): e for e in (root.iterfind(w("abstractNum")) if root is not None else ())
        }
        self._nums = {val(e, "numId"): e for e in (root.iterfind(w("num")) if root is not None else ())}
        self._levels: dict[tuple[str, int], Level | None] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[str] = set()

    def level(self, num_id: str, ilvl: int) -> Level | None:
        """Give a level of a list, None when the document does not define it."""
        key = (num_id, ilvl)
        if key not in self._levels:
            self._levels[key] = self._read(num_id, ilvl)
        return self._levels[key]

    def _read(self, num_id: str, ilvl: int) -> Level | None:
        num = self._nums.get(num_id)
        if num is None:
            return None
        abstract = self._abstract.get(val(num.find(w("abstractNumId"))))
        override = next((o for o in num.iterfind(w("lvlOverride")) if val(o, "ilvl") == str(ilvl)), None)
        found = override.find(w("lvl")) if override is not None else None
        if found is None and abstract is not None:
            found = next((e for e in abstract.iterfind(w("lvl")) if val(e, "ilvl") == str(ilvl)), None)
        if found is None:
            return None
        place = f"word/numbering.xml lijst {num_id} niveau {ilvl + 1}"
        for child in children(found):
            self.refusals.known(place, child, LEVEL, LEVEL_IGNORED)
        kind = val(found.find(w("numFmt")), default="decimal") or "decimal"
        text = val(found.find(w("lvlText")), default="") or ""
        if kind != "none" or text:
            self._limits(found, place)
        if kind == "bullet":
            text = _BULLETS.get(text, text)
        elif kind not in _FORMATS:
            self.refusals.value(place, found.find(w("numFmt")))
        if any(ord(character) not in codepoints() for character in text):
            self.refusals.add(place, "het opsommingsteken staat niet in het lettertype")
        start = val(override.find(w("startOverride"))) if override is not None else None
        return Level(
            kind=kind,
            text=text,
            start=whole(start or val(found.find(w("start"))), 1),
            paragraph=paragraph_props(found.find(w("pPr")), place, self.refusals),
            run={
                key: value
                for key, value in run_props(found.find(w("rPr")), place, self.refusals).items()
                if kind != "bullet" or key not in {"ascii", "hAnsi", "asciiTheme", "hAnsiTheme"}
            },
            suffix=val(found.find(w("suff"))) or "tab",
        )

    def _limits(self, level: Element, place: str) -> None:
        """Refuse a label that is not set at the left of its indent."""
        for name, allowed in {"lvlJc": {"left", "start"}, "suff": _SUFFIXES, "isLgl": {"0", "false", "off"}}.items():
            element = level.find(w(name))
            if element is not None and val(element, default="1") not in allowed:
                self.refusals.value(place, element)

    def label(self, num_id: str, ilvl: int, level: Level) -> str:
        """Count one item and give its label."""
        if level.kind == "bullet":
            return level.text
        num = self._nums[num_id]
        key = val(num.find(w("abstractNumId"))) or num_id
        counters = self._counters.setdefault(key, [None] * 10)
        if num_id not in self._started:
            self._started.add(num_id)
            if any(val(o.find(w("startOverride"))) for o in num.iterfind(w("lvlOverride"))):
                counters[:] = [None] * 10
        current = counters[ilvl]
        counters[ilvl] = level.start if current is None else current + 1
        counters[ilvl + 1 :] = [None] * (9 - ilvl)
        return re.sub(r"%([1-9])", lambda found: self._shown(num_id, int(found[1]) - 1, counters), level.text)

    def _shown(self, num_id: str, ilvl: int, counters: list[int | None]) -> str:
        level = self.level(num_id, ilvl)
        number = counters[ilvl] or (level.start if level else 1)
        return _FORMATS.get(level.kind if level else "decimal", str)(number)
