# SPDX-License-Identifier: EUPL-1.2
"""The contactpunten: loketten, and the numbers on which a werkgever is called back; each with the day it was checked (R-CONT-1).

(1) an id is a short word of letters, digits and hyphens, never a name of a person;
(2) a contactpunt of an organisatie is what a new key is called back on, so the register itself keeps since when it has this
    very number: what somebody says about when it was checked is not enough.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from weerbaar_docs.errors import ValidationError
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.registers.organisaties import organisatie
from weerbaar_docs.registers.vergelijking import require_equal
from weerbaar_docs.rules import Instellingen, evaluate
from weerbaar_docs.store.sealed_rows import open_row, sealed_row
from weerbaar_docs.store.tables import CONTACTPUNT
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.validation import check_part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy import Connection

    from weerbaar_docs.errors import Melding
    from weerbaar_docs.store.crypto import Datasleutel
    from weerbaar_docs.store.opslag import Act

_SOORT: Final = "contactpunt"
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


def put_contactpunt(act: Act, id: str, gegevens: Mapping[str, Any], *, oin: str | None = None) -> None:  # noqa: A002
    """Add or replace a contactpunt (schema `contactpunt`), of an organisatie or a loket of its own.

    Raises ValidationError or ConsentError.
    """
    require_role(act, "secretariaat", "beheerder", "sleutelbeheerder")
    if not _ID.fullmatch(id):
        raise ValidationError.because(
            "CONTACT-ID", "dit is geen kenmerk van een contactpunt", "Gebruik kleine letters, cijfers en streepjes."
        )
    check_part("contactpunt", gegevens)
    key = act.register_key()
    if oin is not None:
        organisatie(act.connection, key, oin)
    known = _find(act.connection, key, id)
    value = {"organisatie": oin, "sinds": _since(known, gegevens, oin, act), "contactpunt": gegevens}
    row = {"id": id, "organisatie": oin, **_clear(gegevens), **sealed_row(value, key, soort=_SOORT, id=id)}
    act.connection.execute(CONTACTPUNT.update().where(CONTACTPUNT.c.id == id) if known else CONTACTPUNT.insert(), row)


def check_contactpunt(act: Act, id: str, *, bron: str) -> None:  # noqa: A002
    """Record that somebody checked today that the data of a contactpunt are right; `bron` says how."""
    key = act.register_key()
    found = contactpunt(act.connection, key, id)
    today = nederlandse_dag(act.now).isoformat()
    put_contactpunt(act, id, {**found["contactpunt"], "geverifieerd_op": today, "bron": bron}, oin=found["organisatie"])


def contactpunten(connection: Connection, key: Datasleutel) -> list[dict[str, Any]]:
    """Give all contactpunten as {id, organisatie: OIN | None, sinds: the day of this number, contactpunt}, by id."""
    rows = connection.execute(select(CONTACTPUNT).order_by(CONTACTPUNT.c.id)).mappings()
    return [_open(row, key) for row in rows]


def contactpunt(connection: Connection, key: Datasleutel, id: str) -> dict[str, Any]:  # noqa: A002
    """Give one contactpunt as `contactpunten` does; raises ValidationError when there is none."""
    found = _find(connection, key, id)
    if found is None:
        raise ValidationError.because(
            "CONTACT-ONBEKEND", "dit contactpunt staat niet in het register", "Neem het eerst op."
        )
    return found


def judge_contactpunt(gegevens: Mapping[str, Any], op: date) -> tuple[Melding, ...]:
    """Give what R-CONT-1 says of a contactpunt on a day."""
    return tuple(evaluate(gegevens, document="contactpunt", instellingen=Instellingen(peildatum=op)))


def _clear(gegevens: Mapping[str, Any]) -> dict[str, Any]:
    return {name: gegevens[name] for name in ("geverifieerd_op", "vervalt_op")}


def _find(connection: Connection, key: Datasleutel, id: str) -> dict[str, Any] | None:  # noqa: A002
    row = connection.execute(select(CONTACTPUNT).where(CONTACTPUNT.c.id == id)).mappings().first()
    return None if row is None else _open(row, key)


def _since(known: Mapping[str, Any] | None, gegevens: Mapping[str, Any], oin: str | None, act: Act) -> str:
    """Give the day since when this organisatie has this number here: today, unless it had it already."""
    if known is not None and (known["organisatie"], known["contactpunt"]["telefoon"]) == (oin, gegevens["telefoon"]):
        return str(known["sinds"])
    return nederlandse_dag(act.now).isoformat()


def _open(row: Any, key: Datasleutel) -> dict[str, Any]:
    value = open_row(row, key, soort=_SOORT, id=row["id"])
    require_equal({"organisatie": value["organisatie"], **_clear(value["contactpunt"])}, row)
    return {"id": row["id"], **value}
