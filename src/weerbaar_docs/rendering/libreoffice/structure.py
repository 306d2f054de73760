# SPDX-License-Identifier: EUPL-1.2
"""The structure tree of LibreOffice's PDF, mended for PDF/UA-1.

1. A footnote gets an identifier (7.9) and the link back to its reference is tagged inside it (7.18.5).
2. A drawing without an alternative text and without text (a watermark, a line in a letterhead) is no content: it
   becomes an artifact. Pictures in the body that have no alternative text never come here (admission.py).
3. A link that LibreOffice left out of the file is an error, not a loss.
4. A table without header cells is lay-out (an address block, a column of references): it is read as blocks in a row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.libreoffice.marks import Marks
from weerbaar_docs.rendering.libreoffice.objects import NULL, PdfObjects, dictionary, stream

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(slots=True, kw_only=True)
class _Found:
    """What the walk over the tree met: number of the element -> its dictionary, and the pages of drawings."""

    notes: dict[int, DictionaryObject] = field(default_factory=dict)
    tables: list[int] = field(default_factory=list)
    drawings: dict[int, DictionaryObject] = field(default_factory=dict)


def mend_structure(pdf: PdfObjects) -> None:
    """Mend the tree and the marks of every page; raises RenderingError."""
    tree_number = pdf.root.raw_get("/StructTreeRoot").idnum
    found = _Found()
    _look(pdf, tree_number, found)
    tree = pdf.get(tree_number)
    parents = _Parents(pdf, tree)
    pages = dict(pdf.pages())
    marks = {number: Marks.of(_content(page)) for number, page in pages.items()}
    unmarked = _drop_drawings(pdf, found.drawings, parents, marks)
    for table in found.tables:
        _mend_table(pdf, table)
    _drop_empty(pdf, found.notes)
    _mend_notes(pdf, found.notes, parents, pages)
    _identify(pdf, found.notes, tree)
    for number, page in pages.items():
        _mend_page(pdf, page, marks[number], unmarked.get(number, set()))
        page[NameObject("/Tabs")] = NameObject("/S")
        pdf.put(number, page)
    parents.write()
    pdf.put(tree_number, tree)


def _content(page: DictionaryObject) -> bytes:
    content = page["/Contents"]
    if not isinstance(content, StreamObject):
        raise TypeError  # LibreOffice writes one stream per page
    return content.get_data()


def _integer(value: Any) -> int:
    return int(value.get_object())


def _look(pdf: PdfObjects, number: int, found: _Found) -> None:
    element = pdf.get(number)
    kind, children = element.get("/S"), list(_children(element))
    if kind == "/Note":
        found.notes[number] = element
    elif kind == "/Table":
        found.tables.append(number)
    elif kind == "/Link" and not any(_is_annotation(child) for child in _kids(element)):
        raise RenderingError.because(
            "PDF-KOPPELING",
            "LibreOffice neemt een koppeling zonder de opmaak Hyperlink niet over in de PDF",
            "Geef de koppeling in Word de tekenopmaak Hyperlink.",
        )
    elif (kind == "/Figure" and "/Alt" not in element) or (kind == "/Div" and not children):
        found.drawings[number] = element
    for child in children:
        _look(pdf, child, found)


def _mend_table(pdf: PdfObjects, number: int) -> None:
    parts = list(_table_parts(pdf, number))
    if any(pdf.get(part).get("/S") == "/TH" for part in parts):
        return
    for part in parts:
        element = pdf.get(part)
        element[NameObject("/S")] = NameObject("/NonStruct")
        element.pop(NameObject("/A"), None)  # how many columns a cell spans
        pdf.put(part, element)


def _table_parts(pdf: PdfObjects, number: int) -> Iterator[int]:
    """Give a table with its rows and cells, not what stands in the cells."""
    yield number
    for child in _children(pdf.get(number)):
        if pdf.get(child).get("/S") in {"/THead", "/TBody", "/TFoot", "/TR"}:
            yield from _table_parts(pdf, child)
        elif pdf.get(child).get("/S") in {"/TH", "/TD"}:
            yield child


def _kids(element: DictionaryObject) -> list[Any]:
    kids = element.get("/K", ArrayObject())
    return list(kids) if isinstance(kids, ArrayObject) else [kids]


def _children(element: DictionaryObject) -> Iterator[int]:
    for kid in _kids(element):
        held = kid.get_object()
        if isinstance(kid, IndirectObject) and isinstance(held, DictionaryObject) and "/S" in held:
            yield kid.idnum


def _is_annotation(kid: Any) -> bool:
    held = kid.get_object()
    return isinstance(held, DictionaryObject) and held.get("/Type") == "/OBJR"


class _Parents:
    """The parent tree: which element holds an MCID of a page, or an annotation."""

    def __init__(self, pdf: PdfObjects, tree: DictionaryObject) -> None:
        self.pdf, self.number = pdf, tree.raw_get("/ParentTree").idnum
        numbers = pdf.get(self.number)["/Nums"]
        self.entries = {int(numbers[at]): _array_or_reference(numbers[at + 1]) for at in range(0, len(numbers), 2)}

    def forget(self, page: DictionaryObject, mcid: int) -> None:
        self.entries[_integer(page["/StructParents"])][mcid] = NULL

    def add(self, element: IndirectObject) -> NumberObject:
        key = max(self.entries, default=-1) + 1
        self.entries[key] = element
        return NumberObject(key)

    def write(self) -> None:
        numbers = ArrayObject()
        for key, value in sorted(self.entries.items()):
            numbers += [NumberObject(key), value]
        self.pdf.put(self.number, dictionary({"/Nums": numbers}))


def _array_or_reference(value: Any) -> Any:
    """Give the elements of a page, or a reference to the element of an annotation."""
    held = value.get_object()
    return held if isinstance(held, ArrayObject) else value


def _drop_drawings(
    pdf: PdfObjects, drawings: dict[int, DictionaryObject], parents: _Parents, marks: dict[int, Marks]
) -> dict[int, set[int]]:
    """Take drawings out of the tree and give their MCIDs per page."""
    unmarked: dict[int, set[int]] = {}
    texts = {number: found.writing() for number, found in marks.items()} if drawings else {}
    for number, element in drawings.items():
        places = list(_places(element))
        if list(_children(element)) or any(mcid in texts.get(page, set()) for page, mcid in places):
            element[NameObject("/S")] = NameObject("/NonStruct")  # it holds text: content, but no picture
            pdf.put(number, element)
            continue
        for page, mcid in places:
            unmarked.setdefault(page, set()).add(mcid)
            parents.forget(pdf.get(page), mcid)
        _remove_child(pdf, element.raw_get("/P").idnum, number)
        pdf.put(number, NULL)
    return unmarked


def _places(element: DictionaryObject) -> Iterator[tuple[int, int]]:
    own = element.raw_get("/Pg").idnum if "/Pg" in element else 0
    for kid in _kids(element):
        held = kid.get_object()
        if isinstance(held, int):
            yield own, int(held)
        elif isinstance(held, DictionaryObject) and "/MCID" in held:
            yield (held.raw_get("/Pg").idnum if "/Pg" in held else own), _integer(held["/MCID"])


def _remove_child(pdf: PdfObjects, parent_number: int, number: int) -> None:
    parent = pdf.get(parent_number)
    left = [kid for kid in _kids(parent) if not (isinstance(kid, IndirectObject) and kid.idnum == number)]
    parent[NameObject("/K")] = ArrayObject(left)
    pdf.put(parent_number, parent)


def _drop_empty(pdf: PdfObjects, notes: dict[int, DictionaryObject]) -> None:
    """Take out the empty elements that a footnote leaves on each page that it runs on to."""
    for number in [number for number, note in notes.items() if not _kids(note)]:
        _remove_child(pdf, notes.pop(number).raw_get("/P").idnum, number)
        pdf.put(number, NULL)


def _mend_notes(
    pdf: PdfObjects, notes: dict[int, DictionaryObject], parents: _Parents, pages: dict[int, DictionaryObject]
) -> None:
    for page_number, page in pages.items():
        links = [ref for ref in page.get("/Annots", ArrayObject()) if "/StructParent" not in ref.get_object()]
        links.sort(key=lambda ref: -float(ref.get_object()["/Rect"][1]))
        here = [number for number, note in notes.items() if _page_of(note) == page_number]
        if len(links) > len(here):
            raise RenderingError.because(
                "PDF-VOETNOOT",
                "de koppelingen van de voetnoten zijn niet aan hun noot te verbinden",
                "Meld dit met het sjabloon erbij; zonder dit voldoet de PDF niet aan PDF/UA-1.",
            )
        # What runs on from the page before stands first, is a note of its own here, and has no way back.
        for link, number in zip(links, here[len(here) - len(links) :], strict=True):
            _tag_link(pdf, link, number, page_number, parents)


def _page_of(note: DictionaryObject) -> int:
    number: int = note.raw_get("/Pg").idnum
    return number


def _tag_link(pdf: PdfObjects, link: IndirectObject, note_number: int, page: int, parents: _Parents) -> None:
    note, annotation = pdf.get(note_number), link.get_object()
    kid = dictionary({"/Type": NameObject("/OBJR"), "/Obj": link, "/Pg": pdf.reference(page)})
    element = pdf.add(
        dictionary(
            {
                "/Type": NameObject("/StructElem"),
                "/S": NameObject("/Link"),
                "/P": pdf.reference(note_number),
                "/Pg": pdf.reference(page),
                "/K": ArrayObject([kid]),
            }
        )
    )
    assert isinstance(annotation, DictionaryObject)
    annotation[NameObject("/StructParent")] = parents.add(element)
    pdf.put(link.idnum, annotation)
    note[NameObject("/K")] = ArrayObject([element, *_kids(note)])
    pdf.put(note_number, note)


def _identify(pdf: PdfObjects, notes: dict[int, DictionaryObject], tree: DictionaryObject) -> None:
    names = ArrayObject()
    for at, (number, note) in enumerate(notes.items(), start=1):
        identifier = ByteStringObject(f"noot-{at:06}".encode())
        note[NameObject("/ID")] = identifier
        pdf.put(number, note)
        names += [identifier, pdf.reference(number)]
    if names:
        tree[NameObject("/IDTree")] = dictionary({"/Names": names})


def _mend_page(pdf: PdfObjects, page: DictionaryObject, marks: Marks, unmarked: set[int]) -> None:
    if marks.untagged_text():
        raise RenderingError.because(
            "PDF-TAG",
            "LibreOffice heeft een tekst niet van een tag voorzien",
            "Meld dit met het sjabloon erbij; een schermlezer zou deze tekst overslaan.",
        )
    content = marks.with_artifacts(unmarked)
    if content is not None:
        pdf.put(page.raw_get("/Contents").idnum, stream(content))
