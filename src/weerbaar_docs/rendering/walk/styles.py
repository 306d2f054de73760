# SPDX-License-Identifier: EUPL-1.2
"""styles.xml and the theme -> chains of styles; a style is read, and its refusals noted, when it is first used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weerbaar_docs.rendering.fonts import FAMILY, STANDARD_LINE
from weerbaar_docs.rendering.walk.names import A, Element, Props, children, local, val, w
from weerbaar_docs.rendering.walk.paragraph_props import paragraph_props
from weerbaar_docs.rendering.walk.run_props import run_props
from weerbaar_docs.rendering.walk.whitelist import STYLE_IGNORED, STYLE_READ

if TYPE_CHECKING:
    from weerbaar_docs.rendering.fonts import Lettertype, Lettertypen
    from weerbaar_docs.rendering.walk.refusals import Refusals

_KNOWN = STYLE_READ | set(STYLE_IGNORED)
_HEADING = re.compile(r"^heading ([1-9])$")


@dataclass(slots=True)
class Style:
    """One style of styles.xml with its own properties, not those of its base."""

    name: str
    based_on: str | None
    paragraph: Props
    run: Props
    table: Element | None
    conditional: list[Element]


class Styles:
    """The styles of a document; a style is read, and its refusals noted, when it is first used."""

    def __init__(self, root: Element | None, theme: Element | None, refusals: Refusals, fonts: Lettertypen) -> None:
        self.refusals, self.fonts = refusals, fonts
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
            for child in children(element):
                if (local(child) in {"trPr", "tcPr"} and len(child)) or local(child) not in _KNOWN:
                    self.refusals.element(place, child)
            self._read[style_id] = Style(
                name=name.lower(),
                based_on=val(element.find(w("basedOn"))),
                paragraph=paragraph_props(element.find(w("pPr")), place, self.refusals),
                run=run_props(element.find(w("rPr")), place, self.refusals),
                table=element.find(w("tblPr")),
                conditional=list(element.iterfind(w("tblStylePr"))),
            )
        return self._read[style_id]

    def frame(self, style_id: str) -> Element | None:
        """Give the w:framePr of a style or the nearest of its bases."""
        seen: set[str] = set()
        while style_id in self._elements and style_id not in seen:
            seen.add(style_id)
            found = self._elements[style_id].find(f"{w('pPr')}/{w('framePr')}")
            if found is not None:
                return found
            style_id = val(self._elements[style_id].find(w("basedOn"))) or ""
        return None

    def has(self, name: str) -> bool:
        """Say whether the document has a paragraph style of this name."""
        return self.named(name) is not None

    def named(self, name: str) -> str | None:
        """Give the id of the paragraph style of this name."""
        return next(
            (
                style_id
                for style_id, element in self._elements.items()
                if (val(element.find(w("name"))) or "").lower() == name
                and val(element, "type", "paragraph") == "paragraph"
            ),
            None,
        )

    def font(self, props: Props) -> str:
        """Give the font name that a run asks for, theme fonts resolved."""
        theme = props.get("asciiTheme")
        if theme:
            return str(self._theme.get("major" if theme.startswith("major") else "minor") or theme)
        return str(props.get("ascii") or props.get("hAnsi") or "Times New Roman")

    def run(self, place: str, props: Props) -> Props:
        """Give the closed set of run properties that goes to Typst; an unknown font is refused."""
        found = self._font(place, self.font(props), (bool(props.get("b")), bool(props.get("i"))))
        return (
            {
                "b": bool(props.get("b")),
                "i": bool(props.get("i")),
                "u": bool(props.get("u")),
                "c": props.get("c", "#000000"),
                "sz": props.get("sz", 10),
                "va": props.get("va"),
                "track": props.get("track", 0),
                "caps": bool(props.get("caps")),
            }
            | ({"strike": True} if props.get("strike") else {})
            | _marked(props)
            | _set_in(found)
        )

    def line(self, props: Props) -> tuple[float, float]:
        """Give the height of a line and the part of it below the base line, in em, for runs that are not resolved."""
        found = self.fonts.find(self.font(props)) or self.fonts.find(FAMILY)
        return (found.line, found.descent) if found else STANDARD_LINE

    def _font(self, place: str, name: str, face: tuple[bool, bool]) -> Lettertype | None:
        found = self.fonts.find(name)
        if found is None:
            self.refusals.add(
                place,
                f"het lettertype {name} is er niet",
                code="DOCX-LETTERTYPE",
                solution="Zet het sjabloon in Arial (ook de themalettertypen), of wijs een map met dit lettertype aan.",
            )
        elif face not in found.faces:
            self.refusals.add(
                place,
                f"het lettertype {name} heeft deze vorm (vet of cursief) niet",
                code="DOCX-LETTERTYPE",
                solution="Zet alle vier de vormen van het lettertype in de map.",
            )
        elif found.vervangt:
            self.refusals.warn(
                "word/styles.xml",
                f"het lettertype {name} is er niet; {found.family} heeft dezelfde breedten en komt ervoor in de plaats",
                code="DOCX-LETTERTYPE",
                solution="Wijs een map met dit lettertype aan als de PDF er precies zo uit moet zien.",
            )
        return found


def _marked(props: Props) -> Props:
    """Give what few runs have: another underline, a marker or fill behind the text, small capitals."""
    found = {
        "ul": props.get("u") and props.get("ul"),
        "hl": props.get("hl") or props.get("shd"),
        "small": props.get("small"),
    }
    return {key: value for key, value in found.items() if value}


def _set_in(font: Lettertype | None) -> Props:
    """Give the family and the line of a font, where it is not the standard one."""
    if font is None or font.family == FAMILY:
        return {}
    return {"f": font.family, "line": [font.line, font.descent]}


def heading_level(chain: list[Style]) -> int | None:
    """Give 0 for a title, 1-9 for a heading, None for anything else; the nearest style decides."""
    for style in reversed(chain):
        if style.name == "title":
            return 0
        if found := _HEADING.match(style.name):
            return int(found[1])
    return None


def merge(props: Props, own: Props) -> None:
    """Lay own properties over inherited ones; tab stops add up."""
    tabs = {**props.get("tabs", {}), **own.get("tabs", {})}
    borders = {**props.get("bdr", {}), **own.get("bdr", {})} if "bdr" in own else props.get("bdr", {})
    props |= own
    props["tabs"] = {at: kind for at, kind in tabs.items() if kind != "clear"}
    props["bdr"] = borders
