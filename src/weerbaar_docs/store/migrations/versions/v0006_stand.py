# SPDX-License-Identifier: EUPL-1.2
"""The stand of the registers, the vernietigingsverklaringen, the last wrap of a dossier that stays, and sjablonen that stay."""

from __future__ import annotations

from alembic import op

from weerbaar_docs.errors import StoreError
from weerbaar_docs.store.migrations.sql import drop, statements
from weerbaar_docs.store.schema import execute

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make them; the stand itself is kept by who migrates, for it needs a key."""
    connection = op.get_bind()
    execute(connection, statements("v0006_stand", connection.dialect.name))


def downgrade() -> None:
    """Take them away; raises StoreError when there is a verklaring."""
    connection = op.get_bind()
    if connection.exec_driver_sql("SELECT count(*) FROM vernietigingsverklaring").scalar_one():
        raise StoreError.because(
            "OPSLAG-GEVULD", "er staan vernietigingsverklaringen in de opslag", "Ga niet terug naar een versie zonder."
        )
    drop(connection, "v0006_stand")
    connection.exec_driver_sql("DROP INDEX auditregel_registers")
