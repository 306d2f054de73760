# SPDX-License-Identifier: EUPL-1.2
"""Tekening -> SVG that any program shows alike: rectangles and outlines, no text, no font, nothing from elsewhere."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from weerbaar_docs.rendering.figuren.letters import Letter, letters, units_per_em
from weerbaar_docs.rendering.figuren.tekening import MM, RAND, STREEP, Vlak

if TYPE_CHECKING:
    from weerbaar_docs.rendering.figuren.tekening import Tekening, Woorden


def as_svg(tekening: Tekening) -> bytes:
    """Write a sheet as SVG."""
    size = f'width="{tekening.breedte / MM:g}mm" height="{tekening.hoogte / MM:g}mm"'
    shapes = "".join(_bar(vorm, tekening.kleur) if isinstance(vorm, Vlak) else _words(vorm) for vorm in tekening.vormen)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {tekening.breedte} {tekening.hoogte}">'
        f'<g fill="#{tekening.kleur}" stroke="none">{shapes}</g></svg>\n'
    ).encode()


def _bar(vlak: Vlak, kleur: str) -> str:
    place = f'x="{vlak.x}" y="{vlak.y}" width="{vlak.breedte}" height="{vlak.hoogte}"'
    if vlak.vulling == "lijn":
        return f'<rect {place} fill-opacity="0.27"/>'
    if vlak.vulling == "vol" or min(vlak.breedte, vlak.hoogte) <= 2 * RAND:
        return f"<rect {place}/>"
    x, y, breedte, hoogte = vlak.x + RAND // 2, vlak.y + RAND // 2, vlak.breedte - RAND, vlak.hoogte - RAND
    edge = f"M{x} {y}h{breedte}v{hoogte}h{-breedte}z"
    lines = _stripes(vlak) if vlak.vulling == "streep" else ""
    return f'<path d="{edge}{lines}" fill="none" stroke-width="{RAND}" stroke="#{kleur}"/>'


def _stripes(vlak: Vlak) -> str:
    """Write lines at 45 degrees, each cut off at the outline."""
    left, top = vlak.x + RAND, vlak.y + RAND
    right, bottom = vlak.x + vlak.breedte - RAND, vlak.y + vlak.hoogte - RAND
    found = []
    first = -(-(left + top) // STREEP) * STREEP
    for total in range(first, right + bottom, STREEP):
        start, end = max(left, total - bottom), min(right, total - top)
        if end > start:
            found.append(f"M{start} {total - start}l{end - start} {start - end}")
    return "".join(found)


def _words(woorden: Woorden) -> str:
    outlines = "".join(
        f"M{at + x} {y}{rest}" for at, letter in letters(woorden.tekst) for (x, y), rest in _written(letter)
    )
    scale = f"{woorden.grootte / units_per_em():.5f}"
    return (
        f'<path transform="matrix({scale} 0 0 -{scale} {woorden.x} {woorden.y})" d="{outlines}"/>' if outlines else ""
    )


@lru_cache(maxsize=512)
def _written(letter: Letter) -> tuple[tuple[tuple[int, int], str], ...]:
    """Give each outline of a letter as its start and the rest of its path, counted from there."""
    found = []
    for start, bends in letter.omtrekken:
        (x, y), rest = start, []
        for control, (to_x, to_y) in bends:
            by = "l" if control is None else f"q{control[0] - x} {control[1] - y} "
            rest.append(f"{by}{to_x - x} {to_y - y}")
            x, y = to_x, to_y
        found.append((start, "".join(rest) + "z"))
    return tuple(found)
