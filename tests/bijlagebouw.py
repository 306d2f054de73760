# SPDX-License-Identifier: EUPL-1.2
"""Builds files to take in: pictures that carry canaries, and PDFs written object by object."""

from __future__ import annotations

import io
import zlib

from PIL import Image, ImageDraw

from weerbaar_docs.bijlagen import Bijlage, read_bijlage

KANARIE = b"KANARIE-Dorpsstraat-1-Voorbeeldstad"
TEKST = KANARIE.decode()


def take_in(data, soort, **changed) -> Bijlage:
    given = {"id": "F-01", "soort": soort, "doelgroep": ["bva"], "alternatieve_tekst": "De voordeur met één slot."}
    return read_bijlage(data, **{**given, **changed})


def picture(size=(60, 40), mode="RGB"):
    """Give a picture whose four corners differ, so that a turn shows."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    w, h = size
    draw.rectangle((0, 0, w // 2 - 1, h // 2 - 1), fill=(220, 30, 30))
    draw.rectangle((w // 2, 0, w, h // 2 - 1), fill=(30, 200, 30))
    draw.rectangle((0, h // 2, w // 2 - 1, h), fill=(30, 30, 220))
    return image.convert(mode)


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def exif(orientation=1):
    """Give EXIF with an owner, a serial number, a comment, a place and a thumbnail."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = tags[0x0110] = tags[0x013B] = tags[0x8298] = TEKST
    details = tags.get_ifd(0x8769)
    details[0x9286] = b"ASCII\x00\x00\x00" + KANARIE
    details[0xA430] = details[0xA431] = TEKST
    place = tags.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (52.0, 5.0, 21.7), "E", (4.0, 18.0, 36.1)
    place[27] = b"ASCII\x00\x00\x00" + KANARIE
    return tags.tobytes() + b"\xff\xd8\xff\xfe\x00\x30" + KANARIE + b"\xff\xd9"


def segment(marker, payload):
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2, "big") + payload


def carrying_jpeg(image=None, orientation=1, icc=b""):
    """Give a JPEG with a canary in every place that can hold one, and an archive and a second frame behind it."""
    plain = saved(image or picture(), "JPEG", quality=95)
    hidden = [
        segment(0xE1, exif(orientation) if exif(orientation).startswith(b"Exif") else b"Exif\x00\x00" + exif()),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>" + KANARIE + b"</x:xmpmeta>"),
        segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x2e\x1c\x02\x78\x00\x23" + KANARIE),
        segment(0xE2, b"ICC_PROFILE\x00\x01\x01" + (icc or KANARIE)),
        segment(0xE2, b"MPF\x00" + KANARIE),
        segment(0xEA, KANARIE),
        segment(0xFE, KANARIE),
    ]
    return plain[:2] + b"".join(hidden) + plain[2:] + b"PK\x03\x04" + KANARIE + plain


def chunk(kind, payload):
    return len(payload).to_bytes(4, "big") + kind + payload + zlib.crc32(kind + payload).to_bytes(4, "big")


def carrying_png(image=None):
    plain = saved(image or picture(), "PNG")
    hidden = [
        chunk(b"iCCP", b"naam\x00\x00" + zlib.compress(KANARIE)),
        chunk(b"tEXt", b"Author\x00" + KANARIE),
        chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(KANARIE)),
        chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + KANARIE),
        chunk(b"eXIf", exif().removeprefix(b"Exif\x00\x00")),
        chunk(b"prVt", KANARIE),
    ]
    return plain[:33] + b"".join(hidden) + plain[33:] + KANARIE


def stream(data, entries=b"", *, packed=True):
    body = zlib.compress(data) if packed else data
    name = b"/Filter /FlateDecode " if packed else b""
    return b"<< %s%s/Length %d >>\nstream\n%s\nendstream" % (name, entries, len(body), body)


def pdf(objects, *, base=b"", trailer=b""):
    """Write objects {number: bytes} as a PDF, or as a later revision of one."""
    out = bytearray(base or b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    xref = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        if number - 1 not in places:
            count = next(n for n in range(1, len(places) + 1) if number + n not in places)
            out += b"%d %d\n" % (number, count)
        out += b"%010d 00000 n \n" % place
    if base:
        trailer += b" /Prev " + base.rsplit(b"startxref\n", 1)[1].split(b"\n")[0]
    out += b"trailer\n<< /Size 200000 /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (trailer, xref)
    return bytes(out)


def page_objects(*, catalog=b"", page=b"", content=b"BT /F1 12 Tf 20 20 Td (Zichtbare tekst) Tj ET", image=None):
    """Give the objects of a document of one page with text and a picture."""
    picture_data = image or saved(picture(), "JPEG", quality=95)
    return {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 200 100] >>",
        3: b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources 7 0 R %s >>" % page,
        4: stream(content + b"\nq 60 0 0 40 100 40 cm /Im1 Do Q"),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        6: stream(
            picture_data,
            b"/Type /XObject /Subtype /Image /Width 60 /Height 40 /ColorSpace /DeviceRGB /BitsPerComponent 8 "
            b"/Filter /DCTDecode ",
            packed=False,
        ),
        7: b"<< /Font << /F1 5 0 R >> /XObject << /Im1 6 0 R >> >>",
    }
