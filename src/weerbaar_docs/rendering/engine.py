# SPDX-License-Identifier: EUPL-1.2
"""What every PDF engine offers, the one that is always there, and the set from which a template's engine is taken.

(1) the engine of a document is the one that its template was approved with; nothing falls back to another;
(2) `examine` says beforehand what an engine cannot set, so that one is chosen when a template is registered, not per document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from weerbaar_docs.errors import Melding, PluginError
from weerbaar_docs.rendering import typst_engine
from weerbaar_docs.rendering.fonts import fonts_sha256
from weerbaar_docs.rendering.walk import examine

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

TYPST: Final = typst_engine.ENGINE


@runtime_checkable
class PdfEngine(Protocol):
    """A filled DOCX -> PDF/A-3a and PDF/UA-1: the same bytes for the same arguments, nothing on disk, no network."""

    @property
    def naam(self) -> str:
        """The name that a registered template keeps: small letters, digits and dashes."""

    @property
    def versie(self) -> str:
        """The version; another version may give other bytes."""

    @property
    def fonts_sha256(self) -> str:
        """One SHA-256, in hexadecimals, over the fonts that it sets documents in."""

    def examine(self, docx: bytes) -> tuple[Melding, ...]:
        """Give what it cannot set (fout) or sets otherwise than Word (waarschuwing); raises nothing and quotes no text."""

    def to_pdf(self, docx: bytes, *, titel: str, datum: date, gegevens: bytes | None = None) -> bytes:
        """Give the PDF with this title and date and `gegevens` (JSON) attached; raises RenderingError that quotes no text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypstEngine:
    """The engine in this package; `fontmappen` are an organisation's own font folders."""

    fontmappen: tuple[Path, ...] = ()

    @property
    def naam(self) -> str:
        """Give its name."""
        return TYPST

    @property
    def versie(self) -> str:
        """Give the version of typst."""
        return typst_engine.engine_versie()

    @property
    def fonts_sha256(self) -> str:
        """Give the digest of our fonts and those of the organisation; raises ConfigError for a folder that is not there."""
        return fonts_sha256(self.fontmappen)

    def examine(self, docx: bytes) -> tuple[Melding, ...]:
        """Give every construct outside the subset, and every font that is set in another one."""
        return examine(docx, fontmappen=self.fontmappen)

    def to_pdf(self, docx: bytes, *, titel: str, datum: date, gegevens: bytes | None = None) -> bytes:
        """Give the PDF; raises RenderingError with every construct outside the subset."""
        return typst_engine.to_pdf(docx, titel=titel, datum=datum, gegevens=gegevens, fontmappen=self.fontmappen)


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfEngines:
    """The engines by name, typst first, and why others were not loaded."""

    motoren: tuple[PdfEngine, ...] = (TypstEngine(),)
    fouten: tuple[PluginError, ...] = ()

    def motor(self, naam: str) -> PdfEngine:
        """Give the engine of this name; raises PluginError with what is there and what was not loaded."""
        for motor in self.motoren:
            if motor.naam == naam:
                return motor
        raise PluginError(*(melding for fout in self.fouten for melding in fout.meldingen), self._not_there(naam))

    def _not_there(self, naam: str) -> Melding:
        known = ", ".join(motor.naam for motor in self.motoren)
        return Melding(
            code="PLUGIN-MOTOR",
            ernst="fout",
            pad="",
            melding=f"{naam}: deze PDF-motor is er niet",
            oplossing=f"Installeer hem, of registreer het sjabloon opnieuw. Aanwezig: {known}.",
        )
