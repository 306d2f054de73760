# SPDX-License-Identifier: EUPL-1.2
"""A paragraph or row of a filled DOCX -> how it looks, for a comparison of two documents of one template.

(1) `Merken` says of a run what makes its words mean something else, or not be seen: struck through, hidden, in the colour
of what lies behind it, below four points; styles count; (2) `looks` gives all the rest too: every property, picture, link
and field, with the text that has it, so that two paragraphs are the same only if they look the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.canonical import sha256
from weerbaar_docs.rendering.package import PRINTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from weerbaar_docs.rendering.package import Package, Relation

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OFF: Final = frozenset({"0", "false", "off", "none"})
_READ: Final = ("strike", "dstrike", "vanish", "color", "sz", "shd", "highlight")
_SMALL: Final = 8  # half points
_NEAR: Final = 40  # of 255, in each of red, green and blue
_WHITE: Final = "FFFFFF"
_BLACK: Final = "000000"
_PAGE: Final = frozenset(
    {"background1", "light1", "lt1", "bg1"}
)  # the colour of the page, whatever value stands beside it
_MARKERS: Final = {
    "black": _BLACK,
    "white": _WHITE,
    "red": "FF0000",
    "green": "00FF00",
    "blue": "0000FF",
    "cyan": "00FFFF",
    "magenta": "FF00FF",
    "yellow": "FFFF00",
    "darkRed": "800000",
    "darkGreen": "008000",
    "darkBlue": "000080",
    "darkCyan": "008080",
    "darkMagenta": "800080",
    "darkYellow": "808000",
    "darkGray": "808080",
    "lightGray": "C0C0C0",
}
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
        self._default = {} if styles is None else _run_props(styles.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr"))
        self._plain = next((name for name, style in self._styles.items() if _is_default(style)), "")

    def of(self, run: Any) -> tuple[str, ...]:
        """Give the marks of a run, in Dutch."""
        found = self._resolved(run)
        marks = (
            ("doorgehaald", _on(found, "strike") or _on(found, "dstrike")),
            ("verborgen", _on(found, "vanish")),
            ("onzichtbaar", _same_colour(found.get("color", "auto"), _behind(run, found))),
            ("heel klein", 0 < int(_number(found.get("sz", "20"))) < _SMALL),
        )
        return tuple(mark for mark, holds in marks if holds)

    def _resolved(self, run: Any) -> dict[str, str]:
        p = next(run.iterancestors(f"{_W}p"), None)
        table = next(run.iterancestors(f"{_W}tbl"), None)
        own = run.find(f"{_W}rPr")
        return {
            **self._default,
            **self._of_style(_style(table, "tblPr", "tblStyle")),
            **self._of_style(_style(p, "pPr", "pStyle") or self._plain),
            **self._of_style("" if own is None else _value(own.find(f"{_W}rStyle"))),
            **_run_props(own),
        }

    def _of_style(self, name: str) -> dict[str, str]:
        chain: list[Any] = []
        while name in self._styles and self._styles[name] not in chain:
            chain.insert(0, self._styles[name])
            name = _value(chain[0].find(f"{_W}basedOn"))
        return {key: value for style in chain for key, value in _run_props(style.find(f"{_W}rPr")).items()}


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


def _run_props(rpr: Any) -> dict[str, str]:
    nodes = () if rpr is None else rpr
    found = {str(node.tag).removeprefix(_W): node for node in nodes}
    return {name: _held(name, found[name]) for name in _READ if name in found}


def _held(name: str, node: Any) -> str:
    if name == "shd":
        return _fill(node)
    in_theme = name == "color" and node.get(f"{_W}themeColor") in _PAGE
    return _WHITE if in_theme else str(node.get(f"{_W}val", "1"))


def _fill(shade: Any) -> str:
    """Give the colour of a shade: a solid one shows that of its pattern, black if it names none."""
    solid = shade.get(f"{_W}val") == "solid"
    name, theme, other = ("color", "themeColor", _BLACK) if solid else ("fill", "themeFill", "auto")
    colour = _WHITE if shade.get(f"{_W}{theme}") in _PAGE else str(shade.get(f"{_W}{name}", "auto"))
    return other if colour == "auto" else colour


def _behind(run: Any, found: Mapping[str, str]) -> str:
    """Give the colour behind a run: its own, or that of its paragraph, cell or the page."""
    own = [_MARKERS.get(found.get("highlight", ""), "auto"), found.get("shd", "auto")]
    for holder, props in (("p", "pPr"), ("tc", "tcPr")):
        for node in run.iterancestors(f"{_W}{holder}"):
            shade = node.find(f"{_W}{props}/{_W}shd")
            own.append("auto" if shade is None else _fill(shade))
    return next((colour for colour in own if colour != "auto"), _WHITE)


def _same_colour(one: str, other: str) -> bool:
    try:
        pairs = zip(bytes.fromhex(_BLACK if one == "auto" else one), bytes.fromhex(other), strict=True)
    except ValueError:
        return False
    return all(abs(a - b) < _NEAR for a, b in pairs)


def _style(holder: Any, props: str, name: str) -> str:
    return "" if holder is None else _value(holder.find(f"{_W}{props}/{_W}{name}"))


def _is_default(style: Any) -> bool:
    return style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in {"1", "true"}


def _value(node: Any) -> str:
    return "" if node is None else str(node.get(f"{_W}val", ""))


def _on(found: Mapping[str, str], name: str) -> bool:
    return found.get(name, "0") not in _OFF


def _number(text: str) -> str:
    return text if text.isascii() and text.isdigit() and len(text) < 6 else "20"  # noqa: PLR2004 - as Word itself
