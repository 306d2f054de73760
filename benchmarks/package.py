# SPDX-License-Identifier: EUPL-1.2
"""Print the cost of each step of the way, as a ratio to the whole; absolute times depend on the machine."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from weerbaar_docs import (
    Keuze,
    Oefenomgeving,
    adviesrapport,
    ask,
    establish,
    prepare,
    release,
    render_concept,
    seal_for_werkgever,
    stamp,
    validate,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def main() -> None:
    """Walk the way twice and print the second, warm walk."""
    with Oefenomgeving() as o:
        walk(o)
        spent = walk(o)
    total = sum(spent.values())
    for name, seconds in spent.items():
        print(f"{name:20} {seconds * 1000:8.1f} ms {seconds / total:6.1%}")
    print(f"{'total':20} {total * 1000:8.1f} ms")


def walk(o: Oefenomgeving) -> dict[str, float]:
    """Give the seconds of each step."""
    spent: dict[str, float] = {}

    def timed(name: str, act: Callable[[], Any]) -> Any:
        started = time.perf_counter()
        result = act()
        spent[name] = time.perf_counter() - started
        return result

    dossier = timed("validate", lambda: validate(o.dossier_json))
    concept = timed("render_concept", lambda: render_concept(adviesrapport(dossier), datum=o.vandaag))
    definitief = timed(
        "establish", lambda: establish(concept, o.besluit(concept), indiening=o.indiening(concept), **o.bva)
    )
    vastgesteld = timed("stamp", lambda: stamp(definitief, zegel=o.bva_zegel, now=o.nu))
    keuze = Keuze(route="via_ccv", omvang="werkgeversversie")
    stukken = timed("prepare", lambda: prepare(vastgesteld, keuze, zegel=o.ccv_zegel, now=o.nu))
    vraag = timed("ask", lambda: ask(stukken, ontvanger=o.werkgever, now=o.nu, **o.vraag))
    bewijs = o.formulier_getekend(vraag)
    vrijgave = timed("release", lambda: release(stukken, vraag.verklaring, bewijs, now=o.na_bedenktijd, **o.poort))
    brief = timed("letter", lambda: o.brief(dossier))
    timed("seal", lambda: seal_for_werkgever(vrijgave, brief, now=o.na_bedenktijd, **o.verzegelaar))
    return spent


if __name__ == "__main__":
    main()
