# SPDX-License-Identifier: EUPL-1.2
"""Bytes of a Word file -> its parts, read within limits: nothing is unpacked before its size is known.

1. An ordinary .docx: no encrypted, Strict, macro or template file (.docm, .dotx), each refused by its name.
2. At most 1,000 parts and 50 MB unpacked, at most 250 times what is packed, each name once and inside the file.
3. XML without DTD, so without entities, and at most 256 elements deep.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from weerbaar_docs.errors import RenderingError

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_BYTES: Final = 50_000_000
MAX_PARTS: Final = 1_000
_MAX_RATIO: Final = 250
_SMALL: Final = 5_000_000  # below this a high ratio does no harm
_SEGMENT: Final = r"(?!\.{1,2}(?:/|$))[^/\\:*?\"<>|%\x00-\x1f\x7f]+"
_NAME: Final = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT})*")
_OLE: Final = b"\xd0\xcf\x11\xe0"
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_MAINS: Final = {
    "application/vnd.ms-word.document.macroEnabled.main+xml": "een Word-bestand met macro's (.docm)",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": "een Word-sjabloon met macro's (.dotm)",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": "een Word-sjabloon (.dotx)",
}
_STRICT: Final = "http://purl.oclc.org/ooxml/"
# What zipfile raises on bytes that are no zip; each was seen or stands in its source.
NO_ZIP: Final = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, LookupError, MemoryError, OverflowError,
    ValueError, struct.error, zlib.error,
)  # fmt: skip
_SAVE: Final = "Sla het in Word op als Word-document (.docx) en probeer opnieuw."


def read_package(data: bytes) -> dict[str, bytes]:
    """Give the parts of a Word file by name; raises RenderingError for anything but an ordinary .docx."""
    if data.startswith(_OLE):
        raise _kind("een versleuteld of oud (.doc) Word-bestand")
    parts = _unzip(data)
    if "word/document.xml" not in parts:
        raise not_a_word_file()
    _check_kind(parts)
    return parts


def parse_xml(data: bytes, part: str = "") -> Any:
    """Parse one part; raises RenderingError for what is not well-formed, or has a DTD."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise RenderingError.because(
            "DOCX-XML",
            "een onderdeel van het Word-bestand is geen geldige XML",
            "Controleer of elk {%p ... %} en {%tr ... %} alleen in zijn eigen alinea of tabelrij staat.",
            pad=part,
        )
    return root


def write_xml(root: Any) -> bytes:
    """Write a part as this library always does."""
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def not_a_word_file() -> RenderingError:
    """Make the error for bytes that are no Word file at all."""
    return RenderingError.because("DOCX-BESTAND", "het sjabloon is geen (gewoon) Word-bestand", _SAVE)


def _unzip(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _check_members(infos)
            return {info.filename: archive.read(info) for info in infos}
    except NO_ZIP:
        pass
    raise not_a_word_file()


def _check_members(infos: Sequence[zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & 1 for info in infos):
        raise _kind("een zip-bestand met een wachtwoord")
    size = sum(info.file_size for info in infos)
    blown_up = any(info.file_size > max(_SMALL, _MAX_RATIO * info.compress_size) for info in infos)
    if size > MAX_BYTES or len(infos) > MAX_PARTS or blown_up:
        raise RenderingError.because(
            "DOCX-GROOT",
            "het Word-bestand is uitgepakt te groot, of heeft te veel onderdelen",
            "Verklein de plaatjes of splits het document.",
        )
    names = [info.orig_filename for info in infos]  # filename ends at a NUL
    if len({name.lower() for name in names}) < len(names) or not all(map(_NAME.fullmatch, names)):
        raise RenderingError.because(
            "DOCX-NAAM", "het Word-bestand bevat een onderdeel met een vreemde of dubbele naam", _SAVE
        )


def _check_kind(parts: dict[str, bytes]) -> None:
    types = parse_xml(parts.get("[Content_Types].xml", b"<none/>"), "[Content_Types].xml")
    kinds = [node.get("ContentType") for node in types if node.get("PartName") == "/word/document.xml"]
    if kinds and kinds[0] in _OTHER_MAINS:
        raise _kind(_OTHER_MAINS[kinds[0]])
    if any(name.lower().endswith("vbaproject.bin") for name in parts):
        raise _kind("een Word-bestand met macro's")
    if kinds != [_MAIN]:
        raise not_a_word_file()
    if str(etree.QName(parse_xml(parts["word/document.xml"], "word/document.xml")).namespace).startswith(_STRICT):
        raise _kind("een Word-bestand in het formaat Strict Open XML")


def _kind(name: str) -> RenderingError:
    return RenderingError.because("DOCX-SOORT", f"het sjabloon is {name}", _SAVE)
