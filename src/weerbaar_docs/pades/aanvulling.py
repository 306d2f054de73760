# SPDX-License-Identifier: EUPL-1.2
"""A file before it was signed + the signed file -> whether the signature is all that was added to it.

A signature covers whatever stood there when it was set: who holds the seal can write more between the two and sign for it. So
the first revision after the known bytes has to be exactly what `seal_pdf` writes: (1) the signature and an invisible field for
it, on one page and in the form; (2) of what was there only that page's annotations and those entries of the catalog;
(3) nothing is taken away. What comes after that revision is for the check of the signature to judge.
"""

from __future__ import annotations

import io
from typing import Any, Final

from pyhanko.pdf_utils.reader import PdfFileReader

_CATALOGUS: Final = frozenset({"/AcroForm", "/Extensions", "/Perms", "/Version"})
_FORMULIER: Final = frozenset({"/Fields", "/SigFlags"})
_VELD: Final = frozenset({"/FT", "/T", "/Type", "/Subtype", "/F", "/Rect", "/P", "/TU", "/V"})


def only_signed(before: bytes, pdf: bytes) -> bool:
    """Say whether a signed file is these bytes with one signature of `seal_pdf` after them, whatever proof came later."""
    if not pdf.startswith(before):
        return False
    try:
        old, new = (PdfFileReader(io.BytesIO(data), strict=True) for data in (before, pdf))
        return _is_signature(old, new)
    except Exception:  # noqa: BLE001 - of a file by anyone
        return False


def _is_signature(old: Any, new: Any) -> bool:
    """Hold the first revision after the known bytes against what is written when a file is sealed."""
    revision = old.xrefs.total_revisions
    signature = new.embedded_regular_signatures[0]
    if signature.signed_revision != revision or new.xrefs.refs_freed_in_revision(revision):
        return False
    then = new.get_historical_resolver(revision)
    form = then.root.raw_get("/AcroForm").reference
    field = signature.sig_field.container_ref
    page = then.get_object(field).raw_get("/P").reference
    catalog, made = _id(old.root_ref), {_id(form), _id(field), _id(signature.sig_object.container_ref)}
    return (
        _id(then.root_ref) == catalog
        and {_id(ref) for ref in new.xrefs.explicit_refs_in_revision(revision)} == made | {catalog, _id(page)}
        and not made & {_id(ref) for n in range(revision) for ref in new.xrefs.explicit_refs_in_revision(n)}
        and _changed(old.root, then.root) <= _CATALOGUS
        and _is_field(then.get_object(form), then.get_object(field), field)
        and _has_field(old.get_object(page), then.get_object(page), field)
    )


def _is_field(form: Any, field: Any, ref: Any) -> bool:
    """Say whether the form has this field alone, and whether it shows nothing."""
    return (
        set(form) == _FORMULIER
        and _refs(form["/Fields"]) == [_id(ref)]
        and set(field) <= _VELD
        and list(field["/Rect"]) == [0, 0, 0, 0]
    )


def _has_field(old: Any, page: Any, ref: Any) -> bool:
    """Say whether the page is the same but for this field among its annotations."""
    before = _refs(old["/Annots"]) if "/Annots" in old else []
    return _changed(old, page) == {"/Annots"} and _refs(page["/Annots"]) == [*before, _id(ref)]


def _changed(old: Any, new: Any) -> set[str]:
    return {key for key in {*old, *new} if _written(old, key) != _written(new, key)}


def _written(value: Any, key: str) -> bytes:
    out = io.BytesIO()
    if key in value:
        value.raw_get(key).write_to_stream(out, None)
    return out.getvalue()


def _refs(values: Any) -> list[tuple[int, int]]:
    return [_id(values.raw_get(n).reference) for n in range(len(values))]


def _id(ref: Any) -> tuple[int, int]:
    return ref.idnum, ref.generation
