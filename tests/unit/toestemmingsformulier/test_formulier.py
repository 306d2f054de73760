# SPDX-License-Identifier: EUPL-1.2
"""The form: what it says, what it is made of, and that nothing is filled in beforehand."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from pypdf import PdfReader

import verapdf
from invulbouw import KENMERK, NOW, OIN, ONTVANGER, PERIODE, SLEUTEL, blank_pdf, filled, form, question, stukken
from weerbaar_docs._resources import read_resource
from weerbaar_docs.errors import ConsentError, RenderingError, ValidationError, WeerbaarDocsError
from weerbaar_docs.formuliervelden.vakken import add_fields
from weerbaar_docs.formuliervelden.velden import VELDEN
from weerbaar_docs.redaction import Stuk
from weerbaar_docs.rendering import render
from weerbaar_docs.rendering.huisstijl import GEGEVENS, Huisstijl, approved_sjabloon
from weerbaar_docs.sjablonen import lint
from weerbaar_docs.sjabloonvoorbeelden import voorbeelden
from weerbaar_docs.toestemmingsformulier import Periode, fill_in, make_formulier, read_formulier
from weerbaar_docs.validation import check_part

ROUTES = ("via_ccv", "via_bestuurder", "op_papier")


def code(caught: pytest.ExceptionInfo[WeerbaarDocsError]) -> str:
    return caught.value.meldingen[0].code


def text(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def fields(pdf):
    form_ = PdfReader(io.BytesIO(pdf)).root_object["/AcroForm"]
    return {field.get_object()["/T"]: field.get_object() for field in form_["/Fields"]}


@pytest.fixture(scope="module")
def leeg():
    return form()


# --- what it says ---------------------------------------------------------------------------------------------------


def test_it_says_precisely_which_files_the_werkgever_gets(leeg):
    given = stukken()
    shown = text(leeg.pdf)
    assert "deze 2 bestanden, en om geen andere" in shown
    for stuk in given.stukken:
        assert f"{len(stuk.inhoud)} bytes" in shown
        assert " ".join(stuk.sha256[i : i + 4] for i in range(0, 16, 4)) in shown
    assert "6 pagina’s" in shown
    assert "gemeentesecretaris van gemeente Súd-Ooster & Waard (fictief)" in shown
    assert "Weggelaten incidenten" in shown
    assert "Van 22 mei 2026 om 09.00 uur tot 21 juni 2026 om 09.00 uur" in shown


def test_it_says_that_refusing_is_free_and_how_to_withdraw_and_what_is_done_then(leeg):
    shown = text(leeg.pdf)
    assert "Weigert u? Dat heeft geen gevolgen voor uw ambt." in shown
    assert "U kunt de machtiging elk moment intrekken. Dat mag op elke manier, ook met een telefoontje." in shown
    assert "Tekent u met een pen? Dan bellen wij u terug op het nummer dat u bij het huisbezoek gaf." in shown
    assert "Wij bellen en wachten dan niet." in shown
    assert "Wat u ook besluit: u krijgt een afschrift." in shown
    assert "Daarna wachten wij nog 24 uur." in shown


def test_it_claims_no_legal_ground_of_its_own(leeg):
    shown = text(leeg.pdf).lower()
    assert "machtiging tot verstrekking" in shown
    assert not re.search(r"\bavg\b|artikel 6|rechtsgrond|grondslag", shown)
    assert "Eigen tekst over de grondslag." in text(form(grondslag="Eigen tekst over de grondslag.").pdf)


def test_waiting_is_not_promised_where_nobody_waits():
    assert "wachten wij nog" not in text(form(wachttijd_uren=0).pdf)


def test_number_to_call_stands_there_only_when_it_was_given(leeg):
    assert "+31880000000" in text(form(telefoon="+31880000000").pdf)
    assert not re.search(r"\+31|\b0[1-9][0-9]{8}\b", text(leeg.pdf))


@pytest.mark.parametrize(
    ("route", "said", "not_said"),
    [
        ("via_ccv", "Wij versleutelen ze.", "U geeft ze daarna zelf"),
        ("via_bestuurder", "Wij sturen uw werkgever niets.", "Ontvanger"),
        ("op_papier", "De ontvanger krijgt ze op papier en tekent voor de ontvangst.", "Wij versleutelen"),
    ],
)
def test_each_route_has_its_own_words(route, said, not_said):
    shown = text(form(stukken(route)).pdf)
    assert said in shown
    assert not_said not in shown


def test_whole_report_is_called_so_and_nothing_is_left_out_of_it():
    shown = text(form(stukken(omvang="volledig_rapport")).pdf)
    assert "Het hele rapport, zoals u het heeft gekregen" in shown
    assert "Weggelaten Niets" in shown
    assert "één bestand, en om geen ander" in shown


def test_metadata_are_neutral_and_hold_no_person(leeg):
    reader = PdfReader(io.BytesIO(leeg.pdf))
    assert re.fullmatch(r"Bericht WD-[0-9a-f]{8}", reader.metadata.title)
    xmp = reader.xmp_metadata.stream.get_data().decode() if reader.xmp_metadata else ""
    for word in ("Hoogh", KENMERK, "toestemming", "machtiging"):
        assert word.lower() not in (xmp + str(reader.metadata)).lower()
    assert "/Names" not in reader.root_object


def test_its_sentences_are_short_enough_for_b1():
    uitslag = lint(read_resource("templates", "toestemmingsformulier.docx"), "toestemmingsformulier")
    assert uitslag.gebreken == ()
    long = "Deze zin is met opzet zo lang dat hij de grens overschrijdt die voor taalniveau B1 geldt want hij gaat maar door en door tot er geen einde aan komt."
    docx = with_text("Wij versleutelen ze.", long)
    assert [g.code for g in lint(docx, "toestemmingsformulier").gebreken] == ["SJABLOON-ZINNEN"]


def with_text(old, new, name="toestemmingsformulier"):
    source = io.BytesIO(read_resource("templates", f"{name}.docx"))
    out = io.BytesIO()
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(out, "w") as made:
        for item in archive.infolist():
            data = archive.read(item)
            if item.filename == "word/document.xml":
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode())
            made.writestr(item, data)
    return out.getvalue()


# --- fields ---------------------------------------------------------------------------------------------------------


def test_fields_are_there_with_words_for_a_screen_reader_and_nothing_is_ticked(leeg):
    found = fields(leeg.pdf)
    assert set(found) == {veld.naam for veld in VELDEN.values()}
    assert found["keuze"]["/V"] == "/Off"
    boxes = [kid.get_object() for kid in found["keuze"]["/Kids"]]
    assert [box["/AS"] for box in boxes] == ["/Off"] * 3
    assert [set(box["/AP"]["/N"]) - {"/Off"} for box in boxes] == [{"/verleen"}, {"/weiger"}, {"/terug"}]
    assert found["keuze"]["/Ff"] & 1 << 15
    assert found["controlegetal"]["/Ff"] & 1
    assert "/V" not in found["plaats"]
    for widget in (*boxes, *(field for name, field in found.items() if name != "keuze")):
        assert widget["/TU"]
        assert widget["/F"] == 4


def test_screen_reader_meets_each_field_in_a_form_element_in_the_order_of_the_page(leeg):
    reader = PdfReader(io.BytesIO(leeg.pdf))
    said = []

    def walk(part):
        part = part.get_object()
        if isinstance(part, list):
            for kid in part:
                walk(kid)
        elif isinstance(part, dict):
            if part.get("/S") == "/Form":
                [reference] = part["/K"]
                said.append(reference["/Obj"]["/TU"])
            elif "/K" in part:
                walk(part["/K"])

    walk(reader.root_object["/StructTreeRoot"]["/K"])
    assert said == [veld.tekst for veld in VELDEN.values()]
    assert all(page.get("/Tabs") == "/S" for page in reader.pages if "/Annots" in page)


def test_same_choice_gives_the_same_bytes_and_another_period_another_form(leeg):
    assert form().pdf == leeg.pdf
    later = Periode(van=NOW, tot=NOW + timedelta(days=31))
    assert form(periode=later).sha256 != leeg.sha256


@pytest.mark.lang
@pytest.mark.parametrize("route", ROUTES)
def test_it_conforms_blank_and_filled(route):
    given = stukken(route)
    made = form(given)
    for verdict in verapdf.check([made.pdf, fill_in(made, question(made, given))]):
        assert verdict.failed == {"3a": {}, "ua1": {}}
        assert verdict.passed


@pytest.mark.lang
def test_form_with_the_longest_of_everything_conforms_with_its_fields_on_one_page():
    [first, *_] = voorbeelden("toestemmingsformulier")
    said = {**first.context["formulier"], "naam": "Langenaam " * 19, "ambt": "ambt " * 23, "kenmerk": "T" * 40}
    said |= {"organisatie": "Organisatie " * 16, "grondslag": "Tekst. " * 85, "telefoon": "+31880000000"}
    said |= {"ontvanger": {"functie": "functie " * 7, "organisatie": "Organisatie " * 16}, "wachttijd_uren": 240}
    said["uitgesloten_onderdelen"] = ["incidenten", "gezinssituatie", "dreigingsanalyse"] + [
        f"bevindingen_{domein}" for domein in ("werk", "wonen", "informatie", "verplaatsen")
    ]
    said["stukken"] = [{**said["stukken"][0], "bytes": 2**53 - 1, "paginas": 99999}] * 4
    check_part("toestemmingsformulier", said)
    pdf = add_fields(render("toestemmingsformulier", {"formulier": said}, datum=NOW.date(), titel="Bericht").pdf)
    assert [len(page.get("/Annots", [])) for page in PdfReader(io.BytesIO(pdf)).pages][-1] == len(VELDEN)
    [verdict] = verapdf.check([pdf])
    assert verdict.failed == {"3a": {}, "ua1": {}}


# --- the statement --------------------------------------------------------------------------------------------------


def test_filling_in_only_adds_and_brings_number_and_statement(leeg):
    vraag = question(leeg)
    made = fill_in(leeg, vraag)
    assert made.startswith(leeg.pdf)
    assert fields(made)["controlegetal"]["/V"] == vraag.controlegetal
    assert vraag.controlegetal in text(made) or vraag.controlegetal.encode().hex().encode() in made
    reader = PdfReader(io.BytesIO(made))
    assert reader.attachments == {"toestemming.json": [vraag.verklaring]}
    [spec] = reader.root_object["/AF"]
    assert spec.get_object()["/AFRelationship"] == "/Data"
    assert fill_in(leeg, vraag) == made


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"toestemming_id": "TST-2026-0132"}, "toestemming_id"),
        ({"dagen": 29}, "geldig_tot"),
        ({"now": NOW + timedelta(hours=1)}, "geldig_tot, geldig_van"),
        ({"formulier_sha256": "0" * 64}, "formulier_sha256"),
        ({"functie": "provinciesecretaris"}, "ontvanger"),
        ({"ontvanger": replace(SLEUTEL, houder=OIN.replace("9999", "9998"))}, "ontvanger"),
    ],
)
def test_statement_that_says_something_else_than_the_form_is_refused(leeg, changed, named):
    with pytest.raises(ConsentError, match=rf"FORMULIER-VERKLARING.*: {named}$") as caught:
        fill_in(leeg, question(leeg, **changed))
    assert code(caught) == "FORMULIER-VERKLARING"


@pytest.mark.parametrize(
    ("other", "named"),
    [
        (stukken("via_bestuurder"), "ontvanger, route"),
        (stukken(weggelaten=()), "uitgesloten_onderdelen"),
        (stukken(omvang="volledig_rapport"), "omvang, stukken, uitgesloten_onderdelen"),
        (
            replace(stukken(), stukken=(Stuk(documentsoort="adviesrapport_werkgever", inhoud=blank_pdf(2)),)),
            "stukken",
        ),
    ],
)
def test_statement_about_other_files_or_another_choice_is_refused(leeg, other, named):
    with pytest.raises(ConsentError, match=rf": {named}$"):
        fill_in(leeg, question(leeg, other))


def test_bytes_that_are_no_statement_are_refused(leeg):
    vraag = question(leeg)
    with pytest.raises(ValidationError):
        fill_in(leeg, replace(vraag, verklaring=vraag.verklaring + b" "))


def test_number_is_taken_from_the_statement_and_not_from_who_asks(leeg):
    vraag = question(leeg)
    made = fill_in(leeg, replace(vraag, controlegetal="AAAAA-AAAAA-AAAAA-AAAAA"))
    assert fields(made)["controlegetal"]["/V"] == vraag.controlegetal


# --- refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("given", "ontvanger"), [(stukken("via_bestuurder"), ONTVANGER), (stukken("via_ccv"), None)])
def test_receiver_and_route_must_fit(given, ontvanger):
    with pytest.raises(ConsentError) as caught:
        form(given, ontvanger=ontvanger)
    assert code(caught) == "R-TOES-3"


@pytest.mark.parametrize("days", [0, -1, 91])
def test_period_is_at_most_ninety_days(days):
    with pytest.raises(ConsentError) as caught:
        Periode(van=NOW, tot=NOW + timedelta(days=days))
    assert code(caught) == "R-TOES-8"


def test_there_is_no_form_without_made_files():
    with pytest.raises(ConsentError) as caught:
        make_formulier(object(), ontvanger=None, toestemming_id=KENMERK, periode=PERIODE, now=NOW)
    assert code(caught) == "STAP-STUKKEN"


def test_what_the_form_cannot_say_is_refused_by_its_place():
    with pytest.raises(ValidationError, match="/telefoon"):
        form(telefoon="030 123")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("veld.invalid/plaats", "elders.invalid/plaats", "ontbreekt het veld plaats"),
        ("veld.invalid/plaats", "veld.invalid/datum", "ontbreekt het veld plaats"),
        ("veld.invalid/plaats", "veld.invalid/Rekeningnummer", "een veld dat het formulier niet kent"),
        ("Heeft u vragen?</w:t></w:r>", "", "twee keer"),
    ],
)
def test_template_without_exactly_the_known_fields_is_refused(old, new, said):
    new = new or (
        'Heeft u vragen?</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>'
        ' HYPERLINK "https://veld.invalid/datum" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>datum</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    own = approved_sjabloon("toestemmingsformulier", with_text(old, new), (), "typst")
    with pytest.raises(RenderingError, match=said) as caught:
        form(huisstijl=Huisstijl(gegevens=GEGEVENS, sjablonen=(own,)))
    assert code(caught) == "FORMULIER-VELD"


@pytest.mark.parametrize("bad", [b"", b"%PDF-1.7\n%%EOF\n", b"geen pdf", blank_pdf()])
def test_only_a_tagged_pdf_with_the_links_becomes_a_form(bad):
    with pytest.raises(RenderingError, match="FORMULIER-"):
        add_fields(bad)


def test_filled_form_cannot_be_filled_again(leeg):
    made = filled()
    again = replace(leeg, pdf=made)
    with pytest.raises(RenderingError, match="FORMULIER-PDF"):
        fill_in(again, question(again))
    assert read_formulier(made).herkend
    assert leeg.gegevens["geldig_van"] == PERIODE.van.strftime("%Y-%m-%dT%H:%M:%SZ")
