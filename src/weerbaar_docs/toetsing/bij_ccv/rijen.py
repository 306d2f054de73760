# SPDX-License-Identifier: EUPL-1.2
"""The rows of a dossier that goes to the BVA and comes back: its packages, its besluit, its status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from weerbaar_docs import pakketnamen
from weerbaar_docs.canonical import canonical_bytes, read_json, sha256
from weerbaar_docs.dossiers.bewaren import overtaken
from weerbaar_docs.dossiers.lezen import bijlage_id, dossier_row
from weerbaar_docs.encryption.package import unpack
from weerbaar_docs.errors import ValidationError, VerificationError
from weerbaar_docs.model import thaw, utc_text
from weerbaar_docs.store import open_sealed, seal
from weerbaar_docs.store.data_keys import lock_dossier
from weerbaar_docs.store.tables import BESLUIT, BIJLAGE, DOSSIER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from weerbaar_docs.dossiers.lezen import Dossierstand
    from weerbaar_docs.status import Status
    from weerbaar_docs.store import Act, Opslag
    from weerbaar_docs.toetsing.overnemen import Overgenomen

INDIENING: Final = "indiening"
PAKKET: Final = "besluitpakket"
RAPPORT: Final = "rapport"


def packages(act: Act, opslag: Opslag, stand: Dossierstand, soort: str = INDIENING) -> list[bytes]:
    """Give the kept pieces of a kind."""
    query = select(BIJLAGE).where(BIJLAGE.c.dossier == stand.dossier, BIJLAGE.c.soort == soort)
    return [
        open_sealed(
            opslag.blobs.get(row["blob_sha256"]), stand.sleutel, soort=f"bijlage/{row['id']}", sha256=row["sha256"]
        )
        for row in act.connection.execute(query).mappings()
    ]


def report_in(package: bytes) -> dict[str, Any]:
    """Give the rapportinhoud in a package that was handed in from here."""
    found: dict[str, Any] = read_json(unpack(package, pakket="indiening")[pakketnamen.INHOUD])
    return found


def sender_of(package: bytes) -> str:
    """Give who handed in a package from here."""
    return str(read_json(unpack(package, pakket="indiening")[pakketnamen.INDIENING])["medewerker"])


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


def insert_besluit(act: Act, stand: Dossierstand, nummer: int, found: Overgenomen) -> None:
    """Add the row of a besluit on a version of the dossier.

    A report that was raised has a row of its own, on the same version. `besloten_op` has whole seconds and does not order
    them: the report that begins with the other one counts (`verhoging.report_before`).
    """
    besluit = found.bva_besluit
    eind = None if found.vastgesteld is None else found.vastgesteld.eind_sha256
    over = (stand.dossier, besluit["rapport_sha256"], besluit["besluitnummer"], eind or "")
    kenmerk = act.object("besluit", "/".join(over))
    sealed = seal(canonical_bytes(thaw(besluit)), stand.sleutel, soort=f"besluit/{kenmerk}")
    row = {
        "id": kenmerk,
        "dossier": stand.dossier,
        "versie": nummer,
        "rapport_sha256": besluit["rapport_sha256"],
        "uitkomst": "teruggestuurd" if found.vastgesteld is None else "vastgesteld",
        "vaststelling_sha256": found.vaststelling_sha256,
        "eind_sha256": eind,
        "sha256": sealed.sha256,
        "inhoud": sealed.inhoud,
        "besloten_op": utc_text(act.now),
    }
    act.connection.execute(BESLUIT.insert(), row)


def step(act: Act, stand: Dossierstand, naar: Status) -> None:
    """Let the dossier take its next status."""
    where = DOSSIER.update().where(DOSSIER.c.id == stand.dossier)
    act.connection.execute(where, {"status": naar, "gewijzigd_op": utc_text(act.now)})


def require_status(stand: Dossierstand, status: Status, what: str) -> None:
    """Raise ValidationError unless the dossier has this status."""
    if stand.status != status:
        raise ValidationError.because(
            "STATUS-OVERGANG",
            f"{what} kan niet bij de status {stand.status}",
            "Kijk wat er met dit dossier kan (dossier status).",
            pad="/status",
        )


def other_version() -> VerificationError:
    """Say that a besluit is about another version."""
    return VerificationError.because(
        "BESLUIT-VERSIE",
        "het besluit gaat over een andere versie van het rapport dan nu bij de BVA ligt",
        "Vraag de BVA om het besluit op de laatst ingediende versie.",
    )
