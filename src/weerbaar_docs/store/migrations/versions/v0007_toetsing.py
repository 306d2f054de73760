# SPDX-License-Identifier: EUPL-1.2
"""What is handed in at the BVA, and what belongs to it."""

from __future__ import annotations

from alembic import op

from weerbaar_docs.errors import StoreError
from weerbaar_docs.store.migrations.sql import drop, statements
from weerbaar_docs.store.schema import execute

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make both tables."""
    connection = op.get_bind()
    execute(connection, statements("v0007_toetsing", connection.dialect.name))


def downgrade() -> None:
    """Take them away; raises StoreError when something was handed in."""
    connection = op.get_bind()
    if connection.exec_driver_sql("SELECT count(*) FROM indiening").scalar_one():
        raise StoreError.because(
            "OPSLAG-GEVULD", "er staan indieningen in de opslag", "Ga niet terug naar een versie zonder."
        )
    drop(connection, "v0007_toetsing")
