# SPDX-License-Identifier: EUPL-1.2
"""A signed form + the digest of the blank form -> what was filled in, and nothing else may differ from the blank form.

(1) the bytes of the blank form begin the file, up to an end of file; (2) each object of the blank form is there under its own
number, unchanged but for the value and appearance of text fields and signature (also when it is drawn over), and the value and state of
a choice: what a choice looks like does not change; (3) of the catalog only the form's flags, the list of attachments and the metadata may
differ, and there is exactly one attachment more; (4) what a choice shows is what it says; (5) the one signature stands in the
field that the form has for it.

Viewers that write the whole file anew break (1): such a form is refused. pyHanko's difference analysis is not used for this: it knows no attachments, and judges each revision by itself.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from weerbaar_docs.errors import VerificationError
from weerbaar_docs.hybride import HYBRIDE, is_hybrid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BIJLAGE: Final = "toestemming.json"
HANDTEKENING: Final = "handtekening"
KEUZE: Final = "keuze"
MAX_FORMULIER: Final = 20_000_000
_MAX_BIJLAGE: Final = 64_000  # as it stands in the file; what it unpacks to is held against bytes that one has
_MAX_DIEP: Final = 20
_EINDE: Final = b"%%EOF"
_MAX_EINDEN: Final = 64
_REGELEINDEN: Final = (b"", b"\r", b"\n", b"\r\n")
_CATALOGUS: Final = frozenset({"/AcroForm", "/AF", "/Extensions", "/Metadata", "/Names", "/Version"})
_FORMULIER: Final = frozenset({"/NeedAppearances", "/SigFlags"})
_BIJLAGEN: Final = frozenset({"/EmbeddedFiles"})
_VELD: Final[Mapping[str, frozenset[str]]] = {
    "/Tx": frozenset({"/AP", "/M", "/V"}),
    "/Sig": frozenset({"/AP", "/M", "/V"}),
    "/Btn": frozenset({"/AS", "/M", "/V"}),
}
_HOKJE: Final = frozenset({"/AS", "/M"})

_Id = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingevuld:
    """What a form says: the choice (None: nothing is ticked), its texts by the name of the field, and the attached statement."""

    keuze: str | None
    teksten: Mapping[str, str] = field(repr=False)
    bijlage: bytes = field(repr=False)


def read_ingevuld(pdf: bytes, *, blanco_sha256: str) -> Ingevuld:
    """Give what was filled in on the form of this digest (hex); raises VerificationError.

    Whether the signature is good, and whose it is, is for `verify_seal`.
    """
    if len(pdf) > MAX_FORMULIER:
        raise _refused("het formulier is te groot")
    if is_hybrid(pdf):
        raise _refused(HYBRIDE)
    blank = blank_form(pdf, blanco_sha256)
    if blank is None:
        raise _refused("het bestand begint niet met het lege formulier dat is voorgelegd")
    try:
        old, new = (PdfFileReader(io.BytesIO(data), strict=True) for data in (blank, pdf))
        return _read(old, new)
    except VerificationError:
        raise
    except Exception:  # noqa: BLE001 - of a file by anyone; its own text quotes the file
        raise _refused("het formulier is niet te lezen") from None


def blank_form(pdf: bytes, blanco_sha256: str) -> bytes | None:
    """Give the beginning of the file that has this digest (hex) and stops at an end of file."""
    digest, seen = sha256(), 0
    for _ in range(_MAX_EINDEN):
        at = pdf.find(_EINDE, seen)
        if at < 0:
            return None
        end = at + len(_EINDE)
        digest.update(pdf[seen:end])
        seen = end
        for newline in _REGELEINDEN:
            whole = digest.copy()
            whole.update(newline)
            if pdf.startswith(newline, end) and whole.hexdigest() == blanco_sha256:
                return pdf[: end + len(newline)]
    return None


def _read(old: Any, new: Any) -> Ingevuld:
    fields = dict(_fields(old))
    _require_same(old, new, fields)
    given = _new_attachment(old, new)
    signatures = new.embedded_regular_signatures
    if [s.field_name for s in signatures] != [HANDTEKENING]:
        raise _refused("de handtekening staat niet in het vak van het formulier")
    if _at(signatures[0].sig_object, "/SubFilter") != "/ETSI.CAdES.detached":
        raise _refused("de handtekening is geen PAdES-handtekening (ETSI.CAdES.detached)")
    now = {name: new.get_object(ref) for name, ref in fields.items()}
    texts = {name: str(_at(found, "/V", "")) for name, found in now.items() if _at(found, "/FT") == "/Tx"}
    return Ingevuld(keuze=_choice(now[KEUZE]), teksten=texts, bijlage=given)


def _fields(reader: Any) -> Iterator[tuple[str, Any]]:
    """Give the fields of a form by name, each as its reference."""
    found = reader.root["/AcroForm"]["/Fields"]
    for n in range(len(found)):
        yield str(found[n]["/T"]), found.raw_get(n).reference


def _require_same(old: Any, new: Any, fields: Mapping[str, Any]) -> None:
    """Hold every object of the blank form against that of the same number now."""
    if _id(old.root_ref) != _id(new.root_ref) or new.encrypted:
        raise _other()
    free = {_id(old.root_ref): _CATALOGUS, **_free_in_fields(old, fields), **_free_in_lists(old)}
    refs = {_id(ref): ref for n in range(old.xrefs.total_revisions) for ref in old.xrefs.explicit_refs_in_revision(n)}
    whole = all(
        _equal(old.get_object(ref), new.get_object(ref), free.get(key, frozenset())) for key, ref in refs.items()
    )
    if not whole or not _equal(old.root["/AcroForm"], new.root["/AcroForm"], _FORMULIER):
        raise _other()


def _free_in_fields(old: Any, fields: Mapping[str, Any]) -> dict[_Id, frozenset[str] | None]:
    free: dict[_Id, frozenset[str] | None] = {}
    for ref in fields.values():
        found = old.get_object(ref)
        free[_id(ref)] = _VELD.get(_at(found, "/FT"), frozenset())
        kids = _at(found, "/Kids", ())
        look = _at(found, "/AP", {})
        if _at(found, "/FT") != "/Btn" and "/N" in look and isinstance(look.raw_get("/N"), generic.IndirectObject):
            free[_id(look.raw_get("/N").reference)] = None  # of a field of our own form: it is drawn nowhere else
        if _at(found, "/FT") == "/Btn":
            free |= {_id(kids.raw_get(n).reference): _HOKJE for n in range(len(kids))}
    return free


def _free_in_lists(old: Any) -> dict[_Id, frozenset[str] | None]:
    """Give the objects of which only a list or flags may differ, when they are objects of their own; None is: all of it."""
    root, free = old.root, {}
    names = _at(root, "/Names", {})
    for holder, key, keys in (
        (root, "/AcroForm", _FORMULIER),
        (root, "/Names", _BIJLAGEN),
        (names, "/EmbeddedFiles", None),
        (root, "/AF", None),
        (root, "/Metadata", None),
        (old.trailer_view, "/Info", None),
    ):
        raw = holder.raw_get(key) if key in holder else None
        if isinstance(raw, generic.IndirectObject):
            free[_id(raw.reference)] = keys
    return free


def _new_attachment(old: Any, new: Any) -> bytes:
    """Give the one attachment that was added, and the rest of the lists of attachments is the same."""
    before, after = (dict(_attachments(reader)) for reader in (old, new))
    if sum(1 for _ in _attachments(new)) != len(after) or set(after) - set(before) != {BIJLAGE}:
        raise _refused("bij het formulier zit niet precies de verklaring van toestemming")
    own = _written(after.pop(BIJLAGE))
    if {n: _written(v) for n, v in before.items()} != {n: _written(v) for n, v in after.items()}:
        raise _other()
    if not _equal(_at(old.root, "/Names", generic.DictionaryObject()), new.root["/Names"], _BIJLAGEN):
        raise _other()
    listed, now = (_listed(reader) for reader in (old, new))
    if now[: len(listed)] != listed or now[len(listed) :] not in ([], [own]):
        raise _other()
    spec = dict(_attachments(new))[BIJLAGE]
    stream = (spec.get_object() if isinstance(spec, generic.IndirectObject) else spec)["/EF"]["/F"]
    if len(stream.encoded_data) > _MAX_BIJLAGE:
        raise _refused("de verklaring bij het formulier is te groot")
    return bytes(stream.data)


def _attachments(reader: Any) -> Iterator[tuple[str, Any]]:
    names = _at(reader.root, "/Names", {})
    if "/EmbeddedFiles" in names:
        yield from _leaves(names["/EmbeddedFiles"], 0)


def _leaves(node: Any, deep: int) -> Iterator[tuple[str, Any]]:
    if deep > _MAX_DIEP:
        raise _other()
    found = _at(node, "/Names", ())
    for n in range(0, len(found), 2):
        yield str(found[n]), found.raw_get(n + 1)
    for kid in _at(node, "/Kids", ()):
        yield from _leaves(kid.get_object(), deep + 1)


def _listed(reader: Any) -> list[bytes]:
    found = _at(reader.root, "/AF", ())
    return [_written(found.raw_get(n)) for n in range(len(found))]


def _choice(found: Any) -> str | None:
    """Give what is ticked: the value of the field, and the one box that shows it."""
    value = _at(found, "/V", "/Off")
    boxes = list(found["/Kids"])
    shown = [(_states(box), _at(box, "/AS", "/Off")) for box in (b.get_object() for b in boxes)]
    if value != "/Off" and [value] not in [states for states, _ in shown]:
        raise _refused("de keuze op het formulier is er geen van het formulier")
    if any(state != (value if states == [value] else "/Off") for states, state in shown):
        raise _refused("het formulier toont een andere keuze dan het zegt")
    return None if value == "/Off" else str(value).removeprefix("/")


def _states(box: Any) -> list[str]:
    return [str(key) for key in box["/AP"]["/N"] if key != "/Off"]


def _equal(old: Any, new: Any, free: frozenset[str] | None = frozenset()) -> bool:
    """Say whether two objects say the same but for these keys; references count by their number."""
    if free is None:
        return True
    if isinstance(old, generic.DictionaryObject) and isinstance(new, generic.DictionaryObject):
        if _stream(old) != _stream(new):
            return False
        keys = {*old, *new} - free
        return all(key in old and key in new and _equal(old.raw_get(key), new.raw_get(key)) for key in keys)
    if isinstance(old, generic.ArrayObject) and isinstance(new, generic.ArrayObject):
        return len(old) == len(new) and all(_equal(old.raw_get(n), new.raw_get(n)) for n in range(len(old)))
    return type(old) is type(new) and _written(old) == _written(new)


def _at(value: Any, key: str, default: Any = "") -> Any:
    """Give a value that may be an object of its own; pyHanko's `get` would give the reference."""
    return value[key] if key in value else default  # noqa: SIM401 - see above


def _stream(value: Any) -> bytes | None:
    return value.encoded_data if isinstance(value, generic.StreamObject) else None


def _written(value: Any) -> bytes:
    out = io.BytesIO()
    value.write_to_stream(out, None)
    return out.getvalue()


def _id(ref: Any) -> _Id:
    return ref.idnum, ref.generation


def _other() -> VerificationError:
    return _refused("aan het formulier is meer veranderd dan wat de bestuurder invult")


def _refused(melding: str) -> VerificationError:
    return VerificationError.because(
        "TOES-FORMULIER",
        melding,
        "Laat de bestuurder het toegestuurde formulier opnieuw invullen en ondertekenen, zonder het om te zetten.",
    )
