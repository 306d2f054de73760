# SPDX-License-Identifier: EUPL-1.2
"""What a sealed row says = what its columns say, or somebody wrote in the database behind the program's back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import RowMapping


def require_equal(verzegeld: Mapping[str, Any], row: Mapping[str, Any] | RowMapping) -> None:
    """Raise StoreError unless every column has the value of the sealed part."""
    if any(row[name] != value for name, value in verzegeld.items()):
        raise StoreError.because(
            "OPSLAG-ONGELIJK",
            "een register is buiten het programma om gewijzigd",
            "Stop; laat de beheerder de opslag controleren (opslag controleer).",
        )
