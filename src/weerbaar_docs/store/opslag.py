# SPDX-License-Identifier: EUPL-1.2
"""A migrated database + the key of one holder -> Opslag, in which that medewerker or process acts.

(1) every change, and every look at content, is an `act`: one transaction, with its line of the audit log in it;
(2) a refusal or a failure leaves nothing of the act but a line that says so;
(3) who acts has proven it: without the own wrap of the register's key the store does not open;
(4) a store that is older than its last known checkpoint is a copy that was put back: it stays shut for every act until two
    sleutelbeheerders have decided (registers/herstel.py);
(5) an act begins only in a store whose registers are as the last act on them left them (registerstand.py), but for those that
    secure evidence (`_ZONDER_STAND`);
(6) moments are UTC, to the second, and by the clock of the database; one that runs behind the log is refused.

A blob is put before the act that refers to it: in SQLite the act holds the one lock that there is.
"""

from __future__ import annotations

import contextlib
import platform
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select, text

from weerbaar_docs.audit.herstelbesluit import require_decided
from weerbaar_docs.audit.regel import REGISTERHANDELINGEN, origin, outcome
from weerbaar_docs.audit.sql import AUDITREGEL, SqlAuditlog
from weerbaar_docs.errors import (
    ConsentError,
    EncryptionError,
    StoreError,
    UsageError,
    ValidationError,
    VerificationError,
    WeerbaarDocsError,
)
from weerbaar_docs.model import utc_moment, utc_text
from weerbaar_docs.pseudoniem import machine_pseudonym, object_pseudonym, pseudonym
from weerbaar_docs.store.crypto import REGISTER, Datasleutel, Houdersleutel, open_sealed, seal
from weerbaar_docs.store.data_keys import create_data_key, data_key
from weerbaar_docs.store.engine import reading, writing
from weerbaar_docs.store.registerstand import hold_registers, keep_stand, require_stand
from weerbaar_docs.store.sealed_rows import open_row
from weerbaar_docs.store.tables import GEHEIM, HOUDER
from weerbaar_docs.store.version import hold_version, newest_version, version_in, versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Engine

    from weerbaar_docs.audit.checkpoint import Checkpoint
    from weerbaar_docs.audit.herstelbesluit import Herstelbesluit
    from weerbaar_docs.audit.regel import Handeling, Procesrol
    from weerbaar_docs.store.blobs import BlobStore

SYSTEEM: Final = "systeem"
_REFUSALS = (ConsentError, ValidationError, UsageError, VerificationError)
_GEEN_SLEUTEL = "OPSLAG-DATASLEUTEL"  # nothing failed: this holder was never given the key, or there is none any more
_SPELING = timedelta(minutes=5)
_PSEUDONIEM = "pseudoniem"
# Before the first there are no registers (`keep_secrets` sees to it that it is the first); the others secure what there is.
_ZONDER_STAND: Final[tuple[Handeling, ...]] = ("opslag_ingericht", "logboek_gelezen", "checkpoint", "back_up_gemaakt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act as it happens: its transaction, its moment and who does it."""

    connection: Connection
    now: datetime
    wie: str
    sleutel: Houdersleutel
    geheim: bytes = field(repr=False)

    def object(self, soort: str, kenmerk: str) -> str:
        """Give the pseudonymous id of anything but a dossier, as `Opslag.object` does."""
        return object_pseudonym(soort, kenmerk, self.geheim)

    def register_key(self) -> Datasleutel:
        """Give the data key of the registers."""
        return data_key(self.connection, REGISTER, sleutel=self.sleutel)

    def dossier_key(self, pseudoniem: str) -> Datasleutel:
        """Give the data key of a dossier; raises EncryptionError when this holder has none."""
        return data_key(self.connection, pseudoniem, sleutel=self.sleutel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opslag:
    """An opened store. `geheim` keys the pseudonyms; `herkomst` is the origin in the audit log."""

    engine: Engine
    blobs: BlobStore
    sleutel: Houdersleutel
    geheim: bytes = field(repr=False)
    herkomst: str
    clock: Callable[[], datetime] | None = None
    laatste: Checkpoint | None = None
    besluiten: tuple[Herstelbesluit, ...] = ()

    @contextlib.contextmanager
    def act(
        self,
        handeling: Handeling,
        *,
        object: str,  # noqa: A002 - the field of that name
        proef: bool = False,
    ) -> Iterator[Act]:
        """Give the transaction of one act on a pseudonymous object; it commits with its audit line, or leaves nothing.

        With `proef` everything is done and checked, and then taken back. Raises VerificationError, and writes nothing at all,
        when an older copy of the store was put back.
        """
        self.require_open()
        try:
            with writing(self.engine) as connection:
                _require_newest(hold_version(connection))
                if handeling not in _ZONDER_STAND:
                    hold_registers(connection, changing=handeling in REGISTERHANDELINGEN)
                    require_stand(connection, self.geheim)
                with self.act_in(connection, handeling, object=object, proef=proef) as act:
                    yield act
                if proef:
                    connection.rollback()
        except WeerbaarDocsError as error:
            self._note(handeling, object, outcome(error, geweigerd=_refuses(error)))
            raise
        except Exception:
            self._note(handeling, object, "mislukt:ONBEKEND")
            raise

    @contextlib.contextmanager
    def act_in(
        self,
        connection: Connection,
        handeling: Handeling,
        *,
        object: str,  # noqa: A002 - the field of that name
        proef: bool = False,
    ) -> Iterator[Act]:
        """Give an act in a transaction of the caller, who asks whether the store is open and its registers are in order."""
        now = self._moment(connection)
        yield Act(connection=connection, now=now, wie=self.wie, sleutel=self.sleutel, geheim=self.geheim)
        if proef:
            return
        self._line(connection, now, handeling, object, "gelukt")
        if handeling in REGISTERHANDELINGEN:
            keep_stand(connection, self.geheim)

    @contextlib.contextmanager
    def look(self) -> Iterator[Connection]:
        """Give a connection that cannot write, for what holds no content: statuses, versions, moments, the audit log."""
        with reading(self.engine) as connection:
            yield connection

    def require_open(self) -> None:
        """Raise VerificationError when the store is older than its last checkpoint and nobody decided about that."""
        if self.laatste is not None:
            with self.look() as connection:
                require_decided(SqlAuditlog(connection), self.laatste, self.besluiten)

    @property
    def wie(self) -> str:
        """Give who acts, as the audit log names him."""
        return self.sleutel.houder if self.sleutel.houder.startswith("MW-") else SYSTEEM

    @property
    def register(self) -> str:
        """Give the name of this store's audit log in checkpoints."""
        return object_pseudonym("logboek", REGISTER, self.geheim).replace("O-", "REG-")

    def pseudonym(self, dossiernummer: str) -> str:
        """Give the pseudonymous id of a dossier."""
        return pseudonym(dossiernummer, self.geheim)

    def object(self, soort: str, kenmerk: str) -> str:
        """Give the pseudonymous id of anything but a dossier."""
        return object_pseudonym(soort, kenmerk, self.geheim)

    def now(self) -> datetime:
        """Give the moment by the clock of the store."""
        with self.look() as connection:
            return self._moment(connection)

    def _moment(self, connection: Connection) -> datetime:
        now = _clock(connection) if self.clock is None else self.clock().astimezone(UTC).replace(microsecond=0)
        query = select(AUDITREGEL.c.moment).order_by(AUDITREGEL.c.volgnummer.desc()).limit(1)
        last = connection.execute(query).scalar()
        if last is not None and now < _written(last) - _SPELING:
            raise StoreError.because(
                "OPSLAG-KLOK",
                "de klok loopt achter op het logboek",
                "Zet de klok van deze computer (of van de database) gelijk.",
            )
        return now

    def _line(self, connection: Connection, now: datetime, handeling: Handeling, object: str, uitkomst: str) -> None:  # noqa: A002
        SqlAuditlog(connection).append(
            moment=now, wie=self.wie, handeling=handeling, object=object, uitkomst=uitkomst, herkomst=self.herkomst
        )

    def _note(self, handeling: Handeling, object: str, uitkomst: str) -> None:  # noqa: A002
        # The reason of the refusal may be that nothing can be written.
        with contextlib.suppress(WeerbaarDocsError), writing(self.engine) as connection:
            self._line(connection, self._moment(connection), handeling, object, uitkomst)


def begin_opslag(
    engine: Engine,
    blobs: BlobStore,
    sleutel: Houdersleutel,
    *,
    rol: Procesrol,
    clock: Callable[[], datetime] | None = None,
) -> Opslag:
    """Give a store with new secrets that are not kept yet: the first act has to call `keep_secrets`."""
    return _opslag(engine, blobs, sleutel, secrets.token_bytes(32), rol, clock)


def keep_secrets(act: Act, opslag: Opslag) -> Datasleutel:
    """Keep the secrets of a new store, for its first holder; give the data key of the registers.

    Raises StoreError when the store has been set up before.
    """
    own = act.sleutel
    key = create_data_key(act.connection, REGISTER, houders={own.houder: own.publiek}, now=act.now)
    kept = seal(opslag.geheim, key, soort=_soort_geheim(_PSEUDONIEM))
    act.connection.execute(GEHEIM.insert(), {"naam": _PSEUDONIEM, "sha256": kept.sha256, "inhoud": kept.inhoud})
    return key


def open_opslag(
    engine: Engine,
    blobs: BlobStore,
    sleutel: Houdersleutel,
    *,
    rol: Procesrol,
    clock: Callable[[], datetime] | None = None,
) -> Opslag:
    """Open a store for the holder of this key.

    Raises StoreError when it is not set up or not of this version, EncryptionError when the key is not a holder's.
    """
    with reading(engine) as connection:
        found = version_in(connection)
        _require_newest(found)
        return open_in(connection, engine, blobs, sleutel, rol=rol, clock=clock)


def open_in(
    connection: Connection,
    engine: Engine,
    blobs: BlobStore,
    sleutel: Houdersleutel,
    *,
    rol: Procesrol,
    clock: Callable[[], datetime] | None = None,
) -> Opslag:
    """Open a store of this version in a transaction of the caller; raises EncryptionError when the key is not a holder's."""
    key = data_key(connection, REGISTER, sleutel=sleutel)
    row = connection.execute(select(GEHEIM).where(GEHEIM.c.naam == _PSEUDONIEM)).mappings().one()
    geheim = open_sealed(row["inhoud"], key, soort=_soort_geheim(_PSEUDONIEM), sha256=row["sha256"])
    _require_known(connection, key, sleutel)
    return _opslag(engine, blobs, sleutel, geheim, rol, clock)


def is_set_up(connection: Connection) -> bool:
    """Say whether the store has holders yet."""
    return connection.execute(select(HOUDER.c.id).limit(1)).first() is not None


def _require_newest(found: str | None) -> None:
    if found is None:
        raise StoreError.because("OPSLAG-LEEG", "de opslag is nog niet ingericht", "Voer opslag init uit.")
    if found not in versions():
        raise StoreError.because(
            "OPSLAG-NIEUWER", "de opslag is van een nieuwere versie", "Installeer die versie van weerbaar-docs."
        )
    if found != newest_version():
        raise StoreError.because(
            "OPSLAG-VERSIE-OUD", "de opslag is van een oudere versie dan dit programma", "Voer opslag migreer uit."
        )


def _require_known(connection: Connection, key: Datasleutel, sleutel: Houdersleutel) -> None:
    """Refuse a key that somebody wrapped the register's key to, but that is not the one in the register."""
    row = connection.execute(select(HOUDER).where(HOUDER.c.id == sleutel.houder)).mappings().first()
    if row is None or open_row(row, key, soort="houder", id=sleutel.houder)["publiek"] != sleutel.publiek.hex():
        raise EncryptionError.because(
            "OPSLAG-HOUDER-ANDER",
            "deze houdersleutel is niet die van deze medewerker in het register",
            "Stop; laat de beheerder de opslag controleren.",
        )


def _opslag(
    engine: Engine,
    blobs: BlobStore,
    sleutel: Houdersleutel,
    geheim: bytes,
    rol: Procesrol,
    clock: Callable[[], datetime] | None,
) -> Opslag:
    herkomst = origin(rol, machine_pseudonym(platform.node(), geheim))
    return Opslag(engine=engine, blobs=blobs, sleutel=sleutel, geheim=geheim, herkomst=herkomst, clock=clock)


def _refuses(error: WeerbaarDocsError) -> bool:
    return isinstance(error, _REFUSALS) or any(melding.code == _GEEN_SLEUTEL for melding in error.meldingen)


def _clock(connection: Connection) -> datetime:
    if connection.dialect.name == "postgresql":
        moment: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        return moment.astimezone(UTC).replace(microsecond=0)
    return utc_moment(utc_text(datetime.now(UTC)))


def _written(moment: str) -> datetime:
    """Read the moment of the last line; raises VerificationError when somebody made something else of it."""
    with contextlib.suppress(ValueError):
        return utc_moment(moment)
    raise VerificationError.because(
        "AUDIT-VORM",
        "de laatste regel van het logboek is geen auditregel meer",
        "Verander niets; onderzoek het logboek (logboek verifieer) en meld het bij de CISO.",
    )


def _soort_geheim(naam: str) -> str:
    return f"geheim/{naam}"
