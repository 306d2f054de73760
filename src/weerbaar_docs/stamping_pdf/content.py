# SPDX-License-Identifier: EUPL-1.2
"""The bytes of a content stream -> its operators, each with its operands as they stand there.

(1) Arrays and dictionaries are opened: no operator that says where something comes needs to know where one began;
(2) all tokens are found in one go and read only where someone asks, since a page has thousands that nobody does.
"""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_LETTERS: Final = string.ascii_letters + "'\""
# Which glyph is a parenthesis differs per font, so that a line of plain letters can hold many inside each other.
_DEEPEST: Final = 100


def _text(deepest: int) -> bytes:
    """Give the pattern of a text between parentheses, with pairs of them inside it."""
    pattern = rb"\((?:[^()\\]++|\\.)*+\)"
    for _ in range(deepest):
        pattern = rb"\((?:[^()\\]++|\\.|" + pattern + rb")*+\)"
    return pattern


_TOKEN: Final = re.compile(
    rb"BI(?=[\x00\t\n\f\r /]).*?[\x00\t\n\f\r ]ID[\x00\t\n\f\r ].*?[\x00\t\n\f\r ]EI(?![^\x00\t\n\f\r /])"  # a picture
    rb"|[^\x00\t\n\f\r ()<>\[\]{}/%]++"  # a number or an operator
    rb"|/[^\x00\t\n\f\r ()<>\[\]{}/%]*+"
    rb"|" + _text(_DEEPEST) + rb"|"
    rb"<[0-9A-Fa-f\x00\t\n\f\r ]*+>"
    rb"|%[^\r\n]*+|<<|>>|[^\x00\t\n\f\r ]",
    re.DOTALL,
)
# What a token is, by its first byte: 1 an operand, 2 an operator, 0 of no account, 3 nothing that belongs here.
_KIND: Final = bytes(
    1 if byte in b"+-.0123456789/(<" else 2 if chr(byte) in _LETTERS else 0 if byte in b"[]%>" else 3
    for byte in range(256)
)
_NOT_CLOSED: Final = frozenset({b"(", b"<"})
# Colours, lines and marks, which are most operators of a page: they put nothing anywhere.
_NOWHERE: Final = frozenset(
    b"cs CS scn SCN sc SC g G rg RG k K w J j M d i ri gs Tr BDC BMC EMC DP MP BX EX W W*".split()
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


def operations(content: bytes) -> Iterator[tuple[bytes, list[bytes]]]:
    """Give each operator with its operands; an inline picture is `BI` without any. Raises ValueError."""
    operands: list[bytes] = []
    for token in _TOKEN.findall(content):
        kind = _KIND[token[0]]
        if kind == 1 and token not in _NOT_CLOSED:
            operands.append(token)
        elif kind == 2:  # noqa: PLR2004
            if token not in _NOWHERE:
                yield (b"BI", []) if token[:2] == b"BI" else (token, operands)
            operands = []
        elif kind:
            raise ValueError("token")


def is_text(operand: bytes) -> bool:
    """Say whether an operand is a text, and no number or name."""
    return operand[0] in b"(<"


def text_of(operand: bytes) -> bytes:
    """Give the bytes of a text."""
    if operand[0] == 40:  # noqa: PLR2004 - an opening parenthesis
        return _ESCAPE.sub(_unescaped, operand[1:-1])
    digits = re.sub(rb"[^0-9A-Fa-f]", b"", operand).decode()
    return bytes.fromhex(digits + "0" * (len(digits) % 2))


def _unescaped(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 8) & 255]) if match[1] else _ESCAPED.get(match[2], match[2])
