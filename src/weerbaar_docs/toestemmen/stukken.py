# SPDX-License-Identifier: EUPL-1.2
"""What a dossier keeps of the bestuurder's choice: records as JSON, files sealed to CCV levering inside the dossier's own seal.

(1) a record has an id, the moment and who made it; two of them are never the same piece;
(2) a file is opened by the sealing role alone; a scan is only archived.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import select

from weerbaar_docs.canonical import canonical_bytes, read_json
from weerbaar_docs.dossiers.stukken import open_piece, pieces, put
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.model import rapport_digest, utc_text
from weerbaar_docs.store.tables import BIJLAGE

if TYPE_CHECKING:
    from datetime import datetime

    from weerbaar_docs.dossiers.lezen import Dossierstand
    from weerbaar_docs.store import Act, Opslag

Soort = Literal[
    "verstrekking", "afdruk", "ontvangst", "certificaat", "keuze", "vraag", "bewijsstuk", "weigering", "intrekking"
]
Bestand = Literal["werkgeverstuk", "formulier", "scan"]
_RECORD: Final = "toestemming_{}"


def new_record(opslag: Opslag, stand: Dossierstand, soort: Soort, now: datetime, **feiten: Any) -> dict[str, str]:
    """Seal a record and put its blob, before the act; give its row."""
    record = {
        "id": secrets.token_hex(8),
        "op": utc_text(now),
        "door": opslag.wie,
        "rapport_sha256": rapport_digest(stand.gegevens),
        **feiten,
    }
    return put(opslag, stand, _RECORD.format(soort), canonical_bytes(record))


def records(act: Act, opslag: Opslag, stand: Dossierstand, soort: Soort, *, alle: bool = False) -> list[dict[str, Any]]:
    """Give the records of a kind on the report as it is now (or on every version), oldest first."""
    found = [read_json(data) for data in pieces(act, opslag, stand, _RECORD.format(soort))]
    now = rapport_digest(stand.gegevens) if "adviesrapport" in stand.gegevens else ""
    return sorted((r for r in found if alle or r["rapport_sha256"] == now), key=lambda r: (r["op"], r["id"]))


def new_file(opslag: Opslag, stand: Dossierstand, soort: Bestand, verzegeld: bytes) -> dict[str, str]:
    """Put a file that is sealed to CCV levering, before the act; give its row."""
    return put(opslag, stand, soort, verzegeld)


def file_of(act: Act, opslag: Opslag, stand: Dossierstand, kenmerk: str) -> bytes:
    """Give a file, still sealed to CCV levering; raises ValidationError when this dossier has no such file."""
    query = select(BIJLAGE).where(BIJLAGE.c.dossier == stand.dossier, BIJLAGE.c.id == kenmerk)
    row = act.connection.execute(query).mappings().first()
    if row is None:
        raise ValidationError.because(
            "TOES-STUK", "een bewaard stuk hoort niet bij dit dossier", "Stop; laat de beheerder de opslag controleren."
        )
    return open_piece(opslag, stand, row)
