# SPDX-License-Identifier: EUPL-1.2
"""Sealed bytes <-> their name, the SHA-256 of the ciphertext: in a folder, or in the database for several machines.

(1) nothing but sealed bytes is taken; what comes back has been checked against its name;
(2) a name is there with all its bytes on the disk, or not at all (temporary file, fsync, rename, fsync of the folder);
(3) the row that refers to a blob is committed after `put` returns, so that a crash leaves at most an orphan;
(4) `collect` removes orphans older than a moment: younger ones may be about to get their row.
"""

from __future__ import annotations

import contextlib
import os
import re
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import select

from weerbaar_docs._files import new_name, sync_folder
from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import StoreError
from weerbaar_docs.model import utc_text
from weerbaar_docs.store.crypto import is_sealed
from weerbaar_docs.store.disk import create, disk
from weerbaar_docs.store.engine import lock, reading, writing
from weerbaar_docs.store.tables import BLOB, DOSSIER, METADATA

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection, Engine, Select, Table

_NAME = re.compile(r"[0-9a-f]{64}")


class BlobStore(Protocol):
    """Where sealed bytes are kept under the SHA-256 of those bytes."""

    def put(self, verzegeld: bytes) -> str:
        """Keep sealed bytes durably; give their name. Raises StoreError, and then nothing is kept."""
        ...

    def get(self, naam: str) -> bytes:
        """Give the bytes of a name; raises StoreError when they are not there or not the same any more."""
        ...

    def names(self) -> Iterator[str]:
        """Give the names of all that is kept, in any order."""
        ...

    def remove(self, naam: str) -> bool:
        """Remove what has this name, whoever refers to it; say whether it was there."""
        ...

    def collect(
        self, keep: Collection[str], *, before: datetime, within: Connection | None = None, proef: bool = False
    ) -> int:
        """Remove what is not in `keep` and was put before a moment, in a transaction of the caller if there is one.

        Gives how many; with `proef` they are only counted.
        """
        ...


class FolderBlobs:
    """A BlobStore in a folder of mode 0700 on a local disk; files 0600, in 256 folders by the first two digits."""

    def __init__(self, folder: Path) -> None:
        """Use this folder; it is made when it is not there."""
        self._folder = folder

    def put(self, verzegeld: bytes) -> str:
        """Write the bytes under their name; raises StoreError when the disk does not take them."""
        name = _checked(verzegeld)
        with disk():
            shard = self._shard(name)
            temporary = shard / new_name()
            try:
                _write(temporary, verzegeld)
                temporary.replace(shard / name)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
            sync_folder(shard)
        return name

    def get(self, naam: str) -> bytes:
        """Read the bytes of a name; raises StoreError."""
        path = self._path(naam)
        with disk():
            found = path.read_bytes() if path.exists() else None
        return _verified(found, naam)

    def names(self) -> Iterator[str]:
        """Give the names of the files that have the form of a name."""
        with disk():
            yield from (path.name for path in self._folder.glob("??/*") if _NAME.fullmatch(path.name))

    def remove(self, naam: str) -> bool:
        """Remove the file of a name; raises StoreError."""
        path = self._path(naam)
        with disk():
            try:
                path.unlink()
            except FileNotFoundError:
                return False
            sync_folder(path.parent)
        return True

    def collect(
        self,
        keep: Collection[str],
        *,
        before: datetime,
        within: Connection | None = None,  # noqa: ARG002 - a folder knows no transactions
        proef: bool = False,
    ) -> int:
        """Remove orphans and unfinished files of before a moment."""
        limit = before.timestamp()
        with disk():
            old = [p for p in self._folder.glob("??/*") if p.name not in keep and p.stat().st_mtime < limit]
            for path in () if proef else old:
                path.unlink()
        return len(old)

    def _path(self, naam: str) -> Path:
        if not _NAME.fullmatch(naam):
            raise _gone()
        return self._folder / naam[:2] / naam

    def _shard(self, name: str) -> Path:
        shard = self._folder / name[:2]
        if not shard.is_dir():
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            shard.mkdir(exist_ok=True, mode=0o700)
            sync_folder(self._folder)
            sync_folder(self._folder.parent)
        return shard


class DatabaseBlobs:
    """A BlobStore in the database itself: for several machines without a disk in common."""

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime]) -> None:
        """Keep the bytes in this database; `clock` gives aware moments."""
        self._engine, self._clock = engine, clock

    def put(self, verzegeld: bytes) -> str:
        """Insert the bytes, or renew their moment when they are there already."""
        with writing(self._engine) as connection:
            return self.put_in(connection, verzegeld)

    def put_in(self, connection: Connection, verzegeld: bytes) -> str:
        """Do the same in a transaction of the caller."""
        name = _checked(verzegeld)
        moment = utc_text(self._clock())
        lock(connection, name)
        renewed = connection.execute(BLOB.update().where(BLOB.c.sha256 == name), {"gemaakt_op": moment})
        if not renewed.rowcount:
            connection.execute(BLOB.insert(), {"sha256": name, "inhoud": verzegeld, "gemaakt_op": moment})
        return name

    def get(self, naam: str) -> bytes:
        """Read the bytes of a name; raises StoreError."""
        with reading(self._engine) as connection:
            found = connection.execute(select(BLOB.c.inhoud).where(BLOB.c.sha256 == naam)).scalar()
        return _verified(found, naam)

    def names(self) -> Iterator[str]:
        """Give the names in the table."""
        with reading(self._engine) as connection:
            yield from connection.execute(select(BLOB.c.sha256), execution_options={"yield_per": 1000}).scalars()

    def remove(self, naam: str) -> bool:
        """Remove the row of a name; raises StoreError."""
        with writing(self._engine) as connection:
            return bool(connection.execute(BLOB.delete().where(BLOB.c.sha256 == naam)).rowcount)

    def collect(
        self, keep: Collection[str], *, before: datetime, within: Connection | None = None, proef: bool = False
    ) -> int:
        """Remove orphans of before a moment."""
        with contextlib.nullcontext(within) if within is not None else writing(self._engine) as connection:
            old = BLOB.c.gemaakt_op < utc_text(before)
            names = [n for n in connection.execute(select(BLOB.c.sha256).where(old)).scalars() if n not in keep]
            if proef:
                return len(names)
            # The moment once more: who puts the same bytes meanwhile renews it, and needs them.
            removals = [connection.execute(BLOB.delete().where(BLOB.c.sha256 == name, old)) for name in names]
            return sum(done.rowcount for done in removals)


def referenced(connection: Connection) -> frozenset[str]:
    """Give the names of all blobs that have to be there: what `collect` keeps."""
    queries = [references(table) for table in METADATA.sorted_tables if "blob_sha256" in table.c]
    return frozenset(name for query in queries for name in connection.execute(query).scalars())


def references(table: Table, *, destroyed: bool = False) -> Select[str]:
    """Give the query for the names that a table refers to for dossiers that are not destroyed, or for those that are."""
    gone = select(DOSSIER.c.id).where(DOSSIER.c.status == "vernietigd")
    return select(table.c.blob_sha256.label("naam")).where(
        table.c.dossier.in_(gone) if destroyed else table.c.dossier.not_in(gone)
    )


def blobs_of_destroyed(connection: Connection) -> frozenset[str]:
    """Give the names of the blobs that only destroyed dossiers refer to."""
    queries = [references(table, destroyed=True) for table in METADATA.sorted_tables if "blob_sha256" in table.c]
    found = {name for query in queries for name in connection.execute(query).scalars()}
    return frozenset(found) - referenced(connection)


def _checked(verzegeld: bytes) -> str:
    if not is_sealed(verzegeld):
        raise StoreError.because(
            "OPSLAG-OPEN", "dit stuk is niet verzegeld", "Versleutel het eerst met de sleutel van het dossier."
        )
    return sha256(verzegeld)


def _verified(found: bytes | None, naam: str) -> bytes:
    if found is None:
        raise _gone()
    if sha256(found) != naam:
        raise StoreError.because(
            "OPSLAG-STUK", "een bewaard stuk is beschadigd", "Stop; laat de beheerder een back-up terugzetten."
        )
    return found


def _gone() -> StoreError:
    return StoreError.because(
        "OPSLAG-WEG", "een bewaard stuk is er niet", "Stop; laat de beheerder een back-up terugzetten."
    )


def _write(path: Path, data: bytes) -> None:
    with os.fdopen(create(path), "wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
