# SPDX-License-Identifier: EUPL-1.2
"""Filled DOCX -> PDF/A-3a and PDF/UA-1 with Typst: same bytes in, same bytes out; nothing touches the disk.

1. The document is walked against a whitelist (walk/); anything else is refused by name and place.
2. The data go to one fixed Typst file as a JSON value, never as source.
3. Only the fonts of our packages and of the given folders are used; the date is the document's own date, not that of the clock.
4. What Typst keeps of a document, to set the next one faster, is dropped after each: it is a person's dossier.

>>> to_pdf(docx, titel="Bericht WD-01234567", datum=date(2026, 11, 22))  # doctest: +SKIP
"""

from __future__ import annotations

import json
import re
import threading
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.fonts import FAMILY, lettertypen
from weerbaar_docs.rendering.sharing import to_json
from weerbaar_docs.rendering.walk import walk

if TYPE_CHECKING:
    from datetime import date

ENGINE = "typst"
STANDARDS: list[Any] = ["a-3a", "ua-1"]
_SOURCE = Path(__file__).with_name("document.typ")
_KEPT = 11  # compilations after which Typst drops what it keeps of a document
_lock = threading.Lock()


def engine_versie() -> str:
    """Give the version of the typst package."""
    return version("typst")


def to_pdf(
    docx: bytes, *, titel: str, datum: date, gegevens: bytes | None = None, fontmappen: tuple[Path, ...] = ()
) -> bytes:
    """Give the PDF of a filled DOCX; `gegevens` (JSON) is attached as gegevens.json.

    `fontmappen` are an organisation's own font folders, beside the fonts of our packages.
    Raises RenderingError with every construct outside the subset; no text of the document is quoted.
    """
    tree = walk(docx, fontmappen=fontmappen)
    tree |= {"titel": titel, "datum": [datum.year, datum.month, datum.day], "font": FAMILY}
    inputs = {"document": to_json(tree)}
    if gegevens is not None:
        inputs["gegevens"] = _json_text(gegevens)
    # A signature is appended as a new section, and PDF/A wants that to start on a line of its own (6.1.9).
    return _compile(inputs, fontmappen) + b"\n"


def _json_text(gegevens: bytes) -> str:
    try:
        text = gegevens.decode("utf-8")
        json.loads(text)
    except ValueError:
        pass
    else:
        return text
    raise RenderingError.because("PDF-BIJLAGE", "de gegevens zijn geen geldige JSON", "Geef JSON in UTF-8.")


@lru_cache(maxsize=8)
def _fonts(fontmappen: tuple[Path, ...] = ()) -> typst.Fonts:
    folders = [str(folder) for folder in lettertypen(fontmappen).folders]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _compile(inputs: dict[str, str], fontmappen: tuple[Path, ...]) -> bytes:
    reason = ""
    with _lock:
        try:
            compiler = typst.Compiler(str(_SOURCE), root=str(_SOURCE.parent), font_paths=_fonts(fontmappen))
            made = compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=0)
        except typst.TypstError as error:
            made, reason = None, _kind_of(error)
        finally:
            _forget()
    if isinstance(made, bytes):
        return made
    raise RenderingError.because(
        "PDF-TYPST",
        f"de PDF kon niet worden gemaakt ({reason or 'geen uitvoer'})",
        "Meld dit met het sjabloon erbij; de PDF zou niet aan PDF/A-3a en PDF/UA-1 voldoen.",
    )


def _forget() -> None:
    """Let Typst drop all that it keeps, by setting nothing a few times; it would have dropped it later, at the same cost."""
    for _ in range(_KEPT):
        _nothing().compile(input=b"", format="svg")


@lru_cache(maxsize=1)
def _nothing() -> typst.Compiler:
    none = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
    return typst.Compiler(b"", root=str(_SOURCE.parent), font_paths=none)


def _kind_of(error: typst.TypstError) -> str:
    """Give the start of Typst's message up to the first quoted value: it may quote the document."""
    message = str(getattr(error, "message", "") or "onbekende fout")
    return re.split(r"[\"`(]", message, maxsplit=1)[0].strip()[:80]
