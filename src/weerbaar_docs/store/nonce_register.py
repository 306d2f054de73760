# SPDX-License-Identifier: EUPL-1.2
"""The gate's NonceRegister in the database: used once and withdrawn for ever, over processes and machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from weerbaar_docs.model import utc_text
from weerbaar_docs.nonces import used, withdrawn
from weerbaar_docs.store.engine import lock, reading, writing
from weerbaar_docs.store.tables import INTREKKING, NONCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Engine


class StoreNonceRegister:
    """A NonceRegister on an engine; every question and act is a transaction of its own (raises StoreError)."""

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime]) -> None:
        """Use this database; `clock` gives aware moments for the record."""
        self._engine, self._clock = engine, clock

    def is_used(self, nonce: str) -> bool:
        """Tell whether this nonce was used."""
        with reading(self._engine) as connection:
            return _there(connection, NONCE.c.nonce == nonce)

    def use(self, nonce: str, toestemming_id: str) -> None:
        """Use a nonce, once, unless its toestemming was withdrawn; raises ConsentError."""
        with writing(self._engine) as connection:
            ActNonces(connection, now=self._clock()).use(nonce, toestemming_id)

    def is_withdrawn(self, toestemming_id: str) -> bool:
        """Tell whether this toestemming was withdrawn."""
        with reading(self._engine) as connection:
            return _there(connection, INTREKKING.c.toestemming == toestemming_id)

    def withdraw(self, toestemming_id: str) -> None:
        """Record a withdrawal; a second time changes nothing."""
        with writing(self._engine) as connection:
            record_withdrawals(connection, [toestemming_id], now=self._clock())


class ActNonces:
    """The same in a transaction of the caller: what is used there is used when it commits, together with what it was for."""

    def __init__(self, connection: Connection, *, now: datetime) -> None:
        """Work in this transaction."""
        self._connection, self._now = connection, now

    def is_used(self, nonce: str) -> bool:
        """Tell whether this nonce was used."""
        return _there(self._connection, NONCE.c.nonce == nonce)

    def use(self, nonce: str, toestemming_id: str) -> None:
        """Use a nonce, once, unless its toestemming was withdrawn; raises ConsentError."""
        _lock(self._connection, nonce, toestemming_id)
        if self.is_withdrawn(toestemming_id):
            raise withdrawn()
        if self.is_used(nonce):
            raise used()
        row = {"nonce": nonce, "toestemming": toestemming_id, "gebruikt_op": utc_text(self._now)}
        self._connection.execute(NONCE.insert(), row)

    def is_withdrawn(self, toestemming_id: str) -> bool:
        """Tell whether this toestemming was withdrawn."""
        return _there(self._connection, INTREKKING.c.toestemming == toestemming_id)

    def withdraw(self, toestemming_id: str) -> None:
        """Record a withdrawal; a second time changes nothing."""
        record_withdrawals(self._connection, [toestemming_id], now=self._now)


def record_withdrawals(connection: Connection, toestemmingen: Iterable[str], *, now: datetime) -> frozenset[str]:
    """Record withdrawals in a transaction of the caller, under the lock that use takes; give those that are new."""
    wanted = sorted(toestemmingen)
    _lock(connection, *wanted)
    gone = set(
        connection.execute(select(INTREKKING.c.toestemming).where(INTREKKING.c.toestemming.in_(wanted))).scalars()
    )
    new = [name for name in wanted if name not in gone]
    for name in new:
        connection.execute(INTREKKING.insert(), {"toestemming": name, "ingetrokken_op": utc_text(now)})
    return frozenset(new)


def _lock(connection: Connection, *names: str) -> None:
    """Hold the names, in one order for everybody, so that use and withdrawal happen one after the other."""
    for name in sorted(names):
        lock(connection, f"toestemming:{name}")


def _there(connection: Connection, condition: ColumnElement[bool]) -> bool:
    return bool(connection.execute(select(exists().where(condition))).scalar_one())
