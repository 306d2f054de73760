# SPDX-License-Identifier: EUPL-1.2
"""Letters -> PDFs to print, so many letters in each; every letter begins on the front of a sheet.

A bundle is for the printer: it has no tags and no data. The letters themselves stay as they are, beside it.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from weerbaar_docs._files import write_atomic
from weerbaar_docs.errors import ValidationError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PER_BUNDEL: Final = 100


def write_bundels(files: Sequence[Path], folder: Path) -> list[Path]:
    """Write `bundel-001.pdf` and on, in the order of the letters; give their paths."""
    made = []
    for number, start in enumerate(range(0, len(files), PER_BUNDEL), start=1):
        path = folder / f"bundel-{number:03}.pdf"
        write_atomic(path, _joined(files[start : start + PER_BUNDEL]), overwrite=True)
        made.append(path)
    return made


def _read(file: Path) -> PdfReader:
    try:
        return PdfReader(io.BytesIO(file.read_bytes()))
    except (PyPdfError, OSError):
        raise ValidationError.because(
            "BRIEF-BUNDEL",
            "een van de brieven in de map is geen PDF meer",
            "Verwijder hem, en maak hem opnieuw met --hervat.",
            pad=f"/{file.name}",
        ) from None


def _joined(files: Sequence[Path]) -> bytes:
    writer = PdfWriter()
    writer.metadata = None
    for file in files:
        reader = _read(file)
        for page in reader.pages:
            writer.add_page(page)
        if len(reader.pages) % 2:
            writer.add_blank_page()
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
