# SPDX-License-Identifier: EUPL-1.2
"""Verifying names the first link that does not hold, whatever was changed, and never takes an unknown signer for a known one."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pyhanko.pdf_utils.generic import DictionaryObject as PdfDictionary
from pyhanko.pdf_utils.generic import NameObject as PdfName
from pyhanko.pdf_utils.generic import pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from pki import Pki
from verifieerbouw import (
    besluitpakket,
    indiening,
    niemand,
    oordelen,
    packed,
    signer,
    verificatie,
    vertrouwen,
    zending,
)
from weerbaar_docs.canonical import canonical_bytes, read_json
from weerbaar_docs.encryption.package import MANIFEST, MANIFEST_SIG, check_sender, pack, unpack
from weerbaar_docs.errors import EncryptionError, ValidationError, VerificationError
from weerbaar_docs.pades import Zegel, sign_pdf
from weerbaar_docs.rendering import neutral_title, render
from weerbaar_docs.stamping import read_stamp, restamped, stamp
from weerbaar_docs.stamping_pdf import attached_gegevens
from weerbaar_docs.throwaway import make_zegel
from weerbaar_docs.verifieren import verifieer, verifieer_delen


@pytest.fixture(scope="module")
def stukken(keten):
    """Give the files of a zending with a werkgeversversie, allowed in ink."""
    return zending(keten)


def first(uitslag):
    return None if uitslag.gebroken is None else uitslag.gebroken.naam


def test_a_zending_of_a_known_sender_holds_in_every_link(keten, stukken):
    uitslag = verifieer_delen(stukken, verificatie=verificatie(keten.o, namaken=True))
    assert uitslag.oordeel == "goed"
    assert first(uitslag) is None
    uitslag.require()
    found = oordelen(uitslag)
    assert found.pop("sleutelbeheer") == "niet_te_controleren"
    assert set(found.values()) == {"goed"}
    assert {"manifest", "afzender", "vaststelling", "toestemming", "bewijs", "gegevens:werkgeversversie.pdf"} <= set(
        found
    )
    facts = {f.titel: f.waarde for f in uitslag.feiten}
    assert "MW-0004" in facts["Vastgesteld"]
    assert keten.o.werkgever.vingerafdruk in facts["Ontvanger"]
    assert keten.definitief.document.herkomst.template_sha256[:16] in facts["Gemaakt met"]


def test_the_zip_of_a_package_gives_the_same_as_its_files(keten, stukken):
    plain = {name: data for name, data in stukken.items() if name not in {MANIFEST, MANIFEST_SIG}}
    package = pack(plain, pakket="zending", sign=signer(keten.o, "ccv"))
    uitslag = verifieer(package, verificatie=verificatie(keten.o))
    assert uitslag.oordeel == "goed"
    assert uitslag.schakels[0].naam == "pakket"
    assert first(verifieer(package + b" ", verificatie=verificatie(keten.o))) == "pakket"


def test_without_anyone_to_trust_it_holds_in_itself_and_is_not_good(keten, stukken):
    uitslag = verifieer_delen(stukken, verificatie=niemand(keten.o))
    assert uitslag.oordeel == "niet_te_controleren"
    found = oordelen(uitslag)
    assert found["manifest"] == found["toestemming"] == found["heel:werkgeversversie.pdf"] == "goed"
    assert {naam for naam, oordeel in found.items() if oordeel != "goed"} >= {
        "afzender", "vaststelling", "bewijs", "zegel:brief.pdf", "zegel:werkgeversversie.pdf",
    }  # fmt: skip
    with pytest.raises(VerificationError, match="niet bekend"):
        uitslag.require()


@pytest.mark.lang
def test_one_changed_byte_of_any_file_is_named_by_the_manifest(keten, stukken):
    for name, data in stukken.items():
        changed = bytearray(data)
        changed[len(data) // 2] ^= 1
        uitslag = verifieer_delen({**stukken, name: bytes(changed)}, verificatie=verificatie(keten.o))
        assert uitslag.oordeel == "fout", name
        assert first(uitslag) in {"manifest", "afzender"}, name


@pytest.mark.lang
def test_a_file_more_or_less_is_named_by_the_manifest(keten, stukken):
    for parts in (
        {**stukken, "extra.txt": b"x"},
        {name: data for name, data in stukken.items() if name != "brief.pdf"},
        {name: data for name, data in stukken.items() if name != MANIFEST},
        {name: data for name, data in stukken.items() if name != MANIFEST_SIG},
    ):
        assert first(verifieer_delen(parts, verificatie=verificatie(keten.o))) == "manifest"


def again(keten, parts, **changed):
    """Give the verdict on files under a manifest that CCV levering signed anew: only what is inside can tell."""
    made = packed({**parts, **changed}, "zending", signer(keten.o, "ccv"))
    return verifieer_delen(made, verificatie=verificatie(keten.o))


def test_a_sender_who_is_another_than_ccv_levering_is_found(keten, stukken):
    made = packed(stukken, "zending", signer(keten.o, "MW-0002"))
    assert first(verifieer_delen(made, verificatie=verificatie(keten.o))) == "afzender"


def test_a_statement_of_the_bva_by_somebody_else_is_found(keten, stukken):
    o, name = keten.o, "verklaringen/vaststelling.json"
    signature = o.medewerker_tekent(stukken[name], "MW-0002").handtekening
    assert first(again(keten, stukken, **{f"{name}.sig": signature})) == "vaststelling"
    statement = {**read_json(stukken[name]), "toetser": "MW-0001"}
    forged = o.medewerker_tekent(canonical_bytes(statement), "MW-0001")
    changed = {name: forged.verklaring, f"{name}.sig": forged.handtekening}
    assert first(again(keten, stukken, **changed)) == "vaststelling"


@pytest.mark.lang
def test_a_toestemming_for_other_files_is_found(keten, stukken):
    assert first(again(keten, stukken, **{"maatregelen.json": stukken["maatregelen.json"] + b" "})) == "toestemming"
    assert first(again(keten, stukken, **{"rapport.pdf": keten.vastgesteld.pdf})) == "toestemming"


@pytest.mark.lang
def test_a_proof_that_is_not_of_two_others_who_called_back_is_found(keten, stukken):
    o = keten.o
    one, two = ("verklaringen/attest-1.json", "verklaringen/attest-2.json")
    same = {two: stukken[one], f"{two}.sig": stukken[f"{one}.sig"]}
    assert first(again(keten, stukken, **same)) == "bewijs"
    statement = {**read_json(stukken[one]), "teruggebeld": False}
    signed = o.medewerker_tekent(canonical_bytes(statement), "MW-0002")
    assert first(again(keten, stukken, **{one: signed.verklaring, f"{one}.sig": signed.handtekening})) == "bewijs"
    statement = {**read_json(stukken[one]), "medewerker": "MW-0001"}
    signed = o.medewerker_tekent(canonical_bytes(statement), "MW-0001")
    assert first(again(keten, stukken, **{one: signed.verklaring, f"{one}.sig": signed.handtekening})) == "bewijs"


@pytest.mark.lang
def test_a_toestemming_that_the_bestuurder_signed_holds(keten):
    parts = zending(keten, pen=False)
    held = verifieer_delen(parts, verificatie=verificatie(keten.o))
    assert held.oordeel == "goed"
    assert keten.o.bestuurder.vingerafdruk in {s.naam: s.uitleg for s in held.schakels}["bewijs"]
    signature = keten.o.medewerker_tekent(parts["verklaringen/toestemming.json"], "MW-0002").handtekening
    assert first(again(keten, parts, **{"verklaringen/toestemming.json.sig": signature})) == "bewijs"


@pytest.mark.lang
def test_the_whole_report_is_made_again_from_its_data_with_stamp_and_all(keten):
    parts = zending(keten, "volledig_rapport")
    uitslag = verifieer_delen(parts, verificatie=verificatie(keten.o, namaken=True))
    assert uitslag.oordeel == "goed"
    assert oordelen(uitslag)["gegevens:rapport.pdf"] == "goed"


def test_an_indiening_holds_and_another_concept_is_found(keten):
    o = keten.o
    made = packed(indiening(keten), "indiening", signer(o, "MW-0001"))
    uitslag = verifieer_delen(made, verificatie=verificatie(o, namaken=True))
    assert uitslag.oordeel == "goed"
    assert {naam for naam, oordeel in oordelen(uitslag).items() if oordeel != "goed"} == {"sleutelbeheer"}
    other = packed(
        {**indiening(keten), "concept.pdf": keten.definitief.document.pdf}, "indiening", signer(o, "MW-0001")
    )
    assert first(verifieer_delen(other, verificatie=verificatie(o))) == "concept"
    by_another = packed(indiening(keten), "indiening", signer(o, "MW-0002"))
    assert first(verifieer_delen(by_another, verificatie=verificatie(o))) == "afzender"


@pytest.mark.lang
def test_a_besluitpakket_holds_from_indiening_to_stamp(keten):
    o = keten.o
    made = packed(besluitpakket(keten), "besluitpakket", signer(o, "MW-0004"))
    uitslag = verifieer_delen(made, verificatie=verificatie(o, namaken=True))
    assert uitslag.oordeel == "goed"
    assert {naam for naam, oordeel in oordelen(uitslag).items() if oordeel != "goed"} == {"sleutelbeheer"}
    assert {"indiening", "besluit", "vierogen", "stempel", "meegestuurd:rapport.pdf"} <= set(oordelen(uitslag))
    assert verifieer_delen(made, verificatie=niemand(o)).oordeel == "niet_te_controleren"


@pytest.mark.lang
@pytest.mark.parametrize(
    ("changed", "link"),
    [
        (lambda k: {"definitief.pdf": k.concept.document.pdf}, "vaststelling"),
        (lambda k: {"rapport.pdf": k.stukken.stukken[0].inhoud}, "stempel"),
        (lambda k: {"rapportinhoud.json": b"{}"}, "inhoud"),
        (lambda k: {"bva_besluit.json": b"{}"}, "besluit"),
        (lambda k: {"bva_besluit.json": besluit(k, rapport_versie=9)}, "besluit"),
        (lambda k: {"bva_besluit.json": besluit(k, besluitnummer="BVA-2026-0094")}, "vaststelling"),
        (lambda k: {"bva_besluit.json": besluit(k, uitkomst="teruggestuurd")}, "teruggestuurd"),
        (lambda k: {"indiening.json.sig": k.definitief.handtekening}, "indiening"),
    ],
)
def test_a_besluitpakket_in_which_something_is_another_is_broken_there(keten, changed, link):
    made = packed({**besluitpakket(keten), **changed(keten)}, "besluitpakket", signer(keten.o, "MW-0004"))
    assert first(verifieer_delen(made, verificatie=verificatie(keten.o))) == link


def besluit(keten, **changed):
    made = {**read_json(besluitpakket(keten)["bva_besluit.json"]), **changed}
    if changed.get("uitkomst") == "teruggestuurd":
        made["toetsing"][0]["oordeel"] = "voldoet_niet"
    return canonical_bytes(made)


@pytest.mark.lang
def test_the_second_toetser_is_not_the_toetser_himself(keten):
    o = keten.o
    made = packed(besluitpakket(keten, meelezer=True), "besluitpakket", signer(o, "MW-0004"))
    found = verifieer_delen(made, verificatie=verificatie(o))
    assert oordelen(found)["meelezer"] == "fout"  # the second one is the toetser himself


def refused(package, keten):
    """Say whether the zip, its manifest or the signature under it shows that a package is another."""
    o = keten.o
    try:
        parts = unpack(package, pakket="zending")
        check_sender(parts, controle=o.ccv.ring, afzender=o.ccv.vingerafdruk, not_before=o.nu, now=datetime.now(UTC))
    except (VerificationError, EncryptionError):
        return True
    return False


@pytest.mark.lang
def test_a_changed_byte_anywhere_in_a_real_package_is_found(keten, stukken):
    plain = {name: data for name, data in stukken.items() if name not in {MANIFEST, MANIFEST_SIG}}
    package = pack(plain, pakket="zending", sign=signer(keten.o, "ccv"))
    assert not refused(package, keten)
    parts = unpack(package, pakket="zending")
    places = set(range(0, len(package), len(package) // 250)) | set(range(len(package) - 200, len(package)))
    for name in (MANIFEST, MANIFEST_SIG):
        start = package.index(parts[name])
        places |= set(range(start, start + len(parts[name])))
    for place in sorted(places):
        changed = bytearray(package)
        changed[place] ^= 1 << place % 8
        assert refused(bytes(changed), keten), place


# --- one PDF


@pytest.fixture(scope="module")
def rapport(keten):
    return keten.vastgesteld.pdf


def test_a_report_alone_holds_by_the_seal_of_the_bva_and_no_other(keten, rapport):
    o = keten.o
    uitslag = verifieer(rapport, verificatie=verificatie(o))
    assert (uitslag.soort, uitslag.oordeel) == ("adviesrapport", "goed")
    swapped = replace(vertrouwen(o), bva_zegels=(o.ccv_certificaat,), ccv_zegels=(o.bva_certificaat,))
    assert first(verifieer(rapport, verificatie=verificatie(o, vertrouwen=swapped))) == "zegel"
    unknown = verifieer(rapport, verificatie=niemand(o))
    assert (unknown.oordeel, first(unknown)) == ("niet_te_controleren", "zegel")


def test_a_concept_is_no_signed_report(keten):
    assert first(verifieer(keten.concept.document.pdf, verificatie=verificatie(keten.o))) == "heel"


@pytest.mark.lang
def test_a_changed_byte_of_a_signed_file_is_found(keten, rapport):
    for place in range(1000, len(rapport), len(rapport) // 12):
        changed = bytearray(rapport)
        changed[place] ^= 0x20
        assert verifieer(bytes(changed), verificatie=verificatie(keten.o)).oordeel == "fout", place


@pytest.mark.lang
def test_what_is_added_after_the_signature_is_found(keten, rapport):
    for data in (appended(rapport), rapport + b"\n%%EOF\n", rapport + b" " * 9):
        assert verifieer(data, verificatie=verificatie(keten.o)).oordeel == "fout"


def appended(pdf):
    """Write something more after a file, as a program that edits it does."""
    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    writer.pages[0][NameObject("/Rotate")] = NumberObject(90)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("days", "text"),
    [(-9, "begint later dan de klok"), (9, "verlopen")],
    ids=["clock before the certificate", "expired"],
)
def test_a_certificate_that_is_not_valid_now_is_named(keten, rapport, days, text):
    moment = keten.o.nu + timedelta(days=days)
    uitslag = verifieer(rapport, verificatie=verificatie(keten.o, now=moment))
    assert first(uitslag) == "zegel"
    assert text in uitslag.gebroken.uitleg


def test_an_unknown_issuer_is_named(keten, rapport):
    other = make_zegel("BVA")[1]
    given = replace(vertrouwen(keten.o), bva_zegels=(other,))
    uitslag = verifieer(rapport, verificatie=verificatie(keten.o, vertrouwen=given))
    assert first(uitslag) == "zegel"
    assert "niet van BVA" in uitslag.gebroken.uitleg


def with_root(pdf, **entries):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    for name, value in entries.items():
        writer._root_object[NameObject(f"/{name}")] = value
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def action(kind, **more):
    return DictionaryObject(
        {
            NameObject("/S"): NameObject(f"/{kind}"),
            **{NameObject(f"/{k}"): TextStringObject(v) for k, v in more.items()},
        }
    )


def encrypted(pdf):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt("geheim", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "make",
    [
        encrypted,
        lambda pdf: with_root(pdf, OpenAction=action("JavaScript", JS="app.alert(1)")),
        lambda pdf: with_root(pdf, OpenAction=action("Launch", F="calc.exe")),
        lambda pdf: with_root(pdf, AA=DictionaryObject({NameObject("/WC"): action("JavaScript", JS="1")})),
        lambda pdf: with_root(pdf, AcroForm=DictionaryObject({NameObject("/XFA"): ArrayObject()})),
        lambda pdf: pdf[: len(pdf) // 2],
        lambda pdf: pdf.replace(b"startxref\n", b"startxref\n9"),
        lambda pdf: pdf.replace(b"/Root ", b"/XRefStm 9 /Root "),
        lambda pdf: b"%PDF-1.7\n",
        lambda pdf: b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF",
    ],
    ids=["encrypted", "script", "launch", "actions", "xfa", "half", "xref", "hybrid", "empty", "noise"],
)
def test_a_file_that_is_no_plain_signed_pdf_is_broken_at_the_first_link(keten, make):
    uitslag = verifieer(make(keten.definitief.document.pdf), verificatie=verificatie(keten.o))
    assert (uitslag.oordeel, first(uitslag)) == ("fout", "pdf")
    assert uitslag.gebroken.uitleg


@pytest.mark.parametrize("data", [b"", b"geen pdf", b"PK\x05\x06" + bytes(18), b"\x00" * 100])
def test_what_is_no_pdf_and_no_package_is_said_to_be_neither(keten, data):
    with pytest.raises(ValidationError, match=r"^VERIFIEER-SOORT "):
        verifieer(data, verificatie=verificatie(keten.o))


def test_a_sealed_message_is_said_to_be_sealed(keten):
    o = keten.o
    data = o.ccv.ring.sign_and_encrypt(
        b"x", signer=o.ccv.vingerafdruk, recipients=[o.werkgever.vingerafdruk], doel="vrijgave"
    )
    with pytest.raises(ValidationError, match=r"^VERIFIEER-VERSLEUTELD "):
        verifieer(data, verificatie=verificatie(o))


@pytest.mark.lang
def test_data_that_say_something_else_than_the_pages_are_found_though_the_seal_is_good(keten):
    o, document = keten.o, keten.definitief.document
    gegevens = read_json(attached_gegevens(document.pdf))
    inhoud = gegevens["rapportinhoud"]
    measure = inhoud["adviesrapport"]["maatregelen"][0]
    measure["omschrijving"] = "Hier staat in de gegevens een heel andere tekst dan op de pagina van dit rapport."
    made = render(
        "adviesrapport",
        {"rapportinhoud": keten.definitief.rapport.inhoud, "bva_besluit": keten.definitief.bva_besluit},
        datum=o.vandaag,
        titel=neutral_title(keten.definitief.rapport.rapport_sha256),
        gegevens=gegevens,
    )
    pdf = sign_pdf(made.pdf, o.bva_zegel, reden=f"Vaststelling {gegevens['bva_besluit']['besluitnummer']}", now=o.nu)
    uitslag = verifieer(pdf, verificatie=verificatie(o, namaken=True))
    [said] = [s for s in uitslag.schakels if s.naam == "gegevens"]
    assert said.oordeel == "fout"
    assert "niet op de pagina" in said.uitleg


@pytest.mark.lang
def test_a_sealed_report_without_a_stamp_or_with_that_of_another_is_found(keten):
    o, reden = keten.o, f"Vaststelling {keten.definitief.bva_besluit['besluitnummer']}"
    bare = sign_pdf(keten.definitief.document.pdf, o.bva_zegel, reden=reden, now=o.nu)
    assert first(verifieer(bare, verificatie=verificatie(o))) == "stempel"
    stempel = read_stamp(keten.vastgesteld.pdf)
    original = keten.definitief.document.pdf
    wrong = restamped(original, replace(stempel, vaststelling_sha256="a" * 64))
    signed = sign_pdf(wrong, o.bva_zegel, reden=reden, now=o.nu)
    alone = verifieer(signed, verificatie=verificatie(o))
    assert oordelen(alone)["stempel"] == "goed"  # alone nothing says which vaststelling it is of
    made = packed({**besluitpakket(keten), "rapport.pdf": signed}, "besluitpakket", signer(o, "MW-0004"))
    assert first(verifieer_delen(made, verificatie=verificatie(o))) == "stempel"
    later = sign_pdf(restamped(original, replace(stempel, versie=7)), o.bva_zegel, reden=reden, now=o.nu)
    assert first(verifieer(later, verificatie=verificatie(o))) == "stempel"


def test_a_seal_for_another_besluit_is_found(keten):
    o = keten.o
    pdf = sign_pdf(keten.vastgesteld.gestempeld, o.bva_zegel, reden="Vaststelling BVA-2026-9999", now=o.nu)
    assert first(verifieer(pdf, verificatie=verificatie(o))) == "besluit"


@pytest.mark.lang
def test_a_seal_of_long_ago_by_a_certificate_of_then_is_expired_now(keten):
    now = datetime(2026, 1, 5, tzinfo=UTC)
    pkcs12, certificate = make_zegel("CCV", now=now)
    pdf = sign_pdf(keten.brief.document.pdf, Zegel.from_pkcs12(pkcs12), reden="Brief", now=now)
    given = replace(vertrouwen(keten.o), ccv_zegels=(certificate,))
    assert verifieer(pdf, verificatie=verificatie(keten.o, vertrouwen=given, now=now)).oordeel == "goed"
    assert first(verifieer(pdf, verificatie=verificatie(keten.o, vertrouwen=given))) == "zegel"


@pytest.fixture(scope="module")
def pki(oefening):
    made = Pki(oefening.nu)
    yield made
    made.close()


@pytest.mark.lang
def test_the_level_of_a_seal_is_told_as_far_as_it_is_proven(pki, keten):
    o = keten.o
    seal = pki.seal()
    report = stamp(keten.definitief, zegel=pki.zegel(seal, "B-LTA"), now=o.nu).pdf
    trust = replace(vertrouwen(o), bva_zegels=(pki.root.der, seal.der), tsa_vertrouwd=(pki.tsa_root.der,))
    told = {s.naam: s.uitleg for s in verifieer(report, verificatie=verificatie(o, vertrouwen=trust)).schakels}
    assert "niveau B-LTA" in told["zegel"]
    assert "bewezen door een tijdstempel" in told["zegel"]
    unproven = verifieer(report, verificatie=verificatie(o, vertrouwen=replace(trust, tsa_vertrouwd=())))
    assert "niveau B-B" in {s.naam: s.uitleg for s in unproven.schakels}["zegel"]


def added(pdf, change):
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def other_title(writer):
    info = writer.trailer["/Info"]
    info[PdfName("/Title")] = pdf_string("INGETROKKEN")
    writer.update_container(info)


CHANGES = {
    "title": other_title,
    "no XMP": lambda writer: writer.root.__delitem__("/Metadata"),
    "version": lambda writer: writer.root.__setitem__(PdfName("/Version"), PdfName("/2.0")),
    "marks": lambda writer: writer.root.__setitem__(PdfName("/MarkInfo"), PdfDictionary()),
}


@pytest.mark.parametrize(
    "change", [other_title, *(pytest.param(change, marks=pytest.mark.lang) for change in list(CHANGES.values())[1:])]
)
def test_title_metadata_and_marks_that_change_after_the_signature_are_no_proof_about_it(keten, rapport, change):
    uitslag = verifieer(added(rapport, change), verificatie=verificatie(keten.o))
    assert first(uitslag) == "heel"
    assert "na het ondertekenen is er iets toegevoegd" in uitslag.gebroken.uitleg
