# SPDX-License-Identifier: EUPL-1.2
"""The status of a dossier follows from its data; what the data do not show is not claimed."""

from __future__ import annotations

import copy
import json
from datetime import date

import pytest

from weerbaar_docs._resources import read_resource
from weerbaar_docs.kostenverdeling import kosteloos
from weerbaar_docs.model import freeze, rapport_digest, rapportinhoud, vaststelling_digest
from weerbaar_docs.status import OVERGANGEN, STATUSSEN, compare, could_be, derive
from weerbaar_docs.status.afleiding import SPOORLOOS
from weerbaar_docs.validation import examine

SAMPLE = json.loads(read_resource("voorbeelden", "gemeente_burgemeester.json"))
INVOER = json.loads(read_resource("voorbeelden", "gemeente_burgemeester.invoer.json"))
LATER = date(2026, 8, 1)


def dossier(*without, **changed):
    g = copy.deepcopy(SAMPLE)
    for key in without:
        del g[key]
    return {**g, **changed}


def besluit(**changed):
    return {**copy.deepcopy(SAMPLE["bva_besluiten"][0]), **changed}


def toestemming(**changed):
    return {**copy.deepcopy(SAMPLE["toestemmingen"][0]), **changed}


def done(status):
    return [{"maatregel": m["nummer"], "status": status} for m in SAMPLE["adviesrapport"]["maatregelen"]]


def ending(day):
    """Give the sample with an end of the ambt that was known when the report was made: it is part of what is hashed."""
    g = dossier(bestuurder={**SAMPLE["bestuurder"], "einde_ambt_op": day})
    g["bva_besluiten"][0]["rapport_sha256"] = rapport_digest(g)
    g["toestemmingen"][0]["vaststelling_sha256"] = vaststelling_digest(rapportinhoud(g), g["bva_besluiten"][0])
    return g


def told(g, peildatum=None):
    """Give what validation says of the status, and whether there is a Dossier."""
    uitslag = examine(json.dumps(g).encode(), peildatum=peildatum)
    return [(m.ernst, m.melding) for m in uitslag.meldingen if m.code == "STATUS-AFGELEID"], bool(uitslag.dossier)


RAPPORT = ("adviesrapport", "bva_besluiten", "toestemmingen", "werkgeversbrief", "kostenverdeling", "uitvoering")
GESPREK = ("gesprek_bestuurder", *RAPPORT)
PLAN = ("gesprek_werkgever", *GESPREK)
GEEN_CONTACT = {**SAMPLE["aanmelding"], "contact_gelegd_op": None}
GEWEIGERD = toestemming(status="geweigerd", stukken=[])
INGETROKKEN = toestemming(status="ingetrokken", ingetrokken_op="2026-05-28T09:00:00+02:00")
ZELF = toestemming(route="via_bestuurder")

STAGES = [
    ("aangemeld", dossier(*PLAN, "planning", aanmelding=GEEN_CONTACT)),
    ("contact_gelegd", dossier(*PLAN, "planning")),
    ("gepland", dossier(*PLAN)),
    ("gesprek_werkgever", dossier(*GESPREK)),
    ("gesprek_bestuurder", dossier(*RAPPORT)),
    ("concept", dossier(*RAPPORT[1:])),
    ("teruggestuurd", dossier(*RAPPORT[2:], bva_besluiten=[besluit(uitkomst="teruggestuurd", per_maatregel=[])])),
    ("vastgesteld", dossier(*RAPPORT[2:])),
    ("toestemming_geweigerd", dossier(*RAPPORT[3:], toestemmingen=[GEWEIGERD])),
    ("toestemming_verleend", dossier(*RAPPORT[3:])),
    ("toestemming_verlopen", dossier(*RAPPORT[3:], toestemmingen=[toestemming(status="verlopen")])),
    ("toestemming_ingetrokken", dossier(toestemmingen=[INGETROKKEN])),
    ("door_bestuurder_zelf_verstrekt", dossier(*RAPPORT[3:], toestemmingen=[ZELF])),
    ("verzonden", dossier("uitvoering")),
    ("in_uitvoering", dossier()),
    ("afgerond", dossier(uitvoering=done("uitgevoerd"))),
]


@pytest.mark.parametrize(("status", "gegevens"), STAGES, ids=[status for status, _ in STAGES])
def test_each_status_that_data_can_show_is_derived_from_them(status, gegevens):
    assert derive(gegevens) == status
    assert derive(freeze(gegevens)) == status


def test_the_samples_have_the_status_that_their_data_show():
    assert derive(SAMPLE) == "in_uitvoering"
    assert derive(INVOER) == "concept"


def test_a_besluit_on_another_content_establishes_nothing():
    assert derive(dossier(bva_besluiten=[besluit(rapport_sha256="0" * 64)])) == "concept"


def test_a_besluit_and_a_toestemming_of_an_older_version_count_for_nothing():
    g = dossier()
    g["adviesrapport"]["versie"] = 2
    assert derive(g) == "concept"
    new = besluit(rapport_versie=2, rapport_sha256=rapport_digest(g))
    assert derive({**g, "bva_besluiten": [besluit(), new]}) == "vastgesteld"


@pytest.mark.parametrize(
    "changed",
    [
        {"vaststelling_sha256": "0" * 64},
        {"rapport_versie": 2},
        {"rapportnummer": "CCV-ADV-2026-0001"},
        {"bewijs": {"soort": "mondeling"}},
    ],
)
def test_a_toestemming_for_something_else_or_by_word_of_mouth_opens_nothing(changed):
    assert derive(dossier(toestemmingen=[toestemming(**changed)])) == "vastgesteld"


def test_a_change_of_the_besluit_voids_the_toestemming():
    changed = besluit(pkvw_uitzondering_akkoord=True)
    assert derive(dossier(bva_besluiten=[changed])) == "vastgesteld"
    sha = vaststelling_digest(rapportinhoud(SAMPLE), changed)
    again = toestemming(vaststelling_sha256=sha)
    assert derive(dossier("uitvoering", bva_besluiten=[changed], toestemmingen=[again])) == "verzonden"


@pytest.mark.parametrize(
    "changed", [{"toestemming_id": "TST-2026-0001"}, {"datum": "2026-05-01"}, {"datum": "2026-07-01"}]
)
def test_a_letter_outside_the_toestemming_is_not_sent(changed):
    brief = {**SAMPLE["werkgeversbrief"], **changed}
    assert derive(dossier(werkgeversbrief=brief)) == "toestemming_verleend"


def test_the_last_word_of_the_bestuurder_counts():
    early = toestemming(status="geweigerd", gegeven_op="2026-05-20T09:00:00+02:00")
    late = toestemming(status="geweigerd", gegeven_op="2026-05-30T09:00:00+02:00")
    assert derive(dossier(toestemmingen=[toestemming(), early])) == "in_uitvoering"
    assert derive(dossier(toestemmingen=[late, toestemming()])) == "toestemming_geweigerd"


def test_what_costs_nothing_does_not_bring_a_dossier_into_uitvoering():
    gratis = [m["nummer"] for m in SAMPLE["adviesrapport"]["maatregelen"] if kosteloos(m)]
    rows = [{"maatregel": nummer, "status": "uitgevoerd"} for nummer in gratis]
    assert derive(dossier(uitvoering=rows)) == "verzonden"
    assert derive(dossier(toestemmingen=[GEWEIGERD], uitvoering=rows)) == "toestemming_geweigerd"


def test_a_maatregel_that_was_not_established_does_not_keep_a_dossier_open():
    deels = besluit(uitkomst="gedeeltelijk_vastgesteld")
    deels["per_maatregel"][1].update(oordeel="niet_vastgesteld", motivering="Niet nodig.")
    sha = vaststelling_digest(rapportinhoud(SAMPLE), deels)
    g = dossier(bva_besluiten=[deels], toestemmingen=[toestemming(vaststelling_sha256=sha)])
    rest = [row for row in done("vervallen") if row["maatregel"] != "M-02"]
    assert derive({**g, "uitvoering": rest}) == "afgerond"


def test_only_a_day_after_it_makes_a_toestemming_lapse_or_an_ambt_end():
    g = dossier("werkgeversbrief", "uitvoering")
    assert derive(g, vandaag=date(2026, 6, 21)) == "toestemming_verleend"
    assert derive(g, vandaag=LATER) == "toestemming_verlopen"
    assert derive(dossier(), vandaag=LATER) == "in_uitvoering"
    ended = ending("2026-07-31")
    assert derive(ended) == "in_uitvoering"
    assert derive(ended, vandaag=date(2026, 7, 31)) == "in_uitvoering"
    assert derive(ended, vandaag=LATER) == "einde_ambt"


# --- the recorded status beside the derived one ------------------------------------------------


@pytest.mark.parametrize(("status", "gegevens"), STAGES, ids=[status for status, _ in STAGES])
def test_a_recorded_status_passes_exactly_when_the_data_can_have_it(status, gegevens):
    for vermeld in STATUSSEN:
        found = list(compare({**gegevens, "status": vermeld}))
        assert bool(found) == (vermeld not in could_be(status))
    assert not list(compare(gegevens))


@pytest.mark.parametrize(
    ("afgeleid", "vermeld"),
    [
        ("concept", "ter_toetsing"),
        ("vastgesteld", "bij_bestuurder"),
        ("toestemming_geweigerd", "bij_bestuurder"),
        ("verzonden", "ontvangst_bevestigd"),
        ("in_uitvoering", "verhuisd"),
    ],
)
def test_what_leaves_no_trace_is_accepted(afgeleid, vermeld):
    assert vermeld in could_be(afgeleid)


@pytest.mark.parametrize("status", [status for status, _ in STAGES if status not in ("verzonden", "in_uitvoering")])
def test_no_dossier_can_claim_to_be_sent_or_established_without_the_data_for_it(status):
    claims = could_be(status) - {status}
    assert not claims & {"verzonden", "toestemming_verleend", "vastgesteld", "in_uitvoering", "vernietigd"}


def test_acts_without_a_trace_are_acts_of_the_table():
    assert {o.handeling for o in OVERGANGEN} > SPOORLOOS


def test_validation_refuses_a_status_that_the_data_contradict():
    (melding,), valid = told(dossier(status="bij_bestuurder"))
    assert melding == ("fout", "de status is bij_bestuurder, maar uit de gegevens volgt in_uitvoering")
    assert not valid
    assert told(dossier(status="in_uitvoering")) == ([], True)


def test_validation_only_warns_about_a_status_that_time_has_overtaken():
    g = dossier("werkgeversbrief", "uitvoering", status="toestemming_verleend")
    assert told(g, date(2026, 6, 1)) == ([], True)
    (melding,), valid = told(g, LATER)
    assert melding[0] == "waarschuwing"
    assert valid


def test_an_end_of_the_ambt_may_be_recorded_when_the_dossier_has_its_day():
    ended = {**ending("2026-07-31"), "status": "einde_ambt"}
    assert not list(compare(ended))
    early = list(compare(ended, vandaag=date(2026, 7, 1)))
    assert [m.ernst for m in early] == ["waarschuwing"]
    assert [m.ernst for m in compare(dossier(status="einde_ambt"))] == ["fout"]


def test_every_status_is_derived_from_data_or_named_as_one_that_data_cannot_show():
    shown = {status for status, _ in STAGES} | {"einde_ambt"}
    hidden = set(STATUSSEN) - shown
    assert hidden == {
        "ter_toetsing",
        "bij_bestuurder",
        "ontvangst_bevestigd",
        "aanmelding_ingetrokken",
        "verhuisd",
        "vernietigd",
    }
    assert all(status in derive.__doc__ for status in hidden)
