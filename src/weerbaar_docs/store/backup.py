# SPDX-License-Identifier: EUPL-1.2
"""A store in use -> a folder with all of it, as it was at one moment; whole under its name, or not there at all.

(1) one read transaction sees everything: who writes meanwhile is neither held up nor half in it;
(2) rows are written one by one, so that a large store takes no more memory than a small one;
(3) the wrapped data keys have a file of their own: `forget` takes a destroyed dossier out of an old back-up by replacing
    that file alone, and nothing else in the back-up opens without it;
(4) nothing is encrypted anew: content was sealed before it came into the store, keys are wrapped per holder, and what
    stands in clear are pseudonyms, statuses, digests and moments. The folder is private (0700, files 0600).
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import MetaData, Text, select, union

from weerbaar_docs._files import sync_folder
from weerbaar_docs.audit.regel import BEGIN
from weerbaar_docs.audit.sql import AUDITREGEL, SqlAuditlog
from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import StoreError, UsageError
from weerbaar_docs.model import utc_text
from weerbaar_docs.store.backup_keys import write_keys
from weerbaar_docs.store.backup_parts import (
    LIJST,
    MANIFEST,
    SLEUTELS,
    STUKKEN,
    Manifest,
    Schrijver,
    encode,
    table_file,
)
from weerbaar_docs.store.blobs import references
from weerbaar_docs.store.disk import create, disk
from weerbaar_docs.store.engine import reading
from weerbaar_docs.store.schema import tables_of
from weerbaar_docs.store.tables import BLOB, DATASLEUTEL
from weerbaar_docs.store.version import version_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection, Engine, Table

    from weerbaar_docs.audit.regel import Kop
    from weerbaar_docs.store.backup_parts import Deel
    from weerbaar_docs.store.blobs import BlobStore

_BATCH: Final = 500
_UNFINISHED: Final = ".back-up-in-wording-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a back-up holds: its manifest, and how many blobs and wrapped data keys."""

    manifest: Manifest
    stukken: int
    sleutels: int


def back_up(engine: Engine, blobs: BlobStore, folder: Path, *, now: datetime) -> Backup:
    """Write a back-up of a store to a new folder; raises UsageError when it is there, StoreError when it cannot."""
    if folder.exists() or folder.is_symlink():
        raise UsageError.because("BESTAND-BESTAAT", "de map van de back-up bestaat al", "Kies een andere map.")
    with _unfinished(folder) as temporary, reading(engine) as connection:
        made = _write(connection, blobs, temporary, now=now)
        _publish(temporary, folder)
    return made


def stored_tables(connection: Connection, version: str) -> list[Table]:
    """Give the tables of the store as they stand in the database, in order of name; not what blobs are kept in."""
    names = tables_of(version) - {BLOB.name}
    found = MetaData()
    found.reflect(connection, only=lambda name, _metadata: name in names)
    return [found.tables[name] for name in sorted(found.tables) if name in names]


def ordered_rows(connection: Connection, table: Table) -> Iterator[list[Any]]:
    """Give the rows of a table in the same order from every database, a few at a time."""
    keys = list(table.primary_key.columns)
    collated = [key.collate("C") if isinstance(key.type, Text) and _is_postgresql(connection) else key for key in keys]
    query = select(table).order_by(*collated)
    with connection.execute(query, execution_options={"yield_per": _BATCH}) as result:
        for row in result:
            yield [bytes(value) if isinstance(value, memoryview) else value for value in row]


def _write(connection: Connection, blobs: BlobStore, folder: Path, *, now: datetime) -> Backup:
    version = version_in(connection)
    if version is None:
        raise StoreError.because("OPSLAG-LEEG", "de opslag is nog niet ingericht", "Richt haar eerst in (opslag init).")
    tables = stored_tables(connection, version)
    delen = [_write_table(connection, table, folder) for table in tables if table.name != DATASLEUTEL.name]
    names = _write_blobs(connection, tables, blobs, folder)
    manifest = Manifest(
        schema=version,
        gemaakt_op=utc_text(now),
        kop=_head(connection, tables),
        delen=tuple(sorted((*delen, names), key=lambda deel: deel.naam)),
    )
    data = manifest.to_bytes()
    with disk(), os.fdopen(create(folder / MANIFEST), "wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    keys = [row for table in tables if table.name == DATASLEUTEL.name for row in ordered_rows(connection, table)]
    write_keys(folder / SLEUTELS, keys, manifest_sha256=sha256(data))
    return Backup(manifest=manifest, stukken=names.aantal, sleutels=len(keys))


def _head(connection: Connection, tables: list[Table]) -> Kop:
    there = any(table.name == AUDITREGEL.name for table in tables)
    return SqlAuditlog(connection).head() if there else BEGIN


def _write_table(connection: Connection, table: Table, folder: Path) -> Deel:
    with disk(), contextlib.closing(Schrijver(folder / table_file(table.name))) as part:
        part.line(encode(list(table.columns.keys())), counts=False)
        for row in ordered_rows(connection, table):
            part.line(encode(row))
        return part.deel()


def _write_blobs(connection: Connection, tables: list[Table], blobs: BlobStore, folder: Path) -> Deel:
    """Copy every blob that has to be there at this moment; the store's own check compares bytes and name."""
    columns = [references(table) for table in tables if "blob_sha256" in table.c]
    (folder / STUKKEN).mkdir(mode=0o700)
    query = union(*columns).order_by("naam")
    with (
        disk(),
        contextlib.closing(Schrijver(folder / LIJST)) as part,
        connection.execute(query, execution_options={"yield_per": _BATCH}) as names,
    ):
        for (name,) in names:
            _write_blob(folder / STUKKEN / name[:2] / name, blobs.get(name))
            part.line(name.encode())
        return part.deel()


def _write_blob(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with os.fdopen(create(path), "wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())


def _publish(temporary: Path, folder: Path) -> None:
    with disk():
        for place in (*(path for path in temporary.rglob("*") if path.is_dir()), temporary):
            sync_folder(place)
        temporary.rename(folder)
        sync_folder(folder.parent)


@contextlib.contextmanager
def _unfinished(folder: Path) -> Iterator[Path]:
    """Give a private folder that is gone afterwards unless it got its name; sweep those of dead processes."""
    temporary = folder.parent / f"{_UNFINISHED}{secrets.token_hex(8)}"
    with disk():
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for left in folder.parent.glob(f"{_UNFINISHED}*"):
            _sweep(left)
        temporary.mkdir(mode=0o700)
        held = os.open(temporary, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield temporary
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        os.close(held)


def _sweep(left: Path) -> None:
    """Remove an unfinished back-up that nobody holds: it has wrapped keys in it, also of who is destroyed later."""
    held = os.open(left, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(left, ignore_errors=True)
    except BlockingIOError:
        pass
    finally:
        os.close(held)


def _is_postgresql(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"
