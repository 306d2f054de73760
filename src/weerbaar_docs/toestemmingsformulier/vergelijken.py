# SPDX-License-Identifier: EUPL-1.2
"""A form that came back + the blank form in front of it -> whether nothing was changed but its fields.

Whoever sent the file need not have signed it: pypdf unpacks it within limits. What is signed, the gate reads (pades/formulier.py).

(1) what is added after a form may change any object of it, also the text that is read: so every object of the blank form
is held against what it is now; (2) fields may get a value and a look within their own frame, and the catalog what filling in
and signing need; anything else is a change; (3) what a box looks like never changes: it would show another choice than it
is; (4) when in doubt it was changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject, StreamObject

from weerbaar_docs.bijlagen.pdf_reading import BROKEN, open_pdf, root_of
from weerbaar_docs.errors import ValidationError

if TYPE_CHECKING:
    from weerbaar_docs.bijlagen.pdf_reading import Lezer

_MAX_DIEPTE: Final = 32
_CATALOGUS: Final = frozenset({"/AcroForm", "/AF", "/DSS", "/Extensions", "/Metadata", "/Names", "/Perms", "/Version"})
_FORMULIER: Final = frozenset({"/DA", "/DR", "/NeedAppearances", "/SigFlags"})
_ALLES: Final = frozenset({"*"})
_VELD: Final = frozenset({"/AP", "/M", "/V"})
_VAKJE: Final = frozenset({"/AS", "/M", "/V"})


def only_filled_in(front: bytes, now: Lezer) -> bool:
    """Say whether nothing of the blank form was changed but its fields."""
    try:
        return _only_filled_in(open_pdf(front), now)
    except (*BROKEN, ValidationError):
        return False


def _only_filled_in(before: Lezer, now: Lezer) -> bool:
    free = _may_change(before)
    numbers = {number for entries in before.xref.values() for number in entries} | set(before.xref_objStm)
    return _same_root(before, now) and all(
        _value(before, number, free) == _value(now, number, free) for number in numbers if number
    )


def _may_change(lezer: Lezer) -> dict[int, frozenset[str]]:
    """Give which keys of which objects may differ: of the catalog, the form and its fields; of a look and of Info all.

    The blank form is ours: what its fields show is drawn nowhere else.
    """
    catalog: Any = dict.get(lezer.trailer, "/Root")
    form: Any = dict.get(root_of(lezer), "/AcroForm")
    free = {catalog.idnum: _CATALOGUS, form.idnum: _FORMULIER}
    for item in list.__iter__(form.get_object()["/Fields"]):
        veld = item.get_object()
        if "/Kids" in veld:
            free |= dict.fromkeys((item.idnum, *(kid.idnum for kid in list.__iter__(veld["/Kids"]))), _VAKJE)
        else:
            free |= {item.idnum: _VELD, veld["/AP"].raw_get("/N").idnum: _ALLES}
    info: Any = dict.get(lezer.trailer, "/Info")
    return free | ({info.idnum: _ALLES} if isinstance(info, IndirectObject) else {})


def _same_root(before: Lezer, now: Lezer) -> bool:
    """Look at what the keys of the catalog that may change lead to."""
    old, new = dict.get(before.trailer, "/Root"), dict.get(now.trailer, "/Root")
    root = root_of(now)
    names = now.entry(root, "/Names")
    return (
        _plain(old, 0) == _plain(new, 0)
        and _plain(dict.get(root_of(before), "/AcroForm"), 0) == _plain(dict.get(root, "/AcroForm"), 0)
        and (not isinstance(names, DictionaryObject) or set(names) <= {"/EmbeddedFiles"})
    )


def _value(lezer: Lezer, number: int, free: dict[int, frozenset[str]]) -> Any:
    if free.get(number) is _ALLES:
        return None
    found = lezer.get_object(IndirectObject(number, 0, lezer))
    if isinstance(found, DictionaryObject) and str(dict.get(found, "/Type")) == "/Metadata":
        return None
    plain = _plain(found, 0)
    if isinstance(found, DictionaryObject):
        keys, data = plain
        return {key: value for key, value in keys.items() if key not in free.get(number, frozenset())}, data
    return plain


def _plain(part: Any, depth: int) -> Any:
    """Give an object as plain values; a reference by its number, a stream with its bytes as they stand."""
    if depth > _MAX_DIEPTE:
        raise ValueError("depth")
    if isinstance(part, IndirectObject):
        return ("R", part.idnum, part.generation)
    if isinstance(part, DictionaryObject):
        keys = {str(key): _plain(value, depth + 1) for key, value in dict.items(part)}
        return keys, part._data if isinstance(part, StreamObject) else b""  # noqa: SLF001
    if isinstance(part, ArrayObject):
        return [_plain(value, depth + 1) for value in list.__iter__(part)]
    if isinstance(part, (int, float)):
        return float(part)
    return None if part is None or isinstance(part, NullObject) else (type(part).__name__, str(part))
