# SPDX-License-Identifier: EUPL-1.2
"""The first tables and triggers."""

from __future__ import annotations

from alembic import op

from weerbaar_docs.errors import StoreError
from weerbaar_docs.store.migrations.sql import drop, statements
from weerbaar_docs.store.schema import execute

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make them."""
    connection = op.get_bind()
    execute(connection, statements("v0001_begin", connection.dialect.name))


def downgrade() -> None:
    """Take them away from a store without dossiers; raises StoreError when there is one."""
    connection = op.get_bind()
    if connection.exec_driver_sql("SELECT count(*) FROM dossier").scalar_one():
        raise StoreError.because(
            "OPSLAG-GEVULD", "er staan dossiers in de opslag", "Een gevulde opslag wordt niet afgebroken."
        )
    drop(connection, "v0001_begin")
