# SPDX-License-Identifier: EUPL-1.2
"""A database address -> an Engine that keeps its promises, and the two ways to use it: `reading` and `writing`.

(1) SQLite is durable at commit (WAL, synchronous=FULL) and private: file 0600 in a folder 0700, on a local disk;
(2) a writer takes the lock at BEGIN (IMMEDIATE); a reader never does, or it would starve behind a busy writer;
(3) a reader cannot write;
(4) what the database refuses comes out as a StoreError with a code: never a value, a statement or an address.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from weerbaar_docs.errors import ConfigError, StoreError
from weerbaar_docs.logs import tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection

WACHTTIJD: Final = 30_000  # milliseconds that a writer waits for another one
_READER: Final = "weerbaar_docs_reader"
_CODE = re.compile(r"OPSLAG-[A-Z-]+")
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "fuse.glusterfs", "ceph"})
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",  # without it INSERT OR REPLACE deletes rows behind the triggers' back
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",  # what SQLite sets aside never reaches a disk
)


def open_engine(url: str) -> Engine:
    """Give an Engine for `sqlite:///path` or `postgresql+psycopg://...`; an SQLite file is made when it is not there.

    Raises ConfigError for another address, an open file or folder, and a network disk.
    """
    address = _address(url)
    kinds = {"sqlite": _sqlite, "postgresql+psycopg": _postgresql}
    if address.drivername not in kinds:
        raise _unusable("dit soort database kent de opslag niet")
    engine = kinds[address.drivername](address)
    tell("opslag_geopend", database=engine.dialect.name)
    return engine


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection in a transaction that commits at the end, or leaves nothing; raises StoreError."""
    with translated(), engine.begin() as connection:
        yield connection


@contextlib.contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one moment and cannot write; raises StoreError."""
    options = {_READER: True, "postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
    if engine.dialect.name == "sqlite":
        options = {_READER: True}
    with translated(), engine.execution_options(**options).begin() as connection:
        yield connection


def beside(engine: Engine, suffix: str) -> Path:
    """Give the path beside an SQLite file with another suffix."""
    assert engine.url.database is not None
    return Path(engine.url.database).absolute().with_suffix(suffix)


def lock(connection: Connection, name: str) -> None:
    """Let no other writer hold this name until the transaction ends; in SQLite there is one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


def _address(url: str) -> URL:
    with contextlib.suppress(ArgumentError, ValueError):  # their text quotes the address, and so perhaps a password
        return make_url(url)
    raise _unusable("het adres van de opslag is niet te lezen")


def _unusable(melding: str, oplossing: str | None = None) -> ConfigError:
    return ConfigError.because(
        "OPSLAG-ADRES", melding, oplossing or "Gebruik sqlite:///pad/naar/bestand of postgresql+psycopg://."
    )


def _sqlite(address: URL) -> Engine:
    if not address.database or address.database == ":memory:" or address.query or address.host:
        raise _unusable("het adres van de opslag noemt geen bestand")
    _prepare_file(Path(address.database).absolute())
    engine = create_engine(address, hide_parameters=True, connect_args={"timeout": WACHTTIJD / 1000})
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _postgresql(address: URL) -> Engine:
    with contextlib.suppress(ImportError):
        engine = create_engine(address, hide_parameters=True, pool_pre_ping=True, isolation_level="READ COMMITTED")
        event.listen(engine, "connect", _on_postgresql)
        return engine
    raise _unusable("het stuurprogramma voor PostgreSQL ontbreekt", "Installeer weerbaar-docs[postgresql].")


def _prepare_file(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make_if_absent(path)
        shared = [item.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO) for item in (path, path.parent)]
        mounts = (
            Path("/proc/self/mountinfo").read_text(encoding="utf-8") if Path("/proc/self/mountinfo").exists() else ""
        )
    except OSError:
        shared, mounts = [], ""
    if not shared:
        raise _unusable("het bestand van de opslag is niet te maken of te openen", "Controleer pad en rechten.")
    if any(shared):
        raise _unusable(
            "anderen kunnen bij het bestand of de map van de opslag", "Zet de map op 0700 en het bestand op 0600."
        )
    if filesystem(path, mounts) in _NETWORK:
        raise _unusable("de opslag staat op een netwerkschijf", "Kies een lokale schijf, of PostgreSQL.")


def _make_if_absent(path: Path) -> None:
    """Make an empty private file; raises OSError for what is there and is no file that can be written.

    A file that is there is never opened here: closing it would drop the locks of this process's other connections (POSIX), and
    the next process to leave would take their write-ahead log away, with what they commit after that.
    """
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600))
        return
    if not stat.S_ISREG(path.lstat().st_mode) or not os.access(path, os.R_OK | os.W_OK):
        raise OSError(errno.EACCES, "")


def filesystem(path: Path, mountinfo: str) -> str:
    """Give the kind of file system that a path is on, from the text of /proc/self/mountinfo; "" when unknown."""
    found = {}
    for line in mountinfo.splitlines():
        left, _, right = line.partition(" - ")
        place = Path(left.split()[4].replace("\\040", " "))
        if right and path.is_relative_to(place):
            found[len(place.parts)] = right.split()[0]
    return found[max(found)] if found else ""


def _on_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours: the driver's own comes too late and too weak
    for pragma in (f"PRAGMA busy_timeout={WACHTTIJD}", *_PRAGMAS):
        connection.execute(pragma)


def _on_postgresql(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
        cursor.execute(f"SET lock_timeout = {WACHTTIJD}")
    connection.commit()


def _on_begin(connection: Connection) -> None:
    reader = connection.get_execution_options().get(_READER, False)
    connection.exec_driver_sql(f"PRAGMA query_only={int(reader)}")
    connection.exec_driver_sql("BEGIN" if reader else "BEGIN IMMEDIATE")


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Let what the database refuses come out as a StoreError (4)."""
    try:
        yield
    except DBAPIError as error:
        raise _refusal(error) from None  # its text has keys of rows in it


def _refusal(error: DBAPIError) -> StoreError:
    words = str(error.orig)
    if isinstance(error, IntegrityError):
        code = _CODE.search(words)
        return StoreError.because(
            code.group() if code else "OPSLAG-VERBAND",
            "de opslag weigert deze wijziging: zij past niet bij wat er al staat",
            "Lees het dossier opnieuw; een status, nonce of levering verandert alleen volgens de regels.",
        )
    for sign, code_text, melding, oplossing in _TROUBLE:
        if sign in words:
            return StoreError.because(code_text, melding, oplossing)
    return StoreError.because(
        "OPSLAG-STORING", "de database kon dit niet doen", "Controleer de opslag (database, schijf, verbinding)."
    )


_TROUBLE = (
    ("database is locked", "OPSLAG-BEZET", "een ander programma houdt de opslag bezet", "Probeer het straks opnieuw."),
    (
        "deadlock detected",
        "OPSLAG-BEZET",
        "twee handelingen wachtten op elkaar",
        "Doe het opnieuw; er is niets half geschreven.",
    ),
    ("lock timeout", "OPSLAG-BEZET", "een ander programma houdt de opslag bezet", "Probeer het straks opnieuw."),
    ("full", "OPSLAG-VOL", "de schijf van de opslag is vol", "Maak ruimte; er is niets half geschreven."),
    ("No space left", "OPSLAG-VOL", "de schijf van de opslag is vol", "Maak ruimte; er is niets half geschreven."),
    ("readonly", "OPSLAG-LEZEN", "hier mag de opslag alleen gelezen worden", "Gebruik een schrijvende handeling."),
    ("read-only", "OPSLAG-LEZEN", "hier mag de opslag alleen gelezen worden", "Gebruik een schrijvende handeling."),
    ("permission denied", "OPSLAG-LEZEN", "hier mag de opslag alleen gelezen worden", "Vraag de beheerder om rechten."),
    ("during recovery", "OPSLAG-LEZEN", "hier mag de opslag alleen gelezen worden", "Gebruik de database zelf."),
    ("no such table", "OPSLAG-LEEG", "de opslag is nog niet ingericht", "Richt haar eerst in (opslag init)."),
    ("does not exist", "OPSLAG-LEEG", "de opslag is nog niet ingericht", "Richt haar eerst in (opslag init)."),
)
