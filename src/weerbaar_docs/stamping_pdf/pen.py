# SPDX-License-Identifier: EUPL-1.2
"""Where the operators of a content stream bring the pen: matrices, the state of text, and the path so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

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
    font: bytes = b""
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


def _set_cm(pen: Pen, o: list[bytes]) -> None:
    a, b, c, d, e, f = map(float, o)
    pen.ctm = times((a, b, c, d, e, f), pen.ctm)


def _set_tm(pen: Pen, o: list[bytes]) -> None:
    a, b, c, d, e, f = map(float, o)
    pen.line = pen.text = (a, b, c, d, e, f)


def _begin(pen: Pen, _o: list[bytes]) -> None:
    pen.line = pen.text = EENHEID


def _move(pen: Pen, o: list[bytes]) -> None:
    pen.to_line(float(o[0]), float(o[1]))


def _move_leading(pen: Pen, o: list[bytes]) -> None:
    pen.leading = -float(o[1])
    pen.to_line(float(o[0]), float(o[1]))


def _next_line(pen: Pen, _o: list[bytes]) -> None:
    pen.to_line(0, -pen.leading)


def _points(pen: Pen, o: list[bytes]) -> None:
    _add(pen, [float(n) for n in o])


def _add(pen: Pen, numbers: list[float]) -> None:
    a, b, c, d, e, f = pen.ctm
    for x, y in zip(numbers[::2], numbers[1::2], strict=True):
        pen.path += (a * x + c * y + e, b * x + d * y + f)


def _rectangle(pen: Pen, o: list[bytes]) -> None:
    x, y, width, height = map(float, o)
    _add(pen, [x, y, x + width, y, x, y + height, x + width, y + height])


def _end_path(pen: Pen, _o: list[bytes]) -> None:
    pen.path.clear()


def _setter(name: str, factor: float = 1.0) -> Callable[[Pen, list[bytes]], None]:
    def act(pen: Pen, o: list[bytes]) -> None:
        setattr(pen, name, float(o[0]) * factor)

    return act


MOVES: Final[dict[bytes, Callable[[Pen, list[bytes]], None]]] = {
    b"cm": _set_cm,
    b"Tm": _set_tm,
    b"BT": _begin,
    b"Td": _move,
    b"TD": _move_leading,
    b"T*": _next_line,
    b"Tc": _setter("spacing"),
    b"Tw": _setter("words"),
    b"Tz": _setter("scale", 0.01),
    b"TL": _setter("leading"),
    b"Ts": _setter("rise"),
    b"m": _points,
    b"l": _points,
    b"c": _points,
    b"v": _points,
    b"y": _points,
    b"re": _rectangle,
    b"n": _end_path,
}
