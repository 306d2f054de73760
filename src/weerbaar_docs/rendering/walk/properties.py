# SPDX-License-Identifier: EUPL-1.2
"""docProps/core.xml and custom.xml -> the text of one document property, for DOCPROPERTY."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.names import CP, DC

if TYPE_CHECKING:
    from weerbaar_docs.rendering.package import Package
    from weerbaar_docs.rendering.walk.names import Element

_CORE = {"title": f"{{{DC}}}title", "subject": f"{{{DC}}}subject", "keywords": f"{{{CP}}}keywords",
         "category": f"{{{CP}}}category"}  # fmt: skip


def document_property(package: Package, name: str) -> str | None:
    """Give a property by its name; None when the document does not have it. Names of people are never given."""
    tag = _CORE.get(name.lower())
    if tag is not None:
        core = package.trees.get("docProps/core.xml")
        found = core.find(tag) if core is not None else None
        return (found.text or "") if found is not None else None
    custom = package.trees.get("docProps/custom.xml")
    for each in custom if custom is not None else ():
        if str(each.get("name")).lower() == name.lower():
            return _text(each)
    return None


def _text(element: Element) -> str:
    return "".join(str(text) for text in element.itertext())
