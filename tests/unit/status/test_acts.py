# SPDX-License-Identifier: EUPL-1.2
"""The table act by act: who may do what, where it leads, and what the domain says of each way out."""

from __future__ import annotations

import copy
import doctest
import json
from datetime import UTC, datetime, timedelta

import pytest

import weerbaar_docs.status
from weerbaar_docs._resources import read_resource
from weerbaar_docs.errors import ConsentError, ValidationError
from weerbaar_docs.kostenverdeling import betaler
from weerbaar_docs.status import (
    EIND,
    GEVOLGEN,
    HANDELINGEN,
    OVERGANGEN,
    PROCESREGELS,
    STATUSSEN,
    VOORWAARDEN,
    Gebeurtenis,
    Stand,
    choose,
    mag_kosteloos_starten,
    possible_acts,
    soort_opdracht,
    step,
)
from weerbaar_docs.status.stand import MEDEWERKERS

NU = datetime(2026, 5, 22, 9, tzinfo=UTC)
SLEUTEL, ANDERE = "A" * 40, "B" * 40
RAPPORT = {"versie": 1, "rapport_sha256": "r1"}
VASTSTELLING = {"versie": 1, "vaststelling_sha256": "v1"}
PERIODE = {"geldig_van": NU, "geldig_tot": NU + timedelta(days=30), "moment": NU + timedelta(days=1)}
TOESTEMMING = {
    **VASTSTELLING,
    **PERIODE,
    "route": "via_ccv",
    "sleutel_vingerafdruk": SLEUTEL,
    "bewijs": "natte_handtekening",
}
ZENDING = {
    **VASTSTELLING,
    "route": "via_ccv",
    "sleutel_vingerafdruk": SLEUTEL,
    "moment": NU + timedelta(days=2),
}
WAY = [
    ("aanmelden", "bestuurder", {}),
    ("contact_leggen", "secretariaat", {}),
    ("afspraak_plannen", "secretariaat", {}),
    ("gesprek_werkgever_houden", "adviseur", {}),
    ("gesprek_bestuurder_houden", "adviseur", {}),
    ("rapport_opstellen", "adviseur", {"rapport_sha256": "r1"}),
    ("indienen", "adviseur", {**RAPPORT, "door": "MW-0001"}),
    ("vaststellen", "toetser", {**RAPPORT, "door": "MW-0002", "vaststelling_sha256": "v1"}),
    ("verstrekken_aan_bestuurder", "secretariaat", VASTSTELLING),
    ("toestemming_verlenen", "bestuurder", TOESTEMMING),
    ("verzenden", "secretariaat", ZENDING),
    ("ontvangst_bevestigen", "werkgever", {}),
    ("uitvoeren", "werkgever", {"opdracht": "woonplek", "pkvw_geldig": True}),
    ("afronden", "secretariaat", {"open_maatregelen": 0}),
]


def walk(acts, stand=None):
    stand = stand or Stand()
    for handeling, wie, feiten in acts:
        stand = step(stand, handeling, wie, **feiten)
    return stand


def until(status):
    """Walk the main way until this status."""
    stand = Stand()
    for handeling, wie, feiten in WAY:
        if stand.status == status:
            return stand
        stand = step(stand, handeling, wie, **feiten)
    assert stand.status == status
    return stand


def without_consent(status):
    """Give a Stand in one of the three statuses in which a toestemming does not or no longer hold."""
    if status == "toestemming_geweigerd":
        return step(until("bij_bestuurder"), "weigeren", "bestuurder")
    if status == "toestemming_ingetrokken":
        return step(until("toestemming_verleend"), "intrekken", "bestuurder")
    return step(until("toestemming_verleend"), "verlopen", "systeem", moment=NU + timedelta(days=31))


def gevolgen(stand, handeling, wie, **feiten):
    return set(choose(stand, Gebeurtenis(handeling=handeling, wie=wie, **feiten)).gevolgen)


def test_the_main_way_is_the_one_of_the_domain():
    stand, seen = Stand(), []
    for handeling, wie, feiten in WAY:
        stand = step(stand, handeling, wie, **feiten)
        seen.append(stand.status)
    assert seen == list(STATUSSEN[:7]) + list(STATUSSEN[8:15])


def test_the_words_are_those_of_the_schema():
    schema = json.loads(read_resource("schemas", "dossier.schema.json"))
    assert list(STATUSSEN) == schema["properties"]["status"]["enum"]


def test_the_table_uses_only_names_that_exist_and_all_of_them():
    assert {o.handeling for o in OVERGANGEN} == set(HANDELINGEN)
    assert {v for o in OVERGANGEN for v in o.voorwaarden} == set(VOORWAARDEN)
    assert {g for o in OVERGANGEN for g in o.gevolgen} == set(GEVOLGEN)
    assert len(set(OVERGANGEN)) == len(OVERGANGEN)


def test_every_status_that_has_not_ended_has_an_exit_and_an_ended_one_can_only_be_destroyed():
    for status in STATUSSEN:
        acts = {o.handeling for o in OVERGANGEN if o.status == status and o.naar != status}
        if status == "vernietigd":
            assert not acts
        elif status in EIND:
            assert acts == {"vernietigen"}
        else:
            assert acts - {"vernietigen"}


ROLES = (*MEDEWERKERS, "bestuurder", "werkgever", "systeem", "iemand")


@pytest.mark.parametrize("overgang", OVERGANGEN, ids=lambda o: f"{o.status}-{o.handeling}")
def test_nobody_else_may_do_it(overgang):
    may = {w for o in OVERGANGEN if (o.status, o.handeling) == (overgang.status, overgang.handeling) for w in o.wie}
    given = dict.fromkeys(HANDELINGEN[overgang.handeling].feiten, "x")
    for wie in set(ROLES) - may:
        with pytest.raises((ConsentError, ValidationError), match="STATUS-ROL"):
            step(Stand(status=overgang.status), overgang.handeling, wie, **given)


def test_only_the_bestuurder_gives_or_refuses_a_toestemming_or_thinks_again():
    own = {"toestemming_verlenen", "weigeren", "heroverwegen"}
    assert {o.wie for o in OVERGANGEN if o.handeling in own} == {("bestuurder",)}


def test_there_is_no_act_in_which_the_werkgever_approves():
    of_werkgever = {o.handeling for o in OVERGANGEN if "werkgever" in o.wie}
    assert of_werkgever == {"aanmelden", "ontvangst_bevestigen", "uitvoeren", "einde_ambt"}


def test_sending_without_toestemming_is_a_refusal_of_the_gate_that_says_what_can_be_done():
    with pytest.raises(ConsentError) as refusal:
        step(until("bij_bestuurder"), "verzenden", "secretariaat", **ZENDING)
    assert refusal.value.meldingen[0].code == "STATUS-OVERGANG"
    assert "toestemming_verlenen" in refusal.value.meldingen[0].oplossing


def test_an_act_that_does_not_exist_is_refused_without_quoting_it():
    with pytest.raises(ValidationError) as refusal:
        step(Stand(), "Kerkstraat 1", "bestuurder")
    assert refusal.value.meldingen[0].code == "STATUS-OVERGANG"
    assert "Kerkstraat" not in str(refusal.value)


def test_an_act_without_its_facts_is_refused_by_name():
    with pytest.raises(ConsentError, match=r"STATUS-FEIT.*moment"):
        step(until("toestemming_verleend"), "verzenden", "systeem", **{**ZENDING, "moment": None})


def test_every_voorwaarde_that_fails_is_a_melding_with_its_rule():
    wrong = {**ZENDING, "sleutel_vingerafdruk": ANDERE, "moment": NU + timedelta(days=31)}
    with pytest.raises(ConsentError) as refusal:
        step(until("toestemming_verleend"), "verzenden", "secretariaat", **wrong)
    meldingen = refusal.value.meldingen
    assert [m.code for m in meldingen] == ["STATUS-VOORWAARDE"] * 2
    assert "R-PGP-1" in meldingen[0].melding
    assert "R-TOES-4" in meldingen[1].melding


def test_a_voorwaarde_without_its_facts_is_false():
    nothing = Gebeurtenis(handeling="verzenden", wie="systeem")
    holds = {v.naam for v in VOORWAARDEN.values() if v.geldt(Stand(), nothing)}
    assert holds == {"geen_nieuwe_hoofdsleutel", "nog_niet_verstrekt"}
    assert not VOORWAARDEN["vier_ogen"].geldt(
        Stand(), Gebeurtenis(handeling="vaststellen", wie="toetser", door="MW-0002")
    )


def test_the_acts_that_are_possible_now_are_told_with_who_may_do_them():
    acts = possible_acts(until("bij_bestuurder"))
    assert acts["toestemming_verlenen"] == ("bestuurder",)
    assert "verzenden" not in acts


def test_a_toestemming_holds_on_its_last_moment_as_at_the_gate():
    last = {**ZENDING, "moment": PERIODE["geldig_tot"]}
    assert step(until("toestemming_verleend"), "verzenden", "systeem", **last).status == "verzonden"


def test_a_report_that_is_returned_becomes_the_next_version():
    stand = step(until("ter_toetsing"), "terugsturen", "toetser", **RAPPORT, door="MW-0002")
    stand = step(stand, "nieuwe_versie", "adviseur", rapport_sha256="r2")
    assert (stand.status, stand.versie, stand.rapport_sha256) == ("concept", 2, "r2")


def test_the_bestuurder_can_give_the_advice_himself_and_then_nothing_is_sent():
    zelf = {**TOESTEMMING, "route": "via_bestuurder", "sleutel_vingerafdruk": None}
    stand = step(until("bij_bestuurder"), "toestemming_verlenen", "bestuurder", **zelf)
    assert stand.status == "door_bestuurder_zelf_verstrekt"
    assert "verzenden" not in possible_acts(stand)
    assert step(stand, "uitvoeren", "werkgever", opdracht="kosteloos").status == "in_uitvoering"


def test_on_paper_a_toestemming_needs_no_key():
    papier = {"route": "op_papier", "sleutel_vingerafdruk": None}
    stand = step(until("bij_bestuurder"), "toestemming_verlenen", "bestuurder", **{**TOESTEMMING, **papier})
    assert step(stand, "verzenden", "secretariaat", **{**ZENDING, **papier}).status == "verzonden"


@pytest.mark.parametrize("status", ["toestemming_geweigerd", "toestemming_ingetrokken", "toestemming_verlopen"])
def test_refused_withdrawn_and_lapsed_lead_back_to_the_bestuurder_when_the_bestuurder_wants_it(status):
    stand = without_consent(status)
    assert (stand.status, stand.toestemming) == (status, None)
    with pytest.raises(ValidationError, match="STATUS-ROL"):
        step(stand, "heroverwegen", "secretariaat")
    assert step(stand, "heroverwegen", "bestuurder").status == "bij_bestuurder"


@pytest.mark.parametrize("wie", ["bestuurder", *MEDEWERKERS])
def test_anyone_of_the_staff_may_record_a_withdrawal_and_the_werkgever_may_not(wie):
    stand = until("toestemming_verleend")
    assert step(stand, "intrekken", wie).status == "toestemming_ingetrokken"
    with pytest.raises(ValidationError, match="STATUS-ROL"):
        step(stand, "intrekken", "werkgever")


def test_a_withdrawal_before_the_delivery_stops_it_and_tells_the_werkgever_nothing():
    found = gevolgen(until("toestemming_verleend"), "intrekken", "bestuurder")
    assert found == {"toestemming_vervalt", "leveringen_stoppen", "intrekkingsbrief"}


@pytest.mark.parametrize("status", ["verzonden", "ontvangst_bevestigd", "in_uitvoering", "afgerond"])
def test_a_withdrawal_after_the_delivery_asks_to_destroy_and_does_not_call_it_undone(status):
    stand = until(status)
    assert "vernietigingsverzoek" in gevolgen(stand, "intrekken", "bestuurder")
    after = step(stand, "intrekken", "bestuurder")
    assert (after.status, after.toestemming, after.verstrekt) == ("toestemming_ingetrokken", None, True)


def test_a_delivery_that_arrived_despite_the_withdrawal_is_followed_by_a_request_to_destroy():
    stand = without_consent("toestemming_ingetrokken")
    assert "vernietigingsverzoek" in gevolgen(stand, "levering_ondanks_intrekking_melden", "systeem")
    stand = step(stand, "levering_ondanks_intrekking_melden", "systeem")
    assert (stand.status, stand.verstrekt) == ("toestemming_ingetrokken", True)


def test_a_lapsed_toestemming_sends_nothing_even_before_the_lapse_is_recorded():
    late = {**ZENDING, "moment": PERIODE["geldig_tot"] + timedelta(seconds=1)}
    with pytest.raises(ConsentError, match="R-TOES-4"):
        step(until("toestemming_verleend"), "verzenden", "systeem", **late)


@pytest.mark.parametrize("status", ["vastgesteld", "bij_bestuurder", "toestemming_verleend", "verzonden"])
def test_a_new_version_voids_vaststelling_and_toestemming(status):
    stand = step(until(status), "nieuwe_versie", "adviseur", rapport_sha256="r2")
    assert (stand.status, stand.versie) == ("concept", 2)
    assert stand.vaststelling is stand.toestemming is None
    assert "leveringen_stoppen" in gevolgen(until(status), "nieuwe_versie", "adviseur", rapport_sha256="r2")


def test_a_new_version_cannot_be_sent_under_the_old_toestemming():
    stand = step(until("toestemming_verleend"), "nieuwe_versie", "adviseur", rapport_sha256="r2")
    for handeling, wie, feiten in WAY[6:9]:
        new = {"versie": 2, "rapport_sha256": "r2", "vaststelling_sha256": "v2"}
        stand = step(stand, handeling, wie, **{**feiten, **{k: v for k, v in new.items() if k in feiten}})
    assert stand.status == "bij_bestuurder"
    with pytest.raises(ConsentError, match="R-TOES-1"):
        step(stand, "toestemming_verlenen", "bestuurder", **TOESTEMMING)


@pytest.mark.parametrize("status", ["gepland", "toestemming_verleend", "verzonden", "in_uitvoering", "afgerond"])
def test_a_move_ends_the_dossier_and_asks_for_a_new_one(status):
    after = step(until(status), "verhuizen", "bestuurder")
    assert (after.status, after.toestemming) == ("verhuisd", None)
    assert {"nieuw_dossier", "leveringen_stoppen", "leveringen_vervallen"} <= gevolgen(
        until(status), "verhuizen", "bestuurder"
    )


@pytest.mark.parametrize("status", ["gepland", "toestemming_verleend", "in_uitvoering", "afgerond"])
def test_the_end_of_the_ambt_voids_the_toestemming_and_takes_back_what_was_lent(status):
    after = step(until(status), "einde_ambt", "systeem")
    assert (after.status, after.toestemming) == ("einde_ambt", None)
    assert {"tbs_terugnemen", "leveringen_stoppen"} <= gevolgen(until(status), "einde_ambt", "systeem")


@pytest.mark.parametrize("status", ["toestemming_verleend", "verzonden"])
def test_a_new_primary_key_of_the_werkgever_voids_the_toestemming(status):
    after = step(until(status), "sleutel_werkgever_vervangen", "sleutelbeheerder", sleutel_vingerafdruk=ANDERE)
    assert (after.status, after.toestemming) == ("bij_bestuurder", None)


@pytest.mark.parametrize("status", ["ontvangst_bevestigd", "in_uitvoering", "afgerond"])
def test_after_the_receipt_a_new_primary_key_allows_nothing_new_and_leaves_the_rest(status):
    after = step(until(status), "sleutel_werkgever_vervangen", "sleutelbeheerder", sleutel_vingerafdruk=ANDERE)
    assert (after.status, after.toestemming) == (status, None)


@pytest.mark.parametrize("status", ["concept", "bij_bestuurder", "toestemming_verleend", "verzonden", "in_uitvoering"])
def test_a_new_encryption_subkey_under_the_same_primary_key_voids_nothing(status):
    stand = until(status)
    assert step(stand, "sleutel_werkgever_vervangen", "sleutelbeheerder", sleutel_vingerafdruk=SLEUTEL) == stand


def test_an_aanmelding_can_be_taken_back_until_the_werkgever_has_an_advice():
    assert step(until("concept"), "aanmelding_intrekken", "bestuurder").status == "aanmelding_ingetrokken"
    sent = step(until("verzonden"), "nieuwe_versie", "adviseur", rapport_sha256="r2")
    with pytest.raises(ValidationError, match="STATUS-VOORWAARDE"):
        step(sent, "aanmelding_intrekken", "bestuurder")


def test_destroying_leaves_only_the_status():
    stand = step(without_consent("toestemming_ingetrokken"), "vernietigen", "beheerder", grond="intrekking")
    assert stand == Stand(status="vernietigd")


def test_what_costs_nothing_may_start_from_the_talk_at_home_until_it_all_ends():
    may = [status for status in STATUSSEN if mag_kosteloos_starten(status)]
    assert may == [*STATUSSEN[4:19]]
    assert "gesprek_werkgever" not in may
    assert {"concept", "bij_bestuurder", "toestemming_geweigerd"} <= set(may)


# --- the rules on the process ------------------------------------------------------------------

REGELS = {regel.id: regel for regel in PROCESREGELS}


def test_the_process_rules_are_those_of_the_domain_and_point_into_the_table():
    assert set(REGELS) == {"R-TBS-1", "R-TBS-2", "R-VERH-1", "R-TOES-6", "R-NUL-1"}
    for regel in PROCESREGELS:
        rows = [o for o in OVERGANGEN if o.handeling in regel.handelingen]
        assert set(regel.handelingen) == {o.handeling for o in rows}
        assert set(regel.voorwaarden) <= {v for o in rows for v in o.voorwaarden}
        assert set(regel.gevolgen) <= {g for o in rows for g in o.gevolgen}


@pytest.mark.parametrize("regel", ["R-TBS-1", "R-VERH-1"])
def test_every_row_of_the_act_has_the_gevolgen_of_its_rule(regel):
    rows = [o for o in OVERGANGEN if o.handeling in REGELS[regel].handelingen]
    assert all(set(REGELS[regel].gevolgen) <= set(o.gevolgen) for o in rows)
    assert {o.status for o in rows} == set(STATUSSEN) - set(EIND)


def test_r_toes_6_holds_wherever_a_toestemming_can_be():
    statuses = {o.status for o in OVERGANGEN if o.handeling == "intrekken"}
    assert statuses == {o.naar for o in OVERGANGEN if o.handeling == "toestemming_verlenen"} | {
        "verzonden",
        "ontvangst_bevestigd",
        "in_uitvoering",
        "afgerond",
    }
    rows = [o for o in OVERGANGEN if o.handeling == "intrekken"]
    assert all({"toestemming_vervalt", "leveringen_stoppen", "intrekkingsbrief"} <= set(o.gevolgen) for o in rows)


@pytest.mark.parametrize("opdracht", ["ter_beschikking_stelling", "kosteloos"])
def test_what_is_lent_or_costs_nothing_does_not_wait_for_the_pkvw(opdracht):
    stand = until("ontvangst_bevestigd")
    assert step(stand, "uitvoeren", "werkgever", opdracht=opdracht).status == "in_uitvoering"


def test_each_order_on_the_dwelling_is_tried_against_the_pkvw_of_its_own_day():
    busy = until("in_uitvoering")
    for stand in (until("ontvangst_bevestigd"), busy):
        with pytest.raises(ValidationError, match="R-PKVW-3"):
            step(stand, "uitvoeren", "werkgever", opdracht="woonplek")
        with pytest.raises(ValidationError, match="R-PKVW-3"):
            step(stand, "uitvoeren", "werkgever", opdracht="iets anders", pkvw_geldig=True)
    assert step(busy, "uitvoeren", "werkgever", opdracht="woonplek", pkvw_geldig=True) == busy


def test_only_what_the_kostenverdeling_would_hold_for_the_pkvw_waits_for_it():
    gegevens = json.loads(read_resource("voorbeelden", "gemeente_burgemeester.json"))
    kinds = set()
    for blokkeert in ("alleen_woonplek", "alle"):
        besluit = {**gegevens["bva_besluiten"][0], "pkvw_blokkeert": blokkeert}
        for maatregel in gegevens["adviesrapport"]["maatregelen"]:
            held = betaler(maatregel, besluit=besluit, pkvw=None) == "aangehouden_pkvw"
            kind = soort_opdracht(maatregel, besluit)
            assert (kind == "woonplek") == held
            kinds.add(kind)
    lent = copy.deepcopy(gegevens["adviesrapport"]["maatregelen"][4])
    lent["verstrekkingsvorm"] = "ter_beschikking_stelling"
    assert kinds | {soort_opdracht(lent, None)} >= {"woonplek", "kosteloos", "ter_beschikking_stelling"}
    assert (
        soort_opdracht({**lent, "verstrekkingsvorm": "verstrekking", "grondslag": "stelsel_rijk"}, None)
        == "andere_grondslag"
    )


def test_the_example_of_the_module_runs():
    assert doctest.testmod(weerbaar_docs.status).attempted == 2
    assert doctest.testmod(weerbaar_docs.status).failed == 0
