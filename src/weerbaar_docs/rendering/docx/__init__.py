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

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.rendering.docx.anonymising import anonymise, properties
from weerbaar_docs.rendering.docx.compiling import TemplateCache, parsed, read_sources
from weerbaar_docs.rendering.docx.fields import Veld, read_fields
from weerbaar_docs.rendering.docx.filling import clean, clean_context, fill_parts
from weerbaar_docs.rendering.docx.package import parse_xml, read_package
from weerbaar_docs.rendering.docx.packing import pack
from weerbaar_docs.rendering.docx.values import (
    Afbeelding,
    Alinea,
    OpgemaakteAlineas,
    OpgemaakteTekst,
    Regels,
    Tekststuk,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

__all__ = [
    "Afbeelding",
    "Alinea",
    "OpgemaakteAlineas",
    "OpgemaakteTekst",
    "Regels",
    "Tekstalinea",
    "Tekststuk",
    "Veld",
    "alineas",
    "anonymise",
    "fields",
    "fill",
    "pack",
    "plain_text",
    "properties",
]

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT: Final = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_KOP: Final = re.compile(r"(heading|kop)[ _-]?[1-9]", re.IGNORECASE)
_LEEG: Final = {f"{_W}br": "\n", f"{_W}tab": "\t"}
_READ: Final = re.compile(rf"{_TEXT.pattern}|docProps/core\.xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tekstalinea:
    """A paragraph of a filled document: its words, and whether it is a heading."""

    tekst: str = field(repr=False)
    kop: bool = False


def fill(template: bytes, context: Mapping[str, Any], *, datum: date, titel: str) -> bytes:
    """Fill a Word template and give the DOCX, byte for byte the same for the same arguments.

    `datum` becomes the file's own date, `titel` its (neutral, R-META-1) title; properties of the template are not kept.
    Raises RenderingError for a template or data that cannot be rendered.
    """
    parts = fill_parts(_templates().get(template), clean_context(context))
    return pack(parts | properties(clean(titel, "/titel"), datum))


def fields(template: bytes) -> tuple[Veld, ...]:
    """Give every use of a field in a template, over body, headers, footers, notes and core properties.

    Raises RenderingError for a template that cannot be read. Core properties are listed so that a lint can say that
    they have no effect: a filled file gets properties of its own.
    """
    return read_fields((source, parsed(source)) for source in read_sources(template, _READ))


def plain_text(filled: bytes) -> str:
    """Give the words of a filled document, its headers, footers and notes, for a check on what it says."""
    texts = (
        "".join(node.text or "" if node.tag == f"{_W}t" else " " for node in parse_xml(data, name).iter())
        for name, data in read_package(filled).items()
        if _TEXT.fullmatch(name)
    )
    return " ".join(" ".join(texts).split())


def alineas(filled: bytes) -> tuple[Tekstalinea, ...]:
    """Give the paragraphs of a filled document as they stand in it, a row of a table as one; those of notes come last."""
    parts = read_package(filled)
    names = [name for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml") if name in parts]
    return tuple(alinea for name in names for alinea in _blocks(parse_xml(parts[name], name)))


def _blocks(parent: Any) -> Iterator[Tekstalinea]:
    for node in parent:
        if node.tag == f"{_W}p":
            yield Tekstalinea(tekst=_words(node), kop=_is_heading(node))
            yield from (alinea for box in node.iter(f"{_W}txbxContent") for alinea in _blocks(box))
        elif node.tag == f"{_W}tr":
            cells = (" ".join(_words(p) for p in cell.iter(f"{_W}p")) for cell in node.iter(f"{_W}tc"))
            yield Tekstalinea(tekst=" · ".join(cell for cell in cells if cell.strip()))
        elif node.tag not in {f"{_W}pPr", f"{_W}tblPr", f"{_W}sectPr"}:
            yield from _blocks(node)


def _words(p: Any) -> str:
    runs = (run for run in p.iter(f"{_W}r") if next(run.iterancestors(f"{_W}p")) is p)  # not those of a text box in it
    return "".join(node.text or "" if node.tag == f"{_W}t" else _LEEG.get(node.tag, "") for run in runs for node in run)


def _is_heading(p: Any) -> bool:
    style = p.find(f"{_W}pPr/{_W}pStyle")
    return style is not None and _KOP.match(style.get(f"{_W}val", "")) is not None


@lru_cache(maxsize=1)
def _templates() -> TemplateCache:
    return TemplateCache()
