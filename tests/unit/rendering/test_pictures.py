# SPDX-License-Identifier: EUPL-1.2
"""Pictures come out at their place and size, cropped as asked; what cannot be shown is refused by its format."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from datetime import date

import pytest
from pypdf import PdfReader

import verapdf
from docxbouw import docx, header, p, para, r, sectie
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering import typst_engine
from weerbaar_docs.rendering.walk import walk

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'><rect width='10' height='10' fill='#154273'/></svg>"
CM = 360_000


def png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xff\x00\x00" * 2 + b"\x00\x00\xff" * 2 for _ in range(4))
    head = struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def picture(*, alt="Het logo", crop="", anchor="", svg="", xfrm=""):
    """A run with a picture of 3 by 2 cm; `anchor` makes it float at that place."""
    blip = f'<a:blip r:embed="rP">{svg}</a:blip>'
    graphic = (
        f'<a:graphic><a:graphicData uri="x"><pic:pic><pic:blipFill>{blip}{crop}</pic:blipFill>'
        f"<pic:spPr><a:xfrm{xfrm}/></pic:spPr></pic:pic></a:graphicData></a:graphic>"
    )
    inner = f'<wp:extent cx="{3 * CM}" cy="{2 * CM}"/><wp:docPr id="1" name="Afbeelding" descr="{alt}"/>{graphic}'
    holder = f"<wp:anchor>{anchor}{inner}</wp:anchor>" if anchor else f"<wp:inline>{inner}</wp:inline>"
    return f"<w:r><w:drawing>{holder}</w:drawing></w:r>"


def at(x, y, wrap="wrapNone", relative="page"):
    return (
        f'<wp:positionH relativeFrom="{relative}"><wp:posOffset>{round(x * CM / 10)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="{relative}"><wp:posOffset>{round(y * CM / 10)}</wp:posOffset></wp:positionV><wp:{wrap}/>'
    )


def document(*inlines, data=None, name="media/plaatje.png", parts=None, rels=None):
    members = {f"word/{name}": png() if data is None else data, **(parts or {})}
    return docx(para(*inlines, r("tekst")) + sectie(), parts=members, rels={"rP": name, **(rels or {})})


def pdf_of(data):
    return typst_engine.to_pdf(data, titel="Bericht WD-00000000", datum=date(2026, 11, 22))


def images(tree):
    found = []

    def visit(value):
        if isinstance(value, dict):
            if value.get("t") == "img":
                found.append(value)
            for each in value.values():
                visit(each)
        elif isinstance(value, list):
            for each in value:
                visit(each)

    visit(tree)
    return found


@pytest.mark.lang
def test_a_crop_a_float_and_an_svg_pass_verapdf_with_their_alternative_text():
    svg = '<a:extLst><a:ext><asvg:svgBlip r:embed="rS"/></a:ext></a:extLst>'
    data = document(
        picture(), picture(crop='<a:srcRect l="50000" r="10000"/>'), picture(anchor=at(120, 20)), picture(svg=svg),
        parts={"word/media/teken.svg": SVG}, rels={"rS": "media/teken.svg"},
    )  # fmt: skip
    pdf = pdf_of(data)
    assert verapdf.check([pdf])[0].failed == {"3a": {}, "ua1": {}}
    inline, cropped, floating, vector = sorted(images(walk(data)), key=lambda i: ("crop" in i, "svg+xml" in i["href"]))[
        :4
    ]
    assert {round(each["w"]) for each in (inline, cropped, floating, vector)} == {85}
    assert [each["crop"] for each in images(walk(data)) if "crop" in each] == [[0.5, 0.0, 0.1, 0.0]]
    assert sum("svg+xml" in each["href"] for each in images(walk(data))) == 1


def test_a_crop_shows_only_what_is_left():
    whole, cropped = (pdf_of(document(picture(crop=crop))) for crop in ("", '<a:srcRect l="50000"/>'))
    assert whole != cropped
    (image,) = images(walk(document(picture(crop='<a:srcRect l="50000"/>'))))
    assert base64.b64decode(image["href"].partition(",")[2]) == png()


@pytest.mark.parametrize(
    "unsafe",
    [
        b"<script>x</script>", b"<image href='https://voorbeeld.nl/x.png'/>", b"<text>woord</text>",
        b"<rect fill='url(https://voorbeeld.nl)'/>", b"<use xlink:href='#x'/>", b"<style>@import 'x'</style>",
    ],
)  # fmt: skip
def test_an_svg_that_reaches_outside_gives_way_to_the_png_beside_it(unsafe):
    svg = '<a:extLst><a:ext><asvg:svgBlip r:embed="rS"/></a:ext></a:extLst>'
    data = document(
        picture(svg=svg),
        parts={"word/media/teken.svg": SVG.replace(b"<rect", unsafe + b"<rect")},
        rels={"rS": "media/teken.svg"},
    )
    (image,) = images(walk(data))
    assert image["href"].startswith("data:image/png")


@pytest.mark.parametrize(
    ("run", "name", "what"),
    [
        (picture(), "media/a.emf", "formaat EMF"),
        (picture(), "media/a.wmf", "formaat WMF"),
        (picture(), "media/a.gif", "formaat GIF"),
        (picture(xfrm=' rot="5400000"'), "media/a.png", "deze afbeelding"),
        (picture(alt=""), "media/a.png", "alternatieve tekst"),
        (picture(anchor=at(1, 1, relative="insideMargin")), "media/a.png", "een plaats ten opzichte van"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_refused_by_name(run, name, what):
    data = png() if name.endswith("png") else b"\x01\0\0\0"
    with pytest.raises(RenderingError) as caught:
        walk(document(run, data=data, name=name))
    assert what in str(caught.value)


@pytest.mark.lang
def test_a_logo_in_a_header_is_an_artifact_on_each_page():
    parts = {
        "word/header1.xml": header(para(picture(alt="", anchor=at(150, 10)))),
        "word/_rels/header1.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rP" Type="x" Target="media/plaatje.png"/></Relationships>',
        "word/media/plaatje.png": png(),
    }
    body = p("x") + p("y", ppr="<w:pageBreakBefore/>") + sectie('<w:headerReference w:type="default" r:id="h"/>')
    pdf = pdf_of(docx(body, parts=parts, rels={"h": "header1.xml"}))
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert [len(page.images) for page in pages] == [1, 1]
    assert b"/Figure" not in pdf
    assert verapdf.check([pdf])[0].failed == {"3a": {}, "ua1": {}}
