# SPDX-License-Identifier: EUPL-1.2
"""The rows of the registers -> their stand, by which the next act sees a row that somebody put back, took out or put in.

A sealed row says that it is genuine, not that it is the last one: who can write in the database, without any key, could put
yesterday's row back, and with it a role or a key that was withdrawn.

(1) the stand is a digest over the rows, keyed with the store's secret, with the number of the audit line of the act that changed them;
(2) only the acts of REGISTERHANDELINGEN change a register, and each of them makes the stand anew, in its own transaction;
(3) every act begins by holding it against the rows, and against the last line of such an act: an older stand with older rows does
    not fit the log, and a log that was shortened to fit does not fit its checkpoints.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import BigInteger, cast, func, literal, null, select, text, union_all

from weerbaar_docs.audit.sql import AUDITREGEL, REGISTERREGELS
from weerbaar_docs.canonical import canonical_bytes
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


def require_stand(connection: Connection, geheim: bytes) -> None:
    """Raise VerificationError when the registers are not as the last act on them left them."""
    found = _look(connection)
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
    value = {"soort": "registerstand/v1", "volgnummer": found.last, "rijen": [list(row) for row in found.rows]}
    return hmac.new(geheim, canonical_bytes(value), "sha256").hexdigest()
