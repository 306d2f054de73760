# SPDX-License-Identifier: EUPL-1.2
"""Where the operators of a content stream bring the pen: matrices, the state of text, and the path so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from weerbaar_docs.stamping_pdf.fonts import Letters
    from weerbaar_docs.stamping_pdf.vak import Rechthoek

Matrix = tuple[float, float, float, float, float, float]
EENHEID: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(m: Matrix, n: Matrix) -> Matrix:
    """Give the matrix that does m first, then n."""
    a, b, c, d, e, f = m
    return (
        a * n[0] + b * n[2],
        a * n[1] + b * n[3],
        c * n[0] + d * n[2],
        c * n[1] + d * n[3],
        e * n[0] + f * n[2] + n[4],
        e * n[1] + f * n[3] + n[5],
    )


def around(m: Matrix, left: float, bottom: float, right: float, top: float) -> Rechthoek:
    """Give the upright rectangle around a rectangle that a matrix moves."""
    points = [
        (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])
        for x, y in ((left, bottom), (left, top), (right, bottom), (right, top))
    ]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


@dataclass(slots=True)
class Pen:
    """The part of the graphics state that says where something comes."""

    ctm: Matrix
    font: Letters | None = None
    size: float = 0.0
    spacing: float = 0.0
    words: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    line: Matrix = EENHEID
    text: Matrix = EENHEID
    path: list[float] = field(default_factory=list)

    def copy(self) -> Pen:
        """Give what `q` saves."""
        return Pen(
            self.ctm, self.font, self.size, self.spacing, self.words, self.scale, self.leading, self.rise,
            self.line, self.text, list(self.path),
        )  # fmt: skip

    def to_line(self, x: float, y: float) -> None:
        """Begin a line of text, relative to the start of the former one."""
        self.line = self.text = times((1, 0, 0, 1, x, y), self.line)


def _set_cm(pen: Pen, o: list[Any]) -> None:
    a, b, c, d, e, f = o
    pen.ctm = times((a, b, c, d, e, f), pen.ctm)


def _set_tm(pen: Pen, o: list[Any]) -> None:
    a, b, c, d, e, f = o
    pen.line = pen.text = (a, b, c, d, e, f)


def _begin(pen: Pen, _o: list[Any]) -> None:
    pen.line = pen.text = EENHEID


def _move(pen: Pen, o: list[Any]) -> None:
    pen.to_line(o[0], o[1])


def _move_leading(pen: Pen, o: list[Any]) -> None:
    pen.leading = -o[1]
    pen.to_line(o[0], o[1])


def _next_line(pen: Pen, _o: list[Any]) -> None:
    pen.to_line(0, -pen.leading)


def _points(pen: Pen, o: list[Any]) -> None:
    a, b, c, d, e, f = pen.ctm
    for x, y in zip(o[::2], o[1::2], strict=True):
        pen.path += (a * x + c * y + e, b * x + d * y + f)


def _rectangle(pen: Pen, o: list[Any]) -> None:
    x, y, width, height = o
    _points(pen, [x, y, x + width, y, x, y + height, x + width, y + height])


def _end_path(pen: Pen, _o: list[Any]) -> None:
    pen.path.clear()


def _setter(name: str, factor: float = 1.0) -> Callable[[Pen, list[Any]], None]:
    def act(pen: Pen, o: list[Any]) -> None:
        setattr(pen, name, o[0] * factor)

    return act


MOVES: Final[dict[str, Callable[[Pen, list[Any]], None]]] = {
    "cm": _set_cm,
    "Tm": _set_tm,
    "BT": _begin,
    "Td": _move,
    "TD": _move_leading,
    "T*": _next_line,
    "Tc": _setter("spacing"),
    "Tw": _setter("words"),
    "Tz": _setter("scale", 0.01),
    "TL": _setter("leading"),
    "Ts": _setter("rise"),
    "m": _points,
    "l": _points,
    "c": _points,
    "v": _points,
    "y": _points,
    "re": _rectangle,
    "n": _end_path,
}
