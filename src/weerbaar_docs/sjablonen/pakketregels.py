# SPDX-License-Identifier: EUPL-1.2
"""What may not be in the file itself: code, other files, ways out, traces of people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from weerbaar_docs.sjablonen.gebrek import BESTAND, Gebrek, Plaats, gebrek
from weerbaar_docs.sjablonen.pakket import W, deelnaam, placed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weerbaar_docs.rendering.package import Relation
    from weerbaar_docs.sjablonen.pakket import Pakket

_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_O: Final = "{urn:schemas-microsoft-com:office:office}"
_OLE: Final = re.compile(r"word/(embeddings|activeX)/")
# Fields of Word that fetch something, start something or ask something.
_ACTIEF: Final = frozenset(
    [
        "ASK",
        "AUTOTEXT",
        "AUTOTEXTLIST",
        "DATABASE",
        "DDE",
        "DDEAUTO",
        "FILLIN",
        "GLOSSARY",
        "IMPORT",
        "INCLUDE",
        "INCLUDEPICTURE",
        "INCLUDETEXT",
        "LINK",
        "MACROBUTTON",
        "MERGEFIELD",
        "RD",
    ]
)
_LINK: Final = re.compile(r'\s*HYPERLINK\s+(?:\\[a-z]\s+)*"?(?!https://)([a-zA-Z][a-zA-Z0-9+.-]*:|\\\\|/)')
_PERSOON: Final = {"creator": "auteur", "lastModifiedBy": "laatst opgeslagen door", "keywords": "", "category": ""}
_APP: Final = {"Company": "bedrijf", "Manager": "manager", "HyperlinkBase": "basis van hyperlinks"}
_EIGEN: Final = frozenset({"weerbaar-docs", ""})
_SPOREN: Final = {
    "docProps/custom.xml": "eigen eigenschappen",
    "docProps/thumbnail": "een voorbeeldplaatje",
    "customXml/": "eigen gegevens (customXml)",
    "word/people": "een lijst van personen",
    "docMetadata/": "een label met gegevens van de organisatie",
}


def check_code(pakket: Pakket) -> Iterator[Gebrek]:
    """Report macros, OLE, ActiveX and other files inside."""
    if pakket.package.macros:
        yield gebrek("SJABLOON-MACRO", BESTAND, "het bestand bevat macro's")
    if any(_OLE.match(name) for name in pakket.package):
        yield gebrek("SJABLOON-OLE", BESTAND, "het bestand bevat een ingesloten object of besturingselement")
    for _, plaats in pakket.elements(f"{W}object", f"{W}control", f"{_O}OLEObject"):
        yield gebrek("SJABLOON-OLE", plaats, "hier staat een ingesloten object of besturingselement")
    for _, plaats in pakket.elements(f"{W}altChunk", f"{W}subDoc"):
        yield gebrek("SJABLOON-ALTCHUNK", plaats, "hier wordt een ander bestand ingevoegd")


def check_ways_out(pakket: Pakket) -> Iterator[Gebrek]:
    """Report relationships that leave the file, but for links with https."""
    for part, relations in sorted(pakket.package.relations.items()):
        for relation in relations.values():
            if relation.external:
                yield from _external(pakket, part, relation)


def _external(pakket: Pakket, part: str, relation: Relation) -> Iterator[Gebrek]:
    kind = relation.kind
    if kind == "attachedTemplate":
        yield gebrek("SJABLOON-AANGEHECHT", BESTAND, "er is een sjabloon van een computer of server aangehecht")
    elif kind != "hyperlink" or not relation.target.startswith("https://"):
        what = "een link zonder https" if kind == "hyperlink" else f"een gekoppeld bestand ({kind})"
        yield gebrek("SJABLOON-EXTERN", _user(pakket, part, relation.id), f"hier staat {what}")


def _user(pakket: Pakket, part: str, rid: str) -> Plaats:
    """Give the place in a part that uses a relationship."""
    root = pakket.bomen.get(part)
    for element, plaats in placed(root, deelnaam(part)) if root is not None else ():
        if any(key.startswith(_R) and value == rid for key, value in element.attrib.items()):
            return plaats
    return Plaats(deel=deelnaam(part)) if part else BESTAND


def check_active_fields(pakket: Pakket) -> Iterator[Gebrek]:
    """Report fields of Word that fetch, start or ask something."""
    for element, plaats in pakket.elements(f"{W}p"):
        own = "".join(node.text or "" for node in element.iter(f"{W}instrText"))
        for code in (own, *(node.get(f"{W}instr", "") for node in element.iter(f"{W}fldSimple"))):
            word = (code.split() or [""])[0].upper()
            if word in _ACTIEF:
                yield gebrek("SJABLOON-VELD-ACTIEF", plaats, f"het Word-veld {word} haalt iets op of vraagt iets")
            if _LINK.match(code):
                yield gebrek("SJABLOON-EXTERN", plaats, "hier staat een link zonder https")


def check_people(pakket: Pakket) -> Iterator[Gebrek]:
    """Report what tells of a person, a computer or how the file came about; no value is quoted."""
    for start, what in _SPOREN.items():
        if any(name.startswith(start) for name in pakket.package):
            yield gebrek("SJABLOON-METADATA", BESTAND, f"het bestand bevat {what}")
    names = {**_PERSOON, **_APP}
    for part in ("docProps/core.xml", "docProps/app.xml"):
        root = pakket.bomen.get(part)
        for element in root.iter(etree.Element) if root is not None else ():
            name = names.get(etree.QName(element).localname)
            if name and (element.text or "").strip() not in _EIGEN:
                yield gebrek("SJABLOON-METADATA", BESTAND, f"de eigenschap {name} is ingevuld")
    marked = sum(
        key.startswith(f"{W}rsid")
        for root in pakket.bomen.values()
        for el in root.iter(etree.Element)
        for key in el.attrib
    )
    listed = any(root.find(f"{W}rsids") is not None for root in pakket.bomen.values())
    if marked or listed:
        yield gebrek("SJABLOON-METADATA", BESTAND, "het bestand bevat merktekens van bewerkingen (rsid)")
    settings = pakket.bomen.get("word/settings.xml")
    for what in ("docVars", "mailMerge", "attachedTemplate"):
        if settings is not None and settings.find(f"{W}{what}") is not None:
            yield gebrek("SJABLOON-METADATA", BESTAND, f"de instellingen bevatten {what}")
