# SPDX-License-Identifier: EUPL-1.2
"""Bytes of a Word file -> its parts, trees and relationships: the only reader of a Word file, for templates and engines.

1. The zip is bounded before it is unpacked (unpacking.py).
2. An ordinary .docx: no encrypted, Strict, macro or template file (.docm, .dotx), each refused by its name.
3. No part in XML has a DTD, so none has entities; each is parsed when it is asked for, at most 256 elements deep.
4. `_rels/.rels` and the content types both say that word/document.xml is the document, so that no other program
   reads another part than we did; headers, footers and notes have the names that Word gives them.
5. A relationship has an id of its own, and is plainly inside or outside the file.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.unpacking import SAVE, not_a_word_file, odd_name, other_kind, unpack

DOCUMENT: Final = "word/document.xml"
TYPES: Final = "[Content_Types].xml"
# The parts that a reader gets to see.
PRINTED: Final = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
# Kinds of relationships to another file inside the file, and what a person calls that.
INSIDE: Final = {
    "aFChunk": "een ander document (altChunk)",
    "control": "een besturingselement (ActiveX)",
    "oleObject": "een ingesloten object (OLE)",
    "package": "een ingesloten Office-bestand",
    "subDocument": "een subdocument",
    "vbaProject": "macro's",
}
_RELS: Final = re.compile(r"((?:.+/)?)_rels/([^/]*)\.rels")
_RELS_END: Final = ".rels"
_MAX_RELATIONS: Final = 5_000
# Text where no text may stand: after any tag but one of these, or an element inside one of these.
_TEXT: Final = ("t", "instrText", "delText", "delInstrText")
_ONE: Final = f"w:(?:{'|'.join(_TEXT)})"
_STRAY: Final = re.compile(rf"<(?!{_ONE}[ >/])[^<>]*>[^<]*[^<\s]|<{_ONE}(?: [^<>]*)?(?<!/)>[^<]*<(?!/)".encode())
# How Word begins XML: a declaration that says UTF-8 or nothing, and then the root at once, so no DTD.
_PLAIN: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml(?:(?!encoding)[^>?]|encoding *= *[\"']utf-8[\"'])*\?>)?\s*<[a-z_]", re.IGNORECASE
)
_HIDING: Final = re.compile(rb"<[!?]|\0")
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/"
_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MAIN_RELATION: Final = ("officeDocument", DOCUMENT, False)
_MODES: Final = {None: False, "Internal": False, "External": True}
_NO_PATH: Final = re.compile(r"[:\\]")
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_WITH_MACROS: Final = {
    "application/vnd.ms-word.document.macroEnabled.main+xml": "een Word-bestand met macro's (.docm)",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": "een Word-sjabloon met macro's (.dotm)",
}
_PRINTED_KINDS: Final = {"header", "footer", "footnotes", "endnotes"}
_MACRO: Final = re.compile(r"(^|[/.])vba|macroEnabled", re.IGNORECASE)
_TAGS: Final = "Controleer of elk {%p ... %} en {%tr ... %} alleen in zijn eigen alinea of tabelrij staat."


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One relationship: to a part, whose name is `target`, or to something outside the file."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """The last word of its type: image, hyperlink, oleObject."""
        return self.type.rpartition("/")[2]


class Trees(Mapping[str, Any]):
    """The parts in XML as trees, each parsed once, when it is first asked for."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = parts
        self._found: dict[str, Any | None] = {name: None for name in parts if _is_xml(name)}

    def __getitem__(self, name: str) -> Any:
        root = self._found[name]
        if root is None:
            root = self._found[name] = parse_xml(self._parts[name], name, oplossing=SAVE)
        return root

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Package(Mapping[str, bytes]):
    """The parts of a Word file by name; those in XML also as trees, and the relationships of each part by id.

    The package itself has the empty name. The trees belong to whoever read the package.
    """

    parts: Mapping[str, bytes] = field(repr=False)
    trees: Mapping[str, Any] = field(repr=False)
    relations: Mapping[str, Mapping[str, Relation]] = field(repr=False)
    macros: bool

    def __getitem__(self, name: str) -> bytes:
        return self.parts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.parts)

    def __len__(self) -> int:
        return len(self.parts)


def read_package(data: bytes, *, macros: bool = False) -> Package:
    """Read a Word file; raises RenderingError for anything but an ordinary .docx.

    With `macros` a file that has them is read all the same, for who reports all that is wrong with a file at once.
    """
    parts = {name: _readable(name, data) for name, data in unpack(data).items()}
    trees = Trees(parts)
    if DOCUMENT not in parts or TYPES not in parts:
        raise not_a_word_file()
    package = Package(
        parts=parts,
        trees=trees,
        relations={owner_of(name): _relations(name, trees[name]) for name in trees if name.lower().endswith(_RELS_END)},
        macros=any(map(_MACRO.search, [*parts, *_announced(trees[TYPES])])),
    )
    _check_kind(package, macros=macros)
    for name in filter(PRINTED.fullmatch, parts):
        _check_texts(name, package)
    return package


def parse_xml(data: bytes, part: str = "", *, oplossing: str = _TAGS, bare: bool = False) -> Any:
    """Parse one part, `bare` without comments and instructions; raises RenderingError for what is not well-formed or has a DTD."""
    try:
        root = etree.fromstring(
            data,
            etree.XMLParser(
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=bare,
                remove_pis=bare,
            ),
        )
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        melding = "een onderdeel van het Word-bestand is geen geldige XML"
        raise RenderingError.because("DOCX-XML", melding, oplossing, pad=part)
    return root


def write_xml(root: Any) -> bytes:
    """Write a part as this library always does."""
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def read_relation(node: Any, owner: str) -> Relation:
    """Read one relationship of a part; raises RenderingError when programs may differ about where it points."""
    target, external = node.get("Target", ""), _MODES.get(node.get("TargetMode"))
    path = posixpath.normpath(posixpath.join(posixpath.dirname(owner), target))
    inside = not path.startswith("..") and not _NO_PATH.search(target.partition("#")[0])
    if node.tag != _RELATION or external is None or not (external or inside):
        raise _ambiguous(owner)
    place = target if external else path.lstrip("/")
    return Relation(id=node.get("Id", ""), type=node.get("Type", ""), target=place, external=external)


def relations_of(part: str) -> str:
    """Give the name of the part with the relationships of a part."""
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def owner_of(rels: str) -> str:
    """Give the part that a part with relationships is about; the package itself has the empty name."""
    found = _RELS.fullmatch(rels)
    if found is None:
        raise odd_name()
    return found[1] + found[2]


def _readable(name: str, data: bytes) -> bytes:
    """Refuse a DTD at once, and write XML anew that is no UTF-8 or that has comments, instructions or CDATA.

    Who looks for a word in the bytes must find it, and all who read the text must read the same.
    """
    if not _is_xml(name) or (_PLAIN.match(data) and not _HIDING.search(data, len(b"<?xml"))):
        return data
    return write_xml(parse_xml(data, name, oplossing=SAVE, bare=True))


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", _RELS_END))


def _relations(name: str, root: Any) -> dict[str, Relation]:
    nodes = list(root.iter(etree.Element))[1:]
    if len(nodes) > _MAX_RELATIONS:
        raise RenderingError.because(
            "DOCX-GROOT", "een onderdeel verwijst naar te veel andere", "Splits het document.", pad=owner_of(name)
        )
    found = {relation.id: relation for relation in (read_relation(node, owner_of(name)) for node in nodes)}
    if len(found) < len(nodes):
        raise _ambiguous(owner_of(name))
    return found


def _announced(types: Any) -> Iterator[str]:
    return (str(value) for node in types.iter(etree.Element) for value in node.attrib.values())


def _check_kind(package: Package, *, macros: bool) -> None:
    announced = [node for node in package.trees[TYPES] if (node.get("PartName") or "").casefold() == f"/{DOCUMENT}"]
    kinds = [node.get("ContentType") for node in announced if node.get("PartName") == f"/{DOCUMENT}"]
    if kinds == [_TEMPLATE]:
        raise other_kind("een Word-sjabloon (.dotx)")
    if package.macros and not macros:
        raise other_kind(_WITH_MACROS.get(kinds[0] if kinds else "", "een Word-bestand met macro's"))
    root = package.trees[DOCUMENT]
    if root.tag.startswith(_STRICT):
        raise other_kind("een Word-bestand in het formaat Strict Open XML")
    mains = [
        main
        for main in package.relations.get("", {}).values()
        if "officedocument" in main.type.rstrip("/").casefold().rpartition("/")[2]
    ]
    pointed = len(announced) == 1 and [(main.kind, main.target, main.external) for main in mains] == [_MAIN_RELATION]
    known = kinds == [_MAIN] or (package.macros and len(kinds) == 1 and _MACRO.search(kinds[0]))
    if not (pointed and known and root.find(f"{_W}body") is not None):
        raise not_a_word_file()
    printed = [found for found in package.relations.get(DOCUMENT, {}).values() if found.kind in _PRINTED_KINDS]
    if not all(PRINTED.fullmatch(found.target) for found in printed):
        raise odd_name()


def _check_texts(name: str, package: Package) -> None:
    """Refuse text that stands where no program prints it, so that nobody fills it in or reads past it."""
    if not _STRAY.search(package[name]):
        return
    texts = {f"{_W}{each}" for each in _TEXT}
    for node in package.trees[name].iter(etree.Element):
        own = node.tag in texts
        if (
            (own and len(node))
            or (node.tail or "").strip()
            or (_of_word(node) and not own and (node.text or "").strip())
        ):
            what = "het Word-bestand heeft tekst op een plaats waar Word geen tekst zet"
            raise RenderingError.because("DOCX-XML", what, SAVE, pad=name)


def _of_word(node: Any) -> bool:
    return str(node.tag).startswith(_W)


def _ambiguous(owner: str) -> RenderingError:
    what = "het Word-bestand verwijst naar een onderdeel op een manier die niet eenduidig is"
    return RenderingError.because("DOCX-RELATIE", what, SAVE, pad=owner)
