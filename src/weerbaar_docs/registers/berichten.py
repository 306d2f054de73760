# SPDX-License-Identifier: EUPL-1.2
"""Who has to be told that a key lapsed, until somebody has: the old contact of the werkgever, and every bestuurder whose toestemming it voids.

(1) a bericht is work to do, kept with the act that made it necessary; it holds no letter and is never deleted;
(2) the old contact is told by the data that were known when the old key was verified, for whoever puts in a new key may
    have changed those too.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import select

from weerbaar_docs.errors import ValidationError
from weerbaar_docs.model import utc_text
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.store.sealed_rows import open_row, sealed_row
from weerbaar_docs.store.tables import BERICHT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from weerbaar_docs.store.crypto import Datasleutel
    from weerbaar_docs.store.opslag import Act

Berichtsoort = Literal["sleutel_aan_werkgever", "sleutel_aan_bestuurder"]
_SOORT: Final = "bericht"
_TAAK: Final[Mapping[str, str]] = {
    "sleutel_aan_werkgever": "Schrijf de werkgever, op de oude contactgegevens, dat de sleutel is vervallen.",
    "sleutel_aan_bestuurder": "Vertel de bestuurder dat de toestemming is vervallen, en vraag opnieuw toestemming.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bericht:
    """One thing to tell; `dossier` is the pseudonymous id of the bestuurder's, `gegevens` what the letter needs."""

    id: str
    soort: Berichtsoort
    dossier: str | None
    gemaakt_op: str
    gedaan_op: str | None
    gegevens: Mapping[str, Any] = field(repr=False)

    @property
    def taak(self) -> str:
        """Give what has to be done, in one Dutch sentence."""
        return _TAAK[self.soort]

    @property
    def adressering(self) -> dict[str, Any]:
        """Give to whom this is told, as it was when the old key was verified: personal data; {} when a dossier says so."""
        known = self.gegevens.get("organisatie")
        if known is None:
            return {}
        given = {"werkgever": known["naam"], **known["contactpersoon"], "postadres": known.get("postadres")}
        return {name: value for name, value in given.items() if value is not None}

    def as_json(self) -> dict[str, Any]:
        """Give what a command prints: no names, no addresses."""
        clear = {name: getattr(self, name) for name in ("id", "soort", "dossier", "gemaakt_op", "gedaan_op")}
        return {**clear, "taak": self.taak}


def add_bericht(
    act: Act, soort: Berichtsoort, *, sleutel: str, dossier: str | None, gegevens: Mapping[str, Any]
) -> Bericht:
    """Record that somebody has to be told of this key (its pseudonym)."""
    made = Bericht(
        id=f"O-{secrets.token_hex(16)}",
        soort=soort,
        dossier=dossier,
        gemaakt_op=utc_text(act.now),
        gedaan_op=None,
        gegevens=gegevens,
    )
    row = {
        "id": made.id,
        "soort": soort,
        "sleutel": sleutel,
        "dossier": dossier,
        "gemaakt_op": made.gemaakt_op,
        **sealed_row(dict(gegevens), act.register_key(), soort=_SOORT, id=made.id),
    }
    act.connection.execute(BERICHT.insert(), row)
    return made


def open_berichten(connection: Connection, key: Datasleutel, *, dossier: str | None = None) -> list[Bericht]:
    """Give what still has to be told, oldest first; of one dossier, or of all."""
    query = select(BERICHT).where(BERICHT.c.gedaan_op.is_(None)).order_by(BERICHT.c.gemaakt_op, BERICHT.c.id)
    if dossier is not None:
        query = query.where(BERICHT.c.dossier == dossier)
    return [_open(row, key) for row in connection.execute(query).mappings()]


def finish_bericht(act: Act, id: str) -> None:  # noqa: A002 - the column of that name
    """Record that this was told; raises ValidationError when there is nothing to tell, ConsentError for who may not."""
    require_role(act, "secretariaat", "sleutelbeheerder")
    open_bericht(act, id)
    act.connection.execute(BERICHT.update().where(BERICHT.c.id == id), {"gedaan_op": utc_text(act.now)})


def open_bericht(act: Act, id: str) -> Bericht:  # noqa: A002
    """Give one bericht that still has to be told; raises ValidationError when it is not there or was told."""
    row = act.connection.execute(select(BERICHT).where(BERICHT.c.id == id)).mappings().first()
    if row is None or row["gedaan_op"] is not None:
        raise ValidationError.because(
            "BERICHT-ONBEKEND", "dit bericht staat niet open", "Kijk welke berichten er openstaan (sleutel toon)."
        )
    return _open(row, act.register_key())


def _open(row: Any, key: Datasleutel) -> Bericht:
    clear = {name: row[name] for name in ("id", "soort", "dossier", "gemaakt_op", "gedaan_op")}
    return Bericht(**clear, gegevens=open_row(row, key, soort=_SOORT, id=row["id"]))
