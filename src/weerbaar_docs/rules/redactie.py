# SPDX-License-Identifier: EUPL-1.2
"""Rules on what the werkgever gets to read: what was meant for the werkgever, and what must not come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import digest
from weerbaar_docs.kostenverdeling import leest_werkgever
from weerbaar_docs.model import rapportinhoud
from weerbaar_docs.rules.rapport import DIGESTS
from weerbaar_docs.rules.regel import Bevinden, Regel, geldend_besluit, maatregelen
from weerbaar_docs.treffers import open_treffers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from weerbaar_docs.treffers import Soort

_WAT: Mapping[Soort, str] = {
    "woordgroep": "een groep woorden",
    "getal": "een getal",
    "eigennaam": "een eigennaam",
    "zeldzaam_woord": "een zeldzaam woord",
    "adres": "het woonadres",
    "naam": "de naam van de bestuurder",
    "incidentdatum": "de datum van een incident",
}


def _red_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for i, b in enumerate(gegevens.get("adviesrapport", {}).get("bevindingen", ())):
        verborgen = b["soort"] in ("incident", "persoonsomstandigheid") or "werkgever" not in b["zichtbaar_voor"]
        if verborgen and "tekst_voor_werkgever" in b:
            yield Bevinden(
                pad=f"/adviesrapport/bevindingen/{i}/tekst_voor_werkgever",
                melding=f"{b['id']} heeft een tekst voor de werkgever, maar de werkgever krijgt deze bevinding niet te zien",
                oplossing="Verwijder de tekst, of controleer soort en zichtbaar_voor.",
            )


def _red_2(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    besluit = geldend_besluit(gegevens)
    if besluit is None:
        return
    inhoud = rapportinhoud(gegevens)
    # Of another report nothing is confirmed: R-BVA-1 says so once, and what nobody may confirm is said here all the same.
    own = besluit["rapport_sha256"] == digest(inhoud)
    for treffer in open_treffers(inhoud, besluit):
        if not own and treffer.ernst != "fout":
            continue
        yield Bevinden(
            pad=treffer.pad,
            ernst=treffer.ernst,
            melding=f"{_WAT[treffer.soort]} uit {treffer.bron} komt terug in de werkgeversversie (treffer {treffer.sleutel})",
            oplossing=(
                "Herschrijf de tekst; dit mag de werkgever nooit lezen."
                if treffer.ernst == "fout"
                else "Herschrijf de tekst, of laat de BVA de treffer bevestigen in redactie_bevestigd van het besluit."
            ),
        )


def _red_3(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, m in maatregelen(gegevens):
        leest = leest_werkgever(m)
        if not leest and "tekst_voor_werkgever" in m:
            yield Bevinden(
                pad=f"{pad}/tekst_voor_werkgever",
                melding=f"{m['nummer']} heeft een tekst voor de werkgever, maar de werkgever krijgt deze maatregel niet te zien",
                oplossing="Verwijder de tekst, of controleer uitvoerder en grondslag.",
            )
        if leest and "tekst_voor_werkgever" not in m:
            yield Bevinden(
                pad=pad,
                melding=f"de werkgever leest van {m['nummer']} alleen de titel: er is geen tekst_voor_werkgever",
                oplossing="Schrijf wat de werkgever moet laten doen, zonder kwetsbaarheden te noemen.",
            )


REGELS: tuple[Regel, ...] = (
    Regel(
        id="R-RED-1",
        ernst="waarschuwing",
        moment="indienen",
        titel="Witte lijst voor de werkgever",
        uitleg=(
            "De werkgever krijgt gestructureerde velden, titels en de teksten die voor hem zijn geschreven, en niets anders."
            " Incidenten en persoonsomstandigheden krijgt hij nooit."
        ),
        bron="AVG, art. 5, 9 en 10; ontwerpkeuze van weerbaar_docs",
        herstel="Verwijder de tekst voor de werkgever, of controleer soort en zichtbaar_voor van de bevinding.",
        vind=_red_1,
        impliceert=DIGESTS,
    ),
    Regel(
        id="R-RED-2",
        ernst="waarschuwing",
        moment="besluit",
        titel="Wat weg is komt niet terug",
        uitleg=(
            "Wat de werkgever niet te lezen krijgt, komt ook niet terug in andere woorden. Woordgroepen, getallen, namen en"
            " zeldzame woorden bevestigt de BVA één voor één; een adres, naam of datum van een incident komt nooit terug."
        ),
        bron="AVG, art. 5 lid 1 onder c; ontwerpkeuze van weerbaar_docs",
        herstel="Herschrijf de tekst voor de werkgever, of bevestig de treffer in het besluit.",
        vind=_red_2,
        impliceert=DIGESTS,
    ),
    Regel(
        id="R-RED-3",
        ernst="waarschuwing",
        moment="indienen",
        titel="De werkgever ziet zijn eigen maatregelen",
        uitleg=(
            "De werkgever ziet wat hij uitvoert of betaalt en kosteloze maatregelen van een leverancier; de eigen"
            " maatregelen van de bestuurder niet, ook niet de titel."
        ),
        bron="AVG, art. 5 lid 1 onder c; ontwerpkeuze van weerbaar_docs",
        herstel="Schrijf bij elke maatregel voor de werkgever een tekst, en bij de andere geen.",
        vind=_red_3,
        impliceert=DIGESTS,
    ),
)
