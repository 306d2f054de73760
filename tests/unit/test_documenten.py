# SPDX-License-Identifier: EUPL-1.2
"""The documents of a dossier: when each makes sense, and what must not be in it."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from canaries import word
from weerbaar_docs.documenten import documentsoort, documentsoorten, make_document, refusal
from weerbaar_docs.errors import RenderingError, UsageError, ValidationError
from weerbaar_docs.rendering.docx import plain_text
from weerbaar_docs.rules.brief import woorden_van_ander_type
from weerbaar_docs.sjabloonvoorbeelden import voorbeelden
from weerbaar_docs.termijnen import dag
from weerbaar_docs.voorbeelddata import FASEN, SOORTEN, maak, string_leaves

NAMEN = [soort.naam for soort in documentsoorten()]
# For each document the parts of a dossier of which a word may stand in it; of all else, nothing.
MAG = {
    "brief_afspraak_bestuurder": ("/bestuurder/", "/woonplek/adres/"),
    "brief_afspraak_werkgever": ("/organisatie/",),
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
    if "afspraak" in naam:
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
        assert found == ("DOCUMENT-MOMENT", "de werkgever heeft op deze toestemming niets van ons gekregen")
    else:
        assert found == ("DOCUMENT-MOMENT", "er is geen toestemming ingetrokken")


@pytest.mark.parametrize("naam", [naam for naam in NAMEN if "intrekking" in naam])
def test_a_letter_is_not_dated_before_what_it_confirms(naam):
    gegevens, _ = ready(naam)
    assert reason(naam, gegevens, date(2030, 1, 1)) is None
    assert reason(naam, gegevens, date(2029, 12, 31)) == ("DOCUMENT-MOMENT", "er is geen toestemming ingetrokken")


def test_a_werkgever_is_asked_to_destroy_what_was_sent_on_this_toestemming_and_no_other():
    gegevens, day = ready("brief_intrekking_werkgever")
    gegevens["werkgeversbrief"]["toestemming_id"] = "T-ANDER"
    assert reason("brief_intrekking_werkgever", gegevens, day)[0] == "DOCUMENT-MOMENT"
    made = make_document("brief_intrekking_bestuurder", gegevens, datum=day)
    assert "niets" in plain_text(made.document.docx)


@pytest.mark.parametrize(
    ("naam", "soort"),
    [("brief_afspraak_bestuurder", "gesprek_bestuurder"), ("brief_afspraak_werkgever", "gesprek_werkgever")],
)
def test_the_next_afspraak_is_confirmed_until_its_day_is_over(naam, soort):
    gegevens = maak("gemeente", 0, "gepland")
    assert reason(naam, maak("gemeente", 0, "contact_gelegd"), date(2020, 1, 1)) == (
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
    assert shown, "no canary at all was found: then this test sees nothing"


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
        assert "beveiliging" not in voorbeeld.context["brief"]["betreft"].casefold()


@pytest.mark.parametrize("fase", FASEN)
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
    gegevens["planning"]["afspraken"][1]["begin"] = "2030-01-01T10:00:00+01:00"
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
