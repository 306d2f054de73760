# SPDX-License-Identifier: EUPL-1.2
"""The levering: what may leave, tied to its besluit and toestemming."""

from __future__ import annotations

from alembic import op

from weerbaar_docs.errors import StoreError
from weerbaar_docs.store.migrations.sql import drop, statements
from weerbaar_docs.store.schema import execute

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table."""
    connection = op.get_bind()
    execute(connection, statements("v0002_levering", connection.dialect.name))


def downgrade() -> None:
    """Take it away; raises StoreError when there is a levering, for no older version knows of it."""
    connection = op.get_bind()
    if connection.exec_driver_sql("SELECT count(*) FROM levering").scalar_one():
        raise StoreError.because(
            "OPSLAG-GEVULD", "er staan leveringen in de opslag", "Ga niet terug naar een versie zonder leveringen."
        )
    drop(connection, "v0002_levering")
