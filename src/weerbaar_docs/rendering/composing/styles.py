# SPDX-License-Identifier: EUPL-1.2
"""The styles of a part -> those of the whole: the same by name, or brought along with all that they are based on."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.rendering.walk.names import val, w

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_REFERENCES: Final = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
_KEPT_OUT: Final = ("next", "link", "autoRedefine", "rsid")


def used(root: Any) -> Iterator[tuple[str, Any]]:
    """Give each element that names a style, with the kind of style."""
    for name, kind in _REFERENCES.items():
        yield from ((kind, node) for node in root.iter(w(name)))


class Stijlen:
    """The styles of the whole document while parts are added to it."""

    def __init__(self, root: Any) -> None:
        self.root = root

    def by_name(self) -> dict[tuple[str, str], str]:
        """Give the id of each style by its kind and name."""
        return {_key(style): _id(style) for style in self.root.iterfind(w("style"))}

    def missing(self, styles: Any, ids: Iterable[tuple[str, str]]) -> list[Any]:
        """Give of the styles with these ids, and those that they are based on, the ones that the whole has not."""
        known, own = self.by_name(), of_ids(styles)
        found: dict[int, Any] = {}
        for kind, start in ids:
            style = own.get((kind, start))
            while style is not None and _key(style) not in known and id(style) not in found:
                found[id(style)] = style
                style = own.get((kind, val(style.find(w("basedOn"))) or ""))
        return list(found.values())

    def bring(self, styles: Any, ids: Iterable[tuple[str, str]]) -> tuple[dict[tuple[str, str], str], list[Any]]:
        """Add what is missing; give the id in the whole of each style of the part, and the styles that were added."""
        wanted = self.missing(styles, ids)
        taken = {_id(style) for style in self.root.iterfind(w("style"))}
        added = [self._copy(style, taken) for style in wanted]
        known = self.by_name()
        names = {key: known[_key(style)] for key, style in of_ids(styles).items() if _key(style) in known}
        for style in added:
            base = style.find(w("basedOn"))
            if base is not None:
                base.set(w("val"), names.get((val(style, "type") or "", val(base) or ""), ""))
        return names, added

    def _copy(self, style: Any, taken: set[str]) -> Any:
        made = copy.deepcopy(style)
        name, number = _id(style), 2
        while name in taken:
            name, number = f"{_id(style)}-{number}", number + 1
        taken.add(name)
        made.set(w("styleId"), name)
        made.attrib.pop(w("default"), None)
        for kept_out in _KEPT_OUT:
            for node in made.findall(w(kept_out)):
                made.remove(node)
        self.root.append(made)
        return made


def of_ids(styles: Any) -> Mapping[tuple[str, str], Any]:
    """Give the styles of a part by kind and id."""
    return {(val(style, "type") or "", _id(style)): style for style in styles.iterfind(w("style"))}


def _id(style: Any) -> str:
    return val(style, "styleId") or ""


def _key(style: Any) -> tuple[str, str]:
    """Give the kind and the name of a style: its id is another in a Dutch Word."""
    return val(style, "type") or "", (val(style.find(w("name"))) or "").lower()
