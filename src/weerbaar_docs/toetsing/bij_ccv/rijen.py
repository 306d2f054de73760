# SPDX-License-Identifier: EUPL-1.2
"""What a dossier keeps of its way to the BVA and back: the kinds of its pieces, and the row of a besluit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs import pakketnamen
from weerbaar_docs.canonical import canonical_bytes, read_json
from weerbaar_docs.encryption.package import unpack
from weerbaar_docs.errors import VerificationError
from weerbaar_docs.model import thaw, utc_text
from weerbaar_docs.store import seal
from weerbaar_docs.store.tables import BESLUIT

if TYPE_CHECKING:
    from weerbaar_docs.dossiers.lezen import Dossierstand
    from weerbaar_docs.store import Act
    from weerbaar_docs.toetsing.overnemen import Overgenomen

INDIENING: Final = "indiening"
PAKKET: Final = "besluitpakket"
RAPPORT: Final = "rapport"


def report_in(package: bytes) -> dict[str, Any]:
    """Give the rapportinhoud in a package that was handed in from here."""
    found: dict[str, Any] = read_json(unpack(package, pakket="indiening")[pakketnamen.INHOUD])
    return found


def sender_of(package: bytes) -> str:
    """Give who handed in a package from here."""
    return str(read_json(unpack(package, pakket="indiening")[pakketnamen.INDIENING])["medewerker"])


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


def other_version() -> VerificationError:
    """Say that a besluit is about another version."""
    return VerificationError.because(
        "BESLUIT-VERSIE",
        "het besluit gaat over een andere versie van het rapport dan nu bij de BVA ligt",
        "Vraag de BVA om het besluit op de laatst ingediende versie.",
    )
