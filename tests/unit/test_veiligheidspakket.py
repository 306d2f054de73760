# SPDX-License-Identifier: EUPL-1.2
"""The veiligheidspakket: eight parts as one document, with nothing in it that was not given or not checked."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pdfua
import pytest
from openxml_audit import OpenXmlValidator, ValidationErrorType

import verapdf
from canaries import word
from pakketbouw import DAG, PUNTEN, TITELS, bookmarks, data_of, gegevens, make, pages, reader, swap_text
from pdftext import lost_paragraphs, squeeze
from sjabloonontwerp.veiligheidspakket import PAKKET
from voorbeeldpdf import pdf_of
from weerbaar_docs._resources import read_resource
from weerbaar_docs.errors import RenderingError, ValidationError
from weerbaar_docs.rendering.docx import fill, plain_text
from weerbaar_docs.rendering.huisstijl import GEGEVENS, Huisstijl, approved_sjabloon
from weerbaar_docs.rendering.libreoffice.engine import LibreofficeEngine
from weerbaar_docs.rules.brief import woorden_van_ander_type
from weerbaar_docs.sjablonen import contract, documenten, lint
from weerbaar_docs.sjablonen.nieuw import starter
from weerbaar_docs.veiligheidspakket import ONDERDELEN, make_pakket, passend
from weerbaar_docs.veiligheidspakket.controleren import organisatie_van
from weerbaar_docs.veiligheidspakket.gegevens import AMBTEN, contexten
from weerbaar_docs.veiligheidspakket.onderdelen import SJABLONEN
from weerbaar_docs.voorbeelddata import string_leaves

CLEAN = {"3a": {}, "ua1": {}}
# What the sources say and nobody may be sent to any more.
VEROUDERD = (
    "otav", "ivp", "vertrouwenslijn", "vangnet", "0418", "683444", "070", "373", "020", "840", "7600", "06-", "46835989", "50738548",
    "@vng.nl", "@minbzk", "politiekeamtsdragers", "politiekeambtsdragers", "hetccv.nl", "weerbaarbestuur.nl", "agressievrijwerk",
    "ivp.nl", "nctv", "2.400", "2400", "raadslid.nu", "www.", "https://", "tel.", "112",
)  # fmt: skip


@pytest.fixture(scope="module")
def made():
    """Give the pack of each ambt, verified."""
    return {ambt: make(gegevens(ambt)) for ambt in AMBTEN}


def codes(raised):
    return {(m.code, m.pad) for m in raised.value.meldingen}


def refused(given=None, punten=PUNTEN, **more):
    with pytest.raises(ValidationError) as raised:
        make(given, punten, **more)
    return codes(raised)


def test_schema_contracts_design_and_table_know_the_same_parts_in_the_same_order():
    schema = json.loads(read_resource("schemas", "veiligheidspakket.schema.json"))
    codes = [onderdeel.code for onderdeel in ONDERDELEN]
    assert schema["properties"]["onderdelen"]["items"]["properties"]["code"]["enum"] == codes
    assert list(PAKKET) == list(SJABLONEN)
    assert sorted(SJABLONEN) == [naam for naam in documenten() if naam.startswith("pakket_")]


# --- one document ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ambt", AMBTEN)
def test_every_part_has_a_page_a_bookmark_and_a_line_in_the_contents_with_its_page(made, ambt):
    pdf = made[ambt].document.pdf
    shown, marks = pages(pdf), [mark for mark in bookmarks(pdf) if mark[0] in TITELS]
    assert [title for title, _ in marks] == TITELS
    assert bookmarks(pdf)[0] == ("Veiligheidspakket", 1)
    found = re.findall(r"([^.][^.]*(?:\. [^.]+)?)\.{5,} ?(\d+)", shown[1].partition("Inhoud ")[2])
    assert [(title.strip(), int(page)) for title, page in found] == marks
    for (title, page), (_, following) in pairwise([*marks, ("", len(shown) + 1)]):
        assert title in shown[page - 1]
        assert page < following  # each part begins on a page of its own
    assert all(f"Pagina {n} van {len(shown)}" in text for n, text in enumerate(shown, start=1))
    assert all("INTERN" in text for text in shown)


@pytest.mark.parametrize("ambt", AMBTEN)
def test_the_title_page_says_for_whom_it_is_and_not_who_that_is(made, ambt):
    first = pages(made[ambt].document.pdf)[0]
    assert f"Voor een veilige start als {AMBTEN[ambt][0]}" in first
    assert f"Ambt {AMBTEN[ambt][0]} Organisatie {AMBTEN[ambt][1]} Súd-Ooster & Waard (fictief)" in first
    assert "18 mei 2026" in first
    assert made[ambt].kenmerk in first
    everything = plain_text(made[ambt].document.docx) + repr(data_of(made[ambt].document.pdf))
    assert "Hoogh" not in everything
    assert reader(made[ambt].document.pdf).metadata.title == f"Bericht {made[ambt].kenmerk}"
    assert reader(made[ambt].document.pdf).metadata.author in (None, "")


def test_all_of_word_is_in_the_pdf(made):
    for pack in made.values():
        assert lost_paragraphs(pack.document.docx, pack.document.pdf) == []


def test_every_variant_conforms(made):
    verdicts = verapdf.check([pack.document.pdf for pack in made.values()])
    assert [verdict.failed for verdict in verdicts] == [CLEAN] * len(AMBTEN)
    assert all(verdict.passed for verdict in verdicts)


@pytest.mark.lang
def test_every_variant_conforms_with_libreoffice_too_and_says_the_same(made):
    motor = LibreofficeEngine()
    for pack in made.values():
        assert motor.examine(pack.document.docx) == ()
    pdfs = [pdf_of(motor, pack.document.docx) for pack in made.values()]
    assert [verdict.failed for verdict in verapdf.check(pdfs)] == [CLEAN] * len(pdfs)
    for pdf, pack in zip(pdfs, made.values(), strict=True):
        marks = [mark for mark in bookmarks(pdf) if mark[0] in TITELS]
        assert [title for title, _ in marks] == TITELS
        for title, page in marks:
            assert re.search(rf"{re.escape(title)}\.* ?{page}\b", pages(pdf)[1]), title
        assert len(pages(pdf)) == len(pages(pack.document.pdf))


def test_tables_have_their_headings_for_a_screen_reader(made, tmp_path):
    for ambt, pack in made.items():
        (tmp_path / f"{ambt}.pdf").write_bytes(pack.document.pdf)
        assert [found.rule_id for found in pdfua.validate(tmp_path / f"{ambt}.pdf").findings] == []


@pytest.mark.lang
def test_the_word_file_is_one_that_word_would_have_made(made, tmp_path):
    for ambt in ("burgemeester", "lid_dagelijks_bestuur"):
        (tmp_path / f"{ambt}.docx").write_bytes(made[ambt].document.docx)
        found = OpenXmlValidator().validate(tmp_path / f"{ambt}.docx").errors
        assert [str(error) for error in found if error.error_type == ValidationErrorType.SCHEMA] == []


def test_the_same_arguments_give_the_same_bytes():
    one, two = make(), make()
    assert (one.document.docx, one.document.pdf, one.kenmerk) == (two.document.docx, two.document.pdf, two.kenmerk)
    assert one.document.herkomst == two.document.herkomst
    assert re.fullmatch(r"WD-[0-9a-f]{16}", one.kenmerk)


def test_kenmerk_says_nothing_of_the_person_but_differs_by_what_is_printed():
    other = make(gegevens(naam="Iemand anders (fictief)"))
    assert other.document.pdf == make().document.pdf
    assert len({make(gegevens(organisatie=f"gemeente {n}")).kenmerk for n in "ab"}) == 2


# --- what each reader is told ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ambt", AMBTEN)
def test_no_word_of_another_kind_of_organisation_stands_in_it(made, ambt):
    text = plain_text(made[ambt].document.docx)
    assert not woorden_van_ander_type(text, organisatie_van(gegevens(ambt)))
    words = {"gemeente": "gemeentesecretaris", "provincie": "provinciesecretaris", "waterschap": "secretaris-directeur"}
    assert {soort for soort, woord in words.items() if woord in text} == {AMBTEN[ambt][1]}
    artikel = {"gemeente": "3.9", "provincie": "2.9", "waterschap": "4.9"}[AMBTEN[ambt][1]]
    assert f"artikel {artikel} van de Regeling" in text


@pytest.mark.parametrize("soort", ["gemeente", "provincie", "waterschap"])
def test_the_words_of_another_kind_would_be_found(made, soort):
    """The check itself sees them: the pack of each kind is wrong for the two others."""
    texts = {AMBTEN[ambt][1]: plain_text(pack.document.docx) for ambt, pack in made.items()}
    lezer = {"type": soort, "naam": "", "postadres": {"woonplaats": ""}}
    assert {kind for kind, text in texts.items() if woorden_van_ander_type(text, lezer)} == set(texts) - {soort}


def test_a_template_with_words_of_another_kind_is_refused():
    own = own_part("pakket_zelfscan", "Uw gemeente helpt.")
    assert "Uw gemeente helpt." in plain_text(make(huisstijl=own).document.docx)
    with pytest.raises(RenderingError) as raised:
        make(gegevens("lid_dagelijks_bestuur"), huisstijl=own)
    assert codes(raised) == {("R-BRIEF-2", "")}


@pytest.mark.parametrize("ambt", AMBTEN)
def test_variants_of_an_ambt_differ_where_the_sources_do(made, ambt):
    text = plain_text(made[ambt].document.docx)
    assert ("SIPA adviseert burgemeesters" in text) == (AMBTEN[ambt][1] == "gemeente")
    assert ("Krijgt u als wethouder een signaal" in text) == (ambt == "wethouder")
    assert ("verantwoordelijk voor de openbare orde" in text) == (ambt == "burgemeester")
    assert ("of het SIPA ook voor uw soort organisatie werkt" in text) == (AMBTEN[ambt][1] != "gemeente")
    assert "Binnen drie werkdagen zoekt het CCV contact" in text
    assert all(vorm in text for vorm in ("onder nummer", "Domiciliekeuze", "Beperkt anonieme aangifte"))


@pytest.mark.parametrize("canary", VEROUDERD)
def test_nothing_outdated_and_no_address_or_number_of_a_source_stands_in_a_template(canary):
    for name in SJABLONEN:
        filled = dict(contexten(gegevens(op=None), [], datum=DAG))[name]
        docx = fill(
            read_resource("templates", f"{name}.docx"), {**filled, "huisstijl": bare()}, datum=DAG, titel="Bericht"
        )
        text = plain_text(docx).lower().replace(filled["pakket"]["kenmerk"], "").replace("2026", "")
        assert not re.search(rf"(?<!\w){re.escape(canary)}", text), name


def bare():
    return {**GEGEVENS, "contact": {"naam": "het secretariaat", "email": "a@b.example"}}


@pytest.mark.parametrize("canary", VEROUDERD)
def test_nothing_outdated_stands_in_the_data_of_the_parts_either(canary):
    said = " ".join(f"{o.titel} {o.feiten_van}" for o in ONDERDELEN).lower()
    assert not re.search(rf"(?<!\w){re.escape(canary)}", said)


# --- contactpunten -----------------------------------------------------------------------------------------------------


def test_all_contact_data_come_from_the_contactpunten_each_with_its_day(made):
    last = pages(made["burgemeester"].document.pdf)[-1]
    for punt in PUNTEN:
        given = [value for name, value in punt.items() if name in ("naam", "telefoon", "email", "url") and value]
        assert all(squeeze(value) in squeeze(last) for value in given)
    assert last.count("Nagekeken op 2 februari 2026") == 2
    text = plain_text(made["burgemeester"].document.docx)
    known = {value for punt in PUNTEN for value in punt.values() if value}
    found = re.findall(r"\+\d[\d ]{6,}\d|\b0\d[\d -]{7,}\d\b|\S+@\S+|https?://\S+|www\.\S+", text)
    assert {each.strip() for each in found} <= known | {GEGEVENS["contact"]["email"]}
    assert Counter(found)["steunpunt@voorbeeld.nl"] == 1


def test_other_contactpunten_change_that_page_and_no_other(made):
    other = pages(make(punten=[{**PUNTEN[0], "naam": "Ander punt", "telefoon": "+31880000001"}]).document.pdf)
    ours = pages(made["burgemeester"].document.pdf)
    strip = [re.sub(r"WD-[0-9a-f]{16}", "", text) for text in ours], [re.sub("WD-[0-9a-f]{16}", "", t) for t in other]
    assert [n for n, (a, b) in enumerate(zip(*strip, strict=True), 1) if a != b] == [len(ours)]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"geverifieerd_op": "2025-05-17"}, ("R-CONT-1", "/contactpunten/1/geverifieerd_op")),
        ({"vervalt_op": "2026-05-17"}, ("R-CONT-1", "/contactpunten/1/vervalt_op")),
        ({"email": "politiekeamtsdragers@minbzk.nl"}, ("R-CONT-1", "/contactpunten/1/email")),
        ({"url": None}, ("SCHEMA-ANYOF", "/contactpunten/1")),
        ({"geverifieerd_op": "2026-05-19"}, ("R-CONT-1", "/contactpunten/1/geverifieerd_op")),
        ({"doel": "Voor elk waterschap"}, ("R-BRIEF-2", "/contactpunten/1")),
    ],
)
def test_a_contactpunt_that_nobody_may_be_sent_to_blocks(change, found):
    raised = refused(punten=[PUNTEN[0], {**PUNTEN[1], **change}])
    assert found in raised or (found[0] == "SCHEMA-ANYOF" and {pad for _, pad in raised} == {found[1]})
    assert len({code for code, _ in raised}) == 1


def test_a_contactpunt_holds_for_twelve_months_and_no_day_longer():
    punt = {**PUNTEN[0], "geverifieerd_op": "2025-05-18", "vervalt_op": None}
    assert make(punten=[punt]).kenmerk
    assert refused(punten=[punt], datum=date(2026, 5, 19)) == {("R-CONT-1", "/contactpunten/0/geverifieerd_op")}


def test_a_pack_that_sends_nobody_anywhere_is_not_made():
    assert refused(punten=[]) == {("VEILIGHEIDSPAKKET-STEUNPUNT", "/contactpunten")}


def test_a_contactpunt_for_another_kind_of_organisation_does_not_fit():
    punt = {**PUNTEN[0], "naam": "Vereniging van wethouders"}
    assert passend(punt, gegevens("burgemeester"))
    assert not passend(punt, gegevens("gedeputeerde"))
    own = gegevens(organisatie="gemeente Provinciewaard")
    assert passend({**PUNTEN[0], "naam": "Loket van gemeente Provinciewaard"}, own)


# --- verified or not ---------------------------------------------------------------------------------------------------


def part_pages(pdf):
    """Give the text of each part, with its title as the key."""
    shown, marks = pages(pdf), [mark for mark in bookmarks(pdf) if mark[0] in TITELS]
    ends = [page for _, page in marks[1:]] + [len(shown) + 1]
    return {title: " ".join(shown[page - 1 : end - 1]) for (title, page), end in zip(marks, ends, strict=True)}


def test_a_verified_part_says_when_and_in_which_version():
    parts = part_pages(make().document.pdf)
    for title in TITELS[1:-1]:
        assert parts[title].count("Nagekeken op 5 januari 2026, versie 2026.1") == 1
        assert "Te verifiëren" not in parts[title]
    assert parts["Voorwoord"].count("5 januari 2026") == len(ONDERDELEN)


@pytest.mark.parametrize(
    ("op", "said"), [(None, "Niemand heeft ze daarna nagekeken"), ("2025-05-17", "nagekeken op 17 mei 2025")]
)
def test_a_part_that_was_never_verified_or_too_long_ago_says_so_with_the_year_of_its_facts(op, said):
    pack = make(gegevens(op=op))
    parts = part_pages(pack.document.pdf)
    for title, onderdeel in zip(TITELS[1:-1], ONDERDELEN, strict=True):
        head = parts[title][:600]
        assert "Te verifiëren." in head
        assert f"komen {onderdeel.feiten_van}" in head
        assert said in head
        assert "Versie 2026.1" in head
        assert "Nagekeken op" not in parts[title]
    assert parts["Voorwoord"].count("te verifiëren") == len(ONDERDELEN) + 1
    assert pack.te_verifieren == tuple(onderdeel.code for onderdeel in ONDERDELEN)


def test_facts_of_2016_and_2023_are_known_as_such():
    years = {o.code: {bron.jaar for bron in o.bronnen} for o in ONDERDELEN}
    assert {code for code, jaren in years.items() if 2016 in jaren} == {
        "zelfscan", "training", "aangifte_melden_schade", "stelsel_bewaken_beveiligen", "debriefing_nazorg",
    }  # fmt: skip
    assert {code for code, jaren in years.items() if 2023 in jaren} == {
        "woningscan_veiligheidsgesprek", "stelsel_bewaken_beveiligen",
    }  # fmt: skip
    assert {o.code: o.feiten_van for o in ONDERDELEN}["stelsel_bewaken_beveiligen"] == (
        "uit 2016, uit 2023 en uit een tekst zonder jaartal"
    )


def test_a_part_holds_for_twelve_months():
    assert make(gegevens(op="2025-05-18")).te_verifieren == ()


# --- one part renewed alone --------------------------------------------------------------------------------------------


def own_part(document, text, motor="typst"):
    """Give a huisstijl in which an organisation has its own template of one part."""
    changed = swap_text(starter(document), "Schrijf hier uw tekst.", text)
    return Huisstijl(sjablonen=(approved_sjabloon(document, changed, lint(changed, document).velden, motor),))


def test_one_part_renewed_alone_changes_its_own_text_and_version_and_no_other():
    given = gegevens()
    renewed = {**given, "onderdelen": [{**each} for each in given["onderdelen"]]}
    index = [each["code"] for each in given["onderdelen"]].index("zelfscan")
    renewed["onderdelen"][index] |= {"versie": "2027.2", "geverifieerd_op": "2026-05-01"}
    before = part_pages(make(given).document.pdf)
    after = part_pages(make(renewed, huisstijl=own_part("pakket_zelfscan", "Nieuwe tekst.")).document.pdf)
    bare = [{t: re.sub("WD-[0-9a-f]{16}|Pagina .*", "", text) for t, text in p.items()} for p in (before, after)]
    changed = {title for title in TITELS if bare[0][title] != bare[1][title]}
    assert changed == {"Voorwoord", "3. De zelfscan"}  # the voorwoord lists the versions
    assert "Nieuwe tekst." in after["3. De zelfscan"]
    assert "Nagekeken op 1 mei 2026, versie 2027.2" in after["3. De zelfscan"]
    assert bare[1]["Voorwoord"] == bare[0]["Voorwoord"].replace(
        "3. De zelfscan 2026.1 5 januari 2026", "3. De zelfscan 2027.2 1 mei 2026"
    )


def test_a_version_that_would_not_be_the_printed_one_is_refused():
    given = gegevens()
    given["onderdelen"][3]["versie"] = "2025.9"
    assert refused(given) == {("VEILIGHEIDSPAKKET-VERSIE", "/onderdelen/3/versie")}
    assert make(given, huisstijl=own_part("pakket_training", "Eigen.")).kenmerk


def test_own_parts_of_two_engines_are_refused_and_of_one_are_set_with_that():
    one, two = own_part("pakket_zelfscan", "Een."), own_part("pakket_training", "Twee.", motor="anders")
    with pytest.raises(RenderingError) as raised:
        make(huisstijl=replace(one, sjablonen=one.sjablonen + two.sjablonen))
    assert codes(raised) == {("BUNDEL-MOTOR", "")}
    with pytest.raises(Exception, match="PLUGIN-MOTOR"):
        make(huisstijl=two)


def test_what_is_wrong_with_a_part_is_said_with_its_name():
    docx = swap_text(starter("pakket_sipa"), "Schrijf hier uw tekst.", "{{ weg }}")
    own = Huisstijl(sjablonen=(approved_sjabloon("pakket_sipa", docx, (), "typst"),))
    with pytest.raises(RenderingError) as raised:
        make(huisstijl=own)
    assert all(pad.startswith("pakket_sipa") for _, pad in codes(raised))
    docx = swap_text(starter("pakket_sipa"), 'w:pStyle w:val="Heading1"', 'w:pStyle w:val="Title"')
    with pytest.raises(RenderingError) as raised:
        make(huisstijl=Huisstijl(sjablonen=(approved_sjabloon("pakket_sipa", docx, (), "typst"),)))
    assert codes(raised) == {("BUNDEL-KOP", "pakket_sipa")}


def test_own_templates_of_all_parts_make_a_pack_that_conforms():
    own = tuple(approved_sjabloon(name, starter(name), lint(starter(name), name).velden, "typst") for name in SJABLONEN)
    pack = make(huisstijl=Huisstijl(sjablonen=own))
    assert verapdf.check([pack.document.pdf])[0].failed == CLEAN
    assert len(pages(pack.document.pdf)) == 10
    mixed = make(huisstijl=Huisstijl(sjablonen=own[:1]))  # our parts in another page and other styles
    assert verapdf.check([mixed.document.pdf])[0].failed == CLEAN
    assert "•" in " ".join(pages(mixed.document.pdf))


# --- the data ----------------------------------------------------------------------------------------------------------


def test_the_pdf_carries_what_is_printed_and_no_more(made):
    for ambt, pack in made.items():
        carried = data_of(pack.document.pdf)
        text = squeeze(plain_text(pack.document.docx)).casefold()
        deciding = {"geverifieerd_op", "type", "vertrouwelijkheidaanduiding", "datum"}
        for pad, value in string_leaves(carried):
            if pad.rpartition("/")[2] not in deciding and not pad.endswith("feiten_van"):
                assert squeeze(value).casefold() in text, (ambt, pad)
        assert "bron" not in repr(carried)
        assert "vervalt_op" not in repr(carried)
        assert {"pakket", "delen"} == set(carried)
        assert set(carried["delen"]) == {*(o.sjabloon for o in ONDERDELEN), "pakket_steunpunten"}
        assert carried["pakket"]["organisatie"]["naam"] == gegevens(ambt)["ontvanger"]["organisatie"]


def test_a_huisstijl_may_leave_the_data_out():
    assert not make(huisstijl=Huisstijl(zonder_gegevens=frozenset({"veiligheidspakket"}))).document.pdf.count(
        b"gegevens.json"
    )


@pytest.mark.parametrize(
    "naam",
    [
        "gemeente <b>Jansen & Zn.</b> ‘’ “” é ß",
        "gemeente " + "W" * 190,
        "gemeente {{ niet invullen }} {% raw %}",
        "gemeente " + "lang woord " * 17,
        "gemeente Waterschapsheuvel (fictief)",
    ],
)
def test_any_name_of_an_organisation_is_printed_as_it_is(naam):
    naam = naam.strip()
    pdf = make(gegevens(organisatie=naam)).document.pdf
    assert squeeze(naam) in squeeze("".join(pages(pdf)[:1]).replace("\u2010", ""))
    assert verapdf.check([pdf])[0].failed == CLEAN


# --- faults ------------------------------------------------------------------------------------------------------------


def test_all_faults_come_at_once_and_quote_nothing():
    given = gegevens(naam=word(1), organisatie=f"provincie {word(2)}")
    given["onderdelen"][0]["geverifieerd_op"] = "2027-01-01"
    given["onderdelen"][1] = {**given["onderdelen"][2]}
    punten = [{**PUNTEN[0], "naam": word(3), "geverifieerd_op": "2020-01-01"}, {"naam": word(4)}]
    with pytest.raises(ValidationError) as raised:
        make(given, punten)
    found = codes(raised)
    assert {code for code, _ in found} > {
        "VEILIGHEIDSPAKKET-AMBT", "VEILIGHEIDSPAKKET-CONTROLE", "VEILIGHEIDSPAKKET-DUBBEL", "R-CONT-1",
    }  # fmt: skip
    assert any(pad.startswith("/contactpunten/1") for _, pad in found)
    assert not re.search("zqkanarie", str(raised.value), re.IGNORECASE)
    assert all(m.oplossing for m in raised.value.meldingen)


@pytest.mark.parametrize("given", [[], "x", 3, None, {"ontvanger": word(1)}, {**gegevens(), "meer": word(2)}])
def test_data_outside_the_schema_are_refused(given):
    with pytest.raises(ValidationError) as raised:
        make_pakket(given, PUNTEN, datum=DAG)
    assert {code.partition("-")[0] for code, _ in codes(raised)} == {"SCHEMA"}
    assert "zqkanarie" not in str(raised.value).lower()


def test_a_pack_with_fewer_parts_says_which_are_not_there_and_keeps_the_order():
    given = gegevens()
    given["onderdelen"] = [given["onderdelen"][7], given["onderdelen"][0]]
    pack = make(given)
    assert [mark for mark, _ in bookmarks(pack.document.pdf) if re.match(r"\d\.", mark)] == [
        "1. Het Ondersteuningsteam Weerbaar Bestuur",
        "2. Het Steunpunt Integriteitsonderzoek Politieke Ambtsdragers",
    ]
    assert pack.zonder == tuple(o.code for o in ONDERDELEN[1:7])


def test_every_part_of_the_schema_has_a_template_and_a_contract():
    schema = json.loads(read_resource("schemas", "veiligheidspakket.schema.json"))
    codes_ = schema["properties"]["onderdelen"]["items"]["properties"]["code"]["enum"]
    assert [o.code for o in ONDERDELEN] == codes_
    assert set(AMBTEN) == set(schema["properties"]["ontvanger"]["properties"]["ambt"]["enum"])
    for name in SJABLONEN:
        assert contract(name).namen()
        assert not lint(read_resource("templates", f"{name}.docx"), name).fouten


def test_every_template_says_that_it_is_written_on_b1_and_is():
    for name in SJABLONEN:
        docx = read_resource("templates", f"{name}.docx")
        assert "taal-b1" in plain_text(docx), name
        assert "SJABLOON-ZINNEN" not in {g.code for g in lint(docx, name).gebreken}
