# SPDX-License-Identifier: EUPL-1.2
"""Parts of a Word file -> the parts without people, machines and ways out of the file.

1. Thumbnail, custom data, document properties, revision marks and names of people are left out.
2. Tracked changes and comments are refused: somebody has to decide about them.
3. A link to a https page stays; other ways out of the file, and files inside the file, are refused.
4. Fields that fetch or run something (INCLUDETEXT, DDE, ...) are refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape as xml_escape

from lxml import etree

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.package import INSIDE, TYPES, owner_of, read_package, read_relation, write_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date

    from weerbaar_docs.rendering.package import Package, Relation

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
_REVIEW: Final = tuple(f"{{{_W}}}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "commentReference"))
_DROPPED: Final = re.compile(r"(docProps/|customXml/|docMetadata/|word/(comments|people)[^/]*\.xml).*")
_PROPERTIES: Final = {
    "docProps/core.xml": (
        "application/vnd.openxmlformats-package.core-properties+xml",
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
    ),
    "docProps/app.xml": (
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties",
    ),
}
_FORGOTTEN: Final = tuple(f"{{{_W}}}{name}" for name in ("rsid", "rsids", "attachedTemplate", "mailMerge", "docVars"))
_FETCHING: Final = re.compile(
    r"\s*(INCLUDETEXT|INCLUDEPICTURE|INCLUDE|DDE|DDEAUTO|LINK|IMPORT|EMBED|DATABASE|RD|MACROBUTTON|ASK|FILLIN)\b",
    re.IGNORECASE,
)


def anonymise(template: bytes) -> dict[str, bytes]:
    """Give the parts of a Word file without thumbnail, custom data, revision marks and names of people.

    Its docProps are left out but announced: `properties` gives new ones.
    """
    package = read_package(template)
    kept = dict.fromkeys(name for name in package if not _DROPPED.match(name))
    return {name: _anonymous(name, package, kept) for name in kept}


def _anonymous(name: str, package: Package, kept: Collection[str]) -> bytes:
    root = package.trees.get(name)
    if root is None:
        return package[name]
    if name == TYPES:
        _keep(root, lambda node: node.get("PartName") is None or node.get("PartName")[1:] in kept)
        _own_properties(root, "Override", lambda part, kind: {"PartName": f"/{part}", "ContentType": kind})
    elif name.endswith(".rels"):
        _keep(root, lambda node: _belongs(read_relation(node, owner_of(name)), kept))
        if name == "_rels/.rels":
            _own_properties(root, "Relationship", _relation)
    elif name.startswith("word/"):
        _forget_revisions(root)
        _refuse_fetching(root, name)
    return write_xml(root)


def _own_properties(root: Any, tag: str, attributes: Callable[[str, str], dict[str, str]]) -> None:
    for part, (kind, _type) in _PROPERTIES.items():
        etree.SubElement(root, f"{{{etree.QName(root).namespace}}}{tag}", attributes(part, kind))


def _relation(part: str, _kind: str) -> dict[str, str]:
    return {"Id": f"rId{part[9:-4].capitalize()}", "Type": _PROPERTIES[part][1], "Target": part}


def _keep(root: Any, wanted: Callable[[Any], bool]) -> None:
    for node in list(root):
        if not wanted(node):
            root.remove(node)


def _belongs(relation: Relation, kept: Collection[str]) -> bool:
    """Say whether a relation stays: to a part that is there, or a https link; refuse other ways out of the file."""
    if not relation.external:
        if relation.kind in INSIDE:
            raise RenderingError.because(
                "DOCX-INGESLOTEN",
                f"het sjabloon bevat {INSIDE[relation.kind]}",
                "Verwijder het en zet wat nodig is als gewone tekst of als plaatje in het sjabloon.",
            )
        return relation.target in kept
    if relation.kind == "attachedTemplate":
        return False
    if relation.kind == "hyperlink" and relation.target.startswith("https://"):
        return True
    raise RenderingError.because(
        "DOCX-EXTERN",
        "het sjabloon verwijst naar iets buiten het bestand",
        "Verwijder gekoppelde bestanden en plaatjes; alleen hyperlinks met https mogen.",
    )


def _forget_revisions(root: Any) -> None:
    for node in root.iter(etree.Element):
        if node.tag in _REVIEW:
            raise RenderingError.because(
                "DOCX-REVISIE",
                "het sjabloon bevat bijgehouden wijzigingen of opmerkingen",
                "Aanvaard de wijzigingen en verwijder de opmerkingen in Word.",
            )
        for key in list(node.attrib):
            if key.startswith((f"{{{_W}}}rsid", f"{{{_W14}}}")):
                del node.attrib[key]
    for node in list(root.iter(*_FORGOTTEN)):
        node.getparent().remove(node)


def _refuse_fetching(root: Any, part: str) -> None:
    """Look at each field's instruction, also where Word has split it over runs."""
    instructions = [node.get(f"{{{_W}}}instr", "") for node in root.iter(f"{{{_W}}}fldSimple")]
    for paragraph in root.iter(f"{{{_W}}}p"):
        written = [node.text or "" for node in paragraph.iter(f"{{{_W}}}instrText", f"{{{_W}}}fldChar")]
        instructions += "".join(text or "\n" for text in written).splitlines()
    if any(map(_FETCHING.match, instructions)):
        raise RenderingError.because(
            "DOCX-VELDCODE",
            "het sjabloon bevat een Word-veld dat iets ophaalt of uitvoert",
            "Verwijder het veld (in Word: Alt+F9 toont de veldcodes) of maak er gewone tekst van.",
            pad=part,
        )


def properties(titel: str, datum: date) -> dict[str, bytes]:
    """Give the docProps of a file that names no person, machine or subject."""
    moment = f'xsi:type="dcterms:W3CDTF">{datum.isoformat()}T00:00:00Z<'
    core = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties'
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{xml_escape(titel)}</dc:title><dc:creator>weerbaar-docs</dc:creator>"
        "<cp:lastModifiedBy>weerbaar-docs</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f"<dcterms:created {moment}/dcterms:created><dcterms:modified {moment}/dcterms:modified>"
        "<dc:language>nl-NL</dc:language></cp:coreProperties>"
    )
    app = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>weerbaar-docs</Application></Properties>"
    )
    return {"docProps/core.xml": core.encode(), "docProps/app.xml": app.encode()}
