# SPDX-License-Identifier: EUPL-1.2
"""Whether a template keeps the box free in which the BVA's stamp comes, on every page.

What can be seen in the template is looked at here; that the box is empty in every sample is tried at registration.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.sjablonen.gebrek import Gebrek, gebrek
from weerbaar_docs.sjablonen.pakket import W
from weerbaar_docs.stamping_pdf import VAK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weerbaar_docs.sjablonen.pakket import Pakket

_TWIPS: Final = 1440 / 25.4  # in a millimetre
_SPELING: Final = 15  # a quarter of a millimetre
_LINKS, _BOVEN, _BREED, _HOOG = (value * _TWIPS for value in VAK)
_A4: Final = 11906
_MARGE: Final = 1440


def check_stamp_box(pakket: Pakket) -> Iterator[Gebrek]:
    """Report where the text, or a header, can come into the box of the stamp."""
    sections = list(pakket.elements(f"{W}sectPr"))
    for section, plaats in sections:
        if _measure(section, "pgMar", "top", _MARGE) + _SPELING < _BOVEN + _HOOG:
            yield gebrek(
                "SJABLOON-STEMPELVAK", plaats, "de tekst begint op de plaats van het stempel: de bovenmarge is te klein"
            )
        if _measure(section, "pgSz", "w", _A4) + _SPELING < _LINKS + _BREED:
            yield gebrek("SJABLOON-STEMPELVAK", plaats, "de pagina is te smal voor het stempel")
    for section, _ in sections[:1]:
        if _measure(section, "pgMar", "header", 708) + _SPELING < _BOVEN + _HOOG:
            yield from _headers(pakket, section)


def _headers(pakket: Pakket, section: Any) -> Iterator[Gebrek]:
    left = _measure(section, "pgMar", "left", _MARGE)
    edge = _measure(section, "pgSz", "w", _A4) - _measure(section, "pgMar", "right", _MARGE)
    styles = _indents(pakket)
    for element, plaats in pakket.elements(f"{W}p", f"{W}tbl"):
        if not plaats.deel.startswith("kop"):
            continue
        if element.tag == f"{W}tbl":
            over = left + _width(element) > _LINKS + _SPELING
        else:
            over = not plaats.cellen and _text(element) and edge - _right_indent(element, styles) > _LINKS + _SPELING
        if over:
            yield gebrek("SJABLOON-STEMPELVAK", plaats, "deze kop kan op de plaats van het stempel komen")


def _text(paragraph: Any) -> bool:
    return any((node.text or "").strip() for node in paragraph.iter(f"{W}t")) and not _is_tag(paragraph)


def _is_tag(paragraph: Any) -> bool:
    text = "".join(node.text or "" for node in paragraph.iter(f"{W}t")).strip()
    return text.startswith("{%p") and text.endswith("%}")


def _width(table: Any) -> float:
    return sum(_integer(column, "w", 0) for column in table.iterfind(f"{W}tblGrid/{W}gridCol"))


def _right_indent(paragraph: Any, styles: dict[str, tuple[str, float | None]]) -> float:
    own = _own_indent(paragraph.find(f"{W}pPr"))
    if own is not None:
        return own
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name = style.get(f"{W}val", "") if style is not None else ""
    seen: set[str] = set()
    while name in styles and name not in seen:
        seen.add(name)
        base, found = styles[name]
        if found is not None:
            return found
        name = base
    return 0


def _indents(pakket: Pakket) -> dict[str, tuple[str, float | None]]:
    root = pakket.bomen.get("word/styles.xml")
    return {
        style.get(f"{W}styleId", ""): (
            base.get(f"{W}val", "") if (base := style.find(f"{W}basedOn")) is not None else "",
            _own_indent(style.find(f"{W}pPr")),
        )
        for style in (root.iterfind(f"{W}style") if root is not None else ())
    }


def _own_indent(properties: Any) -> float | None:
    indent = properties.find(f"{W}ind") if properties is not None else None
    text = (indent.get(f"{W}right") or indent.get(f"{W}end")) if indent is not None else None
    return float(text) if text is not None and text.lstrip("-").isdigit() else None


def _measure(section: Any, name: str, attribute: str, default: float) -> float:
    found = section.find(f"{W}{name}")
    return default if found is None else _integer(found, attribute, default)


def _integer(element: Any, attribute: str, default: float) -> float:
    text = element.get(f"{W}{attribute}") or ""
    return abs(float(text)) if text.lstrip("-").isdigit() else default
