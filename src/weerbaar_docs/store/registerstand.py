# SPDX-License-Identifier: EUPL-1.2
"""The rows of the registers -> their stand, by which the next act sees a row that somebody put back, took out or put in.

A sealed row says that it is genuine, not that it is the last one: who can write in the database, without any key, could put
yesterday's row back, and with it a role or a key that was withdrawn.

(1) the stand is a digest over the rows, keyed with the store's secret, with the number of the audit line of the act that changed them;
(2) only the acts of REGISTERHANDELINGEN change a register, and each of them makes the stand anew, in its own transaction;
(3) every act but those that secure evidence begins by holding it against the rows, and against the last line of such an act: an older stand with older rows does
    not fit the log, and a log that was shortened to fit does not fit its checkpoints;
(4) from then on until it ends nobody else changes a row (PostgreSQL: table locks), or the new stand would hold what came in between;
(5) a store gets its first stand when it is set up, or when a beheerder migrates it from a version that had none; that line of the
    log is about `register`, and after it a store without a stand is a store that somebody tampered with.
"""

from __future__ import annotations

import hmac
import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import BigInteger, cast, func, literal, null, select, text, union_all

from weerbaar_docs.audit.sql import AUDITREGEL, REGISTERREGELS
from weerbaar_docs.errors import VerificationError
from weerbaar_docs.store.crypto import REGISTER
from weerbaar_docs.store.tables import (
    CONTACTPUNT,
    DATASLEUTEL,
    GEHEIM,
    HOUDER,
    MEDEWERKER,
    MEDEWERKER_ROL,
    ORGANISATIE,
    REGISTERSTAND,
    SLEUTEL,
    SLEUTELWISSEL,
)

if TYPE_CHECKING:
    from sqlalchemy import Column, Connection

_NAAM: Final = "register"
# The object of the line with which a store got its first stand (not the name of the row).
EERSTE_STAND: Final = "register"
_HAD_A_STAND: Final = select(AUDITREGEL.c.volgnummer).where(
    AUDITREGEL.c.handeling.in_(("opslag_ingericht", "opslag_gemigreerd")),
    AUDITREGEL.c.object == EERSTE_STAND,
    AUDITREGEL.c.uitkomst == "gelukt",
)
# Not GEHEIM and SLEUTELWISSEL: rows are only ever added to them, so there is no old row to put back, and the working role
# may not lock them.
_LOCKED: Final = (HOUDER, MEDEWERKER, MEDEWERKER_ROL, ORGANISATIE, CONTACTPUNT, SLEUTEL)
_KEYS: Final[tuple[Column[str], ...]] = (
    HOUDER.c.id,
    MEDEWERKER.c.id,
    ORGANISATIE.c.oin,
    CONTACTPUNT.c.id,
    SLEUTEL.c.id,
    GEHEIM.c.naam,
)


class _Found(NamedTuple):
    """The rows, the number of the last act on the registers, and the stand that was kept, all of one moment."""

    rows: list[tuple[str, str, str]]
    last: int
    stand: tuple[int, str] | None


def hold_registers(connection: Connection, *, changing: bool) -> None:
    """Let nobody change a register until the transaction ends, and with `changing` nobody else begin an act on one."""
    if connection.dialect.name == "postgresql":
        mode = "SHARE ROW EXCLUSIVE" if changing else "SHARE"
        # DATASLEUTEL only then: acts on dossiers write it too, and two of those would wait for each other.
        tables = (*_LOCKED, DATASLEUTEL) if changing else _LOCKED
        connection.execute(text(f"LOCK TABLE {', '.join(table.name for table in tables)} IN {mode} MODE"))


def require_stand(connection: Connection, geheim: bytes, *, first: bool = False) -> None:
    """Raise VerificationError when the registers are not as the last act on them left them.

    With `first` a store may have none yet, as long as its log does not say that it had one.
    """
    found = _look(connection)
    if first and found.stand is None and connection.execute(_HAD_A_STAND).first() is None:
        return
    if (
        found.stand is None
        or found.last != found.stand[0]
        or not hmac.compare_digest(_mac(found, geheim), found.stand[1])
    ):
        raise VerificationError.because(
            "REGISTER-STAND",
            "de registers zijn niet zoals de laatste handeling ze achterliet: een rij is teruggezet, weggehaald of toegevoegd",
            "Stop; meld het bij de beheerder en de CISO, en zet een back-up van daarvoor terug in een nieuwe database (opslag herstel).",
        )


def keep_stand(connection: Connection, geheim: bytes) -> None:
    """Keep the stand after an act on the registers whose audit line is in, in the same transaction."""
    found = _look(connection)
    values = {"volgnummer": found.last, "mac": _mac(found, geheim)}
    if found.stand is None:
        connection.execute(REGISTERSTAND.insert(), {"naam": _NAAM, **values})
    else:
        connection.execute(REGISTERSTAND.update(), values)


def _look(connection: Connection) -> _Found:
    """Read all of it in one statement: what another process commits in between would look like tampering."""
    number, nothing = BigInteger(), cast(null(), BigInteger())
    parts: list[Any] = [
        *(select(literal(key.table.name), key, key.table.c.sha256, nothing) for key in _KEYS),
        select(literal("medewerker_rol"), MEDEWERKER_ROL.c.medewerker, MEDEWERKER_ROL.c.rol, nothing),
        select(literal("sleutelwissel"), SLEUTELWISSEL.c.nieuw, SLEUTELWISSEL.c.sha256, nothing),
        # not its digest: another wrap of the same key is as good
        select(literal("datasleutel"), DATASLEUTEL.c.houder, literal(""), nothing).where(
            DATASLEUTEL.c.bereik == REGISTER
        ),
        select(literal(_NAAM), literal(""), REGISTERSTAND.c.mac, cast(REGISTERSTAND.c.volgnummer, number)),
        select(literal("auditregel"), literal(""), literal(""), cast(func.max(AUDITREGEL.c.volgnummer), number)).where(
            text(REGISTERREGELS)
        ),
    ]
    rows: list[tuple[str, str, str]] = []
    last, stand = 0, None
    for row in connection.execute(union_all(*parts)):
        soort, sleutel, sha256, volgnummer = row
        if soort == "auditregel":
            last = volgnummer or 0
        elif soort == _NAAM:
            stand = (volgnummer, sha256)
        else:
            rows.append((soort, sleutel, sha256))
    return _Found(sorted(rows), last, stand)


def _mac(found: _Found, geheim: bytes) -> str:
    value = json.dumps(["registerstand/v1", found.last, found.rows], ensure_ascii=False, separators=(",", ":"))
    return hmac.new(geheim, value.encode(), "sha256").hexdigest()
