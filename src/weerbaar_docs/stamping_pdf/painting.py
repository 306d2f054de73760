# SPDX-License-Identifier: EUPL-1.2
"""The content of a page + a box -> what is painted in it, if anything: text, a picture, or a line.

Text is measured with the widths of its own font; a form is followed into its content. A clip counts for nothing: what a
clip hides today, another viewer may show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pypdf.generic import StreamObject

from weerbaar_docs.stamping_pdf.content import is_text, operations, text_of
from weerbaar_docs.stamping_pdf.fonts import Fonts, part
from weerbaar_docs.stamping_pdf.pen import EENHEID, MOVES, Matrix, Pen, around, times
from weerbaar_docs.stamping_pdf.vak import Rechthoek, touches

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAINT: Final = frozenset({b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"sh"})
_SHOW: Final = frozenset({b"Tj", b"TJ", b"'", b'"'})
_MAX_DIEPTE: Final = 8
_HOOG, _LAAG = 0.95, 0.25  # of the size, above and under the baseline


def painted(content: bytes, resources: Any, box: Rechthoek) -> str:
    """Give what a page paints in the box ("tekst", "een afbeelding", "een lijn of vlak"), or nothing."""
    return next(_look(content, resources, box, EENHEID, 0), "")


def _look(content: bytes, resources: Any, box: Rechthoek, ctm: Matrix, depth: int) -> Iterator[str]:
    pen, saved, fonts = Pen(ctm), [], Fonts(resources)
    for operator, operands in operations(content):
        move = MOVES.get(operator)
        if move is not None:
            move(pen, operands)
        elif operator == b"q":
            saved.append(pen.copy())
        elif operator == b"Q":
            pen = saved.pop() if saved else pen
        elif operator == b"Tf":
            pen.font, pen.size = operands[0], float(operands[1])
        elif operator in {b"Do", b"BI"}:
            yield from _object(operands, resources, box, pen.ctm, depth)
        elif operator in _SHOW or operator in _PAINT:
            yield from _paint(pen, operator, operands, fonts, box)


def _paint(pen: Pen, operator: bytes, operands: list[bytes], fonts: Fonts, box: Rechthoek) -> Iterator[str]:
    if operator in _SHOW:
        if _show(pen, operator, operands, fonts, box):
            yield "tekst"
        return
    if operator == b"sh" or (pen.path and touches(box, _grown(pen.path))):
        yield "een lijn of vlak"
    pen.path.clear()


def _object(operands: list[bytes], resources: Any, box: Rechthoek, ctm: Matrix, depth: int) -> Iterator[str]:
    found = part(part(resources, "/XObject"), operands[-1].decode("latin-1")) if operands else None
    if not isinstance(found, StreamObject) or found.get("/Subtype") != "/Form":
        if touches(box, around(ctm, 0, 0, 1, 1)):
            yield "een afbeelding"
        return
    if depth > _MAX_DIEPTE:
        raise ValueError("depth")
    matrix = times(_numbers(found.get("/Matrix"), EENHEID), ctm)
    bounds: Any = found["/BBox"]
    left, bottom, right, top = (float(n) for n in bounds)
    if touches(box, around(matrix, left, bottom, right, top)):
        yield from _look(found.get_data(), part(found, "/Resources") or resources, box, matrix, depth + 1)


def _show(pen: Pen, operator: bytes, operands: list[bytes], fonts: Fonts, box: Rechthoek) -> bool:
    if operator in {b"'", b'"'}:
        if operator == b'"':
            pen.words, pen.spacing = float(operands[0]), float(operands[1])
        pen.to_line(0, -pen.leading)
    at = times(pen.text, pen.ctm)
    low, high = pen.rise - _LAAG * pen.size, pen.rise + _HOOG * pen.size
    if at[1] == 0:
        ends = (at[3] * low + at[5], at[3] * high + at[5])
        if max(ends) <= box[1] or min(ends) >= box[3]:
            return False  # the whole line runs above or under the box, however far
    left = right = x = 0.0
    font, shown = fonts.find(pen.font.decode("latin-1")), False
    for piece in operands if operator == b"TJ" else operands[-1:]:
        if is_text(piece):
            text = text_of(piece)
            extra = pen.spacing + pen.words * text.count(b" ") / max(len(text), 1)
            x += (font.length(text, pen.size, extra) if font else len(text) * pen.size) * pen.scale
            shown = shown or bool(text)
        else:
            x -= float(piece) * pen.size / 1000 * pen.scale
        left, right = min(left, x), max(right, x)
    pen.text = times((1, 0, 0, 1, x, 0), pen.text)
    return shown and touches(box, around(at, left, low, right, high))


def _numbers(found: Any, default: Matrix) -> Matrix:
    if found is None:
        return default
    a, b, c, d, e, f = (float(n) for n in found.get_object())
    return a, b, c, d, e, f


def _grown(path: list[float]) -> Rechthoek:
    xs, ys = path[::2], path[1::2]
    return min(xs) - 0.01, min(ys) - 0.01, max(xs) + 0.01, max(ys) + 0.01
