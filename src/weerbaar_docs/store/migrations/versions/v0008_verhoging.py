# SPDX-License-Identifier: EUPL-1.2
"""The besluitpakketten of which the report was given more proof."""

from __future__ import annotations

from alembic import op

from weerbaar_docs.errors import StoreError
from weerbaar_docs.store.migrations.sql import drop, statements
from weerbaar_docs.store.schema import execute

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table."""
    connection = op.get_bind()
    execute(connection, statements("v0008_verhoging", connection.dialect.name))


def downgrade() -> None:
    """Take it away; raises StoreError when a report was raised."""
    connection = op.get_bind()
    if connection.exec_driver_sql("SELECT count(*) FROM verhoging").scalar_one():
        raise StoreError.because(
            "OPSLAG-GEVULD", "er staan verhoogde rapporten in de opslag", "Ga niet terug naar een versie zonder."
        )
    drop(connection, "v0008_verhoging")
