# SPDX-License-Identifier: EUPL-1.2
"""DefinitiefRapport -> VastgesteldRapport: the stamp on every page, then the BVA's PAdES signature.

Nothing rewrites the file after signing; `eind_sha256` is taken after the last byte.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import StampingError, VerificationError
from weerbaar_docs.establishing import DefinitiefRapport
from weerbaar_docs.pades import Zegel, sign_pdf, verify_pdf
from weerbaar_docs.stamping_pdf import stamp_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VastgesteldRapport:
    """The established report as it leaves the BVA; `eind_sha256` is the digest of `pdf`."""

    definitief: DefinitiefRapport
    gestempeld: bytes = field(repr=False)
    pdf: bytes = field(repr=False)
    eind_sha256: str


def stamp(definitief: DefinitiefRapport, *, zegel: Zegel, now: datetime) -> VastgesteldRapport:
    """Stamp and sign the report with the BVA's seal; raises StampingError."""
    if not isinstance(definitief, DefinitiefRapport):
        raise StampingError.because(
            "STAP-DEFINITIEF",
            "stempelen kan alleen een definitief rapport dat de BVA heeft vastgesteld",
            "Laat de BVA het rapport eerst vaststellen (establish).",
        )
    gestempeld = _stamped(definitief)
    pdf = sign_pdf(gestempeld, zegel, reden=f"Vaststelling {definitief.bva_besluit['besluitnummer']}", now=now)
    return VastgesteldRapport(definitief=definitief, gestempeld=gestempeld, pdf=pdf, eind_sha256=sha256(pdf))


def restamp(definitief: DefinitiefRapport) -> bytes:
    """Give the file that `stamp` signs: the definitief rapport with its stamp; raises StampingError."""
    return _stamped(definitief)


def check_stamped(rapport: VastgesteldRapport, *, certificaten: Sequence[bytes], now: datetime) -> None:
    """Check from bytes that the file is the stamped definitief rapport, signed whole by the BVA's seal.

    `certificaten` are the trusted seals of the BVA (DER). Raises VerificationError.
    """
    gestempeld = _stamped(rapport.definitief)
    if rapport.gestempeld != gestempeld or not rapport.pdf.startswith(gestempeld):
        raise VerificationError.because(
            "STEMPEL-INHOUD",
            "het bestand is niet het gestempelde rapport dat de BVA heeft vastgesteld",
            "Vraag de BVA om het vastgestelde bestand.",
        )
    verify_pdf(rapport.pdf, vertrouwd=certificaten, now=now)


def _stamped(definitief: DefinitiefRapport) -> bytes:
    besluit = definitief.bva_besluit
    return stamp_pdf(
        definitief.document.pdf,
        [
            "VASTGESTELD",
            f"Besluit {besluit['besluitnummer']}",
            f"{date.fromisoformat(besluit['besloten_op']):%d-%m-%Y}, versie {besluit['rapport_versie']}",
            f"SHA-256 {definitief.vaststelling_sha256[:16]}",
        ],
    )
