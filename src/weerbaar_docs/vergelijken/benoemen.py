# SPDX-License-Identifier: EUPL-1.2
"""a change of data -> how staff call it: the chapter or maatregel that it is in, the part of that, and Dutch values.

The names are the titles of the schemas. With a masker every text that may be personal is masked, in names of parts too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.dossiers.zicht import veld
from weerbaar_docs.vergelijken.tekst import Stuk, aantal, vergelijk_woorden

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from weerbaar_docs.dossiers.zicht import Veld
    from weerbaar_docs.vergelijken.gegevens import Pad, Wijziging

_BESLUIT: Final = "Besluit van de BVA"
_MAATREGEL: Final = "Maatregel "
_GEHEEL: Final = "Geheel"
_WOORDEN: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Benoemd:
    """A change with its chapter, its label, and its values both as JSON and in Dutch."""

    wijziging: Wijziging
    pad: str
    hoofdstuk: str
    label: str
    oud: Any = field(repr=False)
    nieuw: Any = field(repr=False)
    stukken: tuple[Stuk, ...]
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


def benoem(wijziging: Wijziging, *, masker: str | None, titels: Mapping[str, str] | None = None) -> Benoemd:
    """Name a change; None as masker shows everything, with the titles of maatregelen (by their number) in the chapters."""
    oud: Any
    nieuw: Any
    shown, plain = _shown_pad(wijziging.pad, masker), _in_dossier(wijziging.pad)
    namen = veld(_in_dossier(shown)).namen
    hoofdstuk, rest = _chapter(_in_dossier(shown), namen, besluit=wijziging.pad[0] == "bva_besluit")
    if masker is None and hoofdstuk.startswith(_MAATREGEL):
        hoofdstuk = ": ".join(filter(None, (hoofdstuk, (titels or {}).get(hoofdstuk.removeprefix(_MAATREGEL)))))
    if wijziging.soort == "volgorde":
        oud, nieuw = (_steps(wijziging.pad, steps, masker) for steps in (wijziging.oud, wijziging.nieuw))
        stukken, rest = _whole(", ".join(oud), ", ".join(nieuw)), (*rest, "Volgorde")
        counted = stukken
    else:
        place = veld(plain)
        oud, nieuw = (_value(place, value, masker) for value in (wijziging.oud, wijziging.nieuw))
        stukken = _pieces(place.tekst(oud), place.tekst(nieuw))
        counted = stukken if masker is None else _pieces(place.tekst(wijziging.oud), place.tekst(wijziging.nieuw))
    return Benoemd(
        wijziging=wijziging,
        pad="".join(f"/{step.replace('~', '~0').replace('/', '~1')}" for step in shown),
        hoofdstuk=hoofdstuk,
        label=", ".join(rest) or _GEHEEL,
        oud=oud,
        nieuw=nieuw,
        stukken=stukken,
        woorden_weg=aantal(counted, "weg"),
        woorden_nieuw=aantal(counted, "nieuw"),
        verborgen=masker is not None and any(value == masker for value in (oud, nieuw)),
    )


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


def _chapter(pad: Pad, namen: tuple[str, ...], *, besluit: bool) -> tuple[str, tuple[str, ...]]:
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


def _value(place: Veld, value: Any, masker: str | None) -> Any:
    return value if masker is None else place.gemaskeerd(value, masker)


def _pieces(oud: str, nieuw: str) -> tuple[Stuk, ...]:
    """Give texts word by word when they have much in common, else the one in place of the other."""
    found = vergelijk_woorden(oud, nieuw)
    same = aantal(found, "gelijk")
    enough = same >= _WOORDEN and same * 2 >= min(len(oud.split()), len(nieuw.split()))
    return found if enough else _whole(oud, nieuw)


def _whole(oud: str, nieuw: str) -> tuple[Stuk, ...]:
    both = (Stuk(soort="weg", tekst=oud), Stuk(soort="nieuw", tekst=nieuw))
    return tuple(stuk for stuk in both if stuk.tekst)
