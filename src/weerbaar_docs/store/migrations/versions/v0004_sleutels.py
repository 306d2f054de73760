# SPDX-License-Identifier: EUPL-1.2
"""The register of pinned keys under pseudonyms, how one key took the place of another, and who has to be told."""

from __future__ import annotations

from alembic import op

from weerbaar_docs.errors import StoreError
from weerbaar_docs.store.migrations.sql import drop, statements
from weerbaar_docs.store.schema import execute

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Put the table in the place of the one of the first version, which no program ever wrote in."""
    connection = op.get_bind()
    _require_empty()
    connection.exec_driver_sql("DROP TABLE sleutel")
    execute(connection, statements("v0004_sleutels", connection.dialect.name))


def downgrade() -> None:
    """Put the old table back; raises StoreError when there is a key, for no older version can read it."""
    connection = op.get_bind()
    _require_empty()
    drop(connection, "v0004_sleutels")
    first = statements("v0001_begin", connection.dialect.name)
    execute(connection, [part for part in first if part.startswith("CREATE TABLE sleutel (")])


def _require_empty() -> None:
    if op.get_bind().exec_driver_sql("SELECT count(*) FROM sleutel").scalar_one():
        raise StoreError.because(
            "OPSLAG-GEVULD", "er staan sleutels in de opslag", "Gebruik een versie die deze sleutels kent."
        )
