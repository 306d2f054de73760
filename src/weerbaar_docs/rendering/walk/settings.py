# SPDX-License-Identifier: EUPL-1.2
"""word/settings.xml -> what of it changes the lay-out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.names import Element, flag, val, w

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.refusals import Refusals

_PLACE = "word/settings.xml"
_WORD_2013 = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How gaps add up, the default tab stop, and whether table edges stand at the margin (Word 2013 and later)."""

    sum_gaps: bool = False
    tab: float = 36.0
    edges_at_margin: bool = True


def settings(root: Element | None, refusals: Refusals) -> Settings:
    """Read the settings of a document."""
    if root is None:
        return Settings()
    odd = root.find(w("evenAndOddHeaders"))
    if odd is not None and flag(odd):
        refusals.element(_PLACE, odd)
    compat = root.find(w("compat"))
    sums = compat.find(w("doNotUseHTMLParagraphAutoSpacing")) if compat is not None else None
    tab = root.find(w("defaultTabStop"))
    stop = refusals.number(_PLACE, tab, "val") if tab is not None else None
    return Settings(
        sum_gaps=sums is not None and flag(sums),
        tab=max((stop or 720) / 20, 1.0),
        edges_at_margin=_mode(compat) >= _WORD_2013,
    )


def _mode(compat: Element | None) -> int:
    modes = [
        val(setting)
        for setting in (compat.iterfind(w("compatSetting")) if compat is not None else ())
        if val(setting, "name") == "compatibilityMode"
    ]
    return int(modes[0] or 0) if modes and (modes[0] or "").isdigit() else 12
