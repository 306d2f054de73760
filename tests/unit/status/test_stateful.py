# SPDX-License-Identifier: EUPL-1.2
"""Any acts by anyone with any facts, in any order: the monitor never sees what must not happen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from statusmonitor import Monitor
from weerbaar_docs.errors import WeerbaarDocsError
from weerbaar_docs.status import EIND, HANDELINGEN, OVERGANGEN, Gebeurtenis, Stand, choose, step

BEGIN = datetime(2026, 5, 22, 9, tzinfo=UTC)
WIE = sorted({w for o in OVERGANGEN for w in o.wie})
MOMENTEN = st.integers(-2, 100).map(lambda days: BEGIN + timedelta(days=days))
SLEUTELS = st.sampled_from([None, "A" * 40, "B" * 40, "C" * 64])
FEITEN = st.fixed_dictionaries(
    {
        "versie": st.integers(0, 4),
        "rapport_sha256": st.sampled_from(["ra", "rb", "rc"]),
        "vaststelling_sha256": st.sampled_from(["va", "vb", "vc"]),
        "door": st.sampled_from(["MW-0001", "MW-0002", "MW-0003"]),
        "route": st.sampled_from(["via_ccv", "op_papier", "via_bestuurder", "per_post"]),
        "sleutel_vingerafdruk": SLEUTELS,
        "geldig_van": MOMENTEN,
        "geldig_tot": MOMENTEN,
        "moment": MOMENTEN,
        "bewijs": st.sampled_from(["openpgp", "pades", "natte_handtekening", "e_mail", "mondeling"]),
        "opdracht": st.sampled_from(["woonplek", "kosteloos", "andere_grondslag"]),
        "pkvw_geldig": st.booleans(),
        "open_maatregelen": st.integers(0, 3),
        "grond": st.sampled_from(["bewaartermijn", "intrekking", "opruimen"]),
    }
)


MAIN = (
    "aanmelden",
    "contact_leggen",
    "afspraak_plannen",
    "gesprek_werkgever_houden",
    "gesprek_bestuurder_houden",
    "rapport_opstellen",
    "indienen",
    "vaststellen",
    "verstrekken_aan_bestuurder",
    "toestemming_verlenen",
    "verzenden",
    "ontvangst_bevestigen",
)


GATE = {
    "vastgesteld": ("verstrekken_aan_bestuurder", "secretariaat"),
    "bij_bestuurder": ("toestemming_verlenen", "bestuurder"),
    "toestemming_verleend": ("verzenden", "secretariaat"),
}


class Dossier(RuleBasedStateMachine):
    """A dossier on which everyone tries everything; it may be under way, and half of the tries have facts that mostly fit."""

    def __init__(self):
        super().__init__()
        self.stand, self.monitor = Stand(), Monitor()

    def attempt(self, handeling, wie, feiten):
        event = Gebeurtenis(handeling=handeling, wie=wie, **feiten)
        before = self.stand
        try:
            row = choose(before, event)
            self.stand = step(before, handeling, wie, **feiten)
        except WeerbaarDocsError:
            assert self.stand is before
            return
        self.monitor = self.monitor.saw(event, before.status, self.stand.status, row.gevolgen)

    @initialize(stages=st.sampled_from([*range(len(MAIN) + 1), *[8, 9, 10] * 6]), feiten=FEITEN)
    def the_dossier_is_under_way(self, stages, feiten):
        for handeling in MAIN[:stages]:
            row = next(o for o in OVERGANGEN if o.handeling == handeling)
            self.attempt(handeling, row.wie[0], {**feiten, **self.fitting(feiten), "door": handeling})

    @rule(handeling=st.sampled_from(list(HANDELINGEN)), wie=st.sampled_from(WIE), feiten=FEITEN)
    def anyone_tries_anything(self, handeling, wie, feiten):
        self.attempt(handeling, wie, feiten)

    @precondition(lambda self: self.stand.status != "vernietigd")
    @rule(data=st.data(), feiten=FEITEN, off=st.sampled_from([*range(8), *[None] * 12]))
    def someone_does_what_comes_next(self, data, feiten, off):
        rows = [o for o in OVERGANGEN if o.status == self.stand.status]
        onward = [o for o in rows if o.naar not in (*EIND, o.status)]
        row = data.draw(st.sampled_from(3 * onward + rows))
        fitting = self.fitting(feiten)
        if off is not None:  # one fact that does not fit
            fitting.pop(list(fitting)[off])
        self.attempt(row.handeling, row.wie[0], {**feiten, **fitting})

    @precondition(lambda self: self.stand.status in GATE)
    @rule(data=st.data(), feiten=FEITEN)
    def the_gate_is_tried_with_one_fact_that_does_not_fit(self, data, feiten):
        fitting = self.fitting(feiten)
        fitting.pop(data.draw(st.sampled_from(list(fitting))))
        handeling, wie = GATE[self.stand.status]
        self.attempt(handeling, wie, {**feiten, **fitting})

    def fitting(self, feiten):
        v, t = self.stand.vaststelling, self.stand.toestemming
        route = t.route if t else feiten["route"]
        return {
            "versie": self.stand.versie,
            "rapport_sha256": self.stand.rapport_sha256 or feiten["rapport_sha256"],
            "vaststelling_sha256": v.vaststelling_sha256 if v else feiten["vaststelling_sha256"],
            "route": route,
            "sleutel_vingerafdruk": t.sleutel_vingerafdruk if t else "A" * 40 if route == "via_ccv" else None,
            "moment": t.geldig_van if t else BEGIN,
            "geldig_tot": BEGIN + timedelta(days=30),
            "bewijs": "openpgp",
            "geldig_van": BEGIN,
        }

    @invariant()
    def what_is_allowed_is_what_was_established(self):
        v, t = self.stand.vaststelling, self.stand.toestemming
        if t is not None:
            assert v is not None
            assert (t.versie, t.vaststelling_sha256) == (v.versie, v.vaststelling_sha256)
        if self.stand.status == "toestemming_verleend":
            assert t is not None

    @invariant()
    def the_stand_remembers_what_happened(self):
        assert self.stand.versie == self.monitor.versie
        assert self.stand.verstrekt == self.monitor.bij_werkgever
        assert (self.stand.toestemming is None) == (self.monitor.toestemming is None)


TestDossier = Dossier.TestCase
TestDossier.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
TestDossier.pytestmark = [pytest.mark.lang]
