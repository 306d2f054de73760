# SPDX-License-Identifier: EUPL-1.2
"""A back-up -> an empty store, the same as it was, in one transaction; or nothing.

(1) the whole back-up is read and checked before anything is written: every file, no file more;
(2) the database must be empty: it gets the back-up's own schema version, then the rows; a beheerder migrates it after that
    (`registers.inrichting.migrate_opslag`);
(3) while rows are loaded no trigger is in the way (they judge steps, not states), but every constraint and foreign key is
    kept; the triggers are back, the same, before the transaction ends;
(4) what is loaded is hashed again as it is read, the audit log is verified, and only then comes the commit;
(5) blobs come first: a process that dies leaves an empty database and at most blobs that no row refers to.

A restored store may be older than its last checkpoint; then it stays shut (`registers.herstel`).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Integer, LargeBinary, Text, inspect, text

from weerbaar_docs.audit.chain import verify
from weerbaar_docs.audit.regel import BEGIN
from weerbaar_docs.audit.sql import AUDITREGEL, SqlAuditlog
from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import StoreError
from weerbaar_docs.store.backup import Backup, stored_tables
from weerbaar_docs.store.backup_keys import read_keys
from weerbaar_docs.store.backup_parts import (
    IN_WORDING,
    LIJST,
    MANIFEST,
    SLEUTELS,
    STUKKEN,
    Manifest,
    checked_lines,
    columns,
    damaged,
    decode,
    is_digest,
    regular,
    table_file,
)
from weerbaar_docs.store.blobs import DatabaseBlobs
from weerbaar_docs.store.crypto import is_sealed
from weerbaar_docs.store.disk import disk
from weerbaar_docs.store.engine import writing
from weerbaar_docs.store.loading import foreign_keys_later, require_foreign_keys, without_triggers
from weerbaar_docs.store.schema import migrate_in
from weerbaar_docs.store.tables import DATASLEUTEL
from weerbaar_docs.store.version import versions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine, Table

    from weerbaar_docs.store.backup_parts import Deel
    from weerbaar_docs.store.blobs import BlobStore

_BATCH: Final = 500
_KINDS = ((Text, str), (Integer, int), (LargeBinary, bytes))
_LARGEST_MANIFEST: Final = 2**20


def examine_back_up(folder: Path) -> Backup:
    """Read all of a back-up and check it; raises VerificationError (damage) or StoreError (a newer version)."""
    manifest = _manifest(folder)
    sleutels = read_keys(folder)
    for deel in manifest.delen:
        if deel.naam != LIJST:
            _count(checked_lines(folder, deel))
    names = 0
    for names, name in enumerate(_names(folder, manifest), 1):  # noqa: B007 - the count is used after
        _blob(folder, name)
    _require_no_more(folder, manifest, names)
    if manifest.schema not in versions():
        raise StoreError.because(
            "OPSLAG-NIEUWER", "de back-up is van een nieuwere versie", "Installeer die versie van weerbaar-docs."
        )
    return Backup(manifest=manifest, stukken=names, sleutels=len(sleutels))


def restore(engine: Engine, blobs: BlobStore, folder: Path) -> Backup:
    """Put a back-up back in an empty store, as of the version that it was; raises VerificationError or StoreError, and then the database is empty.

    An older one is brought to this version by a beheerder (`registers.inrichting.migrate_opslag`), as every older store is.
    """
    found = examine_back_up(folder)
    with writing(engine) as connection:
        _require_empty(connection)
        if not isinstance(blobs, DatabaseBlobs):
            for name in _names(folder, found.manifest):
                blobs.put(_blob(folder, name))
        _build(connection, folder, found.manifest)
        if isinstance(blobs, DatabaseBlobs):
            for name in _names(folder, found.manifest):
                blobs.put_in(connection, _blob(folder, name))
        _require_log(connection, found.manifest)
    return found


def _build(connection: Connection, folder: Path, manifest: Manifest) -> None:
    """Make the tables of the back-up's version and fill them."""
    migrate_in(connection, to=manifest.schema)
    tables = stored_tables(connection, manifest.schema)
    named = {table_file(table.name) for table in tables if table.name != DATASLEUTEL.name}
    if named != {deel.naam for deel in manifest.delen} - {LIJST}:
        raise damaged("de tabellen zijn niet die van zijn versie")
    parts = {deel.naam: deel for deel in manifest.delen}
    with without_triggers(connection), foreign_keys_later(connection):
        for table in tables:
            connection.execute(table.delete())  # the statuses that migrating filled in
            if table.name == DATASLEUTEL.name:
                _insert(connection, table, DATASLEUTEL.columns.keys(), iter(read_keys(folder)))
            else:
                _load(connection, table, folder, parts[table_file(table.name)])
        require_foreign_keys(connection)


def _load(connection: Connection, table: Table, folder: Path, deel: Deel) -> None:
    found = checked_lines(folder, deel)
    names = columns(next(found, None))
    _insert(connection, table, names, (decode(line) for line in found))


def _insert(connection: Connection, table: Table, names: list[str], rows: Iterator[list[Any]]) -> None:
    if set(names) != set(table.columns.keys()):
        raise damaged("een tabel heeft andere kolommen dan zijn versie", pad=f"/{table.name}")
    kinds = [_kind(table, name) for name in names]
    batch: list[dict[str, Any]] = []
    for row in rows:
        if len(row) != len(names) or not all(v is None or type(v) is k for v, k in zip(row, kinds, strict=True)):
            raise damaged("een rij past niet bij haar tabel", pad=f"/{table.name}")
        batch.append(dict(zip(names, row, strict=True)))
        if len(batch) == _BATCH:
            connection.execute(table.insert(), batch)
            batch.clear()
    if batch:
        connection.execute(table.insert(), batch)


def _kind(table: Table, name: str) -> type:
    found = table.columns[name].type
    return next((made for kind, made in _KINDS if isinstance(found, kind)), str)


def _require_empty(connection: Connection) -> None:
    names = set(inspect(connection).get_table_names())
    marked = (
        "alembic_version" in names and connection.execute(text("SELECT count(*) FROM alembic_version")).scalar_one()
    )
    if names - {"alembic_version"} or marked:
        raise StoreError.because(
            "OPSLAG-NIET-LEEG",
            "in de database staat al iets",
            "Zet een back-up alleen terug in een nieuwe, lege database.",
        )


def _require_log(connection: Connection, manifest: Manifest) -> None:
    if not inspect(connection).has_table(AUDITREGEL.name):
        if manifest.kop != BEGIN:
            raise damaged("het logboek ontbreekt")
        return
    found = verify(SqlAuditlog(connection).read())
    found.require()
    if found.kop != manifest.kop:
        raise damaged("het logboek houdt elders op dan het manifest zegt")


def _manifest(folder: Path) -> Manifest:
    if folder.is_symlink() or not folder.is_dir():
        raise damaged("de map is er niet")
    if regular(folder / MANIFEST) > _LARGEST_MANIFEST:
        raise damaged("het manifest is te groot")
    with disk():
        return Manifest.from_bytes((folder / MANIFEST).read_bytes())


def _names(folder: Path, manifest: Manifest) -> Iterator[str]:
    (lijst,) = (deel for deel in manifest.delen if deel.naam == LIJST)
    last = ""
    for line in checked_lines(folder, lijst):
        name = line.decode("ascii", "replace")
        if not is_digest(name) or name <= last:
            raise damaged("de lijst van stukken klopt niet", pad=f"/{LIJST}")
        last = name
        yield name


def _blob(folder: Path, name: str) -> bytes:
    path = folder / STUKKEN / name[:2] / name
    regular(path)
    with disk():
        data = path.read_bytes()
    if sha256(data) != name or not is_sealed(data):
        raise damaged("een bewaard stuk is beschadigd", pad=f"/{STUKKEN}")
    return data


def _require_no_more(folder: Path, manifest: Manifest, blobs: int) -> None:
    """Count what is there: every expected file was read by now, so that one more is one too many."""
    with disk():
        top = {entry.name for entry in os.scandir(folder)}
        shards = list(os.scandir(folder / STUKKEN))
        files = sum(sum(1 for _ in os.scandir(shard)) for shard in shards)
    expected = {MANIFEST, SLEUTELS, STUKKEN, *(deel.naam for deel in manifest.delen)}
    if top - {IN_WORDING} != expected or files != blobs or not all(s.is_dir(follow_symlinks=False) for s in shards):
        raise damaged("er is een bestand te veel")


def _count(found: Iterator[bytes]) -> None:
    for _line in found:
        pass
