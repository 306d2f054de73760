# SPDX-License-Identifier: EUPL-1.2
"""Opslag + a dossier's number or pseudonym -> its content, its history, the list of dossiers; every look is a line in the logboek.

(1) content opens only for who holds the dossier's data key; for others a dossier is a pseudonym, a status and a moment;
(2) a version was sealed as that version of that dossier: rows that change places do not open;
(3) reading one dossier is a line with its pseudonym, going through all of them one line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final, get_args

from sqlalchemy import select

from weerbaar_docs.canonical import read_json
from weerbaar_docs.dossiers.signalen import signals
from weerbaar_docs.dossiers.werkvoorraad import (
    Contactpuntfeiten,
    Dossierfeiten,
    Signaal,
    Streefdagen,
    Taak,
    worklist,
)
from weerbaar_docs.errors import EncryptionError, StoreError, ValidationError
from weerbaar_docs.keys import Rol
from weerbaar_docs.model import utc_moment
from weerbaar_docs.registers.contactpunten import contactpunten
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.store import open_sealed
from weerbaar_docs.store.data_keys import holders, scopes
from weerbaar_docs.store.tables import BIJLAGE, DOSSIER, DOSSIER_VERSIE, INTREKKING, TOESTEMMING
from weerbaar_docs.termijnen import nederlandse_dag

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection, RowMapping

    from weerbaar_docs.audit.regel import Handeling
    from weerbaar_docs.status import Status
    from weerbaar_docs.store import Act, BlobStore, Datasleutel, Opslag
    from weerbaar_docs.termijnen import Kalender

BEHANDELAARS: Final[tuple[Rol, ...]] = ("secretariaat", "adviseur")
_PSEUDONIEM: Final = re.compile(r"D-[0-9a-f]{32}")
_NUMMER: Final = re.compile(r"WB-[0-9]{4}-[0-9]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossierstand:
    """A dossier as the store has it: `versie` is the one that was read, `laatste` the newest."""

    dossier: str
    versie: int
    laatste: int
    status: Status
    gewijzigd_op: str
    vandaag: date
    gegevens: dict[str, Any] = field(repr=False)
    sleutel: Datasleutel = field(repr=False)

    @property
    def dossiernummer(self) -> str:
        """Give the number of the dossier."""
        return str(self.gegevens["dossiernummer"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossierregel:
    """A dossier in the list; the number is None for who may not open it."""

    dossier: str
    dossiernummer: str | None
    status: str
    versie: int
    gewijzigd_op: str

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Versie:
    """One version of a dossier: its number, when it was made, and the digest of the report in it."""

    nummer: int
    gemaakt_op: str
    rapport_sha256: str | None

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Voorraad:
    """What must happen in the dossiers that this holder can open, and how many he cannot."""

    vandaag: date
    taken: tuple[Taak, ...]
    dossiers: int
    gesloten: int


def identify(opslag: Opslag, kenmerk: str) -> str:
    """Give the pseudonym of a dossier from its number or pseudonym; raises ValidationError for anything else."""
    if _PSEUDONIEM.fullmatch(kenmerk):
        return kenmerk
    if _NUMMER.fullmatch(kenmerk):
        return opslag.pseudonym(kenmerk)
    raise ValidationError.because(
        "DOSSIER-KENMERK",
        "dit is geen dossiernummer en geen pseudoniem van een dossier",
        "Geef een nummer zoals WB-2026-000123, of het pseudoniem uit dossier lijst.",
    )


def read(
    opslag: Opslag, kenmerk: str, *, versie: int | None = None, handeling: Handeling = "dossier_gelezen"
) -> Dossierstand:
    """Give a dossier (its newest version, or the one that is named) and write that it was read.

    Raises ValidationError when it is not there, EncryptionError for who has no access.
    """
    pseudoniem = identify(opslag, kenmerk)
    with opslag.act(handeling, object=pseudoniem) as act:
        return open_dossier(act, opslag.blobs, pseudoniem, versie=versie)


def open_dossier(act: Act, blobs: BlobStore, pseudoniem: str, *, versie: int | None = None) -> Dossierstand:
    """Give a dossier within an act of the caller's; raises ConsentError for who treats no dossiers (any more)."""
    row = dossier_row(act.connection, pseudoniem)
    require_role(act, *BEHANDELAARS)
    key = act.dossier_key(pseudoniem)
    nummer = row["versie"] if versie is None else versie
    return Dossierstand(
        dossier=pseudoniem,
        versie=nummer,
        laatste=row["versie"],
        status=row["status"],
        gewijzigd_op=row["gewijzigd_op"],
        vandaag=nederlandse_dag(act.now),
        gegevens=_content(act.connection, blobs, pseudoniem, nummer, key),
        sleutel=key,
    )


def dossier_row(connection: Connection, pseudoniem: str) -> RowMapping:
    """Give the row of a dossier; raises ValidationError when there is none."""
    row = connection.execute(select(DOSSIER).where(DOSSIER.c.id == pseudoniem)).mappings().first()
    if row is None:
        raise ValidationError.because(
            "DOSSIER-ONBEKEND", "dit dossier staat niet in de opslag", "Controleer het nummer (dossier lijst)."
        )
    return row


def living_row(connection: Connection, pseudoniem: str) -> RowMapping:
    """Give the row of a dossier that is to change; raises ValidationError when there is none, or it was destroyed."""
    row = dossier_row(connection, pseudoniem)
    if row["status"] == "vernietigd":
        raise ValidationError.because(
            "DOSSIER-VERNIETIGD", "dit dossier is vernietigd en verandert niet meer", "Begin een nieuw dossier."
        )
    return row


def list_dossiers(opslag: Opslag) -> list[Dossierregel]:
    """Give every dossier, the last changed first; with its number where this holder can open it."""
    with opslag.act("bevraagd", object="opslag") as act:
        own = _own(act)
        rows = act.connection.execute(select(DOSSIER)).mappings().all()
        found = [
            Dossierregel(
                dossier=row["id"],
                dossiernummer=_number(act, opslag.blobs, row) if row["id"] in own else None,
                status=row["status"],
                versie=row["versie"],
                gewijzigd_op=row["gewijzigd_op"],
            )
            for row in rows
        ]
    return sorted(found, key=lambda regel: (regel.gewijzigd_op, regel.dossier), reverse=True)


def _own(act: Act) -> frozenset[str]:
    """Give the dossiers that this holder can open, and may: none for who treats no dossiers (any more)."""
    medewerker = require_role(act, *get_args(Rol))
    treats = medewerker.rollen & set(BEHANDELAARS)
    return scopes(act.connection, act.sleutel.houder) if treats else frozenset()


def _closed(vandaag: date) -> Signaal:
    wat = "Dit dossier gaat niet open: het is beschadigd of veranderd. Voer opslag controleer uit."
    return Signaal(soort="dossier_onleesbaar", wat=wat, wie="beheerder", uiterlijk_op=vandaag)


def history(opslag: Opslag, kenmerk: str) -> list[Versie]:
    """Give the versions of a dossier, oldest first; no content."""
    pseudoniem = identify(opslag, kenmerk)
    with opslag.look() as connection:
        dossier_row(connection, pseudoniem)
        query = select(DOSSIER_VERSIE).where(DOSSIER_VERSIE.c.dossier == pseudoniem).order_by(DOSSIER_VERSIE.c.nummer)
        return [
            Versie(nummer=r["nummer"], gemaakt_op=r["gemaakt_op"], rapport_sha256=r["rapport_sha256"])
            for r in connection.execute(query).mappings()
        ]


def read_bijlage(opslag: Opslag, kenmerk: str, nummer: str) -> bytes:
    """Give the bytes of a bijlage (F-01) of the newest version; raises ValidationError when they are not kept here."""
    pseudoniem = identify(opslag, kenmerk)
    with opslag.act("dossier_gelezen", object=pseudoniem) as act:
        found = open_bijlagen(act, opslag, open_dossier(act, opslag.blobs, pseudoniem))
        if nummer not in found:
            raise ValidationError.because(
                "BIJLAGE-ONBEKEND", "het bestand van deze bijlage is hier niet bewaard", "Leg de bijlage opnieuw vast."
            )
        return found[nummer]


def open_bijlagen(act: Act, opslag: Opslag, stand: Dossierstand) -> dict[str, bytes]:
    """Give the files of the bijlagen that are kept here, by their number; within an act of the caller's."""
    found = {}
    for bijlage in stand.gegevens.get("adviesrapport", {}).get("bijlagen", ()):
        naam = bijlage_id(opslag, stand.dossier, bijlage["sha256"])
        row = act.connection.execute(select(BIJLAGE).where(BIJLAGE.c.id == naam)).mappings().first()
        if row is not None:
            sealed = opslag.blobs.get(row["blob_sha256"])
            found[bijlage["id"]] = open_sealed(sealed, stand.sleutel, soort=f"bijlage/{naam}", sha256=row["sha256"])
    return found


def bijlage_id(opslag: Opslag, pseudoniem: str, sha256: str) -> str:
    """Give the id of the bytes of a bijlage: keyed, for the digest of a file can be looked up elsewhere."""
    return opslag.object("bijlage", f"{pseudoniem}/{sha256}")


def work_in_store(
    opslag: Opslag,
    *,
    kenmerken: Collection[str] = (),
    kalender: Kalender | None = None,
    streefdagen: Streefdagen | None = None,
    vandaag: date | None = None,
) -> Voorraad:
    """Give what must happen in the named dossiers, or in all that this holder can open, with the contactpunten."""
    wanted = {identify(opslag, kenmerk) for kenmerk in kenmerken}
    with opslag.act("bevraagd", object="opslag") as act:
        own = _own(act)
        rows = [r for r in act.connection.execute(select(DOSSIER)).mappings() if not wanted or r["id"] in wanted]
        for missing in sorted(wanted - {r["id"] for r in rows}):
            dossier_row(act.connection, missing)
        open_rows = [r for r in rows if r["id"] in own and r["versie"] > 0]
        day = vandaag or nederlandse_dag(act.now)
        of_dossier, others = _signals(act, {row["id"] for row in open_rows}, day)
        feiten = []
        for row in open_rows:
            try:
                feiten.append(_facts(act, opslag.blobs, row, of_dossier.get(row["id"], ())))
            except (EncryptionError, StoreError):
                others.append((row["id"], _closed(day)))
        punten = [] if wanted else _contacts(act)
    taken = worklist(
        feiten,
        vandaag=day,
        kalender=kalender,
        streefdagen=streefdagen,
        contactpunten=punten,
        signalen=() if wanted else others,
    )
    return Voorraad(vandaag=day, taken=tuple(taken), dossiers=len(open_rows), gesloten=len(rows) - len(open_rows))


def access(opslag: Opslag, kenmerk: str) -> frozenset[str]:
    """Give who can open a dossier, by their numbers."""
    pseudoniem = identify(opslag, kenmerk)
    with opslag.look() as connection:
        dossier_row(connection, pseudoniem)
        return holders(connection, pseudoniem)


def _signals(
    act: Act, dossiers: Collection[str], vandaag: date
) -> tuple[dict[str, tuple[Signaal, ...]], list[tuple[str, Signaal]]]:
    """Give the signals of these dossiers, and those of nothing that this holder can open."""
    own: dict[str, tuple[Signaal, ...]] = {}
    others = []
    for kenmerk, signaal in signals(act, vandaag):
        if kenmerk in dossiers:
            own[kenmerk] = (*own.get(kenmerk, ()), signaal)
        else:
            others.append((kenmerk, signaal))
    return own, others


def _facts(act: Act, blobs: BlobStore, row: RowMapping, signalen: tuple[Signaal, ...]) -> Dossierfeiten:
    key = act.dossier_key(row["id"])
    gegevens = _content(act.connection, blobs, row["id"], row["versie"], key)
    withdrawn = select(INTREKKING.c.toestemming)
    query = select(TOESTEMMING.c.geldig_tot).where(
        TOESTEMMING.c.dossier == row["id"], TOESTEMMING.c.id.not_in(withdrawn)
    )
    ends = act.connection.execute(query).scalars().all()
    return Dossierfeiten(
        dossier=row["id"],
        dossiernummer=gegevens["dossiernummer"],
        gegevens=gegevens,
        status=row["status"],
        toestemming_geldig_tot=nederlandse_dag(utc_moment(max(ends))) if ends else None,
        signalen=signalen,
    )


def _contacts(act: Act) -> list[Contactpuntfeiten]:
    return [
        Contactpuntfeiten(
            kenmerk=punt["id"],
            geverifieerd_op=date.fromisoformat(punt["contactpunt"]["geverifieerd_op"]),
            vervalt_op=date.fromisoformat(punt["contactpunt"]["vervalt_op"])
            if punt["contactpunt"]["vervalt_op"]
            else None,
        )
        for punt in contactpunten(act.connection, act.register_key())
    ]


def _number(act: Act, blobs: BlobStore, row: RowMapping) -> str | None:
    if not row["versie"]:
        return None
    try:
        gegevens = _content(act.connection, blobs, row["id"], row["versie"], act.dossier_key(row["id"]))
    except (EncryptionError, StoreError):
        return None  # one that is damaged must not hide the others; `opslag controleer` names it
    return str(gegevens["dossiernummer"])


def _content(
    connection: Connection, blobs: BlobStore, pseudoniem: str, nummer: int, key: Datasleutel
) -> dict[str, Any]:
    query = select(DOSSIER_VERSIE).where(DOSSIER_VERSIE.c.dossier == pseudoniem, DOSSIER_VERSIE.c.nummer == nummer)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise ValidationError.because(
            "DOSSIER-VERSIE-ONBEKEND", "deze versie van het dossier is er niet", "Kies een versie uit dossier toon."
        )
    sealed = blobs.get(row["blob_sha256"])
    found: dict[str, Any] = read_json(open_sealed(sealed, key, soort=version_kind(nummer), sha256=row["sha256"]))
    return found


def version_kind(nummer: int) -> str:
    """Give the kind under which a version is sealed: not to be taken for another version."""
    return f"dossier/{nummer}"
