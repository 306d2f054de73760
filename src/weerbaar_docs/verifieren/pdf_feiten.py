# SPDX-License-Identifier: EUPL-1.2
"""One PDF -> what it says of itself, as far as it can be read: nothing here is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import sha256
from weerbaar_docs.verifieren.pdfstuk import NAAM, at
from weerbaar_docs.verifieren.uitslag import Feit

if TYPE_CHECKING:
    from weerbaar_docs.verifieren.pdfstuk import Pdfstuk


def pdf_facts(stuk: Pdfstuk) -> list[Feit]:
    """Give what a PDF says of itself, as far as it can be read."""
    facts = [Feit(titel="Bestand", waarde=f"{NAAM[stuk.soort]}, SHA-256 {sha256(stuk.pdf)}")]
    given = stuk.gegevens if stuk.soort != "brief" else {}
    if stuk.soort == "adviesrapport":
        rapport = at(given, "rapportinhoud", "adviesrapport")
        facts += _told("Rapport en versie", at(given, "bva_besluit", "rapportnummer"), at(rapport, "versie"))
        facts += _told("Opgesteld op", at(rapport, "opgesteld_op"))
        facts += _told("Opgesteld door", at(rapport, "opgesteld_door", "naam"), persoonlijk=True)
        facts += _told("Besluit", at(given, "bva_besluit", "besluitnummer"), at(given, "bva_besluit", "besloten_op"))
        facts += _told("Toetser", at(given, "bva_besluit", "toetser", "naam"), persoonlijk=True)
    if stuk.soort in ("werkgeversversie", "maatregelenoverzicht"):
        given = at(given, stuk.soort) if stuk.soort == "maatregelenoverzicht" else given
        facts += _told("Rapport en versie", at(given, "kenmerk"), at(given, "versie"))
        facts += _told("Besluit", at(given, "besluit", "besluitnummer"), at(given, "besluit", "besloten_op"))
    return facts


def _told(titel: str, *values: Any, persoonlijk: bool = False) -> list[Feit]:
    known = [
        str(value) for value in values if isinstance(value, (str, int)) and str(value) and str(value).isprintable()
    ]
    return [Feit(titel=titel, waarde=", ".join(known), persoonlijk=persoonlijk)] if known else []
