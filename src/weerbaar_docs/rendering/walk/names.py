# SPDX-License-Identifier: EUPL-1.2
"""The names of WordprocessingML and how an element, a value and a switch are read."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Props = dict[str, Any]
Element = Any

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORD = f"{{{W}}}"
_MAX_DIGITS = 12
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
V = "urn:schemas-microsoft-com:vml"
CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
DC = "http://purl.org/dc/elements/1.1/"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
ASVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
OFFICE = "urn:schemas-microsoft-com:office:office"
XML = "http://www.w3.org/XML/1998/namespace"
_OFF = frozenset({"0", "false", "off", "none"})


@lru_cache(maxsize=1024)  # names come from documents
def w(name: str) -> str:
    """Give the qualified name of a w: element or attribute."""
    return f"{{{W}}}{name}"


def local(element: Element) -> str:
    """Give the name of an element as a person writes it: `p` for w:p, else with a short prefix."""
    tag = element.tag
    return _of_word(tag) or (f"{element.prefix or '?'}:{tag.rpartition('}')[2]}" if isinstance(tag, str) else "")


@lru_cache(maxsize=1024)  # names come from documents
def _of_word(tag: object) -> str:
    return tag[len(_WORD) :] if isinstance(tag, str) and tag.startswith(_WORD) else ""


def val(element: Element | None, name: str = "val", default: str | None = None) -> str | None:
    """Give a w: attribute of an element that may be absent."""
    if element is None:
        return default
    found: str | None = element.get(w(name), default)
    return found


def whole(text: str | None, default: int = 0) -> int:
    """Read a whole number of a drawing; what is not one counts as the default."""
    digits = (text or "").strip()
    return int(digits) if digits.removeprefix("-").isdecimal() and len(digits) <= _MAX_DIGITS else default


def children(element: Element | None) -> Iterator[Element]:
    """Give the child elements, without comments and processing instructions."""
    return iter(()) if element is None else element.iterchildren("{*}*")


def flag(element: Element) -> bool:
    """Read an on/off property."""
    return val(element, default="1") not in _OFF
