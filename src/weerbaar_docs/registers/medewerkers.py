# SPDX-License-Identifier: EUPL-1.2
"""Medewerkers and the data keys that they hold.

(1) the first medewerker sets the store up and is beheerder; from then on only a beheerder changes the register;
(2) a medewerker is a number, roles, an OpenPGP primary key and a holder's public key; a name is there of a toetser alone, as
    a besluit prints it, and sealed like the rest;
(3) who has left cannot open the store any more, and loses every wrap when a beheerder says so; the row stays, for old acts
    name it;
(4) there is always a beheerder left who can open the register, and somebody who can open each dossier, also when two
    change the register at once;
(5) the register itself keeps since when somebody is sleutelbeheerder with this very key, by the clock of the store: a
    beheerder gives the role and the key, but not the day (sleutelbeheerders.py).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from weerbaar_docs.errors import ConsentError, StoreError, ValidationError, VerificationError
from weerbaar_docs.keys import Medewerker, Medewerkersregister
from weerbaar_docs.registers.vergelijking import require_equal
from weerbaar_docs.store.crypto import REGISTER
from weerbaar_docs.store.data_keys import (
    add_holder,
    data_key,
    holders,
    lock_dossier,
    lock_register,
    remove_holder,
    scopes,
)
from weerbaar_docs.store.opslag import SYSTEEM
from weerbaar_docs.store.sealed_rows import open_row, sealed_row
from weerbaar_docs.store.tables import HOUDER, MEDEWERKER, MEDEWERKER_ROL
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.validation import check_part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy import Connection

    from weerbaar_docs.keys import Rol
    from weerbaar_docs.store.crypto import Datasleutel
    from weerbaar_docs.store.opslag import Act, Opslag

_SOORT: Final = "medewerker"


def add_medewerker(act: Act, gegevens: Mapping[str, Any], *, publiek: bytes | None) -> Medewerker:
    """Take a medewerker (schema `medewerker`) into the register, as a holder with this public key.

    Without one it is somebody of another organisation: his signatures count, and he opens nothing here.

    Raises ValidationError, StoreError when the number or the fingerprint is there already, ConsentError for who is no beheerder.
    """
    lock_register(act.connection)
    require_role(act, "beheerder")
    return take_in(act, gegevens, publiek=publiek, key=act.register_key())


def take_in(act: Act, gegevens: Mapping[str, Any], *, publiek: bytes | None, key: Datasleutel) -> Medewerker:
    """Take a medewerker in without asking who does it: `add_medewerker` has asked, and at the set-up there is nobody to ask."""
    medewerker = _with_since(_checked(gegevens), None, nederlandse_dag(act.now))
    _refuse_known(act.connection, medewerker)
    row = {
        "id": medewerker.id,
        **_clear(medewerker),
        **sealed_row(medewerker.as_json(), key, soort=_SOORT, id=medewerker.id),
    }
    act.connection.execute(MEDEWERKER.insert(), row)
    _set_roles(act.connection, medewerker)
    if publiek is None:
        return medewerker
    keep_holder(act, medewerker.id, publiek=publiek, key=key)
    if medewerker.id not in holders(act.connection, REGISTER):
        add_holder(act.connection, key, medewerker.id, publiek=publiek, now=act.now)
    return medewerker


def change_medewerker(act: Act, id: str, changes: Mapping[str, Any]) -> Medewerker:  # noqa: A002
    """Change roles, fingerprint, `van` or `tot`; raises as `add_medewerker`, and when no beheerder would be left.

    Another fingerprint, the role given (again) or a return after the last day makes a sleutelbeheerder wait again.
    """
    lock_register(act.connection)
    require_role(act, "beheerder")
    key = act.register_key()
    old = medewerkers(act.connection, key).of(id)
    today = nederlandse_dag(act.now)
    medewerker = _with_since(_checked({**old.given(), **changes, "id": id}), old, today)
    row = {**_clear(medewerker), **sealed_row(medewerker.as_json(), key, soort=_SOORT, id=id)}
    act.connection.execute(MEDEWERKER.update().where(MEDEWERKER.c.id == id), row)
    _set_roles(act.connection, medewerker)
    _require_beheerder(act.connection, key, today)
    if _has_left(medewerker, today):
        _take_keys(act.connection, id)
    return medewerker


def medewerkers(connection: Connection, key: Datasleutel) -> Medewerkersregister:
    """Give the register; raises StoreError when a row was changed outside the program."""
    roles: dict[str, set[str]] = {}
    for row in connection.execute(select(MEDEWERKER_ROL)).mappings():
        roles.setdefault(row["medewerker"], set()).add(row["rol"])
    found = []
    for row in connection.execute(select(MEDEWERKER).order_by(MEDEWERKER.c.id)).mappings():
        medewerker = Medewerker.from_json(open_row(row, key, soort=_SOORT, id=row["id"]))
        require_equal({"id": medewerker.id, **_clear(medewerker)}, row)
        require_equal({"rollen": set(medewerker.rollen)}, {"rollen": roles.get(medewerker.id, set())})
        found.append(medewerker)
    return Medewerkersregister(tuple(found))


def require_role(act: Act, *rollen: Rol) -> Medewerker:
    """Give the medewerker who acts; raises ConsentError unless he has one of these roles today."""
    medewerker = medewerkers(act.connection, act.register_key()).known(act.wie, nederlandse_dag(act.now))
    if not medewerker.rollen & set(rollen):
        raise ConsentError.because(
            "MEDEWERKER-ROL",
            f"dit mag alleen wie de rol {' of '.join(rollen)} heeft",
            "Vraag iemand met deze rol, of de beheerder.",
        )
    return medewerker


def require_in_service(opslag: Opslag) -> None:
    """Raise ConsentError when the medewerker who opened this store is not one today; a process has no day."""
    if opslag.wie == SYSTEEM:
        return
    try:
        today = nederlandse_dag(opslag.now())
    except (StoreError, VerificationError):
        return  # a clock or a log that is not in order: every act refuses for that reason, and `opslag controleer` tells it
    with opslag.look() as connection:
        key = data_key(connection, REGISTER, sleutel=opslag.sleutel)
        medewerkers(connection, key).known(opslag.wie, today)


def left_with_keys(connection: Connection, key: Datasleutel, op: date) -> list[Medewerker]:
    """Give who has left before a day and can still open something."""
    holding = holders(connection, REGISTER)
    return [m for m in medewerkers(connection, key) if m.id in holding and _has_left(m, op)]


def keep_holder(act: Act, id: str, *, publiek: bytes, key: Datasleutel) -> None:  # noqa: A002
    """Keep the public key of a holder, sealed, so that nobody can put another in its place."""
    rows = act.connection.execute(select(HOUDER)).mappings()
    if any(open_row(row, key, soort="houder", id=row["id"])["publiek"] == publiek.hex() for row in rows):
        raise ValidationError.because(
            "HOUDER-ZELFDE", "deze houdersleutel is al van een ander", "Laat iedereen een eigen sleutel maken."
        )
    values = sealed_row({"id": id, "publiek": publiek.hex()}, key, soort="houder", id=id)
    act.connection.execute(HOUDER.insert(), {"id": id, **values})


def public_key(connection: Connection, key: Datasleutel, id: str) -> bytes:  # noqa: A002
    """Give the public key of a holder; raises StoreError when there is no such holder."""
    row = connection.execute(select(HOUDER).where(HOUDER.c.id == id)).mappings().first()
    if row is None:
        raise StoreError.because(
            "HOUDER-ONBEKEND", "deze houder staat niet in het register", "Neem de medewerker eerst op."
        )
    return bytes.fromhex(open_row(row, key, soort="houder", id=id)["publiek"])


def _take_keys(connection: Connection, id: str) -> None:  # noqa: A002
    held = sorted(scopes(connection, id))
    for bereik in held:
        lock_dossier(connection, bereik)
    alone = [bereik for bereik in held if holders(connection, bereik) == {id}]
    if alone:
        raise StoreError.because(
            "HOUDER-LAATSTE",
            f"van {len(alone)} dossiers is dit de laatste die ze kan openen",
            "Laat deze medewerker eerst een ander toegang geven (dossier toegang).",
        )
    for bereik in held:
        remove_holder(connection, bereik, id)


def _checked(gegevens: Mapping[str, Any]) -> Medewerker:
    check_part("medewerker", gegevens)
    return Medewerker.from_json(gegevens)


def _with_since(medewerker: Medewerker, old: Medewerker | None, today: date) -> Medewerker:
    if "sleutelbeheerder" not in medewerker.rollen:
        return medewerker
    began = _kept_since(medewerker, old, today) or today
    return replace(medewerker, sleutelbeheerder_sinds=max(began, medewerker.van))


def _kept_since(medewerker: Medewerker, old: Medewerker | None, today: date) -> date | None:
    """Give the day that stays; None when this is a new beginning: another key, or who was not there yet or had left."""
    if old is None or old.vingerafdruk != medewerker.vingerafdruk or old.van > today:
        return None
    returns = _has_left(old, today) and not _has_left(medewerker, today)
    return None if returns else old.sleutelbeheerder_sinds


def _has_left(medewerker: Medewerker, op: date) -> bool:
    return medewerker.tot is not None and medewerker.tot < op


def _clear(medewerker: Medewerker) -> dict[str, str | None]:
    value = medewerker.as_json()
    return {name: value[name] for name in ("vingerafdruk", "van", "tot")}


def _set_roles(connection: Connection, medewerker: Medewerker) -> None:
    connection.execute(MEDEWERKER_ROL.delete().where(MEDEWERKER_ROL.c.medewerker == medewerker.id))
    rows = [{"medewerker": medewerker.id, "rol": rol} for rol in sorted(medewerker.rollen)]
    connection.execute(MEDEWERKER_ROL.insert(), rows)


def _refuse_known(connection: Connection, medewerker: Medewerker) -> None:
    same = (MEDEWERKER.c.id == medewerker.id) | (MEDEWERKER.c.vingerafdruk == medewerker.vingerafdruk)
    if connection.execute(select(MEDEWERKER.c.id).where(same)).first():
        raise ValidationError.because(
            "MEDEWERKER-BESTAAT",
            "dit nummer of deze vingerafdruk staat al in het register",
            "Kies een vrij nummer, of wijzig de medewerker die er al is.",
        )


def _require_beheerder(connection: Connection, key: Datasleutel, op: date) -> None:
    left = [
        m
        for m in medewerkers(connection, key)
        if "beheerder" in m.rollen and not _has_left(m, op) and m.id in holders(connection, REGISTER)
    ]
    if not left:
        raise ConsentError.because(
            "MEDEWERKER-BEHEERDER",
            "er blijft geen beheerder over die het register kan openen",
            "Neem eerst een andere beheerder op.",
        )
