# SPDX-License-Identifier: EUPL-1.2
"""Print what filling a Word template costs, as a ratio to docxtpl's own render in the same run.

Budget: the report of 8 pages, warm, at least 30 times faster than docxtpl. CPU time, since other work on the machine
says nothing of either; the shortest of many turns.
"""

from __future__ import annotations

import io
import json
import resource
import time
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import Environment

from weerbaar_docs._resources import read_resource
from weerbaar_docs.model import rapportinhoud, thaw
from weerbaar_docs.rendering import docx
from weerbaar_docs.rendering.docx import compiling, pictures
from weerbaar_docs.rendering.figuren import Figuur, as_png
from weerbaar_docs.rendering.filters import FIGUREN, FILTERS
from weerbaar_docs.rendering.huisstijl import GEGEVENS

if TYPE_CHECKING:
    from collections.abc import Callable

DAG = date(2026, 5, 18)


def main() -> None:
    """Time the report and a table of 10,000 rows."""
    gegevens = json.loads(read_resource("voorbeelden", "gemeente_burgemeester.json"))
    context = {
        "rapportinhoud": rapportinhoud(gegevens),
        "bva_besluit": gegevens["bva_besluiten"][0],
        "huisstijl": thaw(GEGEVENS),
    }
    template = read_resource("templates", "adviesrapport.docx")

    def fill() -> bytes:
        return docx.fill(template, context, datum=DAG, titel="Bericht")

    def fill_new() -> bytes:
        pictures._kept.cache_clear()  # noqa: SLF001 - as for a report with other numbers
        return fill()

    ours, new, theirs = fastest(fill, fill_new, lambda: oracle(template, context))
    (cold,) = fastest(lambda: compiling.compile_template(template), times=5)
    print(f"docxtpl, render and save         {theirs * 1000:8.1f} ms   1.00")
    print(f"fill, warm                       {ours * 1000:8.1f} ms; {theirs / ours:.1f} times faster (budget 30)")
    print(f"fill, warm, with other numbers   {new * 1000:8.1f} ms; its two figures are drawn anew")
    print(f"compile, once per template       {cold * 1000:8.1f} ms")
    memory(template, context)


def oracle(template: bytes, context: dict[str, Any]) -> bytes:
    """Render as docxtpl's manual says, with escaping on, our filters and its own pictures for the figures."""
    document = DocxTemplate(io.BytesIO(template))
    environment = Environment(autoescape=True)
    environment.filters |= FILTERS | {naam: partial(inserted, document, FILTERS[naam]) for naam in FIGUREN}
    document.render(context, environment)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def inserted(document: DocxTemplate, draw: Callable[..., Any], *given: Any) -> InlineImage:
    """Give the PNG of a figure as docxtpl puts a picture in a document; it was drawn before."""
    (figuur,) = draw(*given).figuren
    return InlineImage(document, io.BytesIO(drawn(figuur)), width=Mm(figuur.breedte_mm))


@cache
def drawn(figuur: Figuur) -> bytes:
    return as_png(figuur.tekening)


def memory(template: bytes, context: dict[str, Any]) -> None:
    """Fill 1,000 documents and print the growth of the process after the first hundred."""
    start = 0
    for number in range(1000):
        if number == 100:
            start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        docx.fill(template, context, datum=DAG, titel=f"Bericht {number}")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start
    print(f"1,000 documents: peak memory grew {grown / 1024:.1f} MiB after the first hundred")


def fastest(*acts: Callable[[], object], times: int = 25) -> list[float]:
    """Give the shortest time of each act; they take turns, so that a busy moment hits them all."""
    found = [float("inf")] * len(acts)
    for _ in range(times):
        for i, act in enumerate(acts):
            start = time.process_time()
            act()
            found[i] = min(found[i], time.process_time() - start)
    return found


if __name__ == "__main__":
    main()
