# SPDX-License-Identifier: EUPL-1.2
"""Print what a process that makes PDFs with typst keeps: its memory over many documents, and words of the first one.

Budget: after the first twenty of 500 different reports of 8 pages the process grows by at most 32 MiB. A word of the
first report is looked for in all its memory, freed memory too; what counts is that it does not stay.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from geheugen import Zetter
from weerbaar_docs import Oefenomgeving, adviesrapport, render_concept, validate

DOCUMENTS = 500
WARM = 20
LOOKS = (1, 2, 5, 11, 20, 50, 100, 200, 300, 400, 500)
WORD = "Kwezelvoort"


def main() -> None:
    """Make the reports one by one and print what is found on the way."""
    with Oefenomgeving() as o:
        docx = render_concept(adviesrapport(validate(o.dossier_json)), datum=o.vandaag).document.docx
    warm = 0.0
    with Zetter() as zetter:
        for number in range(1, DOCUMENTS + 1):
            zetter.to_pdf(varied(docx, WORD if number == 1 else "", number))
            if number == WARM:
                warm = zetter.resident()
            if number in LOOKS:
                found = zetter.holds(WORD)
                print(f"{number:4} documents: {zetter.resident():6.0f} MiB, the word of the first {found:4} times")
        print(f"grown after the first {WARM}: {zetter.resident() - warm:.1f} MiB (budget 32)")


def varied(docx: bytes, word: str, number: int) -> bytes:
    """Give the file with this word and number behind every text: no two documents share a paragraph."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = re.sub(rb"(<w:t\b[^>]*>[^<]+)</w:t>", rb"\1 %s %d</w:t>" % (word.encode(), number), data)
            new.writestr(name, data)
    return target.getvalue()


if __name__ == "__main__":
    main()
