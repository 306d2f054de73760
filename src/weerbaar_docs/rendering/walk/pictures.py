# SPDX-License-Identifier: EUPL-1.2
"""w:drawing -> a picture with its alternative text, as data: no file ever touches the disk."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from weerbaar_docs.rendering.walk.names import WP, A, Element, Props, R

if TYPE_CHECKING:
    from weerbaar_docs.rendering.walk.fields import Inlines
    from weerbaar_docs.rendering.walk.package import Part
    from weerbaar_docs.rendering.walk.state import Walk


def drawing(walk: Walk, element: Element, props: Props, part: Part, out: Inlines) -> None:
    """Read one drawing."""
    inline = element.find(f"{{{WP}}}inline")
    blips = list(element.iter(f"{{{A}}}blip"))
    if inline is None or len(blips) != 1:
        walk.refusals.element(part.place, element)
        return
    alt = (inline.find(f"{{{WP}}}docPr").get("descr") or "") if inline.find(f"{{{WP}}}docPr") is not None else ""
    if not alt and not part.header:
        walk.refusals.add(
            part.place,
            "een afbeelding heeft geen alternatieve tekst",
            code="DOCX-ALT",
            solution="Geef de afbeelding in Word een alternatieve tekst.",
        )
    data = walk.parts.get(part.target(blips[0].get(f"{{{R}}}embed")), b"")
    kind = {b"\x89PN": "png", b"\xff\xd8\xff": "jpeg"}.get(data[:3])
    extent = inline.find(f"{{{WP}}}extent")
    if kind is None or extent is None or _is_altered(element):
        walk.refusals.add(part.place, "deze afbeelding wordt niet ondersteund (alleen ingesloten PNG en JPEG)")
        return
    width, height = (int(extent.get(key) or 0) / 12700 for key in ("cx", "cy"))
    href = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
    out.items.append({"t": "img", "alt": alt or "afbeelding", "w": width, "h": height, "href": href, "r": props})


def _is_altered(element: Element) -> bool:
    """Say whether a picture is cropped, turned or mirrored."""
    turned = any({"rot", "flipH", "flipV"} & set(frame.attrib) for frame in element.iter(f"{{{A}}}xfrm"))
    return turned or any(crop.attrib for crop in element.iter(f"{{{A}}}srcRect"))
