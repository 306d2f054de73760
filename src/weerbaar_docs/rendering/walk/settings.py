# SPDX-License-Identifier: EUPL-1.2
"""word/settings.xml -> what of it changes the lay-out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.names import Element, children, flag, local, val, w, whole
from weerbaar_docs.rendering.walk.whitelist import SETTINGS_REFUSED

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.refusals import Refusals

_PLACE = "word/settings.xml"
_WORD_2013 = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How gaps add up, the default tab stop, where the edge of a table stands (Word 2013), even pages, hyphenation."""

    sum_gaps: bool = False
    tab: float = 36.0
    edges_at_margin: bool = True
    even_pages: bool = False
    hyphenate: bool = False


def settings(root: Element | None, refusals: Refusals) -> Settings:
    """Read the settings of a document."""
    if root is None:
        return Settings()
    _refuse(root, refusals)
    compat = root.find(w("compat"))
    tab = root.find(w("defaultTabStop"))
    stop = refusals.number(_PLACE, tab, "val") if tab is not None else None
    return Settings(
        sum_gaps=compat is not None and _on(compat, "doNotUseHTMLParagraphAutoSpacing"),
        tab=max((stop or 720) / 20, 1.0),
        edges_at_margin=_mode(compat) >= _WORD_2013,
        even_pages=_on(root, "evenAndOddHeaders"),
        hyphenate=_on(root, "autoHyphenation"),
    )


def _refuse(root: Element, refusals: Refusals) -> None:
    for child in children(root):
        name = local(child)
        if name in SETTINGS_REFUSED and flag(child):
            refusals.element(_PLACE, child)
        elif name in {"footnotePr", "endnotePr"}:
            for part in children(child):
                if local(part) not in {"footnote", "endnote"}:
                    refusals.element(_PLACE, part)


def _on(root: Element, name: str) -> bool:
    found = root.find(w(name))
    return found is not None and flag(found)


def _mode(compat: Element | None) -> int:
    modes = [
        val(setting)
        for setting in (compat.iterfind(w("compatSetting")) if compat is not None else ())
        if val(setting, "name") == "compatibilityMode"
    ]
    return whole(modes[0], 12) if modes else 12
