# SPDX-License-Identifier: EUPL-1.2
"""The one error for a document that makes no sense yet, or no more."""

from __future__ import annotations

from weerbaar_docs.errors import ValidationError


def untimely(reden: str, oplossing: str, pad: str = "") -> ValidationError:
    """Say why a document cannot be made of this dossier, and what comes first."""
    return ValidationError.because("DOCUMENT-MOMENT", reden, oplossing, pad=pad)
