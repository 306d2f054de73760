# SPDX-License-Identifier: EUPL-1.2
"""a change of data -> how staff call it: the chapter or maatregel that it is in, the part of that, and Dutch values.

The names are the titles of the schemas. With a masker every text that may be personal is masked, in names of parts too.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.dossiers.zicht import veld
from weerbaar_docs.vergelijken.tekst import Tekstdeel, aantal, vergelijk_woorden

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from weerbaar_docs.vergelijken.gegevens import Pad, Wijziging

_BESLUIT: Final = "Besluit van de BVA"
_MAATREGEL: Final = "Maatregel "
_GEHEEL: Final = "Geheel"
_LEEG: Final = "leeg"
_WOORDEN: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Benoemd:
    """A change with its chapter, its label, and its values both as JSON and in Dutch."""

    wijziging: Wijziging
    pad: str
    hoofdstuk: str = field(repr=False)
    label: str
    oud: Any = field(repr=False)
    nieuw: Any = field(repr=False)
    stukken: tuple[Tekstdeel, ...]
    woorden_weg: int
    woorden_nieuw: int
    verborgen: bool

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        return {
            "soort": self.wijziging.soort,
            "pad": self.pad,
            "plaats": self.wijziging.plaats,
            "hoofdstuk": self.hoofdstuk,
            "onderdeel": self.label,
            "oud": self.oud,
            "nieuw": self.nieuw,
            "woorden_weg": self.woorden_weg,
            "woorden_nieuw": self.woorden_nieuw,
        }


def benoem(wijziging: Wijziging, *, masker: str | None, titels: Mapping[str, str | None] | None = None) -> Benoemd:
    """Name a change; None as masker shows everything, with the titles of maatregelen (by their number) in the chapters."""
    shown = _shown_pad(wijziging.pad, masker)
    hoofdstuk, rest = _chapter(_in_dossier(shown), besluit=wijziging.pad[0] == "bva_besluit")
    titel = (titels or {}).get(hoofdstuk.removeprefix(_MAATREGEL))
    order = wijziging.soort == "volgorde"
    oud, nieuw = _values(wijziging, masker)
    stukken = _whole(", ".join(oud), ", ".join(nieuw)) if order else _said(wijziging, oud, nieuw)
    plain = stukken if order or masker is None else _said(wijziging, wijziging.oud, wijziging.nieuw)
    return Benoemd(
        wijziging=wijziging,
        pad=replace(wijziging, pad=shown).pointer,
        hoofdstuk=hoofdstuk if masker or titel is None else f"{hoofdstuk}: {titel}",
        label=", ".join((*rest, "Volgorde") if order else rest) or _GEHEEL,
        oud=oud,
        nieuw=nieuw,
        stukken=stukken,
        woorden_weg=aantal(plain, "weg"),
        woorden_nieuw=aantal(plain, "nieuw"),
        verborgen=masker is not None and any(value == masker for value in (oud, nieuw)),
    )


def _values(wijziging: Wijziging, masker: str | None) -> tuple[Any, Any]:
    if wijziging.soort == "volgorde":
        return _steps(wijziging.pad, wijziging.oud, masker), _steps(wijziging.pad, wijziging.nieuw, masker)
    if masker is None:
        return wijziging.oud, wijziging.nieuw
    place = veld(_in_dossier(wijziging.pad))
    return place.gemaskeerd(wijziging.oud, masker), place.gemaskeerd(wijziging.nieuw, masker)


def _said(wijziging: Wijziging, oud: Any, nieuw: Any) -> tuple[Tekstdeel, ...]:
    """Say in Dutch what stood and what stands there; what is empty is said to be, and what reads the same is told apart."""
    place = veld(_in_dossier(wijziging.pad))
    was = "" if wijziging.soort == "toegevoegd" else place.tekst(oud) or _LEEG
    is_now = "" if wijziging.soort == "verwijderd" else place.tekst(nieuw) or _LEEG
    if was == is_now and oud != nieuw:
        was, is_now = (json.dumps(value, ensure_ascii=False) for value in (oud, nieuw))
    return _pieces(was, is_now)


def per_hoofdstuk(changes: Iterable[Benoemd]) -> dict[str, list[Benoemd]]:
    """Give the changes by chapter, in the order in which each is first met."""
    found: dict[str, list[Benoemd]] = {}
    for change in changes:
        found.setdefault(change.hoofdstuk, []).append(change)
    return found


def _in_dossier(pad: Pad) -> Pad:
    """Give where a part of a report stands in a dossier, whose schemas name it."""
    if pad[0] == "rapportinhoud":
        return pad[1:]
    return ("bva_besluiten", "0", *pad[1:]) if pad[0] == "bva_besluit" else pad


def _chapter(pad: Pad, *, besluit: bool) -> tuple[str, tuple[str, ...]]:
    namen = veld(pad).namen
    if besluit:
        return _BESLUIT, namen[1:]
    named = {"adviesrapport": 2, "bva_besluiten": 1}.get(pad[0] if pad else "", 0)
    if named and len(pad) > named and "=" in pad[named]:
        return namen[named], namen[named + 1 :]
    return (namen[0] if namen else _GEHEEL), namen[1:]


def _shown_pad(pad: Pad, masker: str | None) -> Pad:
    steps = []
    for i, step in enumerate(pad):
        steps += _steps(pad[:i], [step], masker, whole=True) if "=" in step else [step]
    return tuple(steps)


def _steps(pad: Pad, steps: list[str], masker: str | None, *, whole: bool = False) -> list[str]:
    """Give the names by which parts of a list call themselves."""
    found = []
    for step in steps:
        key, _, name = step.partition("=")
        shown = name if masker is None else veld(_in_dossier((*pad, step, key))).gemaskeerd(name, masker)
        found.append(f"{key}={shown}" if whole else str(shown))
    return found


def _pieces(oud: str, nieuw: str) -> tuple[Tekstdeel, ...]:
    """Give texts word by word when they have much in common, else the one in place of the other."""
    found = vergelijk_woorden(oud, nieuw)
    same = aantal(found, "gelijk")
    enough = same >= _WOORDEN and same * 2 >= min(len(oud.split()), len(nieuw.split()))
    return found if enough else _whole(oud, nieuw)


def _whole(oud: str, nieuw: str) -> tuple[Tekstdeel, ...]:
    both = (Tekstdeel(soort="weg", tekst=oud), Tekstdeel(soort="nieuw", tekst=nieuw))
    return tuple(stuk for stuk in both if stuk.tekst)
