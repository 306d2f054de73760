# SPDX-License-Identifier: EUPL-1.2
"""The decisions of two sleutelbeheerders that an older copy of the store counts."""

from __future__ import annotations

from alembic import op

from weerbaar_docs.errors import StoreError
from weerbaar_docs.store.migrations.sql import drop, statements
from weerbaar_docs.store.schema import execute

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table."""
    connection = op.get_bind()
    execute(connection, statements("v0005_herstel", connection.dialect.name))


def downgrade() -> None:
    """Take it away; raises StoreError when there is a decision, for without it the store stays shut."""
    connection = op.get_bind()
    if connection.exec_driver_sql("SELECT count(*) FROM herstelbesluit").scalar_one():
        raise StoreError.because(
            "OPSLAG-GEVULD", "er staan herstelbesluiten in de opslag", "Ga niet terug naar een versie zonder."
        )
    drop(connection, "v0005_herstel")
