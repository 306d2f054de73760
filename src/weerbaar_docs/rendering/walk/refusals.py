# SPDX-License-Identifier: EUPL-1.2
"""What a document holds outside the subset: a melding by name and place, all at once; no text of the document is quoted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from weerbaar_docs.errors import Melding
from weerbaar_docs.rendering.walk.names import Element, W, local, val
from weerbaar_docs.rendering.walk.whitelist import NEUTRAL

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_MELDINGEN = 50  # shown when rendering is refused
_MAX_KEPT = 500
_WORD = f"{{{W}}}"
_MAX_DIGITS = 7  # more twips than any page has


@dataclass(slots=True)
class Refusals:
    """All that a document holds outside the subset, by name and place."""

    meldingen: list[Melding] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def add(self, place: str, what: str, *, code: str = "DOCX-NIET-ONDERSTEUND", solution: str = "") -> None:
        """Note one refusal once per place."""
        if (place, what) in self.seen or len(self.meldingen) >= _MAX_KEPT:
            return
        self.seen.add((place, what))
        text = (
            solution or "Haal dit uit het sjabloon, of doe het anders: zie ‘Wat typst kan’ in docs/how-to/sjabloon.md."
        )
        self.meldingen.append(Melding(code=code, ernst="fout", pad=place, melding=what, oplossing=text))

    def warn(self, place: str, what: str, *, code: str = "DOCX-ANDERS", solution: str = "") -> None:
        """Note once per place what comes out otherwise than in Word, but is not lost."""
        if (place, what) not in self.seen and len(self.meldingen) < _MAX_KEPT:
            self.seen.add((place, what))
            text = solution or "Bekijk de PDF; kies een andere opmaak als dit stoort."
            self.meldingen.append(Melding(code=code, ernst="waarschuwing", pad=place, melding=what, oplossing=text))

    def element(self, place: str, element: Element) -> None:
        """Refuse an element by name."""
        name = local(element)
        self.add(place, f"element {name if ':' in name else 'w:' + name} wordt niet ondersteund")

    def attribute(self, place: str, element: Element, name: str) -> None:
        """Refuse an attribute by name."""
        self.add(place, f"attribuut w:{name} van w:{local(element)} wordt niet ondersteund")

    def value(self, place: str, element: Element, name: str = "val") -> None:
        """Refuse the value of an attribute; the value itself is not quoted."""
        self.add(place, f"de waarde van w:{name} in w:{local(element)} wordt niet ondersteund")

    def check_attributes(self, place: str, element: Element, allowed: frozenset[str]) -> None:
        """Refuse each w: attribute outside `allowed`; val and rsid* are always allowed."""
        for key in element.keys():  # noqa: SIM118 - of lxml: quicker than its attrib
            if key[: len(_WORD)] != _WORD:
                continue
            name = key[len(_WORD) :]
            if name != "val" and name not in allowed and not name.startswith("rsid"):
                self.attribute(place, element, name)

    def is_neutral(self, element: Element) -> bool:
        """Say whether a property that is refused says that there is nothing special."""
        return val(element, default="1") in NEUTRAL.get(local(element), frozenset())

    def known(
        self, place: str, element: Element, read: Mapping[str, frozenset[str]], ignored: Mapping[str, str]
    ) -> bool:
        """Say whether a property is to be read; refuse what is neither read nor without effect, and its attributes."""
        name = local(element)
        if name in read:
            self.check_attributes(place, element, read[name])
            return True
        if name not in ignored and not self.is_neutral(element):
            self.element(place, element)
        return False

    def number(self, place: str, element: Element, name: str) -> float | None:
        """Read a whole number (twips, half-points, eighths) or refuse it."""
        text = val(element, name)
        if text is None:
            return None
        digits = text.strip()
        if digits.removeprefix("-").isdecimal() and len(digits) <= _MAX_DIGITS:
            return float(int(digits))
        self.value(place, element, name)
        return None
