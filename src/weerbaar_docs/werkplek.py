# SPDX-License-Identifier: EUPL-1.2
"""Configuratie -> the Opslag in which the user of this computer acts.

(1) `opslag.adres` names the database; without it an SQLite file in the user's own data folder;
(2) `opslag.stukken` is a folder for sealed files, or `database`; without it a folder beside an SQLite file, and the database
    itself for PostgreSQL, which several machines share;
(3) `opslag.houdersleutel` refers to the own key of the medewerker; it is in no database and no back-up;
(4) `logboek.map` is where checkpoints are kept outside the database: a store that is older than the last of them opens, but
    refuses every act. A map that is away now keeps nobody from working; `opslag controleer` tells of it.
"""

from __future__ import annotations

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from weerbaar_docs._files import write_atomic
from weerbaar_docs.config import load_config
from weerbaar_docs.errors import ConfigError, DeliveryError
from weerbaar_docs.logboek.map import newest_first
from weerbaar_docs.logboek.plaats import known_place
from weerbaar_docs.registers.herstel import with_last_checkpoint
from weerbaar_docs.registers.medewerkers import require_in_service
from weerbaar_docs.store import (
    DatabaseBlobs,
    FolderBlobs,
    Houdersleutel,
    beside,
    new_holder_key,
    open_engine,
    open_opslag,
)
from weerbaar_docs.verwijzing import home_path, read_secret, secret_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.audit.regel import Procesrol
    from weerbaar_docs.config import Configuratie
    from weerbaar_docs.errors import Melding
    from weerbaar_docs.store import BlobStore, Engine, Opslag


def open_here(environment: Mapping[str, str], *, rol: Procesrol = "opdrachtregel") -> Opslag:
    """Open the store that this computer is set up for: what a command begins with."""
    return open_configured(load_config(None, environment), environment, rol=rol)


def open_configured(
    config: Configuratie, environment: Mapping[str, str], *, rol: Procesrol = "opdrachtregel"
) -> Opslag:
    """Open the configured store with the configured key.

    Raises ConfigError, StoreError, EncryptionError, or ConsentError for who is no medewerker any more.
    """
    key = configured_key(config, environment)  # first: to open the database makes an SQLite file that is not there
    engine = configured_engine(config, environment)
    opened = _with_checkpoint(open_opslag(engine, configured_blobs(config, engine), key, rol=rol), config)
    require_in_service(opened)
    return opened


def configured_engine(config: Configuratie, environment: Mapping[str, str]) -> Engine:
    """Give the Engine of the configured database."""
    return open_engine(configured_address(config, environment))


def existing_engine(config: Configuratie, environment: Mapping[str, str]) -> Engine | None:
    """Give the Engine of the configured database, or None for an SQLite file that is not there: it is not made."""
    kind, _, path = configured_address(config, environment).partition(":///")
    return None if kind == "sqlite" and not Path(path).exists() else configured_engine(config, environment)


def configured_address(config: Configuratie, environment: Mapping[str, str]) -> str:
    """Give the address of the configured database."""
    adres: str = config.get("opslag.adres")
    return adres or f"sqlite:///{_data_folder(environment) / 'opslag.sqlite'}"


def configured_blobs(config: Configuratie, engine: Engine) -> BlobStore:
    """Give where sealed files are kept."""
    stukken = config.get("opslag.stukken")
    if stukken == "database" or (not stukken and engine.dialect.name == "postgresql"):
        return DatabaseBlobs(engine, clock=lambda: datetime.now(UTC))
    return FolderBlobs(home_path(stukken) if stukken else beside(engine, ".stukken"))


def configured_key(config: Configuratie, environment: Mapping[str, str]) -> Houdersleutel:
    """Give the key of the medewerker at this computer; raises ConfigError or EncryptionError."""
    verwijzing = config.get("opslag.houdersleutel")
    if verwijzing.startswith("file:") and not secret_path(verwijzing).exists():
        raise ConfigError.because(
            "OPSLAG-HOUDERSLEUTEL",
            "uw eigen houdersleutel is er nog niet",
            "Richt de opslag in (opslag init), of maak een sleutel voor de beheerder (medewerker maak-sleutel).",
        )
    return Houdersleutel.from_bytes(read_secret(verwijzing, environment))


def own_key(config: Configuratie, environment: Mapping[str, str], houder: str) -> Houdersleutel:
    """Give the configured key, made now when its file is not there yet; raises ConfigError when it is another's."""
    found = known_own_key(config, environment, houder)
    if found is None:
        found = new_holder_key(houder)
        write_atomic(secret_path(config.get("opslag.houdersleutel")), found.as_bytes())
    return found


def known_own_key(config: Configuratie, environment: Mapping[str, str], houder: str) -> Houdersleutel | None:
    """Give the configured key, or None when its file is not there yet; raises ConfigError when it is another's."""
    verwijzing = config.get("opslag.houdersleutel")
    if verwijzing.startswith("file:") and not secret_path(verwijzing).exists():
        return None
    found = configured_key(config, environment)
    if found.houder != houder:
        raise ConfigError.because(
            "OPSLAG-HOUDER",
            "de houdersleutel op deze plaats is van een andere medewerker",
            "Noem in opslag.houdersleutel uw eigen sleutel.",
        )
    return found


def checkpoints_away(config: Configuratie) -> Melding | None:
    """Say why the configured folder of checkpoints cannot be read now; None when it can, or when there is none."""
    place = known_place(config)
    if place is not None:
        try:
            next(iter(newest_first(place.map)), None)
        except DeliveryError as error:
            return error.meldingen[0]
    return None


def _with_checkpoint(opslag: Opslag, config: Configuratie) -> Opslag:
    place = known_place(config)
    if place is not None:
        with contextlib.suppress(DeliveryError):
            files, sleutel = newest_first(place.map), place.sleutel
            return with_last_checkpoint(
                opslag, files, vingerafdruk=sleutel.vingerafdruk, certificaat=sleutel.certificaat
            )
    return opslag


def _data_folder(environment: Mapping[str, str]) -> Path:
    chosen = environment.get("XDG_DATA_HOME")
    base = Path(chosen) if chosen and os.path.isabs(chosen) else Path("~/.local/share").expanduser()  # noqa: PTH117 - text of the environment
    return base / "weerbaar-docs"
