# SPDX-License-Identifier: EUPL-1.2
"""A filled DOCX -> a tree of blocks and inlines that document.typ can set (no I/O).

1. Everything on the whitelist is read, with styles resolved; lengths are points.
2. Everything else is refused by name and place, all refusals at once; no text of the document is quoted.
3. A table without borders and without header row is layout; it is not tagged as a table.
4. A title and the heading styles that are used become H1, H2 ... in their order; a skipped level is refused.
5. The gap above a block is computed here, because Typst takes the larger of two neighbours.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lxml import etree

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.fonts import DESCENT, LINE_HEIGHT, codepoints
from weerbaar_docs.rendering.styles import (
    ALIGN,
    MAX_MELDINGEN,
    A,
    Element,
    Level,
    Numbering,
    Props,
    R,
    Refusals,
    Styles,
    border,
    children,
    fill,
    flag,
    heading_level,
    local,
    paragraph_props,
    run_props,
    val,
    w,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_UNZIPPED = 50_000_000
MAX_MEMBERS = 1_000
MAX_BLOCKS = 20_000
MAX_TABLE_DEPTH = 8
_WORD_2013 = 15  # from this compatibility mode on, the edge of a table stands at the margin, not its text

_V = "urn:schemas-microsoft-com:vml"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_PR = "http://schemas.openxmlformats.org/package/2006/relationships"
_IGNORED = frozenset(
    ["proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak", "permStart", "permEnd", "annotationRef"]
)
_MAX_ILVL = 8
_MAX_HEADING = 6  # PDF 1.7 has H1 to H6
_MAX_TWIPS = 31_680  # what Word takes as the largest page
_SECTION = frozenset(
    [
        "headerReference",
        "footerReference",
        "titlePg",
        "pgSz",
        "pgMar",
        "cols",
        "pgNumType",
        "type",
        "docGrid",
        "noEndnote",
        "formProt",
    ]
)
_WATERMARK = "PowerPlusWaterMarkObject"
_SIDES = ("top", "bottom", "left", "right", "insideH", "insideV")
_INVISIBLE = frozenset({0x09, 0x0A, 0x0D, 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF})


def walk(docx: bytes) -> Props:
    """Give the tree of a filled DOCX as JSON-able data.

    Raises RenderingError with every construct outside the subset.
    """
    parts = _unzip(docx)
    document = _Document(parts)
    tree = document.tree()
    if document.refusals.meldingen:
        raise RenderingError(*document.refusals.meldingen[:MAX_MELDINGEN])
    return tree


def _unzip(docx: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            members = archive.infolist()
            size = sum(member.file_size for member in members)
            if size <= MAX_UNZIPPED and len(members) <= MAX_MEMBERS:
                return {member.filename: archive.read(member) for member in members}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, zlib.error):
        size = -1
    if size < 0:
        raise RenderingError.because("DOCX-ZIP", "het bestand is geen leesbaar DOCX", "Sla het sjabloon opnieuw op.")
    raise RenderingError.because("DOCX-GROOT", "het DOCX is uitgepakt te groot", "Verklein het sjabloon.")


def _parse(parts: dict[str, bytes], name: str) -> Element | None:
    if name not in parts:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(parts[name], parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or root.getroottree().docinfo.doctype:
        raise RenderingError.because(
            "DOCX-XML", "dit onderdeel is geen geldige XML", "Sla het sjabloon opnieuw op.", pad=name
        )
    return root


@dataclass(slots=True)
class _Part:
    """One part being walked: its name, its relationships and how far the walk is."""

    name: str
    rels: dict[str, Props]
    paragraphs: int = 0
    tables: int = 0
    header: bool = False

    @property
    def place(self) -> str:
        return f"{self.name} alinea {self.paragraphs}"


@dataclass(slots=True)
class _Field:
    """A complex field between its begin and end marks."""

    instruction: str = ""


@dataclass(slots=True)
class _Inlines:
    """The inlines of one paragraph under construction."""

    items: list[Props] = field(default_factory=list)
    fields: list[_Field] = field(default_factory=list)


class _Document:
    """The walk over one document."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        self.refusals = Refusals()
        self.blocks = 0
        self.styles = Styles(_parse(parts, "word/styles.xml"), self._theme(), self.refusals)
        self.numbering = Numbering(_parse(parts, "word/numbering.xml"), self.refusals)
        self.sum_gaps, self.default_tab, self.compat = self._settings()
        self.ranks: dict[int, int] = {}
        self.last_level = 0
        self.watermark: str | None = None

    def _theme(self) -> Element | None:
        name = next((n for n in sorted(self.parts) if re.fullmatch(r"word/theme/theme\d*\.xml", n)), "")
        return _parse(self.parts, name)

    def _settings(self) -> tuple[bool, float, int]:
        root = _parse(self.parts, "word/settings.xml")
        if root is None:
            return False, 36.0, 15
        odd = root.find(w("evenAndOddHeaders"))
        if odd is not None and flag(odd):
            self.refusals.element("word/settings.xml", odd)
        compat = root.find(w("compat"))
        sums = compat.find(w("doNotUseHTMLParagraphAutoSpacing")) if compat is not None else None
        modes = [
            val(setting)
            for setting in (compat.iterfind(w("compatSetting")) if compat is not None else ())
            if val(setting, "name") == "compatibilityMode"
        ]
        tab = root.find(w("defaultTabStop"))
        stop = self.refusals.number("word/settings.xml", tab, "val") if tab is not None else None
        mode = int(modes[0] or 0) if modes and (modes[0] or "").isdigit() else 12
        return sums is not None and flag(sums), max((stop or 720) / 20, 1.0), mode

    def _part(self, name: str, *, header: bool = False) -> _Part:
        folder, _, file = name.rpartition("/")
        root = _parse(self.parts, f"{folder}/_rels/{file}.rels")
        rels = {
            rel.get("Id"): {"target": rel.get("Target", ""), "external": rel.get("TargetMode") == "External"}
            for rel in (root.iterfind(f"{{{_PR}}}Relationship") if root is not None else ())
        }
        return _Part(name=name, rels=rels, header=header)

    def tree(self) -> Props:
        """Give the whole document."""
        root = _parse(self.parts, "word/document.xml")
        body = root.find(w("body")) if root is not None else None
        if body is None:
            raise RenderingError.because("DOCX-ZIP", "het bestand bevat geen document", "Sla het sjabloon opnieuw op.")
        for child in children(root):
            if local(child) != "body":
                self.refusals.element("word/document.xml", child)
        part = self._part("word/document.xml")
        levels = [self._level_of(p) for p in body.iter(w("p")) if any(t.text for t in p.iter(w("t")))]
        used = sorted({level for level in levels if level is not None})
        self.ranks = {level: rank for rank, level in enumerate(used, start=1)}
        found = list(children(body))
        section = found.pop() if found and local(found[-1]) == "sectPr" else None
        page = self._section(section, part)
        blocks = self._blocks(found, part)
        return {**page, "blocks": blocks, "watermark": self.watermark, "tab": self.default_tab}

    def _level_of(self, paragraph: Element) -> int | None:
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        return heading_level(self.styles.chain(val(style), "paragraph"))

    # --- page -----------------------------------------------------------------------------------

    def _section(self, section: Element | None, part: _Part) -> Props:
        place = "word/document.xml sectie"
        page: Props = {
            "w": 595.3, "h": 841.9, "top": 72.0, "bottom": 72.0, "left": 72.0, "right": 72.0,
            "header": 35.4, "footer": 35.4, "first": False, "headers": {}, "footers": {},
        }  # fmt: skip
        for child in children(section):
            name = local(child)
            if name in {"headerReference", "footerReference"}:
                self._header(child, name[:6] + "s", page, part)
            elif name == "titlePg":
                page["first"] = flag(child)
            elif name in {"pgSz", "pgMar"}:
                names = ("w", "h") if name == "pgSz" else ("top", "bottom", "left", "right", "header", "footer")
                self.refusals.check_attributes(place, child, frozenset({*names, "orient", "code", "gutter"}))
                page |= self._lengths(child, names, place)
            self._section_limits(name, child, place)
        return page

    def _section_limits(self, name: str, child: Element, place: str) -> None:
        """Refuse what a section may not have."""
        if name == "pgMar" and val(child, "gutter", "0") != "0":
            self.refusals.attribute(place, child, "gutter")
        elif name == "cols" and (val(child, "num", "1") != "1" or len(child)):
            self.refusals.add(place, "kolommen (w:cols) worden niet ondersteund")
        elif name == "pgNumType":
            self.refusals.check_attributes(place, child, frozenset())
        elif name == "type" and val(child) not in {"nextPage", "continuous"}:
            self.refusals.value(place, child)
        elif name not in _SECTION:
            self.refusals.element(place, child)

    def _lengths(self, element: Element, names: Iterable[str], place: str) -> Props:
        numbers = {name: self.refusals.number(place, element, name) for name in names}
        return {
            name: number / 20 for name, number in numbers.items() if number is not None and 0 <= number < _MAX_TWIPS
        }

    def _header(self, reference: Element, kind: str, page: Props, part: _Part) -> None:
        which = val(reference, "type", "default")
        if which == "even":
            return  # only used with evenAndOddHeaders, which is refused
        target = part.rels.get(reference.get(f"{{{R}}}id") or "", {}).get("target", "")
        name = target.lstrip("/") if target.startswith("/") else f"word/{target}"
        root = _parse(self.parts, name)
        if root is None:
            self.refusals.add(part.name, "een kop- of voettekst ontbreekt in het bestand")
            return
        page[kind][which] = self._blocks(list(children(root)), self._part(name, header=True))

    # --- blocks ---------------------------------------------------------------------------------

    def _blocks(
        self, elements: list[Element], part: _Part, *, table: Props | None = None, depth: int = 0
    ) -> list[Props]:
        flat: list[Props] = []
        for element in elements:
            name = local(element)
            if name == "p":
                flat += self._paragraph(element, part, table)
            elif name == "tbl":
                flat.append(self._table(element, part, depth))
            elif name not in _IGNORED:
                self.refusals.element(f"{part.name} na alinea {part.paragraphs}", element)
            self.blocks += 1
            if self.blocks > MAX_BLOCKS:
                raise RenderingError.because(
                    "DOCX-GROOT", f"het document heeft meer dan {MAX_BLOCKS} blokken", "Splits het document."
                )
        if any(block["t"] == "pagebreak" for block in flat) and (depth or part.header):
            self.refusals.add(part.place, "een pagina-einde in een tabel, kop- of voettekst wordt niet ondersteund")
        if depth and flat and flat[-1]["t"] == "p" and len(flat) > 1 and flat[-2]["t"] == "table" and not flat[-1]["k"]:
            flat.pop()  # Word wants an empty paragraph after a table in a cell
        return self._group(_spaced(flat, sum_gaps=self.sum_gaps))

    def _group(self, flat: list[Props]) -> list[Props]:
        """Gather neighbouring list items into nested lists."""
        found: list[Props] = []
        for block in flat:
            if "item" not in block:
                found.append(block)
                continue
            last = found[-1] if found else None
            same = last is not None and last["t"] == "list" and last["num"] == block["item"]["num"]
            if not same or last is None:
                last = {"t": "list", "num": block["item"]["num"], "flat": []}
                found.append(last)
            last["flat"].append(block)
        return [_nested(block) if block["t"] == "list" else block for block in found]

    def _paragraph(self, element: Element, part: _Part, table: Props | None) -> list[Props]:
        part.paragraphs += 1
        place = part.place
        ppr = element.find(w("pPr"))
        own = paragraph_props(ppr, place, self.refusals)
        chain = self.styles.chain(own.get("style"), "paragraph")
        level = self._numbered(own, chain, place)
        props, run = self._resolved(own, chain, level, table)
        inlines = _Inlines()
        for child in children(element):
            if local(child) != "pPr":
                self._inline(child, part, run, inlines)
        if inlines.fields:
            self.refusals.add(place, "een veld loopt door in een andere alinea")
        heading = None if part.header else heading_level(chain)
        mark = self._paragraph_mark(ppr, run, place)
        block = self._block(props, inlines.items, mark, chain)
        if level is not None and heading is None and own.get("numId") != "0":
            block["item"] = self._item(props, run, level, place)
            if block["bdr"]:
                self.refusals.add(place, "een rand om een lijstitem wordt niet ondersteund")
        elif level is not None:
            self.refusals.add(place, "een genummerde kop wordt niet ondersteund")
        if heading is not None and any(_visible(item) for item in inlines.items):
            block["lvl"] = self._outline(heading, place)
        elif "outline" in props and heading is None and props["outline"] != "9" and not part.header:
            self.refusals.add(place, "w:outlineLvl buiten een kopstijl wordt niet ondersteund")
        return _split_pages(block)

    def _numbered(self, own: Props, chain: list[Any], place: str) -> Level | None:
        merged: Props = {}
        for style in chain:
            merged |= style.paragraph
        merged |= own
        number = merged.get("numId")
        if number in {None, "0"}:
            return None
        try:
            ilvl = int(merged.get("ilvl") or 0)
        except ValueError:
            ilvl = 0
        level = self.numbering.level(number, ilvl) if 0 <= ilvl <= _MAX_ILVL else None
        if level is None:
            self.refusals.add(place, "een verwijzing naar een lijst die niet in het bestand staat")
        return level

    def _resolved(self, own: Props, chain: list[Any], level: Level | None, table: Props | None) -> tuple[Props, Props]:
        props, run = dict(self.styles.default_paragraph), dict(self.styles.default_run)
        if table is not None:
            props |= table["paragraph"]
            run |= table["run"]
        in_style = any("numId" in style.paragraph for style in chain) and "numId" not in own
        if level is not None and in_style:
            props |= level.paragraph
        for style in chain:
            _merge(props, style.paragraph)
            run |= style.run
        if level is not None and not in_style:
            props |= level.paragraph
        _merge(props, own)
        return props, run

    def _paragraph_mark(self, ppr: Element | None, run: Props, place: str) -> Props:
        rpr = ppr.find(w("rPr")) if ppr is not None else None
        for child in children(rpr):
            if local(child) in {"ins", "del", "moveFrom", "moveTo"}:
                self.refusals.element(place, child)
        size = rpr.find(w("sz")) if rpr is not None else None
        number = self.refusals.number(place, size, "val") if size is not None else None
        return {**run, "sz": number / 2} if number else run

    def _block(self, props: Props, items: list[Props], mark: Props, chain: list[Any]) -> Props:
        size = max((item["r"]["sz"] for item in items if "r" in item), default=mark.get("sz", 10))
        top, bottom = _edges(props, size)
        common = _common(items)
        kids = _merge_runs(items, common)
        borders = {side: line for side, line in (props.get("bdr") or {}).items() if line}
        return {
            "t": "p",
            "k": kids,
            "r": common,
            "mark": mark.get("sz", 10),
            "jc": props.get("jc", "left"),
            "left": props.get("left", 0),
            "right": props.get("right", 0),
            "first": props.get("first", 0),
            "before": props.get("before", 0),
            "after": props.get("after", 0),
            "te": top,
            "be": bottom,
            "sticky": bool(props.get("keepNext")),
            "keep": bool(props.get("keepLines")),
            "widow": bool(props.get("widowControl", True)),
            "newpage": bool(props.get("pageBreakBefore")),
            "ctx": bool(props.get("contextualSpacing")),
            "style": chain[-1].name if chain else "",
            "tabs": sorted([at, kind] for at, kind in props.get("tabs", {}).items() if kind != "clear"),
            "bdr": borders or None,
        }

    def _item(self, props: Props, run: Props, level: Level, place: str) -> Props:
        number, ilvl = str(props["numId"]), int(props.get("ilvl") or 0)
        return {
            "num": number,
            "ilvl": ilvl,
            "bullet": level.kind == "bullet",
            "label": self.numbering.label(number, ilvl, level),
            "r": self.styles.run(place, {**run, **level.run}),
        }

    def _outline(self, heading: int, place: str) -> int:
        level = self.ranks.get(heading, heading)
        if level > self.last_level + 1:
            self.refusals.add(
                place,
                "een kopniveau is overgeslagen",
                code="DOCX-KOPNIVEAU",
                solution="Sla geen kopniveau over: PDF/UA-1 verbiedt dat.",
            )
        if level > _MAX_HEADING:
            self.refusals.add(place, "meer dan zes kopniveaus wordt niet ondersteund", code="DOCX-KOPNIVEAU")
        self.last_level = level
        return level

    # --- inlines --------------------------------------------------------------------------------

    def _inline(self, element: Element, part: _Part, run: Props, out: _Inlines, url: str | None = None) -> None:
        name = local(element)
        if name in _IGNORED:
            return
        if name == "r":
            self._run(element, part, run, out, url)
        elif name == "hyperlink":
            self._hyperlink(element, part, run, out)
        elif name == "fldSimple":
            self._simple_field(element, part, run, out)
        else:
            self.refusals.element(part.place, element)

    def _hyperlink(self, element: Element, part: _Part, run: Props, out: _Inlines) -> None:
        rel = part.rels.get(element.get(f"{{{R}}}id") or "")
        url = rel["target"] if rel and rel["external"] else None
        if url is None or not url.startswith("https://"):
            self.refusals.add(part.place, "een koppeling (w:hyperlink) die niet met https:// begint")
            url = None
        for child in children(element):
            self._inline(child, part, run, out, url)

    def _simple_field(self, element: Element, part: _Part, run: Props, out: _Inlines) -> None:
        self.refusals.check_attributes(part.place, element, frozenset({"instr", "dirty", "fldLock"}))
        first = element.find(w("r"))
        props = self._run_of(first, part, run) if first is not None else self.styles.run(part.place, run)
        self._field(val(element, "instr") or "", props, part, out)

    def _field(self, instruction: str, props: Props, part: _Part, out: _Inlines) -> None:
        kind = (instruction.split() or [""])[0].upper()
        if kind in {"PAGE", "NUMPAGES"} and set(instruction.upper().split()[1:]) <= {"\\*", "MERGEFORMAT", "ARABIC"}:
            out.items.append({"t": "page" if kind == "PAGE" else "pages", "r": props})
            return
        known = kind if re.fullmatch(r"[A-Z]{2,20}", kind) else "?"
        self.refusals.add(part.place, f"veld {known} wordt niet ondersteund")

    def _run_of(self, element: Element, part: _Part, inherited: Props) -> Props:
        own = run_props(element.find(w("rPr")), part.place, self.refusals)
        merged = dict(inherited)
        if own.get("style"):
            for style in self.styles.chain(own["style"], "character"):
                merged |= style.run
        return self.styles.run(part.place, merged | own)

    def _run(self, element: Element, part: _Part, inherited: Props, out: _Inlines, url: str | None) -> None:
        props = self._run_of(element, part, inherited) | ({"url": url} if url else {})
        for child in children(element):
            name = local(child)
            if name == "rPr" or name in _IGNORED:
                continue
            if name in {"fldChar", "instrText"}:
                self._field_mark(name, child, props, part, out)
            elif not out.fields:  # what stands inside a field is its old result
                self._content(name, child, props, part, out)

    def _field_mark(self, name: str, element: Element, props: Props, part: _Part, out: _Inlines) -> None:
        kind = val(element, "fldCharType")
        if name == "fldChar" and kind == "begin":
            if out.fields:
                self.refusals.add(part.place, "een veld in een veld wordt niet ondersteund")
            out.fields.append(_Field())
        elif not out.fields:
            self.refusals.add(part.place, "een veld loopt door in een andere alinea")
        elif name == "instrText":
            out.fields[-1].instruction += element.text or ""
        elif kind == "end":
            self._field(out.fields.pop().instruction, props, part, out)

    def _content(self, name: str, element: Element, props: Props, part: _Part, out: _Inlines) -> None:
        text = {"noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}.get(name)
        if name == "t":
            text = _text(element)
        if text is not None:
            self._check_glyphs(text, part)
            out.items.append({"t": "r", "s": text.upper() if props["caps"] else text, "r": props})
        elif name == "tab":
            out.items.append({"t": "tab", "r": props})
        elif name in {"br", "cr"}:
            kind = val(element, "type", "textWrapping")
            if kind not in {"textWrapping", "page"}:
                self.refusals.value(part.place, element, "type")
            out.items.append({"t": "pb" if kind == "page" else "br", "r": props})
        elif name == "drawing":
            self._drawing(element, props, part, out)
        elif name == "pict" and part.header:
            self._watermark(element, part)
        else:
            self.refusals.element(part.place, element)

    def _check_glyphs(self, text: str, part: _Part) -> None:
        for character in set(text):
            code = ord(character)
            if code not in codepoints() and code not in _INVISIBLE:
                self.refusals.add(
                    part.place,
                    f"teken U+{code:04X} staat niet in het lettertype",
                    code="DOCX-TEKEN",
                    solution="Schrijf het anders; het PDF mag geen leeg blokje tonen.",
                )

    def _watermark(self, element: Element, part: _Part) -> None:
        for child in element.iter():
            known = {
                f"{{{_V}}}{name}" for name in ("shapetype", "shape", "textpath", "formulas", "f", "path", "handles")
            }
            tag = str(child.tag)
            if (
                child is not element
                and tag.startswith(f"{{{_V}}}")
                and (tag not in known | {f"{{{_V}}}h", f"{{{_V}}}fill", f"{{{_V}}}stroke"})
            ):
                self.refusals.element(part.place, child)
        shapes = list(element.iter(f"{{{_V}}}shape"))
        paths = [path for shape in shapes for path in shape.iterfind(f"{{{_V}}}textpath")]
        if len(shapes) != 1 or len(paths) != 1 or _WATERMARK not in (shapes[0].get("id") or ""):
            self.refusals.element(part.place, element)
            return
        text = paths[0].get("string") or ""
        self._check_glyphs(text, part)
        self.watermark = text

    def _drawing(self, element: Element, props: Props, part: _Part, out: _Inlines) -> None:
        inline = element.find(f"{{{_WP}}}inline")
        blips = list(element.iter(f"{{{A}}}blip"))
        if inline is None or len(blips) != 1:
            self.refusals.element(part.place, element)
            return
        alt = (inline.find(f"{{{_WP}}}docPr").get("descr") or "") if inline.find(f"{{{_WP}}}docPr") is not None else ""
        if not alt and not part.header:
            self.refusals.add(
                part.place,
                "een afbeelding heeft geen alternatieve tekst",
                code="DOCX-ALT",
                solution="Geef de afbeelding in Word een alternatieve tekst.",
            )
        rel = part.rels.get(blips[0].get(f"{{{R}}}embed") or "", {"target": "", "external": True})
        data = b"" if rel["external"] else self.parts.get(f"word/{rel['target']}", b"")
        kind = {b"\x89PN": "png", b"\xff\xd8\xff": "jpeg"}.get(data[:3])
        extent = inline.find(f"{{{_WP}}}extent")
        if kind is None or extent is None or _is_altered(element):
            self.refusals.add(part.place, "deze afbeelding wordt niet ondersteund (alleen ingesloten PNG en JPEG)")
            return
        width, height = (int(extent.get(key) or 0) / 12700 for key in ("cx", "cy"))
        href = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
        out.items.append({"t": "img", "alt": alt or "afbeelding", "w": width, "h": height, "href": href, "r": props})

    # --- tables ---------------------------------------------------------------------------------

    def _table(self, element: Element, part: _Part, depth: int) -> Props:
        part.tables += 1
        place = f"{part.name} tabel {part.tables}"
        if depth >= MAX_TABLE_DEPTH:
            raise RenderingError.because(
                "DOCX-GROOT", "tabellen zijn te diep genest", "Vereenvoudig de tabel.", pad=place
            )
        tblpr = element.find(w("tblPr"))
        chain = self.styles.chain(val(tblpr.find(w("tblStyle"))) if tblpr is not None else None, "table")
        props: Props = {"borders": {}, "margins": {"top": 0.0, "bottom": 0.0, "left": 5.4, "right": 5.4}, "ind": 0.0}
        inherited: Props = {"paragraph": {}, "run": {}}
        for style in chain:
            self._table_props(style.table, props, f"word/styles.xml stijl {style.name}")
            _merge(inherited["paragraph"], style.paragraph)
            inherited["run"] |= style.run
        self._table_props(tblpr, props, place)
        widths = self._widths(element, place)
        rows = [row for row in children(element) if self._is_row(row, place)]
        grid = [self._row(row, part, place, inherited, depth) for row in rows]
        cells = _lay_out(grid, len(widths), props)
        if cells is None:
            self.refusals.add(place, "de cellen passen niet op de kolommen (w:tblGrid)")
            cells = []
        headers = 0
        while headers < len(grid) and grid[headers]["header"]:
            headers += 1
        if any(row["header"] for row in grid[headers:]):
            self.refusals.add(place, "een koprij (w:tblHeader) onder een gewone rij wordt niet ondersteund")
        lines = any(line for cell in cells for line in cell["b"].values())
        shift = props["ind"] - (
            props["margins"]["left"] if self.compat < _WORD_2013 and props.get("jc", "left") == "left" else 0
        )
        return {
            "t": "table",
            "layout": not headers and not lines,
            "widths": widths,
            "jc": props.get("jc", "left"),
            "shift": shift,
            "headers": headers if headers < len(grid) else 0,
            "rows": [row["h"] if row["exact"] else None for row in grid],
            "cells": cells,
            "before": 0,
            "after": 0,
            "ctx": False,
            "style": "",
            "bdr": None,
        }

    def _table_props(self, element: Element | None, props: Props, place: str) -> None:
        for child in children(element):
            name = local(child)
            if name == "tblBorders":
                props["borders"] |= self._borders(child, place)
            elif name == "tblCellMar":
                props["margins"] |= self._margins(child, place)
            elif name == "tblInd":
                props["ind"] = (self.refusals.number(place, child, "w") or 0) / 20
            elif name == "jc":
                props["jc"] = ALIGN.get(val(child) or "left", "left")
            elif name == "tblLayout":
                if val(child, "type") not in {"fixed", "autofit", None}:
                    self.refusals.value(place, child, "type")
            elif name == "tblCellSpacing" or name not in {
                "tblStyle", "tblW", "tblLook", "tblStyleRowBandSize", "tblStyleColBandSize", "tblCaption",
                "tblDescription", "tblOverlap",
            }:  # fmt: skip
                self.refusals.element(place, child)

    def _borders(self, element: Element, place: str) -> dict[str, Props | None]:
        names = {"start": "left", "end": "right"}
        found: dict[str, Props | None] = {}
        for child in children(element):
            side = names.get(local(child), local(child))
            if side in _SIDES:
                found[side] = border(child, place, self.refusals)
            else:
                self.refusals.element(place, child)
        return found

    def _margins(self, element: Element, place: str) -> dict[str, float]:
        names = {"start": "left", "end": "right"}
        found = {}
        for child in children(element):
            number = self.refusals.number(place, child, "w")
            if number is not None:
                found[names.get(local(child), local(child))] = number / 20
        return found

    def _widths(self, table: Element, place: str) -> list[float]:
        grid = table.find(w("tblGrid"))
        numbers = [self.refusals.number(place, column, "w") for column in (grid if grid is not None else ())]
        widths = [number / 20 for number in numbers if number]
        if not widths or len(widths) != len(numbers):
            self.refusals.add(place, "de tabel heeft geen vaste kolombreedten (w:tblGrid)")
            return [100.0]
        return widths

    def _is_row(self, element: Element, place: str) -> bool:
        name = local(element)
        if name not in {"tr", "tblPr", "tblGrid"} and name not in _IGNORED:
            self.refusals.element(place, element)
        return name == "tr"

    def _row(self, row: Element, part: _Part, place: str, inherited: Props, depth: int) -> Props:
        found: Props = {"cells": [], "header": False, "split": True, "h": 0.0, "exact": False}
        for child in children(row.find(w("trPr"))):
            name = local(child)
            if name == "tblHeader":
                found["header"] = flag(child)
            elif name == "cantSplit":
                found["split"] = not flag(child)
            elif name == "trHeight":
                found["h"] = (self.refusals.number(place, child, "val") or 0) / 20
                found["exact"] = val(child, "hRule") == "exact"
            elif name not in {"cnfStyle", "jc"}:
                self.refusals.element(place, child)
        for child in children(row):
            name = local(child)
            if name == "tc":
                cell = self._cell(child, part, place, inherited, depth)
                if cell["merge"] == "continue" and any(text.strip() for text in _texts(cell["k"])):
                    self.refusals.add(place, "tekst in een cel die bij de cel erboven is gevoegd (w:vMerge)")
                found["cells"].append(cell)
            elif name not in {"trPr"} | _IGNORED:
                self.refusals.element(place, child)
        return found

    def _cell(self, cell: Element, part: _Part, place: str, inherited: Props, depth: int) -> Props:
        found: Props = {"span": 1, "merge": None, "fill": None, "b": {}, "m": {}, "va": "top"}
        for child in children(cell.find(w("tcPr"))):
            name = local(child)
            if name == "gridSpan":
                found["span"] = max(int(self.refusals.number(place, child, "val") or 1), 1)
            elif name == "vMerge":
                found["merge"] = val(child, default="continue")
            elif name == "shd":
                found["fill"] = fill(child, place, self.refusals)
            elif name == "tcBorders":
                found["b"] = self._borders(child, place)
            elif name == "tcMar":
                found["m"] = self._margins(child, place)
            elif name == "vAlign":
                found["va"] = {"top": "top", "center": "horizon", "bottom": "bottom"}.get(val(child) or "", "")
                if not found["va"]:
                    self.refusals.value(place, child)
            elif name not in {"tcW", "cnfStyle", "noWrap", "hideMark"}:
                self.refusals.element(place, child)
        content = [child for child in children(cell) if local(child) != "tcPr"]
        found["k"] = self._blocks(content, part, table=inherited, depth=depth + 1)
        return found


# --- pure helpers -------------------------------------------------------------------------------


def _is_altered(drawing: Element) -> bool:
    """Say whether a picture is cropped, turned or mirrored."""
    turned = any({"rot", "flipH", "flipV"} & set(frame.attrib) for frame in drawing.iter(f"{{{A}}}xfrm"))
    return turned or any(crop.attrib for crop in drawing.iter(f"{{{A}}}srcRect"))


def _text(element: Element) -> str:
    text = re.sub(r"[\t\r\n]", " ", element.text or "")
    keep = element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    return text if keep else text.strip(" ")


def _merge(props: Props, own: Props) -> None:
    """Lay own properties over inherited ones; tab stops add up."""
    tabs = {**props.get("tabs", {}), **own.get("tabs", {})}
    borders = {**props.get("bdr", {}), **own.get("bdr", {})} if "bdr" in own else props.get("bdr", {})
    props |= own
    props["tabs"] = {at: kind for at, kind in tabs.items() if kind != "clear"}
    props["bdr"] = borders


def _edges(props: Props, size: float) -> list[list[float]]:
    """Give the top and bottom edge of a line as [em, points], so that lines stack without leading."""
    line, rule = props.get("line", 1.0), props.get("rule", "auto")
    if rule == "exact":
        return [[0, line * 0.8], [0, line * 0.2]]
    if rule == "atLeast" and line > size * LINE_HEIGHT:
        return [[0, line - DESCENT * size], [0, DESCENT * size]]
    multiple = line if rule == "auto" else 1.0
    return [[multiple * LINE_HEIGHT - DESCENT, 0], [DESCENT, 0]]


def _visible(item: Props) -> bool:
    return item["t"] in {"page", "pages", "img"} or (item["t"] == "r" and bool(item["s"].strip()))


def _common(items: list[Props]) -> Props | None:
    """Give the run properties that most of the text has."""
    weights: dict[int, int] = {}
    for item in items:
        at = next(i for i, other in enumerate(items) if other["r"] == item["r"])
        weights[at] = weights.get(at, 0) + len(item.get("s", " "))
    if not weights:
        return None
    common: Props = items[max(weights, key=lambda at: weights[at])]["r"]
    return {key: value for key, value in common.items() if key not in {"url", "va", "u", "track", "caps"}}


def _merge_runs(items: list[Props], common: Props | None) -> list[Any]:
    """Join neighbouring runs; a run that is set like most of the paragraph becomes a plain string."""
    found: list[Any] = []
    for item in items:
        if item["t"] != "r":
            found.append(item)
        elif found and isinstance(found[-1], dict) and found[-1]["t"] == "r" and found[-1]["r"] == item["r"]:
            found[-1] = {**found[-1], "s": found[-1]["s"] + item["s"]}
        elif item["s"]:
            found.append(item)
    plain = {**(common or {}), "va": None, "u": False, "track": 0}
    return [
        item["s"] if item["t"] == "r" and {k: v for k, v in item["r"].items() if k != "caps"} == plain else item
        for item in found
    ]


def _split_pages(block: Props) -> list[Props]:
    """Cut a paragraph at its page breaks."""
    if not any(isinstance(item, dict) and item["t"] == "pb" for item in block["k"]):
        return [block]
    pieces: list[list[Any]] = [[]]
    for item in block["k"]:
        if isinstance(item, dict) and item["t"] == "pb":
            pieces.append([])
        else:
            pieces[-1].append(item)
    found: list[Props] = []
    for at, piece in enumerate(pieces):
        if at:
            found.append({"t": "pagebreak"})
        if piece:
            part = {**block, "k": piece}
            if at:
                part |= {"before": 0, "newpage": False}
                part.pop("item", None)
                part.pop("lvl", None)
            found.append(part)
    return found


def _spaced(flat: list[Props], *, sum_gaps: bool) -> list[Props]:
    """Give each block the gap above it; a gap at the start or after a page break is `strong`."""
    found: list[Props] = []
    previous: Props | None = None
    for block in flat:
        if block["t"] == "pagebreak":
            found.append(block)
            previous = None
            continue
        if block.pop("newpage", False):
            found.append({"t": "pagebreak"})
            previous = None
        before = block["before"]
        if previous is None:
            found.append({**block, "gap": before, "strong": True})
        else:
            same = previous["style"] == block["style"]
            before = 0 if block["ctx"] and same else before
            after = 0 if previous["ctx"] and same else previous["after"]
            shown = dict(block)
            if block["bdr"] and block["bdr"] == previous["bdr"] and found[-1].get("bdr"):
                found[-1]["bdr"] = {k: v for k, v in found[-1]["bdr"].items() if k == "top"}
                shown["bdr"] = {k: v for k, v in block["bdr"].items() if k == "bottom"}
            found.append({**shown, "gap": before + after if sum_gaps else max(before, after), "strong": False})
        previous = block
    return found


def _nested(block: Props) -> Props:
    """Turn flat list items into nested lists; the gap below an item goes inside it."""
    flat: list[Props] = block["flat"]
    for item, following in zip(flat, [*flat[1:], None], strict=True):
        item["below"] = following["gap"] if following else 0
    items, rest = _items(flat)
    while rest:  # the list began deeper than it goes on
        more, rest = _items(rest)
        items += more
    first = flat[0]
    return {"t": "list", "gap": first["gap"], "strong": first["strong"], "items": items, **_kind(flat)}


def _kind(flat: list[Props]) -> Props:
    first = flat[0]
    hang = max(-first["first"], 0)
    return {"bullet": first["item"]["bullet"], "left": max(first["left"] - hang, 0), "hang": hang or 12.0}


def _items(flat: list[Props]) -> tuple[list[Props], list[Props]]:
    items: list[Props] = []
    depth = flat[0]["item"]["ilvl"]
    rest = list(flat)
    while rest and rest[0]["item"]["ilvl"] >= depth:
        current = rest[0]
        if current["item"]["ilvl"] == depth or not items:
            items.append({"p": {**current, "gap": 0, "strong": False}, "sub": None})
            rest = rest[1:]
            continue
        child = rest
        sub, rest = _items(child)
        kind = _kind(child)
        own = items[-1]["p"]
        kind["left"] = max(kind["left"] - own["left"], 0)
        items[-1]["sub"] = {"t": "list", "gap": 0, "strong": False, "items": sub, **kind}
    return items, rest


def _lay_out(grid: list[Props], columns: int, props: Props) -> list[Props] | None:
    """Place the cells: merged cells get a row span, each cell its borders and insets; None when they do not fit."""
    found: list[Props] = []
    open_merges: dict[int, Props] = {}
    for y, row in enumerate(grid):
        x = 0
        for cell in row["cells"]:
            if x + cell["span"] > columns:
                return None
            above = open_merges.get(x)
            if cell["merge"] == "continue" and above is not None and above["cs"] == cell["span"]:
                above["rs"] += 1
                x += cell["span"]
                continue
            made = _placed(cell, row, x, y, props)
            found.append(made)
            for column in range(x, x + cell["span"]):
                open_merges.pop(column, None)
            if cell["merge"] == "restart":
                open_merges[x] = made
            x += cell["span"]
        if x != columns:
            return None
    for made in found:
        made["b"] = _cell_borders(made, columns, len(grid), props["borders"])
    return found


def _placed(cell: Props, row: Props, x: int, y: int, props: Props) -> Props:
    margins = {**props["margins"], **cell["m"]}
    blocks = cell["k"]
    simple = len(blocks) == 1 and blocks[0]["t"] == "p" and not _needs_block(blocks[0])
    inset = {side: margins[side] for side in ("top", "bottom", "left", "right")}
    if blocks and blocks[0]["t"] == "p":
        inset["top"] += blocks[0]["gap"]
        blocks[0]["gap"] = 0
    if blocks and blocks[-1]["t"] == "p":
        inset["bottom"] += blocks[-1]["after"]
    height = 0.0 if row["exact"] else max(row["h"] - inset["top"] - inset["bottom"], 0)
    return {
        "x": x, "y": y, "cs": cell["span"], "rs": 1, "fill": cell["fill"], "own": cell["b"], "va": cell["va"],
        "in": inset, "min": height, "split": row["split"], "simple": simple, "k": blocks, "b": {},
    }  # fmt: skip


def _needs_block(block: Props) -> bool:
    tabbed = any(isinstance(item, dict) and item["t"] == "tab" for item in block["k"])
    return bool(
        tabbed or block["left"] or block["right"] or block["first"] or block["bdr"] or not block["k"] or "lvl" in block
    )


def _cell_borders(cell: Props, columns: int, rows: int, borders: dict[str, Props | None]) -> dict[str, Props | None]:
    edges = {
        "top": cell["y"] == 0,
        "bottom": cell["y"] + cell["rs"] == rows,
        "left": cell["x"] == 0,
        "right": cell["x"] + cell["cs"] == columns,
    }
    inner = {"top": "insideH", "bottom": "insideH", "left": "insideV", "right": "insideV"}
    own = cell.pop("own")
    return {
        side: own[side] if side in own else borders.get(side if at_edge else inner[side])
        for side, at_edge in edges.items()
    }


def paragraph_texts(tree: Props) -> Iterator[str]:
    """Give the text of every paragraph of the body in reading order (for tests and previews)."""
    yield from _texts(tree["blocks"])


def _texts(blocks: list[Props]) -> Iterator[str]:
    for block in blocks:
        if block["t"] == "p":
            yield _plain(block["k"])
        elif block["t"] == "list":
            for item in block["items"]:
                yield _plain(item["p"]["k"])
                yield from _texts([item["sub"]] if item["sub"] else [])
        elif block["t"] == "table":
            for cell in block["cells"]:
                yield from _texts(cell["k"])


def _plain(items: list[Any]) -> str:
    return "".join(item if isinstance(item, str) else item.get("s", " ") for item in items)
