# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import io
import time
import tracemalloc
import zlib

import fontpkg_arimo
import pytest
import typst
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, IndirectObject, NameObject, StreamObject, TextStringObject

from bijlagebouw import KANARIE, TEKST, carrying_jpeg, page_objects, pdf, picture, saved, segment, stream, take_in
from weerbaar_docs.errors import ValidationError

SPELLINGS = {
    "bytes": KANARIE,
    "UTF-16": TEKST.encode("utf-16-be"),
    "hexadecimal": KANARIE.hex().encode(),
    "HEXADECIMAL": KANARIE.hex().upper().encode(),
}


def refused(code):
    return pytest.raises(ValidationError, match=f"BIJLAGE-PDF-{code} /inhoud")


def read(data):
    return PdfReader(io.BytesIO(data), strict=True)


def everything(data):
    """Give the file and every stream in it unpacked, also those that nothing refers to."""
    reader = read(data)
    numbers = [*(n for entries in reader.xref.values() for n in entries), *reader.xref_objStm]
    objects = [IndirectObject(n, 0, reader).get_object() for n in numbers]
    streams = [o.get_data() for o in objects if isinstance(o, StreamObject) and o.get("/Subtype") != "/Image"]
    pictures = [o._data for o in objects if isinstance(o, StreamObject) and o.get("/Subtype") == "/Image"]
    return b"\n".join([data, *streams, *pictures, *(repr(o).encode() for o in objects)])


def carries(data):
    return sorted(name for name, spelling in SPELLINGS.items() if spelling in data)


def carrying_pdf():
    """Give a document that anyone may have: properties, notes, private data and an earlier revision with a canary."""
    note = b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /T (%s) /Contents <%s> >>" % (
        KANARIE,
        KANARIE.hex().encode(),
    )
    link = (
        b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://voorbeeld.nl/%s) >> >>" % KANARIE
    )
    private = b"/PieceInfo << /Prog << /Private (%s) /LastModified (D:2026) >> >> /Metadata 11 0 R" % KANARIE
    page = b"/Annots [%s %s] /Thumb 12 0 R %s /XX_Own (%s) /Tabs /S" % (note, link, private, KANARIE)
    catalog = b"/Metadata 11 0 R /Lang (%s) /Outlines 13 0 R /OpenAction [3 0 R /Fit] /PageLabels 14 0 R" % KANARIE
    objects = page_objects(catalog=catalog, page=page, image=carrying_jpeg())
    earlier = {**objects, 4: stream(b"BT /F1 12 Tf (" + KANARIE + b") Tj ET"), 20: stream(KANARIE)}
    objects |= {
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /XX_Own (%s) /Name (%s) >>" % (KANARIE, KANARIE),
        7: b"<< /Font << /F1 5 0 R >> /XObject << /Im1 6 0 R /Fm1 15 0 R >> /Properties << /P1 16 0 R >> /XX (%s) >>"
        % KANARIE,
        10: b"<< /Title (%s) /Author <feff%s> /Own (%s) >>"
        % (KANARIE, TEKST.encode("utf-16-be").hex().encode(), KANARIE),
        11: stream(b"<x:xmpmeta>" + KANARIE + b"</x:xmpmeta>", b"/Type /Metadata /Subtype /XML "),
        12: stream(KANARIE, b"/Width 5 /Height 7 /ColorSpace /DeviceGray /BitsPerComponent 8 "),
        13: b"<< /Type /Outlines /Title (%s) /First 17 0 R /Last 17 0 R /Count 1 >>" % KANARIE,
        14: b"<< /Nums [0 << /P (%s) >>] >>" % KANARIE,
        15: stream(b"0 0 9 9 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] %s " % private),
        16: b"<< /Type /OCG /Name (%s) /Usage << /Creator (%s) >> >>" % (KANARIE, KANARIE),
        17: b"<< /Title (%s) /Parent 13 0 R /Dest [3 0 R /Fit] >>" % KANARIE,
    }
    first = pdf(earlier, trailer=b" /Info 10 0 R /ID [(%s) (%s)]" % (KANARIE, KANARIE))
    return pdf(objects, base=first + b"% " + KANARIE + b"\n", trailer=b" /Info 10 0 R") + b"% " + KANARIE + b"\n"


def pages_of(data):
    return [page.extract_text() for page in read(data).pages]


def test_nothing_that_rides_along_with_a_document_comes_out():
    source = carrying_pdf()
    assert {"bytes", "hexadecimal"} <= set(carries(everything(source)))
    bijlage = take_in(source, "document")
    assert carries(everything(bijlage.inhoud)) == []
    assert b"KANARIE" not in everything(bijlage.inhoud)
    reader = read(bijlage.inhoud)
    assert reader.metadata is None
    assert set(reader.root_object) == {"/Type", "/Pages"}
    assert set(reader.pages[0]) == {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
    assert bijlage.inhoud.count(b"%%EOF") == bijlage.inhoud.count(b"startxref") == 1


def test_what_a_page_shows_survives():
    bijlage = take_in(carrying_pdf(), "document")
    assert bijlage.paginas == 1
    assert [text.strip() for text in pages_of(bijlage.inhoud)] == ["Zichtbare tekst"]
    (image,) = read(bijlage.inhoud).pages[0].images
    assert image.image.size == (60, 40)
    assert image.image.getpixel((5, 5)) == picture_pixel()


def picture_pixel():
    plain = saved(picture(), "JPEG", quality=95)
    return read(pdf(page_objects(image=plain))).pages[0].images[0].image.getpixel((5, 5))


def test_a_photo_inside_a_document_loses_its_place_and_keeps_its_coded_data():
    plain = saved(picture(), "JPEG", quality=95)
    adobe = segment(0xEE, b"Adobe\x00\x64\x00\x00\x00\x00\x01")
    jfif_end = 2 + 18
    source = plain[:jfif_end] + adobe + segment(0xFE, KANARIE) + plain[jfif_end:]
    bijlage = take_in(pdf(page_objects(image=source)), "document")
    image = read(bijlage.inhoud).pages[0]["/Resources"]["/XObject"]["/Im1"]
    assert image._data == plain[:jfif_end] + adobe + plain[jfif_end:]
    packed = {**page_objects(), 6: stream(
        zlib.compress(carrying_jpeg()),
        b"/Type /XObject /Subtype /Image /Width 60 /Height 40 /ColorSpace /DeviceRGB /BitsPerComponent 8 "
        b"/Filter [/Fl /DCT] ", packed=False)}  # fmt: skip
    inside = read(take_in(pdf(packed), "document").inhoud).pages[0]["/Resources"]["/XObject"]["/Im1"]
    assert inside["/Filter"] == "/DCTDecode"
    assert KANARIE not in inside._data
    assert inside._data.startswith(b"\xff\xd8\xff\xe0")


def test_a_colour_profile_inside_a_document_becomes_the_plain_colour():
    objects = {**page_objects(), 8: stream(KANARIE, b"/N 3 /Alternate /DeviceRGB ")}
    objects[6] = objects[6].replace(b"/DeviceRGB", b"[/ICCBased 8 0 R]")
    bijlage = take_in(pdf(objects), "document")
    assert carries(everything(bijlage.inhoud)) == []
    assert read(bijlage.inhoud).pages[0]["/Resources"]["/XObject"]["/Im1"]["/ColorSpace"] == "/DeviceRGB"


def test_a_document_of_a_modern_writer_survives_page_by_page():
    source = typst.compile(
        b'#set document(title: "Bericht")\n#set page(width: 10cm, height: 6cm, flipped: false)\n= Kop\nEerste.\n'
        b"#pagebreak()\n#circle(fill: gradient.linear(red, blue)) Tweede.",
        font_paths=[str(fontpkg_arimo.ROOT / "files")],
    )
    bijlage = take_in(source, "document")
    assert bijlage.paginas == 2
    assert pages_of(bijlage.inhoud) == pages_of(source)
    assert [page.mediabox for page in read(bijlage.inhoud).pages] == [page.mediabox for page in read(source).pages]
    assert b"Bericht" not in everything(bijlage.inhoud)
    assert b"Typst" not in everything(bijlage.inhoud)


def test_the_same_document_gives_the_same_bytes_and_a_clean_one_does_not_change():
    once = take_in(carrying_pdf(), "document")
    assert once == take_in(carrying_pdf(), "document")
    again = take_in(once.inhoud, "document")
    assert take_in(again.inhoud, "document").inhoud == again.inhoud
    other = take_in(pdf(page_objects(content=b"BT /F1 9 Tf (Anders) Tj ET")), "document")
    assert read(other.inhoud).trailer["/ID"] != read(once.inhoud).trailer["/ID"]


def test_rotation_crop_and_inherited_values_stay():
    objects = page_objects(page=b"/Rotate -90 /CropBox [10 10 90 90]")
    page = read(take_in(pdf(objects), "document").inhoud).pages[0]
    assert (page.rotation % 360, list(page.cropbox), list(page.mediabox)) == (270, [10, 10, 90, 90], [0, 0, 200, 100])


ACTION = b"/OpenAction << /S %s >>"
LINK = b"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S %s >> >>]"
NOTE = b"/Annots [<< /Type /Annot /Subtype /%s /Rect [0 0 9 9] >>]"
CATALOGS = {
    "script at opening": ("SCRIPT", ACTION % b"/JavaScript /JS (app.alert\\(1\\))"),
    "script in names": ("SCRIPT", b"/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (x) >>] >> >>"),
    "script with an escaped name": ("SCRIPT", ACTION % b"/J#61vaScript /J#53 (x)"),
    "programme at opening": ("ACTIE", ACTION % b"/Launch /F (cmd.exe)"),
    "action of the document": ("ACTIE", b"/AA << /WC << /S /GoTo /D [3 0 R /Fit] >> >>"),
    "attachment": ("INGESLOTEN", b"/Names << /EmbeddedFiles << /Names [(a) << /EF << /F 4 0 R >> >>] >> >>"),
    "associated file": ("INGESLOTEN", b"/AF [<< /Type /Filespec /F (a.xml) >>]"),
    "portfolio": ("INGESLOTEN", b"/Collection << /View /D >>"),
    "XFA": ("XFA", b"/AcroForm << /Fields [] /XFA [(a) 4 0 R] >>"),
    "form": ("FORMULIER", b"/AcroForm << /Fields [<< /FT /Tx /T (naam) /V (waarde) >>] >>"),
    "hidden layer": ("LAGEN", b"/OCProperties << /OCGs [] /D << /OFF [<< /Type /OCG >>] >> >>"),
    "layers that are off": ("LAGEN", b"/OCProperties << /OCGs [] /D << /BaseState /OFF >> >>"),
    "conditional layer": ("LAGEN", b"/X << /Type /OCMD >>"),
    "deep": ("OMVANG", b"/X " + b"[" * 100 + b"]" * 100),
}
PAGES = {
    "action of a page": ("ACTIE", b"/AA << /O << /S /GoTo >> >>"),
    "link to a programme": ("VERWIJZING", LINK % b"/Launch /F (cmd.exe)"),
    "link to another file": ("VERWIJZING", LINK % b"/GoToR /F (a.pdf) /D [0 /Fit]"),
    "link to an embedded file": ("VERWIJZING", LINK % b"/GoToE /D (a)"),
    "import of data": ("VERWIJZING", LINK % b"/ImportData /F (a.fdf)"),
    "link to a file address": ("VERWIJZING", LINK % b"/URI /URI (file:///etc/passwd)"),
    "link to a share": ("VERWIJZING", LINK % b"/URI /URI (\\\\\\\\server\\\\share)"),
    "hexadecimal file address": ("VERWIJZING", LINK % b"/URI /URI <66696c653a2f2f2f61>"),
    "form that is sent": ("ACTIE", LINK % b"/SubmitForm /F (https://voorbeeld.nl)"),
    "unknown action": ("ACTIE", LINK % b"/Verzonnen"),
    "next action": ("ACTIE", LINK % b"/GoTo /Next << /S /SubmitForm >>"),
    "attached file": ("INGESLOTEN", NOTE % b"FileAttachment"),
    "film": ("MEDIA", NOTE % b"Movie"),
    "screen": ("MEDIA", NOTE % b"Screen"),
    "sound": ("MEDIA", NOTE % b"Sound"),
    "rich media": ("MEDIA", NOTE % b"RichMedia"),
    "3D": ("MEDIA", NOTE % b"3D"),
    "field": ("FORMULIER", NOTE % b"Widget"),
    "box over text": ("AANTEKENING", NOTE % b"Square"),
    "mark for redaction": ("AANTEKENING", NOTE % b"Redact"),
    "typed text": ("AANTEKENING", NOTE % b"FreeText"),
}


@pytest.mark.parametrize("name", sorted(CATALOGS))
def test_a_document_that_acts_or_hides_is_refused_by_name(name):
    code, catalog = CATALOGS[name]
    with refused(code):
        take_in(pdf(page_objects(catalog=catalog)), "document")


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_that_acts_or_would_lose_something_is_refused_by_name(name):
    code, page = PAGES[name]
    with refused(code):
        take_in(pdf(page_objects(page=page)), "document")


def test_a_refusal_is_found_wherever_it_is_and_whoever_wrote_it():
    writer = PdfWriter(clone_from=io.BytesIO(pdf(page_objects())))
    script = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")})
    writer.pages[0][NameObject("/Verzonnen")] = writer._add_object(script)
    out = io.BytesIO()
    writer.write(out)
    with refused("SCRIPT"):
        take_in(out.getvalue(), "document")
    writer = PdfWriter(clone_from=io.BytesIO(pdf(page_objects())))
    writer.add_attachment("naam.txt", KANARIE)
    out = io.BytesIO()
    writer.write(out)
    with refused("INGESLOTEN"):
        take_in(out.getvalue(), "document")


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
@pytest.mark.parametrize("password", ["", "geheim"])
def test_an_encrypted_document_is_refused(algorithm, password):
    writer = PdfWriter(clone_from=io.BytesIO(pdf(page_objects())))
    writer.encrypt(password, owner_password="eigenaar", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    with refused("VERSLEUTELD"):
        take_in(out.getvalue(), "document")


def test_a_stream_or_form_from_another_file_is_refused():
    objects = page_objects()
    for number, body in {
        4: b"<< /Length 0 /F (a.bin) >>\nstream\n\nendstream",
        6: stream(b"", b"/Subtype /Form /BBox [0 0 1 1] /Ref << /F (a.pdf) /Page 0 >> "),
    }.items():
        with refused("VERWIJZING"):
            take_in(pdf({**objects, number: body}), "document")


@pytest.mark.parametrize("name", [b"/JPXDecode", b"/JBIG2Decode"])
def test_pictures_that_cannot_be_cleaned_are_refused_by_name(name):
    objects = page_objects()
    objects[6] = objects[6].replace(b"/DCTDecode", name)
    with refused("BEELDSOORT"):
        take_in(pdf(objects), "document")


@pytest.mark.parametrize("kind", ["page", "form", "pattern", "glyph"])
def test_a_photo_between_the_drawing_operators_is_refused(kind):
    content = b"BI /W 60 /H 40 /BPC 8 /CS /RGB /F /DCT ID " + carrying_jpeg() + b" EI"
    inside = {
        "page": {4: stream(content)},
        "form": {6: stream(content, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] ")},
        "pattern": {7: b"<< /Pattern << /P1 8 0 R >> >>", 8: stream(content, b"/PatternType 1 /PaintType 1 ")},
        "glyph": {5: b"<< /Type /Font /Subtype /Type3 /CharProcs << /a 8 0 R >> >>", 8: stream(content)},
    }
    with refused("BEELDSOORT"):
        take_in(pdf({**page_objects(), **inside[kind]}), "document")


def test_text_under_a_key_that_draws_goes_too():
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding (%s) /Flags [(%s)] >>" % (KANARIE, KANARIE)
    bijlage = take_in(pdf({**page_objects(), 5: font}), "document")
    assert carries(everything(bijlage.inhoud)) == []


def test_reading_a_sloppy_document_says_nothing_in_the_log(caplog):
    sloppy = pdf(page_objects()).replace(b"startxref\n", b"startxref ")
    read(sloppy)
    assert caplog.records
    caplog.clear()
    assert take_in(sloppy, "document").paginas == 1
    assert caplog.records == []


def many_pages(count):
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    kids = b" ".join(b"%d 0 R" % n for n in range(3, count + 3))
    objects[2] = b"<< /Type /Pages /Count %d /MediaBox [0 0 9 9] /Kids [%s] >>" % (count, kids)
    return objects | dict.fromkeys(range(3, count + 3), b"<< /Type /Page /Parent 2 0 R >>")


def test_a_document_may_have_200_pages():
    assert take_in(pdf(many_pages(200)), "document").paginas == 200
    with refused("PAGINAS"):
        take_in(pdf(many_pages(201)), "document")


@pytest.mark.parametrize("kids", [b"2 0 R", b"3 0 R 3 0 R", b"3 0 R 9 0 R"])
def test_a_page_tree_that_turns_round_is_refused(kids):
    objects = page_objects() | {9: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}
    objects[2] = b"<< /Type /Pages /Kids [%s] /Count 2 /MediaBox [0 0 9 9] >>" % kids
    with refused("PAGINABOOM"):
        take_in(pdf(objects), "document")


def hostile(name):
    """Build a file that costs its reader far more than its maker."""
    plain = page_objects()
    if name.startswith("bomb in /"):
        entries = b"/Type %s /N 1 /First 3 /W [1 2 1] /Index [0 99999] /Size 99999 " % name[8:].encode()
        return xref_stream_file(stream(b"\x00" * 30_000_000, entries))
    if name == "too many small bombs":
        numbers = range(20, 31)
        contents = b"[" + b" ".join(b"%d 0 R" % n for n in numbers) + b"]"
        small = dict.fromkeys(numbers, stream(b"\x00" * 30_000_000))
        return pdf({**plain, 3: plain[3].replace(b"4 0 R", contents), **small})
    trailer = b" /Prev 1100" if name == "circle of revisions" else b""
    return pdf({**plain, **TRICKS[name]()}, trailer=trailer)


def fonts(count):
    return b"<< /Font << %s >> >>" % b" ".join(b"/F%d %d 0 R" % (n, n) for n in range(100, count))


TRICKS = {
    "loop of references": lambda: {4: b"9 0 R", 9: b"4 0 R"},
    "loop of resources": lambda: {7: b"<< /XObject << /Im1 7 0 R >> /Pattern 7 0 R >>"},
    "too many objects": lambda: dict.fromkeys(range(10, 100_020), b"0"),
    "bomb": lambda: {4: stream(b"\x00" * 140_000_000)},
    "bomb in a bomb": lambda: {4: double(b"\x00" * 140_000_000)},
    "nested arrays": lambda: {7: b"[" * 50_000},
    "nested dictionaries": lambda: {7: b"<< /A " * 50_000},
    "long chain": lambda: {
        1: b"<< /Type /Catalog /Pages 2 0 R /X 10 0 R >>",
        **{n: b"[%d 0 R]" % (n + 1) for n in range(10, 5000)},
    },
    "long chain of fonts": lambda: {
        5: b"<< /Type /Font /Encoding 10 0 R >>",
        **{n: b"<< /Encoding %d 0 R >>" % (n + 1) for n in range(10, 5000)},
    },
    "objects that are not there": lambda: {7: fonts(3000)},
    "objects that are others": lambda: {7: fonts(1000), **dict.fromkeys(range(100, 1000), b"0 endobj 1 0 obj")},
    "circle of revisions": dict,
    "lines without end": lambda: {7: b"a\n" * 1_000_000},
    "numbers without end": lambda: dict.fromkeys(range(100, 102), b"[" + b"1 " * 90000 + b"]"),
}


def double(data):
    packed = stream(zlib.compress(data))
    return packed.replace(b"/Filter /FlateDecode", b"/Filter [/FlateDecode /FlateDecode]")


HOSTILE = {
    "bomb in /ObjStm": {"BOM"},
    "bomb in /XRef": {"KAPOT"},
    "too many small bombs": {"BOM"},
    "loop of references": {"KAPOT", "OMVANG"},
    "loop of resources": None,
    "too many objects": {"OMVANG"},
    "bomb in a bomb": {"BOM"},
    "nested arrays": {"KAPOT", "OMVANG"},
    "nested dictionaries": {"KAPOT", "OMVANG"},
    "long chain": None,
    "long chain of fonts": None,
    "objects that are not there": None,
    "objects that are others": None,
    "circle of revisions": {"KAPOT"},
    "lines without end": {"KAPOT"},
    "numbers without end": None,
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_document_built_to_hang_ends_soon_with_a_clear_answer(name):
    source, codes = hostile(name), HOSTILE[name]
    start = time.process_time()
    if codes is None:
        assert take_in(source, "document").paginas == 1
    else:
        with pytest.raises(ValidationError) as caught:
            take_in(source, "document")
        assert caught.value.meldingen[0].code.removeprefix("BIJLAGE-PDF-") in codes
    assert time.process_time() - start < 15


def test_reading_stops_when_a_file_asks_for_more_work_than_a_document_needs(monkeypatch):
    monkeypatch.setattr("weerbaar_docs.bijlagen.pdf_reading._MAX_LEZEN", 20_000)
    assert take_in(pdf(page_objects()), "document")
    with refused("OMVANG"):
        take_in(pdf({**page_objects(), 5: b"[" + b"1 " * 30_000 + b"]"}), "document")


def test_a_bomb_takes_no_more_memory_than_its_limit():
    source = hostile("bomb")
    tracemalloc.start()
    with refused("BOM"):
        take_in(source, "document")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 300_000_000


def xref_stream_file(bomb):
    """Write a file whose objects stand in an object stream, or whose list of objects does."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in {4: bomb}.items():
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    if b"/XRef" in bomb[:200]:
        return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % places[0]
    rows = b"".join(
        bytes((kind,)) + a.to_bytes(4, "big") + bytes((b,))
        for kind, a, b in [(0, 0, 0), (2, 4, 0), (2, 4, 1), (2, 4, 2), (1, places[0], 0), (1, len(out), 0)]
    )
    start = len(out)
    out += b"5 0 obj\n%s\nendobj\n" % stream(rows, b"/Type /XRef /Size 6 /W [1 4 1] /Root 1 0 R ")
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def test_objects_in_an_object_stream_are_read():
    writer = PdfWriter(clone_from=io.BytesIO(pdf(page_objects())))
    out = io.BytesIO()
    writer.write(out)
    assert take_in(out.getvalue(), "document").paginas == 1
    one, two, three = (b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                       b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>")  # fmt: skip
    index = b"1 0 2 %d 3 %d " % (len(one) + 1, len(one) + len(two) + 2)
    packed = stream(index + b" ".join((one, two, three)), b"/Type /ObjStm /N 3 /First %d " % len(index))
    assert take_in(xref_stream_file(packed), "document").paginas == 1


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7",
        b"%PDF-1.7\n%%EOF",
        pdf({1: b"<< /Type /Catalog >>"}),
        pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Kids [] >>"}),
        pdf({1: b"(geen catalogus)"}),
        pdf(page_objects())[:-60],
        pdf(page_objects()).replace(b"stream\nx", b"stream\nz"),
        pdf(page_objects()).replace(b"/MediaBox [0 0 200 100]", b"/MediaBox [0 0 0 0]    "),
    ],
)
def test_a_broken_document_is_refused_without_a_word_of_its_content(data, caplog, recwarn):
    with refused("KAPOT") as caught:
        take_in(data, "document")
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert caplog.records == []
    assert len(recwarn) == 0
