# SPDX-License-Identifier: EUPL-1.2
"""A role of PostgreSQL -> exactly the rights with which the program works; the tables stay their owner's.

Who owns a table can switch its triggers off, so the role that works every day should own none. It may add everywhere and
change where something changes; what the triggers keep for good it has no right to touch in the first place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from weerbaar_docs.audit.sql import AUDITREGEL
from weerbaar_docs.errors import StoreError
from weerbaar_docs.store.engine import writing
from weerbaar_docs.store.tables import (
    BERICHT,
    BESLUIT,
    DOSSIER,
    DOSSIER_VERSIE,
    GEHEIM,
    HERSTELBESLUIT,
    INDIENING,
    INTREKKING,
    LEVERING,
    METADATA,
    NONCE,
    OVERGANG,
    REGISTERSTAND,
    SJABLOON,
    SLEUTEL,
    SLEUTELWISSEL,
    STATUS,
    TOESTEMMING,
    TOETSSTUK,
    VERHOGING,
    VERNIETIGINGSVERKLARING,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_READ: Final = (STATUS.name, OVERGANG.name, "alembic_version")
_ADD: Final = tuple(
    table.name
    for table in (
        AUDITREGEL,
        BESLUIT,
        DOSSIER_VERSIE,
        GEHEIM,
        HERSTELBESLUIT,
        INTREKKING,
        NONCE,
        SJABLOON,
        SLEUTELWISSEL,
        TOESTEMMING,
        TOETSSTUK,
        VERHOGING,
        VERNIETIGINGSVERKLARING,
    )
)
_KEEP: Final = (BERICHT.name, DOSSIER.name, INDIENING.name, LEVERING.name, REGISTERSTAND.name, SLEUTEL.name)


def grant(engine: Engine, role: str) -> None:
    """Give an existing role what the program needs, and take away whatever more it had.

    Raises StoreError on SQLite, for a role that is not there, and for one that owns tables or may do everything.
    """
    if engine.dialect.name != "postgresql":
        raise _refused("rollen zijn er alleen in PostgreSQL", "Bescherm bij SQLite het bestand zelf.")
    with writing(engine) as connection:
        _require_ordinary(connection, role)
        quote = connection.dialect.identifier_preparer.quote_identifier
        schema = quote(connection.execute(text("SELECT current_schema()")).scalar_one())
        for name in (*METADATA.tables, AUDITREGEL.name, "alembic_version"):
            connection.exec_driver_sql(f"REVOKE ALL ON {schema}.{quote(name)} FROM {quote(role)}")
            connection.exec_driver_sql(f"GRANT {_rights(name)} ON {schema}.{quote(name)} TO {quote(role)}")
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {quote(role)}")


def _rights(table: str) -> str:
    if table in _READ:
        return "SELECT"
    if table in _ADD:
        return "SELECT, INSERT"
    return "SELECT, INSERT, UPDATE" if table in _KEEP else "SELECT, INSERT, UPDATE, DELETE"


def _require_ordinary(connection: Connection, role: str) -> None:
    found = connection.execute(
        text("SELECT rolsuper OR rolname = current_user FROM pg_roles WHERE rolname = :role"), {"role": role}
    ).scalar()
    if found is None:
        raise _refused("deze rol is er niet in de database", "Maak haar eerst (CREATE ROLE ... LOGIN).")
    if found:
        raise _refused(
            "deze rol is de eigenaar van de tabellen of mag alles", "Kies een gewone rol voor het dagelijks werk."
        )


def _refused(melding: str, oplossing: str) -> StoreError:
    return StoreError.because("OPSLAG-ROL", melding, oplossing)
