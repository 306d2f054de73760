# SPDX-License-Identifier: EUPL-1.2
"""w:sdt (a content control) -> what stands in it; one that Word would fill itself is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.names import Element, children, local, w

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.state import Walk

_HARMLESS = frozenset(
    ["alias", "tag", "id", "lock", "placeholder", "docPartObj", "docPartList", "text", "richText", "group", "rPr",
     "temporary", "picture", "w15:appearance", "w15:color", "equation"]
)  # fmt: skip


def content_of(walk: Walk, element: Element, place: str) -> list[Element]:
    """Give the elements inside a content control."""
    content = element.find(w("sdtContent"))
    if content is None:
        walk.refusals.element(place, element)
        return []
    for child in children(element.find(w("sdtPr"))):
        if local(child) not in _HARMLESS:
            walk.refusals.element(place, child)
    return list(children(content))
