# SPDX-License-Identifier: EUPL-1.2
"""bytes of a PDF -> a new PDF with its pages and nothing else.

(1) read strictly and within limits (`pdf_reading`); (2) refused by name for what acts, hides or points elsewhere
(`pdf_refusing`); (3) pages are copied key by key into a new file (`pdf_copying`), so that properties, metadata, notes,
links, thumbnails and earlier revisions stay behind; (4) the identifier is derived from the content.
"""

from __future__ import annotations

import hashlib
import io
import logging
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from pypdf import PdfWriter, apply_configuration
from pypdf.generic import ArrayObject, ByteStringObject

from weerbaar_docs.bijlagen.pdf_copying import Kopie
from weerbaar_docs.bijlagen.pdf_reading import BROKEN, broken, open_pdf, pages_of
from weerbaar_docs.bijlagen.pdf_refusing import refuse_unsafe

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_UITGEPAKT: Final = 16_000_000
_MAX_BYTES: Final = 25 * 1024 * 1024
_QUIET: Final = threading.Lock()


def write_again(data: bytes) -> tuple[bytes, int]:
    """Give the bytes and the number of pages of a new PDF with the pages of the old one.

    Raises ValidationError with the named reason if the file is not a plain, whole document within limits.
    """
    try:
        with (
            quietly(),
            apply_configuration(
                zlib_maximum_output_length=_MAX_UITGEPAKT,
                lzw_maximum_output_length=_MAX_UITGEPAKT,
                run_length_maximum_output_length=_MAX_UITGEPAKT,
                maximum_declared_stream_length=_MAX_BYTES,
            ),
        ):
            return _rewrite(data)
    except BROKEN:
        pass  # raised below, since pypdf's own text quotes the file
    raise broken()


def _rewrite(data: bytes) -> tuple[bytes, int]:
    lezer = open_pdf(data)
    paginas = pages_of(lezer)
    refuse_unsafe(lezer)
    writer = PdfWriter()
    writer.metadata = None
    writer.pdf_header = "%PDF-1.7"
    kopie = Kopie(lezer, writer)
    for pagina in paginas:
        kopie.add(pagina)
    first = _bytes(writer)
    identifier = ByteStringObject(hashlib.sha256(first).digest()[:16])
    writer._ID = ArrayObject([identifier, identifier])  # noqa: SLF001
    return _bytes(writer), len(paginas)


def _bytes(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@contextmanager
def quietly() -> Iterator[None]:
    """Keep pypdf's log silent, because its lines quote the file; one file at a time, so that the level comes back."""
    log = logging.getLogger("pypdf")
    with _QUIET:
        level = log.level
        log.setLevel(logging.CRITICAL)
        try:
            yield
        finally:
            log.setLevel(level)
