# SPDX-License-Identifier: EUPL-1.2
"""The lists of a part -> lists of the whole that begin anew."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.rendering.walk.names import val, w, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HANGING: Final = ("styleLink", "numStyleLink")
_FORGOTTEN: Final = (*_HANGING, "nsid", "tmpl")


def numbered(root: Any) -> Iterator[Any]:
    """Give the elements that name a list; 0 is none."""
    return (node for node in root.iter(w("numId")) if val(node) not in (None, "0"))


def hangs_on_style(numbering: Any, numbers: Iterable[str]) -> bool:
    """Say whether one of these lists is not there, takes its looks from a style of lists, or its signs from a picture."""
    found = [None if numbering is None else _abstract(numbering, number) for number in numbers]
    return any(
        each is None or next(each.iter(*(w(name) for name in (*_HANGING, "lvlPicBulletId"))), None) is not None
        for each in found
    )


def counts(numbering: Any, number: str) -> bool:
    """Say whether a list counts, and not only has signs."""
    abstract = None if numbering is None else _abstract(numbering, number)
    formats = [] if abstract is None else [val(node) for node in abstract.iter(w("numFmt"))]
    return any(each not in ("bullet", "none") for each in formats)


def bring(numbering: Any, theirs: Any, nodes: list[Any]) -> None:
    """Copy the lists that these elements name into the whole, and let the elements name the copies."""
    copies: dict[str, str] = {}
    for node in nodes:
        number = val(node) or ""
        if number not in copies:
            copies[number] = _copy(numbering, theirs, number)
        node.set(w("val"), copies[number])


def _copy(numbering: Any, theirs: Any, number: str) -> str:
    abstract = copy.deepcopy(_abstract(theirs, number))
    num = copy.deepcopy(_num(theirs, number))
    new_abstract = _next(numbering, "abstractNum", "abstractNumId")
    new_number = _next(numbering, "num", "numId")
    abstract.set(w("abstractNumId"), new_abstract)
    for node in list(abstract.iter(*(w(name) for name in _FORGOTTEN), w("pStyle"))):
        node.getparent().remove(node)
    num.set(w("numId"), new_number)
    num.find(w("abstractNumId")).set(w("val"), new_abstract)
    first = numbering.find(w("num"))  # the schema wants these after all abstractNum
    numbering.append(abstract) if first is None else first.addprevious(abstract)
    last = numbering.findall(w("num"))
    numbering.append(num) if not last else last[-1].addnext(num)
    return new_number


def _next(numbering: Any, name: str, attribute: str) -> str:
    return str(max((whole(val(node, attribute)) for node in numbering.iterfind(w(name))), default=0) + 1)


def _num(numbering: Any, number: str) -> Any:
    return next((node for node in numbering.iterfind(w("num")) if val(node, "numId") == number), None)


def _abstract(numbering: Any, number: str) -> Any:
    num = _num(numbering, number)
    wanted = None if num is None else val(num.find(w("abstractNumId")))
    return next((node for node in numbering.iterfind(w("abstractNum")) if val(node, "abstractNumId") == wanted), None)
