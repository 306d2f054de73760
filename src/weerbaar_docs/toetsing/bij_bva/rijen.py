# SPDX-License-Identifier: EUPL-1.2
"""The rows of an indiening: its state, its packages and what was raised in them, sealed under its own data key."""

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
from weerbaar_docs.store.tables import INDIENING, TOETSSTUK, VERHOGING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, RowMapping

    from weerbaar_docs.store import Act, Datasleutel, Opslag
    from weerbaar_docs.toetsing.beoordelen import Beoordeling

SOORT: Final = "indiening"
PAKKET: Final = "besluitpakket"


class Staat(NamedTuple):
    """What is known of an indiening besides its package: who sent it, who treats it, and what is said of it.

    `beslisser` is who judged last, for himself or as a substitute: what is read along is his besluit. `niveau` is the level of
    the signature under an established report, `uitval` why that is lower than what was asked for.
    """

    afzender: str
    toetser: str | None
    beoordeling: Beoordeling
    meelezing: dict[str, Any] | None
    beslisser: str | None = None
    niveau: str | None = None
    uitval: str = ""


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


def update(act: Act, seen: tuple[str, Staat], staat: Staat, key: Datasleutel, *, status: str = "ontvangen") -> None:
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
    values = {"gewijzigd_op": utc_text(act.now), "status": status, **sealed_staat(kenmerk, staat, key)}
    act.connection.execute(INDIENING.update().where(INDIENING.c.id == kenmerk), values)


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


def last_raise(connection: Connection, kenmerk: str) -> RowMapping | None:
    """Give the row of the last time that the report in a besluitpakket was given more proof."""
    query = select(VERHOGING).where(VERHOGING.c.indiening == kenmerk).order_by(VERHOGING.c.nummer.desc()).limit(1)
    return connection.execute(query).mappings().first()


def raised(
    opslag: Opslag, of: tuple[str, str, int], inhoud: bytes, key: Datasleutel, **gegevens: str
) -> dict[str, Any]:
    """Seal a raised package and put its blob, before the act; give its row. `of`: indiening, dossier, which time."""
    kenmerk, dossier, nummer = of
    made = seal(inhoud, key, soort=f"verhoging/{kenmerk}/{nummer}/pakket")
    value = {**gegevens, "pakket": made.sha256}
    return {
        "indiening": kenmerk,
        "nummer": nummer,
        "dossier": dossier,
        "blob_sha256": opslag.blobs.put(made.inhoud),
        **sealed_row(value, key, soort="verhoging", id=f"{kenmerk}/{nummer}"),
    }


def insert_raised(act: Act, row: Mapping[str, Any]) -> None:
    """Add that row; raises ValidationError when somebody else raised in the meantime."""
    last = last_raise(act.connection, row["indiening"])
    if (0 if last is None else last["nummer"]) != row["nummer"] - 1:
        raise ValidationError.because(
            "INDIENING-INGEHAALD",
            "iemand anders heeft het rapport in de tussentijd verhoogd",
            "Kijk in bva lijst en verzend zo nodig opnieuw (bva besluit --opnieuw).",
        )
    act.connection.execute(VERHOGING.insert(), {**row, "gemaakt_op": utc_text(act.now)})


def level_of(connection: Connection, row: RowMapping, key: Datasleutel) -> tuple[str | None, str]:
    """Give the level of the signature under an established report as it is now, and why that is lower than asked for."""
    last = last_raise(connection, row["id"])
    if last is not None:
        return str(_opened(last, key)["niveau"]), ""
    staat = staat_of(row, key)
    return staat.niveau, staat.uitval


def sent_package(connection: Connection, opslag: Opslag, kenmerk: str, key: Datasleutel) -> bytes:
    """Give the package that went to the CCV last: the besluit as it was taken, or with the report as it was raised."""
    last = last_raise(connection, kenmerk)
    if last is None:
        return package_of(connection, opslag, kenmerk, key, soort=PAKKET)
    soort = f"verhoging/{kenmerk}/{last['nummer']}/pakket"
    return open_sealed(opslag.blobs.get(last["blob_sha256"]), key, soort=soort, sha256=_opened(last, key)["pakket"])


def _opened(row: RowMapping, key: Datasleutel) -> dict[str, Any]:
    found: dict[str, Any] = open_row(row, key, soort="verhoging", id=f"{row['indiening']}/{row['nummer']}")
    return found


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
