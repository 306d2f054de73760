# SPDX-License-Identifier: EUPL-1.2
"""Word template + data -> filled Word file, the same bytes every time.

docxtpl patches the template's XML once (and the result is kept); jinja2 fills it in an immutable sandbox:

1. Autoescape and StrictUndefined are always on; a name that is missing is an error that names it, with its place.
2. Data come out as they are: nothing in data is read as a tag or as XML, and of all control characters only a line
   break has a meaning. Other control characters are refused.
3. Only the filters of `filters.py` and a short list of jinja2's own exist; no globals; all work is counted.
4. The file names no person or machine, and its zip has fixed dates and a fixed order.
5. No error quotes data.

The way of a template: package (read) -> anonymising -> patching -> compiling (with language, sandbox and structure) ->
filling (with budget, values, writing, notes and mending) -> packing.

>>> fill(template, {"rapportinhoud": inhoud, "bva_besluit": None, "huisstijl": huisstijl},
...      datum=date(2026, 5, 7), titel="Bericht WD-0001")  # doctest: +SKIP
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.rendering.docx.anonymising import anonymise, properties
from weerbaar_docs.rendering.docx.compiling import TemplateCache
from weerbaar_docs.rendering.docx.filling import clean, clean_context, fill_parts
from weerbaar_docs.rendering.docx.packing import pack
from weerbaar_docs.rendering.docx.values import (
    Afbeelding,
    Alinea,
    OpgemaakteAlineas,
    OpgemaakteTekst,
    Regels,
    Tekststuk,
)
from weerbaar_docs.rendering.package import PRINTED, read_package

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = [
    "Afbeelding",
    "Alinea",
    "OpgemaakteAlineas",
    "OpgemaakteTekst",
    "Regels",
    "Tekststuk",
    "anonymise",
    "fill",
    "pack",
    "plain_text",
    "properties",
]

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def fill(template: bytes, context: Mapping[str, Any], *, datum: date, titel: str) -> bytes:
    """Fill a Word template and give the DOCX, byte for byte the same for the same arguments.

    `datum` becomes the file's own date, `titel` its (neutral, R-META-1) title; properties of the template are not kept.
    Raises RenderingError for a template or data that cannot be rendered.
    """
    parts = fill_parts(_templates().get(template), clean_context(context))
    return pack(parts | properties(clean(titel, "/titel"), datum))


def plain_text(filled: bytes) -> str:
    """Give the words of a filled document, its headers, footers and notes, for a check on what it says."""
    trees = read_package(filled).trees
    texts = (
        "".join(node.text or "" if node.tag == f"{_W}t" else " " for node in trees[name].iter())
        for name in trees
        if PRINTED.fullmatch(name)
    )
    return " ".join(" ".join(texts).split())


@lru_cache(maxsize=1)
def _templates() -> TemplateCache:
    return TemplateCache()
