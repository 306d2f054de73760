# SPDX-License-Identifier: EUPL-1.2
"""bytes of a picture -> a new picture, drawn from its pixels: the only place where Pillow reads and writes.

(1) the size is read from the header before anything is decoded; (2) turned as the camera says, brought to sRGB, laid
on white, made smaller; (3) then only numbers go over into a new image, so that no EXIF (a GPS tag is the worst leak of
all), XMP, IPTC, profile, comment, thumbnail, text chunk, second frame or trailing byte can come along; (4) a picture
that moves, has more pages, is cut off or is not known is refused.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageCms, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin

from weerbaar_docs.bijlagen.jpeg import segments
from weerbaar_docs.errors import ValidationError

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_PIXELS: Final = 50_000_000
MAX_ZIJDE: Final = 3000

_MAX_PROFILE: Final = 4_000_000
_KWALITEIT: Final = 88
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_HEIF: Final = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
_GREY: Final = {"1", "L"}
_TURNED: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What a decoder raises on bytes that are no picture; each was seen or stands in Pillow's source.
_BROKEN: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    Image.DecompressionBombError,
    struct.error,
    zlib.error,
)


def draw_again(data: bytes, *, mediatype: str) -> tuple[bytes, int, int]:
    """Give the bytes, width and height of a new picture (image/jpeg or image/png) with the pixels of the old one.

    Raises ValidationError if the picture is of an unknown kind, broken, moving, without pixels or too large.
    """
    opener = _opener(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of odd tags; none of them are kept
            return _redraw(opener(io.BytesIO(data)), mediatype)
    except _BROKEN:
        pass  # raised below, since Pillow's own text may quote the file
    raise _broken()


def _opener(data: bytes) -> Callable[[io.BytesIO], Image.Image]:
    """Choose the one decoder for these bytes; Image.open would also try second frames and look at names."""
    if data.startswith(b"\xff\xd8\xff"):
        _check_jpeg(data)
        return JpegImagePlugin.JpegImageFile
    if data.startswith(_PNG):
        if data[12:16] != b"IHDR" or len(data) < 33:  # noqa: PLR2004
            raise _broken()
        _check_size(int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big"))
        return PngImagePlugin.PngImageFile
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        _check_webp(data)
        return WebPImagePlugin.WebPImageFile
    if data[:4] in {b"II*\x00", b"MM\x00*"}:
        return TiffImagePlugin.TiffImageFile
    raise _unknown(data)


def _check_jpeg(data: bytes) -> None:
    """Walk to the end before a pixel is decoded: this also bounds the number of scans."""
    try:
        for _segment in segments(data):
            pass
    except ValueError:
        pass
    else:
        return
    raise _broken()


def _check_webp(data: bytes) -> None:
    """Read the canvas from the header, since the decoder reserves all of it when it opens the file."""
    kind, body = data[12:16], data[20:30]
    if len(body) < 10 or int.from_bytes(data[4:8], "little") + 8 > len(data):  # noqa: PLR2004
        raise _broken()
    if kind == b"VP8X":
        if body[0] & 2:
            raise _moving()
        _check_size(int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1)
    elif kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        _check_size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    elif kind == b"VP8 ":
        _check_size(int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF)
    else:
        raise _broken()


def _check_size(breedte: int, hoogte: int) -> None:
    if breedte < 1 or hoogte < 1:
        raise _refused("BIJLAGE-BEELD-LEEG", "het beeld heeft geen pixels", "Kies het bestand opnieuw.")
    if breedte * hoogte > MAX_PIXELS:
        raise _refused("BIJLAGE-BEELD-PIXELS", "het beeld heeft meer dan 50 megapixels", "Verklein het beeld.")


def _redraw(image: Image.Image, mediatype: str) -> tuple[bytes, int, int]:
    _check_size(*image.size)
    _check_one_frame(image)
    if image.mode in {"L", "RGB"}:
        image.draft(None, (MAX_ZIJDE, MAX_ZIJDE))  # a JPEG can be decoded smaller
    profile = image.info.get("icc_profile")
    image.load()
    turn = _turn(image)
    flat = _smaller(_flat(image, profile))
    if turn is not None:
        flat = flat.transpose(turn)
    fresh = Image.frombytes(flat.mode, flat.size, flat.tobytes())
    out = io.BytesIO()
    if mediatype == "image/jpeg":
        fresh.save(out, "JPEG", quality=_KWALITEIT, optimize=True)
    else:
        fresh.save(out, "PNG", optimize=True)
    return out.getvalue(), fresh.width, fresh.height


def _check_one_frame(image: Image.Image) -> None:
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        # one step, because counting all pages costs as much as there are pages
        try:
            image.seek(1)
        except EOFError:
            image.seek(0)
            return
        raise _refused(
            "BIJLAGE-BEELD-PAGINAS", "het TIFF-bestand heeft meer pagina's", "Sla het op als PDF, of als losse beelden."
        )
    if getattr(image, "is_animated", False):
        raise _moving()


def _turn(image: Image.Image) -> Image.Transpose | None:
    """Read how the camera was held; a tag block that cannot be read says nothing."""
    try:
        return _TURNED.get(image.getexif().get(0x0112, 1))
    except _BROKEN:
        return None


def _flat(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Give the picture as L or RGB of 8 bits in sRGB, on white: what lies under a transparent pixel goes too."""
    if image.mode == "F":
        raise _refused("BIJLAGE-BEELD-KLEUR", "het beeld heeft kommagetallen als kleur", "Sla het op als JPEG of PNG.")
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
        image.info.pop("transparency", None)  # a number of 16 bits, which means nothing after this
    if image.has_transparency_data:
        image = image.convert("RGBA")
        alpha = image.getchannel("A")
        colour = _srgb(image.convert("RGB"), profile)
        white = Image.new("RGB", image.size, "white")
        white.paste(colour, mask=alpha)
        return white
    if image.mode in _GREY and not profile:
        return image.convert("L")
    return _srgb(image, profile)


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if image.mode not in {"L", "RGB", "CMYK", "LAB"}:
        image = image.convert("RGB")
    if profile and len(profile) <= _MAX_PROFILE:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            done = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, *_BROKEN):
            done = None  # a profile for other colours than these: the plain conversion is what viewers do
        if done is not None:
            return done
    return image.convert("RGB")


def _smaller(image: Image.Image) -> Image.Image:
    longest = max(image.size)
    if longest <= MAX_ZIJDE:
        return image
    breedte, hoogte = (max(1, round(side * MAX_ZIJDE / longest)) for side in image.size)
    return image.resize((breedte, hoogte), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _unknown(data: bytes) -> ValidationError:
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF:
        return _refused(
            "BIJLAGE-HEIC",
            "het beeld is een HEIC-, HEIF- of AVIF-bestand",
            "Sla de foto op als JPEG (op een telefoon: ‘Meest compatibel’) en kies dat bestand.",
        )
    return _refused("BIJLAGE-TYPE", "het bestand is geen JPEG, PNG, WebP of TIFF", "Sla het beeld op als JPEG of PNG.")


def _broken() -> ValidationError:
    return _refused(
        "BIJLAGE-BEELD-KAPOT", "het beeld is beschadigd of niet volledig", "Open het, sla het opnieuw op en kies dat."
    )


def _moving() -> ValidationError:
    return _refused("BIJLAGE-BEELD-BEWEEGT", "het beeld beweegt", "Kies één beeld en sla dat op als JPEG of PNG.")


def _refused(code: str, melding: str, oplossing: str) -> ValidationError:
    return ValidationError.because(code, melding, oplossing, pad="/inhoud")
