# SPDX-License-Identifier: EUPL-1.2
"""A link in the structure of a PDF -> a form field there: what a screen reader finds, and in which order.

(1) the text that was linked stays where it is, as a part that is not read: it only holds the place; (2) behind it comes
a Form element with the widget and nothing else; (3) the tree that goes from a widget to its element is changed with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NumberObject, TextStringObject

if TYPE_CHECKING:
    from pypdf import PdfReader

    from weerbaar_docs.stamping_pdf.appending import Sectie


class Structuur:
    """The structure of a file, in which links become fields; `close` writes the tree of parents."""

    def __init__(self, reader: PdfReader, sectie: Sectie) -> None:
        """Take the tree of the catalog; raises KeyError or ValueError for a file without tags, or with a tree of trees."""
        self._sectie = sectie
        self._root = reader.root_object.raw_get("/StructTreeRoot")
        if not isinstance(self._root, IndirectObject) or "/Nums" not in self._tree():
            raise ValueError("/ParentTree")
        listed = list(list.__iter__(self._tree()["/Nums"]))
        self._elements = dict(zip(map(int, listed[::2]), listed[1::2], strict=True))

    def make_form(self, key: int, widget: IndirectObject, page: IndirectObject) -> None:
        """Put the widget in the place of the link with this key."""
        reference = self._elements[key]
        link = self._sectie.get_object(reference)
        if not isinstance(link, DictionaryObject) or link.get("/S") != "/Link":
            raise ValueError("/Link")
        parent = link.raw_get("/P")
        form = self._sectie.add(_element("/Form", parent, page, [_reference_to(widget, page)]))
        text = [kid for kid in _kids(link) if not _is_object_reference(kid)]
        self._insert(parent, reference, [reference, form] if text else [form])
        if text:
            kept = _element("/Span", parent, page, text)
            kept[NameObject("/ActualText")] = TextStringObject(" ")  # readers differ on an empty one
            self._sectie.replace(reference, kept)
        self._elements[key] = form

    def close(self) -> None:
        """Write which element every widget belongs to."""
        tree = DictionaryObject(dict.items(self._tree()))
        pairs = (pair for key in sorted(self._elements) for pair in (NumberObject(key), self._elements[key]))
        tree[NameObject("/Nums")] = ArrayObject(pairs)
        root = self._sectie.get_object(self._root)
        assert isinstance(root, DictionaryObject)
        held = root.raw_get("/ParentTree")
        if isinstance(held, IndirectObject):
            self._sectie.replace(held, tree)
            return
        changed = DictionaryObject(dict.items(root))
        changed[NameObject("/ParentTree")] = tree
        self._sectie.replace(self._root, changed)

    def _tree(self) -> Any:
        root: Any = self._sectie.get_object(self._root)
        return root["/ParentTree"].get_object()

    def _insert(self, parent: IndirectObject, old: IndirectObject, new: list[IndirectObject]) -> None:
        element = self._sectie.get_object(parent)
        assert isinstance(element, DictionaryObject)
        kids = [[kid] if not _same(kid, old) else new for kid in _kids(element)]
        if sum(len(kid) for kid in kids) == len(kids) and len(new) > 1:
            raise ValueError("/K")
        changed = DictionaryObject(dict.items(element))
        changed[NameObject("/K")] = ArrayObject(one for kid in kids for one in kid)
        self._sectie.replace(parent, changed)


def _element(kind: str, parent: Any, page: IndirectObject, kids: list[Any]) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/StructElem"),
            NameObject("/S"): NameObject(kind),
            NameObject("/P"): parent,
            NameObject("/Pg"): page,
            NameObject("/K"): ArrayObject(kids),
        }
    )


def _reference_to(widget: IndirectObject, page: IndirectObject) -> DictionaryObject:
    return DictionaryObject(
        {NameObject("/Type"): NameObject("/OBJR"), NameObject("/Pg"): page, NameObject("/Obj"): widget}
    )


def _kids(element: DictionaryObject) -> list[Any]:
    held = element.raw_get("/K")
    inner = held.get_object()
    return list(list.__iter__(inner)) if isinstance(inner, ArrayObject) else [held]


def _is_object_reference(kid: Any) -> bool:
    part = kid.get_object()
    return isinstance(part, DictionaryObject) and part.get("/Type") == "/OBJR"


def _same(kid: Any, old: IndirectObject) -> bool:
    return isinstance(kid, IndirectObject) and (kid.idnum, kid.generation) == (old.idnum, old.generation)
