# SPDX-License-Identifier: EUPL-1.2
"""Word templates for tests: a starter with another body, header, part or property."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

from weerbaar_docs.rendering.docx import pack
from weerbaar_docs.sjablonen.nieuw import starter

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EDGES = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def parts_of(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def p(text: str = "", properties: str = "", run: str = "") -> str:
    return f'<w:p>{properties}<w:r>{run}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def table(*rows: tuple[str, ...], header: bool = True, borders: bool = True) -> str:
    lines = []
    for number, row in enumerate(rows):
        mark = "<w:trPr><w:tblHeader/></w:trPr>" if header and number == 0 else ""
        cells = "".join(f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{p(text)}</w:tc>' for text in row)
        lines.append(f"<w:tr>{mark}{cells}</w:tr>")
    edges = f"<w:tblBorders>{EDGES}</w:tblBorders>" if borders else ""
    grid = '<w:gridCol w:w="2000"/>' * len(rows[0])
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/>{edges}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(lines)}</w:tbl>'


def build(
    body: str | None = None,
    *,
    document: str = "adviesrapport",
    more: Mapping[str, str | bytes] | None = None,
    change: Mapping[str, Callable[[str], str]] | None = None,
) -> bytes:
    """Give the starter of a document with this body; `more` are other parts, `change` edits parts that are there."""
    parts = parts_of(starter(document))
    if body is not None:
        text = parts["word/document.xml"].decode()
        section = re.search(r"<w:sectPr>.*?</w:sectPr>", text, re.DOTALL)
        assert section
        head = text[: text.index("<w:body>")]
        parts["word/document.xml"] = f"{head}<w:body>{body}{section[0]}</w:body></w:document>".encode()
    for name, data in (more or {}).items():
        parts[name] = data if isinstance(data, bytes) else data.encode()
    for name, edit in (change or {}).items():
        old = parts[name].decode()
        parts[name] = edit(old).encode()
        assert parts[name] != old.encode(), f"the test changes nothing in {name}"
    return pack(parts)


def related(kind: str, target: str, *, external: bool = True, rid: str = "rIdTest") -> Callable[[str], str]:
    """Add a relationship to a .rels part."""
    mode = ' TargetMode="External"' if external else ""
    line = f'<Relationship Id="{rid}" Type="{R}/{kind}" Target="{target}"{mode}/>'
    return lambda text: text.replace("</Relationships>", f"{line}</Relationships>")


def put(before: str, added: str) -> Callable[[str], str]:
    return lambda text: text.replace(before, f"{added}{before}", 1)


def swap(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)
