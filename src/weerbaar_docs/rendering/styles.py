# SPDX-License-Identifier: EUPL-1.2
"""Read WordprocessingML properties against a whitelist and resolve style chains (no I/O).

Whatever stands on neither list is refused by name and place: a property that is lost silently
would change a document that somebody has established.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from weerbaar_docs.errors import Melding
from weerbaar_docs.rendering.fonts import codepoints, is_supported

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Props = dict[str, Any]
Element = Any

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
XML = "http://www.w3.org/XML/1998/namespace"
MAX_MELDINGEN = 50

# Element of pPr or rPr -> the attributes that are understood (val is always one).
_PPR: dict[str, frozenset[str]] = {
    "pStyle": frozenset(),
    "jc": frozenset(),
    "ind": frozenset({"left", "right", "start", "end", "firstLine", "hanging"}),
    "spacing": frozenset({"before", "after", "line", "lineRule"}),
    "contextualSpacing": frozenset(),
    "keepNext": frozenset(),
    "keepLines": frozenset(),
    "widowControl": frozenset(),
    "pageBreakBefore": frozenset(),
    "tabs": frozenset(),
    "pBdr": frozenset(),
    "numPr": frozenset(),
    "outlineLvl": frozenset(),
    "shd": frozenset({"color", "fill", "themeFill", "themeFillTint", "themeFillShade", "themeColor"}),
}
_PPR_IGNORE = frozenset(
    [
        "rPr",
        "suppressAutoHyphens",
        "autoSpaceDE",
        "autoSpaceDN",
        "adjustRightInd",
        "snapToGrid",
        "overflowPunct",
        "kinsoku",
        "wordWrap",
        "topLinePunct",
        "suppressLineNumbers",
        "cnfStyle",
        "textAlignment",
        "divId",
        "mirrorIndents",
    ]
)
_RPR: dict[str, frozenset[str]] = {
    "rStyle": frozenset(),
    "b": frozenset(),
    "i": frozenset(),
    "u": frozenset({"color"}),
    "color": frozenset({"themeColor", "themeTint", "themeShade"}),
    "sz": frozenset(),
    "rFonts": frozenset(
        ["ascii", "hAnsi", "cs", "eastAsia", "hint", "asciiTheme", "hAnsiTheme", "cstheme", "csTheme", "eastAsiaTheme"]
    ),
    "caps": frozenset(),
    "vertAlign": frozenset(),
    "spacing": frozenset(),
}
_RPR_IGNORE = frozenset(
    ["bCs", "iCs", "szCs", "lang", "noProof", "kern", "webHidden", "cs", "specVanish", "snapToGrid"]
)
_OFF = frozenset({"0", "false", "off", "none"})
_HEX = re.compile(r"^[0-9A-Fa-f]{6}$")
_HEADING = re.compile(r"^heading ([1-9])$")
ALIGN = {"left": "left", "start": "left", "center": "center", "right": "right", "end": "right", "both": "justify"}


def w(name: str) -> str:
    """Give the qualified name of a w: element or attribute."""
    return f"{{{W}}}{name}"


def local(element: Element) -> str:
    """Give the name of an element as a person writes it: `p` for w:p, else with a short prefix."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    if tag.startswith(f"{{{W}}}"):
        return tag[len(W) + 2 :]
    return f"{element.prefix or '?'}:{tag.rpartition('}')[2]}"


def val(element: Element | None, name: str = "val", default: str | None = None) -> str | None:
    """Give a w: attribute of an element that may be absent."""
    if element is None:
        return default
    found: str | None = element.get(w(name), default)
    return found


def children(element: Element | None) -> Iterator[Element]:
    """Give the child elements, without comments and processing instructions."""
    if element is not None:
        yield from (child for child in element if isinstance(child.tag, str))


@dataclass(slots=True)
class Refusals:
    """All that a document holds outside the subset, by name and place."""

    meldingen: list[Melding] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def add(self, place: str, what: str, *, code: str = "DOCX-NIET-ONDERSTEUND", solution: str = "") -> None:
        """Note one refusal once per place."""
        if (place, what) in self.seen or len(self.meldingen) >= MAX_MELDINGEN:
            return
        self.seen.add((place, what))
        text = solution or "Haal dit uit het sjabloon of gebruik een constructie uit de sjabloonhandleiding."
        self.meldingen.append(Melding(code=code, ernst="fout", pad=place, melding=what, oplossing=text))

    def element(self, place: str, element: Element) -> None:
        """Refuse an element by name."""
        name = local(element)
        self.add(place, f"element {name if ':' in name else 'w:' + name} wordt niet ondersteund")

    def attribute(self, place: str, element: Element, name: str) -> None:
        """Refuse an attribute by name."""
        self.add(place, f"attribuut w:{name} van w:{local(element)} wordt niet ondersteund")

    def value(self, place: str, element: Element, name: str = "val") -> None:
        """Refuse the value of an attribute; the value itself is not quoted."""
        self.add(place, f"de waarde van w:{name} in w:{local(element)} wordt niet ondersteund")

    def check_attributes(self, place: str, element: Element, allowed: frozenset[str]) -> None:
        """Refuse each w: attribute outside `allowed`; val and rsid* are always allowed."""
        for key in element.attrib:
            name = str(key).rpartition("}")[2]
            if not str(key).startswith(f"{{{W}}}") or name == "val" or name.startswith("rsid"):
                continue
            if name not in allowed:
                self.attribute(place, element, name)

    def number(self, place: str, element: Element, name: str) -> float | None:
        """Read a whole number (twips, half-points, eighths) or refuse it."""
        text = val(element, name)
        if text is None:
            return None
        try:
            return float(int(text))
        except ValueError:
            self.value(place, element, name)
            return None


def flag(element: Element) -> bool:
    """Read an on/off property."""
    return val(element, default="1") not in _OFF


def border(element: Element, place: str, refusals: Refusals) -> Props | None:
    """Read one border line; None when there is none."""
    refusals.check_attributes(
        place, element, frozenset({"sz", "space", "color", "themeColor", "themeTint", "themeShade"})
    )
    if val(element) in {None, "nil", "none"}:
        return None
    if val(element) != "single":
        refusals.value(place, element)
    size = refusals.number(place, element, "sz")
    space = refusals.number(place, element, "space")
    colour = val(element, "color", "auto") or "auto"
    return {
        "w": max((size if size is not None else 4) / 8, 0.25),
        "space": space or 0,
        "c": f"#{colour}" if _HEX.match(colour) else "#000000",
    }


def fill(element: Element, place: str, refusals: Refusals) -> str | None:
    """Read shading: a plain colour or none."""
    refusals.check_attributes(place, element, _PPR["shd"])
    if val(element, default="clear") not in {"clear", "nil"}:
        refusals.value(place, element)
    colour = val(element, "fill", "auto") or "auto"
    return f"#{colour}" if _HEX.match(colour) else None


def paragraph_props(element: Element | None, place: str, refusals: Refusals) -> Props:
    """Read a w:pPr; lengths become points."""
    props: Props = {}
    for child in children(element):
        name = local(child)
        if name in _PPR_IGNORE:
            continue
        if name not in _PPR:
            refusals.element(place, child)
            continue
        refusals.check_attributes(place, child, _PPR[name])
        _paragraph_prop(name, child, props, place, refusals)
    return props


def _paragraph_prop(name: str, child: Element, props: Props, place: str, refusals: Refusals) -> None:
    if name in _FLAGS:
        props[name] = flag(child)
    elif name in _PARAGRAPH_READERS:
        props |= _PARAGRAPH_READERS[name](child, place, refusals)
    elif name == "shd" and fill(child, place, refusals) not in {None, "#FFFFFF", "#ffffff"}:
        refusals.add(place, "achtergrondkleur van een alinea (w:shd) wordt niet ondersteund")


def _alignment(child: Element, place: str, refusals: Refusals) -> Props:
    if val(child) not in ALIGN:
        refusals.value(place, child)
    return {"jc": ALIGN.get(val(child) or "left", "left")}


def _indent(child: Element, place: str, refusals: Refusals) -> Props:
    found: Props = {}
    for key, names in {"left": ("left", "start"), "right": ("right", "end")}.items():
        for name in names:
            number = refusals.number(place, child, name)
            if number is not None:
                found[key] = number / 20
    first = refusals.number(place, child, "firstLine")
    hanging = refusals.number(place, child, "hanging")
    if hanging is not None:
        found["first"] = -hanging / 20
    elif first is not None:
        found["first"] = first / 20
    return found


def _spacing(child: Element, place: str, refusals: Refusals) -> Props:
    found: Props = {}
    for name in ("before", "after"):
        number = refusals.number(place, child, name)
        if number is not None:
            found[name] = number / 20
    line = refusals.number(place, child, "line")
    rule = val(child, "lineRule", "auto")
    if rule not in {"auto", "exact", "atLeast"}:
        refusals.value(place, child, "lineRule")
    if line is not None:
        found["line"] = line / 240 if rule == "auto" else line / 20
        found["rule"] = rule
    return found


def _tabs(child: Element, place: str, refusals: Refusals) -> dict[float, str]:
    found: dict[float, str] = {}
    for tab in children(child):
        if local(tab) != "tab":
            refusals.element(place, tab)
            continue
        refusals.check_attributes(place, tab, frozenset({"pos", "leader"}))
        if val(tab, "leader", "none") != "none":
            refusals.value(place, tab, "leader")
        kind = {"start": "left", "end": "right", "num": "left"}.get(val(tab) or "", val(tab) or "")
        if kind not in {"left", "center", "right", "clear"}:
            refusals.value(place, tab)
        found[(refusals.number(place, tab, "pos") or 0) / 20] = kind
    return found


def _paragraph_borders(child: Element, place: str, refusals: Refusals) -> dict[str, Props | None]:
    found: dict[str, Props | None] = {}
    for side in children(child):
        line = border(side, place, refusals)
        if local(side) in {"top", "bottom"}:
            found[local(side)] = line
        elif line is not None:
            refusals.element(place, side)
    return found


def _number_reference(child: Element, place: str, refusals: Refusals) -> Props:
    found: Props = {}
    for part in children(child):
        if local(part) not in {"ilvl", "numId"}:
            refusals.element(place, part)
            continue
        found[local(part)] = val(part)
    return found


_FLAGS = frozenset(["contextualSpacing", "keepNext", "keepLines", "widowControl", "pageBreakBefore"])
_PARAGRAPH_READERS: dict[str, Callable[[Element, str, Refusals], Props]] = {
    "pStyle": lambda child, _place, _refusals: {"style": val(child)},
    "jc": _alignment,
    "ind": _indent,
    "spacing": _spacing,
    "tabs": lambda child, place, refusals: {"tabs": _tabs(child, place, refusals)},
    "pBdr": lambda child, place, refusals: {"bdr": _paragraph_borders(child, place, refusals)},
    "numPr": _number_reference,
    "outlineLvl": lambda child, _place, _refusals: {"outline": val(child)},
}


def run_props(element: Element | None, place: str, refusals: Refusals) -> Props:
    """Read a w:rPr: b, i, u, c (colour), sz (points), fonts, caps, va, track."""
    props: Props = {}
    for child in children(element):
        name = local(child)
        if name in _RPR_IGNORE or name.startswith("w14:"):
            continue
        if name not in _RPR:
            if name in {"strike", "dstrike", "smallCaps", "vanish", "shadow", "outline", "emboss", "imprint"} and not (
                flag(child)
            ):
                continue
            refusals.element(place, child)
            continue
        refusals.check_attributes(place, child, _RPR[name])
        props |= _RUN_READERS[name](child, place, refusals)
    return props


def _underline(child: Element, place: str, refusals: Refusals) -> Props:
    kind = val(child, default="single")
    if kind not in {"single", "none"}:
        refusals.value(place, child)
    return {"u": kind != "none"}


def _colour(child: Element, place: str, refusals: Refusals) -> Props:
    colour = val(child, default="auto") or "auto"
    if colour != "auto" and not _HEX.match(colour):
        refusals.value(place, child)
    return {"c": f"#{colour}" if _HEX.match(colour) else "#000000"}


def _font_names(child: Element, _place: str, _refusals: Refusals) -> Props:
    names = ("ascii", "hAnsi", "asciiTheme", "hAnsiTheme")
    found: Props = {name: child.get(w(name)) for name in names if child.get(w(name))}
    for name in ("ascii", "hAnsi"):
        if name in found:
            found.setdefault(f"{name}Theme", None)
    return found


def _vertical(child: Element, place: str, refusals: Refusals) -> Props:
    if val(child) not in {"superscript", "subscript", "baseline"}:
        refusals.value(place, child)
    return {"va": {"superscript": "super", "subscript": "sub"}.get(val(child) or "")}


_RUN_READERS: dict[str, Callable[[Element, str, Refusals], Props]] = {
    "b": lambda child, _place, _refusals: {"b": flag(child)},
    "i": lambda child, _place, _refusals: {"i": flag(child)},
    "caps": lambda child, _place, _refusals: {"caps": flag(child)},
    "rStyle": lambda child, _place, _refusals: {"style": val(child)},
    "u": _underline,
    "color": _colour,
    "sz": lambda child, place, refusals: {"sz": (refusals.number(place, child, "val") or 20) / 2},
    "rFonts": _font_names,
    "vertAlign": _vertical,
    "spacing": lambda child, place, refusals: {"track": (refusals.number(place, child, "val") or 0) / 20},
}


@dataclass(slots=True)
class Style:
    """One style of styles.xml with its own properties, not those of its base."""

    name: str
    based_on: str | None
    paragraph: Props
    run: Props
    table: Element | None


class Styles:
    """The styles of a document; a style is read, and its refusals noted, when it is first used."""

    def __init__(self, root: Element | None, theme: Element | None, refusals: Refusals) -> None:
        self.refusals = refusals
        self._elements: dict[str, Element] = {}
        self._read: dict[str, Style] = {}
        self._defaults: dict[str, str] = {}
        self._theme = {
            kind: font.get("typeface")
            for kind in ("major", "minor")
            for font in (theme.iterfind(f".//{{{A}}}{kind}Font/{{{A}}}latin") if theme is not None else ())
        }
        self.default_paragraph: Props = {}
        self.default_run: Props = {}
        if root is None:
            return
        for element in root.iterfind(w("style")):
            style_id = val(element, "styleId") or ""
            self._elements[style_id] = element
            if val(element, "default") in {"1", "true"}:
                self._defaults[val(element, "type") or ""] = style_id
        place = "word/styles.xml docDefaults"
        defaults = root.find(w("docDefaults"))
        if defaults is not None:
            self.default_paragraph = paragraph_props(defaults.find(f"{w('pPrDefault')}/{w('pPr')}"), place, refusals)
            self.default_run = run_props(defaults.find(f"{w('rPrDefault')}/{w('rPr')}"), place, refusals)

    def chain(self, style_id: str | None, kind: str) -> list[Style]:
        """Give a style and its bases, base first; the default style of its kind when there is none."""
        found: list[Style] = []
        current = style_id if style_id in self._elements else self._defaults.get(kind)
        seen: set[str] = set()
        while current and current in self._elements and current not in seen:
            seen.add(current)
            style = self._style(current)
            found.insert(0, style)
            current = style.based_on
        return found

    def _style(self, style_id: str) -> Style:
        if style_id not in self._read:
            element = self._elements[style_id]
            name = val(element.find(w("name"))) or style_id
            place = f"word/styles.xml stijl {name}"
            for child in element.iterfind(w("tblStylePr")):
                self.refusals.element(place, child)
            self._read[style_id] = Style(
                name=name.lower(),
                based_on=val(element.find(w("basedOn"))),
                paragraph=paragraph_props(element.find(w("pPr")), place, self.refusals),
                run=run_props(element.find(w("rPr")), place, self.refusals),
                table=element.find(w("tblPr")),
            )
        return self._read[style_id]

    def font(self, props: Props) -> str:
        """Give the font name that a run asks for, theme fonts resolved."""
        theme = props.get("asciiTheme")
        if theme:
            return str(self._theme.get("major" if theme.startswith("major") else "minor") or theme)
        return str(props.get("ascii") or props.get("hAnsi") or "Times New Roman")

    def run(self, place: str, props: Props) -> Props:
        """Give the closed set of run properties that goes to Typst; an unknown font is refused."""
        name = self.font(props)
        if not is_supported(name):
            self.refusals.add(
                place,
                f"het lettertype {name} is er niet",
                code="DOCX-LETTERTYPE",
                solution="Zet het sjabloon in Arial (ook de themalettertypen).",
            )
        return {
            "b": bool(props.get("b")),
            "i": bool(props.get("i")),
            "u": bool(props.get("u")),
            "c": props.get("c", "#000000"),
            "sz": props.get("sz", 10),
            "va": props.get("va"),
            "track": props.get("track", 0),
            "caps": bool(props.get("caps")),
        }


def heading_level(chain: list[Style]) -> int | None:
    """Give 0 for a title, 1-9 for a heading, None for anything else; the nearest style decides."""
    for style in reversed(chain):
        if style.name == "title":
            return 0
        if found := _HEADING.match(style.name):
            return int(found[1])
    return None


@dataclass(slots=True)
class Level:
    """One level of a list: its kind, label text, start and paragraph and run properties."""

    kind: str
    text: str
    start: int
    paragraph: Props
    run: Props


_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf02d": "–", "o": "○", "·": "•", "-": "–"}


class Numbering:
    """The lists of numbering.xml and the running counters of a document."""

    def __init__(self, root: Element | None, refusals: Refusals) -> None:
        self.refusals = refusals
        self._abstract = {
            val(e, "abstractNumId"): e for e in (root.iterfind(w("abstractNum")) if root is not None else ())
        }
        self._nums = {val(e, "numId"): e for e in (root.iterfind(w("num")) if root is not None else ())}
        self._levels: dict[tuple[str, int], Level | None] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[str] = set()

    def level(self, num_id: str, ilvl: int) -> Level | None:
        """Give a level of a list, None when the document does not define it."""
        key = (num_id, ilvl)
        if key not in self._levels:
            self._levels[key] = self._read(num_id, ilvl)
        return self._levels[key]

    def _read(self, num_id: str, ilvl: int) -> Level | None:
        num = self._nums.get(num_id)
        if num is None:
            return None
        abstract = self._abstract.get(val(num.find(w("abstractNumId"))))
        override = next((o for o in num.iterfind(w("lvlOverride")) if val(o, "ilvl") == str(ilvl)), None)
        found = override.find(w("lvl")) if override is not None else None
        if found is None and abstract is not None:
            found = next((e for e in abstract.iterfind(w("lvl")) if val(e, "ilvl") == str(ilvl)), None)
        if found is None:
            return None
        place = f"word/numbering.xml lijst {num_id} niveau {ilvl + 1}"
        kind = val(found.find(w("numFmt")), default="decimal") or "decimal"
        text = val(found.find(w("lvlText")), default="") or ""
        if kind == "bullet":
            text = _BULLETS.get(text, text)
        elif kind not in {"decimal", "lowerLetter"}:
            self.refusals.value(place, found.find(w("numFmt")))
        if any(ord(character) not in codepoints() for character in text):
            self.refusals.add(place, "het opsommingsteken staat niet in het lettertype")
        start = val(override.find(w("startOverride"))) if override is not None else None
        return Level(
            kind=kind,
            text=text,
            start=int(start or val(found.find(w("start")), default="1") or 1),
            paragraph=paragraph_props(found.find(w("pPr")), place, self.refusals),
            run={
                key: value
                for key, value in run_props(found.find(w("rPr")), place, self.refusals).items()
                if kind != "bullet" or key not in {"ascii", "hAnsi", "asciiTheme", "hAnsiTheme"}
            },
        )

    def label(self, num_id: str, ilvl: int, level: Level) -> str:
        """Count one item and give its label."""
        if level.kind == "bullet":
            return level.text
        num = self._nums[num_id]
        key = val(num.find(w("abstractNumId"))) or num_id
        counters = self._counters.setdefault(key, [None] * 10)
        if num_id not in self._started:
            self._started.add(num_id)
            if any(val(o.find(w("startOverride"))) for o in num.iterfind(w("lvlOverride"))):
                counters[:] = [None] * 10
        current = counters[ilvl]
        counters[ilvl] = level.start if current is None else current + 1
        counters[ilvl + 1 :] = [None] * (9 - ilvl)
        return re.sub(r"%([1-9])", lambda found: self._shown(num_id, int(found[1]) - 1, counters), level.text)

    def _shown(self, num_id: str, ilvl: int, counters: list[int | None]) -> str:
        level = self.level(num_id, ilvl)
        number = counters[ilvl] or (level.start if level else 1)
        if level is None or level.kind != "lowerLetter":
            return str(number)
        return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
