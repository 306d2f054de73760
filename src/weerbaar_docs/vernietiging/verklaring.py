# SPDX-License-Identifier: EUPL-1.2
"""The vernietigingsverklaring of each destroyed dossier, kept in the store: what was promised to the bestuurder can be shown later.

It holds pseudonyms, digests, moments and the ground: nothing of what was destroyed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import select

from weerbaar_docs.store.sealed_rows import open_row, sealed_row
from weerbaar_docs.store.tables import VERNIETIGINGSVERKLARING

if TYPE_CHECKING:
    from collections.abc import Mapping

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
        rows = act.connection.execute(query).mappings().all()
        return [cast("dict[str, Any]", open_row(row, key, soort=SOORT, id=row["dossier"])) for row in rows]
