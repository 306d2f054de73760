# SPDX-License-Identifier: EUPL-1.2
"""Hold the text of a Word file against that of its PDF, without our own walker."""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree
from pypdf import PdfReader

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def squeeze(text):
    return re.sub(r"[\s\u00ad]+", "", text)


def body_text(pdf):
    """The text between the margins, without header, footer and watermark."""
    found, height = [], 0.0

    def visit(text, cm, tm, _font, _size):
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        if 66 < y < height - 71 and abs(cm[1]) < 0.01:
            found.append(text)

    for page in PdfReader(io.BytesIO(pdf)).pages:
        height = float(page.mediabox.height)
        page.extract_text(visitor_text=visit)
    return squeeze("".join(found))


def docx_paragraphs(docx):
    """The paragraphs as they stand in the file, without our own walker."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    for paragraph in root.iter(f"{W}p"):
        if text := squeeze("".join(t.text or "" for t in paragraph.iter(f"{W}t"))):
            yield text


def assert_text_in_order(docx, pdf):
    text, at, count = body_text(pdf), 0, 0
    for paragraph in docx_paragraphs(docx):
        found = text.find(paragraph, at)
        assert found >= 0, paragraph[:60]
        at, count = found + len(paragraph), count + 1
    assert count > 0


def lost_paragraphs(docx, pdf):
    """The paragraphs whose text is not in the PDF: whole, or in two parts where a page ends inside a row of a table."""
    text = squeeze("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))
    headings = [heading for heading in _headings(docx) if heading in text]
    for heading in headings:
        text = text.replace(heading, "")
    printed = text + "".join(headings)
    return [paragraph for paragraph in docx_paragraphs(docx) if not _is_in(paragraph, printed)]


def _is_in(paragraph, text):
    return paragraph in text or any(
        paragraph[:cut] in text and paragraph[cut:] in text for cut in range(1, len(paragraph))
    )


def _headings(docx):
    """The rows that are repeated on every page."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    for row in root.iter(f"{W}tr"):
        if row.find(f"{W}trPr/{W}tblHeader") is not None:
            yield squeeze("".join(t.text or "" for t in row.iter(f"{W}t")))


_VAK, _FALLBACK = f"{W}txbxContent", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PIECES = ("t", "tab", "br", "fldChar", "instrText", "noBreakHyphen", "footnoteReference", "endnoteReference")
_LEADER = re.compile(r"([._·-])\1{4,}")


def shown(text):
    """A text as it can be compared: without spaces, hyphens, case (small capitals) and what stands before tab stops."""
    return _LEADER.sub("", squeeze(text)).replace("-", "").casefold()


def fragments(docx):
    """The texts of each paragraph between its fields and tabs, and whether the paragraph floats; fields have old results."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    fields = []
    for paragraph in root.iter(f"{W}p"):
        if any(True for _ in paragraph.iterancestors(_FALLBACK)):
            continue
        found = [""]
        for node in paragraph.iter(*(f"{W}{name}" for name in _PIECES)):
            if (
                next(node.iterancestors(f"{W}p")) is not paragraph
                or next(node.iterancestors(_FALLBACK), None) is not None
            ):
                continue
            _step(node, fields, found)
        if texts := [shown(text) for text in found if shown(text)]:
            yield texts, _floats(paragraph)


def _step(node, fields, found):
    kind = node.get(f"{W}fldCharType")
    if kind == "begin":
        fields.append("")
    elif kind == "end":
        fields.pop()
    elif node.tag == f"{W}instrText" and fields:
        fields[-1] += node.text or ""
    hidden = any(not instruction.split() or instruction.split()[0] != "HYPERLINK" for instruction in fields)
    if node.tag == f"{W}t" and not hidden:
        found[-1] += node.text or ""
    elif node.tag == f"{W}noBreakHyphen":
        found[-1] += "\u2011"
    elif node.tag != f"{W}t":
        found.append("")


def _floats(paragraph):
    """A paragraph that is drawn out of turn; so is a cell over some rows, which Typst draws after its neighbours."""
    table = next(paragraph.iterancestors(f"{W}tbl"), None)
    cell = next(paragraph.iterancestors(f"{W}tc"), None)
    return (
        next(paragraph.iterancestors(_VAK), None) is not None
        or paragraph.find(f"{W}pPr/{W}framePr") is not None
        or (cell is not None and cell.find(f"{W}tcPr/{W}vMerge") is not None)
        or (table is not None and table.find(f"{W}tblPr/{W}tblpPr") is not None)
    )


def _margins(docx):
    """The least top and bottom margin of a document, in points."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    found = [(int(m.get(f"{W}top")), int(m.get(f"{W}bottom"))) for m in root.iter(f"{W}pgMar")] or [(1440, 1440)]
    return min(top for top, _ in found) / 20, min(bottom for _, bottom in found) / 20


def assert_every_paragraph(docx, pdf):
    """Hold each paragraph against the PDF: those of the text in their order, those that float wherever they are."""
    top, bottom = _margins(docx)
    pages, inside = PdfReader(io.BytesIO(pdf)).pages, []
    for page in pages:
        height = float(page.mediabox.height)

        def visit(text, cm, tm, _font, _size, height=height):
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            if bottom - 1 < y < height - top + 1 and abs(cm[1]) < 0.01:
                inside.append(text)

        page.extract_text(visitor_text=visit)
    whole, text, at, count = shown("".join(page.extract_text() for page in pages)), shown("".join(inside)), 0, 0
    for texts, floats in fragments(docx):
        for fragment in texts:
            place = (whole if floats else text).find(fragment, 0 if floats else at)
            assert place >= 0, fragment[:60]
            at = at if floats else place + len(fragment)
            count += 1
    assert count > 0
