# SPDX-License-Identifier: EUPL-1.2
"""A filled part -> why it cannot be one document with the others, in words that a person can follow in Word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.errors import Melding
from weerbaar_docs.rendering.composing.joining import theme_of
from weerbaar_docs.rendering.package import DOCUMENT
from weerbaar_docs.rendering.walk.names import R, children, val, w

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weerbaar_docs.rendering.composing.joining import Basis
    from weerbaar_docs.rendering.package import Package

_KINDS: Final = frozenset({"hyperlink", "image"})
_THEME: Final = re.compile(r"\}theme|Theme$")  # themeColor, themeFill, asciiTheme


def refusals(naam: str, package: Package, basis: Basis) -> Iterator[Melding]:
    """Give all that cannot come along; `naam` is the part, and no text of it is quoted."""
    body = package.trees[DOCUMENT].find(w("body"))
    for code, melding, oplossing in (
        *_heading(package, body, basis),
        *_sections(body, basis),
        *_notes(body),
        *_relations(package, body),
        *_bookmarks(body, basis),
        *_lists(package, basis),
        *_theme(package, basis),
    ):
        yield Melding(code=code, ernst="fout", pad=naam, melding=melding, oplossing=oplossing)


def _heading(package: Package, body: Any, basis: Basis) -> Iterator[tuple[str, str, str]]:
    names = basis.style_names(package)
    used = [names.get(val(p.find(f"{w('pPr')}/{w('pStyle')}")) or "") for p in body.iter(w("p"))]
    first = next(children(body), None)
    begins = first is not None and first.tag == w("p") and used[:1] == ["heading 1"]
    if not begins:
        yield (
            "BUNDEL-KOP",
            "dit onderdeel begint niet met een alinea in de stijl Kop 1: het kreeg geen plaats in de inhoudsopgave",
            "Geef de eerste alinea de stijl Kop 1.",
        )
    if "title" in used:
        yield (
            "BUNDEL-KOP",
            "dit onderdeel gebruikt de stijl Titel, en die is voor de titel van het geheel",
            "Gebruik Kop 1 voor de titel van een onderdeel.",
        )


def _sections(body: Any, basis: Basis) -> Iterator[tuple[str, str, str]]:
    if any(True for _ in body.iterfind(f".//{w('pPr')}/{w('sectPr')}")):
        yield (
            "BUNDEL-SECTIE",
            "dit onderdeel heeft meer secties",
            "Maak er één sectie van: verwijder de sectie-einden.",
        )
    if _paper(body.find(w("sectPr"))) != _paper(basis.body.find(w("sectPr"))):
        yield (
            "BUNDEL-PAGINA",
            "dit onderdeel heeft ander papier of andere marges dan het eerste",
            "Geef het de papiermaat, de richting en de marges van het voorwoord.",
        )


def _paper(section: Any) -> list[list[tuple[str, str]]]:
    found = [None if section is None else section.find(w(name)) for name in ("pgSz", "pgMar")]
    kept = ("w", "h", "top", "bottom", "left", "right")
    return [[] if each is None else [(name, val(each, name) or "") for name in kept] for each in found]


def _notes(body: Any) -> Iterator[tuple[str, str, str]]:
    if next(body.iter(w("footnoteReference"), w("endnoteReference")), None) is not None:
        yield "BUNDEL-NOOT", "dit onderdeel heeft een voet- of eindnoot", "Zet de tekst van de noot in de tekst zelf."


def _relations(package: Package, body: Any) -> Iterator[tuple[str, str, str]]:
    known = package.relations.get(DOCUMENT, {})
    kinds = {known[rid].kind for rid in _related(body) if rid in known}
    for kind in sorted(kinds - _KINDS):
        yield (
            "BUNDEL-ONDERDEEL",
            f"dit onderdeel bevat iets wat niet mee kan: {kind}",
            "Verwijder het, of maak er een plaatje van.",
        )


def _related(body: Any) -> Iterator[str]:
    """Give the relations that the text uses; those of the section are of headers, which stay behind."""
    for node in body.iter("{*}*"):
        if node.tag not in {w("headerReference"), w("footerReference")}:
            yield from (str(value) for key, value in node.attrib.items() if str(key).startswith(f"{{{R}}}"))


def _bookmarks(body: Any, basis: Basis) -> Iterator[tuple[str, str, str]]:
    if basis.bookmarks & {val(node, "name") for node in body.iter(w("bookmarkStart"))}:
        yield (
            "BUNDEL-BLADWIJZER",
            "een bladwijzer in dit onderdeel heet als een in een ander onderdeel",
            "Geef de bladwijzer een andere naam.",
        )


def _lists(package: Package, basis: Basis) -> Iterator[tuple[str, str, str]]:
    if basis.has_list_that_goes_on(package):
        yield (
            "BUNDEL-LIJST",
            "een lijst in dit onderdeel zou verder tellen bij die van een ander, of hangt aan een lijststijl",
            "Maak de lijst opnieuw met de knop Nummering, zonder stijl.",
        )


def _theme(package: Package, basis: Basis) -> Iterator[tuple[str, str, str]]:
    if theme_of(package) == basis.theme:
        return
    roots = [package.trees[DOCUMENT], *basis.new_styles(package)]
    if any(_THEME.search(str(key)) for root in roots for node in root.iter("{*}*") for key in node.attrib):
        yield (
            "BUNDEL-THEMA",
            "dit onderdeel gebruikt kleuren of lettertypen van een ander thema dan het voorwoord",
            "Kies vaste kleuren en lettertypen, of gebruik hetzelfde thema.",
        )
