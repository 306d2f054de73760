# SPDX-License-Identifier: EUPL-1.2
"""The rows of an indiening: its state and its packages, sealed under its own data key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import select

from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.model import utc_text
from weerbaar_docs.registers.medewerkers import medewerkers, public_key
from weerbaar_docs.store import open_sealed, seal
from weerbaar_docs.store.crypto import REGISTER
from weerbaar_docs.store.data_keys import holders
from weerbaar_docs.store.sealed_rows import open_row, sealed_row
from weerbaar_docs.store.tables import INDIENING, TOETSSTUK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, RowMapping

    from weerbaar_docs.store import Act, Datasleutel, Opslag
    from weerbaar_docs.toetsing.beoordelen import Beoordeling

SOORT: Final = "indiening"
PAKKET: Final = "besluitpakket"


class Staat(NamedTuple):
    """What is known of an indiening besides its package: who sent it, who treats it, and what is said of it.

    `beslisser` is who judged last, for himself or as a substitute: what is read along is his besluit.
    """

    afzender: str
    toetser: str | None
    beoordeling: Beoordeling
    meelezing: dict[str, Any] | None
    beslisser: str | None = None


def row_of(connection: Connection, kenmerk: str) -> RowMapping:
    """Give the row of an indiening; raises ValidationError when it is not there."""
    row = connection.execute(select(INDIENING).where(INDIENING.c.id == kenmerk)).mappings().first()
    if row is None:
        raise ValidationError.because(
            "INDIENING-ONBEKEND", "deze indiening staat niet in de opslag", "Neem het kenmerk over uit bva lijst."
        )
    return row


def received(connection: Connection, dossier: str) -> Sequence[RowMapping]:
    """Give the rows of every version of a report that came in here."""
    return connection.execute(select(INDIENING).where(INDIENING.c.dossier == dossier)).mappings().all()


def staat_of(row: Mapping[str, Any] | RowMapping, key: Datasleutel) -> Staat:
    """Open the sealed state of a row; raises EncryptionError unless it was sealed for this very row."""
    return Staat(**open_row(row, key, soort=SOORT, id=row["id"]))


def sealed_staat(kenmerk: str, staat: Staat, key: Datasleutel) -> dict[str, Any]:
    """Give the sealed columns of a state."""
    return sealed_row(staat._asdict(), key, soort=SOORT, id=kenmerk)


def update(act: Act, seen: tuple[str, Staat], staat: Staat, key: Datasleutel, *, status: str = "ontvangen") -> str:
    """Keep what is known of an indiening now; `seen` is its id with the state that was read.

    Raises ValidationError when somebody else changed it since it was read.
    """
    kenmerk, before = seen
    row = row_of(act.connection, kenmerk)
    if row["status"] != "ontvangen" or staat_of(row, key) != before:
        raise ValidationError.because(
            "INDIENING-INGEHAALD",
            "iemand anders heeft deze indiening in de tussentijd veranderd of er over besloten",
            "Bekijk haar opnieuw (bva toon) en doe het daarna nog eens.",
        )
    moment = utc_text(act.now)
    values = {"gewijzigd_op": moment, "status": status, **sealed_staat(kenmerk, staat, key)}
    act.connection.execute(INDIENING.update().where(INDIENING.c.id == kenmerk), values)
    return moment


def piece(
    opslag: Opslag, kenmerk: str, dossier: str, soort: str, inhoud: bytes, key: Datasleutel, *, proef: bool
) -> dict[str, str]:
    """Seal a package and put its blob, before the act; give its row."""
    made = seal(inhoud, key, soort=f"toetsstuk/{soort}")
    blob = sha256(made.inhoud) if proef else opslag.blobs.put(made.inhoud)
    return {"indiening": kenmerk, "dossier": dossier, "soort": soort, "sha256": made.sha256, "blob_sha256": blob}


def insert_piece(act: Act, row: Mapping[str, str]) -> None:
    """Add the row of a package."""
    act.connection.execute(TOETSSTUK.insert(), {**row, "gemaakt_op": utc_text(act.now)})


def package_of(connection: Connection, opslag: Opslag, kenmerk: str, key: Datasleutel, *, soort: str = SOORT) -> bytes:
    """Give the package that came in, or (`soort`) the one that went out."""
    query = select(TOETSSTUK).where(TOETSSTUK.c.indiening == kenmerk, TOETSSTUK.c.soort == soort)
    row = connection.execute(query).mappings().one()
    return open_sealed(opslag.blobs.get(row["blob_sha256"]), key, soort=f"toetsstuk/{soort}", sha256=row["sha256"])


def readers(act: Act) -> dict[str, bytes]:
    """Give the toetsers who can open this store, with their public keys."""
    register = act.register_key()
    inside = holders(act.connection, REGISTER)
    staff = sorted(m.id for m in medewerkers(act.connection, register) if "toetser" in m.rollen and m.id in inside)
    return {houder: public_key(act.connection, register, houder) for houder in staff}
