# SPDX-License-Identifier: EUPL-1.2
"""The list says what must happen: the three working days first, then by day; what blocks and why; nothing personal."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weerbaar_docs.dossiers.werkvoorraad import (
    Contactpuntfeiten,
    Dossierfeiten,
    Signaal,
    Streefdagen,
    Taak,
    worklist,
)
from weerbaar_docs.rules.regel import dag
from weerbaar_docs.status import EIND, STATUSSEN
from weerbaar_docs.voorbeelddata import FASEN, SOORTEN, maak, string_leaves

Gegevens = dict[str, Any]
DAG = timedelta(days=1)


def feiten(gegevens: Gegevens, **extra: Any) -> Dossierfeiten:
    return Dossierfeiten(dossier="D-" + "0" * 32, dossiernummer=gegevens["dossiernummer"], gegevens=gegevens, **extra)


def case(fase: str, zaad: int = 3, soort: str = "gemeente") -> Gegevens:
    return maak(soort, zaad, fase)


def todo(fase: str, vandaag: date | None = None, **extra: Any) -> list[Taak]:
    gegevens = case(fase)
    opties = {k: extra.pop(k) for k in ("streefdagen",) if k in extra}
    day = vandaag or date.fromisoformat(dag(gegevens["aanmelding"]["aangemeld_op"]))
    return worklist([feiten(gegevens, status=extra.pop("status", fase), **extra)], vandaag=day, **opties)


def of(taken: list[Taak], soort: str) -> Taak:
    return next(t for t in taken if t.soort == soort)


def test_contact_within_three_working_days_comes_first_and_the_late_one_before_the_others():
    late, fresh = case("aangemeld", 1), case("aangemeld", 2)
    other = case("toestemming_verleend", 4)
    uiterlijk = date.fromisoformat(late["aanmelding"]["contact_uiterlijk_op"])
    fresh["aanmelding"]["aangemeld_op"] = f"{uiterlijk.isoformat()}T12:00:00+02:00"
    vandaag = uiterlijk + DAG
    listed = worklist([feiten(other), feiten(fresh), feiten(late)], vandaag=vandaag)
    assert [t.soort for t in listed[:2]] == ["contact_leggen", "contact_leggen"]
    assert (listed[0].dossiernummer, listed[0].ernst, listed[0].dagen) == (late["dossiernummer"], "te_laat", -1)
    assert listed[0].grond.startswith("R-TERM-1")


@pytest.mark.parametrize(("dagen", "ernst"), [(-1, "te_laat"), (0, "vandaag"), (1, "binnenkort")])
def test_the_last_day_for_contact_is_not_late_yet(dagen: int, ernst: str):
    uiterlijk = date.fromisoformat(case("aangemeld")["aanmelding"]["contact_uiterlijk_op"])
    taak = of(todo("aangemeld", uiterlijk - dagen * DAG), "contact_leggen")
    assert (taak.dagen, taak.ernst) == (dagen, ernst)


@pytest.mark.parametrize(
    ("status", "soort", "wie"),
    [
        ("aangemeld", "contact_leggen", "secretariaat"),
        ("contact_gelegd", "gesprekken_plannen", "secretariaat"),
        ("gepland", "gesprek_houden", "adviseur"),
        ("gesprek_bestuurder", "rapport_opstellen", "adviseur"),
        ("concept", "rapport_indienen", "adviseur"),
        ("ter_toetsing", "besluit_afwachten", "toetser"),
        ("teruggestuurd", "nieuwe_versie_maken", "adviseur"),
        ("vastgesteld", "aan_bestuurder_geven", "secretariaat"),
        ("bij_bestuurder", "toestemming_afwachten", "bestuurder"),
        ("toestemming_geweigerd", "toestemming_afwachten", "bestuurder"),
        ("verzonden", "ontvangst_nabellen", "secretariaat"),
        ("in_uitvoering", "uitvoering_volgen", "secretariaat"),
    ],
)
def test_each_status_has_its_work_and_who_does_it(status: str, soort: str, wie: str):
    assert of(todo(status), soort).wie == wie


def test_every_status_that_is_not_an_end_has_work_or_is_done():
    for status in STATUSSEN:
        if status in FASEN and status not in EIND and status != "afgerond":
            assert todo(status), status


def test_a_talk_with_the_bestuurder_waits_for_that_with_the_werkgever():
    houden = [t for t in todo("gepland") if t.soort == "gesprek_houden"]
    assert [bool(t.blokkades) for t in sorted(houden, key=lambda t: t.wat)] == [True, False]


def test_an_appointment_that_was_not_confirmed_is_named_until_its_day():
    gegevens = case("gepland")
    for afspraak in gegevens["planning"]["afspraken"]:
        afspraak["bevestigd_per_e_mail_op"] = None
    eerste = date.fromisoformat(dag(gegevens["planning"]["afspraken"][0]["begin"]))
    before = worklist([feiten(gegevens)], vandaag=eerste)
    after = worklist([feiten(gegevens)], vandaag=eerste + 400 * DAG)
    assert "afspraak_bevestigen" in {t.soort for t in before}
    assert "afspraak_bevestigen" not in {t.soort for t in after}
    assert any(t.wat.startswith("Leg het verslag vast") for t in after)


def test_a_report_that_is_not_whole_says_by_which_rules():
    gegevens = case("concept")
    gegevens["adviesrapport"]["maatregelen"][0]["bevindingen"] = ["B-98"]
    taak = of(worklist([feiten(gegevens, status="concept")], vandaag=date(2026, 1, 1)), "rapport_indienen")
    assert any("R-REF-1" in blokkade for blokkade in taak.blokkades)


def test_a_toestemming_that_runs_out_is_named_with_its_last_day():
    gegevens = case("toestemming_verleend")
    tot = date.fromisoformat(dag(gegevens["toestemmingen"][-1]["geldig_tot"]))
    soon = worklist([feiten(gegevens, status="toestemming_verleend")], vandaag=tot - 3 * DAG)
    early = worklist([feiten(gegevens, status="toestemming_verleend")], vandaag=tot - 29 * DAG)
    assert (of(soon, "toestemming_loopt_af").uiterlijk_op, of(early, "verzenden").uiterlijk_op) == (tot, tot)
    known = feiten(gegevens, status="toestemming_verleend", toestemming_geldig_tot=tot - 10 * DAG)
    assert of(worklist([known], vandaag=tot - 12 * DAG), "toestemming_loopt_af").dagen == 2


def test_without_a_key_of_the_werkgever_nothing_can_be_sent_and_the_list_says_so():
    gegevens = next(
        g
        for zaad in range(40)
        for g in [case("toestemming_verleend", zaad)]
        if g["toestemmingen"][-1]["route"] == "via_ccv"
    )
    del gegevens["organisatie"]["openpgp"]
    listed = worklist([feiten(gegevens, status="toestemming_verleend")], vandaag=date(2026, 1, 1))
    assert any("R-PGP-1" in b for t in listed for b in t.blokkades)


def test_a_missing_pkvw_names_the_measures_that_it_blocks():
    gegevens = case("vastgesteld", 0)
    gegevens["pkvw"] = {
        "status": "niet_aanwezig", "certificaatnummer": None, "afgegeven_op": None, "geldig_tot": None,
        "uitzondering": None,
    }  # fmt: skip
    listed = worklist([feiten(gegevens, status="vastgesteld")], vandaag=date(2026, 1, 1))
    (blokkade,) = of(listed, "pkvw").blokkades
    blocked = {
        m["nummer"]
        for m in gegevens["adviesrapport"]["maatregelen"]
        if m["grondslag"] == "regeling_veilige_woonplek" and m["verstrekkingsvorm"] != "ter_beschikking_stelling"
    }
    assert blocked == {word.strip(",") for word in blokkade.split() if word.startswith("M-")}


def test_a_certificate_that_ends_soon_is_named():
    gegevens = case("vastgesteld", 0)
    gegevens["pkvw"] |= {"status": "geldig", "afgegeven_op": "2020-01-01", "geldig_tot": "2030-01-01"}
    listed = worklist([feiten(gegevens, status="vastgesteld")], vandaag=date(2029, 12, 1))
    assert of(listed, "pkvw").uiterlijk_op == date(2030, 1, 1)
    assert not [
        t for t in worklist([feiten(gegevens, status="vastgesteld")], vandaag=date(2025, 1, 1)) if t.soort == "pkvw"
    ]


def test_what_is_carried_out_too_slowly_is_late_without_claiming_a_legal_term():
    late = [t for t in todo("in_uitvoering", date(2035, 1, 1)) if t.soort == "uitvoering_volgen" and t.uiterlijk_op]
    assert late
    assert {t.ernst for t in late} == {"te_laat"}
    assert all("geen wettelijke termijn" in t.grond for t in late)


def test_a_loan_goes_back_at_the_end_of_the_ambt():
    found = []
    for zaad in range(30):
        gegevens = case("einde_ambt", zaad)
        for regel in gegevens["uitvoering"]:
            regel.get("terugname", {}).pop("teruggenomen_op", None)
        found += [
            t
            for t in worklist([feiten(gegevens, status="einde_ambt")], vandaag=date(2035, 1, 1))
            if t.soort == "bruikleen_terugnemen"
        ]
    assert found
    assert all(t.uiterlijk_op is not None and t.ernst == "te_laat" for t in found)


def test_a_streefdag_is_there_only_when_it_was_set_and_says_what_it_is():
    assert of(todo("ter_toetsing"), "besluit_afwachten").uiterlijk_op is None
    taak = of(todo("ter_toetsing", streefdagen=Streefdagen(toetsing=10)), "besluit_afwachten")
    opgesteld = date.fromisoformat(case("ter_toetsing")["adviesrapport"]["opgesteld_op"])
    assert taak.uiterlijk_op == opgesteld + 10 * DAG
    assert "geen wettelijke termijn" in taak.grond


def test_contactpunten_and_signals_of_others_are_on_the_same_list():
    punt = Contactpuntfeiten(kenmerk="C-1", geverifieerd_op=date(2025, 1, 1))
    signaal = Signaal(soort="sleutel_vervangen", wat="De werkgever heeft een nieuwe hoofdsleutel.")
    listed = worklist([feiten(case("concept"), signalen=(signaal,))], vandaag=date(2026, 6, 1), contactpunten=[punt])
    assert of(listed, "contactpunt_controleren").ernst == "te_laat"
    assert of(listed, "sleutel_vervangen").ernst == "zonder_dag"
    assert not worklist([], vandaag=date(2025, 6, 1), contactpunten=[punt])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(SOORTEN), st.integers(0, 60), st.sampled_from(FASEN)), min_size=1, max_size=5),
    st.dates(date(2025, 1, 1), date(2031, 1, 1)),
    st.integers(),
)
def test_the_list_is_always_in_the_same_order_and_names_nothing_personal(
    cases: list[tuple[str, int, str]], vandaag: date, seed: int
):
    dossiers = [
        Dossierfeiten(dossier=f"D-{i:032x}", dossiernummer=g["dossiernummer"], gegevens=g, status=case[2])
        for i, case in enumerate(cases)
        for g in [maak(*case)]
    ]
    listed = worklist(dossiers, vandaag=vandaag)
    shuffled = random.Random(seed).sample(dossiers, len(dossiers))
    assert worklist(shuffled, vandaag=vandaag) == listed
    assert [t.soort == "contact_leggen" for t in listed] == sorted(
        (t.soort == "contact_leggen" for t in listed), reverse=True
    )
    told = json.dumps([t.as_json() for t in listed], ensure_ascii=False)
    for d in dossiers:
        delen = {k: d.gegevens[k] for k in ("bestuurder", "woonplek", "organisatie")}
        personal = [t for _, t in string_leaves(delen) if len(t) > 4 and not t.islower() and not t[0].isdigit()]
        assert not [t for t in personal if t in told]
