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
from typing import TYPE_CHECKING, Any

from weerbaar_docs.rendering.docx.anonymising import anonymise, properties
from weerbaar_docs.rendering.docx.compiling import TemplateCache
from weerbaar_docs.rendering.docx.filling import clean, clean_context, fill_parts
from weerbaar_docs.rendering.docx.packing import pack
from weerbaar_docs.rendering.docx.reading import Tekstalinea, alineas, of_part, plain_text
from weerbaar_docs.rendering.docx.values import (
    Afbeelding,
    Alinea,
    OpgemaakteAlineas,
    OpgemaakteTekst,
    Regels,
    Tekststuk,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = [
    "Afbeelding",
    "Alinea",
    "OpgemaakteAlineas",
    "OpgemaakteTekst",
    "Regels",
    "Tekstalinea",
    "Tekststuk",
    "alineas",
    "anonymise",
    "fill",
    "of_part",
    "pack",
    "plain_text",
    "properties",
]


def fill(template: bytes, context: Mapping[str, Any], *, datum: date, titel: str) -> bytes:
    """Fill a Word template and give the DOCX, byte for byte the same for the same arguments.

    `datum` becomes the file's own date, `titel` its (neutral, R-META-1) title; properties of the template are not kept.
    Raises RenderingError for a template or data that cannot be rendered.
    """
    parts = fill_parts(_templates().get(template), clean_context(context))
    return pack(parts | properties(clean(titel, "/titel"), datum))


@lru_cache(maxsize=1)
def _templates() -> TemplateCache:
    return TemplateCache()
