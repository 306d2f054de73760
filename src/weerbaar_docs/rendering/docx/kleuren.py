# SPDX-License-Identifier: EUPL-1.2
"""The colours that a filled DOCX names -> those in which words, and what lies behind them, may come out.

(1) one program takes the colour of the theme and another the value that stands beside it, so both count;
(2) a theme colour is looked up as Word does: its name, the mapping of the document, the scheme, then tint and shade; without a
    theme it is Office's;
(3) a shade of per cents mixes its two colours, of a pattern both show, and `nil` may show its colour or what lies behind it;
(4) a colour of a theme that is written in a way that Word does not write it, may be any (`ANY`).
"""

from __future__ import annotations

import colorsys
import re
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.rendering.package import DOCUMENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weerbaar_docs.rendering.package import Package

AUTO: Final = "auto"  # black for words; of a shade what lies behind it
ANY: Final = ""
WHITE: Final = "FFFFFF"
BLACK: Final = "000000"
Kleur = frozenset[str]
_NEAR: Final = 40  # of 255, in each of red, green and blue
_HEX: Final = re.compile(r"[0-9A-Fa-f]{6}")
_TONE: Final = re.compile(r"[0-9A-Fa-f]{2}")
_PERCENT: Final = re.compile(r"pct([0-9]{1,2})")
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V: Final = "{urn:schemas-microsoft-com:vml}"
_WPS: Final = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_COLOR: Final = ("themeColor", "themeTint", "themeShade")
_FILL: Final = ("themeFill", "themeFillTint", "themeFillShade")
_OFFICE: Final = {"dk1": BLACK, "lt1": WHITE, "dk2": "44546A", "lt2": "E7E6E6", "accent1": "4472C4", "accent2": "ED7D31",
                  "accent3": "A5A5A5", "accent4": "FFC000", "accent5": "5B9BD5", "accent6": "70AD47", "hlink": "0563C1",
                  "folHlink": "954F72"}  # fmt: skip
_SYSTEM: Final = {"window": WHITE, "windowText": BLACK}
# What the page is filled with by these names, whatever the theme says.
_DRAWN: Final = {
    "bg1": frozenset({WHITE}),
    "lt1": frozenset({WHITE}),
    "tx1": frozenset({BLACK}),
    "dk1": frozenset({BLACK}),
}
# What a document calls a colour -> where its mapping says which one that is -> what the scheme calls that.
_MAPPED: Final = {"background1": "bg1", "text1": "t1", "tx1": "t1", "background2": "bg2", "text2": "t2", "tx2": "t2"}
_MAPPING: Final = {"bg1": "light1", "t1": "dark1", "bg2": "light2", "t2": "dark2"}
_SLOTS: Final = {"dark1": "dk1", "light1": "lt1", "dark2": "dk2", "light2": "lt2", "hyperlink": "hlink",
                 "followedHyperlink": "folHlink"}  # fmt: skip
_MARKERS: Final = {
    "black": BLACK,
    "white": WHITE,
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


class Kleuren:
    """The colours of one document, with its theme."""

    def __init__(self, package: Package) -> None:
        self._scheme = {**{slot: frozenset({colour}) for slot, colour in _OFFICE.items()}, **dict(_scheme(package))}
        settings = package.trees.get("word/settings.xml")
        own = None if settings is None else settings.find(f"{_W}clrSchemeMapping")
        given = {} if own is None else {name.removeprefix(_W): value for name, value in own.items()}
        self._mapping = {**_MAPPING, **given}

    def of_words(self, color: Any) -> Kleur:
        """Give the colours that words may have by a `w:color`."""
        return _opaque(self._named(color, "val", _COLOR), BLACK)

    def of_marker(self, highlight: Any) -> Kleur:
        """Give the colour of a `w:highlight`."""
        return frozenset({AUTO if highlight is None else _MARKERS.get(highlight.get(f"{_W}val", ""), AUTO)})

    def of_shade(self, shd: Any) -> Kleur:
        """Give the colours that a `w:shd` may show."""
        kind = "clear" if shd is None else shd.get(f"{_W}val", "clear")
        back = self._named(shd, "fill", _FILL)
        if kind in {"clear", "nil"}:
            return back if kind == "clear" else back | {AUTO}
        front = _opaque(self._named(shd, "color", _COLOR), BLACK)
        if kind == "solid":
            return front
        back, percent = _opaque(back, WHITE), _PERCENT.fullmatch(kind)
        if percent is None:
            return front | back
        return frozenset(_mixed(one, other, int(percent[1]) / 100) for one in front for other in back)

    def of_box(self, content: Any) -> Kleur:
        """Give the colours that the shape around the words of a text box may be filled with."""
        shape = next(content.iterancestors(f"{_WPS}wsp", f"{_V}shape", f"{_V}rect"), None)
        if shape is not None and shape.tag != f"{_WPS}wsp":
            return _painted(shape)
        fill = None if shape is None else shape.find(f"{_WPS}spPr/{_A}solidFill")
        if fill is None:
            return frozenset({AUTO})
        named = fill.find(f"{_A}schemeClr")
        if named is None or len(named):
            return frozenset(_written(fill))
        name = named.get("val", "")
        return (self._slot(name) | _DRAWN.get(name, frozenset())) or frozenset({ANY})

    def _named(self, node: Any, plain: str, theme: tuple[str, str, str]) -> Kleur:
        if node is None:
            return frozenset({AUTO})
        value = node.get(f"{_W}{plain}", AUTO)
        name, tint, shade = (node.get(f"{_W}{attribute}", "") for attribute in theme)
        toned = (_toned(colour, _share(tint), _share(shade)) for colour in self._slot(name))
        return frozenset({value if _HEX.fullmatch(value) else AUTO, *toned})

    def _slot(self, name: str) -> Kleur:
        name = self._mapping.get(_MAPPED.get(name, name), name)
        return self._scheme.get(_SLOTS.get(name, name), frozenset())


def meet(some: Kleur, others: Kleur) -> bool:
    """Say whether words in one of these colours cannot be told from what lies behind them in one of the others."""
    return any(_near(one, other) for one in some for other in others)


def _painted(shape: Any) -> Kleur:
    """Give the fill of a VML shape: without a colour of its own that is white."""
    if shape.get("filled") in {"f", "false"}:
        return frozenset({AUTO})
    name = shape.get("fillcolor", "").split(" ")[0].lstrip("#")
    return frozenset({name if _HEX.fullmatch(name) else BLACK if name == "black" else WHITE})


def _scheme(package: Package) -> Iterator[tuple[str, Kleur]]:
    relations = package.relations.get(DOCUMENT, {}).values()
    part = next((relation.target for relation in relations if relation.kind == "theme"), "")
    theme = package.trees.get(part)
    for slot in () if theme is None else theme.iterfind(f".//{_A}clrScheme/*"):
        yield str(slot.tag).removeprefix(_A), frozenset(_written(slot))


def _written(slot: Any) -> Iterator[str]:
    """Give the colours that a slot of a theme may stand for: of the system Word takes its own, and others the one it was last."""
    known = [node for node in slot if node.tag in {f"{_A}srgbClr", f"{_A}sysClr"} and not len(node)]
    if len(known) != 1:
        yield ANY
    for node in known:
        value, last = node.get("val", ""), node.get("lastClr", "")
        yield value if _HEX.fullmatch(value) else _SYSTEM.get(value, ANY)
        if _HEX.fullmatch(last):
            yield last


def _opaque(colours: Kleur, instead: str) -> Kleur:
    return frozenset(instead if colour == AUTO else colour for colour in colours)


def _share(tone: str) -> float:
    return int(tone, 16) / 255 if _TONE.fullmatch(tone) else 1


def _toned(colour: str, tint: float, shade: float) -> str:
    """Make a colour as much lighter and darker as a tint and a shade say."""
    if colour == ANY:
        return ANY
    hue, light, saturation = colorsys.rgb_to_hls(*(value / 255 for value in bytes.fromhex(colour)))
    made = colorsys.hls_to_rgb(hue, (light * tint + 1 - tint) * shade, saturation)
    return bytes(round(value * 255) for value in made).hex()


def _mixed(front: str, back: str, share: float) -> str:
    if ANY in {front, back}:
        return ANY
    pairs = zip(bytes.fromhex(front), bytes.fromhex(back), strict=True)
    return bytes(round(one * share + other * (1 - share)) for one, other in pairs).hex()


def _near(one: str, other: str) -> bool:
    return ANY in {one, other} or all(
        abs(a - b) < _NEAR for a, b in zip(bytes.fromhex(one), bytes.fromhex(other), strict=True)
    )
