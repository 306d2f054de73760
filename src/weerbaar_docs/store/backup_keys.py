# SPDX-License-Identifier: EUPL-1.2
"""The wrapped data keys of a back-up: the one small file that destruction has to reach.

(1) its first line names the manifest that it belongs to, its last one counts the keys and has the digest of all before;
(2) `forget` writes it anew without the keys of some scopes, and clears the old bytes as far as the disk lets it;
(3) a back-up without the keys of a scope is whole: what was sealed in that scope is there, and opens for nobody.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
from typing import TYPE_CHECKING

from weerbaar_docs._files import sync_folder
from weerbaar_docs.canonical import canonical_bytes, sha256
from weerbaar_docs.store.backup_parts import (
    IN_WORDING,
    MANIFEST,
    SLEUTELS,
    Schrijver,
    columns,
    damaged,
    decode,
    encode,
    lines,
    regular,
)
from weerbaar_docs.store.disk import disk
from weerbaar_docs.store.tables import DATASLEUTEL

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path
    from typing import Any

_KOLOMMEN = DATASLEUTEL.columns.keys()
_LAST = re.compile(rb'\{"aantal":([0-9]{1,9}),"sha256":"([0-9a-f]{64})"\}')


def forget(folder: Path, bereiken: Collection[str]) -> int:
    """Take the data keys of these scopes out of a back-up; give how many wraps there were.

    Raises VerificationError when the back-up's keys are not whole, StoreError when the disk refuses. What a disk or
    another copy of the back-up keeps of the old file is not in anybody's reach here.
    """
    with disk():
        (folder / IN_WORDING).unlink(missing_ok=True)
    rows = read_keys(folder)
    kept = [row for row in rows if row[0] not in bereiken]
    if len(kept) < len(rows):
        _replace(folder / SLEUTELS, kept, manifest_sha256=_manifest_digest(folder))
    return len(rows) - len(kept)


def write_keys(path: Path, rows: list[list[Any]], *, manifest_sha256: str) -> None:
    """Write the wraps of a back-up to a new file, on the disk."""
    with disk(), contextlib.closing(Schrijver(path)) as part:
        part.line(canonical_bytes({"manifest_sha256": manifest_sha256}), counts=False)
        part.line(encode(list(_KOLOMMEN)), counts=False)
        for row in rows:
            part.line(encode(row))
        part.line(canonical_bytes({"aantal": len(rows), "sha256": part.deel().sha256}), counts=False)


def read_keys(folder: Path) -> list[list[Any]]:
    """Read the wraps of a back-up; raises VerificationError unless they are whole and of this manifest."""
    path = folder / SLEUTELS
    found = list(lines(path, most=regular(path)))
    last = _LAST.fullmatch(found[-1]) if found else None
    digest = hashlib.sha256(b"".join(line + b"\n" for line in found[:-1])).hexdigest()
    if last is None or last[2].decode() != digest or int(last[1]) != len(found) - 3:
        raise damaged("de sleutels zijn beschadigd of afgekapt", pad=f"/{SLEUTELS}")
    if found[0] != canonical_bytes({"manifest_sha256": _manifest_digest(folder)}):
        raise damaged("de sleutels zijn die van een andere back-up", pad=f"/{SLEUTELS}")
    if columns(found[1]) != list(_KOLOMMEN):
        raise damaged("de sleutels hebben andere kolommen", pad=f"/{SLEUTELS}")
    return [decode(line) for line in found[2:-1]]


def _manifest_digest(folder: Path) -> str:
    regular(folder / MANIFEST)
    with disk():
        return sha256((folder / MANIFEST).read_bytes())


def _replace(path: Path, rows: list[list[Any]], *, manifest_sha256: str) -> None:
    new = path.with_name(IN_WORDING)
    try:
        write_keys(new, rows, manifest_sha256=manifest_sha256)
        with disk(), path.open("r+b") as old:
            new.replace(path)
            sync_folder(path.parent)
            old.write(secrets.token_bytes(os.fstat(old.fileno()).st_size))
            old.flush()
            os.fsync(old.fileno())
    except BaseException:
        new.unlink(missing_ok=True)
        raise
