# SPDX-License-Identifier: EUPL-1.2
"""Filled DOCX -> PDF/A-3a and PDF/UA-1 with Typst: same bytes in, same bytes out; nothing touches the disk.

1. The document is walked against a whitelist (walk/); anything else is refused by name and place.
2. The data go to one fixed Typst file (document.typ) as a JSON value, never as source.
3. Only the fonts of our packages and of the given folders are used; the date is the document's own date, not that of the clock.
4. Typst works in a child process with limits on time and memory, which keeps nothing of a document (setter.py, worker.py).

>>> to_pdf(docx, titel="Bericht WD-01234567", datum=date(2026, 11, 22))  # doctest: +SKIP
"""

from __future__ import annotations

import atexit
import json
import os
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.fonts import FAMILY, lettertypen
from weerbaar_docs.rendering.sharing import to_json
from weerbaar_docs.rendering.typst_engine.setter import Limits, Setter
from weerbaar_docs.rendering.walk import walk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

__all__ = ["ENGINE", "Limits", "Setter", "engine_versie", "stamp_artwork", "to_pdf"]

ENGINE = "typst"
_setter = Setter()
atexit.register(_setter.close)
os.register_at_fork(after_in_child=_setter.disown)


def engine_versie() -> str:
    """Give the version of the typst package."""
    return version("typst")


def to_pdf(
    docx: bytes,
    *,
    titel: str,
    datum: date,
    gegevens: bytes | None = None,
    fontmappen: tuple[Path, ...] = (),
    setter: Setter = _setter,
) -> bytes:
    """Give the PDF of a filled DOCX; `gegevens` (JSON) is attached as gegevens.json.

    `fontmappen` are an organisation's own font folders, beside the fonts of our packages. `setter` is the child process to
    ask; that of this process starts with the first document and ends with it.
    Raises RenderingError with every construct outside the subset; no text of the document is quoted.
    """
    tree = walk(docx, fontmappen=fontmappen)
    tree |= {"titel": titel, "datum": [datum.year, datum.month, datum.day], "font": FAMILY}
    inputs = {"document": to_json(tree)}
    if gegevens is not None:
        inputs["gegevens"] = _json_text(gegevens)
    fonts = [str(folder) for folder in lettertypen(fontmappen).folders]
    # A signature is appended as a new section, and PDF/A wants that to start on a line of its own (6.1.9).
    return setter.to_pdf(inputs, fonts) + b"\n"


def stamp_artwork(stempel: Mapping[str, Any], *, setter: Setter = _setter) -> bytes:
    """Give the words of a stamp as a PDF of one untagged page; stempel.typ says what `stempel` holds.

    Raises RenderingError when the words do not fit or have no glyph.
    """
    fonts = [str(folder) for folder in lettertypen().folders]
    return setter.to_pdf({"stempel": json.dumps(stempel)}, fonts, bron="stempel")


def _json_text(gegevens: bytes) -> str:
    try:
        text = gegevens.decode("utf-8")
        json.loads(text)
    except ValueError:
        pass
    else:
        return text
    raise RenderingError.because("PDF-BIJLAGE", "de gegevens zijn geen geldige JSON", "Geef JSON in UTF-8.")
