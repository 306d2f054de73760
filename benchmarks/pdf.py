# SPDX-License-Identifier: EUPL-1.2
"""Print what a PDF costs with each engine, in one run: typst against warm LibreOffice, mended to the same conformance.

Budget: typst at least 2 times faster for the report of 8 pages and 3 times for the letter of 3 pages.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from pypdf import PdfReader

import writerbouw
from weerbaar_docs import Oefenomgeving, adviesrapport, render_concept, validate
from weerbaar_docs.rendering import libreoffice, typst_engine

if TYPE_CHECKING:
    from collections.abc import Callable

DATUM = date(2026, 11, 22)
BUDGET = {"report, 8 pages": 2, "letter, 3 pages": 3}
ROUNDS = 15


def main() -> None:
    """Convert each document with both engines in turn and print medians, ratios and page counts."""
    for name, documents in {"report, 8 pages": reports(), "letter, 3 pages": letters()}.items():
        with libreoffice.Pool(libreoffice.find_installation(), size=1) as pool:
            compare(name, documents, pool)


def compare(name: str, documents: list[bytes], pool: libreoffice.Pool) -> None:
    """Take turns, so that a busy machine is as busy for the one as for the other."""

    def with_typst(docx: bytes) -> bytes:
        return typst_engine.to_pdf(docx, titel="Bericht", datum=DATUM, gegevens=b"{}")

    def with_libreoffice(docx: bytes) -> bytes:
        return libreoffice.to_pdf(docx, titel="Bericht", datum=DATUM, gegevens=b"{}", pool=pool)

    pages = [count_pages(engine(documents[-1])) for engine in (with_typst, with_libreoffice)]
    spent: dict[str, list[float]] = {"typst": [], "libreoffice": [], "of which Writer": []}
    for docx in documents[:ROUNDS]:
        spent["typst"].append(seconds(lambda docx=docx: with_typst(docx)))
        spent["libreoffice"].append(seconds(lambda docx=docx: with_libreoffice(docx)))
        spent["of which Writer"].append(seconds(lambda docx=docx: pool.convert(docx)))
    print(f"{name}: pages typst {pages[0]}, LibreOffice {pages[1]}")
    for engine, found in spent.items():
        print(f"  {engine:16} median {statistics.median(found) * 1000:7.0f} ms, min {min(found) * 1000:7.0f} ms")
    ratios = [statistics.median(spent["libreoffice"]) / statistics.median(spent["typst"])]
    ratios.append(min(spent["libreoffice"]) / min(spent["typst"]))
    print(f"  ratio            median {ratios[0]:7.2f},    min {ratios[1]:7.2f}    (budget {BUDGET[name]})")


def seconds(act: Callable[[], object]) -> float:
    """Give the time that one call takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def count_pages(pdf: bytes) -> int:
    """Give the number of pages."""
    return len(PdfReader(io.BytesIO(pdf)).pages)


def reports() -> list[bytes]:
    """The report of the practice dossier, with another reference each time: no engine sees the same file twice."""
    with Oefenomgeving() as o:
        docx = render_concept(adviesrapport(validate(o.dossier_json)), datum=o.vandaag).document.docx
    return [varied(docx, number) for number in range(ROUNDS + 1)]


def varied(docx: bytes, number: int) -> bytes:
    """Give the file with another word in a heading."""
    return writerbouw.replaced(docx, "word/document.xml", b"Samenvatting", f"Samenvatting {number}".encode())


def letters() -> list[bytes]:
    """A letter of three pages of text."""
    made = []
    for number in range(ROUNDS + 1):
        document = writerbouw.plain()
        document.add_heading(f"Brief {number}", 1)
        for paragraph in range(15):
            document.add_paragraph(f"Alinea {paragraph} van brief {number}. " + "Een zin in gewone taal. " * 18)
        made.append(writerbouw.saved(document))
    return made


if __name__ == "__main__":
    main()
