# SPDX-License-Identifier: EUPL-1.2
"""A picture of the context, or a figure that a filter made -> w:drawing, with its file and relation in the `Placing`.

A figure goes as SVG with a PNG beside it, for programs that do not show SVG. Those of numbers alone are kept for a while:
the same report is filled again for its concept, its letter and its check. Words of a dossier are not kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import Melding, RenderingError, ValidationError
from weerbaar_docs.rendering.docx.packing import Member, member
from weerbaar_docs.rendering.docx.placing import PLACING
from weerbaar_docs.rendering.figuren import as_png, as_svg
from weerbaar_docs.rendering.figuren.blad import GEHEUGEN

if TYPE_CHECKING:
    from weerbaar_docs.rendering.docx.values import Afbeelding
    from weerbaar_docs.rendering.figuren import Figuur

RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006"
_SVG: Final = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_EXTENSION: Final = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  # how Word knows that an SVG follows
_EMU_PER_MM: Final = 36_000
_AS_ATTRIBUTE: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": " ", "\t": " "})


def picture(afbeelding: Afbeelding) -> str:
    """Write a picture of the context, drawn again from its pixels."""
    from weerbaar_docs.bijlagen.beeld import draw_again  # noqa: PLC0415 - Pillow is for templates with pictures only

    kind = "jpeg" if afbeelding.inhoud.startswith(b"\xff\xd8\xff") else "png"
    meldingen: tuple[Melding, ...] = ()
    try:
        data, breedte, hoogte = draw_again(afbeelding.inhoud, mediatype=f"image/{kind}")
    except ValidationError as error:
        meldingen = error.meldingen
    if meldingen:
        raise RenderingError(*meldingen)
    cx = round(afbeelding.breedte_mm * _EMU_PER_MM)
    return _drawing("Afbeelding", afbeelding.alt, cx, round(cx * hoogte / breedte), _placed(_named(data, kind), data))


def figure(figuur: Figuur) -> str:
    """Write a figure."""
    (svg_name, svg_data), (png_name, png_data) = (_kept if figuur.bewaard else _drawn)(figuur)
    first = _placed(png_name, png_data)
    vector = (
        f'<a:extLst><a:ext uri="{_EXTENSION}"><asvg:svgBlip xmlns:asvg="{_SVG}" r:embed="{_placed(svg_name, svg_data)}"'
        f' xmlns:r="{RELATIONS}"/></a:ext></a:extLst>'
    )
    cx = figuur.breedte_mm * _EMU_PER_MM
    cy = cx * figuur.tekening.hoogte // figuur.tekening.breedte
    return _drawing("Figuur", figuur.alt, cx, cy, first, vector)


@lru_cache(maxsize=GEHEUGEN)
def _kept(figuur: Figuur) -> tuple[tuple[str, Member], tuple[str, Member]]:
    return _drawn(figuur)


def _drawn(figuur: Figuur) -> tuple[tuple[str, Member], tuple[str, Member]]:
    vector, dots = as_svg(figuur.tekening), as_png(figuur.tekening)
    return (_named(vector, "svg"), member(vector)), (_named(dots, "png"), member(dots, 0))


def _named(data: bytes, kind: str) -> str:
    return f"media/wd{sha256(data)[:24]}.{kind}"


def _placed(name: str, data: bytes | Member) -> str:
    """Note a file and give the id of the relation to it."""
    placing = PLACING.get()
    placing.media[name] = data
    return placing.relate("image", name)


def _drawing(name: str, alt: str, cx: int, cy: int, identifier: str, more: str = "") -> str:
    said = alt.translate(_AS_ATTRIBUTE)
    blip = f'<a:blip r:embed="{identifier}" xmlns:r="{RELATIONS}"'
    blip += f">{more}</a:blip>" if more else "/>"
    return (
        f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="1" name="{name}" descr="{said}"/>'
        f'<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{_DRAWING}/main" noChangeAspect="1"/>'
        f'</wp:cNvGraphicFramePr><a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="0" name="{name}"/><pic:cNvPicPr/>'
        f"</pic:nvPicPr><pic:blipFill>{blip}"
        '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline>"
    )
