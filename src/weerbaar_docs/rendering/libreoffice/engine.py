# SPDX-License-Identifier: EUPL-1.2
"""LibreOffice as a PdfEngine: RenderingError says what to install where it is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering import libreoffice

if TYPE_CHECKING:
    from datetime import date

    from weerbaar_docs.errors import Melding


class LibreofficeEngine:
    """The LibreOffice of this machine, looked for when it is first used."""

    @property
    def naam(self) -> str:
        """Give its name."""
        return libreoffice.ENGINE

    @property
    def versie(self) -> str:
        """Give the version of LibreOffice with its build."""
        return libreoffice.engine_versie()

    @property
    def fonts_sha256(self) -> str:
        """Give the digest of the fonts of the system that it uses."""
        return libreoffice.fonts_sha256()

    def examine(self, docx: bytes) -> tuple[Melding, ...]:
        """Give what keeps a document from LibreOffice, or it from this machine; that it converts is only known when it does."""
        try:
            libreoffice.find_installation()
            libreoffice.admit(docx)
        except RenderingError as error:
            return error.meldingen
        return ()

    def to_pdf(self, docx: bytes, *, titel: str, datum: date, gegevens: bytes | None = None) -> bytes:
        """Give the PDF; raises RenderingError."""
        return libreoffice.to_pdf(docx, titel=titel, datum=datum, gegevens=gegevens)
