# SPDX-License-Identifier: EUPL-1.2
"""The data keys of the store: one per scope, wrapped per holder; without a wrap its content is gone for good.

(1) a scope gets its key once; each holder's wrap can be taken away by itself (the concept phase ends at vaststelling);
(2) `delete_wraps` leaves a scope's content to nobody; the database's own files are cleared by `clearing.checkpoint`, and
    back-ups are the caller's to destroy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from weerbaar_docs.errors import EncryptionError, StoreError
from weerbaar_docs.model import utc_text
from weerbaar_docs.store.crypto import Datasleutel, Houdersleutel, new_data_key, unwrap, wrap
from weerbaar_docs.store.engine import lock
from weerbaar_docs.store.tables import DATASLEUTEL

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection


def lock_dossier(connection: Connection, pseudoniem: str) -> None:
    """Let nobody else change a dossier, or who can open it, until the transaction ends: every writer asks for this one."""
    lock(connection, f"dossier:{pseudoniem}")


def lock_register(connection: Connection) -> None:
    """Let nobody else change who there is, or what they hold, until the transaction ends; ask for it before a dossier."""
    lock(connection, "register:medewerkers")


def create_data_key(connection: Connection, bereik: str, *, houders: Mapping[str, bytes], now: datetime) -> Datasleutel:
    """Make the data key of a scope and keep it wrapped for these holders (id -> public key).

    Raises StoreError when there is one already, EncryptionError when a public key is none.
    """
    lock(connection, f"datasleutel:{bereik}")
    if connection.execute(select(DATASLEUTEL.c.houder).where(DATASLEUTEL.c.bereik == bereik)).first():
        raise StoreError.because("OPSLAG-SLEUTEL", "er is al een datasleutel", "Gebruik de sleutel die er is.")
    made = new_data_key(bereik)
    for houder, publiek in houders.items():
        add_holder(connection, made, houder, publiek=publiek, now=now)
    return made


def add_holder(connection: Connection, datasleutel: Datasleutel, houder: str, *, publiek: bytes, now: datetime) -> None:
    """Keep the data key wrapped for one more holder."""
    row = {
        "bereik": datasleutel.bereik,
        "houder": houder,
        "omhulling": wrap(datasleutel, houder, publiek=publiek),
        "gemaakt_op": utc_text(now),
    }
    connection.execute(DATASLEUTEL.insert(), row)


def data_key(connection: Connection, bereik: str, *, sleutel: Houdersleutel) -> Datasleutel:
    """Give the data key of a scope for a holder; raises EncryptionError when it was destroyed or never theirs."""
    query = select(DATASLEUTEL.c.omhulling).where(
        DATASLEUTEL.c.bereik == bereik, DATASLEUTEL.c.houder == sleutel.houder
    )
    omhulling = connection.execute(query).scalar()
    if omhulling is None:
        raise EncryptionError.because(
            "OPSLAG-DATASLEUTEL",
            "deze houder heeft geen sleutel van dit dossier, of het is vernietigd",
            "Vraag wie het dossier behandelt.",
        )
    return unwrap(omhulling, bereik, sleutel=sleutel)


def holders(connection: Connection, bereik: str) -> frozenset[str]:
    """Give who holds the data key of a scope."""
    query = select(DATASLEUTEL.c.houder).where(DATASLEUTEL.c.bereik == bereik)
    return frozenset(connection.execute(query).scalars())


def scopes(connection: Connection, houder: str) -> frozenset[str]:
    """Give the scopes of which a holder has the data key."""
    query = select(DATASLEUTEL.c.bereik).where(DATASLEUTEL.c.houder == houder)
    return frozenset(connection.execute(query).scalars())


def remove_holder(connection: Connection, bereik: str, houder: str) -> None:
    """Take a holder's wrap away."""
    connection.execute(DATASLEUTEL.delete().where(DATASLEUTEL.c.bereik == bereik, DATASLEUTEL.c.houder == houder))


def delete_wraps(connection: Connection, bereik: str) -> int:
    """Delete all wraps of a scope; give how many there were. Until `clearing.checkpoint` the database's files have them."""
    return connection.execute(DATASLEUTEL.delete().where(DATASLEUTEL.c.bereik == bereik)).rowcount
