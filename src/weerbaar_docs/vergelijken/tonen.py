# SPDX-License-Identifier: EUPL-1.2
"""Vergelijking -> Dutch lines for a terminal: what changed per chapter and maatregel, then in the text, then by page.

With a masker no text that may be personal is shown: of a change is said that there is one, and in how many words.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Final

from weerbaar_docs.vergelijken.benoemen import per_hoofdstuk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from weerbaar_docs.vergelijken import Vergelijking
    from weerbaar_docs.vergelijken.benoemen import Benoemd
    from weerbaar_docs.vergelijken.lezen import Kant
    from weerbaar_docs.vergelijken.paginas import Paginas
    from weerbaar_docs.vergelijken.tekst import Alineawijziging, Tekstdeel

SOORTEN: Final = {
    "gewijzigd": "anders",
    "toegevoegd": "nieuw",
    "verwijderd": "weg",
    "verplaatst": "verplaatst",
    "volgorde": "andere volgorde",
}
BEGIN: Final = "Begin van het rapport"
_BESTAND: Final = {"json": "JSON", "pdf": "PDF", "opslag": "uit de opslag"}
_ROND: Final = 6


def regels(vergelijking: Vergelijking, *, masker: str | None, breedte: int = 80) -> Iterator[str]:
    """Give the lines of a summary, none wider than `breedte`."""
    benoemd = vergelijking.benoemd(masker)
    yield from _summary(vergelijking, breedte)
    if benoemd:
        yield from ("", "GEGEVENS")
        for hoofdstuk, found in per_hoofdstuk(benoemd).items():
            yield from ("", *_wrapped(hoofdstuk, breedte, 0))
            for change in found:
                yield from _wrapped(_change(change, masker), breedte, 2)
    if vergelijking.tekst:
        yield from ("", "TEKST VAN HET RAPPORT")
        yield from (_text(vergelijking.tekst, breedte) if masker is None else [_numbers(vergelijking.tekst)])
    if vergelijking.paginas is not None:
        yield from (
            "",
            "PAGINA’S",
            *(line for page in pagina_regels(vergelijking.paginas) for line in _wrapped(page, breedte, 0)),
        )
    if masker is not None and (benoemd or vergelijking.tekst):
        yield from ("", *_wrapped("Teksten, namen en adressen ziet u met --toon-persoonsgegevens.", breedte, 0))


def kant(side: Kant) -> str:
    """Say what a side is."""
    rapport = side.rapport
    if rapport is None:
        return f"dossier ({_BESTAND[side.bestand]})"
    versie = rapport["rapportinhoud"]["adviesrapport"]["versie"]
    stand = "concept" if rapport.get("bva_besluit") is None else "met besluit"
    return f"{side.soort} ({_BESTAND[side.bestand]}), rapport versie {versie}, {stand}"


def pagina_regels(paginas: Paginas) -> Iterator[str]:
    """Say which pages differ."""
    yield f"Oud: {paginas.oud}, nieuw: {paginas.nieuw}."
    changed = [
        f"{v.nieuw}" if v.oud == v.nieuw else f"{v.nieuw} (was {v.oud})"
        for v in paginas.verschillen
        if v.soort == "gewijzigd"
    ]
    for word, numbers in (
        ("Anders", changed),
        ("Nieuw", [str(v.nieuw) for v in paginas.verschillen if v.soort == "toegevoegd"]),
        ("Weg", [f"{v.oud} (oud)" for v in paginas.verschillen if v.soort == "verwijderd"]),
    ):
        if numbers:
            yield f"{word}: pagina {', '.join(numbers)}."
    if paginas.kop_en_voet:
        yield "De tekst boven of onder aan elke pagina is anders."
    if not paginas.verschillen and not paginas.kop_en_voet:
        yield "Elke pagina heeft dezelfde tekst."


def samenvatting(vergelijking: Vergelijking) -> Iterator[str]:
    """Say in a few sentences how much differs."""
    hoofdstukken = {change.hoofdstuk for change in vergelijking.benoemd()}
    if not vergelijking.gegevens:
        yield "De gegevens zijn gelijk."
    else:
        yield f"{_many(len(vergelijking.gegevens), 'wijziging', 'wijzigingen')} in de gegevens, in {_many(len(hoofdstukken), 'onderdeel', 'onderdelen')}."
    if vergelijking.tekst is None:
        yield "De tekst is niet vergeleken: een van beide heeft geen adviesrapport."
    elif not vergelijking.tekst:
        yield "De tekst van het rapport is gelijk."
    else:
        yield f"{_many(len(vergelijking.tekst), 'alinea', 'alinea’s')} van het rapport anders, nieuw, weg of verplaatst."
    if vergelijking.paginas is None:
        yield "De pagina’s zijn niet vergeleken: daarvoor zijn twee PDF’s nodig."


def _summary(vergelijking: Vergelijking, breedte: int) -> Iterator[str]:
    for name, side in (("Oud", vergelijking.oud), ("Nieuw", vergelijking.nieuw)):
        yield from _wrapped(f"{name}: {kant(side)}, SHA-256 {side.sha256[:16]}", breedte, 0)
    for zin in samenvatting(vergelijking):
        yield from _wrapped(zin, breedte, 0)


def _change(change: Benoemd, masker: str | None) -> str:
    soort = SOORTEN[change.wijziging.soort]
    if change.verborgen:
        return f"{soort}: {change.label}: {masker} ({_weighed(change.woorden_weg, change.woorden_nieuw)})"
    weg, nieuw = ([stuk.tekst for stuk in change.stukken if stuk.soort == soort_] for soort_ in ("weg", "nieuw"))
    if all(stuk.soort != "gelijk" for stuk in change.stukken):
        return f"{soort}: {change.label}: {' -> '.join(_flat(text) for text in (*weg, *nieuw))}"
    return f"{soort}: {change.label}: {_marked(change.stukken)}"


def _text(alineas: Iterable[Alineawijziging], breedte: int) -> Iterator[str]:
    for kop, found in groupby(alineas, key=lambda alinea: alinea.kop):
        yield from ("", *_wrapped(kop or BEGIN, breedte, 0))
        for alinea in found:
            yield from _wrapped(f"{SOORTEN[alinea.soort]}: {_marked(alinea.stukken)}", breedte, 2)


def _numbers(alineas: Iterable[Alineawijziging]) -> str:
    counts = Counter(SOORTEN[alinea.soort] for alinea in alineas)
    return "Alinea’s: " + ", ".join(f"{number} {soort}" for soort, number in counts.items())


def _weighed(weg: int, nieuw: int) -> str:
    found = [f"{_many(n, 'woord', 'woorden')} {soort}" for soort, n in (("weg", weg), ("nieuw", nieuw)) if n]
    return ", ".join(found) or "dezelfde woorden"


def _marked(stukken: Sequence[Tekstdeel]) -> str:
    """Write pieces with what changed between brackets, and of the rest only what stands beside it."""
    if len(stukken) == 1:
        return _flat(stukken[0].tekst)
    last = len(stukken) - 1
    return " ".join(
        _near(stuk.tekst, first=i == 0, last=i == last)
        if stuk.soort == "gelijk"
        else f"[{stuk.soort}: {_flat(stuk.tekst)}]"
        for i, stuk in enumerate(stukken)
        if stuk.tekst.strip()
    )


def _near(text: str, *, first: bool, last: bool) -> str:
    words = text.split()
    if len(words) <= _ROND * 2:
        return " ".join(words)
    begin, end = " ".join(words[:_ROND]), " ".join(words[-_ROND:])
    return f"… {end}" if first else f"{begin} …" if last else f"{begin} … {end}"


def _flat(text: str) -> str:
    return "; ".join(" ".join(line.split()) for line in text.splitlines())


def _many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _wrapped(text: str, breedte: int, indent: int) -> list[str]:
    return textwrap.wrap(text, breedte, initial_indent=" " * indent, subsequent_indent=" " * (indent + 4)) or [""]
