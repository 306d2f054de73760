# SPDX-License-Identifier: EUPL-1.2
"""Unique words in every free-text and personal field of a dossier, and a finder of them in whatever is left behind.

(1) every canary holds MERK (or OPENBAAR), so that a search looks for one word in a dozen forms, not for hundreds;
(2) the forms: UTF-8 in any case, UTF-16, base64 at each of its three positions, hex, JSON and percent escapes, and all
    of these again inside zlib, gzip, raw deflate and zip;
(3) what has no room for a word (telephone, postcode) gets a value of its own that is searched for by itself;
(4) the same bytes hold the same: a file, a row or a block of a file that held nothing is not looked through again.
"""

from __future__ import annotations

import base64
import contextlib
import copy
import hashlib
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
OPENBAAR = "zqbekend"  # in what a command may show (the name of a werkgever) and the store still has to seal
TELEFOON = "+3188009{:04}"
POSTCODE = "{:04}QZ"
_DEPTH = 3
_BLOCK = 4096  # a page of a database
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

    def values(self) -> dict[str, str]:
        """What is searched for by itself."""
        return {value: pad for value, pad in self.plaatsen.items() if "zq" not in value.lower()[:2]}

    def finder(self) -> Finder:
        return Finder(self.values())


def word(number: int, merk: str = MERK) -> str:
    """A canary: its mark and five letters that say which one."""
    return merk.capitalize() + "".join(_LETTERS[int(digit)] for digit in f"{number:05}")


def plant(
    gegevens: dict[str, Any], soort: str = "dossier", *, openbaar: str = "(?!)", start: int = 0
) -> Kanariedossier:
    """Put a canary in every string that the schema lets be, and keep the rest as it was; `openbaar` is what may be shown."""
    planted, places = copy.deepcopy(gegevens), {}
    for number, (pad, old) in enumerate(string_leaves(gegevens), start):
        merk = OPENBAAR if re.fullmatch(openbaar, pad) else MERK
        canary, new = _canary(pad.rpartition("/")[2], old, word(number, merk), number)
        places[canary] = pad
        _put(planted, pad, new)
    while faults := _faults(planted, soort):
        for pad in faults:
            _put(planted, pad, _get(gegevens, pad))
        places = {canary: pad for canary, pad in places.items() if pad not in faults}
    return Kanariedossier(gegevens=planted, plaatsen=places)


def canary_dossier(fase: str = "concept", zaad: int = 0) -> Kanariedossier:
    return plant(maak("gemeente", zaad, fase))


def _canary(name: str, old: str, canary: str, number: int) -> tuple[str, str]:
    if name == "telefoon":
        return (value := TELEFOON.format(number)), value
    if name == "postcode":
        return (value := POSTCODE.format(1000 + number)), value
    if name == "email":
        return canary, f"{canary.lower()}@voorbeeld.nl"
    return canary, f"{old} {canary}"


def _faults(gegevens: dict[str, Any], soort: str) -> set[str]:
    found = validation.schema_faults(soort, gegevens)
    if not found and soort == "dossier":
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

    def __init__(self, other: dict[str, str] | None = None, *, merken: tuple[str, ...] = (MERK,)) -> None:
        self.other = other or {}
        self._any_case: dict[bytes, str] = {}
        self._as_is: dict[bytes, str] = {}
        for merk in merken:
            self._look_for(merk, merk)
        for value in self.other:
            self._look_for(value.removeprefix("+"), value)
        self._longest = max(map(len, {**self._any_case, **self._as_is}))
        self._empty: set[bytes] = set()

    def _look_for(self, text: str, value: str) -> None:
        self._any_case |= dict.fromkeys(_forms(text), value)
        self._as_is |= dict.fromkeys(_base64_forms(text), value)

    def in_bytes(self, data: bytes, where: str, depth: int = 0) -> list[str]:
        """Say which canaries are in these bytes, also inside what is compressed."""
        mark = b"%d " % depth + hashlib.blake2b(data).digest()
        if mark in self._empty:
            return []
        found = [f"{where}: {value}" for value in self._values(data)]
        if depth < _DEPTH:
            for name, part in _unpacked(data):
                found += self.in_bytes(part, f"{where} > {name}", depth + 1)
        if not found:
            self._empty.add(mark)
        return found

    def _values(self, data: bytes) -> list[str]:
        """Look at blocks that reach so far into the next that no form falls between two."""
        found: list[str] = []
        for start in range(0, len(data), _BLOCK):
            block = data[start : start + _BLOCK + self._longest]
            mark = hashlib.blake2b(block).digest()
            if mark not in self._empty:
                low = block.lower()
                here = [value for form, value in self._any_case.items() if form in low]
                here += [value for form, value in self._as_is.items() if form in block]
                if not here:
                    self._empty.add(mark)
                found += here
        return list(dict.fromkeys(found))

    def in_folder(self, folder: Path, *, except_for: tuple[Path, ...] = ()) -> list[str]:
        """Search all names and files below a folder; what is in `except_for` was asked for."""
        found = []
        for path in sorted(folder.rglob("*")):
            if any(path.is_relative_to(place) for place in except_for):
                continue
            found += self.in_bytes(os.fsencode(path.name), f"naam {path}")
            with contextlib.suppress(FileNotFoundError):  # a server that runs takes its own files away meanwhile
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
                for form in ("binary", "text"):
                    with connection.cursor().copy(f"COPY {table} TO STDOUT (FORMAT {form})") as rows:
                        data = [bytes(row) for row in rows]
                    before = len(self._empty)
                    found += [line for row in data for line in self.in_bytes(row, table)]
                    if len(self._empty) == before:
                        break  # no row that is new, nor in the other form
        return found


def _forms(value: str) -> set[bytes]:
    """Give the bytes to look for in data in lower case."""
    low = value.lower()
    marks = ("{:02x}", "\\u{:04x}", "%{:02x}")
    coded = {"".join(mark.format(ord(letter)) for letter in text) for mark in marks for text in _spellings(value)}
    return {text.encode() for text in {low, *coded}} | {low.encode("utf-16-le"), low.encode("utf-16-be")}


def _spellings(value: str) -> set[str]:
    return {value.lower(), value, value.capitalize(), value.upper()}


def _base64_forms(value: str) -> set[bytes]:
    return {
        form for text in _spellings(value) for kind in ("utf-8", "utf-16-le") for form in _base64(text.encode(kind))
    }


def _base64(raw: bytes) -> Iterator[bytes]:
    for before in range(3):
        first, last = -(-before * 4 // 3), (before + len(raw)) * 4 // 3  # what depends on the neighbours goes
        yield base64.b64encode(b"\0" * before + raw)[first:last]


def _unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    if data.startswith(b"PK\x03\x04"):
        with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as archive:
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
