# SPDX-License-Identifier: EUPL-1.2
"""A sealed file from the CCV -> an indiening in this store; and the list of what came in."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from weerbaar_docs.canonical import sha256
from weerbaar_docs.dossiers.bewaren import noted
from weerbaar_docs.encryption.eigen_thuis import EigenThuis
from weerbaar_docs.errors import EncryptionError, ValidationError
from weerbaar_docs.model import utc_text
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.store.crypto import new_data_key
from weerbaar_docs.store.data_keys import add_holder, lock_dossier, lock_register
from weerbaar_docs.store.tables import INDIENING
from weerbaar_docs.toetsing.bij_bva.rijen import (
    SOORT,
    Staat,
    insert_piece,
    level_of,
    piece,
    readers,
    received,
    sealed_staat,
)
from weerbaar_docs.toetsing.bij_bva.stand import is_previous, read_package
from weerbaar_docs.toetsing.vertrouwen import ring_of, trusted

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import RowMapping

    from weerbaar_docs.store import Act, Datasleutel, Opslag
    from weerbaar_docs.toetsing.bij_bva.stand import Toetsing
    from weerbaar_docs.toetsing.ontvangen import Ingediend


@dataclass(frozen=True, slots=True, kw_only=True)
class Indieningsregel:
    """An indiening in the list: no content. Who cannot open it does not see the level of the signature (None)."""

    indiening: str
    status: str
    versie: int
    rapport_sha256: str
    ontvangen_op: str
    gewijzigd_op: str
    niveau: str | None = None
    uitval: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        return {name: getattr(self, name) for name in self.__slots__}


def receive(toetsing: Toetsing, data: bytes, *, home: Path, proef: bool = False) -> str:
    """Open and check what came in, and keep it sealed; `home` has the key of the BVA. Give its id here.

    Raises VerificationError, ValidationError, ConsentError or EncryptionError; then nothing is kept but a line.
    """
    opslag = toetsing.opslag
    package, afzender, ingediend = _opened(toetsing, data, home)
    dossier = opslag.pseudonym(ingediend.rapport.inhoud["dossiernummer"])
    kenmerk = opslag.object(SOORT, sha256(ingediend.indiening.verklaring))
    key = new_data_key(kenmerk)
    row = piece(opslag, kenmerk, dossier, SOORT, package, key, proef=proef)
    with opslag.act("vastgelegd", object=kenmerk, proef=proef) as act:
        lock_register(act.connection)
        lock_dossier(act.connection, dossier)
        require_role(act, "toetser")
        _refuse_known(act, kenmerk, dossier, ingediend)
        staat = Staat(afzender=afzender, toetser=None, beoordeling={}, meelezing=None)
        _insert(act, kenmerk, dossier, ingediend, sealed_staat(kenmerk, staat, key))
        insert_piece(act, row)
        _share(act, key)
    return kenmerk


def list_indieningen(opslag: Opslag) -> list[Indieningsregel]:
    """Give every indiening, the last changed first; no content."""
    with opslag.act("bevraagd", object="opslag") as act:
        require_role(act, "toetser", "secretariaat")
        found = [_line(act, row) for row in act.connection.execute(select(INDIENING)).mappings().all()]
    return sorted(found, key=lambda regel: (regel.gewijzigd_op, regel.indiening), reverse=True)


def _line(act: Act, row: RowMapping) -> Indieningsregel:
    names = ("status", "versie", "rapport_sha256", "ontvangen_op", "gewijzigd_op")
    niveau, uitval = None, ""
    with contextlib.suppress(EncryptionError):
        niveau, uitval = level_of(act.connection, row, act.dossier_key(row["id"]))
    return Indieningsregel(indiening=row["id"], niveau=niveau, uitval=uitval, **{name: row[name] for name in names})


def _opened(toetsing: Toetsing, data: bytes, home: Path) -> tuple[bytes, str, Ingediend]:
    opslag = toetsing.opslag
    vertrouwen = trusted(opslag)
    with noted(opslag, "vastgelegd", "opslag"), ring_of(vertrouwen) as ring:
        thuis = EigenThuis(home=home, ring=ring)
        package, afzender = thuis.open_message(data, signers=vertrouwen.signers("adviseur"), now=opslag.now())
        return package, afzender, read_package(toetsing, package, afzender, vertrouwen, ring)


def _insert(act: Act, kenmerk: str, dossier: str, ingediend: Ingediend, sealed: dict[str, Any]) -> None:
    moment = utc_text(act.now)
    values = {
        "id": kenmerk,
        "dossier": dossier,
        "versie": ingediend.toetsingsblad["rapport_versie"],
        "rapport_sha256": ingediend.rapport.rapport_sha256,
        "status": "ontvangen",
        "ontvangen_op": moment,
        "gewijzigd_op": moment,
        **sealed,
    }
    act.connection.execute(INDIENING.insert(), values)


def _share(act: Act, key: Datasleutel) -> None:
    for houder, publiek in readers(act).items():
        add_holder(act.connection, key, houder, publiek=publiek, now=act.now)


def _refuse_known(act: Act, kenmerk: str, dossier: str, ingediend: Ingediend) -> None:
    rows = received(act.connection, dossier)
    if any(row["id"] == kenmerk for row in rows):
        raise ValidationError.because(
            "INDIENING-BEKEND", "deze indiening is al ontvangen", "Kijk in bva lijst; er hoeft niets te gebeuren."
        )
    last = max(rows, key=lambda row: int(row["versie"]), default=None)
    vorige = ingediend.vorige
    if last is None:
        if vorige is not None and vorige.bva_besluit is not None:
            raise _other_previous(
                "hier is nog nooit over dit rapport besloten, en in het pakket zit een besluit daarover"
            )
        return
    if ingediend.toetsingsblad["rapport_versie"] <= last["versie"]:
        raise ValidationError.because(
            "INDIENING-VERSIE",
            "van dit rapport is deze versie of een latere al ontvangen",
            "Laat de adviseur een nieuwe versie maken en indienen.",
        )
    if vorige is None or not is_previous(vorige, last):
        raise _other_previous("de vorige versie in het pakket is niet die hier het laatst is ontvangen")
    if vorige.bva_besluit is not None and last["status"] != "besloten":
        raise _other_previous("over de vorige versie is hier niet besloten, en in het pakket zit een besluit daarover")


def _other_previous(melding: str) -> ValidationError:
    return ValidationError.because(
        "INDIENING-VORIGE",
        melding,
        "Vraag de adviseur om opnieuw in te dienen, met de versie die hij hiervoor indiende erbij.",
    )
