# SPDX-License-Identifier: EUPL-1.2
"""What must not go any more: toestemmingen that are void, and sealed leveringen, stopped with their ciphertext deleted.

(1) all of it happens in a transaction of the caller, under one lock with every sealing and every new toestemming: who seals
    meanwhile is too late, or is found and stopped;
(2) the digest of what was stopped stays in its row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from weerbaar_docs.audit.sql import AUDITREGEL
from weerbaar_docs.errors import ConsentError
from weerbaar_docs.model import utc_text
from weerbaar_docs.store.engine import lock
from weerbaar_docs.store.nonce_register import record_withdrawals
from weerbaar_docs.store.tables import LEVERING, TOESTEMMING

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

    from weerbaar_docs.store.opslag import Act

ALLES = "opslag"  # the object of the act that stopped everything


def lock_sealing(connection: Connection) -> None:
    """Let nobody else seal, record a toestemming or void one until the transaction ends; ask for it after a dossier."""
    lock(connection, "verzegeling")


def void_toestemmingen(act: Act, which: ColumnElement[bool]) -> frozenset[str]:
    """Withdraw these toestemmingen and stop their leveringen; give those that stood."""
    lock_sealing(act.connection)
    names = act.connection.execute(select(TOESTEMMING.c.id).where(which)).scalars().all()
    new = record_withdrawals(act.connection, names, now=act.now)
    stop_leveringen(act, LEVERING.c.toestemming.in_(names))
    return new


def stop_leveringen(act: Act, which: ColumnElement[bool]) -> list[str]:
    """Stop the leveringen that are ready and not gone; give their ids."""
    ready = (LEVERING.c.status == "verzegeld") & which
    found = sorted(act.connection.execute(select(LEVERING.c.id).where(ready)).scalars())
    stopped = {"status": "gestaakt", "versleuteld": None, "gewijzigd_op": utc_text(act.now)}
    act.connection.execute(LEVERING.update().where(LEVERING.c.id.in_(found)), stopped)
    return found


def require_not_stopped(connection: Connection, geldig_van: str) -> None:
    """Raise ConsentError for a question (by its `geldig_van`) from before everything was last stopped."""
    stopped = select(func.max(AUDITREGEL.c.moment)).where(
        AUDITREGEL.c.handeling == "gestaakt", AUDITREGEL.c.object == ALLES, AUDITREGEL.c.uitkomst == "gelukt"
    )
    last = connection.execute(stopped).scalar()
    if last is not None and geldig_van <= last:
        raise ConsentError.because(
            "TOES-GESTAAKT",
            "na deze vraag is alles gestaakt, dus zij geldt niet meer",
            "Vraag de bestuurder opnieuw (toestemming keuze, dan toestemming vraag).",
        )
