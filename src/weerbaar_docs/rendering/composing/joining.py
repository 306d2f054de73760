# SPDX-License-Identifier: EUPL-1.2
"""The whole document while parts are added to it: its text, styles, lists, pictures and links."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from weerbaar_docs.rendering.composing import lists
from weerbaar_docs.rendering.composing.styles import Stijlen, of_ids, used
from weerbaar_docs.rendering.docx.packing import pack
from weerbaar_docs.rendering.package import DOCUMENT, TYPES, relations_of, write_xml
from weerbaar_docs.rendering.walk.names import WP, R, W, children, local, val, w, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weerbaar_docs.rendering.package import Package, Relation

_STYLES: Final = "word/styles.xml"
_NUMBERING: Final = "word/numbering.xml"
_NUMBERING_KIND: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_AFTER_BREAK: Final = ("pStyle", "keepNext", "keepLines")  # what the schema wants before pageBreakBefore


class Basis:
    """The first file, to which parts are added that `checking` let through."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._new: dict[str, bytes] = {}
        self._document = package.trees[DOCUMENT]
        self._stijlen = Stijlen(package.trees[_STYLES])
        self._numbering = package.trees.get(_NUMBERING)
        self._relations = package.trees[relations_of(DOCUMENT)]
        self._types = package.trees[TYPES]
        self._parts = 0
        if self.body.find(w("sectPr")) is None:
            etree.SubElement(self.body, w("sectPr"))  # Word may leave it out; parts come before it

    @property
    def body(self) -> Any:
        """The body, with the one section at its end."""
        return self._document.find(w("body"))

    @property
    def bookmarks(self) -> set[str | None]:
        """The names of the bookmarks so far."""
        return {val(node, "name") for node in self.body.iter(w("bookmarkStart"))}

    @property
    def theme(self) -> bytes | None:
        """The theme of the first file; None when it has none."""
        return theme_of(self._package)

    def style_names(self, package: Package) -> dict[str, str]:
        """Give the name of each paragraph style of a part by its id."""
        styles = of_ids(package.trees[_STYLES])
        return {
            identifier: (val(style.find(w("name"))) or "").lower()
            for (kind, identifier), style in styles.items()
            if kind == "paragraph"
        }

    def new_styles(self, package: Package) -> list[Any]:
        """Give the styles of a part that would come along."""
        ids = [(kind, val(node) or "") for kind, node in used(package.trees[DOCUMENT])]
        return self._stijlen.missing(package.trees[_STYLES], ids)

    def has_list_that_goes_on(self, package: Package) -> bool:
        """Say whether a list of a part would count on from another part, or cannot be copied."""
        theirs = package.trees.get(_NUMBERING)
        new = self.new_styles(package)
        own = [val(node) or "" for root in (package.trees[DOCUMENT], *new) for node in lists.numbered(root)]
        styles = of_ids(package.trees[_STYLES])
        used_styles = {(kind, val(node) or "") for kind, node in used(package.trees[DOCUMENT])}
        shared = [style for key, style in styles.items() if key in used_styles and style not in new]
        going_on = any(lists.counts(theirs, val(node) or "") for style in shared for node in lists.numbered(style))
        return going_on or lists.hangs_on_style(theirs, own)

    def add(self, package: Package) -> None:
        """Put a part at the end, on a new page."""
        self._parts += 1
        body = package.trees[DOCUMENT].find(w("body"))
        for section in body.findall(w("sectPr")):
            body.remove(section)
        names, added = self._stijlen.bring(
            package.trees[_STYLES], [(kind, val(node) or "") for kind, node in used(body)]
        )
        for kind, node in used(body):
            node.set(w("val"), names.get((kind, val(node) or ""), val(node) or ""))
        nodes = [node for root in (body, *added) for node in lists.numbered(root)]
        if nodes:
            lists.bring(self._lists(), package.trees[_NUMBERING], nodes)
        self._bring_relations(package, body)
        self._number_bookmarks(body)
        blocks = list(children(body))
        _on_new_page(blocks[0])
        end = self.body.find(w("sectPr"))
        for block in blocks:
            end.addprevious(block)

    def packed(self) -> bytes:
        """Give the file."""
        for number, node in enumerate(self._document.iter(f"{{{WP}}}docPr"), start=1):
            node.set("id", str(number))
        changed = {
            DOCUMENT: self._document,
            _STYLES: self._stijlen.root,
            relations_of(DOCUMENT): self._relations,
            TYPES: self._types,
        } | ({} if self._numbering is None else {_NUMBERING: self._numbering})
        return pack({**self._package, **self._new, **{name: write_xml(root) for name, root in changed.items()}})

    def _lists(self) -> Any:
        """Give the lists of the whole; a first file without any gets a part for them."""
        if self._numbering is None:
            self._numbering = etree.Element(w("numbering"), nsmap={"w": W})
            self._override(f"/{_NUMBERING}", _NUMBERING_KIND)
            self._relationship("rIdLijsten", f"{R}/numbering", "numbering.xml")
        return self._numbering

    def _bring_relations(self, package: Package, body: Any) -> None:
        known = package.relations.get(DOCUMENT, {})
        ids: dict[str, str] = {}
        for node, key in list(_related(body)):
            relation = known[node.get(key)]
            if relation.id not in ids:
                ids[relation.id] = self._relate(package, relation, f"rIdDeel{self._parts}n{len(ids) + 1}")
            node.set(key, ids[relation.id])

    def _relate(self, package: Package, relation: Relation, identifier: str) -> str:
        if relation.external:
            self._relationship(identifier, relation.type, relation.target, TargetMode="External")
            return identifier
        file = f"media/deel{self._parts}_{posixpath.basename(relation.target)}"
        self._new[f"word/{file}"] = package[relation.target]
        self._announce(package, relation.target, f"/word/{file}")
        self._relationship(identifier, relation.type, file)
        return identifier

    def _relationship(self, identifier: str, kind: str, target: str, **more: str) -> None:
        node = etree.SubElement(self._relations, f"{{{_RELATIONSHIPS}}}Relationship")
        for name, value in {"Id": identifier, "Type": kind, "Target": target, **more}.items():
            node.set(name, value)

    def _announce(self, package: Package, name: str, new: str) -> None:
        """Say of what kind a part is that came along."""
        theirs = package.trees[TYPES]
        own = [node.get("ContentType") for node in theirs if node.get("PartName") == f"/{name}"]
        extension = name.rpartition(".")[2].lower()
        own += [node.get("ContentType") for node in theirs if (node.get("Extension") or "").lower() == extension]
        self._override(new, own[0])

    def _override(self, part: str, kind: str) -> None:
        node = etree.SubElement(self._types, f"{{{etree.QName(self._types).namespace}}}Override")
        node.set("PartName", part)
        node.set("ContentType", kind)

    def _number_bookmarks(self, body: Any) -> None:
        highest = max((whole(val(node, "id")) for node in self.body.iter(w("bookmarkStart"))), default=-1)
        ids: dict[str | None, str] = {}
        for node in body.iter(w("bookmarkStart"), w("bookmarkEnd")):
            old = val(node, "id")
            ids.setdefault(old, str(highest + 1 + len(ids)))
            node.set(w("id"), ids[old])


def theme_of(package: Package) -> bytes | None:
    """Give the theme of a file; None when it has none."""
    found = [relation.target for relation in package.relations.get(DOCUMENT, {}).values() if relation.kind == "theme"]
    return package.get(found[0]) if found else None


def _related(body: Any) -> Iterator[tuple[Any, str]]:
    for node in body.iter("{*}*"):
        yield from ((node, str(key)) for key in node.attrib if str(key).startswith(f"{{{R}}}"))


def _on_new_page(paragraph: Any) -> None:
    properties = paragraph.find(w("pPr"))
    for old in properties.findall(w("pageBreakBefore")):
        properties.remove(old)
    before = [node for node in children(properties) if local(node) in _AFTER_BREAK]
    made = etree.Element(w("pageBreakBefore"))
    properties.insert(0, made) if not before else before[-1].addnext(made)
