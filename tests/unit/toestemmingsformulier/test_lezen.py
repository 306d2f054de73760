# SPDX-License-Identifier: EUPL-1.2
"""Reading a form that came back: what it says, whether it is ours, and that no file makes it say more."""

from __future__ import annotations

import io
import random

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

import verapdf
from invulbouw import chosen, filled, form, question, signed, with_value, written
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.toestemmingsformulier import fill_in, read_formulier


@pytest.fixture(scope="module")
def gevuld():
    return filled()


@pytest.fixture(scope="module")
def zegel(pki):
    return pki.zegel(pki.seal(), "B-B")


def codes(read):
    return {melding.code for melding in read.meldingen}


def edited(pdf, change):
    """Add a section in which `change` has done something to the file."""
    writer = PdfWriter(PdfReader(io.BytesIO(pdf)), incremental=True)
    change(writer)
    return written(writer)


def field(writer, name):
    return next(f.get_object() for f in writer._root_object["/AcroForm"]["/Fields"] if f.get_object()["/T"] == name)


# --- what a form says -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("keuze", ["verleen", "weiger", "terug"])
def test_what_was_filled_in_is_read_back(gevuld, keuze):
    read = read_formulier(chosen(gevuld, keuze))
    assert (read.keuze, read.plaats, read.datum) == (keuze, "Ald Terp (fictief)", "23 mei 2026")
    assert (read.herkend, read.alleen_ingevuld, read.ondertekend) == (True, True, False)
    assert read.meldingen == ()


def test_statement_comes_back_byte_for_byte():
    made = form()
    vraag = question(made)
    read = read_formulier(chosen(fill_in(made, vraag)))
    assert read.verklaring == vraag.verklaring
    assert read.controlegetal == vraag.controlegetal


def test_form_on_which_nothing_was_chosen_says_nothing(gevuld):
    read = read_formulier(gevuld)
    assert read.keuze is None
    assert codes(read) == {"FORMULIER-KEUZE"}


def test_nothing_personal_is_in_what_is_shown_of_it(gevuld):
    shown = repr(read_formulier(chosen(gevuld)))
    assert "Ald Terp" not in shown
    assert "23 mei" not in shown
    assert "vaststelling_sha256" not in shown


@pytest.mark.lang
def test_filled_in_and_signed_form_conforms_and_is_known_again(gevuld, zegel):
    pdfs = [chosen(gevuld), signed(chosen(gevuld), zegel)]
    for verdict in verapdf.check(pdfs):
        assert verdict.failed == {"3a": {}, "ua1": {}}
        assert verdict.passed


def test_signature_in_the_field_of_the_form_is_seen_and_locks_the_fields(gevuld, zegel):
    pdf = signed(chosen(gevuld), zegel)
    read = read_formulier(pdf)
    assert (read.keuze, read.ondertekend, read.herkend, read.alleen_ingevuld) == ("verleen", True, True, True)
    [field_] = [
        f for f in PdfReader(io.BytesIO(pdf)).root_object["/AcroForm"]["/Fields"] if f.get_object()["/FT"] == "/Sig"
    ]
    [reference] = field_.get_object()["/V"]["/Reference"]
    assert reference.get_object()["/TransformParams"]["/Action"] == "/All"


def test_what_was_added_after_the_signature_is_told(gevuld, zegel):
    pdf = signed(chosen(gevuld), zegel)
    assert read_formulier(pdf).meldingen == ()
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    [group] = [f for f in writer.root["/AcroForm"]["/Fields"] if f.get_object()["/T"] == "keuze"]
    group.get_object()["/V"] = generic.NameObject("/weiger")
    writer.mark_update(group)
    for kid in group.get_object()["/Kids"]:
        on = "/weiger" if "/weiger" in kid.get_object()["/AP"]["/N"] else "/Off"
        kid.get_object()["/AS"] = generic.NameObject(on)
        writer.mark_update(kid)
    out = io.BytesIO()
    writer.write(out)
    assert codes(read_formulier(out.getvalue())) == {"FORMULIER-TOEGEVOEGD"}


def test_signature_field_with_another_value_is_no_signature(gevuld):
    def sign(writer):
        field(writer, "handtekening")[NameObject("/V")] = TextStringObject("N.A. van ’t Hoogh")

    assert not read_formulier(edited(gevuld, sign)).ondertekend


# --- a form of which something else was made ------------------------------------------------------------------------


def test_form_that_pypdf_wrote_anew_is_hearsay_too(gevuld):
    read = read_formulier(chosen(gevuld, "weiger", again=True))
    assert (read.keuze, read.herkend) == ("weiger", False)
    assert codes(read) == {"FORMULIER-HERSCHREVEN"}


def test_blank_form_without_statement_says_so():
    assert codes(read_formulier(chosen(form().pdf))) == {"FORMULIER-VERKLARING"}


# --- a form that was tampered with ----------------------------------------------------------------------------------


def other_text(writer):
    page = writer.pages[0]
    stream = DecodedStreamObject()
    stream.set_data(b"BT ET")
    page[NameObject("/Contents")] = writer._add_object(stream)


def over_the_text(writer):
    annotation = DictionaryObject(
        {NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Stamp")}
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(annotation)])


def wider_field(writer):
    box = field(writer, "plaats")
    box[NameObject("/Rect")] = ArrayObject([*box["/Rect"]][:2] + [NameObject("/x")] * 2)


def other_choice_on_the_box(writer):
    kid = field(writer, "keuze")["/Kids"][0].get_object()
    kid[NameObject("/TU")] = TextStringObject("Ik geef geen toestemming")


def other_look_of_a_box(writer):
    looks = [kid.get_object()["/AP"]["/N"] for kid in field(writer, "keuze")["/Kids"]]
    looks[1][NameObject("/Off")] = looks[0].raw_get("/verleen")


def drawn_over_the_look_of_a_box(writer):
    look = field(writer, "keuze")["/Kids"][1].get_object()["/AP"]["/N"]["/Off"].get_object()
    look.set_data(b"0 0 m 10 10 l S")


def opens_by_itself(writer):
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject({NameObject("/S"): NameObject("/Named")})


def script_in_the_names(writer):
    names = writer._root_object["/Names"]
    writer._root_object[NameObject("/Names")] = DictionaryObject(
        {**names, NameObject("/JavaScript"): DictionaryObject()}
    )


@pytest.mark.parametrize(
    "change",
    [
        other_text,
        over_the_text,
        wider_field,
        other_choice_on_the_box,
        other_look_of_a_box,
        drawn_over_the_look_of_a_box,
        opens_by_itself,
        script_in_the_names,
    ],
)
def test_form_of_which_more_than_the_fields_was_changed_is_named_so(gevuld, change):
    read = read_formulier(chosen(gevuld, change=change))
    assert (read.herkend, read.alleen_ingevuld) == (True, False)
    assert "FORMULIER-GEWIJZIGD" in codes(read)


def test_form_that_says_two_things_says_nothing(gevuld):
    def value_only(writer):
        field(writer, "keuze")[NameObject("/V")] = NameObject("/verleen")

    def look_only(writer):
        field(writer, "keuze")["/Kids"][0].get_object()[NameObject("/AS")] = NameObject("/verleen")

    def other_look(writer):
        field(writer, "keuze")[NameObject("/V")] = NameObject("/weiger")

    def two_groups(writer):
        fields = writer._root_object["/AcroForm"]["/Fields"]
        twin = DictionaryObject({NameObject("/T"): TextStringObject("keuze"), NameObject("/V"): NameObject("/weiger")})
        fields.append(writer._add_object(twin))

    for pdf in (
        edited(gevuld, value_only),
        edited(gevuld, look_only),
        chosen(gevuld, change=other_look),
        chosen(gevuld, change=two_groups),
    ):
        read = read_formulier(pdf)
        assert read.keuze is None
        [melding] = [m for m in read.meldingen if m.code == "FORMULIER-KEUZE"]
        assert "meer dan één ding" in melding.melding


def test_unknown_choice_is_no_choice(gevuld):
    def unknown(writer):
        group = field(writer, "keuze")
        group[NameObject("/V")] = NameObject("/misschien")
        group["/Kids"][0].get_object()[NameObject("/AS")] = NameObject("/misschien")

    assert read_formulier(edited(gevuld, unknown)).keuze is None


def test_another_check_number_is_noticed(gevuld):
    read = read_formulier(with_value(gevuld, "controlegetal", "AAAAA-AAAAA-AAAAA-AAAAA"))
    assert "FORMULIER-GETAL" in codes(read)


def test_statement_of_another_form_does_not_make_this_one_known(gevuld):
    other = form(wachttijd_uren=48)
    swapped = fill_in(other, question(other))
    statement = PdfReader(io.BytesIO(gevuld)).attachments["toestemming.json"][0]

    def swap(writer):
        stream = writer._root_object["/AF"][0].get_object()["/EF"]["/F"].get_object()
        stream.set_data(statement)

    read = read_formulier(edited(swapped, swap))
    assert read.verklaring == statement
    assert not read.herkend
    assert {"FORMULIER-HERSCHREVEN", "FORMULIER-GETAL"} <= codes(read)


def test_two_attached_statements_are_none(gevuld):
    def twin(writer):
        names = writer._root_object["/Names"]["/EmbeddedFiles"]["/Names"]
        names.extend(list(names))

    assert read_formulier(edited(gevuld, twin)).verklaring is None


def test_values_are_short_lines_without_signs_that_turn_them(gevuld):
    read = read_formulier(with_value(gevuld, "plaats", "Ald\u202eTerp\x00\n" + "x" * 5000))
    assert read.plaats.startswith("AldTerp")
    assert len(read.plaats) <= 200


def test_file_that_shows_other_objects_to_another_program_is_no_form_that_was_only_filled_in(gevuld):
    def hybrid(writer):
        field(writer, "plaats")[NameObject("/M")] = NameObject("/XRefStm")

    read = read_formulier(chosen(gevuld, change=hybrid))
    assert (read.herkend, read.alleen_ingevuld) == (True, False)


# --- any bytes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bad", [b"", b"geen pdf", b"%PDF-1.7\n" * 50, b"\x00" * 4096, b"%PDF-1.7" + b" " * 26_300_000])
def test_what_is_no_pdf_is_refused_by_name(bad):
    with pytest.raises(ValidationError, match="FORMULIER-LEZEN"):
        read_formulier(bad)


def test_encrypted_form_is_refused_by_name(gevuld):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(gevuld)))
    writer.encrypt("geheim")
    with pytest.raises(ValidationError, match=r"FORMULIER-LEZEN.*VERSLEUTELD"):
        read_formulier(written(writer))


def test_broken_bytes_give_a_named_refusal_or_no_more_than_was_there(gevuld):
    whole = chosen(gevuld)
    chance = random.Random(7)
    for _ in range(150):
        pdf = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            pdf[chance.randrange(len(pdf))] = chance.randrange(256)
        cut = chance.randint(len(pdf) // 2, len(pdf)) if chance.random() < 0.3 else len(pdf)
        assert outcome(bytes(pdf[:cut])) in ("FORMULIER-LEZEN", None, "verleen")


def outcome(pdf):
    try:
        return read_formulier(pdf).keuze
    except ValidationError as error:
        return error.meldingen[0].code


def test_form_in_a_circle_ends(gevuld):
    def circle(writer):
        group = field(writer, "keuze")
        group[NameObject("/Kids")] = writer._root_object["/AcroForm"].raw_get("/Fields")

    assert read_formulier(edited(gevuld, circle)).keuze is None
