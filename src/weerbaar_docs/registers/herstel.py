# SPDX-License-Identifier: EUPL-1.2
"""A store + its last checkpoint -> shut when a copy was put back; + the decision of two sleutelbeheerders -> open again.

(1) the checkpoints come from where the database's machine does not keep them; of those that hold, the last one counts;
(2) a store that has its line is current; one that has not is a copy, and its `act` refuses everything;
(3) each sleutelbeheerder signs a statement about this copy and that checkpoint, with the own OpenPGP key: of the register in
    this copy, and known there for long enough (sleutelbeheerders.py);
(4) recording both is the act `teruggezet`: the first line after the head that was restored;
(5) what was recorded is checked again when it is needed: a row of the database opens nothing by itself.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from weerbaar_docs.audit.checkpoint import Checkpoint, check_checkpoint, unpack_checkpoint
from weerbaar_docs.audit.herstelbesluit import (
    check_herstelbesluit,
    herstelbesluit_statement,
    subject,
)
from weerbaar_docs.audit.sql import SqlAuditlog
from weerbaar_docs.errors import EncryptionError, StoreError, VerificationError, WeerbaarDocsError
from weerbaar_docs.model import Verklaring, utc_moment, utc_text
from weerbaar_docs.registers.medewerkers import medewerkers
from weerbaar_docs.sleutelbeheerders import require_sleutelbeheerder
from weerbaar_docs.store.crypto import REGISTER
from weerbaar_docs.store.data_keys import data_key
from weerbaar_docs.store.sealed_rows import open_row, sealed_row
from weerbaar_docs.store.tables import HERSTELBESLUIT
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.validation import checked_statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from weerbaar_docs.audit.herstelbesluit import Herstelbesluit, Herstelreden
    from weerbaar_docs.encryption.gnupg import Sleutelring
    from weerbaar_docs.keys import Medewerkersregister
    from weerbaar_docs.store.crypto import Datasleutel
    from weerbaar_docs.store.opslag import Opslag

_SOORT: Final = "herstelbesluit"
_NIEUWSTE: Final = 20  # checkpoints; each costs a look at one line
_PARTS: Final = ("verklaring", "handtekening", "certificaat")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ondertekend:
    """A statement as one sleutelbeheerder signed it, with the public key to check it."""

    verklaring: Verklaring
    certificaat: bytes = field(repr=False)


def with_last_checkpoint(opslag: Opslag, files: Iterable[bytes], *, vingerafdruk: str, certificaat: bytes) -> Opslag:
    """Give the store as far as its checkpoints let it act: `files`, newest first, signed with the pinned logboek key.

    A file that fits proves nothing, for it may be forged to fit: the newest ones are all looked at, and one that does not fit
    shuts the store when its signature holds and no decision left it. Raises EncryptionError when the public key is not
    the pinned one.
    """
    newest: Checkpoint | None = None
    for data in islice(files, _NIEUWSTE):
        says = _claim(data, opslag.register)
        if says is None:
            continue
        held = replace(opslag, laatste=says)
        if _is_open(held):
            newest = newest or says
            continue
        if not _is_signed(data, opslag, vingerafdruk, certificaat):
            continue
        held = replace(held, besluiten=opslag.besluiten or _decisions(opslag))
        if not _is_open(held):
            return held
        opslag = held  # a decision left this one: the newest of what came after may have a lower number
    return opslag if newest is None else replace(opslag, laatste=newest)


def restore_statement(opslag: Opslag, *, reden: Herstelreden) -> bytes:
    """Make the statement for the sleutelbeheerder who opened this shut store.

    Raises StoreError when it is not shut, ConsentError when a signature of this medewerker would not count today.
    """
    laatste, now = _left(opslag), opslag.now()
    with opslag.look() as connection:
        staf = medewerkers(connection, data_key(connection, REGISTER, sleutel=opslag.sleutel))
        kop = SqlAuditlog(connection).head()
    require_sleutelbeheerder(staf, opslag.wie, nederlandse_dag(now))
    return herstelbesluit_statement(kop, laatste, reden=reden, medewerker=opslag.wie, now=now)


def read_signed(verklaring: bytes, handtekening: bytes, certificaat: bytes) -> Ondertekend:
    """Give a signed statement from its three files, the signature with or without armour; raises EncryptionError."""
    from weerbaar_docs.encryption.signature_packet import read_signature  # noqa: PLC0415 - as in `_ring`

    signed = Verklaring(verklaring=verklaring, handtekening=read_signature(handtekening))
    return Ondertekend(verklaring=signed, certificaat=certificaat)


def check_signed(
    ondertekend: Sequence[Ondertekend], staf: Medewerkersregister, *, register: str, now: datetime
) -> Herstelbesluit:
    """Check a decision from its signed statements and the register of medewerkers: all that an outsider needs.

    Raises VerificationError, ValidationError, ConsentError (role, same person, not for long enough) or
    EncryptionError (key, signature).
    """
    with _ring() as ring:
        for vingerafdruk, certificaat in _keys(ondertekend, staf).items():
            ring.import_public(certificaat, vingerafdruk=vingerafdruk)
        signed = [stuk.verklaring for stuk in ondertekend]
        return check_herstelbesluit(signed, register=register, medewerkers=staf, controle=ring, now=now)


def decide(opslag: Opslag, ondertekend: Sequence[Ondertekend], *, proef: bool = False) -> Herstelbesluit:
    """Record the decision of two sleutelbeheerders about this copy, and with it open the store.

    Raises VerificationError, ValidationError, ConsentError (role, same person, not for long enough) or
    EncryptionError (key, signature); then nothing at all was written.
    """
    laatste = _left(opslag)
    with opslag.look() as connection:
        key = data_key(connection, REGISTER, sleutel=opslag.sleutel)
        staf, kop = medewerkers(connection, key), SqlAuditlog(connection).head()
    besluit = check_signed(ondertekend, staf, register=opslag.register, now=opslag.now())
    if besluit.kop != kop or (besluit.achtergelaten.kop, besluit.achtergelaten.moment) != (laatste.kop, laatste.moment):
        raise VerificationError.because(
            "AUDIT-HERSTELBESLUIT",
            "het besluit gaat over een andere kopie of een ander checkpoint dan deze opslag",
            "Maak de verklaringen opnieuw vanuit deze opslag (opslag verklaar-herstel) en laat ze ondertekenen.",
        )
    with replace(opslag, besluiten=(*opslag.besluiten, besluit)).act("teruggezet", object="opslag", proef=proef) as act:
        for stuk in ondertekend:
            act.connection.execute(HERSTELBESLUIT.insert(), _row(stuk, key, now=act.now))
    return besluit


def decisions(connection: Connection, key: Datasleutel, *, register: str, now: datetime) -> tuple[Herstelbesluit, ...]:
    """Give the recorded decisions that hold; what does not hold opens nothing and is left out."""
    staf = medewerkers(connection, key)
    found = []
    for ondertekend in recorded(connection, key):
        try:
            found.append(check_signed(ondertekend, staf, register=register, now=now))
        except WeerbaarDocsError:
            continue
    return tuple(found)


def recorded(connection: Connection, key: Datasleutel) -> list[list[Ondertekend]]:
    """Give the signed statements of each recorded decision, for whoever checks from outside; a row that nobody sealed is left out."""
    query = select(HERSTELBESLUIT).order_by(HERSTELBESLUIT.c.vastgelegd_op, HERSTELBESLUIT.c.besluit)
    found: dict[str, list[Ondertekend]] = {}
    for row in connection.execute(query).mappings():
        try:
            value = open_row(row, key, soort=_SOORT, id=_id(row["besluit"], row["medewerker"]))
        except EncryptionError:
            continue  # who has no key can put a row in, and must not be able to shut the store with it
        verklaring, handtekening, certificaat = (base64.b64decode(value[name]) for name in _PARTS)
        signed = Verklaring(verklaring=verklaring, handtekening=handtekening)
        found.setdefault(row["besluit"], []).append(Ondertekend(verklaring=signed, certificaat=certificaat))
    return list(found.values())


def _left(opslag: Opslag) -> Checkpoint:
    if opslag.laatste is not None and not _is_open(opslag):
        return opslag.laatste
    raise StoreError.because(
        "OPSLAG-OPEN-AL", "deze opslag is niet ouder dan haar laatste checkpoint", "Er valt niets te besluiten."
    )


def _is_open(opslag: Opslag) -> bool:
    try:
        opslag.require_open()
    except VerificationError:
        return False
    return True


def _claim(data: bytes, register: str) -> Checkpoint | None:
    """Give what a file says, unchecked; None when it is no checkpoint of this log (`logboek verifieer` names those)."""
    try:
        statement = checked_statement("checkpoint", unpack_checkpoint(data).verklaring)
    except WeerbaarDocsError:
        return None
    if statement["register"] != register:
        return None
    return Checkpoint(
        register=register,
        volgnummer=statement["volgnummer"],
        sha256=statement["sha256"],
        moment=utc_moment(statement["moment"]),
    )


def _is_signed(data: bytes, opslag: Opslag, vingerafdruk: str, certificaat: bytes) -> bool:
    now = opslag.now()
    with _ring() as ring:
        ring.import_public(certificaat, vingerafdruk=vingerafdruk)
        made = ring.inspect(vingerafdruk).aangemaakt
        try:
            check_checkpoint(
                data, register=opslag.register, signer=vingerafdruk, controle=ring, not_before=made, now=now
            )
        except WeerbaarDocsError:
            return False
    return True


def _ring() -> Sleutelring:
    from weerbaar_docs.encryption.gnupg import Sleutelring  # noqa: PLC0415 - every opening would load it

    return Sleutelring()


def _decisions(opslag: Opslag) -> tuple[Herstelbesluit, ...]:
    with opslag.look() as connection:
        key = data_key(connection, REGISTER, sleutel=opslag.sleutel)
        return decisions(connection, key, register=opslag.register, now=opslag.now())


def _keys(ondertekend: Sequence[Ondertekend], staf: Medewerkersregister) -> dict[str, bytes]:
    """Give the key of each signer by the fingerprint in the register: that, and no other, has to be in the file."""
    found: dict[str, bytes] = {}
    for stuk in ondertekend:
        statement = checked_statement(_SOORT, stuk.verklaring.verklaring)
        vingerafdruk = staf.of(statement["medewerker"]).vingerafdruk
        if found.setdefault(vingerafdruk, stuk.certificaat) != stuk.certificaat:
            raise EncryptionError.because(
                "SLEUTEL-DUBBEL", "van een medewerker zijn twee verschillende sleutels gegeven", "Geef er een."
            )
    return found


def _row(stuk: Ondertekend, key: Datasleutel, *, now: datetime) -> dict[str, Any]:
    statement = checked_statement(_SOORT, stuk.verklaring.verklaring)
    besluit, medewerker = subject(statement), statement["medewerker"]
    parts = (stuk.verklaring.verklaring, stuk.verklaring.handtekening, stuk.certificaat)
    value = {name: base64.b64encode(part).decode() for name, part in zip(_PARTS, parts, strict=True)}
    sealed = sealed_row(value, key, soort=_SOORT, id=_id(besluit, medewerker))
    return {"besluit": besluit, "medewerker": medewerker, "vastgelegd_op": utc_text(now), **sealed}


def _id(besluit: str, medewerker: str) -> str:
    return f"{besluit}/{medewerker}"
