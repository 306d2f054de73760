# SPDX-License-Identifier: EUPL-1.2
"""An empty database + the key of the first medewerker -> Opslag, with that medewerker as its beheerder.

An older store -> this version, by a beheerder (`migrate_opslag`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from weerbaar_docs.errors import StoreError, ValidationError
from weerbaar_docs.keys import Medewerker
from weerbaar_docs.logs import measured
from weerbaar_docs.registers.medewerkers import require_role, take_in
from weerbaar_docs.store.engine import lock, reading, writing
from weerbaar_docs.store.opslag import begin_opslag, is_set_up, keep_secrets, open_in
from weerbaar_docs.store.registerstand import EERSTE_STAND, require_stand
from weerbaar_docs.store.schema import migrate, migrate_in
from weerbaar_docs.store.version import MIGRATIE, version_in
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.validation import check_part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from sqlalchemy import Engine

    from weerbaar_docs.audit.regel import Procesrol
    from weerbaar_docs.errors import WeerbaarDocsError
    from weerbaar_docs.store.blobs import BlobStore
    from weerbaar_docs.store.crypto import Houdersleutel
    from weerbaar_docs.store.opslag import Opslag


def check_first(gegevens: Mapping[str, Any], *, op: date) -> Medewerker:
    """Give the medewerker (schema `medewerker`) to begin a store with on a day; raises ValidationError or EncryptionError."""
    check_part("medewerker", gegevens)
    medewerker = Medewerker.from_json(gegevens)
    if "beheerder" not in medewerker.rollen:
        raise _not_first()
    if medewerker.van > op:
        raise _not_yet()
    return medewerker


def require_new(engine: Engine) -> None:
    """Raise StoreError when this store has been set up; nothing is written."""
    with reading(engine) as connection:
        if version_in(connection) is not None and is_set_up(connection):
            raise StoreError.because(
                "OPSLAG-INGERICHT", "deze opslag is al ingericht", "Gebruik haar, of kies een ander adres."
            )


def set_up(
    engine: Engine,
    blobs: BlobStore,
    sleutel: Houdersleutel,
    gegevens: Mapping[str, Any],
    *,
    rol: Procesrol = "opdrachtregel",
    clock: Callable[[], datetime] | None = None,
) -> Opslag:
    """Set up a store whose first medewerker (schema `medewerker`, one of the roles beheerder) holds this key.

    Raises StoreError when it is set up already, ValidationError when the medewerker is not one to begin with.
    """
    today = nederlandse_dag(datetime.now(UTC) if clock is None else clock())
    if check_first(gegevens, op=today).id != sleutel.houder:
        raise _not_first()
    migrate(engine)
    require_new(engine)
    opslag = begin_opslag(engine, blobs, sleutel, rol=rol, clock=clock)
    with opslag.act("opslag_ingericht", object=EERSTE_STAND) as act:
        key = keep_secrets(act, opslag)
        take_in(act, gegevens, publiek=sleutel.publiek, key=key)
    return opslag


def migrate_opslag(
    engine: Engine,
    blobs: BlobStore,
    own_key: Callable[[], Houdersleutel],
    *,
    rol: Procesrol = "opdrachtregel",
    clock: Callable[[], datetime] | None = None,
) -> tuple[str | None, str]:
    """Bring a store to this version; give its version before and after.

    Once it is set up only a beheerder does this, as an act with its line, in one transaction with the migration. That goes for a
    shut store too: nobody can decide about an older copy before it is of this version. Raises ConsentError, EncryptionError,
    StoreError, or VerificationError when its registers are not as its log says; then nothing has changed.
    """
    with measured("opslag_gemigreerd", database=engine.dialect.name), writing(engine) as connection:
        lock(connection, MIGRATIE)  # before the version is read: migrate_in asks for it too late for that
        old = version_in(connection)
        new = migrate_in(connection)
        assert new is not None
        if old != new and is_set_up(connection):
            opslag = open_in(connection, engine, blobs, own_key(), rol=rol, clock=clock)
            require_stand(connection, opslag.geheim, first=True)
            with opslag.act_in(connection, "opslag_gemigreerd", object=EERSTE_STAND) as act:
                require_role(act, "beheerder")
    return old, new


def _not_first() -> WeerbaarDocsError:
    return ValidationError.because(
        "MEDEWERKER-EERSTE",
        "de eerste medewerker is niet de houder van deze sleutel, of geen beheerder",
        "Begin met een beheerder, en met diens eigen houdersleutel.",
    )


def _not_yet() -> WeerbaarDocsError:
    return ValidationError.because(
        "MEDEWERKER-EERSTE", "de eerste medewerker begint later dan vandaag", "Begin met iemand die er vandaag is."
    )
