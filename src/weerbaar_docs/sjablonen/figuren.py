# SPDX-License-Identifier: EUPL-1.2
"""Where a figure may stand: alone in a paragraph of the text, as wide as the page and not in a heading.

What a figure is made of is for `uitdrukkingen`; here is only where Word has it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.rendering.filters import FIGUREN
from weerbaar_docs.sjablonen.gebrek import gebrek
from weerbaar_docs.sjablonen.pakket import W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weerbaar_docs.sjablonen.gebrek import Gebrek, Plaats
    from weerbaar_docs.sjablonen.pakket import Pakket

_FIGUUR: Final = re.compile(rf"\|\s*({'|'.join(sorted(FIGUREN))})\b")
_ALLEEN: Final = re.compile(r"\s*\{\{(?:(?!\}\}|\{[{%#]).)*\}\}\s*")
_TEKST: Final = "tekst"
_BREEDTES: Final = frozenset({f"{W}tc", f"{W}txbxContent"})
_KOP: Final = re.compile(r"(heading|kop|title|titel|subtitle|ondertitel|toc|inhopg)\b.*", re.IGNORECASE)


def check_figures(pakket: Pakket) -> Iterator[Gebrek]:
    """Report figures where a picture as wide as the page does not fit, or would be read as part of something else."""
    headings = _headings(pakket)
    for element, plaats in pakket.elements():
        if any(_FIGUUR.search(str(value)) for value in element.attrib.values()):
            yield gebrek(
                "SJABLOON-FIGUUR", plaats, "een figuur kan niet in een eigenschap staan, zoals een alternatieve tekst"
            )
    for paragraph, plaats in pakket.elements(f"{W}p"):
        text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
        found = _FIGUUR.search(text)
        wrong = _wrong(paragraph, text, plaats, headings) if found else ""
        if found and wrong:
            yield gebrek("SJABLOON-FIGUUR", plaats, f"het filter {found[1]} staat {wrong}")


def _wrong(paragraph: Any, text: str, plaats: Plaats, headings: frozenset[str]) -> str:
    if plaats.deel != _TEKST:
        return f"in {plaats.deel}, en een figuur hoort in de tekst"
    if any(holder.tag in _BREEDTES for holder in paragraph.iterancestors()):
        return "in een tabelcel of tekstvak, en een figuur is zo breed als de tekst"
    if not _ALLEEN.fullmatch(text) or paragraph.find(f".//{W}hyperlink") is not None:
        return "niet alleen in zijn alinea"
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    if style is not None and style.get(f"{W}val") in headings:
        return "in een kop"
    return ""


def _headings(pakket: Pakket) -> frozenset[str]:
    root = pakket.bomen.get("word/styles.xml")
    styles = root.iterfind(f"{W}style") if root is not None else ()
    return frozenset(
        style.get(f"{W}styleId", "")
        for style in styles
        if style.find(f"{W}pPr/{W}outlineLvl") is not None
        or ((name := style.find(f"{W}name")) is not None and _KOP.fullmatch(name.get(f"{W}val") or ""))
    )
