# SPDX-License-Identifier: EUPL-1.2
"""A paragraph or row of a filled DOCX -> how it looks, for a comparison of two documents of one template.

(1) `Merken` says of a run what makes its words mean something else, or not be seen: struck through, hidden, in the colour
of what lies behind it, below four points; styles count; (2) `looks` gives all the rest too: every property, picture, link
and field, with the text that has it, so that two paragraphs are the same only if they look the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.canonical import sha256
from weerbaar_docs.rendering.docx.kleuren import AUTO, WHITE, Kleuren, meet
from weerbaar_docs.rendering.package import PRINTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from weerbaar_docs.rendering.docx.kleuren import Kleur
    from weerbaar_docs.rendering.package import Package, Relation

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OFF: Final = frozenset({"0", "false", "off", "none"})
_READ: Final = frozenset({"strike", "dstrike", "vanish", "color", "sz", "shd", "highlight"})
_SMALL: Final = 8  # half points
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
        self._plain = next((name for name, style in self._styles.items() if _is_default(style)), "")
        self._kleuren = Kleuren(package)

    def of(self, run: Any) -> tuple[str, ...]:
        """Give the marks of a run, in Dutch."""
        found = self._resolved(run)
        marks = (
            ("doorgehaald", _on(found.get("strike")) or _on(found.get("dstrike"))),
            ("verborgen", _on(found.get("vanish"))),
            ("onzichtbaar", meet(self._kleuren.of_words(found.get("color")), self._behind(run, found))),
            ("heel klein", 0 < int(_number(_value(found.get("sz")))) < _SMALL),
        )
        return tuple(mark for mark, holds in marks if holds)

    def _resolved(self, run: Any) -> dict[str, Any]:
        own = run.find(f"{_W}rPr")
        styles = (*self._around(run), *self._chain("" if own is None else _value(own.find(f"{_W}rStyle"))))
        default = None if self._defaults is None else self._defaults.find(f"{_W}rPrDefault/{_W}rPr")
        found: dict[str, Any] = {}
        for props in (default, *(style.find(f"{_W}rPr") for style in styles), own):
            found |= _run_props(props)
        return found

    def _around(self, node: Any) -> list[Any]:
        """Give the styles of the table and the paragraph that something stands in, the nearest last."""
        p = node if node.tag == f"{_W}p" else next(node.iterancestors(f"{_W}p"), None)
        table = next(node.iterancestors(f"{_W}tbl"), None)
        named = _style(p, "pPr", "pStyle") or self._plain
        return [*self._chain(_style(table, "tblPr", "tblStyle")), *self._chain(named)]

    def _chain(self, name: str) -> list[Any]:
        chain: list[Any] = []
        while name in self._styles and self._styles[name] not in chain:
            chain.insert(0, self._styles[name])
            name = _value(chain[0].find(f"{_W}basedOn"))
        return chain

    def _behind(self, run: Any, found: Mapping[str, Any]) -> Kleur:
        """Give the colours that may lie behind a run: its own, or those of its paragraph, cell or the page."""
        holders = (self._shade(holder) for holder in run.iterancestors(f"{_W}p", f"{_W}tc"))
        seen: set[str] = set()
        for colours in (
            self._kleuren.of_marker(found.get("highlight")),
            self._kleuren.of_shade(found.get("shd")),
            *holders,
        ):
            seen |= colours - {AUTO}
            if AUTO not in colours:
                return frozenset(seen)
        return frozenset({*seen, WHITE})

    def _shade(self, holder: Any) -> Kleur:
        """Give the shade of a paragraph or cell: its own, or else that of the nearest style that has one."""
        props = "pPr" if holder.tag == f"{_W}p" else "tcPr"
        default = None if self._defaults is None else self._defaults.find(f"{_W}pPrDefault")
        holders = (holder, *reversed(self._around(holder)), default)
        found = (None if one is None else one.find(f"{_W}{props}/{_W}shd") for one in holders)
        return self._kleuren.of_shade(next((shade for shade in found if shade is not None), None))


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


def _run_props(rpr: Any) -> dict[str, Any]:
    nodes = () if rpr is None else rpr
    found = {str(node.tag).removeprefix(_W): node for node in nodes}
    return {name: node for name, node in found.items() if name in _READ}


def _style(holder: Any, props: str, name: str) -> str:
    return "" if holder is None else _value(holder.find(f"{_W}{props}/{_W}{name}"))


def _is_default(style: Any) -> bool:
    return style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in {"1", "true"}


def _value(node: Any) -> str:
    return "" if node is None else str(node.get(f"{_W}val", ""))


def _on(node: Any) -> bool:
    return node is not None and node.get(f"{_W}val", "1") not in _OFF


def _number(text: str) -> str:
    return text if text.isascii() and text.isdigit() and len(text) < 6 else "20"  # noqa: PLR2004 - as Word itself
