# SPDX-License-Identifier: EUPL-1.2
"""The treffers of R-RED-2 in an indiening -> what a toetser reads of them: where, what, and what is asked of him."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.model import thaw
from weerbaar_docs.rendering.filters import woord_klein
from weerbaar_docs.toetsing.beoordelen import hits
from weerbaar_docs.toetsing.opmaken import hidden, wrapped
from weerbaar_docs.toetsing.plaatsen import find_plaats

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from weerbaar_docs.toetsing.bij_bva import Zaakstand
    from weerbaar_docs.toetsing.plaatsen import Plaats

_GEVRAAGD: Final = (
    "Wat de werkgever niet te lezen krijgt, en toch in een tekst voor hem staat. Uw oordeel per sleutel:",
    "- bevestigd: de werkgever mag dit lezen",
    "- afgewezen: dat mag hij niet; wijzig de omschrijving van de maatregel of stuur het rapport terug",
)
_TE_DOEN: Final = {"waarschuwing": "te beoordelen", "fout": "mag nooit blijven staan: wijzig het of stuur terug"}


def hits_as_json(stand: Zaakstand, masker: str | None) -> list[dict[str, Any]]:
    """Give the treffers as `bva toon --json` prints them: pointers, and the same places in words."""
    judged = {item["sleutel"]: item["oordeel"] for item in stand.staat.beoordeling.get("treffers", ())}
    place = _places(stand)
    return [
        {
            **{name: getattr(t, name) for name in ("sleutel", "soort", "ernst", "pad", "bron")},
            "plaats": place(t.pad).naam,
            "weggelaten_uit": place(t.bron).naam,
            "tekst": hidden(t.tekst, masker),
            "oordeel": judged.get(t.sleutel),
        }
        for t in hits(stand.ingediend, stand.staat.beoordeling)
    ]


def hit_lines(stand: Zaakstand, treffers: list[dict[str, Any]], masker: str | None) -> Iterator[str]:
    """Give those treffers place by place, with the text that stands there unless it is masked."""
    if treffers:
        yield from ("", "TREFFERS (R-RED-2)", *(line for zin in _GEVRAAGD for line in wrapped(zin, 2)))
    place = _places(stand)
    for pad, there in groupby(treffers, key=lambda item: str(item["pad"])):
        plaats = place(pad)
        yield from ("", *wrapped(f"{plaats.naam}:", 2))
        if masker is None:
            yield from wrapped(plaats.tekst, 4)
        for item in there:
            yield from wrapped(_line(item), 4)


def _places(stand: Zaakstand) -> Callable[[str], Plaats]:
    inhoud = thaw(stand.ingediend.rapport.inhoud)
    return lambda pad: find_plaats(pad, inhoud, stand.staat.beoordeling)


def _line(item: Mapping[str, Any]) -> str:
    asked = item["oordeel"] or _TE_DOEN[item["ernst"]]
    return f"{item['sleutel']} {woord_klein(item['soort'])} “{item['tekst']}”, weggelaten uit {item['weggelaten_uit']}: {asked}"
