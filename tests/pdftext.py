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
