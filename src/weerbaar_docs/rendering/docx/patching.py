# SPDX-License-Identifier: EUPL-1.2
"""XML of one part of a template -> Jinja source, by docxtpl's own patching: the only door to docxtpl.

1. Tags split over runs are joined first, so that each can be looked at as a whole before docxtpl sees it.
2. A tag that is not closed in its paragraph is refused with its place.
3. `%` and `}` inside `{%p ... %}` and its kin are hidden from docxtpl, whose patterns stop at them.
4. A value that is not printed as text of a run gets the filter for its place (`writing.CONTEXTS`).
5. Each tag starts on a line of its own inside its braces, so that Jinja's line numbers give the paragraph.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Any, Final

from docxtpl import DocxTemplate
from lxml import etree

from weerbaar_docs.errors import RenderingError

MAX_TAG: Final = 2_000
_CLOSING: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
# The first two of docxtpl's own steps: braces that stand in two runs, then the runs inside a tag.
_SPLIT_BRACES: Final = re.compile(r"(?<={)(?:<[^>]*>)+(?=[{%#])|(?<=[%}#])(?:<[^>]*>)+(?=})")
_OPENING: Final = re.compile(r"{[{%#]")
_OTHER_TEXT: Final = re.compile(r"</w:t>.*?<w:t(?: [^>]*)?>", re.DOTALL)
_PARAGRAPH: Final = re.compile(r"<w:p[ >]")
_TAG: Final = re.compile(r"({[{%])([-+]?)(.*?)([}%]})", re.DOTALL)
_MERGING: Final = re.compile(r"[-+]?\s*[vh]m\s*[-+]?")
_CELLS: Final = re.compile(r"{%\s*(?:tc|colspan|hm)\b")
_RAW: Final = re.compile(r"{%[-+]?\s*raw\b")
_XML: Final = re.compile(r"<(/?)([\w:.-]+)[^<>]*>")
_CODES: Final = {"w:instrText", "w:delText", "w:delInstrText"}
# Elements with elements inside; every other one that is open before a tag holds text.
_HOLDERS: Final = frozenset(
    [
        "w:body",
        "w:comment",
        "w:customXml",
        "w:document",
        "w:endnote",
        "w:footnote",
        "w:ftr",
        "w:hdr",
        "w:hyperlink",
        "w:ins",
        "w:p",
        "w:pPr",
        "w:r",
        "w:rPr",
        "w:sdt",
        "w:sdtContent",
        "w:smartTag",
        "w:tbl",
        "w:tc",
        "w:tcPr",
        "w:tr",
        "w:txbxContent",
    ]
)
# These characters cannot occur in XML, so nothing in a template is mistaken for them.
_PERCENT, _BRACE, _PLACE = "\x00", "\x01", "\x02"
_PLACED: Final = re.compile(f"{_PLACE}(\\d+){_PLACE}")
_LITERAL: Final = (("{_{", "&#123;&#123;"), ("}_}", "&#125;&#125;"), ("{_%", "&#123;%"), ("%_}", "%&#125;"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One part as Jinja source; `alineas` holds for each line of it the paragraph that it comes from.

    `cells` says that rows may come out with another number of cells than they have in the template, `braces` that it
    writes braces that are no tag, `drawings` that it has drawings, whose ids must differ.
    """

    part: str
    text: str
    alineas: tuple[int, ...]
    cells: bool

    braces: bool
    drawings: bool

    def alinea(self, line: int | None) -> int:
        """Give the number of the paragraph (from 1, in document order) of a line of the source; 0 if not known."""
        return self.alineas[min(line, len(self.alineas)) - 1] if line and self.alineas else 0

    def place(self, line: int | None) -> str:
        """Say the place of a line as staff read it."""
        alinea = self.alinea(line)
        return f"{self.part}, alinea {alinea}" if alinea else self.part


def patch(part: str, root: Any) -> Source:
    """Turn the root of a part into Jinja source; raises RenderingError for a tag that is not closed."""
    joined = _marked(part, _SPLIT_BRACES.sub("", etree.tostring(root, encoding="unicode")))
    cells = _CELLS.search(joined) is not None
    patched: str = DocxTemplate("").patch_xml(joined)
    patched = patched.replace(_PERCENT, "%").replace(_BRACE, "}")
    for written, meant in _LITERAL:
        patched = patched.replace(written, meant)
    if _RAW.search(patched):  # a line of its own would be printed there
        return Source(
            part=part,
            text=_PLACED.sub("", patched),
            alineas=(),
            cells=cells,
            braces="&#12" in patched,
            drawings="<wp:docPr" in patched,
        )
    text, alineas = _numbered(part, patched)
    return Source(
        part=part, text=text, alineas=alineas, cells=cells, braces="&#12" in patched, drawings="<wp:docPr" in patched
    )


def _marked(part: str, xml: str) -> str:
    """Join the runs of each tag, hide what docxtpl trips over and write the number of its paragraph in it."""
    starts = [found.start() for found in _PARAGRAPH.finditer(xml)]
    pieces, end = [], 0
    for opening in _OPENING.finditer(xml):
        if opening.start() < end:
            continue
        alinea = bisect_right(starts, opening.start())
        close = xml.find(_CLOSING[opening[0]], opening.end())
        inner = _OTHER_TEXT.sub("", xml[opening.end() : close]) if close >= 0 else "<"
        if "<" in inner or len(inner) > MAX_TAG:
            raise _refused(
                "een invulveld is niet gesloten, of loopt door over iets anders dan tekst",
                "Zet het hele invulveld, met zijn accolades, in één stuk tekst.",
                f"{part}, alinea {alinea}",
            )
        pieces += [xml[end : opening.end()], _protected(opening[0], inner, alinea)]
        end = close
    return "".join([*pieces, xml[end:]])


def _protected(opening: str, inner: str, alinea: int) -> str:
    if opening == "{#" or _MERGING.fullmatch(inner):
        return inner
    content, dash = (inner[:-1], inner[-1]) if inner[-1:] in {"-", "+"} else (inner, "")
    hidden = content.replace("%", _PERCENT).replace("}", _BRACE)
    return f"{hidden}{_PLACE}{alinea}{_PLACE}{dash}"


def _numbered(part: str, patched: str) -> tuple[str, tuple[int, ...]]:
    alineas, pieces, end, where = [1], [], 0, _Where()
    for tag in _TAG.finditer(patched):
        before = patched[end : tag.start()]
        where.read(before)
        found = _PLACED.search(tag[3])
        alineas += [alineas[-1]] * before.count("\n")
        alineas.append(int(found[1]) if found else alineas[-1])
        content = html.unescape(_PLACED.sub("", tag[3]).replace("\n", " "))
        if tag[1] == "{{":
            content = _in_place(content, where, f"{part}, alinea {alineas[-1]}")
        pieces += [before, tag[1], tag[2], "\n", content, tag[4]]
        end = tag.end()
    return "".join([*pieces, patched[end:]]), tuple(alineas)


@dataclass(slots=True)
class _Where:
    """Where in the XML a tag stands: the last tag before it, and how many paragraphs are open."""

    last: str = ""
    paragraphs: int = 0

    def read(self, xml: str) -> None:
        text = self.last + xml if self.last and not self.last.endswith(">") else xml
        unfinished = text.rfind("<") > text.rfind(">")
        for found in _XML.finditer(text):
            self.last = found[0]
            if found[2] == "w:p" and not found[0].endswith("/>"):
                self.paragraphs += -1 if found[1] else 1
        if unfinished:
            self.last = text[text.rfind("<") :]


def _in_place(content: str, where: _Where, place: str) -> str:
    opened = _XML.fullmatch(where.last)
    name = opened[2] if opened and not opened[1] and not where.last.endswith("/>") else ""
    if name == "w:t":
        return content
    if name in _CODES:
        raise _refused("een invulveld staat in een veldcode van Word", "Zet het invulveld in gewone tekst.", place)
    dash, content = (content[-1], content[:-1]) if content[-1:] in {"-", "+"} else ("", content)
    if not where.last.endswith(">") and where.last:
        context = "in_attribuut"
    elif name and name not in _HOLDERS:
        context = "als_tekst"
    else:
        context = "als_run" if where.paragraphs else "als_blok"
    return f"({content})|{context}{dash}"


def _refused(melding: str, oplossing: str, place: str) -> RenderingError:
    return RenderingError.because("DOCX-SJABLOON", melding, oplossing, pad=place)
