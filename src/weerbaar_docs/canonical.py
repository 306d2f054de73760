# SPDX-License-Identifier: EUPL-1.2
"""JSON as bytes that are the same everywhere: strict reading, RFC 8785 writing, SHA-256."""

from __future__ import annotations

import base64
import hashlib
import json
import unicodedata
from typing import Any

import rfc8785

from weerbaar_docs.errors import Melding, ValidationError

MAX_BYTES = 5_000_000
_LARGEST = 2**53 - 1


def sha256(data: bytes) -> str:
    """Give the SHA-256 of bytes as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def canonical_bytes(value: Any) -> bytes:
    """Give the RFC 8785 (JCS) bytes of a JSON value."""
    if _is_plain(value):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return rfc8785.dumps(value)


def _is_plain(value: Any) -> bool:
    """Say whether json.dumps gives the same as JCS: no floats, no huge numbers, only keys that sort alike.

    Our data are nearly always so, and the C encoder is some twenty times faster (tests compare the two).
    """
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if kind is int:
        return abs(int(value)) <= _LARGEST
    if kind is dict:
        return all(type(key) is str and key.isascii() and _is_plain(item) for key, item in value.items())
    return kind is list and all(map(_is_plain, value))


def digest(value: Any) -> str:
    """Give the SHA-256 over the RFC 8785 bytes of a JSON value."""
    return sha256(canonical_bytes(value))


def read_json(data: bytes, limit: int = MAX_BYTES) -> Any:
    """Read JSON strictly: UTF-8 without BOM, no duplicate keys, no NaN, no control characters beyond whitespace, at most so many bytes.

    Raises ValidationError with every reading fault as a melding; no value is quoted.
    """
    if len(data) > limit:
        large = f"het bestand is groter dan {limit // 1_000_000} MB"
        raise _unreadable("JSON-GROOT", large, "Controleer of dit het juiste bestand is.")
    if data.startswith(b"\xef\xbb\xbf"):
        raise _unreadable("JSON-BOM", "het bestand begint met een byte order mark", "Sla het op als UTF-8 zonder BOM.")
    place = _first_bad_byte(data)
    if place is not None:
        raise _unreadable("JSON-UTF8", f"byte {place} is geen UTF-8", "Sla het bestand op als UTF-8.")
    text = data.decode("utf-8")
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_constant, parse_float=_float)
    except json.JSONDecodeError as error:
        place_text = f"regel {error.lineno}, kolom {error.colno}"
    except RecursionError:
        place_text = "de nesting is te diep"
    except ValueError:
        place_text = "een getal is te lang"
    raise _unreadable("JSON-VORM", f"geen geldige JSON ({place_text})", "Herstel het bestand op die plaats.")


def read_statement(data: bytes) -> Any:
    """Read a signed statement: JSON whose bytes are exactly its own RFC 8785 form, in NFC."""
    value = read_json(data)
    if _canonical_or_none(value) != data or not unicodedata.is_normalized("NFC", data.decode()):
        raise _unreadable(
            "VERKLARING-VORM",
            "de verklaring is niet in canonieke vorm (RFC 8785, NFC)",
            "Gebruik de bytes die weerbaar-docs heeft gemaakt, onveranderd.",
        )
    return value


def _first_bad_byte(data: bytes) -> int | None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return None


def _canonical_or_none(value: Any) -> bytes | None:
    try:
        return canonical_bytes(value)
    except rfc8785.CanonicalizationError:
        return None


def check_number(sha256: str) -> str:
    """Give what people read out or type of a digest: twenty characters of base32 in groups of five."""
    text = base64.b32encode(bytes.fromhex(sha256)).decode()[:20]
    return "-".join(text[start : start + 5] for start in range(0, 20, 5))


def _unreadable(code: str, melding: str, oplossing: str) -> ValidationError:
    return ValidationError(Melding(code=code, ernst="fout", pad="", melding=melding, oplossing=oplossing))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _unreadable(
            "JSON-DUBBEL", "een sleutel komt twee keer voor in een object", "Verwijder de dubbele sleutel."
        )
    return found


def _constant(_text: str) -> Any:
    raise _unreadable("JSON-GETAL", "NaN en Infinity zijn geen JSON", "Gebruik een gewoon getal of null.")


def _float(_text: str) -> Any:
    raise _unreadable(
        "JSON-KOMMAGETAL",
        "een getal met decimalen staat niet tussen aanhalingstekens",
        'Schrijf bedragen als tekst, bijvoorbeeld "1249.50".',
    )
