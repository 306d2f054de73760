# SPDX-License-Identifier: EUPL-1.2
"""Opslag -> a statement to sign -> a checkpoint in its places, and a line in the log that says so.

(1) a store that is shut, for it is older than its last checkpoint, gets no new one;
(2) what was signed is checked against the pinned key, and its line has to be in the log still;
(3) first the places, then the line: a line that says there is a checkpoint is never true too early.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.audit.checkpoint import checkpoint_statement, require_current
from weerbaar_docs.audit.regel import BEGIN
from weerbaar_docs.audit.sql import SqlAuditlog
from weerbaar_docs.errors import StoreError, WeerbaarDocsError
from weerbaar_docs.logboek.bestemmingen import Verspreiding, spread
from weerbaar_docs.logboek.ondertekenen import complete

if TYPE_CHECKING:
    from collections.abc import Sequence

    from weerbaar_docs.logboek.bestemmingen import Bestemming
    from weerbaar_docs.logboek.ondertekenen import Checkpointbestand
    from weerbaar_docs.logboek.plaats import Logboeksleutel
    from weerbaar_docs.store.opslag import Opslag


def prepare(opslag: Opslag) -> bytes:
    """Give the statement of a checkpoint of the log as it is now.

    Raises StoreError for an empty log, VerificationError for one that was put back.
    """
    opslag.require_open()
    now = opslag.now()
    with opslag.look() as connection:
        kop = SqlAuditlog(connection).head()
    if kop == BEGIN:
        raise StoreError.because("LOGBOEK-LEEG", "het logboek heeft nog geen regels", "Doe eerst iets in de opslag.")
    return checkpoint_statement(kop, register=opslag.register, now=now)


def finish(opslag: Opslag, verklaring: bytes, handtekening: bytes, *, sleutel: Logboeksleutel) -> Checkpointbestand:
    """Check a signed statement against the key and the log; raises VerificationError or EncryptionError."""
    made = complete(verklaring, handtekening, register=opslag.register, sleutel=sleutel, now=opslag.now())
    with opslag.look() as connection:
        require_current(SqlAuditlog(connection), made.checkpoint)
    return made


def distribute(opslag: Opslag, bestand: Checkpointbestand, bestemmingen: Sequence[Bestemming]) -> Verspreiding:
    """Put a checkpoint in its places and write the line; raises DeliveryError when no place took it."""
    failed: WeerbaarDocsError | None = None
    told = None
    try:
        told = spread(bestand.naam, bestand.inhoud, bestemmingen)
    except WeerbaarDocsError as error:
        failed = error
    # No place is waited for inside the act, for it holds the database.
    with opslag.act("checkpoint", object="logboek"):
        if failed is not None:
            raise failed
    assert told is not None
    return told
