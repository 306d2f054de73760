# SPDX-License-Identifier: EUPL-1.2
"""The data of a stream -> the same data, unpacked within a limit and packed anew, without what rode along.

(1) general filters are undone and replaced by one Flate, so that nothing after the end of the data stays; (2) a JPEG
keeps its pixels and loses its segments of metadata; (3) a predictor stays, as it belongs to the numbers; (4) JPEG 2000
and JBIG2 have comments and boxes of their own inside the image, which are not taken out here: refused by name.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pypdf.filters import ASCII85Decode, ASCIIHexDecode, LZWDecode, RunLengthDecode
from pypdf.generic import ArrayObject, DictionaryObject, NullObject

from weerbaar_docs.bijlagen.jpeg import strip_metadata
from weerbaar_docs.bijlagen.pdf_reading import Lezer, broken, inflate, refused, too_much

if TYPE_CHECKING:
    from pypdf.generic import StreamObject

MAX_UITGEPAKT: Final = 256 * 1024 * 1024

_MAX_STROOM: Final = 128 * 1024 * 1024
_MAX_TRAAG: Final = 4 * 1024 * 1024
_MAX_FILTERS: Final = 4
_SHORT: Final = {
    "/Fl": "/FlateDecode", "/AHx": "/ASCIIHexDecode", "/A85": "/ASCII85Decode", "/LZW": "/LZWDecode",
    "/RL": "/RunLengthDecode", "/CCF": "/CCITTFaxDecode", "/DCT": "/DCTDecode",
}  # fmt: skip
_IMAGES: Final = {"/DCTDecode", "/CCITTFaxDecode"}


@dataclass(slots=True)
class Budget:
    """What may still be unpacked and read slowly for one document."""

    uitgepakt: int = MAX_UITGEPAKT
    traag: int = _MAX_TRAAG


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroom:
    """Data packed anew, the filters to undo, and for each filter its parameters; `plain` is what Flate holds."""

    data: bytes
    filters: tuple[str, ...]
    parms: tuple[DictionaryObject | None, ...]
    plain: bytes


def pack_again(lezer: Lezer, stream: StreamObject, budget: Budget) -> Stroom:
    """Unpack a stream within the budget and pack it anew."""
    data = stream._data  # noqa: SLF001
    names = [_SHORT.get(str(name), str(name)) for name in _listed(lezer, stream, "/Filter")]
    parms = [value if isinstance(value, DictionaryObject) else None for value in _listed(lezer, stream, "/DecodeParms")]
    parms += [None] * (len(names) - len(parms))
    if len(names) > _MAX_FILTERS:
        raise too_much()
    image = names.pop() if names and names[-1] in _IMAGES else None
    kept = parms[len(names)] if image else None
    for place, name in enumerate(names):
        _check_predictor(lezer, parms[place], last=image is None and place == len(names) - 1)
        data = _undo(lezer, name, data, parms[place], budget)
    if image is None:
        kept = parms[len(names) - 1] if names else None
    elif image == "/DCTDecode":
        data = strip_metadata(data)
    budget.uitgepakt -= len(data)
    if budget.uitgepakt < 0:
        raise too_much()
    packed = zlib.compress(data, 6)
    flate: tuple[str, ...] = ("/FlateDecode",)
    if image is None:
        return Stroom(data=packed, filters=flate, parms=(kept,), plain=data)
    return Stroom(data=data, filters=(image,), parms=(kept,), plain=b"")


def _listed(lezer: Lezer, stream: StreamObject, key: str) -> list[object]:
    value = lezer.entry(stream, key)
    if value is None:
        return []
    if isinstance(value, ArrayObject):
        return [None if isinstance(v, NullObject) else v for v in map(lezer.resolve, list.__iter__(value))]
    return [value]


def _check_predictor(lezer: Lezer, parms: DictionaryObject | None, *, last: bool) -> None:
    """Refuse a predictor that is not undone last: it can only stay behind the one Flate that is written."""
    predictor = 1 if parms is None else lezer.entry(parms, "/Predictor") or 1
    if predictor != 1 and not last:
        raise broken()


def _undo(lezer: Lezer, name: str, data: bytes, parms: DictionaryObject | None, budget: Budget) -> bytes:
    limit = min(_MAX_STROOM, budget.uitgepakt)
    if name == "/FlateDecode":
        return inflate(data, limit)
    if name in {"/JPXDecode", "/JBIG2Decode"}:
        raise refused(
            "BIJLAGE-PDF-BEELDSOORT",
            "de PDF bevat een beeld in JPEG 2000 of JBIG2, waaruit verborgen gegevens niet te halen zijn",
            "Scan of druk het document opnieuw af, met JPEG voor de beelden.",
        )
    budget.traag -= len(data)
    if budget.traag < 0:
        raise too_much()
    if name == "/LZWDecode" and (parms is None or lezer.entry(parms, "/EarlyChange") in {None, 1}):
        return LZWDecode.decode(data)
    if name == "/RunLengthDecode":
        return RunLengthDecode.decode(data)
    if name == "/ASCII85Decode":
        return ASCII85Decode.decode(data)
    if name == "/ASCIIHexDecode":
        return ASCIIHexDecode.decode(data)
    raise broken()
