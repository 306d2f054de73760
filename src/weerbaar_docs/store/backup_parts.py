# SPDX-License-Identifier: EUPL-1.2
"""Rows <-> the files of a back-up: what they are called, how a row is written, and what makes them count.

    manifest.json        schema version, moment, head of the audit log, and every other part with size and SHA-256
    tabel-NAAM.jsonl     a line with the columns, then a line per row, in order of the primary key
    stukken.txt          the names of all blobs that a row refers to, in order
    stukken/aa/aa...     a blob each, under the SHA-256 of its (sealed) bytes
    sleutels.jsonl       the wrapped data keys; bound to the manifest, and with a digest of its own

(1) text is a string, a number a number, bytes are {"b64": "..."} and nothing is null: the same from every database;
(2) a file of another name, size, digest or kind (a link, a folder) is refused, and one too many or too few as well;
(3) `sleutels.jsonl` is not in the manifest: to destroy a dossier in an old back-up, only that small file is replaced;
(4) digests find damage and exchange. They stop no forger, who can compute them as well: what was sealed opens only with its
    key, and the audit log is held against signed checkpoints.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
import re
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from weerbaar_docs.audit.regel import Kop
from weerbaar_docs.canonical import canonical_bytes, read_json
from weerbaar_docs.errors import StoreError, ValidationError, VerificationError
from weerbaar_docs.model import utc_moment
from weerbaar_docs.store.disk import create, disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOORT: Final = "back-up/v1"
MANIFEST: Final = "manifest.json"
SLEUTELS: Final = "sleutels.jsonl"
IN_WORDING: Final = ".sleutels-in-wording"  # what a forgetting that died leaves behind, until the next one
LIJST: Final = "stukken.txt"
STUKKEN: Final = "stukken"
LANGSTE_REGEL: Final = 64 * 2**20
_NAAM = re.compile(r"tabel-[a-z][a-z_]{0,62}\.jsonl|stukken\.txt")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_FIELDS = {"soort", "schema", "gemaakt_op", "kop", "delen"}

Waarde = str | int | bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deel:
    """A part of a back-up: its file, how many rows or names, how many bytes, and their SHA-256."""

    naam: str
    aantal: int
    bytes: int
    sha256: str

    def as_json(self) -> dict[str, Any]:
        """Give the object that stands in the manifest."""
        return {"naam": self.naam, "aantal": self.aantal, "bytes": self.bytes, "sha256": self.sha256}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a back-up says of itself."""

    schema: str
    gemaakt_op: str
    kop: Kop
    delen: tuple[Deel, ...]

    def to_bytes(self) -> bytes:
        """Give the manifest as RFC 8785 bytes."""
        return canonical_bytes(
            {
                "soort": SOORT,
                "schema": self.schema,
                "gemaakt_op": self.gemaakt_op,
                "kop": {"volgnummer": self.kop.volgnummer, "sha256": self.kop.sha256},
                "delen": [deel.as_json() for deel in self.delen],
            }
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read a manifest; raises VerificationError unless it has exactly this form."""
        try:
            value = read_json(data)
            made = cls(
                schema=value["schema"],
                gemaakt_op=value["gemaakt_op"],
                kop=Kop(value["kop"]["volgnummer"], value["kop"]["sha256"]),
                delen=tuple(Deel(**deel) for deel in value["delen"]),
            )
            whole = made.to_bytes() == data and made._has_form()
        except (ValidationError, KeyError, TypeError, ValueError):
            whole = False
        if not whole:
            raise damaged("het manifest is niet te lezen of is veranderd")
        return made

    def _has_form(self) -> bool:
        names = [deel.naam for deel in self.delen]
        utc_moment(self.gemaakt_op)
        return (
            all(_NAAM.fullmatch(name) for name in names)
            and names == sorted(set(names))
            and LIJST in names
            and bool(re.fullmatch("[0-9]{4}", self.schema))
            and all(type(n) is int and n >= 0 for d in self.delen for n in (d.aantal, d.bytes))
            and all(_SHA256.fullmatch(text) for text in (self.kop.sha256, *(d.sha256 for d in self.delen)))
            and type(self.kop.volgnummer) is int
            and self.kop.volgnummer >= 0
        )


class Schrijver:
    """Writes one part, line by line; `close` makes it last and gives the Deel."""

    def __init__(self, path: Path) -> None:
        """Make the file; it must not be there."""
        self._naam = path.name
        self._handle = os.fdopen(create(path), "wb")
        self._sha256 = hashlib.sha256()
        self._bytes = self._aantal = 0

    def line(self, data: bytes, *, counts: bool = True) -> None:
        """Write a line; raises StoreError when it is longer than a reader takes."""
        if len(data) >= LANGSTE_REGEL:
            raise StoreError.because(
                "OPSLAG-GROOT",
                "een rij is te groot voor een back-up",
                "Meld dit aan de makers; bewaar de database zelf.",
            )
        self._handle.write(data + b"\n")
        self._sha256.update(data + b"\n")
        self._bytes += len(data) + 1
        self._aantal += counts

    def deel(self) -> Deel:
        """Give what was written so far."""
        return Deel(naam=self._naam, aantal=self._aantal, bytes=self._bytes, sha256=self._sha256.hexdigest())

    def close(self, *, durable: bool = True) -> None:
        """Close the file, on the disk when `durable`."""
        with self._handle:
            if durable:
                self._handle.flush()
                os.fsync(self._handle.fileno())


def table_file(name: str) -> str:
    """Give the file of a table."""
    return f"tabel-{name}.jsonl"


def encode(row: list[Waarde]) -> bytes:
    """Write a row as a line."""
    return json.dumps([_plain(value) for value in row], separators=(",", ":")).encode()


def decode(line: bytes) -> list[Waarde]:
    """Read a row; raises VerificationError."""
    try:
        value = json.loads(line)
        row = [_value(item) for item in value] if isinstance(value, list) else None
    except (ValueError, RecursionError):
        row = None
    if row is None or encode(row) != line:
        raise damaged("een rij is niet te lezen")
    return row


def regular(path: Path) -> int:
    """Give the size of a file that is a file; raises VerificationError for a link, a folder or nothing."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        found = None
    if found is None or not stat.S_ISREG(found.st_mode):
        raise damaged("een bestand ontbreekt of is geen gewoon bestand")
    return found.st_size


def lines(path: Path, *, most: int) -> Iterator[bytes]:
    """Give the lines of a file of at most so many bytes, without their ends; raises VerificationError."""
    with disk():
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb") as handle:
        while True:
            with disk():
                line = handle.readline(LANGSTE_REGEL + 1)
            most -= len(line)
            if not line:
                return
            if most < 0 or not line.endswith(b"\n"):
                raise damaged("een bestand is afgekapt of langer dan het mag zijn")
            yield line[:-1]


def checked_lines(folder: Path, deel: Deel) -> Iterator[bytes]:
    """Give the lines of a part; raises VerificationError before the end unless it is the part of the manifest."""
    size = regular(folder / deel.naam)
    digest = hashlib.sha256()
    aantal = 0
    if size == deel.bytes:
        for aantal, line in enumerate(lines(folder / deel.naam, most=deel.bytes), 1):  # noqa: B007 - the count is used after
            digest.update(line + b"\n")
            yield line
    header = int(deel.naam != LIJST)
    if size != deel.bytes or digest.hexdigest() != deel.sha256 or aantal != deel.aantal + header:
        raise damaged("een bestand is niet dat van het manifest", pad=f"/{deel.naam}")


def is_digest(text: str) -> bool:
    """Say whether a text has the form of a SHA-256."""
    return bool(_SHA256.fullmatch(text))


def columns(line: bytes | None) -> list[str]:
    """Read the line with the columns; raises VerificationError."""
    names = decode(line) if line is not None else []
    texts = [name for name in names if isinstance(name, str)]
    if not texts or texts != names or len(set(texts)) != len(texts):
        raise damaged("een bestand noemt zijn kolommen niet")
    return texts


def damaged(melding: str, *, pad: str = "") -> VerificationError:
    """Give the error of a back-up that is not whole."""
    return VerificationError.because(
        "OPSLAG-BACKUP",
        f"de back-up is niet heel: {melding}",
        "Gebruik een andere back-up; verander niets aan deze en meld het bij de beheerder.",
        pad=pad,
    )


def _plain(value: Waarde) -> Any:
    return {"b64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _value(item: Any) -> Waarde:
    if isinstance(item, dict) and set(item) == {"b64"}:
        try:
            return base64.b64decode(item["b64"], validate=True)
        except (binascii.Error, TypeError) as error:
            raise ValueError from error
    if item is None or type(item) is str or type(item) is int:
        known: Waarde = item
        return known
    raise ValueError
