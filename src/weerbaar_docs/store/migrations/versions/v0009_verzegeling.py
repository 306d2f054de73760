# SPDX-License-Identifier: EUPL-1.2
"""The levering keeps its ciphertext and can be stopped; a toestemming and a levering can be on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alembic import op

from weerbaar_docs.errors import StoreError
from weerbaar_docs.store.migrations.sql import drop, statements
from weerbaar_docs.store.schema import execute

if TYPE_CHECKING:
    from sqlalchemy import Connection

revision = "0009"
down_revision = "0008"

_BEFORE: Final = "route IN ('via_ccv', 'via_bestuurder')"
_AFTER: Final = "route IN ('via_ccv', 'via_bestuurder', 'op_papier')"


def upgrade() -> None:
    """Make the table of leveringen anew, and let a toestemming be on paper; raises StoreError for a levering of before."""
    connection = op.get_bind()
    _require_none(connection, "levering")
    drop(connection, "v0002_levering")
    _allow(connection, _AFTER)
    execute(connection, statements("v0009_verzegeling", connection.dialect.name))


def downgrade() -> None:
    """Take both back; raises StoreError when there is a levering, or a toestemming on paper."""
    connection = op.get_bind()
    _require_none(connection, "levering")
    _require_none(connection, "toestemming WHERE route = 'op_papier'")
    drop(connection, "v0009_verzegeling")
    _allow(connection, _BEFORE)
    execute(connection, statements("v0002_levering", connection.dialect.name))


def _require_none(connection: Connection, what: str) -> None:
    if connection.exec_driver_sql(f"SELECT count(*) FROM {what}").scalar_one():  # noqa: S608 - our own words
        raise StoreError.because(
            "OPSLAG-GEVULD", "er staan leveringen in de opslag", "Ga niet naar een versie zonder die leveringen."
        )


def _allow(connection: Connection, routes: str) -> None:
    """Let toestemming have these routes; nothing refers to it while the leveringen are away."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ALTER TABLE toestemming DROP CONSTRAINT ck_toestemming_route")
        connection.exec_driver_sql(f"ALTER TABLE toestemming ADD CONSTRAINT ck_toestemming_route CHECK ({routes})")
        return
    # SQLite changes no constraint: the table is made again, with its triggers, and its rows are put back.
    made = [s for s in statements("v0001_begin", "sqlite") if " TABLE toestemming (" in s or " ON toestemming " in s]
    connection.exec_driver_sql("CREATE TEMP TABLE bewaard AS SELECT * FROM toestemming")
    connection.exec_driver_sql("DROP TABLE toestemming")
    execute(connection, [made[0].replace(_BEFORE, routes)])
    connection.exec_driver_sql("INSERT INTO toestemming SELECT * FROM bewaard")
    connection.exec_driver_sql("DROP TABLE bewaard")
    execute(connection, made[1:])
