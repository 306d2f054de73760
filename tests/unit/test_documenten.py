# SPDX-License-Identifier: EUPL-1.2
"""The documents of a dossier: when each makes sense, and what must not be in it."""

from __future__ import annotations

import copy
import io
import json
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from canaries import word
from weerbaar_docs._resources import read_resource
from weerbaar_docs.documenten import documentsoort, documentsoorten, make_document, refusal
from weerbaar_docs.errors import RenderingError, UsageError, ValidationError
from weerbaar_docs.rendering.docx import plain_text
from weerbaar_docs.rules.brief import woorden_van_ander_type
from weerbaar_docs.sjabloonvoorbeelden import voorbeelden
from weerbaar_docs.termijnen import dag
from weerbaar_docs.voorbeelddata import FASEN, SOORTEN, maak, string_leaves

NAMEN = [soort.naam for soort in documentsoorten() if soort.van == "dossier"]
# For each document the parts of a dossier of which a word may stand in it; of all else, nothing.
MAG = {
    "brief_afspraak_bestuurder": ("/bestuurder/", "/woonplek/adres/"),
    "brief_afspraak_werkgever": ("/organisatie/",),
    "informatieblad": ("/niets",),
    "brief_intrekking_bestuurder": ("/bestuurder/", "/woonplek/adres/"),
    "brief_intrekking_werkgever": ("/organisatie/", "/werkgeversbrief/kenmerk"),
    "brief_vaststelling": (
        *("/bestuurder/", "/woonplek/adres/", "/bva_besluiten/0/per_maatregel/"),
        *(f"/adviesrapport/maatregelen/{number}/titel" for number in range(40)),
    ),
    "brief_vergoeding_2021": ("/bestuurder/", "/woonplek/adres/", "/vergoeding_2021/posten/"),
}


_CODE = re.compile(r"[a-z0-9_]+|[0-9TZ:+. -]+|[A-Z]+-[A-Z0-9-]+|[0-9A-Fa-f]{16,}|[1-9][0-9]{3}[A-Z]{2}")


def withdrawn(gegevens):
    """Withdraw the toestemming of a dossier of which the werkgever has the files, a week after they were sent."""
    gegevens = copy.deepcopy(gegevens)
    gegevens["toestemmingen"][-1] |= {"status": "ingetrokken", "ingetrokken_op": "2030-01-01T12:00:00+01:00"}
    return gegevens


def ready(naam, soort="gemeente"):
    """Give a dossier of which a document makes sense, and the day for it."""
    if "afspraak" in naam or naam == "informatieblad":
        dossier = maak(soort, 0, "gepland")
        return dossier, date.fromisoformat(dag(dossier["aanmelding"]["aangemeld_op"]))
    if naam == "brief_vergoeding_2021":
        return maak(soort, 7, "afgerond"), date(2026, 5, 18)
    if naam == "brief_vaststelling":
        gegevens = maak(soort, 0, "vastgesteld")
        return gegevens, date.fromisoformat(gegevens["bva_besluiten"][-1]["besloten_op"])
    zaad = next(z for z in range(20) if "werkgeversbrief" in maak(soort, z, "in_uitvoering"))
    return withdrawn(maak(soort, zaad, "in_uitvoering")), date(2030, 1, 2)


def reason(naam, gegevens, day):
    (soort,) = (soort for soort in documentsoorten() if soort.naam == naam)
    found = refusal(soort, gegevens, day)
    return found and (found.code, found.melding)


# --- when ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("fase", FASEN)
@pytest.mark.parametrize("naam", [naam for naam in NAMEN if "intrekking" in naam])
def test_only_a_withdrawn_toestemming_is_confirmed(naam, fase):
    gegevens, late = maak("gemeente", 0, fase), date(2030, 1, 1)
    found = reason(naam, gegevens, late)
    if fase == "toestemming_ingetrokken" and naam == "brief_intrekking_bestuurder":
        assert found is None
    elif fase == "toestemming_ingetrokken":
        assert found == ("DOCUMENT-MOMENT", "de werkgever heeft op een ingetrokken toestemming niets van ons gekregen")
    else:
        assert found == ("DOCUMENT-MOMENT", "er is geen toestemming ingetrokken")


@pytest.mark.parametrize("naam", [naam for naam in NAMEN if "intrekking" in naam])
def test_a_letter_is_not_dated_before_what_it_confirms(naam):
    gegevens, _ = ready(naam)
    assert reason(naam, gegevens, date(2030, 1, 1)) is None
    assert reason(naam, gegevens, date(2029, 12, 31)) == ("DOCUMENT-MOMENT", "er is geen toestemming ingetrokken")


@pytest.mark.parametrize("order", [1, -1])
def test_what_was_sent_is_asked_back_also_when_a_later_toestemming_ended_too(order):
    gegevens, day = ready("brief_intrekking_werkgever")
    sent = gegevens["toestemmingen"][-1]
    later = sent | {"toestemming_id": "T-LATER", "ingetrokken_op": "2030-01-02T12:00:00+01:00"}
    gegevens["toestemmingen"] = [sent, later][::order]
    texts = [
        plain_text(make_document(naam, gegevens, datum=day).document.docx)
        for naam in ("brief_intrekking_werkgever", "brief_intrekking_bestuurder")
    ]
    assert gegevens["werkgeversbrief"]["kenmerk"] in texts[0]
    assert "1 januari 2030" in texts[0]
    assert "2 januari 2030" in texts[1]
    assert "niets gekregen" not in texts[1]
    assert "al stukken van ons" in texts[1]


def test_nobody_is_told_that_files_are_asked_back_that_may_stay():
    gegevens, day = ready("brief_intrekking_werkgever")
    sent = gegevens["toestemmingen"][-1]
    gegevens["toestemmingen"] = [sent | {"toestemming_id": "T-EERDER"}, sent | {"status": "verleend"}]
    assert reason("brief_intrekking_werkgever", gegevens, day)[0] == "DOCUMENT-MOMENT"
    assert "die geldt nog" in reason("brief_intrekking_bestuurder", gegevens, day)[1]


def test_orders_that_come_after_the_letter_are_not_told():
    gegevens, day = ready("brief_intrekking_bestuurder")
    told = documentsoort("brief_intrekking_bestuurder").gegevens
    gegevens["uitvoering"] = [
        {"maatregel": "M-01", "status": "opgedragen", "opgedragen_op": moment}
        for moment in ("2029-01-01", "2030-01-02", "2030-01-03")
    ] + [{"maatregel": "M-02", "status": "in_uitvoering"}, {"maatregel": "M-03", "status": "uitgevoerd"}]
    assert told(gegevens, day)["intrekking"]["lopende_opdrachten"] == 3


@pytest.mark.parametrize("naam", [naam for naam in NAMEN if "afspraak" in naam])
def test_no_afspraak_is_confirmed_before_the_aanmelding_or_after_it_was_withdrawn(naam):
    gegevens, day = ready(naam)
    assert reason(naam, gegevens, day) is None
    assert reason(naam, gegevens, day - timedelta(days=1))[1] == "de brief is van vóór de aanmelding"
    gegevens["status"] = "aanmelding_ingetrokken"
    assert reason(naam, gegevens, day)[1] == "de aanmelding is ingetrokken"


@pytest.mark.parametrize(
    ("begin", "minuten", "told"),
    [
        ("2026-10-24T22:00:00+02:00", 480, ("22.00", "05.00")),
        ("2026-10-25T02:30:00+02:00", 60, ("02.30", "02.30")),
        ("2027-03-28T01:30:00+01:00", 60, ("01.30", "03.30")),
        ("2026-06-30T23:59:60Z", 60, ("01.59", "02.59")),
        ("9999-12-31T23:30:00-01:00", 60, None),
        ("9999-12-31T23:30:00+01:00", 60, None),
    ],
)
def test_the_end_of_an_afspraak_is_right_where_the_clock_changes_or_ends(begin, minuten, told):
    gegevens, day = ready("brief_afspraak_bestuurder")
    afspraak = {"soort": "gesprek_bestuurder", "vorm": "thuis", "begin": begin, "duur_minuten": minuten}
    gegevens["planning"]["afspraken"] = [afspraak]
    if told is None:
        assert reason("brief_afspraak_bestuurder", gegevens, day)[1] == "een afspraak ligt buiten de kalender"
    else:
        found = documentsoort("brief_afspraak_bestuurder").gegevens(gegevens, day)["afspraak"]
        assert (found["van"], found["tot"]) == told


@pytest.mark.parametrize(
    ("naam", "soort"),
    [("brief_afspraak_bestuurder", "gesprek_bestuurder"), ("brief_afspraak_werkgever", "gesprek_werkgever")],
)
def test_the_next_afspraak_is_confirmed_until_its_day_is_over(naam, soort):
    gegevens = maak("gemeente", 0, "gepland")
    gegevens["aanmelding"]["aangemeld_op"] = "2026-01-01T10:00:00+01:00"
    assert reason(naam, maak("gemeente", 0, "contact_gelegd"), date(2030, 1, 1)) == (
        "DOCUMENT-MOMENT",
        "er is nog geen afspraak gepland",
    )
    gegevens["planning"]["afspraken"] = [
        {"soort": soort, "vorm": "thuis", "begin": f"{moment}"}
        for moment in ("2026-05-04T23:30:00+02:00", "2026-04-01T10:00:00+02:00", "2026-06-01T10:00:00+02:00")
    ]
    for day, told in (("2026-03-01", "2026-04-01"), ("2026-04-01", "2026-04-01"), ("2026-04-02", "2026-05-04")):
        (found,) = (s.gegevens(gegevens, date.fromisoformat(day)) for s in documentsoorten() if s.naam == naam)
        assert found["afspraak"]["datum"] == told
    assert reason(naam, gegevens, date(2026, 6, 2)) == ("DOCUMENT-MOMENT", "er is geen afspraak meer die nog komt")


def test_the_time_of_an_afspraak_is_that_of_the_netherlands():
    gegevens = maak("gemeente", 0, "gepland")
    afspraak = {"soort": "gesprek_bestuurder", "vorm": "thuis", "begin": "2026-07-01T22:30:00Z", "duur_minuten": 90}
    gegevens["planning"]["afspraken"] = [afspraak]
    found = documentsoorten()[0].gegevens(gegevens, date(2026, 7, 1))["afspraak"]
    assert (found["dag"], found["datum"], found["van"], found["tot"]) == ("donderdag", "2026-07-02", "00.30", "02.00")


def test_an_unknown_document_is_refused_with_those_there_are():
    with pytest.raises(UsageError, match="DOCUMENT-NAAM") as caught:
        make_document("brief", maak(), datum=date(2026, 5, 18))
    assert all(naam in caught.value.meldingen[0].oplossing for naam in NAMEN)


# --- what is in it, and what not -------------------------------------------------------------------


@pytest.mark.parametrize("soort", SOORTEN)
@pytest.mark.parametrize("naam", NAMEN)
def test_a_document_has_no_word_of_another_kind_of_organisation(naam, soort):
    gegevens, day = ready(naam, soort)
    made = make_document(naam, gegevens, datum=day)
    assert not woorden_van_ander_type(plain_text(made.document.docx), gegevens["organisatie"])


def test_a_template_with_words_of_another_kind_of_organisation_makes_no_letter():
    gegevens, day = ready("brief_afspraak_werkgever", "waterschap")
    gegevens["organisatie"] = gegevens["organisatie"] | {"type": "provincie"}  # of which the letter has the words then
    with pytest.raises(RenderingError, match="R-BRIEF-2"):
        make_document("brief_afspraak_werkgever", gegevens, datum=day)


def test_every_document_says_of_which_parts_of_a_dossier_it_may_speak():
    assert set(MAG) == set(NAMEN)


@pytest.mark.parametrize("naam", NAMEN)
def test_nothing_of_a_dossier_is_in_a_document_but_what_belongs_there(naam):
    gegevens, day = ready(naam)
    planted, places = with_canaries(gegevens)
    made = make_document(naam, planted, datum=day)
    shown = {pad for canary, pad in places.items() if found_in(canary, made.document)}
    assert [pad for pad in sorted(shown) if not pad.startswith(MAG[naam])] == []
    assert shown or naam == "informatieblad", "no canary at all was found: then this test sees nothing"


def with_canaries(gegevens):
    """Put a word of its own in each text of a dossier; what is a code, a date or a number stays."""
    planted, places = copy.deepcopy(gegevens), {}
    for number, (pad, old) in enumerate(string_leaves(gegevens)):
        if _CODE.fullmatch(old) is None:
            *steps, last = (int(step) if step.isdigit() else step for step in pad.split("/")[1:])
            target = planted
            for step in steps:
                target = target[step]
            places[canary := word(number)] = pad
            target[last] = f"{old} {canary}"
    return planted, places


def found_in(word, document):
    reader = PdfReader(io.BytesIO(document.pdf))
    texts = [plain_text(document.docx), *(page.extract_text() for page in reader.pages)]
    texts += [data.decode() for attached in reader.attachments.values() for data in attached]
    with zipfile.ZipFile(io.BytesIO(document.docx)) as archive:
        texts += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    whole = re.sub(r"\s+", "", "".join(texts)).casefold()
    return re.sub(r"\s+", "", word).casefold() in whole


@pytest.mark.parametrize("naam", [naam for naam in NAMEN if naam != "brief_vaststelling"])  # that names the maatregelen
def test_no_reason_incident_or_advice_is_told(naam):
    gegevens, day = ready(naam)
    text = plain_text(make_document(naam, gegevens, datum=day).document.docx).casefold()
    for told in ("dreiging", "bedreig", "incident", "aangifte", "kwetsbaar", "beveiliging"):
        assert told not in text, told


@pytest.mark.parametrize("naam", NAMEN)
def test_what_a_letter_is_about_says_nothing_of_the_subject(naam):
    for voorbeeld in voorbeelden(naam):
        assert "beveiliging" not in voorbeeld.context["brief"].get("betreft", "").casefold()


@pytest.mark.parametrize("naam", [n for n in NAMEN if "bestuurder" in MAG[n][0]])
def test_nobody_writes_to_the_home_that_the_bestuurder_left(naam):
    gegevens, day = ready(naam)
    assert reason(naam, gegevens, day) is None
    gegevens["status"] = "verhuisd"
    assert reason(naam, gegevens, day) == (
        "DOCUMENT-MOMENT",
        "de bestuurder is verhuisd: dit dossier heeft het oude adres",
    )


@pytest.mark.parametrize("fase", sorted(set(FASEN) - {"verhuisd"}))
def test_a_decision_is_told_once_the_bva_established_this_version(fase):
    gegevens = maak("gemeente", 0, fase)
    decided = [b for b in gegevens.get("bva_besluiten", ()) if b["uitkomst"] != "teruggestuurd"]
    found = reason("brief_vaststelling", gegevens, date(2030, 1, 1))
    assert (found is None) is bool(decided)
    if decided:
        early = date.fromisoformat(decided[-1]["besloten_op"]) - timedelta(days=1)
        assert reason("brief_vaststelling", gegevens, early)[0] == "DOCUMENT-MOMENT"
        assert (
            documentsoort("brief_vaststelling").gegevens(gegevens, date(2030, 1, 1))["brief"][
                "vertrouwelijkheidaanduiding"
            ]
            == (gegevens["adviesrapport"]["vertrouwelijkheidaanduiding"])
        )


def test_a_vergoeding_is_at_most_2400_euro_and_only_of_the_regeling_of_2021():
    assert reason("brief_vergoeding_2021", maak("gemeente", 0, "afgerond"), date(2030, 1, 1))[0] == "DOCUMENT-MOMENT"
    gegevens, day = ready("brief_vergoeding_2021")
    post = gegevens["vergoeding_2021"]["posten"][0]
    for amount, paid in (("2399.99", "2399.99"), ("2400.00", "2400.00"), ("2400.01", "2400.00")):
        gegevens["vergoeding_2021"]["posten"] = [post | {"bedrag_incl_btw": amount}]
        told = documentsoort("brief_vergoeding_2021").gegevens(gegevens, day)["vergoeding"]
        assert (told["kosten_incl_btw"], told["vergoed_incl_btw"]) == (amount, paid)
        text = plain_text(make_document("brief_vergoeding_2021", gegevens, datum=day).document.docx)
        assert ("Dat is minder dan uw kosten" in text) is (amount != paid)
    before = date.fromisoformat(post["kosten_gemaakt_op"]) - timedelta(days=1)
    assert reason("brief_vergoeding_2021", gegevens, before)[0] == "DOCUMENT-MOMENT"


def test_a_letter_to_the_werkgever_names_no_bestuurder_and_no_home():
    for naam in NAMEN:
        if naam.endswith("_werkgever"):
            gegevens, day = ready(naam)
            text = plain_text(make_document(naam, gegevens, datum=day).document.docx)
            assert gegevens["bestuurder"]["achternaam"] not in text
            assert gegevens["woonplek"]["adres"]["straatnaam"] not in text
            assert gegevens["bestuurder"]["ambt"] not in text.casefold()


def test_a_title_and_kenmerk_say_nothing_and_change_with_the_letter():
    gegevens, day = ready("brief_afspraak_bestuurder")
    one = make_document("brief_afspraak_bestuurder", gegevens, datum=day)
    assert re.fullmatch("WD-[0-9a-f]{16}", one.kenmerk)
    assert PdfReader(io.BytesIO(one.document.pdf)).metadata.title == f"Bericht {one.kenmerk}"
    gegevens["bestuurder"]["achternaam"] = "Anders"
    assert make_document("brief_afspraak_bestuurder", gegevens, datum=day).kenmerk != one.kenmerk


def test_a_document_is_the_same_bytes_each_time():
    gegevens, day = ready("brief_afspraak_bestuurder")
    first, again = (make_document("brief_afspraak_bestuurder", gegevens, datum=day).document for _ in range(2))
    assert (first.docx, first.pdf) == (again.docx, again.pdf)


def test_a_document_abroad_is_refused_with_the_field():
    gegevens, day = ready("brief_afspraak_bestuurder")
    gegevens["woonplek"]["adres"]["land"] = "België"
    with pytest.raises(ValidationError, match="ADRES-BUITENLAND"):
        make_document("brief_afspraak_bestuurder", gegevens, datum=day)


def test_the_guide_names_every_document():
    guide = (Path(__file__).parents[2] / "docs" / "how-to" / "brieven.md").read_text(encoding="utf-8")
    assert [naam for naam in NAMEN if f"`{naam}`" not in guide] == []


# --- the vangnetaanvraag, of a form of its own ---------------------------------------------------

AANVRAAG = json.loads(read_resource("schemas", "vangnetaanvraag.schema.json"))["examples"][0]


@pytest.mark.parametrize(
    "text",
    [
        "Hek bij Voorbeeldlaan 1, 1234 AB",
        "mevrouw Verzonnen",
        "N.A. Verzonnen",
        "bel 06 12345678",
        "a@voorbeeld.nl",
        "zie het rapport",
        "Rapport",
        "Mevrouw Verzonnen",
        "De heer Verzonnen",
        "Burge\u00admeester\u00a0 van Verzonnen",
        "Voorbeeldlaan 12",
        "1234\u00a0ab",
    ],
)
@pytest.mark.parametrize(
    "pad",
    [
        "/kosten/0/omschrijving",
        "/onevenredigheid_toelichting",
        "/advies/instantie",
        "/organisatie/naam",
        "/aanvraagnummer",
    ],
)
def test_a_vangnetaanvraag_that_seems_to_name_somebody_is_refused_with_its_place(pad, text):
    gegevens = copy.deepcopy(AANVRAAG)
    *steps, last = (int(step) if step.isdigit() else step for step in pad.split("/")[1:])
    target = gegevens
    for step in steps:
        target = target[step]
    target[last] = text
    with pytest.raises(ValidationError) as caught:
        make_document("vangnetaanvraag", gegevens, datum=date(2026, 6, 1))
    assert [(m.code, m.pad) for m in caught.value.meldingen] == [("VANGNET-INHOUD", pad)]
    assert text not in str(caught.value)


def test_only_the_vangnetaanvraag_names_no_loket_and_speaks_to_no_organisation_of_ours():
    others = [soort.naam for soort in documentsoorten() if not (soort.noemt_loket and soort.spreekt_organisatie_aan)]
    assert others == ["vangnetaanvraag"]
    with zipfile.ZipFile(io.BytesIO(read_resource("templates", "vangnetaanvraag.docx"))) as archive:
        assert not any(b"huisstijl" in archive.read(name) for name in archive.namelist() if name.endswith(".xml"))


def test_a_vangnetaanvraag_may_speak_of_an_ambt_and_of_sizes():
    text = "De kosten voor de burgemeester. De 2315 mm hoge poort staat er sinds 2026 en is van de gemeente."
    assert make_document(
        "vangnetaanvraag", AANVRAAG | {"onevenredigheid_toelichting": text}, datum=date(2026, 6, 1)
    ).document


def test_a_vangnetaanvraag_counts_only_what_is_above_the_pkvw():
    own = AANVRAAG["kosten"][0] | {"pkvw_niveau": True, "bedrag_incl_btw": "1000.00"}
    made = make_document("vangnetaanvraag", AANVRAAG | {"kosten": [*AANVRAAG["kosten"], own]}, datum=date(2026, 6, 1))
    text = plain_text(made.document.docx)
    for shown in ("151.000,00", "1.000,00", "150.000,00", "1,52 promille", "100.000,00"):
        assert shown in text
