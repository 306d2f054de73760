# SPDX-License-Identifier: EUPL-1.2
"""a:blip -> a picture with its alternative text, as data: no file ever touches the disk.

1. PNG and JPEG as they are; an SVG when it holds nothing that reaches outside it, else the PNG that Word keeps beside it.
2. A crop is kept; a picture that is turned, mirrored or linked is refused, and so are EMF and WMF, by name.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.names import ASVG, WP, A, Element, Props, R, whole

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.part import Part
    from weerbaar_docs.rendering.walk.state import Walk

_SIGNATURES = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg"}
_REFUSED = {".emf": "EMF", ".wmf": "WMF", ".tif": "TIFF", ".tiff": "TIFF", ".gif": "GIF", ".bmp": "BMP",
            ".wdp": "WDP", ".webp": "WebP"}  # fmt: skip
_UNSAFE_SVG = re.compile(
    rb"<(?:\w+:)?(?:script|foreignObject|text|image|use|style|a)\b|<!|href\s*=|url\(\s*['\"]?[^#'\")]", re.IGNORECASE
)
_PER_CENT = 100_000


def picture(walk: Walk, holder: Element, blip: Element, size: tuple[float, float], part: Part) -> Props | None:
    """Read one picture."""
    properties = holder.find(f"{{{WP}}}docPr")
    alt = (properties.get("descr") or "") if properties is not None else ""
    if not alt and not part.header:
        walk.refusals.add(
            part.place,
            "een afbeelding heeft geen alternatieve tekst",
            code="DOCX-ALT",
            solution="Geef de afbeelding in Word een alternatieve tekst.",
        )
    name = part.target(blip.get(f"{{{R}}}embed"))
    data, kind = _svg(walk, blip, part) or (walk.parts.get(name, b""), None)
    kind = kind or next((kind for start, kind in _SIGNATURES.items() if data.startswith(start)), None)
    if kind is None or _is_turned(holder):
        refused = next((label for ending, label in _REFUSED.items() if name.lower().endswith(ending)), None)
        what = f"een afbeelding in het formaat {refused}" if refused else "deze afbeelding"
        walk.refusals.add(
            part.place,
            f"{what} wordt niet ondersteund (alleen ingesloten PNG, JPEG en SVG)",
            solution="Zet de afbeelding om naar PNG, JPEG of eenvoudige SVG en voeg haar rechtop en ingesloten in.",
        )
        return None
    href = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
    found: Props = {"t": "img", "alt": alt or "afbeelding", "w": size[0], "h": size[1], "href": href}
    crop = _crop(holder)
    return found | ({"crop": crop} if any(crop) else {})


def _svg(walk: Walk, blip: Element, part: Part) -> tuple[bytes, str] | None:
    """Give the SVG beside a picture when nothing in it reaches outside."""
    vector = next(blip.iter(f"{{{ASVG}}}svgBlip"), None)
    name = part.target((vector if vector is not None else blip).get(f"{{{R}}}embed"))
    data = walk.parts.get(name, b"") if name.lower().endswith(".svg") else b""
    return (data, "svg+xml") if b"<svg" in data and not _UNSAFE_SVG.search(_body(data)) else None


def _body(data: bytes) -> bytes:
    return data[data.index(b"<svg") :] if b"<!DOCTYPE" not in data and b"<!ENTITY" not in data else b"<!"


def _is_turned(holder: Element) -> bool:
    return any({"rot", "flipH", "flipV"} & set(frame.attrib) for frame in holder.iter(f"{{{A}}}xfrm"))


def _crop(holder: Element) -> list[float]:
    """Give the part of the width and height that is cut off: left, top, right, bottom."""
    crop = next(holder.iter(f"{{{A}}}srcRect"), None)
    values = [whole(crop.get(side)) / _PER_CENT if crop is not None else 0.0 for side in "ltrb"]
    left, top, right, bottom = values
    return values if min(values) >= 0 and left + right < 1 and top + bottom < 1 else [0.0] * 4
