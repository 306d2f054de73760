# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import io
import tracemalloc
import zlib

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat

from bijlagebouw import KANARIE, carrying_jpeg, carrying_png, chunk, exif, picture, saved, segment, take_in
from weerbaar_docs.bijlagen.jpeg import MAX_SCANS, segments
from weerbaar_docs.errors import ValidationError

PNG = b"\x89PNG\r\n\x1a\n"


def opened(bijlage):
    return Image.open(io.BytesIO(bijlage.inhoud))


def difference(one, other):
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


def refused(code):
    return pytest.raises(ValidationError, match=code + " /inhoud")


def chunks(png):
    assert png.startswith(PNG)
    place, found = 8, []
    while place < len(png):
        length = int.from_bytes(png[place : place + 4], "big")
        found.append(png[place + 4 : place + 8])
        place += length + 12
    return found


def markers(jpeg):
    """Parse the segments apart from the code under test: up to the scan, and then only coded data up to the end."""
    place, found = 2, []
    while jpeg[place + 1] != 0xDA:
        assert jpeg[place] == 0xFF
        found.append(jpeg[place + 1])
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
    place += 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
    coded = jpeg[place:]
    assert {coded[i + 1] for i in range(len(coded) - 1) if coded[i] == 0xFF} == {0x00, 0xD9} or coded[
        -2:
    ] == b"\xff\xd9"
    assert coded.count(b"\xff\xd9") == 1
    assert coded.endswith(b"\xff\xd9")
    return found


def carriers():
    return {
        "jpeg": carrying_jpeg(),
        "png": carrying_png(),
        "webp": saved(picture(), "WEBP", quality=95, exif=exif(), xmp=KANARIE, icc_profile=KANARIE) + KANARIE,
        "tiff": saved(picture(), "TIFF", tiffinfo={270: KANARIE.decode(), 315: KANARIE.decode(), 700: KANARIE})
        + KANARIE,
    }


@pytest.mark.parametrize("kind", sorted(carriers()))
@pytest.mark.parametrize("soort", ["foto", "tekening"])
def test_nothing_that_rides_along_with_a_picture_comes_out(kind, soort):
    source = carriers()[kind]
    assert source.count(KANARIE) >= 2
    bijlage = take_in(source, soort)
    assert KANARIE not in bijlage.inhoud
    assert b"KANARIE" not in bijlage.inhoud
    if soort == "foto":
        assert set(markers(bijlage.inhoud)) == {0xE0, 0xDB, 0xC0, 0xC4}
        assert bijlage.inhoud[2:20] == segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
    else:
        assert set(chunks(bijlage.inhoud)) == {b"IHDR", b"IDAT", b"IEND"}
        assert chunks(bijlage.inhoud)[-1] == b"IEND"
    assert opened(bijlage).getexif() == {}
    assert not set(opened(bijlage).info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("kind", sorted(carriers()))
def test_the_pixels_survive(kind):
    bijlage = take_in(carriers()[kind], "tekening")
    assert (bijlage.breedte, bijlage.hoogte) == (60, 40)
    assert difference(opened(bijlage), picture()) < 4
    assert difference(opened(take_in(carriers()[kind], "foto")), picture()) < 6


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_picture_is_turned_as_the_camera_was_held(orientation, kind):
    as_stored = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = picture().transpose(as_stored[orientation]) if orientation > 1 else picture()
    tags = Image.Exif()
    tags[0x0112] = orientation
    options = {"JPEG": {"quality": 95, "subsampling": 0}, "WEBP": {"lossless": True}}.get(kind, {})
    bijlage = take_in(saved(stored, kind, exif=tags, **options), "tekening")
    assert (bijlage.breedte, bijlage.hoogte) == (60, 40)
    assert difference(opened(bijlage), picture()) < 4


def test_colours_of_a_profile_are_brought_to_srgb_and_the_profile_goes():
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for entry in range(132, 132 + 12 * int.from_bytes(profile[128:132], "big"), 12):
        if profile[entry : entry + 4] in (b"rXYZ", b"gXYZ"):  # red and green change places
            profile[entry : entry + 4] = b"gXYZ" if profile[entry : entry + 4] == b"rXYZ" else b"rXYZ"
    swapped = Image.merge("RGB", [picture().split()[i] for i in (1, 0, 2)])
    for kind in ("PNG", "JPEG", "WEBP", "TIFF"):
        source = saved(picture(), kind, icc_profile=bytes(profile), **({"quality": 95} if kind == "JPEG" else {}))
        bijlage = take_in(source, "tekening")
        assert difference(opened(bijlage), swapped) < 6
        assert kind == "PNG" or b"acsp" in source
        assert b"acsp" not in bijlage.inhoud
        assert b"iCCP" not in bijlage.inhoud


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGBA", "CMYK", "YCbCr", "LAB", "I;16", "I;16B", "I"])
def test_every_kind_of_colour_is_drawn(mode):
    if mode.startswith("I"):
        image = Image.new("I", (20, 10), 40000)
        source = saved(image if mode == "I" else image.convert(mode), "TIFF")
        expected = Image.new("L", (20, 10), 156)
    else:
        grey = mode in {"1", "L", "LA"}
        image = picture().convert("L").point(lambda v: 255 if v > 90 else 0) if grey else picture()
        source = saved(image.convert("P").convert(mode) if mode == "PA" else image.convert(mode), "TIFF")
        expected = image
    bijlage = take_in(source, "tekening")
    assert difference(opened(bijlage), expected) < 25
    assert opened(bijlage).mode in {"L", "RGB"}
    assert opened(take_in(source, "foto")).mode in {"L", "RGB"}


def test_cmyk_of_a_jpeg_keeps_its_colours():
    assert difference(opened(take_in(saved(picture(mode="CMYK"), "JPEG", quality=95), "foto")), picture()) < 8


def test_sixteen_bits_of_a_png_become_eight():
    source = saved(Image.new("I;16", (20, 10), 40000), "PNG")
    assert opened(take_in(source, "tekening")).getpixel((3, 3)) == 156


@pytest.mark.parametrize("soort", ["foto", "tekening"])
def test_what_lies_under_transparent_pixels_is_gone(soort):
    secret = picture().convert("RGBA")
    secret.putalpha(0)
    drawn = opened(take_in(saved(secret, "PNG"), soort))
    assert drawn.convert("RGB").getcolors() == [(2400, (255, 255, 255))]


def test_a_transparent_colour_of_a_palette_becomes_white():
    image = Image.new("P", (10, 10), 0)
    image.putpalette([255, 0, 0, 0, 0, 255])
    assert opened(take_in(saved(image, "PNG", transparency=0), "tekening")).getpixel((0, 0)) == (255, 255, 255)


def test_a_large_picture_is_made_smaller_with_its_sides_in_proportion():
    bijlage = take_in(saved(picture((6000, 3500)), "JPEG"), "foto")
    assert (bijlage.breedte, bijlage.hoogte) == (3000, 1750)
    assert opened(bijlage).size == (3000, 1750)
    assert take_in(saved(Image.new("L", (20_000, 1)), "PNG"), "tekening").hoogte == 1


def test_the_same_picture_gives_the_same_bytes():
    for source in carriers().values():
        assert take_in(source, "foto") == take_in(source, "foto")


def test_a_drawing_that_was_taken_in_before_does_not_change():
    once = take_in(carrying_png(), "tekening")
    assert take_in(once.inhoud, "tekening").inhoud == once.inhoud


def huge(kind):
    size = (9000).to_bytes(4, "big") * 2
    if kind == "png":
        return PNG + chunk(b"IHDR", size + b"\x08\x02\x00\x00\x00") + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")
    if kind == "jpeg":
        plain = bytearray(saved(picture(), "JPEG"))
        place = plain.index(b"\xff\xc0") + 5
        plain[place : place + 4] = b"\xff\xff\xff\xff"
        return bytes(plain)
    if kind == "tiff":
        return saved(Image.new("1", (9000, 9000)), "TIFF", compression="group4")
    body = b"VP8X" + b"\x0a\x00\x00\x00" + b"\x00\x00\x00\x00" + b"\xff\x3f\x00" * 2
    if kind == "webp-lossless":
        body = b"VP8L" + b"\x10\x00\x00\x00" + b"\x2f" + (0x3FFF | 0x3FFF << 14).to_bytes(4, "little") + b"\x00" * 11
    if kind == "webp-lossy":
        body = b"VP8 " + b"\x10\x00\x00\x00" + b"\x00\x00\x00\x9d\x01\x2a" + b"\xff\x3f\xff\x3f" + b"\x00" * 6
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body


@pytest.mark.parametrize("kind", ["png", "jpeg", "tiff", "webp", "webp-lossless", "webp-lossy"])
def test_too_many_pixels_are_refused_from_the_header(kind):
    source = huge(kind)
    tracemalloc.start()
    with refused("BIJLAGE-BEELD-PIXELS"):
        take_in(source, "foto")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000


def test_a_jpeg_of_more_scans_than_a_camera_writes_is_refused():
    plain = saved(picture(), "JPEG", progressive=True)
    start = plain.rindex(b"\xff\xda")
    scan = plain[start:-2]
    assert take_in(plain, "foto")
    with refused("BIJLAGE-BEELD-KAPOT"):
        take_in(plain[:-2] + scan * MAX_SCANS + b"\xff\xd9", "foto")


@pytest.mark.parametrize("kind", ["GIF-WEBP", "WEBP", "PNG"])
def test_a_moving_picture_is_refused(kind):
    frames = {"save_all": True, "append_images": [picture().transpose(Image.Transpose.ROTATE_180)]}
    with refused("BIJLAGE-BEELD-BEWEEGT"):
        take_in(saved(picture(), kind.removeprefix("GIF-"), **frames), "foto")


def test_a_tiff_of_more_pages_is_refused_and_not_shortened():
    with refused("BIJLAGE-BEELD-PAGINAS"):
        take_in(saved(picture(), "TIFF", save_all=True, append_images=[picture()]), "foto")


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif"])
def test_heic_is_refused_by_name_with_what_to_do(brand):
    with refused("BIJLAGE-HEIC") as caught:
        take_in(b"\x00\x00\x00\x18ftyp" + brand + KANARIE, "foto")
    assert "JPEG" in caught.value.diagnostics()[0]


@pytest.mark.parametrize("data", [b"GIF89a" + b"\x00" * 40, b"BM" + b"\x00" * 60, b"<svg/>", b"PK\x03\x04", b"%!PS"])
def test_other_kinds_of_file_are_refused(data):
    with refused("BIJLAGE-TYPE"):
        take_in(data, "foto")


def test_a_picture_without_pixels_is_refused():
    with refused("BIJLAGE-BEELD-LEEG"):
        take_in(PNG + chunk(b"IHDR", b"\x00" * 8 + b"\x08\x02\x00\x00\x00") + chunk(b"IEND", b""), "tekening")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_picture_that_is_cut_off_anywhere_is_refused(kind):
    source = saved(picture().effect_spread(9), kind, **({"compression": "tiff_lzw"} if kind == "TIFF" else {}))
    for part in (0.02, 0.1, 0.3, 0.6, 0.9):
        with pytest.raises(ValidationError) as caught:
            take_in(source[: int(len(source) * part)], "foto")
        assert caught.value.meldingen[0].code in {"BIJLAGE-BEELD-KAPOT", "BIJLAGE-TYPE"}
        assert caught.value.__cause__ is None


def test_a_bomb_of_text_in_a_png_does_not_unpack():
    bomb = chunk(b"zTXt", b"a\x00\x00" + zlib.compress(b"\x00" * 60_000_000))
    plain = saved(picture(), "PNG")
    tracemalloc.start()
    with refused("BIJLAGE-BEELD-KAPOT"):
        take_in(plain[:33] + bomb + plain[33:], "tekening")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


def test_segments_of_a_jpeg_are_walked_over_fill_bytes_and_restarts():
    plain = saved(picture((200, 100)), "JPEG", restart_marker_blocks=3)
    filled = plain[:2] + b"\xff\xff\xff" + plain[2:]
    assert [m for m, _p, _c in segments(plain)] == [m for m, _p, _c in segments(filled)]
    assert take_in(filled, "foto").inhoud == take_in(plain, "foto").inhoud
