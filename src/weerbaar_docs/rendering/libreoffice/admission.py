# SPDX-License-Identifier: EUPL-1.2
"""DOCX -> the same DOCX, if LibreOffice may open it; every fault at once, by name and place.

1. It is an ordinary Word file within limits (rendering/package.py).
2. Nothing lies outside the file but hyperlinks (http, https, mailto): no linked picture, template, sound or text.
3. No OLE, ActiveX or foreign formats (altChunk) inside.
4. Fields come from a short list: no date of today, no file name, no text from elsewhere, no old result.
5. A picture in the text has an alternative text, or says that it is decoration.
6. No character turns the direction of the text around it: who reads would see another text than there is.
7. No text box or frame of the page hangs in a header or footer: LibreOffice 7.4 sets it elsewhere.
8. Every font that is named has one of the same metrics here; nothing is replaced in silence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from weerbaar_docs.errors import Melding, RenderingError
from weerbaar_docs.rendering.package import INSIDE, PRINTED, read_package, relations_of
from weerbaar_docs.rendering.walk.glyphs import DIRECTION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from weerbaar_docs.rendering.package import Package

METRIC_COMPATIBLE = frozenset(
    {
        *("arial", "arimo", "helvetica", "liberation sans"),
        *("times new roman", "times", "tinos", "liberation serif"),
        *("courier new", "courier", "cousine", "liberation mono"),
    }
)
# Not SECTION, SECTIONPAGES, SEQ and STYLEREF: of those LibreOffice prints the result that stood in the template.
FIELDS = frozenset(
    {
        *("DOCPROPERTY", "FORMTEXT", "HYPERLINK", "NOTEREF", "NUMPAGES", "PAGE", "PAGEREF", "QUOTE", "REF", "TC"),
        *("TITLE", "TOC", "XE"),
    }
)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_V = "{urn:schemas-microsoft-com:vml}"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_REFUSED = re.compile(rf"({'|'.join(INSIDE)}|attachedTemplate|activeX\w*)$")
_LINK = re.compile(r"(https?|mailto):", re.IGNORECASE)
_RUNNING = re.compile(r"word/(header|footer)\d*\.xml")
_BODY = re.compile(r"word/(document|footnotes|endnotes)\.xml")
_THEMES = ("ascii", "hAnsi")

Element = Any


def admit(docx: bytes) -> None:
    """Let a DOCX through, or raise RenderingError with all that stands in the way."""
    package = read_package(docx)
    meldingen = [melding for owner in package.relations for melding in _relations(owner, package)]
    meldingen += [melding for name, root in package.trees.items() for melding in _faults(name, root)]
    meldingen += _fonts(package.trees)
    if meldingen:
        raise RenderingError(*meldingen)


def _faults(name: str, root: Element) -> Iterator[Melding]:
    if PRINTED.fullmatch(name):
        yield from (_field_fault(name, field) for field in sorted(set(_field_names(root)) - FIELDS))
        yield from _turned(name, root)
    if _RUNNING.fullmatch(name):
        yield from _hung(name, root)
    if _BODY.fullmatch(name):
        yield from _pictures(name, root)


def _hung(name: str, root: Element) -> Iterator[Melding]:
    frames = (frame.get(f"{_W}{axis}Anchor") for frame in root.iter(f"{_W}framePr") for axis in "hv")
    if next(root.iter(f"{_WPS}txbx"), None) is not None or "page" in frames:
        text = "een tekstvak of kader in een kop- of voettekst komt hier op een andere plaats"
        yield Melding.fout("DOCX-PLAATS", name, text, "Zet de tekst in een tabel, of kies de motor typst.")


def _turned(name: str, root: Element) -> Iterator[Melding]:
    for code in sorted({ord(character) for text in root.itertext() for character in text} & DIRECTION):
        text = f"teken U+{code:04X} keert de richting van de tekst om"
        yield Melding.fout("DOCX-TEKEN", name, text, "Haal het teken weg.")


def _relations(owner: str, package: Package) -> Iterator[Melding]:
    place = relations_of(owner)
    for relation in package.relations[owner].values():
        if refused := _REFUSED.match(relation.kind):
            text = f"het bestand bevat een onderdeel dat niet mag ({refused[1]})"
            yield Melding.fout("DOCX-INGESLOTEN", place, text, "Verwijder dit onderdeel in Word.")
        elif relation.external and not (relation.type.endswith("/hyperlink") and _LINK.match(relation.target)):
            text = "het bestand verwijst naar iets buiten het bestand"
            yield Melding.fout("DOCX-EXTERN", place, text, "Sluit afbeeldingen en andere delen in; koppel ze niet.")


def _field_names(root: Element) -> Iterator[str]:
    """Give the name of each field; an instruction may be spread over runs, and fields may lie in one another."""
    open_fields: list[str] = []
    for element in root.iter(f"{_W}fldSimple", f"{_W}fldChar", f"{_W}instrText"):
        if element.tag == f"{_W}fldSimple":
            yield _first_word(element.get(f"{_W}instr", ""))
        elif element.tag == f"{_W}instrText":
            if open_fields:
                open_fields[-1] += element.text or ""
            else:
                yield _first_word(element.text or "")
        elif element.get(f"{_W}fldCharType") == "begin":
            open_fields.append("")
        elif element.get(f"{_W}fldCharType") == "end" and open_fields:
            yield _first_word(open_fields.pop())
    yield from (_first_word(text) for text in open_fields)


def _first_word(instruction: str) -> str:
    words = instruction.split()
    return words[0].upper() if words else "PAGE"  # an empty field does nothing


def _field_fault(name: str, field: str) -> Melding:
    known = field if re.fullmatch(r"[A-Z]{1,20}", field) else "onbekend"
    return Melding.fout(
        "DOCX-VELDCODE", name, f"het veld {known} mag hier niet", "Vervang het veld door tekst of door {{ }}."
    )


def _pictures(name: str, root: Element) -> Iterator[Melding]:
    for drawing in root.iter(f"{_WP}inline", f"{_WP}anchor"):
        properties = drawing.find(f"{_WP}docPr")
        decorative = any(found.get("val") in {"1", "true"} for found in drawing.iter(_DECORATIVE))
        described = properties is not None and (properties.get("descr") or "").strip()
        if next(drawing.iter(f"{_A}blip"), None) is not None and not (described or decorative):
            yield _no_alt(name)
    for shape in root.iter(f"{_V}shape"):
        if shape.find(f"{_V}imagedata") is not None and not (shape.get("alt") or "").strip():
            yield _no_alt(name)


def _no_alt(name: str) -> Melding:
    what = "een afbeelding heeft geen alternatieve tekst"
    return Melding.fout("DOCX-ALT", name, what, "Geef de afbeelding in Word een alternatieve tekst.")


def _fonts(parts: Mapping[str, Element]) -> list[Melding]:
    """Look at the fonts of the styles in use, of the text and of the bullets."""
    used = _used_styles(parts)
    used |= _used_lists(parts, used)
    found: dict[str, str] = {}
    for name, root in parts.items():
        if PRINTED.fullmatch(name) or name in {"word/styles.xml", "word/numbering.xml"}:
            for fonts in root.iter(f"{_W}rFonts"):
                holder = next(fonts.iterancestors(f"{_W}style", f"{_W}abstractNum"), None)
                if holder is None or (holder.get(f"{_W}styleId") or holder.get(f"{_W}abstractNumId")) in used:
                    found |= dict.fromkeys(_names(fonts, parts), name)
    return [
        Melding.fout("DOCX-LETTERTYPE", name, f"het lettertype {_shown(font)} is hier niet", "Kies in Word Arial.")
        for font, name in sorted(found.items())
        if font.strip().lower() not in METRIC_COMPATIBLE
    ]


def _shown(font: str) -> str:
    return font if re.fullmatch(r"[\w .-]{1,40}", font) else "onbekend"


def _names(fonts: Element, parts: Mapping[str, Element]) -> Iterator[str]:
    for place in _THEMES:
        theme = fonts.get(f"{_W}{place}Theme")
        if theme is not None:
            yield from _theme_font(theme, parts)
        elif name := fonts.get(f"{_W}{place}"):
            yield name


def _theme_font(theme: str, parts: Mapping[str, Element]) -> Iterator[str]:
    kind = "majorFont" if theme.startswith("major") else "minorFont"
    for name, root in parts.items():
        if name.startswith("word/theme/") and name.endswith(".xml"):
            for latin in root.iterfind(f".//{_A}{kind}/{_A}latin"):
                yield latin.get("typeface") or ""


def _used_styles(parts: Mapping[str, Element]) -> set[str]:
    styles = parts.get("word/styles.xml")
    if styles is None:
        return set()
    known = {style.get(f"{_W}styleId", ""): style for style in styles.iter(f"{_W}style")}
    kinds = (f"{_W}pStyle", f"{_W}rStyle", f"{_W}tblStyle")
    todo = [el.get(f"{_W}val", "") for n, root in parts.items() if PRINTED.fullmatch(n) for el in root.iter(*kinds)]
    todo += [name for name, style in known.items() if style.get(f"{_W}default") in {"1", "true"}]
    used: set[str] = set()
    while todo:
        name = todo.pop()
        if name in known and name not in used:
            used.add(name)
            todo += [link.get(f"{_W}val", "") for link in known[name].iter(f"{_W}basedOn", f"{_W}link")]
    return used


def _used_lists(parts: Mapping[str, Element], styles: set[str]) -> set[str]:
    """Give the abstract lists that the text or a style in use counts with."""
    places = [root for name, root in parts.items() if PRINTED.fullmatch(name)]
    if "word/styles.xml" in parts:
        every = parts["word/styles.xml"].iter(f"{_W}style")
        places += [style for style in every if style.get(f"{_W}styleId") in styles]
    counted = {found.get(f"{_W}val") for place in places for found in place.iter(f"{_W}numId")}
    numbering = parts.get("word/numbering.xml")
    lists: Any = [] if numbering is None else numbering.iterfind(f"{_W}num")
    return {
        found.get(f"{_W}val", "")
        for counting in lists
        if counting.get(f"{_W}numId") in counted
        for found in counting.iter(f"{_W}abstractNumId")
    }
