# SPDX-License-Identifier: EUPL-1.2
"""The whole graph, searched: nothing is sent without a vaststelling of and a toestemming for that very content."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from statusmonitor import Breach, Monitor
from weerbaar_docs.errors import WeerbaarDocsError
from weerbaar_docs.status import (
    GEVOLGEN,
    HANDELINGEN,
    OVERGANGEN,
    STATUSSEN,
    VOORWAARDEN,
    Gebeurtenis,
    Stand,
    choose,
    step,
)

BEGIN = datetime(2026, 5, 22, 9, tzinfo=UTC)
MOMENTEN = tuple(BEGIN + timedelta(days=days) for days in (-1, 1, 31))
FEITEN = {
    "versie": (1, 2),
    "rapport_sha256": ("rapport-a", "rapport-b"),
    "vaststelling_sha256": ("vaststelling-a", "vaststelling-b"),
    "door": ("MW-0001", "MW-0002"),
    "route": ("via_ccv", "op_papier", "via_bestuurder"),
    "sleutel_vingerafdruk": (None, "A" * 40, "B" * 40),
    "geldig_van": (BEGIN,),
    "geldig_tot": (BEGIN + timedelta(days=30), BEGIN + timedelta(days=91)),
    "moment": MOMENTEN,
    "bewijs": ("natte_handtekening", "e_mail"),
    "opdracht": ("woonplek", "ter_beschikking_stelling"),
    "pkvw_geldig": (False, True),
    "open_maatregelen": (0, 1),
    "grond": ("bewaartermijn", "opruimen"),
}
# What an act may be given besides what it must be given.
EXTRA = {
    "toestemming_verlenen": ("sleutel_vingerafdruk",),
    "verzenden": ("sleutel_vingerafdruk",),
    "uitvoeren": ("pkvw_geldig",),
}


def events_of(handeling):
    wie = next(o.wie[0] for o in OVERGANGEN if o.handeling == handeling)
    names = (*HANDELINGEN[handeling].feiten, *EXTRA.get(handeling, ()))
    for values in product(*(FEITEN[name] for name in names)):
        given = dict(zip(names, values, strict=True))
        if given.get("sleutel_vingerafdruk", "") is None and handeling == "sleutel_werkgever_vervangen":
            continue
        yield Gebeurtenis(handeling=handeling, wie=wie, **given)


EVENTS = {handeling: tuple(events_of(handeling)) for handeling in HANDELINGEN}


def facts(event):
    return {name: getattr(event, name) for name in FEITEN}


def accepted(stand, overgangen):
    """Try every event in this Stand; give those that were accepted with the row and the next Stand."""
    here = {o.handeling for o in overgangen if o.status == stand.status}
    for handeling, events in EVENTS.items():
        if handeling == "nieuwe_versie" and stand.versie == 2:
            continue
        # The refusal of an act that this status does not have does not look at the facts, so one event shows it.
        for event in events if handeling in here else events[:1]:
            try:
                row = choose(stand, event, overgangen=overgangen)
                yield event, row, step(stand, handeling, event.wie, overgangen=overgangen, **facts(event))
            except WeerbaarDocsError:
                continue


def agree(stand, monitor):
    """Say whether the Stand remembers what happened, no more and no less."""
    t, v = stand.toestemming, stand.vaststelling
    return (
        stand.versie == monitor.versie
        and stand.rapport_sha256 == monitor.inhoud
        and stand.opsteller == monitor.opsteller
        and (v and (v.versie, v.vaststelling_sha256)) == monitor.vastgesteld
        and (t and (t.versie, t.vaststelling_sha256, t.route)) == monitor.toestemming
        and (t and t.sleutel_vingerafdruk) == monitor.sleutel
        and (t and (t.geldig_van, t.geldig_tot)) == monitor.geldig
        and stand.verstrekt == monitor.bij_werkgever
    )


def others(row, stand, event, overgangen):
    """Count the rows that allow this event."""
    return sum(
        o.status == stand.status
        and o.handeling == row.handeling
        and all(VOORWAARDEN[naam].geldt(stand, event) for naam in o.voorwaarden)
        for o in overgangen
    )


def search(overgangen=OVERGANGEN):
    """Walk everything that can happen, breadth first, with the monitor beside it; give the Standen and the steps."""
    start = (Stand(), Monitor())
    seen, todo, steps = {start}, deque([start]), 0
    while todo:
        stand, monitor = todo.popleft()
        for event, row, after in accepted(stand, overgangen):
            steps += 1
            if others(row, stand, event, overgangen) != 1:
                raise Breach(f"two rows allow {row.handeling} in {stand.status}")
            watched = monitor.saw(event, stand.status, after.status, row.gevolgen)
            if not agree(after, watched):
                raise Breach(f"the Stand is not what happened after {row.handeling} in {stand.status}")
            if (after, watched) not in seen:
                seen.add((after, watched))
                todo.append((after, watched))
    return seen, steps


@pytest.fixture(scope="module")
def everything():
    return search()


def test_nothing_that_can_happen_breaks_what_the_monitor_watches(everything):
    seen, steps = everything
    assert len(seen) > 500
    assert steps > 4000


def test_every_status_of_the_domain_is_reached(everything):
    assert {stand.status for stand, _ in everything[0]} == {None, *STATUSSEN}


def test_the_search_sends_by_both_routes_of_the_ccv_and_by_no_other(everything):
    routes = {
        stand.toestemming.route for stand, _ in everything[0] if stand.status == "verzonden" and stand.toestemming
    }
    assert routes == {"via_ccv", "op_papier"}


# What comes through when an act loses a voorwaarde.
BREACHES = {
    ("indienen", "dit_rapport"): "another report is handed in",
    ("terugsturen", "dit_rapport"): "R-BVA-1",
    ("terugsturen", "vier_ogen"): "R-BVA-5",
    ("vaststellen", "dit_rapport"): "R-BVA-1",
    ("vaststellen", "vier_ogen"): "R-BVA-5",
    ("verstrekken_aan_bestuurder", "het_vastgestelde"): "the bestuurder is given something else",
    ("toestemming_verlenen", "het_vastgestelde"): "R-TOES-0 or R-TOES-1",
    ("toestemming_verlenen", "route_naar_werkgever"): "two rows allow",
    ("toestemming_verlenen", "route_via_bestuurder"): "two rows allow",
    ("toestemming_verlenen", "sleutel_bij_route"): "a key with the wrong route",
    ("toestemming_verlenen", "bewijs_ondertekend"): "R-TOES-7",
    ("toestemming_verlenen", "hoogstens_90_dagen"): "R-TOES-8",
    ("verzenden", "volgens_toestemming"): "sent outside the toestemming|sent without vaststelling",
    ("verzenden", "sleutel_van_toestemming"): "sealed for another key",
    ("verzenden", "nog_geldig"): "sent outside the period",
    ("verlopen", "geldigheid_voorbij"): "lapsed before its time",
    ("sleutel_werkgever_vervangen", "nieuwe_hoofdsleutel"): "two rows allow",
    ("sleutel_werkgever_vervangen", "geen_nieuwe_hoofdsleutel"): "two rows allow",
    ("intrekken", "al_verstrekt"): "two rows allow",
    ("intrekken", "nog_niet_verstrekt"): "two rows allow",
    ("aanmelding_intrekken", "nog_niet_verstrekt"): "cannot be taken back",
    ("uitvoeren", "pkvw_op_opdrachtdatum"): "R-PKVW-3",
    ("afronden", "niets_meer_open"): "finished with open maatregelen",
    ("vernietigen", "grond_voor_vernietiging"): "destroyed without a ground",
}


def test_every_voorwaarde_of_every_act_is_tried():
    assert set(BREACHES) == {(o.handeling, v) for o in OVERGANGEN for v in o.voorwaarden}
    assert {v for _, v in BREACHES} == set(VOORWAARDEN)


@pytest.mark.parametrize(("handeling", "voorwaarde"), BREACHES)
def test_without_this_voorwaarde_the_search_finds_the_forbidden_path(handeling, voorwaarde):
    weaker = tuple(
        replace(o, voorwaarden=tuple(v for v in o.voorwaarden if v != voorwaarde)) if o.handeling == handeling else o
        for o in OVERGANGEN
    )
    with pytest.raises(Breach, match=BREACHES[handeling, voorwaarde]):
        search(weaker)


KEPT = [g.naam for g in GEVOLGEN.values() if g.verwerk is not GEVOLGEN["tbs_terugnemen"].verwerk]


@pytest.mark.parametrize("gevolg", KEPT)
def test_without_this_gevolg_the_search_finds_a_breach(gevolg):
    weaker = tuple(replace(o, gevolgen=tuple(g for g in o.gevolgen if g != gevolg)) for o in OVERGANGEN)
    assert weaker != OVERGANGEN
    with pytest.raises(Breach):
        search(weaker)


SHORTCUTS = [
    ("bij_bestuurder", "verzonden", "verzenden"),
    ("toestemming_geweigerd", "verzonden", "verzenden"),
    ("toestemming_ingetrokken", "toestemming_verleend", "heroverwegen"),
    ("concept", "vastgesteld", "indienen"),
    ("vastgesteld", "verzonden", "ontvangst_bevestigen"),
    ("toestemming_verlopen", "verzonden", "verzenden"),
]


@pytest.mark.parametrize(("status", "naar", "handeling"), SHORTCUTS)
def test_a_row_that_skips_a_step_is_found(status, naar, handeling):
    like = next(o for o in OVERGANGEN if o.handeling == handeling)
    extra = replace(like, status=status, naar=naar, voorwaarden=())
    kept = tuple(o for o in OVERGANGEN if (o.status, o.handeling) != (status, handeling))
    with pytest.raises(Breach):
        search((*kept, extra))
