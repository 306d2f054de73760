# SPDX-License-Identifier: EUPL-1.2
"""Tags where docxtpl-lint does not look, but filling does: in attributes such as an alternative text, and in shapes.

A field may stand there; a block may not, for what it repeats or leaves out is then half an element.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.sjablonen.gebrek import gebrek
from weerbaar_docs.sjablonen.pakket import W
from weerbaar_docs.sjablonen.tag import Tag, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weerbaar_docs.sjablonen.gebrek import Gebrek
    from weerbaar_docs.sjablonen.pakket import Pakket

_VELD: Final = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_BLOK: Final = re.compile(r"\{%")
_GELEZEN: Final = frozenset({f"{W}t", f"{W}instrText", f"{W}delText"})
_INSTRUCTIE: Final = f"{W}instr"


def tags_elsewhere(pakket: Pakket) -> Iterator[Tag]:
    """Give the fields in attributes and in text that is no text of a paragraph."""
    for element, plaats in pakket.elements():
        for text in _texts(element):
            for found in _VELD.finditer(text):
                yield Tag(
                    plaats=plaats,
                    soort="expr",
                    voorvoegsel="",
                    inhoud=" ".join(found[1].split()),
                    tekst=shorten(found[0]),
                    kolom=-1,
                )


def check_elsewhere(pakket: Pakket) -> Iterator[Gebrek]:
    """Report blocks in attributes and in text that is no text of a paragraph."""
    for element, plaats in pakket.elements():
        if any(_BLOK.search(text) for text in _texts(element)):
            yield gebrek(
                "SJABLOON-ONVEILIG", plaats, "een blok {% %} staat buiten de gewone tekst, bijvoorbeeld in een plaatje"
            )


def _texts(element: Any) -> Iterator[str]:
    yield from (str(value) for key, value in element.attrib.items() if key != _INSTRUCTIE and "{" in value)
    if element.text and element.tag not in _GELEZEN and "{" in element.text:
        yield element.text
