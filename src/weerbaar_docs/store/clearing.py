# SPDX-License-Identifier: EUPL-1.2
"""A database from which keys were deleted -> the same, without their bytes in its own files.

(1) SQLite: what was deleted is overwritten (secure_delete), and the -wal is written back and emptied;
(2) PostgreSQL: the tables of keys are written anew, for VACUUM alone leaves deleted bytes in the free space of a page;
(3) who still looks at the old rows keeps them there, and who may not clear clears nothing: both are errors, never silence.

What a file system, a WAL archive or a back-up has of the old bytes is out of reach here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.errors import StoreError
from weerbaar_docs.store.engine import translated

if TYPE_CHECKING:
    from sqlalchemy import Engine

_TABELLEN: Final = ("datasleutel", "sleutel")


def checkpoint(engine: Engine) -> None:
    """Make deleted keys leave the files of the database.

    Raises StoreError when a reader holds on to them, or this role of PostgreSQL may not write the tables anew.
    """
    with translated():
        left = _clear_postgresql(engine) if engine.dialect.name == "postgresql" else _clear_sqlite(engine)
    if left:
        raise StoreError.because(
            "OPSLAG-BEZET",
            "een lezer houdt oude gegevens in de bestanden van de database vast",
            "Sluit andere programma's en doe het opnieuw.",
        )


def _clear_sqlite(engine: Engine) -> bool:
    """Empty the -wal; say whether somebody prevented it."""
    raw = engine.raw_connection()  # outside a transaction, or it would wait for itself
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (busy, *_rest) = cursor.fetchone() or (1,)
    finally:
        raw.close()
    return bool(busy)


def _clear_postgresql(engine: Engine) -> bool:
    """Write the tables of keys anew; say whether deleted rows had to be taken along."""
    told: list[str] = []

    def hear(notice: Any) -> None:
        told.append(notice.message_detail or "")  # now: afterwards there is nothing in it any more

    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.add_notice_handler(hear)
        try:
            for table in _TABELLEN:
                connection.exec_driver_sql(f"VACUUM (FULL, VERBOSE) {table}")
        finally:
            driver.remove_notice_handler(hear)
    # Its words depend on the language of the server; the first number of the detail is what could not be removed yet.
    kept = [found for found in (re.match(r"[^0-9]*([0-9]+)", detail) for detail in told) if found]
    if len(kept) < len(_TABELLEN):
        raise StoreError.because(
            "OPSLAG-OPRUIMEN",
            "deze rol van PostgreSQL mag de tabellen met sleutels niet opnieuw schrijven",
            "Laat de eigenaar van de tabellen dit doen: VACUUM (FULL) datasleutel, sleutel.",
        )
    return any(int(found[1]) for found in kept)
