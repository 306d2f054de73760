# SPDX-License-Identifier: EUPL-1.2
"""Who did what and who may open what: the audit log, the holders of data keys, and statuses that need evidence."""

from __future__ import annotations

from alembic import op

from weerbaar_docs.errors import StoreError
from weerbaar_docs.store.migrations.sql import drop, statements
from weerbaar_docs.store.schema import execute

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make them."""
    connection = op.get_bind()
    execute(connection, statements("v0003_verantwoording", connection.dialect.name))


def downgrade() -> None:
    """Take them away; raises StoreError when anything was written in the audit log."""
    connection = op.get_bind()
    if connection.exec_driver_sql("SELECT count(*) FROM auditregel").scalar_one():
        raise StoreError.because(
            "OPSLAG-GEVULD", "er staan regels in het logboek", "Ga niet terug naar een versie zonder logboek."
        )
    drop(connection, "v0003_verantwoording")
