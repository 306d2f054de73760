# SPDX-License-Identifier: EUPL-1.2
"""A compiled template + data -> the parts of a filled Word file.

1. The data are copied as JSON plus the values of `values.py`; control characters and other objects are refused.
2. All parts of a document share one budget.
3. An error says what and where in the template, and quotes no data: it is raised outside the except block, because
   Jinja's own errors may hold a piece of the data.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any, Final, NoReturn

from jinja2 import TemplateError, UndefinedError
from jinja2.exceptions import SecurityError
from lxml import etree

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.docx.budget import BUDGET, Budget, TooMuchError
from weerbaar_docs.rendering.docx.mending import mend_tables, split_paragraphs
from weerbaar_docs.rendering.docx.notes import KINDS, settle_notes
from weerbaar_docs.rendering.docx.packing import member
from weerbaar_docs.rendering.docx.placing import PLACING, Placing
from weerbaar_docs.rendering.docx.values import REFUSED, WAARDEN
from weerbaar_docs.rendering.figuren.blad import GEHEUGEN
from weerbaar_docs.rendering.package import parse_xml, relations_of, write_xml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.rendering.docx.compiling import Compiled, Part
    from weerbaar_docs.rendering.docx.packing import Member
    from weerbaar_docs.rendering.docx.patching import Source

_NUMBERS: Final = (int, bool, float)
_SCALARS: Final = frozenset({*_NUMBERS, type(None)})
_not_plain: Final = re.compile(REFUSED.pattern[:-1] + "\t\r]").search
_DECLARATION: Final = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_DRAWING: Final = b"<wp:docPr"
_DRAWING_ID: Final = re.compile(rb'(\s[^<>]*?\bid=")\d+(?=")')
_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_FIRST_ID: Final = 1001  # as docxtpl numbers them
_INSTEAD: Final = {
    "InlineImage": "Afbeelding",
    "Listing": "Regels",
    "RichText": "OpgemaakteTekst",
    "RichTextParagraph": "OpgemaakteAlineas",
}


def fill_parts(compiled: Compiled, data: Mapping[str, Any]) -> dict[str, bytes | Member]:
    """Give all parts but the properties of the file."""
    found: dict[str, bytes | Member] = dict(compiled.fixed)
    filled: dict[str, bytes] = {}
    numbers = count(_FIRST_ID)
    budget = BUDGET.set(Budget())
    try:
        for name in sorted(compiled.parts, key=lambda part: part != "word/document.xml"):
            placing = Placing(taken=compiled.changeable.get(relations_of(name), b"").decode())
            filled[name] = _fill(compiled.parts[name], data, placing, numbers, compiled.names)
            if placing.relations:
                found |= _placed(name, placing, compiled.changeable)
    finally:
        BUDGET.reset(budget)
    for name in KINDS.keys() & filled.keys():
        body, notes = settle_notes(filled["word/document.xml"], filled[name], name)
        filled |= {"word/document.xml": body, name: notes}
    return found | filled


def clean_context(context: Mapping[str, Any]) -> Any:
    """Copy a context; raises RenderingError with the pointer of what cannot stand in a document."""
    try:
        return clean(dict(context), "")
    except RecursionError:
        pass
    raise RenderingError.because(
        "DOCX-GRENS", "de gegevens zijn te diep genest", "Geef gegevens die niet naar zichzelf verwijzen."
    )


def clean(value: Any, pad: str) -> Any:
    """Copy JSON data with tabs as spaces and one kind of line break; refuse what a document cannot hold."""
    if isinstance(value, str):
        return _clean_text(value, pad)
    if value is None or type(value) in _NUMBERS:
        return value
    if isinstance(value, (list, tuple)):
        return [item if _is_clean(item) else clean(item, f"{pad}/{index}") for index, item in enumerate(value)]
    if hasattr(value, "items"):
        return {key: item if _is_clean(item) else clean(item, f"{pad}/{key}") for key, item in value.items()}
    return value if isinstance(value, WAARDEN) else _refuse_object(type(value), pad)


def _is_clean(value: Any) -> bool:
    """Say whether a value can stand as it is: most can, and need no place to be named by."""
    kind = type(value)
    return not _not_plain(value) if kind is str else kind in _SCALARS


def _clean_text(value: str, pad: str) -> str:
    if REFUSED.search(value):
        _refuse_character(pad)
    text = str.__str__(value)  # of a Markup too: what comes as data is no XML
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")


def _refuse_character(pad: str) -> NoReturn:
    raise RenderingError.because(
        "DOCX-TEKEN",
        "de tekst bevat een stuurteken dat niet in een document kan staan",
        "Verwijder het onzichtbare teken uit dit veld.",
        pad=pad,
    )


def _refuse_object(kind: type, pad: str) -> NoReturn:
    instead = _INSTEAD.get(kind.__name__) if kind.__module__.startswith("docxtpl") else None
    raise RenderingError.because(
        "DOCX-SOORT-WAARDE",
        f"een waarde van de soort `{kind.__name__}` kan niet in een document",
        f"Gebruik `{instead}` van weerbaar_docs.rendering.docx." if instead else "Geef tekst, getallen en lijsten.",
        pad=pad,
    )


def _fill(part: Part, data: Mapping[str, Any], placing: Placing, numbers: count[int], names: frozenset[str]) -> bytes:
    token = PLACING.set(placing)
    try:
        xml = _render(part, data, names)
    finally:
        PLACING.reset(token)
    proven = part.proven and not part.source.cells and not placing.split
    written = (_tidy(xml, part.source) if proven else xml).encode()
    if part.source.drawings or placing.media:
        written = _numbered(written, numbers)
    if proven:
        return _DECLARATION + written
    root = parse_xml(written, part.source.part)
    if placing.split:
        split_paragraphs(root, part.source.part)
    if part.source.cells:
        mend_tables(root, part.source.part)
    return write_xml(root)


def _numbered(xml: bytes, numbers: count[int]) -> bytes:
    """Give each drawing an id of its own; looking for the name first is much faster than one expression."""
    before, *drawings = xml.split(_DRAWING)
    pieces = [before]
    for drawing in drawings:
        found = _DRAWING_ID.match(drawing)
        pieces.append(b"%b%d%b" % (found[1], next(numbers), drawing[found.end() :]) if found else drawing)
    return _DRAWING.join(pieces)


def _tidy(xml: str, source: Source) -> str:
    """Write empty texts as an XML library would, so that both ways give the same bytes."""
    xml = xml.replace('<w:t xml:space="preserve"></w:t>', '<w:t xml:space="preserve"/>').replace(
        "<w:t></w:t>", "<w:t/>"
    )
    return xml.replace("&#123;", "{").replace("&#125;", "}") if source.braces else xml


def _render(part: Part, data: Mapping[str, Any], names: frozenset[str]) -> str:
    line = 0
    try:
        return part.template.render(data)
    except UndefinedError as error:
        problem, line = _missing(str(error.message), names), _line(error)
    except RenderingError as error:  # of a value, which does not know where it stands
        found, line = error.meldingen[0], _line(error)
        problem = (found.code, found.melding, found.oplossing)
    except SecurityError as error:
        line = _line(error)
        problem = ("DOCX-ONVEILIG", "het sjabloon doet iets wat niet mag", "Gebruik alleen invulvelden en filters.")
    except (TooMuchError, RecursionError, MemoryError) as error:
        line = 0 if isinstance(error, RecursionError) else _line(error)
        problem = (
            "DOCX-GRENS",
            "het sjabloon vraagt meer werk of tekst dan een document mag kosten",
            "Controleer de lussen in het sjabloon: een lus in een lus over dezelfde lijst loopt snel op.",
        )
    except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        line = _line(error)
        problem = (
            "DOCX-WAARDE",
            "een filter of invulveld kan niet overweg met zijn waarde",
            "Controleer in het sjabloon welk filter bij welk veld staat.",
        )
    raise RenderingError.because(*problem, pad=part.source.place(line))


def _line(error: BaseException) -> int:
    """Give the line of the template where an error arose: Jinja puts it in the traceback."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _missing(name: str, names: frozenset[str]) -> tuple[str, str, str]:
    shown = f"`{name}`" if name in names else "een naam die uit de gegevens komt"
    return (
        "DOCX-VELD",
        f"het sjabloon vraagt een veld dat er niet is: {shown}",
        "Herstel de naam in het sjabloon, of vraag met `is defined` of het veld er is.",
    )


def _placed(part: str, placing: Placing, files: Mapping[str, bytes]) -> dict[str, bytes | Member]:
    """Give the media of a part, its relations to them and to links, and the types that announce the media."""
    name = relations_of(part)
    own = files.get(name, f'<Relationships xmlns="{_RELATIONSHIPS}"/>'.encode())
    media: dict[str, bytes | Member] = {f"word/{target}": data for target, data in placing.media.items()}
    related = _related(own, name, tuple(placing.relations.items()))
    return media | {name: related, "[Content_Types].xml": _with_pictures(files["[Content_Types].xml"])}


@lru_cache(maxsize=GEHEUGEN)
def _related(own: bytes, name: str, relations: tuple[tuple[tuple[str, str], str], ...]) -> Member:
    root = parse_xml(own, name)
    for (kind, target), identifier in relations:
        outside = {"TargetMode": "External"} if kind == "hyperlink" else {}
        relation = {"Id": identifier, "Type": _TYPES + kind, "Target": target, **outside}
        etree.SubElement(root, f"{{{_RELATIONSHIPS}}}Relationship", relation)
    return member(write_xml(root))


@lru_cache(maxsize=GEHEUGEN)
def _with_pictures(types: bytes) -> Member:
    root = parse_xml(types, "[Content_Types].xml")
    known = {node.get("Extension", "").lower() for node in root}
    namespace = etree.QName(root).namespace
    for index, (extension, kind) in enumerate((("jpeg", "jpeg"), ("png", "png"), ("svg", "svg+xml"))):
        if extension not in known:
            default = etree.Element(f"{{{namespace}}}Default")
            default.set("Extension", extension)
            default.set("ContentType", f"image/{kind}")
            root.insert(index, default)
    return member(write_xml(root))
