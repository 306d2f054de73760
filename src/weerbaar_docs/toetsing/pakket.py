# SPDX-License-Identifier: EUPL-1.2
"""The files of a package by name: those that have to be in it, no others, and a moment that can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from weerbaar_docs.errors import VerificationError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

_EERSTE_JAAR: Final = 2000


def possible(moment: datetime) -> datetime:
    """Give a moment that a package names; raises VerificationError for one so early that no sum can be made with it."""
    if moment.year < _EERSTE_JAAR:
        raise VerificationError.because(
            "PAKKET-MOMENT",
            "het pakket noemt een moment dat niet kan",
            "Gebruik het niet en vraag de afzender om een nieuw pakket.",
        )
    return moment


def require_names(parts: Mapping[str, bytes], needed: Collection[str], *, also: Collection[str] = ()) -> None:
    """Raise VerificationError unless these files are there, and no others than `also`."""
    missing = sorted(set(needed) - set(parts))
    if missing or set(parts) - {*needed, *also}:
        raise VerificationError.because(
            "PAKKET-DELEN",
            f"in het pakket ontbreekt {missing[0]}" if missing else "in het pakket zit een bestand dat er niet hoort",
            "Gebruik het niet en vraag de afzender om een nieuw pakket.",
        )
