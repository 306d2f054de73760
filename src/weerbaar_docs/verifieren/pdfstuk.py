# SPDX-License-Identifier: EUPL-1.2
"""One PDF of anyone, read once: its kind, its data, its pages and its signature, for all who check something of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from weerbaar_docs.bijlagen.pdf_inhoud import Pdfinhoud, read_inhoud
from weerbaar_docs.canonical import read_json
from weerbaar_docs.errors import ValidationError, VerificationError
from weerbaar_docs.pades.onderzoek import PdfHandtekening, pdf_handtekening
from weerbaar_docs.pakketnamen import OVERZICHT, RAPPORT, VOOR_BESTUURDER, WERKGEVERSVERSIE, ZENDING_FORMULIER
from weerbaar_docs.verifieren.uitslag import Schakel, link

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from weerbaar_docs.verifieren.verklaringen import Verificatie
    from weerbaar_docs.verifieren.vertrouwen import Vertrouwenslijst

Pdfsoort = Literal["adviesrapport", "werkgeversversie", "maatregelenoverzicht", "brief"]
NAAM: Final = {
    "adviesrapport": "adviesrapport",
    "werkgeversversie": "werkgeversversie",
    "maatregelenoverzicht": "maatregelenoverzicht",
    "brief": "brief of ander stuk zonder gegevens",
}
OP_REDEN: Final[Mapping[str, Pdfsoort]] = {"Vaststelling ": "adviesrapport", "Besluit ": "werkgeversversie"}
_OP_NAAM: Final[Mapping[str, Pdfsoort]] = {
    RAPPORT: "adviesrapport",
    WERKGEVERSVERSIE: "werkgeversversie",
    OVERZICHT: "maatregelenoverzicht",
}


@dataclass(frozen=True, kw_only=True)
class Pdfstuk:
    """One PDF with what is read of it once; every property raises as what it reads."""

    naam: str
    pdf: bytes = field(repr=False)
    vertrouwen: Vertrouwenslijst
    now: datetime
    namaken: bool = True

    @cached_property
    def inhoud(self) -> Pdfinhoud:
        """Give its text and data; raises ValidationError for a file that is not whole, encrypted, or that acts."""
        return read_inhoud(self.pdf, stil=True, tekst=False)

    @cached_property
    def paginas(self) -> tuple[str, ...]:
        """Give the text of its pages."""
        return read_inhoud(self.pdf).paginas

    @cached_property
    def gegevens(self) -> Any:
        """Give the data that go with it, or None."""
        found = self.inhoud.gegevens
        return None if found is None else read_json(found)

    @cached_property
    def soort(self) -> Pdfsoort:
        """Say what it is by its data, else by its name or the reason under its signature; what cannot be read is a letter."""
        try:
            given = self.gegevens
        except ValidationError:
            return "brief"
        if isinstance(given, dict):
            found: Pdfsoort = "maatregelenoverzicht" if "maatregelenoverzicht" in given else "werkgeversversie"
            return "adviesrapport" if "rapportinhoud" in given else found
        if self.naam or given is not None:
            return _OP_NAAM.get(self.naam, "brief")
        return next((soort for begin, soort in OP_REDEN.items() if self.reden.startswith(begin)), "brief")

    @cached_property
    def reden(self) -> str:
        """Give the reason under its signature, whoever made it, or an empty text."""
        try:
            return pdf_handtekening(self.pdf, vertrouwd=(), now=self.now).reden
        except VerificationError:
            return ""

    @cached_property
    def handtekening(self) -> PdfHandtekening:
        """Give its signature; raises VerificationError."""
        bva = self.soort == "adviesrapport"
        vertrouwd = self.vertrouwen.bva_zegels if bva else self.vertrouwen.ccv_zegels
        return pdf_handtekening(self.pdf, vertrouwd=vertrouwd, now=self.now)

    def link(self, naam: str, titel: str, check: Callable[[], str], *, vereist: bool = True) -> Schakel:
        """Make a link of this file, named after it when it is one of several."""
        of = f":{self.naam}" if self.naam else ""
        return link(f"{naam}{of}", f"{self.naam}: {titel}" if self.naam else titel, check, vereist=vereist)


def stukken_of(parts: Mapping[str, bytes], verificatie: Verificatie) -> dict[str, Pdfstuk]:
    """Give the PDFs of a package by name, each to be read once; what is there to be signed on paper says nothing by itself."""
    return {
        name: one_pdf(data, verificatie, naam=name)
        for name, data in sorted(parts.items())
        if name.endswith(".pdf") and name not in (*VOOR_BESTUURDER, ZENDING_FORMULIER)
    }


def one_pdf(data: bytes, verificatie: Verificatie, *, naam: str = "") -> Pdfstuk:
    """Give one PDF to look at."""
    return Pdfstuk(
        naam=naam, pdf=data, vertrouwen=verificatie.vertrouwen, now=verificatie.now, namaken=verificatie.namaken
    )


def at(value: Any, *path: str) -> Any:
    """Give what stands in data of anyone at a place, or an empty text."""
    for name in path:
        value = value.get(name, "") if isinstance(value, dict) else ""
    return value if isinstance(value, (str, int, dict)) else ""
