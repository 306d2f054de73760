# SPDX-License-Identifier: EUPL-1.2
"""corpus.toml: of each file what it holds, the pages that each engine needs, or the first reason why it refuses."""

from __future__ import annotations

import io
import json
import tomllib
from datetime import date
from typing import Any

from pypdf import PdfReader

from corpusmaker import FOLDER, holds
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering import libreoffice, typst_engine

TABLE = FOLDER / "corpus.toml"
DATUM, TITEL = date(2026, 11, 22), "Bericht WD-00000000"
_HEAD = """# SPDX-License-Identifier: EUPL-1.2
# The Word files of the tests: what each holds, and for each engine its pages or why it refuses.
# Written by tools/make_corpus.py --tabel; look at every line that changes.
"""


def table() -> dict[str, dict[str, Any]]:
    """The table as it stands."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def docx_of(name: str) -> bytes:
    """One file of the corpus."""
    return (FOLDER / f"{name}.docx").read_bytes()


def verdict(made: bytes | RenderingError) -> int | str:
    """The number of pages, or the code and the first reason of a refusal."""
    if isinstance(made, bytes):
        return len(PdfReader(io.BytesIO(made)).pages)
    return f"{made.meldingen[0].code}: {made.meldingen[0].melding}"


def by_typst(docx: bytes) -> bytes | RenderingError:
    """What the embedded engine gives."""
    try:
        return typst_engine.to_pdf(docx, titel=TITEL, datum=DATUM)
    except RenderingError as error:
        return error


def by_libreoffice(docx: bytes, pool: libreoffice.Pool) -> bytes | RenderingError:
    """What the other engine gives."""
    try:
        return libreoffice.to_pdf(docx, titel=TITEL, datum=DATUM, pool=pool)
    except RenderingError as error:
        return error


def write_table() -> None:
    """Measure all files anew."""
    lines = [_HEAD]
    with libreoffice.Pool(libreoffice.find_installation(), size=1) as pool:
        for name, text in holds().items():
            docx = docx_of(name)
            found = {
                "bevat": text,
                "typst": verdict(by_typst(docx)),
                "libreoffice": verdict(by_libreoffice(docx, pool)),
            }
            rows = "\n".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in found.items())
            lines.append(f"[{name}]\n{rows}\n")
    TABLE.write_text("\n".join(lines), encoding="utf-8")
