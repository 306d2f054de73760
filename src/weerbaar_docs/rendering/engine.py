# SPDX-License-Identifier: EUPL-1.2
"""What every PDF engine must offer, and the one that is always there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from weerbaar_docs.rendering import typst_engine

if TYPE_CHECKING:
    from datetime import date

TYPST: Final = typst_engine.ENGINE
LIBREOFFICE: Final = "libreoffice"


@runtime_checkable
class PdfEngine(Protocol):
    """A filled DOCX -> PDF/A-3a and PDF/UA-1: the same bytes for the same arguments, nothing on disk, no network."""

    @property
    def naam(self) -> str:
        """The name that a registered template keeps: small letters, digits and dashes."""

    @property
    def versie(self) -> str:
        """The version; another version may give other bytes."""

    def to_pdf(self, docx: bytes, *, titel: str, datum: date, gegevens: bytes | None = None) -> bytes:
        """Give the PDF with this title and date and `gegevens` (JSON) attached; raises RenderingError that quotes no text."""


class TypstEngine:
    """The engine in this package."""

    @property
    def naam(self) -> str:
        """Give its name."""
        return TYPST

    @property
    def versie(self) -> str:
        """Give the version of typst."""
        return typst_engine.engine_versie()

    def to_pdf(self, docx: bytes, *, titel: str, datum: date, gegevens: bytes | None = None) -> bytes:
        """Give the PDF; raises RenderingError with every construct outside the subset."""
        return typst_engine.to_pdf(docx, titel=titel, datum=datum, gegevens=gegevens)
