# SPDX-License-Identifier: EUPL-1.2
"""A JSON value <-> the two sealed columns of a row; the row's own key is sealed in, so that rows cannot change places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import canonical_bytes, read_json
from weerbaar_docs.store.crypto import open_sealed, seal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import RowMapping

    from weerbaar_docs.store.crypto import Datasleutel


def sealed_row(value: Any, key: Datasleutel, *, soort: str, id: str, kolom: str = "gegevens") -> dict[str, Any]:  # noqa: A002
    """Give the columns `sha256` and `gegevens` (or `kolom`) of the row with this id."""
    made = seal(canonical_bytes(value), key, soort=f"{soort}/{id}")
    return {"sha256": made.sha256, kolom: made.inhoud}


def open_row(
    row: Mapping[str, Any] | RowMapping,
    key: Datasleutel,
    *,
    soort: str,
    id: str,  # noqa: A002 - the column of that name
    kolom: str = "gegevens",
) -> Any:
    """Give the value of a row; raises EncryptionError unless it was sealed for this very row."""
    return read_json(open_sealed(row[kolom], key, soort=f"{soort}/{id}", sha256=row["sha256"]))
