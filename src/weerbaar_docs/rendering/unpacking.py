# SPDX-License-Identifier: EUPL-1.2
"""Bytes of a Word file -> the members of its zip: nothing is unpacked before its size and its name are known.

1. At most 1,000 entries (folders count too) and 50 MB, and at most 250 times what is packed.
2. Each name is there once, whatever its capitals, stays inside the file and reads the same for every program.
3. Stored or deflated, without a password.
"""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from weerbaar_docs.errors import RenderingError

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_BYTES: Final = 50_000_000
MAX_PARTS: Final = 1_000
_MAX_RATIO: Final = 250
_SMALL: Final = 5_000_000  # below this a high ratio does no harm
_ENCRYPTED: Final = 1
_PACKED: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # what Word knows; others unpack without bounds
_SEGMENT: Final = r"(?!\.{1,2}(?:/|$))[^/\\:*?\"<>|%\x00-\x1f\x7f]+"
_NAME: Final = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT})*")
_OLE: Final = b"\xd0\xcf\x11\xe0"
# What zipfile raises on bytes that are no zip; each was seen or stands in its source.
_NO_ZIP: Final = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, LookupError, MemoryError, OverflowError,
    ValueError, struct.error, zlib.error,
)  # fmt: skip
SAVE: Final = "Sla het in Word op als Word-document (.docx) en probeer opnieuw."


def unpack(data: bytes) -> dict[str, bytes]:
    """Give the files in the zip by name; raises RenderingError when it is not one, or not within the limits."""
    if data.startswith(_OLE):
        raise other_kind("een versleuteld of oud (.doc) Word-bestand")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _check_members(infos)
            return {info.filename: _read(archive, info) for info in infos if not info.is_dir()}
    except _NO_ZIP:
        pass
    raise not_a_word_file()


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Unpack a file as far as the zip says that it goes: what is longer is a bomb with a wrong label."""
    with archive.open(info) as packed:
        data = packed.read(info.file_size + 1)
    if len(data) != info.file_size:
        raise not_a_word_file()
    return data


def _check_members(infos: Sequence[zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise other_kind("een zip-bestand met een wachtwoord")
    size = sum(info.file_size for info in infos)
    blown_up = any(info.file_size > max(_SMALL, _MAX_RATIO * info.compress_size) for info in infos)
    if size > MAX_BYTES or len(infos) > MAX_PARTS or blown_up:
        raise RenderingError.because(
            "DOCX-GROOT",
            "het Word-bestand is uitgepakt te groot, of heeft te veel onderdelen",
            "Verklein de plaatjes of splits het document.",
        )
    if any(info.compress_type not in _PACKED for info in infos):
        raise not_a_word_file()
    names = [info.orig_filename.removesuffix("/") for info in infos]  # filename ends at a NUL
    misread = any(info.filename != info.orig_filename for info in infos)
    if misread or len({_plain(name) for name in names}) < len(names) or not all(map(_NAME.fullmatch, names)):
        raise odd_name()


def _plain(name: str) -> str:
    """Give a name as the least careful program reads it."""
    return "/".join(step.rstrip(". ") for step in unicodedata.normalize("NFKC", name).casefold().split("/"))


def not_a_word_file() -> RenderingError:
    """Make the error for bytes that are no Word file at all."""
    return RenderingError.because("DOCX-BESTAND", "dit is geen (gewoon) Word-bestand", SAVE)


def other_kind(name: str) -> RenderingError:
    """Make the error for a file that Word knows, but that is no ordinary .docx."""
    return RenderingError.because("DOCX-SOORT", f"dit is {name}", SAVE)


def odd_name() -> RenderingError:
    """Make the error for a part whose name is not plainly its own."""
    what = "het Word-bestand bevat een onderdeel met een vreemde of dubbele naam"
    return RenderingError.because("DOCX-NAAM", what, SAVE)
