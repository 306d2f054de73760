# SPDX-License-Identifier: EUPL-1.2
"""The werkgevers: gemeenten, provincies and waterschappen, by OIN.

(1) an organisatie that ends stays, with its last day and its successor (R-ORG-3);
(2) a secretariaat or a beheerder changes the register; taking in a whole register is one act: all of it or nothing;
(3) which key a werkgever has is what the register of keys says, whatever comes in here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from weerbaar_docs.errors import ValidationError
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.registers.vergelijking import require_equal
from weerbaar_docs.store.sealed_rows import open_row, sealed_row
from weerbaar_docs.store.tables import ORGANISATIE, SLEUTEL
from weerbaar_docs.validation import check_part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from weerbaar_docs.store.crypto import Datasleutel
    from weerbaar_docs.store.opslag import Act

_SOORT: Final = "organisatie"
_OIN: Final = re.compile("[0-9]{20}")


def import_organisaties(act: Act, register: Mapping[str, Any]) -> tuple[int, int]:
    """Take in a register (schema `organisatieregister`); give how many were new and how many changed.

    What the store has and the register has not stays. Raises ValidationError or ConsentError.
    """
    check_part("organisatieregister", register)
    return _put(act, register["organisaties"])


def put_organisatie(act: Act, gegevens: Mapping[str, Any]) -> bool:
    """Add or replace one organisatie (schema `organisatie`); say whether it is new."""
    check_part("organisatie", gegevens)
    return _put(act, [gegevens])[0] == 1


def organisaties(connection: Connection, key: Datasleutel) -> list[dict[str, Any]]:
    """Give all organisaties, by OIN."""
    rows = connection.execute(select(ORGANISATIE).order_by(ORGANISATIE.c.oin)).mappings()
    return [_open(row, key) for row in rows]


def organisatie(connection: Connection, key: Datasleutel, oin: str) -> dict[str, Any]:
    """Give one organisatie; raises ValidationError when it is not in the register."""
    query = select(ORGANISATIE).where(ORGANISATIE.c.oin == oin)
    row = connection.execute(query).mappings().first() if _OIN.fullmatch(oin) else None
    if row is None:
        raise ValidationError.because(
            "ORGANISATIE-ONBEKEND", "deze organisatie staat niet in het register", "Neem haar eerst op."
        )
    return _open(row, key)


def set_openpgp(act: Act, oin: str, openpgp: Mapping[str, Any] | None) -> None:
    """Let the register say which key is pinned for an organisatie, or that there is none: an act of the key register."""
    key = act.register_key()
    found = {name: value for name, value in organisatie(act.connection, key, oin).items() if name != "openpgp"}
    item = found if openpgp is None else {**found, "openpgp": dict(openpgp)}
    check_part("organisatie", item)
    act.connection.execute(ORGANISATIE.update().where(ORGANISATIE.c.oin == oin), _row(item, key))


def _put(act: Act, items: list[Mapping[str, Any]] | list[dict[str, Any]]) -> tuple[int, int]:
    require_role(act, "secretariaat", "beheerder")
    key = act.register_key()
    if len({item["oin"] for item in items}) != len(items):
        raise ValidationError.because(
            "R-ORG-2", "een OIN komt twee keer voor", "Laat elke organisatie één keer in het register staan."
        )
    there = {o["oin"]: o for o in organisaties(act.connection, key)}
    items = [_with_pinned(act, item, there.get(item["oin"])) for item in items]
    changed = [item for item in items if item["oin"] in there and there[item["oin"]] != item]
    new = [item for item in items if item["oin"] not in there]
    for item in new:
        act.connection.execute(ORGANISATIE.insert(), _row(item, key))
    for item in changed:
        act.connection.execute(ORGANISATIE.update().where(ORGANISATIE.c.oin == item["oin"]), _row(item, key))
    return len(new), len(changed)


def _with_pinned(act: Act, item: Mapping[str, Any], old: Mapping[str, Any] | None) -> dict[str, Any]:
    """Give an organisatie with the key that the register of keys says it has, once that register knows one of it."""
    of_holder = (SLEUTEL.c.houder == act.object("houder", item["oin"])) & (SLEUTEL.c.soort == "werkgever")
    if old is None or act.connection.execute(select(SLEUTEL.c.id).where(of_holder)).first() is None:
        return dict(item)
    bare = {name: value for name, value in item.items() if name != "openpgp"}
    return {**bare, "openpgp": old["openpgp"]} if "openpgp" in old else bare


def _row(item: Mapping[str, Any], key: Datasleutel) -> dict[str, Any]:
    return {"oin": item["oin"], "type": item["type"], **sealed_row(item, key, soort=_SOORT, id=item["oin"])}


def _open(row: Any, key: Datasleutel) -> dict[str, Any]:
    value: dict[str, Any] = open_row(row, key, soort=_SOORT, id=row["oin"])
    require_equal({"oin": value["oin"], "type": value["type"]}, row)
    return value
