# SPDX-License-Identifier: EUPL-1.2
"""Three proofs, one result: what each verifier takes, and what it refuses by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import SigSeedSubFilter

from formulierbouw import (
    attach,
    bewerk,
    dictionary,
    drawing,
    embed,
    field,
    ingevuld,
    klaargezet,
    leeg,
    naam,
    numbers,
    onderteken,
    tick,
    write_text,
)
from weerbaar_docs.canonical import sha256
from weerbaar_docs.encryption import open_zending, seal_for_werkgever
from weerbaar_docs.errors import ConsentError, VerificationError
from weerbaar_docs.keys import Sleutelregister
from weerbaar_docs.model import Verklaring
from weerbaar_docs.pades import Zegelvertrouwen, read_ingevuld
from weerbaar_docs.toestemming import InktBewijs, OpenpgpBewijs, PadesBewijs, attest
from weerbaar_docs.toestemmingsbewijs import Bewezen, verify
from weerbaar_docs.validation import read_statement

BLANCO = leeg()
UITGESLOTEN = frozenset({"MW-0001", "MW-0004"})


def codes(caught):
    return {m.code for m in caught.value.meldingen}


def reason(caught):
    return " ".join(m.melding for m in caught.value.meldingen)


def ask(keten, blanco=BLANCO, **changed):
    return keten.ask(formulier_sha256=sha256(blanco), **changed)


def signed(keten, vraag, *, blanco=BLANCO, change=None, keuze="verleen", **signing):
    """Give the proof of a form that was filled in, changed by somebody, and signed by the bestuurder."""
    pdf = ingevuld(klaargezet(blanco, vraag), keuze)
    pdf = bewerk(pdf, change) if change else pdf
    given = {"zegel": keten.o.bestuurder_zegel, "now": keten.o.nu, **signing}
    return PadesBewijs(formulier=onderteken(pdf, given.pop("zegel"), given.pop("now"), **given))


def refused(keten, vraag, bewijs, **changed):
    with pytest.raises(ConsentError) as caught:
        keten.release(vraag.verklaring, bewijs, **changed)
    return caught


@pytest.mark.parametrize("soort", ["inkt", "openpgp", "pades"])
def test_each_proof_gives_what_was_proven_and_from_when_the_gate_may_open(keten, soort):
    o, vraag = keten.o, ask(keten)
    bewijs = {
        "inkt": o.formulier_getekend,
        "openpgp": o.bestuurder_tekent,
        "pades": lambda v: signed(keten, v),
    }[soort](vraag)
    found = verify(
        bewijs, verklaring=vraag.verklaring, uitgesloten=UITGESLOTEN, registers=o.registers, now=o.na_bedenktijd
    )
    assert isinstance(found, Bewezen)
    assert found.soort == soort
    assert abs(found.moment - o.nu) < timedelta(minutes=5)
    assert found.opent_op == (found.moment + timedelta(hours=24) if soort == "inkt" else o.nu)
    assert keten.release(vraag.verklaring, bewijs)


def test_a_signed_form_travels_inside_the_package_and_nowhere_else(keten):
    o, vraag = keten.o, ask(keten)
    bewijs = signed(keten, vraag)
    made = seal_for_werkgever(
        keten.release(vraag.verklaring, bewijs), keten.brief, now=o.na_bedenktijd, **o.verzegelaar
    )
    opened = open_zending(
        made.versleuteld, ring=o.werkgever_plek.ring, afzender=o.ccv.vingerafdruk, now=o.na_bedenktijd
    )
    assert opened["verklaringen/toestemmingsformulier.pdf"] == bewijs.formulier
    assert o.bestuurder_zegel.onderwerp.encode() not in made.versleuteld
    assert "bestuurder" not in repr(bewijs)


def test_a_form_whose_lists_are_objects_of_their_own_is_read_too(keten):
    blanco = leeg(alternatief=True)
    vraag = ask(keten, blanco)
    assert keten.release(vraag.verklaring, signed(keten, vraag, blanco=blanco))


# --- ink: cooling time and spoed -------------------------------------------------------------------------------------


def attests(keten, vraag, spoed):
    """Give the attests of two medewerkers, of whom each says whether it is spoed."""
    scan = sha256(b"scan")
    items = [
        keten.o.medewerker_tekent(
            attest(vraag, scan_sha256=scan, medewerker=mw, teruggebeld=True, now=keten.o.nu, spoed=urgent), mw
        )
        for mw, urgent in zip(("MW-0002", "MW-0003"), spoed, strict=True)
    ]
    return InktBewijs(scan_sha256=scan, attesten=tuple(items))


@pytest.mark.parametrize("spoed", [(True, False), (False, True), (False, False)])
def test_spoed_of_one_medewerker_does_not_shorten_the_cooling_time(keten, spoed):
    vraag = keten.ask()
    caught = refused(keten, vraag, attests(keten, vraag, spoed), now=keten.o.nu + timedelta(hours=23))
    assert codes(caught) == {"TOES-AFKOELTIJD"}


def test_spoed_of_both_opens_the_gate_at_once_and_their_attests_say_so(keten):
    vraag = keten.ask()
    bewijs = attests(keten, vraag, (True, True))
    assert keten.release(vraag.verklaring, bewijs, now=keten.o.nu + timedelta(minutes=1))
    assert all(read_statement(item.verklaring)["spoed"] is True for item in bewijs.attesten)
    plain = keten.o.formulier_getekend(vraag).attesten[0]
    assert "spoed" not in read_statement(plain.verklaring)


def test_the_cooling_time_begins_with_the_last_attest(keten):
    o, vraag, later = keten.o, keten.ask(), keten.o.nu + timedelta(minutes=30)
    given = {"scan_sha256": sha256(b"scan"), "teruggebeld": True}
    items = tuple(
        o.medewerker_tekent(attest(vraag, medewerker=mw, now=now, **given), mw)
        for mw, now in (("MW-0002", later), ("MW-0003", o.nu))
    )
    bewijs = InktBewijs(scan_sha256=sha256(b"scan"), attesten=items)
    found = verify(
        bewijs, verklaring=vraag.verklaring, uitgesloten=UITGESLOTEN, registers=o.registers, now=o.na_bedenktijd
    )
    assert found.opent_op == later + timedelta(hours=24)


def test_without_a_key_of_the_bestuurder_a_signature_proves_nothing(keten):
    vraag = keten.ask()
    registers = replace(keten.o.registers, sleutels=Sleutelregister(sleutels=(keten.o.werkgever,)))
    caught = refused(keten, vraag, keten.o.bestuurder_tekent(vraag), registers=registers)
    assert codes(caught) == {"TOES-SLEUTEL"}


def test_the_cooling_time_is_that_of_the_registers_and_never_less_than_nothing(keten):
    o, vraag = keten.o, keten.ask()
    bewijs = o.formulier_getekend(vraag)
    for hours, opens in ((0, True), (2, False), (48, False)):
        registers = replace(o.registers, afkoeltijd=timedelta(hours=hours))
        if opens:
            assert keten.release(vraag.verklaring, bewijs, registers=registers, now=o.nu + timedelta(minutes=1))
        else:
            caught = refused(keten, vraag, bewijs, registers=registers, now=o.nu + timedelta(hours=hours, minutes=-1))
            assert codes(caught) == {"TOES-AFKOELTIJD"}
    with pytest.raises(ConsentError) as caught:
        replace(o.registers, afkoeltijd=timedelta(seconds=-1))
    assert codes(caught) == {"TOES-AFKOELTIJD"}


def test_a_toetser_with_the_role_secretariaat_cannot_attest(keten):
    o, vraag = keten.o, keten.ask()
    both = replace(
        o.medewerkers,
        medewerkers=tuple(
            replace(m, rollen=m.rollen | {"secretariaat"}) if m.id in UITGESLOTEN else m for m in o.medewerkers
        ),
    )
    registers = replace(o.registers, medewerkers=both)
    for barred in sorted(UITGESLOTEN):
        bewijs = o.formulier_getekend(vraag, medewerkers=(barred, "MW-0002"))
        assert codes(refused(keten, vraag, bewijs, registers=registers)) == {"TOES-VIEROGEN"}


# --- PAdES: whose signature, and when --------------------------------------------------------------------------------


def test_a_form_under_a_certificate_that_is_not_pinned_for_this_dossier_is_refused(keten):
    o, vraag = keten.o, ask(keten)
    trusted = Zegelvertrouwen(certificaten=(o.bestuurder_certificaat,))
    by_bva = signed(keten, vraag, zegel=o.bva_zegel)
    assert codes(refused(keten, vraag, by_bva)) == {"ZEGEL-CONTROLE"}
    for pins, code in (
        ({}, "TOES-SLEUTEL"),
        ({"D-" + "0" * 32: trusted}, "TOES-SLEUTEL"),
        ({o.pseudoniem: Zegelvertrouwen()}, "TOES-SLEUTEL"),
        ({o.pseudoniem: Zegelvertrouwen(certificaten=(o.bva_certificaat,))}, "TOES-ROL"),
        ({o.pseudoniem: Zegelvertrouwen(certificaten=(o.ccv_certificaat,))}, "TOES-ROL"),
    ):
        registers = replace(o.registers, bestuurder_zegels=pins)
        for bewijs in (signed(keten, vraag), by_bva):
            assert codes(refused(keten, vraag, bewijs, registers=registers)) == {code}


def test_a_form_without_one_signature_over_the_whole_file_is_refused(keten):
    o, vraag = keten.o, ask(keten)
    filled = ingevuld(klaargezet(BLANCO, vraag))
    good = signed(keten, vraag).formulier
    twice = onderteken(good, o.bestuurder_zegel, o.nu, veld="nog een")
    later = bewerk(good, lambda w: write_text(w, "plaats", "Elders"))
    for pdf in (filled, twice, later, good + b"\n", good[:-40], good.replace(b"20 20 Td", b"20 21 Td"), b"", b"%PDF"):
        assert codes(refused(keten, vraag, PadesBewijs(formulier=pdf))) == {"ZEGEL-CONTROLE"}


def test_nothing_comes_after_the_signature_not_even_an_update_that_changes_nothing(keten):
    vraag = ask(keten)
    whole = signed(keten, vraag)
    caught = refused(keten, vraag, PadesBewijs(formulier=bewerk(whole.formulier, lambda w: w.update_root())))
    assert "dekt niet het hele" in reason(caught)


def test_a_form_signed_in_another_field_or_in_another_form_of_signature_is_refused(keten):
    vraag = ask(keten)
    elsewhere = signed(keten, vraag, veld="elders")
    assert codes(refused(keten, vraag, elsewhere)) == {"TOES-FORMULIER"}
    plain = signed(keten, vraag, subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED)
    assert "PAdES" in reason(refused(keten, vraag, plain))


def test_a_form_signed_before_the_toestemming_began_or_later_than_now_is_refused(keten):
    o, vraag = keten.o, ask(keten)
    for moment, good in (
        (o.nu - timedelta(minutes=6), False),
        (o.nu - timedelta(minutes=4), True),
        (o.na_bedenktijd + timedelta(minutes=4), True),
        (o.na_bedenktijd + timedelta(minutes=6), False),
    ):
        bewijs = signed(keten, vraag, now=moment)
        if good:
            assert keten.release(vraag.verklaring, bewijs)
        else:
            assert codes(refused(keten, vraag, bewijs)) <= {"TOES-FORMULIER", "ZEGEL-CONTROLE"}


# --- PAdES: what the form says ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keuze", "said"), [("weiger", "geweigerd"), ("terug", "iets anders"), (None, "niets aangekruist")]
)
def test_a_form_that_does_not_give_toestemming_opens_nothing(keten, keuze, said):
    vraag = ask(keten)
    caught = refused(keten, vraag, signed(keten, vraag, keuze=keuze))
    assert codes(caught) == {"TOES-KEUZE"}
    assert said in reason(caught)


def test_a_form_of_another_statement_is_refused(keten):
    first, second = ask(keten), ask(keten)
    caught = refused(keten, second, signed(keten, first))
    assert "andere toestemming" in reason(caught)
    other = keten.ask(formulier_sha256="0" * 64)
    assert "begint niet" in reason(refused(keten, other, signed(keten, other)))


def on_page(writer):
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"(Ik geef geen toestemming)"))
    writer.update_container(page)


def in_content(writer):
    stream = writer.root["/Pages"]["/Kids"][0]["/Contents"]
    stream._data, stream._encoded_data = b"(Ik geef geen toestemming)", None
    writer.update_container(stream)


def annotated(writer):
    page = writer.root["/Pages"]["/Kids"][0]
    note = dictionary(Type=naam("Annot"), Subtype=naam("FreeText"), Rect=numbers(0, 0, 300, 300))
    page["/Annots"].append(writer.add_object(note))
    writer.update_container(page)


def redrawn(writer):
    for box in field(writer, "keuze")["/Kids"]:
        found = box.get_object()
        states = {key: drawing(writer, "0 0 1 1 re") for key in found["/AP"]["/N"]}
        found["/AP"] = dictionary(N=generic.DictionaryObject(states))
        writer.update_container(found)


def redrawn_in_place(writer):
    for box in field(writer, "keuze")["/Kids"]:
        for key in box.get_object()["/AP"]["/N"]:
            stream = box.get_object()["/AP"]["/N"][key]
            stream._data, stream._encoded_data = b"q Q % other", None
            writer.update_container(stream)


def moved(writer):
    field(writer, "plaats")["/Rect"] = numbers(0, 0, 300, 300)


def renamed(writer):
    field(writer, "plaats")["/T"] = generic.pdf_string("elders")


def with_action(writer):
    writer.root["/OpenAction"] = dictionary(S=naam("JavaScript"), JS=generic.pdf_string("x"))
    writer.update_root()


def with_script(writer):
    names = writer.root["/Names"]
    names["/JavaScript"] = dictionary(Names=generic.ArrayObject())
    writer.update_container(names)


def other_fields(writer):
    writer.root["/AcroForm"]["/XFA"] = generic.pdf_string("x")
    writer.update_root()


def second_attachment(writer):
    attach(writer, b"x", "nog een.json")


def same_name_twice(writer):
    attach(writer, b"x")


def another_of_that_name_before_it(writer):
    files = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    files[0:0] = (generic.pdf_string("toestemming.json"), embed(writer, "toestemming.json", b"x"))
    writer.update_container(files)


def replaced_attachment(writer):
    files = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    files[1] = embed(writer, "gegevens.json", b"{1}")
    writer.update_container(files)


def listed_elsewhere(writer):
    writer.root["/AF"].append(embed(writer, "x", b"x"))
    writer.update_root()


def other_page_tree(writer):
    root = writer.root
    pages = dictionary(Type=naam("Pages"), Kids=generic.ArrayObject(), Count=generic.NumberObject(0))
    root["/Pages"] = writer.add_object(pages)
    writer.update_root()


def other_catalog(writer):
    """Leave every object as it was, and begin the file at a catalog of its own."""
    old = writer.root
    own = generic.DictionaryObject({key: old.raw_get(key) for key in old})
    pages = dictionary(Type=naam("Pages"), Kids=generic.ArrayObject(), Count=generic.NumberObject(0))
    own["/Pages"] = writer.add_object(pages)
    writer._root = writer.add_object(own)


@pytest.mark.parametrize(
    "change",
    [
        other_catalog,
        on_page,
        in_content,
        annotated,
        redrawn,
        redrawn_in_place,
        moved,
        renamed,
        with_action,
        with_script,
        other_fields,
        second_attachment,
        same_name_twice,
        another_of_that_name_before_it,
        replaced_attachment,
        listed_elsewhere,
        other_page_tree,
    ],
    ids=lambda change: change.__name__,
)
def test_a_form_in_which_anything_else_was_changed_is_refused(keten, change):
    vraag = ask(keten)
    caught = refused(keten, vraag, signed(keten, vraag, change=change))
    assert codes(caught) == {"TOES-FORMULIER"}
    assert "bestuurder invult" in reason(caught) or "niet precies de verklaring" in reason(caught)


def test_a_form_that_shows_another_choice_than_it_says_is_refused(keten):
    vraag = ask(keten)
    for shown in ("weiger", "Off"):
        bewijs = signed(keten, vraag, change=lambda w, s=shown: tick(w, "verleen", shown=s))
        assert "toont een andere keuze" in reason(refused(keten, vraag, bewijs))
    strange = signed(keten, vraag, change=lambda w: tick(w, "misschien"))
    assert "geen van het formulier" in reason(refused(keten, vraag, strange))


@pytest.mark.parametrize("fault", ["no statement", "another statement", "no number", "another number", "too large"])
def test_a_form_without_this_statement_and_its_check_number_is_refused(keten, fault):
    o, vraag = keten.o, ask(keten)

    def prepare(writer):
        if fault != "no number":
            write_text(writer, "controlegetal", "AAAAA" if fault == "another number" else vraag.controlegetal)
        if fault != "no statement":
            attach(
                writer,
                {"another statement": ask(keten).verklaring, "too large": vraag.verklaring + b" " * 70_000}.get(
                    fault, vraag.verklaring
                ),
            )

    pdf = onderteken(ingevuld(bewerk(BLANCO, prepare)), o.bestuurder_zegel, o.nu)
    assert codes(refused(keten, vraag, PadesBewijs(formulier=pdf))) == {"TOES-FORMULIER"}


@pytest.mark.parametrize(
    ("pdf", "said"),
    [
        (b"%PDF-1.7\n" + b" " * 20_000_000, "te groot"),
        (b"%PDF-1.7\n/XRefStm 1\n%%EOF\n", "hybride"),
        (b"%PDF-1.7\n%%EOF\n", "begint niet"),
        (BLANCO, "niet te lezen|niet precies de verklaring"),
        (BLANCO + b"x", "niet te lezen|niet precies de verklaring"),
    ],
    ids=("large", "hybrid", "another", "blank", "broken"),
)
def test_what_is_no_form_that_was_filled_in_is_refused_by_its_reason(pdf, said):
    with pytest.raises(VerificationError, match=said) as caught:
        read_ingevuld(pdf, blanco_sha256=sha256(BLANCO))
    assert codes(caught) == {"TOES-FORMULIER"}


@pytest.mark.parametrize("end", [b"", b"\n", b"\r", b"\r\n"], ids=repr)
def test_a_blank_form_may_stop_at_any_end_of_line(keten, end):
    """Its digest says where it stops: a viewer or a maker that writes the last line otherwise has another form."""
    blanco = BLANCO.rstrip(b"\r\n") + end
    vraag = ask(keten, blanco)
    ready = klaargezet(blanco, vraag)
    assert ready.startswith(blanco)
    form = onderteken(ingevuld(ready), keten.o.bestuurder_zegel, keten.o.nu)
    assert read_ingevuld(form, blanco_sha256=sha256(blanco)).keuze == "verleen"


def test_a_proof_of_another_type_opens_nothing(keten):
    o, vraag = keten.o, ask(keten)
    good = signed(keten, vraag)

    class Form(PadesBewijs):
        pass

    for bewijs in (
        Form(formulier=good.formulier),
        PadesBewijs(formulier=bytearray(good.formulier)),
        OpenpgpBewijs(handtekening=bytearray(b"x")),
        Verklaring(verklaring=vraag.verklaring, handtekening=o.bestuurder_tekent(vraag).handtekening),
    ):
        assert codes(refused(keten, vraag, bewijs)) == {"STAP-VORM"}
