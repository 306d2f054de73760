# SPDX-License-Identifier: EUPL-1.2
"""A PDF that can be walked -> nothing, or the named reason why it is no plain document.

Refused is what acts (scripts, actions, forms), what carries other files or media, what points outside, and what cannot
be left out without changing what a reader sees (filled fields, drawn notes, hidden layers): a rewritten document never
says more or less than the one that the user looked at. Everything that the catalog can reach is looked at once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    StreamObject,
    TextStringObject,
)

from weerbaar_docs.bijlagen.pdf_reading import Lezer, refused, root_of, too_much

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weerbaar_docs.errors import ValidationError

_MAX_DIEPTE: Final = 64
_MAX_DELEN: Final = 1_000_000
_HARMLESS_ACTIONS: Final = {"/GoTo", "/Named", "/URI"}
_OUTWARD: Final = {"/GoToR", "/GoToE", "/Launch", "/ImportData", "/Thread"}
_ACTIVE: Final = {"/SubmitForm", "/ResetForm", "/Hide", "/SetOCGState", "/GoTo3DView", "/Trans", "/RichMediaExecute"}
_MEDIA: Final = {"/RichMedia", "/Movie", "/Sound", "/3D", "/Screen", "/Rendition", "/U3D", "/PRC"}
_DRAWN: Final = {
    "/Circle", "/FreeText", "/Ink", "/Line", "/PolyLine", "/Polygon", "/Redact", "/Square", "/Stamp", "/Watermark",
    "/Widget", "/Projection",
}  # fmt: skip
_SAFE_URI: Final = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_AFDRUKKEN: Final = "Druk het document af naar een nieuwe PDF en kies dat bestand."


def refuse_unsafe(lezer: Lezer) -> None:
    """Look at every object that the catalog reaches; raises ValidationError with the first reason to refuse."""
    root = root_of(lezer)
    _check_catalog(lezer, root)
    for part in _dictionaries(lezer, root):
        _check(lezer, part)


def refuse_acting(lezer: Lezer) -> None:
    """Look only for what does something when a file is opened or clicked: a signed document of ours has a field and files."""
    root = root_of(lezer)
    opening = lezer.entry(root, "/OpenAction")
    if isinstance(opening, DictionaryObject) and lezer.name(opening, "/S") not in {"/GoTo", "/JavaScript"}:
        raise _acts()
    for part in _dictionaries(lezer, root):
        _check_scripts(lezer, part)
        _check_actions(lezer, part)


def _dictionaries(lezer: Lezer, root: DictionaryObject) -> Iterator[DictionaryObject]:
    """Give every dictionary that the catalog reaches, once."""
    seen: set[tuple[int, int]] = set()
    todo: list[tuple[object, int]] = [(root, 0)]
    parts = 0
    while todo:
        value, depth = todo.pop()
        parts += 1
        if depth > _MAX_DIEPTE or parts > _MAX_DELEN:
            raise too_much()
        if isinstance(value, IndirectObject):
            key = (value.idnum, value.generation)
            if key not in seen:
                seen.add(key)
                todo.append((lezer.get_object(value), 0))
        elif isinstance(value, DictionaryObject):
            yield value
            todo += [(child, depth + 1) for child in dict.values(value)]
        elif isinstance(value, ArrayObject):
            todo += [(child, depth + 1) for child in list.__iter__(value)]


def _check_catalog(lezer: Lezer, root: DictionaryObject) -> None:
    opening = lezer.entry(root, "/OpenAction")
    if isinstance(opening, DictionaryObject) and lezer.name(opening, "/S") not in {"/GoTo", "/JavaScript"}:
        raise _acts()
    form = lezer.entry(root, "/AcroForm")
    if isinstance(form, DictionaryObject):
        fields = lezer.entry(form, "/Fields")
        if "/XFA" in form:
            raise refused("BIJLAGE-PDF-XFA", "de PDF is een XFA-formulier", _AFDRUKKEN)
        if isinstance(fields, ArrayObject) and len(fields):
            raise _form()
    layers = lezer.entry(root, "/OCProperties")
    if isinstance(layers, DictionaryObject) and _hides(lezer, layers):
        raise refused("BIJLAGE-PDF-LAGEN", "de PDF heeft lagen die niet te zien zijn", _AFDRUKKEN)


def _hides(lezer: Lezer, layers: DictionaryObject) -> bool:
    default = lezer.entry(layers, "/D")
    if not isinstance(default, DictionaryObject):
        return False
    off = lezer.entry(default, "/OFF")
    return (isinstance(off, ArrayObject) and len(off) > 0) or lezer.name(default, "/BaseState") not in {"", "/ON"}


def _check_scripts(lezer: Lezer, part: DictionaryObject) -> None:
    if "/JS" in part or "/JavaScript" in part or lezer.name(part, "/S") == "/JavaScript":
        raise refused("BIJLAGE-PDF-SCRIPT", "de PDF bevat JavaScript", _AFDRUKKEN)
    if "/XFA" in part:
        raise refused("BIJLAGE-PDF-XFA", "de PDF is een XFA-formulier", _AFDRUKKEN)


def _check(lezer: Lezer, part: DictionaryObject) -> None:
    _check_scripts(lezer, part)
    _check_actions(lezer, part)
    _check_files(lezer, part)
    kinds = {lezer.name(part, key) for key in ("/Subtype", "/Type", "/S")}
    if kinds & _MEDIA or "/RichMediaContent" in part:
        raise refused("BIJLAGE-PDF-MEDIA", "de PDF bevat geluid, film of 3D", _AFDRUKKEN)
    if lezer.name(part, "/Subtype") == "/Widget":
        raise _form()
    if "/Rect" in part and kinds & _DRAWN:
        raise refused(
            "BIJLAGE-PDF-AANTEKENING",
            "op een pagina is getekend, geschreven of afgedekt met een aantekening, die bij het overnemen zou wegvallen",
            _AFDRUKKEN,
        )
    if lezer.name(part, "/Type") == "/OCMD":
        raise refused("BIJLAGE-PDF-LAGEN", "de PDF heeft lagen met een voorwaarde", _AFDRUKKEN)


def _check_actions(lezer: Lezer, part: DictionaryObject) -> None:
    if "/AA" in part:
        raise _acts()
    kind = lezer.name(part, "/S")
    if kind in _OUTWARD or ("/URI" in part and not _is_web(lezer.entry(part, "/URI"))):
        raise _points_outside()
    if kind in _ACTIVE:
        raise _acts()
    action = lezer.entry(part, "/A") if lezer.name(part, "/Subtype") == "/Link" else None
    if isinstance(action, DictionaryObject) and lezer.name(action, "/S") not in {*_HARMLESS_ACTIONS, "/JavaScript"}:
        raise _acts() if lezer.name(action, "/S") not in _OUTWARD else _points_outside()


def _check_files(lezer: Lezer, part: DictionaryObject) -> None:
    kinds = (lezer.name(part, "/Type"), lezer.name(part, "/Subtype"))
    if (
        any(key in part for key in ("/EmbeddedFiles", "/EF", "/Collection"))
        or kinds[0] == "/EmbeddedFile"
        or kinds[1] == "/FileAttachment"
        or lezer.entry(part, "/AF")
    ):
        raise refused(
            "BIJLAGE-PDF-INGESLOTEN", "de PDF bevat andere bestanden", "Voeg die apart toe en druk de PDF opnieuw af."
        )
    external_stream = isinstance(part, StreamObject) and ("/F" in part or "/FFilter" in part)
    reference = kinds[1] == "/Form" and "/Ref" in part
    if external_stream or reference or kinds[0] == "/Filespec" or lezer.name(part, "/FS") == "/URL":
        raise _points_outside()


def _is_web(value: object) -> bool:
    """Say whether an address stays on the web; the /URI of a catalog is a dictionary with a base, which is dropped."""
    if isinstance(value, DictionaryObject):
        return True
    if isinstance(value, ByteStringObject):
        value = value.decode("latin-1")
    return isinstance(value, (TextStringObject, str)) and bool(_SAFE_URI.match(value.strip()))


def _acts() -> ValidationError:
    return refused("BIJLAGE-PDF-ACTIE", "de PDF voert zelf een handeling uit", _AFDRUKKEN)


def _form() -> ValidationError:
    return refused("BIJLAGE-PDF-FORMULIER", "de PDF is een formulier of is digitaal ondertekend", _AFDRUKKEN)


def _points_outside() -> ValidationError:
    return refused("BIJLAGE-PDF-VERWIJZING", "de PDF verwijst naar een ander bestand of programma", _AFDRUKKEN)
