# SPDX-License-Identifier: EUPL-1.2
"""The bytes of a content stream -> its operators, each with its operands: numbers, names and texts.

Arrays and dictionaries are opened: no operator that says where something comes needs to know where one began.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN: Final = re.compile(
    rb"[\x00\t\n\f\r ]++|%[^\r\n]*+"
    rb"|(?P<n>[+-]?(?:\d++\.?\d*+|\.\d++))"
    rb"|(?P<o>[A-Za-z'\"][A-Za-z0-9*'\"]*+)"
    rb"|(?P<k>/[^\x00\t\n\f\r ()<>\[\]{}/%]*+)"
    rb"|(?P<s>\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.|\([^()\\]*+\))*+\))*+\))"
    rb"|(?P<h><[0-9A-Fa-f\x00\t\n\f\r ]*+>)"
    rb"|<<|>>|[\[\]]",
    re.DOTALL,
)
_ESCAPE: Final = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))", re.DOTALL)
_ESCAPED: Final = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}
_END_IMAGE: Final = re.compile(rb"[\x00\t\n\f\r ]EI(?=[\x00\t\n\f\r /]|$)")


def operations(content: bytes) -> Iterator[tuple[str, list[Any]]]:
    """Give each operator with its operands; an inline picture is `BI` without any. Raises ValueError."""
    operands: list[Any] = []
    at, size = 0, len(content)
    while at < size:
        match = _TOKEN.match(content, at)
        if match is None:
            raise ValueError("token")
        at, kind = match.end(), match.lastgroup
        if kind == "o":
            operator = match[0].decode("ascii")
            if operator == "ID":
                at, operator, operands = _after_image(content, at), "BI", []
            elif operator == "BI":
                continue
            yield operator, operands
            operands = []
        elif kind is not None:
            operands.append(_READ[kind](match[0]))


def _after_image(content: bytes, at: int) -> int:
    end = _END_IMAGE.search(content, at)
    if end is None:
        raise ValueError("image")
    return end.end()


def _text(token: bytes) -> bytes:
    return _ESCAPE.sub(_unescaped, token[1:-1])


def _hexadecimal(token: bytes) -> bytes:
    digits = re.sub(rb"[^0-9A-Fa-f]", b"", token).decode()
    return bytes.fromhex(digits + "0" * (len(digits) % 2))


def _name(token: bytes) -> str:
    return token.decode("latin-1")


def _unescaped(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 8) & 255]) if match[1] else _ESCAPED.get(match[2], match[2])


_READ: Final[dict[str, Any]] = {"n": float, "k": _name, "s": _text, "h": _hexadecimal}
