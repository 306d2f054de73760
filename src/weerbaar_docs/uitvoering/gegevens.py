# SPDX-License-Identifier: EUPL-1.2
"""Bytes of maatregelen.json -> the overview that the werkgever works with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import read_json
from weerbaar_docs.errors import UsageError
from weerbaar_docs.maatregelenoverzicht import maatregelenoverzicht
from weerbaar_docs.validation import check_part

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_maatregelen(data: bytes) -> dict[str, Any]:
    """Give the overview of maatregelen.json, totals counted anew; raises ValidationError with all its faults at once."""
    found = read_json(data)
    check_part("maatregelen", found)
    return maatregelenoverzicht(found)


def maatregel(overzicht: Mapping[str, Any], nummer: str) -> Mapping[str, Any]:
    """Give a maatregel by its number; raises UsageError when it is not in these data (R-REF-4)."""
    for found in overzicht["maatregelen"]:
        if found["nummer"] == nummer:
            return dict(found)
    raise UsageError.because(
        "R-REF-4",
        "deze maatregel staat niet in maatregelen.json",
        f"Kies uit: {', '.join(m['nummer'] for m in overzicht['maatregelen']) or 'er zijn geen maatregelen'}.",
    )
