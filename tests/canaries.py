# SPDX-License-Identifier: EUPL-1.2
"""Unique words in every free-text and personal field of a dossier, and a finder of them in whatever is left behind.

(1) every canary holds MERK, so that a search looks for one word in a dozen forms and then says which canary it was;
(2) the forms: UTF-8 in any case, UTF-16, base64 at each of its three positions, hex, JSON and percent escapes, and all
    of these again inside zlib, gzip, raw deflate and zip;
(3) what has no room for a word (telephone, postcode) gets a value of its own that is searched for by itself.
"""

from __future__ import annotations

import base64
import copy
import io
import json
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from weerbaar_docs import validation
from weerbaar_docs.voorbeelddata import maak, string_leaves

MERK = "zqkanarie"
TELEFOON = "+3188009{:04}"
POSTCODE = "{:04}QZ"
_DEPTH = 3
_MOST = 8 * 2**20
_LETTERS = "bcdfghjklm"
_STREAMS = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_FLATE = re.compile(rb"stream\r?\n")


@dataclass(frozen=True, kw_only=True)
class Kanariedossier:
    """A valid dossier with canaries in it: their places by word, and the values without room for a word."""

    gegevens: dict[str, Any]
    plaatsen: dict[str, str]

    @property
    def json(self) -> bytes:
        return json.dumps(self.gegevens, ensure_ascii=False).encode()

    def finder(self) -> Finder:
        return Finder({value: pad for value, pad in self.plaatsen.items() if MERK not in value})


def word(number: int) -> str:
    """A canary: MERK and five letters that say which one."""
    return MERK.capitalize() + "".join(_LETTERS[int(digit)] for digit in f"{number:05}")


def plant(gegevens: dict[str, Any], start: int = 0) -> Kanariedossier:
    """Put a canary in every string of a dossier that the schema lets be, and keep the rest as it was."""
    planted, places = copy.deepcopy(gegevens), {}
    for number, (pad, old) in enumerate(string_leaves(gegevens), start):
        canary, new = _canary(pad.rpartition("/")[2], old, number)
        places[canary] = pad
        _put(planted, pad, new)
    while faults := _faults(planted):
        for pad in faults:
            _put(planted, pad, _get(gegevens, pad))
        places = {canary: pad for canary, pad in places.items() if pad not in faults}
    return Kanariedossier(gegevens=planted, plaatsen=places)


def canary_dossier(fase: str = "concept", zaad: int = 0) -> Kanariedossier:
    return plant(maak("gemeente", zaad, fase))


def _canary(name: str, old: str, number: int) -> tuple[str, str]:
    if name == "telefoon":
        return (value := TELEFOON.format(number)), value
    if name == "postcode":
        return (value := POSTCODE.format(1000 + number)), value
    if name == "email":
        return word(number), f"{word(number).lower()}@voorbeeld.nl"
    return word(number), f"{old} {word(number)}"


def _faults(gegevens: dict[str, Any]) -> set[str]:
    found = validation.schema_faults("dossier", gegevens)
    if not found:
        found = [m for m in validation.examine(json.dumps(gegevens).encode()).meldingen if m.ernst == "fout"]
    return {_leaf(gegevens, m.pad) for m in found}


def _leaf(gegevens: dict[str, Any], pad: str) -> str:
    assert isinstance(_get(gegevens, pad), str), pad
    return pad


def _get(value: Any, pad: str) -> Any:
    for step in pad.split("/")[1:]:
        value = value[int(step) if isinstance(value, list) else step]
    return value


def _put(value: Any, pad: str, new: str) -> None:
    parent, _, last = pad.rpartition("/")
    target = _get(value, parent)
    target[int(last) if isinstance(target, list) else last] = new


class Finder:
    """Finds canaries in bytes, files and databases; what it gives is where and which."""

    def __init__(self, other: dict[str, str] | None = None) -> None:
        self._forms = dict.fromkeys(_forms(MERK), MERK)
        for value in other or {}:
            self._forms |= dict.fromkeys(_forms(value.removeprefix("+")), value)

    def in_bytes(self, data: bytes, where: str, depth: int = 0) -> list[str]:
        """Say which canaries are in these bytes, also inside what is compressed."""
        low = data.lower()
        found = [f"{where}: {value}" for form, value in self._forms.items() if form in data or form in low]
        if depth < _DEPTH:
            for name, part in _unpacked(data):
                found += self.in_bytes(part, f"{where} > {name}", depth + 1)
        return found

    def in_folder(self, folder: Path, *, except_for: tuple[Path, ...] = ()) -> list[str]:
        """Search all names and files below a folder; what is in `except_for` was asked for."""
        found = []
        for path in sorted(folder.rglob("*")):
            if any(path.is_relative_to(place) for place in except_for):
                continue
            found += self.in_bytes(os.fsencode(path.name), f"naam {path}")
            if stat.S_ISREG(path.lstat().st_mode):
                found += self.in_bytes(path.read_bytes(), str(path))
        return found

    def in_postgresql(self, url: str) -> list[str]:
        """Search every table of every schema, as its rows leave the server."""
        found = []
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            tables = connection.execute(
                "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname <> 'pg_catalog'"
            ).fetchall()
            for (table,) in tables:
                for form in ("text", "binary"):
                    with connection.cursor().copy(f"COPY {table} TO STDOUT (FORMAT {form})") as rows:
                        found += self.in_bytes(b"".join(bytes(row) for row in rows), table)
        return found


def _forms(value: str) -> set[bytes]:
    """Give the bytes to look for: in lower case where the case of the data does not matter."""
    found = set()
    for spelling in {value.lower(), value, value.capitalize(), value.upper()}:
        raw, wide = spelling.encode(), spelling.encode("utf-16-le")
        found |= {raw, wide, spelling.encode("utf-16-be"), raw.hex().encode(), *_base64(raw), *_base64(wide)}
        found |= {
            "".join(mark.format(ord(letter)) for letter in spelling).encode() for mark in ("\\u{:04x}", "%{:02x}")
        }
    return found


def _base64(raw: bytes) -> Iterator[bytes]:
    for before in range(3):
        first, last = -(-before * 4 // 3), (before + len(raw)) * 4 // 3  # what depends on the neighbours goes
        yield base64.b64encode(b"\0" * before + raw)[first:last]


def _unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name, name.encode() + b"\n" + archive.read(name)
        return
    places = [(match.start(), 47) for match in _STREAMS.finditer(data)]
    places += [(match.end(), 47) for match in _FLATE.finditer(data)]
    for place, window in places:
        part = _inflated(memoryview(data)[place:], window)
        if part:
            yield f"gecomprimeerd op {place}", part
    if whole := _inflated(data, -15):
        yield "raw deflate", whole


def _inflated(data: bytes | memoryview, window: int) -> bytes:
    """Give what can be unpacked from here, as far as it goes."""
    machine = zlib.decompressobj(window)
    found = bytearray()
    try:
        for start in range(0, len(data), 16384):
            found += machine.decompress(data[start : start + 16384], _MOST)
            if machine.eof or len(found) >= _MOST:
                break
    except zlib.error:
        pass
    return bytes(found)
