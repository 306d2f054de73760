# SPDX-License-Identifier: EUPL-1.2
"""The pieces that a dossier keeps besides its versions: sealed, each of a kind, never changed; and its next status.

(1) a piece is sealed with the dossier's data key under its own id, its blob is put before the act that adds its row;
(2) what is worked out from a dossier counts only while nobody changed it since (`hold`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from weerbaar_docs.canonical import sha256
from weerbaar_docs.dossiers.bewaren import overtaken
from weerbaar_docs.dossiers.lezen import bijlage_id, dossier_row
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.model import utc_text
from weerbaar_docs.store import open_sealed, seal
from weerbaar_docs.store.data_keys import lock_dossier
from weerbaar_docs.store.tables import BIJLAGE, DOSSIER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import RowMapping

    from weerbaar_docs.dossiers.lezen import Dossierstand
    from weerbaar_docs.status import Status
    from weerbaar_docs.store import Act, Opslag


def pieces(act: Act, opslag: Opslag, stand: Dossierstand, soort: str) -> list[bytes]:
    """Give the kept pieces of a kind, in no order."""
    query = select(BIJLAGE).where(BIJLAGE.c.dossier == stand.dossier, BIJLAGE.c.soort == soort)
    return [open_piece(opslag, stand, row) for row in act.connection.execute(query).mappings()]


def open_piece(opslag: Opslag, stand: Dossierstand, row: RowMapping) -> bytes:
    """Give the bytes of a piece from its row."""
    sealed = opslag.blobs.get(row["blob_sha256"])
    return open_sealed(sealed, stand.sleutel, soort=f"bijlage/{row['id']}", sha256=row["sha256"])


def hold(act: Act, stand: Dossierstand) -> None:
    """Let nobody else change the dossier, and refuse when somebody did since it was read."""
    lock_dossier(act.connection, stand.dossier)
    row = dossier_row(act.connection, stand.dossier)
    if (row["versie"], row["status"]) != (stand.laatste, stand.status):
        raise overtaken(row["versie"])


def put(opslag: Opslag, stand: Dossierstand, soort: str, inhoud: bytes) -> dict[str, str]:
    """Seal a piece and put its blob, before the act; give its row."""
    naam = bijlage_id(opslag, stand.dossier, f"{soort}/{sha256(inhoud)}")
    made = seal(inhoud, stand.sleutel, soort=f"bijlage/{naam}")
    blob = opslag.blobs.put(made.inhoud)
    return {"id": naam, "dossier": stand.dossier, "soort": soort, "sha256": made.sha256, "blob_sha256": blob}


def insert(act: Act, rows: Iterable[dict[str, str]]) -> None:
    """Add the rows of pieces."""
    for row in rows:
        act.connection.execute(BIJLAGE.insert(), {**row, "gemaakt_op": utc_text(act.now)})


def step(act: Act, stand: Dossierstand, naar: Status) -> None:
    """Let the dossier take its next status."""
    where = DOSSIER.update().where(DOSSIER.c.id == stand.dossier)
    act.connection.execute(where, {"status": naar, "gewijzigd_op": utc_text(act.now)})


def require_status(stand: Dossierstand, what: str, *statuses: Status) -> None:
    """Raise ValidationError unless the dossier has one of these statuses."""
    if stand.status not in statuses:
        raise ValidationError.because(
            "STATUS-OVERGANG",
            f"{what} kan niet bij de status {stand.status}",
            "Kijk wat er met dit dossier kan (dossier status).",
            pad="/status",
        )
