# SPDX-License-Identifier: EUPL-1.2
"""A dossier grows part by part, is whole and checked after every part, and never changes silently what was decided."""

from __future__ import annotations

import copy
import io
import json
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from weerbaar_docs.canonical import sha256
from weerbaar_docs.dossiers.catalogus import from_catalogue, shipped_catalogue
from weerbaar_docs.dossiers.delen import NOG_TE_DOEN, Vastlegging, begin, record, remove, take_in
from weerbaar_docs.dossiers.plaatsen import SOORTEN
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.model import rapport_digest, rapportinhoud, vaststelling_digest
from weerbaar_docs.status import derive
from weerbaar_docs.validation import examine, validate
from weerbaar_docs.voorbeelddata import maak

Gegevens = dict[str, Any]
VANDAAG = date(2030, 1, 1)
ORGANISATIES = ("gemeente", "provincie", "waterschap")


def add(gegevens: Gegevens, soort: str, deel: Gegevens, **opties: Any) -> Vastlegging:
    return record(gegevens, soort, deel, vandaag=VANDAAG, **opties)


def started(vol: Gegevens) -> Vastlegging:
    aanmelding = {k: v for k, v in vol["aanmelding"].items() if k not in ("contact_uiterlijk_op", "contact_gelegd_op")}
    return begin(
        vol["dossiernummer"],
        organisatie=vol["organisatie"],
        bestuurder=vol["bestuurder"],
        woonplek=vol["woonplek"],
        aanmelding=aanmelding,
        vandaag=VANDAAG,
        fictief=True,
    )


def talked(vol: Gegevens) -> Gegevens:
    """The same case up to both talks, part by part."""
    gegevens = started(vol).gegevens
    gegevens = add(gegevens, "aanmelding", vol["aanmelding"]).gegevens
    for afspraak in vol["planning"]["afspraken"]:
        if afspraak["soort"].startswith("gesprek_"):
            gegevens = add(gegevens, "afspraak", afspraak).gegevens
    for soort in ("gesprek_werkgever", "gesprek_bestuurder", "pkvw"):
        gegevens = add(gegevens, soort, vol[soort]).gegevens
    return gegevens


def reported(vol: Gegevens) -> Gegevens:
    """The same case with its report, but without the bijlagen, whose files do not exist."""
    gegevens = talked(vol)
    rapport = copy.deepcopy(vol["adviesrapport"])
    eerste, *rest = rapport["bevindingen"]
    kop = {k: v for k, v in rapport.items() if k not in ("maatregelen", "bijlagen", "kosten_raming", "bevindingen")}
    gegevens = add(gegevens, "adviesrapport", {**kop, "versie": 1, "bevindingen": [eerste]}).gegevens
    for bevinding in rest:
        gegevens = add(gegevens, "bevinding", bevinding).gegevens
    waiting: list[Gegevens] = []
    for maatregel in rapport["maatregelen"]:
        later = maatregel.pop("afhankelijk_van", None)
        gegevens = add(gegevens, "maatregel", maatregel).gegevens
        waiting += [{**maatregel, "afhankelijk_van": later}] if later else []
    for maatregel in waiting:
        gegevens = add(gegevens, "maatregel", maatregel).gegevens
    return gegevens


@cache
def _concept() -> Gegevens:
    return reported(maak("gemeente", 3, "concept"))


def concept() -> Gegevens:
    return copy.deepcopy(_concept())


def established(fase: str = "vastgesteld") -> Gegevens:
    return take_in(maak("gemeente", 3, fase), vandaag=VANDAAG).gegevens


def codes(error: pytest.ExceptionInfo[ValidationError]) -> set[str]:
    return {m.code for m in error.value.meldingen if m.ernst == "fout"}


# --- growing ----------------------------------------------------------------------------------


@pytest.mark.lang
@settings(max_examples=3, deadline=None)
@given(st.sampled_from(ORGANISATIES), st.integers(0, 400))
def test_a_dossier_built_part_by_part_is_the_same_as_the_whole(soort: str, zaad: int):
    vol = maak(soort, zaad, "concept")
    gebouwd = reported(vol)
    verwacht = copy.deepcopy(vol)
    verwacht["adviesrapport"].pop("bijlagen", None)
    verwacht["adviesrapport"].update(versie=1)
    assert rapportinhoud(gebouwd) == rapportinhoud(verwacht)
    assert derive(gebouwd) == "concept"
    assert validate(json.dumps(gebouwd).encode()).dossiernummer == vol["dossiernummer"]


def test_a_new_dossier_has_its_last_day_for_contact_and_its_regeling_worked_out():
    begonnen = started(maak("gemeente", 1, "aangemeld"))
    assert begonnen.handelingen == ("aanmelden",)
    assert (
        begonnen.gegevens["aanmelding"]["contact_uiterlijk_op"]
        == maak("gemeente", 1)["aanmelding"]["contact_uiterlijk_op"]
    )
    assert begonnen.gegevens["regeling"] == "beveiligingsmaatregelen_2024"
    assert "status" not in begonnen.gegevens


def test_beginning_reports_the_faults_of_every_part_at_once():
    vol = maak("gemeente", 1, "aangemeld")
    with pytest.raises(ValidationError) as error:
        begin(
            "WB-2026-000001",
            organisatie=vol["organisatie"],
            bestuurder={**vol["bestuurder"], "ambt": "kanarievogel"},
            woonplek={**vol["woonplek"], "vve": "ja"},
            aanmelding={"aangemeld_op": "gisteren", "aangemeld_door": "buurman"},
            vandaag=VANDAAG,
        )
    assert {m.pad for m in error.value.meldingen} >= {"/bestuurder/ambt", "/woonplek/vve", "/aanmelding/aangemeld_op"}
    assert "kanarievogel" not in str(error.value)


def test_each_step_of_the_way_names_its_act_of_the_status_table():
    vol = maak("provincie", 5, "concept")
    gegevens = started(vol).gegevens
    seen = []
    afspraak = next(a for a in vol["planning"]["afspraken"] if a["soort"] == "gesprek_werkgever")
    steps = [
        ("aanmelding", vol["aanmelding"]),
        ("afspraak", afspraak),
        ("gesprek_werkgever", vol["gesprek_werkgever"]),
        ("gesprek_bestuurder", vol["gesprek_bestuurder"]),
        ("pkvw", vol["pkvw"]),
    ]
    for soort, deel in steps:
        done = add(gegevens, soort, deel)
        gegevens = done.gegevens
        seen.append(done.handelingen)
    assert seen == [
        ("contact_leggen",),
        ("afspraak_plannen",),
        ("gesprek_werkgever_houden",),
        ("gesprek_bestuurder_houden",),
        (),
    ]


@pytest.mark.parametrize(
    ("fase", "soort", "act"),
    [
        ("aangemeld", "gesprek_werkgever", "gesprek_werkgever_houden"),
        ("gepland", "gesprek_bestuurder", "gesprek_bestuurder_houden"),
        ("aangemeld", "afspraak", "afspraak_plannen"),
    ],
)
def test_a_step_that_comes_too_early_is_refused_by_the_status_table(fase: str, soort: str, act: str):
    vol = maak("gemeente", 2, "concept")
    deel = vol["planning"]["afspraken"][0] if soort == "afspraak" else vol[soort]
    gegevens = maak("gemeente", 2, fase)
    with pytest.raises(ValidationError) as error:
        add(gegevens, soort, deel)
    assert codes(error) == {"STATUS-OVERGANG"}
    assert act in str(error.value)


def test_the_report_cannot_begin_before_the_talk_at_home():
    vol = maak("gemeente", 2, "concept")
    gegevens = maak("gemeente", 2, "gesprek_werkgever")
    kop = {k: v for k, v in vol["adviesrapport"].items() if k != "kosten_raming"}
    with pytest.raises(ValidationError) as error:
        add(gegevens, "adviesrapport", kop)
    assert codes(error) == {"STATUS-OVERGANG"}


def test_recording_does_not_touch_the_dossier_that_it_was_given():
    gegevens = maak("gemeente", 2, "concept")
    before = copy.deepcopy(gegevens)
    add(gegevens, "bevinding", {**gegevens["adviesrapport"]["bevindingen"][0], "tekst": "Anders."})
    assert gegevens == before


def test_a_talk_may_be_moved_until_it_was_held():
    gegevens = maak("gemeente", 4, "gesprek_werkgever")
    bestuurder = next(a for a in gegevens["planning"]["afspraken"] if a["soort"] == "gesprek_bestuurder")
    moved = add(gegevens, "afspraak", {**bestuurder, "duur_minuten": 180})
    assert moved.handelingen == ()
    werkgever = next(a for a in gegevens["planning"]["afspraken"] if a["soort"] == "gesprek_werkgever")
    with pytest.raises(ValidationError) as error:
        add(gegevens, "afspraak", {**werkgever, "duur_minuten": 180})
    assert codes(error) == {"STATUS-OVERGANG"}


# --- the report -------------------------------------------------------------------------------


def test_what_is_missing_yet_is_a_warning_and_what_is_wrong_is_a_fault():
    vol = maak("gemeente", 3, "concept")
    kop = {k: v for k, v in vol["adviesrapport"].items() if k not in ("maatregelen", "bijlagen", "kosten_raming")}
    begonnen = add(talked(vol), "adviesrapport", kop)
    assert {m.code for m in begonnen.meldingen if m.ernst == "waarschuwing"} & NOG_TE_DOEN == {"R-GEM-1"}
    assert not examine(json.dumps(begonnen.gegevens).encode()).geldig  # handing in still refuses it
    with pytest.raises(ValidationError) as error:
        add(begonnen.gegevens, "maatregel", {**vol["adviesrapport"]["maatregelen"][0], "bevindingen": ["B-99"]})
    assert codes(error) == {"R-REF-1"}


def test_amounts_are_worked_out_and_never_taken_over():
    gegevens = concept()
    maatregel = copy.deepcopy(gegevens["adviesrapport"]["maatregelen"][0])
    maatregel["kosten"] = {
        "basis": "offerte",
        "eenmalig_excl_btw": "100.00",
        "btw_percentage": 21,
        "eenmalig_incl_btw": "5.00",
        "jaarlijks_incl_btw": "0.00",
    }
    maatregel |= {"verstrekkingsvorm": "verstrekking", "grondslag": "arbo_werkplek", "pkvw_niveau": False}
    before = gegevens["adviesrapport"]["kosten_raming"]
    after = add(gegevens, "maatregel", maatregel).gegevens["adviesrapport"]
    assert after["maatregelen"][0]["kosten"]["eenmalig_incl_btw"] == "121.00"
    assert after["kosten_raming"] != before


def test_new_findings_and_measures_get_the_next_number():
    gegevens = concept()
    bevindingen = len(gegevens["adviesrapport"]["bevindingen"])
    nieuw = {k: v for k, v in gegevens["adviesrapport"]["bevindingen"][0].items() if k != "id"}
    done = add(gegevens, "bevinding", nieuw)
    assert done.onderdeel == f"B-{bevindingen + 1:02d}"
    assert len(done.gegevens["adviesrapport"]["bevindingen"]) == bevindingen + 1


def test_a_measure_of_the_catalogue_needs_only_what_the_adviser_adds():
    gegevens = concept()
    bevinding = next(b for b in gegevens["adviesrapport"]["bevindingen"] if b["domein"] == "wonen")
    deel = {"code": "SM-WON-01", "bevindingen": [bevinding["id"]], "kosten": {"eenmalig_excl_btw": "500.00"}}
    done = add(gegevens, "maatregel", deel)
    maatregel = done.gegevens["adviesrapport"]["maatregelen"][-1]
    standaard = shipped_catalogue()["maatregelen"]
    assert maatregel["titel"] == next(m["titel"] for m in standaard if m["code"] == "SM-WON-01")
    assert maatregel["kosten"]["eenmalig_incl_btw"] == "605.00"
    assert maatregel["nummer"] == done.onderdeel
    assert "code" not in maatregel
    assert "CATALOGUS-PRIJS" not in {m.code for m in done.meldingen}


def test_an_invented_price_is_named_until_it_is_replaced():
    gegevens = concept()
    bevinding = next(b for b in gegevens["adviesrapport"]["bevindingen"] if b["domein"] == "wonen")
    done = add(gegevens, "maatregel", {"code": "SM-WON-01", "bevindingen": [bevinding["id"]]})
    assert "CATALOGUS-PRIJS" in {m.code for m in done.meldingen}


def test_every_measure_of_the_shipped_catalogue_fits_a_report():
    gegevens = concept()
    standaard = shipped_catalogue()["maatregelen"]
    bevindingen = [
        {"id": f"B-{i:02d}", "domein": domein, "soort": "kwetsbaarheid", "tekst": "Gezien.", "zichtbaar_voor": ["bva"]}
        for i, domein in enumerate(dict.fromkeys(m["domein"] for m in standaard), 1)
    ]
    per_domein = {b["domein"]: b["id"] for b in bevindingen}
    *alle, laatste = standaard
    maatregelen = [
        {
            "nummer": f"M-{i:02d}",
            **from_catalogue(
                {"code": m["code"], "bevindingen": [per_domein[m["domein"]]]}, shipped_catalogue(), vandaag=VANDAAG
            ),
        }
        for i, m in enumerate(alle, 1)
    ]
    gegevens["adviesrapport"] |= {"bevindingen": bevindingen, "maatregelen": maatregelen}
    done = add(gegevens, "maatregel", {"code": laatste["code"], "bevindingen": [per_domein[laatste["domein"]]]})
    assert [m["titel"] for m in done.gegevens["adviesrapport"]["maatregelen"]] == [m["titel"] for m in standaard]


def test_an_unknown_or_expired_code_is_refused_with_what_is_near():
    with pytest.raises(ValidationError, match="staat niet") as error:
        from_catalogue({"code": "SM-WON-1"}, shipped_catalogue(), vandaag=VANDAAG)
    assert "SM-WON-" in error.value.meldingen[0].oplossing
    with pytest.raises(ValidationError, match="geldt niet"):
        from_catalogue({"code": "SM-WON-01"}, shipped_catalogue(), vandaag=date(2020, 1, 1))


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "PNG")
    return out.getvalue()


def test_a_bijlage_gives_its_metadata_to_the_dossier_and_its_bytes_back():
    gegevens = concept()
    deel = {"soort": "foto", "doelgroep": ["bva"], "alternatieve_tekst": "Een blauw vlak.", "hoort_bij": "B-01"}
    done = add(gegevens, "bijlage", deel, inhoud=picture())
    (made,) = done.gegevens["adviesrapport"]["bijlagen"]
    assert made["bestandsnaam"] == "F-01.jpg"
    assert sha256(done.bijlagen[made["sha256"]]) == made["sha256"]
    changed = add(done.gegevens, "bijlage", {"id": "F-01", "alternatieve_tekst": "Anders."})
    assert changed.gegevens["adviesrapport"]["bijlagen"][0]["alternatieve_tekst"] == "Anders."
    assert changed.bijlagen == {}


def test_a_bijlage_belongs_to_something_that_is_there_and_has_a_file():
    gegevens = concept()
    deel = {"soort": "foto", "doelgroep": ["bva"], "alternatieve_tekst": "Een vlak.", "hoort_bij": "B-98"}
    with pytest.raises(ValidationError, match="die er niet is"):
        add(gegevens, "bijlage", deel, inhoud=picture())
    with pytest.raises(ValidationError, match="ontbreekt"):
        add(gegevens, "bijlage", {**deel, "hoort_bij": "B-01"})


# --- removing ---------------------------------------------------------------------------------


def test_what_is_referred_to_is_not_removed():
    gegevens = concept()
    used = gegevens["adviesrapport"]["maatregelen"][0]["bevindingen"][0]
    with pytest.raises(ValidationError) as error:
        remove(gegevens, "bevinding", used, vandaag=VANDAAG)
    assert codes(error) == {"DOSSIER-VERWIJZING"}


def test_removing_a_measure_renumbers_the_later_ones_and_every_reference():
    gegevens = concept()
    for maatregel in gegevens["adviesrapport"]["maatregelen"]:
        maatregel.pop("afhankelijk_van", None)
    last = gegevens["adviesrapport"]["maatregelen"][-1]
    last["afhankelijk_van"] = ["M-02"]
    titles = [m["titel"] for m in gegevens["adviesrapport"]["maatregelen"]]
    done = remove(gegevens, "maatregel", "M-01", vandaag=VANDAAG)
    after = done.gegevens["adviesrapport"]["maatregelen"]
    assert [m["titel"] for m in after] == titles[1:]
    assert [m["nummer"] for m in after] == [f"M-{i:02d}" for i in range(1, len(titles))]
    assert after[-1]["afhankelijk_van"] == ["M-01"]
    assert "DOSSIER-HERNUMMERD" in {m.code for m in done.meldingen}


@pytest.mark.parametrize("soort", ["bevinding", "maatregel", "bijlage", "uitvoering", "afspraak"])
def test_removing_what_is_not_there_is_refused(soort: str):
    with pytest.raises(ValidationError) as error:
        remove(concept(), soort, "X-99", vandaag=VANDAAG)
    assert codes(error) == {"DOSSIER-ONDERDEEL"}


# --- versions ---------------------------------------------------------------------------------


@pytest.mark.parametrize("fase", ["vastgesteld", "toestemming_verleend", "verzonden", "teruggestuurd"])
def test_a_report_that_was_decided_on_never_changes_silently(fase: str):
    gegevens = established(fase=fase)
    bevinding = {**gegevens["adviesrapport"]["bevindingen"][0], "tekst": "Bij nader inzien anders."}
    with pytest.raises(ValidationError) as error:
        add(gegevens, "bevinding", bevinding)
    assert codes(error) == {"DOSSIER-VERSIE"}
    versie = gegevens["adviesrapport"]["versie"]
    done = add(gegevens, "bevinding", bevinding, nieuwe_versie=True)
    assert done.handelingen == ("nieuwe_versie",)
    assert done.gegevens["adviesrapport"]["versie"] == versie + 1
    assert "kostenverdeling" not in done.gegevens
    assert not any(t["status"] == "verleend" for t in done.gegevens.get("toestemmingen", ()))
    assert derive(done.gegevens) == "concept"
    assert done.gegevens["bva_besluiten"] == gegevens["bva_besluiten"]


def test_after_a_new_version_the_next_change_needs_no_other_one():
    gegevens = established(fase="in_uitvoering")
    first = add(gegevens, "adviesrapport", {"wijzigingen_t_o_v_vorige_versie": "Herzien."}, nieuwe_versie=True)
    second = add(first.gegevens, "adviesrapport", {"wijzigingen_t_o_v_vorige_versie": "Herzien en aangevuld."})
    assert second.handelingen == ("rapport_opstellen",)
    assert second.gegevens["adviesrapport"]["versie"] == first.gegevens["adviesrapport"]["versie"]


def test_a_report_that_was_not_decided_on_has_no_new_version():
    gegevens = concept()
    with pytest.raises(ValidationError) as error:
        add(gegevens, "adviesrapport", {}, nieuwe_versie=True)
    assert codes(error) == {"STATUS-OVERGANG"}


def test_the_status_of_the_store_counts_before_the_derived_one():
    gegevens = concept()
    bevinding = gegevens["adviesrapport"]["bevindingen"][0]
    with pytest.raises(ValidationError) as error:
        add(gegevens, "bevinding", {**bevinding, "tekst": "Anders."}, status="ter_toetsing")
    assert codes(error) == {"STATUS-OVERGANG"}


def test_contact_data_may_change_when_the_report_is_established():
    gegevens = established()
    done = add(gegevens, "bestuurder", {**gegevens["bestuurder"], "email": "nieuw@voorbeeld.nl"})
    assert done.handelingen == ()
    assert rapport_digest(done.gegevens) == rapport_digest(gegevens)


def test_another_home_is_another_dossier():
    gegevens = concept()
    adres = {**gegevens["woonplek"]["adres"], "huisnummer": gegevens["woonplek"]["adres"]["huisnummer"] + 1}
    with pytest.raises(ValidationError) as error:
        add(gegevens, "woonplek", {**gegevens["woonplek"], "adres": adres})
    assert codes(error) == {"R-VERH-1"}


# --- uitvoering -------------------------------------------------------------------------------


def test_nothing_that_costs_money_is_ordered_before_the_werkgever_has_the_advice():
    gegevens = established(fase="bij_bestuurder")
    gegevens.pop("uitvoering", None)
    payers = {r["maatregel"]: r["betaler"] for r in gegevens["kostenverdeling"]["per_maatregel"]}
    paid = next(m for m, wie in payers.items() if wie == "werkgever")
    free = next(m for m, wie in payers.items() if wie == "geen_kosten")
    with pytest.raises(ValidationError) as error:
        add(gegevens, "uitvoering", {"maatregel": paid, "status": "opgedragen", "opgedragen_op": "2027-01-04"})
    assert codes(error) == {"STATUS-OVERGANG"}
    started_free = add(gegevens, "uitvoering", {"maatregel": free, "status": "in_uitvoering"})
    assert started_free.handelingen == ()


@pytest.mark.parametrize("fase", ["verzonden", "door_bestuurder_zelf_verstrekt"])
def test_after_the_advice_was_given_the_uitvoering_may_begin(fase: str):
    gegevens = established(fase=fase)
    payers = {r["maatregel"]: r["betaler"] for r in gegevens["kostenverdeling"]["per_maatregel"]}
    paid = next(m for m, wie in payers.items() if wie == "werkgever")
    op = gegevens["toestemmingen"][-1]["gegeven_op"][:10]
    done = add(gegevens, "uitvoering", {"maatregel": paid, "status": "opgedragen", "opgedragen_op": op})
    assert done.handelingen == ("uitvoeren",)


def report_of(gegevens: Gegevens, **row: str) -> Gegevens:
    """Give what the werkgever reports of one maatregel of this vaststelling."""
    sha = vaststelling_digest(rapportinhoud(gegevens), gegevens["bva_besluiten"][-1])
    return {
        "kenmerk": gegevens["adviesrapport"]["rapportnummer"],
        "versie": 1,
        "vaststelling_sha256": sha,
        "datum": "2027-01-10",
        "akkoord_bestuurder_op": "2027-01-05",
        "uitvoering": [row],
    }


def test_what_the_werkgever_reports_goes_beside_what_the_ccv_knew():
    gegevens = established(fase="verzonden")
    payers = {r["maatregel"]: r["betaler"] for r in gegevens["kostenverdeling"]["per_maatregel"]}
    paid = next(m for m, wie in payers.items() if wie == "werkgever")
    op = gegevens["toestemmingen"][-1]["gegeven_op"][:10]
    begun = add(
        gegevens, "uitvoering", {"maatregel": paid, "status": "opgedragen", "opgedragen_op": op, "opmerking": "x"}
    )
    report = report_of(begun.gegevens, maatregel=paid, status="uitgevoerd", opgedragen_op=op, gereed_op=op)
    done = add(begun.gegevens, "terugmelding", report)
    [row] = [r for r in done.gegevens["uitvoering"] if r["maatregel"] == paid]
    assert row == {"maatregel": paid, "status": "uitgevoerd", "opgedragen_op": op, "gereed_op": op, "opmerking": "x"}


def test_a_report_of_another_vaststelling_is_refused():
    gegevens = established(fase="in_uitvoering")
    with pytest.raises(ValidationError) as error:
        add(
            gegevens,
            "terugmelding",
            report_of(gegevens, maatregel="M-01", status="uitgesteld") | {"vaststelling_sha256": "0" * 64},
        )
    assert codes(error) == {"DOSSIER-DEEL"}


def test_an_uitvoering_of_a_measure_that_is_not_there_is_refused():
    gegevens = established(fase="in_uitvoering")
    with pytest.raises(ValidationError) as error:
        add(gegevens, "uitvoering", {"maatregel": "M-99", "status": "opgedragen"})
    assert "R-REF-4" in codes(error)


def test_a_dossier_that_ended_takes_only_the_return_of_a_bruikleen():
    gegevens = established(fase="einde_ambt")
    with pytest.raises(ValidationError) as error:
        add(gegevens, "bestuurder", gegevens["bestuurder"])
    assert codes(error) == {"STATUS-OVERGANG"}
    done = next((r for r in gegevens["uitvoering"] if "terugname" in r), None)
    if done is not None:
        terug = {**done["terugname"], "teruggenomen_op": done["terugname"]["uiterlijk_op"]}
        assert add(gegevens, "uitvoering", {**done, "terugname": terug}).handelingen == ()


def test_the_end_of_the_ambt_is_an_act_and_plans_the_return_of_every_loan():
    found = 0
    for zaad in range(30):
        gegevens = take_in(maak("gemeente", zaad, "in_uitvoering"), vandaag=VANDAAG).gegevens
        tbs = {
            m["nummer"]
            for m in gegevens["adviesrapport"]["maatregelen"]
            if m["verstrekkingsvorm"] == "ter_beschikking_stelling"
        }
        lent = {r["maatregel"] for r in gegevens["uitvoering"] if r["maatregel"] in tbs and r["status"] == "uitgevoerd"}
        if gegevens["bestuurder"]["einde_ambt_op"] is not None or not lent:
            continue
        found += 1
        done = add(gegevens, "einde_ambt", {"ambt_beeindigd_op": "2029-06-01"})
        assert done.handelingen == ("einde_ambt",)
        back = {
            r["maatregel"]
            for r in done.gegevens["uitvoering"]
            if r.get("terugname", {}).get("uiterlijk_op") == "2029-06-01"
        }
        assert lent <= back
        later = add(gegevens, "einde_ambt", {"ambt_beeindigd_op": "2031-06-01"})
        assert later.handelingen == ()
        break
    assert found


@pytest.mark.parametrize("deel", [{}, {"ambt_beeindigd_op": "2029-06-01", "reden": "x"}, {"ambt_beeindigd_op": 3}])
def test_the_end_of_the_ambt_is_one_date(deel: Gegevens):
    with pytest.raises(ValidationError):
        add(concept(), "einde_ambt", deel)


# --- taking in --------------------------------------------------------------------------------


@pytest.mark.parametrize("fase", ["aangemeld", "concept", "vastgesteld", "verzonden", "afgerond"])
def test_a_dossier_from_elsewhere_is_taken_in_without_its_status(fase: str):
    vol = maak("waterschap", 2, fase)
    taken = take_in(vol, vandaag=VANDAAG)
    assert "status" not in taken.gegevens
    if "adviesrapport" in vol:
        assert rapport_digest(taken.gegevens) == rapport_digest(vol)


def test_a_dossier_with_a_fault_is_not_taken_in():
    vol = maak("gemeente", 2, "concept")
    vol["adviesrapport"]["maatregelen"][0]["bevindingen"] = ["B-97"]
    with pytest.raises(ValidationError) as error:
        take_in(vol, vandaag=VANDAAG)
    assert "R-REF-1" in codes(error)


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(SOORTEN),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
        max_leaves=8,
    ),
)
def test_whatever_a_part_is_it_is_recorded_or_refused_with_meldingen(soort: str, deel: Any):
    gegevens = maak("gemeente", 3, "concept")
    try:
        meldingen = add(gegevens, soort, deel).meldingen
    except ValidationError as refused:
        meldingen = tuple(replace(m, ernst="waarschuwing") for m in refused.meldingen if m.ernst == "fout")
        refused_without_reason = not meldingen
    else:
        refused_without_reason = False
    assert not refused_without_reason
    assert not any(m.ernst == "fout" for m in meldingen)
