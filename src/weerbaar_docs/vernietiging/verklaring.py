# SPDX-License-Identifier: EUPL-1.2
"""The vernietigingsverklaring of each destroyed dossier, kept in the store: what was promised to the bestuurder can be shown later.

(1) it holds pseudonyms, digests, moments and the ground: nothing of what was destroyed;
(2) who can write in the database without a key can add rows, so one that does not open is left out here; it hinders nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import select

from weerbaar_docs.errors import EncryptionError
from weerbaar_docs.store.sealed_rows import open_row, sealed_row
from weerbaar_docs.store.tables import VERNIETIGINGSVERKLARING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import RowMapping

    from weerbaar_docs.store.crypto import Datasleutel
    from weerbaar_docs.store.opslag import Act, Opslag

SOORT: Final = "vernietigingsverklaring/v1"


def keep_verklaring(act: Act, verklaring: Mapping[str, Any]) -> None:
    """Keep a verklaring in the transaction that destroys; without it the database refuses the status `vernietigd`."""
    dossier = verklaring["dossier"]
    row = {
        "dossier": dossier,
        "gemaakt_op": verklaring["vernietigd_op"],
        **sealed_row(verklaring, act.register_key(), soort=SOORT, id=dossier),
    }
    act.connection.execute(VERNIETIGINGSVERKLARING.insert(), row)


def verklaringen(opslag: Opslag, dossier: str | None = None) -> list[dict[str, Any]]:
    """Give the verklaringen, oldest first, or only that of one dossier (pseudonym); reading them is an act too."""
    query = select(VERNIETIGINGSVERKLARING).order_by(
        VERNIETIGINGSVERKLARING.c.gemaakt_op, VERNIETIGINGSVERKLARING.c.dossier
    )
    if dossier is not None:
        query = query.where(VERNIETIGINGSVERKLARING.c.dossier == dossier)
    with opslag.act("bevraagd", object=dossier or "opslag") as act:
        key = act.register_key()
        return [value for row in act.connection.execute(query).mappings() if (value := _open(row, key)) is not None]


def _open(row: RowMapping, key: Datasleutel) -> dict[str, Any] | None:
    try:
        return cast("dict[str, Any]", open_row(row, key, soort=SOORT, id=row["dossier"]))
    except EncryptionError:
        return None
