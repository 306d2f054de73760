# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import dataclasses
import hashlib
import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from bijlagebouw import KANARIE, TEKST, carrying_jpeg, carrying_png, exif, page_objects, pdf, picture, saved, take_in
from weerbaar_docs._resources import read_resource
from weerbaar_docs.errors import ValidationError

PDF = pdf(page_objects())
JPEG = saved(picture((24, 16)), "JPEG", exif=exif())
SEEDS = {
    "foto": [
        JPEG,
        carrying_jpeg(picture((24, 16))),
        saved(picture((24, 16)), "JPEG", progressive=True),
        saved(picture((24, 16)), "WEBP", exif=exif()),
        saved(picture((24, 16)), "TIFF", compression="tiff_lzw"),
        saved(picture((24, 16)), "TIFF"),
    ],
    "tekening": [carrying_png(picture((24, 16))), saved(picture((24, 16), "P"), "PNG", transparency=0)],
    "document": [PDF, take_in(PDF, "document").inhoud, pdf(page_objects(content=b"0 0 m"), base=PDF)],
}
HEADS = [
    b"",
    b"%PDF-1.7\n",
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    b"II*\x00",
    b"RIFF\x00\x00\x00\x00WEBP",
]
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def refused(code):
    return pytest.raises(ValidationError, match=code)


def test_a_bijlage_says_what_it_is_and_shows_nothing_in_its_repr():
    bijlage = take_in(JPEG, "foto", doelgroep=["werkgever", "bestuurder"], alternatieve_tekst=TEKST)
    assert bijlage.sha256 == hashlib.sha256(bijlage.inhoud).hexdigest()
    assert bijlage.bytes == len(bijlage.inhoud)
    assert (bijlage.mediatype, bijlage.breedte, bijlage.hoogte, bijlage.paginas) == ("image/jpeg", 24, 16, None)
    assert bijlage.doelgroep == ("bestuurder", "werkgever")
    assert TEKST not in repr(bijlage)
    assert "inhoud" not in repr(bijlage)
    with pytest.raises(dataclasses.FrozenInstanceError):
        bijlage.id = "F-02"
    assert take_in(JPEG, "tekening").mediatype == "image/png"
    document = take_in(PDF, "document")
    assert (document.mediatype, document.breedte, document.paginas) == ("application/pdf", None, 1)


def schema(name):
    return json.loads(read_resource("schemas", f"{name}.schema.json"))


@pytest.mark.parametrize("soort", sorted(SEEDS))
def test_what_is_made_fits_the_schema_of_the_adviesrapport(soort):
    bijlage_schema, gemeen = schema("bijlage"), schema("gemeen")
    registry = Registry().with_resources(
        [(s["$id"], Resource.from_contents(s)) for s in (bijlage_schema, gemeen)],
    )
    bijlage = take_in(SEEDS[soort][0], soort)
    made = {name: getattr(bijlage, name) for name in ("id", "mediatype", "sha256", "bytes", "alternatieve_tekst")} | {
        "doelgroep": list(bijlage.doelgroep),
        "bestandsnaam": "F-01",
        "hoort_bij": "B-01",
    }
    Draft202012Validator(bijlage_schema, registry=registry).validate(made)


@pytest.mark.parametrize("nummer", ["", "F-1", "F-001", "f-01", "F-01\n", "F-٠١", "voordeur.jpg"])
def test_a_number_of_another_form_is_refused(nummer):
    with refused("BIJLAGE-ID /id"):
        take_in(JPEG, "foto", id=nummer)


@pytest.mark.parametrize("doelgroep", [[], ["bva", "bva"], ["iedereen"], ["bva", "iedereen"], "bva", ["BVA"]])
def test_an_audience_that_is_empty_double_or_unknown_is_refused(doelgroep):
    with refused("BIJLAGE-DOELGROEP /doelgroep"):
        take_in(JPEG, "foto", doelgroep=doelgroep)


@pytest.mark.parametrize("tekst", ["", "  \n", "a" * 501, "a\x00", "a\x1b[0m", "\ud800", "a\ufffe"])
@pytest.mark.parametrize("soort", ["foto", "document"])
def test_an_alternative_text_that_says_nothing_or_hides_control_characters_is_refused(tekst, soort):
    with refused("BIJLAGE-TEKST /alternatieve_tekst"):
        take_in(SEEDS[soort][0], soort, alternatieve_tekst=tekst)


def test_kind_and_bytes_have_to_agree():
    with refused("BIJLAGE-SOORT /soort"):
        take_in(JPEG, "plaatje")
    with refused("BIJLAGE-SOORT /soort"):
        take_in(PDF, "foto")
    with refused("BIJLAGE-TYPE /inhoud"):
        take_in(JPEG, "document")
    with refused("BIJLAGE-TYPE /inhoud"):
        take_in(b"\n" + PDF, "document")


@pytest.mark.parametrize("soort", sorted(SEEDS))
def test_an_empty_file_and_one_over_25_mib_are_refused(soort):
    with refused("BIJLAGE-LEEG /inhoud"):
        take_in(b"", soort)
    with refused("BIJLAGE-GROOT /inhoud"):
        take_in(SEEDS[soort][0] + b"\x00" * (25 * 1024 * 1024), soort)


def only_a_clear_answer(data, soort):
    start = time.process_time()
    error, bijlage = None, None
    try:
        bijlage = take_in(data, soort)
    except ValidationError as refusal:
        error = refusal
    assert time.process_time() - start < 5
    if bijlage is not None:
        assert KANARIE not in bijlage.inhoud
        return
    assert all(m.code.startswith("BIJLAGE-") and m.melding and m.oplossing for m in error.meldingen)
    assert error.__cause__ is None
    assert "KANARIE" not in str(error)


@quick
@given(st.sampled_from(sorted(SEEDS)), st.sampled_from(HEADS), st.binary(max_size=400))
def test_random_bytes_get_a_clear_answer(soort, head, tail):
    only_a_clear_answer(head + tail, soort)


@st.composite
def damaged(draw):
    soort = draw(st.sampled_from(sorted(SEEDS)))
    data = bytearray(draw(st.sampled_from(SEEDS[soort])))
    for _turn in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, max(0, len(data) - 1)))
        match draw(st.sampled_from(["change", "cut", "insert", "repeat"])):
            case "change":
                data[place : place + 1] = draw(st.binary(min_size=1, max_size=1))
            case "cut":
                del data[place : place + draw(st.integers(1, 40))]
            case "insert":
                data[place:place] = draw(
                    st.sampled_from([b"<<", b">>", b"[", b"1 0 R", b"\xff\xda", b"999999999", b"-"])
                )
            case "repeat":
                data[place:place] = data[place : place + 200]
    return bytes(data), soort


@settings(quick, max_examples=300)
@given(damaged())
def test_damaged_files_get_a_clear_answer(found):
    only_a_clear_answer(*found)


@settings(quick, max_examples=200)
@given(st.lists(st.tuples(st.sampled_from(range(1, 8)), st.sampled_from([
    b"null", b"[4 0 R]", b"<< /Type /Page >>", b"1 0 R", b"(a)", b"<< /Kids 2 0 R >>", b"-1", b"true", b"/Naam",
    b"<< /Filter [/FlateDecode [1]] /Length 1 >>\nstream\nx\nendstream", b"[/ICCBased 4 0 R]", b"<< /Resources [1] >>",
    b"<< /Filter /DCTDecode /DecodeParms [<< /Predictor 12 >>] /Length 4 >>\nstream\n\xff\xd8\xff\xd9\nendstream",
    b"<< /S << /A 1 >> /Type [1] /Subtype (a) /A 7 0 R /OCProperties 1 >>", b"[[[[1]]]]", b"<</Rect[]/URI 3>>",
])), max_size=4))  # fmt: skip
def test_objects_of_another_kind_than_expected_get_a_clear_answer(changes):
    only_a_clear_answer(pdf({**page_objects(), **dict(changes)}), "document")
