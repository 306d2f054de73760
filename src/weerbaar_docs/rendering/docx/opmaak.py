# SPDX-License-Identifier: EUPL-1.2
"""A paragraph or row of a filled DOCX -> how it looks, for a comparison of two documents of one template.

(1) `Merken` says of a run what makes its words mean something else, or not be seen: struck through, hidden, in the colour
of what lies behind it, below four points, letters over each other; styles count, and what that of a table says of any kind
of row or column counts in all its cells: rather a mark too many; (2) `looks` gives all the rest too: every property, picture, link
and field, with the text that has it, so that two paragraphs are the same only if they look the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.canonical import sha256
from weerbaar_docs.rendering.docx.kleuren import AUTO, WHITE, Kleuren, meet
from weerbaar_docs.rendering.package import PRINTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from weerbaar_docs.rendering.docx.kleuren import Kleur
    from weerbaar_docs.rendering.package import Package, Relation

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OFF: Final = frozenset({"0", "false", "off", "none"})
_READ: Final = frozenset({"strike", "dstrike", "vanish", "color", "sz", "shd", "highlight", "spacing"})
_SMALL: Final = 8  # half points
_LOOSE: Final = re.compile(r"-(?:1?[0-9]|20)")  # twentieths of a point
_WORDS: Final = {
    "b": "vet",
    "i": "cursief",
    "u": "onderstreept",
    "color": "kleur",
    "sz": "grootte",
    "highlight": "markering",
    "shd": "achtergrond",
    "pStyle": "stijl",
    "rStyle": "stijl",
    "tblStyle": "stijl",
    "jc": "uitlijning",
    "blip": "afbeelding",
}
_TEXT: Final = frozenset(f"{_W}{name}" for name in ("t", "tab", "cr", "noBreakHyphen", "softHyphen"))
# What Word keeps for itself, and ids that count on from those before them.
_PASSED: Final = frozenset(
    f"{_W}{name}" for name in ("proofErr", "lastRenderedPageBreak", "bookmarkEnd", "permStart", "permEnd")
)
_COUNTED: Final = frozenset({"docPr", "cNvPr", "bookmarkStart", "footnoteReference", "endnoteReference"})
Looks = tuple[tuple[str, str], ...]


class Merken:
    """What makes the words of a run mean something else than they say, by its own properties and its styles."""

    def __init__(self, package: Package) -> None:
        styles = package.trees.get("word/styles.xml")
        known = () if styles is None else styles.iter(f"{_W}style")
        self._styles = {style.get(f"{_W}styleId", ""): style for style in known}
        self._defaults = None if styles is None else styles.find(f"{_W}docDefaults")
        self._plain = {style.get(f"{_W}type"): name for name, style in self._styles.items() if _is_default(style)}
        self._kleuren = Kleuren(package)

    def of(self, run: Any) -> tuple[str, ...]:
        """Give the marks of a run, in Dutch."""
        found = self._resolved(run)
        words = _any_of(self._kleuren.of_words(one.get("color")) for one in found)
        marks = (
            ("doorgehaald", any(_on(one.get("strike")) or _on(one.get("dstrike")) for one in found)),
            ("verborgen", any(_on(one.get("vanish")) for one in found)),
            ("onzichtbaar", meet(words, self._behind(run, found))),
            ("heel klein", any(0 < int(_number(_value(one.get("sz")))) < _SMALL for one in found)),
            ("over elkaar", any(_is_tight(_value(one.get("spacing"))) for one in found)),
        )
        return tuple(mark for mark, holds in marks if holds)

    def _resolved(self, run: Any) -> list[dict[str, Any]]:
        """Give the properties that a run may have: those by its styles, and by each kind of row or column of its table."""
        own = run.find(f"{_W}rPr")
        table, named = self._around(run)
        default = None if self._defaults is None else self._defaults.find(f"{_W}rPrDefault")
        character = self._chain("" if own is None else _value(own.find(f"{_W}rStyle")), "character")
        return [_run_props(default, *table, kind, *named, *character, run) for kind in _kinds(table)]

    def _around(self, node: Any) -> tuple[list[Any], list[Any]]:
        """Give the styles of the table and those of the paragraph that something stands in, the nearest last."""
        p = node if node.tag == f"{_W}p" else next(node.iterancestors(f"{_W}p"), None)
        table = next(node.iterancestors(f"{_W}tbl"), None)
        named = self._chain(_style(p, "pPr", "pStyle"), "paragraph")
        return [] if table is None else self._chain(_style(table, "tblPr", "tblStyle"), "table"), named

    def _chain(self, name: str, kind: str) -> list[Any]:
        """Give a style, or the default of its kind when there is none, after those that it builds on."""
        chain: list[Any] = []
        name = name if name in self._styles else self._plain.get(kind, "")
        while name in self._styles and self._styles[name] not in chain:
            chain.insert(0, self._styles[name])
            name = _value(chain[0].find(f"{_W}basedOn"))
        return chain

    def _behind(self, run: Any, found: list[dict[str, Any]]) -> Kleur:
        """Give the colours that may lie behind a run: its own, or those of its paragraph, cell, text box or the page."""
        holders = (self._shade(holder) for holder in run.iterancestors(f"{_W}p", f"{_W}tc", f"{_W}txbxContent"))
        seen: set[str] = set()
        for colours in (
            _any_of(self._kleuren.of_marker(one.get("highlight")) for one in found),
            _any_of(self._kleuren.of_shade(one.get("shd")) for one in found),
            *holders,
        ):
            seen |= colours - {AUTO}
            if AUTO not in colours:
                return frozenset(seen)
        return frozenset({*seen, WHITE})

    def _shade(self, holder: Any) -> Kleur:
        """Give the shades that a text box, paragraph or cell may have: its own, or else those of the nearest style with one."""
        if holder.tag == f"{_W}txbxContent":
            return self._kleuren.of_box(holder)
        props = "pPr" if holder.tag == f"{_W}p" else "tcPr"
        default = None if self._defaults is None else self._defaults.find(f"{_W}pPrDefault")
        table, named = self._around(holder)
        layers = ((holder, *reversed(named), kind, *reversed(table), default) for kind in _kinds(table))
        found = (_first(each, f"{_W}{props}/{_W}shd") for each in layers)
        return _any_of(map(self._kleuren.of_shade, found))


def looks(element: Any, targets: Mapping[str, str]) -> Looks:
    """Give how a paragraph, row or section looks: properties and the text that has them; `targets` are those of relations."""
    found: list[tuple[str, str]] = []
    for look, text in _walk(element, targets, ""):
        if found and text and found[-1][0] == look and found[-1][1]:
            found[-1] = (look, found[-1][1] + text)
        elif look or text:
            found.append((look, text))
    return tuple(found)


def targets(package: Package, part: str) -> dict[str, str]:
    """Give what each relation of a part leads to: the digest of a picture, and of what is compared by itself the name."""
    return {
        name: sha256(package[relation.target])[:16] if _is_picture(package, relation) else relation.target
        for name, relation in package.relations.get(part, {}).items()
    }


def _is_picture(package: Package, relation: Relation) -> bool:
    return not relation.external and relation.target in package and not PRINTED.fullmatch(relation.target)


def _walk(node: Any, to: Mapping[str, str], look: str) -> Iterator[tuple[str, str]]:
    if node.tag in _PASSED or not isinstance(node.tag, str):
        return
    if node.tag in _TEXT:
        yield look, node.text or " "
        return
    if node.tag == f"{_W}br" and not node.keys():
        yield look, "\n"
        return
    if node.tag == f"{_W}r":
        own = node.find(f"{_W}rPr")
        look = "" if own is None else " ".join(_said(child, to) for child in own)
        children = [child for child in node if child is not own]
    elif node.tag == f"{_W}txbxContent" and next(node.iterancestors(f"{_W}tr"), None) is None:
        return  # these paragraphs are compared by themselves
    else:
        yield _name(node, to), ""
        children = list(node)
    for child in children:
        yield from _walk(child, to, look)


def _said(node: Any, to: Mapping[str, str]) -> str:
    return " ".join(text for text in (_name(node, to), *(_said(child, to) for child in node)) if text)


def _name(node: Any, to: Mapping[str, str]) -> str:
    """Say an element in words: its name and what it holds; a paragraph, a run or a row without properties is no word."""
    name = str(node.tag).rpartition("}")[2]
    held = {
        key.rpartition("}")[2]: to.get(value, value) if key.startswith(_R) else value
        for key, value in node.items()
        if not _is_passing(name, key)
    }
    only = held.pop("val", "") if set(held) <= {"val"} else ""
    values = only or " ".join(f"{key}={value}" for key, value in sorted(held.items()))
    text = (node.text or "").strip()
    shown = " ".join(part for part in (values, text) if part)
    word = _WORDS.get(name, name)
    if name in {"p", "tr", "tc", "hyperlink", "pPr", "rPr", "tcPr", "trPr"} and not shown:
        return ""
    return f"{word}={shown}" if shown else word


def _is_passing(name: str, key: str) -> bool:
    local = key.rpartition("}")[2]
    return local.startswith("rsid") or local in {"paraId", "textId"} or (name in _COUNTED and local == "id")


def _kinds(table: list[Any]) -> list[Any]:
    """Give what the styles of a table say of its kinds of rows and columns; None is a cell of no kind."""
    return [None, *(kind for style in table for kind in style.iterfind(f"{_W}tblStylePr"))]


def _any_of(colours: Iterable[Kleur]) -> Kleur:
    return frozenset[str]().union(*colours)


def _first(layers: Iterable[Any], path: str) -> Any:
    found = (None if layer is None else layer.find(path) for layer in layers)
    return next((node for node in found if node is not None), None)


def _run_props(*layers: Any) -> dict[str, Any]:
    nodes = (node for layer in layers if layer is not None for node in layer.iterfind(f"{_W}rPr/*"))
    found = {str(node.tag).removeprefix(_W): node for node in nodes}
    return {name: node for name, node in found.items() if name in _READ}


def _style(holder: Any, props: str, name: str) -> str:
    return "" if holder is None else _value(holder.find(f"{_W}{props}/{_W}{name}"))


def _is_default(style: Any) -> bool:
    return style.get(f"{_W}default") in {"1", "true"}


def _value(node: Any) -> str:
    return "" if node is None else str(node.get(f"{_W}val", ""))


def _on(node: Any) -> bool:
    return node is not None and node.get(f"{_W}val", "1") not in _OFF


def _is_tight(spacing: str) -> bool:
    return spacing.strip().startswith("-") and not _LOOSE.fullmatch(spacing.strip())


def _number(text: str) -> str:
    return text if text.isascii() and text.isdigit() and len(text) < 6 else "20"  # noqa: PLR2004 - as Word itself
